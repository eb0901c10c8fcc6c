/* Findings, call by call, as text for people and as lines of JSON (schema rung.finding/1). */
#ifndef UI_EXPORT_EXPLAIN_H
#define UI_EXPORT_EXPLAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "decode/finding/finding.h"
#include "ui/export/json.h"
#include "ui/flow/column.h"
#include "ui/flow/verdict.h"

struct explain_options {
    unsigned width; /* cells, 0: RENDER_WIDTH */
    bool color, ascii, files;
    struct trace *trace;
};

/* The head of a call: number, people, state, and what became of it. */
void explain_call(struct buf *out, const struct explain_options *o, struct column_row *r,
                  struct verdict *v);

/* One finding, wrapped, with its packets and RFC. */
void explain_finding(struct buf *out, const struct explain_options *o, const struct finding *f);

/* A line above the findings of the whole capture. */
void explain_capture(struct buf *out, const struct explain_options *o);

/* "ACK-MISSING  error  3  the answer was never acknowledged", for each of `count`, by severity. */
void explain_sum(struct buf *out, const struct explain_options *o,
                 const uint64_t count[FINDING_COUNT][FINDING_ERROR + 1]);

/* A finding as a line. */
void explain_json(struct json *j, struct trace *t, bool files, const struct finding *f);

#endif
