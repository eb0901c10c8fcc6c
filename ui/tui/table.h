/* The table of the list of calls: which columns there are, how wide each is, and a row of it. */
#ifndef UI_TUI_TABLE_H
#define UI_TUI_TABLE_H

#include "base/err.h"
#include "ui/tui/grid.h"
#include "ui/tui/rows.h"
#include "ui/tui/view.h"

#define TABLE_X 3 /* the first column, behind the mark and what shows the tree */

/* Borrows the trace. Embedded: table_init, table_fini. */
struct table {
    struct trace *trace;
    struct rows *rows;
    struct columns asked; /* none: as the room has them */
    char *text;           /* that they were asked for with */
    unsigned n;
    const struct column *column[COLUMNS_MAX];
    unsigned widest[COLUMNS_MAX]; /* cells of what was seen so far */
    unsigned number[COLUMNS_MAX]; /* the same of the numbers of parties */
    int w[COLUMNS_MAX];           /* cells that each column has now; 0: not shown */
    uint32_t measured;            /* rows of the sample */
    int between;                  /* blanks between columns */
    int left_out;                 /* columns that were asked for and have no room */
    struct buf cell;
};

/* -ENOMEM. */
int table_init(struct table *t, struct trace *trace);
void table_fini(struct table *t);

/* Which columns are to be shown, as columns_parse takes them; NULL or blank: as the room has them.
 * On a failure, as columns_parse, those stay that were there. */
int table_ask(struct table *t, const char *text, struct err *err);

/* Chooses the columns for this room, `all`: of rows that are no calls too. Before rows are drawn.
 */
void table_choose(struct table *t, int room, bool all, bool ascii);

/* Takes the first rows of a list without headlines into account, each once. */
void table_sample(struct table *t, const struct view_list *l);

/* Takes rows [from, end) of a list into account. */
void table_measure(struct table *t, const struct view_list *l, uint32_t from, uint32_t end);

/* Forgets how wide things were: there is another list. */
void table_forget(struct table *t);

/* Shares the columns of the screen out. */
void table_fit(struct table *t, int room, const struct column *order);

/* Draws the heads onto row y of the area, with what the list is sorted by. */
void table_head(struct table *t, const struct area *a, int y, const struct column *order,
                bool reverse);

/* Draws row `at` of the list onto row y. */
void table_row(struct table *t, const struct area *a, int y, uint32_t at, uint32_t leg);

/* The column at x, or NULL. */
const struct column *table_column_at(const struct table *t, int x);

/* The column `step` columns behind this one among those that are shown. */
const struct column *table_neighbour(const struct table *t, const struct column *c, int step);

#endif
