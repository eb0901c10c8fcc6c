/* The statistics as a sheet of figures. */
#ifndef UI_TUI_SHEET_H
#define UI_TUI_SHEET_H

#include "ui/export/stats.h"
#include "ui/tui/app.h"
#include "ui/tui/figures.h"

/* What Enter does with a line (struct figure, tag) besides its filter. */
enum sheet_tag {
    SHEET_CALLS,         /* nothing */
    SHEET_ALL,           /* what is no call is counted too */
    SHEET_REGISTRATIONS, /* that panel has more of it */
};

/* Writes all of it anew, of statistics whose sums are there. */
void sheet_write(struct figures *f, const struct app *app, const struct stats *x);

#endif
