/* The way of the packets: files are read in blocks, workers peel and sift them without shared
 * state, one thread takes the results in order of time, puts fragments and streams together and
 * hands on what is wanted. What that is, the layer above says by its operations. */
#ifndef CAPTURE_ENGINE_H
#define CAPTURE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "capture/counter.h"
#include "capture/live/live.h"
#include "capture/net/icmp.h"
#include "capture/payload.h"
#include "capture/segment.h"

struct engine;

struct engine_ops {
    size_t sift_size; /* bytes that sift fills */
    /* Any thread, no shared state: is this ours? Then fills out. */
    bool (*sift)(const void *ctx, const struct payload *p, void *out);
    /* The thread of engine_step, in order of time. */
    void (*take)(void *ctx, const struct payload *p, const void *sifted);
    /* take will be called for this one soon (stage 0), sooner (1), next but one (2): what it needs
     * may be brought into the cache, each stage by what the one before brought. */
    void (*prefetch)(const void *ctx, const void *sifted, unsigned stage);
    frame_fn *frame; /* of messages on TCP */
    void *ctx;
    /* The same two for a datagram that an ICMP error quotes, mostly without its end. NULL: not
     * wanted. */
    bool (*sift_quote)(const void *ctx, const struct payload *quote, void *out);
    void (*take_quote)(void *ctx, const struct payload *quote, const struct icmp_error *error,
                       const void *sifted);
};

struct engine_options {
    unsigned
        threads;     /* 1: all in the calling thread; 0: as the size of the inputs suggests, <= 4 */
    const char *bpf; /* libpcap expression, or NULL */
    struct spool_options spool; /* for inputs that cannot be read again */
    const char *title; /* what inputs are called in place of their paths, or NULL; borrowed */
    bool keep_all;     /* of these inputs every packet, else only what was taken */
    const struct live_options *devices; /* an input besides the files, or NULL */
    bool follow;                        /* files are read on as they grow (reader_open_follow) */
    bool live; /* engine_step must not block on a slow input: needs 2 threads, takes them */
    struct hash_key key;
};

struct engine_totals {
    uint64_t packets, bytes;   /* bytes as captured */
    int64_t first_ns, last_ns; /* over all packets; 0 when there are none */
    int64_t until_ns;          /* until when the captures say that they looked; 0: they do not */
    uint64_t done, size;       /* bytes of input read, and in all (0: not known) */
    unsigned files;
    bool truncated; /* an input could not be read whole */
};

/* Opens every file ("-": standard input). One that cannot be opened is noted (engine_error) and the
 * others go on. Fails (-EINVAL, -ENOMEM) on a bad filter or when memory has run out. Owned. */
int engine_open(struct engine **out, const char *const *path, unsigned n,
                const struct engine_options *o, const struct engine_ops *ops, struct err *err);
void engine_close(struct engine *e);

/* Works for about budget_ns (at least one block), or until a spool holds more than it may. 1: there
 * is more; 0: the end was reached. */
int engine_step(struct engine *e, int64_t budget_ns);

/* Has the devices end: what was captured before is still read, and then engine_step says 0. */
void engine_stop(struct engine *e);

void engine_totals(const struct engine *e, struct engine_totals *out);
const struct counters *engine_counters(const struct engine *e);

/* The bytes of the inputs; live as long as the engine. */
struct segments *engine_segments(struct engine *e);

/* What was wrong with the inputs, and what happened to devices: the ith sentence, NULL after the
 * last. */
const char *engine_error(const struct engine *e, unsigned i);

/* The path of an input by segment number, or the title of all; and how many there are. */
const char *engine_file(const struct engine *e, uint16_t segment);
unsigned engine_files(const struct engine *e);

#endif
