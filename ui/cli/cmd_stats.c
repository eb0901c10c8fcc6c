/* rung stats: counts of messages, calls, states and losses. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "decode/sip/status.h"
#include "decode/session/session.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/export/canvas.h"
#include "ui/export/cells.h"
#include "ui/export/json.h"

enum {
    LABEL_CELLS = 16, /* what a line is about */
    BAR_CELLS = 24,
    COUNT_CELLS = 12,
    ITEM_BYTES = 256,
};

struct summary {
    uint64_t calls, sessions, registrations, subscriptions, others;
    uint64_t state[CALL_STATE_COUNT];
};

static void summarise(const struct trace *t, struct summary *sum)
{
    const struct store *s = trace_store(t);
    *sum = (struct summary){ 0 };
    for (uint32_t i = 1; i <= s->legs.n; i++) {
        const struct leg *leg = store_leg(s, i);
        unsigned code;
        sum->registrations += leg->kind == LEG_REGISTRATION;
        sum->subscriptions += leg->kind == LEG_SUBSCRIPTION;
        sum->others += leg->kind == LEG_OTHER || (leg->kind == LEG_CALL && !leg->call);
        if (leg->call && store_call(s, leg->call)->leg == i) {
            sum->calls++;
            sum->sessions += session_of(s, i) == i;
            sum->state[trace_call_state(t, leg, &code)]++;
        }
    }
}

static void json_sip(struct json *j, const struct store *s)
{
    const struct store_counts *c = &s->counts;
    char code[8];
    json_open(j, "sip", '{');
    json_uint(j, "messages", c->messages);
    json_open(j, "requests", '{');
    for (unsigned m = 0; m <= SIP_METHOD_COUNT + METHOD_OTHERS; m++)
        if (c->request[m])
            json_uint(j, store_method_name(s, m), c->request[m]);
    json_close(j, '}');
    json_open(j, "responses", '{');
    for (unsigned i = 0; i < 1000; i++)
        if (c->response[i]) {
            snprintf(code, sizeof(code), "%u", i);
            json_uint(j, code, c->response[i]);
        }
    json_close(j, '}');
    json_open(j, "transports", '{');
    for (int i = 0; i < TRANSPORT_COUNT; i++)
        if (c->transport[i] || i <= TRANSPORT_TCP)
            json_uint(j, transport_name((enum transport)i), c->transport[i]);
    json_close(j, '}');
    json_uint(j, "call_ids", c->call_ids);
    json_uint(j, "retransmissions", c->retransmissions);
    json_uint(j, "malformed", c->malformed);
    json_close(j, '}');
}

static void json_stats(struct buf *b, const struct trace *t)
{
    const struct store *s = trace_store(t);
    struct engine_totals in;
    struct counters n;
    struct summary sum;
    struct json j = json_to(b);
    trace_totals(t, &in);
    trace_counters(t, &n);
    summarise(t, &sum);
    json_open(&j, NULL, '{');
    json_text(&j, "schema", "rung.stats/1");
    json_open(&j, "input", '{');
    json_uint(&j, "files", in.files);
    json_uint(&j, "packets", in.packets);
    json_uint(&j, "bytes", in.bytes);
    json_int(&j, "first_ns", in.first_ns);
    json_int(&j, "last_ns", in.last_ns);
    json_uint(&j, "duplicates", n.v[COUNTER_DUPLICATE]);
    json_bool(&j, "truncated", in.truncated);
    json_close(&j, '}');
    json_sip(&j, s);
    json_uint(&j, "transactions", s->counts.transactions);
    json_open(&j, "dialogs", '{');
    json_uint(&j, "early", s->counts.dialogs[DIALOG_EARLY]);
    json_uint(&j, "confirmed", s->counts.dialogs[DIALOG_CONFIRMED]);
    json_close(&j, '}');
    json_open(&j, "calls", '{');
    json_uint(&j, "total", sum.calls);
    json_open(&j, "states", '{');
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        if (sum.state[i])
            json_uint(&j, call_state_words((enum call_state)i), sum.state[i]);
    json_close(&j, '}');
    json_close(&j, '}');
    json_uint(&j, "sessions", sum.sessions);
    json_uint(&j, "registrations", sum.registrations);
    json_uint(&j, "subscriptions", sum.subscriptions);
    json_null(&j, "rtp"); /* media is not looked at yet */
    json_open(&j, "findings", '{');
    json_close(&j, '}');
    json_open(&j, "counters", '{');
    for (int i = 0; i < COUNTER_COUNT; i++)
        if (n.v[i])
            json_uint(&j, counter_name((enum counter)i), n.v[i]);
    json_close(&j, '}');
    json_close(&j, '}');
    json_end_line(&j);
}

/* ---- text */

/* A page that is written line by line: a label at the left, items with dots between, wrapped. */
struct page {
    struct canvas line;
    struct buf *out;
    unsigned x;     /* where the next item stands */
    unsigned items; /* on this line */
};

static void page_end_line(struct page *p)
{
    canvas_end_line(&p->line, p->out);
    p->x = LABEL_CELLS;
    p->items = 0;
}

static void page_label(struct page *p, const char *text, enum ink ink)
{
    if (p->items)
        page_end_line(p);
    canvas_text(&p->line, 1, slice_of(text), LABEL_CELLS - 1, ink);
}

__attribute__((format(printf, 3, 4))) static void page_item(struct page *p, enum ink ink,
                                                            const char *fmt, ...)
{
    struct buf text;
    va_list ap;
    char room[ITEM_BYTES];
    va_start(ap, fmt);
    vsnprintf(room, sizeof(room), fmt, ap);
    va_end(ap);
    buf_init(&text, ITEM_BYTES);
    buf_adds(&text, room);
    unsigned width = cells_width(buf_slice(&text), p->line.ascii);
    if (p->items && p->x + 3 + width > p->line.width)
        page_end_line(p);
    if (p->items)
        p->x += canvas_text(&p->line, p->x, SLICE(" · "), 3, INK_DIM);
    p->x += canvas_text(&p->line, p->x, buf_slice(&text), width, ink);
    p->items++;
    buf_fini(&text);
}

/* "3 packets", "1 packet" */
static void page_count(struct page *p, enum ink ink, uint64_t n, const char *words,
                       const char *plural)
{
    char number[PAPER_NUMBER];
    page_item(p, ink, "%s %s%s", paper_number(number, n), words, n == 1 ? "" : plural);
}

/* "INVITE 1,234" */
static void page_named(struct page *p, enum ink ink, const char *name, uint64_t n)
{
    char number[PAPER_NUMBER];
    page_item(p, ink, "%s %s", name, paper_number(number, n));
}

static void page_number(struct page *p, uint64_t n)
{
    char number[PAPER_NUMBER];
    page_item(p, INK_PLAIN, "%s", paper_number(number, n));
}

static void page_times(struct page *p, int64_t first_ns, int64_t last_ns)
{
    char day[CLOCK_TEXT], from[CLOCK_TEXT], to[CLOCK_TEXT], last[CLOCK_TEXT], span[CLOCK_TEXT];
    bool same = paper_same_day(first_ns, last_ns);
    clock_date(day, first_ns);
    clock_date(last, last_ns);
    clock_time_of_day(from, first_ns, 3);
    clock_time_of_day(to, last_ns, 3);
    if (same) {
        page_item(p, INK_PLAIN, "%s %s to %s", day, from, to);
    } else {
        page_item(p, INK_PLAIN, "%s %s", day, from);
        page_item(p, INK_PLAIN, "to %s %s", last, to);
    }
    page_item(p, INK_PLAIN, "%s", paper_span(span, last_ns - first_ns));
}

static void text_input(struct page *p, const struct trace *t)
{
    struct engine_totals in;
    trace_totals(t, &in);
    page_label(p, "Input", INK_NAME);
    page_count(p, INK_PLAIN, in.files, "file", "s");
    page_count(p, INK_PLAIN, in.packets, "packet", "s");
    if (in.bytes < 1000000)
        page_item(p, INK_PLAIN, "%.1f kB", (double)in.bytes / 1e3);
    else
        page_item(p, INK_PLAIN, "%.1f MB", (double)in.bytes / 1e6);
    if (in.packets)
        page_times(p, in.first_ns, in.last_ns);
    if (in.truncated)
        page_item(p, INK_FAILURE, "not read whole");
    page_end_line(p);
    page_end_line(p);
}

static void text_sip(struct page *p, const struct store *s)
{
    const struct store_counts *c = &s->counts;
    page_label(p, "Messages", INK_NAME);
    page_number(p, c->messages);
    for (int i = 0; i < TRANSPORT_COUNT; i++)
        if (c->transport[i])
            page_named(p, INK_PLAIN, transport_name((enum transport)i), c->transport[i]);
    page_count(p, INK_PLAIN, c->call_ids, "Call-ID", "s");
    if (c->retransmissions)
        page_count(p, INK_REDIRECT, c->retransmissions, "retransmission", "s");
    if (c->malformed)
        page_count(p, INK_FAILURE, c->malformed, "malformed", "");
    page_label(p, "  requests", INK_PLAIN);
    for (unsigned m = 0; m <= SIP_METHOD_COUNT + METHOD_OTHERS; m++)
        if (c->request[m])
            page_named(p, INK_REQUEST, store_method_name(s, m), c->request[m]);
    page_label(p, "  responses", INK_PLAIN);
    for (unsigned i = 0; i < 1000; i++)
        if (c->response[i]) {
            char name[128];
            snprintf(name, sizeof(name), "%u%s%s", i, *sip_status_reason(i) ? " " : "",
                     sip_status_reason(i));
            page_named(p,
                       i < 200   ? INK_PROVISIONAL
                       : i < 300 ? INK_SUCCESS
                       : i < 400 ? INK_REDIRECT
                                 : INK_FAILURE,
                       name, c->response[i]);
        }
    page_label(p, "  transactions", INK_PLAIN);
    page_number(p, c->transactions);
    page_label(p, "  dialogs", INK_PLAIN);
    page_count(p, INK_PLAIN, c->dialogs[DIALOG_CONFIRMED], "confirmed", "");
    page_count(p, INK_PLAIN, c->dialogs[DIALOG_EARLY], "early", "");
    page_end_line(p);
    page_end_line(p);
}

/* A line of a part of the whole, with a bar. */
static void text_share(struct page *p, const char *words, uint64_t n, uint64_t all)
{
    char text[96], number[PAPER_NUMBER];
    unsigned bar = (unsigned)((n * BAR_CELLS + all / 2) / all);
    canvas_text(&p->line, 3, slice_of(words), 20, INK_PLAIN);
    snprintf(text, sizeof(text), "%10s  %5.1f %%", paper_number(number, n),
             100 * (double)n / (double)all);
    unsigned x = 24 + canvas_text(&p->line, 24, slice_of(text), 40, INK_PLAIN) + 2;
    for (unsigned i = 0; i < (bar ? bar : 1); i++)
        canvas_put(&p->line, x + i, p->line.ascii ? "#" : "█", INK_BAND);
    page_end_line(p);
}

static void text_calls(struct page *p, const struct trace *t)
{
    struct summary sum;
    summarise(t, &sum);
    page_label(p, "Calls", INK_NAME);
    page_number(p, sum.calls);
    page_end_line(p);
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        if (sum.state[i])
            text_share(p, call_state_words((enum call_state)i), sum.state[i], sum.calls);
    if (!sum.registrations && !sum.subscriptions && !sum.others)
        return;
    page_label(p, "Besides", INK_NAME);
    if (sum.registrations)
        page_count(p, INK_PLAIN, sum.registrations, "registration", "s");
    if (sum.subscriptions)
        page_count(p, INK_PLAIN, sum.subscriptions, "subscription", "s");
    if (sum.others)
        page_count(p, INK_PLAIN, sum.others, "other dialog", "s");
    page_end_line(p);
}

/* What is counted, then how often: so that one of it needs no words of its own. */
static void text_counters(struct page *p, const struct trace *t)
{
    struct counters n;
    unsigned widest = 0;
    trace_counters(t, &n);
    for (int i = 0; i < COUNTER_COUNT; i++) {
        unsigned w = n.v[i] ? cells_width(slice_of(counter_help((enum counter)i)), false) : 0;
        widest = w > widest ? w : widest;
    }
    if (!widest)
        return;
    if (widest > p->line.width - 3 - COUNT_CELLS)
        widest = p->line.width - 3 - COUNT_CELLS;
    page_end_line(p);
    canvas_text(&p->line, 1, SLICE("Not decoded, merged or dropped"), 60, INK_NAME);
    page_end_line(p);
    for (int i = 0; i < COUNTER_COUNT; i++) {
        char number[PAPER_NUMBER], text[PAPER_NUMBER + COUNT_CELLS];
        if (!n.v[i])
            continue;
        snprintf(text, sizeof(text), "%*s", COUNT_CELLS, paper_number(number, n.v[i]));
        canvas_text(&p->line, 3, slice_of(counter_help((enum counter)i)), widest, INK_DIM);
        canvas_text(&p->line, 3 + widest, slice_of(text), sizeof(text), INK_PLAIN);
        page_end_line(p);
    }
}

static int text_stats(struct buf *b, const struct trace *t, const struct paper *paper)
{
    struct page p = { .out = b, .x = LABEL_CELLS };
    unsigned width = paper->width ? paper->width : RENDER_WIDTH;
    if (canvas_init(&p.line, width < 40 ? 40 : width, paper->ascii, paper->color) < 0)
        return -ENOMEM;
    text_input(&p, t);
    text_sip(&p, trace_store(t));
    text_calls(&p, t);
    text_counters(&p, t);
    canvas_fini(&p.line);
    return 0;
}

int cmd_stats(struct trace *t, const struct config *c)
{
    struct paper p;
    struct out o;
    struct err err;
    if (c->filter) {
        err_set(&err, 0,
                "stats counts all that was read; --filter works with list, flow, steps, show and "
                "messages, --bpf with all.");
        return paper_fail(&err, EXIT_USAGE);
    }
    bool json;
    if (paper_lists(&p, c, "stats", &json, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    if (out_open(&o, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    if (json)
        json_stats(&o.buf, t);
    else if (text_stats(&o.buf, t, &p) < 0)
        o.buf.failed = true;
    return out_close(&o);
}
