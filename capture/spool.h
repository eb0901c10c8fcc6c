/* The packets of an input that cannot be read again, kept as pcapng in a file that only this
 * process can reach: on disk, or in memory. One that has an end is made of parts, each a section of
 * its own, which can be given up: their bytes go back to the system, and whoever reads the file
 * passes over them. Offsets never change and are never used again. One thread at a time. */
#ifndef CAPTURE_SPOOL_H
#define CAPTURE_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "capture/packet.h"

#define SPOOL_PART_MIN (UINT64_C(256) << 10) /* bytes of a part, by how much may be held */
#define SPOOL_PART_MAX (UINT64_C(1) << 20)
#define SPOOL_PARTS 32 /* parts at least that are held, where the smallest ones are that many */

struct spool;

struct spool_options {
    const char *dir; /* of the file on disk; NULL: $TMPDIR or /var/tmp */
    uint64_t max;    /* bytes that are to be held; 0: no end, and no parts */
    bool memory;     /* not on disk */
};

/* An unlinked file in `dir` (NULL: $TMPDIR or /var/tmp), that only this process can reach. The
 * descriptor, the caller's to close; -errno with a sentence when it cannot be made. */
int spool_temporary(const char *dir, struct err *err);

/* -errno with a sentence as spool_temporary, -ENOMEM. Owned; spool_free. */
int spool_new(struct spool **out, const struct spool_options *o, struct err *err);
void spool_free(struct spool *s);

/* Appends a packet and rewrites pkt->offset and pkt->delta to where it lies. False when the disk is
 * full, or far more is held than `max`: the packet's bytes will not be available; those kept before
 * stay so. */
bool spool_keep(struct spool *s, struct packet *pkt);

/* Appends the packet of the record at this offset once more, as it is when its part is to be given
 * up. Its new offset, or 0 as spool_keep. */
uint64_t spool_move(struct spool *s, uint64_t offset);

/* Up to n bytes at offset: how many there are. What was given up reads as anything. */
size_t spool_read(const struct spool *s, uint64_t offset, void *to, size_t n);

/* The file, in which all is now, so that others can read it. Stays the spool's. */
int spool_fd(struct spool *s);

/* Bytes held. */
uint64_t spool_bytes(const struct spool *s);

/* What it was told to hold; 0: no end. */
uint64_t spool_max(const struct spool *s);

/* Bytes of a part: a packet longer than half of that is not kept where there are parts. */
uint64_t spool_part_bytes(const struct spool *s);

/* Parts by number: the oldest that is held, and the one that is written to. */
uint64_t spool_first(const struct spool *s);
uint64_t spool_last(const struct spool *s);

/* Is a part held, and not written to? */
bool spool_holds(const struct spool *s, uint64_t part);

/* Gives a part up, if it is held and not written to. */
void spool_drop(struct spool *s, uint64_t part);

#endif
