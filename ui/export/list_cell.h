/* A cell of a list of calls: made harmless, measured, and brought to its width. */
#ifndef UI_EXPORT_LIST_CELL_H
#define UI_EXPORT_LIST_CELL_H

#include "ui/export/cells.h"
#include "ui/flow/column.h"

/* Appends what the column says of the row, safe to be shown; name and number of a party are parted
 * by a sign of its own, and there is no tab and no line end in it. `spare` is written over. */
void list_cell_add(struct buf *b, const struct column *c, struct column_row *r, struct buf *spare,
                   bool ascii);

/* How wide such a cell wants to be; and of a party its number alone, else 0. */
unsigned list_cell_width(struct slice cell, bool ascii);
unsigned list_cell_number(struct slice cell, bool ascii);

/* Appends exactly `width` cells. Of a party first the name is cut, then the number in front; a time
 * of day loses the fraction of its second. */
void list_cell_fit(struct buf *b, const struct column *c, struct slice cell, unsigned width,
                   bool ascii);

/* Is it a column of parties? */
bool list_cell_is_party(const struct column *c);

#endif
