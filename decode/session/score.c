/* The table of signs. */
#include "decode/session/score.h"

#include <stdlib.h>

#include "decode/session/link.h"

#define MS INT64_C(1000000)

enum {
    POINTS_ORIGIN = 40,
    POINTS_MEDIA = 30,
    POINTS_BASE = 25,
    POINTS_TIME = 20,
    POINTS_USER = 20,
    POINTS_BEFORE = -60,
    POINTS_CONTRADICTED = -100,
    ORDER_MS = 500, /* from the one leg's answer to the other's */
    FINAL_MS = 1000,
    TIME_FULL_MS = 1000 /* from here the points of time fall */
};

static bool is_common(const uint32_t *a, const uint32_t *b, unsigned n)
{
    for (unsigned i = 0; i < n && a[i]; i++)
        for (unsigned k = 0; k < n && b[k]; k++)
            if (a[i] == b[k])
                return true;
    return false;
}

static bool is_equal(uint32_t a, uint32_t b)
{
    return a && a == b;
}

static bool contradicts(uint32_t a, uint32_t b)
{
    return a && b && a != b;
}

static void add(struct score *s, int points, enum session_reason because)
{
    s->points += points;
    s->because |= LINK_BIT(because);
}

/* From the parent's latest attempt before the child, which may follow a challenge. */
static void add_time(struct score *s, const struct trait *parent, const struct trait *child)
{
    int64_t from = parent->again_ns <= child->first_ns ? parent->again_ns : parent->first_ns;
    int64_t after = child->first_ns - from, reach = SCORE_REACH_NS / MS;
    if (after < 0) {
        s->points += POINTS_BEFORE;
        return;
    }
    int64_t ms = after / MS;
    if (ms >= reach)
        return;
    int64_t left = ms <= TIME_FULL_MS ? reach - TIME_FULL_MS : reach - ms;
    add(s, (int)(POINTS_TIME * left / (reach - TIME_FULL_MS)), SESSION_TIME);
}

struct score score_traits(const struct trait *parent, const struct trait *child)
{
    struct score s = { 0 };
    bool called = is_common(parent->called, child->called, TRAIT_CALLED);
    bool calling = is_common(parent->calling, child->calling, TRAIT_CALLING);
    bool origin = is_equal(parent->origin, child->origin) && !parent->origin_reused;
    bool media = is_equal(parent->media, child->media) && !parent->media_reused;
    bool base = is_equal(parent->base, child->base);
    if (origin)
        add(&s, POINTS_ORIGIN, SESSION_ORIGIN);
    if (media)
        add(&s, POINTS_MEDIA, SESSION_MEDIA);
    if (base)
        add(&s, POINTS_BASE, SESSION_CALL_ID);
    if (called)
        add(&s, POINTS_USER, SESSION_CALLED);
    if (calling)
        add(&s, POINTS_USER, SESSION_CALLING);
    add_time(&s, parent, child);
    if (contradicts(parent->session_id, child->session_id) ||
        contradicts(parent->icid, child->icid))
        s.points += POINTS_CONTRADICTED;
    s.enough = origin || media || base || (called && calling);
    return s;
}

/* Both legs have it, one a little after the other. */
static bool at_once(const struct store *s, uint32_t a, uint32_t b, int64_t ms)
{
    return a && b && llabs(store_message(s, a)->time_ns - store_message(s, b)->time_ns) <= ms * MS;
}

/* Neither has it, or both at once. */
static bool alike(const struct store *s, uint32_t a, uint32_t b)
{
    return (!a && !b) || at_once(s, a, b, ORDER_MS);
}

static bool answers_alike(const struct store *s, const struct leg *a, const struct leg *b)
{
    return ((a->m_ring && b->m_ring) || (a->m_answer && b->m_answer)) &&
           (!a->m_ring || !b->m_ring || at_once(s, a->m_ring, b->m_ring, ORDER_MS)) &&
           alike(s, a->m_answer, b->m_answer) &&
           (!a->m_bye || !b->m_bye || at_once(s, a->m_bye, b->m_bye, ORDER_MS));
}

static uint32_t final_of(const struct leg *l)
{
    return l->m_answer ? l->m_answer : l->m_final;
}

static bool finals_alike(const struct store *s, const struct leg *a, const struct leg *b)
{
    uint32_t x = final_of(a), y = final_of(b);
    return at_once(s, x, y, FINAL_MS) && store_message(s, x)->code == store_message(s, y)->code;
}

/* Does the parent have it when the child had it before? */
static bool is_passed_on(const struct store *s, uint32_t child, uint32_t parent)
{
    return child && parent && store_message(s, child)->time_ns <= store_message(s, parent)->time_ns;
}

struct score score_legs(const struct store *s, const struct trait *parent,
                        const struct trait *child)
{
    struct score x = score_traits(parent, child);
    const struct leg *a = store_leg(s, parent->leg), *b = store_leg(s, child->leg);
    bool order = answers_alike(s, a, b), final = finals_alike(s, a, b);
    if (order)
        add(&x, SCORE_ORDER, SESSION_ORDER);
    if (final)
        add(&x, SCORE_FINAL, SESSION_FINAL);
    if (order && final && x.because & (LINK_BIT(SESSION_CALLED) | LINK_BIT(SESSION_CALLING)))
        x.enough = x.enough || (is_passed_on(s, b->m_ring, a->m_ring) &&
                                is_passed_on(s, final_of(b), final_of(a)));
    return x;
}

int score_answers_max(const struct store *s, const struct trait *t)
{
    const struct leg *l = store_leg(s, t->leg);
    return (l->m_ring || l->m_answer ? SCORE_ORDER : 0) + (final_of(l) ? SCORE_FINAL : 0);
}

bool score_is_fork(const struct store *s, const struct trait *parent, const struct trait *child)
{
    uint32_t final = final_of(store_leg(s, parent->leg));
    return !final || store_message(s, final)->time_ns >= child->first_ns;
}
