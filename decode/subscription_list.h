/* States of a subscription (6665 4.1.2, 4.1.3): X(id, words, what it means). */
#define SUBSCRIPTION_STATE_LIST(X)                                                                 \
    X(TRYING, "trying", "asked, not answered yet")                                                 \
    X(ACCEPTED, "accepted", "taken, no NOTIFY came yet")                                           \
    X(PENDING, "pending", "waits for somebody to allow it")                                        \
    X(ACTIVE, "active", "the subscriber is told")                                                  \
    X(TERMINATED, "terminated", "ended by a NOTIFY")                                               \
    X(EXPIRED, "expired", "ran out, and nobody renewed it")                                        \
    X(FAILED, "failed", "refused, or never answered")

/* Why a subscription was ended (6665 4.1.3, 4660 5.7.2): X(id, word). */
#define SUBSCRIPTION_REASON_LIST(X)                                                                \
    X(NONE, "")                                                                                    \
    X(DEACTIVATED, "deactivated")                                                                  \
    X(PROBATION, "probation")                                                                      \
    X(REJECTED, "rejected")                                                                        \
    X(TIMEOUT, "timeout")                                                                          \
    X(GIVEUP, "giveup")                                                                            \
    X(NORESOURCE, "noresource")                                                                    \
    X(INVARIANT, "invariant")                                                                      \
    X(BADFILTER, "badfilter")                                                                      \
    X(OTHER, "other")

/* What is subscribed to: X(id, package as in Event). */
#define SUBSCRIPTION_PACKAGE_LIST(X)                                                               \
    X(OTHER, "other")                                                                              \
    X(REFER, "refer")                                                                              \
    X(MESSAGE_SUMMARY, "message-summary")                                                          \
    X(PRESENCE, "presence")                                                                        \
    X(PRESENCE_WINFO, "presence.winfo")                                                            \
    X(DIALOG, "dialog")                                                                            \
    X(REG, "reg")                                                                                  \
    X(CONFERENCE, "conference")                                                                    \
    X(CALL_COMPLETION, "call-completion")                                                          \
    X(KPML, "kpml")                                                                                \
    X(UA_PROFILE, "ua-profile")                                                                    \
    X(XCAP_DIFF, "xcap-diff")                                                                      \
    X(LINE_SEIZE, "line-seize")                                                                    \
    X(CALL_INFO, "call-info")                                                                      \
    X(AS_FEATURE_EVENT, "as-feature-event")
