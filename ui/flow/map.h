/* A small map from 64-bit keyed hashes to a pair of numbers. */
#ifndef UI_FLOW_MAP_H
#define UI_FLOW_MAP_H

#include <stdint.h>

#include "base/hash.h"
#include "base/pool.h"

/* Two keys that are equal by chance are taken for one: make them with hash_sip and a secret. */
struct map_entry {
    uint64_t key;
    uint32_t a, b;
};

/* Embedded: map_init, map_fini. */
struct map {
    struct index index;
    struct pool rows;
};

/* -ENOMEM. */
int map_init(struct map *m);
void map_fini(struct map *m);

/* NULL: not there. */
struct map_entry *map_find(struct map *m, uint64_t key);

/* The entry, made with a = b = 0 when it was not there; NULL: no memory. */
struct map_entry *map_get(struct map *m, uint64_t key);

#endif
