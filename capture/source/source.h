/* Capture formats: each tells its files by their first bytes and walks their records. */
#ifndef CAPTURE_SOURCE_SOURCE_H
#define CAPTURE_SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/packet.h"

#define SOURCE_SNIFF 24 /* bytes that sniff and header are given, when the input has them */
#define WALK_WHY 160

enum walk_verdict {
    WALK_MORE,    /* all whole records are walked: give `need` bytes from `used` on. At the end of
                     the input this is its proper end. */
    WALK_SKIP,    /* pass over `skip` bytes from `used` on, unseen, and go on behind them */
    WALK_CUT,     /* the input ends inside a record; `why` says which */
    WALK_DAMAGED, /* nothing can be read from here on; `why` says what is wrong */
    WALK_NO_MEMORY,
};

/* One pass over a stretch of the input. */
struct walk {
    const uint8_t *p;    /* begins with a record (or where the last `used` or `skip` ended) */
    size_t n;            /* bytes at p */
    uint64_t offset;     /* of p in the input */
    bool end;            /* the input ends at p + n */
    uint16_t segment;    /* for the packets */
    uint32_t number;     /* of the last packet before; counted up with each */
    struct block *block; /* takes the packets; their data points into p */

    /* Answers. */
    size_t used;   /* bytes of whole records */
    size_t need;   /* bytes that the record at p + used has, as far as is known; at least 1 */
    uint64_t skip; /* with WALK_SKIP; more than n - used */
    /* Part of a sentence: "packet 8 at offset 123 needs 700 bytes and 3 are there". */
    char why[WALK_WHY];
};

/* A format is one file and one row in source_list.h. */
struct source {
    const char *name; /* "pcap" */
    size_t state;     /* bytes that it remembers of an input, zeroed at first */
    bool (*sniff)(const uint8_t *p, size_t n);
    /* Reads the file header: WALK_MORE with its length in *used, or WALK_CUT with why. */
    enum walk_verdict (*header)(void *state, const uint8_t *p, size_t n, size_t *used,
                                char why[WALK_WHY]);
    enum walk_verdict (*walk)(void *state, struct walk *w);
    bool (*is_fine)(const void *state); /* can times be finer than a microsecond? As far as read */
    /* Until when the capture looked, as far as it says so; 0: it does not. NULL: it never does. */
    int64_t (*until)(const void *state);
    void (*fini)(void *state); /* NULL: nothing to do */
};

#endif
