/* IPv4 (RFC 791, 815) and IPv6 (RFC 8200 4.5) fragments into datagrams. */
#ifndef CAPTURE_NET_DEFRAG_H
#define CAPTURE_NET_DEFRAG_H

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

struct defrag;

/* A datagram put together. Borrowed until the next call on the same struct defrag. */
struct datagram {
    struct net net;              /* of the first-byte fragment, with l4, l4_len, l4_full of the whole */
    const struct extent *extent; /* in the order of the bytes, all of l4; BLOCK_PADDING follows l4 */
    uint32_t extents;
};

/* NULL: no memory. Owned; defrag_free. */
struct defrag *defrag_new(const struct hash_key *key, struct counters *c);
void defrag_free(struct defrag *d);

/* Takes a fragment (net->fragment is set). True: *out is complete now. The order of the fragments
 * does not matter; where two overlap the bytes that came first stay. A fragment that the capture
 * cut short counts as the bytes it has. Time only goes forward: what timed out by pkt->time_ns is
 * given up. */
bool defrag_feed(struct defrag *d, const struct packet *pkt, const struct net *net,
                 struct datagram *out);

#endif
