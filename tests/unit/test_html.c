/* Tests of pages (ui/export/html*.c): what the network sent is text and nothing else. What a
 * browser makes of a page, and the digests of its policy, are tests/html's. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/indexkit.h"
#include "ui/export/html_message.h"
#include "ui/export/html_text.h"
#include "ui/export/render.h"
#include "ui/export/svg.h"

enum { PAGE_BYTES = 1 << 22 };

static const struct flow_participant people[] = {
    { .name = "<b>Ann</b>", .role = "", .address = "10.0.0.1" },
    { .name = "Bo", .role = "Proxy", .address = "10.0.0.2" },
};

static const char *const found[] = { "ACK-MISSING" };

static struct flow_row rows[] = {
    { .kind = FLOW_MESSAGE,
      .step = 1,
      .to = 1,
      .message = 1,
      .text = "INVITE",
      .detail = "",
      .call_id = "a",
      .description = "Ann & Bo",
      .finding = found,
      .findings = 1 },
    { .kind = FLOW_NOTE,
      .to = 1,
      .text = "<i>note</i>",
      .detail = "",
      .description = "",
      .finding = found,
      .findings = 1,
      .severity = FLOW_ERROR },
    { .kind = FLOW_MESSAGE,
      .cls = FLOW_FAILURE,
      .step = 2,
      .from = 1,
      .message = 2,
      .text = "488 \"No\"",
      .detail = "",
      .call_id = "a",
      .description = "",
      .repeat = true },
};

static const struct flow_mark marks[] = {
    { .message = 1, .id = "ACK-MISSING", .severity = FLOW_ERROR, .text = "It's <gone>" },
};

static struct flow sample(void)
{
    return (struct flow){ .title = "Ann </title><script>x",
                          .participant = (struct flow_participant *)people,
                          .row = rows,
                          .participants = 2,
                          .rows = 3,
                          .steps = 2,
                          .first_ns = 1,
                          .last_ns = 2 };
}

static void test_text(void **state)
{
    static const struct {
        const char *in;
        size_t n;
        const char *text, *value;
    } k[] = {
        { "plain\ttext", 10, "plain\ttext", "plain\ttext" },
        { "<a href='x' b=\"&\">", 18, "&lt;a href=&#39;x&#39; b=&quot;&amp;&quot;&gt;",
          "&lt;a href=&#39;x&#39; b=&quot;&amp;&quot;&gt;" },
        { "a\0b", 3, "a<span class=\"c\">\\x00</span>b", "a\\x00b" },
        { "\x1b[m\x7f", 4, "<span class=\"c\">\\x1b</span>[m<span class=\"c\">\\x7f</span>",
          "\\x1b[m\\x7f" },
        { "\u202e\u2066", 6, "<span class=\"c\">\\u202e</span><span class=\"c\">\\u2066</span>",
          "\\u202e\\u2066" },
        { "\u200b\u2028", 6, "<span class=\"c\">\\u200b</span><span class=\"c\">\\u2028</span>",
          "\\u200b\\u2028" },
        { "\xc2\x85", 2, "<span class=\"c\">\\x85</span>", "\\x85" },
        { "\xff\xc0\xaf\xe2\x82", 5, "\ufffd\ufffd\ufffd\ufffd\ufffd",
          "\ufffd\ufffd\ufffd\ufffd\ufffd" },
        { "\xed\xa0\x80", 3, "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd" },
        { "Ren\u00e9e \u65e5\u05d0", 12, "Ren\u00e9e \u65e5\u05d0", "Ren\u00e9e \u65e5\u05d0" },
        { "", 0, "", "" },
    };
    struct buf b;
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        buf_init(&b, 1 << 16);
        html_add_text(&b, slice_make(k[i].in, k[i].n));
        assert_string_equal(b.n ? b.p : "", k[i].text);
        buf_clear(&b);
        html_add_value(&b, slice_make(k[i].in, k[i].n));
        assert_string_equal(b.n ? b.p : "", k[i].value);
        buf_fini(&b);
    }
    buf_init(&b, 64);
    html_add_isolated(&b, SLICE("<"));
    assert_string_equal(b.p, "<bdi>&lt;</bdi>");
    buf_fini(&b);
}

static void test_binary(void **state)
{
    (void)state;
    assert_false(html_is_binary(SLICE("text\t\u00e9\r\n")));
    assert_true(html_is_binary(SLICE("a\0b")));
    assert_true(html_is_binary(SLICE("\xff")));
    assert_true(html_is_binary(SLICE("\x7f")));
}

/* A page has no byte that moves a terminal or a line, whatever came in. */
static void test_every_byte(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b, 1 << 20);
    for (unsigned a = 0; a < 256; a++)
        for (unsigned c = 0; c < 256; c++) {
            const char pair[2] = { (char)a, (char)c };
            buf_clear(&b);
            html_add_value(&b, slice_make(pair, 2));
            assert_false(html_is_binary(buf_slice(&b)));
            assert_true(slice_index(buf_slice(&b), '<') == b.n);
        }
    buf_fini(&b);
}

static const char wire[] = "INVITE sip:bo@x SIP/2.0\r\nCall-ID: <&>\r\nX: \x01\r\n\r\n"
                           "v=0\r\n\x00\x01\x02 <b>\r\nm=audio 4 RTP/AVP 0\r\n";

static void test_message(void **state)
{
    static const char *const want[] = {
        "<bdi><b class=\"p-request\">INVITE</b><b class=\"p-strong\"> sip:</b>",
        "<b class=\"p-field\">Call-ID:</b><b class=\"p-tag\"> &lt;&amp;&gt;</b></bdi>\n",
        "<span class=\"c\">\\x01</span>",
        "<b class=\"p-dim\">00000034</b>  00 01 02 20 3c 62 3e 0d 0a",
        "... &lt;b&gt;..",
        "<b class=\"p-field\">m=</b><b class=\"p-body\">audio 4 RTP/AVP 0</b></bdi>\n",
    };
    char *bytes = padded(wire, sizeof(wire) - 1, 0);
    struct sip_index x;
    struct buf b;
    (void)state;
    assert_true(sip_index(&x, bytes, sizeof(wire) - 1));
    buf_init(&b, 1 << 16);
    assert_int_equal(html_add_message(&b, &x, 1 << 16), sizeof(wire) - 1);
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
        if (!strstr(b.p, want[i]))
            fail_msg("no %s in\n%s", want[i], b.p);
    for (size_t n = 0; n < sizeof(wire); n++) {
        buf_clear(&b);
        assert_int_equal(html_add_message(&b, &x, n), n);
        assert_false(html_is_binary(buf_slice(&b)));
    }
    buf_fini(&b);
    free(bytes);
}

static void test_page(void **state)
{
    static const char *const want[] = {
        "<title>Ann &lt;/title&gt;&lt;script&gt;x</title>",
        "default-src 'none'; style-src 'sha256-",
        "<tr id=\"step-1\" class=\"request found\">",
        "<tr id=\"step-2\" class=\"failure repeat\">",
        "<span class=\"id\">ACK-MISSING</span> <bdi>It&#39;s &lt;gone&gt;</bdi> "
        "<span class=\"proof\"><a href=\"#step-1\">F1</a></span>",
        "<bdi>Ann &amp; Bo</bdi>",
        "&lt;b&gt;Ann&lt;/b&gt;",
    };
    struct flow f = sample();
    struct render_options o = { .mark = marks, .marks = 1 };
    struct buf b;
    (void)state;
    buf_init(&b, PAGE_BYTES);
    assert_int_equal(render_html(&b, &f, &o), 0);
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
        if (!strstr(b.p, want[i]))
            fail_msg("no %s", want[i]);
    assert_null(strstr(b.p, " style="));
    assert_null(strstr(b.p, " onclick="));
    assert_null(strstr(svg_css(), "</"));
    buf_fini(&b);
}

/* What is in a page between the tags is what the digests were made of: a style or a script that
 * ends early would be refused. */
static void test_assets(void **state)
{
    struct flow f = sample();
    struct render_options o = { .width = 0 };
    struct buf b;
    unsigned styles = 0, scripts = 0;
    (void)state;
    buf_init(&b, PAGE_BYTES);
    assert_int_equal(render_html(&b, &f, &o), 0);
    for (const char *p = b.p; (p = strstr(p, "</style>")); p++)
        styles++;
    for (const char *p = b.p; (p = strstr(p, "</script>")); p++)
        scripts++;
    assert_int_equal(styles, 2);
    assert_int_equal(scripts, 1);
    buf_fini(&b);
}

#ifdef RUNG_OOM
/* Whichever allocation fails, it says so and nothing is left. */
static void test_memory(void **state)
{
    struct flow f = sample();
    struct render_options o = { .mark = marks, .marks = 1 };
    int r = -ENOMEM, fails = 0;
    (void)state;
    for (int n = 0; r == -ENOMEM && n < 2000; n++) {
        struct buf b;
        buf_init(&b, PAGE_BYTES);
        mem_test_fail_after = n;
        r = render_html(&b, &f, &o);
        mem_test_fail_after = -1;
        fails += r == -ENOMEM;
        buf_fini(&b);
    }
    assert_int_equal(r, 0);
    assert_true(fails > 3);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),       cmocka_unit_test(test_binary),
        cmocka_unit_test(test_every_byte), cmocka_unit_test(test_message),
        cmocka_unit_test(test_page),       cmocka_unit_test(test_assets),
#ifdef RUNG_OOM
        cmocka_unit_test(test_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
