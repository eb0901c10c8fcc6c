/* How the list of calls looks: the histogram, the table with its headlines, and the lines below. */
#include <inttypes.h>

#include "ui/tui/calls.h"

enum {
    BARS_CALLS = 5, /* a capture of fewer needs no histogram */
    BARS_ROWS = 16, /* neither does a screen of fewer rows */
    HEAD_X = 3,     /* of a headline's text */
    NOTICE_ROWS = 5,
};

static void draw_nothing(const struct calls *c, const struct area *a, int y)
{
    const struct app *app = c->app;
    const char *text = "This capture has no calls, and no other SIP.";
    if (app->loading)
        text = "No call so far.";
    else if (c->view.phase != VIEW_IDLE)
        text = "None so far.";
    else if (c->view.filter)
        text = "No call passes the filter; F7 changes it.";
    area_puts(a, TABLE_X, y, STYLE_DIM, text);
}

/* One line on what the list cannot show: an input that broke off, packets that were not decoded
 * where that may be why there is little to see. False: nothing to say. */
static bool notice_text(const struct app *app, struct buf *out)
{
    const char *error = trace_error(app->trace, 0);
    struct engine_totals in;
    struct counters counters;
    char some[APP_NUMBER], all[APP_NUMBER];
    trace_totals(app->trace, &in);
    trace_counters(app->trace, &counters);
    uint64_t n = counters_sum(&counters, COUNTER_IS_UNDECODED);
    if (error) {
        buf_adds(out, error);
    } else if (n && (!trace_store(app->trace)->calls.n || n > in.packets / 2)) {
        app_number(some, n);
        app_number(all, in.packets);
        buf_printf(out, "%s of %s packets were not decoded; I shows what", some, all);
    }
    return out->n != 0;
}

/* What does not fit is to be read elsewhere. */
static void draw_notice(const struct app *app, const struct area *a, int y, struct slice text)
{
    static const char more[] = "I shows all";
    int room = a->w - 4;
    if (text_width(a->grid, text) > room || trace_error(app->trace, 1))
        room -= (int)sizeof(more) + 1;
    int used = area_fit(a, 2, y, room, STYLE_WARNING, text);
    if (room < a->w - 4)
        area_puts(a, 2 + used + 2, y, STYLE_KEY, more);
}

/* Count, marks, filter and progress, below the list. */
static void draw_sum(const struct calls *c, const struct area *a, int y)
{
    const struct view *v = &c->view;
    const struct app *app = c->app;
    const char *dot = app_sign(app, SIGN_BULLET);
    char number[APP_NUMBER];
    uint64_t calls = trace_store(app->trace)->counts.calls;
    uint32_t n = calls_listed(c);
    app_number(number, n);
    int x = TABLE_X + area_printf(a, TABLE_X, y, STYLE_DIM, "%s", number);
    app_number(number, calls);
    if (v->filter)
        x += area_printf(a, x, y, STYLE_DIM, " of %s", number);
    x += area_printf(a, x, y, STYLE_DIM, " %s%s", v->all ? "row" : "call",
                     (v->filter ? calls : n) == 1 ? "" : "s");
    if (v->paused || c->follows)
        x += area_printf(a, x, y, STYLE_WARNING, " %s %s", dot, v->paused ? "paused" : "following");
    if (c->marks.n)
        x += area_printf(a, x, y, STYLE_MARK, " %s %u marked", dot, c->marks.n);
    if (c->table.left_out)
        x += area_printf(a, x, y, STYLE_WARNING, " %s no room for %d column%s", dot,
                         c->table.left_out, c->table.left_out == 1 ? "" : "s");
    if (v->filter) {
        x += area_printf(a, x, y, STYLE_DIM, " %s filter ", dot);
        x += area_fit(a, x, y, a->w - x - 20, STYLE_WARNING, slice_of(v->filter));
    }
    if (v->phase != VIEW_IDLE)
        x += area_printf(a, x, y, STYLE_DIM, " %s %s, %u %%", dot,
                         v->phase == VIEW_FILTERS ? "searching" : "sorting", view_progress(v));
    if (v->failed)
        area_puts(a, x + 1, y, STYLE_FAILURE, "memory ran out: calls are missing");
}

/* --- the list --------------------------------------------------------------------------------- */

/* "▾ Blind transfer · User B transfers User A to User C · completed · 2 calls" */
static void draw_headline(const struct calls *c, const struct area *a, int y, uint32_t leg)
{
    bool folded = view_is_folded(&c->view, leg);
    const char *text = headline_get(c->headlines, leg);
    char count[APP_NUMBER];
    int n = snprintf(count, sizeof(count), "%u calls", headline_calls(c->headlines, leg));
    area_puts(a, HEAD_X - 2, y, STYLE_KEY, app_sign(c->app, folded ? SIGN_FOLDED : SIGN_UNFOLDED));
    int x = HEAD_X + area_fit(a, HEAD_X, y, a->w - HEAD_X - n - 4, STYLE_STRONG, slice_of(text));
    area_printf(a, x, y, STYLE_DIM, " %s %s", app_sign(c->app, SIGN_BULLET), count);
}

/* Does the row belong to the headline above? */
static bool is_grouped(const struct calls *c, uint32_t at)
{
    const struct store *s = trace_store(c->app->trace);
    const struct leg *leg = store_leg(s, c->view.shown.leg[at]);
    const struct leg *above = at ? store_leg(s, view_leg(c->view.shown.leg[at - 1])) : NULL;
    bool together = above && leg && leg->session && above->session == leg->session;
    return c->view.tree && together && !c->view.fills;
}

static void draw_row(struct calls *c, const struct area *a, int y, uint32_t at)
{
    uint32_t entry = c->view.shown.leg[at];
    if (view_is_head(entry)) {
        draw_headline(c, a, y, view_leg(entry));
        return;
    }
    if (is_grouped(c, at))
        area_puts(a, 1, y, STYLE_LINE, app_sign(c->app, SIGN_VERTICAL));
    if (bits_has(&c->marks, entry))
        area_puts(a, 0, y, STYLE_MARK, app_sign(c->app, SIGN_MARKED));
    table_row(&c->table, a, y, at, entry);
}

static bool wants_bars(const struct calls *c, const struct area *a)
{
    return c->app->options->histogram && a->grid->rows >= BARS_ROWS &&
           trace_store(c->app->trace)->counts.calls >= BARS_CALLS;
}

/* The first rows say how wide columns are, so that little moves when one scrolls, and those that
 * are seen now. */
static void fit_table(struct calls *c, const struct area *a, int h)
{
    table_choose(&c->table, a->w, c->view.all, a->grid->ascii);
    table_sample(&c->table, c->view.fills ? &c->view.shown : &c->view.base);
    table_measure(&c->table, &c->view.shown, c->scroll.top, c->scroll.top + (uint32_t)h);
    table_fit(&c->table, a->w, c->view.order);
}

static void draw_rows(struct calls *c, const struct area *a, int h)
{
    for (int y = 0; y < h && c->scroll.top + (uint32_t)y < c->view.shown.n; y++) {
        uint32_t at = c->scroll.top + (uint32_t)y;
        draw_row(c, a, c->head + y, at);
        if (at == c->scroll.at)
            area_back(a, 0, c->head + y, a->w, BACK_CURSOR);
    }
}

void calls_draw(struct app *app, void *self, const struct area *a)
{
    struct calls *c = self;
    struct buf notice;
    buf_init(&notice, 4096);
    bool noted = notice_text(app, &notice) && a->h > NOTICE_ROWS;
    c->bars = wants_bars(c, a);
    c->head = 1 + (c->bars ? HISTOGRAM_LINES : 0);
    int h = a->h > c->head + 2 ? a->h - c->head - 1 - noted : 1;
    scroll_fit(&c->scroll, c->view.shown.n, h);
    fit_table(c, a, h);
    if (c->bars)
        histogram_draw(c->histogram, a,
                       histogram_start(app->trace, view_leg(calls_entry(c, c->scroll.at))));
    table_head(&c->table, a, c->head - 1, c->view.order, c->view.reverse);
    draw_rows(c, a, h);
    if (!c->view.shown.n)
        draw_nothing(c, a, c->head + 1);
    scroll_draw(&c->scroll, a, c->head, h);
    if (noted)
        draw_notice(app, a, a->h - 2, buf_slice(&notice));
    draw_sum(c, a, a->h - 1);
    buf_fini(&notice);
}
