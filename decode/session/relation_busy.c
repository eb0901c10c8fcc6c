/* Calls of the last minute by the users of their first INVITE. */
#include "decode/session/relation_busy.h"

enum {
    PLACE_CALLER,
    PLACE_CALLEE,
};

void relation_begin(const struct sight *x)
{
    struct note n = { .key = { [PLACE_CALLER] = x->from, [PLACE_CALLEE] = x->to },
                      .time_ns = x->m->time_ns,
                      .leg = x->leg };
    window_add(&x->r->begun, &n);
}

static bool is_recent(const struct sight *x, const struct note *n)
{
    int64_t age = x->m->time_ns - n->time_ns;
    return n->leg != x->leg && age >= 0 && age <= BUSY_NS;
}

static bool is_over(const struct leg *leg)
{
    return leg->m_bye || (!leg->m_answer && leg->final >= 300 && !(leg->flags & LEG_CHALLENGED)) ||
           (!leg->m_answer && leg->m_cancel);
}

static bool of_one_call(const struct store *s, uint32_t a, uint32_t b)
{
    const struct leg *x = store_leg(s, a), *y = store_leg(s, b);
    return x && y && x->call && x->call == y->call;
}

bool relation_is_busy(const struct sight *x, uint64_t user, uint32_t a, uint32_t b)
{
    for (unsigned place = PLACE_CALLER; place <= PLACE_CALLEE; place++) {
        struct window_walk walk = window_seek(&x->r->begun, place, user);
        for (struct note *n; (n = window_next(&x->r->begun, &walk));)
            if (is_recent(x, n) && n->leg != a && n->leg != b && !of_one_call(x->s, n->leg, a) &&
                !of_one_call(x->s, n->leg, b) && !is_over(store_leg(x->s, n->leg)))
                return true;
    }
    return false;
}

uint32_t relation_between(const struct sight *x)
{
    uint32_t found = 0;
    for (int back = 0; back < 2; back++) {
        uint64_t caller = back ? x->to : x->from, callee = back ? x->from : x->to;
        struct window_walk walk = window_seek(&x->r->begun, PLACE_CALLER, caller);
        for (struct note *n; callee && (n = window_next(&x->r->begun, &walk));) {
            const struct leg *leg = store_leg(x->s, n->leg);
            if (n->key[PLACE_CALLEE] != callee || !leg->m_answer || leg->m_bye || n->leg == found ||
                n->leg == x->leg)
                continue;
            if (found && !of_one_call(x->s, found, n->leg))
                return 0;
            found = found ? found : n->leg;
        }
    }
    return found;
}

bool relation_at_once(const struct sight *x, uint32_t leg)
{
    const struct message *m = store_message(x->s, store_leg(x->s, leg)->last);
    int64_t after = x->m->time_ns - m->time_ns;
    return after >= 0 && after <= AT_ONCE_NS;
}

bool relation_was_busy(const struct sight *x, uint64_t user, uint64_t callee)
{
    for (unsigned place = PLACE_CALLER; place <= PLACE_CALLEE; place++) {
        struct window_walk walk = window_seek(&x->r->begun, place, user);
        for (struct note *n; (n = window_next(&x->r->begun, &walk));) {
            const struct leg *leg = store_leg(x->s, n->leg);
            bool tried = place == PLACE_CALLER && n->key[PLACE_CALLEE] == callee && !leg->m_answer;
            if (is_recent(x, n) && !tried)
                return true;
        }
    }
    return false;
}
