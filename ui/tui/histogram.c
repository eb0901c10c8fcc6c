/* Calls over time. Bins are finer than what is drawn, so that a wider screen or a longer capture
 * needs no other count: when the time outgrows them, two and two become one. */
#include "ui/tui/histogram.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/tui/rows.h"

enum {
    CHUNK = 512,      /* rows between two looks at the clock */
    NARROW = 8,       /* when less than this part of the bins is used they are made finer */
    SHIFT_LEAST = 10, /* a bin has a microsecond at least */
    BARS_LEAST = 10,
    SIDE_BYTES = 96,
};

#define AGAIN_NS (5 * NS_PER_S) /* states of calls change while the capture is read */

struct histogram {
    struct trace *trace;
    const struct view *view;
    struct histogram_count shown, next; /* next: in the making */
    uint32_t listed;                    /* of the view, when next was begun */
    int64_t counted_ns;                 /* by the monotonic clock */
    bool counts, over, finer;
    int x, w; /* of the bars that were drawn last */
};

struct histogram *histogram_new(struct trace *t, const struct view *v)
{
    struct histogram *h = mem_new(1, sizeof(*h));
    if (!h)
        return NULL;
    h->trace = t;
    h->view = v;
    return h;
}

void histogram_free(struct histogram *h)
{
    mem_free(h);
}

/* --- counting --------------------------------------------------------------------------------- */

int64_t histogram_start(const struct trace *t, uint32_t leg)
{
    const struct store *s = trace_store(t);
    const struct leg *l = store_leg(s, leg);
    const struct message *m = l ? store_message(s, l->m_invite ? l->m_invite : l->first) : NULL;
    return m ? m->time_ns : 0;
}

static void begin_count(struct histogram *h, int64_t first_ns, int64_t last_ns)
{
    struct histogram_count *c = &h->next;
    *c = (struct histogram_count){ .origin_ns = first_ns, .shift = SHIFT_LEAST };
    while ((last_ns - first_ns) >> c->shift >= HISTOGRAM_BINS)
        c->shift++;
    h->listed = h->view->listed;
    h->over = trace_is_over(h->trace);
    h->counts = true;
}

static void widen_bins(struct histogram_count *c)
{
    for (unsigned i = 0; i < HISTOGRAM_BINS; i++) {
        uint32_t calls = c->calls[i], failed = c->failed[i];
        c->calls[i] = c->failed[i] = 0;
        c->calls[i / 2] += calls;
        c->failed[i / 2] += failed;
    }
    c->shift++;
}

static void count_one(const struct trace *t, struct histogram_count *c, uint32_t leg)
{
    const struct leg *l = store_leg(trace_store(t), leg);
    int64_t start = histogram_start(t, leg);
    unsigned code;
    bool failed = l->call && rows_is_failure(trace_call_state(t, l, &code));
    if (!c->all || start < c->first_ns)
        c->first_ns = start;
    if (!c->all || start > c->last_ns)
        c->last_ns = start;
    int64_t since = start > c->origin_ns ? start - c->origin_ns : 0;
    while (since >> c->shift >= HISTOGRAM_BINS)
        widen_bins(c);
    c->calls[since >> c->shift]++;
    c->failed[since >> c->shift] += failed;
    c->all++;
    c->all_failed += failed;
}

/* Takes rows of the list up to its end; false: the time is up. */
static bool count(struct histogram *h, struct histogram_count *c, int64_t until_ns)
{
    const struct view_list *l = &h->view->base;
    for (unsigned i = 1; c->at < l->n; i++) {
        count_one(h->trace, c, l->leg[c->at++]);
        if (i % CHUNK == 0 && clock_monotonic() > until_ns)
            return false;
    }
    return true;
}

/* Is what is listed so short that bins for it alone say more? */
static bool is_too_coarse(const struct histogram_count *c)
{
    return c->shift > SHIFT_LEAST && c->all &&
           (c->last_ns - c->first_ns) >> c->shift < HISTOGRAM_BINS / NARROW;
}

static bool is_stale(const struct histogram *h)
{
    if (h->listed != h->view->listed || h->over != trace_is_over(h->trace))
        return true;
    return !h->over && h->shown.at && clock_monotonic() - h->counted_ns > AGAIN_NS;
}

bool histogram_work(struct histogram *h, int64_t until_ns)
{
    const struct store *s = trace_store(h->trace);
    if (h->view->fills || !h->view->base.n) {
        h->counts = false;
        h->listed = 0;
        h->shown.all = h->shown.at = 0;
        return false;
    }
    if (!h->counts && is_stale(h)) {
        h->finer = false;
        begin_count(h, s->first_ns, s->last_ns);
    }
    if (!h->counts) /* what has come since */
        return !count(h, &h->shown, until_ns);
    if (h->listed != h->view->listed) {
        h->counts = false;
        return true;
    }
    if (!count(h, &h->next, until_ns))
        return true;
    if (!h->finer && is_too_coarse(&h->next)) {
        h->finer = true;
        begin_count(h, h->next.first_ns, h->next.last_ns);
        return true;
    }
    h->shown = h->next;
    h->counts = false;
    h->counted_ns = clock_monotonic();
    return false;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static int64_t span(const struct histogram_count *c)
{
    int64_t bin = INT64_C(1) << c->shift, all = c->last_ns - c->first_ns;
    return all > bin ? all + 1 : bin;
}

/* The bar that a time belongs to; -1: it is none of these times. */
static int bar_of(const struct histogram *h, int64_t ns)
{
    const struct histogram_count *c = &h->shown;
    if (ns < c->first_ns || ns > c->last_ns)
        return -1;
    double part = (double)(ns - c->first_ns) / (double)span(c);
    int bar = (int)(part * h->w);
    return bar < h->w ? bar : h->w - 1;
}

bool histogram_time(const struct histogram *h, int x, int64_t *out)
{
    if (x < h->x || x >= h->x + h->w || !h->shown.all)
        return false;
    *out = h->shown.first_ns + (int64_t)((double)span(&h->shown) * (x - h->x) / h->w);
    return true;
}

/* What each bar stands for; the highest is returned. */
static uint32_t sum_bars(const struct histogram *h, const uint32_t *bin, uint32_t bar[GRID_MAX])
{
    const struct histogram_count *c = &h->shown;
    uint32_t most = 0;
    memset(bar, 0, GRID_MAX * sizeof(*bar));
    for (unsigned i = 0; i < HISTOGRAM_BINS; i++) {
        if (!bin[i])
            continue;
        int64_t ns = c->origin_ns + ((int64_t)i << c->shift);
        int at = bar_of(h, ns < c->first_ns ? c->first_ns : ns > c->last_ns ? c->last_ns : ns);
        bar[at] += bin[i];
        most = bar[at] > most ? bar[at] : most;
    }
    return most;
}

static void draw_bars(const struct histogram *h, const struct area *a, int y, enum style style,
                      const uint32_t *bar, uint32_t most)
{
    static const char *const eighths[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    static const char *const ascii[] = { ".", ":", "|", "#" };
    uint64_t steps = a->grid->ascii ? 4 : 8;
    for (int i = 0; i < h->w; i++) {
        if (!bar[i])
            continue;
        uint64_t height = (bar[i] * steps + most - 1) / most;
        area_puts(a, h->x + i, y, style, a->grid->ascii ? ascii[height - 1] : eighths[height - 1]);
    }
}

/* From when to when; and what the highest bar stands for. */
static int write_sides(const struct histogram *h, const struct area *a, char out[2][SIDE_BYTES],
                       uint32_t most)
{
    const struct histogram_count *c = &h->shown;
    char from[CLOCK_TEXT], to[CLOCK_TEXT], step[CLOCK_TEXT];
    clock_time_of_day(from, c->first_ns, 0);
    clock_time_of_day(to, c->last_ns, 0);
    clock_duration(step, span(c) / (h->w ? h->w : 1));
    snprintf(out[0], SIDE_BYTES, "%s %s %s", from, theme_sign(a->grid->ascii, SIGN_MINUS), to);
    snprintf(out[1], SIDE_BYTES, "at most %u in %s", most, step);
    int w = text_width(a->grid, slice_of(out[0])), other = text_width(a->grid, slice_of(out[1]));
    return w > other ? w : other;
}

void histogram_draw(struct histogram *h, const struct area *a, int64_t here_ns)
{
    uint32_t calls[GRID_MAX], failed[GRID_MAX], most;
    char side[2][SIDE_BYTES];
    area_puts(a, 1, 0, STYLE_DIM, "calls");
    h->x = 3 + area_printf(a, 1, 1, STYLE_DIM, "failed %u", h->shown.all_failed);
    h->w = 0;
    if (!h->shown.all)
        return;
    int right = write_sides(h, a, side, h->shown.all);
    h->w = a->w - h->x - right - 3;
    if (h->w < BARS_LEAST) {
        h->w = a->w - h->x - 1;
        right = 0;
    }
    if (h->w < 1)
        return;
    most = sum_bars(h, h->shown.calls, calls);
    draw_bars(h, a, 0, STYLE_REQUEST, calls, most);
    draw_bars(h, a, 1, STYLE_FAILURE, failed, sum_bars(h, h->shown.failed, failed));
    int here = bar_of(h, here_ns);
    if (here >= 0)
        for (int y = 0; y < HISTOGRAM_LINES; y++)
            area_back(a, h->x + here, y, 1, BACK_CURSOR);
    write_sides(h, a, side, most);
    for (int y = 0; y < HISTOGRAM_LINES && right; y++)
        area_puts(a, h->x + h->w + 2, y, STYLE_DIM, side[y]);
}
