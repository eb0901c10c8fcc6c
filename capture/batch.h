/* A block of packets and what workers found in it, on its way from a worker to the model. Private
 * to the engine. */
#ifndef CAPTURE_BATCH_H
#define CAPTURE_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "capture/bpf.h"
#include "capture/counter.h"
#include "capture/engine.h"
#include "capture/net/net.h"
#include "capture/packet.h"
#include "capture/payload.h"

enum item_kind {
    ITEM_PAYLOAD,  /* a datagram that was sifted */
    ITEM_FRAGMENT, /* for the defragmenter */
    ITEM_SEGMENT,  /* for the TCP reassembler */
    ITEM_QUOTE,    /* a datagram that an ICMP error quotes, sifted */
};

/* What the model thread gets for a packet; the sifter's bytes follow each. */
struct item {
    int64_t time_ns;
    uint32_t packet; /* in block.packet[] */
    uint8_t kind;    /* enum item_kind */
    union {
        struct payload payload;
        struct net fragment;
        struct {
            struct net net;
            struct tcp_header tcp;
        } segment;
    };
};

#define BATCH_RECENT 512 /* packets remembered, to tell copies (a power of two) */
#define BATCH_COPY_NS (INT64_C(2) * 1000000) /* a copy of a packet comes sooner */

#define BATCH_EDGE 16 /* of them remembered at either end of a block, to tell copies beyond it */

/* Some of them, in file order. */
struct batch_edge {
    unsigned n;
    struct {
        int64_t time_ns;
        uint64_t digest; /* of all that must be equal in a copy */
    } at[BATCH_EDGE];
};

enum batch_state {
    BATCH_FREE,
    BATCH_BUSY,
    BATCH_READY,
};

struct batch {
    struct block block;
    enum batch_state state;
    uint8_t *items; /* n of them, batch_stride bytes each */
    uint32_t n, cap, next;
    bool begun; /* its counts were added to the totals */
    struct counters counters;
    int64_t first_ns, last_ns, min_ns, max_ns; /* of its packets, in file order and by time */
    uint64_t bytes;
    uint32_t recent[BATCH_RECENT]; /* by hash of a packet that no layer above looks at: its number
                                      in block.packet[] + 1 */
    uint32_t others;               /* such packets so far */
    uint32_t first_other[BATCH_EDGE], last_other[BATCH_EDGE]; /* the latter by others modulo N */
    struct batch_edge first, last;
};

/* Bytes from one item to the next. */
size_t batch_stride(const struct engine_ops *ops);

static inline struct item *batch_item(const struct batch *b, size_t stride, uint32_t i)
{
    return (struct item *)(void *)(b->items + stride * i);
}

/* Peels and sifts every packet of b->block into items. Any thread. filter may be NULL. */
void batch_decode(struct batch *b, const struct engine_ops *ops, const struct bpf *filter);

/* Counts what the block before ended with and this one begins with as copies. In file order; *edge
 * is that end, and becomes that of this block. */
void batch_join(struct batch_edge *edge, struct batch *b);

void batch_fini(struct batch *b);

#endif
