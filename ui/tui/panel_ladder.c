/* The ladder of some legs, with the message of the cursor's row beside it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/session/link.h"
#include "ui/flow/find.h"
#include "ui/tui/ladder_panel.h"
#include "ui/tui/yank.h"

enum {
    PANE_BESIDE = 100, /* columns from which on the pane stands beside the ladder */
    PANE_MIN = 30,
    PANE_LIKES = 92, /* most messages are not wider */
    PANE_ROWS = 4,
    RESIZE_CELLS = 4, /* columns at once; below the ladder, a row */
    LADDER_MIN = 48,
    LADDER_ROWS = 8,
};

#define RENEW_NS (500 * NS_PER_MS) /* between two looks at a call that is still being read */

static uint64_t count_messages(const struct ladder_panel *p)
{
    const struct store *s = trace_store(p->app->trace);
    uint64_t n = 0;
    for (unsigned i = 0; i < p->legs; i++)
        n += store_leg(s, p->leg[i])->messages;
    return n;
}

/* The legs of the same story as the first one, behind those that were asked for. */
static void find_related(struct ladder_panel *p)
{
    const struct store *s = trace_store(p->app->trace);
    uint32_t story = session_of(s, p->leg[0]);
    unsigned k = 0; /* those that were asked for are in order */
    p->known = p->asked;
    for (uint32_t i = 1; i <= s->legs.n && p->known < LADDER_LEGS_MAX; i++) {
        while (k < p->asked && p->leg[k] < i)
            k++;
        if (session_of(s, i) == story && (k == p->asked || p->leg[k] != i))
            p->leg[p->known++] = i;
    }
    p->legs = p->related ? p->known : p->asked;
}

/* The key that shows more says so in the head. */
static void set_remark(struct ladder_panel *p)
{
    unsigned more = p->known - p->legs;
    char *out = p->ladder.remark;
    out[0] = '\0';
    if (more)
        snprintf(out, sizeof(p->ladder.remark), "x shows %u related call%s more", more,
                 more == 1 ? "" : "s");
}

/* Changes when an alias does. */
static uint64_t names_now(const struct ladder_panel *p)
{
    const struct texts *alias = &p->app->options->alias;
    const struct hash_key *key = &trace_store(p->app->trace)->key;
    uint64_t h = alias->n;
    for (unsigned i = 0; i < alias->n; i++)
        h = hash_mix(h, hash_sip(key, alias->v[i], strlen(alias->v[i])));
    return h;
}

/* Arranges the drawn flow as the plan wants it. -ENOMEM: the old one stays. */
static int arrange(struct ladder_panel *p, const struct flow *drawn)
{
    struct flow *f;
    p->plan.fold = p->app->options->fold_challenges;
    p->plan.gaps = true;
    if (arrange_new(&f, drawn, &p->plan) < 0)
        return -ENOMEM;
    narrator_free(p->narrator);
    arrange_free(p->flow);
    ladder_pane_forget(&p->pane_view);
    p->flow = f;
    p->narrator = narrator_new(f);
    p->ladder.plan = &p->plan;
    p->ladder.hidden = arrange_hidden(f);
    ladder_set(&p->ladder, f);
    return 0;
}

/* Makes the flow anew. -errno: the old one stays. */
static int make_flow(struct ladder_panel *p, struct err *err)
{
    struct flow *f;
    find_related(p);
    uint64_t messages = count_messages(p);
    bool unfold = p->app->options->unfold;
    struct findings *findings = app_findings(p->app);
    if (findings)
        evidence_read(&p->evidence, findings, p->app->trace, p->leg, p->legs);
    struct flow_options o = { .unfold = unfold,
                              .open = p->plan.opened,
                              .opens = p->plan.opens,
                              .alias = p->app->options->alias.v,
                              .aliases = p->app->options->alias.n,
                              .mark = p->evidence.mark,
                              .marks = p->evidence.n };
    p->unfold = unfold;
    p->names = names_now(p);
    int r = flow_new(&f, p->app->trace, p->leg, p->legs, &o, err);
    if (r < 0)
        return r;
    if (arrange(p, f) < 0) {
        flow_free(f);
        return err_set(err, -ENOMEM, "There is not enough memory for the ladder.");
    }
    flow_free(p->drawn);
    p->drawn = f;
    set_remark(p);
    p->messages = messages;
    p->made = clock_monotonic();
    p->whole = trace_is_over(p->app->trace);
    return 0;
}

/* To a row, the last one where there are less. */
static void show_row(struct ladder_panel *p, uint32_t row)
{
    uint32_t n = p->flow->rows;
    p->ladder.scroll.n = n;
    scroll_to(&p->ladder.scroll, row < n ? row : n ? n - 1 : 0);
}

void ladder_panel_renew(struct ladder_panel *p)
{
    struct err err;
    uint32_t at = p->ladder.scroll.at, arrow = at;
    while (arrow && p->flow->row[arrow].kind != FLOW_MESSAGE)
        arrow--;
    uint32_t message = p->flow->row[arrow].message;
    if (make_flow(p, &err) < 0) {
        app_note(p->app, STYLE_WARNING, "%s", err.text);
        return;
    }
    show_row(p, find_near(p->flow, message) + (at - arrow));
}

void ladder_panel_arrange(struct ladder_panel *p)
{
    uint32_t at = arrange_source(p->flow, p->ladder.scroll.at);
    if (arrange(p, p->drawn) < 0) {
        app_note(p->app, STYLE_WARNING, "There is not enough memory for the ladder.");
        return;
    }
    show_row(p, arrange_row(p->flow, at));
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Cells that the pane takes of the width, or of the height, where the user did not say. */
static int pane_usual(struct ladder_panel *p, const struct area *a)
{
    if (a->w < PANE_BESIDE)
        return a->h * 9 / 20;
    int pane = a->w - ladder_wanted(&p->ladder, a->grid->ascii) - 2;
    pane = pane > PANE_LIKES ? PANE_LIKES : pane;
    return pane < a->w / 3 ? a->w / 3 : pane;
}

static int pane_cells(struct ladder_panel *p, const struct area *a)
{
    bool beside = a->w >= PANE_BESIDE;
    int usual = pane_usual(p, a), n = usual + (beside ? p->pane_more : p->pane_more / RESIZE_CELLS);
    int most = beside ? a->w - LADDER_MIN : a->h - LADDER_ROWS;
    int least = beside ? PANE_MIN : PANE_ROWS;
    n = n > most ? most : n;
    n = n < least ? least : n;
    p->pane_usual = usual;
    p->pane_more = (n - usual) * (beside ? 1 : RESIZE_CELLS);
    return n;
}

void ladder_panel_resize(struct ladder_panel *p, int cells)
{
    p->pane_more = (cells - p->pane_usual) * (p->border_x >= 0 ? 1 : RESIZE_CELLS);
}

static void draw_beside(struct ladder_panel *p, const struct area *a)
{
    int w = pane_cells(p, a), x = a->w - w;
    struct area left = area_part(a, 0, 0, x, a->h), right = area_part(a, x + 2, 0, w - 2, a->h);
    ladder_draw(&p->ladder, &left);
    ladder_pane_draw(p, &right);
    for (int y = 0; y < a->h; y++)
        area_puts(a, x, y, STYLE_LINE, app_sign(p->app, SIGN_VERTICAL));
    p->border_x = x;
}

static void draw_below(struct ladder_panel *p, const struct area *a)
{
    int h = pane_cells(p, a);
    struct area top = area_part(a, 0, 0, a->w, a->h - h);
    struct area below = area_part(a, 2, a->h - h, a->w - 2, h);
    ladder_draw(&p->ladder, &top);
    area_fill(a, 0, a->h - h, a->w, STYLE_LINE, app_sign(p->app, SIGN_HORIZONTAL));
    ladder_pane_draw(p, &below);
    p->border_y = a->h - h;
}

/* The settings can have changed since. */
static void follow_settings(struct ladder_panel *p)
{
    const struct options *o = p->app->options;
    if (p->ladder.clock != (enum ladder_clock)o->time) {
        p->ladder.clock = (enum ladder_clock)o->time;
        ladder_set(&p->ladder, p->flow);
    }
    p->ladder.colour = (enum ladder_colour)o->color_by;
    if (p->unfold != o->unfold || p->names != names_now(p))
        ladder_panel_renew(p);
    if (p->plan.fold != o->fold_challenges)
        ladder_panel_arrange(p);
}

static void ladder_panel_draw(struct app *app, void *self, const struct area *a)
{
    struct ladder_panel *p = self;
    follow_settings(p);
    (void)app;
    bool beside = a->w >= PANE_BESIDE;
    p->border_x = p->border_y = -1;
    p->width = a->w;
    p->height = a->h;
    if (!p->pane_asked)
        p->pane = beside;
    if (!p->pane || (!beside && a->h < 14))
        ladder_draw(&p->ladder, a);
    else if (beside)
        draw_beside(p, a);
    else
        draw_below(p, a);
}

static void ladder_panel_name(struct app *app, void *self, struct buf *out)
{
    const struct ladder_panel *p = self;
    (void)app;
    if (p->flow->calls > 1)
        buf_printf(out, "ladder of %u calls", p->flow->calls);
    else
        buf_adds(out, "ladder");
}

/* --- actions ---------------------------------------------------------------------------------- */

/* The message of the cursor; NULL: it is on something else. */
static const struct flow_row *row_here(const struct ladder_panel *p)
{
    uint32_t at = p->ladder.scroll.at;
    bool arrow = at < p->flow->rows && p->flow->row[at].kind == FLOW_MESSAGE;
    return arrow ? &p->flow->row[at] : NULL;
}

static void next_clock(struct ladder_panel *p)
{
    static const char *const words[LADDER_CLOCKS] = {
        "Times of day and since the row above, as far as they fit.", "Times of day.",
        "Times since the row above.", "Times since the first message."
    };
    unsigned *clock = &p->app->options->time;
    *clock = (*clock + 1) % LADDER_CLOCKS;
    app_note(p->app, STYLE_TEXT, "%s", words[*clock]);
}

static void next_colour(struct ladder_panel *p)
{
    static const char *const words[LADDER_COLOURS] = { "Colours by request and answer.",
                                                       "Colours by Call-ID.",
                                                       "Colours by transaction." };
    unsigned *colour = &p->app->options->color_by;
    *colour = (*colour + 1) % LADDER_COLOURS;
    app_note(p->app, STYLE_TEXT, "%s", words[*colour]);
}

/* Where the pane is not seen, it is shown first. */
static void next_view(struct ladder_panel *p)
{
    unsigned *view = &p->app->options->pane;
    if (p->pane)
        *view = (*view + 1) % PANE_MODES;
    p->pane = p->pane_asked = true;
}

/* The first time marks, the second time compares with what was marked. */
static void compare(struct ladder_panel *p)
{
    const struct flow_row *row = row_here(p);
    uint32_t *marked = &p->ladder.marked;
    uint32_t first = find_arrow(p->flow, *marked); /* it can be hidden by now */
    if (!row) {
        app_note(p->app, STYLE_TEXT, "This is no message; two messages can be compared.");
    } else if (*marked == row->message) {
        *marked = 0;
        app_note(p->app, STYLE_TEXT, "F%u is not marked any more.", row->step);
    } else if (first == p->flow->rows) {
        *marked = row->message;
        app_note(p->app, STYLE_TEXT, "F%u is marked; Space on another message compares the two.",
                 row->step);
    } else {
        struct compare_arg arg = { p->flow, { first, p->ladder.scroll.at } };
        app_push(p->app, PANEL_COMPARE, &arg);
    }
}

static void show_related(struct ladder_panel *p)
{
    p->related = !p->related;
    ladder_panel_renew(p);
    unsigned more = p->known - p->asked;
    if (!more)
        app_note(p->app, STYLE_TEXT, "No other call is related to this.");
    else
        app_note(p->app, STYLE_TEXT,
                 p->related ? "%u related call%s more." : "Without %u related call%s.", more,
                 more == 1 ? "" : "s");
}

void ladder_panel_read(struct ladder_panel *p)
{
    struct message_arg arg = { p->flow, &p->ladder.scroll };
    if (p->flow->rows && p->flow->row[p->ladder.scroll.at].kind == FLOW_MESSAGE)
        app_push(p->app, PANEL_MESSAGE, &arg);
}

static void unfold_row(struct ladder_panel *p)
{
    const struct flow_row *row = row_here(p);
    if (!row || (!row->repeats && !row->challenge))
        app_note(p->app, STYLE_TEXT, "Nothing is folded into this row.");
    else if (!plan_open(&p->plan, row->message, true))
        app_note(p->app, STYLE_WARNING, "Too many rows are unfolded; - folds one again.");
    else
        ladder_panel_renew(p);
}

/* Of the message of the cursor, or of its transaction above it. */
static void fold_row(struct ladder_panel *p)
{
    const struct flow_row *here = row_here(p);
    for (uint32_t i = p->ladder.scroll.at + 1; here && i-- > 0;) {
        const struct flow_row *row = &p->flow->row[i];
        bool same = row == here || (row->transaction && row->transaction == here->transaction);
        if (row->kind == FLOW_MESSAGE && same && plan_is_open(&p->plan, row->message)) {
            scroll_to(&p->ladder.scroll, i);
            plan_open(&p->plan, row->message, false);
            ladder_panel_renew(p);
            return;
        }
    }
    app_note(p->app, STYLE_TEXT, "No row was unfolded here.");
}

static void switch_challenges(struct ladder_panel *p)
{
    bool *fold = &p->app->options->fold_challenges;
    *fold = !*fold;
    app_note(p->app, STYLE_TEXT,
             *fold ? "Challenges in one row with their requests." : "A row for each challenge.");
}

/* Right unfolds a folded row; else it scrolls. */
static void go_right(struct ladder_panel *p)
{
    const struct flow_row *row = row_here(p);
    if (row && (row->repeats || row->challenge))
        unfold_row(p);
    else
        ladder_shift(&p->ladder, 1);
}

static void yank(struct ladder_panel *p, enum action action)
{
    const struct flow_row *row = row_here(p);
    if (!row || row->kind != FLOW_MESSAGE)
        app_note(p->app, STYLE_DIM, "This row is no message.");
    else if (action == ACTION_YANK)
        yank_message(p->app, row->message);
    else
        yank_call_id(p->app, row->message);
}

/* A panel about what is drawn. */
static void open_about(struct ladder_panel *p, enum action action)
{
    enum panel_id id = action == ACTION_WHY     ? PANEL_WHY
                       : action == ACTION_STEPS ? PANEL_STEPS
                                                : PANEL_MEDIA;
    struct about_arg arg = {
        .leg = p->leg, .legs = p->legs, .flow = p->flow, .row = p->ladder.scroll.at
    };
    app_push(p->app, id, &arg);
}

/* What is about the pane beside the ladder. False: it is not. */
static bool pane_act(struct ladder_panel *p, enum action action)
{
    switch (action) {
    case ACTION_PANE:
        p->pane = !p->pane;
        p->pane_asked = true;
        return true;
    case ACTION_PANE_VIEW:
        next_view(p);
        return true;
    case ACTION_PANE_UP:
    case ACTION_PANE_DOWN:
        ladder_pane_scroll(p, action == ACTION_PANE_UP ? ACTION_HALF_UP : ACTION_HALF_DOWN);
        return true;
    case ACTION_WIDER:
        p->pane_more += RESIZE_CELLS;
        return true;
    case ACTION_NARROWER:
        p->pane_more -= RESIZE_CELLS;
        return true;
    default:
        return false;
    }
}

static void ladder_panel_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct ladder_panel *p = self;
    switch (action) {
    case ACTION_READ:
        ladder_panel_read(p);
        break;
    case ACTION_COMPARE:
        compare(p);
        break;
    case ACTION_CLOCK:
        next_clock(p);
        break;
    case ACTION_COLOUR:
        next_colour(p);
        break;
    case ACTION_FOLD:
        app->options->unfold = !app->options->unfold;
        app_note(app, STYLE_TEXT,
                 app->options->unfold ? "A row for each retransmission."
                                      : "Retransmissions in one row.");
        break;
    case ACTION_RELATED:
        show_related(p);
        break;
    case ACTION_WHY:
    case ACTION_STEPS:
    case ACTION_MEDIA:
        open_about(p, action);
        break;
    case ACTION_LEFT:
        ladder_shift(&p->ladder, -1);
        break;
    case ACTION_RIGHT:
        go_right(p);
        break;
    case ACTION_CHALLENGES:
        switch_challenges(p);
        break;
    case ACTION_OPEN_ROW:
        unfold_row(p);
        break;
    case ACTION_CLOSE_ROW:
        fold_row(p);
        break;
    case ACTION_YANK:
    case ACTION_YANK_ID:
        yank(p, action);
        break;
    default:
        if (!pane_act(p, action) && !ladder_lanes_act(p, action, arg) &&
            scroll_act(&p->ladder.scroll, action, true))
            ladder_reveal(&p->ladder);
    }
}

/* While the capture is still read the call may go on. */
static bool ladder_panel_work(struct app *app, void *self, int64_t until_ns)
{
    struct ladder_panel *p = self;
    (void)until_ns;
    bool due = app->loading ? clock_monotonic() - p->made > RENEW_NS : !p->whole;
    if (!due || app->panel[app->depth - 1].self != self) /* a message below us must stay valid */
        return false;
    if (count_messages(p) != p->messages)
        ladder_panel_renew(p);
    p->made = clock_monotonic();
    p->whole = !app->loading;
    return false;
}

static unsigned ladder_panel_legs(struct app *app, void *self, uint32_t *out, unsigned max)
{
    const struct ladder_panel *p = self;
    unsigned n = p->legs < max ? p->legs : max;
    (void)app;
    memcpy(out, p->leg, n * sizeof(*out));
    return n;
}

static uint32_t ladder_panel_rows(void *self)
{
    const struct ladder_panel *p = self;
    return p->flow->rows;
}

static uint32_t ladder_panel_row(void *self)
{
    const struct ladder_panel *p = self;
    return p->ladder.scroll.at;
}

static void ladder_panel_go(struct app *app, void *self, uint32_t row)
{
    struct ladder_panel *p = self;
    (void)app;
    scroll_to(&p->ladder.scroll, row);
    ladder_reveal(&p->ladder);
}

static bool ladder_panel_show(struct app *app, void *self, uint32_t message)
{
    struct ladder_panel *p = self;
    uint32_t row = find_row(p->drawn, message);
    if (row == p->drawn->rows)
        return false;
    ladder_panel_go(app, p, arrange_row(p->flow, row));
    return true;
}

static bool ladder_panel_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct ladder_panel *p = self;
    (void)app;
    if (row >= p->flow->rows)
        return false;
    const struct flow_row *r = &p->flow->row[row];
    return text_contains(slice_of(r->text), text) || text_contains(slice_of(r->detail), text);
}

static void ladder_panel_close(void *self)
{
    struct ladder_panel *p = self;
    narrator_free(p->narrator);
    arrange_free(p->flow);
    flow_free(p->drawn);
    ladder_fini(&p->ladder);
    plan_fini(&p->plan);
    evidence_fini(&p->evidence);
    ladder_pane_fini(&p->pane_view);
    mem_free(p->leg);
    mem_free(p);
}

static int ladder_panel_open(struct app *app, const void *arg, void **self, struct err *err)
{
    const struct ladder_arg *from = arg;
    struct ladder_panel *p = mem_new(1, sizeof(*p));
    uint32_t *leg = mem_new(LADDER_LEGS_MAX, sizeof(*leg));
    if (!p || !leg) {
        mem_free(p);
        mem_free(leg);
        return err_set(err, -ENOMEM, "There is not enough memory for the ladder.");
    }
    memcpy(leg, from->leg, from->legs * sizeof(*leg));
    p->app = app;
    p->leg = leg;
    p->legs = p->asked = from->legs;
    p->related = from->related;
    p->ladder.lane = -1;
    ladder_pane_init(&p->pane_view);
    evidence_init(&p->evidence);
    int r = make_flow(p, err);
    if (r < 0) {
        ladder_panel_close(p);
        return r;
    }
    p->ladder.scroll.n = p->flow->rows;
    if (from->message)
        ladder_panel_show(app, p, from->message);
    *self = p;
    return 0;
}

static int by_row(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Both those that were asked for and those that are related are in order. */
static bool ladder_panel_holds(const void *self, uint32_t leg)
{
    const struct ladder_panel *p = self;
    return bsearch(&leg, p->leg, p->asked, sizeof(leg), by_row) ||
           bsearch(&leg, p->leg + p->asked, p->known - p->asked, sizeof(leg), by_row);
}

const struct panel_ops panel_ladder = {
    .open = ladder_panel_open,
    .draw = ladder_panel_draw,
    .name = ladder_panel_name,
    .act = ladder_panel_act,
    .holds = ladder_panel_holds,
    .legs = ladder_panel_legs,
    .mouse = ladder_panel_mouse,
    .show = ladder_panel_show,
    .work = ladder_panel_work,
    .rows = ladder_panel_rows,
    .row = ladder_panel_row,
    .go = ladder_panel_go,
    .has = ladder_panel_has,
    .close = ladder_panel_close,
};
