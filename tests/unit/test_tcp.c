/* Tests of capture/net/tcp.c and tcp_stream.c: what happens to a connection, case by case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/tcpbench.h"

static void test_every_split(void **state)
{
    (void)state;
    static const char text[] = "L3:abc\nL0:\nL12:abcdefghijkl\nL1:z\n";
    const size_t n = sizeof(text) - 1;
    for (size_t i = 0; i <= n; i++)
        for (size_t k = i; k <= n; k++) {
            bench_init();
            feed(A, TCP_SYN, 99, NULL, 0);
            feed(A, TCP_ACK, 100, text, i);
            feed(A, TCP_ACK, 100 + (uint32_t)i, text + i, k - i);
            feed(A, TCP_ACK | TCP_FIN, 100 + (uint32_t)k, text + k, n - k);
            heard(A, text);
            assert_int_equal(b.messages, 4);
            for (enum counter c = 0; c < COUNTER_COUNT; c++)
                counted(c, 0);
            assert_int_equal(tcp_bytes(b.t), 0);
            bench_fini();
        }
}

static void test_every_order(void **state)
{
    (void)state;
    static const char text[] = "L3:abc\nL0:\nL12:abcdefghijkl\nL1:z\nL2:yx\n";
    const size_t n = sizeof(text) - 1;
    for (uint32_t order = 0; order < 120; order++)
        for (uint32_t wrap = 0; wrap < 2; wrap++)
            for (size_t step = 3; step < 10; step += 3) {
                unsigned left[5] = { 0, 1, 2, 3, 4 }, o = order;
                uint32_t first = wrap ? 0xfffffffa : 5000;
                bench_init();
                feed(B, TCP_SYN | TCP_ACK, first - 1, NULL, 0);
                for (unsigned k = 5; k; k--) {
                    unsigned part = left[o % k];
                    memmove(left + o % k, left + o % k + 1, (k - o % k - 1) * sizeof(*left));
                    o /= k;
                    size_t off = part * step, len = part == 4 ? n - off : step;
                    feed(B, (uint8_t)(part == 4 ? TCP_FIN | TCP_ACK : TCP_ACK),
                         first + (uint32_t)off, text + off, len);
                    b.now += 1000;
                }
                heard(B, text);
                counted(COUNTER_TCP_RETRANSMITTED, 0);
                counted(COUNTER_TCP_GAP, 0);
                counted(COUNTER_TCP_CUT, 0);
                assert_int_equal(tcp_bytes(b.t), 0);
                bench_fini();
            }
}

/* The stamps of messages are of the segment they waited for. */
static void test_stamps(void **state)
{
    (void)state;
    bench_init();
    feed(A, TCP_SYN, 0, NULL, 0);
    b.now = 100;
    say(A, 8, "L2:de\n"); /* packet 2 */
    b.now = 200;
    say(A, 1, "L3:abc\n");
    heard(A, "L3:abc\nL2:de\n");
    assert_int_equal(b.last.packet, 3);
    assert_int_equal(b.last.time_ns, 200);
    assert_int_equal(b.last.one.packet, 2);
    b.now = 300;
    say(A, 34, "L2:fg\n"); /* packet 4, behind a hole */
    b.now = 400;
    b.port++;
    say(A, 1, "L1:x\n"); /* another connection, packet 5 */
    b.port--;
    b.now = 500;
    tcp_flush(b.t);
    assert_int_equal(b.last.packet, 4);
    assert_int_equal(b.last.time_ns, 300);
    assert_int_equal(b.last.ip_id, 4);
    bench_fini();
}

static void test_overlaps(void **state)
{
    (void)state;
    static const struct {
        const char *name; /* for the reader */
        struct {
            uint32_t seq;
            const char *text;
        } s[6];
        const char *want;
        unsigned retransmitted, reordered;
    } rows[] = {
        { "again", { { 1, "L2:ab\n" }, { 1, "L2:xy\n" } }, "L2:ab\n", 1, 0 },
        { "part again", { { 1, "L4:ab" }, { 3, "Xxycd\n" } }, "L4:abcd\n", 0, 0 },
        { "part again, other bytes", { { 1, "L4:ab" }, { 5, "ycd\n" } }, "L4:abcd\n", 0, 0 },
        { "ahead again", { { 6, "cd\n" }, { 6, "xy\n" }, { 1, "L4:ab" } }, "L4:abcd\n", 1, 1 },
        { "ahead, first bytes stay",
          { { 6, "c" }, { 4, "xyzd" }, { 1, "L4:" }, { 8, "\n" } },
          "L4:xycd\n",
          0,
          2 },
        { "in order over ahead", { { 6, "c" }, { 8, "\n" }, { 1, "L4:abXd" } }, "L4:abcd\n", 0, 2 },
        { "ahead covers several",
          { { 5, "b" }, { 7, "d" }, { 4, "aXcX\n" }, { 1, "L4:" } },
          "L4:abcd\n",
          0,
          3 },
        { "keep-alive", { { 1, "L2:ab\n" }, { 6, "x" }, { 7, "L1:c\n" } }, "L2:ab\nL1:c\n", 0, 0 },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bench_init();
        feed(A, TCP_SYN, 0, NULL, 0);
        for (size_t k = 0; k < 6 && rows[i].s[k].text; k++)
            say(A, rows[i].s[k].seq, rows[i].s[k].text);
        heard(A, rows[i].want);
        counted(COUNTER_TCP_RETRANSMITTED, rows[i].retransmitted);
        counted(COUNTER_TCP_REORDERED, rows[i].reordered);
        bench_fini();
    }
}

static void test_midstream(void **state)
{
    (void)state;
    bench_init();
    say(A, 1000, "bcdefg\nL2:ab\n");
    say(B, 7, "L1:x\n");
    heard(A, "L2:ab\n");
    heard(B, "L1:x\n");
    counted(COUNTER_TCP_MIDSTREAM, 2);
    counted(COUNTER_TCP_SKIPPED, 7);
    say(A, 990, "0123456789"); /* from before the first byte seen */
    counted(COUNTER_TCP_SKIPPED, 17);
    say(A, 996, "wxyzbcdefg\nL2:ab\nL3:cde\n");
    heard(A, "L2:ab\nL3:cde\n");
    feed(A, TCP_SYN, 980, NULL, 0); /* its SYN, late */
    say(A, 1020, "L1:y\n");
    heard(A, "L2:ab\nL3:cde\nL1:y\n");
    counted(COUNTER_TCP_MIDSTREAM, 2);
    bench_fini();
}

static void test_hole_given_up(void **state)
{
    (void)state;
    for (int how = 0; how < 5; how++) {
        bench_init();
        feed(A, TCP_SYN, 0, NULL, 0);
        say(A, 1, "L1:a\nL9:abc");
        say(A, 111, "defghi\nL2:bc\nL5:x");
        say(A, 300, "L1:d\n");
        heard(A, "L1:a\n");
        b.now += 1000;
        uint32_t gaps = 2;
        uint64_t bytes = 111 - 12 + 300 - 128;
        switch (how) {
        case 0: /* time passes, by a segment of another connection */
            b.port++;
            b.now = 1 + TCP_AHEAD_NS;
            feed(B, TCP_SYN, 0, NULL, 0);
            b.port--;
            break;
        case 1:
            tcp_flush(b.t);
            break;
        case 2:
            feed(A, TCP_RST, 305, NULL, 0);
            break;
        case 3:
            feed(B, TCP_RST, 305, NULL, 0);
            break;
        default: /* the other side's port is used again */
            feed(A, TCP_SYN, 77777, NULL, 0);
            break;
        }
        heard(A, "L1:a\nL2:bc\nL1:d\n");
        counted(COUNTER_TCP_GAP, gaps);
        counted(COUNTER_TCP_GAP_BYTES, bytes);
        counted(COUNTER_TCP_CUT, 2); /* L9 and L5 */
        counted(COUNTER_TCP_SKIPPED, 7);
        assert_int_equal(tcp_bytes(b.t), 0);
        bench_fini();
    }
}

static void test_limits_ahead(void **state)
{
    (void)state;
    bench_init(); /* segments */
    feed(A, TCP_SYN, 0, NULL, 0);
    for (uint32_t i = 0; i < TCP_AHEAD_SEGMENTS; i++)
        say(A, 10 + 2 * i, "x");
    counted(COUNTER_TCP_GAP, 0);
    say(A, 10 + 2 * TCP_AHEAD_SEGMENTS, "x");
    counted(COUNTER_TCP_GAP, 1);
    bench_fini();

    bench_init(); /* bytes */
    static uint8_t big[65536];
    memset(big, 'x', sizeof(big));
    feed(A, TCP_SYN, 0, NULL, 0);
    for (uint32_t i = 0; i < TCP_AHEAD_BYTES / sizeof(big); i++)
        feed(A, TCP_ACK, 10 + i * 65536, big, sizeof(big));
    counted(COUNTER_TCP_GAP, 0);
    say(A, 10 + TCP_AHEAD_BYTES, "L1:a\n");
    counted(COUNTER_TCP_GAP, 1);
    heard(A, "L1:a\n");
    counted(COUNTER_TCP_SKIPPED, TCP_AHEAD_BYTES);
    bench_fini();

    bench_init(); /* each hole has its time */
    feed(A, TCP_SYN, 0, NULL, 0);
    say(A, 10, "L1:a\n");
    b.now = 1 + TCP_AHEAD_NS - 1;
    say(A, 20, "L1:b\n");
    heard(A, "");
    b.now++;
    say(A, 30, "L1:c\n");
    heard(A, "L1:a\n");
    b.now += TCP_AHEAD_NS - 1;
    say(B, 30, "L1:z\n");
    heard(A, "L1:a\n");
    b.now++;
    say(B, 35, "L1:y\n");
    heard(A, "L1:a\nL1:b\nL1:c\n");
    bench_fini();
}

static void test_ends(void **state)
{
    (void)state;
    bench_init(); /* FIN before the bytes in front of it */
    feed(A, TCP_SYN, 0, NULL, 0);
    feed(A, TCP_FIN | TCP_ACK, 8, "L1:b\n", 5);
    say(A, 1, "L3:abc\n");
    heard(A, "L3:abc\nL1:b\n");
    counted(COUNTER_TCP_GAP, 0);
    say(A, 8, "L1:b\n");
    counted(COUNTER_TCP_RETRANSMITTED, 1);
    bench_fini();

    bench_init(); /* FIN with a hole that stays */
    feed(A, TCP_SYN, 0, NULL, 0);
    feed(A, TCP_FIN | TCP_ACK, 20, NULL, 0);
    say(A, 10, "L1:b\n");
    tcp_flush(b.t);
    heard(A, "L1:b\n");
    counted(COUNTER_TCP_GAP, 2);
    counted(COUNTER_TCP_GAP_BYTES, 14);
    bench_fini();

    bench_init(); /* a message is cut, a keep-alive is not */
    feed(A, TCP_SYN, 0, NULL, 0);
    feed(A, TCP_FIN | TCP_ACK, 1, "L9:abc", 6);
    counted(COUNTER_TCP_CUT, 1);
    say(B, 1, "\r\n\r\n");
    feed(B, TCP_FIN, 5, NULL, 0);
    counted(COUNTER_TCP_CUT, 1);
    counted(COUNTER_TCP_SKIPPED, 0);
    b.now += TCP_CLOSED_NS;
    b.port++;
    feed(A, TCP_SYN, 0, NULL, 0);
    assert_int_equal(tcp_connections(b.t), 1);
    counted(COUNTER_TCP_IDLE, 0);
    bench_fini();

    bench_init(); /* RST and FIN of what is not known, an ACK, and silence */
    feed(A, TCP_RST, 0, NULL, 0);
    feed(A, TCP_FIN, 0, NULL, 0);
    feed(A, TCP_ACK, 0, NULL, 0);
    assert_int_equal(tcp_connections(b.t), 0);
    say(A, 9, "L7:abc");
    assert_int_equal(tcp_connections(b.t), 1);
    b.now += TCP_IDLE_NS;
    b.port++;
    say(A, 9, "L7:abc");
    assert_int_equal(tcp_connections(b.t), 1);
    counted(COUNTER_TCP_IDLE, 1);
    counted(COUNTER_TCP_CUT, 1);
    bench_fini();
}

static void test_reuse(void **state)
{
    (void)state;
    bench_init();
    feed(A, TCP_SYN, 0, NULL, 0);
    feed(B, TCP_SYN | TCP_ACK, 500, NULL, 0);
    say(A, 1, "L1:a\nL2:");
    say(B, 501, "L1:p\n");
    feed(A, TCP_SYN, 0, NULL, 0); /* the first one again */
    say(A, 9, "bc\n");
    heard(A, "L1:a\nL2:bc\n");
    b.now += 1000000000;
    feed(A, TCP_SYN, 0x80000000, "L1:d\n", 5); /* a new one, with data */
    say(A, 0x80000006, "L1:e\n");
    say(B, 506, "L1:q\n"); /* a straggler of the old one */
    struct packet pkt = kit_packet(&b.file, NULL, 0, b.now);
    struct net net;
    struct tcp_header h = {
        .seq = 900, .ack = 0x80000001, .flags = TCP_SYN | TCP_ACK, .data = pkt.data + KIT_HEADERS
    };
    set_headers(&net, &h, B);
    tcp_feed(b.t, &pkt, &net, &h);
    kit_drop(&pkt);
    say(B, 901, "L1:r\n");
    say(A, 0x8000000b, "L1:f\n");
    heard(A, "L1:a\nL2:bc\nL1:d\nL1:e\nL1:f\n");
    heard(B, "L1:p\nL1:q\nL1:r\n");
    counted(COUNTER_TCP_MIDSTREAM, 1);
    /* used again without a SYN: after an end, or far off */
    feed(A, TCP_FIN, 0x80000010, NULL, 0);
    say(A, 0x80000020, "L1:g\n");
    say(A, 0x20000000, "L1:h\n");
    say(A, 0x20000005, "L1:i\n");
    heard(A, "L1:a\nL2:bc\nL1:d\nL1:e\nL1:f\nL1:g\nL1:h\nL1:i\n");
    counted(COUNTER_TCP_MIDSTREAM, 3);
    assert_int_equal(tcp_connections(b.t), 1);
    bench_fini();
}

static void test_copies(void **state)
{
    (void)state;
    static const struct {
        int64_t after;
        bool other_id;
        unsigned captured_twice, retransmitted;
    } rows[] = {
        { 20000, false, 6, 0 },
        { TCP_DUPLICATE_NS - 1000, false, 6, 0 },
        { TCP_DUPLICATE_NS, false, 0, 3 },
        { 20000, true, 0, 3 },
    };
    static const char text[] = "L3:abc\nL12:abcdefghijkl\nL1:z\n";
    const uint32_t cut[] = { 0, 4, 20, sizeof(text) - 1 };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bench_init();
        b.now = 1000000000;
        for (int k = 0; k < 12; k++) {
            uint32_t part = (uint32_t)k / 2;
            if (k % 2) {
                b.now += rows[i].after;
                b.ip_id = (uint16_t)(b.ip_id - !rows[i].other_id);
            } else {
                b.now += 5000000;
            }
            if (part == 0)
                feed(A, TCP_SYN, 99, NULL, 0);
            else if (part < 4)
                feed(A, TCP_ACK, 100 + cut[part - 1], text + cut[part - 1],
                     cut[part] - cut[part - 1]);
            else
                feed(A, part == 4 ? TCP_FIN : TCP_RST, 100 + sizeof(text) - 1, NULL, 0);
        }
        heard(A, text);
        counted(COUNTER_DUPLICATE, rows[i].captured_twice);
        counted(COUNTER_TCP_RETRANSMITTED, rows[i].retransmitted);
        bench_fini();
    }
}

static void test_foreign(void **state)
{
    (void)state;
    bench_init();
    feed(A, TCP_SYN, 0, NULL, 0);
    say(A, 9, "waits");
    say(A, 1, "\x16\x03\x01");
    counted(COUNTER_TCP_FOREIGN, 1);
    assert_int_equal(tcp_bytes(b.t), 0);
    for (uint32_t i = 4; i < 1000; i += 10)
        say(A, i, "L6:abcdef\n");
    say(A, 5000, "L1:a\n");
    heard(A, "");
    assert_int_equal(tcp_bytes(b.t), 0);
    for (uint32_t i = 1; i < 20; i++) /* it stays so, however much it carries */
        say(A, i * (TCP_JUMP_BYTES / 2), "x");
    counted(COUNTER_TCP_FOREIGN, 1);
    counted(COUNTER_TCP_MIDSTREAM, 0);
    say(B, 70, "L1:b\n"); /* the other direction is asked for itself */
    heard(B, "L1:b\n");
    counted(COUNTER_TCP_MIDSTREAM, 1);
    feed(A, TCP_SYN, 900000, NULL, 0);
    say(A, 900001, "L1:c\n");
    heard(A, "L1:c\n");
    bench_fini();
}

/* A mebibyte from mid-stream on without a message: it is no SIP. */
static void test_foreign_midstream(void **state)
{
    (void)state;
    static uint8_t noise[4096];
    memset(noise, 'x', sizeof(noise));
    bench_init();
    for (uint32_t i = 0; i <= TCP_MESSAGE_BYTES / sizeof(noise); i++) {
        counted(COUNTER_TCP_FOREIGN, 0);
        counted(COUNTER_TCP_SKIPPED, i * sizeof(noise));
        feed(A, TCP_ACK, 77 + i * (uint32_t)sizeof(noise), noise, sizeof(noise));
        say(B, 1 + 5 * i, "L1:a\n"); /* the other one is */
    }
    counted(COUNTER_TCP_FOREIGN, 1);
    counted(COUNTER_TCP_SKIPPED, 0);
    assert_int_equal(b.messages, TCP_MESSAGE_BYTES / sizeof(noise) + 1);
    bench_fini();
}

/* Segments that the capture cut short: what is missing is not waited for. */
static void test_cut_segments(void **state)
{
    (void)state;
    bench_init();
    feed(A, TCP_SYN, 0, NULL, 0);
    feed_cut(A, TCP_ACK, 1, "L1:a\nL9:abc", 11, 40);
    say(A, 41, "L1:b\n");
    heard(A, "L1:a\nL1:b\n");
    counted(COUNTER_TCP_GAP, 1);
    counted(COUNTER_TCP_GAP_BYTES, 29);
    counted(COUNTER_TCP_CUT, 1);
    feed_cut(A, TCP_ACK, 46, NULL, 0, 10); /* not a byte of it */
    say(A, 56, "L1:c\n");
    feed_cut(A, TCP_ACK, 71, "L1:d\nL", 6, 20); /* before its turn */
    say(A, 91, "L1:e\n");
    heard(A, "L1:a\nL1:b\nL1:c\n");
    say(A, 61, "L7:abcdefg");
    say(A, 71, "\n");
    assert_int_equal(b.messages, 5); /* "L7:abcdefgL" is none: first bytes stay */
    heard(A, "L1:a\nL1:b\nL1:c\nL1:d\nL1:e\n");
    feed_cut(A, TCP_FIN, 96, "L", 1, 30);
    say(A, 126, "L1:x\n"); /* where the FIN stood: not this stream */
    counted(COUNTER_TCP_MIDSTREAM, 0);
    bench_fini();
}

/* A segment in IP fragments: its extents are those of the fragments. */
static void test_datagram(void **state)
{
    (void)state;
    static const char text[] = "L3:abc\nL20:abcdefghijklmnopqrst\nL1:z\n";
    const uint32_t n = sizeof(text) - 1;
    for (uint32_t cut = 8; cut < n + 20; cut += 8) {
        bench_init();
        struct defrag *d = defrag_new(&bench_key, &b.c);
        uint8_t l4[20 + sizeof(text)] = { 0 };
        memcpy(l4 + 20, text, n);
        feed(A, TCP_SYN, 9, NULL, 0);
        for (int i = 0; i < 2; i++) {
            uint32_t off = i ? cut : 0, len = i ? n + 20 - cut : cut;
            struct packet pkt = kit_packet(&b.file, l4 + off, len, b.now);
            struct net net;
            struct tcp_header h = { .seq = 10, .flags = TCP_ACK, .len = n, .full = n };
            set_headers(&net, &h, A);
            net.id = 5;
            net.l4 = pkt.data + KIT_HEADERS;
            net.l4_len = net.l4_full = len;
            net.frag_off = (uint16_t)off;
            net.fragment = true;
            net.more = !i;
            struct datagram whole;
            bool done = defrag_feed(d, &pkt, &net, &whole);
            assert_int_equal(done, i);
            assert_true(!done || whole.data == whole.net.l4);
            if (done) {
                h.data = whole.net.l4 + 20;
                tcp_feed_datagram(b.t, &pkt, &whole, &h);
            }
            kit_drop(&pkt);
        }
        heard(A, text);
        assert_int_equal(b.last.packet, 3);
        defrag_free(d);
        bench_fini();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_split),  cmocka_unit_test(test_every_order),
        cmocka_unit_test(test_stamps),       cmocka_unit_test(test_overlaps),
        cmocka_unit_test(test_midstream),    cmocka_unit_test(test_hole_given_up),
        cmocka_unit_test(test_limits_ahead), cmocka_unit_test(test_ends),
        cmocka_unit_test(test_reuse),        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_foreign),      cmocka_unit_test(test_foreign_midstream),
        cmocka_unit_test(test_cut_segments), cmocka_unit_test(test_datagram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
