/* What a sender may do to mislead or to wear out the model: absurd numbers, chains of calls that
 * name each other, clocks that step. Each case is a fault that was there once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/hash.h"
#include "base/slice.h"
#include "decode/session/session.h"
#include "tests/unit/sipkit.h"

/* Says a line with one more header; `format` is that of the header, with its line end. */
__attribute__((format(printf, 3, 4))) static void say_with(struct sipkit *k, const char *line,
                                                           const char *format, ...)
{
    struct buf text, all;
    struct payload p;
    struct extent extent;
    char header[128];
    va_list ap;
    va_start(ap, format);
    vsnprintf(header, sizeof(header), format, ap);
    va_end(ap);
    buf_init(&text, 1 << 16);
    buf_init(&all, 1 << 16);
    sipkit_write(k, line, &text, &p, &extent);
    const char *second = (const char *)memchr(text.p, '\n', text.n) + 1;
    buf_add(&all, text.p, (size_t)(second - text.p));
    buf_adds(&all, header);
    buf_add(&all, second, text.n - (size_t)(second - text.p));
    buf_reserve(&all, BLOCK_PADDING);
    p.data = (const uint8_t *)all.p;
    p.len = p.full_len = extent.len = (uint32_t)all.n;
    assert_true(sipkit_take(k, &p));
    buf_fini(&text);
    buf_fini(&all);
}

/* A number that is some bytes above 2^64 is not those bytes. */
static void test_numbers(void **state)
{
    (void)state;
    assert_true(slice_number(SLICE("18446744073709551620"), INT64_MAX, NULL) == INT64_MAX);
    assert_true(slice_number(SLICE("184467440737095516200"), INT64_MAX, NULL) == INT64_MAX);
    assert_int_equal(slice_number(SLICE("18446744073709551626"), UINT32_MAX, NULL), UINT32_MAX);
    assert_int_equal(slice_number(SLICE("65535"), UINT16_MAX, NULL), 65535);
    assert_int_equal(slice_number(SLICE("65536"), UINT16_MAX, NULL), 65535);
    assert_int_equal(slice_number(SLICE("1"), 0, NULL), 0);
    assert_int_equal(slice_number(SLICE("9"), 5, NULL), 5);
}

/* Each call names the one before it, the youngest first: all are one, and each knows all. */
static void test_session_chain(void **state)
{
    enum { LEGS = 2000 };
    (void)state;
    struct sipkit k;
    char line[96];
    assert_true(sipkit_init(&k));
    for (int i = 0; i < LEGS; i++) {
        snprintf(line, sizeof(line), "%d A>P INVITE id=c%d", i, i);
        sipkit_say(&k, line);
    }
    for (int i = LEGS - 1; i > 0; i--) {
        snprintf(line, sizeof(line), "%d A>P REFER id=c%d seq=2", 2 * LEGS - i, i);
        say_with(&k, line, "Target-Dialog: c%d;local-tag=f;remote-tag=t\r\n", i - 1);
    }
    for (uint32_t i = 1; i <= LEGS; i++) {
        assert_int_equal(session_of(&k.store, i), 1);
        assert_int_equal(session_reasons(&k.store, i),
                         i == 1 ? 0 : LINK_BIT(SESSION_TARGET_DIALOG));
    }
    unsigned n = 0;
    for (uint32_t i = 1; i; i = session_next(&k.store, i, 1))
        n++;
    assert_int_equal(n, LEGS);
    sipkit_fini(&k);
}

static bool is_row(const void *ctx, uint32_t row, const void *key)
{
    (void)ctx;
    return row == *(const uint32_t *)key;
}

/* A row under two hashes whose runs overlap: each goes by itself. */
static void test_two_hashes(void **state)
{
    (void)state;
    struct index x;
    uint32_t row = 7, other = 9;
    assert_true(index_init(&x));
    assert_true(index_add(&x, 10, other));
    assert_true(index_add(&x, 11, row)); /* its home, in the way of the next */
    assert_true(index_add(&x, 10, row));
    index_remove(&x, 10, row);
    assert_int_equal(index_find(&x, 10, is_row, NULL, &row), 0);
    assert_int_equal(index_find(&x, 11, is_row, NULL, &row), row);
    index_remove(&x, 11, row);
    assert_int_equal(x.used, 1);
    assert_int_equal(index_find(&x, 10, is_row, NULL, &other), other);
    index_fini(&x);
}

/* One branch to two hosts, with two methods: the last bits of an address and the number of a method
 * must not make up for each other. */
static void test_keys_apart(void **state)
{
    (void)state;
    struct sipkit k;
    uint64_t seen[64];
    unsigned n = 0;
    assert_true(sipkit_init(&k));
    for (char host = 'B'; host < 'B' + 16; host++)
        for (unsigned method = 0; method < 2; method++) {
            char line[96];
            struct buf text;
            struct payload p;
            struct extent e;
            struct brief b;
            snprintf(line, sizeof(line), "0 A>%c %s br=z9hG4bKsame", host,
                     method ? "OPTIONS" : "INVITE");
            buf_init(&text, 1 << 16);
            sipkit_write(&k, line, &text, &p, &e);
            assert_true(sift(&k.store.key, &p, &b));
            for (unsigned i = 0; i < n; i++)
                assert_true(seen[i] != b.transaction);
            seen[n++] = b.transaction;
            buf_fini(&text);
        }
    sipkit_fini(&k);
}

/* Times that are wrong, and what of the second call is told from it. */
static const struct clock_row {
    const char *name, *script;
    unsigned transactions, retransmissions, duplicates;
} clock_rows[] = {
    { "one packet of a far future",
      "0 A>P OPTIONS\n4000000000 A>Q OPTIONS id=x\n10 A>P INVITE id=y\n500 A>P OPTIONS id=z\n"
      "510 A>P INVITE id=y\n520 P>A 200 id=y\n",
      4, 1, 0 },
    { "set back by an hour",
      "3600000 A>P INVITE\n0 A>P INVITE id=y\n500 A>P INVITE id=y\n600 P>A 100 id=y\n"
      "100000 P>A 200 id=y\n100500 P>A 200 id=y\n",
      2, 2, 0 },
    { "sent again after the clock was set back", "3600000 A>P INVITE\n0 A>P INVITE copy=1\n", 1, 1,
      0 },
    { "a copy that stands before what it is a copy of", "1 A>P INVITE\n0 A>P INVITE copy=1\n", 1, 0,
      1 },
    { "over after a while, also where the clock is set back",
      "3600000 A>P OPTIONS\n0 A>Q OPTIONS id=y\n60000 A>Q OPTIONS id=z\n60001 A>P OPTIONS\n", 4, 0,
      0 },
};

static void test_clocks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(clock_rows) / sizeof(*clock_rows); i++) {
        const struct clock_row *r = &clock_rows[i];
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, r->script);
        if (k.store.counts.transactions != r->transactions ||
            k.store.counts.retransmissions != r->retransmissions ||
            k.store.counters.v[COUNTER_DUPLICATE] != r->duplicates)
            fail_msg("%s: %u transactions, %u retransmissions, %u duplicates", r->name,
                     (unsigned)k.store.counts.transactions,
                     (unsigned)k.store.counts.retransmissions,
                     (unsigned)k.store.counters.v[COUNTER_DUPLICATE]);
        sipkit_fini(&k);
    }
}

/* A REFER, the INVITE that it asks for a while later, and many other REFERs between; also where the
 * clock is set back. */
static void test_refer_flood(void **state)
{
    (void)state;
    static const struct {
        int refer_ms, until_ms, invite_ms;
        bool linked;
    } row[] = {
        { 0, 100, 200, true },      { 50000, 70000, 75000, true }, { 59000, 62000, 62001, true },
        { 0, 61000, 62000, false }, { 100000, 100001, 0, false },  { 300000, 300001, 301000, true },
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
        struct sipkit k;
        char line[128];
        assert_true(sipkit_init(&k));
        sipkit_say(&k, "0 A>P INVITE id=first");
        say_with(&k, "0 P>Q REFER id=zero", "Refer-To: <sip:nobody@test>\r\n");
        snprintf(line, sizeof(line), "%d A>B REFER id=first seq=2 f=g", row[i].refer_ms);
        say_with(&k, line, "Refer-To: <sip:callee@test>\r\nReferred-By: <sip:r@test>\r\n");
        for (int n = 0; n < 300; n++) {
            int span = row[i].until_ms - row[i].refer_ms;
            snprintf(line, sizeof(line), "%d P>Q REFER id=n%d", row[i].refer_ms + span * n / 300,
                     n);
            say_with(&k, line, "Refer-To: <sip:nobody@test>\r\n");
        }
        snprintf(line, sizeof(line), "%d B>P INVITE id=second", row[i].invite_ms);
        say_with(&k, line, "Referred-By: <sip:r@test>\r\n");
        uint32_t legs = k.store.legs.n;
        assert_int_equal(session_of(&k.store, legs), row[i].linked ? 1 : legs);
        sipkit_fini(&k);
    }
}

/* What comes twice in a stream was sent twice, however soon. */
static void test_stream_twice(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    k.transport = TRANSPORT_TCP;
    sipkit_play(&k, "0 A>P OPTIONS\n0 A>P OPTIONS copy=1\n");
    assert_int_equal(k.store.counters.v[COUNTER_DUPLICATE], 0);
    assert_int_equal(k.store.counts.retransmissions, 1);
    assert_int_equal(k.store.counts.messages, 2);
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_session_chain),
        cmocka_unit_test(test_two_hashes),   cmocka_unit_test(test_keys_apart),
        cmocka_unit_test(test_clocks),       cmocka_unit_test(test_refer_flood),
        cmocka_unit_test(test_stream_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
