/* For the tests of what scans SIP text: bytes in a heap block that ends exactly where their padding
 * does, and the comparison of two indexes of the same bytes at different places. */
#ifndef TESTS_UNIT_INDEXKIT_H
#define TESTS_UNIT_INDEXKIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "capture/packet.h"
#include "decode/sip/index.h"

/* A copy with BLOCK_PADDING bytes of fill behind it and not one more; free it. */
static inline char *padded(const void *p, size_t n, int fill)
{
    char *heap = malloc(n + BLOCK_PADDING);
    if (!heap)
        abort();
    if (n)
        memcpy(heap, p, n);
    memset(heap + n, fill, BLOCK_PADDING);
    return heap;
}

/* Paddings that would be taken for text by whoever reads them. */
static const char padding_fill[] = { 0, '\n', ':', '>', 'a', ' ', ';', '"', (char)0xff };

static inline bool same_place(struct slice a, const char *at, struct slice b, const char *bt)
{
    if (!a.p || !b.p)
        return a.p == b.p || (a.n == 0 && b.n == 0);
    return a.n == b.n && a.p - at == b.p - bt;
}

/* Do the slices of a, found in at, and of b, found in bt, name the same bytes, and is all else
 * equal? `present`: the headers compared. */
static inline bool same_index(const struct sip_index *a, const char *at, const struct sip_index *b,
                              const char *bt, uint64_t present)
{
    for (int h = 0; h < SIP_HEADER_COUNT; h++)
        if (present >> h & 1 && !same_place(sip_header_find(a, (enum sip_header)h), at,
                                            sip_header_find(b, (enum sip_header)h), bt))
            return false;
    return a->request == b->request && a->status == b->status && a->method == b->method &&
           a->cseq == b->cseq && a->vias == b->vias && a->content_length == b->content_length &&
           (a->present & present) == (b->present & present) &&
           same_place(a->message, at, b->message, bt) &&
           same_place(a->start_line, at, b->start_line, bt) &&
           same_place(a->method_name, at, b->method_name, bt) &&
           same_place(a->uri, at, b->uri, bt) && same_place(a->reason, at, b->reason, bt) &&
           same_place(a->call_id, at, b->call_id, bt) &&
           same_place(a->cseq_method, at, b->cseq_method, bt) &&
           same_place(a->from_tag, at, b->from_tag, bt) &&
           same_place(a->to_tag, at, b->to_tag, bt) &&
           same_place(a->via_sent_by, at, b->via_sent_by, bt) &&
           same_place(a->via_branch, at, b->via_branch, bt) &&
           same_place(a->head, at, b->head, bt) && same_place(a->body, at, b->body, bt);
}

/* Is the slice absent, or inside p[0, n)? */
static inline bool inside(struct slice s, const char *p, size_t n)
{
    return !s.p || (s.p >= p && s.p <= p + n && s.n <= (size_t)(p + n - s.p));
}

static inline bool index_inside(const struct sip_index *x, const char *p, size_t n)
{
    const struct slice all[] = { x->message, x->start_line,  x->method_name, x->uri,
                                 x->reason,  x->call_id,     x->cseq_method, x->from_tag,
                                 x->to_tag,  x->via_sent_by, x->via_branch,  x->head,
                                 x->body };
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (!inside(all[i], p, n))
            return false;
    for (int h = 0; h < SIP_HEADER_COUNT; h++)
        if (!inside(sip_header_find(x, (enum sip_header)h), p, n))
            return false;
    return true;
}

/* What sip_index_place promises to have. */
#define PLACED                                                                                     \
    (UINT64_C(1) << SIP_VIA | UINT64_C(1) << SIP_FROM | UINT64_C(1) << SIP_TO |                    \
     UINT64_C(1) << SIP_CALL_ID | UINT64_C(1) << SIP_CSEQ | UINT64_C(1) << SIP_CONTENT_TYPE |      \
     UINT64_C(1) << SIP_CONTENT_LENGTH | UINT64_C(1) << SIP_SESSION_EXPIRES |                      \
     UINT64_C(1) << SIP_RSEQ | UINT64_C(1) << SIP_REASON | UINT64_C(1) << SIP_REPLACES |           \
     UINT64_C(1) << SIP_REFER_TO | UINT64_C(1) << SIP_REFERRED_BY |                                \
     UINT64_C(1) << SIP_TARGET_DIALOG | UINT64_C(1) << SIP_JOIN | UINT64_C(1) << SIP_IDENTITY)

#endif
