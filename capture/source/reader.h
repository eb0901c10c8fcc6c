/* Capture files, streams and devices, read once in blocks. */
#ifndef CAPTURE_SOURCE_READER_H
#define CAPTURE_SOURCE_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "capture/live/live.h"
#include "capture/packet.h"

#define READER_BLOCK (128u << 10) /* bytes read at once */
#define READER_RECORD (16u << 20) /* a record that claims more is damage */

struct reader;

/* Opens a capture; "-" is standard input. The format is told by its first bytes. *segment* is the
 * number that its packets will carry. Errors leave the sentence: -ENOENT, -EACCES, -EISDIR,
 * -ENODATA (empty), -EINVAL (not a capture: says what it looks like where that is known), … */
int reader_open(struct reader **out, const char *path, uint16_t segment, struct err *err);
void reader_close(struct reader *r);

/* The same for a file that grows, and that another of its name may take the place of: at its end it
 * waits for more, and is never done by itself. What it has cannot be read again by offset. May be
 * cancelled while it waits. */
int reader_open_follow(struct reader **out, const char *path, uint16_t segment, struct err *err);

/* The same for devices, as live_open; reader_next has nothing but 1 and 0 for these, and a block
 * without packets where there is only something to say. */
int reader_open_live(struct reader **out, const struct live_options *o, uint16_t segment,
                     struct err *err);

/* The devices behind a reader; NULL: it reads a file. Stays the reader's. */
struct live *reader_live(struct reader *r);

/* Fills b with the next packets (at least one) and returns 1; 0 at the end; a negative errno when
 * the file is damaged or cannot be read from here on: reader_error says what, at which offset, and
 * how much was read before. All packets before the damage have been handed out by then. b->packet
 * points into b->bytes. One thread at a time. */
int reader_next(struct reader *r, struct block *b);

/* The sentence for the last negative reader_next. */
const struct err *reader_error(const struct reader *r);

const char *reader_path(const struct reader *r);

/* The format of the file: "pcap", "pcapng". */
const char *reader_format(const struct reader *r);

/* Can its bytes be read again by offset? (A regular file, not a pipe.) */
bool reader_is_seekable(const struct reader *r);

/* Can its times be finer than a microsecond, by what was read of it? */
bool reader_is_fine(const struct reader *r);

/* Until when the capture looked, by what was read of it; 0: it does not say. */
int64_t reader_until(const struct reader *r);

/* For progress: bytes handed out, and of how many (0: not known). */
uint64_t reader_offset(const struct reader *r);
uint64_t reader_size(const struct reader *r);

/* The file's descriptor, for reading again; stays the reader's. */
int reader_fd(const struct reader *r);

/* The time of the first packet without consuming it (reads the first block if need be). False:
 * there is none. */
bool reader_first_time(struct reader *r, int64_t *ns);

#endif
