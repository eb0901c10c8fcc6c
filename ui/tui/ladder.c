/* The ladder in cells. Arrows have the same shapes as in the text that rung flow prints: solid
 * requests, dashed 1xx with an open head, double 2xx, a cross where it failed. */
#include "ui/tui/ladder.h"

#include <stdio.h>

#include "base/clock.h"

enum {
    STEP_X = 1,
    CLOCK_CELLS = 12, /* 12:00:00.086 */
    CLOCK_GAP = 2,    /* between it and the time since the row above */
    GAP_COMFORT = 14, /* narrower than this lanes are scrolled rather than squeezed */
    LABEL_BYTES = 1024,
    BESIDE = 5,      /* cells of an arrow beside its label: line, blank, blank, line, head */
    LABEL_LEAST = 4, /* less of a label says nothing */
};

struct shape {
    enum sign line, crossing, right, left;
};

static const struct shape shapes[] = {
    [FLOW_REQUEST] = { SIGN_HORIZONTAL, SIGN_CROSSING, SIGN_HEAD_RIGHT, SIGN_HEAD_LEFT },
    [FLOW_PROVISIONAL] = { SIGN_DASH, SIGN_CROSSING, SIGN_OPEN_RIGHT, SIGN_OPEN_LEFT },
    [FLOW_SUCCESS] = { SIGN_DOUBLE, SIGN_DOUBLE_CROSSING, SIGN_HEAD_RIGHT, SIGN_HEAD_LEFT },
    [FLOW_REDIRECT] = { SIGN_HORIZONTAL, SIGN_CROSSING, SIGN_OPEN_RIGHT, SIGN_OPEN_LEFT },
    [FLOW_CHALLENGE] = { SIGN_HORIZONTAL, SIGN_CROSSING, SIGN_OPEN_RIGHT, SIGN_OPEN_LEFT },
    [FLOW_FAILURE] = { SIGN_HORIZONTAL, SIGN_CROSSING, SIGN_REFUSED, SIGN_REFUSED },
};

enum style ladder_style(enum flow_class cls)
{
    static const enum style styles[] = {
        [FLOW_REQUEST] = STYLE_REQUEST,     [FLOW_PROVISIONAL] = STYLE_PROVISIONAL,
        [FLOW_SUCCESS] = STYLE_SUCCESS,     [FLOW_REDIRECT] = STYLE_REDIRECT,
        [FLOW_CHALLENGE] = STYLE_CHALLENGE, [FLOW_FAILURE] = STYLE_FAILURE,
    };
    return styles[cls];
}

void ladder_set(struct ladder *l, const struct flow *f)
{
    l->flow = f;
    l->width = l->wanted = l->delta = 0;
    l->sign = (int)lanes_sign_cells(f);
}

static int digits(unsigned n)
{
    int d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

/* The times that rows have: two columns, or one. */
static void delta_text(char text[CLOCK_TEXT + 1], const struct flow_row *row)
{
    text[0] = '+';
    clock_duration(text + (row->delta_ns >= 0), row->delta_ns);
}

static int delta_width(struct ladder *l)
{
    char text[CLOCK_TEXT + 1];
    if (l->delta)
        return l->delta;
    l->delta = 1;
    for (unsigned i = 0; i < l->flow->rows; i++) {
        if (l->flow->row[i].step <= 1)
            continue;
        delta_text(text, &l->flow->row[i]);
        int w = (int)cells_width(slice_of(text), false);
        l->delta = w > l->delta ? w : l->delta;
    }
    return l->delta;
}

static int clock_x(const struct ladder *l)
{
    return STEP_X + 1 + digits(l->flow->steps) + 2 + l->sign;
}

static int margin_for(struct ladder *l, bool both)
{
    int n = clock_x(l) + CLOCK_CELLS;
    return n + (both ? CLOCK_GAP + delta_width(l) : 0) + 2;
}

int ladder_wanted(struct ladder *l, bool ascii)
{
    struct lanes lanes;
    if (l->wanted) /* it takes a look at all rows */
        return l->wanted;
    struct lanes_options o = { .left = (unsigned)margin_for(l, l->clock == LADDER_CLOCK_BOTH),
                               .width = 1,
                               .limit = GRID_MAX,
                               .ascii = ascii };
    lanes_fit(&lanes, l->flow, &o);
    l->wanted = (int)lanes.width + 2;
    return l->wanted;
}

static void lay_out(struct ladder *l, int width, bool ascii)
{
    if (l->width == width)
        return;
    l->width = width;
    int room = width - 2 > 1 ? width - 2 : 1; /* the scroll bar, and a blank before it */
    struct lanes_options o = { .width = (unsigned)room, .limit = (unsigned)room, .ascii = ascii };
    l->both = l->clock == LADDER_CLOCK_BOTH;
    if (l->both) {
        o.left = (unsigned)margin_for(l, true);
        lanes_fit(&l->lanes, l->flow, &o);
        l->both = !l->lanes.crowded;
    }
    l->margin = margin_for(l, l->both);
    int comfort = l->margin + (int)l->flow->participants * GAP_COMFORT;
    o.left = (unsigned)l->margin;
    o.limit = (unsigned)(comfort > room ? comfort : room);
    lanes_fit(&l->lanes, l->flow, &o);
    ladder_shift(l, 0);
}

static int shift_max(const struct ladder *l)
{
    int over = (int)l->lanes.width - (l->width - 2);
    return over > 0 ? over : 0;
}

void ladder_shift(struct ladder *l, int step)
{
    int first = l->lanes.n ? (int)l->lanes.x[0] : 0, to = l->shift;
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int at = (int)l->lanes.x[i] - first;
        if (step > 0 && at > l->shift) {
            to = at;
            break;
        }
        if (step < 0 && at < l->shift)
            to = at;
    }
    if (step < 0 && to == l->shift)
        to = 0;
    l->shift = to > shift_max(l) ? shift_max(l) : to;
}

void ladder_reveal(struct ladder *l)
{
    if (l->scroll.at >= l->flow->rows || !l->lanes.n || !l->width)
        return;
    const struct flow_row *row = &l->flow->row[l->scroll.at];
    int a = (int)l->lanes.x[lanes_of(&l->lanes, row->from)];
    int b = (int)l->lanes.x[lanes_of(&l->lanes, row->to)];
    int left = (a < b ? a : b) - l->shift, right = (a < b ? b : a) - l->shift;
    int begin = l->margin, end = l->width - 2;
    if (right <= begin)
        l->shift -= begin - left + 2;
    else if (left >= end)
        l->shift += right - end + 2;
    if (l->shift < 0)
        l->shift = 0;
    ladder_shift(l, 0);
}

/* --- head ------------------------------------------------------------------------------------- */

/* "14 steps · 1 call · 5.90 s", as rung flow says it. */
static void stats_text(const struct ladder *l, bool ascii, char out[160])
{
    const struct flow *f = l->flow;
    char duration[CLOCK_TEXT], calls[48] = "";
    const char *dot = theme_sign(ascii, SIGN_BULLET);
    clock_duration(duration, f->last_ns - f->first_ns);
    if (f->calls)
        snprintf(calls, sizeof(calls), "%u call%s %s ", f->calls, f->calls == 1 ? "" : "s", dot);
    snprintf(out, 160, "%u step%s %s %s%s", f->steps, f->steps == 1 ? "" : "s", dot, calls,
             duration);
}

/* The title, with the numbers and the remark beside it where they find room; what does not goes to
 * a second line. Returns the lines taken. */
static int draw_title(const struct ladder *l, const struct area *a)
{
    char text[160];
    stats_text(l, a->grid->ascii, text);
    struct slice title = slice_of(l->flow->title), remark = slice_of(l->remark);
    int w = text_width(a->grid, slice_of(text)), wide = text_width(a->grid, title);
    int more = text_width(a->grid, remark), y = a->h >= 6;
    if (wide + w + 5 <= a->w) {
        area_puts(a, a->w - w - 2, 0, STYLE_DIM, text);
        if (!more || wide + w + more + 8 <= a->w) {
            area_text(a, a->w - w - more - 5, 0, STYLE_NOTE, remark);
            y = 0;
        } else if (y) {
            area_fit(a, 1, 1, a->w - 2, STYLE_NOTE, remark);
        }
    } else if (y) {
        int used = area_fit(a, 1, 1, a->w - 2, STYLE_DIM, slice_of(text));
        area_fit(a, used + 4, 1, a->w - used - 5, STYLE_NOTE, remark);
    }
    area_fit(a, 1, 0, a->w - 2, STYLE_STRONG, title);
    return 1 + y;
}

static const char *head_text(const struct ladder *l, unsigned lane, int line)
{
    const struct flow_participant *p = &l->flow->participant[lane];
    if (l->lanes.shared && lane + 1 == l->lanes.n)
        return line ? "" : "others";
    if (line == 0)
        return p->name;
    const char *text = line == 1 ? p->address : p->role;
    return slice_eq(slice_of(text), slice_of(p->name)) ? "" : text;
}

static void draw_head_line(const struct ladder *l, const struct area *a, int y, int line,
                           enum style style)
{
    int taken = l->shift ? l->margin : 0;
    struct area part = area_part(a, taken, y, a->w - taken, 1);
    int end_before = 0; /* where the text before ended */
    for (unsigned i = 0; i < l->lanes.n; i++) {
        struct slice text = slice_of(head_text(l, i, line));
        int x = (int)l->lanes.x[i] - l->shift - taken, w = text_width(a->grid, text);
        int gap = i + 1 < l->lanes.n ? (int)l->lanes.x[i + 1] - (int)l->lanes.x[i] : a->w;
        int next =
            i + 1 < l->lanes.n ? text_width(a->grid, slice_of(head_text(l, i + 1, line))) / 2 : 0;
        int at = x - w / 2;
        if (!l->shift && at < end_before)
            at = end_before;
        int free_right = gap - next - 1 > gap / 2 ? gap - next - 1 : gap / 2;
        int room = x + free_right - at;
        room = room > part.w - at ? part.w - at : room;
        end_before = at + area_fit(&part, at, 0, w < room ? w : room, style, text) + 1;
    }
}

static bool any_role(const struct ladder *l)
{
    for (unsigned i = 0; i < l->lanes.n; i++)
        if (head_text(l, i, 2)[0])
            return true;
    return false;
}

/* How many lanes are out of sight at each side. */
static void draw_hidden(const struct ladder *l, const struct area *a, int y)
{
    unsigned left = 0, right = 0;
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int x = (int)l->lanes.x[i] - l->shift;
        left += x < l->margin;
        right += x >= a->w - 2;
    }
    bool ascii = a->grid->ascii;
    if (left)
        area_printf(a, l->margin - 4, y, STYLE_WARNING, "%s %u", theme_sign(ascii, SIGN_MORE_LEFT),
                    left);
    if (right)
        area_printf(a, a->w - 3 - digits(right), y, STYLE_WARNING, "%u %s", right,
                    theme_sign(ascii, SIGN_MORE_RIGHT));
}

static void draw_rule(const struct ladder *l, const struct area *a, int y)
{
    bool ascii = a->grid->ascii;
    area_fill(a, 0, y, a->w, STYLE_LINE, theme_sign(ascii, SIGN_HORIZONTAL));
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int x = (int)l->lanes.x[i] - l->shift;
        if (x >= l->margin)
            area_puts(a, x, y, STYLE_LINE, theme_sign(ascii, SIGN_TEE_DOWN));
    }
    draw_hidden(l, a, y);
}

/* --- rows ------------------------------------------------------------------------------------- */

static enum style row_style(const struct ladder *l, const struct flow_row *row)
{
    unsigned hue = l->colour == LADDER_BY_CALL_ID ? row->leg : row->transaction;
    if (l->colour == LADDER_BY_KIND)
        return ladder_style(row->cls);
    return (enum style)(STYLE_HUE_1 + hue % STYLE_HUES);
}

/* The part of the area where lanes and arrows are. */
struct field {
    struct area area;
    int x0; /* what stands at cell x of the lanes is drawn at x - x0 */
    bool ascii;
};

static void draw_sign(const struct field *f, int y, int x, enum style style, enum sign sign)
{
    area_puts(&f->area, x - f->x0, y, style, theme_sign(f->ascii, sign));
}

static void draw_label(const struct field *f, int y, int x, int room, enum style style,
                       const struct flow_row *row)
{
    struct buf b;
    buf_init(&b, LABEL_BYTES);
    lanes_label(&b, row, room > 0 ? (unsigned)room : 0, f->ascii);
    area_fit(&f->area, x - f->x0, y, room, style, buf_slice(&b));
    buf_fini(&b);
}

static int label_width(const struct field *f, const struct flow_row *row, int room)
{
    struct buf b;
    buf_init(&b, LABEL_BYTES);
    lanes_label(&b, row, room > 0 ? (unsigned)room : 0, f->ascii);
    int w = text_width(f->area.grid, buf_slice(&b));
    buf_fini(&b);
    return w;
}

/* Where a label stands, as in the text that rung flow prints: at the beginning of the first gap in
 * sight that holds it whole, else over the lifelines between, as far as they are seen. */
struct place {
    int x, room;
    bool tight; /* nothing but the head beside it */
};

static struct place place_label(const struct ladder *l, const struct field *f, unsigned left,
                                unsigned right, int want, int least, bool rightwards)
{
    const unsigned *x = l->lanes.x;
    int begin = f->x0, end = f->x0 + f->area.w;
    for (unsigned i = left; i < right; i++) {
        int from = (int)x[i], to = (int)x[i + 1];
        if (from >= begin && to < end && to - from - 1 >= want + BESIDE)
            return (struct place){ from + 3 + !rightwards, want, false };
    }
    int from = (int)x[left] > begin ? (int)x[left] : begin;
    int to = (int)x[right] < end ? (int)x[right] : end;
    int inner = to - from - 1;
    if (inner >= least + BESIDE)
        return (struct place){ from + 3 + !rightwards, inner - BESIDE, false };
    return (struct place){ from + 1 + !rightwards, inner - 1, true };
}

/* Draws the label onto the arrow: whole, else without a part of its detail, else cut. */
static void draw_arrow_label(const struct ladder *l, const struct field *f, int y,
                             const struct flow_row *row, unsigned left, unsigned right,
                             bool rightwards, enum style style)
{
    struct buf b;
    buf_init(&b, LABEL_BYTES);
    int least = (int)lanes_label(&b, row, LABEL_BYTES, f->ascii);
    int want = text_width(f->area.grid, buf_slice(&b));
    buf_fini(&b);
    struct place p = place_label(l, f, left, right, want, least, rightwards);
    if (want > p.room)
        want = label_width(f, row, p.room);
    if (want > p.room && p.room < LABEL_LEAST)
        return;
    want = want > p.room ? p.room : want;
    if (!p.tight)
        area_fill(&f->area, p.x - 1 - f->x0, y, 1, style, " ");
    if (!p.tight || want < p.room)
        area_fill(&f->area, p.x + want - f->x0, y, 1, style, " ");
    area_fill(&f->area, p.x - f->x0, y, want, style, " ");
    draw_label(f, y, p.x, want, style, row);
}

static void draw_arrow(const struct ladder *l, const struct field *f, int y,
                       const struct flow_row *row, unsigned from, unsigned to)
{
    const struct shape *shape = &shapes[row->cls];
    enum style style = row_style(l, row);
    bool rightwards = from < to;
    unsigned left = rightwards ? from : to, right = rightwards ? to : from;
    int begin = (int)l->lanes.x[left] + 1, end = (int)l->lanes.x[right];
    area_fill(&f->area, begin - f->x0, y, end - begin, style, theme_sign(f->ascii, shape->line));
    for (unsigned i = left + 1; i < right; i++)
        draw_sign(f, y, (int)l->lanes.x[i], style, shape->crossing);
    draw_sign(f, y, rightwards ? end - 1 : begin, style, rightwards ? shape->right : shape->left);
    draw_arrow_label(l, f, y, row, left, right, rightwards, style);
}

/* From a lane to itself: beside it, where there is more room. */
static void draw_loop(const struct ladder *l, const struct field *f, int y,
                      const struct flow_row *row, unsigned lane)
{
    enum style style = row_style(l, row);
    int x = (int)l->lanes.x[lane];
    bool at_left = lane && lane + 1 == l->lanes.n;
    int room = at_left                 ? x - (int)l->lanes.x[lane - 1]
               : lane + 1 < l->lanes.n ? (int)l->lanes.x[lane + 1] - x
                                       : f->x0 + f->area.w - x;
    room = room > 5 ? room - 5 : 0;
    int w = label_width(f, row, room);
    w = w > room ? room : w;
    draw_sign(f, y, at_left ? x - 2 : x + 2, style, SIGN_LOOP);
    draw_label(f, y, at_left ? x - 3 - w : x + 4, w, style, row);
}

/* The part of a band that is in sight, its words in the middle of that. */
static void draw_band(const struct ladder *l, const struct field *f, int y,
                      const struct flow_row *row, unsigned from, unsigned to)
{
    int begin = (int)l->lanes.x[from < to ? from : to] + 1,
        end = (int)l->lanes.x[from < to ? to : from];
    int left = begin > f->x0 ? begin : f->x0;
    int right = end < f->x0 + f->area.w ? end : f->x0 + f->area.w;
    struct buf b;
    buf_init(&b, GRID_MAX * CELL_TEXT);
    bool told = left >= right || lanes_band(&b, row, from < to, (unsigned)(right - left), f->ascii);
    area_text(&f->area, left - f->x0, y, STYLE_BAND, buf_slice(&b));
    buf_fini(&b);
    if (!told)
        draw_label(f, y, end + 2, f->x0 + f->area.w - end - 2, STYLE_BAND, row);
}

static enum style severity_style(enum flow_severity severity)
{
    static const enum style styles[] = { [FLOW_PLAIN] = STYLE_NOTE,
                                         [FLOW_INFO] = STYLE_DIM,
                                         [FLOW_WARNING] = STYLE_WARNING,
                                         [FLOW_ERROR] = STYLE_FAILURE };
    return styles[severity];
}

static void draw_note(const struct ladder *l, const struct field *f, int y,
                      const struct flow_row *row, unsigned from, unsigned to)
{
    int w = label_width(f, row, LABEL_BYTES) + 3, end = f->x0 + f->area.w;
    int x = (int)lanes_note(&l->lanes, from < to ? from : to, (unsigned)w, (unsigned)end);
    enum style style = severity_style(row->severity);
    x = x > f->x0 + 1 ? x : f->x0 + 1;
    w = w > end - x + 1 ? end - x + 1 : w;
    area_fill(&f->area, x - 1 - f->x0, y, w + 1, style, " ");
    area_puts(&f->area, x - f->x0, y, style, lanes_sign(row->severity, f->ascii));
    draw_label(f, y, x + 2, end - x - 2, style, row);
}

/* Here another call begins: a thin rule over all lanes. */
static void draw_call(const struct ladder *l, const struct field *f, int y,
                      const struct flow_row *row)
{
    const unsigned *x = l->lanes.x, last = l->lanes.n - 1;
    area_fill(&f->area, (int)x[0] - f->x0, y, (int)(x[last] - x[0]), STYLE_LINE,
              theme_sign(f->ascii, SIGN_HORIZONTAL));
    for (unsigned i = 0; i <= last; i++)
        draw_sign(f, y, (int)x[i], STYLE_LINE,
                  !last      ? SIGN_VERTICAL
                  : !i       ? SIGN_TEE_RIGHT
                  : i < last ? SIGN_CROSSING
                             : SIGN_TEE_LEFT);
    int at = (int)x[0] + 3 > f->x0 ? (int)x[0] + 3 : f->x0, w = label_width(f, row, LABEL_BYTES);
    area_fill(&f->area, at - f->x0, y, w + 2, STYLE_STRONG, " ");
    draw_label(f, y, at + 1, f->x0 + f->area.w - at - 1, STYLE_STRONG, row);
}

static void draw_right(const struct area *a, int end, int y, enum style style, const char *text)
{
    area_puts(a, end - text_width(a->grid, slice_of(text)), y, style, text);
}

static void draw_clocks(const struct ladder *l, const struct area *a, int y,
                        const struct flow_row *row)
{
    char text[CLOCK_TEXT + 1];
    bool first = row->step <= 1, since = l->clock == LADDER_CLOCK_SINCE;
    int x = clock_x(l);
    if (l->both || l->clock == LADDER_CLOCK_DAY || (first && !since)) {
        clock_time_of_day(text, row->time_ns, 3);
        area_puts(a, x, y, STYLE_TIME, text);
        if (!l->both || first)
            return;
        x += CLOCK_GAP + l->delta;
    }
    if (since)
        snprintf(text, sizeof(text), "%.3f s",
                 (double)(row->time_ns - l->flow->first_ns) / (double)NS_PER_S);
    else
        delta_text(text, row);
    draw_right(a, x + CLOCK_CELLS, y, l->both ? STYLE_DIM : STYLE_TIME, text);
}

static void draw_row(const struct ladder *l, const struct area *a, const struct field *f, int y,
                     const struct flow_row *row)
{
    unsigned from = lanes_of(&l->lanes, row->from), to = lanes_of(&l->lanes, row->to);
    for (unsigned i = 0; i < l->lanes.n; i++)
        draw_sign(f, y, (int)l->lanes.x[i], STYLE_LINE, SIGN_VERTICAL);
    if (row->kind == FLOW_BAND) {
        draw_band(l, f, y, row, from, to);
        return;
    }
    if (row->kind == FLOW_NOTE) {
        draw_note(l, f, y, row, from, to);
        return;
    }
    if (row->kind == FLOW_CALL) {
        draw_call(l, f, y, row);
        return;
    }
    area_printf(a, STEP_X, y, STYLE_STEP, "F%u", row->step);
    if (row->findings)
        area_puts(a, STEP_X + 2 + digits(l->flow->steps), y, severity_style(row->severity),
                  lanes_sign(row->severity, f->ascii));
    draw_clocks(l, a, y, row);
    if (from == to)
        draw_loop(l, f, y, row, from);
    else
        draw_arrow(l, f, y, row, from, to);
}

static int draw_heads(const struct ladder *l, const struct area *a)
{
    int y = draw_title(l, a);
    if (a->h < 6)
        return y;
    draw_head_line(l, a, y++, 0, STYLE_NAME);
    if (a->h >= 24 && any_role(l))
        draw_head_line(l, a, y++, 2, STYLE_DIM);
    draw_head_line(l, a, y++, 1, STYLE_DIM);
    draw_rule(l, a, y++);
    return y;
}

void ladder_draw(struct ladder *l, const struct area *a)
{
    lay_out(l, a->w, a->grid->ascii);
    int head = draw_heads(l, a), h = a->h - head;
    struct area rows = area_part(a, 0, head, a->w, h);
    struct field f = { area_part(&rows, l->margin, 0, a->w - l->margin - 2, h),
                       l->margin + l->shift, a->grid->ascii };
    scroll_fit(&l->scroll, l->flow->rows, h);
    if (!l->flow->rows)
        return;
    uint32_t lit = l->flow->row[l->scroll.at].transaction;
    for (int y = 0; y < h && l->scroll.top + (uint32_t)y < l->flow->rows; y++) {
        uint32_t i = l->scroll.top + (uint32_t)y;
        const struct flow_row *row = &l->flow->row[i];
        draw_row(l, &rows, &f, y, row);
        if (i == l->scroll.at)
            area_back(&rows, 0, y, a->w - 1, BACK_CURSOR);
        else if (lit && row->transaction == lit)
            area_back(&rows, 0, y, a->w - 1, BACK_LIT);
    }
    scroll_draw(&l->scroll, a, head, h);
}
