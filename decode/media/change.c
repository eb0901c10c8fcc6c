/* Compares descriptions, and tells who holds by them (3264 8, 6337 5.3). */
#include "decode/media/change.h"

static const struct media_stream *stream_at(const struct media *m, unsigned i)
{
    return m && i < media_kept(m) ? &m->stream[i] : NULL;
}

static bool is_on(const struct media_stream *s)
{
    return s && media_stream_is_on(s);
}

static unsigned stream_change(const struct media_stream *before, const struct media_stream *now,
                              const struct media_stream *offered, bool answer)
{
    bool was_on = is_on(before), fax = now && now->kind == MEDIA_FAX;
    unsigned change = 0;
    if (!is_on(now)) {
        if (answer)
            change = is_on(offered) ? OFFER_REFUSED : 0;
        else if (was_on)
            change = before->kind == MEDIA_FAX ? OFFER_FAX_END : OFFER_REMOVED;
        return change;
    }
    if (!was_on)
        return fax ? OFFER_FAX : OFFER_ADDED;
    if (before->kind != now->kind && (fax || before->kind == MEDIA_FAX))
        return fax ? OFFER_FAX : OFFER_FAX_END;
    if (before->where != now->where && !((before->flags | now->flags) & MEDIA_NOWHERE))
        change |= OFFER_MOVE;
    if (before->formats != now->formats)
        change |= OFFER_CODECS;
    if ((before->flags ^ now->flags) & MEDIA_SECURE)
        change |= OFFER_TRANSPORT;
    if (before->direction != now->direction || (before->flags ^ now->flags) & MEDIA_NOWHERE)
        change |= OFFER_DIRECTION;
    return change;
}

unsigned change_of(const struct media *before, const struct media *now, const struct media *offer)
{
    unsigned n = media_kept(now), change = 0;
    if (!before) {
        change = OFFER_FIRST;
        for (unsigned i = 0; i < n; i++)
            if (!is_on(&now->stream[i]) && is_on(stream_at(offer, i)))
                change |= OFFER_REFUSED;
        return change;
    }
    if (before->meaning == now->meaning)
        return OFFER_REFRESH;
    n = media_kept(before) > n ? media_kept(before) : n;
    for (unsigned i = 0; i < n; i++)
        change |=
            stream_change(stream_at(before, i), stream_at(now, i), stream_at(offer, i), offer);
    return change ? change : OFFER_REFRESH;
}

bool change_is_fax(const struct media *a, const struct media *b)
{
    unsigned n = a ? media_kept(a) : 0;
    for (unsigned i = 0; i < n; i++)
        if (a->stream[i].kind == MEDIA_FAX && is_on(&a->stream[i]) && is_on(stream_at(b, i)))
            return true;
    return false;
}

/* Are all streams that were off before, and are wanted now, taken? */
static bool takes_new(const struct media *before, const struct media *offer,
                      const struct media *answer)
{
    for (unsigned i = 0; i < media_kept(offer); i++)
        if (is_on(&offer->stream[i]) && !is_on(stream_at(before, i)) &&
            !is_on(stream_at(answer, i)))
            return false;
    return true;
}

unsigned change_granted(unsigned change, const struct media *before, const struct media *offer,
                        const struct media *answer)
{
    if (!media_main(offer, answer))
        return change & (OFFER_REMOVED | OFFER_FAX_END);
    if (!change_is_fax(offer, answer))
        change &= ~(unsigned)OFFER_FAX;
    if (!takes_new(before, offer, answer))
        change &= ~(unsigned)OFFER_ADDED;
    return change;
}

/* ---- hold */

/* Does its sender receive nothing in the streams that people mean? `peer`: those on in it too. */
static bool excludes_receiving(const struct media *m, const struct media *peer, bool later)
{
    const struct media_stream *main = media_main(m, peer);
    for (unsigned i = 0; main && i < media_kept(m); i++) {
        const struct media_stream *s = &m->stream[i];
        if (s->kind != main->kind || !is_on(s) || (peer && !is_on(stream_at(peer, i))))
            continue;
        if (media_stream_receives(s) && !(later && s->flags & MEDIA_NOWHERE))
            return false;
    }
    return main && main->kind != MEDIA_FAX;
}

/* As the last one said, in the stream that people mean? */
static bool is_same_wish(const struct media *a, const struct media *b)
{
    const struct media_stream *s = media_main(a, NULL), *t = media_main(b, NULL);
    return s && t && s->direction == t->direction && !((s->flags ^ t->flags) & MEDIA_NOWHERE);
}

bool change_offer_holds(const struct media *offer, const struct media *own, bool held, bool later)
{
    if (!excludes_receiving(offer, NULL, later))
        return false;
    return own && is_same_wish(own, offer) ? held : true; /* said again: what it meant before */
}

bool change_answer_holds(const struct media *answer, const struct media *offer, bool held,
                         bool later)
{
    const struct media_stream *o = media_main(offer, answer);
    if (!o || !excludes_receiving(answer, offer, later))
        return false;
    bool both_nowhere =
        o->flags & MEDIA_NOWHERE && media_main(answer, offer)->flags & MEDIA_NOWHERE;
    /* What the offer asks for tells nothing of its own wish; nor does inactive to sendonly, which
     * 3264 6.1 allows to whoever is put on hold. */
    bool forced = o->direction != SDP_SENDRECV || both_nowhere;
    return forced ? held : true;
}

bool change_sends(const struct media *from, const struct media *to)
{
    const struct media_stream *s = media_main(from, to), *r = media_main(to, from);
    return s && r && media_stream_sends(s) && media_stream_receives(r) &&
           !(r->flags & MEDIA_NOWHERE);
}
