/* The filter language: what is refused and where, its limits, its names, its completion. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "decode/query/query.h"

/* The ^ under a text stands where the error is. */
static const struct {
    const char *text, *at, *says;
} refused[] = {
    { "sip.metod == INVITE", "^", "No field is named sip.metod; did you mean sip.method?" },
    { "sip.from.usr == x", "^", "did you mean sip.from.user?" },
    { "port == 1 && agent == x", "             ^", "did you mean sip.user_agent?" },
    { "stats == 2xx", "^", "did you mean status?" },
    { "bob && method == BYE", "^", "put a text to search for in quotes" },
    { "method = INVITE", "       ^", "two signs, ==" },
    { "method == INVITE & port == 1", "                 ^", "write && or and" },
    { "method == INVITE | port == 1", "                 ^", "write || or or" },
    { "method ==", "         ^", "A value is missing here." },
    { "method == && port == 1", "          ^", "A value is missing here." },
    { "method < BYE", "         ^", "A number is expected here." },
    { "call_id < 3", "        ^", "sip.call_id is an identifier: it goes with ==" },
    { "ip contains 10", "   ^", "ip is an address: it goes with ==, != and in." },
    { "ip == 10.0.0", "      ^", "An IPv4 or IPv6 address is expected here" },
    { "ip == 10.0.0.0/33", "      ^", "from 0 to 32." },
    { "ip == ::/129", "      ^", "from 0 to 128." },
    { "ip in {10.0.0.1..::1}", "       ^", "both are IPv6" },
    { "ip in {10.0.0.9..10.0.0.1}", "       ^", "This range is empty" },
    { "ip in {10.0.0.0/8..11.0.0.0}", "       ^", "this names several" },
    { "sip.request == maybe", "               ^", "This field is true or false." },
    { "sip.request > 1", "            ^", "goes with == and !=." },
    { "code == 4x", "        ^", "A number is expected here." },
    { "code > 4xx", "       ^", "goes with ==, != and in only" },
    { "code == 99999999999999999999", "        ^", "too large" },
    { "code in 200", "        ^", "A set in braces is expected" },
    { "code == {200}", "        ^", "A set goes with in" },
    { "code in {200, }", "              ^", "A value is missing here." },
    { "code in {200 404}", "             ^", "A comma or } is expected here." },
    { "code in {200", "            ^", "A comma or } is expected here." },
    { "code in {20..10}", "         ^", "This range is empty" },
    { "method in {A..B}", "           ^", "numbers, durations, times and addresses only" },
    { "pdd > 3", "      ^", "A duration is a number with its unit" },
    { "pdd > 3parsec", "      ^", "A duration is a number with its unit" },
    { "pdd > 99999999999999h", "      ^", "too long" },
    { "time > 25:00", "       ^", "A time is written" },
    { "time > \"2023-02-29\"", "       ^", "A time is written" },
    { "time > 12", "       ^", "A time is written" },
    { "time in {12:00..2023-11-14}", "         ^", "Both ends of a range have a date" },
    { "number == 12", "          ^", "three digits" },
    { "number == bob", "          ^", "three digits" },
    { "payload matches \"a(b\"", "                    ^",
      "The regular expression is wrong here: missing closing parenthesis." },
    { "payload matches \"\\\"*\\\"[z-a]\"", "                         ^", "range out of order" },
    { "payload matches \"(*UTF)a\"", "                       ^",
      "The regular expression is wrong here" },
    { "payload matches {a}", "                ^", "A set goes with in" },
    { "payload matches", "               ^", "in quotes is expected" },
    { "payload contains \"\"", "                 ^", "An empty text" },
    { "\"\"", "^", "An empty text" },
    { "method == \"INVITE", "          ^", "This quote is not closed." },
    { "method == \"\\d\"", "           ^", "This is no escape" },
    { "method == \"\\x4\"", "           ^", "This is no escape" },
    { "(method == INVITE", "^", "This parenthesis is not closed." },
    { "(method == INVITE method == BYE)", "                  ^", "&&, || or ) is expected here." },
    { "method == INVITE)", "                ^", "This parenthesis was not opened." },
    { "state == no answer", "         ^", "did you mean \"no answer\"?" },
    { "state == bsy", "         ^", "did you mean busy?" },
    { "state in {busy, cancel}", "                ^", "did you mean cancelled?" },
    { "state != xyzzy", "         ^", "named xyzzy; there are trying" },
    { "from.user == no answer", "                ^", "a text with spaces needs quotes" },
    { "method == INVITE &&", "                   ^", "is expected here." },
    { "|| method", "^", "is expected here." },
    { "sip.header == 3", "           ^", "The name of a header is missing" },
    { "sip.header[] == 3", "           ^", "The name of a header is expected here" },
    { "sip.header[\"X\" == 3", "               ^", "is not closed: ] is missing" },
    { "method[\"X\"]", "      ^", "Only sip.header takes a name" },
    { "method not == INVITE", "           ^", "not is followed by in, contains or matches" },
    { "== 3", "^", "is expected here." },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        struct query *q = NULL;
        struct query_error error = { 0, "" };
        size_t at = strlen(refused[i].at) - 1;
        if (query_parse(&q, slice_of(refused[i].text), 0, &error) != -EINVAL || error.pos != at ||
            !strstr(error.text, refused[i].says))
            fail_msg("%s: at %zu, not %zu: %s", refused[i].text, error.pos, at, error.text);
        assert_int_equal(query_parse(&q, slice_of(refused[i].text), 0, NULL), -EINVAL);
    }
}

/* A copy of exactly its size, so that a read past the end is seen; freed by the caller. */
static struct slice exact(const char *text, size_t n)
{
    char *p = malloc(n ? n : 1);
    assert_non_null(p);
    memcpy(p, text, n);
    return slice_make(p, n);
}

static int parse_error(const char *text, size_t n, struct query_error *error)
{
    struct query *q = NULL;
    struct slice s = exact(text, n);
    int err = query_parse(&q, s, 0, error);
    free((void *)(uintptr_t)s.p);
    query_free(q);
    return err;
}

static void test_limits(void **state)
{
    (void)state;
    static char text[2 * QUERY_TEXT_MAX];
    struct query_error error;
    size_t n;

    memset(text, ' ', sizeof(text));
    assert_int_equal(parse_error(text, QUERY_TEXT_MAX, &error), 0);
    assert_int_equal(parse_error(text, QUERY_TEXT_MAX + 1, &error), -EINVAL);
    assert_int_equal(error.pos, QUERY_TEXT_MAX);

    for (unsigned depth = QUERY_NESTING_MAX; depth <= QUERY_NESTING_MAX + 1; depth++)
        for (int sign = 0; sign < 2; sign++) {
            memset(text, sign ? '!' : '(', depth);
            memcpy(text + depth, "ip", 2);
            n = depth + 2;
            if (!sign)
                memset(text + n, ')', depth), n += depth;
            assert_int_equal(parse_error(text, n, &error), depth > QUERY_NESTING_MAX ? -EINVAL : 0);
            if (depth > QUERY_NESTING_MAX)
                assert_int_equal(error.pos, QUERY_NESTING_MAX);
        }

    for (n = 0; n + 6 <= QUERY_TEXT_MAX; n += 6) /* a flat list is no nesting */
        memcpy(text + n, n ? "|| ip " : "   ip ", 6);
    assert_int_equal(parse_error(text, n, &error), 0);

    memset(text, 'a', sizeof(text));
    text[0] = '\'', text[1] = '.', text[QUERY_REGEX_MAX + 1] = '\'';
    assert_int_equal(parse_error(text, QUERY_REGEX_MAX + 2, &error), 0);
    text[QUERY_REGEX_MAX + 1] = 'a', text[QUERY_REGEX_MAX + 2] = '\'';
    assert_int_equal(parse_error(text, QUERY_REGEX_MAX + 3, &error), -EINVAL);

    for (unsigned count = 0; count <= QUERY_REGEXES_MAX; count++)
        memcpy(text + 8 * count, "'a.b'&& ", 8);
    assert_int_equal(parse_error(text, 8 * QUERY_REGEXES_MAX - 3, &error), 0);
    assert_int_equal(parse_error(text, 8 * QUERY_REGEXES_MAX + 5, &error), -EINVAL);
    assert_int_equal(error.pos, 8 * QUERY_REGEXES_MAX);

    for (unsigned count = 0; count <= QUERY_NEGATIVE_MAX; count++)
        memcpy(text + 6 * count, "!ip|| ", 6);
    assert_int_equal(parse_error(text, 6 * QUERY_NEGATIVE_MAX - 3, &error), 0);
    assert_int_equal(parse_error(text, 6 * QUERY_NEGATIVE_MAX + 3, &error), -EINVAL);
}

static void test_names(void **state)
{
    (void)state;
    for (unsigned f = 0; f < QUERY_FIELD_COUNT; f++) {
        struct slice rest = slice_of(query_field_get((enum query_field)f)->names);
        assert_true(slice_istarts(rest, query_field_name((enum query_field)f)));
        while (rest.n) {
            size_t end = slice_index(rest, ' ');
            struct slice name = slice_sub(rest, 0, end);
            name.n = slice_index(name, '[');
            assert_int_equal(query_field_find(name), f);
            rest = slice_sub(rest, end + 1, rest.n);
        }
    }
    assert_int_equal(query_field_find(SLICE("SIP.Status-Code")), QUERY_FIELD_STATUS);
    assert_int_equal(query_field_find(SLICE("")), QUERY_FIELD_COUNT);
}

static const struct {
    const char *text, *first, *has, *hasnt; /* | is the cursor */
    size_t from;
} completions[] = {
    { "", "sip.method", "state", "==", 0 },
    { "sip.fr", "sip.from.user", "sip.from.tag", "sip.to.tag", 0 },
    { "USER-A", "user_agent", "user_agent", "sip.user_agent", 0 },
    { "met", "method", "method", "sip.method", 0 },
    { "method ", "==", "matches", "<", 7 },
    { "method c", "contains", "contains", "==", 7 },
    { "code =", "==", "==", "!=", 5 },
    { "code <", "<=", "<=", ">", 5 },
    { "method ==", "INVITE", "BYE", "==", 9 },
    { "method == b", "BYE", "BYE", "INVITE", 10 },
    { "state == \"no", "\"not found\"", "\"no answer\"", "\"busy\"", 9 },
    { "state == n", "\"not found\"", "\"no answer\"", "\"busy\"", 9 },
    { "state in ", "{", "{", "\"busy\"", 9 },
    { "state in {busy, ca", "\"cancelled\"", "\"cancelled\"", "\"busy\"", 16 },
    { "(method == BYE) ", "&&", "||", "==", 16 },
    { "method == BYE &", "&&", "&&", "||", 14 },
    { "method == BYE && !tr", "transport", "transport", "time", 18 },
    { "sip.header", "", NULL, "==", 0 },
    { "sip.header[\"X\"] con", "contains", "contains", "==", 16 },
    { "'bob' a", "and", "and", "or", 6 },
    { "sip.request == ", "true", "false", "1", 15 },
    { "payload matches ", "", NULL, "x", 16 },
};

static void test_complete(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(completions) / sizeof(completions[0]); i++) {
        struct query_completion out[64];
        const char *text = completions[i].text;
        size_t n = query_complete(text, strlen(text), out, 64);
        bool has = !completions[i].has, hasnt = true;
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(out[k].from, completions[i].from);
            has = has || slice_eq(out[k].text, slice_of(completions[i].has));
            hasnt = hasnt && !slice_eq(out[k].text, slice_of(completions[i].hasnt));
        }
        if (!has || !hasnt || (n && !slice_eq(out[0].text, slice_of(completions[i].first))) ||
            (!n && completions[i].first[0]))
            fail_msg("%s: %zu proposals, first %.*s", text, n, n ? (int)out[0].text.n : 0,
                     n ? out[0].text.p : "");
    }
    struct query_completion one;
    assert_int_equal(query_complete("", 0, &one, 1), 1);
    assert_int_equal(query_complete("", 0, NULL, 0), 0);
}

/* What needs quotes is refused, where a text without an operator would be searched for. */
static void test_text_refused(void **state)
{
    (void)state;
    static const struct {
        size_t pos;
        const char *text;
    } wrong[] = {
        { 0, "Bob and Alice" }, { 7, "method = INVITE" }, { 3, " a(" }, { 0, "tag=aB1" },
        { 0, "a || b" },        { 0, "x in y" },          { 0, "not" },
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct query *q = NULL;
        struct query_error error = { 0, "" };
        assert_int_equal(query_parse(&q, slice_of(wrong[i].text), QUERY_TEXT, &error), -EINVAL);
        if (error.pos != wrong[i].pos && i != 6)
            fail_msg("%s: at %zu: %s", wrong[i].text, error.pos, error.text);
    }
}

/* The examples on lines that begin with a command, in single quotes, are right. */
static void check_examples(char *page)
{
    unsigned examples = 0;
    for (char *line = page, *end; (end = strchr(line, '\n')); line = end + 1) {
        const char *from = memchr(line, '\'', (size_t)(end - line)), *to = NULL;
        if (strncmp(line, "rung ", 5) || !from || !(to = memrchr(from, '\'', (size_t)(end - from))))
            continue;
        struct query *q = NULL;
        struct query_error error = { 0, "" };
        struct slice text = slice_make(from + 1, (size_t)(to - from) - 1);
        if (query_parse(&q, text, QUERY_TEXT, &error))
            fail_msg("%.*s: %s", (int)text.n, text.p, error.text);
        query_free(q);
        examples++;
    }
    assert_true(examples > 5);
}

/* Each field and alias stands in the manual page of the language. */
static void test_docs(void **state)
{
    (void)state;
    static char page[1 << 16];
    static const struct {
        const char *names, *help;
    } rows[] = {
#define X(id, names, type, level, source, values, help) { names, help },
        QUERY_FIELD_LIST(X)
#undef X
    };
    FILE *f = fopen("docs/filter.md", "rb");
    if (!f)
        skip();
    page[fread(page, 1, sizeof(page) - 1, f)] = 0;
    fclose(f);
    for (unsigned i = 0; i < QUERY_FIELD_COUNT; i++) {
        struct slice rest = slice_of(rows[i].names);
        while (rest.n) {
            char quoted[64];
            size_t end = slice_index(rest, ' ');
            snprintf(quoted, sizeof(quoted), "`%.*s", (int)end, rest.p);
            if (!strstr(page, quoted))
                fail_msg("docs/filter.md has no %s", quoted);
            rest = slice_sub(rest, end + 1, rest.n);
        }
        if (!strstr(page, rows[i].help))
            fail_msg("docs/filter.md does not say: %s", rows[i].help);
    }
    check_examples(page);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),  cmocka_unit_test(test_text_refused),
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_names),
        cmocka_unit_test(test_complete), cmocka_unit_test(test_docs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
