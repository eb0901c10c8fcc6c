/* Tests of the languages of others (ui/export/mermaid.c, plantuml.c, mscgen.c, markdown.c): what
 * the network sent is never syntax in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "ui/export/render.h"

static const char *end_a[] = { "10.1.1.11:5060" };
static const char *const found[] = { "ACK-MISSING" };

/* One arrow, one note and one band with this text in all places. */
static void draw(struct buf *b, const char *format, const char *text,
                 const struct render_options *o)
{
    struct flow_participant people[] = {
        { .name = text, .role = text, .address = text, .endpoint = end_a, .endpoints = 1 },
        { .name = "B", .role = "", .address = "10.1.1.12" },
    };
    struct flow_row rows[] = {
        { .kind = FLOW_MESSAGE,
          .step = 1,
          .to = 1,
          .text = text,
          .detail = text,
          .call_id = text,
          .description = "" },
        { .kind = FLOW_NOTE,
          .severity = FLOW_ERROR,
          .from = 1,
          .text = text,
          .detail = "",
          .finding = found,
          .findings = 1 },
        { .kind = FLOW_BAND, .to = 1, .text = text, .detail = "" },
        { .kind = FLOW_CALL, .to = 1, .text = text, .detail = "" },
        { .kind = FLOW_MESSAGE,
          .cls = FLOW_FAILURE,
          .step = 2,
          .from = 1,
          .delta_ns = 2 * NS_PER_S,
          .time_ns = 2 * NS_PER_S,
          .text = "486 Busy",
          .detail = "",
          .call_id = text,
          .description = "" },
    };
    struct flow f = { .title = text,
                      .participant = people,
                      .row = rows,
                      .participants = 2,
                      .rows = 5,
                      .steps = 2,
                      .calls = 1,
                      .legs = 1 };
    buf_init(b, 1 << 24);
    assert_int_equal(render_find(RENDER_LADDER, format)->run(b, &f, o), 0);
    buf_addc(b, 0);
    b->n--;
}

static void texts_are_escaped(void **state)
{
    static const struct {
        const char *format, *text, *want;
    } k[] = {
        { "mermaid", "a;b#c", "P1->>P2: F1 a#59;b#35;c" },
        { "mermaid", "end", "participant P1 as #101;nd\n" },
        { "mermaid", "style:#35;", "F1 style#58;#35;35#59;" },
        { "mermaid", "SDP: PCMU", "F1 SDP: PCMU" },
        { "mermaid", "%%{x}%%", "title #37;#37;#123;x#125;#37;#37;\n" },
        { "mermaid", "a\nb\x1b[1m", "F1 a b\xef\xbf\xbd#91;1m" },
        { "plantuml", "%getenv(\"X\")",
          "P1 -[#1A4FA3]> P2 : F1 <U+0025>getenv(<U+0022>X<U+0022>)" },
        { "plantuml", "//x--", "F1 /<U+002F>x-<U+002D>" },
        { "plantuml", "a\\nb", "participant \"a<U+005C>nb" },
        { "mscgen", "a\"];", "label=\"F1 a\\\"];  a\\\"];\"" },
        { "mscgen", "a\\", "label=\"F1 a\xe2\x88\x96  a\xe2\x88\x96\"" },
        { "markdown", "a|b`c`<d>", "# a\\|b\\`c\\`\\<d\\>\n" },
        { "markdown", "```", "\n````text\n" },
        { "markdown", "a\n# b", "| F1 | a \\# b  a \\# b" },
        { "markdown", "x", "- **ACK-MISSING** (error, at F1): x\n" },
    };
    struct render_options o = { .width = 100 };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct buf b;
        draw(&b, k[i].format, k[i].text, &o);
        if (!strstr(b.p, k[i].want))
            fail_msg("%s has no \"%s\" in\n%s", k[i].format, k[i].want, b.p);
        buf_fini(&b);
    }
}

/* Whatever the text, there are as many lines: none of it ends one. */
static void lines_stay_lines(void **state)
{
    static const char *const format[] = { "mermaid", "plantuml", "mscgen" };
    static const char *const text[] = { "x", "a\nb\r\nc", "\xe2\x80\xa8x\xe2\x80\xa9", "\xff\xfe\0",
                                        "\v\f" };
    struct render_options o = { .width = 0 };
    (void)state;
    for (int i = 0; i < 3; i++) {
        unsigned lines[5] = { 0 };
        for (int k = 0; k < 5; k++) {
            struct buf b;
            draw(&b, format[i], text[k], &o);
            for (size_t at = 0; at < b.n; at++)
                lines[k] += b.p[at] == '\n';
            assert_null(strchr(b.p, '\r'));
            buf_fini(&b);
            assert_int_equal(lines[k], lines[0]);
        }
    }
}

/* However long a text is, a label is not, and nothing fails for it. */
static void long_texts_are_cut(void **state)
{
    static char text[70000];
    struct render_options o = { .width = 100 };
    (void)state;
    memset(text, '"', sizeof(text) - 1);
    for (unsigned i = 0; render_get(RENDER_LADDER, i); i++) {
        struct buf b;
        draw(&b, render_get(RENDER_LADDER, i)->name, text, &o);
        if (!strcmp(render_get(RENDER_LADDER, i)->name, "plantuml")) {
            assert_in_range(b.n, 10000, 50000);
            assert_non_null(strstr(b.p, "<U+0022>\u2026\n"));
        }
        buf_fini(&b);
    }
}

static void times_stand_in_labels(void **state)
{
    static const struct {
        enum render_time time;
        const char *want;
    } k[] = {
        { RENDER_TIME_AUTO, "F2 486 Busy  (+2.00 s)\n" },
        { RENDER_TIME_ABS, "F2 486 Busy  (00:00:02.000)\n" },
        { RENDER_TIME_DELTA, "F2 486 Busy  (+2.00 s)\n" },
        { RENDER_TIME_SINCE, "F2 486 Busy  (2.000 s)\n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct render_options o = { .time = k[i].time };
        struct buf b;
        draw(&b, "plantuml", "x", &o);
        if (!strstr(b.p, k[i].want))
            fail_msg("no \"%s\" in\n%s", k[i].want, b.p);
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(lines_stay_lines),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(times_stand_in_labels),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
