/* Packets: Ethernet, 802.1Q, IPv4, IPv6, fragments, UDP and TCP headers, and the pcap file. */
#ifndef GEN_WIRE_H
#define GEN_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/err.h"

enum { WIRE_FIN = 1, WIRE_SYN = 2, WIRE_RST = 4, WIRE_PSH = 8, WIRE_ACK = 16 };

struct wire_frame {
    int64_t us;
    size_t at, n; /* bytes [at, at + n) of wire.bytes */
};

/* Embedded: wire_init, wire_fini. */
struct wire {
    struct buf bytes;
    struct wire_frame *frame;
    size_t frames, cap;
    unsigned mtu, vlan; /* vlan 0: untagged */
    uint16_t ip_id[256];
};

/* Where a packet goes. */
struct wire_path {
    struct endpoint from, to;
    uint8_t dscp;
};

struct wire_tcp {
    uint32_t seq, ack;
    uint8_t flags;
};

void wire_init(struct wire *w, unsigned mtu, unsigned vlan);
void wire_fini(struct wire *w);

/* What happens to the fragments of a datagram. */
struct wire_order {
    bool reversed;    /* the last one first */
    unsigned missing; /* this one, from 1, is left out; 0: none */
};

/* A datagram, in fragments where it exceeds the MTU. */
void wire_udp(struct wire *w, int64_t us, const struct wire_path *path, struct slice payload,
              struct wire_order order);

/* "Port unreachable" (RFC 792, 4443), sent along the path, about the latest UDP packet the other
 * way. False: there is none. */
bool wire_unreachable(struct wire *w, int64_t us, const struct wire_path *path);

/* A segment; the payload must fit the MTU. */
void wire_tcp(struct wire *w, int64_t us, const struct wire_path *path, const struct wire_tcp *tcp,
              struct slice payload);

/* Writes the frames by time (equal times in the order of sending) as pcap, microseconds. */
int wire_save(struct wire *w, const char *path, struct err *err);

#endif
