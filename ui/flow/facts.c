/* One pass over the rows of a ladder that finds out how the messages hang together. What is said
 * about them is left to narrate.c. */
#include "ui/flow/facts.h"

#include <errno.h>

#include "base/mem.h"
#include "decode/session/session.h"
#include "decode/session/turn.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"

/* How well a participant is known by a user; more is stronger. */
enum known {
    KNOWN_CONTACT = 1, /* wants to be reached as this user */
    KNOWN_ANSWER,      /* answered a request to this user */
    KNOWN_TARGET,      /* answered one whose Request-URI names this user */
    KNOWN_OWN,         /* sends requests as this user */
    KNOWN_NAME,        /* the ladder calls the participant so */
    KNOWN_TWICE,       /* it calls two so: nobody */
};

enum { NAME_MAX_BYTES = 256 };

/* What is known of a Call-ID so far. */
struct thread {
    uint64_t bits;     /* of its calls: TRANSFER */
    uint32_t cause;    /* the REFER */
    uint64_t referrer; /* tag of who asked for a transfer of this call */
    uint64_t refer;    /* of its REFER: TRANSFER */
    uint64_t reported; /* what the last report of the transfer says: DONE, FAILED */
    uint64_t focus;    /* tag of the conference that this call is with */
    bool seen, left;   /* left: a BYE was sent */
    bool outside;      /* it begins with a REFER: no call */
};

struct reading {
    struct facts *x;
    const struct hash_key *key;
    struct loaded loaded;
    uint32_t *request_of,
        *final_of;       /* by transaction: row of its request, of its last final answer */
    uint64_t *target;    /* by row: key of the user that the Request-URI names, or 0 */
    uint32_t *open;      /* by row: branches it was passed on to that have no final answer */
    struct map arrivals; /* request and who got it: a = row */
    struct map answers;  /* response and who got it: a = row */
    struct map outcomes; /* Call-ID, method and who asked: a = row of the last final answer */
    struct map cancels;  /* Call-ID and CSeq: a = row */
    struct map refers;   /* target user, and message: a = row */
    struct map threads;  /* Call-ID: a = row of the pool below */
    struct map replaced; /* hashes of Call-IDs that a Replaces named */
    struct pool thread;
};

/* ---- keys */

static uint64_t with_text(const struct reading *r, uint64_t h, struct slice text)
{
    return hash_mix(h, hash_sip(r->key, text.p, text.n));
}

/* Of a name or user, without regard to case: people are written both ways. */
static uint64_t text_key(const struct facts *x, struct slice text)
{
    char lower[NAME_MAX_BYTES];
    size_t n = text.n < sizeof(lower) ? text.n : sizeof(lower);
    for (size_t i = 0; i < n; i++)
        lower[i] = ascii_lower(text.p[i]);
    return hash_mix(hash_sip(&trace_store(x->trace)->key, lower, n), text.n);
}

static uint64_t request_key(const struct reading *r, const struct flow_row *row,
                            const struct sip_index *x)
{
    uint64_t h = hash_mix(r->key->k0 ^ row->leg, x->cseq);
    h = with_text(r, h, x->method_name);
    return with_text(r, h, x->from_tag);
}

static uint64_t response_key(const struct reading *r, const struct flow_row *row,
                             const struct sip_index *x)
{
    uint64_t h = hash_mix(r->key->k1 ^ row->leg, x->cseq);
    h = with_text(r, hash_mix(h, x->status), x->cseq_method);
    return with_text(r, with_text(r, h, x->from_tag), x->to_tag);
}

static uint64_t attempt_key(const struct flow_row *row, const struct sip_index *x)
{
    return hash_mix(row->leg, x->cseq);
}

static uint64_t outcome_key(const struct reading *r, const struct flow_row *row,
                            struct slice method, unsigned participant)
{
    return with_text(r, hash_mix(r->key->k0 + row->leg, participant), method);
}

static uint64_t message_key(const struct reading *r, uint32_t message)
{
    return hash_mix(r->key->k1 + 1, message);
}

static struct thread *thread_of(struct reading *r, uint32_t leg)
{
    struct map_entry *e = map_get(&r->threads, hash_mix(r->key->k0, leg));
    if (e && !e->a)
        e->a = pool_new(&r->thread);
    return e && e->a ? pool_at(&r->thread, e->a) : NULL;
}

static const struct flow_participant *participant(const struct facts *x, unsigned i)
{
    return &x->flow->participant[i];
}

/* ---- media */

/* What an offer inside a dialog changes, by what says most. */
static uint64_t change_of(const struct media_fact *m)
{
    switch (offer_change_main(m->change)) {
    case OFFER_HOLD:
        return FACT(HOLD);
    case OFFER_RESUME:
        return FACT(RESUME);
    case OFFER_FAX:
        return FACT(FAX);
    case OFFER_FAX_END:
        return FACT(FAX_END);
    case OFFER_MOVE:
        return FACT(MOVE);
    case OFFER_CODECS:
        return FACT(CODECS);
    case OFFER_ADDED:
        return FACT(ADDED);
    case OFFER_REMOVED:
        return FACT(REMOVED);
    case OFFER_DIRECTION:
        return FACT(DIRECTION);
    case OFFER_REFRESH:
        return FACT(REFRESH);
    default:
        return 0;
    }
}

static uint64_t media_of(struct reading *r, uint32_t i, const struct sip_index *x)
{
    const struct media_fact *m = &r->x->media[i];
    if (m->role == OFFER_NONE) /* not where the capture or its maker cut it off */
        return !x->body.n && x->content_length <= 0 ? FACT(NO_SDP) : 0;
    if (m->role == OFFER_ANSWER && m->offer && m->granted && m->offer <= i)
        r->x->fact[m->offer - 1].bits |= FACT(TAKEN);
    if (x->request)
        return m->role == OFFER_OFFER ? change_of(m) : 0;
    return m->change & OFFER_HOLD ? FACT(HOLDS) : 0;
}

/* ---- people */

/* Is it called by its address, or by a name that others have too, told apart by the address? Then
 * it stands for nobody in particular. */
static bool is_anybody(const struct flow_participant *p)
{
    struct slice name = slice_of(p->name), address = slice_of(p->address);
    if (slice_eq(name, address))
        return true;
    return name.n > address.n + 1 && name.p[name.n - 1] == ')' &&
           slice_eq(slice_sub(name, name.n - 1 - address.n, name.n - 1), address);
}

static void know(struct facts *x, uint64_t text, unsigned participant_at, enum known how)
{
    if (!text || is_anybody(participant(x, participant_at)))
        return;
    struct map_entry *e = map_get(&x->people, text);
    if (!e)
        return;
    if (how == KNOWN_NAME && e->b == KNOWN_NAME && e->a != participant_at + 1)
        e->b = KNOWN_TWICE;
    if (how <= e->b)
        return;
    e->a = participant_at + 1;
    e->b = how;
}

static struct slice user_in(struct slice value)
{
    return sip_uri_parse(sip_address_parse(value).uri).user;
}

/* 0: there is no user in this header value. */
static uint64_t person_key(const struct facts *x, struct slice value)
{
    struct slice user = user_in(value);
    return user.n ? text_key(x, user) : 0;
}

int facts_person(struct facts *x, struct slice user, struct slice name)
{
    struct slice text[2] = { user, name };
    for (int i = 0; i < 2; i++) {
        const struct map_entry *e = text[i].n ? map_find(&x->people, text_key(x, text[i])) : NULL;
        if (e && e->b != KNOWN_TWICE)
            return (int)e->a - 1;
    }
    return -1;
}

static bool is_middle(const struct facts *x, unsigned at)
{
    const char *role = participant(x, at)->role;
    return role[0] && !slice_eq(slice_of(role), SLICE("Registrar"));
}

/* Who is behind an end, as far as this message tells. */
static void meet(struct reading *r, const struct flow_row *row, const struct fact *f,
                 const struct sip_index *x, uint64_t target)
{
    struct facts *all = r->x;
    if (f->prior || participant(all, row->from)->role[0])
        return;
    if (x->method != SIP_METHOD_REGISTER && ((x->request && x->vias <= 1) || x->status / 100 == 2))
        know(all, person_key(all, sip_header_find(x, SIP_CONTACT)), row->from, KNOWN_CONTACT);
    if (x->request) {
        /* Inside a dialog From is who was called, though somebody else may have answered. */
        if (x->vias <= 1)
            know(all, person_key(all, sip_header_find(x, SIP_FROM)), row->from,
                 x->to_tag.n ? KNOWN_ANSWER : KNOWN_OWN);
    } else if (x->status >= 180 && x->method != SIP_METHOD_REGISTER) {
        know(all, target, row->from, KNOWN_TARGET);
        know(all, person_key(all, sip_header_find(x, SIP_TO)), row->from, KNOWN_ANSWER);
    }
}

/* ---- requests */

static bool is_any_of(char c, struct slice set)
{
    return slice_index(set, c) < set.n;
}

static bool has_parameter(struct slice uri_headers, struct slice name)
{
    for (size_t i = 0; i < uri_headers.n; i++) /* ?A=b&Replaces=c, folded perhaps */
        if ((!i || is_any_of(uri_headers.p[i - 1], SLICE("&? \t\n"))) &&
            slice_istarts(slice_sub(uri_headers, i, uri_headers.n), name))
            return true;
    return false;
}

static void see_refer(struct reading *r, const struct flow_row *row, struct fact *f,
                      const struct sip_index *x, uint32_t number)
{
    enum { REFERS = 16 }; /* newer ones of the same leg that are passed over */
    struct sip_uri to = sip_uri_parse(sip_address_parse(sip_header_find(x, SIP_REFER_TO)).uri);
    struct slice method = sip_param_find(to.params, SLICE("method"));
    struct thread *t = thread_of(r, row->leg);
    const struct store *s = trace_store(r->x->trace);
    if (t && !t->seen && !x->to_tag.n)
        t->outside = true;
    bool of_call = (x->to_tag.n && !(t && t->outside)) || sip_header_find(x, SIP_TARGET_DIALOG).n ||
                   session_reasons(s, row->leg) || session_of(s, row->leg) != row->leg;
    if (t && t->focus && t->focus == with_text(r, 1, x->to_tag))
        f->bits |= FACT(MEETING);
    else if (of_call)
        f->bits |= FACT(TRANSFER);
    if (t)
        t->refer = f->bits & FACT(TRANSFER);
    if (has_parameter(to.headers, SLICE("Replaces=")))
        f->bits |= FACT(REPLACES);
    const struct turn *turn = turn_of(s, store_leg(s, row->leg));
    const struct transfer *transfer = turn ? transfer_find(s, turn->asked) : NULL;
    for (int n = 0; transfer && transfer->m_refer != row->message && n < REFERS; n++)
        transfer = transfer_find(s, transfer->older);
    if (transfer && transfer->m_refer == row->message && transfer_is_handover(transfer))
        f->bits |= FACT(HANDED);
    if (method.n && !slice_ieq(method, SLICE("INVITE"))) {
        f->bits |= FACT(OTHER);
        if (t)
            t->refer = 0;
        return;
    }
    struct slice target = to.user.n ? to.user : to.host;
    struct map_entry *by_target = target.n ? map_get(&r->refers, text_key(r->x, target)) : NULL;
    struct map_entry *by_message = map_get(&r->refers, message_key(r, row->message));
    if (by_target)
        by_target->a = number;
    if (by_message)
        by_message->a = number;
    if (t && x->to_tag.n && f->bits & FACT(TRANSFER))
        t->referrer = with_text(r, 1, x->from_tag);
}

/* Does who wrote it say that he is a conference (4579)? */
static bool is_focus(const struct sip_index *x)
{
    struct sip_address contact = sip_address_parse(sip_header_find(x, SIP_CONTACT));
    return sip_param_find(contact.params, SLICE("isfocus")).p != NULL;
}

/* Is this call one that a REFER asked for? */
static void see_new_call(struct reading *r, const struct flow_row *row, struct fact *f,
                         const struct sip_index *x, struct thread *t)
{
    const struct store *s = trace_store(r->x->trace);
    struct slice to = user_in(sip_header_find(x, SIP_TO));
    struct slice target = to.n ? to : sip_uri_parse(x->uri).host;
    const struct map_entry *e = target.n ? map_find(&r->refers, text_key(r->x, target)) : NULL;
    const struct transfer *transfer = transfer_find(s, transfer_to_leg(s, row->leg));
    const struct map_entry *refer =
        transfer ? map_find(&r->refers, message_key(r, transfer->m_refer)) : NULL;
    e = refer ? refer : e;
    bool told = sip_header_find(x, SIP_REFERRED_BY).n;
    bool linked = transfer && transfer->m_refer;
    bool asked = e && r->x->flow->row[e->a - 1].to == row->from;
    if (!told && !linked && !asked)
        return;
    uint64_t kind = is_focus(x) ? FACT(MEETING) : FACT(TRANSFER);
    t->bits |= kind;
    t->cause = e ? e->a : 0;
    f->bits |= kind;
}

static void see_replaces(struct reading *r, const struct sip_index *x, struct fact *f)
{
    struct slice v = sip_header_find(x, SIP_REPLACES);
    if (sip_header_find(x, SIP_JOIN).n)
        f->bits |= FACT(JOIN);
    if (!v.n)
        return;
    f->bits |= FACT(REPLACES);
    v = slice_trim(slice_sub(v, 0, slice_index(v, ';')));
    const struct store *s = trace_store(r->x->trace);
    uint64_t key = hash_sip(&s->key, v.p, v.n);
    map_get(&r->replaced, key);
}

static bool is_replaced(struct reading *r, const struct flow_row *row)
{
    const struct leg *leg = store_leg(trace_store(r->x->trace), row->leg);
    return leg && map_find(&r->replaced, leg->key);
}

/* Event: call-completion (6910) */
static bool waits_for_user(const struct sip_index *x)
{
    return slice_ieq(sip_media_type(sip_header_find(x, SIP_EVENT)), SLICE("call-completion"));
}

/* Of a call that was made since its callee is free now. */
static uint64_t completion_of(const struct reading *r, const struct flow_row *row)
{
    uint32_t because = session_reasons(trace_store(r->x->trace), row->leg);
    return because & LINK_BIT(SESSION_COMPLETION) ? FACT(COMPLETION) : 0;
}

/* Is it another try, and why? */
static void see_again(struct reading *r, const struct flow_row *row, struct fact *f,
                      const struct sip_index *x)
{
    const struct map_entry *e =
        map_find(&r->outcomes, outcome_key(r, row, x->method_name, row->from));
    if (!e || !e->a)
        return;
    const struct fact *answer = &r->x->fact[e->a - 1];
    unsigned code = answer->code;
    if (code < 300) {
        if (x->method == SIP_METHOD_REGISTER && !(answer->bits & (FACT(ENDS) | FACT(ASKS))))
            f->bits |= FACT(REFRESH);
        return;
    }
    f->cause = e->a;
    if (code == 401 || code == 407)
        f->bits |= f->bits & FACT(CREDENTIALS) ? FACT(AUTH) : FACT(AGAIN);
    else
        f->bits |= code < 400 ? FACT(REDIRECTED) : FACT(AGAIN);
}

static bool is_zero(struct slice v)
{
    size_t digits;
    return slice_number(v, 1, &digits) == 0 && digits;
}

/* Does it remove a registration, a subscription, a state? */
static uint64_t expiry_of(const struct sip_index *x)
{
    struct slice contact = sip_header_find(x, SIP_CONTACT);
    struct slice own = sip_param_find(sip_address_parse(contact).params, SLICE("expires"));
    bool zero = is_zero(own.n ? own : sip_header_find(x, SIP_EXPIRES));
    if (x->method == SIP_METHOD_REGISTER && !contact.n)
        return FACT(ASKS);
    return zero ? FACT(ENDS) : 0;
}

static uint64_t news_of(const struct sip_index *x)
{
    struct slice state = sip_header_find(x, SIP_SUBSCRIPTION_STATE);
    struct slice event = sip_media_type(sip_header_find(x, SIP_EVENT));
    struct slice frag = slice_trim(sip_body_find(x, SLICE("message/sipfrag")));
    uint64_t bits = slice_istarts(slice_trim(state), SLICE("terminated")) ? FACT(ENDS) : 0;
    if (!slice_ieq(event, SLICE("refer")))
        return bits;
    bits |= FACT(REFER);
    if (!slice_istarts(frag, SLICE("SIP/")))
        return bits;
    frag = slice_sub(frag, slice_index(frag, ' ') + 1, frag.n);
    uint64_t code = slice_number(frag, 999, NULL);
    return bits | (code < 100   ? 0
                   : code < 200 ? FACT(WORKS)
                   : code < 300 ? FACT(DONE)
                                : FACT(FAILED));
}

static void see_ack(struct reading *r, const struct flow_row *row, struct fact *f,
                    const struct sip_index *x)
{
    uint32_t final = row->transaction ? r->final_of[row->transaction] : 0;
    const struct fact *before = f->prior ? &r->x->fact[f->prior - 1] : NULL;
    if (!final && before && before->code && before->code < 300)
        final = before->cause; /* passed on; the last answer here may be another branch's */
    if (!final) {              /* of the phone that it is for, where several answered */
        uint64_t key = outcome_key(r, row, SLICE("INVITE"), row->from);
        const struct map_entry *e = map_find(&r->outcomes, with_text(r, key, x->to_tag));
        e = e ? e : map_find(&r->outcomes, key);
        final = e ? e->a : 0;
    }
    f->cause = final;
    if (!final) {
        f->bits |= f->prior ? 0 : FACT(UNKNOWN);
        return;
    }
    const struct fact *answer = &r->x->fact[final - 1];
    f->code = answer->code;
    f->bits |= answer->bits & (FACT(INSIDE) | FACT(TRANSFER) | FACT(HOLD) | FACT(RESUME));
    if (answer->code >= 300) {
        f->bits |= FACT(REFUSAL);
        f->prior = 0; /* this ACK goes one hop (3261 17.1.1.3) */
    }
}

static void see_cancel(struct reading *r, const struct flow_row *row, struct fact *f,
                       const struct sip_index *x, uint32_t number)
{
    struct map_entry *e = map_get(&r->cancels, attempt_key(row, x));
    struct slice reason = sip_header_find(x, SIP_REASON);
    if (e && !e->a)
        e->a = number;
    struct slice cause =
        sip_param_find(slice_sub(reason, slice_index(reason, ';'), reason.n), SLICE("cause"));
    if (slice_istarts(reason, SLICE("SIP")) && slice_eq(cause, SLICE("200")))
        f->bits |= FACT(ELSEWHERE);
}

static void see_method(struct reading *r, const struct flow_row *row, struct fact *f,
                       const struct sip_index *x, uint32_t number)
{
    struct thread *t = thread_of(r, row->leg);
    bool fresh = !f->prior;
    if (!t)
        return;
    if (fresh && x->method != SIP_METHOD_ACK && x->method != SIP_METHOD_CANCEL)
        see_again(r, row, f, x);
    switch (x->method) {
    case SIP_METHOD_INVITE:
        see_replaces(r, x, f);
        t->focus = is_focus(x) ? with_text(r, 1, x->from_tag) : t->focus;
        f->bits |= t->bits | completion_of(r, row);
        if (fresh && !x->to_tag.n && !t->seen)
            see_new_call(r, row, f, x, t);
        if (t->bits & (FACT(TRANSFER) | FACT(MEETING)) &&
            !(f->bits & (FACT(AUTH) | FACT(AGAIN) | FACT(REDIRECTED))))
            f->cause = t->cause;
        break;
    case SIP_METHOD_REFER:
        see_refer(r, row, f, x, number);
        break;
    case SIP_METHOD_ACK:
        see_ack(r, row, f, x);
        break;
    case SIP_METHOD_CANCEL:
        see_cancel(r, row, f, x, number);
        break;
    case SIP_METHOD_BYE:
        t->left = true;
        if (t->referrer && t->referrer == with_text(r, 1, x->from_tag))
            f->bits |= FACT(LEAVES) | t->reported;
        else if (is_replaced(r, row))
            f->bits |= FACT(REPLACED);
        break;
    case SIP_METHOD_SUBSCRIBE:
        f->bits |= waits_for_user(x) ? FACT(COMPLETION) : 0;
        f->bits |= expiry_of(x);
        break;
    case SIP_METHOD_REGISTER:
    case SIP_METHOD_PUBLISH:
        f->bits |= expiry_of(x);
        break;
    case SIP_METHOD_NOTIFY:
        f->bits |= news_of(x) | (waits_for_user(x) ? FACT(COMPLETION) : 0);
        f->bits |= f->bits & FACT(REFER) ? t->refer : 0;
        if (f->bits & FACT(REFER))
            t->reported = f->bits & (FACT(DONE) | FACT(FAILED));
        break;
    default:
        break;
    }
    t->seen = true;
}

/* What a copy of a request on a later hop has in common with the first one. */
#define INHERITED                                                                                  \
    (FACT(TRANSFER) | FACT(REPLACES) | FACT(JOIN) | FACT(COMPLETION) | FACT(MEETING) |             \
     FACT(HOLD) | FACT(RESUME) | FACT(MOVE) | FACT(CODECS) | FACT(FAX) | FACT(FAX_END) |           \
     FACT(ADDED) | FACT(REMOVED) | FACT(DIRECTION) | FACT(REFRESH) | FACT(LEAVES) | FACT(DONE) |   \
     FACT(FAILED) | FACT(REPLACED) | FACT(OTHER))

/* An IMS phone first says who it is, with an empty response (3GPP TS 24.229 5.1.1.2). */
static bool is_proof(struct slice credentials)
{
    static const char empty[] = "response=\"\"";
    return credentials.n && !memmem(credentials.p, credentials.n, empty, sizeof(empty) - 1);
}

static void see_passed_on(struct reading *r, uint32_t i, const struct sip_index *x)
{
    struct fact *f = &r->x->fact[i];
    uint32_t before = f->prior - 1;
    struct fact *p = &r->x->fact[before];
    f->bits |= FACT(PASSED) | (p->bits & INHERITED);
    f->cause = f->cause ? f->cause : p->cause;
    if (r->open[before])
        f->bits |= FACT(FORK);
    else if (p->onward || sip_header_find(x, SIP_DIVERSION).n)
        f->bits |= FACT(INSTEAD);
    r->open[before]++;
    if (!p->onward)
        p->onward = i + 1;
    if (r->target[i] && r->target[before] && r->target[i] != r->target[before])
        f->bits |= FACT(RETARGET);
}

static void see_request(struct reading *r, uint32_t i, const struct sip_index *x)
{
    const struct flow_row *row = &r->x->flow->row[i];
    struct fact *f = &r->x->fact[i];
    uint64_t key = request_key(r, row, x);
    struct map_entry *before = map_find(&r->arrivals, hash_mix(key, row->from));
    struct thread *t = thread_of(r, row->leg);
    f->prior = before ? before->a : 0;
    f->bits |= x->to_tag.n && x->method != SIP_METHOD_ACK ? FACT(INSIDE) : 0;
    f->bits |= t && !t->seen && !f->prior ? FACT(NEW) : 0;
    f->bits |= x->vias > 1 && !f->prior ? FACT(CARRIED) : 0;
    if (!sip_header_find(x, SIP_FROM).n || !sip_header_find(x, SIP_TO).n)
        f->bits |= FACT(NAMELESS);
    if (is_proof(sip_header_find(x, SIP_AUTHORIZATION)) ||
        is_proof(sip_header_find(x, SIP_PROXY_AUTHORIZATION)))
        f->bits |= FACT(CREDENTIALS);
    struct slice target = sip_uri_parse(x->uri).user;
    r->target[i] = target.n ? text_key(r->x, target) : 0;
    bool sessions = x->method == SIP_METHOD_INVITE || x->method == SIP_METHOD_UPDATE ||
                    x->method == SIP_METHOD_ACK || x->method == SIP_METHOD_PRACK;
    if (sessions)
        f->bits |= media_of(r, i, x);
    see_method(r, row, f, x, i + 1);
    if (f->prior)
        see_passed_on(r, i, x);
    struct map_entry *here = map_get(&r->arrivals, hash_mix(key, row->to));
    if (here)
        here->a = i + 1;
    meet(r, row, f, x, 0);
    if (row->transaction && x->method != SIP_METHOD_ACK && !r->request_of[row->transaction])
        r->request_of[row->transaction] = i + 1;
}

/* ---- responses */

/* What an answer has in common with its request. */
#define ANSWERED                                                                                   \
    (INHERITED | FACT(INSIDE) | FACT(REFER) | FACT(ENDS) | FACT(ASKS) | FACT(CREDENTIALS) |        \
     FACT(NO_SDP))

/* A branch has its final answer. */
static void close_branch(struct reading *r, uint32_t request)
{
    uint32_t before = request ? r->x->fact[request - 1].prior : 0;
    if (before && r->open[before - 1])
        r->open[before - 1]--;
}

/* Has this phone, by its tag, answered the call that is cancelled? */
static bool has_answered(struct reading *r, const struct flow_row *row, const struct sip_index *x)
{
    uint64_t key = outcome_key(r, row, SLICE("INVITE"), row->to);
    const struct map_entry *e =
        x->to_tag.n ? map_find(&r->outcomes, with_text(r, key, x->to_tag)) : NULL;
    return e && e->a && r->x->fact[e->a - 1].code / 100 == 2;
}

static void see_response(struct reading *r, uint32_t i, const struct sip_index *x)
{
    const struct flow_row *row = &r->x->flow->row[i];
    struct fact *f = &r->x->fact[i];
    uint32_t request = row->transaction ? r->request_of[row->transaction] : 0;
    f->code = x->status;
    f->request = request;
    f->bits |= media_of(r, i, x);
    if (request) {
        f->bits &= ~FACT(NO_SDP);
        f->bits |= r->x->fact[request - 1].bits & ANSWERED;
    }
    if (x->status > 100) {
        uint64_t key = response_key(r, row, x);
        struct map_entry *before = map_find(&r->answers, hash_mix(key, row->from));
        struct map_entry *here = map_get(&r->answers, hash_mix(key, row->to));
        f->prior = before ? before->a : 0;
        if (here)
            here->a = i + 1;
    }
    if (f->prior) {
        f->bits |= FACT(PASSED);
        if (!r->x->fact[f->prior - 1].onward)
            r->x->fact[f->prior - 1].onward = i + 1;
    }
    const struct map_entry *cancel = map_find(&r->cancels, attempt_key(row, x));
    if (x->method == SIP_METHOD_INVITE && cancel && cancel->a) {
        f->bits |= FACT(CANCELLED);
        f->cause = cancel->a;
    }
    meet(r, row, f, x, request ? r->target[request - 1] : 0);
    if (x->status < 200)
        return;
    struct thread *t = thread_of(r, row->leg);
    if (t && x->method == SIP_METHOD_INVITE && x->status < 300 && is_focus(x))
        t->focus = with_text(r, 1, x->to_tag);
    if (x->status == 487 && t && t->left)
        f->bits |= FACT(GONE);
    if (row->transaction && !r->final_of[row->transaction])
        close_branch(r, request);
    if (row->transaction)
        r->final_of[row->transaction] = i + 1;
    if (x->method == SIP_METHOD_CANCEL && has_answered(r, row, x))
        f->bits |= FACT(TOO_LATE);
    uint64_t key = outcome_key(r, row, x->cseq_method, row->to);
    struct map_entry *e = map_get(&r->outcomes, key), *of_phone;
    if (e)
        e->a = i + 1;
    of_phone = x->to_tag.n ? map_get(&r->outcomes, with_text(r, key, x->to_tag)) : NULL;
    if (of_phone)
        of_phone->a = i + 1;
}

/* ---- all of it */

static void see(struct reading *r, uint32_t i)
{
    const struct flow_row *row = &r->x->flow->row[i];
    struct fact *f = &r->x->fact[i];
    f->origin = f->end = i + 1;
    if (row->kind != FLOW_MESSAGE || row->repeat ||
        !trace_load(r->x->trace, row->message, &r->loaded))
        return;
    const struct sip_index *x = &r->loaded.index;
    f->method = x->method;
    if (x->request)
        see_request(r, i, x);
    else
        see_response(r, i, x);
    if (f->prior)
        f->origin = r->x->fact[f->prior - 1].origin;
}

/* What only those behind a row tell; from the last one to the first. */
static void look_back(struct facts *x)
{
    for (uint32_t i = x->flow->rows; i-- > 0;) {
        const struct flow_row *row = &x->flow->row[i];
        struct fact *f = &x->fact[i];
        if (f->onward)
            f->end = x->fact[f->onward - 1].end;
        if (!f->onward && !is_middle(x, row->to))
            f->bits |= FACT(LAST);
        if (is_middle(x, row->from))
            f->bits |= FACT(MIDDLE);
        if (slice_eq(slice_of(participant(x, row->from)->role), SLICE("Proxy")) && !f->prior)
            f->bits |= FACT(CARRIED);
        if (row->from == row->to)
            f->bits |= FACT(SELF);
        const struct fact *request = f->request ? &x->fact[f->request - 1] : NULL;
        if (request && request->onward && !f->prior && f->code > 100 &&
            f->method != SIP_METHOD_CANCEL)
            f->bits |= FACT(ITSELF);
    }
}

static int reading_init(struct reading *r)
{
    const struct flow *f = r->x->flow;
    uint32_t transactions = 0;
    for (unsigned i = 0; i < f->rows; i++)
        if (f->row[i].transaction > transactions)
            transactions = f->row[i].transaction;
    r->request_of = mem_new((size_t)transactions + 1, sizeof(*r->request_of));
    r->final_of = mem_new((size_t)transactions + 1, sizeof(*r->final_of));
    r->target = mem_new((size_t)f->rows + 1, sizeof(*r->target));
    r->open = mem_new((size_t)f->rows + 1, sizeof(*r->open));
    loaded_init(&r->loaded);
    pool_init(&r->thread, sizeof(struct thread));
    bool ok = r->request_of && r->final_of && r->target && r->open;
    struct map *maps[] = { &r->arrivals, &r->answers, &r->outcomes, &r->cancels,
                           &r->refers,   &r->threads, &r->replaced };
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
        ok &= !map_init(maps[i]);
    return ok ? 0 : -ENOMEM;
}

static void reading_fini(struct reading *r)
{
    struct map *maps[] = { &r->arrivals, &r->answers, &r->outcomes, &r->cancels,
                           &r->refers,   &r->threads, &r->replaced };
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
        map_fini(maps[i]);
    mem_free(r->request_of);
    mem_free(r->final_of);
    mem_free(r->target);
    mem_free(r->open);
    loaded_fini(&r->loaded);
    pool_fini(&r->thread);
}

int facts_init(struct facts *x, struct trace *t, const struct flow *f, const struct strings *s,
               struct media_fact *media)
{
    *x = (struct facts){ .trace = t, .flow = f, .strings = s, .media = media };
    struct reading r = { .x = x, .key = &trace_store(t)->key };
    int result = map_init(&x->people);
    x->fact = mem_new((size_t)f->rows + 1, sizeof(*x->fact));
    result = reading_init(&r) || !x->fact ? -ENOMEM : result;
    for (unsigned i = 0; i < f->participants && !result; i++)
        know(x, text_key(x, slice_of(f->participant[i].name)), i, KNOWN_NAME);
    for (uint32_t i = 0; i < f->rows && !result; i++)
        see(&r, i);
    if (!result)
        look_back(x);
    if (!result)
        result = transferred_init(&x->transferred, trace_store(t), f);
    reading_fini(&r);
    return result;
}

void facts_fini(struct facts *x)
{
    map_fini(&x->people);
    transferred_fini(&x->transferred);
    mem_free(x->fact);
    mem_free(x->media);
}
