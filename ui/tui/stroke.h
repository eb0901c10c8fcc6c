/* Keys as numbers with names: what a terminal sends is left to screen.c, what it does to actions.
 */
#ifndef UI_TUI_STROKE_H
#define UI_TUI_STROKE_H

#include <stddef.h>

#include "base/slice.h"
#include "ui/tui/mouse.h"

/* A character's code point (control characters as they are), or one of these. */
enum stroke {
    STROKE_NONE = 0,
    STROKE_TAB = 9,
    STROKE_ENTER = 13,
    STROKE_ESC = 27,
    STROKE_SPACE = 32,
    STROKE_BACKSPACE = 127,
    STROKE_UP = 0x110000,
    STROKE_DOWN,
    STROKE_LEFT,
    STROKE_RIGHT,
    STROKE_HOME,
    STROKE_END,
    STROKE_PAGE_UP,
    STROKE_PAGE_DOWN,
    STROKE_INSERT,
    STROKE_DELETE,
    STROKE_BACK_TAB,
    STROKE_F1, /* F2, … follow */
    STROKE_F12 = STROKE_F1 + 11,
    STROKE_RESIZE, /* the terminal has another size now */
    STROKE_MOUSE,  /* the mouse did something */
    STROKE_GONE,   /* there is no terminal any more */
};

/* "Up", "PgDn", "F7", "^F", "Space", "x". STROKE_NONE: no such key. */
int stroke_parse(struct slice name);

/* The next key of a list of names ("Up k"); *at is 0 for the first. STROKE_NONE at the end. */
int stroke_next(struct slice list, size_t *at);

/* The next key of a script as one types it: characters, and names in <>: "jj<Enter>/180<Enter>";
 * "<lt>" is a "<". STROKE_MOUSE is one of <Press 4,10> (column, row), <Double …>, <Drag …>,
 * <Release …>, <WheelUp …>, <WheelDown …>, which *mouse says. STROKE_NONE at the end. */
int stroke_script(struct slice script, size_t *at, struct mouse *mouse);

#endif
