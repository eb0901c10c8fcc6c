/* Sums over the store. How they are shown is left to others. */
#include "ui/export/stats.h"

#include "base/clock.h"
#include "base/mem.h"
#include "decode/call.h"
#include "decode/session/session.h"

enum {
    SILENT_MIN = 3, /* OPTIONS in a row without an answer that are worth a word */
    AHEAD = 6,      /* legs for whose messages is asked before their turn */
    CHUNK = 64,     /* rows between two looks at the clock */
};

static void sum_leg(struct stats *x, uint32_t i)
{
    const struct store *s = trace_store(x->trace);
    const struct leg *leg = store_leg(s, i);
    unsigned code;
    call_prefetch(s, i + AHEAD);
    if (leg_is_gone(leg))
        return;
    x->others += leg->kind == LEG_OTHER || (leg->kind == LEG_CALL && !leg->call);
    x->sessions += leg->call && session_of(s, i) == i;
    if (leg->call && store_call(s, leg->call)->leg == i) {
        x->calls++;
        x->state[trace_call_state(x->trace, leg, &code)]++;
    }
}

static void sum_registration(struct stats *x, uint32_t i)
{
    const struct registration *r = registration_get(trace_store(x->trace), i);
    x->registration[registration_state(r, trace_end(x->trace))]++;
}

static void sum_subscription(struct stats *x, uint32_t i)
{
    const struct subscription *sub = subscription_get(trace_store(x->trace), i);
    x->subscription[subscription_state(sub, trace_end(x->trace))]++;
    x->package[sub->package]++;
}

static bool is_before(const struct stats_peer *a, const struct stats_peer *b)
{
    return a->weight != b->weight ? a->weight > b->weight : !a->weight && a->asked > b->asked;
}

static void sum_pair(struct stats *x, uint32_t i)
{
    const struct store *s = trace_store(x->trace);
    const struct peer *peer = peer_get(s, i);
    struct stats_peer p = { .number = i };
    uint32_t row[PEER_EVIDENCE];
    unsigned n;
    p.asked = (uint64_t)peer_tally(s, peer, PEER_INVITE)->asked +
              peer_tally(s, peer, PEER_REGISTER)->asked;
    p.silent = peer_silence(s, peer, trace_end(x->trace), row, &n);
    p.silent = p.silent < SILENT_MIN ? 0 : p.silent;
    p.weight = (uint64_t)peer->failures + p.silent;
    x->failing += p.weight != 0;
    if (!p.weight && !p.asked)
        return;
    unsigned at = x->peers < STATS_PEERS ? x->peers++ : STATS_PEERS - 1;
    if (x->peers == STATS_PEERS && x->peer[at].number && !is_before(&p, &x->peer[at]))
        return;
    for (; at && is_before(&p, &x->peer[at - 1]); at--)
        x->peer[at] = x->peer[at - 1];
    x->peer[at] = p;
    x->failing_peers = (unsigned)(x->failing < x->peers ? x->failing : x->peers);
}

static void sum_call(struct stats *x, uint32_t i)
{
    measures_add(&x->measures, trace_store(x->trace), i, i + 1, trace_end(x->trace),
                 trace_is_over(x->trace));
}

static bool count_finding(void *ctx, const struct finding *f)
{
    struct stats *x = ctx;
    x->finding[f->id]++;
    return true;
}

static void sum_findings(struct stats *x, uint32_t i)
{
    findings_each_of(x->rules, i, false, count_finding, x);
}

/* How many rows a phase has to go through, and what it does with one. */
static uint32_t rows_of(const struct stats *x)
{
    const struct store *s = trace_store(x->trace);
    switch (x->phase) {
    case STATS_CALLS:
        return s->legs.n;
    case STATS_REGISTRATIONS:
        return registration_count(s);
    case STATS_SUBSCRIPTIONS:
        return subscription_count(s);
    case STATS_PAIRS:
        return peer_count(s);
    case STATS_MEASURES:
        return s->calls.n;
    default:
        return x->rules ? s->legs.n : 0;
    }
}

static void (*const sums[STATS_DONE])(struct stats *x, uint32_t row) = {
    sum_leg, sum_registration, sum_subscription, sum_pair, sum_call, sum_findings,
};

static void end_phase(struct stats *x)
{
    if (x->phase == STATS_PAIRS)
        measures_begin(&x->measures, trace_store(x->trace));
    if (x->phase == STATS_FINDINGS && x->rules)
        findings_each_of_capture(x->rules, false, count_finding, x);
    x->phase++;
    x->at = 0;
}

bool stats_work(struct stats *x, int64_t until_ns)
{
    while (x->phase < STATS_DONE) {
        uint32_t n = rows_of(x);
        while (x->at < n) {
            sums[x->phase](x, ++x->at);
            /* findings may read messages again */
            if ((x->phase == STATS_FINDINGS || x->at % CHUNK == 0) && clock_monotonic() > until_ns)
                return true;
        }
        end_phase(x);
    }
    return false;
}

struct stats *stats_new(struct trace *t)
{
    struct stats *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    x->trace = t;
    x->rules = findings_new(t);
    return x;
}

void stats_free(struct stats *x)
{
    if (!x)
        return;
    findings_free(x->rules);
    mem_free(x);
}
