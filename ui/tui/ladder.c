/* The ladder in cells. Arrows have the same shapes as in the text that rung flow prints: solid
 * requests, dashed 1xx with an open head, double 2xx, a cross where it failed. */
#include "ui/tui/ladder.h"

#include <stdio.h>

#include "base/clock.h"
#include "ui/tui/ladder_head.h"
#include "ui/tui/ladder_place.h"

enum {
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

/* An arrow that is out of sight as a whole: what it is, at the edge where it is. */
static bool draw_beyond(const struct ladder *l, const struct field *f, int y,
                        const struct flow_row *row, unsigned from, unsigned to)
{
    enum { ROOM = 16 };
    int a = (int)l->lanes.x[from] - f->x0, b = (int)l->lanes.x[to] - f->x0, w = f->area.w;
    bool left = a < 0 && b < 0, right = a >= w && b >= w;
    if (!left && !right)
        return false;
    enum style style = row_style(l, row);
    int cells = text_width(f->area.grid, slice_of(row->text));
    cells = cells > ROOM ? ROOM : cells;
    area_fill(&f->area, left ? 0 : w - cells - 3, y, cells + 3, style, " ");
    area_puts(&f->area, left ? 0 : w - 1, y, style,
              theme_sign(f->ascii, left ? SIGN_MORE_LEFT : SIGN_MORE_RIGHT));
    area_fit(&f->area, left ? 2 : w - cells - 2, y, cells, style, slice_of(row->text));
    return true;
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

/* Time passes: a dotted line with how much in the middle of what is seen. */
static void draw_gap(const struct ladder *l, const struct field *f, int y,
                     const struct flow_row *row)
{
    const unsigned *x = l->lanes.x, last = l->lanes.n - 1;
    int begin = (int)x[0] > f->x0 ? (int)x[0] : f->x0, end = f->x0 + f->area.w;
    end = (int)x[last] + 1 < end ? (int)x[last] + 1 : end;
    area_fill(&f->area, begin - f->x0, y, end - begin, STYLE_LINE,
              theme_sign(f->ascii, SIGN_DOTTED));
    for (unsigned i = 0; i <= last; i++)
        draw_sign(f, y, (int)x[i], STYLE_LINE, SIGN_PAUSE);
    int w = text_width(f->area.grid, slice_of(row->text)) + 2, at = (begin + end - w) / 2;
    at = at > begin ? at : begin + 1;
    area_fill(&f->area, at - f->x0, y, w, STYLE_TIME, " ");
    area_puts(&f->area, at + 1 - f->x0, y, STYLE_TIME, row->text);
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
    int x = ladder_clock_x(l);
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
        ladder_delta(text, row);
    draw_right(a, x + CLOCK_CELLS, y, l->both ? STYLE_DIM : STYLE_TIME, text);
}

/* How those at a lane are, from the least to the most that is shown. */
enum lane_state { LANE_QUIET, LANE_HELD, LANE_TALKING };

/* The lifelines of those who talk, or are held, say so while that lasts. */
static void draw_lifelines(const struct ladder *l, const struct field *f, int y, uint32_t row)
{
    uint8_t state[LANES_MAX] = { 0 };
    for (uint32_t i = 0; i < l->bands && l->band[i] < row; i++) {
        const struct flow_row *band = &l->flow->row[l->band[i]];
        uint8_t to = band->band == FLOW_HOLD ? LANE_HELD : LANE_TALKING;
        unsigned end[2] = { lanes_of(&l->lanes, band->from), lanes_of(&l->lanes, band->to) };
        for (unsigned k = 0; k < 2 && ladder_lasts(l, l->band[i], row); k++)
            state[end[k]] = to > state[end[k]] ? to : state[end[k]];
    }
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int x = (int)l->lanes.x[i];
        if (state[i] == LANE_QUIET)
            draw_sign(f, y, x, STYLE_LINE, SIGN_VERTICAL);
        else
            draw_sign(f, y, x, STYLE_BAND, state[i] == LANE_HELD ? SIGN_HELD : SIGN_TALKING);
        if ((int)i == l->lane)
            area_back(&f->area, x - f->x0, y, 1, BACK_CURSOR);
    }
}

/* What the user did with the row, in the first column. */
static void draw_hand(const struct ladder *l, const struct area *a, int y,
                      const struct flow_row *row)
{
    bool open = l->plan && plan_is_open(l->plan, row->message);
    bool folded = row->repeats || row->challenge;
    if (l->marked && l->marked == row->message)
        area_puts(a, 0, y, STYLE_MARK, theme_sign(a->grid->ascii, SIGN_MARKED));
    else if (folded || open)
        area_puts(a, 0, y, STYLE_KEY,
                  theme_sign(a->grid->ascii, folded ? SIGN_FOLDED : SIGN_UNFOLDED));
}

static void draw_row(const struct ladder *l, const struct area *a, const struct field *f, int y,
                     uint32_t i)
{
    const struct flow_row *row = &l->flow->row[i];
    unsigned from = lanes_of(&l->lanes, row->from), to = lanes_of(&l->lanes, row->to);
    draw_lifelines(l, f, y, i);
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
    if (row->kind == FLOW_GAP) {
        draw_gap(l, f, y, row);
        return;
    }
    draw_hand(l, a, y, row);
    area_printf(a, STEP_X, y, STYLE_STEP, "F%u", row->step);
    if (row->findings)
        area_puts(a, STEP_X + 2 + ladder_digits(l->flow->steps), y, severity_style(row->severity),
                  lanes_sign(row->severity, f->ascii));
    draw_clocks(l, a, y, row);
    if (draw_beyond(l, f, y, row, from, to))
        return;
    if (from == to)
        draw_loop(l, f, y, row, from);
    else
        draw_arrow(l, f, y, row, from, to);
}

/* --- all of it -------------------------------------------------------------------------------- */

static bool overlap(const struct flow_row *a, const struct flow_row *b)
{
    unsigned left = a->from < a->to ? a->from : a->to, right = a->from + a->to - left;
    unsigned other = b->from < b->to ? b->from : b->to, end = b->from + b->to - other;
    return left < end && other < right;
}

/* The words of the bands that last here and would stand over this one, behind its own. */
static void join_words(const struct ladder *l, uint32_t nth, uint32_t row, struct buf *words)
{
    const struct flow_row *band = &l->flow->row[l->band[nth]];
    buf_adds(words, band->text);
    for (uint32_t i = nth; i-- > 0;) {
        const struct flow_row *other = &l->flow->row[l->band[i]];
        if (overlap(band, other) && ladder_lasts(l, l->band[i], row))
            buf_printf(words, ", %s", other->text);
    }
    buf_addc(words, '\0');
}

/* What lasts at the row of the cursor stands on the rule under the names too: the later ones over
 * the earlier ones. */
static void draw_lasting(const struct ladder *l, const struct field *f, const struct area *a)
{
    struct field head = *f;
    uint32_t at = l->scroll.at;
    head.area = area_part(a, l->margin, l->head - 1, f->area.w, 1);
    for (uint32_t i = 0; i < l->bands && l->band[i] <= at; i++) {
        struct flow_row band = l->flow->row[l->band[i]];
        unsigned from = lanes_of(&l->lanes, band.from), to = lanes_of(&l->lanes, band.to);
        struct buf words;
        if (from == to || !ladder_lasts(l, l->band[i], at))
            continue;
        buf_init(&words, LABEL_BYTES);
        join_words(l, i, at, &words);
        if (!words.failed)
            band.text = (const char *)words.p;
        draw_band(l, &head, 0, &band, from, to);
        buf_fini(&words);
    }
}

/* Beside the thumb: where findings and failures are, and the cursor. */
static void draw_map(const struct ladder *l, const struct area *a, int h)
{
    uint32_t n = l->flow->rows;
    bool ascii = a->grid->ascii;
    if (n <= (uint32_t)h || h < 2)
        return;
    for (int y = 0; y < h; y++) {
        uint32_t end = (uint32_t)((uint64_t)n * (uint64_t)(y + 1) / (uint64_t)h);
        enum flow_severity worst = FLOW_PLAIN;
        bool failed = false;
        for (uint32_t i = (uint32_t)((uint64_t)n * (uint64_t)y / (uint64_t)h); i < end; i++) {
            const struct flow_row *row = &l->flow->row[i];
            failed |= row->kind == FLOW_MESSAGE && row->cls == FLOW_FAILURE;
            worst = row->findings && row->severity > worst ? row->severity : worst;
            if (i == l->scroll.at)
                area_back(a, a->w - 1, l->head + y, 1, BACK_CURSOR);
        }
        if (worst >= FLOW_WARNING)
            area_puts(a, a->w - 1, l->head + y, severity_style(worst), lanes_sign(worst, ascii));
        else if (failed)
            area_puts(a, a->w - 1, l->head + y, STYLE_FAILURE, theme_sign(ascii, SIGN_REFUSED));
    }
}

void ladder_draw(struct ladder *l, const struct area *a)
{
    ladder_lay_out(l, a->w, a->grid->ascii);
    l->head = ladder_head(l, a);
    int h = a->h - l->head;
    struct area rows = area_part(a, 0, l->head, a->w, h);
    struct field f = { area_part(&rows, l->margin, 0, a->w - l->margin - 2, h),
                       l->margin + l->shift, a->grid->ascii };
    scroll_fit(&l->scroll, l->flow->rows, h);
    if (!l->flow->rows) {
        area_fit(&rows, 1, 0, a->w - 2, STYLE_DIM,
                 SLICE("No message goes between the lanes that are shown; A shows all of them."));
        return;
    }
    if (a->h >= 6)
        draw_lasting(l, &f, a);
    uint32_t lit = l->flow->row[l->scroll.at].transaction;
    for (int y = 0; y < h && l->scroll.top + (uint32_t)y < l->flow->rows; y++) {
        uint32_t i = l->scroll.top + (uint32_t)y;
        draw_row(l, &rows, &f, y, i);
        if (i == l->scroll.at)
            area_back(&rows, 0, y, a->w - 1, BACK_CURSOR);
        else if (lit && l->flow->row[i].transaction == lit)
            area_back(&rows, 0, y, a->w - 1, BACK_LIT);
    }
    scroll_draw(&l->scroll, a, l->head, h);
    draw_map(l, a, h);
}
