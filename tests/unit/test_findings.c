/* Tests of the table of rules, and of calls that are larger than what a rule looks at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "decode/finding/inquiry.h"
#include "tests/unit/findkit.h"

/* ---- the table */

static void check_row(enum finding_id id, const char *name, const char *rfc, const char *help)
{
    char lower[64];
    size_t n = strlen(name);
    assert_in_range(n, 3, sizeof(lower) - 1);
    for (size_t i = 0; i <= n; i++)
        lower[i] = (char)tolower(name[i]);
    assert_string_equal(finding_name(id), name);
    assert_string_equal(finding_rfc(id), rfc);
    assert_string_equal(finding_help(id), help);
    assert_int_equal(finding_find(slice_of(name)), id); /* no other rule has its name */
    assert_int_equal(finding_find(slice_of(lower)), id);
    assert_false(islower(name[0]) || !help[0] || help[strlen(help) - 1] == '.');
}

static void test_rows(void **state)
{
    (void)state;
#define X(name, id, severity, rfc, scope, marks, help) check_row(FINDING_##name, id, rfc, help);
    FINDING_LIST(X)
#undef X
    assert_int_equal(finding_find(SLICE("ACK")), -1);
    assert_int_equal(finding_find(SLICE("")), -1);
}

/* A consequence may have consequences, but nothing is its own. */
static void test_hides(void **state)
{
    (void)state;
    bool hides[FINDING_COUNT][FINDING_COUNT] = { { false } };
#define X(root, consequence) hides[FINDING_##root][FINDING_##consequence] = true;
    FINDING_HIDES_LIST(X)
#undef X
    for (unsigned k = 0; k < FINDING_COUNT; k++)
        for (unsigned i = 0; i < FINDING_COUNT; i++)
            for (unsigned j = 0; j < FINDING_COUNT; j++)
                hides[i][j] |= hides[i][k] && hides[k][j];
    for (unsigned i = 0; i < FINDING_COUNT; i++)
        assert_false(hides[i][i]);
}

static void test_severities(void **state)
{
    (void)state;
    assert_string_equal(finding_severity_word(FINDING_ERROR), "error");
    assert_string_equal(finding_severity_word(FINDING_WARNING), "warning");
    assert_string_equal(finding_severity_word(FINDING_INFO), "info");
}

/* ---- large calls */

enum { MANY = INQUIRY_MESSAGES + 500 };

static void check_many(const char *rule, const char *before, const char *each, const char *want)
{
    struct buf b;
    buf_init(&b, 4u << 20);
    buf_adds(&b, before);
    for (unsigned i = 1; i <= MANY; i++)
        buf_printf(&b, each, 10000 + i * 10, i, i); /* a format of this file */
    buf_addc(&b, 0);
    assert_false(b.failed);
    find_check(&(struct find_case){ rule, b.p, want });
    buf_fini(&b);
}

/* What is not looked at cannot be called missing; what is there is found all the same. */
static void test_large(void **state)
{
    (void)state;
    check_many("ACK-MISSING",
               "0 A>B INVITE\n"
               "1000 B>A 200\n"
               "1500 B>A 200\n"
               "2500 B>A 200\n",
               "%u A>B INFO seq=1%u br=z9hG4bKi%u\n", NULL);
    check_many(
        "STALE-DIALOG-481",
        "0 A>B INVITE\n"
        "1000 B>A 200\n"
        "1010 A>B ACK\n"
        "2000 A>B INVITE t=t seq=2\n"
        "2010 B>A 481 seq=2\n",
        "%u A>B INFO seq=1%u br=z9hG4bKi%u\n",
        "error 4,5 callee does not know this call any more: it answered 481 to the INVITE of "
        "caller. It ended or forgot the call without the other side hearing of it.");
    check_many("REQ-NO-RESPONSE",
               "0 A>B INVITE\n"
               "500 A>B INVITE\n"
               "1500 A>B INVITE\n"
               "1600 Z>A OPTIONS id=other\n",
               "%u A>B INFO seq=1%u br=z9hG4bKi%u\n", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_hides),
        cmocka_unit_test(test_severities),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
