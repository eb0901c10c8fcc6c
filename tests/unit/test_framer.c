/* Tests of decode/sip/framer.c: the same messages however a stream is cut into pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/sip/framer.h"
#include "tests/unit/indexkit.h"

/* What a stream gave: "[message]" and what was passed over between, as the letter of each byte. */
struct heard {
    struct buf messages; /* each followed by 0x01 */
    size_t skipped, calls, looked;
    bool foreign;
};

/* Feeds data[0, n) as a reassembler would, with the front in a block of its exact size: first
 * `first` bytes, then `step` more at a time. `how` is the state to begin with. */
static void feed(struct heard *h, struct framer how, const char *data, size_t n, size_t first,
                 size_t step, int fill)
{
    struct framer f = how;
    size_t front = 0, end = 0;
    *h = (struct heard){ .skipped = 0 };
    buf_init(&h->messages, 8 << 20);
    do {
        size_t more = end ? step : first;
        end = n - end < more ? n : end + more;
        for (;;) {
            char *p = padded(data + front, end - front, fill);
            struct frame r = sip_frame(&f, (const uint8_t *)p, end - front);
            h->calls++;
            h->looked += end - front;
            if (r.verdict == FRAME_MESSAGE || r.verdict == FRAME_SKIP) {
                assert_true(r.n > 0 && r.n <= end - front);
                if (r.verdict == FRAME_MESSAGE) {
                    buf_add(&h->messages, p, r.n);
                    buf_addc(&h->messages, 1);
                } else {
                    h->skipped += r.n;
                }
                front += r.n;
            }
            free(p);
            if (r.verdict == FRAME_FOREIGN)
                h->foreign = true;
            if (r.verdict == FRAME_MORE || r.verdict == FRAME_FOREIGN)
                break;
        }
    } while (end < n && !h->foreign);
}

#define HEAD "Via: SIP/2.0/TCP h\r\nCall-ID: c\r\n"
#define M0 "OPTIONS sip:a SIP/2.0\r\n" HEAD "Content-Length: 0\r\n\r\n"
#define M5 "SIP/2.0 200 OK\r\n" HEAD "l: 5\r\n\r\na\r\n\r\n"
#define MX "MESSAGE sip:b SIP/2.0\r\n" HEAD "\r\n" /* no length: no body */
#define MLF "INFO sip:c SIP/2.0\nContent-Length: 1\n\n!"
#define SEP "\x01"

static const struct {
    const char *name, *stream, *messages;
    size_t skipped;
    bool lost, foreign; /* begins in the midst; carries something else */
} rows[] = {
    { "nothing", "", "", 0, false, false },
    { "one", M0, M0 SEP, 0, false, false },
    { "several", M0 M5 MX MLF M0, M0 SEP M5 SEP MX SEP MLF SEP M0 SEP, 0, false, false },
    { "keep-alives", "\r\n\r\n" M0 "\r\n\r\n\r\n\r\n" M5 "\r\n", M0 SEP M5 SEP, 14, false, false },
    { "unfinished head", M5 "OPTIONS sip:a SIP/2.0\r\nVia", M5 SEP, 0, false, false },
    { "unfinished body", M0 "SIP/2.0 200 OK\r\nl: 5\r\n\r\nabcd", M0 SEP, 0, false, false },
    { "a message in a body", "INFO sip:a SIP/2.0\r\nl: 76\r\n\r\n" M0 M5,
      "INFO sip:a SIP/2.0\r\nl: 76\r\n\r\n" M0 SEP M5 SEP, 0, false, false },
    { "noise between", M0 "noise\r\nof two lines\r\n" M5, M0 SEP M5 SEP, 21, false, false },
    { "noise that is no text", M0 "\x80\x80\x80\r\n" M5, M0 SEP M5 SEP, 5, false, false },
    { "from the midst of a head", "ia: SIP/2.0/TCP h\r\n\r\n" M0, M0 SEP, 21, true, false },
    { "from the midst of a body", "\x80\x01 v=0\r\no=x\r\n" M0 M5, M0 SEP M5 SEP, 13, true, false },
    { "lost, and at a start", M0 M5, M0 SEP M5 SEP, 0, true, false },
    { "lost, keep-alives first", "\r\n\r\n" M0, M0 SEP, 4, true, false },
    { "another protocol", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", 0, false, true },
    { "binary", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03", "", 0, false, true },
    { "length out of reach", "INFO sip:a SIP/2.0\r\nl: 99999999\r\n\r\nbody\r\n" M0,
      "INFO sip:a SIP/2.0\r\nl: 99999999\r\n\r\n" SEP M0 SEP, 6, false, false },
    { "length too long by some", "INFO sip:a SIP/2.0\r\nl: 11\r\n\r\nbo" M0 M5,
      "INFO sip:a SIP/2.0\r\nl: 11\r\n\r\nboOPTIONS s" SEP M5 SEP, sizeof(M0) - 1 - 9, false,
      false },
    { "length folded", "INFO sip:a SIP/2.0\r\nl:\r\n 3\r\n\r\nabc" M0,
      "INFO sip:a SIP/2.0\r\nl:\r\n 3\r\n\r\nabc" SEP M0 SEP, 0, false, false },
    { "blanks in the start line", "INFO\tsip:a\tSIP/2.0\r\n\r\n" M0,
      "INFO\tsip:a\tSIP/2.0\r\n\r\n" SEP M0 SEP, 0, false, false },
    { "another version", "SIP/3.1 200 OK\r\n\r\n" M0, "SIP/3.1 200 OK\r\n\r\n" SEP M0 SEP, 0, false,
      false },
    { "one letter", M0 "X sip:a SIP/2.0\r\n\r\n" M0, M0 SEP M0 SEP, 19, false, false },
};

static void check(size_t i, const struct heard *h, const char *how, size_t a, size_t b)
{
    const char *want = rows[i].messages;
    if (h->messages.n != strlen(want) ||
        (h->messages.n && memcmp(h->messages.p, want, h->messages.n)) ||
        h->skipped != rows[i].skipped || h->foreign != rows[i].foreign)
        fail_msg("%s (%s %zu/%zu): skipped %zu, foreign %d:\n%.*s", rows[i].name, how, a, b,
                 h->skipped, h->foreign, (int)h->messages.n, h->messages.n ? h->messages.p : "");
}

static void test_every_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        size_t n = strlen(rows[i].stream);
        struct framer how = { .lost = rows[i].lost };
        struct heard h, whole;
        feed(&whole, how, rows[i].stream, n, n, n, 0);
        check(i, &whole, "whole", n, n);
        for (size_t step = 1; step < 40; step++) {
            feed(&h, how, rows[i].stream, n, step, step, '\n');
            check(i, &h, "steps", step, step);
            assert_int_equal(h.messages.n, whole.messages.n);
            buf_fini(&h.messages);
        }
        for (size_t first = 1; first < n; first++) {
            feed(&h, how, rows[i].stream, n, first, n, ':');
            check(i, &h, "split", first, n);
            assert_int_equal(h.messages.n, whole.messages.n);
            buf_fini(&h.messages);
        }
        buf_fini(&whole.messages);
    }
}

/* A head without an end, and noise without a line end, are given up at the limits. */
static void test_limits(void **state)
{
    (void)state;
    const size_t n = SIP_HEAD_MAX + 1000;
    char *data = malloc(n + sizeof(M0));
    struct heard h;
    assert_non_null(data);
    memset(data, 'x', n);
    memcpy(data, "OPTIONS sip:a SIP/2.0\r\nX: ", 26);
    memcpy(data + n - 2, "\r\n", 2);
    memcpy(data + n, M0, sizeof(M0));
    feed(&h, (struct framer){ .known = true }, data, n + sizeof(M0) - 1, 1400, 14000, 0);
    assert_int_equal(h.messages.n, sizeof(M0));
    assert_int_equal(h.skipped, n);
    buf_fini(&h.messages);
    memset(data, 'y', n - 2);
    feed(&h, (struct framer){ .known = true }, data, n + sizeof(M0) - 1, 1400, 14000, 0);
    assert_int_equal(h.messages.n, sizeof(M0));
    assert_int_equal(h.skipped, n);
    buf_fini(&h.messages);
    free(data);
}

/* A body at the limit of a message, and one byte above. */
static void test_large_bodies(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        struct buf b;
        struct heard h;
        char head[128];
        int digits = 7;
        size_t head_n = (size_t)snprintf(head, sizeof(head),
                                         "INFO sip:a SIP/2.0\r\nl: %0*d\r\n\r\n", digits, 0);
        size_t body = SIP_STREAM_MAX - head_n + (size_t)over;
        snprintf(head, sizeof(head), "INFO sip:a SIP/2.0\r\nl: %0*zu\r\n\r\n", digits, body);
        buf_init(&b, 4 << 20);
        buf_adds(&b, head);
        buf_fill(&b, 'b', body - 2);
        buf_adds(&b, "\r\n" M0);
        feed(&h, (struct framer){ .known = false }, b.p, b.n, 4096, 65536, 0);
        assert_int_equal(h.messages.n, (over ? head_n : head_n + body) + sizeof(M0) - 1 + 2);
        assert_int_equal(h.skipped, over ? body : 0);
        buf_fini(&h.messages);
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_split),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_large_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
