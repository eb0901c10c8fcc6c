/* REFERs are found by each sign alone; all signs together decide. */
#include "decode/session/transfer_wait.h"

#include "decode/session/relation_again.h"
#include "decode/session/relation_busy.h"
#include "decode/session/relation_hold.h"
#include "decode/session/transfer.h"
#include "decode/sip/field.h"

/* Places of the keys: what an INVITE and a REFER may have in common. */
enum sign {
    SIGN_TARGET,   /* Refer-To user = To or Request-URI user */
    SIGN_REFERRER, /* who sent the REFER = Referred-By user */
    SIGN_HOST,     /* where the REFER went = where the INVITE comes from */
    SIGN_REPLACES, /* Call-ID of the Replaces in Refer-To = that of Replaces */
};

enum wait_kind {
    WAIT_PLAIN,
    WAIT_SIGNED, /* the REFER has Referred-By */
};

static uint64_t referrer(const struct sight *x)
{
    struct slice by = sip_header_find(x->i, SIP_REFERRED_BY);
    return by.n ? relation_user(x->s, by) : x->from;
}

void transfer_wait_add(const struct sight *x, uint32_t transfer, uint64_t replaces)
{
    struct note n = {
        .key = { [SIGN_TARGET] = relation_user(x->s, sip_header_find(x->i, SIP_REFER_TO)),
                 [SIGN_REFERRER] = referrer(x),
                 [SIGN_HOST] = relation_host(x->s, message_dst(x->s, x->m)),
                 [SIGN_REPLACES] = replaces },
        .extra = x->to,
        .time_ns = x->m->time_ns,
        .leg = x->leg,
        .row = transfer,
        .kind = sip_header_find(x->i, SIP_REFERRED_BY).n ? WAIT_SIGNED : WAIT_PLAIN,
    };
    window_add(&x->r->waits, &n);
}

void transfer_wait_reach(const struct sight *x, uint32_t transfer, uint32_t before)
{
    struct window *w = &x->r->waits;
    uint64_t host = relation_host(x->s, message_dst(x->s, store_message(x->s, before)));
    struct window_walk walk = window_seek(w, SIGN_HOST, host);
    for (struct note *n; (n = window_next(w, &walk));) {
        if (n->row != transfer)
            continue;
        window_rekey(w, n, SIGN_HOST, relation_host(x->s, message_dst(x->s, x->m)));
        return;
    }
}

bool transfer_wait_same(const struct sight *x, uint32_t transfer)
{
    struct window *w = &x->r->waits;
    uint64_t target = relation_user(x->s, sip_header_find(x->i, SIP_REFER_TO));
    struct window_walk walk = window_seek(w, SIGN_TARGET, target);
    for (struct note *n; (n = window_next(w, &walk));)
        if (n->row == transfer)
            return true;
    return false;
}

void transfer_wait_given_up(const struct sight *x)
{
    struct window *w = &x->r->waits;
    struct window_walk walk = window_seek(w, SIGN_TARGET, x->to);
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        struct transfer *t = transfer_find(x->s, n->row);
        if (!t || after < 0 || after > GIVEN_UP_NS || n->key[SIGN_REFERRER] != x->from ||
            t->consultation || t->target == x->leg ||
            relation_is_busy(x, x->from, t->subject, x->leg))
            continue;
        t->flags |= TRANSFER_CONSULTED;
        t->consultation = x->leg;
        return;
    }
}

/* 20 within 5 s, falling to 0 at 30 s. */
static unsigned time_points(int64_t after_ns)
{
    int64_t ms = after_ns / 1000000;
    return ms <= 5000 ? 20 : ms >= 30000 ? 0 : (unsigned)(20 * (30000 - ms) / 25000);
}

/* What an INVITE shows of itself. */
struct signs {
    const struct sight *x;
    uint64_t uri_user, referrer, host, replaces;
};

/* Has its sender just put another call on hold? */
static bool is_own_wish(const struct sight *x)
{
    return window_is_live(&x->r->holds, x->m->time_ns) && relation_has_just_held(x);
}

static bool same(uint64_t a, uint64_t b)
{
    return a && a == b;
}

/* Points that speak against it: it goes to somebody else, or comes from somewhere else; it names
 * another referrer, or none although the REFER did (3892 3.2); one of the two has Replaces; it is
 * a consultation by all signs. */
static unsigned against(const struct note *n, const struct signs *g, uint32_t because)
{
    unsigned points = 0;
    if (because & LINK_BIT(SESSION_REPLACES))
        return 0;
    if (n->key[SIGN_TARGET] && !(because & LINK_BIT(SESSION_REFER_TO)))
        points += 15;
    if (!(because & LINK_BIT(SESSION_REFER_HOST)))
        points += 15;
    if (g->referrer && n->key[SIGN_REFERRER] && !(because & LINK_BIT(SESSION_REFERRED_BY)))
        points += 30;
    else if (!g->referrer && n->kind == WAIT_SIGNED)
        points += 20;
    if (n->key[SIGN_REPLACES] || g->replaces)
        points += 60;
    if (!g->referrer && is_own_wish(g->x))
        points += 20;
    return points;
}

/* Of two that are as likely the one whose leg has just said something, else which waits longer. */
static bool comes_first(const struct sight *x, const struct note *a, const struct note *b)
{
    bool at_once = relation_at_once(x, a->leg);
    return at_once != relation_at_once(x, b->leg) ? at_once : a->time_ns < b->time_ns;
}

/* The better of `best` and what this note is worth. */
static void compare(struct note *n, struct signs *g, struct transfer_match *best,
                    struct note **answered)
{
    int64_t after = g->x->m->time_ns - n->time_ns;
    const struct transfer *t = transfer_find(g->x->s, n->row);
    if (n->other || after < 0 || after > TRANSFER_WAIT_NS || n->leg == g->x->leg ||
        (t && (t->answer >= 300 || t->sipfrag >= 200)))
        return; /* answered, late, or over */
    unsigned points = time_points(after);
    uint32_t because = points ? LINK_BIT(SESSION_TIME) : 0;
    const struct {
        bool holds;
        unsigned points;
        enum session_reason reason;
    } sign[] = {
        { same(n->key[SIGN_REPLACES], g->replaces), 100, SESSION_REPLACES },
        { same(n->key[SIGN_REFERRER], g->referrer), 30, SESSION_REFERRED_BY },
        { same(n->key[SIGN_TARGET], g->x->to) || same(n->key[SIGN_TARGET], g->uri_user), 30,
          SESSION_REFER_TO },
        { same(n->key[SIGN_HOST], g->host), 25, SESSION_REFER_HOST },
        { same(n->extra, g->x->from), 15, SESSION_REFER_CALLER },
    };
    for (size_t k = 0; k < sizeof(sign) / sizeof(sign[0]); k++) {
        points += sign[k].holds ? sign[k].points : 0;
        because |= sign[k].holds ? LINK_BIT(sign[k].reason) : 0;
    }
    unsigned minus = points < TRANSFER_POINTS ? 0 : against(n, g, because);
    points -= minus < points ? minus : points;
    if (points < TRANSFER_POINTS || points < best->confidence ||
        (*answered && points == best->confidence && !comes_first(g->x, n, *answered)))
        return;
    *best = (struct transfer_match){ n->leg, n->row, because, points };
    *answered = n;
}

struct transfer_match transfer_wait_match(const struct sight *x, uint64_t replaces)
{
    struct window *w = &x->r->waits;
    struct transfer_match best = { .leg = 0 };
    struct note *answered = NULL;
    struct signs g = {
        .x = x,
        .uri_user = relation_uri_user(x->s, x->i->uri),
        .host = relation_host(x->s, message_src(x->s, x->m)),
        .replaces = replaces,
        .referrer = relation_user(x->s, sip_header_find(x->i, SIP_REFERRED_BY)),
    };
    const struct {
        enum sign sign;
        uint64_t key;
    } look[] = { { SIGN_REPLACES, g.replaces },
                 { SIGN_TARGET, x->to },
                 { SIGN_TARGET, g.uri_user == x->to ? 0 : g.uri_user },
                 { SIGN_HOST, g.host },
                 { SIGN_REFERRER, g.referrer } };
    for (size_t k = 0; k < sizeof(look) / sizeof(look[0]); k++) {
        struct window_walk walk = window_seek(w, look[k].sign, look[k].key);
        for (struct note *n; (n = window_next(w, &walk));)
            compare(n, &g, &best, &answered);
    }
    if (answered)
        answered->other = x->leg;
    best.confidence = best.confidence < 100 ? best.confidence : 100;
    return best;
}
