/* Rows of one size in chunks: numbered from 1, never moved, grown a chunk at a time. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

#define POOL_CHUNK_BITS 11
#define POOL_CHUNK (1u << POOL_CHUNK_BITS)

/* Row 0 does not exist. Embedded: pool_init, pool_fini. */
struct pool {
    uint8_t **chunk;
    uint8_t **slab; /* what the chunks after the first are cut from */
    uint32_t n;     /* rows handed out, the highest row number */
    uint32_t free;  /* head of the list of rows given back, 0: none */
    uint32_t chunks, cap;
    uint32_t slabs, left; /* chunks that can still be cut from the last slab */
    uint16_t *dropped;    /* by page: rows of it that were dropped; NULL: none ever was */
    size_t counted;       /* how many of these there are */
    size_t empty;         /* pages of dropped rows alone that the system has not got back, */
    size_t forgotten;     /* and that it has */
    uint32_t gone;        /* rows dropped in all */
    uint32_t size;        /* bytes in a row: at least 4, and even, so that a chunk is whole pages */
};

void pool_init(struct pool *p, size_t row_size);
void pool_fini(struct pool *p);

/* A zeroed row; its number, or 0 when memory or the numbers have run out. */
uint32_t pool_new_anywhere(struct pool *p);
static inline uint32_t pool_new(struct pool *p)
{
    bool room = !p->free && p->n >> POOL_CHUNK_BITS < p->chunks && p->n < UINT32_MAX - 1;
    return room ? ++p->n : pool_new_anywhere(p);
}

/* Gives a row back; its number will be handed out again. */
void pool_give(struct pool *p, uint32_t row);

/* Takes a row away for good: it reads as zero from now on, and its number is not handed out again.
 * A page goes back to the system when all rows that reach into it are gone, or soon after: many
 * at once cost less. A row is dropped once, and not given back. */
void pool_drop(struct pool *p, uint32_t row);

/* Rows handed out and not dropped; those given back count. */
static inline uint32_t pool_live(const struct pool *p)
{
    return p->n - p->gone;
}

/* The first row behind this one (0: of all) that may be there, 0 at the end: where whole pages were
 * dropped it is found without a look at each. Others that were dropped read as zero. */
uint32_t pool_next(const struct pool *p, uint32_t row);

/* The row; row must have been handed out. */
static inline void *pool_at(const struct pool *p, uint32_t row)
{
    uint32_t i = row - 1;
    return p->chunk[i >> POOL_CHUNK_BITS] + (size_t)(i & (POOL_CHUNK - 1)) * p->size;
}

/* Like pool_at, NULL for a number that was never handed out. */
static inline void *pool_find(const struct pool *p, uint32_t row)
{
    return row && row <= p->n ? pool_at(p, row) : NULL;
}

/* Brings the row into the cache, if there is one of that number. */
static inline void pool_prefetch(const struct pool *p, uint32_t row)
{
    const uint8_t *at = pool_find(p, row);
    if (!at)
        return;
    for (uint32_t i = 0; i < p->size; i += MEM_LINE)
        mem_prefetch(at + i);
    mem_prefetch(at + p->size - 1);
}

/* The same for the row that will be the `ahead`th new one, if its chunk is there. */
static inline void pool_prefetch_new(const struct pool *p, uint32_t ahead)
{
    uint32_t row = p->n + ahead;
    if ((row - 1) >> POOL_CHUNK_BITS < p->chunks)
        mem_prefetch(pool_at(p, row));
}

/* Bytes held, without what went back to the system. */
size_t pool_bytes(const struct pool *p);

#endif
