/* Messages with SDP out of a few words, and the model's answers as text. */
#include "tests/unit/offerkit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/indexkit.h"

/* ---- a few words per message become SIP text */

struct word {
    const char *p;
    size_t n;
};

static struct word word_at(const char *line, unsigned i)
{
    struct slice rest = slice_of(line);
    for (;; i--) {
        rest = slice_trim(rest);
        size_t n = slice_index(rest, ' ');
        if (!i)
            return (struct word){ rest.p, n };
        rest = slice_sub(rest, n, rest.n);
    }
}

#define W(w) (int)(w).n, (w).p

/* "0", or "96opus/48000/2" with its rtpmap. */
static void add_formats(struct buf *m, struct buf *maps, struct slice list)
{
    while (list.n) {
        size_t n = slice_index(list, ','), digits;
        struct slice one = slice_sub(list, 0, n);
        slice_number(one, 999, &digits);
        digits = digits ? digits : one.n;
        buf_printf(m, " %.*s", (int)digits, one.p);
        if (digits < one.n)
            buf_printf(maps, "a=rtpmap:%.*s %.*s\r\n", (int)digits, one.p, (int)(one.n - digits),
                       one.p + digits);
        list = slice_sub(list, n + 1, list.n);
    }
}

void offerkit_sdp(struct buf *b, const char *text, char who)
{
    struct slice rest = slice_of(text), address = { NULL, 0 }, profile = SLICE("RTP/AVP");
    struct buf medias;
    if (slice_istarts(rest, SLICE("raw "))) {
        buf_adds(b, text + 4);
        return;
    }
    buf_init(&medias, 4096);
    int version = 1;
    while ((rest = slice_trim(rest)).n) {
        size_t n = slice_index(rest, ' ');
        struct slice one = slice_sub(rest, 0, n), part[8];
        unsigned parts = 0;
        rest = slice_sub(rest, n, rest.n);
        if (one.p[1] == '=') {
            struct slice v = slice_sub(one, 2, one.n);
            if (one.p[0] == 'c')
                address = v;
            else if (one.p[0] == 'o')
                version = (int)slice_number(v, 999, NULL);
            else
                profile = v;
            continue;
        }
        for (size_t at = 0; at <= one.n && parts < 8; at += part[parts++].n + 1) {
            part[parts] = slice_sub(one, at, one.n);
            part[parts].n = slice_index(part[parts], ':');
        }
        struct buf maps;
        buf_init(&maps, 4096);
        buf_printf(&medias, "m=%.*s %.*s %.*s", W(part[0]), W(part[1]), W(profile));
        add_formats(&medias, &maps, part[2]);
        buf_adds(&medias, "\r\n");
        buf_add(&medias, maps.p, maps.n);
        for (unsigned i = 3; i < parts; i++)
            buf_printf(&medias, "a=%.*s\r\n", W(part[i]));
        buf_fini(&maps);
    }
    buf_printf(b, "v=0\r\no=%c 1 %d IN IP4 10.0.0.%d\r\ns=-\r\n", who, version, who - 'A');
    if (address.p)
        buf_printf(b, "c=IN IP4 %.*s\r\nt=0 0\r\n", W(address));
    else
        buf_printf(b, "c=IN IP4 10.0.0.%d\r\nt=0 0\r\n", who - 'A');
    buf_add(b, medias.p, medias.n);
    buf_fini(&medias);
}

void offerkit_write(struct buf *b, const struct step *s, struct slice sdp)
{
    struct word what = word_at(s->line, 1), cseq = word_at(s->line, 2), m = word_at(s->line, 3);
    struct word a = word_at(s->tags, 0), t = word_at(s->tags, 1);
    bool request = !ascii_is_digit(what.p[0]);
    if (request)
        buf_printf(b, "%.*s sip:b SIP/2.0\r\n", W(what));
    else
        buf_printf(b, "SIP/2.0 %.3s x\r\n", what.p);
    buf_printf(b, "Via: SIP/2.0/UDP h;branch=z9\r\nCall-ID: c\r\nCSeq: %.*s %.*s\r\n", W(cseq),
               W(request ? what : m));
    buf_adds(b, "From: <sip:f>");
    if (a.p[0] != '-')
        buf_printf(b, ";tag=%.*s", W(a));
    buf_adds(b, "\r\nTo: <sip:t>");
    if (t.p[0] != '-')
        buf_printf(b, ";tag=%.*s", W(t));
    buf_adds(b, !request && what.n > 3 ? "\r\nRSeq: 1" : "");
    bool info = request && !memcmp(what.p, "INFO", 4);
    buf_printf(b, "\r\nContent-Type: application/%s\r\n\r\n", info ? "dtmf-relay" : "sdp");
    buf_add(b, sdp.p, sdp.n);
}

/* ---- what the model says, as text */

static const char *const roles[] = { "none", "offer", "answer", "preview" };
static const char *const patterns[] = { "-", "INVITE", "1xx", "2xx", "PRACK", "UPDATE" };
static const char *const changes[] = { "hold",      "resume",  "fax",     "fax-end", "move",
                                       "codecs",    "added",   "removed", "refused", "direction",
                                       "transport", "refresh", "first" };

static void add_changes(struct buf *b, const char *before, unsigned change)
{
    for (unsigned i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        if (change >> i & 1) {
            buf_printf(b, "%s%s", before, changes[i]);
            before = ",";
        }
}

void offerkit_tell(struct buf *b, const struct offer_event *e)
{
    const struct offer_state *s = &e->state;
    buf_printf(b, "%s %s", roles[e->role], patterns[e->pattern]);
    buf_adds(b, e->again ? " again" : "");
    buf_adds(b, e->stray ? " stray" : "");
    buf_adds(b, e->refused ? " refused" : "");
    add_changes(b, " ", e->change);
    add_changes(b, " grants ", e->granted);
    buf_adds(b, ": ");
    words_event(b, e);
    buf_printf(b, " | %s%s%s", e->turned ? "*" : "", s->early ? "(early) " : "",
               s->over ? "over" : offer_mode_words(s));
    if (s->mode == MEDIA_ON_HOLD)
        for (int i = 0; i < 2; i++)
            if (s->side[i].holds)
                buf_printf(b, " %c", s->side[i].who ? (int)s->side[i].who : '?');
    if (s->mode == MEDIA_ONE_WAY)
        buf_printf(b, " of %c", (int)s->side[s->side[1].sends].who);
}

/* ---- running a script */

const struct hash_key offerkit_key = { 1, 2 };

void offerkit_feed(struct offers *o, const struct step *s, struct slice sdp, uint32_t message,
                   struct buf *told)
{
    struct buf b;
    struct sip_index x;
    struct offer_event e;
    buf_init(&b, 1 << 20);
    offerkit_write(&b, s, sdp);
    char *bytes = padded(b.p, b.n, 'a');
    assert_true(sip_index(&x, bytes, b.n));
    offers_feed(o,
                &(struct offer_input){ .x = &x,
                                       .leg = 1,
                                       .message = message,
                                       .from = (uint32_t)s->line[0],
                                       .to = (uint32_t)s->line[2] },
                &e);
    free(bytes); /* nothing is borrowed from the message */
    buf_clear(told);
    offerkit_tell(told, &e);
    buf_fini(&b);
}

void offerkit_step(struct offers *o, const struct step *s, uint32_t message, struct buf *told)
{
    struct buf sdp;
    buf_init(&sdp, 1 << 16);
    if (s->sdp)
        offerkit_sdp(&sdp, s->sdp, s->line[0]);
    offerkit_feed(o, s, buf_slice(&sdp), message, told);
    buf_fini(&sdp);
}

void offerkit_play(struct offers *o, const struct step *steps, unsigned n)
{
    struct buf told;
    buf_init(&told, 4096);
    for (unsigned i = 0; i < n; i++)
        offerkit_step(o, &steps[i], i + 1, &told);
    buf_fini(&told);
}
