/* The list of calls. How it looks is told by calls_draw.c, what the user does with it by
 * calls_act.c. */
#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/tui/calls.h"

/* A file by its last name; what is no file, as a shell's pipe, by its path. */
static void calls_name(struct app *app, void *self, struct buf *out)
{
    const struct calls *c = self;
    struct engine_totals in;
    trace_totals(app->trace, &in);
    const char *path = trace_file(app->trace, 0), *slash = path ? strrchr(path, '/') : NULL;
    bool device = path && (!strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6));
    buf_adds(out, device  ? app_input_name(path)
                  : slash ? slash + 1
                  : path  ? app_input_name(path)
                          : "");
    if (in.files > 1)
        buf_printf(out, " and %u more", in.files - 1);
    if (c->view.paused)
        buf_adds(out, " (paused)");
}

/* --- work ------------------------------------------------------------------------------------- */

/* What takes reading many messages, of the rows that are seen. */
static bool read_seen(struct calls *c, int64_t until_ns)
{
    uint32_t end = c->scroll.top + (uint32_t)c->app->grid.rows;
    table_choose(&c->table, c->app->grid.cols, c->view.all, c->app->grid.ascii);
    for (uint32_t at = c->scroll.top; at < end && at < c->view.shown.n; at++) {
        uint32_t entry = c->view.shown.leg[at];
        if (view_is_head(entry))
            headline_read(c->headlines, view_leg(entry));
        else
            rows_read(c->table.rows, at, entry);
        if (clock_monotonic() > until_ns)
            return at + 1 < end && at + 1 < c->view.shown.n;
    }
    return false;
}

/* What was set since. */
static void take_settings(struct calls *c)
{
    const struct options *o = c->app->options;
    const char *wanted = o->columns ? o->columns : "", *have = c->table.text ? c->table.text : "";
    struct err err;
    view_group(&c->view, o->tree);
    if (!strcmp(wanted, have))
        return;
    view_sort(&c->view, column_get(COLUMN_number), false); /* it may be by one that goes */
    if (table_ask(&c->table, wanted, &err) < 0) {
        app_note(c->app, STYLE_WARNING, "%s", err.text);
        option_set(c->app->options, OPTION_columns, slice_of(have), "", &err);
    }
}

/* What is no call is better than nothing. */
static bool turns_to_all(struct calls *c)
{
    const struct view *v = &c->view;
    return !c->app->loading && v->phase == VIEW_IDLE && !v->base.n && !v->all && !v->filter &&
           trace_store(c->app->trace)->legs.n;
}

static bool calls_work(struct app *app, void *self, int64_t until_ns)
{
    struct calls *c = self;
    (void)app;
    take_settings(c);
    uint32_t made = c->view.made, n = c->view.fills ? c->view.shown.n : 0;
    bool more = view_work(&c->view, until_ns);
    if (c->view.fills && c->here)
        calls_find(c, n);
    if (!more && turns_to_all(c)) {
        view_all(&c->view, true);
        more = true;
    }
    if (made != c->view.made)
        calls_return(c);
    if (c->follows) {
        c->scroll.n = c->view.shown.n;
        scroll_act(&c->scroll, ACTION_LAST, true);
        calls_remember(c);
    }
    more |= histogram_work(c->histogram, until_ns);
    return read_seen(c, until_ns) || more;
}

/* --- rows ------------------------------------------------------------------------------------- */

static uint32_t calls_rows(void *self)
{
    const struct calls *c = self;
    return c->view.shown.n;
}

static uint32_t calls_row(void *self)
{
    const struct calls *c = self;
    return c->scroll.at;
}

static void calls_go(struct app *app, void *self, uint32_t row)
{
    struct calls *c = self;
    (void)app;
    c->scroll.n = c->view.shown.n;
    c->follows = false;
    scroll_to(&c->scroll, row);
    calls_remember(c);
}

static bool calls_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    struct calls *c = self;
    uint32_t entry = calls_entry(c, row);
    (void)app;
    if (view_is_head(entry))
        return text_contains(slice_of(headline_get(c->headlines, view_leg(entry))), text);
    return entry && rows_has(c->table.rows, entry, text);
}

static void calls_close(void *self)
{
    struct calls *c = self;
    view_fini(&c->view);
    table_fini(&c->table);
    headlines_free(c->headlines);
    histogram_free(c->histogram);
    bits_fini(&c->marks);
    mem_free(c);
}

static int calls_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct calls *c = mem_new(1, sizeof(*c));
    struct query_error error;
    if (!c)
        return err_set(err, -ENOMEM, "There is not enough memory for the list of calls.");
    c->app = app;
    int r = table_init(&c->table, app->trace);
    view_init(&c->view, app->trace, r < 0 ? NULL : rows_reader(c->table.rows));
    c->headlines = headlines_new(app->trace, app->options);
    c->histogram = histogram_new(app->trace, &c->view);
    if (r < 0 || !c->headlines || !c->histogram) {
        calls_close(c);
        return err_set(err, -ENOMEM, "There is not enough memory for the list of calls.");
    }
    c->view.tree = app->options->tree;
    c->view.all = app->options->all;
    r = view_filter(&c->view, arg, &error);
    if (r < 0) {
        calls_close(c);
        return err_set(err, r, "%s", r == -EINVAL ? error.text : "There is not enough memory.");
    }
    *self = c;
    return 0;
}

/* What is marked, and the call of the cursor. */
static bool calls_hold(const void *self, uint32_t leg)
{
    const struct calls *c = self;
    return bits_has(&c->marks, leg) || (!c->follows && c->here && view_leg(c->here) == leg);
}

static void calls_forget(struct app *app, void *self)
{
    struct calls *c = self;
    view_drop_gone(&c->view);
    c->scroll.n = c->view.shown.n;
    if (c->here && !leg_is_gone(store_leg(trace_store(app->trace), view_leg(c->here)))) {
        calls_return(c);
        return;
    }
    scroll_to(&c->scroll, c->scroll.at < c->scroll.n ? c->scroll.at : c->scroll.n - !!c->scroll.n);
    calls_remember(c);
}

const struct panel_ops panel_calls = {
    .open = calls_open,
    .holds = calls_hold,
    .forget = calls_forget,
    .draw = calls_draw,
    .name = calls_name,
    .act = calls_act,
    .mouse = calls_mouse,
    .legs = calls_legs,
    .work = calls_work,
    .rows = calls_rows,
    .row = calls_row,
    .go = calls_go,
    .has = calls_has,
    .close = calls_close,
};
