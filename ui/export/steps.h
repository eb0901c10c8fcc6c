/* The rows of a ladder as a table in words: Step, Action, Description. */
#ifndef UI_EXPORT_STEPS_H
#define UI_EXPORT_STEPS_H

#include "ui/export/render.h"

/* The parts that the table is made of, for others that draw it. Is there something to be told of
 * the row? What stands in its column Action, and in that of the description (nothing without a
 * narrator): appended. */
bool steps_tells(const struct flow_row *row);
void steps_add_action(struct buf *b, const struct flow *f, const struct flow_row *row);
void steps_add_description(struct buf *b, const struct flow *f, unsigned row,
                           struct narrator *narrator);

/* "User A (10.1.1.11)", "Proxy 1 (Proxy, 10.1.1.2)". */
void steps_add_participant(struct buf *b, const struct flow_participant *p);

/* Cells from the left, and how many. */
struct steps_columns {
    unsigned step_x, action_x, action_room, description_x, description_room;
};

/* Shares out this width. Actions get what they need, the descriptions the rest; where there is
 * little, actions wrap. Linear in the rows. */
void steps_columns_fit(struct steps_columns *out, const struct flow *f, unsigned width, bool ascii);

/* Appends an empty line and the table without title and participants, as lines of text. As
 * render_fn. */
int steps_below(struct buf *out, const struct flow *f, const struct render_options *o, bool ascii);

#endif
