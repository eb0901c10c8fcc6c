/* What calls and registrations took, and what became of them. Which messages decide is told by
 * call.c and registration.c. */
#include "decode/measure.h"

#include "decode/call.h"
#include "decode/registration.h"

enum { LINEAR_BITS = 5, US_NS = 1000, SDD_LOOK = 16, AHEAD = 8 };
_Static_assert(HISTOGRAM_PARTS == 1 << LINEAR_BITS, "parts are a power of two");

#define RATE_STEP_NS (INT64_C(10) * 1000000000)

/* ---- histograms: HISTOGRAM_PARTS equal classes between powers of two, the first ones of 1 us */

static unsigned class_of(int64_t ns)
{
    uint64_t us = ns > 0 ? (uint64_t)ns / US_NS : 0;
    if (us < HISTOGRAM_PARTS)
        return (unsigned)us;
    unsigned shift = 63 - (unsigned)__builtin_clzll(us) - LINEAR_BITS;
    unsigned i = (shift << LINEAR_BITS) + (unsigned)(us >> shift);
    return i < HISTOGRAM_CLASSES ? i : HISTOGRAM_CLASSES - 1;
}

/* The middle of a class. */
static int64_t middle_of(unsigned i)
{
    if (i < HISTOGRAM_PARTS)
        return (int64_t)i * US_NS + US_NS / 2;
    unsigned shift = (i >> LINEAR_BITS) - 1;
    int64_t low = (int64_t)(HISTOGRAM_PARTS + (i & (HISTOGRAM_PARTS - 1))) << shift;
    return low * US_NS + (INT64_C(1) << shift) * US_NS / 2;
}

void histogram_add(struct histogram *h, int64_t ns)
{
    if (!h->n || ns < h->min_ns)
        h->min_ns = ns;
    if (!h->n || ns > h->max_ns)
        h->max_ns = ns;
    h->n++;
    h->sum_ns += (double)ns;
    h->seen[class_of(ns)]++;
}

double histogram_mean(const struct histogram *h)
{
    return h->n ? h->sum_ns / (double)h->n : 0;
}

int64_t histogram_quantile(const struct histogram *h, double q)
{
    if (!h->n)
        return 0;
    double rank = q * (double)h->n;
    uint64_t below = 0;
    unsigned i = 0;
    while (i + 1 < HISTOGRAM_CLASSES && (double)(below += h->seen[i]) < rank)
        i++;
    int64_t v = middle_of(i);
    return v < h->min_ns ? h->min_ns : v > h->max_ns ? h->max_ns : v;
}

/* ---- rates */

unsigned rate_add(struct rate *r, int64_t time_ns)
{
    int64_t step = time_ns / RATE_STEP_NS;
    if (step < r->step - RATE_STEPS) /* the clock was set back */
        *r = (struct rate){ .step = step };
    int64_t ahead = step - r->step;
    if (ahead > RATE_STEPS)
        ahead = RATE_STEPS;
    for (int64_t i = 0; i < ahead; i++)
        r->seen[(uint64_t)(step - i) % RATE_STEPS] = 0;
    if (step > r->step)
        r->step = step;
    uint16_t *now = &r->seen[(uint64_t)r->step % RATE_STEPS];
    *now = (uint16_t)(*now + (*now < UINT16_MAX));
    unsigned sum = 0;
    for (int i = 0; i < RATE_STEPS; i++)
        sum += r->seen[i];
    return sum < UINT16_MAX ? sum : UINT16_MAX;
}

/* ---- calls */

static int64_t between(const struct store *s, uint32_t from, uint32_t to)
{
    const struct message *a = store_message(s, from), *b = store_message(s, to);
    return a && b ? b->time_ns - a->time_ns : -1;
}

static void add(struct measures *m, enum measure which, int64_t ns)
{
    if (ns >= 0)
        histogram_add(&m->time[which], ns);
}

/* What the last attempt of a call looked like at the hop nearest the caller. */
struct attempt {
    uint32_t invite, trying, ringing; /* messages; trying: 100, ringing: the first 180 */
};

/* Goes through the messages up to the one that decides. Those on a hop before the last attempt are
 * of an earlier one: answered with a challenge, or redirected. */
static struct attempt attempt_of(const struct store *s, const struct leg *leg, uint32_t until)
{
    struct attempt a = { .invite = leg->m_invite };
    bool seen = false;
    for (uint32_t row = leg->first; row && !(seen && row == until);) {
        const struct message *m = store_message(s, row);
        bool repeat = m->flags & (MESSAGE_REPEAT | MESSAGE_SAME_HOP);
        if (!repeat && m->path == leg->top_path && message_is_request(m) &&
            m->code == SIP_METHOD_INVITE)
            a = (struct attempt){ .invite = row };
        else if (!repeat && m->path == (leg->top_path ^ 1) && !message_is_request(m)) {
            if (m->code == 100 && !a.trying)
                a.trying = row;
            if (m->code == 180 && !a.ringing)
                a.ringing = row;
        }
        seen = seen || row == a.invite;
        row = m->next;
    }
    const struct message *ring = store_message(s, leg->m_ring);
    if (!a.ringing && ring && ring->code == 180)
        a.ringing = leg->m_ring;
    return a;
}

/* The answer to the BYE on the hop that it was seen on first; farther hops see theirs before. */
static uint32_t bye_answer(const struct store *s, const struct leg *leg)
{
    const struct message *bye = store_message(s, leg->m_bye);
    uint32_t row = leg->m_end;
    for (int i = 0; bye && row && i < SDD_LOOK; i++) {
        const struct message *m = store_message(s, row);
        if (!message_is_request(m) && m->code >= 200 && m->path == (bye->path ^ 1))
            return row;
        row = m->next;
    }
    return leg->m_end;
}

static void take_times(struct measures *m, const struct store *s, const struct leg *leg,
                       unsigned code)
{
    uint32_t last = leg->m_answer ? leg->m_answer : leg->m_final ? leg->m_final : leg->m_ring;
    uint32_t first = leg->m_ring ? leg->m_ring : last;
    struct attempt a = attempt_of(s, leg, last);
    bool challenged = !leg->m_answer && (code == 401 || code == 407);
    if (first && !challenged && (leg->m_answer || code >= 300))
        add(m, leg->m_answer ? MEASURE_SRD_OK : MEASURE_SRD_FAILED, between(s, a.invite, first));
    add(m, MEASURE_RTT, between(s, a.invite, a.trying));
    add(m, MEASURE_PDD, call_pdd(s, leg));
    add(m, MEASURE_SETUP, call_setup(s, leg));
    add(m, MEASURE_RING, between(s, a.ringing, leg->m_answer));
    add(m, MEASURE_CONFIRM, between(s, leg->m_answer, leg->m_ack));
    add(m, MEASURE_TALK, call_talk(s, leg));
    if (!leg->m_bye)
        return;
    add(m, MEASURE_SDD, between(s, leg->m_bye, bye_answer(s, leg)));
    if (leg->m_end)
        add(m, MEASURE_SDT, between(s, leg->m_answer, leg->m_bye));
}

/* 6076 4.7: the called user was reached, or it is known why not. */
static bool is_effective(unsigned code)
{
    return code / 100 == 2 || code == 480 || code == 486 || code == 600 || code == 603;
}

/* 6076 4.8: nobody answered, or a server could not. 0: nobody. */
static bool is_ineffective(unsigned code)
{
    return !code || code == 408 || code == 500 || code == 503 || code == 504;
}

static void count(struct measures *m, enum measure_ratio which, bool is, bool of)
{
    m->ratio[which].n += is && of;
    m->ratio[which].of += of;
}

/* A call of which nothing is decided when the capture ends takes no part. */
static void take_ratios(struct measures *m, const struct leg *leg, enum call_state state,
                        unsigned code)
{
    bool answered = leg->m_answer;
    if (!answered && code < 300 && state != CALL_FAILED && state != CALL_CANCELLED)
        return;
    if (answered)
        code = 200;
    else if (state == CALL_CANCELLED && code < 300)
        code = 487;
    bool challenged = code == 401 || code == 402 || code == 407;
    count(m, MEASURE_RATIO_SER, answered, code / 100 != 3);
    count(m, MEASURE_RATIO_SEER, is_effective(code), code / 100 != 3 && !challenged);
    count(m, MEASURE_RATIO_ISA, is_ineffective(code), true);
    count(m, MEASURE_RATIO_SCR,
          answered ? state != CALL_FAILED && leg->m_end : !is_ineffective(code),
          !answered || state != CALL_IN_CALL);
}

static void take_registrations(struct measures *m, const struct store *s)
{
    const struct registration_totals *t = registration_totals(s);
    if (!t)
        return;
    m->time[MEASURE_RRD] = t->delay;
    uint64_t answered = t->challenges + t->failures + t->successes;
    uint64_t open = t->attempts > answered ? t->attempts - answered : 0;
    uint64_t late = t->late[0] + t->late[1], silent = open > late ? open - late : 0;
    m->ratio[MEASURE_RATIO_IRA].n = t->failures + silent;
    m->ratio[MEASURE_RATIO_IRA].of = t->failures + silent + t->successes;
}

/* One step on in the chain of a leg, whose next message comes into the cache. */
static uint32_t step_on(const struct store *s, uint32_t row)
{
    const struct message *m = store_message(s, row);
    uint32_t next = m ? m->next : 0;
    pool_prefetch(&s->messages, next);
    return next;
}

void measures_begin(struct measures *m, const struct store *s)
{
    *m = (struct measures){ .ratio = { { 0, 0 } } };
    take_registrations(m, s);
}

/* The messages of a leg lie far apart and each names the next, so each would be waited for. Hence a
 * step is taken with each call in those of the calls that come soon. */
void measures_add(struct measures *m, const struct store *s, uint32_t from, uint32_t end,
                  int64_t end_ns, bool over)
{
    uint32_t chain[AHEAD] = { 0 };
    for (uint32_t i = from; i < end && i <= s->calls.n; i++) {
        const struct call *soon = store_call(s, i + AHEAD);
        for (unsigned k = 0; k < AHEAD; k++)
            chain[k] = step_on(s, chain[k]);
        const struct leg *next = store_leg(s, soon ? soon->leg : 0);
        call_prefetch(s, soon ? soon->leg : 0);
        chain[i % AHEAD] = next ? next->first : 0;
        const struct leg *leg = store_leg(s, store_call(s, i)->leg);
        unsigned code;
        if (!leg || leg->call != i || !leg->m_invite)
            continue;
        enum call_state state = call_state(s, leg, end_ns, over, &code);
        take_times(m, s, leg, code);
        take_ratios(m, leg, state, code);
    }
}

/* ---- names */

#define NAMES(LIST, prefix, count, what, member)                                                   \
    const char *what(enum prefix i)                                                                \
    {                                                                                              \
        static const char *const text[count] = { LIST(member) };                                   \
        return text[i];                                                                            \
    }

#define NAME_OF(id, name, words, help) [MEASURE_##id] = name,
#define WORDS_OF(id, name, words, help) [MEASURE_##id] = words,
#define HELP_OF(id, name, words, help) [MEASURE_##id] = help,
NAMES(MEASURE_LIST, measure, MEASURE_COUNT, measure_name, NAME_OF)
NAMES(MEASURE_LIST, measure, MEASURE_COUNT, measure_words, WORDS_OF)
NAMES(MEASURE_LIST, measure, MEASURE_COUNT, measure_help, HELP_OF)

#define RATIO_NAME_OF(id, name, words, help) [MEASURE_RATIO_##id] = name,
#define RATIO_WORDS_OF(id, name, words, help) [MEASURE_RATIO_##id] = words,
#define RATIO_HELP_OF(id, name, words, help) [MEASURE_RATIO_##id] = help,
NAMES(MEASURE_RATIO_LIST, measure_ratio, MEASURE_RATIO_COUNT, measure_ratio_name, RATIO_NAME_OF)
NAMES(MEASURE_RATIO_LIST, measure_ratio, MEASURE_RATIO_COUNT, measure_ratio_words, RATIO_WORDS_OF)
NAMES(MEASURE_RATIO_LIST, measure_ratio, MEASURE_RATIO_COUNT, measure_ratio_help, RATIO_HELP_OF)
