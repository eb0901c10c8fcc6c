/* Memory that lives as long as the run: handed out piece by piece, freed at once. */
#ifndef GEN_KEEP_H
#define GEN_KEEP_H

#include <stddef.h>

#include "base/slice.h"

/* Embedded, all zero: empty; keep_fini frees all that was handed out. */
struct keep {
    void **piece;
    size_t n, cap;
};

void keep_fini(struct keep *k);

/* Zeroed. Never NULL: without memory the program ends with a sentence and status 1. */
void *keep_new(struct keep *k, size_t size);

struct slice keep_bytes(struct keep *k, const void *p, size_t n);
struct slice keep_printf(struct keep *k, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/* Room for one more element of size bytes in a heap array that has n and room for *cap: the array,
 * perhaps moved. The caller frees it with mem_free. Ends the program without memory. */
void *keep_grow(void *array, size_t n, size_t *cap, size_t size);

#endif
