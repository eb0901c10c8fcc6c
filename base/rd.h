/* Bounds-checked reading of binary fields. A reader that ran out stays at its end and says so in
 * `bad`, so a decoder reads its fields in one go and asks once. */
#ifndef BASE_RD_H
#define BASE_RD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct rd {
    const uint8_t *p, *end;
    bool bad; /* a read went past the end; all values since are 0 */
};

static inline struct rd rd_make(const void *p, size_t n)
{
    return (struct rd){ p, (const uint8_t *)p + n, false };
}

static inline size_t rd_left(const struct rd *r)
{
    return (size_t)(r->end - r->p);
}

/* The next n bytes, or NULL. */
static inline const uint8_t *rd_take(struct rd *r, size_t n)
{
    if (r->bad || rd_left(r) < n) {
        r->bad = true;
        return NULL;
    }
    const uint8_t *p = r->p;
    r->p += n;
    return p;
}

static inline bool rd_skip(struct rd *r, size_t n)
{
    return rd_take(r, n) != NULL;
}

static inline uint8_t rd_u8(struct rd *r)
{
    const uint8_t *p = rd_take(r, 1);
    return p ? p[0] : 0;
}

static inline uint16_t rd_be16(struct rd *r)
{
    const uint8_t *p = rd_take(r, 2);
    return (uint16_t)(p ? p[0] << 8 | p[1] : 0);
}

static inline uint32_t rd_be32(struct rd *r)
{
    const uint8_t *p = rd_take(r, 4);
    return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3] : 0;
}

static inline uint16_t rd_le16(struct rd *r)
{
    const uint8_t *p = rd_take(r, 2);
    return (uint16_t)(p ? p[1] << 8 | p[0] : 0);
}

static inline uint32_t rd_le32(struct rd *r)
{
    const uint8_t *p = rd_take(r, 4);
    return p ? (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0] : 0;
}

/* In the byte order of the file: big when `big`. */
static inline uint16_t rd_u16(struct rd *r, bool big)
{
    return big ? rd_be16(r) : rd_le16(r);
}

static inline uint32_t rd_u32(struct rd *r, bool big)
{
    return big ? rd_be32(r) : rd_le32(r);
}

#endif
