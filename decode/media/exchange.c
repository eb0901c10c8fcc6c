/* One offer, its answer, and what becomes of the dialog with them (3264, 6337). Which messages
 * carry them is left to offer.c. */
#include "decode/media/exchange.h"

#include <string.h>

#include "decode/media/change.h"
#include "decode/media/stand.h"

static const struct media *body_of(const struct talk_media *m)
{
    return m ? &m->media : NULL;
}

static void set_mode(struct feed *f, const struct media *a, const struct media *b)
{
    f->out->turned |= stand_set(f->k, a, b, f->in->message);
}

void exchange_set_mode(struct feed *f)
{
    set_mode(f, body_of(f->k->media[0]), body_of(f->k->media[1]));
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

/* Before the call is answered nobody holds: a direction is then a matter of early media and of
 * resources that are not there yet (3312). */
static unsigned offer_change(const struct feed *f, const struct talk *k)
{
    const struct media *own = body_of(k->media[f->side]);
    unsigned change = change_of(own, f->media, NULL);
    bool later = own || k->later;
    if (k->early)
        return change;
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
void exchange_offer(struct feed *f, struct talk_exchange *x, enum offer_pattern pattern)
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

void exchange_offer_again(struct feed *f, struct talk_exchange *x)
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
        if (!k->early) {
            k->holds[offerer] =
                media_main(o, a) && change_offer_holds(o, own, k->holds[offerer], later);
            k->holds[answerer] = change_answer_holds(a, o, held, later);
        }
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
    exchange_set_mode(f);
}

void exchange_confirm(struct feed *f)
{
    struct talk *k = f->k;
    const struct media *o = body_of(k->media[k->offerer]), *a = body_of(k->media[!k->offerer]);
    k->early = false;
    k->over = false; /* though another answer came first */
    k->holds[k->offerer] = o && a && media_main(o, a) && change_offer_holds(o, NULL, false, false);
    k->holds[!k->offerer] = o && a && change_answer_holds(a, o, false, false);
    exchange_set_mode(f);
}

void exchange_answer(struct feed *f, struct talk_exchange *x)
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
/* Does the node that answered say something else now, to the same? */
static bool says_other(const struct feed *f, const struct talk_sightings *answer)
{
    bool other = false;
    for (unsigned i = 0; i < answer->n; i++) {
        const struct talk_sighting *s = &answer->at[i];
        if (s->from != f->in->from)
            continue;
        if (s->meaning == f->media->meaning)
            return false;
        other |= s->to == f->in->to;
    }
    return other && f->media->meaning != answer->at[0].meaning;
}

void exchange_answer_again(struct feed *f, struct talk_exchange *x)
{
    const struct media *own = body_of(f->k->media[f->side]);
    bool since = x->answer.n && f->k->answer != x->answer.at[0].message; /* another agreement */
    if (!x->answer.n || (!since && !f->in->repeat && says_other(f, &x->answer))) {
        talk_sightings_drop(f->t, &x->answer);
        f->out->stray = true;
        exchange_answer(f, x);
        return;
    }
    tell_answer(f, x, OFFER_ANSWER);
    f->out->change = x->answer_change;
    f->out->granted = x->granted;
    if (since && own && own->meaning == f->media->meaning) { /* as agreed later, in an UPDATE */
        f->out->again = true;
        f->out->first = f->k->answer;
        f->out->change = OFFER_REFRESH;
        return;
    }
    see_again(f, &x->answer, x->answered);
}

void exchange_preview(struct feed *f, struct talk_exchange *x)
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
    if (x->stage == TALK_OFFERED && f->k->early)
        set_mode(f, f->side ? &x->offer.at[0].media->media : &m->media,
                 f->side ? &m->media : &x->offer.at[0].media->media);
}

/* The 2xx was taken for an answer, and now comes the answer: so it was the offer. */
void exchange_turn(struct feed *f, struct talk_exchange *x)
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

/* A 2xx without SDP to an offer: what an unreliable 1xx said must do (6337 3.1.1 wants more). */
void exchange_take_preview(struct feed *f, struct talk_exchange *x)
{
    if (x->stage != TALK_OFFERED || x->offerer == f->side || !x->previewed)
        return;
    f->out->stray = true;
    x->answered = talk_media_use(x->previewed);
    talk_sighting_add(f->t, &x->answer, x->preview.at[0]);
    adopt(f, x, x->previewed);
}

/* A failed answer to the offer of an exchange. */
void exchange_refuse(struct feed *f, struct talk_exchange *x)
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
