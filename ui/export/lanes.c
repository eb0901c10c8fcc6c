/* Widths of lanes. What is drawn between them is left to the renderers. */
#include "ui/export/lanes.h"

#include "base/clock.h"
#include "ui/export/cells.h"
#include "ui/export/gaps.h"

enum {
    ARROW_CELLS = 5, /* of an arrow beside its label: a line and a blank, blank, line, head */
    LABEL_MAX = 60,  /* a label asks for no more than this; longer ones are cut */
    NAME_MAX_CELLS = 48,
    GAP_MIN = 9,     /* between two lifelines, also where there is no room */
    GAP_WANTED = 40, /* wider makes a ladder no better */
    GAP_EVEN = 30,   /* beside a wide one none is narrower than this where there is room to take */
    LABEL_BYTES = 4096,
};

#define SPAN_MIN_NS (100 * NS_PER_MS) /* shorter ones tell nothing */

/* Lines in the head of a lane. */
enum { HEAD_LINES = 3 };

const char *lanes_role(const struct flow_participant *p)
{
    struct slice name = slice_of(p->name), role = slice_of(p->role);
    char next = role.n < name.n ? ascii_lower(name.p[role.n]) : ' ';
    bool said = slice_istarts(name, role) && (next < 'a' || next > 'z');
    return said ? "" : p->role;
}

static struct slice head_line(const struct flow_participant *p, int line)
{
    return slice_of(line == 0 ? p->name : line == 1 ? p->address : lanes_role(p));
}

static unsigned at_most(unsigned v, unsigned max)
{
    return v < max ? v : max;
}

/* " ×3", or that the row is one of those; "" else. */
static void add_count(struct buf *b, const struct flow_row *row, bool ascii)
{
    if (row->repeats)
        buf_printf(b, " %s%u", ascii ? "x" : "×", row->repeats + 1);
    else if (row->repeat)
        buf_adds(b, " (again)");
}

/* Over how long a time it was sent again, where that is worth a word. */
static void add_span(struct buf *b, const struct flow_row *row)
{
    char text[CLOCK_TEXT];
    if (!row->repeats || row->repeat_ns < SPAN_MIN_NS)
        return;
    clock_duration(text, row->repeat_ns);
    buf_printf(b, " in %s", text);
}

void lanes_add_text(struct buf *b, const struct flow_row *row)
{
    buf_adds(b, row->text);
    add_count(b, row, false);
    add_span(b, row);
}

void lanes_add_detail(struct buf *b, const struct flow_row *row, const char *before)
{
    if (row->detail && row->detail[0])
        buf_printf(b, "%s%s", before, row->detail);
    if (row->faulty || row->snapped)
        buf_printf(b, "%s%s", before, row->faulty ? "malformed" : "cut short");
    if (row->kind == FLOW_NOTE && row->findings)
        buf_printf(b, "%s%s", before, row->finding[0]);
}

unsigned lanes_label(struct buf *b, const struct flow_row *row, unsigned room, bool ascii)
{
    unsigned used = cells_add(b, slice_of(row->text), ascii), least, want;
    struct buf more;
    buf_init(&more, LABEL_BYTES);
    add_count(&more, row, ascii);
    least = used += cells_add(b, buf_slice(&more), ascii);
    buf_clear(&more);
    add_span(&more, row);
    if (used + cells_width(buf_slice(&more), ascii) <= room)
        used += cells_add(b, buf_slice(&more), ascii);
    buf_clear(&more);
    lanes_add_detail(&more, row, "  ");
    want = cells_width(buf_slice(&more), ascii);
    if (want && used + want <= room)
        cells_add(b, buf_slice(&more), ascii);
    else if (want && used + 6 <= room)
        cells_fit(b, buf_slice(&more), room - used, CELLS_LEFT, ascii);
    buf_fini(&more);
    return least;
}

/* What a band is made of, by enum flow_band: two signs by turns, and the ends of a one-way one. */
struct fill {
    const char *even, *odd, *right, *left;
};

static const struct fill unicode_fill[] = {
    [FLOW_TWO_WAY] = { "░", "░", "░", "░" },
    [FLOW_ONE_WAY] = { "░", "░", "►", "◄" },
    [FLOW_HOLD] = { "·", " ", "·", "·" },
    [FLOW_FAX] = { "▒", "▒", "▒", "▒" },
};

static const struct fill ascii_fill[] = {
    [FLOW_TWO_WAY] = { ":", ":", ":", ":" },
    [FLOW_ONE_WAY] = { ":", ":", ">", "<" },
    [FLOW_HOLD] = { ".", " ", ".", "." },
    [FLOW_FAX] = { "#", "#", "#", "#" },
};

enum { BAND_BESIDE = 4 }; /* cells of a band beside its words: a sign and a blank at each side */

/* Cells up to `to`, or from there on; the one nearest to it is even. */
static void add_fill(struct buf *b, const struct fill *f, unsigned from, unsigned to,
                     bool leftwards)
{
    for (unsigned i = from; i < to; i++)
        buf_adds(b, (leftwards ? to - 1 - i : i - from) % 2 ? f->odd : f->even);
}

bool lanes_band(struct buf *b, const struct flow_row *row, bool rightwards, unsigned cells,
                bool ascii)
{
    const struct fill *f = ascii ? &ascii_fill[row->band] : &unicode_fill[row->band];
    unsigned room = cells > BAND_BESIDE ? cells - BAND_BESIDE : 0;
    struct buf words;
    if (!cells)
        return false;
    buf_init(&words, LABEL_BYTES);
    unsigned least = lanes_label(&words, row, room, ascii);
    unsigned width = cells_width(buf_slice(&words), ascii);
    bool fits = least <= room && width <= room;
    bool one_way = row->band == FLOW_ONE_WAY;
    unsigned at = fits ? (cells - width - 2) / 2 : cells;
    buf_adds(b, one_way && !rightwards ? f->left : "");
    add_fill(b, f, one_way && !rightwards, at - (!fits && one_way && rightwards), true);
    if (fits) {
        buf_printf(b, " %.*s ", (int)words.n, words.p);
        add_fill(b, f, at + width + 2, cells - (one_way && rightwards), false);
    }
    buf_adds(b, one_way && rightwards ? f->right : "");
    buf_fini(&words);
    return fits;
}

unsigned lanes_note(const struct lanes *l, unsigned lane, unsigned cells, unsigned end)
{
    while (lane && l->x[lane] + 2 + cells > end)
        lane--;
    return l->x[lane] + 2;
}

unsigned lanes_sign_cells(const struct flow *f)
{
    for (unsigned i = 0; i < f->rows; i++)
        if (f->row[i].kind == FLOW_MESSAGE && f->row[i].findings)
            return 2;
    return 0;
}

const char *lanes_sign(enum flow_severity severity, bool ascii)
{
    static const char *const sign[][2] = {
        [FLOW_PLAIN] = { "▌", "#" },
        [FLOW_INFO] = { "i", "i" },
        [FLOW_WARNING] = { "!", "!" },
        [FLOW_ERROR] = { "✖", "X" },
    };
    return sign[severity][ascii];
}

/* What the lanes need beside their gaps. */
struct outside {
    unsigned first, last; /* cells that the outer names hang over */
    unsigned alone;       /* cells for arrows of the only lane to itself */
};

static void need_names(struct gaps *g, struct outside *out, const struct flow *f, bool ascii)
{
    for (int line = 0; line < HEAD_LINES; line++) {
        unsigned before = 0;
        for (unsigned i = 0; i <= g->n; i++) {
            unsigned w =
                at_most(cells_width(head_line(&f->participant[i], line), ascii), NAME_MAX_CELLS);
            unsigned left = w / 2, right = w - left;
            if (i && before + left + 2 > g->need[i - 1] && w)
                g->need[i - 1] = before + left + 2;
            if (i == 0 && left > out->first)
                out->first = left;
            if (i == g->n && right > out->last)
                out->last = right;
            before = right;
        }
    }
}

static unsigned label_width(const struct flow_row *row, bool ascii, struct buf *b)
{
    buf_clear(b);
    lanes_label(b, row, LABEL_BYTES, ascii);
    return at_most(cells_width(buf_slice(b), ascii), LABEL_MAX);
}

static void need_labels(struct gaps *g, struct outside *out, const struct flow *f,
                        const struct lanes *l, bool ascii)
{
    struct buf b;
    buf_init(&b, LABEL_BYTES);
    for (int spans = 0; spans < 2; spans++) { /* neighbours first: they leave no choice */
        for (unsigned i = 0; i < f->rows; i++) {
            const struct flow_row *row = &f->row[i];
            unsigned from = lanes_of(l, row->from), to = lanes_of(l, row->to);
            unsigned left = from < to ? from : to, right = from < to ? to : from;
            if ((row->kind != FLOW_MESSAGE && row->kind != FLOW_BAND) ||
                (right - left > 1) != spans)
                continue;
            unsigned cells = label_width(row, ascii, &b) + ARROW_CELLS + 1;
            if (spans)
                gaps_span(g, left, right, cells);
            else if (left < right)
                gaps_ask(&g->need[left], cells);
            else if (left)
                gaps_ask(&g->need[left < g->n ? left : left - 1], cells);
            else
                gaps_ask(g->n ? &g->need[0] : &out->alone, cells);
        }
    }
    buf_fini(&b);
}

void lanes_fit(struct lanes *l, const struct flow *f, const struct lanes_options *o)
{
    struct gaps g = { .n = 0 };
    struct outside out = { .alone = 0 };
    *l = (struct lanes){ .n = at_most(f->participants, LANES_MAX),
                         .shared = f->participants > LANES_MAX };
    if (!l->n)
        return;
    g.n = l->n - 1;
    for (unsigned i = 0; i < g.n; i++)
        g.need[i] = GAP_MIN;
    need_names(&g, &out, f, o->ascii);
    need_labels(&g, &out, f, l, o->ascii);
    unsigned first = out.first > o->left ? out.first : o->left;
    unsigned last = out.last > out.alone + 1 ? out.last : out.alone + 1, sum = gaps_sum(&g);
    unsigned room = o->width > first + last ? o->width - first - last : 0;
    unsigned limit = o->limit > first + last ? o->limit - first - last : 0;
    l->crowded = sum > room;
    if (!l->crowded)
        gaps_raise(&g, room, GAP_MIN, GAP_WANTED);
    else if (sum > limit)
        gaps_lower(&g, limit, GAP_MIN, LABEL_MAX + NAME_MAX_CELLS);
    else
        gaps_raise(&g, limit, GAP_MIN, GAP_EVEN);
    l->x[0] = first;
    for (unsigned i = 0; i < g.n; i++)
        l->x[i + 1] = l->x[i] + g.need[i];
    l->width = l->x[g.n] + last;
}
