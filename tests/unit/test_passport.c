/* Identity headers: what is read out of them, and that nothing in them does harm. */
#include "decode/sip/passport.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "capture/packet.h"

#define HEADER                                                                                     \
    "eyJhbGciOiJFUzI1NiIsInBwdCI6InNoYWtlbiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9jZXJ0LmV4" \
    "YW1wbGUub3JnL3AuY3J0In0"
#define SHAKEN                                                                                     \
    "eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxMjE1NTU1MTIxMyJdfSwiaWF0IjoxNzAwMDAwMDAwLCJvcmlnIjp7" \
    "InRuIjoiMTIxNTU1NTEyMTIifSwib3JpZ2lkIjoiOGE1YyJ9"
#define DIVERTED                                                                                   \
    "eyJkaXYiOnsidXJpIjoic2lwOmJvYkBleGFtcGxlLmNvbSJ9LCJkZXN0Ijp7InVyaSI6WyJzaXA6Y2Fyb2xAZXhhbXBs" \
    "ZS5jb20iXX0sImlhdCI6MTcwMDAwMDAwMCwib3JpZyI6eyJ1cmkiOiJzaXA6YWxpY2VAZXhhbXBsZS5jb20ifSwicmNk" \
    "Ijp7Im5hbSI6IkFsaWNlIFx1MDBlNCJ9fQ"
#define DEEP                                                                                       \
    "W1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW11dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1d" \
    "XV1dXV1dXV1dXV0"

/* Indexes an INVITE with these Identity lines in a buffer of its own. Owned. */
static char *message(struct sip_index *x, const char *lines)
{
    static const char head[] = "INVITE sip:12155551213@example.com SIP/2.0\r\n"
                               "Via: SIP/2.0/UDP a.example;branch=z9hG4bKa\r\n"
                               "From: <sip:12155551212@example.com>;tag=a\r\n"
                               "To: <sip:12155551213@example.com>\r\n"
                               "Call-ID: a\r\nCSeq: 1 INVITE\r\n";
    size_t n = sizeof(head) - 1 + strlen(lines) + 2;
    char *p = calloc(n + BLOCK_PADDING + 1, 1);
    assert_non_null(p);
    snprintf(p, n + 1, "%s%s\r\n", head, lines);
    assert_true(sip_index(x, p, n));
    return p;
}

static void assert_text(const struct passport_text *t, const char *wanted)
{
    assert_int_equal(t->n, strlen(wanted));
    assert_memory_equal(t->p, wanted, t->n);
}

static void test_shaken(void **state)
{
    (void)state;
    struct sip_index x;
    struct passport p;
    struct buf b;
    size_t at = 0;
    char *m = message(&x, "Identity: " HEADER "." SHAKEN
                          ".sig;info=<https://cert.example.org/p.crt>;alg=ES256;ppt=shaken\r\n");
    assert_true(passport_next(&p, &x, &at));
    assert_false(p.compact);
    assert_int_equal(p.attest, 'A');
    assert_int_equal(p.iat, 1700000000);
    assert_text(&p.orig, "12155551212");
    assert_text(&p.dest, "12155551213");
    assert_text(&p.origid, "8a5c");
    assert_text(&p.ppt, "shaken");
    assert_text(&p.info, "https://cert.example.org/p.crt");
    buf_init(&b, 4096);
    passport_words(&b, &p, 3);
    assert_string_equal(b.p,
                        "signed as shaken, attest A (the signer knows the caller and his right "
                        "to this number), from 12155551212 to 12155551213, issued 3 s before, "
                        "certificate https://cert.example.org/p.crt");
    buf_fini(&b);
    assert_false(passport_next(&p, &x, &at));
    free(m);
}

static void test_second_and_compact(void **state)
{
    (void)state;
    struct sip_index x;
    struct passport p;
    char *m = message(&x, "Identity: " HEADER "." SHAKEN ".s;info=<https://a.example>\r\n"
                          " \r\n"
                          "Identity: unreadable\r\n"
                          "y: " HEADER "." DIVERTED ".s;ppt=div\r\n"
                          "Identity: ..s;info=<https://a.example>;ppt=shaken\r\n");
    size_t at = 0;
    assert_true(passport_next(&p, &x, &at));
    assert_int_equal(p.attest, 'A');
    assert_true(passport_next(&p, &x, &at));
    assert_text(&p.div, "sip:bob@example.com");
    assert_text(&p.dest, "sip:carol@example.com");
    assert_text(&p.name, "Alice \xc3\xa4");
    assert_int_equal(p.attest, 0);
    assert_true(passport_next(&p, &x, &at));
    assert_true(p.compact);
    assert_text(&p.orig, "12155551212");
    assert_text(&p.dest, "12155551213");
    assert_false(passport_next(&p, &x, &at));
    free(m);
}

/* What is no PASSporT is refused, whatever it is; every prefix of one is safe. */
static void test_broken(void **state)
{
    static const char *const broken[] = {
        "Identity:\r\n",
        "Identity: abc\r\n",
        "Identity: \"old\"; info=x\r\n",
        "Identity: e30." DEEP ".s\r\n",
        "Identity: e30.!!!.s\r\n",
        "Identity: e30.e30x.s\r\n",
        "Identity: e30.W10.\r\n", /* an array, no object: read, and says nothing */
    };
    (void)state;
    struct sip_index x;
    struct passport p;
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        char *m = message(&x, broken[i]);
        size_t at = 0;
        if (passport_next(&p, &x, &at))
            assert_int_equal(p.orig.n + p.dest.n + p.attest, 0);
        free(m);
    }
    static const char whole[] = "Identity: " HEADER "." SHAKEN ".sig;info=<x>;ppt=shaken";
    for (size_t n = 0; n < sizeof(whole); n++) {
        char cut[sizeof(whole) + 2] = { 0 };
        memcpy(cut, whole, n);
        memcpy(cut + n, "\r\n", 3);
        char *m = message(&x, cut);
        size_t at = 0;
        while (passport_next(&p, &x, &at))
            assert_true(at <= x.head.n + 1);
        free(m);
    }
}

static void test_same(void **state)
{
    (void)state;
    assert_true(passport_same(SLICE("+1 215-555-1212"), SLICE("12155551212")));
    assert_true(passport_same(SLICE("2155551212"), SLICE("+12155551212")));
    assert_false(passport_same(SLICE("12155551212"), SLICE("12155551213")));
    assert_true(passport_same(SLICE("Alice"), SLICE("alice")));
    assert_false(passport_same(SLICE("112"), SLICE("911")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shaken),
        cmocka_unit_test(test_second_and_compact),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
