/* Chunked rows. */
#include "base/pool.h"

#include <string.h>

#include "base/mem.h"

enum {
    PAGE = 4096,
    GIVEN_BACK = UINT16_MAX, /* in place of a count: more rows than any page has */
    EMPTY_MIN = 64,          /* pages that are given back at once, */
    EMPTY_SHARE = 16,        /* or that many of all, since all are looked at */
};

void pool_init(struct pool *p, size_t row_size)
{
    *p = (struct pool){ .size = (uint32_t)((row_size < 4 ? 4 : row_size) + (row_size & 1)) };
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

/* ---- pages, numbered through all chunks */

static size_t pages_of_chunk(const struct pool *p)
{
    return (size_t)POOL_CHUNK * p->size / PAGE;
}

/* The page that the byte of a row (from 0) lies in. */
static size_t page_of(const struct pool *p, uint32_t row, uint32_t byte)
{
    uint32_t i = row - 1;
    size_t at = (size_t)(i & (POOL_CHUNK - 1)) * p->size + byte;
    return (i >> POOL_CHUNK_BITS) * pages_of_chunk(p) + at / PAGE;
}

/* The last row that reaches into a page, and how many do. */
static uint32_t rows_of_page(const struct pool *p, size_t page, uint32_t *n)
{
    size_t chunk = page / pages_of_chunk(p), at = page % pages_of_chunk(p) * PAGE;
    uint32_t first = (uint32_t)(at / p->size), last = (uint32_t)((at + PAGE - 1) / p->size);
    *n = last - first + 1;
    return (uint32_t)(chunk << POOL_CHUNK_BITS) + last + 1;
}

static bool reserve_counts(struct pool *p)
{
    size_t need = page_of(p, p->n, p->size - 1) + 1;
    if (need <= p->counted)
        return true;
    size_t n = need + need / 2 + 8;
    uint16_t *more = mem_resize(p->dropped, n, sizeof(*more));
    if (!more)
        return false;
    memset(more + p->counted, 0, (n - p->counted) * sizeof(*more));
    p->dropped = more;
    p->counted = n;
    return true;
}

static bool is_empty(const struct pool *p, size_t page, uint32_t *last)
{
    uint32_t n;
    *last = rows_of_page(p, page, &n);
    return page < p->counted && (p->dropped[page] == n || p->dropped[page] == GIVEN_BACK);
}

/* Gives back empty pages, those that stand together at once. The first chunk is not of a slab. */
static void give_back(struct pool *p)
{
    uint32_t last;
    size_t chunk = pages_of_chunk(p), end = p->chunks * chunk;
    for (size_t page = chunk; page < p->counted && page < end;) {
        size_t n = 0;
        for (; (page + n) / chunk == page / chunk && page + n < p->counted &&
               p->dropped[page + n] != GIVEN_BACK && is_empty(p, page + n, &last);
             n++)
            p->dropped[page + n] = GIVEN_BACK;
        if (n)
            mem_forget(p->chunk[page / chunk] + page % chunk * PAGE, n * PAGE);
        p->forgotten += n;
        page += n + !n;
    }
    p->empty = 0;
}

void pool_drop(struct pool *p, uint32_t row)
{
    uint32_t last;
    memset(pool_at(p, row), 0, p->size);
    p->gone++;
    if (!reserve_counts(p))
        return;
    for (size_t page = page_of(p, row, 0); page <= page_of(p, row, p->size - 1); page++) {
        p->dropped[page]++;
        p->empty += is_empty(p, page, &last) && page >= pages_of_chunk(p);
    }
    if (p->empty >= EMPTY_MIN && p->empty >= p->counted / EMPTY_SHARE)
        give_back(p);
}

uint32_t pool_next(const struct pool *p, uint32_t row)
{
    uint32_t last;
    while (row++ < p->n) {
        if (!p->counted || !is_empty(p, page_of(p, row, 0), &last))
            return row;
        row = last;
    }
    return 0;
}

size_t pool_bytes(const struct pool *p)
{
    size_t bytes = (size_t)p->chunks * POOL_CHUNK * p->size - p->forgotten * PAGE;
    return bytes + p->cap * sizeof(*p->chunk) + p->counted * sizeof(*p->dropped);
}
