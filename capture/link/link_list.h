/* Every link layer that is decoded: X(LINKTYPE_ number, name, bytes of its header without VLAN
 * tags, where in it the ethertype stands or LINK_NO_TYPE, where in it hardware addresses stand, for
 * how many bytes they have room, where the byte stands that tells how long one is or
 * LINK_NO_LENGTH, function). The numbers stand on tcpdump.org/linktypes; a number may differ from
 * libpcap's DLT_ on this system. */
#define LINK_LIST(X)                                                                               \
    X(1, "Ethernet", 14, 12, 0, 12, LINK_NO_LENGTH, ether_peel)                                    \
    X(113, "Linux cooked v1", 16, 14, 6, 8, 5, sll_peel)                                           \
    X(276, "Linux cooked v2", 20, 0, 12, 8, 11, sll2_peel)                                         \
    X(0, "BSD null", 4, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, null_peel)                             \
    X(108, "BSD loop", 4, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, loop_peel)                           \
    X(101, "raw IP", 0, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, raw_peel)                              \
    X(12, "raw IP (BSD)", 0, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, raw_peel)                         \
    X(14, "raw IP (OpenBSD)", 0, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, raw_peel)                     \
    X(228, "raw IPv4", 0, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, raw_peel_v4)                         \
    X(229, "raw IPv6", 0, LINK_NO_TYPE, 0, 0, LINK_NO_LENGTH, raw_peel_v6)
