/* The table of the list of calls: which columns there are, how wide each is, and a row of it. */
#ifndef UI_TUI_TABLE_H
#define UI_TUI_TABLE_H

#include "ui/tui/grid.h"
#include "ui/tui/view.h"

enum table_column {
    TABLE_NUMBER,
    TABLE_START,
    TABLE_FROM,
    TABLE_TO,
    TABLE_STATE,
    TABLE_MESSAGES,
    TABLE_PDD,
    TABLE_TALK,
    TABLE_SOURCE,
    TABLE_DESTINATION,
    TABLE_CALL_ID,
    TABLE_COLUMNS
};

/* Borrows the trace and the rows. Embedded: table_init. */
struct table {
    struct trace *trace;
    struct rows *rows;
    int widest[TABLE_COLUMNS]; /* cells of what was seen so far */
    int from_user, to_user;    /* the same of the numbers alone */
    int w[TABLE_COLUMNS];      /* cells that each column has now; 0: not shown */
};

void table_init(struct table *t, struct trace *trace, struct rows *rows);

/* Takes rows [from, end) of a list into account. */
void table_measure(struct table *t, const struct grid *g, const struct view_list *l, uint32_t from,
                   uint32_t end);

/* Shares the columns of the screen out. */
void table_fit(struct table *t, int room);

/* Draws the heads onto the area's first row, with what the list is sorted by. */
void table_head(const struct table *t, const struct area *a, enum view_order order, bool reverse);

/* Draws a leg's row onto row y. */
void table_row(struct table *t, const struct area *a, int y, uint32_t leg);

#endif
