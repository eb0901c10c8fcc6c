/* Tests of decode/subscription.c: what each exchange makes of a subscription. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "decode/subscription.h"
#include "tests/unit/rawkit.h"

#define MWI "Event: message-summary\r\nExpires: 600\r\n"
#define TOLD(state) "Event: message-summary\r\nSubscription-State: " state "\r\n"
#define SUBSCRIBE(ms_, seq, to, more_)                                                             \
    {                                                                                              \
        .ms = ms_, .way = "A>P", .method = "SUBSCRIBE", .cseq = seq, .to_tag = to, .more = more_   \
    }
#define TAKEN(ms_, seq, code_, to, more_)                                                          \
    {                                                                                              \
        .ms = ms_, .way = "P>A", .method = "SUBSCRIBE", .cseq = seq, .code = code_, .to_tag = to,  \
        .more = more_                                                                              \
    }
#define NOTIFY(ms_, seq, from, more_)                                                              \
    {                                                                                              \
        .ms = ms_, .way = "P>A", .method = "NOTIFY", .cseq = seq, .from_tag = from, .to_tag = "f", \
        .more = more_                                                                              \
    }
#define REFER(seq)                                                                                 \
    {                                                                                              \
        .ms = seq, .way = "A>P", .method = "REFER", .cseq = seq, .to_tag = "t"                     \
    }
#define REFERRED(seq, more_)                                                                       \
    {                                                                                              \
        .ms = seq + 5, .way = "P>A", .method = "REFER", .cseq = seq, .code = 202, .more = more_    \
    }

struct row {
    const char *name;
    struct raw say[8];
    int64_t end_ms;
    unsigned count; /* of subscriptions; the rest is of the first */
    enum subscription_state state;
    enum subscription_package package;
    enum subscription_reason reason;
    unsigned notifies;
};

#define MWI_IS SUBSCRIPTION_PACKAGE_MESSAGE_SUMMARY
#define REFER_IS SUBSCRIPTION_PACKAGE_REFER
#define NO_REASON SUBSCRIPTION_REASON_NONE

static const struct row rows[] = {
    { "asked", { SUBSCRIBE(0, 1, NULL, MWI) }, 9, 1, SUBSCRIPTION_TRYING, MWI_IS, NO_REASON, 0 },
    { "never answered",
      { SUBSCRIBE(0, 1, NULL, MWI) },
      32000,
      1,
      SUBSCRIPTION_FAILED,
      MWI_IS,
      NO_REASON,
      0 },
    { "refused",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 489, "t", "") },
      9,
      1,
      SUBSCRIPTION_FAILED,
      MWI_IS,
      NO_REASON,
      0 },
    { "challenged, then taken",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 401, "c", ""), SUBSCRIBE(9, 2, NULL, MWI),
        TAKEN(12, 2, 202, "t", "Expires: 600\r\n") },
      20,
      1,
      SUBSCRIPTION_ACCEPTED,
      MWI_IS,
      NO_REASON,
      0 },
    { "active",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 200, "t", ""),
        NOTIFY(9, 1, "t", TOLD("active;expires=600")), NOTIFY(19, 2, "t", TOLD("Active")) },
      30,
      1,
      SUBSCRIPTION_ACTIVE,
      MWI_IS,
      NO_REASON,
      2 },
    { "NOTIFY before the 200",
      { SUBSCRIBE(0, 1, NULL, MWI), NOTIFY(4, 1, "t", TOLD("pending")), TAKEN(5, 1, 200, "t", "") },
      30,
      1,
      SUBSCRIPTION_PENDING,
      MWI_IS,
      NO_REASON,
      1 },
    { "ran out",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 200, "t", ""),
        NOTIFY(9, 1, "t", TOLD("active;expires=60")) },
      60010,
      1,
      SUBSCRIPTION_EXPIRED,
      MWI_IS,
      NO_REASON,
      1 },
    { "refreshed",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 200, "t", "Expires: 60\r\n"),
        NOTIFY(9, 1, "t", TOLD("active")), SUBSCRIBE(50000, 2, "t", MWI),
        TAKEN(50005, 2, 200, "t", "Expires: 60\r\n") },
      61000,
      1,
      SUBSCRIPTION_ACTIVE,
      MWI_IS,
      NO_REASON,
      1 },
    { "ended",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 200, "t", ""),
        NOTIFY(9, 1, "t", TOLD("active;expires=60")),
        NOTIFY(19, 2, "t", TOLD("terminated;reason=deactivated")) },
      60010,
      1,
      SUBSCRIPTION_TERMINATED,
      MWI_IS,
      SUBSCRIPTION_REASON_DEACTIVATED,
      2 },
    { "forked",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 200, "t", ""),
        NOTIFY(9, 1, "t", TOLD("active;expires=60")),
        NOTIFY(9, 1, "u", TOLD("terminated;reason=giveup")) },
      30,
      2,
      SUBSCRIPTION_ACTIVE,
      MWI_IS,
      NO_REASON,
      1 },
    { "NOTIFY on two hops",
      { SUBSCRIBE(0, 1, NULL, MWI),
        { .ms = 8,
          .way = "R>P",
          .method = "NOTIFY",
          .from_tag = "t",
          .to_tag = "f",
          .more = TOLD("active") },
        { .ms = 9,
          .way = "P>A",
          .method = "NOTIFY",
          .from_tag = "t",
          .to_tag = "f",
          .vias = 2,
          .more = TOLD("active") } },
      30,
      1,
      SUBSCRIPTION_ACTIVE,
      MWI_IS,
      NO_REASON,
      1 },
    { "two events in one dialog",
      { SUBSCRIBE(0, 1, NULL, MWI), TAKEN(5, 1, 200, "t", ""),
        SUBSCRIBE(9, 2, "t", "o: presence;id=4\r\n"), TAKEN(12, 2, 200, "t", "") },
      30,
      2,
      SUBSCRIPTION_ACCEPTED,
      MWI_IS,
      NO_REASON,
      0 },
    { "NOTIFY that nobody asked for",
      { { .ms = 0, .way = "P>A", .method = "NOTIFY", .more = TOLD("active") } },
      30,
      0,
      SUBSCRIPTION_TRYING,
      MWI_IS,
      NO_REASON,
      0 },
    { "REFER", { REFER(1), REFERRED(1, "") }, 9, 1, SUBSCRIPTION_ACCEPTED, REFER_IS, NO_REASON, 0 },
    { "REFER without a subscription",
      { REFER(1), REFERRED(1, "Refer-Sub: false\r\n") },
      9,
      0,
      SUBSCRIPTION_TRYING,
      REFER_IS,
      NO_REASON,
      0 },
    { "two REFERs, told apart by id",
      { REFER(1), REFERRED(1, ""), REFER(2), REFERRED(2, ""),
        NOTIFY(20, 5, "t", "Event: refer\r\nSubscription-State: active\r\n"),
        NOTIFY(21, 6, "t",
               "Event: refer;id=2\r\nSubscription-State: terminated;reason=noresource\r\n") },
      30,
      2,
      SUBSCRIPTION_ACTIVE,
      REFER_IS,
      NO_REASON,
      1 },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *row = &rows[i];
        struct sipkit k;
        assert_true(sipkit_init(&k));
        for (int j = 0; j < 8 && row->say[j].way; j++)
            rawkit_say(&k, row->say[j]);
        if (subscription_count(&k.store) != row->count)
            fail_msg("%s: %u subscriptions", row->name, subscription_count(&k.store));
        const struct subscription *x = subscription_get(&k.store, 1);
        if (x) {
            enum subscription_state got =
                subscription_state(x, KIT_EPOCH_NS + row->end_ms * 1000000);
            if (got != row->state || x->package != row->package || x->reason != row->reason ||
                x->notifies != row->notifies)
                fail_msg("%s: %s, %s, reason \"%s\", %u NOTIFYs", row->name,
                         subscription_state_words(got),
                         subscription_package_name((enum subscription_package)x->package),
                         subscription_reason_word((enum subscription_reason)x->reason),
                         x->notifies);
            assert_int_equal(subscription_of_leg(&k.store, x->leg), 1);
        }
        sipkit_fini(&k);
    }
}

/* Forks without end in one Call-ID. */
static void test_forks(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    rawkit_say(&k, (struct raw)SUBSCRIBE(0, 1, NULL, MWI));
    for (unsigned i = 0; i < 200; i++) {
        char tag[16];
        snprintf(tag, sizeof(tag), "t%u", i);
        rawkit_say(&k, (struct raw)NOTIFY(i, i, tag, TOLD("active")));
    }
    assert_int_equal(subscription_count(&k.store), SUBSCRIPTION_LEG);
    assert_int_equal(k.store.counters.v[COUNTER_SUBSCRIPTIONS_FULL], 200 - SUBSCRIPTION_LEG);
    sipkit_fini(&k);
}

/* Each package and each reason is known by its name. */
static void test_names(void **state)
{
    (void)state;
#define X(id, name)                                                                                \
    {                                                                                              \
        struct sipkit k;                                                                           \
        assert_true(sipkit_init(&k));                                                              \
        rawkit_say(&k, (struct raw)NOTIFY(0, 1, "t", "Event: " name "\r\n"));                      \
        assert_int_equal(subscription_get(&k.store, 1)->package, SUBSCRIPTION_PACKAGE_##id);       \
        sipkit_fini(&k);                                                                           \
    }
    SUBSCRIPTION_PACKAGE_LIST(X)
#undef X
#define X(id, word)                                                                                \
    {                                                                                              \
        struct sipkit k;                                                                           \
        assert_true(sipkit_init(&k));                                                              \
        rawkit_say(&k, (struct raw)NOTIFY(0, 1, "t", TOLD("terminated;reason=" word)));            \
        assert_int_equal(subscription_get(&k.store, 1)->reason, SUBSCRIPTION_REASON_##id);         \
        sipkit_fini(&k);                                                                           \
    }
    SUBSCRIPTION_REASON_LIST(X)
#undef X
#define X(id, words, help)                                                                         \
    assert_string_equal(subscription_state_words(SUBSCRIPTION_##id), words);                       \
    assert_string_equal(subscription_state_help(SUBSCRIPTION_##id), help);
    SUBSCRIPTION_STATE_LIST(X)
#undef X
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_forks),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
