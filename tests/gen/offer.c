/* SDP of a message: offer or answer, and when its version counts up (RFC 3264). */
#include "tests/gen/build.h"

static enum direction mirror(enum direction d)
{
    if (d == DIR_SENDONLY)
        return DIR_RECVONLY;
    return d == DIR_RECVONLY ? DIR_SENDONLY : d;
}

/* Those of the offer that are mine too, in the order of the offer. */
static struct codec_list common(const struct codec_list *offer, const struct codec_list *mine)
{
    struct codec_list out = { 0 };
    for (unsigned i = 0; i < offer->n; i++)
        for (unsigned k = 0; k < mine->n; k++)
            if (offer->id[i] == mine->id[k])
                out.id[out.n++] = offer->id[i];
    return out;
}

/* A hash of what the SDP says, without its version. */
static uint64_t digest(struct builder *b, const struct sdp *s)
{
    const struct script *script = b->sc->script;
    uint64_t h = scene_hash(b->sc, "sdp", s->direction + 16u * s->media, s->codecs.n);
    for (unsigned i = 0; i < s->codecs.n; i++)
        h = hash_mix(h, s->codecs.id[i]);
    for (size_t i = b->step->extra; i < b->step->extra + b->step->extras; i++) {
        const struct extra *x = &script->extra[i];
        if (!x->name.n)
            h = hash_mix(h, hash_sip(&b->sc->key, x->value.p, x->value.n));
    }
    return h;
}

/* A B2BUA that leaves the media to the two ends passes on the SDP that it got in the other call. */
static int relayed(struct builder *b, struct message *m)
{
    const struct entry *e = journal_sdp(b->journal, (unsigned)b->step->relays, b->step->from);
    if (!e)
        return build_fail(b, "%.*s has got no SDP in the call `%.*s` that it could pass on.",
                          BUILD_FMT(b->sc->script->node[b->step->from].name),
                          BUILD_FMT(b->sc->script->call[b->step->relays]));
    m->sdp = e->m->sdp;
    return 0;
}

int build_sdp(struct builder *b, struct message *m, const struct sdp *offer)
{
    const struct step *st = b->step;
    if (st->relays >= 0 && !(st->flags & STEP_SDP))
        return relayed(b, m);
    unsigned owner = st->from;
    struct party *p = &b->sc->party[m->call][owner];
    struct sdp s = { .present = true,
                     .owner = (uint8_t)owner,
                     .call = (uint8_t)m->call,
                     .media = offer ? offer->media : st->media,
                     .direction = st->direction };
    s.codecs = st->codecs.n ? st->codecs : b->sc->script->node[owner].codecs;
    if (offer) {
        s.codecs = common(&offer->codecs, &s.codecs);
        if (!s.direction)
            s.direction = mirror(offer->direction);
    }
    if (!s.direction)
        s.direction = DIR_SENDRECV;
    if (!s.codecs.n)
        return build_fail(b, "%.*s has no codec in common with the offer.",
                          BUILD_FMT(b->sc->script->node[owner].name));
    uint64_t h = digest(b, &s);
    if (!p->sdp_version || p->sdp_hash != h)
        p->sdp_version++;
    p->sdp_hash = h;
    s.version = p->sdp_version;
    m->sdp = s;
    return 0;
}
