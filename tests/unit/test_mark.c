/* What is remarkable in a message, by itself. */
#include "decode/mark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *start, *headers, *body, *source;
    enum transport transport;
    uint32_t marks;
} cases[] = {
    { "INVITE sip:b@h SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, 0 },
    { "INVITE b SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(NO_SCHEME) },
    { "INVITE sips:b@h SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(SIPS) },
    { "INVITE sips:b@h SIP/2.0", "", "", "10.0.0.1", TRANSPORT_TLS, 0 },
    { "INVITE urn:service:sos SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(EMERGENCY) },
    { "INVITE urn:service:sos.fire SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(EMERGENCY) },
    { "INVITE sip:112@h SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(EMERGENCY) },
    { "INVITE sip:1129@h SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, 0 },
    { "INVITE tel:911 SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(EMERGENCY) },
    { "REFER sip:b@h SIP/2.0", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(REFER) },
    { "INVITE sip:b@h SIP/2.0", "Replaces: x\r\n", "", "10.0.0.1", TRANSPORT_UDP, MARK(REPLACES) },
    { "SIP/2.0 183 Progress", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(PROGRESS_NO_SDP) },
    { "SIP/2.0 180 Ringing", "RSeq: 1\r\n", "", "10.0.0.1", TRANSPORT_UDP, MARK(RELIABLE) },
    { "SIP/2.0 407 Auth", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(CHALLENGED) },
    { "SIP/2.0 488 No", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(MEDIA_REFUSED) },
    { "SIP/2.0 481 Gone", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(GONE) },
    { "SIP/2.0 483 Hops", "", "", "10.0.0.1", TRANSPORT_UDP, MARK(LOOPED) },
    /* the Via of all these is 192.168.0.9 */
    { "INVITE sip:b@h SIP/2.0", "", "", "203.0.113.1", TRANSPORT_UDP, MARK(NAT) },
    { "INVITE sip:b@h SIP/2.0", "", "c=IN IP4 10.0.0.1\r\nm=audio 4 RTP/AVP 0\r\n", "10.0.0.1",
      TRANSPORT_UDP, 0 },
    { "SIP/2.0 200 OK", "",
      "c=IN IP4 10.0.0.1\r\nm=audio 4000 RTP/AVP 0 101\r\n"
      "a=rtpmap:101 telephone-event/8000\r\n",
      "203.0.113.1", TRANSPORT_UDP, MARK(NAT) },
    { "SIP/2.0 200 OK", "", "m=audio 4000 RTP/AVP 0\n", "10.0.0.1", TRANSPORT_UDP,
      MARK(ANSWER_NO_DTMF) },
    { "SIP/2.0 200 OK", "", "m=audio 0 RTP/AVP 0\n", "10.0.0.1", TRANSPORT_UDP,
      MARK(ANSWER_NO_DTMF) | MARK(AUDIO_REFUSED) },
    { "INVITE sip:b@h SIP/2.0", "", "m=audio 4000 RTP/AVP 0 96\na=rtpmap:96 TELEPHONE-EVENT/8000",
      "10.0.0.1", TRANSPORT_UDP, MARK(OFFER_DTMF) },
    { "INVITE sip:b@h SIP/2.0", "", "m=audio 4000 UDP/TLS/RTP/SAVPF 0\n", "10.0.0.1", TRANSPORT_UDP,
      MARK(SRTP) },
    { "INVITE sip:b@h SIP/2.0", "", "m=audio 4000 RTP/AVP 0\na=crypto:1 X", "10.0.0.1",
      TRANSPORT_UDP, MARK(SRTP) },
    { "INVITE sip:b@h SIP/2.0", "", "m=image 4000 udptl t38\n", "10.0.0.1", TRANSPORT_UDP,
      MARK(FAX) },
};

static void test_marks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[1024];
        int n = snprintf(text, sizeof(text),
                         "%s\r\nVia: SIP/2.0/UDP 192.168.0.9:5060;branch=z9hG4bKa\r\n"
                         "From: <sip:a@h>;tag=a\r\nTo: <sip:b@h>\r\nCall-ID: a\r\nCSeq: 1 %s\r\n"
                         "%sContent-Length: %zu\r\n\r\n%s",
                         cases[i].start, !strncmp(cases[i].start, "REFER", 5) ? "REFER" : "INVITE",
                         cases[i].headers, strlen(cases[i].body), cases[i].body);
        char *p = calloc((size_t)n + BLOCK_PADDING, 1);
        memcpy(p, text, (size_t)n);
        struct sip_index x;
        struct payload load = { .data = (const uint8_t *)p,
                                .len = (uint32_t)n,
                                .full_len = (uint32_t)n,
                                .transport = cases[i].transport,
                                .extents = 1 };
        assert_true(addr_parse(&load.src.addr, slice_of(cases[i].source)));
        assert_true(sip_index_place(&x, p, (size_t)n));
        uint32_t hidden, marks = marks_of(&x, &load, &hidden);
        if (marks != cases[i].marks)
            fail_msg("case %zu (%s): %#x, not %#x", i, cases[i].start, marks, cases[i].marks);
        assert_int_equal(!hidden, !(marks & MARK(NAT)));
        load.extents = 2;
        if (cases[i].transport == TRANSPORT_UDP)
            assert_int_equal(marks_of(&x, &load, &hidden), marks | MARK(LARGE));
        free(p);
    }
}

/* Every prefix of a body with everything in it. */
static void test_prefixes(void **state)
{
    static const char whole[] =
        "INVITE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5060\r\n"
        "Call-ID: a\r\nCSeq: 1 INVITE\r\n\r\nc=IN IP4 10.0.0.1\r\n"
        "m=audio 4000 RTP/SAVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
        "a=crypto:1 AES\r\nm=image 0 udptl t38\r\n";
    (void)state;
    struct payload load = { .transport = TRANSPORT_TCP };
    uint32_t hidden;
    assert_true(addr_parse(&load.src.addr, SLICE("203.0.113.1")));
    for (size_t n = 24; n <= sizeof(whole); n++) {
        char *p = calloc(n + BLOCK_PADDING, 1);
        memcpy(p, whole, n);
        struct sip_index x;
        load.data = (const uint8_t *)p;
        load.len = load.full_len = (uint32_t)n;
        if (sip_index_place(&x, p, n))
            assert_true(marks_of(&x, &load, &hidden) & MARK(NAT) || n < 64);
        free(p);
    }
}

/* Which private address it is. */
static const struct {
    const char *method, *via, *contact, *sdp, *source, *hidden; /* "": none, "*": several */
} hidings[] = {
    { "INVITE", "10.0.0.9", "10.0.0.9:5060", "", "203.0.113.1", "10.0.0.9" },
    { "INVITE", "10.0.0.9", "10.0.0.8", "", "203.0.113.1", "*" },
    { "INVITE", "10.0.0.9", "10.0.0.9", "10.0.0.8", "203.0.113.1", "*" },
    { "INVITE", "h", "192.168.1.1", "198.51.100.1", "203.0.113.1", "192.168.1.1" },
    { "INVITE", "h", "h", "172.16.0.1", "203.0.113.1", "172.16.0.1" },
    { "INVITE", "[fd00::1]:5060", "h", "", "203.0.113.1", "" }, /* of the other family */
    { "INVITE", "[fd00::1]:5060", "h", "", "2001:db8::1", "*" },
    { "REGISTER", "h", "10.0.0.9", "", "203.0.113.1", "" },
    { "REGISTER", "10.0.0.9", "10.0.0.8", "", "203.0.113.1", "10.0.0.9" },
    { "OPTIONS", "h", "10.0.0.9", "", "203.0.113.1", "" },
    { "INVITE", "10.0.0.9", "10.0.0.9", "10.0.0.9", "10.0.0.1", "" },
};

static void test_hidden(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hidings) / sizeof(hidings[0]); i++) {
        char text[1024] = { 0 };
        size_t n = (size_t)snprintf(
            text, sizeof(text) - BLOCK_PADDING,
            "%s sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bKa\r\n"
            "From: <sip:a@h>;tag=a\r\nTo: <sip:b@h>\r\nCall-ID: a\r\nCSeq: 1 %s\r\n"
            "Contact: <sip:a@%s>\r\n\r\n%s%s",
            hidings[i].method, hidings[i].via, hidings[i].method, hidings[i].contact,
            hidings[i].sdp[0] ? "c=IN IP4 " : "", hidings[i].sdp);
        struct sip_index x;
        struct payload load = {
            .data = (const uint8_t *)text, .len = (uint32_t)n, .full_len = (uint32_t)n, .extents = 1
        };
        struct addr a;
        uint32_t hidden, want = 0;
        assert_true(addr_parse(&load.src.addr, slice_of(hidings[i].source)));
        assert_true(sip_index_place(&x, text, n));
        marks_of(&x, &load, &hidden);
        if (hidings[i].hidden[0] == '*')
            want = MARK_HIDDEN_MANY;
        else if (addr_parse(&a, slice_of(hidings[i].hidden)))
            memcpy(&want, a.ip + 12, sizeof(want));
        if (hidden != want)
            fail_msg("case %zu: %#x, not %#x", i, hidden, want);
    }
}

/* Each has a bit of its own, and words. */
static void test_table(void **state)
{
    static const struct {
        uint32_t bit;
        const char *help;
    } rows[] = {
#define X(id, help) { MARK(id), help },
        MARK_LIST(X)
#undef X
    };
    (void)state;
    uint32_t all = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_false(all & rows[i].bit);
        assert_true(strlen(rows[i].help) > 2);
        all |= rows[i].bit;
    }
    assert_int_equal(sizeof(rows) / sizeof(rows[0]), MARK_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
