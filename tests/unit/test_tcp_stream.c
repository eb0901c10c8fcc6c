/* Tests of capture/net/tcp_stream.c under load: limits, random streams, hostile ones, no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/tcpbench.h"

static void test_caps(void **state)
{
    (void)state;
    static uint8_t body[1460];
    memset(body, 'x', sizeof(body));
    bench_init(); /* a message of the largest size, and one larger */
    b.prefix = true;
    feed(A, TCP_SYN, 0, NULL, 0);
    char head[16];
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t seq = 1 + i * TCP_MESSAGE_BYTES, left = TCP_MESSAGE_BYTES + i - 1;
        uint32_t used = (uint32_t)snprintf(head, sizeof(head), "L%u:", left - 9);
        feed(A, TCP_ACK, seq, head, used);
        left -= used;
        for (seq += used; left; seq += used, left -= used) {
            used = left < sizeof(body) ? left : sizeof(body);
            feed(A, TCP_ACK, seq, body, used);
        }
        say(A, seq, "\n");
        assert_int_equal(b.messages, 1);
        assert_int_equal(b.last.len, TCP_MESSAGE_BYTES);
        assert_true(tcp_bytes(b.t) < 3 * TCP_MESSAGE_BYTES);
    }
    assert_true(b.c.v[COUNTER_TCP_CAP] >= TCP_MESSAGE_BYTES);
    say(A, 2 + 2 * TCP_MESSAGE_BYTES, "L1:a\n");
    assert_int_equal(b.messages, 2);
    bench_fini();

    bench_init(); /* all together */
    uint32_t n = TCP_TOTAL_BYTES / 2048;
    for (uint32_t i = 0; i < n; i++) {
        b.port = (uint16_t)(10000 + i);
        feed(A, TCP_SYN, 0, NULL, 0);
        feed(A, TCP_ACK, 1, "L2000:", 6);
        feed(A, TCP_ACK, 7, body, 1000);
        assert_true(tcp_bytes(b.t) <= TCP_TOTAL_BYTES);
    }
    counted(COUNTER_TCP_CAP, 0);
    for (uint32_t i = 0; i < n; i++) {
        b.port = (uint16_t)(10000 + i);
        feed(B, TCP_ACK, 1, body, 1);
        feed(B, TCP_ACK, 10, body, 1400);
        feed(B, TCP_ACK, 1500, "L2:cd\n", 6);
        assert_true(tcp_bytes(b.t) <= TCP_TOTAL_BYTES);
    }
    assert_true(b.c.v[COUNTER_TCP_CAP] > 1000);
    b.messages = 0;
    say(B, 1506, "L1:e\n"); /* the last one waits on */
    say(B, 2, "xxxxxxxx");
    assert_int_equal(b.messages, 0);
    tcp_flush(b.t);
    assert_int_equal(tcp_bytes(b.t), 0);
    bench_fini();

    bench_init(); /* connections */
    for (uint32_t i = 0; i <= TCP_CONNECTIONS; i++) {
        struct packet pkt = kit_packet(&b.file, NULL, 0, b.now);
        struct net net;
        struct tcp_header h = { .flags = TCP_SYN, .data = pkt.data };
        set_headers(&net, &h, A);
        net.src = kit_addr((uint8_t)(i >> 16));
        h.sport = (uint16_t)i;
        tcp_feed(b.t, &pkt, &net, &h);
        kit_drop(&pkt);
    }
    assert_int_equal(tcp_connections(b.t), TCP_CONNECTIONS);
    counted(COUNTER_TCP_CAP, 1);
    bench_fini();
}

/* Cuts a stream at random, mixes the segments within a window, repeats some and overlaps some. */
static void send_at_random(const uint8_t *text, uint32_t n, uint32_t first, uint64_t *seed,
                           uint32_t mean)
{
    enum { WINDOW = 20 };
    struct {
        uint32_t off, len;
    } wait[WINDOW];
    uint32_t waiting = 0, off = 0;
    while (off < n || waiting) {
        while (off < n && waiting < WINDOW) {
            uint32_t len = 1 + kit_random(seed) % (2 * mean);
            if (len > n - off)
                len = n - off;
            uint32_t back = kit_random(seed) % 8 ? 0 : kit_random(seed) % 50;
            if (back > off)
                back = off;
            wait[waiting].off = off - back;
            wait[waiting++].len = len + back;
            off += len;
        }
        uint32_t i = kit_random(seed) % 4 ? 0 : kit_random(seed) % waiting;
        feed(A, TCP_ACK, first + wait[i].off, text + wait[i].off, wait[i].len);
        b.now += kit_random(seed) % 3000000;
        if (kit_random(seed) % 5) {
            waiting--;
            memmove(wait + i, wait + i + 1, (waiting - i) * sizeof(*wait));
        }
    }
}

static void test_random(void **state)
{
    (void)state;
    static uint8_t text[20000];
    uint64_t seed = 7;
    for (unsigned round = 0; round < 250; round++) {
        uint32_t n = (uint32_t)make_stream(text, 1000 + kit_random(&seed) % 19000, round);
        uint32_t first = round % 2 ? 0U - kit_random(&seed) % n : kit_random(&seed);
        bench_init();
        feed(A, TCP_SYN, first - 1, NULL, 0);
        send_at_random(text, n, first, &seed, (uint32_t[]){ 1, 5, 50, 700, 3000 }[round % 5]);
        assert_int_equal(b.n[A], n);
        assert_memory_equal(b.heard[A], text, n);
        assert_int_equal(tcp_bytes(b.t), 0);
        counted(COUNTER_TCP_GAP, 0);
        counted(COUNTER_TCP_CUT, 0);
        counted(COUNTER_TCP_SKIPPED, 0);
        bench_fini();
    }
}

/* With segments lost, what comes out is whole messages of the stream in their order. */
static void test_random_loss(void **state)
{
    (void)state;
    static uint8_t text[20000];
    uint64_t seed = 8, gaps = 0;
    for (unsigned round = 0; round < 200; round++) {
        uint32_t n = (uint32_t)make_stream(text, 20000, round), at = 0;
        bench_init();
        for (uint32_t off = 0; off < n;) {
            uint32_t len = 1 + kit_random(&seed) % 400;
            if (len > n - off)
                len = n - off;
            if (kit_random(&seed) % 10)
                feed(A, TCP_ACK, 77 + off, text + off, len);
            off += len;
        }
        tcp_flush(b.t);
        assert_true(b.messages > 100);
        for (size_t i = 0; i < b.n[A];) { /* each is found further on in the text */
            size_t end = i + 1;
            while (end < b.n[A] && b.heard[A][end] != 'L')
                end++;
            uint8_t *found = memmem(text + at, n - at, b.heard[A] + i, end - i);
            assert_non_null(found);
            at = (uint32_t)(found - text + (ptrdiff_t)(end - i));
            i = end;
        }
        gaps += b.c.v[COUNTER_TCP_GAP];
        bench_fini();
    }
    assert_true(gaps > 1000);
}

/* Work for hostile input of a kind and a size: what tcp counts, and the framer's bytes. */
static uint64_t work_of(int kind, uint32_t scale)
{
    static uint8_t text[2000];
    char head[16];
    memset(text, 'x', sizeof(text));
    bench_init();
    b.prefix = true;
    feed(A, TCP_SYN, 0, NULL, 0);
    uint32_t n = 4000 * scale, seq = 1;
    switch (kind) {
    case 0: /* a message byte by byte */
    case 1: /* the same behind a hole again and again, filled late */
        seq += (uint32_t)snprintf(head, sizeof(head), "L%u:", n);
        say(A, 1, head);
        for (uint32_t i = 0; i < n; i++, seq++) {
            uint32_t at = kind ? seq - i % 200 + (199 - i % 200) : seq;
            feed(A, TCP_ACK, at, text, 1);
        }
        say(A, seq, "\n");
        assert_int_equal(b.messages, 1);
        break;
    case 2: /* a comb ahead, until each time the limit drops it */
        for (uint32_t i = 0; i < n; i++)
            feed(A, TCP_ACK, 10 + 2 * (i ^ 127), text, 1);
        break;
    case 3: /* large ones over a comb that stays */
        for (uint32_t i = 0; i < n; i++)
            feed(A, TCP_ACK, i % 256 < 128 ? 10 + 2 * (i % 128) : 3, text, i % 256 < 128 ? 1 : 600);
        break;
    case 4: /* copies of one far ahead */
        for (uint32_t i = 0; i < n; i++)
            feed(A, TCP_ACK, 5000, text, 1000);
        break;
    case 5: /* connections */
        for (uint32_t i = 0; i < n; i++) {
            b.port = (uint16_t)i;
            feed(A, TCP_SYN, i, text, 1);
        }
        break;
    default: /* noise after a gap, nothing but the beginning of messages */
        for (uint32_t i = 0; i < n; i++)
            say(A, 10 + 4 * i, i % 7 ? "L9LL" : "L900");
        break;
    }
    uint64_t work = tcp_work(b.t) + b.looked;
    bench_fini();
    return work;
}

static void test_linear(void **state)
{
    (void)state;
    static const uint64_t per_segment[] = { 10, 30, 40, 1500, 1100, 20, 40 };
    for (int kind = 0; kind < 7; kind++) {
        uint64_t once = work_of(kind, 4), twice = work_of(kind, 8);
        if (twice * 10 > once * 22 || once / 16000 > per_segment[kind])
            fail_msg("kind %d: %llu steps, then %llu", kind, (unsigned long long)once,
                     (unsigned long long)twice);
    }
    /* one of a mebibyte in segments of a byte */
    assert_true(work_of(0, 260) < 10 * 260 * 4000);
}

#ifdef RUNG_OOM
/* With the Nth allocation failing nothing breaks, and what is lost is counted. */
static void test_no_memory(void **state)
{
    (void)state;
    static uint8_t text[20000];
    uint32_t n = (uint32_t)make_stream(text, sizeof(text), 5);
    unsigned counts = 0;
    for (int nth = 0; nth < 400; nth++) {
        uint64_t seed = 9;
        mem_test_fail_after = nth;
        bool ok = bench_init();
        if (ok) {
            feed(A, TCP_SYN, 99, NULL, 0);
            send_at_random(text, n, 100, &seed, 100);
            for (int i = 0; i < 2000; i++) {
                b.port = (uint16_t)(1000 + i);
                say(B, 1, "L5:ab");
            }
            tcp_flush(b.t);
        }
        bool failed = mem_test_fail_after < 0;
        mem_test_fail_after = -1;
        if (ok && failed) {
            assert_true(b.c.v[COUNTER_NO_MEMORY] >= 1);
            counts++;
        }
        bench_fini();
    }
    assert_true(counts > 100);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_caps),        cmocka_unit_test(test_random),
        cmocka_unit_test(test_random_loss), cmocka_unit_test(test_linear),
#ifdef RUNG_OOM
        cmocka_unit_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
