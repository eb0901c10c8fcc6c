/* Marks that the rows disprove, and those that they may not. */
#include "decode/finding/refine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/sipkit.h"

/* `mark` is set after the script, and stands or not. */
static const struct {
    const char *what, *script;
    uint32_t mark;
    bool stands;
} cases[] = {
    { "a request that was answered at last", "0 A>B INVITE\n500 A>B INVITE\n600 B>A 100\n",
      MARK(REQUEST_REPEATED), false },
    { "and one that was not", "0 A>B INVITE\n500 A>B INVITE\n1500 A>B INVITE\n",
      MARK(REQUEST_REPEATED), true },
    { "one of two is enough",
      "0 A>B INVITE\n500 A>B INVITE\n600 B>A 200\n700 A>B ACK\n"
      "2000 A>B BYE seq=2\n2500 A>B BYE seq=2\n",
      MARK(REQUEST_REPEATED), true },
    { "answered on one of two hops",
      "0 A>B INVITE\n10 B>C INVITE\n510 B>C INVITE\n520 A>B INVITE\n530 B>A 100\n",
      MARK(REQUEST_REPEATED), true },
    { "acknowledged at once", "0 A>B INVITE\n100 B>A 200\n120 A>B ACK\n600 B>A 200\n620 A>B ACK\n",
      MARK(ANSWER_REPEATED), false },
    { "straight to the Contact", "0 A>B INVITE\n100 B>A 200\n120 A>C ACK\n600 B>A 200\n",
      MARK(ANSWER_REPEATED), false },
    { "acknowledged late", "0 A>B INVITE\n100 B>A 200\n600 B>A 200\n700 A>B ACK\n",
      MARK(ANSWER_REPEATED), true },
    { "never acknowledged", "0 A>B INVITE\n100 B>A 200\n600 B>A 200\n", MARK(ANSWER_REPEATED),
      true },
    { "acknowledged by another host", "0 A>B INVITE\n100 B>A 200\n150 C>B ACK\n600 B>A 200\n",
      MARK(ANSWER_REPEATED), true },
    { "of two hops one is not",
      "0 A>B INVITE\n10 B>C INVITE\n100 C>B 200\n110 B>A 200\n120 A>B ACK\n600 C>B 200\n",
      MARK(ANSWER_REPEATED), true },
    { "the ACK may be for the other phone",
      "0 A>B INVITE\n100 B>A 200 t=one\n110 B>A 200 t=two\n120 A>B ACK t=one\n610 B>A 200 t=two\n",
      MARK(ANSWER_REPEATED), true },
    { "the ACK stands before the answer", "0 A>B INVITE\n50 A>B ACK\n100 B>A 200\n600 B>A 200\n",
      MARK(ANSWER_REPEATED), true },
    { "a PRACK and no repetition",
      "0 A>B INVITE\n100 B>A 183 rseq=1\n120 A>B PRACK seq=2\n130 B>A 200/PRACK seq=2\n",
      MARK(RELIABLE), false },
    { "something else is repeated",
      "0 A>B INVITE\n100 B>A 183 rseq=1\n120 A>B PRACK seq=2\n130 B>A 200/PRACK seq=2\n"
      "620 A>B PRACK seq=2\n",
      MARK(RELIABLE), false },
    { "the reliable answer is repeated",
      "0 A>B INVITE\n100 B>A 183 rseq=1\n600 B>A 183 rseq=1\n620 A>B PRACK seq=2\n", MARK(RELIABLE),
      true },
    { "no PRACK", "0 A>B INVITE\n100 B>A 183 rseq=1\n", MARK(RELIABLE), true },
    { "the call is taken over", "0 A>B INVITE\n100 B>A 200\n", MARK(REPLACES), false },
    { "it is not known", "0 A>B INVITE\n100 B>A 481\n", MARK(REPLACES), true },
    { "it has ended", "0 A>B INVITE\n100 B>A 603\n", MARK(REPLACES), true },
    { "challenged and tried again",
      "0 A>B INVITE\n10 B>A 401\n20 A>B ACK br=invite\n30 A>B INVITE seq=2\n", MARK(CHALLENGED),
      false },
    { "challenged and gone", "0 A>B INVITE\n10 B>A 401\n20 A>B ACK br=invite\n", MARK(CHALLENGED),
      true },
    { "not a mark for the rows", "0 A>B INVITE\n", MARK(EMERGENCY), true },
};

static uint32_t refined(const struct sipkit *k, uint32_t mark)
{
    struct leg *l = store_leg(&k->store, 1);
    struct heard *h = heard_new(&k->store);
    struct inquiry q = { .store = &k->store, .leg = 1, .marks = mark };
    assert_non_null(h);
    l->marks |= mark;
    uint32_t marks = refine_marks(&q, h);
    heard_free(h);
    return marks & mark;
}

static void test_marks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, cases[i].script);
        if (!refined(&k, cases[i].mark) != !cases[i].stands)
            fail_msg("%s: %s", cases[i].what, cases[i].stands ? "disproved" : "it stands");
        sipkit_fini(&k);
    }
}

/* A private address that speaks is no fault. */
static void test_hidden(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>B INVITE\n10 B>A 200\n");
    struct leg *l = store_leg(&k.store, 1);
    const struct message *m = store_message(&k.store, 1);
    memcpy(&l->hidden, message_src(&k.store, m)->addr.ip + 12, sizeof(l->hidden));
    assert_int_equal(refined(&k, MARK(NAT)), 0);
    l->hidden ^= 0x40000000;
    assert_int_equal(refined(&k, MARK(NAT)), MARK(NAT));
    l->hidden = MARK_HIDDEN_MANY;
    assert_int_equal(refined(&k, MARK(NAT)), MARK(NAT));
    sipkit_fini(&k);
}

/* More answers than are told apart: nothing is disproved. */
static void test_many(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_say(&k, "0 A>B INVITE");
    for (unsigned i = 0; i < 40; i++) {
        char line[64];
        snprintf(line, sizeof(line), "%u B>A 200 seq=%u", 10 * i, i + 1);
        sipkit_say(&k, line);
    }
    sipkit_say(&k, "450 A>B ACK");
    assert_int_equal(refined(&k, MARK(ANSWER_REPEATED)), MARK(ANSWER_REPEATED));
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
