/* Terminal cells by utf8proc's tables. Where text goes on a line is left to the renderers. */
#include "ui/export/cells.h"

#include <utf8proc.h>

enum {
    REPLACEMENT = 0xfffd,
    MARKS_MAX = 3,
};

/* What a character is for a terminal. */
enum shape {
    SHAPE_NONE,  /* shows nothing */
    SHAPE_BAD,   /* must not reach a terminal */
    SHAPE_BLANK, /* white space of any kind */
    SHAPE_MARK,  /* sits on the one before it */
    SHAPE_PLAIN,
};

/* The character at s.p[at] into *cp (REPLACEMENT when there is none); its bytes. */
static size_t decode(struct slice s, size_t at, utf8proc_int32_t *cp)
{
    utf8proc_ssize_t left = s.n - at < 4 ? (utf8proc_ssize_t)(s.n - at) : 4;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, left, cp);
    if (n > 0)
        return (size_t)n;
    *cp = REPLACEMENT;
    return 1;
}

static enum shape shape_of(utf8proc_int32_t cp)
{
    if (cp >= 0x20 && cp < 0x7f)
        return SHAPE_PLAIN;
    if (cp == '\t' || cp == '\r' || cp == '\n')
        return SHAPE_BLANK;
    switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return SHAPE_BAD;
    case UTF8PROC_CATEGORY_ZS:
        return SHAPE_BLANK;
    case UTF8PROC_CATEGORY_CF: /* marks of direction turn a line around, the others show nothing */
        if (cp == 0x061c || cp == 0x200e || cp == 0x200f || (cp >= 0x202a && cp <= 0x202e) ||
            (cp >= 0x2066 && cp <= 0x2069))
            return SHAPE_BAD;
        return SHAPE_NONE;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
        return (cp >= 0xfe00 && cp <= 0xfe0f) || cp >= 0xe0100 ? SHAPE_NONE : SHAPE_MARK;
    default:
        return utf8proc_charwidth(cp) > 0 ? SHAPE_PLAIN : SHAPE_MARK;
    }
}

static void put(struct glyph *g, utf8proc_int32_t cp)
{
    g->n = (uint8_t)(g->n + utf8proc_encode_char(cp, (utf8proc_uint8_t *)g->text + g->n));
}

static void put_ascii(struct glyph *g, const char *text)
{
    for (; *text; text++)
        g->text[g->n++] = *text;
    g->width = g->n;
}

/* Signs that rung itself or typographers use, in ASCII; NULL for others. */
static const char *known_sign(utf8proc_int32_t cp)
{
    switch (cp) {
    case 0x2192:
        return "->";
    case 0x2190:
        return "<-";
    case 0x2194:
        return "<->";
    case 0x2026:
        return "..";
    case 0x00d7:
        return "x";
    case 0x00b7:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return "-";
    case 0x2018:
    case 0x2019:
        return "'";
    case 0x201c:
    case 0x201d:
        return "\"";
    case 0x00b5:
    case 0x03bc:
        return "u";
    case 0x00df:
        return "ss";
    case 0x00e6:
        return "ae";
    case 0x00c6:
        return "AE";
    case 0x00f8:
        return "o";
    case 0x00d8:
        return "O";
    default:
        return NULL;
    }
}

static void fold(struct glyph *g, utf8proc_int32_t cp)
{
    const char *sign = known_sign(cp);
    utf8proc_int32_t part[18];
    char text[2] = "?";
    if (!sign) {
        int boundary = 0;
        utf8proc_ssize_t n =
            utf8proc_decompose_char(cp, part, 18, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
        if (n > 0 && part[0] >= 0x20 && part[0] < 0x7f)
            text[0] = (char)part[0];
        sign = text;
    }
    put_ascii(g, sign);
}

/* The marks that follow belong to the glyph. */
static void take_marks(struct slice s, size_t *at, bool ascii, struct glyph *g)
{
    for (int marks = 0; *at < s.n && (unsigned char)s.p[*at] >= 0x80;) {
        utf8proc_int32_t cp;
        size_t n = decode(s, *at, &cp);
        enum shape shape = shape_of(cp);
        if (shape != SHAPE_MARK && shape != SHAPE_NONE)
            break;
        if (shape == SHAPE_MARK && !ascii && marks++ < MARKS_MAX)
            put(g, cp);
        *at += n;
    }
}

bool cells_next(struct slice s, size_t *at, bool ascii, struct glyph *out)
{
    utf8proc_int32_t cp = 0;
    enum shape shape = SHAPE_NONE;
    while (*at < s.n && shape == SHAPE_NONE) {
        *at += decode(s, *at, &cp);
        shape = shape_of(cp);
    }
    if (shape == SHAPE_NONE)
        return false;
    *out = (struct glyph){ .n = 0, .width = 1 };
    if (shape == SHAPE_BLANK)
        cp = ' ';
    else if (shape == SHAPE_BAD || shape == SHAPE_MARK)
        cp = REPLACEMENT;
    if (cp < 0x80) {
        out->text[out->n++] = (char)cp;
    } else if (ascii) {
        fold(out, cp);
    } else {
        put(out, cp);
        out->width = utf8proc_charwidth(cp) > 1 ? 2 : 1;
    }
    take_marks(s, at, ascii, out);
    return true;
}

/* Printable ASCII and nothing else: a cell for each byte. Most texts are. */
static bool is_plain(struct slice s)
{
    unsigned odd = 0;
    for (size_t i = 0; i < s.n; i++)
        odd |= (unsigned char)(s.p[i] - 0x20) > 0x5e;
    return !odd && s.n <= UINT16_MAX;
}

unsigned cells_width(struct slice s, bool ascii)
{
    if (is_plain(s))
        return (unsigned)s.n;
    struct glyph g;
    unsigned width = 0;
    for (size_t at = 0; cells_next(s, &at, ascii, &g);)
        width += g.width;
    return width;
}

unsigned cells_add(struct buf *b, struct slice s, bool ascii)
{
    if (is_plain(s)) {
        buf_add(b, s.p ? s.p : "", s.n);
        return (unsigned)s.n;
    }
    struct glyph g;
    unsigned width = 0;
    for (size_t at = 0; cells_next(s, &at, ascii, &g);) {
        buf_add(b, g.text, g.n);
        width += g.width;
    }
    return width;
}

/* How much of s to show in `width` cells: all of it, or what leaves room for the sign of a cut. */
static size_t cut(struct slice s, unsigned width, unsigned sign, bool ascii, unsigned *shown)
{
    struct glyph g;
    unsigned used = 0, kept = 0;
    size_t end = 0;
    if (s.n <= width && is_plain(s)) {
        *shown = (unsigned)s.n;
        return s.n;
    }
    for (size_t at = 0; cells_next(s, &at, ascii, &g);) {
        used += g.width;
        if (used > width) {
            *shown = kept;
            return end;
        }
        if (used + sign <= width) {
            end = at;
            kept = used;
        }
    }
    *shown = used;
    return s.n;
}

void cells_fit(struct buf *b, struct slice s, unsigned width, enum cells_align align, bool ascii)
{
    unsigned sign = ascii ? 2 : 1, shown;
    size_t end = cut(s, width, sign, ascii, &shown);
    bool is_cut = end < s.n;
    if (is_cut && sign > width)
        sign = width;
    unsigned pad = width - shown - (is_cut ? sign : 0);
    if (align == CELLS_RIGHT)
        buf_fill(b, ' ', pad);
    cells_add(b, slice_sub(s, 0, end), ascii);
    if (is_cut && ascii)
        buf_add(b, "..", sign);
    else if (is_cut && sign)
        buf_adds(b, "…");
    if (align == CELLS_LEFT)
        buf_fill(b, ' ', pad);
}

struct slice cells_line(struct slice *s, unsigned room, bool ascii)
{
    struct glyph g;
    size_t at = 0, end = 0, blank = 0;
    unsigned used = 0;
    while (cells_next(*s, &at, ascii, &g) && used + g.width <= room) {
        used += g.width;
        if (g.n == 1 && g.text[0] == ' ')
            blank = end;
        end = at;
    }
    if (end < s->n && s->p[end] == ' ')
        blank = end;
    if (end < s->n && blank)
        end = blank;
    if (!end && s->n) /* a glyph wider than the room */
        end = at;
    struct slice line = slice_sub(*s, 0, end);
    *s = slice_trim(slice_sub(*s, end, s->n));
    return line;
}
