/* The memory of blocks of packets. What fills them is in capture/source. */
#include "capture/packet.h"

#include <string.h>

#include "base/mem.h"

void block_init(struct block *b)
{
    *b = (struct block){ 0 };
}

void block_fini(struct block *b)
{
    mem_free(b->bytes);
    mem_free(b->packet);
    block_init(b);
}

bool block_reserve(struct block *b, size_t cap)
{
    if (b->bytes && cap <= b->cap)
        return true;
    /* by half at least, so that a record which comes in pieces is moved a few times only */
    if (cap < b->cap + b->cap / 2)
        cap = b->cap + b->cap / 2;
    uint8_t *p =
        cap > SIZE_MAX - BLOCK_PADDING ? NULL : mem_resize(b->bytes, cap + BLOCK_PADDING, 1);
    if (!p)
        return false;
    memset(p + cap, 0, BLOCK_PADDING);
    b->bytes = p;
    b->cap = cap;
    return true;
}

struct packet *block_grow(struct block *b)
{
    if (b->packets == b->packets_cap) {
        if (b->packets_cap > UINT32_MAX / 2)
            return NULL;
        uint32_t cap = b->packets_cap ? b->packets_cap * 2 : 512;
        struct packet *p = mem_resize(b->packet, cap, sizeof(*p));
        if (!p)
            return NULL;
        b->packet = p;
        b->packets_cap = cap;
    }
    return &b->packet[b->packets++];
}
