/* Keeps what a session description says, and matches the codecs of two. */
#include "decode/media/media.h"

#include <string.h>

enum { FORMATS_READ = 64 /* formats of a stream that are looked at */ };

static uint64_t with_text(const struct hash_key *key, uint64_t h, struct slice text)
{
    return hash_mix(h, hash_sip(key, text.p, text.n));
}

/* Without regard to ASCII case; what is longer than any real name is taken as it stands. */
static uint64_t with_word(const struct hash_key *key, uint64_t h, struct slice word)
{
    char lower[64];
    if (word.n > sizeof(lower))
        return with_text(key, h, word);
    for (size_t i = 0; i < word.n; i++)
        lower[i] = ascii_lower(word.p[i]);
    return with_text(key, h, slice_make(lower, word.n));
}

static uint8_t keep(char *to, size_t room, struct slice from)
{
    size_t n = from.n < room ? from.n : room;
    if (n)
        memcpy(to, from.p, n);
    return (uint8_t)n;
}

static uint8_t codec_kind(struct slice name)
{
    if (slice_ieq(name, SLICE("telephone-event")))
        return MEDIA_CODEC_DTMF;
    if (slice_ieq(name, SLICE("CN")))
        return MEDIA_CODEC_NOISE;
    if (slice_ieq(name, SLICE("red")) || slice_ieq(name, SLICE("rtx")) ||
        slice_ieq(name, SLICE("ulpfec")) || slice_istarts(name, SLICE("flexfec")))
        return MEDIA_CODEC_REPAIR;
    return MEDIA_CODEC_MAIN;
}

static enum media_kind stream_kind(const struct sdp_media *m)
{
    if (slice_ieq(m->type, SLICE("audio")))
        return MEDIA_AUDIO;
    if (slice_ieq(m->type, SLICE("video")))
        return MEDIA_VIDEO;
    return slice_ieq(m->type, SLICE("image")) ? MEDIA_FAX : MEDIA_OTHER;
}

static void read_codecs(struct media *out, struct media_stream *s, const struct sdp_media *m,
                        const struct hash_key *key)
{
    struct sdp_codec c[FORMATS_READ];
    unsigned n = sdp_codecs(m, c, FORMATS_READ);
    s->codec = (uint8_t)out->codecs;
    for (unsigned i = 0; i < n; i++) {
        s->formats = hash_mix(with_word(key, s->formats, c[i].name), c[i].clock);
        if (out->codecs == MEDIA_CODECS)
            continue;
        struct media_codec *to = &out->codec[out->codecs++];
        *to = (struct media_codec){ .type = c[i].type,
                                    .kind = codec_kind(c[i].name),
                                    .channels = c[i].channels,
                                    .clock = c[i].clock };
        to->n = keep(to->name, sizeof(to->name), c[i].name);
        s->codecs++;
    }
}

/* What its attributes tell besides the direction. */
static void read_attributes(struct media_stream *s, struct slice lines)
{
    struct slice name, value;
    for (size_t at = 0; sdp_attribute_next(lines, &at, &name, &value);) {
        if (slice_ieq(name, SLICE("ptime")))
            s->ptime = (uint16_t)slice_number(value, UINT16_MAX, NULL);
        else if (slice_ieq(name, SLICE("crypto")))
            s->flags |= MEDIA_CRYPTO;
        else if (slice_ieq(name, SLICE("fingerprint")))
            s->flags |= MEDIA_FINGERPRINT;
        else if (slice_ieq(name, SLICE("candidate")))
            s->flags |= MEDIA_ICE;
        else if (slice_ieq(name, SLICE("bundle-only")))
            s->flags |= MEDIA_BUNDLE_ONLY;
    }
}

static void read_stream(struct media *out, struct media_stream *s, const struct sdp_media *m,
                        const struct hash_key *key)
{
    enum { TRICKLE_PORT = 9 }; /* with 0.0.0.0: candidates will follow (8840 4.1.1) */
    bool secure = m->proto.n && memmem(m->proto.p, m->proto.n, "SAVP", 4);
    s->kind = (uint8_t)stream_kind(m);
    s->direction = (uint8_t)m->direction;
    s->port = m->port;
    s->name_n = keep(s->name, sizeof(s->name), m->type);
    s->address_n = keep(s->address, sizeof(s->address), m->address);
    s->where = hash_mix(with_text(key, 1, m->address), m->port);
    s->formats = with_word(key, with_word(key, 1, m->type), m->proto);
    s->flags =
        (uint16_t)((sdp_is_rtp(m) ? MEDIA_RTP : 0) | (secure ? MEDIA_SECURE : 0) |
                   (sdp_is_nowhere(m->address) && m->port != TRICKLE_PORT ? MEDIA_NOWHERE : 0));
    read_attributes(s, m->lines);
    read_codecs(out, s, m, key);
}

static uint64_t stream_meaning(uint64_t h, const struct media_stream *s)
{
    h = hash_mix(hash_mix(h, s->where), s->formats);
    return hash_mix(h, (uint64_t)s->direction << 32 | (uint64_t)s->flags << 16 | s->ptime);
}

bool media_read(struct media *out, const struct hash_key *key, struct slice body)
{
    struct sdp sdp;
    if (!body.n || !sdp_parse(&sdp, body))
        return false;
    *out = (struct media){ .streams = sdp.medias };
    out->session = with_text(key, with_text(key, 1, sdp.user), sdp.id);
    out->session = with_text(key, out->session, sdp.origin);
    out->version = with_text(key, 1, sdp.version);
    bool fingerprint = sdp_attribute(sdp.lines, SLICE("fingerprint")).p != NULL;
    for (unsigned i = 0; i < media_kept(out); i++) {
        read_stream(out, &out->stream[i], &sdp.media[i], key);
        out->stream[i].flags |= fingerprint ? MEDIA_FINGERPRINT : 0;
        out->meaning = stream_meaning(out->meaning, &out->stream[i]);
    }
    out->meaning = hash_mix(out->meaning, out->streams);
    return true;
}

const struct media_stream *media_main(const struct media *m, const struct media *peer)
{
    const struct media_stream *found = NULL;
    unsigned n = m ? media_kept(m) : 0;
    if (peer && media_kept(peer) < n)
        n = media_kept(peer);
    for (unsigned i = 0; i < n; i++) {
        const struct media_stream *s = &m->stream[i];
        if (!media_stream_is_on(s) || (peer && !media_stream_is_on(&peer->stream[i])))
            continue;
        if (s->kind == MEDIA_AUDIO)
            return s;
        found = found ? found : s;
    }
    return found;
}

/* A dynamic type whose rtpmap was left away is called by its number. */
static bool is_unnamed(const struct media_codec *c)
{
    return c->type >= 96 && c->type < 128 && c->n && ascii_is_digit(c->name[0]) && !c->clock;
}

static bool is_same_codec(const struct media_codec *a, const struct media_codec *b)
{
    if (is_unnamed(a) || is_unnamed(b))
        return a->type == b->type;
    return slice_ieq(media_codec_name(a), media_codec_name(b)) && a->channels == b->channels &&
           (a->clock == b->clock || !a->clock || !b->clock);
}

static const struct media_codec *find_codec(const struct media *m, const struct media_stream *s,
                                            const struct media_codec *c)
{
    for (unsigned i = 0; i < s->codecs; i++)
        if (is_same_codec(&m->codec[s->codec + i], c))
            return &m->codec[s->codec + i];
    return NULL;
}

/* Those of `to` that are in `peer` too, in the order of `to`. */
static unsigned common(struct media_codec *out, const struct media *to, const struct media *peer,
                       unsigned stream)
{
    const struct media_stream *s = &to->stream[stream], *p = &peer->stream[stream];
    unsigned n = 0;
    for (unsigned i = 0; i < s->codecs && n < MEDIA_AGREED; i++) {
        const struct media_codec *c = &to->codec[s->codec + i], *other = find_codec(peer, p, c);
        if (!other)
            continue;
        out[n] = is_unnamed(c) ? *other : *c;
        out[n++].type = c->type;
    }
    return n;
}

void media_agree(struct media_agreed *out, const struct media *offer, const struct media *answer,
                 unsigned stream)
{
    *out = (struct media_agreed){ .n = { 0, 0 } };
    if (stream >= media_kept(offer) || stream >= media_kept(answer) ||
        !media_stream_is_on(&offer->stream[stream]) || !media_stream_is_on(&answer->stream[stream]))
        return;
    out->n[0] = common(out->codec[0], offer, answer, stream);
    out->n[1] = common(out->codec[1], answer, offer, stream);
}

bool media_stream_has_dtmf(const struct media *m, const struct media_stream *s)
{
    for (unsigned i = 0; i < s->codecs; i++)
        if (m->codec[s->codec + i].kind == MEDIA_CODEC_DTMF)
            return true;
    return false;
}
