/* Messages to rules. */
#include "decode/session/relation.h"

#include "decode/session/relation_again.h"
#include "decode/session/relation_busy.h"
#include "decode/session/relation_complete.h"
#include "decode/session/relation_focus.h"
#include "decode/session/relation_forward.h"
#include "decode/session/relation_hold.h"
#include "decode/session/relation_take.h"
#include "decode/session/trait.h"
#include "decode/session/transfer_see.h"
#include "decode/session/turn.h"
#include "decode/sip/field.h"

bool relations_init(struct relations *r, struct store *s)
{
    *r = (struct relations){ .store = s };
    bool waits = window_init(&r->waits, TRANSFER_WAIT_NS);
    bool ended = window_init(&r->ended, AGAIN_NS), holds = window_init(&r->holds, HOLD_NS);
    bool begun = window_init(&r->begun, BUSY_NS), focuses = window_init(&r->focuses, FOCUS_NS);
    bool wishes = window_init(&r->wishes, COMPLETE_NS);
    return waits && ended && holds && begun && focuses && wishes;
}

void relations_fini(struct relations *r)
{
    window_fini(&r->waits);
    window_fini(&r->ended);
    window_fini(&r->holds);
    window_fini(&r->begun);
    window_fini(&r->focuses);
    window_fini(&r->wishes);
}

void relations_forget(struct relations *r)
{
    struct window *const all[] = { &r->waits, &r->ended,   &r->holds,
                                   &r->begun, &r->focuses, &r->wishes };
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        window_forget(all[i], r->store);
}

uint64_t relation_uri_user(const struct store *s, struct slice uri)
{
    return trait_user(&s->key, sip_uri_user(uri));
}

/* The user in "Name" <sip:user@…>, as nearly everybody writes it; absent: look closer. */
static struct slice plain_user(struct slice address)
{
    const char *p = address.p, *end = p + address.n, *q;
    const struct slice odd = { NULL, 0 };
    if (p < end && *p == '"') {
        q = memchr(p + 1, '"', (size_t)(end - p - 1));
        if (!q || memchr(p, '\\', (size_t)(q - p)))
            return odd;
        p = q + 1;
    }
    q = memchr(p, '<', (size_t)(end - p));
    if (!q || memchr(p, '"', (size_t)(q - p)) ||
        !slice_istarts(slice_make(q + 1, (size_t)(end - q - 1)), SLICE("sip")))
        return odd;
    p = q + 4;
    p += p < end && ascii_lower(*p) == 's';
    if (p >= end || *p != ':')
        return odd;
    for (q = ++p; q < end && *q != '@'; q++)
        if (*q == '>' || *q == ':' || *q == ';' || *q == '?')
            return odd;
    return q < end ? slice_make(p, (size_t)(q - p)) : odd;
}

uint64_t relation_user(const struct store *s, struct slice address)
{
    if (!address.n)
        return 0;
    struct slice user = plain_user(address);
    return user.p ? trait_user(&s->key, slice_trim(user))
                  : relation_uri_user(s, sip_address_parse(address).uri);
}

uint64_t relation_host(const struct store *s, const struct endpoint *e)
{
    return hash_addr(&s->key, &e->addr) | 1;
}

uint64_t relation_pair(uint64_t caller, uint64_t callee)
{
    return caller && callee ? hash_mix(caller, callee) | 1 : 0;
}

/* What a message is to the rules. */
enum turn_kind {
    MEANS_NOTHING,
    MEANS_REFER,
    MEANS_REFER_ANSWER,
    MEANS_NOTIFY,
    MEANS_FIRST,    /* INVITE that begins a leg */
    MEANS_FURTHER,  /* another INVITE outside of a dialog: next hop or new attempt */
    MEANS_SILENCE,  /* INVITE sent again, not answered at all */
    MEANS_CHANGE,   /* of media, inside a dialog */
    MEANS_PROGRESS, /* 181 */
    MEANS_ANSWER,   /* 2xx to the INVITE that began the leg */
    MEANS_REFUSAL,  /* the same ≥ 300 */
    MEANS_CANCEL,
    MEANS_WISH, /* SUBSCRIBE for call-completion that begins a leg */
};

static enum turn_kind invite_means(const struct brief *b, const struct leg *leg, uint32_t message,
                                   bool repeat)
{
    if (repeat)
        return !b->to_tag && leg->repeats == AGAIN_REPEATS && !leg->final &&
                       !(leg->flags & (LEG_TRYING | LEG_PROGRESS | LEG_RANG))
                   ? MEANS_SILENCE
                   : MEANS_NOTHING;
    if (b->to_tag)
        return b->flags & BRIEF_SDP && leg->m_answer ? MEANS_CHANGE : MEANS_NOTHING;
    return leg->m_invite == message ? MEANS_FIRST : leg->turn ? MEANS_FURTHER : MEANS_NOTHING;
}

static enum turn_kind answer_means(const struct brief *b, const struct leg *leg)
{
    if (b->code == 181)
        return MEANS_PROGRESS;
    if (b->code < 200 || b->cseq != leg->cseq || (uint32_t)b->from_tag != leg->from_tag)
        return MEANS_NOTHING;
    return b->code < 300 ? MEANS_ANSWER : MEANS_REFUSAL;
}

static inline enum turn_kind meaning(const struct store *s, const struct brief *b, uint32_t message,
                                     uint32_t leg_row, bool repeat)
{
    const struct leg *leg = store_leg(s, leg_row);
    bool request = b->flags & BRIEF_REQUEST;
    switch (b->method) {
    case SIP_METHOD_INVITE:
        return request  ? invite_means(b, leg, message, repeat)
               : repeat ? MEANS_NOTHING
                        : answer_means(b, leg);
    case SIP_METHOD_REFER:
        return repeat           ? MEANS_NOTHING
               : request        ? MEANS_REFER
               : b->code >= 200 ? MEANS_REFER_ANSWER
                                : MEANS_NOTHING;
    case SIP_METHOD_NOTIFY:
        return request && leg->turn && !repeat ? MEANS_NOTIFY : MEANS_NOTHING;
    case SIP_METHOD_SUBSCRIBE:
        return b->more & BRIEF_COMPLETION && leg->first == message ? MEANS_WISH : MEANS_NOTHING;
    case SIP_METHOD_CANCEL:
        return request && !repeat ? MEANS_CANCEL : MEANS_NOTHING;
    case SIP_METHOD_UPDATE:
        return request && !repeat && b->flags & BRIEF_SDP && leg->m_answer ? MEANS_CHANGE
                                                                           : MEANS_NOTHING;
    default:
        return MEANS_NOTHING;
    }
}

/* Must it be read? CANCEL and answers have the users of the INVITE (3261 8.2.6.2, 9.1). */
static bool is_read(enum turn_kind kind, const struct brief *b)
{
    switch (kind) {
    case MEANS_ANSWER:
        return b->more & BRIEF_FOCUS;
    case MEANS_REFUSAL:
        return b->code < 400;
    case MEANS_CANCEL:
    case MEANS_SILENCE:
    case MEANS_PROGRESS:
        return false;
    default:
        return true;
    }
}

static bool is_wanted(struct relations *r, enum turn_kind kind, const struct brief *b,
                      const struct message *m)
{
    if (kind == MEANS_ANSWER)
        return b->more & BRIEF_FOCUS ||
               (window_is_live(&r->holds, m->time_ns) && relation_holder_near(r, m));
    return kind != MEANS_NOTHING;
}

static void see_first(const struct sight *x)
{
    int64_t now_ns = x->m->time_ns;
    bool asked_for = relation_take(x);
    if (!asked_for && window_is_live(&x->r->holds, now_ns))
        relation_second_call(x);
    bool completes = !asked_for && window_is_live(&x->r->wishes, now_ns) && relation_completes(x);
    if (!asked_for && !completes && window_is_live(&x->r->ended, now_ns))
        relation_again(x);
    relation_begin(x);
    if (x->b->more & BRIEF_FOCUS)
        relation_focus(x);
}

static void see_refusal(const struct sight *x)
{
    if (x->b->code < 400)
        relation_redirected(x);
    if (store_leg(x->s, x->leg)->m_final == x->message)
        relation_refused(x);
    else if (x->b->code >= 400 && x->b->code != 401 && x->b->code != 407)
        relation_refused_below(x);
}

static void see_cancel(const struct sight *x)
{
    const struct leg *leg = store_leg(x->s, x->leg);
    if (!leg->m_cancel && leg->m_invite)
        relation_refused_below(x); /* a proxy gave up waiting, not the caller */
    if (leg->m_cancel != x->message)
        return;
    relation_cancelled(x);
    if (window_is_live(&x->r->waits, x->m->time_ns))
        transfer_wait_given_up(x);
}

static void see(const struct sight *x, enum turn_kind kind)
{
    switch (kind) {
    case MEANS_NOTHING:
        break;
    case MEANS_REFER:
        transfer_see_refer(x);
        break;
    case MEANS_REFER_ANSWER:
        transfer_see_answer(x);
        break;
    case MEANS_NOTIFY:
        transfer_see_notify(x);
        if (turn_of(x->s, store_leg(x->s, x->leg))->flags & TURN_COMPLETION)
            relation_ready(x);
        break;
    case MEANS_WISH:
        relation_wish(x);
        break;
    case MEANS_FIRST:
        see_first(x);
        break;
    case MEANS_FURTHER:
        relation_forwarded(x);
        break;
    case MEANS_SILENCE:
        relation_unanswered(x);
        break;
    case MEANS_CHANGE:
        relation_hold(x);
        break;
    case MEANS_PROGRESS:
        relation_redirected(x);
        break;
    case MEANS_ANSWER:
        if (x->b->more & BRIEF_FOCUS)
            relation_focus(x);
        relation_second_call(x);
        break;
    case MEANS_REFUSAL:
        see_refusal(x);
        break;
    case MEANS_CANCEL:
        see_cancel(x);
        break;
    }
}

void relations_see(struct relations *r, const struct payload *p, const struct brief *b,
                   uint32_t message, uint32_t leg_row, bool repeat, const struct sip_index *i)
{
    struct store *s = r->store;
    const struct leg *leg = store_leg(s, leg_row);
    const struct message *m = store_message(s, message);
    enum turn_kind kind = meaning(s, b, message, leg_row, repeat);
    struct slice text = slice_make((const char *)p->data, p->len);
    struct sip_index own;
    if (!is_wanted(r, kind, b, m))
        return;
    bool known = i || (leg->m_invite && !is_read(kind, b)); /* the leg knows the users */
    if (!known) {
        if (!sip_index_place(&own, text.p, text.n))
            return;
        i = &own;
    }
    struct sight x = { r, s, i, text, b, m, message, leg_row, leg->caller, leg->callee };
    if (!known) {
        x.from = relation_user(s, sip_header_find(i, SIP_FROM));
        x.to = relation_user(s, sip_header_find(i, SIP_TO));
    }
    see(&x, kind);
}
