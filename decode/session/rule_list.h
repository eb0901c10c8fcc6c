/* Why legs are joined into a session: X(id, words, what it rests on). */
#define SESSION_REASON_LIST(X)                                                                     \
    X(REPLACES, "Replaces", "an INVITE takes over a dialog that it names (3891)")                  \
    X(REFER_REPLACES, "Refer-To Replaces", "a REFER names the dialog to be taken over (5589 7)")   \
    X(TARGET_DIALOG, "Target-Dialog", "a REFER outside the call names its dialog (4538)")          \
    X(REFER, "REFER", "a call made as a REFER asked (3515)")                                       \
    X(SESSION_ID, "Session-ID", "the same session, end to end (7989, 7329)")                       \
    X(ICID, "icid-value", "the same P-Charging-Vector (7315)")                                     \
    X(LEG_HEADER, "leg header", "a header such as X-CID names the other leg's Call-ID")            \
    X(USER, "as you said", "joined with --join")                                                   \
    X(SCORE, "score", "enough of the signs below at the node between the two")                     \
    X(ORIGIN, "SDP origin", "the offers have the same o= user, session and address")               \
    X(MEDIA, "media address", "the offers want the media at the same address and port")            \
    X(CALL_ID, "Call-ID", "the Call-IDs are equal up to a suffix")                                 \
    X(TIME, "time", "the one begins right after the other")                                        \
    X(CALLED, "called user", "the same user is called")                                            \
    X(CALLING, "calling user", "the same user calls")                                              \
    X(ORDER, "order of answers", "ringing, answer and BYE come in the same order, at once")        \
    X(FINAL, "final answer", "the same final answer, at once")                                     \
    X(REFERRED_BY, "Referred-By", "the INVITE names who sent the REFER (3892)")                    \
    X(REFER_TO, "Refer-To target", "the INVITE goes to whom Refer-To names")                       \
    X(REFER_HOST, "transferee's host", "the INVITE comes from where the REFER went")               \
    X(REFER_CALLER, "transferee", "the caller is whom the REFER was for")                          \
    X(JOIN, "Join", "an INVITE joins a dialog that it names (3911)")                               \
    X(SAME_PARTIES, "same caller and callee", "tried again from the same host within 60 s")        \
    X(COMPLETION, "call completion", "waits for the callee, or calls back when he is free (6910)") \
    X(CONTACT, "Contact of a 3xx", "calls the target that a 3xx named")                            \
    X(DIVERSION, "Diversion", "names whose call was forwarded (5806)")                             \
    X(HOLD, "hold", "begun or answered by who holds the other call")                               \
    X(FOCUS, "isfocus", "answered by, or called from, the same conference (4579)")
