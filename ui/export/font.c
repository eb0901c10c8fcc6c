/* The widths are the larger ones of DejaVu Sans and Liberation Sans (as wide as Arial and
 * Helvetica), in thousandths of the size. */
#include "ui/export/font.h"

#include <utf8proc.h>

#include "ui/export/cells.h"

enum {
    FIRST = 0x20, /* of the table, and the one behind its last */
    END = 0x7f,
    WIDE = 1320,  /* of two cells: ideographs take 1000, pictures more */
    OTHER = 2020, /* no letter of these fonts is wider */
};

static const struct font_shape shapes[FONT_COUNT] = {
    [FONT_TITLE] = { 17, 22, true },  [FONT_NAME] = { 13, 16, true },
    [FONT_LABEL] = { 12, 15, false }, [FONT_STRONG] = { 12, 15, true },
    [FONT_SMALL] = { 10, 13, false },
};

static const unsigned short widths[2][END - FIRST] = {
    {
        318,  401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337,
        637,  637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557,
        1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863, 749, 788,
        667,  788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557,
        500,  613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
        635,  635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
    },
    {
        349,  457, 521, 838, 696, 1002, 873, 307,  458, 458, 523, 838, 380, 416,  380, 366,
        696,  696, 696, 696, 696, 696,  696, 696,  696, 696, 400, 400, 838, 838,  838, 611,
        1000, 774, 763, 734, 831, 684,  684, 821,  837, 373, 557, 775, 638, 996,  837, 851,
        733,  851, 771, 721, 683, 813,  774, 1104, 771, 725, 726, 458, 366, 458,  838, 557,
        500,  675, 716, 593, 716, 679,  436, 716,  712, 343, 343, 666, 343, 1042, 712, 688,
        716,  716, 494, 596, 479, 712,  652, 924,  646, 652, 583, 712, 366, 712,  838,
    },
};

/* Other signs, and whole alphabets; the first row that has it counts. Plain, bold. */
static const struct {
    int first, last;
    unsigned short width[2];
} ranges[] = {
    { 0xb5, 0xb5, { 637, 736 } },       { 0xb7, 0xb7, { 334, 380 } },
    { 0xd7, 0xd7, { 838, 838 } },       { 0x2013, 0x2013, { 557, 557 } },
    { 0x2014, 0x2014, { 1000, 1000 } }, { 0x2026, 0x2026, { 1000, 1000 } },
    { 0x2190, 0x2190, { 1000, 1000 } }, { 0x2192, 0x2192, { 1000, 1000 } },
    { 0xa0, 0x17f, { 1070, 1167 } },    { 0x370, 0x3ff, { 959, 1093 } },
    { 0x400, 0x52f, { 1338, 1406 } },   { 0x590, 0x5ff, { 730, 806 } },
    { 0x600, 0x6ff, { 1221, 1380 } },   { 0x1e00, 0x1fff, { 1100, 1252 } },
    { 0x2000, 0x206f, { 1736, 1887 } },
};

const struct font_shape *font_shape(enum font font)
{
    return &shapes[font];
}

static unsigned thousandths(const struct glyph *g, bool bold)
{
    utf8proc_int32_t cp = 0, part[18];
    int boundary = 0;
    if (g->n == 1 && g->text[0] >= FIRST && g->text[0] < END)
        return widths[bold][g->text[0] - FIRST];
    utf8proc_iterate((const utf8proc_uint8_t *)g->text, g->n, &cp);
    /* A letter with an accent is as wide as without. */
    if (cp < 0x250 && utf8proc_decompose_char(cp, part, 18, UTF8PROC_DECOMPOSE, &boundary) > 1 &&
        part[0] > FIRST && part[0] < END && part[0] != 'i' && part[0] != 'd' && part[0] != 'L' &&
        part[0] != 'l' && part[0] != 't')
        return widths[bold][part[0] - FIRST];
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return ranges[i].width[bold];
    return g->width > 1 ? WIDE : OTHER;
}

/* Whole px that so many thousandths of the size take. */
static unsigned to_px(size_t sum, enum font font)
{
    return (unsigned)((sum * shapes[font].px + 999) / 1000);
}

unsigned font_width(struct slice s, enum font font)
{
    struct glyph g;
    size_t sum = 0;
    for (size_t at = 0; cells_next(s, &at, false, &g);)
        sum += thousandths(&g, shapes[font].bold);
    return to_px(sum, font);
}

static bool parts(const struct glyph *g)
{
    const struct slice signs = SLICE(".:/@-_;,=");
    return g->n == 1 && slice_index(signs, g->text[0]) < signs.n;
}

static struct slice trim(struct slice s)
{
    while (s.n && ascii_is_lws(s.p[0]))
        s = slice_sub(s, 1, s.n);
    while (s.n && ascii_is_lws(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct slice font_line(struct slice *s, unsigned room, enum font font)
{
    struct slice all = trim(*s);
    struct glyph g;
    size_t sum = 0, at = 0, before = 0, blank = 0, part = 0;
    while (cells_next(all, &at, false, &g)) {
        sum += thousandths(&g, shapes[font].bold);
        if (before && to_px(sum, font) > room && g.text[0] != ' ')
            break;
        if (g.n == 1 && g.text[0] == ' ')
            blank = before;
        else if (parts(&g))
            part = at;
        before = at;
    }
    if (before < all.n)
        before = blank ? blank : part ? part : before;
    *s = trim(slice_sub(all, before, all.n));
    return trim(slice_sub(all, 0, before));
}

unsigned font_lines(struct slice s, unsigned room, enum font font, unsigned most)
{
    unsigned n = 0;
    for (s = trim(s); s.n && n < most; n++)
        font_line(&s, room, font);
    return n;
}

unsigned font_cut(struct buf *b, struct slice s, unsigned room, enum font font)
{
    const struct slice dots = SLICE("…");
    struct glyph g;
    unsigned width = font_width(s, font), more = font_width(dots, font);
    if (width <= room) {
        cells_add(b, s, false);
        return width;
    }
    size_t sum = 0, at = 0;
    width = 0;
    while (cells_next(s, &at, false, &g)) {
        sum += thousandths(&g, shapes[font].bold);
        if (to_px(sum, font) + more > room)
            break;
        buf_add(b, g.text, g.n);
        width = to_px(sum, font);
    }
    buf_add(b, dots.p, dots.n);
    return width + more;
}
