/* How header lines begin that sip_index_place knows at once: X(four characters in lower case, what
 * they begin). Others are found all the same, with a longer look; of the headers that nobody wants
 * (PLACE_NOTHING) the frequent ones are here, so that they cost least. */
#define PLACE_LIST(X)                                                                              \
    X('v', 'i', 'a', ':', PLACE_HEADER + SIP_VIA)                                                  \
    X('f', 'r', 'o', 'm', PLACE_HEADER + SIP_FROM)                                                 \
    X('t', 'o', ':', ' ', PLACE_HEADER + SIP_TO)                                                   \
    X('c', 's', 'e', 'q', PLACE_HEADER + SIP_CSEQ)                                                 \
    X('c', 'a', 'l', 'l', PLACE_CALL)                                                              \
    X('c', 'o', 'n', 't', PLACE_CONTENT)                                                           \
    X('s', 'e', 's', 's', PLACE_SESSION)                                                           \
    X('r', 's', 'e', 'q', PLACE_LOOK)                                                              \
    X('r', 'e', 'a', 's', PLACE_LOOK)                                                              \
    X('r', 'e', 'p', 'l', PLACE_LOOK)                                                              \
    X('r', 'e', 'f', 'e', PLACE_LOOK)                                                              \
    X('t', 'a', 'r', 'g', PLACE_LOOK)                                                              \
    X('j', 'o', 'i', 'n', PLACE_LOOK)                                                              \
    X('i', 'd', 'e', 'n', PLACE_LOOK)                                                              \
    X('d', 'i', 'v', 'e', PLACE_LOOK)                                                              \
    X('h', 'i', 's', 't', PLACE_LOOK)                                                              \
    X('p', '-', 'a', 's', PLACE_LOOK)                                                              \
    X('p', '-', 'c', 'a', PLACE_LOOK)                                                              \
    X('p', '-', 'c', 'h', PLACE_LOOK)                                                              \
    X('r', 'e', 'm', 'o', PLACE_LOOK)                                                              \
    X('e', 'v', 'e', 'n', PLACE_LOOK)                                                              \
    X('s', 'u', 'b', 's', PLACE_LOOK)                                                              \
    X('x', '-', 'c', 'a', PLACE_LOOK)                                                              \
    X('x', '-', 'c', 'i', PLACE_LOOK)                                                              \
    X('m', 'a', 'x', '-', PLACE_NOTHING)                                                           \
    X('u', 's', 'e', 'r', PLACE_NOTHING)                                                           \
    X('s', 'e', 'r', 'v', PLACE_NOTHING)                                                           \
    X('a', 'l', 'l', 'o', PLACE_NOTHING)                                                           \
    X('s', 'u', 'p', 'p', PLACE_NOTHING)                                                           \
    X('r', 'o', 'u', 't', PLACE_NOTHING)                                                           \
    X('r', 'e', 'c', 'o', PLACE_NOTHING)                                                           \
    X('p', 'r', 'o', 'x', PLACE_NOTHING)                                                           \
    X('e', 'x', 'p', 'i', PLACE_NOTHING)
