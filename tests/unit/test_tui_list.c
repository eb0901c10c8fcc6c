/* The list of calls over captures made for it: which rows it shows, how wide its columns are, and
 * what it says of packets that it cannot show. */
#include <errno.h>
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
#include "ui/tui/filters.h"
#include "ui/tui/histogram.h"
#include "ui/tui/stroke.h"
#include "ui/tui/table.h"

enum { ETHERNET = 1, ESP = 50, UDP = 17, CALLS = 3000, ALARMS = 50, SESSIONS = 100 };

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

/* The caller is asked to call somebody else: the user whom the next call calls. */
static void add_refer(struct bench *b, unsigned i)
{
    char text[512], user[32];
    snprintf(user, sizeof(user), i % ALARMS ? "+49301234%05u" : "alarm", i);
    snprintf(
        text, sizeof(text),
        "INVITE sip:1003@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.1.11;branch=z9hG4bKr%u\r\n"
        "From: <sip:%s@example.com>;tag=b\r\nTo: <sip:1003@example.com>\r\nCall-ID: next-%u\r\n"
        "CSeq: 1 INVITE\r\nReplaces: call-%u;from-tag=a;to-tag=z\r\nContent-Length: 0\r\n\r\n",
        i, user, i, i);
    add_packet(b, i * 10 + 5, UDP, text);
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
        enum column_id order;
        bool reverse;
    } cases[] = { { COLUMN_number, false }, { COLUMN_number, true }, { COLUMN_from, false } };
    struct bench *b = bench_of_calls();
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct query_error error;
        struct column_row row;
        struct view v;
        uint32_t n = 0, steps = 0;
        column_row_init(&row, b->trace);
        view_init(&v, b->trace, &row);
        view_sort(&v, column_get(cases[i].order), cases[i].reverse);
        while (view_work(&v, 0))
            ;
        assert_int_equal(v.shown.n, CALLS);
        assert_int_equal(view_filter(&v, "sip.from.user == \"alarm\"", &error), 0);
        assert_int_equal(v.shown.n, 0);
        for (bool more = true; more; steps++) {
            more = view_work(&v, 0);
            assert_true(v.shown.n >= n);
            for (n = 0; n < v.shown.n; n++) {
                assert_true(column_row_read(&row, v.shown.leg[n]));
                assert_true(slice_eq(row.from.user, SLICE("alarm")));
            }
        }
        assert_true(steps > 10);
        assert_int_equal(n, CALLS / ALARMS);
        view_fini(&v);
        column_row_fini(&row);
    }
    bench_free(b);
}

/* Every column sorts, both ways, and equal rows keep their order. */
static void test_sorting(void **state)
{
    struct bench *b = bench_of_calls();
    struct column_row row;
    struct view v;
    (void)state;
    column_row_init(&row, b->trace);
    view_init(&v, b->trace, &row);
    for (int id = 0; id < 2 * COLUMN_COUNT; id++) {
        const struct column *c = column_get((enum column_id)(id / 2));
        unsigned char last[COLUMN_KEY], key[COLUMN_KEY];
        view_sort(&v, c, id % 2);
        while (view_work(&v, 0))
            ;
        assert_int_equal(v.shown.n, CALLS);
        for (uint32_t i = 0; i < v.shown.n; i++) {
            assert_true(column_row_find(&row, v.shown.leg[i]));
            column_key(c, &row, key);
            int order = i ? memcmp(last, key, COLUMN_KEY) : -1;
            if (i && order == 0)
                assert_true(v.shown.leg[i - 1] < v.shown.leg[i]);
            else if (i && (order < 0) == (id % 2))
                fail_msg("%s is not sorted", c->id);
            memcpy(last, key, COLUMN_KEY);
        }
    }
    view_fini(&v);
    column_row_fini(&row);
    bench_free(b);
}

static int width_of(const struct table *t, enum column_id id)
{
    for (unsigned i = 0; i < t->n; i++)
        if (t->column[i] == column_get(id))
            return t->w[i];
    return 0;
}

static unsigned number_of(const struct table *t, enum column_id id)
{
    for (unsigned i = 0; i < t->n; i++)
        if (t->column[i] == column_get(id))
            return t->number[i];
    return 0;
}

/* Columns fit the screen, numbers are whole or not there, and names come before what is less. */
static void check_columns(struct table *t, struct view *v, int room)
{
    int used = TABLE_X + 1; /* and the scroll bar */
    table_choose(t, room, false, false);
    table_measure(t, &v->shown, 0, 60);
    table_fit(t, room, v->order);
    for (unsigned i = 0; i < t->n; i++) {
        used += t->w[i] ? t->w[i] + t->between : 0;
        if (t->column[i]->right && t->w[i])
            assert_true(t->w[i] >= (int)t->widest[i]);
    }
    assert_true(used <= room + t->between || room <= 8);
    if (width_of(t, COLUMN_pdd) || width_of(t, COLUMN_talk) || width_of(t, COLUMN_call_id))
        assert_true(width_of(t, COLUMN_from) >= (int)number_of(t, COLUMN_from) &&
                    width_of(t, COLUMN_to) >= (int)number_of(t, COLUMN_to));
    assert_true(!width_of(t, COLUMN_source) == !width_of(t, COLUMN_destination));
    if (room >= 80)
        assert_true(width_of(t, COLUMN_number) && width_of(t, COLUMN_start) &&
                    width_of(t, COLUMN_messages));
    if (room >= 180)
        assert_true(width_of(t, COLUMN_source) && width_of(t, COLUMN_talk) &&
                    width_of(t, COLUMN_pdd));
}

static void test_columns(void **state)
{
    struct column_row row;
    struct bench *b = bench_of_calls();
    struct table t;
    struct view v;
    (void)state;
    column_row_init(&row, b->trace);
    view_init(&v, b->trace, &row);
    view_filter(&v, NULL, NULL);
    while (view_work(&v, 0))
        ;
    assert_int_equal(table_init(&t, b->trace), 0);
    for (int room = 1; room < 300; room++)
        check_columns(&t, &v, room);
    table_fini(&t);
    view_fini(&v);
    column_row_fini(&row);
    bench_free(b);
}

/* Fields of filters and headers are columns; what is none changes nothing. */
static void test_chosen_columns(void **state)
{
    struct bench *b = bench_of_calls();
    struct app app;
    (void)state;
    open_app(&app, b, 10, 120);
    assert_true(
        app_set(&app, OPTION_columns,
                SLICE("number,sip.cseq,header:Call-ID,sip.header[\"To\"],ip.src,sip.request")));
    while (app_work(&app, NS_PER_S))
        ;
    app_draw(&app);
    assert_true(grid_has(&app.grid, "# sip.cseq Call-ID"));
    assert_true(grid_has(&app.grid, "   1 call-0"));
    assert_true(grid_has(&app.grid, "<sip:1002@example.com> 10.1.1.11"));
    assert_true(grid_has(&app.grid, " yes"));
    app_set(&app, OPTION_columns, SLICE("number,weather"));
    while (app_work(&app, NS_PER_S))
        ;
    app_draw(&app);
    assert_true(grid_has(&app.grid, "there is no column \"weather\""));
    assert_true(grid_has(&app.grid, "# sip.cseq Call-ID"));
    app_fini(&app);
    options_fini(&options);
    bench_free(b);
}

/* Each 100th call is transferred to the next one. */
static struct bench *bench_of_sessions(void)
{
    struct bench *b = bench_new();
    for (unsigned i = 0; i < CALLS; i++) {
        add_call(b, i);
        if (i % SESSIONS == 0)
            add_refer(b, i);
    }
    bench_read(b, 0);
    return b;
}

static void work(struct view *v)
{
    while (view_work(v, 0))
        ;
}

/* Calls of a session stand together below a headline, at the place of the first, in each order, and
 * are folded away one session or all. */
static void test_groups(void **state)
{
    struct column_row row;
    struct bench *b = bench_of_sessions();
    const struct store *s = trace_store(b->trace);
    struct view v;
    (void)state;
    column_row_init(&row, b->trace);
    uint32_t calls = CALLS + CALLS / SESSIONS;
    view_init(&v, b->trace, &row);
    view_filter(&v, NULL, NULL);
    work(&v);
    assert_int_equal(v.shown.n, calls);
    view_group(&v, true);
    work(&v);
    uint32_t sessions = v.shown.n - calls;
    assert_in_range(sessions, 20, s->sessions.n);
    for (int reverse = 0; reverse < 2; reverse++) {
        view_sort(&v, column_get(COLUMN_from), reverse);
        work(&v);
        assert_int_equal(v.base.n, calls);
        assert_int_equal(v.shown.n, calls + sessions);
        for (uint32_t i = 0; i < v.shown.n; i++)
            if (view_is_head(v.shown.leg[i])) {
                assert_int_equal(view_leg(v.shown.leg[i]), v.shown.leg[i + 1]);
                assert_int_equal(store_leg(s, v.shown.leg[i + 1])->session,
                                 store_leg(s, v.shown.leg[i + 2])->session);
            }
    }
    view_fold_all(&v, true);
    work(&v);
    assert_int_equal(v.shown.n, calls - sessions);
    view_sort(&v, column_get(COLUMN_number), false);
    work(&v);
    assert_true(view_is_head(v.shown.leg[0]) && view_is_folded(&v, view_leg(v.shown.leg[0])));
    view_fold(&v, view_leg(v.shown.leg[0]), false);
    work(&v);
    assert_int_equal(v.shown.n, calls - sessions + 2);
    view_group(&v, false);
    work(&v);
    assert_int_equal(v.shown.n, calls);
    view_fini(&v);
    column_row_fini(&row);
    bench_free(b);
}

/* While the list is paused nothing is added to it; then all is there. */
static void test_pause(void **state)
{
    struct column_row row;
    struct bench *b = bench_of_calls();
    struct view v;
    (void)state;
    column_row_init(&row, b->trace);
    view_init(&v, b->trace, &row);
    view_pause(&v, true);
    v.limit = 10;
    view_filter(&v, NULL, NULL);
    work(&v);
    assert_int_equal(v.shown.n, 10);
    view_sort(&v, column_get(COLUMN_number), true);
    work(&v);
    assert_int_equal(v.shown.n, 10);
    assert_int_equal(v.shown.leg[0], 10);
    view_pause(&v, false);
    work(&v);
    assert_int_equal(v.shown.n, CALLS);
    view_fini(&v);
    column_row_fini(&row);
    bench_free(b);
}

/* All calls are counted in the bins that their times belong to, those of a filter in finer ones. */
static void test_histogram(void **state)
{
    static const char *const filters[] = { "", "call <= 300", "call == 7" };
    struct column_row row;
    struct bench *b = bench_of_calls();
    (void)state;
    column_row_init(&row, b->trace);
    for (size_t k = 0; k < sizeof(filters) / sizeof(filters[0]); k++) {
        struct query_error error;
        struct histogram *h;
        struct view v;
        struct grid g;
        int64_t first, later;
        view_init(&v, b->trace, &row);
        h = histogram_new(b->trace, &v);
        assert_non_null(h);
        assert_int_equal(view_filter(&v, filters[k], &error), 0);
        work(&v);
        while (histogram_work(h, 0))
            ;
        grid_init(&g, true);
        assert_true(grid_resize(&g, 2, 120));
        struct area a = grid_area(&g);
        int64_t here = histogram_start(b->trace, v.base.leg[v.base.n / 2]);
        histogram_draw(h, &a, here);
        assert_true(grid_has(&g, "calls") && grid_has(&g, "failed 0"));
        assert_true(histogram_time(h, 14, &first) && histogram_time(h, 40, &later));
        assert_true(first <= later);
        int lit = 0, bars = 0;
        for (int x = 0; x < g.cols; x++) {
            lit += g.cell[x].back == BACK_CURSOR;
            bars += g.cell[x].style == STYLE_REQUEST;
        }
        assert_int_equal(lit, 1);
        assert_true(k == 2 ? bars == 1 : bars > 50);
        grid_fini(&g);
        histogram_free(h);
        view_fini(&v);
    }
    column_row_fini(&row);
    bench_free(b);
}

/* What the panel of filters offers can be used as it stands. */
static void test_filters(void **state)
{
    struct bench *b = bench_of_calls();
    struct filter_here here[FILTERS_HERE];
    struct query_error error;
    struct column_row row;
    const char *name, *text;
    (void)state;
    column_row_init(&row, b->trace);
    assert_true(column_row_find(&row, 2));
    unsigned n = filters_suggest(&row, here);
    assert_in_range(n, 6, FILTERS_HERE);
    struct view v;
    view_init(&v, b->trace, &row);
    for (unsigned i = 0; i < n; i++) {
        assert_int_equal(view_filter(&v, here[i].text, &error), 0);
        work(&v);
        assert_true(v.base.n > 0);
    }
    for (unsigned i = 0; filters_builtin(i, &name, &text); i++) {
        assert_int_equal(view_filter(&v, text, &error), 0);
        options_init(&options);
        assert_true(slice_eq(filters_find(&options, slice_of(name)), slice_of(text)));
        options_fini(&options);
    }
    view_fini(&v);
    column_row_fini(&row);
    bench_free(b);
}

static void test_instants(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds; /* since midnight of the first day; -1: it is no time */
    } cases[] = {
        { "22:13", 80000 - 20 },
        { "22:13:20", 80000 },
        { "22:13:21.5", 80001 },
        { "01:00", 90000 },
        { "2023-11-14 22:14", 80040 },
        { "noon", -1 },
        { "", -1 },
        { "25:00", -1 },
    };
    const int64_t first = INT64_C(1700000000) * NS_PER_S, midnight = first - 80000 * NS_PER_S;
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t ns;
        const char *why =
            query_instant(slice_of(cases[i].text), first, first + 20000 * NS_PER_S, &ns);
        assert_int_equal(why != NULL, cases[i].seconds < 0);
        if (!why)
            assert_int_equal((ns - midnight) / NS_PER_S, cases[i].seconds);
    }
}

/* Of a caller who does not fit the number is left, of a number its end. */
static void test_numbers(void **state)
{
    static const struct {
        int cols;
        const char *text;
    } cases[] = { { 160, "Somebody at reception +4930123400001  1002" },
                  { 80, "+4930123400001 " },
                  { 60, "+4930123400001 " },
                  { 36, "3400001 1002 " } };
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

#ifdef RUNG_OOM
#include "base/mem.h"

/* Without memory rows or columns are missing, and nothing breaks. */
static void test_no_memory(void **state)
{
    struct bench *b = bench_of_sessions();
    (void)state;
    for (int nth = 0; nth < 120; nth++) {
        static const char keys[] = "j>>z*lmFj\x1b"
                                   "tj J\x1b";
        struct options o;
        struct err err;
        struct app app;
        options_init(&o);
        mem_test_fail_after = nth;
        int r = app_init(&app, b->trace, &o, false, 24, 120, &err);
        for (size_t i = 0; i + 1 < sizeof(keys) && r == 0; i++) {
            while (app_work(&app, NS_PER_S))
                ;
            app_draw(&app);
            app_key(&app, keys[i] == '\x1b' ? STROKE_ESC : keys[i]);
        }
        mem_test_fail_after = -1;
        assert_true(r == 0 || r == -ENOMEM);
        if (r == 0)
            app_fini(&app);
        options_fini(&o);
    }
    bench_free(b);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter_fills), cmocka_unit_test(test_columns),
        cmocka_unit_test(test_sorting),      cmocka_unit_test(test_chosen_columns),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_not_decoded),
        cmocka_unit_test(test_cut_file),     cmocka_unit_test(test_groups),
        cmocka_unit_test(test_pause),        cmocka_unit_test(test_histogram),
        cmocka_unit_test(test_filters),      cmocka_unit_test(test_instants),
#ifdef RUNG_OOM
        cmocka_unit_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
