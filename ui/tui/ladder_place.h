/* Where things stand in a ladder. Internal to the ladder. */
#ifndef UI_TUI_LADDER_PLACE_H
#define UI_TUI_LADDER_PLACE_H

#include "base/clock.h"
#include "ui/tui/ladder.h"

enum {
    STEP_X = 1,
    CLOCK_CELLS = 12, /* 12:00:00.086 */
    CLOCK_GAP = 2,    /* between it and the time since the row above */
};

/* Lays the lanes out for this width, unless they are. */
void ladder_lay_out(struct ladder *l, int width, bool ascii);

/* The cell where times begin. */
int ladder_clock_x(const struct ladder *l);

/* "+86 ms" */
void ladder_delta(char text[CLOCK_TEXT + 1], const struct flow_row *row);

#endif
