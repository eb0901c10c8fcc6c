/* Keyed hashes and the index over rows. */
#include "base/hash.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 1024, MOVE_STEP = 16 };

void hash_key_random(struct hash_key *key)
{
    size_t got = 0;
    while (got < sizeof(*key)) {
        ssize_t n = getrandom((char *)key + got, sizeof(*key) - got, 0);
        if (n < 0 && errno != EINTR) {
            /* A kernel without getrandom: the clock and an address are the best that is left. */
            key->k0 ^= (uint64_t)clock_monotonic();
            key->k1 ^= (uint64_t)(uintptr_t)key;
            return;
        }
        got += n > 0 ? (size_t)n : 0;
    }
}

static inline uint64_t rotl(uint64_t x, int b)
{
    return x << b | x >> (64 - b);
}

/* The last n % 8 bytes of p[0, n) in the low bytes of a word (little-endian), without a loop. */
static inline uint64_t tail_of(const uint8_t *p, size_t n)
{
    size_t rest = n & 7;
    uint64_t w = 0;
    uint32_t low, high;
    if (!rest)
        return 0;
    if (n >= 8) {
        memcpy(&w, p + n - 8, 8);
        return w >> (8 * (8 - rest));
    }
    if (rest < 4)
        return p[0] | (uint64_t)p[rest >> 1] << (8 * (rest >> 1)) |
               (uint64_t)p[rest - 1] << (8 * (rest - 1));
    memcpy(&low, p, 4);
    memcpy(&high, p + rest - 4, 4);
    return low | (uint64_t)high << (8 * (rest - 4));
}

#define SIP_ROUND                                                                                  \
    do {                                                                                           \
        v0 += v1, v1 = rotl(v1, 13) ^ v0, v0 = rotl(v0, 32);                                       \
        v2 += v3, v3 = rotl(v3, 16) ^ v2;                                                          \
        v0 += v3, v3 = rotl(v3, 21) ^ v0;                                                          \
        v2 += v1, v1 = rotl(v1, 17) ^ v2, v2 = rotl(v2, 32);                                       \
    } while (0)

uint64_t hash_sip(const struct hash_key *key, const void *data, size_t n)
{
    const uint8_t *p = data;
    uint64_t v0 = key->k0 ^ 0x736f6d6570736575ULL, v1 = key->k1 ^ 0x646f72616e646f6dULL;
    uint64_t v2 = key->k0 ^ 0x6c7967656e657261ULL, v3 = key->k1 ^ 0x7465646279746573ULL;
    uint64_t m, last = (uint64_t)n << 56 | tail_of(p, n);
    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&m, p, 8);
        v3 ^= m;
        SIP_ROUND;
        v0 ^= m;
    }
    v3 ^= last;
    SIP_ROUND;
    v0 ^= last;
    v2 ^= 0xff;
    SIP_ROUND;
    SIP_ROUND;
    SIP_ROUND;
    return v0 ^ v1 ^ v2 ^ v3;
}

/* High and low half of the 128-bit product, folded. */
static inline uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 r = (unsigned __int128)a * b;
    return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static inline uint64_t read64(const uint8_t *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof(w));
    return w;
}

static inline uint64_t read32(const uint8_t *p)
{
    uint32_t w;
    memcpy(&w, p, sizeof(w));
    return w;
}

/* Twice 16 bytes into the two halves of the state. */
static inline void absorb(const uint8_t *p, const uint8_t *q, const struct hash_key *key,
                          uint64_t *h, uint64_t *g)
{
    *h = fold(read64(p) ^ key->k1, read64(p + 8) ^ *h);
    *g = fold(read64(q) ^ key->k0, read64(q + 8) ^ *g);
}

/* The length comes last: nothing that was mixed before can make up for another one. */
static inline uint64_t seal(const struct hash_key *key, uint64_t h, uint64_t g, size_t n)
{
    return fold(h ^ n * 0xa0761d6478bd642fULL ^ key->k0, g ^ 0xe7037ed1a0b428dbULL);
}

/* At most 16 bytes: first and last half, overlapping in the middle. */
static inline uint64_t digest_short(const struct hash_key *key, const uint8_t *p, size_t n)
{
    uint64_t a = 0, b = 0;
    if (n >= 8)
        a = read64(p), b = read64(p + n - 8);
    else if (n >= 4)
        a = read32(p), b = read32(p + n - 4);
    else if (n)
        a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
    return seal(key, fold(a ^ key->k1, b ^ key->k0), key->k1, n);
}

uint64_t hash_payload(const struct hash_key *key, const void *data, size_t n)
{
    const uint8_t *p = data, *end = p + n;
    uint64_t h = key->k0, g = key->k1;
    if (n <= 16)
        return digest_short(key, p, n);
    for (; end - p > 32; p += 32)
        absorb(p, p + 16, key, &h, &g);
    if (n >= 32) /* the last 32 bytes, some of them perhaps for the second time */
        p = end - 32;
    absorb(p, end - 16, key, &h, &g);
    return seal(key, h, g, n);
}

bool index_init(struct index *x)
{
    *x = (struct index){ .mask = FIRST_SLOTS - 1 };
    x->slot = mem_new(FIRST_SLOTS, sizeof(*x->slot));
    return x->slot != NULL;
}

void index_fini(struct index *x)
{
    mem_free(x->slot);
    mem_free(x->old);
    *x = (struct index){ 0 };
}

static void put(struct index_slot *slot, uint32_t mask, struct index_slot s)
{
    uint32_t i = s.tag & mask;
    while (slot[i].row)
        i = (i + 1) & mask;
    slot[i] = s;
}

/* Takes slot i out and closes the gap behind it (Knuth 6.4, algorithm R). */
static void unlink_slot(struct index_slot *slot, uint32_t mask, uint32_t i)
{
    for (uint32_t j = (i + 1) & mask; slot[j].row; j = (j + 1) & mask) {
        uint32_t home = slot[j].tag & mask;
        if (((j - home) & mask) >= ((j - i) & mask)) {
            slot[i] = slot[j];
            i = j;
        }
    }
    slot[i] = (struct index_slot){ 0, 0 };
}

/* What is taken out of the old table leaves a mark, so that a probe in what is left never meets a
 * gap. */
static void move_some(struct index *x)
{
    uint32_t budget = MOVE_STEP;
    for (; x->moved <= x->old_mask; x->moved++) {
        struct index_slot *s = &x->old[x->moved];
        if (!budget--)
            return;
        if (!s->row || s->row == INDEX_GONE)
            continue;
        put(x->slot, x->mask, *s);
        s->row = INDEX_GONE;
    }
    mem_free(x->old);
    x->old = NULL;
}

bool index_add(struct index *x, uint64_t hash, uint32_t row)
{
    if (x->old)
        move_some(x);
    if (!x->old && x->used >= x->mask / 4 * 3) {
        if (x->mask >= UINT32_MAX / 2)
            return false;
        uint32_t slots = (x->mask + 1) * 2;
        struct index_slot *bigger = mem_new(slots, sizeof(*bigger));
        if (!bigger)
            return false;
        x->old = x->slot;
        x->old_mask = x->mask;
        x->moved = 0;
        x->slot = bigger;
        x->mask = slots - 1;
    }
    put(x->slot, x->mask, (struct index_slot){ (uint32_t)hash, row });
    x->used++;
    return true;
}

/* By tag and row: a row may be there under two hashes. NULL: it is not there. */
static struct index_slot *slot_of(struct index_slot *slot, uint32_t mask, uint64_t hash,
                                  uint32_t row)
{
    uint32_t tag = (uint32_t)hash;
    for (uint32_t i = tag & mask; slot[i].row; i = (i + 1) & mask)
        if (slot[i].row == row && slot[i].tag == tag)
            return &slot[i];
    return NULL;
}

void index_remove(struct index *x, uint64_t hash, uint32_t row)
{
    struct index_slot *s = slot_of(x->slot, x->mask, hash, row);
    if (s)
        unlink_slot(x->slot, x->mask, (uint32_t)(s - x->slot));
    else if (x->old && (s = slot_of(x->old, x->old_mask, hash, row)))
        s->row = INDEX_GONE;
    x->used -= s != NULL;
}
