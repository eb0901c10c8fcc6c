/* Failed calls are found by who called whom. */
#include "decode/session/relation_again.h"

#include "decode/session/turn.h"
#include "decode/sip/field.h"

/* Places of the keys. */
enum {
    PLACE_PAIR,    /* caller and callee */
    PLACE_CONTACT, /* caller and the target of a 3xx */
};

enum ended_kind {
    ENDED_REFUSED,
    ENDED_UNANSWERED,
    ENDED_GIVEN_UP,
};

static uint64_t user_in(const struct sight *x, enum sip_header h)
{
    return relation_user(x->s, sip_header_find(x->i, h));
}

static uint64_t pair_of(const struct sight *x)
{
    return relation_pair(user_in(x, SIP_FROM), user_in(x, SIP_TO));
}

/* Where the first INVITE of a leg came from. */
static const struct endpoint *origin(const struct store *s, uint32_t leg)
{
    const struct message *m = store_message(s, store_leg(s, leg)->m_invite);
    return m ? message_src(s, m) : NULL;
}

static bool same_origin(const struct sight *x, uint32_t leg)
{
    const struct endpoint *e = origin(x->s, leg);
    return e && addr_eq(&e->addr, &message_src(x->s, x->m)->addr);
}

static void note_end(const struct sight *x, enum ended_kind kind, uint64_t contact)
{
    struct note n = { .key = { [PLACE_PAIR] = pair_of(x), [PLACE_CONTACT] = contact },
                      .time_ns = x->m->time_ns,
                      .leg = x->leg,
                      .row = x->message,
                      .kind = (uint8_t)kind };
    if (n.key[PLACE_PAIR])
        window_add(&x->r->ended, &n);
}

void relation_refused(const struct sight *x)
{
    struct slice contact = { NULL, 0 };
    uint64_t target = 0;
    if (x->b->code / 100 == 3 && sip_header_by_name(x->i, SLICE("Contact"), 0, &contact))
        target = relation_pair(user_in(x, SIP_FROM), relation_user(x->s, contact));
    note_end(x, x->b->code == 487 ? ENDED_GIVEN_UP : ENDED_REFUSED, target);
}

void relation_unanswered(const struct sight *x)
{
    note_end(x, ENDED_UNANSWERED, 0);
}

void relation_cancelled(const struct sight *x)
{
    note_end(x, ENDED_GIVEN_UP, 0);
}

/* Is the call that the note is about still over? */
static bool is_over(const struct sight *x, const struct note *n)
{
    const struct leg *leg = store_leg(x->s, n->leg);
    if (leg->m_answer)
        return false;
    return n->kind != ENDED_UNANSWERED ||
           !(leg->final || leg->flags & (LEG_TRYING | LEG_PROGRESS | LEG_RANG));
}

/* The one failed call with this key that nothing followed on; several: none. */
static struct note *only_one(const struct sight *x, unsigned place, uint64_t key, bool retry)
{
    struct window *w = &x->r->ended;
    struct window_walk walk = window_seek(w, place, key);
    struct note *found = NULL;
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (n->other || after < 0 || after > AGAIN_NS || n->leg == x->leg || !is_over(x, n) ||
            (retry && (n->kind == ENDED_GIVEN_UP || !same_origin(x, n->leg))))
            continue;
        if (found && found->leg != n->leg)
            return NULL;
        found = n;
    }
    return found;
}

static void link_forward(const struct sight *x, struct note *n, uint32_t because)
{
    struct turn *turn = turn_get(x->s, store_leg(x->s, n->leg));
    n->other = x->leg;
    link_add(x->s, n->leg, x->leg, LINK_FORWARD, because, FORWARD_POINTS);
    if (!turn || turn->m_forwarded)
        return;
    turn->m_forward = turn->m_forward ? turn->m_forward : x->message;
    turn->m_forwarded = turn->m_reached = x->message;
}

/* A call to the Contact of a 3xx, sent by whom it was told. */
static bool follows_contact(const struct sight *x, uint64_t caller, uint64_t callee)
{
    uint64_t by_uri = relation_pair(caller, relation_uri_user(x->s, x->i->uri));
    struct note *n = only_one(x, PLACE_CONTACT, by_uri, false);
    if (!n)
        n = only_one(x, PLACE_CONTACT, relation_pair(caller, callee), false);
    if (!n || !same_origin(x, n->leg))
        return false;
    link_forward(x, n, LINK_BIT(SESSION_CONTACT));
    return true;
}

/* A call that says whose it was before. */
static bool was_diverted(const struct sight *x, uint64_t caller)
{
    struct slice from = sip_header_find(x->i, SIP_DIVERSION);
    if (!from.n)
        return false;
    struct note *n =
        only_one(x, PLACE_PAIR, relation_pair(caller, relation_user(x->s, from)), false);
    if (!n)
        return false;
    link_forward(x, n, LINK_BIT(SESSION_DIVERSION));
    return true;
}

void relation_again(const struct sight *x)
{
    uint64_t caller = user_in(x, SIP_FROM), callee = user_in(x, SIP_TO);
    if (!caller || follows_contact(x, caller, callee) || was_diverted(x, caller))
        return;
    struct note *n = only_one(x, PLACE_PAIR, relation_pair(caller, callee), true);
    if (!n)
        return;
    int64_t left_ns = AGAIN_NS - (x->m->time_ns - n->time_ns);
    n->other = x->leg;
    link_add(x->s, n->leg, x->leg, LINK_RETRY, LINK_BIT(SESSION_SAME_PARTIES),
             AGAIN_POINTS + (unsigned)(20 * left_ns / AGAIN_NS));
}

uint32_t relation_given_up(const struct sight *x)
{
    struct window *w = &x->r->ended;
    uint64_t key = relation_pair(user_in(x, SIP_FROM), user_in(x, SIP_REFER_TO));
    struct window_walk walk = window_seek(w, PLACE_PAIR, key);
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (n->kind == ENDED_GIVEN_UP && after >= 0 && after <= GIVEN_UP_NS && n->leg != x->leg &&
            is_over(x, n))
            return n->leg;
    }
    return 0;
}
