/* Text into cells: every byte of the network passes here on its way to the screen, made harmless by
 * cells_next. */
#include "ui/tui/grid.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

void grid_init(struct grid *g, bool ascii)
{
    *g = (struct grid){ .ascii = ascii };
}

void grid_fini(struct grid *g)
{
    mem_free(g->cell);
    g->cell = NULL;
}

static int between(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

bool grid_resize(struct grid *g, int rows, int cols)
{
    rows = between(rows, 1, GRID_MAX);
    cols = between(cols, 1, GRID_MAX);
    struct cell *cell = mem_new((size_t)rows * (size_t)cols, sizeof(*cell));
    if (!cell)
        return false;
    mem_free(g->cell);
    g->cell = cell;
    g->rows = rows;
    g->cols = cols;
    grid_clear(g);
    return true;
}

void grid_clear(struct grid *g)
{
    for (size_t i = 0; i < (size_t)g->rows * (size_t)g->cols; i++)
        g->cell[i] = (struct cell){ .text = " " };
}

struct area grid_area(struct grid *g)
{
    return (struct area){ g, 0, 0, g->cols, g->rows };
}

struct area area_part(const struct area *a, int x, int y, int w, int h)
{
    int left = between(x, 0, a->w), top = between(y, 0, a->h);
    return (struct area){ a->grid, a->x + left, a->y + top, between(w + (x - left), 0, a->w - left),
                          between(h + (y - top), 0, a->h - top) };
}

static struct cell *cell_at(const struct area *a, int x, int y)
{
    if (x < 0 || y < 0 || x >= a->w || y >= a->h)
        return NULL;
    return &a->grid->cell[(size_t)(a->y + y) * (size_t)a->grid->cols + (size_t)(a->x + x)];
}

/* A wide character that loses one of its halves loses the other one too. */
static void part_halves(const struct area *a, int x, struct cell *c)
{
    if (!c->text[0] && a->x + x > 0)
        snprintf(c[-1].text, CELL_TEXT, " ");
    if (a->x + x + 1 < a->grid->cols && !c[1].text[0])
        snprintf(c[1].text, CELL_TEXT, " ");
}

static void put(const struct area *a, int x, int y, enum style style, struct slice text, int width)
{
    struct cell *c = cell_at(a, x, y);
    if (!c)
        return;
    part_halves(a, x, c);
    struct cell *right = width == 2 ? cell_at(a, x + 1, y) : NULL;
    if (width == 2 && !right) {
        text = SLICE(" "); /* half of it would be outside */
    } else if (right) {
        part_halves(a, x + 1, right);
        right->text[0] = '\0';
        right->style = (uint8_t)style;
    }
    memcpy(c->text, text.p, text.n);
    c->text[text.n] = '\0';
    c->style = (uint8_t)style;
}

int area_text(const struct area *a, int x, int y, enum style style, struct slice text)
{
    struct glyph g;
    bool ascii = a->grid->ascii;
    int begin = x;
    for (size_t at = 0; cells_next(text, &at, ascii, &g);) {
        if (ascii) /* one letter may have become several */
            for (unsigned i = 0; i < g.n; i++)
                put(a, x + (int)i, y, style, slice_make(g.text + i, 1), 1);
        else
            put(a, x, y, style, slice_make(g.text, g.n), g.width);
        x += g.width;
    }
    return x - begin;
}

int area_puts(const struct area *a, int x, int y, enum style style, const char *text)
{
    return area_text(a, x, y, style, slice_of(text));
}

int area_printf(const struct area *a, int x, int y, enum style style, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    return area_puts(a, x, y, style, text);
}

int text_width(const struct grid *g, struct slice text)
{
    return (int)cells_width(text, g->ascii);
}

size_t text_fit(const struct grid *g, struct slice text, int w)
{
    struct glyph glyph;
    size_t fits = 0;
    for (size_t at = 0; cells_next(text, &at, g->ascii, &glyph); fits = at) {
        w -= glyph.width;
        if (w < 0)
            break;
    }
    return fits;
}

int area_fit(const struct area *a, int x, int y, int w, enum style style, struct slice text)
{
    if (w <= 0)
        return 0;
    /* A text much longer than the room need not be measured to its end. */
    struct slice seen = slice_sub(text, 0, (size_t)w * CELL_TEXT + 64);
    if (text_fit(a->grid, seen, w) == text.n)
        return area_text(a, x, y, style, text);
    const char *dots = a->grid->ascii ? ".." : "…";
    int room = text_width(a->grid, slice_of(dots));
    if (room >= w)
        return area_text(a, x, y, style, slice_sub(text, 0, text_fit(a->grid, seen, w)));
    int n = area_text(a, x, y, style, slice_sub(text, 0, text_fit(a->grid, seen, w - room)));
    return n + area_puts(a, x + n, y, style, dots);
}

void area_fill(const struct area *a, int x, int y, int w, enum style style, const char *sign)
{
    for (int i = 0; i < w; i++)
        put(a, x + i, y, style, slice_of(sign), 1);
}

void area_back(const struct area *a, int x, int y, int w, enum back back)
{
    for (int i = 0; i < w; i++) {
        struct cell *c = cell_at(a, x + i, y);
        if (c)
            c->back = (uint8_t)back;
    }
}

void area_style(const struct area *a, int x, int y, int w, enum style style)
{
    for (int i = 0; i < w; i++) {
        struct cell *c = cell_at(a, x + i, y);
        if (c)
            c->style = (uint8_t)style;
    }
}

/* Does the text stand in the cells from x on? Returns how many columns it takes there, or 0. */
static int stands_at(const struct area *a, int x, int y, struct slice text)
{
    int begin = x;
    for (size_t at = 0; at < text.n; x++) {
        const struct cell *c = cell_at(a, x, y);
        if (!c)
            return 0;
        size_t n = strlen(c->text);
        if (at + n > text.n || !slice_ieq(slice_make(c->text, n), slice_sub(text, at, at + n)))
            return 0;
        at += n;
    }
    return x - begin;
}

void area_highlight(const struct area *a, int from, int to, struct slice text, enum back back)
{
    if (!text.n)
        return;
    for (int y = from; y < to; y++)
        for (int x = 0; x < a->w; x++) {
            int w = stands_at(a, x, y, text);
            area_back(a, x, y, w, back);
            x += w ? w - 1 : 0;
        }
}

bool text_contains(struct slice text, struct slice part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (slice_ieq(slice_sub(text, i, i + part.n), part))
            return true;
    return false;
}
