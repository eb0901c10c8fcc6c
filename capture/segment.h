/* The bytes of all inputs, by segment and offset: what is pointed at, not kept. One thread at a
 * time. */
#ifndef CAPTURE_SEGMENT_H
#define CAPTURE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "capture/packet.h"
#include "capture/spool.h"

struct segments;

/* Owned; segments_free. NULL: no memory. */
struct segments *segments_new(void);
void segments_free(struct segments *s);

/* Makes `fd` segment number `number` (dup'ed, closed with the set). -errno; -EEXIST when the number
 * is taken. */
int segments_add_file(struct segments *s, uint16_t number, int fd);

/* Makes segment `number` a spool, for inputs that cannot be read again. -errno with a sentence as
 * spool_new. */
int segments_add_spool(struct segments *s, uint16_t number, const struct spool_options *o,
                       struct err *err);

/* The spool of a segment; NULL: it is none. Stays the segment's. */
struct spool *segments_spool(const struct segments *s, uint16_t number);

/* The first spool, from segment `from` on, that holds more than it was told to, and the number of
 * its segment; NULL: there is none. */
struct spool *segments_too_full(const struct segments *s, unsigned from, uint16_t *number);

/* Appends a packet to its segment's spool, as spool_keep; false also when the segment is none. */
bool segments_keep(struct segments *s, struct packet *pkt);

/* Reads up to n bytes at offset, through a small cache of windows, so that reading in order is
 * cheap. The number read; fewer than n where the segment ends (also when somebody cut the file
 * short meanwhile), 0: not available. */
size_t segments_read(struct segments *s, uint16_t number, uint64_t offset, void *buf, size_t n);

#define SEGMENT_PATH 32

/* A path by which its file can be opened to be read from the beginning, whatever became of its
 * name; of a spool, with all that was kept. False: there is none. */
bool segments_path(struct segments *s, uint16_t number, char path[SEGMENT_PATH]);

#endif
