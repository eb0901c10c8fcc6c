/* The rows of a ladder in words: who does what, to whom and why. */
#ifndef UI_FLOW_NARRATE_H
#define UI_FLOW_NARRATE_H

#include "base/buf.h"
#include "ui/flow/flow.h"

struct narrator;

/* Reads all messages of the ladder once. NULL: no memory. Owned; narrator_free. Borrows trace and
 * flow for its life. Linear in the rows. */
struct narrator *narrator_new(struct trace *t, const struct flow *f);
void narrator_free(struct narrator *n);

/* Appends a sentence about the row (index into flow.row), full stop included, in UTF-8 that no
 * terminal obeys. The same for the same messages. Reads the message again. */
void narrator_row(struct narrator *n, unsigned row, struct buf *out);

#endif
