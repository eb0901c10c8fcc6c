/* A bitmap in chunks that come into being when they are needed. */
#include "capture/record_set.h"

#include "base/mem.h"

enum { CHUNK_BITS = 1 << 15, WORD_BITS = 64 };

struct record_part {
    uint64_t **chunk; /* NULL: none of its bits is set */
    uint64_t chunks;
};

void record_set_fini(struct record_set *s)
{
    for (unsigned i = 0; i < s->parts; i++) {
        for (uint64_t k = 0; k < s->part[i].chunks; k++)
            mem_free(s->part[i].chunk[k]);
        mem_free(s->part[i].chunk);
    }
    mem_free(s->part);
    *s = (struct record_set){ NULL, 0, 0, false };
}

static struct record_part *part_of(struct record_set *s, uint16_t segment)
{
    if (segment >= s->parts) {
        struct record_part *p = mem_resize(s->part, segment + 1u, sizeof(*p));
        if (!p)
            return NULL;
        s->part = p;
        while (s->parts <= segment)
            s->part[s->parts++] = (struct record_part){ NULL, 0 };
    }
    return &s->part[segment];
}

/* The chunk that has this bit; NULL: no memory. */
static uint64_t *chunk_of(struct record_part *p, uint64_t at)
{
    if (at >= p->chunks) {
        uint64_t chunks = 2 * p->chunks > at + 1 ? 2 * p->chunks : at + 1;
        uint64_t **chunk = mem_resize(p->chunk, chunks, sizeof(*chunk));
        if (!chunk)
            return NULL;
        p->chunk = chunk;
        while (p->chunks < chunks)
            chunk[p->chunks++] = NULL;
    }
    if (!p->chunk[at])
        p->chunk[at] = mem_new(CHUNK_BITS / WORD_BITS, sizeof(uint64_t));
    return p->chunk[at];
}

void record_set_add(struct record_set *s, uint16_t segment, uint64_t offset)
{
    uint64_t bit = offset / RECORD_MIN;
    struct record_part *p = part_of(s, segment);
    uint64_t *chunk = p ? chunk_of(p, bit / CHUNK_BITS) : NULL;
    if (!chunk) {
        s->failed = true;
        return;
    }
    uint64_t *word = &chunk[bit % CHUNK_BITS / WORD_BITS];
    uint64_t mask = UINT64_C(1) << bit % WORD_BITS;
    s->n += !(*word & mask);
    *word |= mask;
}

bool record_set_has(const struct record_set *s, uint16_t segment, uint64_t offset)
{
    uint64_t bit = offset / RECORD_MIN, at = bit / CHUNK_BITS;
    if (segment >= s->parts || at >= s->part[segment].chunks || !s->part[segment].chunk[at])
        return false;
    return s->part[segment].chunk[at][bit % CHUNK_BITS / WORD_BITS] >> bit % WORD_BITS & 1;
}

bool record_set_any(const struct record_set *s, uint16_t segment)
{
    return segment < s->parts && s->part[segment].chunks;
}
