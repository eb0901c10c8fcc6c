/* A growing byte buffer with a mandatory maximum. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Bytes [0, n) are the content; p is NUL-terminated whenever it is not NULL. `failed` stays set
 * once an append met the maximum or had no memory: what is there then is a prefix, and the caller
 * may ask once at the end. Embedded: buf_init, buf_fini. */
struct buf {
    char *p;
    size_t n, cap, max;
    bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_fini(struct buf *b);

/* Forgets the content, keeps the memory. */
void buf_clear(struct buf *b);

/* Room for n more bytes (plus the NUL): false when that meets the maximum or memory. */
bool buf_reserve(struct buf *b, size_t n);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *cstr);
void buf_addc(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline struct slice buf_slice(const struct buf *b)
{
    return (struct slice){ b->p, b->n };
}

#endif
