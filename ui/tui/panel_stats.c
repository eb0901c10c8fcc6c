/* The statistics: what is counted, and how it went. Sums are made in slices, again and again while
 * the capture is read. */
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/tui/panel.h"
#include "ui/tui/sheet.h"

#define RENEW_NS (500 * NS_PER_MS) /* from one look at a capture that is being read to the next */

struct stats_panel {
    struct figures figures; /* of shown, or empty */
    struct stats *shown;    /* NULL: none was made yet */
    struct stats *next;     /* in the making, NULL: none */
    int64_t made;           /* when shown came */
    bool whole;             /* the newest one was begun after the last packet */
};

/* Findings want all messages. Of an input whose end is not known there is no better time for them
 * than now. */
static bool wants_findings(const struct app *app)
{
    struct engine_totals in;
    trace_totals(app->trace, &in);
    return !app->loading || !in.size;
}

/* Is it time to count again? */
static bool is_due(const struct stats_panel *p, const struct app *app)
{
    if (p->next)
        return false;
    if (!p->shown || trace_is_over(app->trace))
        return !p->shown || !p->whole;
    return clock_monotonic() - p->made > RENEW_NS &&
           (p->shown->phase == STATS_DONE || !wants_findings(app));
}

static void begin(struct stats_panel *p, struct app *app)
{
    p->next = stats_new(app->trace);
    p->whole = trace_is_over(app->trace);
}

/* It is shown as soon as it has its sums; findings come when they are found. */
static void take_over(struct stats_panel *p)
{
    stats_free(p->shown);
    p->shown = p->next;
    p->next = NULL;
    p->made = clock_monotonic();
}

static bool stats_panel_work(struct app *app, void *self, int64_t until_ns)
{
    struct stats_panel *p = self;
    if (app->panel[app->depth - 1].self != self)
        return false;
    if (is_due(p, app))
        begin(p, app);
    struct stats *x = p->next ? p->next : p->shown;
    if (!x || x->phase == STATS_DONE || (x->phase == STATS_FINDINGS && !wants_findings(app)))
        return false;
    bool more = stats_work(x, until_ns);
    if (p->next && p->next->phase >= STATS_FINDINGS)
        take_over(p);
    if (x == p->shown)
        sheet_write(&p->figures, app, x);
    return more;
}

/* What the line says, and what Enter makes of it. */
static void draw_help(const struct stats_panel *p, const struct area *a, int y)
{
    const struct figure *g = figures_here(&p->figures);
    int x = 2;
    if (!g)
        return;
    if (g->help)
        x += 3 + area_fit(a, x, y, a->w - 4, STYLE_DIM, slice_of(g->help));
    if (!g->filter[0] && g->tag != SHEET_REGISTRATIONS)
        return;
    if (x < a->w - 20) {
        x += 1 + area_puts(a, x, y, STYLE_KEY, "Enter");
        area_fit(a, x, y, a->w - x - 2, STYLE_DIM,
                 slice_of(g->filter[0] ? g->filter : "shows each of them"));
    }
}

static void stats_draw(struct app *app, void *self, const struct area *a)
{
    struct stats_panel *p = self;
    struct area sheet = area_part(a, 0, 0, a->w, a->h > 4 ? a->h - 2 : a->h);
    if (!p->figures.n) {
        area_puts(a, 2, 1, STYLE_DIM, app->loading ? "Nothing is counted yet." : "Counting.");
        return;
    }
    figures_draw(&p->figures, &sheet);
    if (a->h > 4)
        draw_help(p, a, a->h - 1);
}

static void stats_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "statistics");
}

static void list_these(struct app *app, const struct figure *g)
{
    char filter[sizeof(g->filter)];
    if (g && g->filter[0]) {
        snprintf(filter, sizeof(filter), "%s", g->filter); /* the panel is closed first */
        if (g->tag == SHEET_ALL)
            app_return(app, ACTION_ALL, "yes");
        app_return(app, ACTION_FILTER, filter);
    } else if (g && g->tag == SHEET_REGISTRATIONS) {
        app_act(app, ACTION_REGISTRATIONS, NULL);
    } else {
        app_note(app, STYLE_DIM, "No filter lists what this line counts.");
    }
}

static void stats_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct stats_panel *p = self;
    (void)arg;
    if (action == ACTION_LIST_THESE)
        list_these(app, figures_here(&p->figures));
    else
        figures_act(&p->figures, action);
}

static bool stats_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct stats_panel *p = self;
    if (!figures_mouse(&p->figures, m))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_LIST_THESE, NULL);
    return true;
}

static uint32_t stats_rows(void *self)
{
    const struct stats_panel *p = self;
    return p->figures.n;
}

static uint32_t stats_row(void *self)
{
    const struct stats_panel *p = self;
    return p->figures.at;
}

static void stats_go(struct app *app, void *self, uint32_t row)
{
    struct stats_panel *p = self;
    (void)app;
    figures_go(&p->figures, row);
}

static bool stats_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct stats_panel *p = self;
    (void)app;
    return figures_has(&p->figures, row, text);
}

static void stats_close(void *self)
{
    struct stats_panel *p = self;
    figures_fini(&p->figures);
    stats_free(p->shown);
    stats_free(p->next);
    mem_free(p);
}

static int stats_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct stats_panel *p = mem_new(1, sizeof(*p));
    (void)app;
    (void)arg;
    if (!p)
        return err_set(err, -ENOMEM, "There is not enough memory for the statistics.");
    *self = p;
    return 0;
}

const struct panel_ops panel_stats = {
    .open = stats_open,
    .draw = stats_draw,
    .name = stats_name,
    .act = stats_act,
    .mouse = stats_mouse,
    .work = stats_panel_work,
    .rows = stats_rows,
    .row = stats_row,
    .go = stats_go,
    .has = stats_has,
    .close = stats_close,
};
