/* A screen of cells that panels draw into. What a terminal makes of it is left to screen.c, so a
 * test sees the same screen without one. */
#ifndef UI_TUI_GRID_H
#define UI_TUI_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "ui/export/cells.h"
#include "ui/tui/theme.h"

#define CELL_TEXT (GLYPH_BYTES + 1)
#define GRID_MAX 1000 /* rows, and columns, at most */

struct cell {
    char text[CELL_TEXT]; /* one character with its marks; "" in the right half of a wide one */
    uint8_t style;        /* enum style */
    uint8_t back;         /* enum back */
};

/* Embedded: grid_init, grid_fini. */
struct grid {
    struct cell *cell; /* row after row */
    int rows, cols;
    bool ascii; /* nothing else is put into the cells */
};

void grid_init(struct grid *g, bool ascii);
void grid_fini(struct grid *g);

/* Makes it this large (pulled into 1..GRID_MAX) and blank. False: no memory, the grid as it was. */
bool grid_resize(struct grid *g, int rows, int cols);
void grid_clear(struct grid *g);

/* A window of a grid: what is drawn outside of it is clipped away. */
struct area {
    struct grid *grid;
    int x, y, w, h; /* in the grid */
};

struct area grid_area(struct grid *g);

/* The part of an area at x, y of this size; what reaches beyond it is cut off. */
struct area area_part(const struct area *a, int x, int y, int w, int h);

/* Writes one line of text from x, y of the area on, whatever bytes it has (cells_next makes them
 * harmless). Returns how many columns the whole text takes, clipped or not. */
int area_text(const struct area *a, int x, int y, enum style style, struct slice text);
int area_puts(const struct area *a, int x, int y, enum style style, const char *text);
int area_printf(const struct area *a, int x, int y, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The same in at most w columns: a longer text ends in an ellipsis. Returns the columns taken. */
int area_fit(const struct area *a, int x, int y, int w, enum style style, struct slice text);

/* Fills w cells with the same character (one column wide). */
void area_fill(const struct area *a, int x, int y, int w, enum style style, const char *sign);

/* Paints what is behind w cells; or gives the text there another style. */
void area_back(const struct area *a, int x, int y, int w, enum back back);
void area_style(const struct area *a, int x, int y, int w, enum style style);

/* Paints behind each place of the area's rows [from, to) where the text stands (any ASCII case). */
void area_highlight(const struct area *a, int from, int to, struct slice text, enum back back);

/* Columns that a text takes on this grid. */
int text_width(const struct grid *g, struct slice text);

/* How many bytes of a text fit into w columns. */
size_t text_fit(const struct grid *g, struct slice text, int w);

/* Does the text contain the other, in any ASCII case? */
bool text_contains(struct slice text, struct slice part);

#endif
