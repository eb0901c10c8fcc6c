/* Codes of Warning headers (3261 20.43, 5630): X(code, "what it says"). Ascending. */
#define WARNING_LIST(X)                                                                            \
    X(300, "the network protocol does not fit")                                                    \
    X(301, "the network addresses are of a kind that does not fit")                                \
    X(302, "the transport protocol of the media does not fit")                                     \
    X(303, "the bandwidth is given in units that are not understood")                              \
    X(304, "a type of media is not available")                                                     \
    X(305, "the formats of the media do not fit")                                                  \
    X(306, "an attribute of the session description is not understood")                            \
    X(307, "a parameter of the session description is not understood")                             \
    X(330, "multicast is not available")                                                           \
    X(331, "unicast is not available")                                                             \
    X(370, "there is not enough bandwidth")                                                        \
    X(380, "sips is not allowed")                                                                  \
    X(381, "sips is required")                                                                     \
    X(399, "told in the text only")
