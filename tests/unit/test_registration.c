/* Tests of decode/registration.c: states, times and counts by short exchanges, and what floods and
 * hostile headers cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "decode/registration.h"
#include "decode/sip/pick.h"
#include "tests/unit/rawkit.h"

#define HERE "Contact: <sip:bob@10.1.1.1:5060>\r\n"
#define CHALLENGE "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"
#define STALE "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", stale=TRUE\r\n"
#define ANSWER "Authorization: Digest username=\"bob\"\r\n"
#define ASK(ms_, seq, more_)                                                                       \
    {                                                                                              \
        .ms = ms_, .way = "A>P", .method = "REGISTER", .cseq = seq, .more = more_                  \
    }
#define GOT(ms_, seq, code_, more_)                                                                \
    {                                                                                              \
        .ms = ms_, .way = "P>A", .method = "REGISTER", .cseq = seq, .code = code_, .more = more_   \
    }

struct row {
    const char *name;
    struct raw say[8];
    int64_t end_ms;
    enum registration_state state;
    unsigned registrations, attempts, granted_s;
};

static const struct row rows[] = {
    { "asked", { ASK(0, 1, HERE) }, 100, REGISTRATION_TRYING, 1, 1, 0 },
    { "never answered", { ASK(0, 1, HERE) }, 32000, REGISTRATION_FAILED, 1, 1, 0 },
    { "challenged",
      { ASK(0, 1, HERE), GOT(9, 1, 401, CHALLENGE) },
      100,
      REGISTRATION_CHALLENGED,
      1,
      1,
      0 },
    { "challenged and never came back",
      { ASK(0, 1, HERE), GOT(9, 1, 401, CHALLENGE) },
      40000,
      REGISTRATION_FAILED,
      1,
      1,
      0 },
    { "registered, seconds in the Contact",
      { ASK(0, 1, HERE "Expires: 3600\r\n"),
        GOT(9, 1, 200, "Contact: <sip:bob@10.1.1.1:5060>;expires=60\r\nExpires: 90\r\n") },
      100,
      REGISTRATION_REGISTERED,
      1,
      1,
      60 },
    { "seconds in Expires",
      { ASK(0, 1, HERE "Expires: 3600\r\n"), GOT(9, 1, 200, HERE "Expires: 90\r\n") },
      100,
      REGISTRATION_REGISTERED,
      1,
      1,
      90 },
    { "seconds as asked",
      { ASK(0, 1, HERE "Expires: 3600\r\n"), GOT(9, 1, 200, "") },
      100,
      REGISTRATION_REGISTERED,
      1,
      1,
      3600 },
    { "host in another case, compact form",
      { ASK(0, 1, "m: <sip:bob@Phone.Test>;expires=70\r\n"),
        GOT(9, 1, 200, "m: \"Bob\" <sip:bob@phone.test>;q=0.5;expires=50\r\n") },
      100,
      REGISTRATION_REGISTERED,
      1,
      1,
      50 },
    { "ran out",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 200, HERE) },
      60010,
      REGISTRATION_EXPIRED,
      1,
      1,
      60 },
    { "refreshed with another Call-ID",
      { ASK(0, 1, HERE "Expires: 60\r\n"),
        GOT(9, 1, 200, HERE),
        { .ms = 30000, .way = "A>P", .method = "REGISTER", .id = "new", .more = HERE },
        { .ms = 30009,
          .way = "P>A",
          .method = "REGISTER",
          .id = "new",
          .code = 200,
          .more = HERE "Expires: 60\r\n" } },
      80000,
      REGISTRATION_REFRESHED,
      1,
      2,
      60 },
    { "a refresh that is challenged changes nothing",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 200, HERE), ASK(30000, 2, HERE),
        GOT(30009, 2, 401, CHALLENGE) },
      31000,
      REGISTRATION_REGISTERED,
      1,
      2,
      60 },
    { "a refresh that is refused",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 200, HERE), ASK(30000, 2, HERE),
        GOT(30009, 2, 403, "") },
      31000,
      REGISTRATION_FAILED,
      1,
      2,
      60 },
    { "removed by expires=0",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 200, HERE),
        ASK(30000, 2, "Contact: <sip:bob@10.1.1.1:5060>;expires=0\r\n"), GOT(30009, 2, 200, "") },
      31000,
      REGISTRATION_REMOVED,
      1,
      2,
      0 },
    { "removed by *",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 200, HERE),
        ASK(30000, 2, "Contact: *\r\nExpires: 0\r\n"), GOT(30009, 2, 200, "") },
      31000,
      REGISTRATION_REMOVED,
      1,
      1,
      0 },
    { "* alone",
      { ASK(0, 1, "Contact: *\r\nExpires: 0\r\n"), GOT(9, 1, 200, "") },
      100,
      REGISTRATION_REMOVED,
      1,
      1,
      0 },
    { "the registrar gives no time",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 200, "Expires: 0\r\n") },
      100,
      REGISTRATION_REMOVED,
      1,
      1,
      0 },
    { "only a question",
      { ASK(0, 1, ""), GOT(9, 1, 200, "Contact: <sip:x@h1>;expires=5, <sip:x@h2>;expires=7\r\n") },
      100,
      REGISTRATION_REGISTERED,
      2,
      1,
      5 },
    { "a wrong password",
      { ASK(0, 1, HERE), GOT(9, 1, 401, CHALLENGE), ASK(20, 2, HERE ANSWER),
        GOT(29, 2, 401, CHALLENGE) },
      100,
      REGISTRATION_FAILED,
      1,
      2,
      0 },
    { "an old nonce",
      { ASK(0, 1, HERE ANSWER), GOT(9, 1, 401, STALE) },
      100,
      REGISTRATION_CHALLENGED,
      1,
      1,
      0 },
    { "the answer alone",
      { GOT(9, 1, 200, HERE "Expires: 60\r\n") },
      100,
      REGISTRATION_REGISTERED,
      1,
      0,
      60 },
    { "the answer before its REGISTER",
      { ASK(0, 1, HERE "Expires: 60\r\n"), GOT(9, 1, 401, CHALLENGE), GOT(20, 2, 200, HERE),
        ASK(21, 2, HERE "Expires: 60\r\n" ANSWER) },
      50000,
      REGISTRATION_REGISTERED,
      1,
      2,
      60 },
    { "a challenge before its REGISTER",
      { ASK(0, 1, HERE), GOT(9, 1, 403, ""), GOT(20, 2, 401, CHALLENGE), ASK(21, 2, HERE) },
      100,
      REGISTRATION_CHALLENGED,
      1,
      2,
      0 },
    { "over a proxy",
      { ASK(0, 1, HERE "Expires: 60\r\n"),
        { .ms = 1, .way = "P>R", .method = "REGISTER", .vias = 2, .more = HERE "Expires: 60\r\n" },
        { .ms = 5, .way = "R>P", .method = "REGISTER", .vias = 2, .code = 200, .more = HERE },
        GOT(9, 1, 200, HERE) },
      100,
      REGISTRATION_REGISTERED,
      1,
      1,
      60 },
    { "by instance, after a restart at another port",
      { ASK(0, 1, "Contact: <sip:bob@10.1.1.1:1111>;+sip.instance=\"<urn:x>\";reg-id=1\r\n"),
        GOT(9, 1, 200, "Expires: 60\r\n"),
        { .ms = 20,
          .way = "A>P",
          .method = "REGISTER",
          .id = "new",
          .more = "Contact: <sip:bob@10.1.1.1:2222>;+sip.instance=\"<urn:x>\";reg-id=1\r\n" } },
      100,
      REGISTRATION_REGISTERED,
      1,
      2,
      60 },
};

static void test_states(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        for (int j = 0; j < 8 && rows[i].say[j].way; j++)
            rawkit_say(&k, rows[i].say[j]);
        const struct registration *r = registration_get(&k.store, 1);
        if (!r)
            fail_msg("%s: none", rows[i].name);
        enum registration_state got =
            registration_state(r, KIT_EPOCH_NS + rows[i].end_ms * 1000000);
        uint32_t granted = r->granted_s == REGISTRATION_UNSAID ? 0 : r->granted_s;
        if (got != rows[i].state || registration_count(&k.store) != rows[i].registrations ||
            r->attempts != rows[i].attempts || granted != rows[i].granted_s)
            fail_msg("%s: %s, %u registrations, %u attempts, %u s", rows[i].name,
                     registration_state_words(got), registration_count(&k.store), r->attempts,
                     granted);
        sipkit_fini(&k);
    }
}

static void test_lapse(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    rawkit_say(&k, (struct raw)ASK(0, 1, HERE "Expires: 60\r\n"));
    rawkit_say(&k, (struct raw)GOT(10, 1, 200, HERE));
    rawkit_say(&k, (struct raw)ASK(70000, 2, HERE "Expires: 60\r\n"));
    rawkit_say(&k, (struct raw)GOT(70010, 2, 200, HERE));
    const struct registration *r = registration_get(&k.store, 1);
    assert_int_equal(r->lapses, 1);
    assert_int_equal(r->m_lapsed[0], 2);
    assert_int_equal(r->m_lapsed[1], 3);
    assert_true(r->lapsed_ns == KIT_EPOCH_NS + INT64_C(60010) * 1000000);
    assert_int_equal(registration_state(r, k.now_ns), REGISTRATION_REGISTERED);
    assert_int_equal(r->m_registered, 2);
    assert_int_equal(r->m_granted, 4);
    sipkit_fini(&k);
}

static void test_short(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    rawkit_say(&k, (struct raw)ASK(0, 1, HERE "Expires: 30\r\n"));
    rawkit_say(&k, (struct raw)GOT(10, 1, 423, "Min-Expires: 120\r\n"));
    rawkit_say(&k, (struct raw)ASK(20, 2, HERE "Expires: 120\r\n"));
    rawkit_say(&k, (struct raw)GOT(30, 2, 200, HERE));
    const struct registration *r = registration_get(&k.store, 1);
    assert_int_equal(r->min_s, 120);
    assert_int_equal(r->m_short, 2);
    assert_int_equal(r->short_asked_s, 30);
    assert_int_equal(r->failures, 0);
    assert_int_equal(registration_state(r, k.now_ns), REGISTRATION_REGISTERED);
    sipkit_fini(&k);
}

static void test_password(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    rawkit_say(&k, (struct raw)ASK(0, 1, HERE));
    rawkit_say(&k, (struct raw)GOT(5, 1, 401, CHALLENGE));
    for (unsigned i = 2; i < 12; i++) {
        rawkit_say(&k, (struct raw)ASK(i * 100, i, HERE ANSWER));
        rawkit_say(&k, (struct raw)GOT(i * 100 + 5, i, 401, i == 3 ? STALE : CHALLENGE));
    }
    const struct aor *a = registration_aor(&k.store, 1);
    assert_int_equal(a->refused, 9);
    assert_int_equal(a->stale, 1);
    assert_int_equal(a->challenges, 11);
    assert_int_equal(a->rate_max, 1); /* the others bring what was asked for */
    rawkit_say(&k, (struct raw)ASK(2000, 12, HERE ANSWER));
    rawkit_say(&k, (struct raw)GOT(2005, 12, 200, HERE));
    assert_int_equal(a->refused, 0);
    assert_int_equal(a->refused_max, 9);
    sipkit_fini(&k);
}

static void test_flood(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < 20; i++)
        rawkit_say(&k, (struct raw)ASK(i * 5000, i + 1, HERE));
    const struct aor *a = registration_aor(&k.store, 1);
    assert_int_equal(a->rate_max, 12);
    assert_int_equal(a->attempts, 20);
    assert_int_equal(a->recents, 7); /* up to when it became a flood */
    sipkit_fini(&k);
}

/* A Contact without end, many of them: no more than REGISTRATION_BINDINGS are kept. */
static void test_many_contacts(void **state)
{
    (void)state;
    struct sipkit k;
    struct buf more;
    assert_true(sipkit_init(&k));
    buf_init(&more, 1 << 20);
    for (int i = 0; i < 1000; i++)
        buf_printf(&more, "Contact: <sip:b@h%d>, <sip:b@g%d>\r\n", i, i);
    buf_addc(&more, 0);
    for (unsigned i = 1; i < 4; i++)
        rawkit_say(&k, (struct raw)ASK(i, i, more.p));
    assert_int_equal(registration_count(&k.store), REGISTRATION_BINDINGS);
    buf_fini(&more);
    sipkit_fini(&k);
}

/* Every prefix of a message, from a buffer that ends where it ends. */
static void test_prefixes(void **state)
{
    (void)state;
    static const char text[] = "\r\nREGISTER sip:r SIP/2.0\r\nTo: <sip:b@h>\r\nContact: \"a,\\\"\" "
                               "<sip:b@h>;expires=5 ,\r\n *;x\r\nt:y\r\nExpires: \r\n\r\nto: z\r\n";
    for (size_t n = 0; n < sizeof(text); n++) {
        char *p = malloc(n + 1);
        struct sip_pick line;
        unsigned lines = 0;
        memcpy(p, text, n);
        for (size_t at = 0; sip_pick_next(p, n, &at, PICK('t') | PICK('c') | PICK('e'), &line);)
            lines++;
        assert_true(lines <= 4);
        if (n == sizeof(text) - 1)
            assert_int_equal(lines, 4);
        free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),   cmocka_unit_test(test_lapse),
        cmocka_unit_test(test_short),    cmocka_unit_test(test_password),
        cmocka_unit_test(test_flood),    cmocka_unit_test(test_many_contacts),
        cmocka_unit_test(test_prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
