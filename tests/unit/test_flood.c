/* Tests of decode/flood.c and of pool_drop: the newest stay, what proves something stays, and all
 * else is gone without a trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "decode/flood.h"
#include "decode/peer.h"
#include "decode/registration.h"
#include "tests/unit/rawkit.h"

enum { MORE = 2000 };

static void test_pool(void **state)
{
    (void)state;
    struct pool p;
    uint64_t *row;
    pool_init(&p, 40);
    for (uint32_t i = 1; i <= 200000; i++) {
        assert_int_equal(pool_new(&p), i);
        *(uint64_t *)pool_at(&p, i) = i;
    }
    for (uint32_t i = 1; i <= 150000; i++)
        pool_drop(&p, i);
    for (uint32_t i = 1; i <= 200000; i++) {
        row = pool_at(&p, i);
        assert_true(*row == (i <= 150000 ? 0 : i));
    }
    assert_int_equal(pool_new(&p), 200001);
    pool_fini(&p);
}

/* A chain is as long as it says, and all of it is there. */
static void check_legs(const struct store *s, uint32_t *gone)
{
    *gone = 0;
    for (uint32_t i = 1; i <= s->legs.n; i++) {
        const struct leg *leg = store_leg(s, i);
        uint32_t n = 0, row = leg->first, last = 0;
        for (; row; row = store_message(s, row)->next, n++) {
            assert_int_equal(store_message(s, row)->leg, i);
            last = row;
        }
        assert_int_equal(n, leg->messages);
        assert_int_equal(last, leg->last);
        *gone += leg_is_gone(leg);
    }
}

static void test_call_ids(void **state)
{
    (void)state;
    struct sipkit k;
    uint32_t gone, row[PEER_EVIDENCE];
    unsigned n;
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < FLOOD_LEGS + MORE; i++) {
        char id[16];
        snprintf(id, sizeof(id), "o%u", i);
        SAY(&k, .ms = i * 100, .way = "A>P", .method = "OPTIONS", .id = id);
        if (i >= 4)
            SAY(&k, .ms = i * 100 + 5, .way = "P>A", .method = "OPTIONS", .id = id, .code = 200);
    }
    check_legs(&k.store, &gone);
    assert_int_equal(gone, MORE);
    assert_int_equal(k.store.counters.v[COUNTER_FLOOD], 2 * MORE);
    for (uint32_t i = 1; i <= 5; i++) /* that five in a row were not answered is worth knowing */
        assert_false(leg_is_gone(store_leg(&k.store, i)));
    assert_int_equal(k.store.counts.messages, 2 * (FLOOD_LEGS + MORE) - 4);
    const struct peer *p = peer_get(&k.store, 1);
    assert_int_equal(peer_silence(&k.store, p, k.now_ns, row, &n), 4);
    for (unsigned i = 0; i < n; i++)
        assert_false(message_is_gone(store_message(&k.store, row[i])));
    SAY(&k, .ms = 9000000, .way = "A>P", .method = "OPTIONS", .id = "o100"); /* gone: a new leg */
    assert_int_equal(k.store.legs.n, FLOOD_LEGS + MORE + 1);
    sipkit_fini(&k);
}

/* Younger ones stay: their transactions still ask for them. */
static void test_fast(void **state)
{
    (void)state;
    struct sipkit k;
    uint32_t gone;
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < FLOOD_LEGS + MORE; i++) {
        char id[16];
        snprintf(id, sizeof(id), "o%u", i);
        SAY(&k, .ms = i / 10, .way = "A>P", .method = "OPTIONS", .id = id);
    }
    check_legs(&k.store, &gone);
    assert_int_equal(gone, 0);
    sipkit_fini(&k);
}

static void test_one_call_id(void **state)
{
    (void)state;
    struct sipkit k;
    uint32_t gone;
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < FLOOD_MESSAGES / 2 + MORE; i++) {
        SAY(&k, .ms = i * 100, .way = "A>P", .method = "REGISTER", .cseq = i + 1,
            .more = "Contact: <sip:b@h>\r\nExpires: 60\r\n");
        SAY(&k, .ms = i * 100 + 5, .way = "P>A", .method = "REGISTER", .cseq = i + 1, .code = 200,
            .more = "Contact: <sip:b@h>\r\nExpires: 60\r\n");
    }
    check_legs(&k.store, &gone);
    assert_int_equal(gone, 0);
    assert_in_range(store_leg(&k.store, 1)->messages, FLOOD_MESSAGES - 2, FLOOD_MESSAGES + 2);
    const struct registration *r = registration_get(&k.store, 1);
    assert_false(message_is_gone(store_message(&k.store, r->m_first)));
    assert_false(message_is_gone(store_message(&k.store, r->m_registered)));
    assert_int_equal(r->successes, FLOOD_MESSAGES / 2 + MORE);
    sipkit_fini(&k);
}

/* What became a call, or anything else, is none of this. */
static void test_others(void **state)
{
    (void)state;
    struct sipkit k;
    uint32_t gone;
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < FLOOD_LEGS + MORE; i++) {
        char id[16];
        snprintf(id, sizeof(id), "o%u", i);
        SAY(&k, .ms = i * 100, .way = "A>P", .method = "OPTIONS", .id = id);
        SAY(&k, .ms = i * 100 + 1, .way = "A>P", .method = i % 2 ? "INVITE" : "MESSAGE", .id = id,
            .cseq = 2);
    }
    check_legs(&k.store, &gone);
    assert_int_equal(gone, 0);
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pool),   cmocka_unit_test(test_call_ids),
        cmocka_unit_test(test_fast),   cmocka_unit_test(test_one_call_id),
        cmocka_unit_test(test_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
