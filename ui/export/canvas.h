/* One line of terminal cells that is painted in any order and then written out. */
#ifndef UI_EXPORT_CANVAS_H
#define UI_EXPORT_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define CANVAS_MAX 8192 /* cells in a line; what lies beyond is not painted */

/* What a cell means; the colours follow from it. */
enum ink {
    INK_PLAIN,
    INK_DIM,
    INK_NAME,
    INK_REQUEST,
    INK_PROVISIONAL,
    INK_SUCCESS,
    INK_REDIRECT,
    INK_FAILURE,
    INK_BAND,
    INK_NOTE,
    INK_COUNT
};

struct cell;

/* Embedded; canvas_init, canvas_fini. */
struct canvas {
    struct cell *cell;
    unsigned width, used; /* cells: there are, painted (up to the last one) */
    bool ascii, color;
};

/* -ENOMEM. The width is pulled in to CANVAS_MAX. */
int canvas_init(struct canvas *c, unsigned width, bool ascii, bool color);
void canvas_fini(struct canvas *c);

/* Paints one character of width 1, taken as it is. */
void canvas_put(struct canvas *c, unsigned x, const char *utf8, enum ink ink);

/* Paints text from cell x on, made harmless (cells.h), in at most `room` cells and cut with "…"
 * where it does not fit. Returns the cells painted. */
unsigned canvas_text(struct canvas *c, unsigned x, struct slice s, unsigned room, enum ink ink);

/* Appends the line without blanks at its end, and begins a new one. */
void canvas_end_line(struct canvas *c, struct buf *out);

/* The escape sequence that begins an ink (INK_PLAIN: that ends every other). */
const char *ink_escape(enum ink ink);

#endif
