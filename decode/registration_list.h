/* States of a registration: X(id, words, what it means). */
#define REGISTRATION_STATE_LIST(X)                                                                 \
    X(TRYING, "trying", "asked, not answered yet")                                                 \
    X(CHALLENGED, "challenged", "asked for credentials, which are still to come")                  \
    X(REGISTERED, "registered", "the registrar took it")                                           \
    X(REFRESHED, "refreshed", "the registrar took it again")                                       \
    X(REMOVED, "removed", "taken back")                                                            \
    X(EXPIRED, "expired", "ran out, and nobody renewed it")                                        \
    X(FAILED, "failed", "refused, or never answered")
