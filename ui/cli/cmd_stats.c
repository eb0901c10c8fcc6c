/* rung stats: counts of messages, calls, states and losses. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "decode/sip/status.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/export/stats.h"
#include "ui/export/canvas.h"
#include "ui/export/cells.h"

enum {
    LABEL_CELLS = 16, /* what a line is about */
    BAR_CELLS = 24,
    COUNT_CELLS = 12,
    MEASURE_CELLS = 18,
    FIGURE_CELLS = 10,
    MEASURE_COLUMNS = 5,
    ITEM_BYTES = 256,
};

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

static void text_calls(struct page *p, const struct stats *x)
{
    page_label(p, "Calls", INK_NAME);
    page_number(p, x->calls);
    page_end_line(p);
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        if (x->state[i])
            text_share(p, call_state_words((enum call_state)i), x->state[i], x->calls);
}

/* Items for how many are in which state. */
#define PAGE_STATES(p, count, n, type, words)                                                      \
    do {                                                                                           \
        for (int i = 0; i < (n); i++)                                                              \
            if ((count)[i])                                                                        \
                page_named(p, INK_PLAIN, words((enum type)i), (count)[i]);                         \
    } while (0)

static void text_objects(struct page *p, const struct store *s, const struct stats *x)
{
    if (!registration_count(s) && !subscription_count(s) && !x->others)
        return;
    page_end_line(p);
    if (registration_count(s)) {
        page_label(p, "Registrations", INK_NAME);
        page_number(p, registration_count(s));
        PAGE_STATES(p, x->registration, REGISTRATION_STATE_COUNT, registration_state,
                    registration_state_words);
    }
    if (subscription_count(s)) {
        page_label(p, "Subscriptions", INK_NAME);
        page_number(p, subscription_count(s));
        PAGE_STATES(p, x->subscription, SUBSCRIPTION_STATE_COUNT, subscription_state,
                    subscription_state_words);
        page_label(p, "  packages", INK_PLAIN);
        PAGE_STATES(p, x->package, SUBSCRIPTION_PACKAGE_COUNT, subscription_package,
                    subscription_package_name);
    }
    if (x->others) {
        page_label(p, "Besides", INK_NAME);
        page_count(p, INK_PLAIN, x->others, "other dialog", "s");
    }
    page_end_line(p);
}

static void text_ratios(struct page *p, const struct measures *m)
{
    for (int i = 0; i < MEASURE_RATIO_COUNT; i++) {
        const struct measure_part *part = &m->ratio[i];
        char number[PAPER_NUMBER];
        if (!part->of)
            continue;
        if (!p->items)
            page_label(p, "RFC 6076", INK_NAME);
        page_item(p, INK_PLAIN, "%s %.1f %% of %s", measure_ratio_words((enum measure_ratio)i),
                  100 * (double)part->n / (double)part->of, paper_number(number, part->of));
    }
    if (p->items)
        page_end_line(p);
}

/* The nth column, pushed to the right. One that does not fit any more is left out. */
static void text_cell(struct page *p, unsigned n, const char *text, enum ink ink)
{
    unsigned at = MEASURE_CELLS + n * FIGURE_CELLS, w = cells_width(slice_of(text), p->line.ascii);
    if (at + FIGURE_CELLS <= p->line.width)
        canvas_text(&p->line, at + (w < FIGURE_CELLS ? FIGURE_CELLS - w : 0), slice_of(text),
                    FIGURE_CELLS, ink);
}

static void text_times(struct page *p, const struct measures *m)
{
    static const char *const heads[MEASURE_COLUMNS] = { "count", "mean", "95 %", "longest",
                                                        "shortest" };
    bool any = false;
    for (int i = 0; i < MEASURE_COUNT; i++) {
        const struct histogram *h = &m->time[i];
        char text[CLOCK_TEXT], number[PAPER_NUMBER];
        if (!h->n)
            continue;
        for (unsigned k = 0; k < MEASURE_COLUMNS && !any; k++)
            text_cell(p, k, heads[k], INK_DIM);
        if (!any) {
            canvas_text(&p->line, 1, SLICE("Delays"), MEASURE_CELLS, INK_NAME);
            page_end_line(p);
        }
        any = true;
        const int64_t ns[] = { (int64_t)histogram_mean(h), histogram_quantile(h, 0.95), h->max_ns,
                               h->min_ns };
        canvas_text(&p->line, 3, slice_of(measure_words((enum measure)i)), MEASURE_CELLS - 3,
                    INK_PLAIN);
        text_cell(p, 0, paper_number(number, h->n), INK_PLAIN);
        for (unsigned k = 1; k < MEASURE_COLUMNS; k++)
            text_cell(p, k, paper_span(text, ns[k - 1]), INK_PLAIN);
        page_end_line(p);
    }
}

static void text_measures(struct page *p, const struct measures *m)
{
    bool any = false;
    for (int i = 0; i < MEASURE_COUNT; i++)
        any = any || m->time[i].n;
    if (!any)
        return;
    page_end_line(p);
    text_times(p, m);
    text_ratios(p, m);
}

static void text_peer(struct page *p, const struct store *s, const struct stats_peer *x)
{
    const struct peer *peer = peer_get(s, x->number);
    const struct peer_trouble *t = peer_trouble(s, peer);
    char from[ADDR_TEXT], to[ENDPOINT_TEXT], number[PAPER_NUMBER], all[PAPER_NUMBER];
    addr_format(from, &peer->from);
    endpoint_format(to, &peer->to);
    p->x = 3;
    page_item(p, INK_PLAIN, "%s %s %s", from, p->line.ascii ? "->" : "→", to);
    if (peer->failures)
        page_item(p, INK_FAILURE, "%s of %s failed", paper_number(number, peer->failures),
                  paper_number(all, x->asked));
    for (int i = 0; i < PEER_CODES && t->code[i].count; i++) {
        const struct peer_code *c = &t->code[i];
        page_item(p, INK_PLAIN, "%s %u: %s", sip_method_name((enum sip_method)c->method), c->code,
                  paper_number(number, c->count));
    }
    if (t->other_codes)
        page_item(p, INK_PLAIN, "other: %s", paper_number(number, t->other_codes));
    if (x->silent)
        page_item(p, INK_FAILURE, "%s OPTIONS in a row without an answer",
                  paper_number(number, x->silent));
    page_end_line(p);
}

static void text_findings(struct page *p, const struct stats *x)
{
    bool any = false;
    for (int i = 0; i < FINDING_COUNT; i++)
        any = any || x->finding[i];
    if (!any)
        return;
    page_end_line(p);
    page_label(p, "Findings", INK_NAME);
    for (int i = 0; i < FINDING_COUNT; i++)
        if (x->finding[i])
            page_named(p, INK_PLAIN, finding_name((enum finding_id)i), x->finding[i]);
    page_end_line(p);
}

static void text_peers(struct page *p, const struct store *s, const struct stats *x)
{
    if (!x->failing)
        return;
    page_end_line(p);
    page_label(p, "Peers", INK_NAME);
    page_count(p, INK_PLAIN, x->failing, "with failures", "");
    if (x->failing > x->failing_peers)
        page_item(p, INK_DIM, "the first %u", x->failing_peers);
    page_end_line(p);
    for (unsigned i = 0; i < x->failing_peers; i++)
        text_peer(p, s, &x->peer[i]);
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

static int text_stats(struct buf *b, const struct trace *t, const struct stats *x,
                      const struct paper *paper)
{
    struct page p = { .out = b, .x = LABEL_CELLS };
    unsigned width = paper->width ? paper->width : RENDER_WIDTH;
    if (canvas_init(&p.line, width < 40 ? 40 : width, paper->ascii, paper->color) < 0)
        return -ENOMEM;
    text_input(&p, t);
    text_sip(&p, trace_store(t));
    text_calls(&p, x);
    text_objects(&p, trace_store(t), x);
    text_measures(&p, &x->measures);
    text_findings(&p, x);
    text_peers(&p, trace_store(t), x);
    text_counters(&p, t);
    canvas_fini(&p.line);
    return 0;
}

int cmd_stats(struct trace *t, const struct options *c)
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
    enum list_format format;
    if (paper_lists(&p, c, "stats", false, &format, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    bool json = format == LIST_JSON;
    if (out_open(&o, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    struct stats *x = stats_new(t);
    if (x)
        stats_work(x, INT64_MAX);
    bool done = x && (json || text_stats(&o.buf, t, x, &p) >= 0);
    if (x && json)
        stats_json(&o.buf, t, x);
    o.buf.failed |= !done;
    stats_free(x);
    return out_close(&o);
}
