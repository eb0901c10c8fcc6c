/* Tests of decode/media: offers, answers, holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/media/words.h"
#include "tests/unit/indexkit.h"

/* ---- a few words per message become SIP text */

/* "FROM>TO WHAT CSEQ [METHOD]": hosts are letters; WHAT is a method, or a status ("183r": reliable)
 * of METHOD. The tags are those of `tags`: the requester's, the other's ("-": none). */
struct step {
    const char *line, *tags;
    const char *sdp;  /* see add_sdp; NULL: none */
    const char *want; /* see tell; NULL: does not matter */
};

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

/* "TYPE:PORT:FORMATS[:ATTRIBUTE]...", and "c=ADDRESS", "o=VERSION", "p=PROFILE" before it, apart by
 * blanks; "raw" and the text itself behind it. */
static void add_sdp(struct buf *b, const char *text, char who)
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

static void write_message(struct buf *b, const struct step *s, struct slice sdp)
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

/* "ROLE PATTERN [again] [stray] [refused] CHANGES [grants CHANGES]: WORDS | [*]MODE [of WHOM]"; the
 * star marks what this message brought. */
static void tell(struct buf *b, const struct offer_event *e)
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

static const struct hash_key key = { 1, 2 };

static void feed(struct offers *o, const struct step *s, struct slice sdp, uint32_t message,
                 struct buf *told)
{
    struct buf b;
    struct sip_index x;
    struct offer_event e;
    buf_init(&b, 1 << 20);
    write_message(&b, s, sdp);
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
    tell(told, &e);
    buf_fini(&b);
}

static void feed_step(struct offers *o, const struct step *s, uint32_t message, struct buf *told)
{
    struct buf sdp;
    buf_init(&sdp, 1 << 16);
    if (s->sdp)
        add_sdp(&sdp, s->sdp, s->line[0]);
    feed(o, s, buf_slice(&sdp), message, told);
    buf_fini(&sdp);
}

struct script {
    const char *name;
    struct step step[24];
};

#define AB "a b"

/* An INVITE, its 200 and ACK: PCMU and PCMA between A and B. */
#define CALL                                                                                       \
    { "A>B INVITE 1", "a -", "audio:4000:0,8",                                                     \
      "offer INVITE first: PCMU, PCMA | (early) no media" },                                       \
        { "B>A 200 1 INVITE", AB, "audio:5000:0,8",                                                \
          "answer INVITE first grants first: PCMU, PCMA | *two-way audio" },                       \
    {                                                                                              \
        "A>B ACK 1", AB, NULL, "none -:  | two-way audio"                                          \
    }

#define HOLD_BY_A                                                                                  \
    { "A>B INVITE 2", AB, "o=2 audio:4000:0,8:sendonly",                                           \
      "offer INVITE hold: sendonly (hold) | two-way audio" },                                      \
    {                                                                                              \
        "B>A 200 2 INVITE", AB, "o=2 audio:5000:0,8:recvonly",                                     \
            "answer INVITE direction grants hold: recvonly (on hold) | *on hold A"                 \
    }

static const struct script scripts[] = {
    { "over a proxy",
      { { "A>P INVITE 1", "a -", "audio:4000:18,0",
          "offer INVITE first: G729, PCMU | (early) no media" },
        { "P>B INVITE 1", "a -",
          "raw v=0\r\no=A 1 1 IN IP4 10.0.0.0\r\ns=-\r\nc=IN IP4 10.0.0.0\r\n"
          "t=0 0\r\nm=audio 4000 RTP/AVP 18 0\r\n",
          "offer INVITE again first: G729, PCMU | (early) no media" },
        { "P>A 100 1 INVITE", "a -", NULL, NULL },
        { "B>P 180 1 INVITE", AB, NULL, "none -:  | (early) no media" },
        { "B>P 200 1 INVITE", AB, "audio:5000:0",
          "answer INVITE first grants first: G729, PCMU → PCMU | *two-way audio" },
        { "P>A 200 1 INVITE", AB,
          "raw v=0\r\no=B 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n"
          "m=audio 5000 RTP/AVP 0\r\n",
          "answer INVITE again first grants first: G729, PCMU → PCMU | two-way audio" },
        { "A>B BYE 2", AB, NULL, "none -:  | *over" } } },
    { "hold and resume",
      { CALL,
        HOLD_BY_A,
        { "A>B INVITE 3", AB, "o=3 audio:4000:0,8",
          "offer INVITE resume: sendrecv (resume) | on hold A" },
        { "B>A 200 3 INVITE", AB, "o=3 audio:5000:0,8",
          "answer INVITE direction grants resume: PCMU, PCMA | *two-way audio" } } },
    { "hold with inactive is mirrored, not shared",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:0,8:inactive",
          "offer INVITE hold: inactive (hold) | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0,8:inactive",
          "answer INVITE direction grants hold: inactive (on hold) | *on hold A" },
        { "B>A INVITE 10", "b a", "audio:5000:0,8:inactive",
          "offer INVITE refresh: unchanged | on hold A" },
        { "A>B 200 10 INVITE", "b a", "audio:4000:0,8:inactive",
          "answer INVITE refresh grants refresh: PCMU, PCMA (inactive) | on hold A" } } },
    { "inactive in answer to sendonly is no hold of its own",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:0,8:sendonly", NULL },
        { "B>A 200 2 INVITE", AB, "audio:5000:0,8:inactive",
          "answer INVITE direction grants hold: inactive (on hold) | *on hold A" } } },
    { "crossed holds (6337 5.3)",
      { CALL,
        HOLD_BY_A,
        { "B>A INVITE 10", "b a", "audio:5000:0,8:inactive",
          "offer INVITE hold: inactive (hold) | on hold A" },
        { "A>B 200 10 INVITE", "b a", "audio:4000:0,8:inactive",
          "answer INVITE direction grants hold: inactive (on hold) | *on hold A B" },
        { "A>B INVITE 3", AB, "audio:4000:0,8:recvonly",
          "offer INVITE resume: recvonly (resume) | on hold A B" },
        { "B>A 200 3 INVITE", AB, "audio:5000:0,8:sendonly",
          "answer INVITE direction grants resume: PCMU, PCMA (sendonly) | *on hold B" },
        { "A>B INVITE 4", AB, "audio:4000:0,8", "offer INVITE direction: PCMU, PCMA | on hold B" },
        { "B>A 200 4 INVITE", AB, "audio:5000:0,8:sendonly",
          "answer INVITE refresh grants direction: PCMU, PCMA (sendonly) | on hold B" },
        { "B>A INVITE 11", "b a", "audio:5000:0,8",
          "offer INVITE resume: sendrecv (resume) | on hold B" },
        { "A>B 200 11 INVITE", "b a", "audio:4000:0,8",
          "answer INVITE refresh grants resume: PCMU, PCMA | *two-way audio" } } },
    { "who is held says so again",
      { CALL,
        HOLD_BY_A,
        { "B>A INVITE 10", "b a", "audio:5000:0,8:recvonly",
          "offer INVITE refresh: unchanged | on hold A" },
        { "A>B 200 10 INVITE", "b a", "audio:4000:0,8:sendonly",
          "answer INVITE refresh grants refresh: PCMU, PCMA (sendonly) | on hold A" } } },
    { "hold by the answerer (3264 6.1)",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:0,8", "offer INVITE refresh: unchanged | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0,8:sendonly",
          "answer INVITE hold grants refresh: sendonly (hold) | *on hold B" },
        { "A>B INVITE 3", AB, "audio:4000:0,8", "offer INVITE refresh: unchanged | on hold B" },
        { "B>A 200 3 INVITE", AB, "audio:5000:0,8",
          "answer INVITE resume grants refresh: sendrecv (resume) | *two-way audio" } } },
    { "hold by 0.0.0.0, as 2543 had it",
      { CALL,
        { "A>B INVITE 2", AB, "c=0.0.0.0 audio:4000:0,8",
          "offer INVITE hold: to nowhere (hold) | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0,8",
          "answer INVITE refresh grants hold: sendrecv (on hold) | *on hold A" },
        { "A>B INVITE 3", AB, "audio:4000:0,8",
          "offer INVITE resume: sendrecv (resume) | on hold A" },
        { "B>A 200 3 INVITE", AB, "audio:5000:0,8", NULL } } },
    { "0.0.0.0 in a first offer holds nobody (3725)",
      { { "A>B INVITE 1", "a -", "c=0.0.0.0 audio:4000:0",
          "offer INVITE first: PCMU (to nowhere) | (early) no media" },
        { "B>A 200 1 INVITE", AB, "audio:5000:0",
          "answer INVITE first grants first: PCMU | *one-way audio of A" },
        { "A>B INVITE 2", AB, "c=10.0.0.9 audio:6000:0",
          "offer INVITE direction: PCMU | one-way audio of A" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0",
          "answer INVITE refresh grants direction: PCMU | *two-way audio" } } },
    { "0.0.0.0 and port 9 wait for candidates (8840)",
      { CALL,
        { "A>B INVITE 2", AB, "c=0.0.0.0 audio:9:0,8",
          "offer INVITE move: moved to 0.0.0.0:9 | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0,8", NULL } } },
    { "a call that begins on hold",
      { { "A>B INVITE 1", "a -", "audio:4000:0:sendonly",
          "offer INVITE first: PCMU (sendonly) | (early) no media" },
        { "B>A 200 1 INVITE", AB, "audio:5000:0:recvonly",
          "answer INVITE first grants first: PCMU (recvonly) | *on hold A" },
        { "A>B INVITE 2", AB, "audio:4000:0",
          "offer INVITE resume: sendrecv (resume) | on hold A" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0", NULL } } },
    { "refused re-INVITE",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:0,8:sendonly", NULL },
        { "B>A 488 2 INVITE", AB, NULL, "none INVITE refused:  | two-way audio" },
        { "A>B ACK 2", AB, NULL, NULL },
        { "A>B INVITE 3", AB, "audio:4000:0,8",
          "offer INVITE refresh: unchanged | two-way audio" } } },
    { "488 says what could be done",
      { { "A>B INVITE 1", "a -", "audio:4000:18", NULL },
        { "B>A 488 1 INVITE", AB, "audio:0:0,8",
          "none INVITE refused: PCMU, PCMA | (early) no media" },
        { "A>B INVITE 2", "a -", "audio:4000:0", "offer INVITE first: PCMU | (early) no media" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0",
          "answer INVITE first grants first: PCMU | *two-way audio" } } },
    { "glare",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:0,8:sendonly", NULL },
        { "B>A INVITE 10", "b a", "audio:5000:0,8:sendonly",
          "offer INVITE hold: sendonly (hold) | two-way audio" },
        { "B>A 491 2 INVITE", AB, NULL, "none INVITE refused:  | two-way audio" },
        { "A>B 491 10 INVITE", "b a", NULL, "none INVITE refused:  | two-way audio" },
        { "A>B INVITE 3", AB, "audio:4000:0,8:sendonly", NULL },
        { "B>A 200 3 INVITE", AB, "audio:5000:0,8:recvonly",
          "answer INVITE direction grants hold: recvonly (on hold) | *on hold A" } } },
    { "fork: each early dialog has its answer",
      { { "A>P INVITE 1", "a -", "audio:4000:0,8", NULL },
        { "P>B INVITE 1", "a -", "c=10.0.0.0 audio:4000:0,8", NULL },
        { "P>C INVITE 1", "a -", "c=10.0.0.0 audio:4000:0,8", NULL },
        { "B>P 183 1 INVITE", AB, "audio:5000:0",
          "preview INVITE first: PCMU, PCMA → PCMU | *(early) early media" },
        { "C>P 183 1 INVITE", "a c", "audio:6000:8",
          "preview INVITE first: PCMU, PCMA → PCMA | *(early) early media" },
        { "B>P 486 1 INVITE", AB, NULL, "none INVITE refused:  | *(early) over" },
        { "C>P 200 1 INVITE", "a c", "audio:6000:8",
          "answer INVITE first grants first: PCMU, PCMA → PCMA | *two-way audio" },
        { "P>A 200 1 INVITE", "a c", "c=10.0.0.2 audio:6000:8",
          "answer INVITE again first grants first: PCMU, PCMA → PCMA | two-way audio" } } },
    { "a branch fails without an early dialog, another answers",
      { { "A>P INVITE 1", "a -", "audio:4000:0", NULL },
        { "P>B INVITE 1", "a -", "c=10.0.0.0 audio:4000:0", NULL },
        { "B>P 404 1 INVITE", AB, NULL, "none INVITE refused:  | (early) no media" },
        { "P>C INVITE 1", "a -", "c=10.0.0.0 audio:4000:0",
          "offer INVITE again first: PCMU | (early) no media" },
        { "C>P 200 1 INVITE", "a c", "audio:6000:0",
          "answer INVITE first grants first: PCMU | *two-way audio" } } },
    { "early media ends with the call",
      { { "A>P INVITE 1", "a -", "audio:4000:0", NULL },
        { "B>P 183 1 INVITE", AB, "audio:5000:0:sendonly",
          "preview INVITE first: PCMU (sendonly) | *(early) early media of B" },
        { "B>P 487 1 INVITE", AB, NULL, "none INVITE refused:  | *(early) over" } } },
    { "early media end with an answer of the proxy itself",
      { { "A>P INVITE 1", "a -", "audio:4000:0", NULL },
        { "B>P 183 1 INVITE", AB, "audio:5000:0", NULL },
        { "P>A 408 1 INVITE", "a p", NULL, "none INVITE refused:  | (early) no media" },
        { "B>A PRACK 9", "b a", NULL, "none -:  | (early) over" } } },
    { "early media end when another phone answers",
      { { "A>P INVITE 1", "a -", "audio:4000:0", NULL },
        { "B>P 183 1 INVITE", AB, "audio:5000:0", NULL },
        { "C>P 200 1 INVITE", "a c", "audio:6000:0", NULL },
        { "P>A 200 1 INVITE", "a c", "c=10.0.0.2 audio:6000:0", NULL },
        { "B>A PRACK 9", "b a", NULL, "none -:  | (early) over" },
        { "B>P 200 1 INVITE", AB, "audio:5000:0",
          "answer INVITE first grants first: PCMU | *two-way audio" } } },
    { "who rewrites the media",
      { { "A>S INVITE 1", "a -", "audio:4000:18,0", NULL },
        { "S>B INVITE 1", "a -", "audio:9000:0,8",
          "offer INVITE again first: PCMU, PCMA (codecs rewritten) | (early) no media" },
        { "B>S 200 1 INVITE", AB, "audio:5000:8",
          "answer INVITE first grants first: PCMU, PCMA → PCMA | *two-way audio" },
        { "S>A 200 1 INVITE", AB, "audio:9002:18",
          "answer INVITE again first grants first: G729, PCMU → G729 (codecs rewritten) | "
          "two-way audio" },
        { "S>A 200 1 INVITE", AB, "audio:9002:18",
          "answer INVITE again first grants first: G729, PCMU → G729 | two-way audio" } } },
    { "who relays the media",
      { { "A>S INVITE 1", "a -", "audio:4000:0", NULL },
        { "S>B INVITE 1", "a -", "audio:9000:0",
          "offer INVITE again first: PCMU (address rewritten) | (early) no media" } } },
    { "offer in the 200",
      { { "A>B INVITE 1", "a -", NULL, "none -:  | (early) no media" },
        { "B>A 200 1 INVITE", AB, "audio:5000:8,0", "offer 2xx first: PCMA, PCMU | no media" },
        { "A>B ACK 1", AB, "audio:4000:0",
          "answer 2xx first grants first: PCMA, PCMU → PCMU | *two-way audio" },
        { "A>B ACK 1", AB, "audio:4000:0",
          "answer 2xx again first grants first: PCMA, PCMU → PCMU | two-way audio" },
        { "A>B INVITE 2", AB, NULL, "none -:  | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:8,0",
          "offer 2xx refresh: unchanged | two-way audio" },
        { "A>B ACK 2", AB, "audio:4000:0:sendonly",
          "answer 2xx hold grants refresh: sendonly (hold) | *on hold A" } } },
    { "offer in a reliable 1xx",
      { { "A>B INVITE 1", "a -", NULL, NULL },
        { "B>A 183r 1 INVITE", AB, "audio:5000:8,0",
          "offer 1xx first: PCMA, PCMU | (early) no media" },
        { "A>B PRACK 2", AB, "audio:4000:0",
          "answer 1xx first grants first: PCMA, PCMU → PCMU | *(early) early media" },
        { "B>A 200 2 PRACK", AB, NULL, NULL },
        { "B>A 200 1 INVITE", AB, "audio:5000:8,0",
          "offer 1xx again first: PCMA, PCMU | *two-way audio" } } },
    { "answer in a reliable 1xx, offer in the PRACK",
      { { "A>B INVITE 1", "a -", "audio:4000:0,8", NULL },
        { "B>A 183r 1 INVITE", AB, "audio:5000:0",
          "answer INVITE first grants first: PCMU, PCMA → PCMU | *(early) early media" },
        { "A>B PRACK 2", AB, "audio:4000:0", "offer PRACK codecs: PCMU | (early) early media" },
        { "B>A 200 2 PRACK", AB, "audio:5000:0",
          "answer PRACK refresh: PCMU | (early) early media" },
        { "B>A 200 1 INVITE", AB, NULL, "none -:  | *two-way audio" } } },
    { "no hold before the answer: resources that are not there yet (3312)",
      { { "A>B INVITE 1", "a -", "audio:4000:0:inactive", NULL },
        { "B>A 183r 1 INVITE", AB, "audio:5000:0:inactive",
          "answer INVITE first grants first: PCMU (inactive) | (early) no media" },
        { "A>B UPDATE 3", AB, "audio:4000:0", "offer UPDATE direction: PCMU | (early) no media" },
        { "B>A 200 3 UPDATE", AB, "audio:5000:0",
          "answer UPDATE direction grants direction: PCMU | *(early) early media" },
        { "B>A 200 1 INVITE", AB, NULL, "none -:  | *two-way audio" } } },
    { "an answer that holds from the start",
      { { "A>B INVITE 1", "a -", "audio:4000:0", NULL },
        { "B>A 200 1 INVITE", AB, "audio:5000:0:sendonly",
          "answer INVITE first grants first: PCMU (sendonly) | *on hold B" } } },
    { "who only listens holds nobody",
      { { "A>B INVITE 1", "a -", "audio:4000:0:recvonly", NULL },
        { "B>A 200 1 INVITE", AB, "audio:5000:0:sendonly",
          "answer INVITE first grants first: PCMU (sendonly) | *one-way audio of B" } } },
    { "UPDATE",
      { CALL,
        { "A>B UPDATE 2", AB, NULL, "none - refresh:  | two-way audio" },
        { "B>A 200 2 UPDATE", AB, NULL, NULL },
        { "B>A UPDATE 10", "b a", "audio:5000:0,8:sendonly",
          "offer UPDATE hold: sendonly (hold) | two-way audio" },
        { "A>B 200 10 UPDATE", "b a", "audio:4000:0,8:recvonly",
          "answer UPDATE direction grants hold: recvonly (on hold) | *on hold B" },
        { "B>A UPDATE 11", "b a", "audio:5000:0,8", NULL },
        { "A>B 500 11 UPDATE", "b a", NULL, "none UPDATE refused:  | on hold B" } } },
    { "fax, and back",
      { CALL,
        { "B>A INVITE 10", "b a", "p=udptl image:5002:t38",
          "offer INVITE fax: T.38 fax | two-way audio" },
        { "A>B 200 10 INVITE", "b a", "p=udptl image:4002:t38",
          "answer INVITE fax grants fax: T.38 fax | *fax" },
        { "B>A INVITE 11", "b a", "audio:5000:0,8", "offer INVITE fax-end: PCMU, PCMA | fax" },
        { "A>B 200 11 INVITE", "b a", "audio:4000:0,8",
          "answer INVITE fax-end grants fax-end: PCMU, PCMA | *two-way audio" } } },
    { "fax beside a silent audio line",
      { CALL,
        { "B>A INVITE 10", "b a", "audio:0:0 p=udptl image:5002:t38",
          "offer INVITE fax,removed: no audio + T.38 fax | two-way audio" },
        { "A>B 200 10 INVITE", "b a", "audio:0:0 p=udptl image:4002:t38",
          "answer INVITE fax grants fax,removed: no audio + T.38 fax | *fax" } } },
    { "fax refused",
      { CALL,
        { "B>A INVITE 10", "b a", "p=udptl image:5002:t38", NULL },
        { "A>B 488 10 INVITE", "b a", NULL, "none INVITE refused:  | two-way audio" },
        { "B>A INVITE 11", "b a", "audio:5000:0,8 p=udptl image:5002:t38",
          "offer INVITE fax: PCMU, PCMA + T.38 fax | two-way audio" },
        { "A>B 200 11 INVITE", "b a", "audio:4000:0,8 p=udptl image:0:t38",
          "answer INVITE refused: PCMU, PCMA + no fax | two-way audio" } } },
    { "move",
      { CALL,
        { "B>A INVITE 10", "b a", "c=192.0.2.5 audio:5000:0,8",
          "offer INVITE move: moved to 192.0.2.5:5000 | two-way audio" },
        { "A>B 200 10 INVITE", "b a", "audio:4000:0,8",
          "answer INVITE refresh grants move: PCMU, PCMA | two-way audio" } } },
    { "codecs",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:9,0", "offer INVITE codecs: G722, PCMU | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:9",
          "answer INVITE codecs grants codecs: G722, PCMU → G722 | two-way audio" } } },
    { "video is added, and removed",
      { CALL,
        { "A>B INVITE 2", AB, "audio:4000:0,8 video:4004:96H264/90000",
          "offer INVITE added: PCMU, PCMA + video H264 | two-way audio" },
        { "B>A 200 2 INVITE", AB, "audio:5000:0,8 video:5004:97H264/90000",
          "answer INVITE added grants added: PCMU, PCMA + video H264 | two-way audio" },
        { "A>B INVITE 3", AB, "audio:4000:0,8 video:0:96H264/90000",
          "offer INVITE removed: PCMU, PCMA + no video | two-way audio" },
        { "B>A 200 3 INVITE", AB, "audio:5000:0,8 video:0:97H264/90000",
          "answer INVITE refresh grants removed: PCMU, PCMA + no video | two-way audio" } } },
    { "video refused, and all of it",
      { { "A>B INVITE 1", "a -", "audio:4000:0 video:4004:96H264/90000:sendonly", NULL },
        { "B>A 200 1 INVITE", AB, "audio:5000:0 video:0:96",
          "answer INVITE refused,first grants first: PCMU + no video | *two-way audio" },
        { "A>B INVITE 2", AB, "audio:4000:18", NULL },
        { "B>A 200 2 INVITE", AB, "audio:0:18",
          "answer INVITE refused grants removed: no audio | *no media" } } },
    { "port 0 with bundle-only is no refusal",
      { { "A>B INVITE 1", "a -", "audio:4000:0 video:0:96VP8/90000:bundle-only",
          "offer INVITE first: PCMU + video VP8 | (early) no media" } } },
    { "secure or not",
      { CALL,
        { "A>B INVITE 2", AB, "p=RTP/SAVP audio:4000:0,8",
          "offer INVITE codecs,transport: PCMU, PCMA (SRTP) | two-way audio" } } },
    { "a preview is not the answer",
      { { "A>B INVITE 1", "a -", "audio:4000:0,8", NULL },
        { "B>A 183 1 INVITE", AB, "audio:5000:0", NULL },
        { "B>A 183 1 INVITE", AB, "audio:5000:0",
          "preview INVITE again first: PCMU, PCMA → PCMU | (early) early media" },
        { "B>A 200 1 INVITE", AB, "audio:5002:8",
          "answer INVITE first grants first: PCMU, PCMA → PCMA | *two-way audio" } } },
    { "a preview has to do where the 200 has no SDP",
      { { "A>B INVITE 1", "a -", "audio:4000:0,8", NULL },
        { "B>A 183 1 INVITE", AB, "audio:5000:0", NULL },
        { "B>A 200 1 INVITE", AB, NULL, "none - stray:  | *two-way audio" } } },
    { "another answer after the answer",
      { { "A>B INVITE 1", "a -", "audio:4000:0,8", NULL },
        { "B>A 183r 1 INVITE", AB, "audio:5000:0", NULL },
        { "B>A 200 1 INVITE", AB, "audio:6000:0",
          "answer INVITE stray move grants first: moved to 10.0.0.1:6000 | *two-way audio" } } },
    { "the capture begins inside a call",
      { { "A>B INVITE 7", AB, "audio:4000:0:sendonly",
          "offer INVITE hold,first: sendonly (hold) | no media" },
        { "B>A 200 7 INVITE", AB, "audio:5000:0:recvonly",
          "answer INVITE first grants hold,first: PCMU (recvonly) | *on hold A" } } },
    { "the capture begins with an answer",
      { { "B>A 200 1 INVITE", AB, "audio:5000:0", "answer INVITE first: PCMU | no media" },
        { "A>B ACK 1", AB, NULL, "none -:  | no media" },
        { "B>A INVITE 10", "b a", "audio:5000:0:sendonly",
          "offer INVITE hold: sendonly (hold) | no media" },
        { "A>B 200 10 INVITE", "b a", "audio:4000:0:recvonly",
          "answer INVITE first grants hold: PCMU (recvonly) | *on hold B" } } },
    { "the capture begins with what was an offer",
      { { "B>A 200 1 INVITE", AB, "audio:5000:0,8", NULL },
        { "A>B ACK 1", AB, "audio:4000:8",
          "answer 2xx first: PCMU, PCMA → PCMA | *two-way audio" } } },
    { "no tags at all (2543)",
      { { "A>B INVITE 1", "- -", "audio:4000:0", "offer INVITE first: PCMU | (early) no media" },
        { "B>A 200 1 INVITE", "- -", "audio:5000:0",
          "answer INVITE first grants first: PCMU | *two-way audio" } } },
    { "SDP that negotiates nothing",
      { CALL,
        { "A>B ACK 1", AB, "audio:4444:0", "answer 2xx stray: PCMU | two-way audio" },
        { "A>B OPTIONS 2", AB, "audio:0:0,8", NULL },
        { "B>A 200 2 OPTIONS", AB, "audio:0:0,8", NULL } } },
    { "no c=, no m=, no more than v=",
      { { "A>B INVITE 1", "a -", "raw v=0\r\nm=audio 4000 RTP/AVP 0\r\n",
          "offer INVITE first: PCMU | (early) no media" },
        { "B>A 200 1 INVITE", AB, "raw v=0\r\n", "answer INVITE first: no media | no media" },
        { "A>B INVITE 2", AB, "raw v=0\r\nm=audio 4002 RTP/AVP 0\r\n",
          "offer INVITE move: moved to port 4002 | no media" } } },
};

enum { SCRIPTS = sizeof(scripts) / sizeof(scripts[0]), STEPS = 24 };

static void test_scripts(void **state)
{
    (void)state;
    struct offers *o = offers_new(&key);
    struct buf told;
    unsigned bad = 0;
    buf_init(&told, 4096);
    for (size_t i = 0; i < SCRIPTS; i++) {
        offers_clear(o);
        for (uint32_t k = 0; k < STEPS && scripts[i].step[k].line; k++) {
            const struct step *s = &scripts[i].step[k];
            feed_step(o, s, k + 1, &told);
            if (!s->want || !strcmp(told.p, s->want))
                continue;
            bad++;
            print_message("%s, %s:\n  want %s\n  have %s\n", scripts[i].name, s->line, s->want,
                          told.p);
        }
    }
    buf_fini(&told);
    offers_free(o);
    assert_int_equal(bad, 0);
}

static void play(struct offers *o, const struct step *steps, unsigned n)
{
    struct buf told;
    buf_init(&told, 4096);
    for (unsigned i = 0; i < n; i++)
        feed_step(o, &steps[i], i + 1, &told);
    buf_fini(&told);
}

/* ---- what stays true of any bytes */

/* Each body cut at each byte, and with each byte changed. */
static void test_broken(void **state)
{
    (void)state;
    static const char body[] =
        "v=0\r\no=- 1 2 IN IP4 h\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\nm=audio 9 UDP/TLS/RTP/SAVPF "
        "111 0 101\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n"
        "a=ptime:20\r\na=crypto:1 A inline:x\r\nm=image 0 udptl t38\r\na=sendonly\r\n";
    static const struct step steps[] = {
        { "A>B INVITE 1", "a -", NULL, NULL },   { "B>A 200 1 INVITE", AB, NULL, NULL },
        { "A>B ACK 1", AB, NULL, NULL },         { "A>B INVITE 2", AB, NULL, NULL },
        { "B>A 183r 2 INVITE", AB, NULL, NULL }, { "A>B PRACK 3", AB, NULL, NULL },
    };
    struct offers *o = offers_new(&key);
    struct buf told;
    char copy[sizeof(body)];
    buf_init(&told, 4096);
    for (uint32_t i = 0; i < 2 * sizeof(body); i++) {
        size_t n = i < sizeof(body) ? i : sizeof(body) - 1;
        memcpy(copy, body, sizeof(body));
        if (i >= sizeof(body))
            copy[i - sizeof(body)] ^= (char)(1 + i % 31);
        for (uint32_t k = 0; k < 6; k++)
            feed(o, &steps[k], slice_make(copy, n), 1 + k, &told);
        if (i % 3 == 0)
            offers_clear(o);
    }
    buf_fini(&told);
    offers_free(o);
}

/* More dialogs, exchanges, streams, codecs and hops than are remembered. */
static void test_limits(void **state)
{
    (void)state;
    struct offers *o = offers_new(&key);
    struct buf told, sdp;
    char line[64], tags[64];
    struct step s = { .line = line, .tags = tags };
    buf_init(&told, 4096);
    buf_init(&sdp, 1 << 16);
    buf_adds(&sdp, "v=0\n");
    for (int i = 0; i < 50; i++) {
        buf_adds(&sdp, "m=audio 4000 RTP/AVP");
        for (int k = 0; k < 120; k++)
            buf_printf(&sdp, " %d", k);
        buf_adds(&sdp, "\n");
    }
    for (unsigned i = 0; i < OFFER_DIALOGS + 100; i++) {
        snprintf(line, sizeof(line), "A>B INVITE 1");
        snprintf(tags, sizeof(tags), "a%u -", i);
        feed(o, &s, buf_slice(&sdp), 2 * i + 1, &told);
        snprintf(line, sizeof(line), "B>A 200 1 INVITE");
        snprintf(tags, sizeof(tags), "a%u b", i);
        feed(o, &s, buf_slice(&sdp), 2 * i + 2, &told);
    }
    assert_true(offers_lost(o) > OFFER_DIALOGS);
    for (unsigned i = 0; i < 100; i++) {
        snprintf(line, sizeof(line), "A>B %s %u", i % 2 ? "UPDATE" : "INVITE", i + 2);
        feed(o, &s, buf_slice(&sdp), 10000 + i, &told);
    }
    for (unsigned i = 0; i < 26; i++) {
        snprintf(line, sizeof(line), "%c>%c UPDATE 101", 'A' + i, 'B' + i);
        feed(o, &s, buf_slice(&sdp), 20000 + i, &told);
        assert_true(!strncmp(told.p, i ? "offer UPDATE again" : "offer UPDATE again", 18));
    }
    offers_clear(o);
    assert_false(offers_is_waiting(o));
    struct offer_state none;
    assert_false(offers_call(o, 1, &none));
    buf_fini(&sdp);
    buf_fini(&told);
    offers_free(o);
}

/* A capture that cuts messages short does not end a hold. */
static void test_cut(void **state)
{
    (void)state;
    static const struct step steps[] = { CALL,
                                         HOLD_BY_A,
                                         { "A>B INVITE 3", AB, "audio:4000:0,8:sendonly", NULL } };
    struct offers *o = offers_new(&key);
    struct offer_event e;
    struct sip_index x;
    struct buf b, sdp;
    play(o, steps, 5);
    buf_init(&b, 4096);
    buf_init(&sdp, 4096);
    add_sdp(&sdp, steps[5].sdp, 'A');
    write_message(&b, &steps[5], slice_sub(buf_slice(&sdp), 0, sdp.n - 12));
    char *bytes = padded(b.p, b.n, 'a');
    assert_true(sip_index(&x, bytes, b.n));
    offers_feed(o, &(struct offer_input){ .x = &x, .leg = 1, .message = 6, .cut = true }, &e);
    assert_int_equal(e.role, OFFER_OFFER);
    assert_int_equal(e.change, 0);
    assert_int_equal(e.media->stream[0].direction, SDP_SENDRECV);
    offers_feed(o, &(struct offer_input){ .x = &x, .leg = 1, .message = 7 }, &e);
    assert_true(e.again);
    free(bytes);
    buf_fini(&sdp);
    buf_fini(&b);
    offers_free(o);
}

/* ---- the parts */

static void read_text(struct media *m, const char *text)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    add_sdp(&b, text, 'A');
    assert_true(media_read(m, &key, buf_slice(&b)));
    buf_fini(&b);
}

static void test_agree(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        /* offer, answer, what the offerer gets, what the answerer gets */
        { "audio:1:0,8,18", "audio:1:8,0", "0 PCMU, 8 PCMA", "8 PCMA, 0 PCMU" },
        { "audio:1:0", "audio:1:8", "", "" },
        { "audio:1:0", "audio:0:0", "", "" },
        { "audio:1:0,101telephone-event/8000", "audio:1:0,96TELEPHONE-EVENT/8000",
          "0 PCMU, 101 telephone-event", "0 PCMU, 96 TELEPHONE-EVENT" },
        { "audio:1:96opus/48000/2,97L16/8000", "audio:1:111opus/48000/2,97L16/16000", "96 opus",
          "111 opus" },
        { "audio:1:96opus/48000/2", "audio:1:96", "96 opus", "96 opus" }, /* rtpmap left away */
        { "audio:1:96G729/8000", "audio:1:18", "96 G729", "18 G729" },
        { "audio:1:0,13", "audio:1:0,13", "0 PCMU, 13 CN", "0 PCMU, 13 CN" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct media offer, answer;
        struct media_agreed a;
        read_text(&offer, cases[i][0]);
        read_text(&answer, cases[i][1]);
        media_agree(&a, &offer, &answer, 0);
        for (int side = 0; side < 2; side++) {
            struct buf b;
            buf_init(&b, 1024);
            buf_adds(&b, "");
            for (unsigned k = 0; k < a.n[side]; k++)
                buf_printf(&b, "%s%u %.*s", k ? ", " : "", a.codec[side][k].type,
                           a.codec[side][k].n, a.codec[side][k].name);
            assert_string_equal(b.p ? b.p : "", cases[i][2 + side]);
            buf_fini(&b);
        }
        media_agree(&a, &offer, &answer, 1);
        assert_int_equal(a.n[0] + a.n[1], 0);
    }
}

static void test_media(void **state)
{
    (void)state;
    struct media m, same;
    read_text(&m, "o=1 p=RTP/SAVPF c=2001:db8::1 audio:4000:0,13,101telephone-event/8000:ptime:30 "
                  "video:4002:96rtx/90000:crypto");
    read_text(&same,
              "o=9 p=RTP/SAVPF c=2001:db8::1 audio:4000:0,13,101telephone-event/8000:ptime:30 "
              "video:4002:96rtx/90000:crypto");
    assert_true(m.meaning == same.meaning && m.version != same.version);
    assert_int_equal(m.streams, 2);
    assert_int_equal(m.stream[0].flags, MEDIA_RTP | MEDIA_SECURE);
    assert_int_equal(m.stream[1].flags, MEDIA_RTP | MEDIA_SECURE | MEDIA_CRYPTO);
    assert_int_equal(m.codec[1].kind, MEDIA_CODEC_NOISE);
    assert_int_equal(m.codec[2].kind, MEDIA_CODEC_DTMF);
    assert_int_equal(m.codec[3].kind, MEDIA_CODEC_REPAIR);
    assert_true(media_stream_has_dtmf(&m, &m.stream[0]));
    assert_false(media_stream_has_dtmf(&m, &m.stream[1]));
    assert_ptr_equal(media_main(&m, NULL), &m.stream[0]);
    struct buf b;
    buf_init(&b, 1024);
    words_place(&b, &m.stream[0]);
    assert_string_equal(b.p, "[2001:db8::1]:4000");
    buf_clear(&b);
    words_media(&b, &m, false);
    assert_string_equal(b.p, "PCMU (SRTP) + video rtx (SRTP)");
    buf_fini(&b);
    assert_false(media_read(&m, &key, SLICE("hello\r\n")));
    assert_false(media_read(&m, &key, slice_of(NULL)));
}

/* ---- how a call stands */

static void test_call(void **state)
{
    (void)state;
    static const struct step steps[] = {
        { "A>B INVITE 1", "a -", "audio:4000:0,8,101telephone-event/8000", NULL },
        { "A>C INVITE 1", "a -", "audio:4000:0,8,101telephone-event/8000", NULL },
        { "B>A 183 1 INVITE", AB, "audio:5000:0", NULL },
        { "C>A 200 1 INVITE", "a c", "audio:6000:8", NULL },
        { "A>C INFO 2", "a c", "raw Signal=1\r\n", NULL },
        { "C>A UPDATE 1", "c a", "audio:6000:8:sendonly", NULL },
        { "A>C 200 1 UPDATE", "c a", "audio:4000:8:recvonly", NULL },
    };
    struct offers *o = offers_new(&key);
    struct offer_state s;
    play(o, steps, 1);
    assert_true(offers_is_waiting(o));
    assert_true(offers_call(o, 1, &s));
    assert_null(s.side[0].media);
    play(o, steps, 3);
    assert_true(offers_is_waiting(o));
    assert_true(offers_call(o, 1, &s) && s.early && s.mode == MEDIA_TWO_WAY);
    offers_clear(o);
    play(o, steps, 7);
    assert_true(offers_call(o, 1, &s));
    assert_false(offers_call(o, 2, &s));
    assert_int_equal(s.mode, MEDIA_ON_HOLD);
    assert_int_equal(s.since, 7);
    assert_int_equal(s.answered, 4);
    assert_int_equal(s.offerer, 1);
    assert_int_equal(s.side[0].who, 'A');
    assert_int_equal(s.side[1].who, 'C');
    assert_true(s.side[1].holds && !s.side[0].holds && s.side[1].sends && !s.side[0].sends);
    assert_int_equal(s.side[0].dtmf, OFFER_DTMF_INFO);
    assert_int_equal(s.agreed.n[0], 1);
    assert_int_equal(s.agreed.codec[0][0].type, 8);
    assert_false(s.early || s.over);
    offers_free(o);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scripts), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_limits),  cmocka_unit_test(test_agree),
        cmocka_unit_test(test_media),   cmocka_unit_test(test_call),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
