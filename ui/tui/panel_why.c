/* Why: what became of the calls of a ladder and what went wrong, or the same of the whole capture.
 * The words are those of rung explain. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/export/explain.h"
#include "ui/export/lanes.h"
#include "ui/flow/find.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum {
    TEXT_AT = 2,  /* cells before a text, behind the sign */
    WIDEST = 110, /* longer lines are hard to read */
    NAMES = 24,   /* room of the longest id in the sum */
    NUMBERS = 8,  /* of a number there */
    TEXT_BYTES = 16384,
    HEAD_ROWS = 2,
    HEADED_FROM = 6, /* rows of a panel from which on it has them */
};

#define RENEW_NS (500 * NS_PER_MS) /* between two looks at what was found so far */

/* What the cursor's line is about. */
struct place {
    uint32_t message; /* to show, 0: none */
    int kind;         /* enum finding_id of a line of the sum, -1: it is none */
};

struct why {
    struct page page; /* tags are rows of place, from 1 */
    struct page body; /* of the whole capture: what stands in the page below the sum */
    struct place *place;
    uint32_t places, places_cap;
    const struct flow *flow; /* the ladder's below */
    uint32_t *leg;           /* its legs */
    unsigned legs;
    uint32_t here; /* the message of its cursor, 0: none */
    bool found;    /* a finding that this proves */
    struct findings *findings;
    struct column_row row;
    struct verdict verdict;
    bool all;     /* of the whole capture */
    bool partial; /* begun while it was read */
    bool done;
    bool fresh;               /* there is more than the page shows */
    struct explain_walk walk; /* of the whole capture */
    unsigned next;            /* of the legs */
    int64_t shown;            /* when the page was written */
    uint64_t count[FINDING_COUNT][FINDING_ERROR + 1];
    uint64_t calls, bad; /* looked at; those with an error or a warning */
    unsigned listed;     /* findings */
};

/* Where calls are written to. */
static struct page *text_of(struct why *w)
{
    return w->all ? &w->body : &w->page;
}

static enum style style_of(enum finding_severity s)
{
    return s == FINDING_ERROR ? STYLE_FAILURE : s == FINDING_WARNING ? STYLE_WARNING : STYLE_DIM;
}

static const char *sign_of(const struct app *app, enum finding_severity s)
{
    static const enum flow_severity as[] = {
        [FINDING_INFO] = FLOW_INFO, [FINDING_WARNING] = FLOW_WARNING, [FINDING_ERROR] = FLOW_ERROR
    };
    return lanes_sign(as[s], app->grid.ascii);
}

/* A tag for a line, 0: no memory. */
static uint32_t tag_of(struct why *w, uint32_t message, int kind)
{
    if (w->places == w->places_cap) {
        uint32_t cap = w->places_cap ? w->places_cap * 2 : 64;
        struct place *p = mem_resize(w->place, cap, sizeof(*p));
        if (!p)
            return 0;
        w->place = p;
        w->places_cap = cap;
    }
    w->place[w->places++] = (struct place){ message, kind };
    return w->places;
}

/* --- what is written -------------------------------------------------------------------------- */

/* "F5, F7 · packets 12, 15 · RFC 3261 13.3.1.4"; steps are those of the ladder below. */
static void add_proof(struct why *w, const struct app *app, const struct finding *f, struct buf *b)
{
    struct engine_totals in;
    unsigned n = 0;
    trace_totals(app->trace, &in);
    for (unsigned i = 0; i < f->messages && !w->all; i++) {
        uint32_t row = find_arrow(w->flow, f->message[i]);
        if (row < w->flow->rows)
            buf_printf(b, "%sF%u", n++ ? ", " : "", w->flow->row[row].step);
    }
    buf_adds(b, n ? " · " : "");
    explain_add_proof(b, app->trace, in.files > 1, f);
}

/* The cursor begins at what the ladder's message proves, else at the first line that leads there.
 */
static void begin_at(struct why *w, const struct finding *f, uint32_t tag)
{
    for (unsigned i = 0; i < f->messages && !w->found && w->here; i++)
        if (f->message[i] == w->here) {
            w->found = true;
            page_seek(&w->page, tag);
        }
}

static void write_finding(struct why *w, const struct app *app, const struct finding *f)
{
    struct buf proof;
    struct page *p = text_of(w);
    uint32_t tag = tag_of(w, f->messages ? f->message[0] : 0, -1);
    if (!w->all)
        begin_at(w, f, tag);
    page_paragraph(p, 0, TEXT_AT, tag);
    page_puts(p, style_of(f->severity), sign_of(app, f->severity));
    page_printf(p, style_of(f->severity), " %s", finding_name(f->id));
    page_puts(p, STYLE_TEXT, "  ");
    page_add(p, STYLE_TEXT, f->text);
    buf_init(&proof, TEXT_BYTES);
    add_proof(w, app, f, &proof);
    page_paragraph(p, TEXT_AT, TEXT_AT, tag);
    page_add(p, STYLE_DIM, buf_slice(&proof));
    buf_fini(&proof);
}

static void write_call(struct why *w, uint32_t leg)
{
    struct page *p = text_of(w);
    struct buf b;
    if (!column_row_read(&w->row, leg))
        return;
    verdict_read(&w->verdict, &w->row);
    if (p->paragraphs)
        page_paragraph(p, 0, 0, 0);
    buf_init(&b, TEXT_BYTES);
    explain_add_head(&b, &w->row);
    page_paragraph(p, 0, TEXT_AT, tag_of(w, w->row.message, -1));
    page_add(p, STYLE_STRONG, buf_slice(&b));
    buf_fini(&b);
    for (unsigned i = 0; i < w->verdict.lines; i++) {
        uint32_t message = w->verdict.line[i].message;
        page_paragraph(p, TEXT_AT, TEXT_AT, message ? tag_of(w, message, -1) : 0);
        page_add(p, STYLE_TEXT, verdict_line(&w->verdict, i));
    }
}

/* What is only worth knowing is told of calls that were asked for, and counted of all others. */
static bool is_told(const struct why *w, const struct finding *f)
{
    return !w->all || f->severity > FINDING_INFO;
}

/* Counts them; how many are to be told? */
static unsigned count(struct why *w, const struct finding *f, unsigned n)
{
    unsigned told = 0;
    for (unsigned i = 0; i < n; i++) {
        w->count[f[i].id][f[i].severity]++;
        told += is_told(w, &f[i]);
        w->fresh = true;
    }
    return told;
}

static void count_call(struct why *w, const struct app *app, uint32_t leg, const struct finding *f,
                       unsigned n)
{
    bool bad = false;
    if (!store_leg(trace_store(app->trace), leg)->call)
        return;
    for (unsigned i = 0; i < n; i++)
        bad |= f[i].severity > FINDING_INFO;
    w->calls++;
    w->bad += bad;
}

static void write_findings(struct why *w, const struct app *app, const struct finding *f,
                           unsigned n)
{
    for (unsigned i = 0; i < n && (!w->all || w->listed < WHY_FINDINGS); i++)
        if (is_told(w, &f[i])) {
            write_finding(w, app, &f[i]);
            w->listed++;
        }
}

/* One call, with what was found; of the whole capture only where something was. */
static void tell(struct why *w, const struct app *app, uint32_t leg)
{
    const struct finding *f;
    unsigned n = w->all ? findings_of_call(w->findings, leg, true, &f)
                        : findings_of(w->findings, leg, true, &f);
    unsigned told = count(w, f, n);
    count_call(w, app, leg, f, n);
    if (w->all && (!told || w->listed == WHY_FINDINGS))
        return;
    write_call(w, leg);
    if (told)
        page_paragraph(text_of(w), 0, 0, 0);
    write_findings(w, app, f, n);
    if (!n) {
        page_paragraph(text_of(w), TEXT_AT, TEXT_AT, 0);
        page_puts(text_of(w), STYLE_SUCCESS, "Nothing to complain of.");
    }
}

/* What no single call stands for. */
static void tell_capture(struct why *w, const struct app *app)
{
    const struct finding *f;
    unsigned n = findings_of_capture(w->findings, &f);
    unsigned told = count(w, f, n);
    if (!told || w->listed == WHY_FINDINGS)
        return;
    page_head(&w->body, "In the capture as a whole");
    write_findings(w, app, f, n);
}

/* --- the page --------------------------------------------------------------------------------- */

static uint64_t sum_of(const struct why *w, enum finding_severity severity)
{
    uint64_t n = 0;
    for (int i = 0; i < FINDING_COUNT; i++)
        n += w->count[i][severity];
    return n;
}

static void write_kind(struct why *w, const struct app *app, enum finding_id id,
                       enum finding_severity severity)
{
    struct page *p = &w->page;
    char number[APP_NUMBER];
    app_number(number, w->count[id][severity]);
    int at = NUMBERS - (int)strlen(number);
    page_paragraph(p, at > 0 ? at : 0, NUMBERS + TEXT_AT + NAMES, (uint32_t)id + 1);
    page_puts(p, STYLE_TEXT, number);
    page_printf(p, style_of(severity), "  %s %s", sign_of(app, severity), finding_name(id));
    page_tab(p, NUMBERS - (at > 0 ? at : 0) + TEXT_AT + NAMES, app->grid.ascii);
    page_printf(p, STYLE_DIM, "%s", finding_help(id));
}

/* The kinds of findings of the whole capture, the worst first. Their tags are the first ones. */
static void write_sum(struct why *w, const struct app *app)
{
    uint64_t told = 0;
    for (int s = FINDING_ERROR; s >= FINDING_INFO; s--)
        for (int i = 0; i < FINDING_COUNT; i++) {
            if (w->count[i][s])
                write_kind(w, app, (enum finding_id)i, (enum finding_severity)s);
            told += s > FINDING_INFO ? w->count[i][s] : 0;
        }
    if (w->page.paragraphs)
        page_paragraph(&w->page, 0, 0, 0);
    if (told > w->listed) {
        page_paragraph(&w->page, 0, 0, 0);
        page_printf(&w->page, STYLE_DIM,
                    "The first %u of these %" PRIu64 " errors and warnings follow; Enter on a "
                    "kind lists all of its calls.",
                    w->listed, told);
        page_paragraph(&w->page, 0, 0, 0);
    }
}

/* The page of the whole capture, anew. */
static void write_all(struct why *w, const struct app *app)
{
    uint32_t tag = page_tag(&w->page);
    if (tag)
        page_seek(&w->page, tag);
    page_clear(&w->page);
    write_sum(w, app);
    page_append(&w->page, &w->body);
    if (!w->page.paragraphs && w->done) {
        page_paragraph(&w->page, 0, 0, 0);
        page_puts(&w->page, STYLE_SUCCESS, "There is nothing to complain of.");
    }
    w->shown = clock_monotonic();
    w->fresh = false;
}

/* Tags of the sum are the ids of findings, so these come first. */
static void begin_anew(struct why *w, const struct app *app)
{
    page_clear(&w->page);
    page_clear(&w->body);
    memset(w->count, 0, sizeof(w->count));
    w->places = w->listed = w->next = 0;
    w->calls = w->bad = 0;
    w->walk = (struct explain_walk){ .leg = 0 };
    w->done = w->found = false;
    w->fresh = true;
    w->shown = 0;
    w->partial = app->loading;
    for (int i = 0; i < FINDING_COUNT; i++)
        tag_of(w, 0, i);
}

/* One call further; false: that was the last. */
static bool go_on(struct why *w, const struct app *app)
{
    const struct store *s = trace_store(app->trace);
    if (w->all) {
        uint32_t leg = explain_next(&w->walk, s);
        if (leg)
            tell(w, app, leg);
        else
            tell_capture(w, app);
        return leg != 0;
    }
    if (w->next == w->legs)
        return false;
    uint32_t leg = w->leg[w->next++];
    const struct call *call = store_call(s, store_leg(s, leg)->call);
    if (!call || call->leg == leg)
        tell(w, app, leg);
    return true;
}

static bool why_work(struct app *app, void *self, int64_t until_ns)
{
    struct why *w = self;
    if (w->partial && !app->loading)
        begin_anew(w, app);
    bool ended = w->done;
    while (!w->done && clock_monotonic() < until_ns)
        w->done = !go_on(w, app);
    w->fresh |= w->done && !ended;
    if (w->all && w->fresh && (w->done || clock_monotonic() - w->shown > RENEW_NS))
        write_all(w, app);
    return !w->done;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void add_count(struct buf *b, uint64_t n, const char *what)
{
    char number[APP_NUMBER];
    app_number(number, n);
    if (n)
        buf_printf(b, "%s%s %s%s", b->n ? ", " : "", number, what, n == 1 ? "" : "s");
}

/* "2 errors, 1 warning in 2 of 412 calls · 37 %" */
static void add_status(const struct why *w, const struct app *app, struct buf *b)
{
    const struct store *s = trace_store(app->trace);
    char bad[APP_NUMBER], all[APP_NUMBER];
    add_count(b, sum_of(w, FINDING_ERROR), "error");
    add_count(b, sum_of(w, FINDING_WARNING), "warning");
    add_count(b, sum_of(w, FINDING_INFO), "remark");
    if (!b->n && w->done)
        buf_adds(b, "nothing found");
    if (w->calls > 1 && w->bad) {
        app_number(bad, w->bad);
        app_number(all, w->calls);
        buf_printf(b, " in %s of %s calls", bad, all);
    }
    if (!w->done && s->legs.n)
        buf_printf(b, " · %u %%",
                   w->all ? (unsigned)(w->walk.leg * UINT64_C(100) / s->legs.n)
                          : w->next * 100 / w->legs);
    if (w->partial)
        buf_adds(b, " · still being read");
}

static void draw_head(const struct why *w, const struct area *a, const struct app *app)
{
    struct buf b;
    buf_init(&b, 512);
    add_status(w, app, &b);
    int room = a->w - text_width(a->grid, buf_slice(&b)) - 2;
    area_text(a, room, 0, STYLE_DIM, buf_slice(&b));
    area_fit(a, 1, 0, room - 3, STYLE_STRONG,
             slice_of(w->all ? "The whole capture" : w->flow->title));
    buf_fini(&b);
}

static void why_draw(struct app *app, void *self, const struct area *a)
{
    struct why *w = self;
    bool headed = a->h >= HEADED_FROM;
    struct area text = headed ? area_part(a, 0, HEAD_ROWS, a->w, a->h - HEAD_ROWS) : *a;
    if (headed)
        draw_head(w, a, app);
    page_draw(&w->page, &text);
}

static void why_name(struct app *app, void *self, struct buf *out)
{
    const struct why *w = self;
    (void)app;
    buf_adds(out, w->all ? "why, whole capture" : "why");
}

/* --- actions ---------------------------------------------------------------------------------- */

static void show(struct app *app, const struct why *w)
{
    uint32_t tag = page_tag(&w->page);
    const struct place *p = tag && tag <= w->places ? &w->place[tag - 1] : NULL;
    char filter[64];
    if (p && p->kind >= 0) {
        snprintf(filter, sizeof(filter), "finding == \"%s\"",
                 finding_name((enum finding_id)p->kind));
        app_return(app, ACTION_FILTER, filter);
    } else if (p && p->message && !message_if_there(trace_store(app->trace), p->message)) {
        app_note(app, STYLE_WARNING, "That call was forgotten to make room (--memory).");
    } else if (p && p->message) {
        app_show(app, p->message);
    } else {
        app_note(app, STYLE_DIM, "No message stands behind this line.");
    }
}

static void why_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct why *w = self;
    (void)arg;
    if (action == ACTION_SHOW) {
        show(app, w);
    } else if (action == ACTION_WHOLE) {
        w->all = !w->all;
        w->page.scroll.at = w->page.scroll.top = 0;
        begin_anew(w, app);
    } else if (action == ACTION_STEPS || action == ACTION_MEDIA) {
        app_instead(app, action);
    } else {
        page_act(&w->page, action);
    }
}

static bool why_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct why *w = self;
    struct mouse inside = *m;
    inside.y -= app->grid.rows - 2 >= HEADED_FROM ? HEAD_ROWS : 0;
    if (!page_mouse(&w->page, &inside))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_SHOW, NULL);
    return true;
}

static void why_close(void *self)
{
    struct why *w = self;
    verdict_fini(&w->verdict);
    column_row_fini(&w->row);
    page_fini(&w->page);
    page_fini(&w->body);
    mem_free(w->place);
    mem_free(w->leg);
    mem_free(w);
}

static int why_open(struct app *app, const void *arg, void **self, struct err *err)
{
    const struct about_arg *from = arg;
    struct why *w = mem_new(1, sizeof(*w));
    uint32_t *leg = mem_new(from->legs, sizeof(*leg));
    struct findings *findings = app_findings(app);
    if (!w || !leg || !findings) {
        mem_free(w);
        mem_free(leg);
        return err_set(err, -ENOMEM, "There is not enough memory to look for findings.");
    }
    memcpy(leg, from->leg, from->legs * sizeof(*leg));
    w->leg = leg;
    w->legs = from->legs;
    w->flow = from->flow;
    w->findings = findings;
    uint32_t row = find_arrow_above(w->flow, from->row);
    w->here = row < w->flow->rows ? w->flow->row[row].message : 0;
    page_init(&w->page, true);
    page_init(&w->body, false);
    w->page.widest = WIDEST;
    column_row_init(&w->row, app->trace);
    verdict_init(&w->verdict);
    begin_anew(w, app);
    *self = w;
    return 0;
}

const struct panel_ops panel_why = {
    .open = why_open,
    .draw = why_draw,
    .name = why_name,
    .act = why_act,
    .mouse = why_mouse,
    .work = why_work,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = why_close,
};
