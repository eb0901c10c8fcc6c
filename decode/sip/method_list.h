/* SIP methods with a meaning of their own: X(name, RFC, what it does). Any other token is a method
 * too and is told apart by name. */
#define SIP_METHOD_LIST(X)                                                                         \
    X(INVITE, "3261", "sets up or changes a call")                                                 \
    X(ACK, "3261", "confirms the final answer to an INVITE")                                       \
    X(BYE, "3261", "ends a call")                                                                  \
    X(CANCEL, "3261", "gives up a request that is not answered yet")                               \
    X(OPTIONS, "3261", "asks what the other side can do, or whether it lives")                     \
    X(REGISTER, "3261", "tells where a user can be reached")                                       \
    X(PRACK, "3262", "acknowledges a provisional answer")                                          \
    X(SUBSCRIBE, "6665", "asks to be told about an event")                                         \
    X(NOTIFY, "6665", "tells about an event")                                                      \
    X(PUBLISH, "3903", "publishes a state")                                                        \
    X(INFO, "6086", "carries information inside a call")                                           \
    X(REFER, "3515", "asks the other side to call somebody")                                       \
    X(MESSAGE, "3428", "carries an instant message")                                               \
    X(UPDATE, "3311", "changes a call before or after it is answered")
