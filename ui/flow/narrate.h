/* The rows of a ladder in words: who does what, to whom and why. */
#ifndef UI_FLOW_NARRATE_H
#define UI_FLOW_NARRATE_H

#include "base/buf.h"
#include "ui/flow/flow.h"

struct narrator;

/* For a ladder of flow_new, which is borrowed for its life. NULL: no memory. Owned; narrator_free.
 */
struct narrator *narrator_new(const struct flow *f);
void narrator_free(struct narrator *n);

/* Appends a sentence about the row (index into flow.row), full stop included, in UTF-8 that no
 * terminal obeys. The same for the same messages. Reads the message again. */
void narrator_row(struct narrator *n, unsigned row, struct buf *out);

/* Is there a note for this arrow? Appends it, if there is one: no full stop. */
bool narrator_has_note(const struct narrator *n, unsigned step);
void narrator_note(struct narrator *n, unsigned step, struct buf *out);

/* Appends these words of an arrow: as in step_list.h. */
void narrator_words(struct narrator *n, unsigned step, const char *words, struct buf *out);

#endif
