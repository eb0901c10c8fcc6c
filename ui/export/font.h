/* Widths of proportional text before anybody knows the font: upper bounds over the fonts that the
 * generic family sans-serif usually stands for, so that what is laid out by them never overlaps. */
#ifndef UI_EXPORT_FONT_H
#define UI_EXPORT_FONT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* What text is for; size and weight follow from it. */
enum font {
    FONT_TITLE,
    FONT_NAME,   /* of participants, and heads of columns */
    FONT_LABEL,  /* start lines, times, what stands in the table */
    FONT_STRONG, /* the same, bold */
    FONT_SMALL,  /* addresses, details */
    FONT_COUNT
};

struct font_shape {
    unsigned px;      /* size */
    unsigned leading; /* from one baseline to the next, px */
    bool bold;
};

const struct font_shape *font_shape(enum font font);

/* Width in px, rounded up, of the text as cells_next shows it. Linear. */
unsigned font_width(struct slice s, enum font font);

/* Takes from *s what fits into `room` px, broken at a blank, else behind a sign that parts names
 * and addresses, else anywhere; at least a glyph. Blanks around it are left out. */
struct slice font_line(struct slice *s, unsigned room, enum font font);

/* Into how many lines of this width it falls, `most` at most. */
unsigned font_lines(struct slice s, unsigned room, enum font font, unsigned most);

/* What fits into `room` px, with "…" behind it where that is not all: appended. Returns the width.
 */
unsigned font_cut(struct buf *b, struct slice s, unsigned room, enum font font);

#endif
