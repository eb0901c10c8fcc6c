/* The head of a ladder, which stays while the rows scroll. Internal to the ladder. */
#ifndef UI_TUI_LADDER_HEAD_H
#define UI_TUI_LADDER_HEAD_H

#include "ui/tui/ladder.h"

/* Draws it at the top of the area; returns the lines taken, of which the last is a rule. */
int ladder_head(const struct ladder *l, const struct area *a);

/* The lane whose head a press at x, y of the area means; -1: none. */
int ladder_head_lane(const struct ladder *l, int x, int y);

/* Decimal digits of a number. */
int ladder_digits(unsigned n);

#endif
