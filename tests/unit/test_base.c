/* Tests of base/: slices, bounded reading, buffers, addresses, times and errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/rd.h"
#include "base/slice.h"

#define ROWS(rows) (sizeof(rows) / sizeof(*(rows)))

static void test_slices(void **state)
{
    (void)state;
    struct slice s = SLICE("Hello"), none = { NULL, 0 };
    size_t digits;
    assert_true(slice_eq(slice_sub(s, 1, 3), SLICE("el")));
    assert_true(slice_eq(slice_sub(s, 3, 99), SLICE("lo")));
    assert_int_equal(slice_sub(s, 4, 2).n, 0);
    assert_int_equal(slice_sub(s, 99, 99).n, 0);
    assert_null(slice_sub(none, 0, 5).p);
    assert_true(slice_eq(none, SLICE("")));
    assert_true(slice_ieq(s, SLICE("hELLO")));
    assert_false(slice_ieq(s, SLICE("Hell")));
    assert_false(slice_ieq(SLICE("@"), SLICE("`")));
    assert_true(slice_istarts(s, SLICE("heL")));
    assert_false(slice_istarts(SLICE("he"), s));
    assert_true(slice_eq(slice_trim(SLICE(" \r\n\ta b\t ")), SLICE("a b")));
    assert_int_equal(slice_trim(SLICE(" \t")).n, 0);
    assert_int_equal(slice_index(s, 'l'), 2);
    assert_int_equal(slice_index(s, 'x'), 5);
    assert_int_equal(slice_index(none, 'x'), 0);
    assert_int_equal(slice_of(NULL).n, 0);
    assert_int_equal(slice_number(SLICE("0123x"), 1000, &digits), 123);
    assert_int_equal(digits, 4);
    assert_int_equal(slice_number(SLICE("99999999999999999999999"), UINT32_MAX, &digits),
                     UINT32_MAX);
    assert_int_equal(digits, 23);
    assert_int_equal(slice_number(SLICE("-1"), 9, &digits), 0);
    assert_int_equal(digits, 0);
    assert_true(slice_number(SLICE("9223372036854775807"), INT64_MAX, NULL) == INT64_MAX);
    assert_true(slice_number(SLICE("9223372036854775808"), INT64_MAX, NULL) == INT64_MAX);
    assert_true(slice_number(SLICE("99999999999999999999"), INT64_MAX, NULL) == INT64_MAX);
}

/* Every length of input: what is there is read, then it is bad and stays so. */
static void test_reading(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
    for (size_t n = 0; n <= sizeof(bytes); n++) {
        uint8_t *p = malloc(n ? n : 1);
        assert_non_null(p);
        memcpy(p, bytes, n);
        struct rd r = rd_make(p, n);
        assert_int_equal(rd_u8(&r), n >= 1 ? 1 : 0);
        assert_int_equal(rd_be16(&r), n >= 3 ? 0x0203 : 0);
        assert_int_equal(rd_be32(&r), n >= 7 ? 0x04050607 : 0);
        assert_int_equal(rd_u16(&r, false), n >= 9 ? 0x0908 : 0);
        assert_int_equal(rd_u32(&r, false), n >= 13 ? 0x0d0c0b0a : 0);
        assert_int_equal(r.bad, n < 13);
        assert_int_equal(rd_u8(&r), 0);
        assert_true(r.bad);
        assert_false(rd_skip(&r, 0)); /* bad for good */
        r = rd_make(p, n);
        assert_int_equal(rd_left(&r), n);
        assert_null(rd_take(&r, n + 1));
        assert_int_equal(rd_left(&r), n);
        r = rd_make(p, n);
        assert_false(rd_skip(&r, SIZE_MAX));
        r = rd_make(p, n);
        assert_ptr_equal(rd_take(&r, n), p);
        assert_false(r.bad);
        free(p);
    }
    struct rd r = rd_make(bytes, 6);
    assert_int_equal(rd_u16(&r, true), 0x0102);
    assert_int_equal(rd_u32(&r, true), 0x03040506);
}

static void test_buffers(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 600);
    assert_int_equal(buf_slice(&b).n, 0);
    buf_clear(&b);
    buf_adds(&b, "ab");
    buf_addc(&b, 'c');
    buf_add(&b, "d\0e", 3);
    buf_add(&b, NULL, 0);
    buf_fill(&b, '-', 3);
    buf_printf(&b, "%d%s", 12, "x");
    assert_int_equal(b.n, 12);
    assert_memory_equal(b.p, "abcd\0e---12x", 13);
    for (size_t n = b.n; n < 600; n++) {
        buf_addc(&b, 'z');
        assert_int_equal(b.n, n + 1);
        assert_int_equal(b.p[b.n], 0);
    }
    assert_false(b.failed);
    buf_addc(&b, '!');
    assert_true(b.failed);
    assert_int_equal(b.n, 600);
    buf_adds(&b, "");
    buf_printf(&b, "%s", "more");
    buf_fill(&b, 'f', 1);
    assert_int_equal(b.n, 600);
    buf_clear(&b);
    assert_int_equal(b.n, 0);
    assert_string_equal(b.p, "");
    assert_false(b.failed);
    assert_false(buf_reserve(&b, SIZE_MAX));
    buf_clear(&b);
    assert_true(buf_reserve(&b, 600));
    assert_false(buf_reserve(&b, 601));
    buf_fini(&b);
    assert_null(b.p);
    assert_int_equal(b.max, 600);
    buf_printf(&b, "%c", 'a'); /* may be used again */
    assert_string_equal(b.p, "a");
    buf_fini(&b);
}

static const struct {
    const char *text, *out; /* NULL: no address */
    bool v4, private;
} addresses[] = {
    { "10.1.2.3", "10.1.2.3", true, true },
    { "127.0.0.1", "127.0.0.1", true, true },
    { "172.15.0.1", "172.15.0.1", true, false },
    { "172.16.0.1", "172.16.0.1", true, true },
    { "172.31.255.255", "172.31.255.255", true, true },
    { "172.32.0.1", "172.32.0.1", true, false },
    { "192.168.1.1", "192.168.1.1", true, true },
    { "192.169.1.1", "192.169.1.1", true, false },
    { "169.254.1.1", "169.254.1.1", true, true },
    { "100.63.0.1", "100.63.0.1", true, false },
    { "100.64.0.1", "100.64.0.1", true, true },
    { "100.127.0.1", "100.127.0.1", true, true },
    { "100.128.0.1", "100.128.0.1", true, false },
    { "203.0.113.7", "203.0.113.7", true, false },
    { "2001:DB8::1", "2001:db8::1", false, false },
    { "[2001:db8::1]", "2001:db8::1", false, false },
    { "::1", "::1", false, true },
    { "::", "::", false, false },
    { "::2", "::2", false, false },
    { "fe80::1", "fe80::1", false, true },
    { "febf::1", "febf::1", false, true },
    { "fec0::1", "fec0::1", false, false },
    { "fc00::1", "fc00::1", false, true },
    { "fdff::1", "fdff::1", false, true },
    { "fe00::1", "fe00::1", false, false },
    { "::ffff:10.0.0.1", "10.0.0.1", true, true },
    { "", NULL, false, false },
    { "[]", NULL, false, false },
    { "[", NULL, false, false },
    { "10.1.2", NULL, false, false },
    { "10.1.2.256", NULL, false, false },
    { "10.1.2.3 ", NULL, false, false },
    { "10.1.2.3:5060", NULL, false, false },
    { "2001:db8::1%eth0", NULL, false, false },
    { "example.com", NULL, false, false },
    { "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", NULL, false, false },
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(addresses); i++) {
        struct addr a = { { 7 } };
        char text[ADDR_TEXT], want[ENDPOINT_TEXT], both[ENDPOINT_TEXT];
        struct slice s = slice_of(addresses[i].text);
        char *p = malloc(s.n ? s.n : 1); /* no NUL behind it */
        assert_non_null(p);
        memcpy(p, s.p, s.n);
        bool ok = addr_parse(&a, slice_make(p, s.n));
        free(p);
        assert_int_equal(ok, addresses[i].out != NULL);
        if (!ok) {
            assert_int_equal(a.ip[0], 7); /* untouched */
            continue;
        }
        assert_int_equal(addr_format(text, &a), strlen(addresses[i].out));
        assert_string_equal(text, addresses[i].out);
        assert_int_equal(addr_is_v4(&a), addresses[i].v4);
        if (addr_is_private(&a) != addresses[i].private)
            fail_msg("%s", addresses[i].text);
        struct endpoint e = { a, 65535 };
        snprintf(want, sizeof(want), addresses[i].v4 ? "%s:65535" : "[%s]:65535", text);
        assert_int_equal(endpoint_format(both, &e), strlen(want));
        assert_string_equal(both, want);
        struct endpoint f = e;
        assert_true(endpoint_eq(&e, &f));
        f.port = 1;
        assert_false(endpoint_eq(&e, &f));
    }
    for (int t = 0; t < TRANSPORT_COUNT; t++)
        assert_true(*transport_name((enum transport)t));
}

static void test_longest_address(void **state)
{
    (void)state;
    struct endpoint e = { .port = 65535 };
    char text[ENDPOINT_TEXT];
    memset(e.addr.ip, 0xff, 16);
    assert_int_equal(endpoint_format(text, &e), 39 + 2 + 6);
}

static void test_times(void **state)
{
    (void)state;
    static const struct {
        int64_t ns;
        const char *utc, *day, *time;
    } rows[] = {
        { 0, "1970-01-01T00:00:00.000000Z", "00:00:00", "00:00:00.000000000" },
        { 1, "1970-01-01T00:00:00.000000Z", "00:00:00", "00:00:00.000000001" },
        { -1, "1969-12-31T23:59:59.999999Z", "23:59:59", "23:59:59.999999999" },
        { INT64_C(1700000000086547999), "2023-11-14T22:13:20.086547Z", "22:13:20",
          "22:13:20.086547999" },
        { INT64_C(1709164800000000000), "2024-02-29T00:00:00.000000Z", "00:00:00",
          "00:00:00.000000000" },
        { INT64_MAX, "2262-04-11T23:47:16.854775Z", "23:47:16", "23:47:16.854775807" },
        { INT64_MIN, "1677-09-21T00:12:43.145224Z", "00:12:43", "00:12:43.145224192" },
    };
    char text[CLOCK_TEXT];
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(clock_rfc3339(text, rows[i].ns), strlen(rows[i].utc));
        assert_string_equal(text, rows[i].utc);
        for (int digits = 0; digits <= 9; digits++) {
            char want[CLOCK_TEXT];
            snprintf(want, sizeof(want), "%.*s", digits ? 9 + digits : 8, rows[i].time);
            assert_int_equal(clock_time_of_day(text, rows[i].ns, digits), strlen(want));
            assert_string_equal(text, want);
        }
    }
    int64_t a = clock_monotonic(), b = clock_monotonic();
    assert_true(a > 0 && b >= a);
}

static void test_durations(void **state)
{
    (void)state;
    static const struct {
        int64_t ns;
        const char *text;
    } rows[] = {
        { 0, "0 µs" },
        { 499, "0 µs" },
        { -499, "0 µs" },
        { 500, "1 µs" },
        { 86000, "86 µs" },
        { 842600, "843 µs" },
        { 999499, "999 µs" },
        { 999500, "1.0 ms" },
        { 1949999, "1.9 ms" },
        { 1950000, "2.0 ms" },
        { 9949999, "9.9 ms" },
        { 9950000, "10 ms" },
        { 131 * NS_PER_MS, "131 ms" },
        { 999499 * NS_PER_US, "999 ms" },
        { 999600 * NS_PER_US, "1.00 s" },
        { NS_PER_S, "1.00 s" },
        { 2900 * NS_PER_MS, "2.90 s" },
        { 9994 * NS_PER_MS, "9.99 s" },
        { 9996 * NS_PER_MS, "10.0 s" },
        { 31560 * NS_PER_MS, "31.6 s" },
        { 59949 * NS_PER_MS, "59.9 s" },
        { 59951 * NS_PER_MS, "1 m 00 s" },
        { 65 * NS_PER_S, "1 m 05 s" },
        { 65500 * NS_PER_MS, "1 m 06 s" },
        { 3599 * NS_PER_S, "59 m 59 s" },
        { 3600 * NS_PER_S - 1, "1 h 00 m" },
        { 7380 * NS_PER_S, "2 h 03 m" },
        { 7199 * NS_PER_S, "2 h 00 m" },
        { -131 * NS_PER_MS, "-131 ms" },
        { -86000, "-86 µs" },
        { INT64_MAX, "2562047 h 47 m" },
        { INT64_MIN, "-2562047 h 47 m" },
    };
    char text[CLOCK_TEXT];
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(clock_duration(text, rows[i].ns), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
    }
}

static void test_errors(void **state)
{
    (void)state;
    struct err e;
    char longer[1000];
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = 0;
    assert_int_equal(err_set(&e, -EIO, "%s: %d", "a", 7), -EIO);
    assert_string_equal(e.text, "a: 7");
    assert_int_equal(err_set(&e, -EINVAL, "%s", longer), -EINVAL);
    assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
    assert_int_equal(err_set(NULL, -ENOMEM, "%s", longer), -ENOMEM);
}

static void test_memory(void **state)
{
    (void)state;
    unsigned char *p = mem_new(3, 5);
    assert_non_null(p);
    for (int i = 0; i < 15; i++)
        assert_int_equal(p[i], 0);
    p[14] = 9;
    p = mem_resize(p, 100, 5);
    assert_non_null(p);
    assert_int_equal(p[14], 9);
    assert_null(mem_resize(p, SIZE_MAX / 2, 3));
    mem_free(p);
    mem_free(NULL);
    p = mem_new(0, 0);
    assert_non_null(p);
    mem_free(p);
    p = mem_resize(NULL, 0, 7);
    assert_non_null(p);
    mem_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slices),          cmocka_unit_test(test_reading),
        cmocka_unit_test(test_buffers),         cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_longest_address), cmocka_unit_test(test_times),
        cmocka_unit_test(test_durations),       cmocka_unit_test(test_errors),
        cmocka_unit_test(test_memory),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
