/* Tests of the tables that sentences are made from: step_list.h, fact_list.h, word_list.h, and
 * cause_list.h behind decode/sip/cause.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/sip/cause.h"
#include "decode/sip/cause_list.h"
#include "ui/flow/facts.h"
#include "ui/flow/note_list.h"
#include "ui/flow/step_list.h"
#include "ui/flow/word_list.h"

struct row {
    int method;
    unsigned low, high;
    uint64_t facts;
    const char *words;
};

#define SIP_METHOD_ANY 255
#define F(id) FACT(id)
#define X(method, low, high, facts, words) { SIP_METHOD_##method, low, high, facts, words },
static const struct row rows[] = { STEP_LIST(X) };
static const struct row tails[] = { STEP_TAIL_LIST(X) };
static const struct row notes[] = { NOTE_LIST(X) };
#undef X
#undef F

static bool is_word(struct slice name)
{
#define X(id, help)                                                                                \
    if (slice_eq(name, SLICE(#id)))                                                                \
        return true;
    WORD_LIST(X)
#undef X
    return false;
}

static void check_words(const char *words)
{
    bool open = false;
    for (const char *p = words; *p; p++) {
        assert_int_equal(*p == ']', *p == ']' && open);
        if (*p == '[' || *p == ']') {
            assert_int_equal(*p == '[', !open);
            open = !open;
        }
        if (*p != '{')
            continue;
        size_t n = strcspn(p, "}");
        assert_true(is_word(slice_make(p + 1, n - 1)));
        p += n;
    }
    assert_false(open);
    assert_true(!words[0] || words[strlen(words) - 1] != '.');
}

static void test_rows(void **state)
{
    (void)state;
    size_t n = sizeof(rows) / sizeof(rows[0]);
    assert_true(FACT_COUNT <= 64);
    for (size_t i = 0; i < n; i++) {
        check_words(rows[i].words);
        for (size_t k = 0; k < i; k++) { /* an earlier row must not hide it */
            const struct row *a = &rows[k], *b = &rows[i];
            if ((a->method == SIP_METHOD_ANY || a->method == b->method) && a->low <= b->low &&
                a->high >= b->high && (a->facts & b->facts) == a->facts)
                fail_msg("\"%s\" hides \"%s\"", a->words, b->words);
        }
    }
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
        check_words(tails[i].words);
    for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
        check_words(notes[i].words);
}

/* Each fact says what it means, and a sentence is chosen by it. */
static void test_facts_are_used(void **state)
{
    (void)state;
    uint64_t used = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        used |= rows[i].facts;
    for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
        used |= notes[i].facts;
#define X(id, help)                                                                                \
    assert_true(sizeof(help) > 1);                                                                 \
    if (!(used & FACT(id)))                                                                        \
        fail_msg("no sentence is chosen by %s", #id);
    FACT_LIST(X)
#undef X
}

/* Each word says what it is, and a sentence has it. */
static void test_words_are_used(void **state)
{
    (void)state;
    struct buf all;
    buf_init(&all, 1 << 20);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        buf_adds(&all, rows[i].words);
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
        buf_adds(&all, tails[i].words);
    for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
        buf_adds(&all, notes[i].words);
#define X(id, help)                                                                                \
    assert_true(sizeof(help) > 1);                                                                 \
    if (!strstr(all.p, "{" #id "}"))                                                               \
        fail_msg("no sentence has {%s}", #id);
    WORD_LIST(X)
#undef X
    buf_fini(&all);
}

static void test_causes(void **state)
{
    (void)state;
    unsigned before = 0;
#define X(cause, words)                                                                            \
    assert_true(cause > before && cause < 128);                                                    \
    assert_string_equal(sip_cause_words(cause), words);                                            \
    before = cause;
    CAUSE_LIST(X)
#undef X
    assert_string_equal(sip_cause_words(0), "");
    assert_string_equal(sip_cause_words(128), "");
    assert_string_equal(sip_cause_words(UINT32_MAX), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_facts_are_used),
        cmocka_unit_test(test_words_are_used),
        cmocka_unit_test(test_causes),
    };
    return cmocka_run_group_tests_name("step_list", tests, NULL, NULL);
}
