/* Which columns of a list find room, and how wide each becomes. */
#ifndef UI_EXPORT_LIST_FIT_H
#define UI_EXPORT_LIST_FIT_H

#include "ui/flow/column.h"

/* A column on its way into the room. */
struct list_fit {
    unsigned width;       /* cells it would like, and what it gets */
    unsigned least, fair; /* what it must have; and where it is narrowed first */
    unsigned rank;        /* as of struct column */
    bool needless;        /* there is nothing in it */
    bool hidden;          /* there is no room for it */
};

/* A column of the table whose texts and title take so many cells: no wider than it may be, numbers
 * never cut, names narrowed first. */
struct list_fit list_fit_of(const struct column *c, unsigned seen);

/* Cells of all that are shown, with `between` blanks between two and one in front. */
unsigned list_fit_sum(const struct list_fit *c, unsigned n, unsigned between);

/* Leaves out the least important columns that find no room, and those that are needless. */
void list_fit_choose(struct list_fit *c, unsigned n, unsigned room, unsigned between);

/* Narrows what is left: the widest gives way first. */
void list_fit_shrink(struct list_fit *c, unsigned n, unsigned room, unsigned between);

#endif
