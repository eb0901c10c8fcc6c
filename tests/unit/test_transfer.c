/* Transfers from REFER to outcome: kinds, parties, and the states that follow, by short scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "decode/session/link.h"
#include "decode/session/transfer.h"
#include "decode/session/turn.h"
#include "tests/unit/sipkit.h"

/* A calls B directly; leg 1. */
#define CALL                                                                                       \
    "0 A>B INVITE id=ab u=alice,bob\n10 B>A 180 id=ab u=alice,bob\n20 B>A 200 id=ab u=alice,bob\n" \
    "30 A>B ACK id=ab u=alice,bob\n"
/* B asks A to call C, in the call. */
#define REFER(n) n " B>A REFER id=ab seq=7 f=t t=f u=bob,alice h=Refer-To:<sip:carol@test>\n"
#define TAKEN(n) n " A>B 202/REFER id=ab seq=7 f=t t=f u=bob,alice\n"
#define NOTIFY(n, code)                                                                            \
    n " A>B NOTIFY id=ab seq=" n " f=f t=t u=alice,bob h=Event:refer frag=" code "\n"
#define LEAVES(n)                                                                                  \
    n " B>A BYE id=ab seq=9 f=t t=f u=bob,alice\n" n                                               \
      " A>B 200/BYE id=ab seq=9 f=t t=f u=bob,alice\n"
/* A calls C. */
#define NEW(n) n " A>C INVITE id=ac u=alice,carol uri=sip:carol@test\n"
#define REACHED(n) n " C>A 200 id=ac u=alice,carol\n"
#define BUSY(n) n " C>A 486 id=ac u=alice,carol\n"

struct row {
    const char *name, *script;
    enum transfer_kind kind;
    enum transfer_outcome outcome;
    unsigned code;
    enum call_state state; /* of leg 1 */
    unsigned transfers;
};

static const struct row rows[] = {
    { "reported",
      CALL REFER("100") TAKEN("110") NEW("200") REACHED("300") NOTIFY("310", "200") LEAVES("400"),
      TRANSFER_BLIND, TRANSFER_COMPLETED, 0, CALL_TRANSFERRED, 1 },
    { "without NOTIFY", CALL REFER("100") TAKEN("110") LEAVES("150") NEW("200") REACHED("300"),
      TRANSFER_BLIND, TRANSFER_COMPLETED, 0, CALL_TRANSFERRED, 1 },
    { "new call not in the capture", CALL REFER("100") TAKEN("110") LEAVES("150"), TRANSFER_BLIND,
      TRANSFER_ACCEPTED, 0, CALL_TRANSFERRED, 1 },
    { "new call not in the capture, reported",
      CALL REFER("100") TAKEN("110") NOTIFY("120", "100") NOTIFY("310", "200") LEAVES("400"),
      TRANSFER_BLIND, TRANSFER_COMPLETED, 0, CALL_TRANSFERRED, 1 },
    { "under way", CALL REFER("100") TAKEN("110") NOTIFY("120", "100") NEW("200"), TRANSFER_BLIND,
      TRANSFER_UNKNOWN, 0, CALL_IN_CALL, 1 },
    { "not answered yet", CALL REFER("100"), TRANSFER_BLIND, TRANSFER_UNKNOWN, 0, CALL_IN_CALL, 1 },
    { "busy, reported",
      CALL REFER("100") TAKEN("110") NEW("200") BUSY("300") NOTIFY("310", "486") LEAVES("400"),
      TRANSFER_BLIND, TRANSFER_FAILED, 486, CALL_COMPLETED, 1 },
    { "busy, not reported", CALL REFER("100") TAKEN("110") NEW("200") BUSY("300") LEAVES("400"),
      TRANSFER_BLIND, TRANSFER_FAILED, 486, CALL_COMPLETED, 1 },
    { "report against what the target says",
      CALL REFER("100") TAKEN("110") NEW("200") BUSY("300") NOTIFY("310", "200"), TRANSFER_BLIND,
      TRANSFER_COMPLETED, 0, CALL_IN_CALL, 1 },
    { "refused", CALL REFER("100") "110 A>B 603/REFER id=ab seq=7 f=t t=f\n" LEAVES("400"),
      TRANSFER_BLIND, TRANSFER_REFUSED, 603, CALL_COMPLETED, 1 },
    { "challenged, then taken",
      CALL REFER(
          "100") "110 A>B 401/REFER id=ab seq=7 f=t t=f\n"
                 "120 B>A REFER id=ab seq=8 f=t t=f u=bob,alice h=Refer-To:<sip:carol@test>\n"
                 "130 A>B 202/REFER id=ab seq=8 f=t t=f\n" NEW("200") REACHED("300"),
      TRANSFER_BLIND, TRANSFER_COMPLETED, 0, CALL_IN_CALL, 1 },
    { "challenged and given up", CALL REFER("100") "110 A>B 401/REFER id=ab seq=7 f=t t=f\n",
      TRANSFER_BLIND, TRANSFER_REFUSED, 401, CALL_IN_CALL, 1 },
    { "two in one call, told apart by the id",
      CALL REFER("100")
          TAKEN("110") "120 B>A REFER id=ab seq=8 f=t t=f u=bob,alice h=Refer-To:<sip:dave@test>\n"
                       "130 A>B 202/REFER id=ab seq=8 f=t t=f\n"
                       "140 A>B NOTIFY id=ab seq=140 u=alice,bob h=Event:refer;id=8 frag=404\n",
      TRANSFER_BLIND, TRANSFER_FAILED, 404, CALL_IN_CALL, 2 },
    { "the first one failed, the second one leads to the call",
      CALL REFER("100") TAKEN("110") NOTIFY(
          "120",
          "403") "130 B>A REFER id=ab seq=8 f=t t=f u=bob,alice h=Refer-To:<sip:carol@test>\n"
                 "140 A>B 202/REFER id=ab seq=8 f=t t=f\n" NEW("200") REACHED("300"),
      TRANSFER_BLIND, TRANSFER_COMPLETED, 0, CALL_IN_CALL, 2 },
    { "method=BYE",
      CALL "100 B>A REFER id=ab seq=7 f=t t=f h=Refer-To:<sip:carol@test;method=BYE>\n",
      TRANSFER_BLIND, TRANSFER_UNKNOWN, 0, CALL_IN_CALL, 0 },
    { "a conference", CALL "100 B>A REFER id=ab seq=7 f=t t=f h=Refer-To:<sip:conf12@test>\n",
      TRANSFER_BLIND, TRANSFER_UNKNOWN, 0, CALL_IN_CALL, 0 },
    { "isfocus", CALL "100 B>A REFER id=ab seq=7 f=t t=f h=Refer-To:<sip:carol@test>;isfocus\n",
      TRANSFER_BLIND, TRANSFER_UNKNOWN, 0, CALL_IN_CALL, 0 },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *r = &rows[i];
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, r->script);
        unsigned code;
        int64_t end_ns = KIT_EPOCH_NS + INT64_C(1000000000);
        const struct transfer *x = transfer_find(&k.store, transfer_of_leg(&k.store, 1));
        if (k.store.transfers.n != r->transfers || !x != !r->transfers)
            fail_msg("%s: %u transfers", r->name, k.store.transfers.n);
        if (x &&
            (transfer_kind(x) != r->kind ||
             transfer_outcome(&k.store, x, end_ns, true, &code) != r->outcome || code != r->code))
            fail_msg("%s: %s, %s (%u)", r->name, transfer_kind_word(transfer_kind(x)),
                     transfer_outcome_word(transfer_outcome(&k.store, x, end_ns, true, &code)),
                     code);
        if (sipkit_state(&k, 1, 1000, true, &code) != r->state)
            fail_msg("%s: %s", r->name, call_state_words(sipkit_state(&k, 1, 1000, true, &code)));
        sipkit_fini(&k);
    }
}

/* B asks the proxy, which says 202 itself; only A's answer counts, and A is the transferee. */
static void test_proxy(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>P INVITE id=ab u=alice,bob via=1\n1 P>B INVITE id=ab u=alice,bob via=2\n"
                    "20 B>P 200 id=ab via=2\n21 P>A 200 id=ab via=1\n");
    sipkit_play(&k,
                "100 B>P REFER id=ab seq=7 f=t t=f u=bob,alice via=1 h=Refer-To:<sip:carol@test>\n"
                "101 P>B 202/REFER id=ab seq=7 f=t t=f via=1\n"
                "110 P>A REFER id=ab seq=7 f=t t=f u=bob,alice via=2 h=Refer-To:<sip:carol@test>\n"
                "111 A>P 603/REFER id=ab seq=7 f=t t=f via=2\n"
                "112 P>B 603/REFER id=ab seq=7 f=t t=f via=1\n");
    assert_int_equal(k.store.transfers.n, 1);
    const struct transfer *x = transfer_find(&k.store, 1);
    unsigned code;
    assert_int_equal(transfer_outcome(&k.store, x, k.now_ns, false, &code), TRANSFER_REFUSED);
    assert_int_equal(code, 603);
    struct transfer_party a = transfer_party(&k.store, x, TRANSFER_TRANSFEROR),
                          b = transfer_party(&k.store, x, TRANSFER_TRANSFEREE),
                          c = transfer_party(&k.store, x, TRANSFER_TARGET);
    assert_int_equal(a.message, 5);
    assert_int_equal(a.header, SIP_FROM);
    assert_int_equal(a.end, TRANSFER_SENDER);
    assert_int_equal(b.message, 7);
    assert_int_equal(b.end, TRANSFER_RECEIVER);
    assert_int_equal(c.header, SIP_REFER_TO);
    assert_int_equal(c.end, TRANSFER_NOWHERE);
    sipkit_fini(&k);
}

/* The call of A and C under way already: its tags are f and tc. */
#define CONSULT                                                                                    \
    "40 A>C INVITE id=cons u=alice,carol\n41 C>A 180 id=cons t=tc\n42 C>A 200 id=cons t=tc\n"
#define REFER_REPLACES                                                                             \
    "100 A>B REFER id=ab seq=7 u=alice,bob "                                                       \
    "h=Refer-To:<sip:carol@test?Replaces=cons%3Bto-tag%3Dtc%3Bfrom-tag%3Df>\n"                     \
    "110 B>A 202/REFER id=ab seq=7\n"
#define TAKE_OVER                                                                                  \
    "200 B>C INVITE id=bc u=bob,carol uri=sip:carol@test h=Replaces:cons;to-tag=tc;from-tag=f\n"   \
    "210 C>B 200 id=bc u=bob,carol\n"

static enum call_state leg_state(const struct sipkit *k, uint32_t leg)
{
    unsigned code;
    return sipkit_state(k, leg, 1000, true, &code);
}

static void test_attended(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, CALL CONSULT REFER_REPLACES TAKE_OVER
                "300 C>A BYE id=cons f=tc t=f\n301 A>C 200/BYE id=cons f=tc t=f\n"
                "310 A>B BYE id=ab seq=9\n311 B>A 200/BYE id=ab seq=9\n");
    assert_int_equal(k.store.transfers.n, 1);
    const struct transfer *x = transfer_find(&k.store, transfer_of_leg(&k.store, 1));
    assert_int_equal(transfer_kind(x), TRANSFER_ATTENDED);
    assert_int_equal(x->consultation, 2);
    assert_int_equal(x->target, 3);
    assert_int_equal(x->confidence, 100);
    assert_true(x->flags & TRANSFER_REPLACES_FOUND);
    assert_true(x->because & LINK_BIT(SESSION_REPLACES));
    assert_int_equal(transfer_to_leg(&k.store, 3), 1);
    assert_int_equal(leg_state(&k, 1), CALL_TRANSFERRED);
    assert_int_equal(leg_state(&k, 2), CALL_REPLACED);
    assert_int_equal(leg_state(&k, 3), CALL_IN_CALL);
    assert_int_equal(session_of(&k.store, 3), 1);
    sipkit_fini(&k);
}

/* The B2BUA joins the two calls that it has: no INVITE, two BYEs. */
static void test_joined_inside(void **state)
{
    (void)state;
    struct sipkit k;
    unsigned code;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, CALL CONSULT REFER_REPLACES);
    const struct transfer *x = transfer_find(&k.store, 1);
    assert_int_equal(transfer_outcome(&k.store, x, k.now_ns, false, &code), TRANSFER_ACCEPTED);
    struct transfer_party c = transfer_party(&k.store, x, TRANSFER_TARGET);
    assert_int_equal(c.header, SIP_TO);
    assert_int_equal(c.end, TRANSFER_RECEIVER);
    sipkit_play(&k, "300 C>A BYE id=cons f=tc t=f\n310 B>A BYE id=ab seq=9 f=t t=f\n");
    assert_int_equal(transfer_outcome(&k.store, x, k.now_ns, false, &code), TRANSFER_COMPLETED);
    sipkit_fini(&k);
}

/* Replaces whose REFER is not in the capture; one that names nothing known. */
static void test_replaces_alone(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, CONSULT TAKE_OVER);
    const struct transfer *x = transfer_find(&k.store, transfer_of_leg(&k.store, 1));
    assert_non_null(x);
    assert_int_equal(x->m_refer, 0);
    assert_int_equal(transfer_kind(x), TRANSFER_ATTENDED);
    assert_int_equal(leg_state(&k, 1), CALL_REPLACED);
    sipkit_play(&k, "400 D>C INVITE id=odd u=dave,carol h=Replaces:nobody;to-tag=1;from-tag=2\n");
    const struct turn *turn = turn_of(&k.store, store_leg(&k.store, 3));
    assert_non_null(turn);
    assert_int_not_equal(turn->m_replaces, 0);
    assert_false(turn->flags & TURN_REPLACES_FOUND);
    assert_int_equal(k.store.transfers.n, 1);
    assert_int_equal(session_of(&k.store, 3), 3);
    sipkit_fini(&k);
}

/* An INVITE with Replaces that is refused takes over nothing. */
static void test_replaces_refused(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k,
                CONSULT "200 B>C INVITE id=bc u=bob,carol h=Replaces:cons;to-tag=tc;from-tag=f\n"
                        "210 C>B 603 id=bc u=bob,carol\n");
    assert_int_equal(leg_state(&k, 1), CALL_IN_CALL);
    sipkit_fini(&k);
}

/* The target rang; A gave up before the REFER, or after it. */
static void test_semi_attended(void **state)
{
    static const char *const scripts[] = {
        CALL "40 A>C INVITE id=cons u=alice,carol\n41 C>A 180 id=cons t=tc u=alice,carol\n"
             "50 A>C CANCEL id=cons u=alice,carol\n51 C>A 200/CANCEL id=cons\n"
             "52 C>A 487 id=cons t=tc u=alice,carol\n"
             "100 A>B REFER id=ab seq=7 u=alice,bob h=Refer-To:<sip:carol@test>\n",
        CALL "40 A>C INVITE id=cons u=alice,carol\n41 C>A 180 id=cons t=tc u=alice,carol\n"
             "100 A>B REFER id=ab seq=7 u=alice,bob h=Refer-To:<sip:carol@test>\n"
             "150 A>C CANCEL id=cons u=alice,carol\n151 C>A 200/CANCEL id=cons\n",
        CALL "40 A>C INVITE id=cons u=alice,carol\n41 C>A 180 id=cons t=tc u=alice,carol\n"
             "100 A>B REFER id=ab seq=7 u=alice,bob "
             "h=Refer-To:<sip:carol@test?Replaces=cons%3Bto-tag%3Dtc%3Bfrom-tag%3Df>\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, scripts[i]);
        const struct transfer *x = transfer_find(&k.store, transfer_of_leg(&k.store, 1));
        assert_non_null(x);
        assert_int_equal(transfer_kind(x), TRANSFER_SEMI);
        assert_int_equal(x->consultation, 2);
        sipkit_fini(&k);
    }
}

/* Outside of the call, tied to it by Target-Dialog. */
static void test_target_dialog(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(
        &k,
        CALL "100 B>A REFER id=refer t=- u=bob,alice h=Refer-To:<sip:carol@test> "
             "h2=Target-Dialog:ab;local-tag=f;remote-tag=t\n"
             "110 A>B 202/REFER id=refer u=bob,alice\n" NEW("200") REACHED(
                 "300") "320 A>B NOTIFY id=refer f=t t=f h=Event:refer frag=200\n" LEAVES("400"));
    const struct transfer *x = transfer_find(&k.store, transfer_of_leg(&k.store, 1));
    assert_non_null(x);
    assert_int_equal(x->leg, 2);
    assert_int_equal(x->target, 3);
    assert_int_equal(x->sipfrag, 200);
    assert_int_equal(session_of(&k.store, 2), 1);
    assert_int_equal(session_of(&k.store, 3), 1);
    assert_int_equal(leg_state(&k, 1), CALL_TRANSFERRED);
    sipkit_fini(&k);
}

/* Outside of the call, and nothing names it: the one call of the two; or several, so none. */
static void test_same_pair(void **state)
{
    static const char refer[] =
        "100 B>A REFER id=refer t=- u=bob,alice h=Refer-To:<sip:carol@test>\n"
        "110 A>B 202/REFER id=refer u=bob,alice\n";
    (void)state;
    for (int several = 0; several < 2; several++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, CALL);
        if (several)
            sipkit_play(&k, "50 B>A INVITE id=more u=bob,alice\n60 A>B 200 id=more\n");
        sipkit_play(&k, refer);
        const struct transfer *x = transfer_find(&k.store, 1);
        assert_non_null(x);
        assert_int_equal(x->subject, several ? 0 : 1);
        assert_int_equal(transfer_of_leg(&k.store, 1), several ? 0 : 1);
        sipkit_fini(&k);
    }
}

/* A B2BUA makes a REFER of its own of the one it gets, and two legs of the new call: whichever is
 * asked, the call was transferred to the new one. */
static void test_b2bua(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>X INVITE id=one u=alice,bob\n1 X>B INVITE id=two u=alice,bob\n"
                    "20 B>X 200 id=two u=alice,bob\n21 X>A 200 id=one u=alice,bob\n");
    link_add(&k.store, 1, 2, LINK_CALL, LINK_BIT(SESSION_SCORE), 90);
    sipkit_play(&k,
                "100 B>X REFER id=two seq=7 f=t t=f u=bob,alice h=Refer-To:<sip:carol@test>\n"
                "101 X>A REFER id=one seq=8 f=t t=f u=bob,alice h=Refer-To:<sip:carol@test>\n"
                "102 A>X 202/REFER id=one seq=8 f=t t=f\n103 X>B 202/REFER id=two seq=7 f=t t=f\n"
                "200 A>X INVITE id=three u=alice,carol uri=sip:carol@test\n"
                "201 X>C INVITE id=four u=alice,carol uri=sip:carol@test\n"
                "300 C>X 200 id=four u=alice,carol\n301 X>A 200 id=three u=alice,carol\n"
                "400 B>X BYE id=two seq=9 f=t t=f\n401 X>B 200/BYE id=two seq=9 f=t t=f\n"
                "402 X>A BYE id=one seq=9 f=t t=f\n403 A>X 200/BYE id=one seq=9 f=t t=f\n");
    link_add(&k.store, 3, 4, LINK_CALL, LINK_BIT(SESSION_SCORE), 90);
    assert_int_equal(k.store.transfers.n, 2);
    const struct transfer *x = transfer_find(&k.store, transfer_of_call(&k.store, 1));
    unsigned code;
    assert_int_equal(transfer_outcome(&k.store, x, k.now_ns, true, &code), TRANSFER_COMPLETED);
    assert_int_equal(store_leg(&k.store, x->target)->call, store_leg(&k.store, 3)->call);
    assert_int_equal(transfer_find(&k.store, transfer_of_leg(&k.store, 1))->target, 3);
    assert_int_equal(leg_state(&k, 1), CALL_TRANSFERRED);
    assert_int_equal(leg_state(&k, 2), CALL_TRANSFERRED);
    assert_int_equal(session_of(&k.store, 4), session_of(&k.store, 1));
    sipkit_fini(&k);
}

/* A call to somebody else, too late, or by somebody else, is none that was asked for. */
static void test_not_asked_for(void **state)
{
    static const char *const others[] = {
        "200 A>C INVITE id=ac u=alice,dave uri=sip:dave@test\n",
        "61200 A>C INVITE id=ac u=alice,carol uri=sip:carol@test\n",
        "200 D>C INVITE id=ac u=dave,carol uri=sip:carol@test\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, CALL REFER("100") TAKEN("110"));
        sipkit_say(&k, others[i]);
        assert_int_equal(transfer_find(&k.store, 1)->target, 0);
        sipkit_fini(&k);
    }
}

/* A flood of REFERs in one leg stays linear. */
static void test_flood(void **state)
{
    (void)state;
    uint64_t probes[2];
    for (unsigned round = 0; round < 2; round++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, CALL);
        for (unsigned i = 0; i < 500U << round; i++) {
            char line[160];
            snprintf(line, sizeof(line),
                     "%u B>A REFER id=ab seq=%u f=t t=f u=bob,alice h=Refer-To:<sip:carol@test>",
                     100 + i, 10 + i);
            sipkit_say(&k, line);
        }
        assert_int_equal(k.store.transfers.n, 500U << round);
        probes[round] = k.store.dialog_index.probes + k.store.leg_index.probes;
        sipkit_fini(&k);
    }
    assert_true(probes[1] < 4 * probes[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),           cmocka_unit_test(test_proxy),
        cmocka_unit_test(test_attended),       cmocka_unit_test(test_joined_inside),
        cmocka_unit_test(test_replaces_alone), cmocka_unit_test(test_replaces_refused),
        cmocka_unit_test(test_semi_attended),  cmocka_unit_test(test_target_dialog),
        cmocka_unit_test(test_same_pair),      cmocka_unit_test(test_b2bua),
        cmocka_unit_test(test_not_asked_for),  cmocka_unit_test(test_flood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
