/* A map over base/hash.h. What its numbers mean is left to its users. */
#include "ui/flow/map.h"

#include <errno.h>

int map_init(struct map *m)
{
    pool_init(&m->rows, sizeof(struct map_entry));
    return index_init(&m->index) ? 0 : -ENOMEM;
}

void map_fini(struct map *m)
{
    index_fini(&m->index);
    pool_fini(&m->rows);
}

static bool matches(const void *ctx, uint32_t row, const void *key)
{
    const struct map *m = ctx;
    return ((const struct map_entry *)pool_at(&m->rows, row))->key == *(const uint64_t *)key;
}

struct map_entry *map_find(struct map *m, uint64_t key)
{
    return pool_find(&m->rows, index_find(&m->index, key, matches, m, &key));
}

struct map_entry *map_get(struct map *m, uint64_t key)
{
    struct map_entry *e = map_find(m, key);
    uint32_t row = e ? 0 : pool_new(&m->rows);
    if (!row)
        return e;
    if (!index_add(&m->index, key, row)) {
        pool_give(&m->rows, row);
        return NULL;
    }
    e = pool_at(&m->rows, row);
    e->key = key;
    return e;
}
