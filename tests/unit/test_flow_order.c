/* Tests of ui/flow/order.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>

#include "ui/flow/order.h"

static void check_permutation(const unsigned *place, unsigned n, unsigned left)
{
    bool *taken = calloc(n, sizeof(*taken));
    for (unsigned i = 0; i < n; i++) {
        assert_true(place[i] < n && !taken[place[i]]);
        taken[place[i]] = true;
    }
    assert_int_equal(place[left], 0);
    free(taken);
}

static uint64_t passed(const unsigned *place, const struct order_edge *e, unsigned edges)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < edges; i++)
        sum += (uint64_t)(abs((int)place[e[i].a] - (int)place[e[i].b]) - 1) * e[i].weight;
    return sum;
}

static void test_few(void **state)
{
    (void)state;
    static const struct {
        unsigned n, left, edges;
        struct order_edge edge[6];
        unsigned want[8];
    } cases[] = {
        { 1, 0, 0, { { 0, 0, 0 } }, { 0 } },
        { 2, 1, 1, { { 0, 1, 5 } }, { 1, 0 } },
        /* A, Proxy, B, C: the blind transfer */
        { 4, 0, 3, { { 0, 1, 14 }, { 1, 2, 8 }, { 1, 3, 4 } }, { 0, 1, 2, 3 } },
        /* who talks more with the proxy stands nearer to it */
        { 4, 0, 3, { { 0, 1, 7 }, { 1, 2, 3 }, { 1, 3, 4 } }, { 0, 1, 3, 2 } },
        /* as they appeared where it costs nothing */
        { 3, 0, 0, { { 0, 0, 0 } }, { 0, 1, 2 } },
        { 4, 2, 2, { { 2, 3, 9 }, { 3, 1, 9 } }, { 3, 2, 0, 1 } },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unsigned place[8];
        assert_int_equal(
            order_columns(place, cases[i].n, cases[i].left, cases[i].edge, cases[i].edges), 0);
        for (unsigned k = 0; k < cases[i].n; k++)
            assert_int_equal(place[k], cases[i].want[k]);
    }
}

static void test_many(void **state)
{
    (void)state;
    for (unsigned n = ORDER_EXACT + 1; n < 20000; n *= 3) {
        struct order_edge *e = calloc(n, sizeof(*e));
        unsigned *place = calloc(n, sizeof(*place));
        for (unsigned i = 0; i + 1 < n; i++) /* a path, told backwards */
            e[i] = (struct order_edge){ n - 1 - i, n - 2 - i, 2 };
        assert_int_equal(order_columns(place, n, 0, e, n - 1), 0);
        check_permutation(place, n, 0);
        assert_int_equal(passed(place, e, n - 1), 0);
        for (unsigned i = 1; i < n; i++) /* a star whose middle is not left */
            e[i - 1] = (struct order_edge){ 1, i == 1 ? 0 : i, 2 };
        assert_int_equal(order_columns(place, n, n / 2, e, n - 1), 0);
        check_permutation(place, n, n / 2);
        free(e);
        free(place);
    }
}

static void test_path_in_disorder(void **state)
{
    (void)state;
    static const unsigned on_path[] = { 0, 7, 3, 9, 1, 8, 5, 2, 6, 4 };
    enum { N = sizeof(on_path) / sizeof(on_path[0]) };
    struct order_edge e[N];
    unsigned place[N];
    for (unsigned i = 0; i + 1 < N; i++)
        e[i] = (struct order_edge){ on_path[i], on_path[i + 1], 3 };
    assert_int_equal(order_columns(place, N, 0, e, N - 1), 0);
    check_permutation(place, N, 0);
    assert_int_equal(passed(place, e, N - 1), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_path_in_disorder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
