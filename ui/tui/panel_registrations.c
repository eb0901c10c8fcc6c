/* Registrations, and below them subscriptions: a row for each. */
#include <errno.h>
#include <stdio.h>

#include "base/mem.h"
#include "ui/tui/entries.h"
#include "ui/tui/panel.h"

enum { BETWEEN = 2 /* rows between the two tables: a blank one, and the heads of the second */ };

struct registrations_panel {
    struct app *app;
    struct entries *entries;
    struct scroll scroll; /* over the rows of both tables */
    struct entry here;    /* that the cursor is on, and stays on */
};

/* --- rows ------------------------------------------------------------------------------------- */

static uint32_t count(const struct registrations_panel *p, enum entry_kind kind)
{
    return entries_count(p->entries, kind);
}

static uint32_t between(const struct registrations_panel *p)
{
    return count(p, ENTRY_REGISTRATION) && count(p, ENTRY_SUBSCRIPTION) ? BETWEEN : 0;
}

static uint32_t count_rows(const struct registrations_panel *p)
{
    return count(p, ENTRY_REGISTRATION) + between(p) + count(p, ENTRY_SUBSCRIPTION);
}

/* What stands in a row; number 0: nothing. */
static struct entry entry_at(const struct registrations_panel *p, uint32_t row)
{
    uint32_t first = count(p, ENTRY_REGISTRATION), second = first + between(p);
    if (row < first)
        return (struct entry){ ENTRY_REGISTRATION, row + 1 };
    if (row < second || row - second >= count(p, ENTRY_SUBSCRIPTION))
        return (struct entry){ ENTRY_SUBSCRIPTION, 0 };
    return (struct entry){ ENTRY_SUBSCRIPTION, row - second + 1 };
}

static uint32_t row_of(const struct registrations_panel *p, struct entry x)
{
    uint32_t before = count(p, ENTRY_REGISTRATION) + between(p);
    if (!x.number)
        return 0;
    return x.number - 1 + (x.kind == ENTRY_SUBSCRIPTION ? before : 0);
}

/* While the capture is read rows come in above the cursor's. */
static void follow(struct registrations_panel *p)
{
    uint32_t at = row_of(p, p->here);
    p->scroll.top += at > p->scroll.at ? at - p->scroll.at : 0;
    p->scroll.at = at;
    p->scroll.n = count_rows(p);
}

/* The cursor has moved: not to a row between the tables. */
static void settle(struct registrations_panel *p, uint32_t from)
{
    uint32_t first = count(p, ENTRY_REGISTRATION), at = p->scroll.at;
    if (between(p) && at >= first && at < first + BETWEEN)
        scroll_to(&p->scroll, at > from ? first + BETWEEN : first - 1);
    p->here = entry_at(p, p->scroll.at);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* The rows that are seen say how wide columns are. */
static void fit(struct registrations_panel *p, const struct area *a, int h)
{
    for (uint32_t i = p->scroll.top; i < p->scroll.n && i < p->scroll.top + (uint32_t)h; i++) {
        struct entry x = entry_at(p, i);
        if (x.number)
            entries_measure(p->entries, a->grid, x);
    }
    entries_fit(p->entries, ENTRY_REGISTRATION, a->w);
    entries_fit(p->entries, ENTRY_SUBSCRIPTION, a->w);
}

static void draw_nothing(const struct app *app, const struct area *a)
{
    const char *text = "This capture has no registrations and no subscriptions.";
    if (trace_is_quick(app->trace))
        text = "With --quick registrations and subscriptions are not looked at.";
    else if (app->loading)
        text = "No registration and no subscription so far.";
    area_fit(a, 2, 2, a->w - 2, STYLE_DIM, slice_of(text));
}

static int add_count(const struct area *a, int x, int y, uint64_t n, const char *one)
{
    char number[APP_NUMBER];
    app_number(number, n);
    return area_printf(a, x, y, STYLE_DIM, "%s %s%s", number, one, n == 1 ? "" : "s");
}

/* "12 registrations · 34 REGISTERs, 2 failed · 3 subscriptions", and what was too much to keep. */
static void draw_sum(const struct registrations_panel *p, const struct area *a, int y)
{
    static const enum counter lost[] = { COUNTER_FLOOD, COUNTER_REGISTRATIONS_FULL,
                                         COUNTER_SUBSCRIPTIONS_FULL };
    const struct registration_totals *t = registration_totals(trace_store(p->app->trace));
    const char *dot = app_sign(p->app, SIGN_BULLET);
    struct counters all;
    char number[APP_NUMBER];
    int x = 2;
    if (count(p, ENTRY_REGISTRATION))
        x += add_count(a, x, y, count(p, ENTRY_REGISTRATION), "registration");
    if (t && t->attempts) {
        x += x > 2 ? area_printf(a, x, y, STYLE_DIM, " %s ", dot) : 0;
        x += add_count(a, x, y, t->attempts, "REGISTER");
        app_number(number, t->failures);
        if (t->failures)
            x += area_printf(a, x, y, STYLE_FAILURE, ", %s failed", number);
    }
    if (count(p, ENTRY_SUBSCRIPTION)) {
        x += x > 2 ? area_printf(a, x, y, STYLE_DIM, " %s ", dot) : 0;
        x += add_count(a, x, y, count(p, ENTRY_SUBSCRIPTION), "subscription");
    }
    trace_counters(p->app->trace, &all);
    for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]) && x < a->w; i++) {
        if (!all.v[lost[i]])
            continue;
        app_number(number, all.v[lost[i]]);
        x += area_printf(a, x, y, STYLE_WARNING, " %s %s %s", dot, number, counter_help(lost[i]));
    }
}

static void registrations_draw(struct app *app, void *self, const struct area *a)
{
    struct registrations_panel *p = self;
    int h = a->h > 3 ? a->h - 3 : 1;
    follow(p);
    scroll_fit(&p->scroll, count_rows(p), h);
    p->here = entry_at(p, p->scroll.at);
    fit(p, a, h);
    if (!p->scroll.n) {
        draw_nothing(app, a);
        return;
    }
    uint32_t first = count(p, ENTRY_REGISTRATION), heads = first + between(p) - 1;
    entries_head(p->entries, a, 0, entry_at(p, p->scroll.top).kind);
    for (int y = 0; y < h && p->scroll.top + (uint32_t)y < p->scroll.n; y++) {
        uint32_t row = p->scroll.top + (uint32_t)y;
        struct entry x = entry_at(p, row);
        if (x.number)
            entries_row(p->entries, a, y + 1, x);
        else if (row == heads)
            entries_head(p->entries, a, y + 1, ENTRY_SUBSCRIPTION);
        if (row == p->scroll.at)
            area_back(a, 0, y + 1, a->w - 1, BACK_CURSOR);
    }
    scroll_draw(&p->scroll, a, 1, h);
    if (a->h > 3)
        draw_sum(p, a, a->h - 1);
}

static void registrations_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "registrations");
}

/* --- actions ---------------------------------------------------------------------------------- */

static void open_ladder(struct registrations_panel *p)
{
    uint32_t row = p->here.number ? entries_leg(p->entries, p->here) : 0;
    const struct leg *leg = row ? store_leg(trace_store(p->app->trace), row) : NULL;
    struct ladder_arg arg = { .leg = &row, .legs = 1 };
    if (leg && !leg_is_gone(leg))
        app_push(p->app, PANEL_LADDER, &arg);
    else if (p->here.number)
        app_note(p->app, STYLE_DIM, "Its messages were too many to keep.");
}

static void registrations_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct registrations_panel *p = self;
    uint32_t from = p->scroll.at;
    (void)app;
    (void)arg;
    if (action == ACTION_OPEN_REGISTRATION)
        open_ladder(p);
    else if (scroll_act(&p->scroll, action, true))
        settle(p, from);
}

static bool registrations_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct registrations_panel *p = self;
    uint32_t row = p->scroll.top + (uint32_t)(m->y - 1);
    if ((m->kind != MOUSE_PRESS && m->kind != MOUSE_DOUBLE) || m->y < 1 ||
        m->y > (int)p->scroll.page || !entry_at(p, row).number)
        return false;
    scroll_to(&p->scroll, row);
    settle(p, row);
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_OPEN_REGISTRATION, NULL);
    return true;
}

static unsigned registrations_legs(struct app *app, void *self, uint32_t *out, unsigned max)
{
    const struct registrations_panel *p = self;
    uint32_t leg = p->here.number ? entries_leg(p->entries, p->here) : 0;
    (void)app;
    if (leg && max)
        out[0] = leg;
    return leg && max ? 1 : 0;
}

static uint32_t registrations_rows(void *self)
{
    return count_rows(self);
}

static uint32_t registrations_row(void *self)
{
    const struct registrations_panel *p = self;
    return p->scroll.at;
}

static void registrations_go(struct app *app, void *self, uint32_t row)
{
    struct registrations_panel *p = self;
    (void)app;
    p->scroll.n = count_rows(p);
    scroll_to(&p->scroll, row);
    settle(p, row);
}

static bool registrations_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct registrations_panel *p = self;
    struct entry x = entry_at(p, row);
    (void)app;
    return x.number && entries_has(p->entries, x, text);
}

static void registrations_close(void *self)
{
    struct registrations_panel *p = self;
    entries_free(p->entries);
    mem_free(p);
}

static int registrations_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct registrations_panel *p = mem_new(1, sizeof(*p));
    struct entries *entries = entries_new(app->trace);
    (void)arg;
    if (!p || !entries) {
        mem_free(p);
        entries_free(entries);
        return err_set(err, -ENOMEM, "There is not enough memory for this panel.");
    }
    p->app = app;
    p->entries = entries;
    *self = p;
    return 0;
}

const struct panel_ops panel_registrations = {
    .open = registrations_open,
    .draw = registrations_draw,
    .name = registrations_name,
    .act = registrations_act,
    .mouse = registrations_mouse,
    .legs = registrations_legs,
    .rows = registrations_rows,
    .row = registrations_row,
    .go = registrations_go,
    .has = registrations_has,
    .close = registrations_close,
};
