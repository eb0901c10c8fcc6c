/* Finds the dialog and the exchange of a message, and what its SDP is there. What comes of that is
 * left to exchange.c, what is remembered to talk.c. */
#include "decode/media/offer.h"

#include "base/mem.h"
#include "decode/media/exchange.h"
#include "decode/media/stand.h"
#include "decode/sip/body.h"

struct offers {
    struct talks talks;
    struct media media;   /* of the message fed last */
    struct media assumed; /* what it says where it was cut short */
};

struct offers *offers_new(const struct hash_key *key)
{
    struct offers *o = mem_new(1, sizeof(*o));
    if (o && !talks_init(&o->talks, key)) {
        mem_free(o);
        return NULL;
    }
    return o;
}

void offers_free(struct offers *o)
{
    if (!o)
        return;
    talks_fini(&o->talks);
    mem_free(o);
}

void offers_clear(struct offers *o)
{
    talks_clear(&o->talks);
}

bool offers_is_waiting(const struct offers *o)
{
    return o->talks.waiting != 0;
}

uint64_t offers_lost(const struct offers *o)
{
    return o->talks.lost;
}

/* ---- how a dialog stands */

static void end_talk(struct feed *f)
{
    f->k->over = true;
    exchange_set_mode(f);
}

/* How much a dialog says of its call. */
static unsigned weight(const struct talk *k)
{
    if (!k->early)
        return k->over ? 3 : 4;
    return k->media[0] || k->media[1] || k->tag[1] ? k->over ? 1 : 2 : 0;
}

bool offers_call(const struct offers *o, uint32_t leg, struct offer_state *out)
{
    const struct talk *best = NULL;
    for (uint32_t slot = o->talks.oldest; slot; slot = o->talks.talk[slot - 1]->newer) {
        const struct talk *k = o->talks.talk[slot - 1];
        if (k->leg == leg && (!best || weight(k) >= weight(best)))
            best = k;
    }
    if (best)
        stand_tell(out, best);
    return best;
}

/* ---- requests */

static struct talk_exchange *find_exchange(const struct feed *f, unsigned side, uint8_t method)
{
    return talk_exchange_find(f->k, side, f->x->cseq, method);
}

static struct talk_exchange *new_exchange(const struct feed *f, unsigned side, uint8_t method)
{
    struct talk_exchange *x = talk_exchange_new(f->t, f->k);
    x->cseq = f->x->cseq;
    x->side = (uint8_t)side;
    x->method = method;
    return x;
}

static void see_invite(struct feed *f)
{
    struct talk_exchange *x = find_exchange(f, f->side, SIP_METHOD_INVITE);
    if (x) {
        f->out->again = true;
        if (f->media && x->offer.n && x->offerer == f->side)
            exchange_offer_again(f, x);
        return;
    }
    if (f->in->repeat)
        return;
    x = new_exchange(f, f->side, SIP_METHOD_INVITE);
    if (f->media)
        exchange_offer(f, x, OFFER_BY_INVITE);
    else
        talk_stage_set(f->t, x, TALK_EMPTY);
}

/* The INVITE whose reliable 1xx has an offer that this PRACK answers. */
static struct talk_exchange *offer_for_prack(const struct feed *f)
{
    for (int i = 0; i < OFFER_EXCHANGES; i++) {
        struct talk_exchange *x = &f->k->exchange[i];
        if (x->stage == TALK_FREE || x->pattern != OFFER_BY_RELIABLE || x->offerer == f->side)
            continue;
        if (x->stage == TALK_OFFERED || x->answer_cseq == f->x->cseq)
            return x;
    }
    return NULL;
}

static void see_prack(struct feed *f)
{
    struct talk_exchange *x = f->media ? offer_for_prack(f) : NULL;
    if (x && x->stage == TALK_OFFERED) {
        x->answer_cseq = f->x->cseq;
        exchange_answer(f, x);
    } else if (x) {
        exchange_answer_again(f, x);
    } else if (f->media && (x = find_exchange(f, f->side, SIP_METHOD_PRACK))) {
        exchange_offer_again(f, x);
    } else if (f->media && !f->in->repeat) {
        exchange_offer(f, new_exchange(f, f->side, SIP_METHOD_PRACK), OFFER_BY_PRACK);
    }
}

static void see_update(struct feed *f)
{
    struct talk_exchange *x = find_exchange(f, f->side, SIP_METHOD_UPDATE);
    if (!f->media) {
        f->out->change = OFFER_REFRESH;
        return;
    }
    if (x)
        exchange_offer_again(f, x);
    else if (!f->in->repeat)
        exchange_offer(f, new_exchange(f, f->side, SIP_METHOD_UPDATE), OFFER_BY_UPDATE);
}

static void see_ack(struct feed *f)
{
    struct talk_exchange *x = find_exchange(f, f->side, SIP_METHOD_INVITE);
    if (!f->media)
        return;
    if (x && x->unsure)
        exchange_turn(f, x);
    if (!x || x->stage == TALK_EMPTY || x->stage == TALK_REFUSED || x->offerer == f->side) {
        f->out->stray = true; /* the offer is not in the capture, or it was in the INVITE */
        f->out->role = OFFER_ANSWER;
        f->out->pattern = OFFER_BY_2XX;
    } else if (x->stage == TALK_OFFERED) {
        exchange_answer(f, x);
    } else {
        exchange_answer_again(f, x);
    }
}

static void see_info(struct feed *f)
{
    if (sip_body_find(f->x, SLICE("application/dtmf-relay")).n ||
        sip_body_find(f->x, SLICE("application/dtmf")).n)
        f->k->dtmf[f->side] |= OFFER_DTMF_INFO;
}

/* ---- responses */

/* SDP in a 1xx or 2xx to an INVITE, or in a 2xx to another request. */
static void see_response_sdp(struct feed *f, struct talk_exchange *x)
{
    bool final = f->x->status >= 200, reliable = sip_header_find(f->x, SIP_RSEQ).p;
    if (x->stage == TALK_REFUSED || (!final && x->method != SIP_METHOD_INVITE))
        return;
    if (x->stage != TALK_EMPTY && x->offerer == f->side)
        exchange_offer_again(f, x); /* what it offered in a 1xx, in the 2xx as well */
    else if (!final && !reliable)
        exchange_preview(f, x);
    else if (x->stage == TALK_EMPTY)
        exchange_offer(f, x, final ? OFFER_BY_2XX : OFFER_BY_RELIABLE);
    else if (x->stage == TALK_OFFERED)
        exchange_answer(f, x);
    else
        exchange_answer_again(f, x);
}

/* The exchange that a response ends or moves on; made where the request is not in the capture. */
static struct talk_exchange *exchange_of_response(struct feed *f, struct talk *half)
{
    uint8_t method = f->x->method;
    struct talk_exchange *x = find_exchange(f, !f->side, method), *from;
    if (x)
        return x;
    if (half && half != f->k && method == SIP_METHOD_INVITE) {
        from = talk_exchange_find(half, 0, f->x->cseq, method);
        x = from ? talk_exchange_copy(f->t, f->k, from) : NULL;
        if (x && x->stage == TALK_REFUSED) /* on another branch */
            talk_stage_set(f->t, x, x->offer.n ? TALK_OFFERED : TALK_EMPTY);
        if (x)
            return x;
    }
    if (f->x->status < 200 || f->x->status >= 300 || !f->media || f->in->repeat)
        return NULL;
    x = new_exchange(f, !f->side, method);
    x->unsure = method == SIP_METHOD_INVITE;
    x->offerer = !f->side;
    x->pattern = (uint8_t)(method == SIP_METHOD_INVITE   ? OFFER_BY_INVITE
                           : method == SIP_METHOD_UPDATE ? OFFER_BY_UPDATE
                                                         : OFFER_BY_PRACK);
    talk_stage_set(f->t, x, TALK_OFFERED);
    return x;
}

/* The INVITE has its final answer at its sender: nothing else early is left of it. */
static void end_early(struct feed *f, const struct talk *half)
{
    struct talk *own = f->k;
    bool turned = f->out->turned;
    for (unsigned i = 0; i < f->t->used && half->forks > (own != half); i++) {
        struct talk *k = f->t->talk[i];
        if (k == half || k == own || !k->early || k->over || k->leg != half->leg ||
            k->tag[0] != half->tag[0] || !talk_exchange_find(k, 0, f->x->cseq, SIP_METHOD_INVITE))
            continue;
        f->k = k;
        end_talk(f);
    }
    f->k = own;
    f->out->turned = turned; /* of its own dialog */
}

static bool is_at_caller(const struct feed *f, const struct talk *half)
{
    return half && f->in->to && f->in->to == half->who[0];
}

static void see_failure(struct feed *f, const struct talk *half)
{
    bool invite = f->x->method == SIP_METHOD_INVITE;
    struct talk_exchange *x = find_exchange(f, !f->side, f->x->method);
    if (x)
        exchange_refuse(f, x);
    if (invite && f->k->early && f->k->tag[1] && x)
        end_talk(f);
    if (invite && is_at_caller(f, half))
        end_early(f, half);
}

static void see_success(struct feed *f, struct talk_exchange *x)
{
    struct talk *k = f->k;
    if (f->x->method != SIP_METHOD_INVITE)
        return;
    if (!k->answered && k->early)
        k->answered = f->in->message;
    if (x && !f->media)
        exchange_take_preview(f, x);
    if (k->early)
        exchange_confirm(f);
}

static void see_response(struct feed *f, struct talk *half)
{
    if (f->x->status >= 300) {
        see_failure(f, half);
        return;
    }
    struct talk_exchange *x = exchange_of_response(f, half);
    if (x && f->media)
        see_response_sdp(f, x);
    if (f->x->status < 200)
        return;
    see_success(f, x);
    if (f->x->method == SIP_METHOD_INVITE && is_at_caller(f, half))
        end_early(f, half);
}

/* ---- finding the dialog */

static uint64_t tag_hash(const struct talks *t, struct slice tag)
{
    return tag.n ? hash_sip(&t->key, tag.p, tag.n) : 0;
}

static bool matters(const struct sip_index *x)
{
    switch (x->method) {
    case SIP_METHOD_INVITE:
        return x->request || (x->status > 100 && x->status < 700);
    case SIP_METHOD_UPDATE:
    case SIP_METHOD_PRACK:
        return x->request || (x->status >= 200 && x->status < 700);
    case SIP_METHOD_ACK:
    case SIP_METHOD_BYE:
    case SIP_METHOD_INFO:
        return x->request;
    default:
        return false;
    }
}

/* Who is at its ends, until the other side speaks for itself. */
static void meet(struct feed *f)
{
    struct talk *k = f->k;
    unsigned other = !f->side;
    if (!k->spoke[f->side] && f->in->from) {
        k->spoke[f->side] = true;
        k->who[f->side] = f->in->from;
    }
    if (!k->spoke[other] && f->in->to)
        k->who[other] = f->in->to;
}

/* The dialog of a request. */
static struct talk *talk_of_request(struct feed *f)
{
    uint8_t method = f->x->method;
    struct talk *k = talk_find(f->t, f->in->leg, f->own, f->other);
    bool makes = method == SIP_METHOD_INVITE || (f->media && f->other);
    if (k || !makes || f->in->repeat)
        return k;
    k = talk_new(f->t, f->in->leg, f->own, f->other);
    if (k && f->other) { /* its beginning is not in the capture */
        k->later = true;
        k->early = method == SIP_METHOD_PRACK;
    }
    return k;
}

/* The dialog of a response; *half: the INVITE without a To-tag that it answers. */
static struct talk *talk_of_response(struct feed *f, struct talk **half)
{
    struct talk *k = talk_find(f->t, f->in->leg, f->own, f->other);
    *half = f->x->method == SIP_METHOD_INVITE ? talk_find(f->t, f->in->leg, f->other, 0) : NULL;
    if (k || f->in->repeat)
        return k;
    if (f->x->status >= 300)
        return *half;
    if (!*half && !f->media)
        return NULL;
    if (*half)
        talk_touch(f->t, *half);
    struct talk *from = *half;
    k = talk_new(f->t, f->in->leg, f->other, f->own);
    if (k && from) {
        k->who[0] = from->who[0];
        k->spoke[0] = from->spoke[0];
        from->forks++;
        k->dtmf[0] = from->dtmf[0];
    } else if (k) {
        k->later = f->x->method != SIP_METHOD_INVITE;
        k->early = f->x->method == SIP_METHOD_PRACK || f->x->status < 200;
    }
    return k;
}

/* An SDP without its end says nothing of a hold that ends, or of a stream that is gone. */
static void assume(struct feed *f, struct media *assumed)
{
    const struct talk_media *own = f->k->media[f->side];
    if (!f->in->cut || !f->media || !own)
        return;
    *assumed = own->media;
    f->media = assumed;
}

static void take(struct feed *f, struct media *assumed)
{
    struct talk *half = NULL;
    f->k = f->x->request ? talk_of_request(f) : talk_of_response(f, &half);
    if (!f->k)
        return;
    talk_touch(f->t, f->k);
    f->side = f->k->tag[0] != f->own;
    if (f->own == f->other) /* no tags at all (2543) */
        f->side = !f->x->request;
    assume(f, assumed);
    if (f->x->request || f->x->status < 300)
        meet(f);
    if (!f->x->request) {
        see_response(f, half);
        return;
    }
    switch (f->x->method) {
    case SIP_METHOD_INVITE:
        see_invite(f);
        break;
    case SIP_METHOD_ACK:
        see_ack(f);
        break;
    case SIP_METHOD_PRACK:
        see_prack(f);
        break;
    case SIP_METHOD_UPDATE:
        see_update(f);
        break;
    case SIP_METHOD_BYE:
        end_talk(f);
        break;
    default:
        see_info(f);
        break;
    }
}

void offers_feed(struct offers *o, const struct offer_input *in, struct offer_event *out)
{
    const struct sip_index *x = in->x;
    struct feed f = { .t = &o->talks, .in = in, .x = x, .out = out };
    *out = (struct offer_event){ .role = OFFER_NONE, .again = in->repeat };
    if (!matters(x))
        return;
    f.own = tag_hash(f.t, x->request ? x->from_tag : x->to_tag);
    f.other = tag_hash(f.t, x->request ? x->to_tag : x->from_tag);
    struct slice body = sip_body_find(x, SLICE("application/sdp"));
    f.media = out->media = media_read(&o->media, &f.t->key, body) ? &o->media : NULL;
    take(&f, &o->assumed);
    if (f.media == &o->assumed)
        out->change = out->granted = 0;
    if (f.k)
        stand_tell(&out->state, f.k);
    out->side = f.side;
}
