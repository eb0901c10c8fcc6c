/* Capture formats that are written: each turns packets into the bytes of a file. */
#ifndef CAPTURE_SINK_SINK_H
#define CAPTURE_SINK_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "capture/packet.h"
#include "capture/sink/sink_list.h"

#define SINK_PACKET_MAX (18u << 20) /* bytes that a packet takes with all that belongs to it */

struct sink_packet {
    struct packet packet;
    struct slice options; /* as ng_option appends them; formats that have none leave them out */
    const char *source;   /* what it came from, as the name of its interface; "": not told */
};

/* A format is one file and one row in sink_list.h. All append to `out`, and leave it to the caller
 * to ask whether there was memory. */
struct sink {
    const char *name;       /* "pcap" */
    const char *extensions; /* of files, separated by blanks */
    const char *help;
    const struct sink_driver *driver;
};

struct sink_options {
    bool fine;        /* there are times finer than a microsecond */
    int64_t until_ns; /* until when the capture looked; 0: not told */
};

struct sink_driver {
    size_t state; /* bytes that it remembers of a file, zeroed at first */
    void (*begin)(void *state, struct buf *out, const struct sink_options *o);
    /* What stands before the data; the data comes behind it as it is; then what stands behind it.
     * -EINVAL with a sentence: the format cannot hold it. -ENOMEM. */
    int (*before)(void *state, struct buf *out, const struct sink_packet *p, struct err *err);
    void (*after)(void *state, struct buf *out, const struct sink_packet *p);
    /* All packets are there. */
    void (*end)(void *state, struct buf *out);
    void (*fini)(void *state); /* NULL: nothing to do */
};

/* By name, and by the extension of a file's name; NULL: there is none. */
const struct sink *sink_find(const char *name);
const struct sink *sink_by_path(const char *path);

/* The ith row, NULL after the last. */
const struct sink *sink_get(unsigned i);

#endif
