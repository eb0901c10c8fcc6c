/* The capture formats that are read, in the order in which they are asked: X(driver). */
#define SOURCE_LIST(X)                                                                             \
    X(pcap)                                                                                        \
    X(pcapng)
