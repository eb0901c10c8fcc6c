/* What is remarkable in a message: X(id, "what it means"). A leg keeps the marks of all its
 * messages, and a rule of findings looks only at calls that have one of its marks. So a mark may be
 * set once too often, never too rarely. */
#define MARK_LIST(X)                                                                               \
    X(REQUEST_REPEATED, "a request was sent again")                                                \
    X(ANSWER_REPEATED, "a 2xx to an INVITE was sent again")                                        \
    X(REPEATED_OFTEN, "a message was sent again three times or more")                              \
    X(CHALLENGED_OFTEN, "three or more 401 and 407")                                               \
    X(CHALLENGED, "a 401 or 407")                                                                  \
    X(LARGE, "more than 1300 bytes over UDP, or in fragments")                                     \
    X(FAULTY, "it breaks a rule of the grammar")                                                   \
    X(LENGTH, "Content-Length does not fit the bytes that are there")                              \
    X(STREAM_NO_LENGTH, "over a stream without Content-Length")                                    \
    X(NO_SCHEME, "the Request-URI has no scheme")                                                  \
    X(SIPS, "a sips: URI in an unencrypted packet")                                                \
    X(EMERGENCY, "a call for help: urn:service:sos, 112, 911")                                     \
    X(NAT, "of who wrote it, from a public address: a private one in Via or SDP")                  \
    X(RELIABLE, "a provisional answer with RSeq")                                                  \
    X(PROGRESS_NO_SDP, "183 without SDP")                                                          \
    X(OFFER_DTMF, "an INVITE whose SDP has telephone-event")                                       \
    X(ANSWER_NO_DTMF, "an answer with audio whose SDP has none")                                   \
    X(SRTP, "an SDP with RTP/SAVP, RTP/SAVPF or a=crypto")                                         \
    X(FAX, "an SDP with m=image")                                                                  \
    X(AUDIO_REFUSED, "a 2xx whose SDP has no audio with a port")                                   \
    X(MEDIA_REFUSED, "415, 488 or 606")                                                            \
    X(GONE, "481")                                                                                 \
    X(GLARE, "491")                                                                                \
    X(TIMER_SMALL, "422")                                                                          \
    X(LOOPED, "482 or 483, or ten hops and more")                                                  \
    X(IDENTITY, "an Identity header, or an answer that refuses one")                               \
    X(REPLACES, "a Replaces header")                                                               \
    X(REFER, "REFER")                                                                              \
    X(FORKED, "2xx of two dialogs to one INVITE")                                                  \
    X(ORPHAN, "an answer that fits no request")                                                    \
    X(UNREACHABLE, "ICMP says that it did not arrive")                                             \
    X(MEDIA_CHANGED, "SDP inside a dialog")
