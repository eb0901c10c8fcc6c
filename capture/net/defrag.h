/* IPv4 (RFC 791, 815) and IPv6 (RFC 8200 4.5) fragments into datagrams. */
#ifndef CAPTURE_NET_DEFRAG_H
#define CAPTURE_NET_DEFRAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "capture/counter.h"
#include "capture/net/net.h"
#include "capture/packet.h"

/* Limits; the manual page lists them. */
#define DEFRAG_TIMEOUT_NS (30 * INT64_C(1000000000)) /* after a datagram's first fragment */
#define DEFRAG_DATAGRAMS 4096                        /* incomplete at once */
#define DEFRAG_BYTES (16u << 20)                     /* held by all of them together */
#define DEFRAG_EXTENTS 1024                          /* pieces in one datagram */
#define DEFRAG_DUPLICATE_NS (INT64_C(2) * 1000000)   /* a fragment again sooner: captured twice */

struct defrag;

/* A datagram put together. Borrowed until the next call on the same struct defrag. */
struct datagram {
    struct net net;      /* of the first-byte fragment, with l4, l4_len, l4_full of the whole */
    const uint8_t *data; /* where net.l4 begins, also after net_resume; BLOCK_PADDING follows it */
    const struct extent *extent; /* of the bytes at data, in their order */
    uint32_t extents;
};

/* NULL: no memory. Owned; defrag_free. */
struct defrag *defrag_new(const struct hash_key *key, struct counters *c);
void defrag_free(struct defrag *d);

/* Takes a fragment (net->fragment is set). True: *out is complete now. The order of the fragments
 * does not matter; where two overlap the bytes that came first stay. What the capture cut off a
 * fragment never comes: the datagram then ends there, l4_len < l4_full. A copy of a fragment within
 * DEFRAG_DUPLICATE_NS (a SPAN port) is counted as such and begins no second datagram. Time only
 * goes forward: what timed out by pkt->time_ns is given up. */
bool defrag_feed(struct defrag *d, const struct packet *pkt, const struct net *net,
                 struct datagram *out);

/* The input has ended: gives up what is incomplete, and counts it (FRAGMENT_TIMEOUT). */
void defrag_flush(struct defrag *d);

/* Bytes held for incomplete datagrams. */
size_t defrag_bytes(const struct defrag *d);

/* Bytes copied, map words and table slots looked at in all, for the linearity tests. */
uint64_t defrag_work(const struct defrag *d);

#endif
