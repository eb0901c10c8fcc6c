/* How two legs belong together: X(id, "word of the JSON contract", joins, "what it means"). `joins`
 * is CALL where both are legs of one call, SESSION where they are calls of one story, NOTHING where
 * it is only worth a mark. */
#define LINK_LIST(X)                                                                               \
    X(CALL, "call", CALL, "the same call behind a proxy or B2BUA")                                 \
    X(PROBABLE, "probable", NOTHING, "perhaps the same call: not enough signs to say so")          \
    X(AMBIGUOUS, "ambiguous", NOTHING, "fits this leg as well as another one: not joined")         \
    X(SAME_SESSION, "session", SESSION, "in one session: they share half of a Session-ID (7989)")  \
    X(TRANSFER, "transfer", SESSION, "made since a REFER asked for it, or takes over a call")      \
    X(FORWARD, "forward", SESSION, "goes on to another target (302, 181, Diversion)")              \
    X(RETRY, "retry", SESSION, "the same call tried again under a new Call-ID")                    \
    X(COMPLETION, "completion", SESSION, "asks to be told when the callee is free, or calls back") \
    X(PICKUP, "pickup", SESSION, "another phone takes a ringing call")                             \
    X(PARK, "park", SESSION, "a parked call is fetched")                                           \
    X(CONFERENCE, "conference", SESSION, "joined into one conversation")                           \
    X(CONSULTATION, "consultation", SESSION, "a party asks somebody while the other is on hold")
