/* Messages in lines: what is coloured, and where lines begin in each view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "capture/packet.h"
#include "ui/tui/raw.h"

static const char message[] = "INVITE sip:1002@pbx.example.com SIP/2.0\r\n"
                              "Via: SIP/2.0/UDP 10.1.1.31;branch=z9hG4bK1;rport\r\n"
                              "Via: SIP/2.0/UDP 10.1.1.32\r\n ;branch=z9hG4bK2\r\n"
                              "From: \"sip:liar@x\" <sip:1001@pbx.example.com>;tag=abc\r\n"
                              "To: <tel:+4930123456>\r\n"
                              "X-Odd: 1\r\n"
                              "Call-ID: 3c1afa7a@x\r\n"
                              "CSeq: 1 INVITE\r\n"
                              "Content-Length: 48\r\n\r\n"
                              "v=0\r\nm=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000";

enum { LINES = 14 };

/* A message in the memory of a struct raw. */
static void take(struct raw *r, const char *text, size_t n)
{
    raw_init(r);
    r->loaded.bytes = mem_new(n + BLOCK_PADDING, 1);
    assert_non_null(r->loaded.bytes);
    memcpy(r->loaded.bytes, text, n);
    r->loaded.n = r->loaded.cap = n;
    r->there = sip_index(&r->loaded.index, r->loaded.bytes, n);
}

/* Spans that are not plain, as "PART text|". */
static void told(const char *text, enum syntax_line kind, bool request, unsigned status,
                 char out[256])
{
    struct sip_index x = { .request = request, .status = (uint16_t)status };
    struct syntax_span span[SYNTAX_SPANS];
    struct slice line = slice_of(text);
    unsigned n = syntax_spans(&x, kind, line, span);
    size_t at = 0, used = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < n; i++) {
        assert_true(span[i].end >= at && span[i].end <= line.n);
        if (span[i].part != PART_TEXT && span[i].end > at)
            used += (size_t)snprintf(out + used, 256 - used, "%d %.*s|", (int)span[i].part,
                                     (int)(span[i].end - at), text + at);
        at = span[i].end;
    }
    assert_int_equal(at, line.n);
}

static void test_syntax(void **state)
{
    static const struct {
        const char *text;
        enum syntax_line kind;
        unsigned status; /* 0: a request */
        struct {
            enum syntax_part part;
            const char *text;
        } span[4];
    } cases[] = {
        { "INVITE sip:bob@x SIP/2.0",
          SYNTAX_START,
          0,
          { { PART_REQUEST, "INVITE" },
            { PART_STRONG, " sip:" },
            { PART_USER, "bob" },
            { PART_STRONG, "@x SIP/2.0" } } },
        { "SIP/2.0 486 Busy Here",
          SYNTAX_START,
          486,
          { { PART_DIM, "SIP/2.0" }, { PART_FAILURE, " 486 Busy Here" } } },
        { "SIP/2.0 407 No",
          SYNTAX_START,
          407,
          { { PART_DIM, "SIP/2.0" }, { PART_CHALLENGE, " 407 No" } } },
        { "From: <sips:a;b=c@x>;tag=1;x=y",
          SYNTAX_HEADER,
          0,
          { { PART_FIELD, "From:" }, { PART_USER, "a;b=c" }, { PART_TAG, "1" } } },
        { "t: \"sip:no@x\" <SIP:yes@x>",
          SYNTAX_HEADER,
          0,
          { { PART_FIELD, "t:" }, { PART_USER, "yes" } } },
        { "To: sip:host.only, tel:+49;x",
          SYNTAX_HEADER,
          0,
          { { PART_FIELD, "To:" }, { PART_USER, "+49" } } },
        { "i: a@b", SYNTAX_HEADER, 0, { { PART_FIELD, "i:" }, { PART_TAG, " a@b" } } },
        { " ;BRANCH=z9hG4bK,x", SYNTAX_FOLDED, 0, { { PART_BRANCH, "z9hG4bK" } } },
        { "Via: x;branch=", SYNTAX_HEADER, 0, { { PART_FIELD, "Via:" } } },
        { "X: \"never closed sip:a@b", SYNTAX_HEADER, 0, { { PART_FIELD, "X:" } } },
        { "m=audio 4 RTP/AVP 0",
          SYNTAX_BODY,
          0,
          { { PART_FIELD, "m=" }, { PART_BODY, "audio 4 RTP/AVP 0" } } },
        { "a=sendonly", SYNTAX_BODY, 0, { { PART_FIELD, "a=" }, { PART_BODY, "sendonly" } } },
        { "a=rtpmap:0 PCMU/8000",
          SYNTAX_BODY,
          0,
          { { PART_FIELD, "a=" }, { PART_BODY, " PCMU/8000" } } },
        { "s=call", SYNTAX_BODY, 0, { { PART_FIELD, "s=" } } },
        { "<xml/>", SYNTAX_BODY, 0, { { PART_TEXT, NULL } } },
        { "", SYNTAX_HEADER, 0, { { PART_TEXT, NULL } } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char want[256] = "", have[256];
        size_t used = 0;
        for (int k = 0; k < 4 && cases[i].span[k].text; k++)
            used += (size_t)snprintf(want + used, sizeof(want) - used, "%d %s|",
                                     (int)cases[i].span[k].part, cases[i].span[k].text);
        told(cases[i].text, cases[i].kind, !cases[i].status, cases[i].status, have);
        assert_string_equal(have, want);
    }
}

/* A line with more users than are told apart is still told to its end. */
static void test_many(void **state)
{
    struct sip_index x = { .request = true };
    struct syntax_span span[SYNTAX_SPANS];
    struct buf b;
    (void)state;
    buf_init(&b, 1 << 20);
    buf_adds(&b, "Route: ");
    for (int i = 0; i < 5000; i++)
        buf_adds(&b, "<sip:a@b>,");
    unsigned n = syntax_spans(&x, SYNTAX_HEADER, buf_slice(&b), span);
    assert_int_equal(n, SYNTAX_SPANS);
    assert_int_equal(span[n - 1].end, b.n);
    buf_fini(&b);
}

static void test_views(void **state)
{
    struct raw r;
    struct grid g;
    (void)state;
    grid_init(&g, false);
    assert_true(grid_resize(&g, 40, 100));
    struct area a = grid_area(&g);
    take(&r, message, sizeof(message) - 1);
    assert_true(r.there);

    const struct raw_layout whole = { RAW_LONG, false, 30, 1000 };
    raw_lay(&r, &g, &whole);
    assert_int_equal(r.lines, LINES);
    raw_shift(&r, 1000);
    assert_int_equal(r.shift, r.widest - 30);
    raw_shift(&r, -1000);
    assert_int_equal(r.shift, 0);
    assert_true(raw_has(&r, 4, SLICE("TAG=ABC")));
    raw_reveal(&r, &g, 4, SLICE("tag=abc"));
    assert_true(r.shift > 0);
    raw_draw(&r, &a, 0);

    const struct raw_layout notes = { RAW_LONG, true, 30, 1000 };
    raw_lay(&r, &g, &notes); /* all headers but X-Odd and the fold; the body is too long by one */
    unsigned explained = 0, faults = 0;
    for (uint32_t i = 0; i < r.lines; i++) {
        explained += r.line[i].kind == RAW_NOTE;
        faults += r.line[i].kind == RAW_FAULT;
    }
    assert_int_equal(explained, 8);
    assert_int_equal(r.lines, LINES + explained + faults);
    assert_true(raw_has(&r, 1, SLICE("whom or what this is for: scheme sip")));

    const struct raw_layout wrapped = { RAW_WRAPPED, false, 30, 1000 };
    raw_lay(&r, &g, &wrapped);
    assert_true(r.lines > LINES);
    assert_int_equal(r.shift, 0);

    static const struct {
        int w;
        uint32_t bytes;
    } hex[] = { { 76, 16 }, { 75, 8 }, { 44, 8 }, { 43, 4 }, { 28, 4 }, { 27, 2 }, { 1, 1 } };
    for (size_t i = 0; i < sizeof(hex) / sizeof(*hex); i++) {
        const struct raw_layout how = { RAW_HEX, false, hex[i].w, 100000 };
        raw_lay(&r, &g, &how);
        assert_int_equal(r.lines, (sizeof(message) - 1 + hex[i].bytes - 1) / hex[i].bytes);
        raw_draw(&r, &a, 0);
    }
    const struct raw_layout bytes = { RAW_HEX, false, 80, 100000 };
    raw_lay(&r, &g, &bytes);
    assert_true(raw_has(&r, 0, SLICE("1002@pbx"))); /* it ends on the next line */
    assert_false(raw_has(&r, 1, SLICE("1002@pbx")));
    raw_fini(&r);
    grid_fini(&g);
}

/* Each prefix, in each view, however narrow: nothing breaks, no byte is lost. */
static void test_prefixes(void **state)
{
    struct grid g;
    (void)state;
    grid_init(&g, true);
    assert_true(grid_resize(&g, 60, 40));
    struct area a = grid_area(&g);
    for (size_t n = 0; n < sizeof(message); n++) {
        struct raw r;
        take(&r, message, n);
        for (int view = 0; view < RAW_VIEWS; view++)
            for (int w = 1; w < 40; w += 13) {
                const struct raw_layout how = { (enum raw_view)view, view != RAW_HEX && n % 3 == 0,
                                                w, 100000 };
                size_t bytes = 0;
                raw_lay(&r, &g, &how);
                raw_draw(&r, &a, r.lines / 2);
                for (uint32_t i = 0; view != RAW_HEX && i < r.lines; i++)
                    bytes += r.line[i].kind == RAW_TEXT ? r.line[i].n : 0;
                assert_true(bytes <= n);
            }
        raw_fini(&r);
    }
    grid_fini(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
