/* Hostile captures, of any size. */
#ifndef TESTS_LINEAR_HOSTILE_H
#define TESTS_LINEAR_HOSTILE_H

#include <stdint.h>

#include "base/buf.h"

/* A pcap in the making, of raw IPv4. */
struct capture {
    struct buf b;
    int64_t us; /* time of the next packet; each puts it forward by `step` */
    int64_t step;
    uint16_t ip_id;
    uint32_t seq; /* of the TCP stream, of the next byte */
};

struct hostile {
    const char *name;
    void (*make)(struct capture *c, unsigned n);
    unsigned n; /* how many of it at first; twice as many then */
};

/* The rows; the last one has no name. */
extern const struct hostile hostile_rows[];

#endif
