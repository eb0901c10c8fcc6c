/* The capture formats that are written: X(driver, "extensions of files", "help"). */
#define SINK_LIST(X)                                                                               \
    X(pcapng, "pcapng ntar", "packets with comments, of any link layer")                           \
    X(pcap, "pcap cap", "packets of one link layer, for any program")
