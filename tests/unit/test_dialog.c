/* Tests of decode/dialog.c through the model: which messages make a dialog, confirm it, or name it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "decode/dialog.h"
#include "tests/unit/sipkit.h"

static const struct row {
    const char *name, *script;
    unsigned early, confirmed;
} rows[] = {
    { "INVITE alone", "0 A>P INVITE\n", 0, 0 },
    { "100 makes none", "0 A>P INVITE\n1 P>A 100 t=t\n", 0, 0 },
    { "180 without a tag makes none", "0 A>P INVITE\n1 P>A 180 t=-\n", 0, 0 },
    { "180 makes an early one", "0 A>P INVITE\n1 P>A 180\n", 1, 0 },
    { "183, 199 and 181 make early ones",
      "0 A>P INVITE\n1 P>A 183 t=a\n2 P>A 199 t=b\n3 P>A 181 t=c\n", 3, 0 },
    { "180 twice", "0 A>P INVITE\n1 P>A 180\n500 P>A 180\n", 1, 0 },
    { "200 confirms it", "0 A>P INVITE\n1 P>A 180\n2 P>A 200\n", 0, 1 },
    { "200 alone", "0 A>P INVITE\n2 P>A 200\n", 0, 1 },
    { "over two hops it is one",
      "0 A>P INVITE\n1 P>B INVITE\n2 B>P 180\n3 P>A 180\n4 B>P 200\n5 P>A 200\n", 0, 1 },
    { "180 after 200", "0 A>P INVITE\n1 P>A 200\n2 P>A 180\n", 0, 1 },
    { "a refusal makes none", "0 A>P INVITE\n1 P>A 486\n2 A>P ACK\n", 0, 0 },
    { "a challenge makes none", "0 A>P INVITE\n1 P>A 407\n2 A>P ACK\n", 0, 0 },
    { "a redirect makes none", "0 A>P INVITE\n1 P>A 302\n", 0, 0 },
    { "early and refused stays early", "0 A>P INVITE\n1 P>A 180\n2 P>A 486\n", 1, 0 },
    { "a fork, one answers", "0 A>P INVITE\n1 P>A 180 t=a\n2 P>A 180 t=b\n3 P>A 200 t=b\n", 1, 1 },
    { "a fork, both answer",
      "0 A>P INVITE\n1 P>A 180 t=a\n2 P>A 180 t=b\n3 P>A 200 t=b\n4 P>A 200 t=a\n", 0, 2 },
    { "tags are unordered", "0 A>P INVITE\n1 P>A 200\n2 P>A BYE f=t t=f\n3 A>P 200/BYE f=t t=f\n",
      0, 1 },
    { "another From-tag is another one",
      "0 A>P INVITE\n1 P>A 200\n2 A>P INVITE f=g seq=2\n"
      "3 P>A 200 f=g seq=2\n",
      0, 2 },
    { "another Call-ID is another one",
      "0 A>P INVITE\n1 P>A 200\n2 A>P INVITE id=o\n3 P>A 200 id=o\n", 0, 2 },
    { "a re-INVITE finds it", "0 A>P INVITE\n1 P>A 200\n2 A>P INVITE t=t seq=2\n3 P>A 200 seq=2\n",
      0, 1 },
    { "a refused re-INVITE leaves it",
      "0 A>P INVITE\n1 P>A 200\n2 A>P INVITE t=t seq=2\n3 P>A 488 seq=2\n", 0, 1 },
    { "BYE shows one from before", "0 A>P BYE\n", 0, 1 },
    { "re-INVITE shows one from before", "0 A>P INVITE t=t\n", 0, 1 },
    { "INFO shows one from before", "0 A>P INFO\n", 0, 1 },
    { "UPDATE shows one from before", "0 A>P UPDATE\n", 0, 1 },
    { "REFER shows one from before", "0 A>P REFER\n", 0, 1 },
    { "SUBSCRIBE shows one from before", "0 A>P SUBSCRIBE t=t\n", 0, 1 },
    { "ACK shows none", "0 A>P ACK\n", 0, 0 },
    { "PRACK shows none", "0 A>P PRACK\n", 0, 0 },
    { "CANCEL shows none", "0 A>P CANCEL t=t\n", 0, 0 },
    { "the answer to BYE shows none", "0 P>A 200/BYE\n", 0, 0 },
    { "PRACK and UPDATE leave it early",
      "0 A>P INVITE\n1 P>A 183\n2 A>P PRACK seq=2\n3 P>A 200/PRACK seq=2\n"
      "4 A>P UPDATE seq=3\n5 P>A 200/UPDATE seq=3\n",
      1, 0 },
    { "SUBSCRIBE", "0 A>P SUBSCRIBE\n1 P>A 200/SUBSCRIBE\n", 0, 1 },
    { "SUBSCRIBE, accepted", "0 A>P SUBSCRIBE\n1 P>A 202/SUBSCRIBE\n2 P>A NOTIFY f=t t=f\n", 0, 1 },
    { "SUBSCRIBE refused", "0 A>P SUBSCRIBE\n1 P>A 489/SUBSCRIBE\n", 0, 0 },
    { "SUBSCRIBE, NOTIFY first", "0 A>P SUBSCRIBE\n1 P>A NOTIFY f=t t=f\n2 P>A 200/SUBSCRIBE\n", 0,
      1 },
    { "SUBSCRIBE, two notifiers",
      "0 A>P SUBSCRIBE\n1 P>A 200/SUBSCRIBE t=a\n2 P>A NOTIFY f=a t=f\n"
      "3 P>A NOTIFY f=b t=f\n",
      0, 2 },
    { "REFER outside", "0 A>P REFER t=-\n1 P>A 202/REFER\n2 P>A NOTIFY f=t t=f\n", 0, 1 },
    { "REFER inside", "0 A>P INVITE\n1 P>A 200\n2 P>A REFER f=t t=f\n3 A>P 202/REFER f=t t=f\n", 0,
      1 },
    { "REGISTER makes none", "0 A>P REGISTER\n1 P>A 200/REGISTER\n", 0, 0 },
    { "OPTIONS makes none", "0 A>P OPTIONS\n1 P>A 200/OPTIONS\n", 0, 0 },
    { "MESSAGE makes none", "0 A>P MESSAGE\n1 P>A 200/MESSAGE\n", 0, 0 },
    { "no From-tag, no dialog", "0 A>P INVITE f=-\n1 P>A 200 f=-\n", 0, 0 },
};

static void test_rows(void **state)
{
    (void)state;
    bool right = true;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, rows[i].script);
        const uint64_t *n = k.store.counts.dialogs;
        if (n[DIALOG_EARLY] != rows[i].early || n[DIALOG_CONFIRMED] != rows[i].confirmed) {
            print_error("%s: %u early, %u confirmed\n", rows[i].name, (unsigned)n[DIALOG_EARLY],
                        (unsigned)n[DIALOG_CONFIRMED]);
            right = false;
        }
        assert_int_equal(k.store.dialogs.n, n[DIALOG_EARLY] + n[DIALOG_CONFIRMED]);
        for (uint32_t d = 1; d <= k.store.dialogs.n; d++)
            assert_non_null(store_leg(&k.store, store_dialog(&k.store, d)->leg));
        sipkit_fini(&k);
    }
    assert_true(right);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
