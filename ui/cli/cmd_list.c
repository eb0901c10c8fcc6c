/* rung list: the calls, a row each; with --all also what is no call. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "decode/match.h"
#include "decode/session/session.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/canvas.h"
#include "ui/export/list.h"

struct listing {
    struct trace *trace;
    const struct config *config;
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
    if (!leg->call && !l->config->all)
        return false;
    const struct config *c = l->config;
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
    buf_printf(b, "%s%" PRIu64 " %s%s", b->n ? " · " : "", n, words, n == 1 ? "" : plural);
}

static void part_if(struct buf *b, uint64_t n, const char *words, const char *plural)
{
    if (n)
        part(b, n, words, plural);
}

/* "3 calls · 2 completed · 1 failed · 42 messages · 5.90 s" */
static void add_sum(const struct listing *l)
{
    const struct store *s = trace_store(l->trace);
    struct canvas line;
    struct buf text;
    char span[CLOCK_TEXT];
    buf_init(&text, 4096);
    part(&text, l->calls, "call", "s");
    if (l->calls < s->calls.n)
        buf_printf(&text, " of %" PRIu32, s->calls.n);
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        part_if(&text, l->state[i], call_state_words((enum call_state)i), "");
    part_if(&text, l->kind[LEG_REGISTRATION], "registration", "s");
    part_if(&text, l->kind[LEG_SUBSCRIPTION], "subscription", "s");
    part_if(&text, l->kind[LEG_OTHER] + l->kind[LEG_CALL], "other", "s");
    part(&text, l->messages, "message", "s");
    clock_duration(span, s->last_ns - s->first_ns);
    buf_printf(&text, " · %s", span);
    if (!canvas_init(&line, 512, l->paper->ascii, l->paper->color)) {
        if (l->rows)
            canvas_end_line(&line, &l->out->buf);
        canvas_text(&line, 1, buf_slice(&text), 510, INK_DIM);
        canvas_end_line(&line, &l->out->buf);
        canvas_fini(&line);
    }
    buf_fini(&text);
}

static int list_as_text(struct listing *l, struct err *err)
{
    struct list_options o = { .width = l->paper->width,
                              .color = l->paper->color,
                              .ascii = l->paper->ascii,
                              .kinds = l->config->all,
                              .columns = l->config->columns,
                              .highest = trace_store(l->trace)->calls.n };
    struct list list;
    int r = list_init(&list, &l->out->buf, &o, err);
    if (!r) {
        each(l, add_text, &list);
        list_end(&list);
        add_sum(l);
    }
    list_fini(&list);
    return r;
}

int cmd_list(struct trace *t, const struct config *c)
{
    struct paper p;
    struct err err;
    struct out o;
    struct listing l = { .trace = t, .config = c, .paper = &p, .out = &o };
    if (paper_init(&p, c, &err) < 0)
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
    if (c->json) {
        struct json j = json_to(&o.buf);
        each(&l, add_json, &j);
    } else if (list_as_text(&l, &err) < 0) {
        status = paper_fail(&err, EXIT_USAGE);
    }
    match_close(l.match);
    int written = out_close(&o);
    bool selected = c->filter || c->call || c->session || c->call_id;
    if (status == EXIT_DONE && selected && !l.rows) {
        err_set(&err, 0, "No call fits what was asked for.");
        status = paper_fail(&err, EXIT_NOTHING);
    }
    return written == EXIT_DONE ? status : written;
}
