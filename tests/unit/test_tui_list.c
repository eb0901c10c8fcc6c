/* The list of calls over captures made for it: which rows it shows, how wide its columns are, and
 * what it says of packets that it cannot show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/clock.h"
#include "tests/unit/captures.h"
#include "ui/tui/app.h"
#include "ui/tui/stroke.h"
#include "ui/tui/table.h"

enum { ETHERNET = 1, ESP = 50, UDP = 17, CALLS = 3000, ALARMS = 50 };

/* A capture in the making, and the trace that reads it. */
struct bench {
    struct capture capture;
    struct trace *trace;
    int fd;
};

/* Ethernet, IPv4 without a checksum, and eight bytes that are a UDP header if `proto` says so. */
static void add_packet(struct bench *b, uint32_t ms, uint8_t proto, const char *payload)
{
    size_t n = strlen(payload), udp = 8 + n, ip = 20 + udp;
    const uint8_t head[] = {
        2,
        0,
        0,
        0,
        0,
        1,
        2,
        0,
        0,
        0,
        0,
        2,
        8,
        0, /* Ethernet */
        0x45,
        0,
        (uint8_t)(ip >> 8),
        (uint8_t)ip,
        (uint8_t)(ms >> 8),
        (uint8_t)ms,
        0,
        0,
        64,
        proto,
        0,
        0,
        10,
        1,
        1,
        11,
        10,
        2,
        2,
        22,
        0x13,
        0xc4,
        0x13,
        0xc4,
        (uint8_t)(udp >> 8),
        (uint8_t)udp,
        0,
        0,
    };
    capture_u32(&b->capture, 1700000000 + ms / 1000);
    capture_u32(&b->capture, ms % 1000 * 1000);
    capture_u32(&b->capture, sizeof(head) + n);
    capture_u32(&b->capture, sizeof(head) + n);
    buf_add(&b->capture.b, head, sizeof(head));
    buf_add(&b->capture.b, payload, n);
}

/* Each call has a number of its own; each 50th comes from an alarm. */
static void add_call(struct bench *b, unsigned i)
{
    char text[512], user[32];
    snprintf(user, sizeof(user), i % ALARMS ? "+49301234%05u" : "alarm", i);
    snprintf(
        text, sizeof(text),
        "INVITE sip:1002@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.1.11;branch=z9hG4bK%u\r\n"
        "From: \"Somebody at reception\" <sip:%s@example.com>;tag=a\r\n"
        "To: <sip:1002@example.com>\r\nCall-ID: call-%u\r\nCSeq: 1 INVITE\r\n"
        "Content-Length: 0\r\n\r\n",
        i, user, i);
    add_packet(b, i * 10, UDP, text);
}

static struct bench *bench_new(void)
{
    struct bench *b = calloc(1, sizeof(*b));
    assert_non_null(b);
    capture_init(&b->capture, false);
    capture_pcap(&b->capture, CAPTURE_US, ETHERNET);
    return b;
}

/* Reads the capture without its last `cut` bytes. */
static void bench_read(struct bench *b, size_t cut)
{
    struct trace_options o = { .threads = 1 };
    struct err err;
    char path[64];
    const char *name = capture_file(path, &b->fd, b->capture.b.p, b->capture.b.n - cut);
    assert_int_equal(trace_open(&b->trace, &name, 1, &o, &err), 0);
    trace_run(b->trace);
}

static struct bench *bench_of_calls(void)
{
    struct bench *b = bench_new();
    for (unsigned i = 0; i < CALLS; i++)
        add_call(b, i);
    bench_read(b, 0);
    return b;
}

static void bench_free(struct bench *b)
{
    trace_close(b->trace);
    close(b->fd);
    capture_fini(&b->capture);
    free(b);
}

/* --- what is seen ----------------------------------------------------------------------------- */

static bool grid_has(const struct grid *g, const char *text)
{
    static char line[GRID_MAX * CELL_TEXT];
    for (int y = 0; y < g->rows; y++) {
        size_t n = 0;
        for (int x = 0; x < g->cols; x++) {
            const char *c = g->cell[(size_t)y * (size_t)g->cols + (size_t)x].text;
            memcpy(line + n, c, strlen(c));
            n += strlen(c);
        }
        line[n] = '\0';
        if (strstr(line, text))
            return true;
    }
    return false;
}

static struct options options; /* as they are when nothing is said */

static void open_app(struct app *app, struct bench *b, int rows, int cols)
{
    struct err err;
    options_init(&options);
    assert_int_equal(app_init(app, b->trace, &options, false, rows, cols, &err), 0);
    while (app_work(app, NS_PER_S))
        ;
    app_draw(app);
}

/* While a filter works none but its matches are listed, in each order. */
static void test_filter_fills(void **state)
{
    static const struct {
        enum view_order order;
        bool reverse;
    } cases[] = { { VIEW_BY_NUMBER, false }, { VIEW_BY_NUMBER, true }, { VIEW_BY_FROM, false } };
    struct bench *b = bench_of_calls();
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct query_error error;
        struct rows *rows = rows_new(b->trace);
        struct view v;
        uint32_t n = 0, steps = 0;
        assert_non_null(rows);
        view_init(&v, b->trace, rows);
        view_sort(&v, cases[i].order, cases[i].reverse);
        while (view_work(&v, 0))
            ;
        assert_int_equal(v.shown.n, CALLS);
        assert_int_equal(view_filter(&v, "sip.from.user == \"alarm\"", &error), 0);
        assert_int_equal(v.shown.n, 0);
        for (bool more = true; more; steps++) {
            more = view_work(&v, 0);
            assert_true(v.shown.n >= n);
            for (n = 0; n < v.shown.n; n++)
                assert_string_equal(rows_get(rows, v.shown.leg[n])->from_user, "alarm");
        }
        assert_true(steps > 10);
        assert_int_equal(n, CALLS / ALARMS);
        view_fini(&v);
        rows_free(rows);
    }
    bench_free(b);
}

/* Columns fit the screen, numbers are whole or not there, and names come before what is less. */
static void test_columns(void **state)
{
    static const enum table_column whole[] = { TABLE_NUMBER, TABLE_MESSAGES, TABLE_PDD,
                                               TABLE_TALK };
    struct bench *b = bench_of_calls();
    struct rows *rows = rows_new(b->trace);
    struct table t;
    struct view v;
    struct grid g;
    (void)state;
    assert_non_null(rows);
    grid_init(&g, false);
    view_init(&v, b->trace, rows);
    view_sort(&v, VIEW_BY_NUMBER, false);
    while (view_work(&v, 0))
        ;
    table_init(&t, b->trace, rows);
    table_measure(&t, &g, &v.shown, 0, 60);
    for (int room = 1; room < 300; room++) {
        int used = 2 + 1; /* mark and scroll bar */
        table_fit(&t, room);
        for (int i = 0; i < TABLE_COLUMNS; i++)
            used += t.w[i] ? t.w[i] + 1 : 0;
        assert_true(used <= room || room <= 3);
        for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
            assert_true(!t.w[whole[i]] || t.w[whole[i]] == t.widest[whole[i]]);
        if (t.w[TABLE_PDD] || t.w[TABLE_TALK] || t.w[TABLE_CALL_ID])
            assert_true(t.w[TABLE_FROM] >= t.from_user && t.w[TABLE_TO] >= t.to_user);
        assert_true(!t.w[TABLE_SOURCE] || room >= 140);
        assert_int_equal(!t.w[TABLE_SOURCE], !t.w[TABLE_DESTINATION]);
        assert_true(!t.w[TABLE_CALL_ID] || room < 140 || t.w[TABLE_SOURCE]);
        if (room >= 160)
            assert_true(t.w[TABLE_SOURCE] >= t.widest[TABLE_SOURCE] && t.w[TABLE_DESTINATION]);
    }
    grid_fini(&g);
    view_fini(&v);
    rows_free(rows);
    bench_free(b);
}

/* Of a caller who does not fit the number is left, of a number its end. */
static void test_numbers(void **state)
{
    static const struct {
        int cols;
        const char *text;
    } cases[] = { { 160, "Somebody at reception +4930123400001 1002" },
                  { 80, "+4930123400001 " },
                  { 60, "+4930123400001 " },
                  { 36, "…930123400001 1002 " } };
    struct bench *b = bench_of_calls();
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct app app;
        open_app(&app, b, 10, cases[i].cols);
        if (!grid_has(&app.grid, cases[i].text))
            fail_msg("%d columns: \"%s\" is not there", cases[i].cols, cases[i].text);
        app_fini(&app);
    }
    bench_free(b);
}

static void test_not_decoded(void **state)
{
    struct bench *b = bench_new();
    struct app app;
    (void)state;
    for (unsigned i = 0; i < 7; i++)
        add_packet(b, i, ESP, "what only its owner can read");
    bench_read(b, 0);
    open_app(&app, b, 12, 80);
    assert_true(grid_has(&app.grid, "7 of 7 packets were not decoded; I shows what"));
    app_key(&app, 'a');
    app_draw(&app);
    assert_true(grid_has(&app.grid, "This capture has no SIP at all."));
    app_key(&app, 'I');
    app_draw(&app);
    assert_true(grid_has(&app.grid, "7 IP packets that are neither UDP nor TCP (ip.other_"));
    app_fini(&app);
    bench_free(b);
}

/* A sentence that the list has no room for is whole in the panel, however narrow that is. */
static void test_cut_file(void **state)
{
    struct bench *b = bench_new();
    (void)state;
    for (unsigned i = 0; i < 7; i++)
        add_call(b, i);
    bench_read(b, 5);
    const char *error = trace_error(b->trace, 0);
    assert_non_null(error);
    for (int cols = 30; cols < 200; cols += 10) {
        struct app app;
        char word[256];
        open_app(&app, b, 60, cols);
        app_key(&app, 'I');
        app_draw(&app);
        for (const char *at = error; *at; at += strspn(at, " ")) {
            size_t n = strcspn(at, " ");
            snprintf(word, sizeof(word), "%.*s", (int)n, at);
            if (!grid_has(&app.grid, word))
                fail_msg("%d columns: \"%s\" is not there", cols, word);
            at += n;
        }
        app_fini(&app);
    }
    bench_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter_fills), cmocka_unit_test(test_columns),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_not_decoded),
        cmocka_unit_test(test_cut_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
