/* What became of a call, in sentences: who hung up, the answer that failed it and where that was
 * made, how long things took. What went wrong beyond that is told by the findings. */
#ifndef UI_FLOW_VERDICT_H
#define UI_FLOW_VERDICT_H

#include "base/buf.h"
#include "ui/flow/column.h"

enum {
    VERDICT_LINES = 8,
    VERDICT_BYTES = 4096,
};

/* Sentences with what the network sent as it is: who draws makes them harmless. Embedded;
 * verdict_init, verdict_fini. */
struct verdict {
    struct buf text;
    unsigned lines;
    struct {
        uint32_t at, n;   /* in text */
        uint32_t message; /* that shows it, or 0 */
    } line[VERDICT_LINES];
    struct loaded loaded;
};

void verdict_init(struct verdict *v);
void verdict_fini(struct verdict *v);

/* Of the row's call, as of now; of another leg its last answer. Reads a few messages; linear in
 * those of the call. */
void verdict_read(struct verdict *v, struct column_row *r);

static inline struct slice verdict_line(const struct verdict *v, unsigned i)
{
    return slice_sub(buf_slice(&v->text), v->line[i].at, v->line[i].at + v->line[i].n);
}

#endif
