/* A set of packets, by the place of their records: what is to be saved. */
#ifndef CAPTURE_RECORD_SET_H
#define CAPTURE_RECORD_SET_H

#include <stdbool.h>
#include <stdint.h>

struct record_part;

/* A bit for every RECORD_MIN bytes of a file, where there are such packets at all: at most a 128th
 * of the files. Embedded; begins as {0}; record_set_fini. */
struct record_set {
    struct record_part *part; /* by segment */
    unsigned parts;
    uint64_t n;  /* packets in it */
    bool failed; /* there was no memory for one */
};

#define RECORD_MIN 16 /* bytes of a record at least, in every format */

void record_set_fini(struct record_set *s);

/* Adds the packet whose record begins at offset. */
void record_set_add(struct record_set *s, uint16_t segment, uint64_t offset);

bool record_set_has(const struct record_set *s, uint16_t segment, uint64_t offset);

/* Are there any of this segment? */
bool record_set_any(const struct record_set *s, uint16_t segment);

#endif
