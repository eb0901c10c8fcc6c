/* States of a call, from the least to the most decided: X(id, words, what it means). */
#define CALL_STATE_LIST(X)                                                                         \
    X(TRYING, "trying", "asked, nothing but 100 came back yet")                                    \
    X(PROCEEDING, "proceeding", "progress (181, 182, 183), not ringing yet")                       \
    X(RINGING, "ringing", "the called phone rings")                                                \
    X(IN_CALL, "in call", "answered")                                                              \
    X(COMPLETED, "completed", "answered, and ended by BYE")                                        \
    X(CANCELLED, "cancelled", "the caller gave up before the answer")                              \
    X(BUSY, "busy", "486 or 600")                                                                  \
    X(REJECTED, "rejected", "403, 603, 607 or 608")                                                \
    X(UNAVAILABLE, "unavailable", "480, and the phone never rang")                                 \
    X(NOT_FOUND, "not found", "404, 410, 484, 485 or 604")                                         \
    X(NO_ANSWER, "no answer", "408 or 480 after it rang")                                          \
    X(REDIRECTED, "redirected", "3xx, and nobody went on")                                         \
    X(FAILED, "failed", "another error, no response, or an answer that was never acknowledged")    \
    X(EXPIRED, "expired", "ended since nobody refreshed the session timer")                        \
    X(TRANSFERRED, "transferred", "ended since a party was transferred to somebody else")          \
    X(REPLACED, "replaced", "taken over by another call that names it (Replaces)")                 \
    X(ELSEWHERE, "picked up elsewhere", "another phone answered")                                  \
    X(INCOMPLETE, "incomplete", "its first INVITE is not in the capture")
