/* Keyed hashes, and the index that turns a 64-bit key into a row number. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/mem.h"

/* The key of a process; whoever sends traffic must not know it. */
struct hash_key {
    uint64_t k0, k1;
};

/* From getrandom(2). */
void hash_key_random(struct hash_key *key);

/* SipHash-1-3 (Aumasson, Bernstein 2012; the reduced rounds that Linux and Rust use for tables).
 * For what the network chooses and nothing else tells apart: Call-IDs. */
uint64_t hash_sip(const struct hash_key *key, const void *p, size_t n);

/* A digest by multiplying, three times as fast: for what is compared besides, or only refines
 * something (branch, tags, addresses, users, bodies). No cipher like the other, but as long as
 * nobody sees the key or a digest, nobody can make two strings collide but by chance, once in 2^64.
 */
uint64_t hash_payload(const struct hash_key *key, const void *p, size_t n);

static inline uint64_t hash_addr(const struct hash_key *key, const struct addr *a)
{
    return hash_payload(key, a->ip, sizeof(a->ip));
}

/* Mixes two hashes into one; not commutative. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    uint64_t z = a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6) + (a >> 2));
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/* Open addressing over rows that live elsewhere: a slot holds 32 bits of the hash and a row number
 * (0 is no row). Grows by doubling, a bounded number of slots moved with each insertion, so no
 * single one pays for all. Embedded: index_init, index_fini. */
struct index_slot {
    uint32_t tag, row;
};

#define INDEX_GONE UINT32_MAX /* row of an old slot whose row was moved or removed */

struct index {
    struct index_slot *slot, *old;
    uint32_t mask, old_mask; /* slots - 1, both powers of two */
    uint32_t used;           /* rows in both */
    uint32_t moved;          /* of old: in slots below this nothing is left */
    uint64_t probes;         /* slots looked at in all, for the linearity tests */
};

/* Does row have this key? */
typedef bool index_match(const void *ctx, uint32_t row, const void *key);

bool index_init(struct index *x);
void index_fini(struct index *x);

/* Looks in one table. The low bits of the hash choose the slot; with more of them kept in the slot
 * it can be moved to a larger table. */
static inline uint32_t index_find_in(struct index *x, const struct index_slot *slot, uint32_t mask,
                                     uint64_t hash, index_match *match, const void *ctx,
                                     const void *key)
{
    uint32_t tag = (uint32_t)hash;
    for (uint32_t i = tag & mask;; i = (i + 1) & mask) {
        x->probes++;
        if (!slot[i].row)
            return 0;
        if (slot[i].tag == tag && slot[i].row != INDEX_GONE && match(ctx, slot[i].row, key))
            return slot[i].row;
    }
}

/* The row whose key is `key` (as match tells), or 0. Inline, so that match is too. */
static inline uint32_t index_find(struct index *x, uint64_t hash, index_match *match,
                                  const void *ctx, const void *key)
{
    uint32_t row = index_find_in(x, x->slot, x->mask, hash, match, ctx, key);
    if (!row && x->old)
        row = index_find_in(x, x->old, x->old_mask, hash, match, ctx, key);
    return row;
}

/* Adds a row that is not there yet. False: no memory, nothing changed. */
bool index_add(struct index *x, uint64_t hash, uint32_t row);

/* Takes out the slot with this hash and row, if there is one. */
void index_remove(struct index *x, uint64_t hash, uint32_t row);

/* Brings the first slot of this hash into the cache. */
static inline void index_prefetch(const struct index *x, uint64_t hash)
{
    mem_prefetch(&x->slot[(uint32_t)hash & x->mask]);
}

/* The row that a find will most likely give, judged by the first slot alone; 0: none. */
static inline uint32_t index_guess(const struct index *x, uint64_t hash)
{
    const struct index_slot *slot = &x->slot[(uint32_t)hash & x->mask];
    return slot->tag == (uint32_t)hash ? slot->row : 0;
}

#endif
