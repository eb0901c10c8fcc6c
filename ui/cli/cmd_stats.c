/* rung stats: counts of messages, calls, states and losses. */
#include <inttypes.h>
#include <stdio.h>

#include "ui/cli/cmd.h"
#include "ui/export/json.h"

struct summary {
    uint64_t calls, registrations, subscriptions;
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
        if (leg->call && store_call(s, leg->call)->leg == i) {
            sum->calls++;
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
    json_uint(&j, "sessions", sum.calls);
    json_uint(&j, "registrations", sum.registrations);
    json_uint(&j, "subscriptions", sum.subscriptions);
    json_open(&j, "counters", '{');
    for (int i = 0; i < COUNTER_COUNT; i++)
        if (n.v[i])
            json_uint(&j, counter_name((enum counter)i), n.v[i]);
    json_close(&j, '}');
    json_close(&j, '}');
    json_end_line(&j);
}

int cmd_stats(struct trace *t, const struct config *c)
{
    struct out o;
    struct err err;
    if (out_open(&o, c, &err) < 0) {
        fprintf(stderr, "rung: %s\n", err.text);
        return EXIT_OUTPUT;
    }
    json_stats(&o.buf, t);
    return out_close(&o);
}
