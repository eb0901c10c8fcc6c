/* Tests of decode/measure.c: histograms, rates, and the figures of a few calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "decode/measure.h"
#include "tests/unit/sipkit.h"

#define MS INT64_C(1000000)

static void test_histogram(void **state)
{
    (void)state;
    struct histogram *h = mem_new(1, sizeof(*h));
    assert_non_null(h);
    assert_int_equal(histogram_quantile(h, 0.5), 0);
    for (int i = 1; i <= 1000; i++)
        histogram_add(h, i * MS);
    assert_int_equal(h->n, 1000);
    assert_true(h->min_ns == MS && h->max_ns == 1000 * MS);
    assert_true(histogram_mean(h) == 500.5 * (double)MS);
    int64_t p95 = histogram_quantile(h, 0.95), p50 = histogram_quantile(h, 0.5);
    assert_true(p95 > 930 * MS && p95 < 970 * MS);
    assert_true(p50 > 490 * MS && p50 < 510 * MS);
    assert_true(histogram_quantile(h, 1) == 1000 * MS || histogram_quantile(h, 1) > 980 * MS);
    assert_true(histogram_quantile(h, 0) == MS);
    histogram_add(h, 0);
    histogram_add(h, -5);
    histogram_add(h, INT64_MAX);
    assert_true(histogram_quantile(h, 1) <= INT64_MAX);
    mem_free(h);
}

/* Each class holds its own middle, and they are in order. */
static void test_classes(void **state)
{
    (void)state;
    struct histogram *h = mem_new(1, sizeof(*h));
    for (int64_t us = 1; us < INT64_C(1) << 40; us += us / 3 + 1) {
        *h = (struct histogram){ .n = 0 };
        histogram_add(h, us * 1000);
        h->min_ns = 0;
        h->max_ns = INT64_MAX;
        int64_t v = histogram_quantile(h, 0.5), off = v - us * 1000;
        assert_true((off < 0 ? -off : off) <= us * 1000 / 50 + 1000);
    }
    mem_free(h);
}

static void test_rate(void **state)
{
    (void)state;
    struct rate r = { .step = 0 };
    int64_t t = KIT_EPOCH_NS;
    for (unsigned i = 1; i <= 6; i++)
        assert_int_equal(rate_add(&r, t + i * 1000 * MS), i);
    assert_int_equal(rate_add(&r, t + 30000 * MS), 7);
    assert_int_equal(rate_add(&r, t + 29000 * MS), 8); /* a little late */
    assert_int_equal(rate_add(&r, t + 75000 * MS), 3);
    assert_int_equal(rate_add(&r, t + 500000 * MS), 1);
    assert_int_equal(rate_add(&r, t), 1); /* the clock was set back */
    for (int i = 0; i < 70000; i++)
        rate_add(&r, t);
    assert_int_equal(rate_add(&r, t), 65535);
}

static const char calls[] =
    /* answered after a challenge: the second INVITE counts */
    "0 A>P INVITE id=1\n"
    "10 P>A 407 id=1\n"
    "15 A>P ACK id=1 br=invite\n"
    "20 A>P INVITE id=1 seq=2\n"
    "25 P>A 100 id=1 seq=2\n"
    "120 P>A 180 id=1 seq=2\n"
    "1120 P>A 200 id=1 seq=2\n"
    "1140 A>P ACK id=1 seq=2\n"
    "3120 A>P BYE id=1 seq=3\n"
    "3150 P>A 200/BYE id=1 seq=3\n"
    /* busy */
    "4000 A>P INVITE id=2\n"
    "4200 P>A 486 id=2\n"
    /* redirected */
    "5000 A>P INVITE id=3\n"
    "5100 P>A 302 id=3\n"
    /* a server fails */
    "6000 A>P INVITE id=4\n"
    "6300 P>A 503 id=4\n"
    /* nothing is decided yet */
    "7000 A>P INVITE id=5\n"
    "7001 P>A 100 id=5\n";

static void is_once(const struct measures *m, enum measure which, int64_t ms)
{
    if (m->time[which].n != 1 || m->time[which].max_ns != ms * MS)
        fail_msg("%s: %u times, %d ms", measure_name(which), (unsigned)m->time[which].n,
                 (int)(m->time[which].max_ns / MS));
}

static void is_part(const struct measures *m, enum measure_ratio which, unsigned n, unsigned of)
{
    if (m->ratio[which].n != n || m->ratio[which].of != of)
        fail_msg("%s: %u of %u", measure_ratio_name(which), (unsigned)m->ratio[which].n,
                 (unsigned)m->ratio[which].of);
}

static void test_calls(void **state)
{
    (void)state;
    struct measures *m = mem_new(1, sizeof(*m));
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, calls);
    measures_begin(m, &k.store);
    measures_add(m, &k.store, 1, UINT32_MAX, k.now_ns, true);
    is_once(m, MEASURE_SRD_OK, 100);
    is_once(m, MEASURE_SDD, 30);
    is_once(m, MEASURE_SDT, 2000);
    is_once(m, MEASURE_RING, 1000);
    is_once(m, MEASURE_CONFIRM, 20);
    is_once(m, MEASURE_TALK, 2000);
    assert_int_equal(m->time[MEASURE_SRD_FAILED].n, 3);
    assert_true(m->time[MEASURE_SRD_FAILED].max_ns == 300 * MS);
    assert_int_equal(m->time[MEASURE_RTT].n, 2);
    is_part(m, MEASURE_RATIO_SER, 1, 3);
    is_part(m, MEASURE_RATIO_SEER, 2, 3);
    is_part(m, MEASURE_RATIO_ISA, 1, 4);
    is_part(m, MEASURE_RATIO_SCR, 3, 4);
    is_part(m, MEASURE_RATIO_IRA, 0, 0);
    sipkit_fini(&k);
    mem_free(m);
}

/* A name stands once in the JSON. */
static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {
#define X(id, name, words, help) name,
        MEASURE_LIST(X) MEASURE_RATIO_LIST(X)
#undef X
    };
    enum { N = sizeof(names) / sizeof(names[0]) };
    assert_int_equal(N, MEASURE_COUNT + MEASURE_RATIO_COUNT);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(names[i], names[j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_histogram), cmocka_unit_test(test_classes),
        cmocka_unit_test(test_rate),      cmocka_unit_test(test_calls),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
