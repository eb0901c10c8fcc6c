/* The statistics: sums in slices are the sums at once, figures stand where they should, and what a
 * line leads to can be written as a filter whatever the network sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/query/query.h"
#include "ui/export/stats.h"
#include "ui/tui/app.h"
#include "ui/tui/figures.h"
#include "ui/tui/stroke.h"

static struct trace *read_sample(const char *path)
{
    struct trace_options o = { .threads = 1 };
    struct trace *t;
    struct err err;
    assert_int_equal(trace_open(&t, &path, 1, &o, &err), 0);
    trace_run(t);
    return t;
}

static void test_slices(void **state)
{
    static const char *const samples[] = {
        "samples/blind-transfer.pcap",     "samples/no-response.pcap",
        "samples/registration-flood.pcap", "samples/message-waiting.pcap",
        "samples/options-unanswered.pcap", "samples/scanner.pcap",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
        struct trace *t = read_sample(samples[i]);
        struct stats *once = stats_new(t), *often = stats_new(t);
        struct buf a, b;
        buf_init(&a, 1 << 20);
        buf_init(&b, 1 << 20);
        assert_false(stats_work(once, INT64_MAX));
        while (stats_work(often, 0))
            ;
        stats_json(&a, t, once);
        stats_json(&b, t, often);
        assert_true(a.n > 0 && slice_eq(buf_slice(&a), buf_slice(&b)));
        assert_true(once->failing_peers <= once->peers);
        for (unsigned k = 1; k < once->peers; k++)
            assert_true(once->peer[k - 1].weight >= once->peer[k].weight);
        buf_fini(&a);
        buf_fini(&b);
        stats_free(once);
        stats_free(often);
        trace_close(t);
    }
}

/* Blocks of so many lines each. */
static void fill(struct figures *f, const int *lines, int blocks)
{
    figures_clear(f);
    for (int i = 0; i < blocks; i++) {
        assert_non_null(figures_head(f, "Head"));
        for (int k = 0; k < lines[i]; k++)
            assert_non_null(figures_add(f, STYLE_TEXT, "line"));
    }
}

static void draw(struct figures *f, int cols, int rows)
{
    struct grid g;
    grid_init(&g, false);
    assert_true(grid_resize(&g, rows, cols));
    struct area a = grid_area(&g);
    figures_draw(f, &a);
    grid_fini(&g);
}

static void test_columns(void **state)
{
    static const struct {
        int lines[4], blocks, cols;
        int columns;
        uint32_t second, rows; /* the line that begins the second column; rows of the sheet */
    } cases[] = {
        { { 3, 3 }, 2, 80, 1, 0, 9 },        { { 3, 3 }, 2, 120, 2, 4, 4 },
        { { 9, 1, 1 }, 3, 120, 2, 10, 10 },  { { 1, 1, 9 }, 3, 120, 2, 4, 10 },
        { { 2, 2, 2, 2 }, 4, 200, 2, 6, 7 }, { { 5 }, 1, 200, 1, 0, 6 },
    };
    struct figures f = { .n = 0 };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        fill(&f, cases[i].lines, cases[i].blocks);
        draw(&f, cases[i].cols, 40);
        assert_int_equal(f.columns, cases[i].columns);
        assert_int_equal(f.scroll.n, cases[i].rows);
        for (uint32_t k = 0; k < f.n; k++)
            assert_int_equal(f.v[k].x, cases[i].columns == 2 && k >= cases[i].second);
    }
    figures_fini(&f);
}

/* One never stands on a head, and what is stood on is seen. */
static void test_moves(void **state)
{
    static const enum action actions[] = {
        ACTION_DOWN,      ACTION_PAGE_DOWN,    ACTION_UP,          ACTION_LAST,  ACTION_COLUMN_LEFT,
        ACTION_HALF_DOWN, ACTION_COLUMN_RIGHT, ACTION_PAGE_UP,     ACTION_FIRST, ACTION_UP,
        ACTION_LAST,      ACTION_DOWN,         ACTION_COLUMN_LEFT, ACTION_LAST,  ACTION_HALF_UP,
    };
    static const int lines[] = { 4, 0, 9, 1 };
    struct figures f = { .n = 0 };
    (void)state;
    for (int cols = 20; cols < 200; cols += 60) {
        fill(&f, lines, 4);
        draw(&f, cols, 5);
        for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
            assert_true(figures_act(&f, actions[i]));
            draw(&f, cols, 5);
            const struct figure *here = figures_here(&f);
            assert_non_null(here);
            assert_false(here->head);
            assert_true((uint32_t)here->y >= f.scroll.top && (uint32_t)here->y < f.scroll.top + 5);
        }
        assert_false(figures_act(&f, ACTION_OPEN));
    }
    figures_clear(&f);
    draw(&f, 80, 5);
    assert_null(figures_here(&f));
    assert_false(figures_act(&f, ACTION_DOWN));
    figures_fini(&f);
}

static void test_quotes(void **state)
{
    static const struct {
        const char *text, *quoted;
    } cases[] = {
        { "a84b4c76@pc33", "\"a84b4c76@pc33\"" },
        { "", "\"\"" },
        { "a\"b\\c'", "\"a\\\"b\\\\c'\"" },
        { "a\tb\x7f", "\"a\\x09b\\x7f\"" },
        { "ä\xff", "\"ä\xff\"" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct query_error error;
        struct query *q;
        struct buf b;
        buf_init(&b, 1000);
        query_quote(&b, slice_of(cases[i].text));
        assert_string_equal(b.p, cases[i].quoted);
        buf_clear(&b);
        buf_adds(&b, "call_id == ");
        query_quote(&b, slice_of(cases[i].text));
        assert_int_equal(query_parse(&q, buf_slice(&b), 0, &error), 0);
        query_free(q);
        buf_fini(&b);
    }
}

#ifdef RUNG_OOM
/* Whatever allocation fails, nothing breaks. */
static void test_memory(void **state)
{
    static const char keys[] = "iGk\rqqRj\ry\rvevv]Yqqqqqqi";
    struct trace *t = read_sample("samples/registration-lapsed.pcap");
    (void)state;
    for (int nth = 0; nth < 400; nth += nth < 60 ? 1 : 7) {
        struct options options;
        struct app app;
        struct err err;
        options_init(&options);
        assert_int_equal(app_init(&app, t, &options, false, 24, 80, &err), 0);
        mem_test_fail_after = nth;
        for (const char *key = keys; *key; key++) {
            app_key(&app, *key == '\r' ? STROKE_ENTER : *key);
            for (int i = 0; i < 5 && app_work(&app, NS_PER_MS); i++)
                ;
            app_draw(&app);
        }
        mem_test_fail_after = -1;
        app_fini(&app);
        options_fini(&options);
    }
    trace_close(t);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slices), cmocka_unit_test(test_columns),
        cmocka_unit_test(test_moves),  cmocka_unit_test(test_quotes),
#ifdef RUNG_OOM
        cmocka_unit_test(test_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
