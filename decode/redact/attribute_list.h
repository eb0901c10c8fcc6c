/* Attributes of session descriptions whose values are no plain words: X("lower case", HOW), in the
 * order of the alphabet. The names of attributes stay, the values of all that are not here are
 * words that are replaced.
 *   STAYS        the value, too
 *   NUMBERS      words and addresses are replaced, numbers stay
 *   CANDIDATE    as NUMBERS (8839 5.1); what a grammar names stays
 *   FINGERPRINT  only the length of the second word stays
 *   SECRET       of all of it
 *   CRYPTO       keys (4568 9.2) are secret */
#define ATTRIBUTE_LIST(X)                                                                          \
    X("bundle-only", STAYS)                                                                        \
    X("candidate", CANDIDATE)                                                                      \
    X("charset", STAYS)                                                                            \
    X("connection", STAYS)                                                                         \
    X("content", STAYS)                                                                            \
    X("creq", STAYS)                                                                               \
    X("crypto", CRYPTO)                                                                            \
    X("csup", STAYS)                                                                               \
    X("curr", STAYS)                                                                               \
    X("des", STAYS)                                                                                \
    X("direction", STAYS)                                                                          \
    X("end-of-candidates", STAYS)                                                                  \
    X("extmap", STAYS)                                                                             \
    X("extmap-allow-mixed", STAYS)                                                                 \
    X("fingerprint", FINGERPRINT)                                                                  \
    X("floorctrl", STAYS)                                                                          \
    X("fmtp", STAYS)                                                                               \
    X("framerate", STAYS)                                                                          \
    X("group", STAYS)                                                                              \
    X("ice-lite", STAYS)                                                                           \
    X("ice-options", STAYS)                                                                        \
    X("ice-pwd", SECRET)                                                                           \
    X("ice-ufrag", SECRET)                                                                         \
    X("imageattr", STAYS)                                                                          \
    X("inactive", STAYS)                                                                           \
    X("key-mgmt", SECRET)                                                                          \
    X("maxptime", STAYS)                                                                           \
    X("mid", STAYS)                                                                                \
    X("orient", STAYS)                                                                             \
    X("ptime", STAYS)                                                                              \
    X("quality", STAYS)                                                                            \
    X("recvonly", STAYS)                                                                           \
    X("rtcp", NUMBERS)                                                                           \
    X("rtcp-fb", STAYS)                                                                            \
    X("rtcp-mux", STAYS)                                                                           \
    X("rtcp-rsize", STAYS)                                                                         \
    X("rtcp-xr", STAYS)                                                                            \
    X("rtpmap", STAYS)                                                                             \
    X("sdplang", STAYS)                                                                            \
    X("sendonly", STAYS)                                                                           \
    X("sendrecv", STAYS)                                                                           \
    X("setup", STAYS)                                                                              \
    X("silencesupp", STAYS)                                                                        \
    X("ssrc", NUMBERS)                                                                           \
    X("ssrc-group", STAYS)                                                                         \
    X("t38faxfillbitremoval", STAYS)                                                               \
    X("t38faxmaxbuffer", STAYS)                                                                    \
    X("t38faxmaxdatagram", STAYS)                                                                  \
    X("t38faxratemanagement", STAYS)                                                               \
    X("t38faxtranscodingjbig", STAYS)                                                              \
    X("t38faxtranscodingmmr", STAYS)                                                               \
    X("t38faxudpec", STAYS)                                                                        \
    X("t38faxversion", STAYS)                                                                      \
    X("t38maxbitrate", STAYS)
