/* Asks the rules and keeps their answers. What the rules look at is told by inquiry.c. */
#include "decode/finding/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "decode/finding/desk.h"
#include "decode/finding/refine.h"
#include "decode/session/link.h"

#define ALWAYS UINT32_MAX

/* A bit for each rule, by enum finding_id. */
typedef uint64_t rule_set;
_Static_assert(FINDING_COUNT <= 64, "rule_set has a bit for each");

enum scope { SCOPE_LEG, SCOPE_CAPTURE };

struct rule {
    void (*ask)(struct inquiry *q);
    const char *name, *rfc, *help;
    uint32_t marks;
    uint8_t severity; /* enum finding_severity */
    uint8_t scope;    /* enum scope */
};

static const struct rule rules[FINDING_COUNT] = {
#define X(name, id, SEVERITY, rfc, SCOPE, marks, help)                                             \
    [FINDING_##name] = { finding_##name, id, rfc, help, marks, FINDING_##SEVERITY, SCOPE_##SCOPE },
    FINDING_LIST(X)
#undef X
};

/* Which finding of the capture speaks of which call: by the leg that stands for it. */
struct mention {
    uint32_t leg;
    unsigned finding;
};

struct findings {
    struct desk desk;
    struct desk whole;       /* what was found in the capture */
    struct mention *mention; /* sorted */
    unsigned mentions;
    bool settled, worded; /* whole is of the trace as it is now, with its texts */
    uint32_t settled_messages;
    bool settled_over;
    rule_set always, capture, by_mark[MARK_COUNT]; /* which rules to ask, by mark of a leg */
};

/* Sorts the rules by what has them asked. */
static void sort_rules(struct findings *f)
{
    for (unsigned i = 0; i < FINDING_COUNT; i++) {
        rule_set bit = UINT64_C(1) << i;
        if (rules[i].scope == SCOPE_CAPTURE)
            f->capture |= bit;
        else if (rules[i].marks == ALWAYS)
            f->always |= bit;
        for (unsigned k = 0; k < MARK_COUNT; k++)
            f->by_mark[k] |= rules[i].scope == SCOPE_LEG && rules[i].marks >> k & 1 ? bit : 0;
    }
}

static rule_set rules_for(const struct findings *f, uint32_t marks)
{
    rule_set set = f->always;
    for (; marks; marks &= marks - 1)
        set |= f->by_mark[__builtin_ctz(marks)];
    return set;
}

struct findings *findings_new(struct trace *t)
{
    struct findings *f = mem_new(1, sizeof(*f));
    if (!f)
        return NULL;
    sort_rules(f);
    bool one = desk_init(&f->desk, t, FINDINGS_MAX);
    bool all = desk_init(&f->whole, t, FINDINGS_ALL);
    if (one && all)
        return f;
    findings_free(f);
    return NULL;
}

void findings_free(struct findings *f)
{
    if (!f)
        return;
    desk_fini(&f->desk);
    desk_fini(&f->whole);
    mem_free(f->mention);
    mem_free(f);
}

/* A root takes its consequences away. */
static void hide(struct desk *d)
{
    static const uint8_t pair[][2] = {
#define X(a, b) { FINDING_##a, FINDING_##b },
        FINDING_HIDES_LIST(X)
#undef X
    };
    bool there[FINDING_COUNT] = { false }, hidden[FINDING_COUNT] = { false };
    unsigned kept = 0;
    if (d->found < 2)
        return;
    for (unsigned i = 0; i < d->found; i++)
        there[d->finding[i].id] = true;
    for (size_t i = 0; i < sizeof(pair) / sizeof(pair[0]); i++)
        hidden[pair[i][1]] |= there[pair[i][0]];
    for (unsigned i = 0; i < d->found; i++)
        if (!hidden[d->finding[i].id]) {
            d->finding[kept] = d->finding[i];
            d->said[kept++] = d->said[i];
        }
    d->found = kept;
}

static void ask_all(struct desk *d, rule_set set)
{
    if (trace_is_quick(d->q.trace)) /* nothing was noted that rules could rest on */
        return;
    for (; set; set &= set - 1) { /* in their order */
        unsigned i = (unsigned)__builtin_ctzll(set);
        const struct rule *r = &rules[i];
        d->asked = (enum finding_id)i;
        d->severity = (enum finding_severity)r->severity;
        r->ask(&d->q);
    }
    hide(d);
    desk_settle(d);
}

static int by_leg(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    if (x->leg != y->leg)
        return x->leg < y->leg ? -1 : 1;
    return x->finding < y->finding ? -1 : x->finding > y->finding;
}

/* The leg that stands for the call of a leg. */
static uint32_t stands_for(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    const struct call *c = l ? store_call(s, l->call) : NULL;
    return c ? c->leg : leg;
}

/* Who is named by what was found in the capture. */
static void note_mentions(struct findings *f)
{
    const struct desk *d = &f->whole;
    const struct store *s = d->q.store;
    mem_free(f->mention);
    f->mentions = 0;
    f->mention = mem_new((size_t)d->found * FINDING_PROOFS + 1, sizeof(*f->mention));
    for (unsigned i = 0; f->mention && i < d->found; i++)
        for (unsigned k = 0; k < d->finding[i].messages; k++) {
            uint32_t leg = stands_for(s, store_message(s, d->finding[i].message[k])->leg);
            f->mention[f->mentions++] = (struct mention){ leg, i };
        }
    if (f->mentions)
        qsort(f->mention, f->mentions, sizeof(*f->mention), by_leg);
}

static void settle_capture(struct findings *f, bool words)
{
    struct trace *t = f->whole.q.trace;
    uint32_t messages = trace_store(t)->messages.n;
    bool over = trace_is_over(t);
    if (f->settled && f->settled_messages == messages && f->settled_over == over &&
        (f->worded || !words))
        return;
    desk_begin(&f->whole, 0, words);
    ask_all(&f->whole, f->capture);
    note_mentions(f);
    f->settled = true;
    f->worded = words;
    f->settled_messages = messages;
    f->settled_over = over;
}

unsigned findings_of_capture(struct findings *f, const struct finding **out)
{
    settle_capture(f, true);
    *out = f->whole.finding;
    return f->whole.found;
}

/* The first mention of this leg, or where it would stand. */
static unsigned first_mention(const struct findings *f, uint32_t leg)
{
    unsigned low = 0, high = f->mentions;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (f->mention[middle].leg < leg)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Those of the capture that speak of this call, behind its own. Their words are only looked for
 * where there are any: they cost more than all the rest. */
static void add_mentions(struct findings *f, uint32_t leg, bool words)
{
    struct desk *d = &f->desk;
    settle_capture(f, false);
    unsigned low = first_mention(f, leg);
    if (low == f->mentions || f->mention[low].leg != leg)
        return;
    settle_capture(f, words);
    low = first_mention(f, leg);
    for (unsigned last = UINT32_MAX; low < f->mentions && f->mention[low].leg == leg; low++) {
        if (f->mention[low].finding != last && d->found < d->most)
            d->finding[d->found++] = f->whole.finding[f->mention[low].finding];
        last = f->mention[low].finding;
    }
}

static void ask_of(struct findings *f, uint32_t leg, bool words)
{
    desk_begin(&f->desk, stands_for(f->desk.q.store, leg), words);
    f->desk.q.marks = refine_marks(&f->desk.q, f->desk.heard);
    ask_all(&f->desk, rules_for(f, f->desk.q.marks));
}

unsigned findings_of(struct findings *f, uint32_t leg, bool words, const struct finding **out)
{
    *out = f->desk.finding;
    if (!store_leg(f->desk.q.store, leg))
        return 0;
    ask_of(f, leg, words);
    add_mentions(f, f->desk.q.leg, words);
    return f->desk.found;
}

unsigned findings_of_call(struct findings *f, uint32_t leg, bool words, const struct finding **out)
{
    *out = f->desk.finding;
    if (!store_leg(f->desk.q.store, leg))
        return 0;
    ask_of(f, leg, words);
    return f->desk.found;
}

bool findings_each_of(struct findings *f, uint32_t leg, bool words,
                      bool (*fn)(void *ctx, const struct finding *x), void *ctx)
{
    const struct store *s = f->desk.q.store;
    const struct leg *l = store_leg(s, leg);
    if (!l || stands_for(s, leg) != leg || leg_is_gone(l))
        return true;
    ask_of(f, leg, words);
    for (unsigned i = 0; i < f->desk.found; i++)
        if (!fn(ctx, &f->desk.finding[i]))
            return false;
    return true;
}

bool findings_each_of_capture(struct findings *f, bool words,
                              bool (*fn)(void *ctx, const struct finding *x), void *ctx)
{
    settle_capture(f, words);
    for (unsigned i = 0; i < f->whole.found; i++)
        if (!fn(ctx, &f->whole.finding[i]))
            return false;
    return true;
}

void findings_each(struct findings *f, bool words, bool (*fn)(void *ctx, const struct finding *x),
                   void *ctx)
{
    const struct store *s = f->desk.q.store;
    for (int calls = 1; calls >= 0; calls--)
        for (uint32_t leg = 1; leg <= s->legs.n; leg++)
            if ((store_leg(s, leg)->call != 0) == calls &&
                !findings_each_of(f, leg, words, fn, ctx))
                return;
    findings_each_of_capture(f, words, fn, ctx);
}

const char *finding_name(enum finding_id id)
{
    return rules[id].name;
}

const char *finding_rfc(enum finding_id id)
{
    return rules[id].rfc;
}

const char *finding_help(enum finding_id id)
{
    return rules[id].help;
}

enum finding_severity finding_severity(enum finding_id id)
{
    return (enum finding_severity)rules[id].severity;
}

const char *finding_severity_word(enum finding_severity s)
{
    return s == FINDING_ERROR ? "error" : s == FINDING_WARNING ? "warning" : "info";
}

int finding_find(struct slice name)
{
    for (int i = 0; i < FINDING_COUNT; i++)
        if (slice_ieq(name, slice_of(rules[i].name)))
            return i;
    return -1;
}
