/* The ladder as lines of text, in Unicode and in ASCII: a row per arrow, its label on it. Where the
 * lanes stand is left to lanes.c, what a row says to the flow. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ui/export/canvas.h"
#include "ui/export/cells.h"
#include "ui/export/label.h"
#include "ui/export/lanes.h"
#include "ui/export/render.h"
#include "ui/export/steps.h"

enum {
    STEP_X = 2,       /* where the step numbers begin */
    CLOCK_CELLS = 12, /* 12:00:00.086 */
    REMARK_MIN = 34,  /* descriptions stand at the right where there is so much room */
    REMARK_GAP = 3,
    LEGEND_CELLS = 40, /* names, and states, of calls are cut here */
    TEXT_BYTES = 1 << 14,
};

/* The strokes of an arrow; `odd` is the other half of a dashed one. */
struct stroke {
    const char *line, *odd, *cross, *right, *left;
};

/* By enum flow_class: solid requests, dashed 1xx with an open head, double 2xx, open heads for what
 * goes on otherwise, a cross for what failed. */
static const struct stroke unicode_stroke[] = {
    [FLOW_REQUEST] = { "─", "─", "┼", "►", "◄" },
    [FLOW_PROVISIONAL] = { "┄", "┄", "┼", "▷", "◁" },
    [FLOW_SUCCESS] = { "═", "═", "╪", "►", "◄" },
    [FLOW_REDIRECT] = { "─", "─", "┼", "▷", "◁" },
    [FLOW_CHALLENGE] = { "─", "─", "┼", "▷", "◁" },
    [FLOW_FAILURE] = { "─", "─", "┼", "✕", "✕" },
};

static const struct stroke ascii_stroke[] = {
    [FLOW_REQUEST] = { "-", "-", "+", ">", "<" },
    [FLOW_PROVISIONAL] = { "-", " ", "+", ">", "<" },
    [FLOW_SUCCESS] = { "=", "=", "+", ">", "<" },
    [FLOW_REDIRECT] = { "-", "-", "+", ")", "(" },
    [FLOW_CHALLENGE] = { "-", "-", "+", ")", "(" },
    [FLOW_FAILURE] = { "-", "-", "+", "x", "x" },
};

static const enum ink class_ink[] = {
    [FLOW_REQUEST] = INK_REQUEST,    [FLOW_PROVISIONAL] = INK_PROVISIONAL,
    [FLOW_SUCCESS] = INK_SUCCESS,    [FLOW_REDIRECT] = INK_REDIRECT,
    [FLOW_CHALLENGE] = INK_REDIRECT, [FLOW_FAILURE] = INK_FAILURE,
};

/* The columns of times that are shown. */
enum clocks {
    CLOCKS_BOTH,
    CLOCKS_ABS,
    CLOCKS_DELTA, /* the first one is a time of day */
    CLOCKS_SINCE,
};

struct ladder {
    const struct flow *f;
    struct lanes lanes;
    struct canvas canvas;
    struct buf *out;
    struct buf text; /* of the label at hand */
    enum clocks clocks;
    unsigned call_x, call_cells; /* 0 cells: there is but one call */
    unsigned sign_cells;
    unsigned time_x, delta_x, delta_end; /* cells */
    unsigned remark_x, remark_room;      /* 0: there is no room for descriptions */
    bool ascii;
};

/* ---- times */

static unsigned digits(unsigned n)
{
    unsigned d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

static unsigned widest_time(const struct flow *f, void (*format)(char *, int64_t), bool since)
{
    unsigned widest = 0;
    char text[CLOCK_TEXT + 1];
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *row = &f->row[i];
        if (row->kind != FLOW_MESSAGE || row->step <= 1)
            continue;
        format(text, since ? row->time_ns - f->first_ns : row->delta_ns);
        unsigned w = cells_width(slice_of(text), false);
        widest = w > widest ? w : widest;
    }
    return widest;
}

static void paint_right(struct ladder *l, unsigned end, const char *text, enum ink ink)
{
    unsigned w = cells_width(slice_of(text), l->ascii);
    canvas_text(&l->canvas, end > w ? end - w : 0, slice_of(text), w, ink);
}

static void paint_times(struct ladder *l, const struct flow_row *row)
{
    char text[CLOCK_TEXT + 1];
    bool first = row->step <= 1;
    if (l->clocks == CLOCKS_BOTH || l->clocks == CLOCKS_ABS ||
        (l->clocks == CLOCKS_DELTA && first)) {
        clock_time_of_day(text, row->time_ns, 3);
        if (l->clocks == CLOCKS_DELTA)
            paint_right(l, l->delta_end, text, INK_DIM);
        else
            canvas_text(&l->canvas, l->time_x, slice_of(text), CLOCK_CELLS, INK_DIM);
    }
    if (l->clocks == CLOCKS_SINCE)
        label_since(text, row->time_ns - l->f->first_ns);
    else if (l->clocks == CLOCKS_ABS || first)
        return;
    else
        label_delta(text, row->delta_ns);
    paint_right(l, l->delta_end, text, INK_DIM);
}

/* Which of several calls it is. */
static void paint_call(struct ladder *l, uint32_t number)
{
    char text[16] = "–";
    if (number)
        snprintf(text, sizeof(text), "%u", number);
    if (l->call_cells)
        paint_right(l, l->call_x + l->call_cells, text, INK_NAME);
}

/* ---- arrows */

static void paint_lifelines(struct ladder *l)
{
    for (unsigned i = 0; i < l->lanes.n; i++)
        canvas_put(&l->canvas, l->lanes.x[i], l->ascii ? "|" : "│", INK_PLAIN);
}

/* Where the label of an arrow over the lanes left..right stands: in the first gap that holds it,
 * else over the lifelines between. */
struct place {
    unsigned x, room;
    bool tight; /* nothing but the head beside it */
};

enum {
    BESIDE = 5, /* cells of an arrow beside its label: line, blank, blank, line, head */
};

static struct place label_place(const struct ladder *l, unsigned left, unsigned right,
                                unsigned want, unsigned least, bool rightwards)
{
    const unsigned *x = l->lanes.x;
    for (unsigned i = left; i < right; i++)
        if (x[i + 1] - x[i] - 1 >= want + BESIDE)
            return (struct place){ x[i] + 3 + !rightwards, want, false };
    unsigned inner = x[right] - x[left] - 1;
    if (inner >= least + BESIDE)
        return (struct place){ x[left] + 3 + !rightwards, inner - BESIDE, false };
    return (struct place){ x[left] + 1 + !rightwards, inner - 1, true };
}

static unsigned make_label(struct ladder *l, const struct flow_row *row, unsigned room)
{
    buf_clear(&l->text);
    lanes_label(&l->text, row, room, l->ascii);
    return cells_width(buf_slice(&l->text), l->ascii);
}

static const struct stroke *stroke_of(const struct ladder *l, const struct flow_row *row)
{
    return l->ascii ? &ascii_stroke[row->cls] : &unicode_stroke[row->cls];
}

static void paint_label(struct ladder *l, const struct flow_row *row, unsigned left, unsigned right,
                        bool rightwards)
{
    enum ink ink = class_ink[row->cls];
    unsigned least, want;
    buf_clear(&l->text);
    least = lanes_label(&l->text, row, TEXT_BYTES, l->ascii);
    want = cells_width(buf_slice(&l->text), l->ascii);
    struct place p = label_place(l, left, right, want, least, rightwards);
    if (want > p.room)
        make_label(l, row, p.room);
    if (!p.tight)
        canvas_put(&l->canvas, p.x - 1, " ", ink);
    unsigned used = canvas_text(&l->canvas, p.x, buf_slice(&l->text), p.room, ink);
    if (!p.tight || used < p.room)
        canvas_put(&l->canvas, p.x + used, " ", ink);
}

static void paint_arrow(struct ladder *l, const struct flow_row *row, unsigned from, unsigned to)
{
    const struct stroke *s = stroke_of(l, row);
    enum ink ink = class_ink[row->cls];
    bool rightwards = from < to;
    unsigned left = rightwards ? from : to, right = rightwards ? to : from;
    const unsigned *x = l->lanes.x;
    unsigned begin = x[left] + 1, end = x[right];
    for (unsigned i = begin; i < end; i++)
        canvas_put(&l->canvas, i, (i - begin) % 2 == rightwards ? s->odd : s->line, ink);
    for (unsigned i = left + 1; i < right; i++)
        canvas_put(&l->canvas, x[i], s->cross, ink);
    canvas_put(&l->canvas, rightwards ? end - 1 : begin, rightwards ? s->right : s->left, ink);
    paint_label(l, row, left, right, rightwards);
}

/* From a lane to itself: at its right, for the last lane at its left. */
static void paint_loop(struct ladder *l, const struct flow_row *row, unsigned lane)
{
    const struct stroke *s = stroke_of(l, row);
    enum ink ink = class_ink[row->cls];
    const unsigned *x = l->lanes.x;
    if (lane && lane + 1 == l->lanes.n) {
        unsigned space = x[lane] - x[lane - 1];
        unsigned width = make_label(l, row, space > 5 ? space - 5 : 0), at = x[lane] - 2;
        canvas_put(&l->canvas, at + 1, s->right, ink);
        canvas_put(&l->canvas, at, l->ascii ? "`" : "╰", ink);
        width = width + 5 > space ? space - 5 : width;
        canvas_text(&l->canvas, at - 1 - width, buf_slice(&l->text), width, ink);
        return;
    }
    unsigned end = lane + 1 < l->lanes.n ? x[lane + 1] : l->lanes.width + 1;
    unsigned room = end > x[lane] + 5 ? end - x[lane] - 5 : 0;
    canvas_put(&l->canvas, x[lane] + 1, s->left, ink);
    canvas_put(&l->canvas, x[lane] + 2, l->ascii ? "'" : "╯", ink);
    make_label(l, row, room);
    canvas_text(&l->canvas, x[lane] + 4, buf_slice(&l->text), room, ink);
}

/* Between its lifelines; words for which there is no room there stand beside it. */
static void paint_band(struct ladder *l, const struct flow_row *row, unsigned from, unsigned to)
{
    unsigned left = l->lanes.x[from < to ? from : to], right = l->lanes.x[from < to ? to : from];
    struct buf band;
    buf_init(&band, TEXT_BYTES);
    bool told = lanes_band(&band, row, from<to, right> left ? right - left - 1 : 0, l->ascii);
    canvas_text(&l->canvas, left + 1, buf_slice(&band), right - left, INK_BAND);
    buf_fini(&band);
    if (told)
        return;
    unsigned width = make_label(l, row, TEXT_BYTES), at = right + 2;
    if (at + width > l->canvas.width && left > l->lanes.x[0] && width + 2 <= left)
        at = left - width - 1;
    width = canvas_text(&l->canvas, at, buf_slice(&l->text), l->canvas.width, INK_BAND);
    canvas_put(&l->canvas, at + width, " ", INK_PLAIN);
}

static const enum ink severity_ink[] = {
    [FLOW_PLAIN] = INK_NOTE,
    [FLOW_INFO] = INK_DIM,
    [FLOW_WARNING] = INK_NOTE,
    [FLOW_ERROR] = INK_FAILURE,
};

/* A note stands beside the leftmost lane it speaks of and goes over the others, in as many lines as
 * it takes. */
static void paint_note(struct ladder *l, const struct flow_row *row, unsigned from, unsigned to)
{
    enum ink ink = severity_ink[row->severity];
    unsigned lane = from < to ? from : to;
    unsigned width = make_label(l, row, TEXT_BYTES) + 2, end = l->lanes.width;
    if (l->lanes.x[lane] + 2 + width > end)
        end = l->canvas.width; /* what is beyond the last lane, too */
    unsigned at = lanes_note(&l->lanes, lane, width, end), room = end > at + 3 ? end - at - 2 : 1;
    struct slice rest = buf_slice(&l->text);
    canvas_put(&l->canvas, at, lanes_sign(row->severity, l->ascii), ink);
    for (bool more = true; more;) {
        canvas_put(&l->canvas, at - 1, " ", INK_PLAIN);
        canvas_put(&l->canvas, at + 1, " ", INK_PLAIN);
        struct slice line = cells_line(&rest, room, l->ascii);
        width = canvas_text(&l->canvas, at + 2, line, room, ink);
        canvas_put(&l->canvas, at + 2 + width, " ", INK_PLAIN);
        more = rest.n;
        if (more) {
            canvas_end_line(&l->canvas, l->out);
            paint_lifelines(l);
        }
    }
}

/* Here another call begins: a thin rule over all lanes. */
static void paint_rule(struct ladder *l, const struct flow_row *row)
{
    const unsigned *x = l->lanes.x, last = l->lanes.n - 1;
    for (unsigned i = x[0]; i < x[last]; i++)
        canvas_put(&l->canvas, i, l->ascii ? "-" : "─", INK_DIM);
    for (unsigned i = 0; i <= last; i++)
        canvas_put(&l->canvas, x[i],
                   l->ascii ? "+"
                   : !last  ? "│"
                   : !i     ? "├"
                            : (i < last ? "┼" : "┤"),
                   INK_DIM);
    unsigned at = x[0] + 4;
    make_label(l, row, TEXT_BYTES);
    canvas_put(&l->canvas, at - 1, " ", INK_PLAIN);
    unsigned width = canvas_text(&l->canvas, at, buf_slice(&l->text), l->canvas.width, INK_NAME);
    if (at + width != x[last])
        canvas_put(&l->canvas, at + width, " ", INK_PLAIN);
}

static void paint_message(struct ladder *l, const struct flow_row *row, unsigned from, unsigned to)
{
    char step[16];
    int n = snprintf(step, sizeof(step), "F%u", row->step);
    canvas_text(&l->canvas, STEP_X, slice_of(step), (unsigned)n, INK_PLAIN);
    if (row->findings)
        canvas_put(&l->canvas, STEP_X + 2 + digits(l->f->steps),
                   lanes_sign(row->severity, l->ascii), severity_ink[row->severity]);
    paint_call(l, row->call);
    paint_times(l, row);
    if (from == to)
        paint_loop(l, row, from);
    else
        paint_arrow(l, row, from, to);
}

static void paint_row(struct ladder *l, const struct flow_row *row)
{
    unsigned from = lanes_of(&l->lanes, row->from), to = lanes_of(&l->lanes, row->to);
    paint_lifelines(l);
    if (row->kind == FLOW_BAND)
        paint_band(l, row, from, to);
    else if (row->kind == FLOW_NOTE)
        paint_note(l, row, from, to);
    else if (row->kind == FLOW_CALL)
        paint_rule(l, row);
    else
        paint_message(l, row, from, to);
    if (l->remark_room && row->description)
        canvas_text(&l->canvas, l->remark_x, slice_of(row->description), l->remark_room, INK_DIM);
    canvas_end_line(&l->canvas, l->out);
}

/* ---- the head */

static void paint_title(struct ladder *l)
{
    struct slice title = slice_of(l->f->title);
    buf_clear(&l->text);
    label_stats(&l->text, l->f);
    unsigned stats = cells_width(buf_slice(&l->text), l->ascii);
    unsigned wide = l->canvas.width < l->lanes.width ? l->canvas.width : l->lanes.width;
    unsigned used = cells_width(title, l->ascii) + 1;
    unsigned right = used + 3 + stats > wide ? used + 3 : wide - stats;
    if (right + stats > l->canvas.width) { /* no room beside it */
        canvas_text(&l->canvas, 1, title, l->canvas.width - 1, INK_NAME);
        canvas_end_line(&l->canvas, l->out);
        right = 1;
    } else {
        canvas_text(&l->canvas, 1, title, used, INK_NAME);
    }
    canvas_text(&l->canvas, right, buf_slice(&l->text), stats, INK_DIM);
    canvas_end_line(&l->canvas, l->out);
}

static unsigned wider(unsigned cells, const char *text, unsigned most, bool ascii)
{
    unsigned w = cells_width(slice_of(text), ascii);
    return w > most ? most : w > cells ? w : cells;
}

/* Which call has which number: a line for each. */
static void paint_legend(struct ladder *l)
{
    const struct flow *f = l->f;
    unsigned people = 0, state = 0;
    for (unsigned i = 0; i < f->told; i++) {
        people = wider(people, f->call[i].people, LEGEND_CELLS, l->ascii);
        state = wider(state, f->call[i].state, LEGEND_CELLS, l->ascii);
    }
    unsigned x = l->call_x + l->call_cells + 2, state_x = x + people + 2;
    unsigned id_x = state_x + state + 2, width = l->canvas.width;
    for (unsigned i = 0; i < f->told; i++) {
        const struct flow_call *c = &f->call[i];
        paint_call(l, c->number);
        canvas_text(&l->canvas, x, slice_of(c->people), people, INK_PLAIN);
        canvas_text(&l->canvas, state_x, slice_of(c->state), state, INK_PLAIN);
        if (id_x < width)
            canvas_text(&l->canvas, id_x, slice_of(c->call_id), width - id_x, INK_DIM);
        canvas_end_line(&l->canvas, l->out);
    }
    if (f->legs > f->told) {
        buf_clear(&l->text);
        buf_printf(&l->text, "… and %u more", f->legs - f->told);
        canvas_text(&l->canvas, x, buf_slice(&l->text), width - x, INK_DIM);
        canvas_end_line(&l->canvas, l->out);
    }
}

/* The end of a text with a sign before it: hosts of one network, and ports of one host, differ
 * there. */
static unsigned paint_end(struct ladder *l, unsigned x, struct slice s, unsigned room, enum ink ink)
{
    struct glyph g;
    unsigned left = cells_width(s, l->ascii), used = 0;
    size_t at = 0;
    for (unsigned mark = l->ascii ? 2 : 1; used < mark && used < room; used++)
        canvas_put(&l->canvas, x + used, l->ascii ? "." : "…", ink);
    while (left > room - used && cells_next(s, &at, l->ascii, &g))
        left -= g.width;
    return used + canvas_text(&l->canvas, x + used, slice_sub(s, at, s.n), room - used, ink);
}

/* A line of names, addresses or roles, each in the middle over its lane. */
static void paint_heads(struct ladder *l, struct slice (*line)(const struct ladder *, unsigned),
                        enum ink ink)
{
    unsigned free_from = 1; /* where the one before ends */
    for (unsigned i = 0; i < l->lanes.n; i++) {
        struct slice s = line(l, i);
        unsigned width = cells_width(s, l->ascii), x = l->lanes.x[i];
        unsigned next = i + 1 < l->lanes.n ? cells_width(line(l, i + 1), l->ascii) : 0;
        unsigned gap = i + 1 < l->lanes.n ? l->lanes.x[i + 1] - x : 0;
        unsigned at = x > width / 2 ? x - width / 2 : 0;
        if (at < free_from)
            at = free_from;
        /* What the neighbour does not need may be taken. */
        unsigned end = i + 1 == l->lanes.n      ? l->canvas.width
                       : next / 2 + 1 < gap / 2 ? x + gap - next / 2 - 1
                                                : x + gap / 2;
        unsigned room = end > at ? end - at : 0;
        bool address = slice_eq(s, slice_of(l->f->participant[i].address));
        unsigned used = width > room && address
                            ? paint_end(l, at, s, room, ink)
                            : canvas_text(&l->canvas, at, s, width < room ? width : room, ink);
        if (used)
            free_from = at + used + 1;
    }
}

static struct slice name_of(const struct ladder *l, unsigned i)
{
    if (l->lanes.shared && i + 1 == l->lanes.n)
        return SLICE("others");
    return slice_of(l->f->participant[i].name);
}

static struct slice address_of(const struct ladder *l, unsigned i)
{
    const struct flow_participant *p = &l->f->participant[i];
    if ((l->lanes.shared && i + 1 == l->lanes.n) ||
        slice_eq(slice_of(p->address), slice_of(p->name)))
        return SLICE("");
    return slice_of(p->address);
}

static struct slice role_of(const struct ladder *l, unsigned i)
{
    if (l->lanes.shared && i + 1 == l->lanes.n)
        return SLICE("");
    return slice_of(lanes_role(&l->f->participant[i]));
}

static bool any_head(const struct ladder *l, struct slice (*line)(const struct ladder *, unsigned))
{
    for (unsigned i = 0; i < l->lanes.n; i++)
        if (line(l, i).n)
            return true;
    return false;
}

/* The date above the times of day, where the first name leaves it room. */
static void paint_date(struct ladder *l)
{
    char text[CLOCK_TEXT];
    unsigned width = cells_width(address_of(l, 0), l->ascii), x = l->lanes.x[0];
    if (l->clocks == CLOCKS_SINCE || !l->f->steps || l->time_x + 10 + 2 + width / 2 > x)
        return;
    size_t n = clock_date(text, l->f->first_ns);
    canvas_text(&l->canvas, l->time_x, slice_make(text, n), CLOCK_CELLS, INK_DIM);
}

static void paint_head(struct ladder *l)
{
    paint_heads(l, name_of, INK_NAME);
    canvas_end_line(&l->canvas, l->out);
    if (any_head(l, role_of)) {
        paint_heads(l, role_of, INK_DIM);
        canvas_end_line(&l->canvas, l->out);
    }
    paint_heads(l, address_of, INK_DIM);
    paint_date(l);
    canvas_end_line(&l->canvas, l->out);
    paint_lifelines(l);
    canvas_end_line(&l->canvas, l->out);
}

/* ---- the whole */

/* Cells of the number of a call; 0 where nothing is to be told apart. */
static unsigned call_cells(const struct flow *f)
{
    uint32_t most = 0;
    for (unsigned i = 0; i < f->rows && f->legs > 1; i++)
        most = f->row[i].call > most ? f->row[i].call : most;
    return most ? digits(most) : 0;
}

/* The columns at the left; returns the cells they take. */
static unsigned set_margin(struct ladder *l, enum clocks clocks, unsigned delta)
{
    l->clocks = clocks;
    l->call_x = STEP_X + 1 + digits(l->f->steps) + 2 + l->sign_cells;
    l->time_x = l->call_x + (l->call_cells ? l->call_cells + 2 : 0);
    l->delta_end = l->time_x;
    if (clocks == CLOCKS_DELTA)
        l->delta_end += delta > CLOCK_CELLS ? delta : CLOCK_CELLS;
    else if (clocks == CLOCKS_SINCE)
        l->delta_end += delta;
    else
        l->delta_end += CLOCK_CELLS + (clocks == CLOCKS_BOTH ? delta + 2 : 0);
    return l->delta_end + 2;
}

static void lay_out(struct ladder *l, const struct render_options *o)
{
    static const enum clocks by_time[] = { [RENDER_TIME_AUTO] = CLOCKS_BOTH,
                                           [RENDER_TIME_ABS] = CLOCKS_ABS,
                                           [RENDER_TIME_DELTA] = CLOCKS_DELTA,
                                           [RENDER_TIME_SINCE] = CLOCKS_SINCE };
    bool since = o->time == RENDER_TIME_SINCE;
    unsigned delta = widest_time(l->f, since ? label_since : label_delta, since);
    unsigned width = o->width ? o->width : RENDER_WIDTH;
    struct lanes_options lo = { .width = width,
                                .limit = o->width ? width : RENDER_WIDTH_MAX,
                                .ascii = l->ascii };
    l->call_cells = call_cells(l->f);
    l->sign_cells = lanes_sign_cells(l->f);
    lo.left = set_margin(l, by_time[o->time], delta);
    lanes_fit(&l->lanes, l->f, &lo);
    if (o->time == RENDER_TIME_AUTO && l->lanes.crowded) {
        lo.left = set_margin(l, CLOCKS_DELTA, delta);
        lanes_fit(&l->lanes, l->f, &lo);
    }
    bool remarks = false;
    for (unsigned i = 0; i < l->f->rows && !remarks; i++)
        remarks = l->f->row[i].description && l->f->row[i].description[0];
    if (remarks && l->lanes.width + REMARK_GAP + REMARK_MIN <= width) {
        l->remark_x = l->lanes.width + REMARK_GAP;
        l->remark_room = width - l->remark_x;
    }
}

static int draw(struct buf *out, const struct flow *f, const struct render_options *o, bool ascii)
{
    struct ladder l = { .f = f, .out = out, .ascii = ascii };
    lay_out(&l, o);
    unsigned width = o->width ? o->width : RENDER_WIDTH;
    if (canvas_init(&l.canvas, width > l.lanes.width ? width : l.lanes.width, ascii, o->color) < 0)
        return -ENOMEM;
    buf_init(&l.text, TEXT_BYTES);
    int r = 0;
    paint_title(&l);
    if (l.call_cells)
        paint_legend(&l);
    canvas_end_line(&l.canvas, l.out);
    if (f->participants)
        paint_head(&l);
    for (unsigned i = 0; i < f->rows && f->participants && !r; i++) {
        paint_row(&l, &f->row[i]);
        if (o->flush && !o->flush(o->ctx))
            r = -EPIPE;
    }
    buf_fini(&l.text);
    canvas_fini(&l.canvas);
    if (!r && o->steps)
        r = steps_below(out, f, o, ascii);
    return r ? r : out->failed ? -ENOMEM : 0;
}

int render_text(struct buf *out, const struct flow *f, const struct render_options *o)
{
    return draw(out, f, o, false);
}

int render_ascii(struct buf *out, const struct flow *f, const struct render_options *o)
{
    return draw(out, f, o, true);
}
