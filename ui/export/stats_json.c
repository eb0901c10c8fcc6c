/* rung stats --json. The keys are a contract: more may come, none is renamed. */
#include <stdio.h>

#include "ui/export/stats.h"
#include "ui/export/json.h"

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

/* Counts by name, those of 0 left out. */
#define JSON_COUNTS(j, key, count, n, type, name)                                                  \
    do {                                                                                           \
        json_open(j, key, '{');                                                                    \
        for (int i = 0; i < (n); i++)                                                              \
            if ((count)[i])                                                                        \
                json_uint(j, name((enum type)i), (count)[i]);                                      \
        json_close(j, '}');                                                                        \
    } while (0)

static void json_objects(struct json *j, const struct store *s, const struct stats *x)
{
    json_uint(j, "registrations", registration_count(s));
    JSON_COUNTS(j, "registration_states", x->registration, REGISTRATION_STATE_COUNT,
                registration_state, registration_state_words);
    json_uint(j, "subscriptions", subscription_count(s));
    JSON_COUNTS(j, "subscription_states", x->subscription, SUBSCRIPTION_STATE_COUNT,
                subscription_state, subscription_state_words);
    JSON_COUNTS(j, "subscription_packages", x->package, SUBSCRIPTION_PACKAGE_COUNT,
                subscription_package, subscription_package_name);
}

static void json_measures(struct json *j, const struct measures *m)
{
    json_open(j, "kpi", '{');
    for (int i = 0; i < MEASURE_RATIO_COUNT; i++) {
        const struct measure_part *part = &m->ratio[i];
        json_open(j, measure_ratio_name((enum measure_ratio)i), '{');
        json_uint(j, "count", part->n);
        json_uint(j, "of", part->of);
        if (part->of)
            json_share(j, "ratio", (unsigned)((part->n * 100 + part->of / 2) / part->of));
        else
            json_null(j, "ratio");
        json_close(j, '}');
    }
    for (int i = 0; i < MEASURE_COUNT; i++) {
        const struct histogram *h = &m->time[i];
        json_open(j, measure_name((enum measure)i), '{');
        json_uint(j, "count", h->n);
        json_ms(j, "min_ms", h->n ? h->min_ns : -1);
        json_ms(j, "mean_ms", h->n ? (int64_t)histogram_mean(h) : -1);
        json_ms(j, "p95_ms", h->n ? histogram_quantile(h, 0.95) : -1);
        json_ms(j, "max_ms", h->n ? h->max_ns : -1);
        json_close(j, '}');
    }
    json_close(j, '}');
}

static void json_tally(struct json *j, const char *key, const struct peer_tally *t)
{
    static const char *const classes[] = { "", "", "2xx", "3xx", "4xx", "5xx", "6xx" };
    json_open(j, key, '{');
    json_uint(j, "requests", t->asked);
    json_uint(j, "challenges", t->challenges);
    for (int i = 2; i < 7; i++)
        json_uint(j, classes[i], t->final[i]);
    json_uint(j, "failures", t->failures);
    json_close(j, '}');
}

static void json_peer(struct json *j, const struct store *s, const struct stats_peer *x)
{
    const struct peer *p = peer_get(s, x->number);
    const struct peer_code *code = peer_trouble(s, p)->code;
    char from[ADDR_TEXT], to[ENDPOINT_TEXT];
    addr_format(from, &p->from);
    endpoint_format(to, &p->to);
    json_open(j, NULL, '{');
    json_text(j, "from", from);
    json_text(j, "to", to);
    json_tally(j, "invite", peer_tally(s, p, PEER_INVITE));
    json_tally(j, "register", peer_tally(s, p, PEER_REGISTER));
    json_tally(j, "options", peer_tally(s, p, PEER_OPTIONS));
    json_uint(j, "options_unanswered", x->silent);
    json_uint(j, "failures", p->failures);
    json_open(j, "codes", '[');
    for (int i = 0; i < PEER_CODES && code[i].count; i++) {
        json_open(j, NULL, '{');
        json_text(j, "method", sip_method_name((enum sip_method)code[i].method));
        json_uint(j, "code", code[i].code);
        json_uint(j, "count", code[i].count);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void json_peers(struct json *j, const struct store *s, const struct stats *x)
{
    json_open(j, "peers", '{');
    json_uint(j, "pairs", peer_count(s));
    json_uint(j, "failing", x->failing);
    json_open(j, "most", '[');
    for (unsigned i = 0; i < x->failing_peers; i++)
        json_peer(j, s, &x->peer[i]);
    json_close(j, ']');
    json_close(j, '}');
}

void stats_json(struct buf *b, const struct trace *t, const struct stats *x)
{
    const struct store *s = trace_store(t);
    struct engine_totals in;
    struct counters n;
    struct json j = json_to(b);
    trace_totals(t, &in);
    trace_counters(t, &n);
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
    json_uint(&j, "total", x->calls);
    json_open(&j, "states", '{');
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        if (x->state[i])
            json_uint(&j, call_state_words((enum call_state)i), x->state[i]);
    json_close(&j, '}');
    json_close(&j, '}');
    json_uint(&j, "sessions", x->sessions);
    json_objects(&j, trace_store(t), x);
    json_measures(&j, &x->measures);
    json_peers(&j, trace_store(t), x);
    json_null(&j, "rtp"); /* media is not looked at yet */
    json_open(&j, "findings", '{');
    for (int i = 0; i < FINDING_COUNT; i++)
        if (x->finding[i])
            json_uint(&j, finding_name((enum finding_id)i), x->finding[i]);
    json_close(&j, '}');
    json_open(&j, "counters", '{');
    for (int i = 0; i < COUNTER_COUNT; i++)
        if (n.v[i])
            json_uint(&j, counter_name((enum counter)i), n.v[i]);
    json_close(&j, '}');
    json_close(&j, '}');
    json_end_line(&j);
}
