/* A cursor in many rows of which a few are seen. */
#ifndef UI_TUI_SCROLL_H
#define UI_TUI_SCROLL_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/tui/action.h"
#include "ui/tui/grid.h"

struct scroll {
    uint32_t at;   /* the row of the cursor */
    uint32_t top;  /* the first one seen */
    uint32_t n;    /* rows */
    uint32_t page; /* seen at once */
};

/* So many rows there are, and so many are seen: pulls the cursor and the top to where they can be.
 */
void scroll_fit(struct scroll *s, uint32_t n, int page);

/* To a row, which is brought into view. */
void scroll_to(struct scroll *s, uint32_t row);

/* Moves as the action says: false: it is none that moves. Without a cursor the text itself moves.
 */
bool scroll_act(struct scroll *s, enum action action, bool cursor);

/* A bar in the last column of the area that shows where we are; nothing when all is seen. */
void scroll_draw(const struct scroll *s, const struct area *a, int y, int h);

#endif
