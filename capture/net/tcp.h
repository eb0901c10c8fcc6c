/* TCP streams out of captured segments (RFC 9293), as a bystander sees them. */
#ifndef CAPTURE_NET_TCP_H
#define CAPTURE_NET_TCP_H

#include <stdint.h>

#include "base/hash.h"
#include "capture/counter.h"
#include "capture/net/defrag.h"
#include "capture/net/net.h"
#include "capture/payload.h"

/* Limits; the manual page lists them. */
#define TCP_CONNECTIONS 65536                    /* at once; the longest silent one goes first */
#define TCP_IDLE_NS (INT64_C(3600) * 1000000000) /* silence after which one is forgotten */
#define TCP_AHEAD_BYTES (256u << 10)             /* waiting behind a hole, one direction */
#define TCP_AHEAD_SEGMENTS 256                   /* likewise */
#define TCP_AHEAD_NS (INT64_C(10) * 1000000000)  /* how long a hole is waited for */
#define TCP_MESSAGE_BYTES (1u << 20)             /* of one message being collected */
#define TCP_TOTAL_BYTES (64u << 20)              /* buffered by all connections together */
#define TCP_CLOSED_NS (INT64_C(60) * 1000000000) /* a closed one is remembered, for stragglers */
#define TCP_JUMP_BYTES (64u << 20)               /* farther off the next byte: not this stream */
#define TCP_DUPLICATE_NS (INT64_C(2) * 1000000)  /* the same again sooner: captured twice */

struct tcp;

struct tcp_ops {
    frame_fn *frame;
    /* A message. Its extents name all its packets. It must not feed the same struct tcp. */
    void (*message)(void *ctx, const struct payload *p);
    void *ctx;
};

/* NULL: no memory. Owned; tcp_free. */
struct tcp *tcp_new(const struct hash_key *key, const struct tcp_ops *ops, struct counters *c);
void tcp_free(struct tcp *t);

/* Takes a segment with data, SYN, FIN or RST, which lies in pkt; others do nothing. Calls
 * ops->message for what it completes, or what a hole given up leaves behind. Messages of one
 * direction come in the order of its bytes; payload.time_ns and .packet are those of the latest
 * segment that the message had to wait for.
 *
 * A message in more than 4,096 pieces has the extents of its beginning only. */
void tcp_feed(struct tcp *t, const struct packet *pkt, const struct net *net,
              const struct tcp_header *h);

/* The same for a segment that came in IP fragments, the last of them in pkt; h points into it. */
void tcp_feed_datagram(struct tcp *t, const struct packet *pkt, const struct datagram *whole,
                       const struct tcp_header *h);

/* The input has ended: gives up every hole, hands out what lies behind it, counts what is cut. */
void tcp_flush(struct tcp *t);

/* Bytes buffered, as TCP_TOTAL_BYTES bounds them, and connections known. */
size_t tcp_bytes(const struct tcp *t);
uint32_t tcp_connections(const struct tcp *t);

/* Bytes copied, list steps and table slots looked at in all, for the linearity tests. */
uint64_t tcp_work(const struct tcp *t);

#endif
