/* Cells to SVG: what is behind them, lines, and runs of text that look alike. */
#include "tests/tui/picture.h"

#include <string.h>

enum { CELL_W = 8, CELL_H = 17, BASE = 13, FONT = 13, EDGE = 12 };

/* Where the lines of a character go from its middle: up, down, left, right; double ones, dashed
 * ones. */
enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8, TWICE = 16, DASHED = 32 };

static const struct {
    const char *text;
    unsigned lines;
} drawn[] = {
    { "│", UP | DOWN },
    { "─", LEFT | RIGHT },
    { "┄", LEFT | RIGHT | DASHED },
    { "═", LEFT | RIGHT | TWICE },
    { "┼", UP | DOWN | LEFT | RIGHT },
    { "╪", UP | DOWN | LEFT | RIGHT | TWICE },
    { "┬", DOWN | LEFT | RIGHT },
    { "├", UP | DOWN | RIGHT },
    { "┤", UP | DOWN | LEFT },
    { "┃", UP | DOWN | TWICE },
};

static unsigned lines_of(const char *text)
{
    for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++)
        if (!strcmp(text, drawn[i].text))
            return drawn[i].lines;
    return 0;
}

/* Eighths of the height that a block fills from below, 0: it is none; 9: a shade. */
static int block_of(const char *text)
{
    static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█", "░" };
    for (int i = 0; i < 9; i++)
        if (!strcmp(text, blocks[i]))
            return i + 1;
    return 0;
}

static int colour_of(int colour, int otherwise)
{
    return colour < 0 ? otherwise : colour;
}

static struct look look_of(const struct cell *c, enum theme theme)
{
    return theme_look(THEME_TRUE, theme, (enum style)c->style, (enum back)c->back);
}

static void add_lines(struct buf *out, int x, int y, unsigned lines, int colour)
{
    int mx = x + CELL_W / 2, my = y + CELL_H / 2;
    bool thick = lines & TWICE && !(lines & (LEFT | RIGHT));
    buf_printf(out, "<path stroke=\"#%06x\"%s%s d=\"", (unsigned)colour,
               lines & DASHED ? " stroke-dasharray=\"2 2\"" : "",
               thick ? " stroke-width=\"3\"" : "");
    if (lines & (UP | DOWN))
        buf_printf(out, "M%d.5 %dV%d", mx, lines & UP ? y : my, lines & DOWN ? y + CELL_H : my);
    for (int i = 0; lines & (LEFT | RIGHT) && i < (lines & TWICE ? 2 : 1); i++)
        buf_printf(out, "M%d %d.5H%d", lines & LEFT ? x : mx, my + (lines & TWICE ? 3 * i - 1 : 0),
                   lines & RIGHT ? x + CELL_W : mx);
    buf_adds(out, "\"/>\n");
}

static void add_block(struct buf *out, int x, int y, int block, int colour)
{
    int h = block > 8 ? CELL_H : CELL_H * block / 8;
    buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"%s/>\n", x,
               y + CELL_H - h, CELL_W, h, (unsigned)colour,
               block > 8 ? " fill-opacity=\".3\"" : "");
}

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '<':
            buf_adds(out, "&lt;");
            break;
        case '>':
            buf_adds(out, "&gt;");
            break;
        case '&':
            buf_adds(out, "&amp;");
            break;
        default:
            buf_addc(out, *text);
        }
}

static bool is_text(const struct cell *c)
{
    return !lines_of(c->text) && !block_of(c->text);
}

static bool is_blank(const struct cell *c, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(c[i].text, " ") != 0)
            return false;
    return true;
}

/* n cells that look alike. */
static void add_run(struct buf *out, const struct cell *c, int n, int x, int y, struct look look,
                    int colour)
{
    if (is_blank(c, n))
        return;
    buf_printf(out, "<text x=\"%d\" y=\"%d\" fill=\"#%06x\"%s%s textLength=\"%d\">", x, y + BASE,
               (unsigned)colour, look.bold ? " font-weight=\"700\"" : "",
               look.underline ? " text-decoration=\"underline\"" : "", n * CELL_W);
    for (int i = 0; i < n; i++)
        add_escaped(out, c[i].text);
    buf_adds(out, "</text>\n");
}

static void add_back(struct buf *out, const struct cell *c, int n, int x, int y, enum theme theme)
{
    int back = look_of(c, theme).back;
    if (back >= 0)
        buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x,
                   y, n * CELL_W, CELL_H, (unsigned)back);
}

static void add_row(struct buf *out, const struct grid *g, int row, enum theme theme, int ink)
{
    const struct cell *c = &g->cell[(size_t)row * (size_t)g->cols];
    int y = EDGE + row * CELL_H;
    for (int x = 0, n; x < g->cols; x += n) {
        for (n = 1; x + n < g->cols && c[x + n].back == c[x].back; n++)
            ;
        add_back(out, &c[x], n, EDGE + x * CELL_W, y, theme);
    }
    for (int x = 0, n; x < g->cols; x += n) {
        struct look look = look_of(&c[x], theme);
        int colour = colour_of(look.text, ink), at = EDGE + x * CELL_W;
        n = 1;
        if (lines_of(c[x].text)) {
            add_lines(out, at, y, lines_of(c[x].text), colour);
        } else if (block_of(c[x].text)) {
            add_block(out, at, y, block_of(c[x].text), colour);
        } else {
            while (x + n < g->cols && c[x + n].style == c[x].style && c[x + n].back == c[x].back &&
                   is_text(&c[x + n]) && !is_blank(&c[x + n - 1], x + n + 1 < g->cols ? 2 : 1))
                n++;
            add_run(out, &c[x], n, at, y, look, colour);
        }
    }
}

void picture_add(struct buf *out, const struct grid *g, enum theme theme)
{
    bool light = theme == THEME_LIGHT;
    int w = 2 * EDGE + g->cols * CELL_W, h = 2 * EDGE + g->rows * CELL_H;
    int ink = light ? 0x24292f : 0xd8dee6;
    buf_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\">\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#%06x\"/>\n"
        "<g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"%d\" "
        "fill=\"none\" xml:space=\"preserve\" lengthAdjust=\"spacing\">\n",
        w, h, w, h, w, h, light ? 0xffffffu : 0x12161cu, FONT);
    for (int row = 0; row < g->rows; row++)
        add_row(out, g, row, theme, ink);
    buf_adds(out, "</g>\n</svg>\n");
}
