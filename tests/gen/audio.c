/* RTP with a soft tone for each node, a little jitter and evenly spread losses. */
#include "tests/gen/audio.h"

enum { JITTER_US = 700, DSCP_EF = 46 };

/* A sine by a parabola: integers only, so that all machines agree. phase is 16 bits. */
static int tone(uint32_t phase)
{
    int x = (int)(phase & 0x7fff);
    int y = x * (0x8000 - x) >> 15; /* 0 … 8192 */
    return phase & 0x8000 ? -y : y;
}

/* G.711 µ-law (ITU-T G.711, table 2a). */
static uint8_t ulaw(int sample)
{
    int sign = sample < 0 ? 0x80 : 0;
    int v = (sample < 0 ? -sample : sample) + 132, exponent = 7;
    while (exponent && !(v & 0x80 << exponent))
        exponent--;
    return (uint8_t) ~(sign | exponent << 4 | (v >> (exponent + 3) & 15));
}

/* G.711 A-law (table 1a). */
static uint8_t alaw(int sample)
{
    int sign = sample < 0 ? 0 : 0x80;
    int v = sample < 0 ? -sample - 1 : sample, exponent = 7;
    while (exponent && !(v & 0x80 << exponent))
        exponent--;
    int mantissa = v >> (exponent ? exponent + 3 : 4) & 15;
    return (uint8_t)((sign | exponent << 4 | mantissa) ^ 0x55);
}

static void add_payload(struct scene *sc, struct buf *b, const struct step *step, unsigned node,
                        uint32_t ts)
{
    const struct codec *c = codec_get((uint8_t)step->codec);
    size_t n = (size_t)c->bytes * step->ptime / 20;
    uint32_t pitch = 2400 + 700 * node; /* of 65536 a sample: 293 Hz, 378 Hz, … */
    for (size_t i = 0; i < n; i++) {
        int sample = tone((ts + (uint32_t)i) * pitch);
        if (c->pt == 0)
            buf_addc(b, (char)ulaw(sample));
        else if (c->pt == 8)
            buf_addc(b, (char)alaw(sample));
        else if (c->pt == 111 && !i)
            buf_addc(b, (char)0xf8); /* one CELT frame of 20 ms (RFC 6716 3.1) */
        else
            buf_addc(b, (char)scene_hash(sc, "payload", ts, i));
    }
}

static void add_be32(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_addc(b, (char)(v >> shift));
}

static void begin(struct scene *sc, unsigned call, struct party *p, unsigned node)
{
    uint64_t h = scene_hash(sc, "rtp", call, node);
    p->rtp_seq = (uint16_t)h;
    p->rtp_ts = (uint32_t)(h >> 16);
    p->rtp_begun = true;
}

/* The packets of one way. */
static void one_way(struct scene *sc, struct wire *w, const struct step *step, unsigned from,
                    unsigned to, int64_t start)
{
    unsigned call_from = scene_media_call(sc, step->call, from);
    unsigned call_to = scene_media_call(sc, step->call, to);
    struct party *p = &sc->party[call_from][from];
    const struct codec *c = codec_get((uint8_t)step->codec);
    struct wire_path path = {
        { scene_addr(sc, from), scene_media_port(sc, call_from, from) },
        { scene_addr(sc, to), scene_media_port(sc, call_to, to) },
        DSCP_EF,
    };
    bool first = !p->rtp_begun;
    if (first)
        begin(sc, call_from, p, from);
    for (unsigned i = 0; i < step->packets; i++) {
        uint64_t lost = (uint64_t)(i + 1) * step->loss / step->packets -
                        (uint64_t)i * step->loss / step->packets;
        int64_t jitter = (int64_t)(scene_hash(sc, "jitter", p->rtp_ts, from) % JITTER_US);
        struct buf b;
        buf_init(&b, 65000);
        buf_addc(&b, (char)0x80);
        buf_addc(&b, (char)(c->pt | (first && !i ? 0x80 : 0)));
        buf_addc(&b, (char)(p->rtp_seq >> 8));
        buf_addc(&b, (char)p->rtp_seq);
        add_be32(&b, p->rtp_ts);
        add_be32(&b, (uint32_t)scene_hash(sc, "ssrc", call_from, from));
        add_payload(sc, &b, step, from, p->rtp_ts);
        if (!lost)
            wire_udp(w, start + (int64_t)i * step->ptime * 1000 + jitter, &path, buf_slice(&b),
                     (struct wire_order){ 0 });
        buf_fini(&b);
        p->rtp_seq++;
        p->rtp_ts += c->clock / 1000 * step->ptime;
    }
}

void audio_play(struct scene *sc, struct wire *w, const struct step *step)
{
    int64_t start = sc->now + 8000;
    one_way(sc, w, step, step->from, step->to, start);
    if (step->flags & STEP_BOTH_WAYS)
        one_way(sc, w, step, step->to, step->from, start + 3700);
    if (!(step->flags & STEP_ASIDE))
        sc->now = start + (int64_t)step->packets * step->ptime * 1000;
}
