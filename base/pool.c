/* Chunked rows. */
#include "base/pool.h"

#include <string.h>

#include "base/mem.h"

void pool_init(struct pool *p, size_t row_size)
{
    *p = (struct pool){ .size = (uint32_t)(row_size < 4 ? 4 : row_size) };
}

/* Chunks in a slab: about as many as fill one huge page. */
static uint32_t slab_chunks(const struct pool *p)
{
    size_t n = MEM_HUGE / ((size_t)POOL_CHUNK * p->size);
    return n ? (uint32_t)n : 1;
}

static size_t slab_bytes(const struct pool *p)
{
    size_t bytes = slab_chunks(p) * (size_t)POOL_CHUNK * p->size;
    return bytes < MEM_HUGE ? MEM_HUGE : bytes;
}

void pool_fini(struct pool *p)
{
    if (p->chunks)
        mem_free(p->chunk[0]);
    for (uint32_t i = 0; i < p->slabs; i++)
        mem_unmap(p->slab[i], slab_bytes(p));
    mem_free(p->slab);
    mem_free(p->dropped);
    mem_free(p->chunk);
    *p = (struct pool){ .size = p->size };
}

/* The first chunk is small, the first slab takes memory page by page: most pools end in it. Those
 * that grow beyond are looked up at random, and small pages would cost a quarter of the time there.
 * NULL: no memory. */
static uint8_t *cut_chunk(struct pool *p)
{
    size_t bytes = (size_t)POOL_CHUNK * p->size;
    uint32_t chunks = slab_chunks(p);
    if (!p->chunks)
        return mem_new(1, bytes);
    if (!p->left) {
        uint8_t **slab = mem_resize(p->slab, p->slabs + 1, sizeof(*slab));
        if (!slab)
            return NULL;
        p->slab = slab;
        slab[p->slabs] = mem_map(slab_bytes(p), p->slabs > 0);
        if (!slab[p->slabs])
            return NULL;
        p->slabs++;
        p->left = chunks;
    }
    uint8_t *chunk = p->slab[p->slabs - 1] + (chunks - p->left--) * bytes;
    mem_populate(chunk, bytes);
    return chunk;
}

static bool add_chunk(struct pool *p)
{
    if (p->chunks == p->cap) {
        uint32_t cap = p->cap ? p->cap * 2 : 16;
        uint8_t **c = mem_resize(p->chunk, cap, sizeof(*c));
        if (!c)
            return false;
        p->chunk = c;
        p->cap = cap;
    }
    uint8_t *c = cut_chunk(p);
    if (!c)
        return false;
    p->chunk[p->chunks++] = c;
    return true;
}

uint32_t pool_new_anywhere(struct pool *p)
{
    if (p->free) {
        uint32_t row = p->free;
        uint8_t *at = pool_at(p, row);
        memcpy(&p->free, at, sizeof(p->free));
        memset(at, 0, p->size);
        return row;
    }
    if (p->n == UINT32_MAX - 1)
        return 0;
    if (p->n >> POOL_CHUNK_BITS >= p->chunks && !add_chunk(p))
        return 0;
    return ++p->n;
}

void pool_give(struct pool *p, uint32_t row)
{
    memcpy(pool_at(p, row), &p->free, sizeof(p->free));
    p->free = row;
}

void pool_drop(struct pool *p, uint32_t row)
{
    uint32_t chunk = (row - 1) >> POOL_CHUNK_BITS, whole = slab_chunks(p);
    memset(pool_at(p, row), 0, p->size);
    if (!chunk) /* not of a slab */
        return;
    uint32_t slab = (chunk - 1) / whole;
    if (slab >= p->counted) {
        uint32_t n = p->slabs + p->slabs / 2 + 8;
        uint32_t *more = mem_resize(p->dropped, n, sizeof(*more));
        if (!more)
            return;
        memset(more + p->counted, 0, (n - p->counted) * sizeof(*more));
        p->dropped = more;
        p->counted = n;
    }
    if (++p->dropped[slab] == whole * POOL_CHUNK)
        mem_forget(p->slab[slab], slab_bytes(p));
}

size_t pool_bytes(const struct pool *p)
{
    return (size_t)p->chunks * POOL_CHUNK * p->size + p->cap * sizeof(*p->chunk);
}
