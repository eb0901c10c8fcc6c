/* From a packet down to its transport: link layer, VLAN tags, IPv4, IPv6 and extension headers. */
#ifndef CAPTURE_NET_NET_H
#define CAPTURE_NET_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "capture/counter.h"
#include "capture/packet.h"

enum {
    NET_ICMP = 1,
    NET_TCP = 6,
    NET_UDP = 17,
    NET_ICMP6 = 58,
};

/* The innermost IP datagram of a packet, or a fragment of one. `l4` is borrowed from the packet. */
struct net {
    struct addr src, dst;
    const uint8_t *l4; /* what follows the IP header(s), or this fragment's part of it */
    uint32_t l4_len;   /* captured bytes of it */
    uint32_t l4_full;  /* bytes by the IP header's own length */
    uint32_t id;       /* IPv4 identification; IPv6: that of the fragment header */
    uint32_t l3;       /* from packet.data to the (innermost) IP header */
    uint16_t frag_off; /* bytes */
    uint8_t proto;     /* of l4; NET_TCP, NET_UDP, … */
    bool has_id, fragment, more;
    bool tagged; /* VLAN tags stand before the IP header */
};

struct udp {
    uint16_t sport, dport;
    const uint8_t *data;
    uint32_t len, full; /* captured, and by the UDP header */
};

struct tcp_header {
    uint16_t sport, dport;
    uint32_t seq, ack;
    uint8_t flags; /* TCP_FIN … */
    const uint8_t *data;
    uint32_t len, full;
};

enum {
    TCP_FIN = 1,
    TCP_SYN = 2,
    TCP_RST = 4,
    TCP_PSH = 8,
    TCP_ACK = 16,
};

/* True and *out filled, or false and one counter in *c raised; *out then holds nothing of use (it
 * is written on the way: a copy at the end costs half as much again). True means that l4 is UDP or
 * TCP, or a fragment of what may become that, or whole ICMP; COUNTER_IP_OTHER counts the rest. No
 * allocation, no state. RFC 791, RFC 8200, RFC 4302, IEEE 802.1Q. */
bool net_peel(const struct packet *pkt, struct net *out, struct counters *c);

/* The same from the l4 on, for a datagram put together from fragments: passes over the extension
 * headers that were cut apart with it. A datagram that is UDP or TCP at once stays as it is.
 * Fragments in fragments are lost (COUNTER_IP_SHORT). False and a counter as net_peel. */
bool net_resume(struct net *io, struct counters *c);

/* From the IP header that an ICMP error quotes (icmp.h), cut off as it may be: true as net_peel,
 * with l3 0; nothing is counted. */
bool net_peel_quote(const uint8_t *p, uint32_t n, bool v6, struct net *out);

/* Is this link type decoded at all? */
bool net_knows_link(uint16_t link);

/* Headers of a whole (unfragmented or reassembled) l4. False and a counter when they do not fit. A
 * UDP length of 0 or beyond the datagram is believed as far as the datagram goes. */
bool udp_parse(const uint8_t *l4, uint32_t len, uint32_t full, struct udp *out, struct counters *c);
bool tcp_parse(const uint8_t *l4, uint32_t len, uint32_t full, struct tcp_header *out,
               struct counters *c);

#endif
