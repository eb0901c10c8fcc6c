/* rung list: the calls, a row each; with --all also what is no call. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/call.h"
#include "decode/match.h"
#include "decode/session/session.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/read.h"
#include "ui/cli/select.h"
#include "ui/export/canvas.h"
#include "ui/export/list.h"

struct listing {
    struct trace *trace;
    const struct options *config;
    const struct paper *paper;
    struct match *match;
    uint32_t leg; /* of --call-id, or 0 */
    struct out *out;
    struct column_row row;
    uint64_t rows, calls, messages; /* shown */
    uint64_t kind[LEG_SUBSCRIPTION + 1];
    uint64_t state[CALL_STATE_COUNT];
};

/* Is this leg a row, and does it pass? */
static bool is_row(const struct listing *l, uint32_t leg_row)
{
    const struct store *s = trace_store(l->trace);
    const struct leg *leg = store_leg(s, leg_row);
    if (leg->call && store_call(s, leg->call)->leg != leg_row)
        return false; /* a later leg of a call */
    if ((!leg->call && !l->config->all) || leg_is_gone(leg))
        return false;
    const struct options *c = l->config;
    if ((c->call && leg->call != c->call) ||
        (c->session && session_number(s, leg_row) != c->session) ||
        (c->call_id && leg_row != l->leg))
        return false;
    return leg->call ? match_call(l->match, leg->call) : match_leg(l->match, leg_row);
}

static void count(struct listing *l)
{
    const struct column_row *r = &l->row;
    l->rows++;
    l->messages += r->messages;
    if (r->call) {
        l->calls++;
        l->state[r->state]++;
    } else {
        l->kind[r->leg->kind]++;
    }
}

/* Calls fn for every row, until the output fails. */
static void each(struct listing *l, void (*fn)(struct listing *l, void *ctx), void *ctx)
{
    const struct store *s = trace_store(l->trace);
    column_row_init(&l->row, l->trace);
    for (uint32_t i = 1; i <= s->legs.n; i++) {
        if (!is_row(l, i) || !column_row_read(&l->row, i))
            continue;
        count(l);
        fn(l, ctx);
        if (!out_flush(l->out, false))
            break;
    }
    column_row_fini(&l->row);
}

static void add_json(struct listing *l, void *ctx)
{
    list_json(ctx, &l->row);
}

static void add_text(struct listing *l, void *ctx)
{
    list_add(ctx, &l->row);
}

static void part(struct buf *b, uint64_t n, const char *words, const char *plural)
{
    char text[PAPER_NUMBER];
    buf_printf(b, "%s%s %s%s", b->n ? " · " : "", paper_number(text, n), words,
               n == 1 ? "" : plural);
}

static void part_if(struct buf *b, uint64_t n, const char *words, const char *plural)
{
    if (n)
        part(b, n, words, plural);
}

static bool is_selected(const struct options *c)
{
    return c->filter || c->call || c->session || c->call_id;
}

/* What is no call: as shown, or what --all would show. */
static void add_others(const struct listing *l, struct buf *text)
{
    const struct store *s = trace_store(l->trace);
    uint64_t kind[LEG_SUBSCRIPTION + 1], hidden = 0;
    memcpy(kind, l->kind, sizeof(kind));
    for (uint32_t i = 1; i <= s->legs.n && !l->config->all && !is_selected(l->config); i++)
        if (!store_leg(s, i)->call && !leg_is_gone(store_leg(s, i))) {
            kind[store_leg(s, i)->kind]++;
            hidden++;
        }
    part_if(text, kind[LEG_REGISTRATION], "registration", "s");
    part_if(text, kind[LEG_SUBSCRIPTION], "subscription", "s");
    part_if(text, kind[LEG_OTHER] + kind[LEG_CALL], "other dialog", "s");
    if (hidden)
        buf_printf(text, " (--all shows %s)", hidden == 1 ? "it" : "them");
}

/* "1 call of 8 · 1 completed · 42 messages · in 2 h 50 m of capture" */
static void add_sum(const struct listing *l)
{
    const struct store *s = trace_store(l->trace);
    struct engine_totals in;
    struct canvas line;
    struct buf text;
    char number[PAPER_NUMBER], span[CLOCK_TEXT];
    buf_init(&text, 4096);
    part(&text, l->calls, "call", "s");
    if (l->calls < s->counts.calls)
        buf_printf(&text, " of %s", paper_number(number, s->counts.calls));
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        part_if(&text, l->state[i], call_state_words((enum call_state)i), "");
    part(&text, l->messages, "message", "s");
    trace_totals(l->trace, &in);
    if (in.packets)
        buf_printf(&text, " · in %s of capture", paper_span(span, in.last_ns - in.first_ns));
    add_others(l, &text);
    if (!canvas_init(&line, 512, l->paper->ascii, l->paper->color)) {
        if (l->rows)
            canvas_end_line(&line, &l->out->buf);
        canvas_text(&line, 1, buf_slice(&text), 510, INK_DIM);
        canvas_end_line(&line, &l->out->buf);
        canvas_fini(&line);
    }
    buf_fini(&text);
}

/* ---- as they end */

/* A call is shown once, when it is over; what is no call when nothing came for a while. */
#define QUIET_NS (5 * NS_PER_S)
#define SWEEP_NS NS_PER_S /* by the monotonic clock: between two looks at those that are silent */

struct following {
    struct listing *l;
    void (*fn)(struct listing *l, void *ctx);
    void *ctx;
    struct list *list; /* whose rows wait until it is laid out, or NULL */
    uint32_t seen;     /* messages of the store that were looked at */
    uint32_t *open;    /* rows that were seen and not shown yet */
    uint32_t n, cap;
    int64_t swept_ns;
    bool last;
};

static bool is_over(const struct following *f, uint32_t row)
{
    const struct store *s = trace_store(f->l->trace);
    const struct leg *leg = store_leg(s, row);
    int64_t quiet_ns = trace_end(f->l->trace) - store_message(s, leg->last)->time_ns;
    unsigned code;
    if (f->last)
        return true;
    if (leg->kind != LEG_CALL)
        return quiet_ns >= QUIET_NS;
    return !call_state_is_open(trace_call_state(f->l->trace, leg, &code)) && leg->final != 401 &&
           leg->final != 407;
}

/* Shows those that are over, and keeps the others. */
static void sweep(struct following *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t row = f->open[i];
        if (leg_is_gone(store_leg(trace_store(f->l->trace), row)))
            continue;
        if (!is_over(f, row)) {
            f->open[n++] = row;
        } else if (is_row(f->l, row) && column_row_read(&f->l->row, row)) {
            count(f->l);
            f->fn(f->l, f->ctx);
        }
    }
    f->n = n;
    f->swept_ns = clock_monotonic();
}

static bool note(struct following *f, uint32_t row)
{
    if (f->n == f->cap) {
        uint32_t cap = f->cap ? 2 * f->cap : 1024;
        uint32_t *more = mem_resize(f->open, cap, sizeof(*more));
        if (!more)
            return false;
        f->open = more;
        f->cap = cap;
    }
    f->open[f->n++] = row;
    return true;
}

static bool look_on(void *ctx)
{
    struct following *f = ctx;
    const struct store *s = trace_store(f->l->trace);
    while (f->seen < s->messages.n) {
        const struct message *m = store_message(s, ++f->seen);
        if (!message_is_gone(m) && store_leg(s, m->leg)->first == f->seen && !note(f, m->leg))
            return false;
    }
    if (clock_monotonic() - f->swept_ns >= SWEEP_NS || f->last)
        sweep(f);
    if (f->list && f->list->sampled)
        list_end(f->list);
    return out_flush(f->l->out, true);
}

static void follow(struct listing *l, void (*fn)(struct listing *l, void *ctx), void *ctx,
                   struct list *list)
{
    struct following f = { .l = l, .fn = fn, .ctx = ctx, .list = list };
    column_row_init(&l->row, l->trace);
    read_all(l->trace, l->config, look_on, &f);
    f.last = true;
    look_on(&f);
    column_row_fini(&l->row);
    mem_free(f.open);
}

/* All rows, now or as they end. */
static void go_through(struct listing *l, void (*fn)(struct listing *l, void *ctx), void *ctx,
                       struct list *list)
{
    if (l->config->follow)
        follow(l, fn, ctx, list);
    else
        each(l, fn, ctx);
}

static int list_as_text(struct listing *l, struct err *err)
{
    const struct store *s = trace_store(l->trace);
    struct list_options o = { .width = l->paper->width,
                              .color = l->paper->color,
                              .ascii = l->paper->ascii,
                              .kinds = l->config->all,
                              .days = !paper_same_day(s->first_ns, s->last_ns),
                              .columns = l->config->columns,
                              .highest = s->calls.n };
    struct list list;
    int r = list_init(&list, &l->out->buf, &o, err);
    if (!r) {
        go_through(l, add_text, &list, &list);
        list_end(&list);
        add_sum(l);
    }
    list_fini(&list);
    return r;
}

struct as_csv {
    struct csv csv;
    struct list list;
};

static void add_csv(struct listing *l, void *ctx)
{
    struct as_csv *x = ctx;
    list_csv(&x->csv, &x->list, &l->row);
}

/* The time of day has the date with it. */
static int list_as_csv(struct listing *l, struct err *err)
{
    struct list_options o = { .kinds = l->config->all, .columns = l->config->columns };
    struct as_csv x = { .csv = csv_to(&l->out->buf) };
    int r = list_init(&x.list, &l->out->buf, &o, err);
    if (!r) {
        list_csv_titles(&x.csv, &x.list);
        go_through(l, add_csv, &x, NULL);
    }
    list_fini(&x.list);
    return r;
}

int cmd_list(struct trace *t, const struct options *c)
{
    struct paper p;
    struct err err;
    struct out o;
    struct listing l = { .trace = t, .config = c, .paper = &p, .out = &o };
    enum list_format format;
    if (paper_lists(&p, c, "list", true, &format, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    int status = select_filter(&l.match, t, c);
    if (status != EXIT_DONE)
        return status;
    if (out_open(&o, c, &err) < 0) {
        match_close(l.match);
        return paper_fail(&err, EXIT_OUTPUT);
    }
    if (c->call_id)
        l.leg = select_call_id(t, c->call_id);
    if (format == LIST_JSON) {
        struct json j = json_to(&o.buf);
        go_through(&l, add_json, &j, NULL);
    } else if ((format == LIST_CSV ? list_as_csv(&l, &err) : list_as_text(&l, &err)) < 0) {
        status = paper_fail(&err, EXIT_USAGE);
    }
    match_close(l.match);
    int written = out_close(&o);
    if (status == EXIT_DONE && is_selected(c) && !l.rows) {
        if (!select_exists(t, c))
            return EXIT_NOTHING;
        err_set(&err, 0, "no call fits what was asked for");
        status = paper_fail(&err, EXIT_NOTHING);
    }
    return written == EXIT_DONE ? status : written;
}
