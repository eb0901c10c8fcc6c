/* Findings, call by call, as text for people, as lines of JSON (schema rung.finding/1) and as CSV.
 */
#ifndef UI_EXPORT_EXPLAIN_H
#define UI_EXPORT_EXPLAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "decode/finding/finding.h"
#include "ui/export/csv.h"
#include "ui/export/json.h"
#include "ui/flow/column.h"
#include "ui/flow/verdict.h"

struct explain_options {
    unsigned width; /* cells, 0: RENDER_WIDTH */
    bool color, ascii, files;
    struct trace *trace;
};

/* "Call 3 · Alice 1001 → Bob · failed (488)" of a row that was read, and "packets 3, 7 · RFC 3261
 * 13.3.1.4", with the names of the files if there are several: appended, the network's bytes as
 * they are. */
void explain_add_head(struct buf *out, const struct column_row *r);
void explain_add_proof(struct buf *out, struct trace *t, bool files, const struct finding *f);

/* The legs of a capture that findings are told of: those that stand for calls, in their order, then
 * those that are none. Begins as {0}; returns 0 at the end. */
struct explain_walk {
    uint32_t leg; /* the one returned last */
    bool others;  /* calls are done */
};
uint32_t explain_next(struct explain_walk *w, const struct store *s);

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

/* The same as CSV: the titles, and a finding, as a line. */
void explain_csv_titles(struct csv *c, bool files);
void explain_csv(struct csv *c, struct trace *t, bool files, const struct finding *f);

#endif
