/* Memory that lives as long as the run of the generator; the only place where it gives up. */
#include "tests/gen/keep.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

static void give_up(void)
{
    fputs("rung-gen: no memory left\n", stderr);
    exit(1);
}

void *keep_grow(void *array, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return array;
    size_t more = *cap ? *cap * 2 : 64;
    void *p = mem_resize(array, more, size);
    if (!p)
        give_up();
    *cap = more;
    return p;
}

void keep_fini(struct keep *k)
{
    for (size_t i = 0; i < k->n; i++)
        mem_free(k->piece[i]);
    mem_free(k->piece);
    *k = (struct keep){ 0 };
}

void *keep_new(struct keep *k, size_t size)
{
    k->piece = keep_grow(k->piece, k->n, &k->cap, sizeof(*k->piece));
    void *p = mem_new(1, size ? size : 1);
    if (!p)
        give_up();
    k->piece[k->n++] = p;
    return p;
}

struct slice keep_bytes(struct keep *k, const void *p, size_t n)
{
    char *copy = keep_new(k, n + 1);
    if (n)
        memcpy(copy, p, n);
    return slice_make(copy, n);
}

struct slice keep_printf(struct keep *k, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    size_t len = n > 0 ? (size_t)n : 0;
    char *p = keep_new(k, len + 1);
    vsnprintf(p, len + 1, fmt, again);
    va_end(again);
    return slice_make(p, len);
}
