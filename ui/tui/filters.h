/* Filters by name: those of the user (the option named-filter), those that are always there, and
 * those that the row of the cursor suggests. */
#ifndef UI_TUI_FILTERS_H
#define UI_TUI_FILTERS_H

#include "ui/flow/column.h"
#include "ui/tui/app.h"

#define FILTER_NAME 128 /* bytes of a name */
#define FILTER_TEXT 512 /* and of what it stands for */
#define FILTERS_HERE 8  /* that a row suggests */

/* One that a row suggests. */
struct filter_here {
    char name[FILTER_NAME], text[FILTER_TEXT];
};

/* What a name stands for, any case: of the user's, then of those that are always there. Absent:
 * there is none. Borrowed from the options. */
struct slice filters_find(const struct options *o, struct slice name);

/* The ith of those that are always there: its name, what it stands for; false behind the last. */
bool filters_builtin(unsigned i, const char **name, const char **text);

/* Writes those that say "of this caller", "between these hosts"; returns how many. Values that
 * cannot stand in a filter are passed over. */
unsigned filters_suggest(struct column_row *r, struct filter_here out[FILTERS_HERE]);

/* Opens the panel of all of them, for the row of a leg, or 0. */
void filters_open(struct app *app, uint32_t leg);

#endif
