/* What an INVITE shows of itself, and the points for what two of them have in common. */
#include "decode/session/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "decode/session/link.h"
#include "tests/unit/indexkit.h"
#include "tests/unit/sipkit.h"

#define SECOND INT64_C(1000000000)

static const struct hash_key key = { 0x7e9c1a5b3d2f4860, 0x1f83d9abfb41bd6b };

static void test_users(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        { "1001", "1001", true },
        { "1001", "1002", false },
        { "alice", "alice", true },
        { "alice", "Alice", false }, /* 3261 19.1.4: users are case-sensitive */
        { "+49301234567", "0301234567", true },
        { "+49301234567", "0049-30-123.45(67)", true },
        { "+49301234567", "+49301234568", false },
        { "1234567", "+491234567", true },
        { "234567", "+49234567", false }, /* shorter than what is compared */
        { "+49301234567;phone-context=x", "0301234567", true },
        { "a1234567", "1234567", false },
        { "+1+4930123456", "4930123456", false },
        { "--1234567", "1234567", true },
        { "061963177-ikhuuep5bi123", "+4961963177", true }, /* tokens of border controllers */
        { "12675941249_Uclx8s21", "+12675941249", true },
        { "12675941249x", "+12675941249", false },
        { "1001-x", "1001", false },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint32_t a = trait_user(&key, slice_of(rows[i].a));
        uint32_t b = trait_user(&key, slice_of(rows[i].b));
        if (!a || !b || (a == b) != rows[i].same)
            fail_msg("%s and %s: %x and %x", rows[i].a, rows[i].b, a, b);
    }
    static const char *const nobody[] = { "",        "anonymous",   "Anonymous",
                                          "unknown", "unavailable", "restricted",
                                          ";x" };
    for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
        assert_int_equal(trait_user(&key, slice_of(nobody[i])), 0);
}

static void test_session_id(void **state)
{
    (void)state;
    static const char a[] =
        "0123456789abcdef0123456789ABCDEF;remote=00000000000000000000000000000000";
    struct session_id id = session_id_parse(&key, slice_of(a));
    uint64_t local = id.local;
    assert_true(local && !id.remote && !id.single);
    id = session_id_parse(&key, SLICE(" 0123456789ABCDEF0123456789abcdef "));
    assert_true(id.local == local && !id.remote && id.single);
    id = session_id_parse(&key, SLICE("00000000000000000000000000000000; remote = "
                                      "0123456789abcdef0123456789abcdef"));
    assert_true(!id.local && id.remote == local && !id.single);
    for (size_t n = 0; n < 32; n++) {
        id = session_id_parse(&key, slice_make(a, n));
        assert_true(!id.local && !id.remote);
    }
}

static void test_icid(void **state)
{
    (void)state;
    static const struct {
        const char *value, *icid;
    } rows[] = {
        { "icid-value=a1;orig-ioi=x", "a1" },
        { "icid-value=\"a;1\";orig-ioi=x", "a;1" },
        { "ICID-Value=a1", "a1" },
        { "orig-ioi=x;icid-value=a1", "a1" },
        { "icid-value=", "" },
        { "icid-value", "" },
        { "icid-value=\"a", "a" },
        { "", "" },
        { "orig-ioi=x", "" },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct slice v = icid_find(slice_of(rows[i].value));
        if (!slice_eq(v, slice_of(rows[i].icid)))
            fail_msg("%s: %.*s", rows[i].value, (int)v.n, v.p ? v.p : "");
    }
}

/* ---- of a message */

struct made {
    struct sipkit kit;
    struct trait trait;
};

/* The trait of an INVITE with these headers and this body, sent from A to N. */
static void make(struct made *m, const char *call_id, const char *headers, const char *body)
{
    struct buf b;
    struct payload p;
    struct extent e;
    struct sip_index x;
    assert_true(sipkit_init(&m->kit));
    m->kit.store.key = key;
    buf_init(&b, 1 << 16);
    buf_printf(&b,
               "INVITE sip:2002@n SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
               "From: <sip:1001@a>;tag=1\r\nTo: <sip:2001@n>\r\nCall-ID: %s\r\n"
               "CSeq: 1 INVITE\r\n%sContent-Length: %zu\r\n\r\n%s",
               call_id, headers, strlen(body), body);
    size_t n = b.n;
    buf_reserve(&b, BLOCK_PADDING);
    struct buf text;
    buf_init(&text, 1 << 16);
    sipkit_write(&m->kit, "0 A>N INVITE", &text, &p, &e);
    p.data = (const uint8_t *)b.p;
    p.len = p.full_len = (uint32_t)n;
    assert_true(sipkit_take(&m->kit, &p));
    assert_true(sip_index(&x, b.p, n));
    trait_read(&m->trait, &m->kit.store, &x, 1, 1);
    buf_fini(&text);
    buf_fini(&b);
}

#define SDP_TYPE "Content-Type: application/sdp\r\n"

static struct trait trait_of(const char *call_id, const char *headers, const char *body)
{
    struct made m;
    make(&m, call_id, headers, body);
    sipkit_fini(&m.kit);
    return m.trait;
}

static void test_offer(void **state)
{
    (void)state;
    static const char usual[] =
        "v=0\r\no=x 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.2\r\n"
        "t=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=x\r\nm=video 5000 RTP/AVP 9\r\n";
    static const struct {
        const char *body;
        bool origin, media; /* as in the usual one */
    } rows[] = {
        { usual, true, true },
        { "v=0\no=x 1 7 IN IP4 10.0.0.1\nm=audio 4000 RTP/AVP 8\ni=y\nc=IN IP4 10.0.0.2\n", true,
          true },
        { "v=0\r\no=x 2 1 IN IP4 10.0.0.1\r\nc=IN IP4 10.0.0.2\r\nm=audio 4000 RTP/AVP 0\r\n",
          false, true },
        { "v=0\r\no=y 1 1 IN IP4 10.0.0.1\r\nc=IN IP4 10.0.0.2\r\nm=audio 4002 RTP/AVP 0\r\n",
          false, false },
        { "v=0\r\no=x 1 1 IN IP4 10.0.0.9\r\nc=IN IP4 10.0.0.3\r\nm=audio 4000 RTP/AVP 0\r\n",
          false, false },
        { "v=0\r\no=x 1 1 IN IP4 10.0.0.1\r\nc=IN IP4 10.0.0.2\r\nm=audio 0 RTP/AVP 0\r\n", true,
          false },
        { "v=0\r\no=x 1\r\nc=IN\r\nm=audio 4000\r\n", false, false },
        { "", false, false },
    };
    struct trait want = trait_of("abc", SDP_TYPE, usual);
    assert_true(want.origin && want.media);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct trait t = trait_of("abc", SDP_TYPE, rows[i].body);
        if ((t.origin == want.origin) != rows[i].origin || (t.media == want.media) != rows[i].media)
            fail_msg("%s", rows[i].body);
    }
    struct trait parts = trait_of("abc", "Content-Type: multipart/mixed;boundary=b\r\n",
                                  "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"
                                  "o=x 1 1 IN IP4 10.0.0.1\r\nc=IN IP4 10.0.0.2\r\n"
                                  "m=audio 4000 RTP/AVP 0\r\n\r\n--b--\r\n");
    assert_int_equal(parts.origin, want.origin);
    assert_int_equal(parts.media, want.media);
    struct trait other = trait_of("abc", "Content-Type: text/plain\r\n", usual);
    assert_true(!other.origin && !other.media);
    struct trait hold =
        trait_of("abc", SDP_TYPE, "v=0\r\nc=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n");
    assert_int_equal(hold.media, 0);
}

/* Every prefix of an offer, the bytes behind it being no part of it. */
static void test_offer_prefixes(void **state)
{
    (void)state;
    static const char body[] = "v=0\r\no=x 1 1 IN IP4 10.0.0.1\r\nc=IN IP4 10.0.0.2\r\n"
                               "m=audio 4000 RTP/AVP 0\r\n";
    for (size_t n = 0; n < sizeof(body); n++) {
        char part[sizeof(body)];
        memcpy(part, body, n);
        part[n] = 0;
        struct trait t = trait_of("abc", SDP_TYPE, part);
        assert_int_equal(t.out.port, 5060);
    }
}

static void test_call_ids(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        { "3848276298220188511@a", "3848276298220188511@a_b2b-1", true },
        { "3848276298220188511_b2b-1", "3848276298220188511", true },
        { "3848276298220188511-1@x", "3848276298220188511@y", true },
        { "3848276298220188511-12@x", "3848276298220188511_3@x", true },
        { "3848276298220188511", "3848276298220188512", false },
        { "3848276298220188511.1", "3848276298220188511.2", false },
        { "12345678-1234", "12345678-1235", false },
        { "1-2@10.0.0.1", "1-2@10.0.0.2", false },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct trait a = trait_of(rows[i].a, "", ""), b = trait_of(rows[i].b, "", "");
        if ((a.base && a.base == b.base) != rows[i].same)
            fail_msg("%s and %s", rows[i].a, rows[i].b);
    }
    assert_int_equal(trait_of("1", "", "").base, 0);
}

static bool has(const uint32_t *list, unsigned n, const char *user)
{
    uint32_t want = trait_user(&key, slice_of(user));
    for (unsigned i = 0; i < n; i++)
        if (list[i] == want)
            return true;
    return false;
}

static void test_headers(void **state)
{
    (void)state;
    struct trait t = trait_of("abc",
                              "P-Asserted-Identity: \"Bob, A\" <sip:+49301112223@x>\r\n"
                              "Diversion: <tel:+49304445556>;reason=busy\r\n"
                              "History-Info: <sip:7777@x>;index=1, <sip:8888@x>;index=1.1\r\n",
                              "");
    assert_true(has(t.called, TRAIT_CALLED, "2002") && has(t.called, TRAIT_CALLED, "2001"));
    assert_true(has(t.called, TRAIT_CALLED, "0304445556") && has(t.called, TRAIT_CALLED, "7777"));
    assert_true(has(t.calling, TRAIT_CALLING, "1001"));
    assert_true(has(t.calling, TRAIT_CALLING, "1112223"));
    assert_false(has(t.calling, TRAIT_CALLING, "2001"));
    assert_int_equal(t.first_ns, KIT_EPOCH_NS);
    assert_int_equal(t.again_ns, KIT_EPOCH_NS);
    assert_int_equal(t.entries, 1);
    t = trait_of("abc", "P-Called-Party-ID: <sip:4444@x>\r\nRemote-Party-ID: <sip:5555@x>\r\n", "");
    assert_true(has(t.called, TRAIT_CALLED, "4444") && has(t.calling, TRAIT_CALLING, "5555"));
}

/* ---- points */

static struct trait plain(int64_t at_ms)
{
    return (struct trait){ .first_ns = at_ms * 1000000,
                           .again_ns = at_ms * 1000000,
                           .called = { 1, 2 },
                           .calling = { 3 },
                           .origin = 4,
                           .media = 5,
                           .base = 6 };
}

static void test_points(void **state)
{
    (void)state;
    struct trait p = plain(0), c = plain(10);
    struct score s = score_traits(&p, &c);
    assert_int_equal(s.points, 40 + 30 + 25 + 20 + 20 + 20);
    assert_true(s.enough);
    p.origin_reused = p.media_reused = true;
    c.base = 7;
    s = score_traits(&p, &c);
    assert_int_equal(s.points, 60);
    assert_true(s.enough);
    assert_int_equal(s.because,
                     LINK_BIT(SESSION_TIME) | LINK_BIT(SESSION_CALLED) | LINK_BIT(SESSION_CALLING));
    c.calling[0] = 9;
    s = score_traits(&p, &c);
    assert_int_equal(s.points, 40);
    assert_false(s.enough);
    p.icid = 1;
    assert_int_equal(score_traits(&p, &c).points, 40);
    c.icid = 2;
    assert_int_equal(score_traits(&p, &c).points, -60);
    c.icid = 1;
    p.session_id = 1, c.session_id = 2;
    assert_int_equal(score_traits(&p, &c).points, -60);
}

static void test_time(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        int points;
    } rows[] = { { -1, -60 },  { 0, 20 },   { 1000, 20 }, { 2000, 15 },
                 { 3000, 10 }, { 4999, 0 }, { 5000, 0 },  { 100000, 0 } };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct trait p = { .first_ns = SECOND, .again_ns = SECOND };
        struct trait c = { .first_ns = SECOND + rows[i].ms * 1000000 };
        if (score_traits(&p, &c).points != rows[i].points)
            fail_msg("%d ms: %d", (int)rows[i].ms, score_traits(&p, &c).points);
        p.again_ns = SECOND * 2; /* an attempt after the child does not count */
        c.first_ns = SECOND * 3;
        assert_int_equal(score_traits(&p, &c).points, 20);
    }
}

/* Where hosts send to themselves the port tells them apart. */
static void test_spots(void **state)
{
    (void)state;
    struct spot a = { 1, 5060, false }, b = { 1, 5070, false }, c = { 2, 5060, false };
    assert_true(spot_eq(a, b));
    assert_false(spot_eq(a, c));
    a.itself = true;
    assert_false(spot_eq(a, b));
    b.port = 5060;
    assert_true(spot_eq(a, b));
    struct trait t = { .entered = { a, c }, .entries = 2 };
    assert_true(trait_enters(&t, c));
    t.entries = 1;
    assert_false(trait_enters(&t, c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_users),          cmocka_unit_test(test_session_id),
        cmocka_unit_test(test_icid),           cmocka_unit_test(test_offer),
        cmocka_unit_test(test_offer_prefixes), cmocka_unit_test(test_call_ids),
        cmocka_unit_test(test_headers),        cmocka_unit_test(test_points),
        cmocka_unit_test(test_time),           cmocka_unit_test(test_spots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
