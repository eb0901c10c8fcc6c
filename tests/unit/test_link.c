/* What links join, and in which order it does not matter that they come. */
#include "decode/session/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { LEGS = 8 };

static void make_legs(struct store *s)
{
    assert_int_equal(store_init(s), 0);
    for (uint32_t i = 1; i <= LEGS; i++) {
        assert_int_equal(pool_new(&s->legs), i);
        assert_int_equal(pool_new(&s->calls), i);
        store_leg(s, i)->first = i; /* without a message it would be gone */
        store_leg(s, i)->call = i;
        *store_call(s, i) = (struct call){ .leg = i, .legs = 1 };
        s->counts.calls++;
    }
}

static unsigned ring(const struct store *s, uint32_t leg,
                     uint32_t (*next)(const struct store *s, uint32_t leg, uint32_t first))
{
    unsigned n = 0;
    for (uint32_t i = leg; i; i = next(s, i, leg))
        n++;
    return n;
}

/* The chain 1 > 2 > 3 > 4, joined in every order. */
static void test_any_order(void **state)
{
    static const uint8_t order[6][3] = { { 1, 2, 3 }, { 1, 3, 2 }, { 2, 1, 3 },
                                         { 2, 3, 1 }, { 3, 1, 2 }, { 3, 2, 1 } };
    (void)state;
    for (int o = 0; o < 6; o++) {
        struct store s;
        make_legs(&s);
        for (int i = 0; i < 3; i++)
            link_add(&s, order[o][i], order[o][i] + 1U, LINK_CALL, LINK_BIT(SESSION_REPLACES), 70);
        uint32_t number = store_leg(&s, 1)->call;
        for (uint32_t leg = 1; leg <= 4; leg++) {
            assert_int_equal(store_leg(&s, leg)->call, number);
            assert_int_equal(ring(&s, leg, call_next), 4);
            assert_int_equal(ring(&s, leg, session_next), 4);
            assert_int_equal(session_of(&s, leg), 1);
            assert_ptr_equal(call_find(&s, leg), store_call(&s, number));
        }
        assert_int_equal(store_call(&s, number)->leg, 1);
        assert_int_equal(store_call(&s, number)->legs, 4);
        assert_int_equal(s.counts.calls, LEGS - 3);
        assert_int_equal(ring(&s, 5, call_next), 1);
        assert_int_equal(session_of(&s, 5), 5);
        store_fini(&s);
    }
}

/* Reasons add up; only what joins makes one story; many parents are bounded. */
static void test_kinds(void **state)
{
    (void)state;
    struct store s;
    make_legs(&s);
    link_add(&s, 1, 2, LINK_PROBABLE, LINK_BIT(SESSION_REFER), 50);
    assert_int_equal(session_of(&s, 2), 2);
    assert_int_equal(session_reasons(&s, 2), 0);
    link_add(&s, 1, 2, LINK_TRANSFER, LINK_BIT(SESSION_REFER), 60);
    link_add(&s, 1, 2, LINK_TRANSFER, LINK_BIT(SESSION_REPLACES), 100);
    link_add(&s, 1, 2, LINK_TRANSFER, LINK_BIT(SESSION_REPLACES), 40);
    const struct link *x = store_link(&s, store_leg(&s, 2)->link);
    assert_int_equal(x->because, LINK_BIT(SESSION_REFER) | LINK_BIT(SESSION_REPLACES));
    assert_int_equal(x->confidence, 100);
    assert_int_equal(session_of(&s, 2), 1);
    assert_int_equal(session_number(&s, 2), 1);
    assert_int_equal(store_leg(&s, 2)->call, 2);
    link_add(&s, 3, 3, LINK_CALL, 0, 100);
    link_add(&s, 3, 99, LINK_CALL, 0, 100);
    assert_int_equal(store_leg(&s, 3)->link, 0);
    for (uint32_t i = 1; i <= 4 * LINKS_OF_LEG; i++) {
        if (i > LEGS)
            assert_int_equal(pool_new(&s.legs), i);
        link_add(&s, i, 8, LINK_PROBABLE, 0, 50);
    }
    assert_true(s.links.n <= 2 + LINKS_OF_LEG);
    store_fini(&s);
}

/* A leg that the user split off is joined by nothing but the user. */
static void test_split(void **state)
{
    (void)state;
    struct store s;
    make_legs(&s);
    store_leg(&s, 2)->flags |= LEG_SPLIT;
    link_add(&s, 1, 2, LINK_CALL, LINK_BIT(SESSION_SCORE), 70);
    link_add(&s, 2, 3, LINK_CALL, LINK_BIT(SESSION_SESSION_ID), 100);
    assert_null(leg_link(&s, 2));
    assert_null(leg_link(&s, 3));
    assert_int_equal(s.counts.calls, LEGS);
    link_add(&s, 1, 2, LINK_TRANSFER, LINK_BIT(SESSION_REFER), 100);
    assert_int_equal(session_of(&s, 2), 1);
    assert_null(leg_link(&s, 2));
    link_add(&s, 1, 2, LINK_CALL, LINK_BIT(SESSION_USER), 100);
    assert_non_null(leg_link(&s, 2));
    assert_int_equal(leg_link(&s, 2)->parent, 1);
    assert_int_equal(s.counts.calls, LEGS - 1);
    store_fini(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
