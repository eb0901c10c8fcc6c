/* How pairs of hosts and what they ask are kept. Private to peer.c and peer_source.c. */
#ifndef DECODE_PEER_PART_H
#define DECODE_PEER_PART_H

#include "decode/peer.h"

/* What only some of them have, in pools of their own. */
enum peer_part {
    PEER_PART_TALLY,
    PEER_PART_TROUBLE,
    PEER_PART_KEEPALIVE,
    PEER_PART_SCAN,
    PEER_PART_USERS,
    PEER_PARTS
};

struct peers {
    struct pool rows, sources, part[PEER_PARTS];
    struct index index, by_addr;
    struct flood rest; /* of pairs that are not kept */
};

static inline const void *peer_part_at(const struct store *s, enum peer_part part, uint32_t number)
{
    return pool_at(&s->peers->part[part], number);
}

/* The part of this number, made where *number is 0. NULL: no memory, which is
 * counted. */
void *peer_part_get(struct store *s, enum peer_part part, uint32_t *number);

/* The newest of the n that were put into a ring, oldest first; how many. */
unsigned peer_unroll(const uint32_t ring[PEER_EVIDENCE], uint32_t n, uint32_t out[PEER_EVIDENCE]);

/* A message as peer_see takes it, of a host that asks or is answered. */
void peer_source_see(struct store *s, struct peer_source *x, const struct payload *p,
                     const struct brief *b, uint32_t message, bool user);

#endif
