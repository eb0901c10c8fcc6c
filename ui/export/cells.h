/* Text in terminal cells: how wide it is, and how to cut and pad it. What the network sent is made
 * harmless on the way: no byte of it moves a cursor, sets a colour or turns the line around. */
#ifndef UI_EXPORT_CELLS_H
#define UI_EXPORT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define GLYPH_BYTES 16 /* a character and up to three marks on it */

/* What is shown in one or two cells (in ASCII up to three), as safe UTF-8. */
struct glyph {
    char text[GLYPH_BYTES];
    uint8_t n;     /* bytes */
    uint8_t width; /* cells, at least 1 */
};

/* The glyph at *at, which moves on. Control characters, bytes that are no UTF-8 and characters that
 * turn the direction of writing become U+FFFD; white space becomes a blank; what has no shape
 * (joiners, selectors) and more marks than fit are left out. `ascii`: the nearest ASCII letters,
 * '?' where there are none. False: the end. */
bool cells_next(struct slice s, size_t *at, bool ascii, struct glyph *out);

/* Width of the text in cells. Linear. */
unsigned cells_width(struct slice s, bool ascii);

/* Appends all of it; returns its width. */
unsigned cells_add(struct buf *b, struct slice s, bool ascii);

/* Takes from *s what fits into `room` cells, broken at a blank where there is one; at least a
 * glyph. Blanks around it are left out. */
struct slice cells_line(struct slice *s, unsigned room, bool ascii);

enum cells_align {
    CELLS_LEFT,
    CELLS_RIGHT,
};

/* Appends exactly `width` cells: padded with blanks, or cut with "…" (".." in ASCII, as far as that
 * fits). */
void cells_fit(struct buf *b, struct slice s, unsigned width, enum cells_align align, bool ascii);

#endif
