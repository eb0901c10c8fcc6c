/* Fuzz target of SDP, bodies of several parts, and the model of offers and answers: nothing points
 * outside the message, nothing grows past its limit, what is told fits together, and the same
 * messages say the same twice.
 *
 * The input is a list of messages: two bytes that say which and whose, then a body up to a byte 1
 * or the end. */
#include <stdint.h>

#include "decode/media/words.h"
#include "decode/sip/body.h"
#include "tests/unit/indexkit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool true_thing)
{
    if (!true_thing)
        __builtin_trap();
}

enum { KINDS = 16, LONGEST = 1 << 16 };

static const char *const kinds[KINDS][2] = {
    /* what, method; a status with RSeq has a blank behind it */
    { "INVITE", "INVITE" }, { "200", "INVITE" },  { "ACK", "ACK" },         { "183", "INVITE" },
    { "183 ", "INVITE" },   { "PRACK", "PRACK" }, { "200", "PRACK" },       { "UPDATE", "UPDATE" },
    { "200", "UPDATE" },    { "488", "INVITE" },  { "491", "UPDATE" },      { "BYE", "BYE" },
    { "INFO", "INFO" },     { "180", "INVITE" },  { "OPTIONS", "OPTIONS" }, { "302", "INVITE" },
};

/* Bits of the second byte: who asks (1), To-tag of two (2, 4), CSeq of two (8), the next hop (16),
 * in parts (32), a retransmission (64), cut short by the capture (128). */
static void write_message(struct buf *b, uint8_t kind, uint8_t how, struct slice body)
{
    const char *what = kinds[kind % KINDS][0];
    bool request = !ascii_is_digit(what[0]);
    if (request)
        buf_printf(b, "%s sip:b SIP/2.0\r\n", what);
    else
        buf_printf(b, "SIP/2.0 %.3s x\r\n%s", what, what[3] ? "RSeq: 1\r\n" : "");
    const char *tag[2] = { "a", how & 2 ? how & 4 ? "c" : "b" : "" };
    buf_printf(b, "From: <sip:f>;tag=%s\r\nTo: <sip:t>;tag=%s\r\n", tag[how & 1], tag[!(how & 1)]);
    buf_printf(b, "CSeq: %d %s\r\n", how & 8 ? 2 : 1, kinds[kind % KINDS][1]);
    buf_printf(b, "Content-Type: %s\r\n\r\n",
               how & 32 ? "multipart/mixed;boundary=b" : "application/sdp");
    buf_add(b, body.p, body.n);
}

static void check_sdp(struct slice body)
{
    struct sdp s;
    if (!sdp_parse(&s, body))
        return;
    need(inside(s.lines, body.p, body.n) && inside(s.origin, body.p, body.n));
    for (unsigned i = 0; i < s.medias && i < SDP_MEDIA_MAX; i++) {
        const struct sdp_media *m = &s.media[i];
        struct sdp_codec c[16];
        struct slice name, value;
        unsigned n = sdp_codecs(m, c, 16);
        need(n <= 16 && inside(m->lines, body.p, body.n) && inside(m->formats, body.p, body.n) &&
             inside(m->address, body.p, body.n));
        for (unsigned k = 0; k < n; k++)
            need(c[k].name.n && (c[k].type < 128 || c[k].type == 255));
        for (size_t at = 0, before = 0; sdp_attribute_next(m->lines, &at, &name, &value);
             before = at)
            need(at > before && inside(name, body.p, body.n) && inside(value, body.p, body.n));
    }
}

static void check_media(const struct media *m)
{
    unsigned codecs = 0;
    if (!m)
        return;
    need(m->codecs <= MEDIA_CODECS);
    for (unsigned i = 0; i < media_kept(m); i++) {
        const struct media_stream *s = &m->stream[i];
        need(s->codec == codecs && s->name_n <= MEDIA_KIND && s->address_n <= MEDIA_ADDRESS);
        codecs += s->codecs;
    }
    need(codecs == m->codecs);
}

static void check_state(const struct offer_state *s)
{
    bool both = s->side[0].media && s->side[1].media;
    need(s->mode == MEDIA_NONE || (both && !s->over) || s->early);
    need(s->mode != MEDIA_ON_HOLD || s->side[0].holds || s->side[1].holds);
    need(s->mode != MEDIA_ONE_WAY || s->side[0].sends != s->side[1].sends);
    need(s->agreed.n[0] <= MEDIA_AGREED && s->agreed.n[1] <= MEDIA_AGREED);
    check_media(s->side[0].media);
    check_media(s->side[1].media);
}

static void feed(struct offers *o[2], struct slice record, uint32_t message)
{
    uint8_t kind = (uint8_t)record.p[0], how = (uint8_t)record.p[1];
    struct buf b, words[2];
    struct sip_index x;
    struct offer_event e[3];
    buf_init(&b, LONGEST * 2);
    write_message(&b, kind, how, slice_sub(record, 2, record.n));
    char *p = padded(b.p, b.n, 'v');
    need(sip_index(&x, p, b.n));
    struct slice body = sip_body_find(&x, SLICE("application/sdp"));
    need(inside(body, p, b.n));
    check_sdp(body);
    struct offer_input in = { .x = &x,
                              .leg = 1,
                              .message = message,
                              .from = 1 + (how >> 4 & 1) + 2 * (how & 1),
                              .to = 2 + (how >> 4 & 1) - 2 * (how & 1),
                              .repeat = how & 64,
                              .cut = how & 128 };
    for (int i = 0; i < 2; i++) {
        offers_feed(o[i], &in, &e[i]);
        buf_init(&words[i], LONGEST);
        words_event(&words[i], &e[i]);
        check_state(&e[i].state);
        check_media(e[i].media);
        check_media(e[i].peer);
    }
    need(e[0].role == e[1].role && e[0].change == e[1].change && e[0].turned == e[1].turned);
    need(slice_eq(buf_slice(&words[0]), buf_slice(&words[1])));
    bool known = offers_call(o[0], 1, &e[2].state);
    need(known == offers_call(o[1], 1, &e[2].state));
    free(p);
    buf_fini(&words[0]);
    buf_fini(&words[1]);
    buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct hash_key key = { 1, 2 };
    struct offers *o[2] = { offers_new(&key), offers_new(&key) };
    if (size > LONGEST || !o[0] || !o[1])
        size = 0;
    struct slice rest = slice_make(data, size);
    for (uint32_t message = 1; rest.n > 2; message++) {
        size_t n = slice_index(slice_sub(rest, 2, rest.n), 1) + 2;
        feed(o, slice_sub(rest, 0, n), message);
        rest = slice_sub(rest, n + 1, rest.n);
    }
    offers_free(o[0]);
    offers_free(o[1]);
    return 0;
}
