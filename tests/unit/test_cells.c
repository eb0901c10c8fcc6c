/* Tests of ui/export/cells.c: widths, cuts and what becomes of hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "ui/export/cells.h"

#define BAD "\xef\xbf\xbd" /* U+FFFD */

struct cells_case {
    const char *text, *shown, *ascii;
    unsigned width; /* of shown */
};

static const struct cells_case cases[] = {
    { "", "", "", 0 },
    { "180 Ringing", "180 Ringing", "180 Ringing", 11 },
    { "Ren\u00e9e \u00c5ngstr\u00f6m", "Ren\u00e9e \u00c5ngstr\u00f6m", "Renee Angstrom", 14 },
    { "\u65e5\u672c", "\u65e5\u672c", "??", 4 },
    { "e\u0301t\u00e9", "e\u0301t\u00e9", "ete", 3 },
    { "a\u0300\u0301\u0302\u0303\u0304b", "a\u0300\u0301\u0302b", "ab", 2 }, /* too many marks */
    { "\u0301a", BAD "a", "?a", 2 },                                         /* on nothing */
    { "\U0001f469\u200d\U0001f467!", "\U0001f469\U0001f467!",
      "?"
      "?!",
      5 },                                                             /* joiner left out */
    { "\u2764\ufe0f", "\u2764", "?", 1 },                              /* selector too */
    { "a\u202eb\u2066c\u200f", "a" BAD "b" BAD "c" BAD, "a?b?c?", 6 }, /* direction */
    { "a\x1b[31mb", "a" BAD "[31mb", "a?[31mb", 7 },
    { "a\xc2\x9b"
      "b",
      "a" BAD "b", "a?b", 3 }, /* C1 */
    { "a\x7f\x01z", "a" BAD BAD "z", "a??z", 4 },
    { "a\tb\r\nc\u00a0d", "a b  c d", "a b  c d", 8 },
    { "\xff\xc3(\xe2\x82", BAD BAD "(" BAD BAD,
      "?"
      "?(?"
      "?",
      5 },
    { "\xed\xa0\x80", BAD BAD BAD, "???", 3 }, /* half of a pair */
    { "\xc0\xaf", BAD BAD, "??", 2 },          /* longer than need be */
    { "\u2028\u2029", BAD BAD, "??", 2 },
    { "A \u2192 B \u00b7 \u00d73 \u2026 \u2013", "A \u2192 B \u00b7 \u00d73 \u2026 \u2013",
      "A -> B - x3 .. -", 14 },
};

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

/* From a block of exactly that size. */
static unsigned add_exact(struct buf *b, const char *text, size_t n, bool ascii)
{
    char *heap = malloc(n ? n : 1);
    assert_non_null(heap);
    memcpy(heap, text, n);
    buf_init(b, 1 << 16);
    unsigned width = cells_add(b, slice_make(heap, n), ascii);
    assert_int_equal(width, cells_width(slice_make(heap, n), ascii));
    free(heap);
    return width;
}

/* What a terminal makes of it, or -1 when it must not get it. */
static int shown_width(struct slice s)
{
    int width = 0;
    for (size_t at = 0; at < s.n;) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &cp);
        if (n <= 0)
            return -1;
        switch (utf8proc_category(cp)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return -1;
        default:
            width += utf8proc_charwidth(cp);
        }
        at += (size_t)n;
    }
    return width;
}

static void shows_what_it_should(void **state)
{
    struct buf b;
    (void)state;
    for (int i = 0; i < CASES; i++) {
        const struct cells_case *k = &cases[i];
        unsigned width = add_exact(&b, k->text, strlen(k->text), false);
        assert_string_equal(b.p ? b.p : "", k->shown);
        assert_int_equal(width, k->width);
        buf_fini(&b);
        width = add_exact(&b, k->text, strlen(k->text), true);
        assert_string_equal(b.p ? b.p : "", k->ascii);
        assert_int_equal(width, strlen(k->ascii));
        buf_fini(&b);
    }
}

static void every_piece_is_safe(void **state)
{
    struct buf b;
    (void)state;
    for (int i = 0; i < CASES; i++) {
        size_t n = strlen(cases[i].text);
        for (size_t from = 0; from <= n; from++)
            for (size_t len = 0; from + len <= n; len++) {
                unsigned width = add_exact(&b, cases[i].text + from, len, false);
                assert_int_equal(shown_width(buf_slice(&b)), width);
                buf_fini(&b);
            }
    }
}

static void every_pair_of_bytes_is_safe(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 0x10000; i++) {
        char text[2] = { (char)(i >> 8), (char)i };
        struct buf b;
        buf_init(&b, 64);
        unsigned width = cells_add(&b, slice_make(text, 2), false);
        assert_int_equal(shown_width(buf_slice(&b)), width);
        buf_clear(&b);
        width = cells_add(&b, slice_make(text, 2), true);
        assert_int_equal(width, b.n);
        for (size_t k = 0; k < b.n; k++)
            assert_in_range(b.p[k], 0x20, 0x7e);
        buf_fini(&b);
    }
}

static void fits_exactly(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++)
        for (unsigned width = 0; width <= 20; width++)
            for (int how = 0; how < 4; how++) {
                struct buf b;
                bool ascii = how & 1;
                buf_init(&b, 1024);
                cells_fit(&b, slice_of(cases[i].text), width, how & 2 ? CELLS_RIGHT : CELLS_LEFT,
                          ascii);
                assert_int_equal(shown_width(buf_slice(&b)), width);
                buf_fini(&b);
            }
}

static void cuts_with_a_sign(void **state)
{
    static const struct {
        const char *text;
        unsigned width;
        enum cells_align align;
        bool ascii;
        const char *want;
    } k[] = {
        { "Proxy Server", 12, CELLS_LEFT, false, "Proxy Server" },
        { "Proxy Server", 14, CELLS_LEFT, false, "Proxy Server  " },
        { "Proxy Server", 14, CELLS_RIGHT, false, "  Proxy Server" },
        { "Proxy Server", 11, CELLS_LEFT, false, "Proxy Serv\u2026" },
        { "Proxy Server", 11, CELLS_RIGHT, true, "Proxy Ser.." },
        { "Proxy Server", 1, CELLS_LEFT, false, "\u2026" },
        { "Proxy Server", 1, CELLS_LEFT, true, "." },
        { "\u65e5\u672c\u8a9e", 6, CELLS_LEFT, false, "\u65e5\u672c\u8a9e" },
        { "\u65e5\u672c\u8a9e", 5, CELLS_LEFT, false, "\u65e5\u672c\u2026" },
        { "\u65e5\u672c\u8a9e", 4, CELLS_LEFT, false, "\u65e5\u2026 " }, /* half a glyph is none */
        { "e\u0301e\u0301e\u0301", 2, CELLS_LEFT, false, "e\u0301\u2026" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct buf b;
        buf_init(&b, 1024);
        cells_fit(&b, slice_of(k[i].text), k[i].width, k[i].align, k[i].ascii);
        assert_string_equal(b.p, k[i].want);
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_what_it_should),
        cmocka_unit_test(every_piece_is_safe),
        cmocka_unit_test(every_pair_of_bytes_is_safe),
        cmocka_unit_test(fits_exactly),
        cmocka_unit_test(cuts_with_a_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
