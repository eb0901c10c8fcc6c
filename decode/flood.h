/* Floods: what remains of OPTIONS and REGISTER when one pair of hosts sends more of them than
 * anybody reads. The newest stay, and so do the messages that prove something; peer.h and
 * registration.h count them all. */
#ifndef DECODE_FLOOD_H
#define DECODE_FLOOD_H

#include <stdint.h>

#include "decode/store.h"
#include "decode/transaction.h"

#define FLOOD_LEGS 50000     /* Call-IDs with nothing but OPTIONS or REGISTER of a pair of hosts */
#define FLOOD_MESSAGES 50000 /* messages of one such Call-ID */
#define FLOOD_REST 100000    /* such Call-IDs of all pairs whose figures are not kept */
#define FLOOD_AGE_NS TXN_LINGER_NS /* younger ones stay: their transactions may live */

/* Legs in order of their beginning. Embedded, zeroed. */
struct flood {
    uint32_t head, tail, n; /* by leg.later */
};

/* A leg began with an OPTIONS or REGISTER at this time. Above max the oldest are taken away. */
void flood_begin(struct store *s, struct flood *f, uint32_t max, uint32_t leg, int64_t now_ns);

/* One more transaction of such a leg began: its oldest messages are taken away. */
void flood_go_on(struct store *s, uint32_t leg, int64_t now_ns);

/* Takes legs that go (leg_goes) out of the order. */
void flood_forget(struct store *s, struct flood *f);

#endif
