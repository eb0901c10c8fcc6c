/* Tests of decode/redact: of a message what says who it was goes, what says what happened stays,
 * and nothing moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "decode/redact/attribute_list.h"
#include "decode/redact/body_list.h"
#include "decode/redact/header_list.h"
#include "decode/redact/parameter_list.h"
#include "decode/redact/redact.h"
#include "decode/redact/word_list.h"

static struct redaction there = { .names.key = { 1, 2 } },
                        back = { .names = { .key = { 1, 2 }, .back = true } },
                        agents = { .names.key = { 1, 2 }, .agents = true };

/* A copy with nothing behind it, so that the sanitizer sees a byte too many; of headers, where
 * there is no start line. Owned. */
static char *redacted(struct redaction *r, const char *text, size_t n)
{
    char *s = mem_new(n, 1);
    assert_non_null(s);
    memcpy(s, text, n);
    struct slice text_is = slice_make(text, n);
    if (slice_istarts(text_is, SLICE("INVITE ")) || slice_istarts(text_is, SLICE("FETCH ")) ||
        slice_istarts(text_is, SLICE("SIP/")))
        redact_message(r, s, n, 0);
    else
        redact_part(r, s, n, 0);
    return s;
}

static bool has(const char *s, size_t n, const char *word)
{
    return memmem(s, n, word, strlen(word));
}

/* One line of a message, or more; words that must not be there any more and pieces that must, both
 * between blanks. */
static const struct {
    const char *text, *gone, *stays;
} lines[] = {
    { "INVITE sip:+49-30-1234;npdi@sip.example.com:5060;transport=udp SIP/2.0\r\n",
      "49-30 1234 example", "INVITE sip:+ npdi@ :5060;transport=udp SIP/2.0" },
    { "FETCH sip:alice@example.com SIP/2.0\r\n", "alice example", "FETCH SIP/2.0" },
    { "SIP/2.0 486 Busy Here\r\n", "", "SIP/2.0 486 Busy Here" },
    { "SIP/2.0 480 Alice is Unavailable\r\n", "Alice", "SIP/2.0 480 Unavailable" },
    { "Via: SIP/2.0/UDP 10.1.1.5:5060;branch=z9hG4bKabc-12;rport=5062;received=192.168.4.7\r\n",
      "10.1.1.5 abc-12 192.168.4.7",
      "SIP/2.0/UDP :5060;branch=z9hG4bK ;rport=5062;received=192.168." },
    { "v: SIP / 2.0 / TCP [2001:db8::9:1]:5060;branch=z9hG4bK77ef, SIP/2.0/TLS b.example.net\r\n",
      "2001:db8 77ef example", "SIP / 2.0 / TCP [ ]:5060; SIP/2.0/TLS" },
    { "From: \"Alice M\xc3\xbcller\" <sip:alice@example.com>;tag=9fxced76sl\r\n",
      "Alice ller \xbc alice 9fxced", "From: <sip: >;tag=" },
    { "To: Bob <sips:1002:s3cr3t@10.1.1.5>\r\n", "Bob 1002 s3cr3t 10.1.1.5", "<sips: 10." },
    { "t: <sip:%61lice%40home@example.com>\r\n", "%61lice home", "%40" },
    { "Call-ID: 3848276298@host.example.com\r\n", "3848276298 host example", "Call-ID:" },
    { "CSeq: 4711 INVITE\r\n", "", "4711 INVITE" },
    { "Contact: <sip:alice@10.1.1.5;ob>;expires=60;+sip.instance=\"<urn:uuid:f81d4fae>\"\r\n",
      "alice f81d4fae 10.1.1.5", ";ob>;expires=60;+sip.instance=\"<urn:uuid:" },
    { "Refer-To: <sip:bob@b.net?Replaces=cid7%40home%3Bto-tag%3Dxx7%3Bfrom-tag%3Dyy8>\r\n",
      "bob cid7 home xx7 yy8", "?Replaces= %40 %3Bto-tag%3D %3Bfrom-tag%3D" },
    { "Authorization: Digest username=\"alice\",realm=\"example.com\",nonce=\"c60f30\",\r\n"
      " uri=\"sip:bob@example.com\",response=\"245f23\",algorithm=MD5,qop=auth,nc=00000001\r\n",
      "alice example c60f30 245f23 bob",
      "Digest username=\" \",nonce=\" uri=\"sip: algorithm=MD5,qop=auth,nc=00000001" },
    { "Reason: Q.850;cause=16;text=\"Normal call clearing for Alice\"\r\n", "Alice",
      "Q.850;cause=16;text=\"Normal call clearing" },
    { "Warning: 399 10.0.0.1 \"Not found Bob\"\r\n", "10.0.0.1 Bob", "399 \"Not found" },
    { "User-Agent: Yealink SIP-T46S 66.84 00:15:65:aa:bb:cc 001565AABBCD\r\n",
      "00:15:65 aa:bb AABB 001565", "Yealink SIP-T46S 66.84" },
    { "X-Customer: Acme Corp; vip=77\r\n", "Acme Corp vip 77", "X-Customer:" },
    { "Session-ID: ab30317f1a784dc4;remote=0000000000000000\r\n", "ab30317f",
      ";remote=0000000000000000" },
    { "WWW-Authenticate: Digest realm=\"x.org\" user=\"fluffy\"\r\n", "fluffy org",
      "Digest realm=" },
    { "Via: SIP/2.0/UDPims.example.com:5060\r\n", "ims example", "SIP/2.0/ :5060" },
    { "Subject: call me back\r\n", "me back", "Subject:" },
    { "History-Info: <sip:carol@a.org?Reason=SIP%3Bcause%3D302>;index=1.1\r\n", "carol org",
      "?Reason= cause%3D302 ;index=1.1" },
    { "Diversion: <sip:5551@gw>;reason=no-answer;counter=2;privacy=off\r\n", "5551 gw",
      ";reason=no-answer;counter=2;privacy=off" },
    { "P-Charging-Vector: icid-value=\"AyretyU0dm\";orig-ioi=home.net\r\n", "Ayrety home",
      "icid-value=\" orig-ioi=" },
    { "Session-Expires: 1800;refresher=uas\r\n", "", "1800;refresher=uas" },
    { "Event: dialog;call-id=\"abc77\";from-tag=zz9\r\n", "abc77 zz9",
      "dialog;call-id=\" from-tag=" },
    { "Retry-After: 3600 (Alice is out);duration=60\r\n", "Alice", "3600 ;duration=60" },
    { "Geolocation: <cid:target@alice.example.com>\r\n", "target alice", "<cid:" },
    { "no header line at all, says Alice\r\n", "Alice says line", "" },
    { "Call-ID: [::ffff:10.1.1.5]\r\n", "10.1.1.5", "[::ffff:10." },
};

/* Each word between blanks. */
static void check_words(const char *s, size_t n, const char *words, bool wanted)
{
    struct slice all = slice_of(words);
    while (all.n) {
        char word[64] = "";
        size_t length = slice_index(all, ' ');
        assert_in_range(length, 0, sizeof(word) - 1);
        memcpy(word, all.p, length);
        all = slice_sub(all, length + 1, all.n);
        if (has(s, n, word) == wanted || !*word)
            continue;
        fprintf(stderr, "%s %s in: %.*s", word, wanted ? "is not" : "is", (int)n, s);
        fail();
    }
}

static void lines_lose_who_it_was(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        size_t n = strlen(lines[i].text);
        char *s = redacted(&there, lines[i].text, n);
        check_words(s, n, lines[i].gone, false);
        check_words(s, n, lines[i].stays, true);
        mem_free(s);
    }
    static const char agent[] = "A: b\r\nUser-Agent: Acme PBX 1.2\r\nServer: Acme\r\n";
    char *s = redacted(&agents, agent, sizeof(agent) - 1);
    check_words(s, sizeof(agent) - 1, "Acme PBX", false);
    mem_free(s);
}

static const char body[] =
    "INVITE sip:bob@example.com SIP/2.0\r\n"
    "Content-Type: multipart/mixed;boundary=\"b-7@host\"\r\n"
    "Content-Length: 1000\r\n\r\npreamble of Bob\r\n--b-7@host\r\nContent-Type: "
    "application/sdp\r\n\r\n"
    "v=0\r\no=alice 2890844526 2890842807 IN IP4 host.atlanta.example.com\r\ns=Call with Bob\r\n"
    "c=IN IP4 10.1.1.5/127\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\n"
    "a=candidate:H1 1 UDP 2130706431 10.1.1.5 49170 typ host raddr 1.2.3.4 rport 99\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFC|2^20|1:4\r\na=ice-pwd:asd88fgpdd\r\n"
    "a=fingerprint:SHA-1 4A:AD:B9:B1\r\na=rtcp:49171 IN IP6 2001:db8::1\r\n"
    "a=ssrc:314159 cname:alice@host\r\nk=clear:s3cr3t\r\na=x-who:carol\r\n--b-7@host\r\n"
    "Content-Type: application/dialog-info+xml\r\n\r\n"
    "<?xml version=\"1.0\"?><dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" "
    "state=\"full\" "
    "entity=\"sip:alice@example.com\"><state>confirmed</state>carol</dialog-info>\r\n"
    "--b-7@host\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 486 Busy Here\r\nTo: Bob "
    "<sip:bob>\r\n"
    "--b-7@host\r\nContent-Type: application/isup\r\n\r\n\x01\x02 dave\r\n--b-7@host\r\n"
    "Content-Type: text/plain\r\n\r\nerin says hello\r\n--b-7@host--\r\n";

static void bodies_are_looked_into(void **state)
{
    (void)state;
    size_t n = sizeof(body) - 1;
    char *s = redacted(&there, body, n);
    check_words(s, n,
                "bob Bob alice host. atlanta example 10.1.1.5 1.2.3.4 PS1u asd88 4A:AD 2001:db8 "
                "s3cr3t carol dave erin hello 2890844526 2890842807 preamble",
                false);
    check_words(
        s, n,
        "IN IP4 10. /127 m=audio 49170 RTP/AVP a=rtpmap:0 PCMU/8000 "
        "UDP 2130706431 typ host raddr rport 99 AES_CM_128_HMAC_SHA1_80 inline: |2^20|1:4 "
        "a=ice-pwd: "
        "a=fingerprint:SHA-1 a=rtcp:49171 IP6 a=ssrc:314159 cname: k= a=x-who: version=\"1.0\" "
        "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" state=\"full\" entity=\"sip: "
        "<state>confirmed</state> SIP/2.0 486 Busy Here",
        true);
    /* the boundary is the same in the header and between the parts */
    const char *said = memmem(s, n, "boundary=\"", 10);
    assert_non_null(said);
    unsigned lines_between = 0;
    char between[10] = "--";
    memcpy(between + 2, said + 10, 8);
    for (size_t at = 0; at + 10 <= n; at++)
        lines_between += !memcmp(s + at, between, 10) && (!at || s[at - 1] == '\n');
    assert_int_equal(lines_between, 6);
    mem_free(s);
}

static void claims_keep_their_kind(void **state)
{
    (void)state;
    /* {"attest":"A","dest":{"tn":["12155551213"]},"iat":1443208345,"orig":{"tn":"12155551212"}} */
    static const char text[] =
        "A: b\r\nIdentity: eyJhbGciOiJFUzI1NiJ9."
        "eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxMjE1NTU1MTIxMyJdfSwiaWF0IjoxNDQzMjA4MzQ1LCJvcmlnIj"
        "p7"
        "InRuIjoiMTIxNTU1NTEyMTIifX0.rq3pjT1akE;info=<https://c.example.org/p.cer>;alg=ES256\r\n";
    size_t n = sizeof(text) - 1;
    char *s = redacted(&there, text, n);
    check_words(s, n, "rq3pjT example MTIxNTU1NTEyMTI IxMjE1NTU1MTIxMyJ", false);
    check_words(
        s, n,
        "eyJhbGciOiJFUzI1NiJ9. eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyI LCJvcmlnIjp7InRuIjoi "
        "info=<https: alg=ES256",
        true);
    mem_free(s);
}

/* Everything but what was replaced by chance comes back. */
static void the_key_leads_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        size_t n = strlen(lines[i].text);
        if (strstr(lines[i].text, "nonce") || strstr(lines[i].text, "\xbc") ||
            strstr(lines[i].text, "%61") || strstr(lines[i].text, "aa:bb"))
            continue;
        char *s = redacted(&there, lines[i].text, n), *t = redacted(&back, s, n);
        assert_memory_equal(t, lines[i].text, n);
        mem_free(s);
        mem_free(t);
    }
}

/* A message that was cut loses as much, and nothing behind its end is touched. */
static void what_was_cut_tells_no_more(void **state)
{
    (void)state;
    size_t n = sizeof(body) - 1;
    for (size_t i = 0; i <= n; i++) {
        char *s = redacted(&there, body, i);
        assert_false(has(s, i, "alice") || has(s, i, "carol") || has(s, i, "dave"));
        mem_free(s);
    }
    for (size_t k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
        for (size_t i = 0; i <= strlen(lines[k].text); i++)
            mem_free(redacted(&there, lines[k].text, i));
}

/* Any bytes are taken. */
static void noise_is_taken(void **state)
{
    (void)state;
    static const char some[] = "\r\n: ;=?&<>\"%[]@.,:0a9Z-+\\\x80\xc3\xe2\xff\0{}";
    uint64_t seed = 1;
    for (unsigned i = 0; i < 20000; i++) {
        char s[96];
        size_t n = i % sizeof(s);
        for (size_t k = 0; k < n; k++) {
            seed = hash_mix(seed, k);
            s[k] = seed & 256 ? some[seed % (sizeof(some) - 1)] : (char)(seed >> 32);
        }
        mem_free(redacted(i % 2 ? &there : &back, s, n));
        redact_sdp(&there, s, n);
        redact_identity(&there, s, n);
        redact_credentials(&there, s, n);
    }
}

/* Rows are looked up by halves. */
static void tables_are_sorted(void **state)
{
    (void)state;
#define X(name, ...) name,
    static const char *const headers[] = { REDACT_HEADER_LIST(X) },
                             *const parameters[] = { PARAMETER_LIST(X) },
                             *const attributes[] = { ATTRIBUTE_LIST(X) };
#undef X
#define X(name) name,
    static const char *const words[] = { REDACT_WORD_LIST(X) };
#undef X
    static const struct {
        const char *const *name;
        size_t n;
    } tables[] = { { headers, sizeof(headers) / sizeof(headers[0]) },
                   { parameters, sizeof(parameters) / sizeof(parameters[0]) },
                   { attributes, sizeof(attributes) / sizeof(attributes[0]) },
                   { words, sizeof(words) / sizeof(words[0]) } };
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
        for (size_t i = 1; i < tables[t].n; i++)
            if (strcmp(tables[t].name[i - 1], tables[t].name[i]) >= 0)
                fail_msg("%s stands before %s", tables[t].name[i - 1], tables[t].name[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_lose_who_it_was),      cmocka_unit_test(bodies_are_looked_into),
        cmocka_unit_test(claims_keep_their_kind),     cmocka_unit_test(the_key_leads_back),
        cmocka_unit_test(what_was_cut_tells_no_more), cmocka_unit_test(noise_is_taken),
        cmocka_unit_test(tables_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
