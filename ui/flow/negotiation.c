/* Puts offers and answers together by what media_fact.h says of each arrow, and says them. */
#include "ui/flow/negotiation.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "decode/media/words.h"
#include "decode/sip/body.h"
#include "ui/flow/draft.h"

enum {
    TYPES = 128,   /* RTP payload types */
    FMTP_MAX = 80, /* bytes of the parameters of a format that are shown */
};

/* --- which there are -------------------------------------------------------------------------- */

static struct negotiation *add(struct negotiations *x, struct negotiation one)
{
    if (x->n == x->cap) {
        uint32_t cap = x->cap ? x->cap * 2 : 16;
        struct negotiation *p = mem_resize(x->of, cap, sizeof(*p));
        if (!p)
            return NULL;
        x->of = p;
        x->cap = cap;
    }
    x->of[x->n] = one;
    return &x->of[x->n++];
}

/* An answer has its offer; a second one, of a fork, is a negotiation of its own. */
static bool see_answer(struct negotiations *x, uint32_t *by_step, uint32_t step, uint32_t offer)
{
    const struct facts *facts = flow_facts(x->flow);
    struct negotiation *n = &x->of[by_step[offer - 1] - 1];
    if (n->answer && !(n = add(x, *n)))
        return false;
    n->branch = n->answer != 0;
    n->answer = step;
    n->refused = 0;
    n->to = facts_row(facts, facts->fact[step - 1].origin)->from;
    by_step[step - 1] = (uint32_t)(n - x->of) + 1;
    return true;
}

/* by_step: the negotiation of an offer or answer + 1, 0: none. False: no memory. */
static bool see(struct negotiations *x, uint32_t *by_step, uint32_t step)
{
    const struct facts *facts = flow_facts(x->flow);
    const struct media_fact *m = &facts->media[step - 1];
    const struct fact *f = &facts->fact[step - 1];
    uint32_t offer = m->offer && m->offer < step && by_step[m->offer - 1] ? m->offer : 0;
    if (m->again) {
        uint32_t first = m->first < step ? m->first : 0, i = first ? by_step[first - 1] : 0;
        uint32_t *changed = i ? &x->of[i - 1].rewritten[first == x->of[i - 1].answer] : NULL;
        if (changed && m->rewritten && !*changed)
            *changed = step;
    } else if (m->role == OFFER_OFFER) {
        if (!add(x, (struct negotiation){ .offer = step,
                                          .from = facts_row(facts, f->origin)->from,
                                          .to = facts_row(facts, f->end)->to }))
            return false;
        by_step[step - 1] = x->n;
    } else if (m->role == OFFER_ANSWER && offer) {
        return see_answer(x, by_step, step, offer);
    } else if (offer) {
        struct negotiation *n = &x->of[by_step[offer - 1] - 1];
        uint32_t *which = m->refused ? &n->refused : &n->early;
        *which = *which || n->answer ? *which : step;
    }
    return true;
}

static int by_offer(const void *a, const void *b)
{
    const struct negotiation *x = a, *y = b;
    if (x->offer != y->offer)
        return x->offer < y->offer ? -1 : 1;
    return x->answer < y->answer ? -1 : x->answer > y->answer;
}

int negotiations_init(struct negotiations *x, const struct flow *f)
{
    *x = (struct negotiations){ .flow = flow_facts(f)->flow };
    uint32_t *by_step = mem_new((size_t)x->flow->steps + 1, sizeof(*by_step));
    bool ok = by_step != NULL;
    for (uint32_t step = 1; step <= x->flow->steps && ok; step++)
        ok = see(x, by_step, step);
    mem_free(by_step);
    if (ok && x->n)
        qsort(x->of, x->n, sizeof(*x->of), by_offer);
    if (!ok)
        negotiations_fini(x);
    return ok ? 0 : -ENOMEM;
}

void negotiations_fini(struct negotiations *x)
{
    mem_free(x->of);
    *x = (struct negotiations){ .n = 0 };
}

const struct flow_row *negotiation_row(const struct negotiations *x, uint32_t step)
{
    return facts_row(flow_facts(x->flow), step);
}

const struct negotiation *negotiation_at(const struct negotiations *x, uint32_t step)
{
    uint32_t n = 0;
    while (n < x->n && x->of[n].offer <= step)
        n++;
    return n ? &x->of[n - 1] : NULL;
}

/* --- what they say ---------------------------------------------------------------------------- */

void negotiation_side_init(struct negotiation_side *d)
{
    *d = (struct negotiation_side){ .there = false };
    loaded_init(&d->loaded);
}

void negotiation_side_fini(struct negotiation_side *d)
{
    loaded_fini(&d->loaded);
}

bool negotiation_side_read(struct negotiation_side *d, const struct flow *f, uint32_t step)
{
    const struct facts *x = flow_facts(f);
    struct trace *t = x->trace;
    d->there = false;
    if (!step || !trace_load(t, facts_row(x, step)->message, &d->loaded))
        return false;
    struct slice body = sip_body_find(&d->loaded.index, SLICE("application/sdp"));
    d->there =
        body.n && sdp_parse(&d->sdp, body) && media_read(&d->media, &trace_store(t)->key, body);
    return d->there;
}

static const char *security_of(const struct media_stream *s)
{
    return s->flags & MEDIA_FINGERPRINT ? "DTLS-SRTP"
           : s->flags & MEDIA_CRYPTO    ? "SRTP"
           : s->flags & MEDIA_SECURE    ? "SRTP without keys"
                                        : "";
}

static void add_part(struct buf *b, const char *text)
{
    buf_printf(b, "%s%s", *text ? "  " : "", text);
}

void negotiation_side_add_stream(struct buf *b, const struct negotiation_side *d, unsigned stream,
                                 bool answer)
{
    const struct media_stream *s = &d->media.stream[stream];
    const struct slice proto = d->sdp.media[stream].proto;
    if (!media_stream_is_on(s)) {
        buf_adds(b, answer ? "refused (port 0)" : "not in use (port 0)");
        return;
    }
    words_place(b, s);
    add_part(b, sdp_direction_word((enum sdp_direction)s->direction));
    if (s->ptime)
        buf_printf(b, "  %u ms", s->ptime);
    buf_adds(b, "  ");
    buf_add(b, proto.p, proto.n);
    if (s->flags & MEDIA_CRYPTO)
        add_part(b, "a=crypto");
    if (s->flags & MEDIA_FINGERPRINT)
        add_part(b, "a=fingerprint");
    if (s->flags & MEDIA_ICE)
        add_part(b, "ICE");
    if (s->flags & MEDIA_NOWHERE)
        add_part(b, "to nowhere");
}

/* The parameters of each payload type: one walk over the attributes. */
static void read_fmtp(const struct sdp_media *m, struct slice out[TYPES])
{
    struct slice name, value;
    memset(out, 0, TYPES * sizeof(*out));
    for (size_t at = 0; sdp_attribute_next(m->lines, &at, &name, &value);) {
        size_t n = slice_index(value, ' ');
        uint64_t type = slice_number(slice_sub(value, 0, n), TYPES, NULL);
        if (slice_ieq(name, SLICE("fmtp")) && n < value.n && type < TYPES)
            out[type] = slice_trim(slice_sub(value, n, value.n));
    }
}

void negotiation_side_add_codecs(struct buf *b, const struct negotiation_side *d, unsigned stream)
{
    const struct media_stream *s = &d->media.stream[stream];
    struct slice fmtp[TYPES];
    read_fmtp(&d->sdp.media[stream], fmtp);
    for (unsigned i = 0; i < s->codecs; i++) {
        const struct media_codec *c = &d->media.codec[s->codec + i];
        buf_adds(b, i ? ", " : "");
        if (c->type < TYPES)
            buf_printf(b, "%u ", c->type);
        buf_add(b, c->name, c->n);
        if (c->clock)
            buf_printf(b, "/%u", c->clock);
        if (c->channels > 1)
            buf_printf(b, "/%u", c->channels);
        struct slice p = c->type < TYPES ? fmtp[c->type] : (struct slice){ NULL, 0 };
        if (p.n) {
            buf_adds(b, " (");
            buf_add(b, p.p, p.n < FMTP_MAX ? p.n : FMTP_MAX);
            buf_adds(b, p.n > FMTP_MAX ? "…)" : ")");
        }
    }
}

/* --- what comes of it ------------------------------------------------------------------------- */

void negotiation_add_state(struct buf *b, const struct negotiations *x, uint32_t step)
{
    const struct facts *facts = flow_facts(x->flow);
    const struct media_fact *m = &facts->media[step - 1];
    const char *name[2];
    for (unsigned i = 0; i < 2; i++)
        name[i] = m->who[i] ? x->flow->participant[m->who[i] - 1].name : "one side";
    if (!m->words)
        return;
    media_fact_add_state(b, m, facts->strings, name);
    bool heard = m->mode == MEDIA_TWO_WAY || m->mode == MEDIA_ONE_WAY;
    if (heard && m->agreed)
        buf_printf(b, " · %s", strings_get(facts->strings, m->agreed));
}

bool negotiation_is_fine(const struct negotiations *x, uint32_t step)
{
    unsigned mode = flow_facts(x->flow)->media[step - 1].mode;
    return mode == MEDIA_TWO_WAY || mode == MEDIA_FAXING || mode == MEDIA_ON_HOLD;
}

const char *negotiation_change(const struct negotiations *x, uint32_t step)
{
    switch (offer_change_main(flow_facts(x->flow)->media[step - 1].change)) {
    case OFFER_HOLD:
        return "hold";
    case OFFER_RESUME:
        return "resume";
    case OFFER_FAX:
        return "fax";
    case OFFER_FAX_END:
        return "end of fax";
    case OFFER_MOVE:
        return "another address";
    case OFFER_CODECS:
        return "other codecs";
    case OFFER_ADDED:
        return "a stream more";
    case OFFER_REMOVED:
        return "a stream less";
    case OFFER_DIRECTION:
        return "another direction";
    case OFFER_TRANSPORT:
        return "another transport";
    case OFFER_REFRESH:
        return "nothing new";
    default:
        return "";
    }
}

/* The main stream as each of the two has it; false: there is none in both. */
static bool main_streams(const struct negotiation_side *offer,
                         const struct negotiation_side *answer, const struct media_stream *out[2])
{
    if (!offer->there || !answer->there)
        return false;
    out[0] = media_main(&offer->media, &answer->media);
    out[1] = media_main(&answer->media, &offer->media);
    return out[0] && out[1];
}

static const struct media_codec *dtmf_of(const struct negotiation_side *d,
                                         const struct media_stream *s)
{
    for (unsigned i = 0; i < s->codecs; i++)
        if (d->media.codec[s->codec + i].kind == MEDIA_CODEC_DTMF)
            return &d->media.codec[s->codec + i];
    return NULL;
}

bool negotiation_add_dtmf(struct buf *b, const struct negotiation_side *offer,
                          const struct negotiation_side *answer, const char *const name[2])
{
    const struct media_stream *s[2];
    if (!main_streams(offer, answer, s) || s[0]->kind != MEDIA_AUDIO)
        return false;
    const struct media_codec *c[2] = { dtmf_of(offer, s[0]), dtmf_of(answer, s[1]) };
    if (c[0] && c[1] && c[0]->type == c[1]->type)
        buf_printf(b, "DTMF as telephone-event (%u)", c[0]->type);
    else if (c[0] && c[1])
        buf_printf(b, "DTMF as telephone-event (%u to %s, %u to %s)", c[0]->type, name[0],
                   c[1]->type, name[1]);
    else if (c[0] || c[1])
        buf_printf(b, "only %s has telephone-event", name[!c[0]]);
    else
        buf_adds(b, "no telephone-event");
    return !c[0] != !c[1];
}

bool negotiation_add_security(struct buf *b, const struct negotiation_side *offer,
                              const struct negotiation_side *answer, const char *const name[2])
{
    const struct media_stream *s[2];
    if (!main_streams(offer, answer, s))
        return false;
    const char *how[2] = { security_of(s[0]), security_of(s[1]) };
    if (!strcmp(how[0], how[1])) {
        buf_adds(b, *how[0] ? how[0] : "no SRTP");
        return false;
    }
    buf_printf(b, "%s %s, %s %s", name[0], *how[0] ? how[0] : "no SRTP", name[1],
               *how[1] ? how[1] : "no SRTP");
    return true;
}
