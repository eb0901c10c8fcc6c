/* Chunked rows. */
#include "base/pool.h"

#include <string.h>

#include "base/mem.h"

void pool_init(struct pool *p, size_t row_size)
{
    *p = (struct pool){ .size = (uint32_t)(row_size < 4 ? 4 : row_size) };
}

void pool_fini(struct pool *p)
{
    for (uint32_t i = 0; i < p->chunks; i++)
        mem_free(p->chunk[i]);
    mem_free(p->chunk);
    *p = (struct pool){ .size = p->size };
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
    uint8_t *c = mem_new(POOL_CHUNK, p->size);
    if (!c)
        return false;
    p->chunk[p->chunks++] = c;
    return true;
}

uint32_t pool_new(struct pool *p)
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

size_t pool_bytes(const struct pool *p)
{
    return (size_t)p->chunks * POOL_CHUNK * p->size + p->cap * sizeof(*p->chunk);
}
