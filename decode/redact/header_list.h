/* Headers of messages and of parts of bodies whose values are no plain addresses with parameters,
 * and lines "name: value" of bodies: X("lower case", HOW), in the order of the alphabet. The names
 * of headers stay, the values of all that are not here are VALUE.
 *   STAYS     the value, too
 *   TOKEN     each value up to its parameters, which are as in VALUE
 *   VALUE     words and addresses are replaced, of parameters what parameter_list.h says
 *   PARAMETERS  as VALUE, but nothing stands in front of the first parameter
 *   CSEQ        numbers stay, and methods that look like such
 *   ID        words are replaced, nothing else is looked at
 *   VIA       as VALUE, behind protocol and transport
 *   AUTH      as TOKEN; commas stand between the parameters
 *   AGENT     stays, unless the names of software are to be replaced
 *   PHRASE    as VALUE, without the words of standard reasons
 *   NUMBERS   as PHRASE; numbers stay
 *   WARNING   as PHRASE, behind a code
 *   IDENTITY  a PASSporT */
#define REDACT_HEADER_LIST(X)                                                                      \
    X("accept", TOKEN)                                                                             \
    X("accept-contact", TOKEN)                                                                     \
    X("accept-encoding", TOKEN)                                                                    \
    X("accept-language", TOKEN)                                                                    \
    X("accept-resource-priority", STAYS)                                                           \
    X("allow", STAYS)                                                                              \
    X("allow-events", STAYS)                                                                       \
    X("answer-mode", TOKEN)                                                                        \
    X("authentication-info", AUTH)                                                                 \
    X("authorization", AUTH)                                                                       \
    X("c", TOKEN)                                                                                  \
    X("call-id", ID)                                                                               \
    X("cc-service-retention", STAYS)                                                               \
    X("cc-state", STAYS)                                                                           \
    X("content-disposition", TOKEN)                                                                \
    X("content-encoding", STAYS)                                                                   \
    X("content-id", ID)                                                                            \
    X("content-language", STAYS)                                                                   \
    X("content-length", STAYS)                                                                     \
    X("content-transfer-encoding", STAYS)                                                          \
    X("content-type", TOKEN)                                                                       \
    X("cseq", CSEQ)                                                                               \
    X("date", STAYS)                                                                               \
    X("e", STAYS)                                                                                  \
    X("event", TOKEN)                                                                              \
    X("expires", STAYS)                                                                            \
    X("fax-message", STAYS)                                                                        \
    X("flow-timer", STAYS)                                                                         \
    X("i", ID)                                                                                     \
    X("identity", IDENTITY)                                                                        \
    X("info-package", TOKEN)                                                                       \
    X("j", TOKEN)                                                                                  \
    X("k", STAYS)                                                                                  \
    X("l", STAYS)                                                                                  \
    X("max-breadth", STAYS)                                                                        \
    X("max-forwards", STAYS)                                                                       \
    X("messages-waiting", STAYS)                                                                   \
    X("mime-version", STAYS)                                                                       \
    X("min-expires", STAYS)                                                                        \
    X("min-se", TOKEN)                                                                             \
    X("multimedia-message", STAYS)                                                                 \
    X("o", TOKEN)                                                                                  \
    X("p-charging-vector", PARAMETERS)                                                             \
    X("p-early-media", STAYS)                                                                      \
    X("pager-message", STAYS)                                                                      \
    X("priority", STAYS)                                                                           \
    X("privacy", STAYS)                                                                            \
    X("proxy-authenticate", AUTH)                                                                  \
    X("proxy-authentication-info", AUTH)                                                           \
    X("proxy-authorization", AUTH)                                                                 \
    X("proxy-require", STAYS)                                                                      \
    X("rack", CSEQ)                                                                               \
    X("reason", TOKEN)                                                                             \
    X("recv-info", TOKEN)                                                                          \
    X("refer-sub", TOKEN)                                                                          \
    X("reject-contact", TOKEN)                                                                     \
    X("request-disposition", STAYS)                                                                \
    X("require", STAYS)                                                                            \
    X("resource-priority", STAYS)                                                                  \
    X("retry-after", NUMBERS)                                                                      \
    X("rseq", STAYS)                                                                               \
    X("server", AGENT)                                                                             \
    X("session-expires", TOKEN)                                                                    \
    X("subscription-state", TOKEN)                                                                 \
    X("supported", STAYS)                                                                          \
    X("text-message", STAYS)                                                                       \
    X("timestamp", STAYS)                                                                          \
    X("u", STAYS)                                                                                  \
    X("unsupported", STAYS)                                                                        \
    X("user-agent", AGENT)                                                                         \
    X("v", VIA)                                                                                    \
    X("via", VIA)                                                                                  \
    X("video-message", STAYS)                                                                      \
    X("voice-message", STAYS)                                                                      \
    X("warning", WARNING)                                                                          \
    X("www-authenticate", AUTH)                                                                    \
    X("x", TOKEN)                                                                                  \
    X("x-asterisk-hangupcause", PHRASE)                                                            \
    X("x-asterisk-hangupcausecode", STAYS)                                                         \
    X("y", IDENTITY)
