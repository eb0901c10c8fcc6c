/* Painting one line. What goes where is left to the renderers. */
#include "ui/export/canvas.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "ui/export/cells.h"

/* n == 0: a blank, or hidden under the wide glyph to its left. */
struct cell {
    char text[GLYPH_BYTES];
    uint8_t n, ink;
    bool hidden;
};

const char *ink_escape(enum ink ink)
{
    static const char *const escape[INK_COUNT] = {
        [INK_PLAIN] = "\x1b[0m",     [INK_DIM] = "\x1b[2m",         [INK_NAME] = "\x1b[1m",
        [INK_REQUEST] = "\x1b[36m",  [INK_PROVISIONAL] = "\x1b[2m", [INK_SUCCESS] = "\x1b[32m",
        [INK_REDIRECT] = "\x1b[33m", [INK_FAILURE] = "\x1b[1;31m",  [INK_BAND] = "\x1b[35m",
        [INK_NOTE] = "\x1b[33m",
    };
    return escape[ink];
}

int canvas_init(struct canvas *c, unsigned width, bool ascii, bool color)
{
    if (width > CANVAS_MAX)
        width = CANVAS_MAX;
    *c = (struct canvas){ .width = width, .ascii = ascii, .color = color };
    c->cell = mem_new(width ? width : 1, sizeof(*c->cell));
    return c->cell ? 0 : -ENOMEM;
}

void canvas_fini(struct canvas *c)
{
    mem_free(c->cell);
    c->cell = NULL;
}

/* Half a wide glyph cannot stay: its other half goes too. */
static void clear(struct canvas *c, unsigned x)
{
    if (c->cell[x].hidden && x)
        c->cell[x - 1].n = 0;
    if (x + 1 < c->width && c->cell[x + 1].hidden)
        c->cell[x + 1] = (struct cell){ .n = 0 };
    c->cell[x] = (struct cell){ .n = 0 };
}

static void paint(struct canvas *c, unsigned x, const char *text, size_t n, enum ink ink)
{
    clear(c, x);
    struct cell *cell = &c->cell[x];
    memcpy(cell->text, text, n);
    cell->n = (uint8_t)n;
    cell->ink = (uint8_t)ink;
    if (x >= c->used)
        c->used = x + 1;
}

void canvas_put(struct canvas *c, unsigned x, const char *utf8, enum ink ink)
{
    size_t n = strlen(utf8);
    if (x < c->width && n <= GLYPH_BYTES)
        paint(c, x, utf8, n, ink);
}

/* A glyph of any width: an ASCII one of several letters takes a cell for each. */
static void paint_glyph(struct canvas *c, unsigned x, const struct glyph *g, enum ink ink)
{
    if (g->n == g->width) {
        for (unsigned i = 0; i < g->n; i++)
            paint(c, x + i, g->text + i, 1, ink);
        return;
    }
    paint(c, x, g->text, g->n, ink);
    for (unsigned i = 1; i < g->width; i++) {
        clear(c, x + i);
        c->cell[x + i] = (struct cell){ .ink = (uint8_t)ink, .hidden = true };
        if (x + i >= c->used)
            c->used = x + i + 1;
    }
}

unsigned canvas_text(struct canvas *c, unsigned x, struct slice s, unsigned room, enum ink ink)
{
    struct glyph g;
    unsigned at_x = x;
    if (x >= c->width)
        return 0;
    if (room > c->width - x)
        room = c->width - x;
    unsigned end = x + room, mark = c->ascii ? 2 : 1, keep = x;
    for (size_t at = 0; cells_next(s, &at, c->ascii, &g);) {
        if (at_x + g.width > end) { /* it does not fit: back to where the sign of a cut does */
            for (unsigned i = keep; i < at_x; i++)
                clear(c, i);
            for (at_x = keep; at_x < end && mark; mark--)
                canvas_put(c, at_x++, c->ascii ? "." : "…", ink);
            return at_x - x;
        }
        paint_glyph(c, at_x, &g, ink);
        at_x += g.width;
        if (at_x + mark <= end)
            keep = at_x;
    }
    return at_x - x;
}

void canvas_end_line(struct canvas *c, struct buf *out)
{
    unsigned ink = INK_PLAIN;
    unsigned end = c->used;
    while (end && !c->cell[end - 1].hidden &&
           (!c->cell[end - 1].n || c->cell[end - 1].text[0] == ' '))
        end--;
    for (unsigned i = 0; i < end; i++) {
        const struct cell *cell = &c->cell[i];
        if (cell->hidden)
            continue;
        unsigned want = cell->n ? cell->ink : INK_PLAIN;
        if (c->color && want != ink) {
            if (ink != INK_PLAIN)
                buf_adds(out, ink_escape(INK_PLAIN));
            if (want != INK_PLAIN)
                buf_adds(out, ink_escape((enum ink)want));
            ink = want;
        }
        buf_add(out, cell->n ? cell->text : " ", cell->n ? cell->n : 1);
    }
    if (ink != INK_PLAIN)
        buf_adds(out, ink_escape(INK_PLAIN));
    buf_addc(out, '\n');
    memset(c->cell, 0, c->used * sizeof(*c->cell));
    c->used = 0;
}
