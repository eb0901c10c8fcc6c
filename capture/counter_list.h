/* Everything that was seen and not decoded, or dropped: X(id, name in JSON, kind, help). The kind
 * is UNDECODED (packets that nothing could be made of), LOST (what was there, or should have been,
 * and could not be used), COPY (the same once more) or ODD. A loss without a row here is a lie. */
#define COUNTER_LIST(X)                                                                            \
    X(LINK_UNKNOWN, "link.unknown", UNDECODED, "packets of a link type that is not decoded")       \
    X(LINK_SHORT, "link.short", UNDECODED, "packets too short for their link-layer header")        \
    X(NOT_IP, "link.not_ip", UNDECODED, "packets that carry neither IPv4 nor IPv6")                \
    X(IP_SHORT, "ip.short", UNDECODED, "packets whose IP header is cut or contradicts itself")     \
    X(IP_OTHER, "ip.other_protocol", UNDECODED, "IP packets that are neither UDP nor TCP")         \
    X(ICMP_QUOTES, "icmp.quotes", ODD, "ICMP errors that say that a SIP message did not arrive")   \
    X(ICMP_FULL, "icmp.quotes_full", ODD, "such errors more than are kept")                        \
    X(FRAGMENT_DUPLICATE, "fragment.duplicate", ODD, "fragments that brought nothing new")         \
    X(FRAGMENT_OVERLAP, "fragment.overlap", ODD,                                                   \
      "fragments that overlap others; the first bytes win")                                        \
    X(FRAGMENT_BAD, "fragment.bad", LOST,                                                          \
      "fragments that contradict others, or end past 65,535 bytes")                                \
    X(FRAGMENT_TIMEOUT, "fragment.timeout", LOST, "datagrams given up: a fragment never came")     \
    X(FRAGMENT_CAP, "fragment.cap", LOST, "datagrams given up: too many or too large at once")     \
    X(UDP_SHORT, "udp.short", LOST, "UDP datagrams cut or with a wrong length")                    \
    X(TCP_SHORT, "tcp.short", LOST, "TCP segments with a cut or wrong header")                     \
    X(TCP_RETRANSMITTED, "tcp.retransmitted", ODD, "TCP segments that brought nothing new")        \
    X(TCP_REORDERED, "tcp.reordered", ODD, "TCP segments that came before their turn")             \
    X(TCP_GAP, "tcp.gap", LOST, "holes in a TCP stream that were given up")                        \
    X(TCP_GAP_BYTES, "tcp.gap_bytes", ODD, "bytes in those holes")                                 \
    X(TCP_MIDSTREAM, "tcp.midstream", ODD, "TCP directions whose beginning is not in the capture") \
    X(TCP_SKIPPED, "tcp.skipped_bytes", ODD, "bytes of SIP streams that belong to no message")     \
    X(TCP_FOREIGN, "tcp.foreign", ODD, "TCP directions that carry something other than SIP")       \
    X(TCP_CUT, "tcp.cut", LOST, "messages that a TCP stream ended in the midst of")                \
    X(TCP_IDLE, "tcp.idle", ODD, "TCP connections forgotten after a long silence")                 \
    X(TCP_CAP, "tcp.cap", LOST, "TCP bytes or connections dropped at a limit")                     \
    X(FILTERED, "bpf.filtered", ODD, "packets that the capture filter refused")                    \
    X(TIME_BACKWARDS, "time.backwards", ODD,                                                       \
      "packets earlier than the one before them in their file")                                    \
    X(SNAPPED, "packet.snapped", ODD, "SIP packets that the capture cut short")                    \
    X(DUPLICATE, "packet.duplicate", COPY, "packets captured twice (SPAN port, bond)")             \
    X(SAME_HOP, "sip.same_hop", COPY, "messages seen on both sides of a NAT, merged")              \
    X(METHODS_FULL, "sip.methods_full", ODD,                                                       \
      "requests of more unknown methods than are told apart")                                      \
    X(FLOOD, "sip.flood", ODD, "OPTIONS and REGISTERs too many to keep: counted, not listed")      \
    X(PEERS_FULL, "sip.peers_full", ODD, "pairs of hosts and hosts more than are kept apart")      \
    X(REGISTRATIONS_FULL, "sip.registrations_full", ODD,                                           \
      "users and registrations more than are kept")                                                \
    X(SUBSCRIPTIONS_FULL, "sip.subscriptions_full", ODD, "subscriptions more than are kept")       \
    X(NO_MEMORY, "memory", LOST, "messages not kept since memory ran out")                         \
    X(LIVE_KERNEL, "live.kernel", LOST, "packets that the kernel dropped: not taken in time")      \
    X(LIVE_RING, "live.ring", LOST, "packets dropped on their way to rung, which lagged behind")   \
    X(LIVE_AWAY, "live.away", LOST, "times that a device went down or away")                       \
    X(SPOOL_FULL, "spool.full", LOST, "packets whose bytes could not be kept")                     \
    X(FORGOT_REQUEST, "forgotten.request", ODD,                                                    \
      "OPTIONS, REGISTERs and the like that were over, forgotten to make room")                    \
    X(FORGOT_FAILED, "forgotten.failed", ODD, "calls never answered, forgotten to make room")      \
    X(FORGOT_FINISHED, "forgotten.finished", ODD, "calls that were over, forgotten to make room")  \
    X(FORGOT_IDLE, "forgotten.idle", ODD,                                                          \
      "calls and subscriptions that went on in silence, forgotten to make room")                   \
    X(FORGOT_ASKING, "forgotten.asking", ODD, "calls not answered yet, forgotten to make room")    \
    X(FORGOT_ACTIVE, "forgotten.active", LOST, "calls that went on, forgotten to make room")       \
    X(FORGOT_MESSAGES, "forgotten.messages", ODD, "SIP messages forgotten to make room")           \
    X(FORGOT_LATE, "forgotten.late", LOST, "SIP messages not kept: there was no room for more")
