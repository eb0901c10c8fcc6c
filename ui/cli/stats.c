/* Sums over the store. How they are shown is left to others. */
#include "ui/cli/stats.h"

#include "base/mem.h"
#include "decode/call.h"
#include "decode/session/session.h"

enum {
    SILENT_MIN = 3, /* OPTIONS in a row without an answer that are worth a word */
    AHEAD = 6,      /* legs for whose messages is asked before their turn */
};

static void sum_calls(struct stats *x, const struct trace *t)
{
    const struct store *s = trace_store(t);
    for (uint32_t i = 1; i <= s->legs.n; i++) {
        const struct leg *leg = store_leg(s, i);
        unsigned code;
        call_prefetch(s, i + AHEAD);
        if (leg_is_gone(leg))
            continue;
        x->others += leg->kind == LEG_OTHER || (leg->kind == LEG_CALL && !leg->call);
        x->sessions += leg->call && session_of(s, i) == i;
        if (leg->call && store_call(s, leg->call)->leg == i) {
            x->calls++;
            x->state[trace_call_state(t, leg, &code)]++;
        }
    }
}

static void sum_objects(struct stats *x, const struct trace *t)
{
    const struct store *s = trace_store(t);
    int64_t end_ns = trace_end(t);
    for (uint32_t i = 1; i <= registration_count(s); i++)
        x->registration[registration_state(registration_get(s, i), end_ns)]++;
    for (uint32_t i = 1; i <= subscription_count(s); i++) {
        const struct subscription *sub = subscription_get(s, i);
        x->subscription[subscription_state(sub, end_ns)]++;
        x->package[sub->package]++;
    }
}

static void sum_peers(struct stats *x, const struct trace *t)
{
    const struct store *s = trace_store(t);
    for (uint32_t i = 1; i <= peer_count(s); i++) {
        struct stats_peer p = { .peer = peer_get(s, i) };
        uint32_t row[PEER_EVIDENCE];
        unsigned n;
        p.silent = peer_silence(s, p.peer, trace_end(t), row, &n);
        p.silent = p.silent < SILENT_MIN ? 0 : p.silent;
        p.weight = (uint64_t)p.peer->failures + p.silent;
        if (!p.weight)
            continue;
        x->failing++;
        unsigned at = x->peers < STATS_PEERS ? x->peers++ : STATS_PEERS - 1;
        if (at == STATS_PEERS - 1 && x->peer[at].weight >= p.weight)
            continue;
        for (; at && x->peer[at - 1].weight < p.weight; at--)
            x->peer[at] = x->peer[at - 1];
        x->peer[at] = p;
    }
}

static bool count_finding(void *ctx, const struct finding *f)
{
    struct stats *x = ctx;
    x->finding[f->id]++;
    return true;
}

static void sum_findings(struct stats *x, struct trace *t)
{
    struct findings *f = findings_new(t);
    if (f)
        findings_each(f, false, count_finding, x);
    findings_free(f);
}

struct stats *stats_new(struct trace *t)
{
    struct stats *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    sum_calls(x, t);
    sum_objects(x, t);
    sum_peers(x, t);
    sum_findings(x, t);
    measures_take(&x->measures, trace_store(t), trace_end(t), trace_is_over(t));
    return x;
}

void stats_free(struct stats *x)
{
    mem_free(x);
}
