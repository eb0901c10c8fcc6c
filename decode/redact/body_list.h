/* Media types of bodies that are looked into: X("lower case", KIND), in the order in which they are
 * tried; * at the end stands for anything. What fits none is blanked.
 *   SDP        a session description
 *   MESSAGE    a message or the beginning of one, with a start line
 *   LINES      lines "name: value", and what stands behind an empty one, as headers and a body
 *   MULTIPART  parts
 *   MARKUP     names of elements and attributes stay
 *   TEXT       every word is replaced */
#define REDACT_BODY_LIST(X)                                                                        \
    X("application/sdp", SDP)                                                                      \
    X("message/sip*", MESSAGE)                                                                     \
    X("message/*", LINES)                                                                          \
    X("application/simple-message-summary", LINES)                                                 \
    X("application/call-completion", LINES)                                                        \
    X("multipart/*", MULTIPART)                                                                    \
    X("application/xml", MARKUP)                                                                   \
    X("text/xml", MARKUP)                                                                          \
    X("text/html", MARKUP)                                                                         \
    X("application/*+xml", MARKUP)                                                                 \
    X("application/*json", TEXT)                                                                   \
    X("application/dtmf*", TEXT)                                                                   \
    X("text/*", TEXT)
