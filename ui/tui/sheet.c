/* Which blocks the statistics have, and what each line of them says. */
#include "ui/tui/sheet.h"

#include <stdio.h>

#include "base/clock.h"
#include "decode/call.h"
#include "decode/sip/status.h"
#include "ui/export/lanes.h"
#include "ui/tui/rows.h"

enum { SUB = 4 /* indent of a line that is a part of the one above */, CLASSES = 10 };

/* What is written, and where. */
struct sheet {
    struct figures *f;
    const struct app *app;
    const struct stats *x;
    const struct store *s;
};

static void set_percent(char cell[FIGURE_CELL], uint64_t n, uint64_t of)
{
    snprintf(cell, FIGURE_CELL, "%.1f %%", of ? 100 * (double)n / (double)of : 0.0);
}

static struct figure *add_number(struct figures *f, enum style style, const char *label, uint64_t n)
{
    struct figure *g = figures_add(f, style, label);
    if (g)
        app_number(g->cell[0], n);
    return g;
}

static struct figure *add_share(struct figures *f, enum style style, const char *label, uint64_t n,
                                uint64_t of)
{
    struct figure *g = add_number(f, style, label, n);
    if (!g)
        return NULL;
    set_percent(g->cell[1], n, of);
    g->share = of ? (double)n / (double)of : 0;
    return g;
}

/* A head with how many there are. */
static void add_head(struct figures *f, const char *text, uint64_t n)
{
    struct figure *g = figures_head(f, text);
    if (g)
        app_number(g->cell[0], n);
}

/* field == "text" */
static void set_filter(struct figure *g, const char *field, const char *text, enum sheet_tag tag)
{
    struct buf b;
    if (!g)
        return;
    buf_init(&b, sizeof(g->filter) - 1);
    buf_printf(&b, "%s == ", field);
    query_quote(&b, slice_of(text));
    if (!b.failed && b.n)
        snprintf(g->filter, sizeof(g->filter), "%s", b.p);
    g->tag = tag;
    buf_fini(&b);
}

static void set_help(struct figure *g, const char *help)
{
    if (g)
        g->help = help;
}

/* --- the capture and its messages ------------------------------------------------------------- */

static void add_cell(struct sheet *sh, const char *label, const char *text)
{
    struct figure *g = figures_add(sh->f, STYLE_TEXT, label);
    if (g)
        snprintf(g->cell[0], FIGURE_CELL, "%s", text);
    set_help(g, "I shows what was read, and what was not decoded or dropped");
}

static void write_capture(struct sheet *sh)
{
    struct engine_totals in;
    char text[CLOCK_TEXT];
    trace_totals(sh->app->trace, &in);
    figures_head(sh->f, in.files == 1 ? "Capture" : "Captures");
    if (in.files > 1) {
        app_number(text, in.files);
        add_cell(sh, "files", text);
    }
    app_number(text, in.packets);
    add_cell(sh, "packets", text);
    if (!in.packets)
        return;
    clock_date(text, in.first_ns);
    add_cell(sh, "day", text);
    clock_time_of_day(text, in.first_ns, 3);
    add_cell(sh, "begins", text);
    clock_duration(text, in.last_ns - in.first_ns);
    add_cell(sh, "lasts", text);
}

static void write_messages(struct sheet *sh)
{
    const struct store_counts *c = &sh->s->counts;
    struct figure *g;
    add_head(sh->f, "SIP messages", c->messages);
    for (int i = 0; i < TRANSPORT_COUNT; i++) {
        const char *name = transport_name((enum transport)i);
        if (c->transport[i])
            set_filter(add_share(sh->f, STYLE_TEXT, name, c->transport[i], c->messages),
                       "transport", name, SHEET_ALL);
    }
    g = add_share(sh->f, c->retransmissions ? STYLE_REDIRECT : STYLE_TEXT, "retransmissions",
                  c->retransmissions, c->messages);
    set_help(g, "sent again since no answer came in time");
    g = add_share(sh->f, c->malformed ? STYLE_FAILURE : STYLE_TEXT, "malformed", c->malformed,
                  c->messages);
    set_help(g, "not as RFC 3261 wants it; they are shown all the same");
    if (c->malformed)
        set_filter(g, "finding", finding_name(FINDING_malformed), SHEET_ALL);
    set_help(add_number(sh->f, STYLE_TEXT, "transactions", c->transactions),
             "a request with its answers, on one hop");
    set_help(add_number(sh->f, STYLE_TEXT, "Call-IDs", c->call_ids),
             "calls, registrations and all else, each hop of its own that has one");
    set_help(add_number(sh->f, STYLE_TEXT, "dialogs confirmed", c->dialogs[DIALOG_CONFIRMED]),
             "answered with 2xx");
    set_help(add_number(sh->f, STYLE_TEXT, "dialogs early", c->dialogs[DIALOG_EARLY]),
             "answered with 1xx only");
}

/* Does it stand in calls alone? */
static bool is_of_calls(unsigned method)
{
    static const unsigned of_calls = 1u << SIP_METHOD_INVITE | 1u << SIP_METHOD_ACK |
                                     1u << SIP_METHOD_BYE | 1u << SIP_METHOD_CANCEL |
                                     1u << SIP_METHOD_PRACK | 1u << SIP_METHOD_UPDATE;
    return method < SIP_METHOD_COUNT && of_calls >> method & 1;
}

static void write_requests(struct sheet *sh)
{
    const struct store_counts *c = &sh->s->counts;
    static const char *const help[] = {
#define X(name, rfc, help) help,
        SIP_METHOD_LIST(X)
#undef X
    };
    uint64_t all = 0;
    for (unsigned m = 0; m <= SIP_METHOD_COUNT + METHOD_OTHERS; m++)
        all += c->request[m];
    if (!all)
        return;
    add_head(sh->f, "Requests", all);
    for (unsigned m = 0; m <= SIP_METHOD_COUNT + METHOD_OTHERS; m++) {
        const char *name = store_method_name(sh->s, m);
        if (!c->request[m])
            continue;
        struct figure *g = add_share(sh->f, STYLE_REQUEST, name, c->request[m], all);
        set_filter(g, "method", name, is_of_calls(m) ? SHEET_CALLS : SHEET_ALL);
        set_help(g, m < SIP_METHOD_COUNT ? help[m] : "a method that no RFC has");
    }
}

static enum style code_style(unsigned code)
{
    return code == 401 || code == 407 ? STYLE_CHALLENGE
           : code < 200               ? STYLE_PROVISIONAL
           : code < 300               ? STYLE_SUCCESS
           : code < 400               ? STYLE_REDIRECT
                                      : STYLE_FAILURE;
}

/* The codes of a class, below its sum. */
static void write_class(struct sheet *sh, unsigned class, uint64_t sum, uint64_t all)
{
    static const char *const words[CLASSES] = { "",
                                                "provisional",
                                                "success",
                                                "redirection",
                                                "request failed",
                                                "server failed",
                                                "failed everywhere" };
    const uint64_t *count = sh->s->counts.response;
    char label[FIGURE_TEXT];
    snprintf(label, sizeof(label), "%uxx %s", class, words[class] ? words[class] : "");
    struct figure *g = add_share(sh->f, code_style(class * 100), label, sum, all);
    if (g && class) {
        snprintf(g->filter, sizeof(g->filter), "status == %uxx", class);
        g->tag = SHEET_ALL;
    }
    for (unsigned i = class * 100; i < class * 100 + 100; i++) {
        if (!count[i])
            continue;
        snprintf(label, sizeof(label), "%u %s", i, sip_status_reason(i));
        g = add_number(sh->f, code_style(i), label, count[i]);
        if (!g)
            return;
        set_percent(g->cell[1], count[i], all);
        g->indent = SUB;
        g->help = sip_status_help(i);
        g->tag = SHEET_ALL;
        snprintf(g->filter, sizeof(g->filter), "status == %u", i);
    }
}

static void write_responses(struct sheet *sh)
{
    const uint64_t *count = sh->s->counts.response;
    uint64_t sum[CLASSES] = { 0 }, all = 0;
    for (unsigned i = 0; i < CLASSES * 100; i++) {
        sum[i / 100] += count[i];
        all += count[i];
    }
    if (!all)
        return;
    add_head(sh->f, "Responses", all);
    for (unsigned i = 0; i < CLASSES; i++)
        if (sum[i])
            write_class(sh, i, sum[i], all);
}

/* --- calls ------------------------------------------------------------------------------------ */

static void write_calls(struct sheet *sh)
{
    static const char *const help[] = {
#define X(id, words, help) help,
        CALL_STATE_LIST(X)
#undef X
    };
    const struct stats *x = sh->x;
    if (!x->calls)
        return;
    add_head(sh->f, "Calls", x->calls);
    for (int i = 0; i < CALL_STATE_COUNT; i++) {
        const char *words = call_state_words((enum call_state)i);
        enum sign sign;
        enum style style;
        if (!x->state[i])
            continue;
        rows_look((enum call_state)i, &sign, &style);
        struct figure *g = add_share(sh->f, style, words, x->state[i], x->calls);
        set_filter(g, "state", words, SHEET_CALLS);
        set_help(g, help[i]);
        if (g)
            g->sign = app_sign(sh->app, sign);
    }
}

static void set_heads(struct figure *g, const char *const *text, unsigned n)
{
    for (unsigned i = 0; g && i < n; i++)
        snprintf(g->cell[i], FIGURE_CELL, "%s", text[i]);
}

static void write_ratios(struct sheet *sh)
{
    static const char *const heads[] = { "share", "of" };
    bool any = false;
    for (int i = 0; i < MEASURE_RATIO_COUNT; i++) {
        const struct measure_part *part = &sh->x->measures.ratio[i];
        if (!part->of)
            continue;
        if (!any)
            set_heads(figures_head(sh->f, "RFC 6076"), heads, 2);
        any = true;
        struct figure *g =
            figures_add(sh->f, STYLE_TEXT, measure_ratio_words((enum measure_ratio)i));
        if (!g)
            return;
        set_percent(g->cell[0], part->n, part->of);
        app_number(g->cell[1], part->of);
        g->share = (double)part->n / (double)part->of;
        g->help = measure_ratio_help((enum measure_ratio)i);
    }
}

static void write_delays(struct sheet *sh)
{
    static const char *const heads[FIGURE_CELLS] = { "count", "mean", "95 %", "longest",
                                                     "shortest" };
    bool any = false;
    for (int i = 0; i < MEASURE_COUNT; i++) {
        const struct histogram *h = &sh->x->measures.time[i];
        if (!h->n)
            continue;
        if (!any)
            set_heads(figures_head(sh->f, "Delays"), heads, FIGURE_CELLS);
        any = true;
        struct figure *g = figures_add(sh->f, STYLE_TEXT, measure_words((enum measure)i));
        if (!g)
            return;
        app_number(g->cell[0], h->n);
        clock_duration(g->cell[1], (int64_t)histogram_mean(h));
        clock_duration(g->cell[2], histogram_quantile(h, 0.95));
        clock_duration(g->cell[3], h->max_ns);
        clock_duration(g->cell[4], h->min_ns);
        g->help = measure_help((enum measure)i);
    }
}

/* --- what went wrong, and with whom ----------------------------------------------------------- */

static void write_finding(struct sheet *sh, enum finding_id id)
{
    static const struct {
        enum style style;
        enum flow_severity severity;
    } look[] = {
        [FINDING_INFO] = { STYLE_NOTE, FLOW_INFO },
        [FINDING_WARNING] = { STYLE_WARNING, FLOW_WARNING },
        [FINDING_ERROR] = { STYLE_FAILURE, FLOW_ERROR },
    };
    enum finding_severity severity = finding_severity(id);
    struct figure *g =
        add_number(sh->f, look[severity].style, finding_name(id), sh->x->finding[id]);
    set_filter(g, "finding", finding_name(id), SHEET_ALL);
    if (!g)
        return;
    g->sign = lanes_sign(look[severity].severity, sh->app->grid.ascii);
    g->help = finding_help(id);
    snprintf(g->tail, sizeof(g->tail), "%s", finding_help(id));
}

static void write_findings(struct sheet *sh)
{
    const struct stats *x = sh->x;
    char text[FIGURE_TEXT];
    uint64_t all = 0;
    for (int i = 0; i < FINDING_COUNT; i++)
        all += x->finding[i];
    if (trace_is_quick(sh->app->trace))
        snprintf(text, sizeof(text), "Findings: not looked for (--quick)");
    else if (x->phase < STATS_DONE && x->at)
        snprintf(text, sizeof(text), "Findings, %u %% looked through",
                 (unsigned)((uint64_t)x->at * 100 / (sh->s->legs.n + 1)));
    else if (x->phase < STATS_DONE)
        snprintf(text, sizeof(text), "Findings: looked for when all is read");
    else
        snprintf(text, sizeof(text), all ? "Findings" : "Findings: none");
    figures_head(sh->f, text);
    for (int severity = FINDING_ERROR; severity >= FINDING_INFO; severity--)
        for (int i = 0; i < FINDING_COUNT; i++)
            if (x->finding[i] && (int)finding_severity((enum finding_id)i) == severity)
                write_finding(sh, (enum finding_id)i);
}

static void write_silence(struct sheet *sh, const struct stats_peer *p)
{
    char number[APP_NUMBER], text[FIGURE_TEXT];
    app_number(number, p->silent);
    snprintf(text, sizeof(text), "%s OPTIONS in a row without an answer", number);
    struct figure *g = figures_add(sh->f, STYLE_FAILURE, text);
    if (g)
        g->indent = SUB;
}

static void write_peer(struct sheet *sh, const struct stats_peer *p)
{
    const struct peer *peer = peer_get(sh->s, p->number);
    char from[ADDR_TEXT], to[ENDPOINT_TEXT], host[ADDR_TEXT], label[FIGURE_TEXT];
    addr_format(from, &peer->from);
    addr_format(host, &peer->to.addr);
    endpoint_format(to, &peer->to);
    snprintf(label, sizeof(label), "%s %s %s", from, sh->app->grid.ascii ? "->" : "→", to);
    struct figure *g = add_number(sh->f, p->weight ? STYLE_FAILURE : STYLE_TEXT, label, p->asked);
    if (!g)
        return;
    app_number(g->cell[1], peer->failures);
    if (p->asked)
        set_percent(g->cell[2], peer->failures, p->asked);
    g->sign = app_sign(sh->app, p->weight ? SIGN_STATE_FAILED : SIGN_BULLET);
    g->help = "who asked whom: INVITEs and REGISTERs, and how many of them failed";
    g->tag = SHEET_ALL;
    snprintf(g->filter, sizeof(g->filter), "ip.src == %s && ip.dst == %s && port.dst == %u", from,
             host, peer->to.port);
    if (p->silent)
        write_silence(sh, p);
}

static void write_peers(struct sheet *sh)
{
    static const char *const heads[] = { "asked", "failed", "share" };
    const struct stats *x = sh->x;
    char text[FIGURE_TEXT], number[APP_NUMBER];
    if (!x->peers)
        return;
    app_number(number, peer_count(sh->s));
    snprintf(text, sizeof(text), peer_count(sh->s) > x->peers ? "Peers, %u of %s" : "Peers",
             x->peers, number);
    set_heads(figures_head(sh->f, text), heads, 3);
    for (unsigned i = 0; i < x->peers; i++)
        write_peer(sh, &x->peer[i]);
}

static void add_states(struct sheet *sh, const uint64_t *count, int i, const char *words,
                       uint64_t all)
{
    struct figure *g = count[i] ? add_share(sh->f, STYLE_TEXT, words, count[i], all) : NULL;
    if (g)
        g->tag = SHEET_REGISTRATIONS;
}

static void write_objects(struct sheet *sh)
{
    const struct stats *x = sh->x;
    uint32_t registrations = registration_count(sh->s), subscriptions = subscription_count(sh->s);
    if (registrations)
        add_head(sh->f, "Registrations", registrations);
    for (int i = 0; i < REGISTRATION_STATE_COUNT && registrations; i++)
        add_states(sh, x->registration, i, registration_state_words((enum registration_state)i),
                   registrations);
    if (subscriptions)
        add_head(sh->f, "Subscriptions", subscriptions);
    for (int i = 0; i < SUBSCRIPTION_STATE_COUNT && subscriptions; i++)
        add_states(sh, x->subscription, i, subscription_state_words((enum subscription_state)i),
                   subscriptions);
    if (subscriptions)
        add_head(sh->f, "Packages", subscriptions);
    for (int i = 0; i < SUBSCRIPTION_PACKAGE_COUNT && subscriptions; i++)
        add_states(sh, x->package, i, subscription_package_name((enum subscription_package)i),
                   subscriptions);
}

void sheet_write(struct figures *f, const struct app *app, const struct stats *x)
{
    struct sheet sh = { f, app, x, trace_store(app->trace) };
    figures_clear(f);
    write_capture(&sh);
    write_calls(&sh);
    write_findings(&sh);
    write_ratios(&sh);
    write_delays(&sh);
    write_messages(&sh);
    write_requests(&sh);
    write_responses(&sh);
    write_peers(&sh);
    write_objects(&sh);
}
