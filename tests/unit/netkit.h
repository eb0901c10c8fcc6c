/* For the tests of defrag and tcp: a capture file in memory whose bytes can be read back by
 * extents, and a framer of toy messages, "L<decimal n>:<n bytes>\n" with no L among the bytes. */
#ifndef TESTS_UNIT_NETKIT_H
#define TESTS_UNIT_NETKIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "capture/net/net.h"
#include "capture/packet.h"
#include "capture/payload.h"

#ifdef RUNG_OOM /* base/mem.c asks it; each test has its own unless somebody shares one */
__attribute__((weak)) int mem_test_fail_after = -1;
#endif

enum {
    KIT_RECORD = 16,  /* bytes of a record before the packet */
    KIT_HEADERS = 34, /* bytes of a packet before its l4 */
    KIT_SEGMENT = 3,  /* the file's number */
};

struct kit_file {
    uint8_t *bytes;
    size_t n, cap;
    uint32_t packets;
};

static inline void kit_fini(struct kit_file *f)
{
    free(f->bytes);
    *f = (struct kit_file){ 0 };
}

/* A packet with n bytes behind its headers, in a block of exactly its size and the padding. Free
 * its data with kit_drop. */
static inline struct packet kit_packet(struct kit_file *f, const void *l4, size_t n,
                                       int64_t time_ns)
{
    size_t need = f->n + KIT_RECORD + KIT_HEADERS + n;
    if (need > f->cap) {
        f->cap = need * 2;
        f->bytes = realloc(f->bytes, f->cap);
    }
    uint8_t *record = f->bytes + f->n;
    memset(record, '?', KIT_RECORD + KIT_HEADERS);
    if (n)
        memcpy(record + KIT_RECORD + KIT_HEADERS, l4, n);
    uint8_t *data = malloc(KIT_HEADERS + n + BLOCK_PADDING);
    memcpy(data, record + KIT_RECORD, KIT_HEADERS + n);
    memset(data + KIT_HEADERS + n, 'L', BLOCK_PADDING);
    struct packet p = {
        .data = data,
        .time_ns = time_ns,
        .offset = f->n,
        .number = ++f->packets,
        .caplen = (uint32_t)(KIT_HEADERS + n),
        .len = (uint32_t)(KIT_HEADERS + n),
        .delta = KIT_RECORD,
        .segment = KIT_SEGMENT,
    };
    f->n = need;
    return p;
}

static inline void kit_drop(const struct packet *p)
{
    free((void *)(uintptr_t)p->data);
}

/* Are the n bytes those that the extents name in the file? `prefix`: of its beginning at least. */
static inline bool kit_extents_match(const struct kit_file *f, const struct extent *e,
                                     uint32_t extents, const uint8_t *data, size_t n, bool prefix)
{
    size_t done = 0;
    for (uint32_t i = 0; i < extents; i++) {
        uint64_t at = e[i].offset + e[i].delta;
        if (e[i].segment != KIT_SEGMENT || !e[i].len || e[i].len > n - done || at > f->n ||
            e[i].len > f->n - at || !e[i].packet || e[i].packet > f->packets ||
            memcmp(f->bytes + at, data + done, e[i].len))
            return false;
        done += e[i].len;
    }
    return extents && (done == n || prefix);
}

/* Reads what must be readable behind n bytes, so that a sanitizer sees it when it is not. */
static inline unsigned kit_touch(const uint8_t *p, size_t n)
{
    unsigned sum = 0;
    for (size_t i = n; i < n + BLOCK_PADDING; i++)
        sum += *(const volatile uint8_t *)(p + i);
    return sum;
}

/* Bytes the framer has looked at in all. */
struct kit_framer_work {
    uint64_t looked;
};

static inline struct frame kit_skip(struct framer *s, size_t n)
{
    s->scanned = s->need = 0;
    return (struct frame){ FRAME_SKIP, n };
}

static inline struct frame kit_frame_counted(struct framer *s, const uint8_t *p, size_t n,
                                             uint64_t *looked)
{
    if (!s->scanned && !s->need) {
        const uint8_t *l = memchr(p, 'L', n);
        size_t skip = l ? (size_t)(l - p) : n;
        *looked += skip + 1;
        if (skip && p[0] == 0x16 && !s->known && !s->lost)
            return (struct frame){ FRAME_FOREIGN, 0 };
        if (skip)
            return kit_skip(s, skip);
        s->scanned = 1;
    }
    for (; !s->need; s->scanned++, ++*looked) {
        if (s->scanned == n)
            return (struct frame){ FRAME_MORE, 0 };
        uint8_t c = p[s->scanned];
        if (c == ':' && s->scanned > 1)
            s->need = s->scanned + 2 + strtoul((const char *)p + 1, NULL, 10);
        else if (c < '0' || c > '9' || s->scanned > 7)
            return kit_skip(s, 1);
    }
    s->lost = false;
    if (n < s->need)
        return (struct frame){ FRAME_MORE, 0 };
    size_t need = s->need;
    if (p[need - 1] != '\n')
        return kit_skip(s, 1);
    *s = (struct framer){ .known = true };
    return (struct frame){ FRAME_MESSAGE, need };
}

static inline struct frame kit_frame(struct framer *s, const uint8_t *p, size_t n)
{
    uint64_t looked = 0;
    return kit_frame_counted(s, p, n, &looked);
}

/* xorshift64*: the same numbers on every machine. */
static inline uint32_t kit_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)(*state * 0x2545f4914f6cdd1dULL >> 32);
}

/* A toy message of `body` bytes at out, which has room; returns its length. */
static inline size_t kit_message(uint8_t *out, size_t body, unsigned seed)
{
    char head[24];
    size_t n = (size_t)snprintf(head, sizeof(head), "L%zu:", body);
    memcpy(out, head, n);
    for (size_t i = 0; i < body; i++)
        out[n + i] = (uint8_t)('a' + (i * 7 + seed) % 26);
    out[n + body] = '\n';
    return n + body + 1;
}

static inline struct addr kit_addr(uint8_t last)
{
    struct addr a;
    addr_set_v4(&a, (const uint8_t[]){ 10, 0, 0, last });
    return a;
}

#endif
