/* Wishes are found by who called whom, and by their leg. */
#include "decode/session/relation_complete.h"

#include "decode/session/relation_again.h"
#include "decode/session/turn.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"

/* Places of the keys. */
enum {
    PLACE_PAIR, /* caller and callee */
    PLACE_LEG,  /* of the subscription */
};

enum wish_kind {
    WISH_WAITS,
    WISH_READY, /* since `extra`, in ns */
};

void relation_wish(const struct sight *x)
{
    uint32_t failed = relation_failed(x);
    struct note n = { .key = { [PLACE_PAIR] = relation_pair(x->from, x->to),
                               [PLACE_LEG] = relation_leg_key(x->leg) },
                      .time_ns = x->m->time_ns,
                      .leg = x->leg,
                      .row = failed,
                      .kind = WISH_WAITS };
    struct turn *turn = n.key[PLACE_PAIR] ? turn_get(x->s, store_leg(x->s, x->leg)) : NULL;
    if (!turn)
        return;
    turn->flags |= TURN_COMPLETION; /* so that its NOTIFYs are looked at */
    window_add(&x->r->wishes, &n);
    if (failed)
        link_add(x->s, failed, x->leg, LINK_COMPLETION,
                 LINK_BIT(SESSION_COMPLETION) | LINK_BIT(SESSION_SAME_PARTIES), 95);
}

void relation_ready(const struct sight *x)
{
    struct window_walk walk = window_seek(&x->r->wishes, PLACE_LEG, relation_leg_key(x->leg));
    struct note *n = window_next(&x->r->wishes, &walk);
    if (!n || n->leg != x->leg ||
        !slice_ieq(sip_body_line(x->i->body, SLICE("cc-state")), SLICE("ready"))) /* 6910 10 */
        return;
    n->kind = WISH_READY;
    n->extra = (uint64_t)x->m->time_ns;
}

/* BS, NR, NL: called back since the callee was busy, did not answer, was not there (6910 11). */
static bool is_mode(struct slice m)
{
    return slice_ieq(m, SLICE("BS")) || slice_ieq(m, SLICE("NR")) || slice_ieq(m, SLICE("NL"));
}

/* Does the INVITE itself say that it completes a call? */
static bool says_so(const struct sight *x)
{
    struct slice info, mode = sip_param_find(sip_uri_parse(x->i->uri).params, SLICE("m"));
    if (is_mode(mode))
        return true;
    return sip_header_by_name(x->i, SLICE("Call-Info"), 0, &info) &&
           slice_ieq(sip_param_find(sip_address_parse(info).params, SLICE("purpose")),
                     SLICE("call-completion"));
}

static bool is_told(const struct sight *x, const struct note *n)
{
    int64_t after = x->m->time_ns - (int64_t)n->extra;
    return n->kind == WISH_READY && after >= 0 && after <= COMPLETE_READY_NS;
}

bool relation_completes(const struct sight *x)
{
    struct window *w = &x->r->wishes;
    struct window_walk walk = window_seek(w, PLACE_PAIR, relation_pair(x->from, x->to));
    struct note *n = window_next(w, &walk);
    bool says = n && says_so(x);
    for (; n; n = window_next(w, &walk)) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (n->other || after < 0 || after > COMPLETE_NS || (!says && !is_told(x, n)))
            continue;
        n->other = x->leg;
        link_add(x->s, n->row ? n->row : n->leg, x->leg, LINK_COMPLETION,
                 LINK_BIT(SESSION_COMPLETION) | LINK_BIT(SESSION_SAME_PARTIES), says ? 95 : 75);
        return true;
    }
    return false;
}
