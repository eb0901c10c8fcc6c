/* Tests of ui/flow/difference.c: which lines and which words differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "ui/flow/difference.h"

/* One side of a line, what differs in brackets. */
static void add_side(struct buf *b, const struct difference *d, const struct difference_line *l,
                     unsigned side)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < l->spans[side]; i++) {
        const struct difference_span *s = &d->span[l->first[side] + i];
        assert_true(s->at >= at && s->n && s->at + s->n <= l->text[side].n);
        buf_printf(b, "%.*s[%.*s]", (int)(s->at - at), l->text[side].p + at, (int)s->n,
                   l->text[side].p + s->at);
        at = s->at + s->n;
    }
    buf_printf(b, "%.*s\n", (int)(l->text[side].n - at), l->text[side].p + at);
}

/* Equal lines with a blank before them, others with - and +. */
static void check(const char *first, const char *second, const char *want)
{
    struct difference d;
    struct buf b;
    assert_int_equal(difference_make(&d, slice_of(first), slice_of(second)), 0);
    buf_init(&b, 1 << 16);
    for (uint32_t i = 0; i < d.lines; i++) {
        const struct difference_line *l = &d.line[i];
        assert_int_equal(l->text[0].p != NULL, l->kind != DIFFERENCE_SECOND);
        assert_int_equal(l->text[1].p != NULL, l->kind != DIFFERENCE_FIRST);
        for (unsigned k = 0; k < 2; k++) {
            if (!l->text[k].p || (k && l->kind == DIFFERENCE_NONE))
                continue;
            buf_adds(&b, l->kind == DIFFERENCE_NONE ? " " : k ? "+" : "-");
            add_side(&b, &d, l, k);
        }
    }
    buf_addc(&b, '\0');
    assert_string_equal((const char *)b.p, want);
    buf_fini(&b);
    difference_fini(&d);
}

static void lines_and_words_that_differ(void **state)
{
    static const struct {
        const char *first, *second, *want;
    } cases[] = {
        { "", "", "" },
        { "INVITE a SIP/2.0\r\n", "INVITE a SIP/2.0\n", " INVITE a SIP/2.0\n" },
        { "INVITE a SIP/2.0", "SIP/2.0 200 OK", "-[INVITE a ]SIP/2.0\n+SIP/2.0[ 200 OK]\n" },
        { "A\n", "", "-A\n" },
        { "", "A\n", "+A\n" },
        /* a word is lit whole, what is around it is not */
        { "A x\nMax-Forwards: 70\n", "A x\nMax-Forwards: 7\n",
          " A x\n-Max-Forwards: [70]\n+Max-Forwards: [7]\n" },
        { "A x\nVia: b;rport\n", "A x\nVia: b;received=1.2.3.4;rport=5060\n",
          " A x\n-Via: b;rport\n+Via: b;[received=1.2.3.4;]rport[=5060]\n" },
        /* headers by name in any case, wherever they stand; Via from below */
        { "A x\nTo: b\nFrom: a\n", "A x\nfrom: a\nto: c\n",
          " A x\n-[To]: [b]\n+[to]: [c]\n-[From]: a\n+[from]: a\n" },
        { "A x\nv: one\nTo: b\n", "A x\nVia: one\nt: b\n",
          " A x\n-[v]: one\n+[Via]: one\n-[To]: b\n+[t]: b\n" },
        { "A x\nVia: one\nTo: b\n", "A x\nVia: two\nVia: one\nTo: b\n",
          " A x\n+Via: two\n Via: one\n To: b\n" },
        { "A x\nVia: one\nTo: b\n", "A x\nVia: two\nVia: one;r\nTo: b\n",
          " A x\n+Via: two\n-Via: one\n+Via: one[;r]\n To: b\n" },
        { "A x\nContact: 1\nVia: a\n", "A x\nVia: a\nAllow: b\n",
          " A x\n-Contact: 1\n Via: a\n+Allow: b\n" },
        /* SDP: attributes by name, the body apart from the head */
        { "A x\n\nv=0\na=rtpmap:0 PCMU\na=rtpmap:8 PCMA\na=ptime:20\n",
          "A x\n\nv=0\na=rtpmap:8 PCMA\na=ptime:30\na=sendonly\n",
          " A x\n \n v=0\n-a=rtpmap:0 PCMU\n a=rtpmap:8 PCMA\n-a=ptime:[20]\n+a=ptime:[30]\n"
          "+a=sendonly\n" },
        { "A x\n\nplain text\n", "A x\n\nother text\n", " A x\n \n-[plain] text\n+[other] text\n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check(cases[i].first, cases[i].second, cases[i].want);
}

/* However much there is: it ends soon, and what was left out is said. */
static void work_is_bounded(void **state)
{
    struct buf a, b;
    struct difference d;
    (void)state;
    buf_init(&a, 8 << 20);
    buf_init(&b, 8 << 20);
    for (unsigned i = 0; i < DIFFERENCE_LINES_MAX + 10; i++) {
        buf_printf(&a, "X: %u", i);
        buf_printf(&b, "X: %u", i + 1000000);
        for (unsigned k = 0; k < DIFFERENCE_WORDS_MAX / 2 - 4 + i % 8; k++) {
            buf_printf(&a, ",%u", k * 7 % 5);
            buf_printf(&b, ",%u", k * 3 % 5);
        }
        buf_addc(&a, '\n');
        buf_addc(&b, '\n');
    }
    assert_int_equal(difference_make(&d, buf_slice(&a), buf_slice(&b)), 0);
    assert_true(d.cut);
    assert_int_equal(d.lines, DIFFERENCE_LINES_MAX);
    assert_int_equal(d.count[DIFFERENCE_WORDS], DIFFERENCE_LINES_MAX);
    const struct difference_line *last = &d.line[d.lines - 1];
    assert_int_equal(last->spans[0], 1); /* all of the middle */
    difference_fini(&d);
    buf_fini(&a);
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_words_that_differ),
        cmocka_unit_test(work_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
