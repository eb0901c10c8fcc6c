/* Failed calls are found by who called whom. */
#include "decode/session/relation_again.h"

#include "decode/session/relation_busy.h"
#include "decode/session/relation_forward.h"
#include "decode/session/turn.h"
#include "decode/sip/field.h"

/* Places of the keys. */
enum {
    PLACE_PAIR,    /* caller and callee */
    PLACE_CONTACT, /* caller and the target of a 3xx */
};

enum ended_kind {
    ENDED_REFUSED,    /* since somebody would not, or is not there */
    ENDED_FAILED,     /* for a technical reason */
    ENDED_REDIRECTED, /* 3xx */
    ENDED_CHALLENGED,
    ENDED_UNANSWERED,
    ENDED_GIVEN_UP,
};

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

static void note_end(const struct sight *x, enum ended_kind kind, uint64_t contact, uint64_t extra)
{
    struct note n = {
        .key = { [PLACE_PAIR] = relation_pair(x->from, x->to), [PLACE_CONTACT] = contact },
        .extra = extra,
        .time_ns = x->m->time_ns,
        .leg = x->leg,
        .row = x->message,
        .kind = (uint8_t)kind
    };
    if (n.key[PLACE_PAIR])
        window_add(&x->r->ended, &n);
}

/* The nonce of a challenge or of what answers one, hashed; 0: none. */
static uint64_t nonce_of(const struct sight *x)
{
    static const char word[] = "nonce=\"";
    const char *p = memmem(x->text.p, x->text.n, word, sizeof(word) - 1);
    if (!p)
        return 0;
    p += sizeof(word) - 1;
    struct slice rest = slice_make(p, x->text.n - (size_t)(p - x->text.p));
    return hash_sip(&x->s->key, p, slice_index(rest, '"')) | 1;
}

static enum ended_kind kind_of(unsigned code)
{
    switch (code) {
    case 487:
        return ENDED_GIVEN_UP;
    case 401:
    case 407:
        return ENDED_CHALLENGED;
    case 408:
    case 415:
    case 420:
    case 421:
    case 422:
    case 488:
    case 494:
    case 606:
        return ENDED_FAILED;
    default:
        return code < 400 ? ENDED_REDIRECTED : code / 100 == 5 ? ENDED_FAILED : ENDED_REFUSED;
    }
}

void relation_refused(const struct sight *x)
{
    enum ended_kind kind = kind_of(x->b->code);
    struct slice contact = { NULL, 0 };
    uint64_t target = 0;
    if (kind == ENDED_REDIRECTED && sip_header_by_name(x->i, SLICE("Contact"), 0, &contact))
        target = relation_pair(x->from, relation_user(x->s, contact));
    note_end(x, kind, target, kind == ENDED_CHALLENGED ? nonce_of(x) : 0);
}

void relation_unanswered(const struct sight *x)
{
    note_end(x, ENDED_UNANSWERED, 0, 0);
}

void relation_cancelled(const struct sight *x)
{
    note_end(x, ENDED_GIVEN_UP, 0, 0);
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
static struct note *only_one(const struct sight *x, unsigned place, uint64_t key)
{
    struct window *w = &x->r->ended;
    struct window_walk walk = window_seek(w, place, key);
    struct note *found = NULL;
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (n->other || after < 0 || after > AGAIN_NS || n->leg == x->leg || !is_over(x, n))
            continue;
        if (found && found->leg != n->leg)
            return NULL;
        found = n;
    }
    return found;
}

uint32_t relation_failed(const struct sight *x)
{
    struct window *w = &x->r->ended;
    struct window_walk walk = window_seek(w, PLACE_PAIR, relation_pair(x->from, x->to));
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (!n->other && after >= 0 && after <= AGAIN_NS && n->kind != ENDED_CHALLENGED &&
            n->leg != x->leg && is_over(x, n))
            return n->leg;
    }
    return 0;
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

/* A call to the Contact of a 3xx, sent by whom it was told, who did not go on in the same leg. */
static bool follows_contact(const struct sight *x)
{
    if (!window_has(&x->r->ended, PLACE_CONTACT))
        return false;
    uint64_t target = relation_uri_user(x->s, x->i->uri);
    struct note *n = only_one(x, PLACE_CONTACT, relation_pair(x->from, target));
    const struct turn *turn = n ? turn_of(x->s, store_leg(x->s, n->leg)) : NULL;
    if (!n || !same_origin(x, n->leg) || (turn && turn->m_forwarded) ||
        relation_is_busy(x, x->from, n->leg, x->leg))
        return false;
    link_forward(x, n, LINK_BIT(SESSION_CONTACT));
    return true;
}

/* A call that says whose it was before. */
static bool was_diverted(const struct sight *x)
{
    if (!(x->i->present & (UINT64_C(1) << SIP_DIVERSION | UINT64_C(1) << SIP_HISTORY_INFO)))
        return false;
    struct note *n = only_one(x, PLACE_PAIR, relation_pair(x->from, relation_forwarder(x)));
    if (!n)
        return false;
    link_forward(x, n, LINK_BIT(SESSION_DIVERSION));
    return true;
}

/* Is the call of x the next attempt? Credentials for the challenge, or the tag of the first one,
 * say so. Else only what comes at once after a technical failure, from who makes no other calls, is
 * believed to be the same call tried again; people who redial begin a new one. */
static bool is_retry(const struct sight *x, const struct note *n)
{
    const struct leg *leg = store_leg(x->s, n->leg);
    if (!same_origin(x, n->leg))
        return false;
    switch (n->kind) {
    case ENDED_CHALLENGED:
        return n->extra && n->extra == nonce_of(x);
    case ENDED_GIVEN_UP:
    case ENDED_REDIRECTED:
        return false;
    default:
        if ((uint32_t)x->b->from_tag == leg->from_tag)
            return true;
        return n->kind != ENDED_REFUSED &&
               x->m->time_ns - store_message(x->s, leg->last)->time_ns <= AGAIN_AT_ONCE_NS &&
               !relation_was_busy(x, x->from, x->to);
    }
}

void relation_again(const struct sight *x)
{
    if (!x->from || follows_contact(x) || was_diverted(x))
        return;
    struct note *n = only_one(x, PLACE_PAIR, relation_pair(x->from, x->to));
    if (!n || !is_retry(x, n))
        return;
    int64_t left_ns = AGAIN_NS - (x->m->time_ns - n->time_ns);
    n->other = x->leg;
    link_add(x->s, n->leg, x->leg, LINK_RETRY, LINK_BIT(SESSION_SAME_PARTIES),
             AGAIN_POINTS + (unsigned)(20 * left_ns / AGAIN_NS));
}

uint32_t relation_given_up(const struct sight *x, uint32_t subject)
{
    struct window *w = &x->r->ended;
    uint64_t target = relation_user(x->s, sip_header_find(x->i, SIP_REFER_TO));
    struct window_walk walk = window_seek(w, PLACE_PAIR, relation_pair(x->from, target));
    for (struct note *n; (n = window_next(w, &walk));) {
        int64_t after = x->m->time_ns - n->time_ns;
        if (n->kind != ENDED_GIVEN_UP || after < 0 || after > GIVEN_UP_NS || n->leg == x->leg ||
            n->other || !is_over(x, n) ||
            (session_of(x->s, n->leg) != session_of(x->s, subject ? subject : x->leg) &&
             !relation_at_once(x, n->leg) && relation_is_busy(x, x->from, n->leg, subject)))
            continue;
        n->other = x->leg;
        return n->leg;
    }
    return 0;
}
