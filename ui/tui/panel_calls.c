/* The list of calls. */
#include <inttypes.h>
#include <errno.h>

#include "base/mem.h"
#include "ui/tui/panel.h"
#include "ui/tui/rows.h"
#include "ui/tui/table.h"
#include "ui/tui/view.h"

enum { SAMPLE = 200 }; /* rows that say how wide columns are, besides those that are seen */

struct calls {
    struct app *app;
    struct view view;
    struct rows *rows;
    struct table table;
    struct scroll scroll;
    uint32_t measured; /* rows of the sample */
    uint32_t here;     /* the leg of the cursor, which it stays on */
    uint8_t *marked;   /* a bit for each leg */
    uint32_t marked_bytes, marks;
};

/* --- marks ------------------------------------------------------------------------------------ */

static bool is_marked(const struct calls *c, uint32_t leg)
{
    return leg / 8 < c->marked_bytes && c->marked[leg / 8] >> leg % 8 & 1;
}

static void toggle_mark(struct calls *c, uint32_t leg)
{
    if (leg / 8 >= c->marked_bytes) {
        uint32_t bytes = leg / 8 + 4096;
        uint8_t *p = mem_resize(c->marked, bytes, 1);
        if (!p)
            return;
        memset(p + c->marked_bytes, 0, bytes - c->marked_bytes);
        c->marked = p;
        c->marked_bytes = bytes;
    }
    c->marked[leg / 8] ^= (uint8_t)(1u << leg % 8);
    c->marks += is_marked(c, leg) ? 1 : (uint32_t)-1;
}

static void forget_marks(struct calls *c)
{
    if (c->marked)
        memset(c->marked, 0, c->marked_bytes);
    c->marks = 0;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void draw_row(struct calls *c, const struct area *a, int y, uint32_t row)
{
    if (is_marked(c, row))
        area_puts(a, 0, y, STYLE_MARK, app_sign(c->app, SIGN_MARKED));
    table_row(&c->table, a, y, row);
}

static void draw_nothing(const struct calls *c, const struct area *a)
{
    const struct app *app = c->app;
    const char *text = "This capture has no calls, and no other SIP.";
    if (app->loading)
        text = "No call so far.";
    else if (c->view.phase != VIEW_IDLE)
        text = "None so far.";
    else if (c->view.filter)
        text = "No call passes the filter; F7 changes it.";
    area_puts(a, 2, 2, STYLE_DIM, text);
}

/* Packets that nothing above the link or the IP layer was found in. */
static uint64_t undecoded(const struct app *app)
{
    static const enum counter ids[] = { COUNTER_LINK_UNKNOWN, COUNTER_LINK_SHORT, COUNTER_NOT_IP,
                                        COUNTER_IP_SHORT, COUNTER_IP_OTHER };
    struct counters all;
    uint64_t n = 0;
    trace_counters(app->trace, &all);
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
        n += all.v[ids[i]];
    return n;
}

/* One line on what the list cannot show: an input that broke off, packets that were not decoded
 * where that may be why there is little to see. False: nothing to say. */
static bool notice_text(const struct app *app, struct buf *out)
{
    const char *error = trace_error(app->trace, 0);
    struct engine_totals in;
    char some[APP_NUMBER], all[APP_NUMBER];
    trace_totals(app->trace, &in);
    uint64_t n = undecoded(app);
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
    static const char more[] = "i shows all";
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
    uint64_t calls = trace_store(app->trace)->counts.calls;
    int x = 2 + area_printf(a, 2, y, STYLE_DIM, "%u", v->shown.n);
    if (v->filter)
        x += area_printf(a, x, y, STYLE_DIM, " of %" PRIu64, calls);
    x += area_printf(a, x, y, STYLE_DIM, " %s%s", v->all ? "row" : "call",
                     (v->filter ? calls : v->shown.n) == 1 ? "" : "s");
    if (c->marks)
        x += area_printf(a, x, y, STYLE_MARK, " %s %u marked", dot, c->marks);
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

/* The first rows, so that little moves when one scrolls, and those that are seen now. */
static void fit_table(struct calls *c, const struct area *a, int h)
{
    const struct view_list *l = &c->view.shown;
    uint32_t sample = l->n < SAMPLE ? l->n : SAMPLE;
    table_measure(&c->table, a->grid, l, c->measured, sample);
    table_measure(&c->table, a->grid, l, c->scroll.top, c->scroll.top + (uint32_t)h);
    c->measured = sample;
    table_fit(&c->table, a->w);
}

static void calls_draw(struct app *app, void *self, const struct area *a)
{
    struct calls *c = self;
    struct buf notice;
    buf_init(&notice, 4096);
    bool noted = notice_text(app, &notice) && a->h > 5;
    int h = a->h > 3 ? a->h - 2 - noted : 1;
    scroll_fit(&c->scroll, c->view.shown.n, h);
    fit_table(c, a, h);
    table_head(&c->table, a, c->view.order, c->view.reverse);
    for (int y = 0; y < h && c->scroll.top + (uint32_t)y < c->view.shown.n; y++) {
        uint32_t at = c->scroll.top + (uint32_t)y;
        draw_row(c, a, y + 1, c->view.shown.leg[at]);
        if (at == c->scroll.at)
            area_back(a, 0, y + 1, a->w, BACK_CURSOR);
    }
    if (!c->view.shown.n)
        draw_nothing(c, a);
    scroll_draw(&c->scroll, a, 1, h);
    if (noted)
        draw_notice(app, a, a->h - 2, buf_slice(&notice));
    draw_sum(c, a, a->h - 1);
    buf_fini(&notice);
}

/* A file by its last name; what is no file, as a shell's pipe, by its path. */
static void calls_name(struct app *app, void *self, struct buf *out)
{
    (void)self;
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
}

/* --- actions ---------------------------------------------------------------------------------- */

static void remember_place(struct calls *c)
{
    c->here = c->scroll.at < c->view.shown.n ? c->view.shown.leg[c->scroll.at] : 0;
}

/* To the call we were at, if it is among the rows from this one on. */
static bool find_place(struct calls *c, uint32_t from)
{
    c->scroll.n = c->view.shown.n;
    for (uint32_t i = from; i < c->view.shown.n; i++)
        if (c->view.shown.leg[i] == c->here) {
            scroll_to(&c->scroll, i);
            return true;
        }
    return false;
}

/* Another list, which fills from its beginning. */
static void leave_place(struct calls *c)
{
    c->scroll.at = c->scroll.top = 0;
    c->scroll.n = c->view.shown.n;
}

/* The list was made anew. */
static void return_to_place(struct calls *c)
{
    if (!find_place(c, 0))
        scroll_to(&c->scroll, 0);
}

/* The legs of a call, or the leg itself. */
static uint32_t gather(const struct calls *c, uint32_t *out, unsigned max,
                       bool (*wanted)(const struct calls *c, uint32_t leg))
{
    const struct store *s = trace_store(c->app->trace);
    uint32_t n = 0;
    for (uint32_t i = 1; i <= s->legs.n && n < max; i++) {
        const struct leg *leg = store_leg(s, i);
        const struct call *call = store_call(s, leg->call);
        if (wanted(c, call ? call->leg : i))
            out[n++] = i;
    }
    return n;
}

static bool is_here(const struct calls *c, uint32_t leg)
{
    return c->here == leg;
}

/* Those of the marked calls, else of the one we are at. */
static unsigned calls_legs(struct app *app, void *self, uint32_t *out, unsigned max)
{
    struct calls *c = self;
    (void)app;
    remember_place(c);
    return c->here || c->marks ? gather(c, out, max, c->marks ? is_marked : is_here) : 0;
}

static void open_ladder(struct calls *c, bool related)
{
    remember_place(c);
    if (!c->here && (related || !c->marks))
        return;
    uint32_t *leg = mem_new(LADDER_LEGS_MAX, sizeof(*leg));
    if (!leg)
        return;
    uint32_t n = gather(c, leg, LADDER_LEGS_MAX, c->marks && !related ? is_marked : is_here);
    struct ladder_arg arg = { .leg = leg, .legs = n, .related = related };
    app_push(c->app, PANEL_LADDER, &arg);
    mem_free(leg);
}

/* A panel that stands on the ladder. */
static void open_through_ladder(struct calls *c, enum action action)
{
    unsigned depth = c->app->depth;
    open_ladder(c, false);
    if (c->app->depth > depth)
        app_through(c->app, action);
}

static void sort_by_neighbour(struct calls *c, int step)
{
    int order = ((int)c->view.order + step + VIEW_ORDERS) % VIEW_ORDERS;
    remember_place(c);
    view_sort(&c->view, (enum view_order)order, c->view.reverse);
}

static void list_all(struct calls *c)
{
    const struct store *s = trace_store(c->app->trace);
    if (!s->legs.n && !c->app->loading)
        app_note(c->app, STYLE_DIM, "This capture has no SIP at all.");
    else if (!s->calls.n && c->view.all)
        app_note(c->app, STYLE_DIM, "There are no calls; all that there is of SIP is listed.");
    else
        app_note(c->app, STYLE_DIM, "%s",
                 c->view.all ? "Calls only." : "Registrations and all else too.");
    if (!s->calls.n && c->view.all)
        return;
    remember_place(c);
    view_all(&c->view, !c->view.all);
    leave_place(c);
}

/* One that is wrong is asked for again, with the cursor at the place. */
static void filter(struct calls *c, const char *text)
{
    struct app *app = c->app;
    struct query_error error;
    remember_place(c);
    int r = view_filter(&c->view, text, &error);
    if (r == 0) {
        leave_place(c);
        return;
    }
    app_ask(app, ACTION_FILTER, "filter:", text);
    if (r == -EINVAL) {
        app->prompt.at = error.pos < app->prompt.n ? error.pos : app->prompt.n;
        app_note(app, STYLE_WARNING, "%s", error.text);
    } else {
        app_note(app, STYLE_WARNING, "There is not enough memory for this filter.");
    }
}

static void clear(struct calls *c)
{
    if (c->app->needle[0])
        c->app->needle[0] = '\0';
    else if (c->marks)
        forget_marks(c);
    else
        app_note(c->app, STYLE_DIM, "q leaves rung.");
}

static void calls_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct calls *c = self;
    switch (action) {
    case ACTION_OPEN:
    case ACTION_RELATED:
        open_ladder(c, action == ACTION_RELATED);
        break;
    case ACTION_MARK:
        remember_place(c);
        if (c->here)
            toggle_mark(c, c->here);
        scroll_act(&c->scroll, ACTION_DOWN, true);
        break;
    case ACTION_FILTER:
        if (arg)
            filter(c, arg);
        else
            app_ask(app, ACTION_FILTER, "filter:", c->view.filter ? c->view.filter : "");
        break;
    case ACTION_ALL:
        remember_place(c);
        list_all(c);
        return;
    case ACTION_WHY_HERE:
        open_through_ladder(c, ACTION_WHY);
        break;
    case ACTION_STEPS:
        open_through_ladder(c, ACTION_STEPS);
        break;
    case ACTION_MEDIA_HERE:
        open_through_ladder(c, ACTION_MEDIA);
        break;
    case ACTION_SORT_BEFORE:
    case ACTION_SORT_AFTER:
        sort_by_neighbour(c, action == ACTION_SORT_BEFORE ? -1 : 1);
        break;
    case ACTION_REVERSE:
        remember_place(c);
        view_sort(&c->view, c->view.order, !c->view.reverse);
        break;
    case ACTION_CLEAR:
        clear(c);
        break;
    default:
        scroll_act(&c->scroll, action, true);
    }
    remember_place(c);
}

static bool calls_work(struct app *app, void *self, int64_t until_ns)
{
    struct calls *c = self;
    uint32_t made = c->view.made, n = c->view.fills ? c->view.shown.n : 0;
    bool more = view_work(&c->view, until_ns);
    if (c->view.fills)
        find_place(c, n);
    /* What is no call is better than nothing. */
    if (!more && !app->loading && !c->view.shown.n && !c->view.all && !c->view.filter &&
        trace_store(app->trace)->legs.n) {
        view_all(&c->view, true);
        more = true;
    }
    if (made != c->view.made)
        return_to_place(c);
    return more;
}

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
    scroll_to(&c->scroll, row);
    remember_place(c);
}

/* A press goes to the row, a second one opens it. */
static bool calls_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct calls *c = self;
    uint32_t row = c->scroll.top + (uint32_t)(m->y - 1);
    if ((m->kind != MOUSE_PRESS && m->kind != MOUSE_DOUBLE) || m->y < 1 ||
        m->y > (int)c->scroll.page || row >= c->view.shown.n)
        return false;
    scroll_to(&c->scroll, row);
    remember_place(c);
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_OPEN, NULL);
    return true;
}

static bool calls_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    struct calls *c = self;
    const int *w = c->table.w;
    (void)app;
    return row < c->view.shown.n && rows_has(c->rows, c->view.shown.leg[row], text,
                                             w[TABLE_SOURCE] != 0, w[TABLE_CALL_ID] != 0);
}

static void calls_close(void *self)
{
    struct calls *c = self;
    view_fini(&c->view);
    rows_free(c->rows);
    mem_free(c->marked);
    mem_free(c);
}

static int calls_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct calls *c = mem_new(1, sizeof(*c));
    struct query_error error;
    struct rows *rows = rows_new(app->trace);
    if (!c || !rows) {
        mem_free(c);
        rows_free(rows);
        return err_set(err, -ENOMEM, "There is not enough memory for the list of calls.");
    }
    c->app = app;
    c->rows = rows;
    view_init(&c->view, app->trace, rows);
    table_init(&c->table, app->trace, rows);
    int r = view_filter(&c->view, arg, &error);
    if (r < 0) {
        calls_close(c);
        return err_set(err, r, "%s", r == -EINVAL ? error.text : "There is not enough memory.");
    }
    *self = c;
    return 0;
}

const struct panel_ops panel_calls = {
    .open = calls_open,
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
