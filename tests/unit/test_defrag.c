/* Tests of capture/net/defrag.c: datagrams cut in every way, contradictions, copies, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "capture/net/defrag.h"
#include "tests/unit/netkit.h"

static const struct hash_key key = { 1, 2 };

/* A defrag under test with its file, and what came out last. */
struct bench {
    struct kit_file file;
    struct counters c;
    struct defrag *d;
    int64_t now;
    uint32_t id;
    bool v6;
    uint8_t proto;
    bool done;
    uint8_t out[65536]; /* the l4 of the last datagram */
    uint32_t out_len, out_full, extents, datagrams;
    struct net net;
};

static bool bench_try(struct bench *b)
{
    memset(b, 0, offsetof(struct bench, out));
    b->datagrams = 0;
    b->id = 7;
    b->proto = NET_UDP;
    b->d = defrag_new(&key, &b->c);
    return b->d;
}

static void bench_init(struct bench *b)
{
    assert_true(bench_try(b));
}

static void bench_fini(struct bench *b)
{
    defrag_free(b->d);
    kit_fini(&b->file);
}

/* Feeds bytes [off, off + len) of `whole`, of which `caplen` were captured. */
static bool feed_cut(struct bench *b, const uint8_t *whole, uint32_t off, uint32_t len, bool more,
                     uint32_t caplen)
{
    struct packet pkt = kit_packet(&b->file, whole + off, caplen, b->now);
    struct net net = {
        .src = kit_addr(1),
        .dst = kit_addr(2),
        .l4 = pkt.data + KIT_HEADERS,
        .l4_len = caplen,
        .l4_full = len,
        .id = b->id,
        .frag_off = (uint16_t)off,
        .proto = b->proto,
        .has_id = true,
        .fragment = true,
        .more = more,
        .l3 = 14,
    };
    if (b->v6)
        net.src.ip[0] = net.dst.ip[0] = 0x20;
    struct datagram dg;
    b->done = defrag_feed(b->d, &pkt, &net, &dg);
    kit_drop(&pkt);
    if (!b->done)
        return false;
    b->datagrams++;
    b->out_len = dg.net.l4_len;
    b->out_full = dg.net.l4_full;
    b->extents = dg.extents;
    b->net = dg.net;
    memcpy(b->out, dg.net.l4, dg.net.l4_len);
    kit_touch(dg.net.l4, dg.net.l4_len);
    assert_false(dg.net.fragment || dg.net.more || dg.net.frag_off);
    assert_true(!dg.net.l4_len || kit_extents_match(&b->file, dg.extent, dg.extents, dg.net.l4,
                                                    dg.net.l4_len, false));
    return true;
}

static bool feed(struct bench *b, const uint8_t *whole, uint32_t off, uint32_t len, bool more)
{
    return feed_cut(b, whole, off, len, more, len);
}

static void fill(uint8_t *p, size_t n, unsigned seed)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)(i * 31 + (i >> 8) * 7 + seed);
}

static void assert_whole(const struct bench *b, const uint8_t *whole, uint32_t n)
{
    assert_true(b->done);
    assert_int_equal(b->out_len, n);
    assert_int_equal(b->out_full, n);
    assert_memory_equal(b->out, whole, n);
}

static struct bench b;
static uint8_t whole[65536], other[65536];

static void test_every_split(void **state)
{
    (void)state;
    fill(whole, 203, 1);
    for (uint32_t n = 9; n < 204; n += 7)
        for (uint32_t cut = 8; cut < n; cut += 8)
            for (int last_first = 0; last_first < 2; last_first++) {
                bench_init(&b);
                if (last_first)
                    assert_false(feed(&b, whole, cut, n - cut, false));
                assert_int_equal(feed(&b, whole, 0, cut, true), last_first);
                if (!last_first)
                    feed(&b, whole, cut, n - cut, false);
                assert_whole(&b, whole, n);
                assert_int_equal(b.extents, 2);
                assert_int_equal(defrag_bytes(b.d), 0);
                bench_fini(&b);
            }
}

static void permute(struct bench *x, const uint8_t *bytes, uint32_t n, unsigned order)
{
    enum { PARTS = 5 };
    unsigned left[PARTS] = { 0, 1, 2, 3, 4 };
    for (unsigned k = PARTS; k; k--) {
        unsigned i = order % k, part = left[i];
        order /= k;
        memmove(left + i, left + i + 1, (k - i - 1) * sizeof(*left));
        uint32_t off = part * 24, len = part == PARTS - 1 ? n - off : 24;
        assert_int_equal(feed(x, bytes, off, len, part != PARTS - 1), k == 1);
    }
}

static void test_every_order(void **state)
{
    (void)state;
    fill(whole, 113, 2);
    for (unsigned order = 0; order < 120; order++) {
        bench_init(&b);
        b.v6 = order & 1;
        permute(&b, whole, 113, order);
        assert_whole(&b, whole, 113);
        assert_int_equal(b.extents, 5);
        bench_fini(&b);
    }
}

static void test_first_bytes_stay(void **state)
{
    (void)state;
    fill(whole, 200, 3);
    fill(other, 200, 99);
    bench_init(&b);
    feed(&b, whole, 16, 16, true);
    feed(&b, whole, 64, 8, true);
    feed(&b, other, 0, 104, true); /* covers them, and three runs are new */
    feed(&b, other, 96, 24, false);
    uint8_t want[120];
    memcpy(want, other, 120);
    memcpy(want + 16, whole + 16, 16);
    memcpy(want + 64, whole + 64, 8);
    assert_whole(&b, want, 120);
    assert_int_equal(b.extents, 6);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_OVERLAP], 2);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_DUPLICATE], 0);
    bench_fini(&b);
}

static void test_contradictions(void **state)
{
    (void)state;
    fill(whole, 400, 4);
    static const struct {
        uint32_t off, len;
        bool more;
    } bad[] = {
        { 8, 13, true },       /* no multiple of 8 and not the last */
        { 8, 0, true },        /* nothing */
        { 80, 0, false },      /* nothing, and the last */
        { 65528, 8, true },    /* past the end of any datagram */
        { 65528, 100, false }, /* likewise */
        { 104, 8, true },      /* behind the end */
        { 88, 16, true },      /* more behind the last */
        { 80, 16, false },     /* another end */
        { 80, 32, false },     /* likewise */
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        bench_init(&b);
        feed(&b, whole, 80, 24, false);
        static uint8_t big[65536 + 128];
        assert_false(feed(&b, big, bad[i].off, bad[i].len, bad[i].more));
        assert_int_equal(b.c.v[COUNTER_FRAGMENT_BAD], 1);
        feed(&b, whole, 0, 80, true);
        assert_whole(&b, whole, 104);
        bench_fini(&b);
    }
    bench_init(&b); /* a last fragment that ends before what has come */
    feed(&b, whole, 80, 24, true);
    assert_false(feed(&b, whole, 0, 104, false));
    assert_false(feed(&b, whole, 0, 96, false));
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_BAD], 2);
    feed(&b, whole, 104, 1, false);
    feed(&b, whole, 0, 80, true);
    assert_whole(&b, whole, 105);
    bench_fini(&b);
}

static void test_copies(void **state)
{
    (void)state;
    static const struct {
        int64_t after; /* of the copy, ns */
        int order;     /* 0: f1 f1' f2 f2'; 1: f1 f2 f1' f2' */
        unsigned datagrams, duplicates, captured_twice;
    } rows[] = {
        { 20000, 0, 1, 2, 2 },
        { 20000, 1, 1, 2, 2 },
        { DEFRAG_DUPLICATE_NS - 1, 1, 1, 2, 2 },
        { DEFRAG_DUPLICATE_NS, 1, 2, 0, 0 },
        { DEFRAG_DUPLICATE_NS, 0, 1, 1, 0 },
    };
    fill(whole, 100, 5);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bench_init(&b);
        b.now = 1000;
        feed(&b, whole, 0, 48, true);
        if (!rows[i].order) {
            b.now += rows[i].after;
            assert_false(feed(&b, whole, 0, 48, true));
        }
        assert_true(feed(&b, whole, 48, 50, false));
        b.now += rows[i].after;
        if (rows[i].order)
            assert_false(feed(&b, whole, 0, 48, true));
        assert_int_equal(feed(&b, whole, 48, 50, false), rows[i].datagrams == 2);
        assert_int_equal(b.datagrams, rows[i].datagrams);
        assert_int_equal(b.c.v[COUNTER_FRAGMENT_DUPLICATE], rows[i].duplicates);
        assert_int_equal(b.c.v[COUNTER_DUPLICATE], rows[i].captured_twice);
        bench_fini(&b);
    }
}

/* After a clock that ran ahead, the same id again is no copy of the old datagram. */
static void test_time_goes_back(void **state)
{
    (void)state;
    bench_init(&b);
    for (int i = 0; i < 3; i++) {
        b.now = (3 - i) * INT64_C(1000000000);
        feed(&b, whole, 0, 8, true);
        assert_true(feed(&b, whole, 8, 8, false));
    }
    b.now = INT64_MAX;
    feed(&b, whole, 0, 8, true);
    b.now = INT64_MIN;
    feed(&b, whole, 0, 8, true);
    assert_true(feed(&b, whole, 8, 8, false));
    bench_fini(&b);
}

static void test_keys(void **state)
{
    (void)state;
    fill(whole, 64, 6);
    bench_init(&b);
    feed(&b, whole, 0, 32, true);
    b.id = 8;
    assert_false(feed(&b, whole, 32, 8, false));
    b.id = 7;
    b.proto = NET_TCP;
    assert_false(feed(&b, whole, 32, 8, false));
    b.proto = NET_UDP;
    b.v6 = true; /* other addresses */
    assert_false(feed(&b, whole, 32, 8, false));
    b.proto = 60; /* in IPv6 the next header does not count, and the first fragment's is right */
    assert_true(feed(&b, whole, 0, 32, true));
    assert_int_equal(b.net.proto, 60);
    b.v6 = false;
    b.proto = NET_UDP;
    assert_true(feed(&b, whole, 32, 8, false));
    bench_fini(&b);
}

static void test_cut_fragments(void **state)
{
    (void)state;
    fill(whole, 300, 7);
    bench_init(&b);
    feed_cut(&b, whole, 0, 96, true, 77);
    feed_cut(&b, whole, 96, 96, true, 96);
    assert_true(feed_cut(&b, whole, 192, 33, false, 33));
    assert_int_equal(b.out_len, 77);
    assert_int_equal(b.out_full, 225);
    assert_memory_equal(b.out, whole, 77);
    b.id++;
    feed_cut(&b, whole, 192, 33, false, 9);
    feed_cut(&b, whole, 0, 192, true, 192);
    assert_true(b.done);
    assert_int_equal(b.out_len, 201);
    assert_int_equal(b.out_full, 225);
    b.id++;
    feed_cut(&b, whole, 0, 96, true, 0);
    feed_cut(&b, whole, 96, 33, false, 33);
    assert_true(b.done);
    assert_int_equal(b.out_len, 0);
    assert_int_equal(b.extents, 0);
    bench_fini(&b);
}

static void test_largest(void **state)
{
    (void)state;
    fill(whole, 65535, 8);
    bench_init(&b);
    feed(&b, whole, 65528, 7, false);
    feed(&b, whole, 0, 32768, true);
    feed(&b, whole, 32760, 32768, true);
    assert_whole(&b, whole, 65535);
    assert_int_equal(b.extents, 3);
    bench_fini(&b);
}

static void test_limits(void **state)
{
    (void)state;
    bench_init(&b);
    feed(&b, whole, 0, 8, true);
    b.now = DEFRAG_TIMEOUT_NS - 1;
    b.id = 8;
    feed(&b, whole, 0, 8, true);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_TIMEOUT], 0);
    b.now++;
    b.id = 7;
    assert_false(feed(&b, whole, 8, 8, false));
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_TIMEOUT], 1);
    defrag_flush(b.d);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_TIMEOUT], 3);
    assert_int_equal(defrag_bytes(b.d), 0);
    bench_fini(&b);

    bench_init(&b); /* too many datagrams: the oldest goes */
    for (b.id = 0; b.id <= DEFRAG_DATAGRAMS; b.id++)
        feed(&b, whole, 0, 8, true);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_CAP], 1);
    b.id = 1;
    assert_true(feed(&b, whole, 8, 8, false));
    b.id = 0;
    assert_false(feed(&b, whole, 8, 8, false));
    bench_fini(&b);

    bench_init(&b); /* too many bytes */
    for (b.id = 0; b.id < 400; b.id++) {
        feed(&b, whole, 0, 65520, true);
        assert_true(defrag_bytes(b.d) <= DEFRAG_BYTES);
    }
    assert_in_range(b.c.v[COUNTER_FRAGMENT_CAP], 400 - 260, 400 - 230);
    bench_fini(&b);

    bench_init(&b); /* too many pieces */
    for (uint32_t i = 0; i < DEFRAG_EXTENTS; i++)
        feed(&b, whole, i * 16, 8, true);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_CAP], 0);
    feed(&b, whole, DEFRAG_EXTENTS * 16, 8, true);
    assert_int_equal(b.c.v[COUNTER_FRAGMENT_CAP], 1);
    assert_int_equal(defrag_bytes(b.d), 0);
    bench_fini(&b);
}

/* Remembered datagrams are bounded too, though their time stands still. */
static void test_done_bounded(void **state)
{
    (void)state;
    bench_init(&b);
    for (b.id = 0; b.id < 3 * DEFRAG_DATAGRAMS; b.id++) {
        feed(&b, whole, 0, 8, true);
        assert_true(feed(&b, whole, 8, 1, false));
    }
    b.id = 3 * DEFRAG_DATAGRAMS - 1;
    assert_false(feed(&b, whole, 0, 8, true));
    assert_int_equal(b.c.v[COUNTER_DUPLICATE], 1);
    bench_fini(&b);
}

/* Fragments of several datagrams, cut, mixed and repeated at random: all come out as they were. */
static void test_random(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int round = 0; round < 300; round++) {
        bench_init(&b);
        uint32_t n = 9 + kit_random(&seed) % 3000, units = (n + 7) / 8;
        fill(whole, n, (unsigned)round);
        uint8_t come[400] = { 0 };
        uint32_t missing = units, fed = 0;
        while (missing) {
            uint32_t from = kit_random(&seed) % units, to = from + 1 + kit_random(&seed) % 40;
            if (to > units)
                to = units;
            if (!from && to == units)
                continue; /* that would be no fragment */
            for (uint32_t i = from; i < to; i++)
                if (!come[i]) {
                    come[i] = 1;
                    missing--;
                }
            bool last = to == units;
            assert_int_equal(
                feed(&b, whole, from * 8, last ? n - from * 8 : (to - from) * 8, !last), !missing);
            assert_true(++fed < 100000);
        }
        assert_whole(&b, whole, n);
        bench_fini(&b);
    }
}

/* Twice the hostile input is at most a little more than twice the work. */
static uint64_t work_of(int kind, uint32_t scale)
{
    bench_init(&b);
    for (uint32_t i = 0; i < 1000 * scale; i++) {
        switch (kind) {
        case 0: /* a flood of copies of a large fragment */
            feed(&b, whole, 0, 2000, true);
            break;
        case 1: /* single units with holes, over and over in new datagrams */
            b.id = i / 1024;
            feed(&b, whole, (i % 1024) * 16, 8, true);
            break;
        case 2: /* little is captured of what is claimed to be large */
            b.id = i;
            feed_cut(&b, whole, 0, 65528, true, 8);
            break;
        case 3: /* many keys */
            b.id = i;
            feed(&b, whole, 0, 8, true);
            break;
        default: /* large ones over a comb of units */
            b.id = i / 64;
            if (i % 64 < 32)
                feed(&b, whole, (i % 64) * 48, 8, true);
            else
                feed(&b, whole, 0, 1600, true);
            break;
        }
    }
    uint64_t work = defrag_work(b.d);
    bench_fini(&b);
    return work;
}

static void test_linear(void **state)
{
    (void)state;
    fill(whole, 65535, 9);
    static const uint64_t per_fragment[] = { 150, 250, 300, 50, 2200 };
    for (int kind = 0; kind < 5; kind++) {
        uint64_t once = work_of(kind, 4), twice = work_of(kind, 8);
        if (twice * 10 > once * 22 || once / 4000 > per_fragment[kind])
            fail_msg("kind %d: %llu steps, then %llu", kind, (unsigned long long)once,
                     (unsigned long long)twice);
    }
}

#ifdef RUNG_OOM
/* With the Nth allocation failing nothing breaks, and what is lost is counted. */
static void test_no_memory(void **state)
{
    (void)state;
    unsigned counts = 0;
    fill(whole, 4000, 10);
    for (int nth = 0; nth < 400; nth++) {
        mem_test_fail_after = nth;
        bool ok = bench_try(&b);
        for (uint32_t i = 0; ok && i < 3000; i++) {
            b.id = i / 5;
            feed(&b, whole, i % 5 * 16, i % 5 == 4 ? 9 : 16, i % 5 != 4);
        }
        bool failed = mem_test_fail_after < 0;
        mem_test_fail_after = -1;
        if (ok) {
            assert_int_equal(b.c.v[COUNTER_NO_MEMORY], failed);
            assert_int_equal(b.datagrams, 600 - failed);
            counts += failed;
        }
        bench_fini(&b);
    }
    assert_true(counts > 100);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_split),
        cmocka_unit_test(test_every_order),
        cmocka_unit_test(test_first_bytes_stay),
        cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_time_goes_back),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_cut_fragments),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_done_bounded),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_linear),
#ifdef RUNG_OOM
        cmocka_unit_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
