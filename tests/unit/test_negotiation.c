/* Tests of ui/flow/negotiation.c and find.c: which offers a ladder has, what became of them, and
 * where its messages are. What is an offer and what an answer is tested in test_offer.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/saykit.h"
#include "ui/flow/find.h"
#include "ui/flow/negotiation.h"

#define VIDEO(port)                                                                                \
    "Content-Type: application/sdp\r\n\r\nv=0\r\no=- 1 1 IN IP4 10.0.0.1\r\n"                      \
    "c=IN IP4 10.0.0.1\r\nm=audio 4000 RTP/SAVP 0 18 97\r\na=rtpmap:97 telephone-event/8000\r\n"   \
    "a=fmtp:97 0-16\r\na=fmtp:18 annexb=no\r\na=ptime:30\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 "   \
    "inline:x\r\nm=video " port " RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=sendonly\r\n"

static const struct said call[] = {
    { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "b>a", "180 Ringing", "a1", ABT, "1 INVITE", ANSWER, NULL },
    { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
    { "a>b", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
    { "b>a", "INVITE sip:1001@x", "b5", BAT, "5 INVITE",
      SDP("2", "10.0.0.2", "5000", "8", "sendonly"), NULL },
    { "a>b", "491 Request Pending", "b5", BAT, "5 INVITE", NULL, NULL },
    { "b>a", "ACK sip:1001@x", "b5", BAT, "5 ACK", NULL, NULL },
    { "b>a", "INVITE sip:1001@x", "b6", BAT, "6 INVITE",
      SDP("2", "10.0.0.2", "5000", "8", "sendonly"), NULL },
    { "a>b", "200 OK", "b6", BAT, "6 INVITE", SDP("2", "10.0.0.1", "4000", "8", "recvonly"), NULL },
    { "b>a", "ACK sip:1001@x", "b7", BAT, "6 ACK", NULL, NULL },
    { "a>b", "INVITE sip:1002@x", "a9", ABT, "9 INVITE",
      SDP("3", "10.0.0.7", "4002", "8", "sendrecv"), NULL },
};

static const struct said proxied[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "p>b", "INVITE sip:1002@x", "p1,a1", AB, "1 INVITE",
      SDP("1", "10.0.0.9", "6000", "0 8", "sendrecv"), NULL },
    { "b>p", "200 OK", "p1,a1", ABT, "1 INVITE", ANSWER, NULL },
    { "p>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
};

static const struct said late[] = {
    { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", NULL, NULL },
    { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
    { "a>b", "ACK sip:1002@x", "a2", ABT, "1 ACK", SDP("1", "10.0.0.1", "4000", "8", "sendrecv"),
      NULL },
};

static const struct said forked[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "p>b", "INVITE sip:1002@x", "p1,a1", AB, "1 INVITE", OFFER, NULL },
    { "p>c", "INVITE sip:1002@x", "p2,a1", AB, "1 INVITE", OFFER, NULL },
    { "b>p", "200 OK", "p1,a1", ABT, "1 INVITE", ANSWER, NULL },
    { "c>p", "200 OK", "p2,a1", AB ";tag=c", "1 INVITE", ANSWER, NULL },
};

static const struct said refused[] = {
    { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "b>a", "488 Not Acceptable Here", "a1", ABT, "1 INVITE", NULL, NULL },
};

static const struct said silent[] = {
    { "a>b", "OPTIONS sip:1002@x", "a1", AB, "1 OPTIONS", NULL, NULL },
};

/* "F1 User A, F3 User B: two-way audio · PCMA; …" */
static void tell(struct buf *b, const struct negotiations *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const struct negotiation *n = &x->of[i];
        buf_printf(b, "%sF%u %s, F%u %s", i ? "; " : "", n->offer,
                   x->flow->participant[n->from].name, n->answer, x->flow->participant[n->to].name);
        if (*negotiation_change(x, n->offer))
            buf_printf(b, " (%s)", negotiation_change(x, n->offer));
        if (n->early)
            buf_printf(b, " early F%u", n->early);
        if (n->refused)
            buf_printf(b, " refused F%u", n->refused);
        for (unsigned k = 0; k < 2; k++)
            if (n->rewritten[k])
                buf_printf(b, " %s changed F%u", k ? "answer" : "offer", n->rewritten[k]);
        buf_adds(b, n->branch ? " branch" : "");
        if (!n->answer)
            continue;
        buf_adds(b, ": ");
        negotiation_add_state(b, x, n->answer);
        buf_adds(b, negotiation_is_fine(x, n->answer) ? "" : "!");
    }
}

static void test_which(void **state)
{
    static const struct {
        const struct said *said;
        size_t n;
        const char *want;
    } cases[] = {
        { call, 11,
          "F1 User A, F3 User B early F2: two-way audio · PCMA; "
          "F5 User B, F0 User A (hold) refused F6; "
          "F8 User B, F9 User A (hold): on hold by User B; "
          "F11 User A, F0 User B (another address)" },
        { proxied, 4, "F1 User A, F3 User B offer changed F2: two-way audio · PCMA" },
        { late, 3, "F2 User B, F3 User A: two-way audio · PCMA" },
        { forked, 5,
          "F1 User A, F4 User B (10.0.0.2): two-way audio · PCMA; "
          "F1 User A, F5 User B (10.0.0.3) branch: two-way audio · PCMA" },
        { refused, 2, "F1 User A, F0 User B refused F2" },
        { silent, 1, "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct told t;
        struct negotiations x;
        struct buf b;
        say_tell(&t, cases[i].said, cases[i].n, NULL);
        assert_int_equal(negotiations_init(&x, t.flow), 0);
        buf_init(&b, 4096);
        buf_adds(&b, "");
        tell(&b, &x);
        assert_string_equal(b.n ? (const char *)b.p : "", cases[i].want);
        assert_null(negotiation_at(&x, 0));
        if (x.n)
            assert_ptr_equal(negotiation_at(&x, UINT32_MAX), &x.of[x.n - 1]);
        buf_fini(&b);
        negotiations_fini(&x);
        say_forget(&t);
    }
}

/* The words about the streams of an offer and of its answer. */
static void say_streams(struct buf *b, const struct negotiation_side *d, bool answer)
{
    for (unsigned i = 0; i < media_kept(&d->media); i++) {
        negotiation_side_add_stream(b, d, i, answer);
        buf_adds(b, " | ");
        negotiation_side_add_codecs(b, d, i);
        buf_adds(b, "\n");
    }
}

static void test_words(void **state)
{
    static const struct said said[] = {
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", VIDEO("4002"), NULL },
        { "b>a", "200 OK", "a1", ABT, "1 INVITE", VIDEO("0"), NULL },
        { "b>a", "INVITE sip:1001@x", "b5", BAT, "5 INVITE", ANSWER, NULL },
    };
    static const char *const name[2] = { "A", "B" };
    struct told t;
    struct negotiations x;
    struct negotiation_side d[3];
    struct buf b;
    (void)state;
    say_tell(&t, said, 3, NULL);
    assert_int_equal(negotiations_init(&x, t.flow), 0);
    buf_init(&b, 4096);
    for (unsigned i = 0; i < 3; i++) {
        negotiation_side_init(&d[i]);
        assert_true(negotiation_side_read(&d[i], t.flow, i + 1));
    }
    say_streams(&b, &d[0], false);
    assert_string_equal(b.p, "10.0.0.1:4000  sendrecv  30 ms  RTP/SAVP  a=crypto | 0 PCMU/8000, "
                             "18 G729/8000 (annexb=no), 97 telephone-event/8000 (0-16)\n"
                             "10.0.0.1:4002  sendonly  RTP/AVP | 96 H264/90000\n");
    buf_clear(&b);
    say_streams(&b, &d[1], true);
    assert_non_null(strstr((const char *)b.p, "refused (port 0) | 96 H264/90000\n"));
    buf_clear(&b);
    assert_false(negotiation_add_dtmf(&b, &d[0], &d[1], name));
    buf_adds(&b, "; ");
    assert_false(negotiation_add_security(&b, &d[0], &d[1], name));
    buf_adds(&b, "; ");
    assert_true(negotiation_add_dtmf(&b, &d[2], &d[0], name));
    buf_adds(&b, "; ");
    assert_true(negotiation_add_security(&b, &d[2], &d[0], name));
    assert_string_equal(b.p, "DTMF as telephone-event (97); SRTP; only B has telephone-event; "
                             "A no SRTP, B SRTP");
    assert_false(negotiation_side_read(&d[2], t.flow, 0));
    buf_clear(&b);
    assert_false(negotiation_add_dtmf(&b, &d[0], &d[2], name));
    assert_false(negotiation_add_security(&b, &d[0], &d[2], name));
    assert_int_equal(b.n, 0);
    for (unsigned i = 0; i < 3; i++)
        negotiation_side_fini(&d[i]);
    buf_fini(&b);
    negotiations_fini(&x);
    say_forget(&t);
}

static void test_find(void **state)
{
    static const struct said said[] = {
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
        { "b>a", "180 Ringing", "a1", ABT, "1 INVITE", NULL, NULL },
        { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
        { "a>b", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
    };
    static const uint32_t step[] = { 1, 0, 2, 3, 4 };
    struct told t;
    (void)state;
    say_tell(&t, said, 5, NULL);
    const struct flow *f = t.flow;
    for (uint32_t m = 1; m <= 5; m++) {
        uint32_t row = find_arrow(f, m);
        assert_int_equal(row, step[m - 1] ? f->arrow[step[m - 1] - 1] : f->rows);
        assert_int_equal(find_row(f, m), step[m - 1] ? row : f->arrow[0]);
    }
    assert_int_equal(find_near(f, 2), f->arrow[0]); /* it is folded into that */
    assert_int_equal(find_near(f, 4), f->arrow[2]);
    assert_int_equal(find_near(f, 99), f->arrow[3]);
    assert_int_equal(find_row(f, 0), f->rows);
    assert_int_equal(find_row(f, 6), f->rows);
    assert_int_equal(find_arrow_above(f, f->rows - 1), f->arrow[3]); /* a band is below */
    assert_int_equal(find_arrow_above(f, f->rows + 7), f->arrow[3]);
    assert_int_equal(find_arrow_above(f, f->arrow[1]), f->arrow[1]);
    say_forget(&t);
}

#ifdef RUNG_OOM
/* With the Nth allocation failing there are no negotiations, or all. */
static void test_no_memory(void **state)
{
    struct told t;
    unsigned failed = 0;
    (void)state;
    say_tell(&t, call, 11, NULL);
    for (int nth = 0; nth < 20; nth++) {
        struct negotiations x;
        struct negotiation_side d;
        negotiation_side_init(&d);
        mem_test_fail_after = nth;
        int r = negotiations_init(&x, t.flow);
        if (!r)
            negotiation_side_read(&d, t.flow, 1);
        mem_test_fail_after = -1;
        failed += r < 0;
        negotiation_side_fini(&d);
        negotiations_fini(&x);
    }
    assert_true(failed);
    say_forget(&t);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_find),
#ifdef RUNG_OOM
        cmocka_unit_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests_name("negotiation", tests, NULL, NULL);
}
