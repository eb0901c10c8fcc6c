/* The ladder of some legs, with the message of the cursor's row beside it. */
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/session/link.h"
#include "ui/flow/evidence.h"
#include "ui/flow/find.h"
#include "ui/flow/narrate.h"
#include "ui/tui/ladder.h"
#include "ui/tui/panel.h"
#include "ui/tui/raw.h"

enum {
    PANE_BESIDE = 100, /* columns from which on the pane stands beside the ladder */
    PANE_MIN = 30,
    PANE_LIKES = 92, /* most messages are not wider */
    LADDER_MIN = 48,
    WORDS_BYTES = 8192,
};

#define RENEW_NS (500 * NS_PER_MS) /* between two looks at a call that is still being read */

struct ladder_panel {
    struct app *app;
    struct flow *flow;
    struct narrator *narrator; /* of the flow; NULL: no memory */
    struct findings *findings; /* NULL: no memory */
    struct evidence evidence;
    struct ladder ladder;
    struct raw raw;
    uint32_t *leg;               /* first those that were asked for, then the related ones */
    unsigned legs, asked, known; /* shown, asked for, in all */
    bool related;                /* show these too */
    bool unfold;                 /* the flow was made so */
    bool pane, pane_asked;       /* shown; the user said so */
    int pane_more;               /* columns that the user gave it besides */
    uint64_t messages;           /* of the legs, when the flow was made */
    int64_t made;
    bool whole;
};

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

/* Makes the flow anew. -errno: the old one stays. */
static int make_flow(struct ladder_panel *p, struct err *err)
{
    struct flow *f;
    find_related(p);
    uint64_t messages = count_messages(p);
    bool unfold = p->app->options->unfold;
    if (p->findings)
        evidence_read(&p->evidence, p->findings, p->app->trace, p->leg, p->legs);
    struct flow_options o = { .unfold = unfold,
                              .alias = p->app->options->alias.v,
                              .aliases = p->app->options->alias.n,
                              .mark = p->evidence.mark,
                              .marks = p->evidence.n };
    int r = flow_new(&f, p->app->trace, p->leg, p->legs, &o, err);
    if (r < 0)
        return r;
    ladder_set(&p->ladder, f);
    narrator_free(p->narrator);
    flow_free(p->flow);
    p->flow = f;
    p->unfold = unfold;
    p->narrator = narrator_new(f);
    set_remark(p);
    p->messages = messages;
    p->made = clock_monotonic();
    p->whole = trace_is_over(p->app->trace);
    return 0;
}

/* The row of a message, or the last one before it. */
static uint32_t find_message(const struct flow *f, uint32_t message)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < f->rows; i++) {
        if (f->row[i].kind != FLOW_MESSAGE)
            continue;
        if (f->row[i].message <= message)
            at = i;
        if (f->row[i].message == message)
            break;
    }
    return at;
}

static void renew(struct ladder_panel *p)
{
    struct err err;
    uint32_t here = p->flow->rows ? p->flow->row[p->ladder.scroll.at].message : 0;
    if (make_flow(p, &err) < 0) {
        app_note(p->app, STYLE_WARNING, "%s", err.text);
        return;
    }
    p->ladder.scroll.n = p->flow->rows;
    scroll_to(&p->ladder.scroll, find_message(p->flow, here));
}

/* --- drawing ---------------------------------------------------------------------------------- */

static int pane_width(struct ladder_panel *p, int w, bool ascii)
{
    int wanted = ladder_wanted(&p->ladder, ascii);
    int pane = w - wanted - 2;
    pane = pane > PANE_LIKES ? PANE_LIKES : pane;
    if (pane < w / 3)
        pane = w / 3;
    pane += p->pane_more;
    if (pane > w - LADDER_MIN)
        pane = w - LADDER_MIN;
    return pane < PANE_MIN ? PANE_MIN : pane;
}

/* The row of the cursor in words; returns the lines taken, with a blank one behind them. */
static int draw_words(struct ladder_panel *p, const struct area *a)
{
    const struct flow_row *row = &p->flow->row[p->ladder.scroll.at];
    struct buf b;
    int y = 0;
    buf_init(&b, WORDS_BYTES);
    if (p->narrator)
        narrator_row(p->narrator, p->ladder.scroll.at, &b);
    for (unsigned i = 0; i < row->findings; i++)
        buf_printf(&b, "%s%s", i ? ", " : "  ", row->finding[i]);
    struct slice rest = buf_slice(&b);
    while (rest.n && y < a->h / 2)
        area_text(a, 0, y++, STYLE_NOTE, cells_line(&rest, (unsigned)a->w, a->grid->ascii));
    buf_fini(&b);
    return y ? y + 1 : 0;
}

static void draw_message(struct ladder_panel *p, const struct area *a)
{
    if (!p->flow->rows)
        return;
    const struct flow_row *row = &p->flow->row[p->ladder.scroll.at];
    int y = draw_words(p, a);
    if (row->kind != FLOW_MESSAGE)
        return;
    struct area text = area_part(a, 0, y, a->w, a->h - y);
    raw_load(&p->raw, p->app->trace, row->message);
    raw_wrap(&p->raw, a->grid, text.w, (uint32_t)GRID_MAX);
    raw_draw(&p->raw, &text, 0);
    if (p->raw.lines > (uint32_t)text.h && text.h > 1) {
        area_fill(&text, 0, text.h - 1, text.w, STYLE_TEXT, " ");
        area_printf(&text, 0, text.h - 1, STYLE_DIM, "%u more lines; Enter shows all",
                    p->raw.lines - (uint32_t)text.h + 1);
    }
}

static void draw_beside(struct ladder_panel *p, const struct area *a)
{
    int w = pane_width(p, a->w, a->grid->ascii), x = a->w - w;
    struct area left = area_part(a, 0, 0, x, a->h), right = area_part(a, x + 2, 0, w - 3, a->h);
    ladder_draw(&p->ladder, &left);
    for (int y = 0; y < a->h; y++)
        area_puts(a, x, y, STYLE_LINE, app_sign(p->app, SIGN_VERTICAL));
    draw_message(p, &right);
}

static void draw_below(struct ladder_panel *p, const struct area *a)
{
    int h = a->h * 9 / 20 + p->pane_more / 4;
    h = h > a->h - 8 ? a->h - 8 : h < 4 ? 4 : h;
    struct area top = area_part(a, 0, 0, a->w, a->h - h);
    struct area below = area_part(a, 1, a->h - h + 1, a->w - 2, h - 1);
    ladder_draw(&p->ladder, &top);
    area_fill(a, 0, a->h - h, a->w, STYLE_LINE, app_sign(p->app, SIGN_HORIZONTAL));
    draw_message(p, &below);
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
    if (p->unfold != o->unfold)
        renew(p);
}

static void ladder_panel_draw(struct app *app, void *self, const struct area *a)
{
    struct ladder_panel *p = self;
    follow_settings(p);
    (void)app;
    bool beside = a->w >= PANE_BESIDE;
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

static void show_related(struct ladder_panel *p)
{
    p->related = !p->related;
    renew(p);
    unsigned more = p->known - p->asked;
    if (!more)
        app_note(p->app, STYLE_TEXT, "No other call is related to this.");
    else
        app_note(p->app, STYLE_TEXT,
                 p->related ? "%u related call%s more." : "Without %u related call%s.", more,
                 more == 1 ? "" : "s");
}

static void read_message(struct ladder_panel *p)
{
    struct message_arg arg = { p->flow, &p->ladder.scroll };
    if (p->flow->rows && p->flow->row[p->ladder.scroll.at].kind == FLOW_MESSAGE)
        app_push(p->app, PANEL_MESSAGE, &arg);
}

/* A panel about what is drawn. */
static void open_about(struct ladder_panel *p, enum panel_id id)
{
    struct about_arg arg = {
        .leg = p->leg, .legs = p->legs, .flow = p->flow, .row = p->ladder.scroll.at
    };
    app_push(p->app, id, &arg);
}

static void ladder_panel_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct ladder_panel *p = self;
    (void)arg;
    switch (action) {
    case ACTION_READ:
        read_message(p);
        break;
    case ACTION_PANE:
        p->pane = !p->pane;
        p->pane_asked = true;
        break;
    case ACTION_WIDER:
        p->pane_more += 4;
        break;
    case ACTION_NARROWER:
        p->pane_more -= 4;
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
        open_about(p, PANEL_WHY);
        break;
    case ACTION_STEPS:
        open_about(p, PANEL_STEPS);
        break;
    case ACTION_MEDIA:
        open_about(p, PANEL_MEDIA);
        break;
    case ACTION_LEFT:
        ladder_shift(&p->ladder, -1);
        break;
    case ACTION_RIGHT:
        ladder_shift(&p->ladder, 1);
        break;
    default:
        if (scroll_act(&p->ladder.scroll, action, true))
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
        renew(p);
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
    uint32_t row = find_row(p->flow, message);
    if (row == p->flow->rows)
        return false;
    ladder_panel_go(app, p, row);
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
    flow_free(p->flow);
    evidence_fini(&p->evidence);
    findings_free(p->findings);
    raw_fini(&p->raw);
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
    raw_init(&p->raw);
    evidence_init(&p->evidence);
    p->findings = findings_new(app->trace);
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

const struct panel_ops panel_ladder = {
    .open = ladder_panel_open,
    .draw = ladder_panel_draw,
    .name = ladder_panel_name,
    .act = ladder_panel_act,
    .legs = ladder_panel_legs,
    .show = ladder_panel_show,
    .work = ladder_panel_work,
    .rows = ladder_panel_rows,
    .row = ladder_panel_row,
    .go = ladder_panel_go,
    .has = ladder_panel_has,
    .close = ladder_panel_close,
};
