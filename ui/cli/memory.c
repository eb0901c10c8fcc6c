/* What the user says of memory, and what came of it. */
#include "ui/cli/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"

enum { MEMORY_MIN = 16U << 20 };

/* A third of the memory is for rows, half for packets unless they are on disk; the rest is for what
 * is always there: buffers, indexes, the screen. */
int memory_limit(const struct options *c, bool stream, bool viewer, struct trace_options *o,
                 struct err *err)
{
    uint64_t inputs = c->files.n ? c->files.n : 1;
    bool asked = !option_is_initial(c, OPTION_memory) || c->spool;
    if (!c->device.n && !(stream && (viewer || asked)))
        return 0;
    if (c->memory < MEMORY_MIN || (c->spool && c->spool_size < MEMORY_MIN))
        return err_set(err, -EINVAL, "%s is too little; 16M is the least.",
                       c->memory < MEMORY_MIN ? "--memory" : "--spool-size");
    o->spool = (struct spool_options){ .dir = c->spool,
                                       .max = (c->spool ? c->spool_size : c->memory / 2) / inputs,
                                       .memory = !c->spool };
    o->rows = c->spool ? c->memory / 3 * 2 : c->memory / 3;
    return 0;
}

void memory_report(const struct trace *t)
{
    struct counters c;
    char calls[CLOCK_TEXT];
    uint64_t n = 0;
    trace_counters(t, &c);
    for (int i = COUNTER_FORGOT_FAILED; i <= COUNTER_FORGOT_ACTIVE; i++)
        n += c.v[i];
    if (!c.v[COUNTER_FORGOT_MESSAGES] && !c.v[COUNTER_FORGOT_LATE])
        return;
    snprintf(calls, sizeof(calls), n == 1 ? "%" PRIu64 " call" : "%" PRIu64 " calls", n);
    fprintf(stderr,
            "rung: %s and %" PRIu64 " messages in all were forgotten to make room; a larger "
            "--memory, or --spool, keeps more.\n",
            calls, c.v[COUNTER_FORGOT_MESSAGES] + c.v[COUNTER_FORGOT_LATE]);
}
