/* Tests of ui/export/csv.c and of the table of list formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ui/export/csv.h"
#include "ui/export/list_format.h"

static void texts_are_quoted_and_guarded(void **state)
{
    static const struct {
        const char *text, *want;
    } k[] = {
        { "", "" },
        { "plain", "plain" },
        { "a,b", "\"a,b\"" },
        { "a \"b\"", "\"a \"\"b\"\"\"" },
        { "\"", "\"\"\"\"" },
        { "a\r\nb", "a  b" }, /* no text has lines */
        { " a", "\" a\"" },
        { "=1+1", "'=1+1" },
        { "=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"" },
        { "@SUM(A1)", "'@SUM(A1)" },
        { "+4930123", "+4930123" },
        { "+49 30", "'+49 30" },
        { "+cmd|' /C x'!A1", "'+cmd|' /C x'!A1" },
        { "-5", "-5" },
        { "-5+3", "'-5+3" },
        { "\t=x", "\"' =x\"" },
        { "a\x1b[1m\xff", "a\xef\xbf\xbd[1m\xef\xbf\xbd" },
        { "\u65e5\u672c", "\u65e5\u672c" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct buf b;
        buf_init(&b, 256);
        struct csv c = csv_to(&b);
        csv_text(&c, k[i].text);
        buf_addc(&b, 0);
        assert_string_equal(b.p, k[i].want);
        buf_fini(&b);
    }
}

static void lines_are_as_the_standard_has_them(void **state)
{
    struct buf b, ms;
    (void)state;
    buf_init(&b, 256);
    buf_init(&ms, 64);
    struct csv c = csv_to(&b);
    csv_text(&c, "a");
    csv_none(&c);
    csv_uint(&c, 7);
    csv_time(&c, INT64_C(1700000000086547000));
    csv_add_ms(&ms, 1500000, true);
    csv_add_ms(&ms, 1500000, false);
    csv_plain(&c, buf_slice(&ms));
    csv_end_line(&c);
    csv_text(&c, "b");
    csv_end_line(&c);
    buf_addc(&b, 0);
    assert_string_equal(b.p, "a,,7,2023-11-14T22:13:20.086547Z,1.500\r\nb\r\n");
    buf_fini(&b);
    buf_fini(&ms);
    buf_init(&b, 4);
    c = csv_to(&b);
    csv_text(&c, "longer than that");
    assert_true(b.failed);
    buf_fini(&b);
}

static void formats_are_found(void **state)
{
    struct buf b;
    (void)state;
    assert_int_equal(list_format_find("CSV", true), LIST_CSV);
    assert_int_equal(list_format_find("csv", false), LIST_FORMAT_COUNT);
    assert_int_equal(list_format_find("json", false), LIST_JSON);
    assert_int_equal(list_format_by_path("a.b/x.csv", true), LIST_CSV);
    assert_int_equal(list_format_by_path("x.ndjson", false), LIST_JSON);
    assert_int_equal(list_format_by_path("x.csv/y", true), LIST_FORMAT_COUNT);
    buf_init(&b, 256);
    list_format_names(&b, true);
    buf_addc(&b, '/');
    list_format_names(&b, false);
    buf_addc(&b, 0);
    assert_string_equal(b.p, "text, ascii, json or csv/text, ascii or json");
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_quoted_and_guarded),
        cmocka_unit_test(lines_are_as_the_standard_has_them),
        cmocka_unit_test(formats_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
