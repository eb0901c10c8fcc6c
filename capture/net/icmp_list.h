/* Why a datagram did not arrive, as ICMP tells it: X(id, "words"). Which type and code means which
 * is told by icmp.c. */
#define ICMP_REASON_LIST(X)                                                                        \
    X(NET, "net unreachable")                                                                      \
    X(HOST, "host unreachable")                                                                    \
    X(PROTOCOL, "protocol unreachable")                                                            \
    X(PORT, "port unreachable")                                                                    \
    X(TOO_BIG, "fragmentation needed")                                                             \
    X(PROHIBITED, "administratively prohibited")                                                   \
    X(ROUTE, "source route failed")                                                                \
    X(HOPS, "time exceeded")                                                                       \
    X(REASSEMBLY, "fragment reassembly time exceeded")                                             \
    X(PARAMETER, "parameter problem")                                                              \
    X(OTHER, "destination unreachable")
