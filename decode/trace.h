/* A trace: inputs, the engine that reads them and the store that they fill. What everything seen
 * stands on. */
#ifndef DECODE_TRACE_H
#define DECODE_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "capture/engine.h"
#include "decode/forget.h"
#include "decode/sip/index.h"
#include "decode/store.h"

struct trace;

struct trace_options {
    unsigned threads;
    const char *bpf;
    struct spool_options spool; /* as in struct engine_options */
    uint64_t rows; /* bytes that the rows of the store may take, with a spool that has an end; 0: no
                      end */
    const char *title; /* as in struct engine_options */
    const struct live_options *devices;
    bool live, follow, keep_all; /* as in struct engine_options */
    bool quick; /* messages and calls only: no sessions, peers, registrations nor findings */
    const struct leg_rules *legs; /* borrowed as long as the trace lives; NULL: none */
};

/* The bytes of a message read again, and their index. Embedded: loaded_init, loaded_fini; a new
 * trace_load into the same one reuses its memory and ends what was borrowed from it. */
struct loaded {
    uint32_t message; /* row */
    char *bytes;
    size_t n, cap;
    struct sip_index index;
};

/* As engine_open. Owned; trace_close. */
int trace_open(struct trace **out, const char *const *path, unsigned n,
               const struct trace_options *o, struct err *err);
void trace_close(struct trace *t);

/* Reads on for about budget_ns. 1: there is more; 0: all was read. */
int trace_step(struct trace *t, int64_t budget_ns);

/* As engine_stop. */
void trace_stop(struct trace *t);

/* Reads to the end. */
void trace_run(struct trace *t);

/* Who is asked, before a session is forgotten to make room (decode/forget.h), whether one of its
 * legs is needed; NULL: nobody. Borrowed. */
void trace_pin(struct trace *t, bool (*pinned)(const void *ctx, uint32_t leg), const void *ctx);

/* Forgets sessions that are not needed, as if there were no room: all up to this class. -ENOMEM:
 * nothing was. */
int trace_forget(struct trace *t, enum forget_class most);

/* How often something was forgotten: rows may be gone that were there when it was less. */
uint64_t trace_forgot(const struct trace *t);

/* Has everything been read? */
bool trace_is_over(const struct trace *t);

/* What the user says about legs, or NULL. */
const struct leg_rules *trace_rules(const struct trace *t);

/* Was it opened so that there are only messages and calls? */
bool trace_is_quick(const struct trace *t);

const struct store *trace_store(const struct trace *t);

/* Counters of all layers. */
void trace_counters(const struct trace *t, struct counters *out);
void trace_totals(const struct trace *t, struct engine_totals *out);

/* Until when the capture looked: the time of its last packet, or later where it says so. */
int64_t trace_end(const struct trace *t);

const char *trace_error(const struct trace *t, unsigned i);
const char *trace_file(const struct trace *t, uint16_t segment);
unsigned trace_files(const struct trace *t);

/* A path by which the bytes of an input can be read once more, as segments_path. */
bool trace_reopen(struct trace *t, uint16_t segment, char path[SEGMENT_PATH]);

void loaded_init(struct loaded *l);
void loaded_fini(struct loaded *l);

/* Reads a message again. False: its bytes are not available (or are no SIP any more, where the file
 * was changed under our feet). */
bool trace_load(struct trace *t, uint32_t message, struct loaded *l);

/* The file number (segment) of the packet that completes a message. */
uint16_t trace_segment(const struct trace *t, const struct message *m);

/* The leg with this key (struct leg), or 0. */
uint32_t trace_leg_find(struct trace *t, uint64_t key);

/* State of a leg's call as of now, with its code. */
enum call_state trace_call_state(const struct trace *t, const struct leg *leg, unsigned *code);

#endif
