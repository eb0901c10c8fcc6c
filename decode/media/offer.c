/* Follows offers and answers through the messages of dialogs. What a description changes is left to
 * change.c, how a dialog stands to stand.c, what is remembered to talk.c. */
#include "decode/media/offer.h"

#include "base/mem.h"
#include "decode/media/change.h"
#include "decode/media/stand.h"
#include "decode/media/talk.h"
#include "decode/sip/body.h"

struct offers {
    struct talks talks;
    struct media media; /* of the message fed last */
};

/* A message on its way through the model. */
struct feed {
    struct talks *t;
    const struct offer_input *in;
    const struct sip_index *x;
    struct offer_event *out;
    struct talk *k;
    unsigned side; /* of its sender */
    uint64_t own, other;
    const struct media *media; /* its SDP, NULL: none */
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

static const struct media *body_of(const struct talk_media *m)
{
    return m ? &m->media : NULL;
}

static void set_mode(struct feed *f, const struct media *a, const struct media *b)
{
    f->out->turned |= stand_set(f->k, a, b, f->in->message);
}

static void set_agreed_mode(struct feed *f)
{
    set_mode(f, body_of(f->k->media[0]), body_of(f->k->media[1]));
}

static void end_talk(struct feed *f)
{
    f->k->over = true;
    set_agreed_mode(f);
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

/* ---- offers */

static void set_media(struct talks *t, struct talk *k, unsigned side, struct talk_media *m)
{
    talk_media_use(m);
    talk_media_drop(t, k->media[side]);
    k->media[side] = m;
    k->dtmf[side] &= (uint8_t) ~(unsigned)OFFER_DTMF_EVENT;
    for (unsigned i = 0; m && i < media_kept(&m->media); i++)
        if (media_stream_has_dtmf(&m->media, &m->media.stream[i]))
            k->dtmf[side] |= OFFER_DTMF_EVENT;
}

static struct talk_sighting sighting(const struct feed *f, struct talk_media *m)
{
    return (struct talk_sighting){ .from = f->in->from,
                                   .to = f->in->to,
                                   .message = f->in->message,
                                   .meaning = f->media->meaning,
                                   .media = m };
}

/* The message was seen before, with the description `first` where it began: notes this hop, and
 * what was changed on the way to it. */
static void see_again(struct feed *f, struct talk_sightings *s, const struct talk_media *first)
{
    const struct talk_sighting *prior = talk_sighting_before(s, f->in->from);
    bool known = false;
    f->out->again = true;
    f->out->first = s->at[0].message;
    for (unsigned i = 0; i < s->n; i++)
        known |= s->at[i].from == f->in->from && s->at[i].meaning == f->media->meaning;
    prior = prior ? prior : &s->at[0];
    if (!known && prior->meaning != f->media->meaning)
        f->out->rewritten =
            change_of(prior->media ? &prior->media->media : body_of(first), f->media, NULL);
    struct talk_media *m = NULL;
    if (s->n < TALK_SIGHTINGS && f->media->meaning != s->at[0].meaning)
        m = talk_media_new(f->t, f->media);
    talk_sighting_add(f->t, s, sighting(f, m));
}

static unsigned offer_change(const struct feed *f, const struct talk *k)
{
    const struct media *own = body_of(k->media[f->side]);
    unsigned change = change_of(own, f->media, NULL);
    bool later = own || k->later;
    bool holds = change_offer_holds(f->media, own, k->holds[f->side], later);
    if (holds && !k->holds[f->side] && later)
        change |= OFFER_HOLD;
    else if (!holds && k->holds[f->side])
        change |= OFFER_RESUME;
    if (change & (OFFER_HOLD | OFFER_RESUME))
        change &= ~(unsigned)(OFFER_DIRECTION | OFFER_REFRESH);
    return change;
}

/* An offer where `x` had none. */
static void see_offer(struct feed *f, struct talk_exchange *x, enum offer_pattern pattern)
{
    struct talk_media *m = talk_media_new(f->t, f->media);
    if (!m)
        return;
    x->offerer = (uint8_t)f->side;
    x->pattern = (uint8_t)pattern;
    x->change = offer_change(f, f->k);
    talk_sighting_add(f->t, &x->offer, sighting(f, m));
    talk_stage_set(f->t, x, TALK_OFFERED);
    f->out->role = OFFER_OFFER;
    f->out->pattern = pattern;
    f->out->change = x->change;
}

static void see_offer_again(struct feed *f, struct talk_exchange *x)
{
    f->out->role = OFFER_OFFER;
    f->out->pattern = (enum offer_pattern)x->pattern;
    f->out->change = x->change;
    see_again(f, &x->offer, x->offer.at[0].media);
}

/* ---- answers */

/* The offer as it came to who sends this message. */
static const struct media *offer_here(const struct feed *f, const struct talk_exchange *x)
{
    const struct talk_sighting *s = talk_sighting_back(&x->offer, f->in->from, f->in->to);
    if (s && s->media)
        return &s->media->media;
    return x->offer.n ? body_of(x->offer.at[0].media) : NULL;
}

static void tell_answer(struct feed *f, const struct talk_exchange *x, enum offer_role role)
{
    struct offer_event *out = f->out;
    out->role = role;
    out->pattern = (enum offer_pattern)x->pattern;
    out->offer = x->offer.n ? x->offer.at[0].message : 0;
    out->peer = offer_here(f, x);
    stand_agree(&out->agreed, out->peer, f->media);
}

static bool is_agreement_new(const struct talk *k, const struct media *offer,
                             const struct media *answer, unsigned offerer)
{
    struct media_agreed was, now;
    stand_agree(&was, body_of(k->media[offerer]), body_of(k->media[!offerer]));
    stand_agree(&now, offer, answer);
    if (was.n[1] != now.n[1])
        return true;
    for (unsigned i = 0; i < now.n[1]; i++)
        if (!slice_ieq(media_codec_name(&was.codec[1][i]), media_codec_name(&now.codec[1][i])))
            return true;
    return false;
}

/* Offer and answer are what both sides go by from now on. */
static void adopt(struct feed *f, struct talk_exchange *x, struct talk_media *answer)
{
    struct talk *k = f->k;
    unsigned offerer = x->offerer, answerer = !offerer;
    struct talk_media *offer = x->offer.n ? x->offer.at[0].media : NULL;
    const struct media *o = body_of(offer), *a = &answer->media;
    const struct media *own = body_of(k->media[offerer]);
    bool later = k->later || k->media[0] || k->media[1];
    bool held = k->holds[answerer];
    if (o) {
        bool news = is_agreement_new(k, o, a, offerer);
        x->granted = change_granted(x->change, own, o, a);
        x->granted &= ~(unsigned)(news ? 0 : OFFER_CODECS);
        k->holds[offerer] =
            media_main(o, a) && change_offer_holds(o, own, k->holds[offerer], later);
        k->holds[answerer] = change_answer_holds(a, o, held, later);
        set_media(f->t, k, offerer, offer);
        k->offer = x->offer.at[0].message;
    }
    x->answer_change = change_of(body_of(k->media[answerer]), a, o);
    if (held != k->holds[answerer]) {
        x->answer_change |= held ? OFFER_RESUME : later ? OFFER_HOLD : 0;
        x->answer_change &= ~(unsigned)(OFFER_DIRECTION | OFFER_REFRESH);
    }
    set_media(f->t, k, answerer, answer);
    k->offerer = (uint8_t)offerer;
    k->answer = f->in->message;
    talk_stage_set(f->t, x, TALK_ANSWERED);
    set_agreed_mode(f);
}

static void see_answer(struct feed *f, struct talk_exchange *x)
{
    struct talk_media *m = talk_media_new(f->t, f->media);
    if (!m)
        return;
    tell_answer(f, x, OFFER_ANSWER);
    talk_media_drop(f->t, x->answered);
    x->answered = m;
    talk_sighting_add(f->t, &x->answer, sighting(f, NULL));
    adopt(f, x, m);
    f->out->change = x->answer_change;
    f->out->granted = x->granted;
}

/* SDP where all was answered: the answer on another hop, or what should not be. */
static void see_answer_again(struct feed *f, struct talk_exchange *x)
{
    bool from_it = false;
    for (unsigned i = 0; i < x->answer.n; i++) {
        const struct talk_sighting *s = &x->answer.at[i];
        from_it |= s->from == f->in->from && s->to == f->in->to && s->meaning != f->media->meaning;
        if (s->meaning == f->media->meaning && s->from == f->in->from)
            from_it = false;
    }
    bool differs = x->answer.n && f->media->meaning != x->answer.at[0].meaning;
    if (!x->answer.n || (from_it && differs && !f->in->repeat)) {
        talk_sightings_drop(f->t, &x->answer); /* the same node says something else now */
        f->out->stray = true;
        see_answer(f, x);
        return;
    }
    tell_answer(f, x, OFFER_ANSWER);
    f->out->change = x->answer_change;
    f->out->granted = x->granted;
    see_again(f, &x->answer, x->answered);
}

static void see_preview(struct feed *f, struct talk_exchange *x)
{
    tell_answer(f, x, OFFER_PREVIEW);
    f->out->change = change_of(body_of(f->k->media[f->side]), f->media, f->out->peer);
    f->out->stray = !x->offer.n;
    const struct talk_sighting *prior = talk_sighting_before(&x->preview, f->in->from);
    if (x->preview.n && (prior || x->preview.at[0].meaning == f->media->meaning)) {
        see_again(f, &x->preview, x->previewed);
        return;
    }
    struct talk_media *m = talk_media_new(f->t, f->media);
    if (!m)
        return;
    talk_media_drop(f->t, x->previewed);
    x->previewed = m;
    talk_sightings_drop(f->t, &x->preview);
    talk_sighting_add(f->t, &x->preview, sighting(f, NULL));
    if (x->offer.n && f->k->early)
        set_mode(f, f->side ? &x->offer.at[0].media->media : &m->media,
                 f->side ? &m->media : &x->offer.at[0].media->media);
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
            see_offer_again(f, x);
        return;
    }
    if (f->in->repeat)
        return;
    x = new_exchange(f, f->side, SIP_METHOD_INVITE);
    if (f->media)
        see_offer(f, x, OFFER_BY_INVITE);
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
        see_answer(f, x);
    } else if (x) {
        see_answer_again(f, x);
    } else if (f->media && (x = find_exchange(f, f->side, SIP_METHOD_PRACK))) {
        see_offer_again(f, x);
    } else if (f->media && !f->in->repeat) {
        see_offer(f, new_exchange(f, f->side, SIP_METHOD_PRACK), OFFER_BY_PRACK);
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
        see_offer_again(f, x);
    else if (!f->in->repeat)
        see_offer(f, new_exchange(f, f->side, SIP_METHOD_UPDATE), OFFER_BY_UPDATE);
}

/* The 2xx was taken for an answer, and now comes the answer: so it was the offer. */
static void turn_round(struct feed *f, struct talk_exchange *x)
{
    x->unsure = false;
    x->offerer = !f->side;
    x->pattern = OFFER_BY_2XX;
    x->offer = x->answer; /* with what it holds */
    x->offer.at[0].media = x->answered;
    x->answered = NULL;
    x->answer.n = 0;
    talk_stage_set(f->t, x, TALK_OFFERED);
}

static void see_ack(struct feed *f)
{
    struct talk_exchange *x = find_exchange(f, f->side, SIP_METHOD_INVITE);
    if (!f->media)
        return;
    if (x && x->unsure)
        turn_round(f, x);
    if (!x || x->stage == TALK_EMPTY || x->stage == TALK_REFUSED || x->offerer == f->side) {
        f->out->stray = true; /* the offer is not in the capture, or it was in the INVITE */
        f->out->role = OFFER_ANSWER;
        f->out->pattern = OFFER_BY_2XX;
    } else if (x->stage == TALK_OFFERED) {
        see_answer(f, x);
    } else {
        see_answer_again(f, x);
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
    if (x->stage == TALK_EMPTY && (final || reliable))
        see_offer(f, x, final ? OFFER_BY_2XX : OFFER_BY_RELIABLE);
    else if (x->stage == TALK_EMPTY)
        see_preview(f, x);
    else if (x->offerer == f->side)
        see_offer_again(f, x); /* what it offered in a 1xx, in the 2xx as well */
    else if (!final && !reliable)
        see_preview(f, x);
    else if (x->stage == TALK_OFFERED)
        see_answer(f, x);
    else
        see_answer_again(f, x);
}

/* A 2xx without SDP to an offer: what an unreliable 1xx said must do (6337 3.1.1 wants more). */
static void take_preview(struct feed *f, struct talk_exchange *x)
{
    if (x->stage != TALK_OFFERED || x->offerer == f->side || !x->previewed)
        return;
    f->out->stray = true;
    x->answered = talk_media_use(x->previewed);
    talk_sighting_add(f->t, &x->answer, x->preview.at[0]);
    adopt(f, x, x->previewed);
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

/* A failed answer to the offer of an exchange. */
static void see_refusal(struct feed *f, struct talk_exchange *x)
{
    if (x->stage == TALK_REFUSED)
        f->out->again = true;
    else if (x->stage == TALK_ANSWERED) /* answered in a reliable 1xx, and then refused */
        return;
    f->out->refused = x->offer.n != 0;
    f->out->offer = x->offer.n ? x->offer.at[0].message : 0;
    f->out->pattern = (enum offer_pattern)x->pattern;
    f->out->peer = f->out->refused ? offer_here(f, x) : NULL;
    talk_stage_set(f->t, x, TALK_REFUSED);
}

/* The INVITE failed for its sender: nothing early is left of it. */
static void end_early(struct feed *f)
{
    struct talk *half = f->k;
    for (unsigned i = 0; i < f->t->used; i++) {
        struct talk *k = f->t->talk[i];
        if (k == half || !k->early || k->over || k->leg != half->leg || k->tag[0] != half->tag[0] ||
            !talk_exchange_find(k, 0, f->x->cseq, SIP_METHOD_INVITE))
            continue;
        f->k = k;
        end_talk(f);
    }
    f->k = half;
}

static void see_failure(struct feed *f, struct talk *half)
{
    bool invite = f->x->method == SIP_METHOD_INVITE;
    struct talk_exchange *x = find_exchange(f, !f->side, f->x->method), *asked = NULL;
    if (x)
        see_refusal(f, x);
    if (invite && half && (asked = talk_exchange_find(half, 0, f->x->cseq, SIP_METHOD_INVITE))) {
        if (!x)
            see_refusal(f, asked);
        bool at_caller = f->in->to && f->in->to == half->who[0];
        struct talk *k = f->k;
        f->k = half;
        if (at_caller)
            end_early(f);
        f->k = k;
    }
    if (invite && f->k->early && f->k->tag[1] && x)
        end_talk(f);
}

static void see_success(struct feed *f, struct talk_exchange *x)
{
    struct talk *k = f->k;
    if (f->x->method != SIP_METHOD_INVITE)
        return;
    if (!k->answered && k->early)
        k->answered = f->in->message;
    if (x && !f->media)
        take_preview(f, x);
    if (!k->early)
        return;
    k->early = false;
    set_agreed_mode(f);
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
    if (f->x->status >= 200)
        see_success(f, x);
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
        k->dtmf[0] = from->dtmf[0];
    } else if (k) {
        k->later = f->x->method != SIP_METHOD_INVITE;
        k->early = f->x->method == SIP_METHOD_PRACK || f->x->status < 200;
    }
    return k;
}

static void take(struct feed *f)
{
    struct talk *half = NULL;
    f->k = f->x->request ? talk_of_request(f) : talk_of_response(f, &half);
    if (!f->k)
        return;
    talk_touch(f->t, f->k);
    f->side = f->k->tag[0] != f->own;
    if (f->own == f->other) /* no tags at all (2543) */
        f->side = !f->x->request;
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
    take(&f);
    if (f.k)
        stand_tell(&out->state, f.k);
    out->side = f.side;
}
