/* Packets as they lie in a capture, and where to find their bytes again. */
#ifndef CAPTURE_PACKET_H
#define CAPTURE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One captured packet. `data` is borrowed from its block. */
struct packet {
    const uint8_t *data; /* captured bytes, from the link-layer header on */
    int64_t time_ns;     /* since the epoch */
    uint64_t offset;     /* of its record in its segment */
    uint32_t number;     /* in its file, from 1, as other tools count */
    uint32_t caplen;     /* bytes at data */
    uint32_t len;        /* bytes it had on the wire */
    uint16_t delta;      /* from the record's first byte to data */
    uint16_t link;       /* LINKTYPE_ number (tcpdump.org/linktypes) */
    uint16_t segment;    /* which input, see capture/segment.h */
};

/* A stretch of payload inside one packet: `len` bytes that begin `delta` bytes after the record at
 * `offset`. A message is a list of these; saving finds every packet of it, reading its bytes. */
struct extent {
    uint64_t offset;
    uint32_t packet; /* number in its file */
    uint32_t delta;
    uint32_t len;
    uint16_t segment;
};

/* Readable bytes that follow every block, so that scanners may read wide (their content is not
 * defined). */
#define BLOCK_PADDING 64

/* Whole records read in one go, and the packets in them. Embedded: block_init, block_fini. */
struct block {
    uint8_t *bytes; /* cap + BLOCK_PADDING bytes are allocated */
    size_t n, cap;
    struct packet *packet;
    uint32_t packets, packets_cap;
};

void block_init(struct block *b);
void block_fini(struct block *b);

/* Room for cap bytes in all (and the padding), keeping the first n. False: no memory. */
bool block_reserve(struct block *b, size_t cap);

/* The next packet to fill in, counted already; its content is not defined. NULL: no memory. */
struct packet *block_grow(struct block *b);
static inline struct packet *block_add(struct block *b)
{
    return b->packets < b->packets_cap ? &b->packet[b->packets++] : block_grow(b);
}

#endif
