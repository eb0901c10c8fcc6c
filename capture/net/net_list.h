/* Every layer between the link layer and the transport: X(name, key, function). The key says who
 * announces it: NET_ETHERTYPE(n) a link layer (or a tunnel), NET_PROTOCOL(n) an IP header. */
#define NET_LIST(X)                                                                                \
    X(IPV4, NET_ETHERTYPE(0x0800), ipv4_peel)                                                      \
    X(IPV6, NET_ETHERTYPE(0x86dd), ipv6_peel)                                                      \
    X(HOP_BY_HOP, NET_PROTOCOL(0), ipv6_peel_options)                                              \
    X(FRAGMENT, NET_PROTOCOL(44), ipv6_peel_fragment)                                              \
    X(ROUTING, NET_PROTOCOL(43), ipv6_peel_options)                                                \
    X(AUTHENTICATION, NET_PROTOCOL(51), ipv6_peel_ah)                                              \
    X(DESTINATION, NET_PROTOCOL(60), ipv6_peel_options)
