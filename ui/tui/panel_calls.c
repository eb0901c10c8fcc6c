/* The list of calls. */
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/call.h"
#include "ui/tui/panel.h"
#include "ui/tui/rows.h"
#include "ui/tui/view.h"

enum { CALL_ID_FROM = 150 }; /* columns from which on there is room for it */

struct calls {
    struct app *app;
    struct view view;
    struct rows *rows;
    struct scroll scroll;
    uint32_t here;   /* the leg of the cursor, which it stays on */
    uint8_t *marked; /* a bit for each leg */
    uint32_t marked_bytes, marks;
};

enum column {
    COLUMN_NUMBER,
    COLUMN_START,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_STATE,
    COLUMN_MESSAGES,
    COLUMN_PDD,
    COLUMN_TALK,
    COLUMN_CALL_ID,
    COLUMN_COUNT
};

static const struct {
    const char *head;
    bool right; /* aligned */
    int order;  /* enum view_order, -1: not to be sorted by */
} columns[COLUMN_COUNT] = {
    [COLUMN_NUMBER] = { "#", true, VIEW_BY_NUMBER },
    [COLUMN_START] = { "Start", false, -1 },
    [COLUMN_FROM] = { "From", false, VIEW_BY_FROM },
    [COLUMN_TO] = { "To", false, VIEW_BY_TO },
    [COLUMN_STATE] = { "State", false, VIEW_BY_STATE },
    [COLUMN_MESSAGES] = { "Msgs", true, VIEW_BY_MESSAGES },
    [COLUMN_PDD] = { "PDD", true, VIEW_BY_PDD },
    [COLUMN_TALK] = { "Talk", true, VIEW_BY_TALK },
    [COLUMN_CALL_ID] = { "Call-ID", false, -1 },
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

struct widths {
    int w[COLUMN_COUNT]; /* 0: not shown */
    bool fraction;       /* of the seconds at which a call began */
};

static int digits(uint32_t n)
{
    int d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

/* Shares the room out: what is as wide as it must be first, the rest to the names. */
static void lay_out(const struct calls *c, int room, struct widths *out)
{
    int count = digits(trace_store(c->app->trace)->calls.n);
    *out = (struct widths){ .fraction = room >= 90 };
    int *w = out->w;
    w[COLUMN_NUMBER] = count < 2 ? 2 : count;
    w[COLUMN_START] = out->fraction ? 12 : 8;
    w[COLUMN_STATE] = room >= 110 ? 21 : 15;
    w[COLUMN_MESSAGES] = 4;
    w[COLUMN_PDD] = 8;
    w[COLUMN_TALK] = 8;
    w[COLUMN_CALL_ID] = room >= CALL_ID_FROM ? 1 : 0;
    if (room < 64)
        w[COLUMN_PDD] = w[COLUMN_TALK] = 0;
    if (room < 44)
        w[COLUMN_START] = w[COLUMN_MESSAGES] = 0;
    int used = 3; /* the mark and the scroll bar */
    for (int i = 0; i < COLUMN_COUNT; i++)
        used += w[i] ? w[i] + 1 : 0;
    int left = room - used - 2;
    left = left < 8 ? 8 : left;
    int names = w[COLUMN_CALL_ID] ? left * 6 / 10 : left;
    names = names > 80 ? 80 : names;
    w[COLUMN_FROM] = names / 2;
    w[COLUMN_TO] = names - names / 2;
    if (w[COLUMN_CALL_ID])
        w[COLUMN_CALL_ID] += left - names;
}

static void draw_head(const struct calls *c, const struct widths *w, const struct area *a)
{
    for (int i = 0, x = 2; i < COLUMN_COUNT; i++) {
        if (!w->w[i])
            continue;
        int n = (int)strlen(columns[i].head);
        bool sorts = columns[i].order == (int)c->view.order;
        int at = columns[i].right ? x + w->w[i] - n : x;
        area_puts(a, at, 0, sorts ? STYLE_BRAND : STYLE_HEAD, columns[i].head);
        if (sorts && (c->view.order != VIEW_BY_NUMBER || c->view.reverse))
            area_puts(a, columns[i].right ? at - 1 : at + n, 0, STYLE_BRAND,
                      app_sign(c->app, c->view.reverse ? SIGN_DESCENDING : SIGN_ASCENDING));
        x += w->w[i] + 1;
    }
}

/* A duration, or a dash. */
static void format_duration(const struct app *app, char out[CLOCK_TEXT], int64_t ns)
{
    if (ns >= 0)
        clock_duration(out, ns);
    else
        snprintf(out, CLOCK_TEXT, "%s", app_sign(app, SIGN_MINUS));
}

static void cell_text(struct calls *c, const struct widths *w, uint32_t row, enum column column,
                      char out[128])
{
    const struct store *s = trace_store(c->app->trace);
    const struct leg *leg = store_leg(s, row);
    const struct row_text *t = rows_get(c->rows, row);
    const struct message *first = store_message(s, leg->m_invite ? leg->m_invite : leg->first);
    char time[CLOCK_TEXT] = "";
    out[0] = '\0';
    switch (column) {
    case COLUMN_NUMBER:
        if (leg->call)
            snprintf(out, 128, "%u", leg->call);
        return;
    case COLUMN_START:
        if (first)
            clock_time_of_day(time, first->time_ns, w->fraction ? 3 : 0);
        break;
    case COLUMN_FROM:
        snprintf(out, 128, "%s", t->from);
        return;
    case COLUMN_TO:
        snprintf(out, 128, "%s", t->to);
        return;
    case COLUMN_CALL_ID:
        snprintf(out, 128, "%s", t->call_id);
        return;
    case COLUMN_MESSAGES:
        snprintf(out, 128, "%u", leg->messages);
        return;
    case COLUMN_PDD:
        if (leg->call)
            format_duration(c->app, time, call_pdd(s, leg));
        break;
    case COLUMN_TALK:
        if (leg->call)
            format_duration(c->app, time, call_talk(s, leg));
        break;
    default:
        return;
    }
    snprintf(out, 128, "%s", time);
}

static const enum style column_style[COLUMN_COUNT] = {
    [COLUMN_NUMBER] = STYLE_STEP, [COLUMN_START] = STYLE_TIME,    [COLUMN_FROM] = STYLE_TEXT,
    [COLUMN_TO] = STYLE_TEXT,     [COLUMN_MESSAGES] = STYLE_TEXT, [COLUMN_PDD] = STYLE_TEXT,
    [COLUMN_TALK] = STYLE_TEXT,   [COLUMN_CALL_ID] = STYLE_DIM,
};

static void draw_row(struct calls *c, const struct widths *w, const struct area *a, int y,
                     uint32_t row)
{
    const struct leg *leg = store_leg(trace_store(c->app->trace), row);
    struct row_state state;
    if (!leg)
        return;
    rows_state(c->app->trace, leg, &state);
    if (is_marked(c, row))
        area_puts(a, 0, y, STYLE_MARK, app_sign(c->app, SIGN_MARKED));
    for (int i = 0, x = 2; i < COLUMN_COUNT; i++) {
        char text[128];
        if (!w->w[i])
            continue;
        if (i == COLUMN_STATE) {
            area_puts(a, x, y, state.style, app_sign(c->app, state.sign));
            area_fit(a, x + 2, y, w->w[i] - 2, state.style, slice_of(state.words));
        } else {
            cell_text(c, w, row, (enum column)i, text);
            int n = text_width(a->grid, slice_of(text));
            int at = columns[i].right && n < w->w[i] ? x + w->w[i] - n : x;
            area_fit(a, at, y, w->w[i], column_style[i], slice_of(text));
        }
        x += w->w[i] + 1;
    }
}

static void draw_nothing(const struct calls *c, const struct area *a)
{
    const struct app *app = c->app;
    const char *text = "This capture has no calls, and no other SIP.";
    if (app->loading)
        text = "No call so far.";
    else if (c->view.filter)
        text = "No call passes the filter; F7 changes it.";
    area_puts(a, 2, 2, STYLE_DIM, text);
    for (unsigned i = 0; !app->loading && i < 3 && trace_error(app->trace, i); i++)
        area_fit(a, 2, 4 + (int)i, a->w - 4, STYLE_WARNING, slice_of(trace_error(app->trace, i)));
}

/* Count, marks, filter and progress, below the list. */
static void draw_sum(const struct calls *c, const struct area *a, int y)
{
    const struct view *v = &c->view;
    const struct app *app = c->app;
    const char *dot = app_sign(app, SIGN_BULLET);
    uint32_t calls = trace_store(app->trace)->calls.n;
    int x = 2 + area_printf(a, 2, y, STYLE_DIM, "%u", v->shown.n);
    if (v->filter)
        x += area_printf(a, x, y, STYLE_DIM, " of %u", calls);
    x += area_printf(a, x, y, STYLE_DIM, " %s%s", v->all ? "row" : "call",
                     (v->filter ? calls : v->shown.n) == 1 ? "" : "s");
    if (c->marks)
        x += area_printf(a, x, y, STYLE_MARK, " %s %u marked", dot, c->marks);
    if (v->filter) {
        x += area_printf(a, x, y, STYLE_DIM, " %s filter ", dot);
        x += area_fit(a, x, y, a->w - x - 20, STYLE_WARNING, slice_of(v->filter));
    }
    if (v->phase != VIEW_IDLE)
        x += area_printf(a, x, y, STYLE_DIM, " %s making the list, %u %%", dot, view_progress(v));
    if (v->failed)
        area_puts(a, x + 1, y, STYLE_FAILURE, "memory ran out: calls are missing");
    else if (trace_error(app->trace, 0) && v->shown.n)
        area_fit(a, x + 2, y, a->w - x - 3, STYLE_WARNING, slice_of(trace_error(app->trace, 0)));
}

static void calls_draw(struct app *app, void *self, const struct area *a)
{
    struct calls *c = self;
    struct widths w;
    int h = a->h > 3 ? a->h - 2 : 1;
    lay_out(c, a->w, &w);
    scroll_fit(&c->scroll, c->view.shown.n, h);
    draw_head(c, &w, a);
    for (int y = 0; y < h && c->scroll.top + (uint32_t)y < c->view.shown.n; y++) {
        uint32_t at = c->scroll.top + (uint32_t)y;
        draw_row(c, &w, a, y + 1, c->view.shown.leg[at]);
        if (at == c->scroll.at)
            area_back(a, 0, y + 1, a->w, BACK_CURSOR);
    }
    if (!c->view.shown.n)
        draw_nothing(c, a);
    scroll_draw(&c->scroll, a, 1, h);
    draw_sum(c, a, a->h - 1);
    (void)app;
}

static void calls_name(struct app *app, void *self, struct buf *out)
{
    (void)self;
    struct engine_totals in;
    trace_totals(app->trace, &in);
    const char *path = trace_file(app->trace, 0), *slash = path ? strrchr(path, '/') : NULL;
    buf_adds(out, slash ? slash + 1 : path ? path : "");
    if (in.files > 1)
        buf_printf(out, " and %u more", in.files - 1);
}

/* --- actions ---------------------------------------------------------------------------------- */

static void remember_place(struct calls *c)
{
    c->here = c->scroll.at < c->view.shown.n ? c->view.shown.leg[c->scroll.at] : 0;
}

/* The list was made anew: to the call we were at, if it is still there. */
static void return_to_place(struct calls *c)
{
    c->scroll.n = c->view.shown.n;
    for (uint32_t i = 0; i < c->view.shown.n; i++)
        if (c->view.shown.leg[i] == c->here) {
            scroll_to(&c->scroll, i);
            return;
        }
    scroll_to(&c->scroll, 0);
}

/* The legs of a call, or the leg itself. */
static uint32_t gather(const struct calls *c, uint32_t *out,
                       bool (*wanted)(const struct calls *c, uint32_t leg))
{
    const struct store *s = trace_store(c->app->trace);
    uint32_t n = 0;
    for (uint32_t i = 1; i <= s->legs.n && n < LADDER_LEGS_MAX; i++) {
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

static void open_ladder(struct calls *c, bool related)
{
    remember_place(c);
    if (!c->here && (related || !c->marks))
        return;
    uint32_t *leg = mem_new(LADDER_LEGS_MAX, sizeof(*leg));
    if (!leg)
        return;
    uint32_t n = gather(c, leg, c->marks && !related ? is_marked : is_here);
    struct ladder_arg arg = { leg, n, related };
    app_push(c->app, PANEL_LADDER, &arg);
    mem_free(leg);
}

static void sort_by_neighbour(struct calls *c, int step)
{
    int order = ((int)c->view.order + step + VIEW_ORDERS) % VIEW_ORDERS;
    remember_place(c);
    view_sort(&c->view, (enum view_order)order, c->view.reverse);
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

static void calls_act(struct app *app, void *self, enum action action, int stroke)
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
        prompt_open(&app->prompt, "filter:", c->view.filter ? c->view.filter : "", true);
        break;
    case ACTION_ALL:
        remember_place(c);
        view_all(&c->view, !c->view.all);
        break;
    case ACTION_SORT:
        sort_by_neighbour(c, stroke == '<' ? -1 : 1);
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

static void calls_answer(struct app *app, void *self, const char *text)
{
    struct calls *c = self;
    struct query_error error;
    remember_place(c);
    int r = view_filter(&c->view, text, &error);
    if (r == 0)
        return;
    prompt_open(&app->prompt, "filter:", text, true);
    if (r == -EINVAL) {
        app->prompt.at = error.pos < app->prompt.n ? error.pos : app->prompt.n;
        app_note(app, STYLE_WARNING, "%s", error.text);
    } else {
        app_note(app, STYLE_WARNING, "There is not enough memory for this filter.");
    }
}

static bool calls_work(struct app *app, void *self, int64_t until_ns)
{
    struct calls *c = self;
    uint32_t made = c->view.made;
    bool more = view_work(&c->view, until_ns);
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

static bool calls_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    struct calls *c = self;
    return row < c->view.shown.n &&
           rows_has(c->rows, c->view.shown.leg[row], text, app->grid.cols >= CALL_ID_FROM);
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
    .work = calls_work,
    .rows = calls_rows,
    .row = calls_row,
    .go = calls_go,
    .has = calls_has,
    .answer = calls_answer,
    .close = calls_close,
};
