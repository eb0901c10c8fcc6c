/* ICMP errors and the messages they quote: found by Call-ID, else by path; counted as none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "decode/mark.h"
#include "decode/notice.h"
#include "tests/unit/sipkit.h"

enum { ALL = UINT32_MAX };

static struct icmp_error port_unreachable(void)
{
    struct icmp_error e = { .reason = ICMP_PORT };
    addr_set_v4(&e.from, (const uint8_t[]){ 192, 0, 2, 7 });
    return e;
}

/* An error that quotes the first `cut` bytes of what this line says. False: the sifter refused. */
static bool quote(struct sipkit *k, const char *line, uint32_t cut, const struct icmp_error *e)
{
    struct buf text;
    struct payload p;
    struct extent extent;
    struct brief b;
    buf_init(&text, 1 << 20);
    sipkit_write(k, line, &text, &p, &extent);
    p.len = cut < p.len ? cut : p.len;
    char *heap = malloc(p.len + BLOCK_PADDING);
    memcpy(heap, text.p, p.len);
    memset(heap + p.len, '\n', BLOCK_PADDING); /* what stands behind is not believed */
    p.data = (const uint8_t *)heap;
    bool taken = sift_quote(&k->store.key, &p, &b);
    if (taken)
        notice_see(&k->store, &p, e, &b);
    free(heap);
    buf_fini(&text);
    return taken;
}

static bool quote_port(struct sipkit *k, const char *line, uint32_t cut)
{
    struct icmp_error e = port_unreachable();
    return quote(k, line, cut, &e);
}

static void check_counts(const struct sipkit *k, unsigned notices, unsigned quotes, unsigned other)
{
    assert_int_equal(notice_count(&k->store), notices);
    assert_int_equal(k->store.counters.v[COUNTER_ICMP_QUOTES], quotes);
    assert_int_equal(k->store.counters.v[COUNTER_IP_OTHER], other);
}

/* However much of it is quoted, the message is found; other messages are on the path as well. */
static void finds_by_every_prefix(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 P>B INVITE id=one body=v=0\n"
                    "1 P>B OPTIONS id=two\n"
                    "2 B>P 100 id=one\n"
                    "3 P>B BYE id=three\n");
    uint64_t messages = k.store.counts.messages;
    for (uint32_t cut = 0; cut < 400; cut++) {
        char line[64];
        snprintf(line, sizeof(line), "%u P>B INVITE id=one body=v=0", 10 + cut * 10);
        assert_true(quote_port(&k, line, cut));
        assert_int_equal(notice_count(&k.store), cut + 1);
        const struct notice *x = notice_get(&k.store, cut + 1);
        assert_int_equal(x->message, 1);
        assert_int_equal(x->leg, 1);
        assert_int_equal(x->error.reason, ICMP_PORT);
    }
    assert_int_equal(k.store.counts.messages, messages);
    assert_int_equal(k.store.messages.n, 4);
    assert_int_equal(k.store.legs.n, 3);
    assert_true(store_leg(&k.store, 1)->marks & MARK(UNREACHABLE));
    assert_false(store_leg(&k.store, 2)->marks & MARK(UNREACHABLE));
    unsigned n = 0;
    for (uint32_t i = notice_of_leg(&k.store, 1); i; i = notice_get(&k.store, i)->next)
        assert_int_equal(i, ++n);
    assert_int_equal(n, 400);
    assert_int_equal(notice_of_leg(&k.store, 2), 0);
    sipkit_fini(&k);
}

static void finds_the_newest_copy(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>P INVITE\n"
                    "500 A>P INVITE\n"
                    "600 P>B INVITE\n"
                    "700 P>A 200\n"
                    "900 P>A 200\n");
    assert_true(quote_port(&k, "1000 A>P INVITE", ALL));
    assert_true(quote_port(&k, "1010 P>B INVITE", 200));
    assert_true(quote_port(&k, "1020 P>A 200", ALL));
    check_counts(&k, 3, 3, 0);
    assert_int_equal(notice_get(&k.store, 1)->message, 2);
    assert_int_equal(notice_get(&k.store, 2)->message, 3);
    assert_int_equal(notice_get(&k.store, 3)->message, 5);
    sipkit_fini(&k);
}

/* Behind more messages than are looked at, in the leg itself. */
static void finds_in_the_leg(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_say(&k, "0 A>P INVITE id=slow");
    for (unsigned i = 1; i < 2 * NOTICE_LOOK; i++) {
        char line[64];
        snprintf(line, sizeof(line), "%u A>P INVITE id=n%u", i, i);
        sipkit_say(&k, line);
    }
    assert_true(quote_port(&k, "3000 A>P INVITE id=slow", ALL));
    check_counts(&k, 1, 1, 0);
    assert_int_equal(notice_get(&k.store, 1)->message, 1);
    assert_true(quote_port(&k, "3010 A>P MESSAGE id=slow", ALL)); /* it is not there */
    check_counts(&k, 1, 2, 0);
    sipkit_fini(&k);
}

static void refuses_what_it_does_not_know(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>P INVITE\n");
    assert_true(quote_port(&k, "1 A>P INVITE id=other", ALL)); /* another Call-ID */
    assert_true(quote_port(&k, "2 P>A INVITE", ALL));          /* the other way */
    assert_true(quote_port(&k, "3 A>B INVITE", ALL));          /* another path */
    assert_true(quote_port(&k, "4 A>P BYE", ALL));
    assert_true(quote_port(&k, "5 A>P 200", ALL));
    check_counts(&k, 0, 5, 0);
    assert_true(quote_port(&k, "6 A>B INVITE", 5)); /* maybe no SIP at all */
    assert_true(quote_port(&k, "7 P>A INVITE", 0));
    assert_true(quote_port(&k, "8 A>P INVITE id=of-another-length", 3));
    check_counts(&k, 0, 5, 3);
    assert_int_equal(store_leg(&k.store, 1)->marks & MARK(UNREACHABLE), 0);
    sipkit_fini(&k);
}

/* Media and other protocols. */
static void refuses_what_is_no_sip(void **state)
{
    (void)state;
    struct hash_key key = { 1, 2 };
    static const struct {
        const char *bytes;
        uint32_t n, full;
        bool taken;
    } rows[] = {
        { "", 0, 0, false },
        { "", 0, 172, true },
        { "\x80\x00\x12\x34", 4, 172, true },
        { "\x80\x00\x12\x34", 4, 4, false },
        { "\x80\n\x12\x34", 4, 172, false },
        { "\r\n\r\n", 4, 4, false },
        { "HTTP/1.1 200 OK\r\nVia", 20, 200, false },
        { "SIP/2.0 200 OK\r\nVia", 19, 200, true },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *heap = calloc(1, rows[i].n + BLOCK_PADDING);
        memcpy(heap, rows[i].bytes, rows[i].n);
        struct payload p = { .data = (const uint8_t *)heap,
                             .len = rows[i].n,
                             .full_len = rows[i].full };
        struct brief b;
        if (sift_quote(&key, &p, &b) != rows[i].taken)
            fail_msg("row %zu", i);
        free(heap);
    }
}

static void knows_copies(void **state)
{
    (void)state;
    struct sipkit k;
    struct icmp_error other = port_unreachable();
    assert_true(sipkit_init(&k));
    other.reason = ICMP_HOST;
    sipkit_play(&k, "0 A>P INVITE\n");
    assert_true(quote_port(&k, "10 A>P INVITE", ALL));
    assert_true(quote_port(&k, "11 A>P INVITE", ALL));
    assert_int_equal(k.store.counters.v[COUNTER_DUPLICATE], 1);
    assert_true(quote(&k, "11 A>P INVITE", ALL, &other));
    assert_true(quote_port(&k, "14 A>P INVITE", ALL));
    check_counts(&k, 3, 4, 0);
    sipkit_fini(&k);
}

static void keeps_so_many(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>P INVITE\n");
    struct buf text;
    struct payload p;
    struct extent extent;
    struct brief b;
    struct icmp_error e = port_unreachable();
    buf_init(&text, 1 << 20);
    sipkit_write(&k, "1 A>P INVITE", &text, &p, &extent);
    assert_true(sift_quote(&k.store.key, &p, &b));
    for (unsigned i = 0; i < NOTICE_MAX + 5; i++) {
        p.time_ns += NOTICE_DUPLICATE_NS;
        notice_see(&k.store, &p, &e, &b);
    }
    check_counts(&k, NOTICE_MAX, NOTICE_MAX + 5, 0);
    assert_int_equal(k.store.counters.v[COUNTER_ICMP_FULL], 5);
    buf_fini(&text);
    sipkit_fini(&k);
}

#ifdef RUNG_OOM
/* Memory runs out at the nth allocation: what is kept stays whole. */
static void lives_without_memory(void **state)
{
    (void)state;
    for (int nth = 0; nth < 128; nth++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, "0 A>P INVITE id=a\n1 A>P INVITE id=b\n");
        struct buf text;
        struct payload p;
        struct extent extent;
        struct brief b;
        struct icmp_error e = port_unreachable();
        buf_init(&text, 1 << 20);
        sipkit_write(&k, "2 A>P INVITE id=a", &text, &p, &extent);
        assert_true(sift_quote(&k.store.key, &p, &b));
        mem_test_fail_after = nth;
        for (unsigned i = 0; i < 2 * POOL_CHUNK; i++) {
            p.time_ns += NOTICE_DUPLICATE_NS;
            notice_see(&k.store, &p, &e, &b);
        }
        mem_test_fail_after = -1;
        assert_int_equal(notice_count(&k.store) + k.store.counters.v[COUNTER_ICMP_FULL],
                         2 * POOL_CHUNK);
        unsigned n = 0;
        for (uint32_t i = notice_of_leg(&k.store, 1); i; i = notice_get(&k.store, i)->next)
            n++;
        assert_int_equal(n, notice_count(&k.store));
        buf_fini(&text);
        sipkit_fini(&k);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_by_every_prefix),  cmocka_unit_test(finds_the_newest_copy),
        cmocka_unit_test(finds_in_the_leg),       cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(refuses_what_is_no_sip), cmocka_unit_test(knows_copies),
        cmocka_unit_test(keeps_so_many),
#ifdef RUNG_OOM
        cmocka_unit_test(lives_without_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
