/* Tests of decode/sip/osip.c: what is named, and the guards before libosip2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/sip/osip.h"
#include "tests/unit/indexkit.h"

static void note(void *ctx, const char *header, const char *part, const char *value)
{
    buf_printf(ctx, "%s|%s|%s\n", header, part, value);
}

/* The parts of a message as lines into *out. */
static enum osip_verdict explain(const char *text, size_t n, struct buf *out)
{
    char *p = padded(text, n, 'x');
    struct sip_index x;
    enum osip_verdict v = OSIP_REJECTED;
    buf_clear(out);
    if (sip_index(&x, p, n))
        v = osip_explain(&x, note, out);
    free(p);
    return v;
}

static const char request[] = "INVITE sip:bob@example.com:5070;lr SIP/2.0\r\n"
                              "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa\r\n"
                              "Via: SIP/2.0/TCP p.example.com\r\n"
                              "From: \"Alice\" <sip:alice@example.com>;tag=f1\r\n"
                              "To:\r\n <sip:bob@example.com>\r\n"
                              "Call-ID: c1@example.com\r\n"
                              "CSeq: 7 INVITE\r\n"
                              "Contact: <sip:alice@10.0.0.1>\r\n"
                              "Record-Route: <sip:p1;lr>\r\n"
                              "Content-Type: application/sdp\r\n"
                              "Content-Length: 9999\r\n"
                              "\r\n"
                              "no SDP at all";

static void test_parts(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "Request-URI|user|bob\n",
        "Request-URI|port|5070\n",
        "Via|transport|UDP\n",
        "Via|host|10.0.0.1\n",
        "Via|port|5060\n",
        "Via|branch|z9hG4bKa\n",
        "Via|host|p.example.com\n",
        "From|display name|\"Alice\"\n",
        "From|user|alice\n",
        "From|tag|f1\n",
        "To|host|example.com\n",
        "Call-ID|word|c1\n",
        "Call-ID|host|example.com\n",
        "CSeq|number|7\n",
        "CSeq|method|INVITE\n",
        "Contact|host|10.0.0.1\n",
        "Record-Route|host|p1\n",
        "Content-Type|type|application\n",
        "Content-Type|subtype|sdp\n",
    };
    struct buf b;
    buf_init(&b, 1 << 16);
    assert_int_equal(explain(request, sizeof(request) - 1, &b), OSIP_PARSED);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
        if (!strstr(b.p, wanted[i]))
            fail_msg("no %sin:\n%s", wanted[i], b.p);
    assert_string_equal(osip_verdict_words(OSIP_PARSED), "");
    buf_fini(&b);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "OPTIONS sip:a SIP/2.0\r\nCSeq: x\r\n\r\n",
        "OPTIONS sip:a SIP/2.0\r\nFrom: <sip:a\r\n\r\n",
        "SIP/2.0 200 OK\r\nVia: nothing\r\n\r\n",
    };
    struct buf b;
    buf_init(&b, 1 << 16);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        if (explain(texts[i], strlen(texts[i]), &b) != OSIP_REJECTED)
            fail_msg("%s is taken", texts[i]);
        assert_int_equal(b.n, 0);
    }
    assert_true(*osip_verdict_words(OSIP_REJECTED));
    buf_fini(&b);
}

/* Each limit, met and passed by one. */
static void test_limits(void **state)
{
    (void)state;
    static const char head[] = "OPTIONS sip:a SIP/2.0\r\n";
    static const struct {
        const char *again;
        size_t most; /* so many are taken */
    } rows[] = {
        { "X: y\r\n", OSIP_LINES_MAX - 2 }, /* beside the start line and the empty one */
        { "S: ;;;;;;;;\r\n", OSIP_SEPARATORS_MAX / 8 },
    };
    struct buf text, b;
    buf_init(&text, 1 << 20);
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        for (size_t over = 0; over < 2; over++) {
            buf_clear(&text);
            buf_adds(&text, head);
            for (size_t k = 0; k < rows[i].most + over; k++)
                buf_adds(&text, rows[i].again);
            buf_adds(&text, "\r\n");
            assert_int_equal(explain(text.p, text.n, &b) == OSIP_TOO_LARGE, over);
        }
    for (size_t over = 0; over < 2; over++) {
        buf_clear(&text);
        buf_adds(&text, head);
        buf_adds(&text, "Subject: ");
        buf_fill(&text, 'x', OSIP_BYTES_MAX - text.n - 4 + over);
        buf_adds(&text, "\r\n\r\n");
        assert_int_equal(explain(text.p, text.n, &b) == OSIP_TOO_LARGE, over);
    }
    buf_clear(&text);
    buf_adds(&text, head);
    buf_add(&text, "S: a\0b\r\n\r\n", 10);
    assert_int_equal(explain(text.p, text.n, &b), OSIP_TOO_LARGE);
    assert_true(*osip_verdict_words(OSIP_TOO_LARGE) && *osip_verdict_words(OSIP_NO_MEMORY));
    buf_fini(&text);
    buf_fini(&b);
}

/* Every prefix: parsed or refused, and nothing said by libosip2 itself. */
static void test_every_prefix(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1 << 16);
    for (size_t n = 0; n < sizeof(request); n++) {
        enum osip_verdict v = explain(request, n, &b);
        assert_true(v == OSIP_PARSED || v == OSIP_REJECTED);
        assert_true(v == OSIP_PARSED || b.n == 0);
    }
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_every_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
