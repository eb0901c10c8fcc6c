/* Cells of lists of calls. */
#include "ui/export/list_cell.h"

enum {
    NAME_CELLS = 4,  /* less of a name is not worth its room */
    PARTED = '\x1f', /* between name and number in the cell of a party */
    TIME_WHOLE = 12,
    TIME_SECONDS = 8,
};

bool list_cell_is_party(const struct column *c)
{
    return c == column_get(COLUMN_from) || c == column_get(COLUMN_to);
}

/* Name and number apart: where there is little room, the name gives way. */
static void add_party(struct buf *b, const struct column_party *p, struct buf *spare, bool ascii)
{
    struct slice number = column_party_number(p);
    if (!number.n) {
        column_add_party(spare, p);
        cells_add(b, buf_slice(spare), ascii);
        return;
    }
    column_add_name(spare, p);
    cells_add(b, buf_slice(spare), ascii);
    buf_addc(b, PARTED);
    cells_add(b, number, ascii);
}

void list_cell_add(struct buf *b, const struct column *c, struct column_row *r, struct buf *spare,
                   bool ascii)
{
    buf_clear(spare);
    if (list_cell_is_party(c)) {
        column_row_load(r);
        add_party(b, c == column_get(COLUMN_from) ? &r->from : &r->to, spare, ascii);
        return;
    }
    column_add(c, spare, r);
    cells_add(b, buf_slice(spare), ascii);
}

unsigned list_cell_number(struct slice cell, bool ascii)
{
    size_t name = slice_index(cell, PARTED);
    return name < cell.n ? cells_width(slice_sub(cell, name + 1, cell.n), ascii) : 0;
}

/* The sign between a name and a number stands for a blank. */
unsigned list_cell_width(struct slice cell, bool ascii)
{
    size_t name = slice_index(cell, PARTED);
    unsigned w = cells_width(slice_sub(cell, 0, name), ascii);
    return name < cell.n ? w + (name > 0) + list_cell_number(cell, ascii) : w;
}

/* The end of a text that is too long for the room. */
static void fit_end(struct buf *b, struct slice text, unsigned room, bool ascii)
{
    unsigned sign = ascii ? 2 : 1;
    struct glyph g;
    size_t at = 0;
    unsigned left = cells_width(text, ascii);
    while (left + sign > room && cells_next(text, &at, ascii, &g))
        left -= g.width;
    buf_adds(b, ascii ? ".." : "…");
    cells_add(b, slice_sub(text, at, text.n), ascii);
    buf_fill(b, ' ', room > left + sign ? room - left - sign : 0);
}

/* "User A 1001" in so many cells. */
static void fit_party(struct buf *b, struct slice cell, unsigned room, bool ascii)
{
    size_t parted = slice_index(cell, PARTED);
    struct slice name = slice_sub(cell, 0, parted), number = slice_sub(cell, parted + 1, cell.n);
    unsigned wide = cells_width(number, ascii), left = room > wide + 1 ? room - wide - 1 : 0;
    unsigned full = cells_width(name, ascii);
    if (!number.n) {
        cells_fit(b, name, room, CELLS_LEFT, ascii);
    } else if (full && left && (full <= left || left >= NAME_CELLS)) {
        unsigned shown = full < left ? full : left;
        cells_fit(b, name, shown, CELLS_LEFT, ascii);
        buf_addc(b, ' ');
        cells_fit(b, number, room - shown - 1, CELLS_LEFT, ascii);
    } else if (wide <= room) {
        cells_fit(b, number, room, CELLS_LEFT, ascii);
    } else {
        fit_end(b, number, room, ascii);
    }
}

void list_cell_fit(struct buf *b, const struct column *c, struct slice cell, unsigned width,
                   bool ascii)
{
    if (list_cell_is_party(c)) {
        fit_party(b, cell, width, ascii);
        return;
    }
    if (c == column_get(COLUMN_start) && width < TIME_WHOLE && width >= TIME_SECONDS)
        cell = slice_sub(cell, 0, TIME_SECONDS);
    cells_fit(b, cell, width, c->right ? CELLS_RIGHT : CELLS_LEFT, ascii);
}
