/* Inputs that somebody could send to make rung slow. */
#include "tests/linear/hostile.h"

#include <stdlib.h>
#include <string.h>

#define MUST(id)                                                                                   \
    "Via: SIP/2.0/UDP h;branch=z9hG4bK%u\r\nFrom: <sip:a>;tag=%u\r\nTo: <sip:b>%s\r\nCall-ID: " id
#define CSEQ "\r\nCSeq: 1 INVITE\r\n"
#define BEGIN "INVITE sip:b@c SIP/2.0\r\n"

/* ---- packets ------------------------------------------------------------------------------------
 */

static void le32(struct buf *b, uint32_t v)
{
    const uint8_t x[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };
    buf_add(b, x, 4);
}

static void be16(struct buf *b, uint32_t v)
{
    const uint8_t x[2] = { (uint8_t)(v >> 8), (uint8_t)v };
    buf_add(b, x, 2);
}

static void be32(struct buf *b, uint32_t v)
{
    be16(b, v >> 16);
    be16(b, v & 0xffff);
}

/* Record and IPv4 header of n bytes from 10.0.0.src to 10.0.0.dst. */
static void ip(struct capture *c, unsigned src, unsigned dst, unsigned proto, unsigned fragment,
               size_t n)
{
    le32(&c->b, (uint32_t)(1700000000 + c->us / 1000000));
    le32(&c->b, (uint32_t)(c->us % 1000000));
    le32(&c->b, (uint32_t)n + 20);
    le32(&c->b, (uint32_t)n + 20);
    c->us += c->step;
    be16(&c->b, 0x4500);
    be16(&c->b, (uint32_t)n + 20);
    be16(&c->b, c->ip_id);
    be16(&c->b, fragment);
    be16(&c->b, 64 << 8 | proto);
    be16(&c->b, 0);
    be32(&c->b, 0x0a000000 | src);
    be32(&c->b, 0x0a000000 | dst);
}

static void udp(struct capture *c, unsigned src, unsigned dst, unsigned sport, const void *p,
                size_t n)
{
    c->ip_id++;
    ip(c, src, dst, 17, 0, n + 8);
    be16(&c->b, sport);
    be16(&c->b, 5060);
    be16(&c->b, (uint32_t)n + 8);
    be16(&c->b, 0);
    buf_add(&c->b, p, n);
}

/* A segment of the one connection whose first byte is number 1. */
static void tcp(struct capture *c, uint32_t seq, unsigned flags, const void *p, size_t n)
{
    c->ip_id++;
    ip(c, 1, 2, 6, 0, n + 20);
    be16(&c->b, 40000);
    be16(&c->b, 5060);
    be32(&c->b, seq);
    be32(&c->b, 1);
    be16(&c->b, 0x5000 | flags);
    be16(&c->b, 65535);
    be32(&c->b, 0);
    buf_add(&c->b, p, n);
}

static void syn(struct capture *c)
{
    tcp(c, 0, 2, NULL, 0);
}

/* A piece of a datagram. */
static void piece(struct capture *c, unsigned id, unsigned offset, bool more, size_t n)
{
    static const char zero[1500];
    c->ip_id = (uint16_t)id;
    ip(c, 1, 2, 17, (more ? 0x2000 : 0) | offset / 8, n);
    buf_add(&c->b, zero, n);
}

/* A message in words. */
static void say(struct capture *c, unsigned src, unsigned dst, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static void say(struct capture *c, unsigned src, unsigned dst, const char *fmt, ...)
{
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    udp(c, src, dst, 5060, text, (size_t)n);
}

/* A text in a single datagram of at most 65,507 bytes. */
static void one_datagram(struct capture *c, struct buf *text)
{
    udp(c, 1, 2, 5060, text->p, text->n < 65507 ? text->n : 65507);
    buf_fini(text);
}

/* A text as a stream in pieces. */
static void stream(struct capture *c, struct buf *text, size_t step)
{
    syn(c);
    for (size_t at = 0; at < text->n; at += step) {
        size_t n = text->n - at < step ? text->n - at : step;
        tcp(c, 1 + (uint32_t)at, 0x10, text->p + at, n);
    }
    buf_fini(text);
}

/* ---- in one message -----------------------------------------------------------------------------
 */

/* A message that begins with these headers, and goes on as messages do. */
static void repeat(struct capture *c, const char *front, const char *again, unsigned n,
                   const char *back)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_adds(&b, BEGIN);
    buf_adds(&b, front);
    for (unsigned i = 0; i < n; i++)
        buf_adds(&b, again);
    buf_printf(&b, "%s\r\n" MUST("c") CSEQ "\r\n", back, 1, 1, "");
    one_datagram(c, &b);
}

static void repeat_body(struct capture *c, const char *type, const char *front, const char *again,
                        unsigned n)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_printf(&b, BEGIN MUST("c") CSEQ "Content-Type: %s\r\n\r\n%s", 1, 1, "", type, front);
    for (unsigned i = 0; i < n; i++)
        buf_adds(&b, again);
    one_datagram(c, &b);
}

static void header_lines(struct capture *c, unsigned n)
{
    repeat(c, "", "X-A: b\r\n", n, "Y: z");
}

static void vias(struct capture *c, unsigned n)
{
    repeat(c, "", "v:a,\r\n", n, "Y: z");
}

static void via_list(struct capture *c, unsigned n)
{
    repeat(c, "Via: a", ",b", n, "");
}

static void long_header(struct capture *c, unsigned n)
{
    repeat(c, "Subject: ", "abcdefgh", n, "");
}

static void folded(struct capture *c, unsigned n)
{
    repeat(c, "Subject:", "\r\n a", n, "");
}

static void no_colons(struct capture *c, unsigned n)
{
    repeat(c, "", "nothing\r\n", n, "");
}

static void parameters(struct capture *c, unsigned n)
{
    repeat(c, "f: <sip:x>", ";t=\"a\"", n, ";tag=z");
}

static void quotes(struct capture *c, unsigned n)
{
    repeat(c, "f: ", "\"\\\"<", n, ";tag=z");
}

static void angles(struct capture *c, unsigned n)
{
    repeat(c, "Contact: ", "<\"", n, ">;tag=z");
}

static void blanks(struct capture *c, unsigned n)
{
    repeat(c, "CSeq: 1", " \t\r\n ", n, "INVITE");
}

static void routes(struct capture *c, unsigned n)
{
    repeat(c, "Contact: ", "<sip:a@b;c=d>,", n, "<sip:e>");
}

static void sdp_lines(struct capture *c, unsigned n)
{
    repeat_body(c, "application/sdp", "v=0\r\n", "m=audio 1 RTP/AVP 0\r\n", n);
}

static void multipart(struct capture *c, unsigned n)
{
    repeat_body(c, "multipart/mixed;boundary=-", "", "---\r\n", n);
}

/* ---- on streams ---------------------------------------------------------------------------------
 */

static void message_on_stream(struct capture *c, unsigned lines, size_t step)
{
    struct buf b;
    buf_init(&b, 8 << 20);
    buf_printf(&b, BEGIN MUST("c") CSEQ, 1, 1, "");
    for (unsigned i = 0; i < lines; i++)
        buf_adds(&b, "X: y\r\n");
    buf_adds(&b, "\r\n");
    stream(c, &b, step);
}

static void bytes(struct capture *c, unsigned n)
{
    message_on_stream(c, n / 6, 1);
}

static void large_head(struct capture *c, unsigned n)
{
    message_on_stream(c, n / 6, 1400);
}

static void pipelined(struct capture *c, unsigned n)
{
    struct buf b;
    buf_init(&b, 32 << 20);
    for (unsigned i = 0; i < n; i++)
        buf_printf(&b, "AB sip:b SIP/2.0\r\ni:%u\r\n\r\n", i % 8);
    stream(c, &b, 1400);
}

static void noise(struct capture *c, unsigned n, const char *words, size_t step)
{
    struct buf b;
    buf_init(&b, 32 << 20);
    buf_printf(&b, BEGIN MUST("c") CSEQ "Content-Length: 0\r\n\r\n", 1, 1, "");
    for (unsigned i = 0; i < n; i++)
        buf_adds(&b, words);
    stream(c, &b, step);
}

static void noise_lines(struct capture *c, unsigned n)
{
    noise(c, n, "some words and no SIP\r\n", 1400);
}

static void noise_bytes(struct capture *c, unsigned n)
{
    noise(c, n / 8, "ABCDEFGH", 1);
}

static void starts(struct capture *c, unsigned n)
{
    noise(c, n, BEGIN, 1400);
}

static void keep_alives(struct capture *c, unsigned n)
{
    noise(c, n, "\r\n\r\n", 4);
}

static void backwards(struct capture *c, unsigned n)
{
    syn(c);
    for (unsigned i = n; i > 0; i--)
        tcp(c, 1 + i * 10, 0x10, "0123456789", 10);
}

static void holes(struct capture *c, unsigned n)
{
    syn(c);
    for (unsigned i = 1; i < n; i++)
        tcp(c, 1 + i * 20, 0x10, "0123456789", 10);
}

static void overlaps(struct capture *c, unsigned n)
{
    static char text[1400];
    memset(text, 'x', sizeof(text));
    syn(c);
    for (unsigned i = 0; i < n; i++)
        tcp(c, 100 + i % 2 * 3 + i / 2 * 7, 0x10, text, sizeof(text));
}

static void same_segment(struct capture *c, unsigned n)
{
    syn(c);
    for (unsigned i = 0; i < n; i++)
        tcp(c, 100, 0x10, "0123456789", 10);
}

static void connections(struct capture *c, unsigned n)
{
    static const char text[] = "INVITE sip:";
    for (unsigned i = 0; i < n; i++) {
        c->ip_id++;
        ip(c, 1 + (i >> 14), 2, 6, 0, 20 + sizeof(text) - 1);
        be16(&c->b, 10000 + (i & 0x3fff));
        be16(&c->b, 5060);
        be32(&c->b, 7);
        be32(&c->b, 1);
        be16(&c->b, 0x5010);
        be16(&c->b, 65535);
        be32(&c->b, 0);
        buf_add(&c->b, text, sizeof(text) - 1);
    }
}

/* ---- fragments ----------------------------------------------------------------------------------
 */

static void small_fragments(struct capture *c, unsigned n)
{
    for (unsigned i = n; i > 0; i--)
        piece(c, i / 2000, i % 2000 * 8, true, 8);
}

static void overlapping_fragments(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        piece(c, i / 1000, i % 1000 * 16 + 8, true, i % 2 ? 8 : 40);
}

static void unfinished_datagrams(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        piece(c, i, 0, true, 1480);
}

/* ---- many messages ------------------------------------------------------------------------------
 */

static void call_ids(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, BEGIN MUST("%u") CSEQ "\r\n", i, i, "", i);
}

static void branches(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, BEGIN MUST("c") CSEQ "\r\n", i, 1, "");
}

static void from_tags(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, BEGIN MUST("c") CSEQ "\r\n", 1, i, "");
}

static void to_tags(struct capture *c, unsigned n)
{
    say(c, 1, 2, BEGIN MUST("c") CSEQ "\r\n", 1, 1, "");
    for (unsigned i = 0; i < n; i++) {
        char tag[32];
        snprintf(tag, sizeof(tag), ";tag=%u", i);
        say(c, 2, 1, "SIP/2.0 %u x\r\n" MUST("c") CSEQ "\r\n", i % 2 ? 180u : 200u, 1, 1, tag);
    }
}

static void repeats(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, BEGIN MUST("c") CSEQ "\r\n", 1, 1, "");
}

static void answers(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 2, 1, "SIP/2.0 %u x\r\n" MUST("c") CSEQ "\r\n", 100 + i % 500, 1, 1, ";tag=t");
}

static void numbers(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, BEGIN MUST("c") "\r\nCSeq: %u INVITE\r\n\r\n", 1, 1, i % 2 ? ";tag=t" : "", i);
}

static void both_sides_of_a_nat(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1 + i % 2, 9, BEGIN MUST("c") CSEQ "\r\n", i / 2, 1, "");
}

static void ports(struct capture *c, unsigned n)
{
    static const char text[] = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\ni: c\r\n\r\n";
    for (unsigned i = 0; i < n; i++)
        udp(c, 1 + i / 60000, 2, 1 + i % 60000, text, sizeof(text) - 1);
}

static void methods(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, "M%u sip:a SIP/2.0\r\n" MUST("c") "\r\n\r\n", i, 1, 1, "");
}

static void refers(struct capture *c, unsigned n)
{
    say(c, 1, 2, BEGIN MUST("c") CSEQ "\r\n", 1, 1, "");
    say(c, 2, 1, "SIP/2.0 200 x\r\n" MUST("c") CSEQ "\r\n", 1, 1, ";tag=t");
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2,
            "REFER sip:b SIP/2.0\r\n" MUST(
                "c") "\r\nCSeq: %u REFER\r\nRefer-To: <sip:x%u@y>\r\n\r\n",
            i + 2, 1, ";tag=t", i + 2, i);
}

static void replaces(struct capture *c, unsigned n)
{
    call_ids(c, 1);
    for (unsigned i = 0; i < n; i++)
        say(c, 1, 2, BEGIN MUST("r%u") CSEQ "Replaces: 0;to-tag=%u;from-tag=0\r\n\r\n", i, i, "", i,
            i);
}

static void referred(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        say(c, 1, 2,
            "REFER sip:b SIP/2.0\r\n" MUST(
                "c%u") "\r\nCSeq: 2 REFER\r\nRefer-To: <sip:x@y>\r\n\r\n",
            i, i, ";tag=t", i);
        say(c, 2, 3, "INVITE sip:x@y SIP/2.0\r\n" MUST("d%u") CSEQ "Referred-By: <sip:a>\r\n\r\n",
            i, i, "", i);
    }
}

/* Legs over a node that have everything in common that legs can have, or nearly so. */
static void legs(struct capture *c, unsigned n, const char *headers)
{
    for (unsigned i = 0; i < n; i++)
        say(c, 1 + i % 2, 2 + i % 2,
            BEGIN MUST("%u") CSEQ "%sContent-Type: application/sdp\r\n\r\nv=0\r\n"
                                  "o=- 1 1 IN IP4 9.9.9.9\r\nc=IN IP4 9.9.9.9\r\n"
                                  "m=audio 4000 RTP/AVP 0\r\n",
            i, i, "", i, headers);
}

static void legs_alike(struct capture *c, unsigned n)
{
    legs(c, n, "");
}

static void tokens_alike(struct capture *c, unsigned n)
{
    legs(c, n,
         "X-CID: none\r\nSession-ID: 0123456789abcdef0123456789abcdef\r\n"
         "P-Charging-Vector: icid-value=1\r\n");
}

static void time_leaps(struct capture *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        c->us = i % 2 ? INT64_C(1000000000000) : 0;
        say(c, 1, 2, BEGIN MUST("%u") CSEQ "\r\n", i, i, "", i);
    }
}

const struct hostile hostile_rows[] = {
    { "header-lines", header_lines, 3000 },
    { "via-lines", vias, 4000 },
    { "via-list", via_list, 12000 },
    { "long-header", long_header, 3500 },
    { "folded-lines", folded, 6000 },
    { "no-colons", no_colons, 3000 },
    { "parameters", parameters, 4500 },
    { "quotes", quotes, 6000 },
    { "angle-brackets", angles, 12000 },
    { "blanks", blanks, 5000 },
    { "contacts", routes, 2000 },
    { "sdp-lines", sdp_lines, 1400 },
    { "multipart", multipart, 6000 },
    { "stream-of-bytes", bytes, 50000 },
    { "large-head", large_head, 125000 },
    { "pipelined", pipelined, 20000 },
    { "noise-lines", noise_lines, 10000 },
    { "noise-bytes", noise_bytes, 50000 },
    { "start-lines-only", starts, 30000 },
    { "keep-alives", keep_alives, 10000 },
    { "segments-backwards", backwards, 10000 },
    { "segments-with-holes", holes, 10000 },
    { "segments-overlap", overlaps, 5000 },
    { "segments-again", same_segment, 10000 },
    { "connections", connections, 10000 },
    { "fragments-backwards", small_fragments, 10000 },
    { "fragments-overlap", overlapping_fragments, 10000 },
    { "fragments-unfinished", unfinished_datagrams, 10000 },
    { "call-ids", call_ids, 10000 },
    { "branches", branches, 10000 },
    { "from-tags", from_tags, 10000 },
    { "to-tags", to_tags, 10000 },
    { "repeats", repeats, 10000 },
    { "answers", answers, 10000 },
    { "cseq-numbers", numbers, 10000 },
    { "nat", both_sides_of_a_nat, 10000 },
    { "ports", ports, 10000 },
    { "methods", methods, 10000 },
    { "refers", refers, 10000 },
    { "replaces", replaces, 10000 },
    { "referred-by", referred, 5000 },
    { "legs-alike", legs_alike, 10000 },
    { "tokens-alike", tokens_alike, 10000 },
    { "time-leaps", time_leaps, 10000 },
    { NULL, NULL, 0 },
};
