/* Builds captures byte by byte, right and wrong ones, and has them read in several ways. */
#ifndef TESTS_UNIT_CAPTURES_H
#define TESTS_UNIT_CAPTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "capture/source/reader.h"

/* A capture in the making; `big` is the byte order of all that is added. */
struct capture {
    struct buf b;
    bool big;
};

void capture_init(struct capture *c, bool big);
void capture_fini(struct capture *c);
void capture_u16(struct capture *c, unsigned v);
void capture_u32(struct capture *c, uint64_t v);
/* n bytes that depend on `seed`, then zeroes up to a multiple of `align`. */
void capture_data(struct capture *c, unsigned seed, size_t n, size_t align);

#define CAPTURE_US 0xa1b2c3d4
#define CAPTURE_NS 0xa1b23c4d
#define CAPTURE_KUZNETZOV 0xa1b2cd34
void capture_pcap(struct capture *c, uint32_t magic, uint32_t link);
void capture_record(struct capture *c, uint32_t magic, uint32_t s, uint32_t fraction, size_t caplen,
                    size_t len);

/* pcapng. Options are given as they stand, with their padding. */
void capture_block(struct capture *c, uint32_t type, const void *body, size_t n);
void capture_section(struct capture *c);
void capture_interface(struct capture *c, unsigned link, uint32_t snaplen, const void *options,
                       size_t n);
void capture_enhanced(struct capture *c, uint32_t interface, uint64_t ticks, size_t caplen,
                      size_t len, const void *options, size_t n);
void capture_simple(struct capture *c, size_t caplen, size_t len);
void capture_obsolete(struct capture *c, unsigned interface, uint64_t ticks, size_t caplen,
                      size_t len);

/* What reading gave: each packet as a line "number link time_ns caplen/len offset+delta check",
 * then the sentence if there was one, the input's name replaced by FILE. */
struct outcome {
    struct buf text;
    uint32_t packets;
    int status;
};

/* From a regular file. */
void outcome_of_file(struct outcome *o, const void *p, size_t n);
/* From standard input, a pipe that gives `first` bytes in one read, then `piece` bytes in each. */
void outcome_of_pipe(struct outcome *o, const void *p, size_t n, size_t first, size_t piece);
/* Of an open reader, which is closed. */
void outcome_of_reader(struct outcome *o, struct reader *r);
void outcome_fini(struct outcome *o);

/* A file without a name in any folder, holding these bytes; its path, by which it can be opened
 * until *fd is closed. */
const char *capture_file(char path[64], int *fd, const void *p, size_t n);

#endif
