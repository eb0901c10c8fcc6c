/* Tests of decode/peer.c: keep-alives, refusals and scans, and that memory has an end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "decode/peer.h"
#include "tests/unit/rawkit.h"

static void options(struct sipkit *k, unsigned seq, int64_t ms, bool answered)
{
    SAY(k, .ms = ms, .way = "P>A", .method = "OPTIONS", .cseq = seq);
    if (answered)
        SAY(k, .ms = ms + 5, .way = "A>P", .method = "OPTIONS", .cseq = seq, .code = 200);
}

static void test_silence(void **state)
{
    (void)state;
    struct sipkit k;
    uint32_t row[PEER_EVIDENCE];
    unsigned n, seq = 0;
    assert_true(sipkit_init(&k));
    options(&k, ++seq, 0, true);
    const struct peer *p = peer_get(&k.store, 1);
    assert_int_equal(peer_silence(&k.store, p, k.now_ns, row, &n), 0);
    for (int i = 1; i < 5; i++)
        options(&k, ++seq, i * 40000, false);
    assert_int_equal(peer_silence(&k.store, p, k.now_ns, row, &n), 3); /* one may be answered yet */
    assert_int_equal(n, 3);
    assert_int_equal(row[0], 3);
    assert_int_equal(row[2], 5);
    assert_int_equal(peer_silence(&k.store, p, k.now_ns + CALL_WAIT_NS, row, &n), 4);
    for (int i = 5; i < 15; i++)
        options(&k, ++seq, i * 40000, false);
    options(&k, ++seq, 15 * 40000, true);
    options(&k, ++seq, 16 * 40000, false);
    assert_int_equal(peer_silence(&k.store, p, k.now_ns + CALL_WAIT_NS, row, &n), 14);
    assert_int_equal(n, PEER_EVIDENCE - 1);
    assert_int_equal(row[n - 1], 16);
    assert_int_equal(peer_tally(&k.store, p, PEER_OPTIONS)->asked, 17);
    assert_int_equal(peer_tally(&k.store, p, PEER_OPTIONS)->final[2], 2);
    assert_int_equal(peer_count(&k.store), 1);
    sipkit_fini(&k);
}

static void ask(struct sipkit *k, const char *there, const char *back, unsigned i, unsigned code)
{
    char user[16], id[16];
    snprintf(user, sizeof(user), "user%u", i);
    snprintf(id, sizeof(id), "id%u", i);
    SAY(k, .ms = i * 100, .way = there, .method = "INVITE", .id = id, .user = user);
    SAY(k, .ms = i * 100 + 5, .way = back, .method = "INVITE", .id = id, .user = user,
        .code = code);
}

static void test_failures(void **state)
{
    (void)state;
    static const unsigned codes[] = { 200, 404, 404, 503, 486, 407, 302, 500, 501, 502,
                                      504, 505, 513, 580, 600, 603, 604, 606, 400, 403 };
    struct sipkit k;
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        ask(&k, "A>P", "P>A", i, codes[i]);
    const struct peer *p = peer_get(&k.store, 1);
    assert_int_equal(peer_tally(&k.store, p, PEER_INVITE)->asked, 20);
    assert_int_equal(peer_tally(&k.store, p, PEER_INVITE)->challenges, 1);
    assert_int_equal(peer_tally(&k.store, p, PEER_INVITE)->final[2], 1);
    assert_int_equal(peer_tally(&k.store, p, PEER_INVITE)->final[3], 1);
    assert_int_equal(p->failures, 14);
    assert_int_equal(peer_trouble(&k.store, p)->code[0].code, 404);
    assert_int_equal(peer_trouble(&k.store, p)->code[0].count, 2);
    assert_int_equal(peer_trouble(&k.store, p)->other_codes, 5);
    const struct peer_source *x = peer_source(&k.store, p->source);
    assert_int_equal(x->accepted, 2);
    assert_int_equal(peer_scan(&k.store, x)->scan_ns, 0);
    sipkit_fini(&k);
}

/* A re-INVITE and its refusal are no new attempt. */
static void test_inside(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    ask(&k, "A>P", "P>A", 0, 200);
    SAY(&k, .ms = 900, .way = "A>P", .method = "INVITE", .id = "id0", .cseq = 2, .to_tag = "t");
    SAY(&k, .ms = 905, .way = "P>A", .method = "INVITE", .id = "id0", .cseq = 2, .code = 488);
    assert_int_equal(peer_tally(&k.store, peer_get(&k.store, 1), PEER_INVITE)->asked, 1);
    assert_int_equal(peer_get(&k.store, 1)->failures, 0);
    sipkit_fini(&k);
}

static void test_scan(void **state)
{
    (void)state;
    struct sipkit k;
    uint32_t row[PEER_EVIDENCE];
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < 10; i++)
        ask(&k, "A>P", "P>A", i, 404);
    const struct peer_source *x = peer_source(&k.store, 1);
    assert_int_equal(peer_scan(&k.store, x)->targets_max, 10);
    assert_int_equal(peer_scan(&k.store, x)->scan_ns, 0);
    ask(&k, "A>P", "P>A", 10, 401);
    assert_int_equal(peer_scan(&k.store, x)->targets_max, 11);
    assert_true(peer_scan(&k.store, x)->scan_ns);
    assert_int_equal(peer_scan_proofs(peer_scan(&k.store, x), row), PEER_EVIDENCE);
    assert_int_equal(row[PEER_EVIDENCE - 1], 22);
    ask(&k, "A>P", "P>A", 11, 200);
    assert_int_equal(x->accepted, 1);
    sipkit_fini(&k);
}

/* The same refusals slower, of the same user, or after a success: nobody scans. */
static void test_no_scan(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    ask(&k, "B>P", "P>B", 1, 200);
    for (unsigned i = 0; i < 30; i++) {
        ask(&k, "A>P", "P>A", i * 70, 404);
        ask(&k, "B>P", "P>B", i + 100, 404);
    }
    for (uint32_t i = 1; i <= peer_sources(&k.store); i++)
        assert_int_equal(peer_scan(&k.store, peer_source(&k.store, i))->scan_ns, 0);
    sipkit_fini(&k);
}

static void test_agent_and_users(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    SAY(&k, .way = "A>P", .method = "OPTIONS", .more = "User-Agent: friendly-scanner\r\n");
    assert_int_equal(peer_source(&k.store, 1)->agent, 1);
    for (unsigned i = 0; i < 40; i++) {
        char user[16], id[16];
        snprintf(user, sizeof(user), "user%u", i / 2);
        snprintf(id, sizeof(id), "id%u", i);
        SAY(&k, .ms = i * 1000, .way = "B>P", .method = "REGISTER", .id = id, .user = user,
            .more = "Contact: <sip:x@y>\r\n");
    }
    const struct peer_source *x = peer_source(&k.store, 2);
    assert_int_equal(peer_users(&k.store, x)->most, 20);
    assert_int_equal(x->agent, 0);
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_silence), cmocka_unit_test(test_failures),
        cmocka_unit_test(test_inside),  cmocka_unit_test(test_scan),
        cmocka_unit_test(test_no_scan), cmocka_unit_test(test_agent_and_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
