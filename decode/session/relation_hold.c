/* Holds are found by the user and the host of who holds. What a hold is in all its forms is told by
 * the model of offers and answers; here the plain ones suffice. */
#include "decode/session/relation_hold.h"

#include "decode/session/relation_busy.h"

enum {
    PLACE_HOLDER, /* user and host of who holds */
    PLACE_LEG,    /* the leg on hold */
    PLACE_HOST,   /* the host of who holds */
};

enum hold_kind {
    HOLD_ON,
    HOLD_OVER, /* resumed */
};

static uint64_t holder(const struct sight *x, uint64_t user)
{
    return relation_pair(user, relation_host(x->s, message_src(x->s, x->m)));
}

static bool holds(struct slice sdp)
{
    static const char *const words[] = { "a=sendonly", "a=inactive", "c=IN IP4 0.0.0.0" };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (sdp.n && memmem(sdp.p, sdp.n, words[i], strlen(words[i])))
            return true;
    return false;
}

/* The newest hold of this leg by anybody. */
static struct note *hold_of(const struct sight *x, uint32_t leg)
{
    struct window_walk walk = window_seek(&x->r->holds, PLACE_LEG, relation_leg_key(leg));
    struct note *n = window_next(&x->r->holds, &walk);
    return n && n->leg == leg ? n : NULL;
}

static bool is_up(const struct leg *leg)
{
    return leg && leg->m_answer && !leg->m_bye;
}

/* Who took both calls off hold talks with both. */
static void resume(const struct sight *x, struct note *n)
{
    n->kind = HOLD_OVER;
    const struct leg *other = store_leg(x->s, n->other);
    const struct note *also = n->other ? hold_of(x, n->other) : NULL;
    if (is_up(other) && !(also && also->kind == HOLD_ON))
        link_add(x->s, n->leg, n->other, LINK_CONFERENCE, LINK_BIT(SESSION_HOLD), 70);
}

void relation_hold(const struct sight *x)
{
    uint64_t who = holder(x, x->from);
    struct note *n = hold_of(x, x->leg);
    if (!holds(x->i->body)) {
        if (n && n->kind == HOLD_ON && n->extra == (uint32_t)x->b->from_tag)
            resume(x, n);
        return;
    }
    if (n && n->kind == HOLD_ON)
        return; /* its next hop */
    struct note fresh = { .key = { [PLACE_HOLDER] = who,
                                   [PLACE_LEG] = relation_leg_key(x->leg),
                                   [PLACE_HOST] = relation_host(x->s, message_src(x->s, x->m)) },
                          .extra = (uint32_t)x->b->from_tag,
                          .time_ns = x->m->time_ns,
                          .leg = x->leg,
                          .row = x->message,
                          .kind = HOLD_ON };
    window_add(&x->r->holds, &fresh);
}

bool relation_holder_near(struct relations *r, const struct message *m)
{
    uint64_t host = relation_host(r->store, message_src(r->store, m));
    struct window_walk walk = window_seek(&r->holds, PLACE_HOST, host);
    return window_next(&r->holds, &walk) != NULL;
}

/* The one call that this holder left on hold for another; several: the one where the last word was
 * just said, or none. */
static struct note *only_hold(const struct sight *x, uint64_t user, bool at_once)
{
    struct window *w = &x->r->holds;
    struct window_walk walk = window_seek(w, PLACE_HOLDER, holder(x, user));
    struct note *found = NULL;
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (n->kind != HOLD_ON || after < 0 || after > HOLD_NS || n->leg == x->leg ||
            (n->other && n->other != x->leg) || !is_up(store_leg(x->s, n->leg)) ||
            (at_once && !relation_at_once(x, n->leg)))
            continue;
        if (found)
            return NULL;
        found = n;
    }
    return found;
}

bool relation_has_just_held(const struct sight *x)
{
    return only_hold(x, x->from, true) != NULL;
}

void relation_second_call(const struct sight *x)
{
    uint64_t user = x->b->flags & BRIEF_REQUEST ? x->from : x->to;
    struct window_walk any = window_seek(&x->r->holds, PLACE_HOLDER, holder(x, user));
    if (!window_next(&x->r->holds, &any))
        return;
    struct note *n = only_hold(x, user, true);
    bool at_once = n != NULL;
    if (!n)
        n = only_hold(x, user, false);
    if (!n || (!at_once && relation_is_busy(x, user, n->leg, x->leg)))
        return;
    n->other = x->leg;
    link_add(x->s, n->leg, x->leg, LINK_CONSULTATION, LINK_BIT(SESSION_HOLD), 75);
}

bool relation_is_held(const struct sight *x, uint32_t leg)
{
    const struct note *n = hold_of(x, leg);
    return n && n->kind == HOLD_ON;
}
