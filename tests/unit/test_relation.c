/* Relations between calls by short scripts: what is linked, as what, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "decode/session/link.h"
#include "decode/session/relation.h"
#include "decode/session/relation_dialog.h"
#include "decode/session/turn.h"
#include "tests/unit/sipkit.h"

#define NONE LINK_KIND_COUNT

struct row {
    const char *name, *script;
    uint32_t parent, child; /* legs */
    enum link_kind kind;    /* NONE: not linked at all */
};

#define FAIL(code) "0 A>P INVITE id=one\n400 P>A " code " id=one\n410 A>P ACK id=one br=invite\n"
#define SILENT                                                                                     \
    "0 A>P INVITE id=one\n500 A>P INVITE id=one\n1500 A>P INVITE id=one\n3500 A>P INVITE id=one\n"

static const struct row again[] = {
    { "the same tag", FAIL("503") "20000 A>P INVITE id=two\n", 1, 2, LINK_RETRY },
    { "busy, the same tag", FAIL("486") "20000 A>P INVITE id=two\n", 1, 2, LINK_RETRY },
    { "too late", FAIL("503") "60500 A>P INVITE id=two\n", 1, 2, NONE },
    { "to somebody else", FAIL("503") "20000 A>P INVITE id=two u=caller,other\n", 1, 2, NONE },
    { "from another host", FAIL("503") "20000 B>P INVITE id=two\n", 1, 2, NONE },
    { "at once with other codecs", FAIL("488") "800 A>P INVITE id=two f=g\n", 1, 2, LINK_RETRY },
    { "a while after", FAIL("488") "3000 A>P INVITE id=two f=g\n", 1, 2, NONE },
    { "busy: people redial", FAIL("486") "800 A>P INVITE id=two f=g\n", 1, 2, NONE },
    { "while the caller has another call",
      "0 A>P INVITE id=more u=caller,other\n" FAIL("488") "800 A>P INVITE id=two f=g\n", 2, 3,
      NONE },
    { "given up", FAIL("487") "800 A>P INVITE id=two\n", 1, 2, NONE },
    { "answered", "0 A>P INVITE id=one\n400 P>A 200 id=one\n800 A>P INVITE id=two\n", 1, 2, NONE },
    { "silence, the next server", SILENT "7500 A>Q INVITE id=two\n", 1, 2, LINK_RETRY },
    { "silence, then 100", SILENT "3600 P>A 100 id=one\n7500 A>Q INVITE id=two\n", 1, 2, NONE },
    { "credentials for the challenge",
      "0 A>P INVITE id=one\n1 P>A 407 id=one h=Proxy-Authenticate:Digest,nonce=\"abc\"\n"
      "10 A>P INVITE id=two f=g h=Proxy-Authorization:Digest,nonce=\"abc\"\n",
      1, 2, LINK_RETRY },
    { "other credentials",
      "0 A>P INVITE id=one\n1 P>A 407 id=one h=Proxy-Authenticate:Digest,nonce=\"abc\"\n"
      "10 A>P INVITE id=two h=Proxy-Authorization:Digest,nonce=\"xyz\"\n",
      1, 2, NONE },
    { "302, a new Call-ID",
      "0 A>P INVITE id=one\n400 P>A 302 id=one h=Contact:<sip:other@test>\n"
      "500 A>P INVITE id=two f=g u=caller,other uri=sip:other@test\n",
      1, 2, LINK_FORWARD },
    { "302, but the same leg goes on",
      "0 A>P INVITE id=one\n400 P>A 302 id=one h=Contact:<sip:other@test>\n"
      "450 A>P INVITE id=one seq=2 uri=sip:other@test\n"
      "500 A>P INVITE id=two f=g u=caller,other uri=sip:other@test\n",
      1, 2, NONE },
    { "Diversion",
      FAIL("486") "500 P>C INVITE id=two u=caller,mailbox h=Diversion:<sip:callee@test>\n", 1, 2,
      LINK_FORWARD },
    { "History-Info",
      FAIL("486") "500 P>C INVITE id=two u=caller,mailbox "
                  "h=History-Info:<sip:callee@test?Reason=SIP%3Bcause%3D486>;index=1,"
                  "<sip:mailbox@test>;index=1.1\n",
      1, 2, LINK_FORWARD },
    { "History-Info without a cause",
      FAIL("486") "500 P>C INVITE id=two u=caller,mailbox "
                  "h=History-Info:<sip:callee@test>;index=1,<sip:mailbox@test>;index=1.1\n",
      1, 2, NONE },
    { "Diversion of another",
      FAIL("486") "500 P>C INVITE id=two u=caller,mailbox h=Diversion:<sip:x@test>\n", 1, 2, NONE },
};

#define RINGS "0 A>B INVITE id=one u=alice,bob\n10 B>A 180 id=one\n"
#define TALKS RINGS "20 B>A 200 id=one\n"
#define HOLDS(n) n " A>B INVITE id=one seq=2 t=t u=alice,bob body=a=sendonly\n"
#define RESUMES(n) n " A>B INVITE id=one seq=3 t=t u=alice,bob body=a=sendrecv\n"

static const struct row others[] = {
    { "pickup",
      RINGS "100 C>A INVITE id=two u=carol,alice h=Replaces:one;to-tag=f;from-tag=t;early-only\n",
      1, 2, LINK_PICKUP },
    { "park",
      TALKS HOLDS("50") "100 C>B INVITE id=two u=carol,bob h=Replaces:one;to-tag=t;from-tag=f\n", 1,
      2, LINK_PARK },
    { "taken over", TALKS "100 C>B INVITE id=two u=carol,bob h=Replaces:one;to-tag=t;from-tag=f\n",
      1, 2, LINK_TRANSFER },
    { "taken over, referred",
      TALKS HOLDS("50") "100 C>B INVITE id=two u=carol,bob h=Replaces:one;to-tag=t;from-tag=f "
                        "h2=Referred-By:<sip:alice@test>\n",
      1, 2, LINK_TRANSFER },
    { "Join", TALKS "100 C>B INVITE id=two u=carol,bob h=Join:one;to-tag=t;from-tag=f\n", 1, 2,
      LINK_CONFERENCE },
    { "answered by the same focus",
      "0 A>X INVITE id=one u=alice,meet\n"
      "10 X>A 200 id=one u=alice,meet h=Contact:<sip:meet-7@test>;isfocus\n"
      "500 B>X INVITE id=two u=bob,meet\n"
      "510 X>B 200 id=two u=bob,meet h=Contact:<sip:meet-7@test>;isfocus\n",
      1, 2, LINK_CONFERENCE },
    { "answered by another focus",
      "0 A>X INVITE id=one u=alice,meet\n"
      "10 X>A 200 id=one u=alice,meet h=Contact:<sip:meet-7@test>;isfocus\n"
      "500 B>X INVITE id=two u=bob,meet\n"
      "510 X>B 200 id=two u=bob,meet h=Contact:<sip:meet-8@test>;isfocus\n",
      1, 2, NONE },
    { "a focus without a user",
      "0 A>X INVITE id=one u=alice,meet\n"
      "10 X>A 200 id=one u=alice,meet h=Contact:<sip:meet.test>;isfocus\n"
      "500 B>X INVITE id=two u=bob,meet\n"
      "510 X>B 200 id=two u=bob,meet h=Contact:<sip:meet.test>;isfocus\n",
      1, 2, LINK_CONFERENCE },
    { "called by the focus",
      "0 A>X INVITE id=one u=alice,meet\n"
      "10 X>A 200 id=one u=alice,meet h=Contact:<sip:meet-7@test>;isfocus\n"
      "500 X>B INVITE id=two u=meet,bob h=Contact:<sip:meet-7@test>;isfocus\n",
      1, 2, LINK_CONFERENCE },
    { "the conference is asked to call",
      "0 A>X INVITE id=one u=alice,meet\n"
      "10 X>A 200 id=one u=alice,meet h=Contact:<sip:meet-7@test>;isfocus\n"
      "100 A>X REFER id=one seq=2 t=t u=alice,meet uri=sip:meet-7@test "
      "h=Refer-To:<sip:carol@test>\n"
      "200 X>C INVITE id=two u=meet,carol\n",
      1, 2, LINK_CONFERENCE },
    { "asked into a conference",
      TALKS "100 A>B REFER id=one seq=2 u=alice,bob h=Refer-To:<sip:conf-1@test>\n"
            "200 B>X INVITE id=two u=bob,conf-1 uri=sip:conf-1@test\n",
      1, 2, LINK_CONFERENCE },
    { "parked by REFER",
      TALKS "100 A>B REFER id=one seq=2 u=alice,bob h=Refer-To:<sip:park7@test>\n"
            "200 B>X INVITE id=two u=bob,park7 uri=sip:park7@test\n",
      1, 2, LINK_PARK },
    { "consultation", TALKS HOLDS("50") "100 A>C INVITE id=two u=alice,carol\n", 1, 2,
      LINK_CONSULTATION },
    { "the other one calls", TALKS HOLDS("50") "100 B>C INVITE id=two u=bob,carol\n", 1, 2, NONE },
    { "without hold", TALKS "100 A>C INVITE id=two u=alice,carol\n", 1, 2, NONE },
    { "long after", TALKS HOLDS("50") "60100 A>C INVITE id=two u=alice,carol\n", 1, 2, NONE },
    { "resumed before", TALKS HOLDS("50") RESUMES("60") "100 A>C INVITE id=two u=alice,carol\n", 1,
      2, NONE },
    { "with a third call",
      TALKS "40 D>A INVITE id=more u=dave,alice\n41 A>D 200 id=more\n" HOLDS(
          "50") "400 A>C INVITE id=two u=alice,carol\n",
      1, 3, NONE },
    { "with a third call, at once",
      TALKS "40 D>A INVITE id=more u=dave,alice\n41 A>D 200 id=more\n" HOLDS(
          "50") "100 A>C INVITE id=two u=alice,carol\n",
      1, 3, LINK_CONSULTATION },
    { "call waiting",
      TALKS "30 C>A INVITE id=two u=carol,alice\n31 A>C 180 id=two u=carol,alice\n" HOLDS(
          "50") "60 A>C 200 id=two u=carol,alice\n",
      1, 2, LINK_CONSULTATION },
    { "call waiting, not answered",
      TALKS "30 C>A INVITE id=two u=carol,alice\n" HOLDS("50") "60 A>C 486 id=two u=carol,alice\n",
      1, 2, NONE },
};

#define WISH FAIL("486") "6000 A>P SUBSCRIBE id=wish h=Event:call-completion\n"
#define TELLS(ms, state)                                                                           \
    ms " P>A NOTIFY id=wish f=t t=f u=callee,caller h=Event:call-completion body=cc-state:" state  \
       "\n"

static const struct row completions[] = {
    { "asks to be told", WISH, 1, 2, LINK_COMPLETION },
    { "about somebody else",
      FAIL("486") "6000 A>P SUBSCRIBE id=wish u=caller,other h=Event:call-completion\n", 1, 2,
      NONE },
    { "another event", FAIL("486") "6000 A>P SUBSCRIBE id=wish h=Event:dialog\n", 1, 2, NONE },
    { "after a call that was answered",
      "0 A>P INVITE id=one\n400 P>A 200 id=one\n"
      "6000 A>P SUBSCRIBE id=wish h=Event:call-completion\n",
      1, 2, NONE },
    { "calls back, by the Request-URI",
      WISH "90000 A>P INVITE id=two f=g uri=sip:callee@test;m=BS\n", 1, 3, LINK_COMPLETION },
    { "calls back, by Call-Info",
      WISH "90000 A>P INVITE id=two f=g h=Call-Info:<sip:x@y>;purpose=call-completion\n", 1, 3,
      LINK_COMPLETION },
    { "another m, another purpose",
      WISH "90000 A>P INVITE id=two f=g uri=sip:callee@test;m=x h=Call-Info:<sip:x>;purpose=icon\n",
      1, 3, NONE },
    { "calls back when told", WISH TELLS("80000", "ready") "90000 A>P INVITE id=two f=g\n", 1, 3,
      LINK_COMPLETION },
    { "told to wait", WISH TELLS("6100", "queued") "20000 A>P INVITE id=two f=g\n", 1, 3, NONE },
    { "told long ago", WISH TELLS("80000", "ready") "141000 A>P INVITE id=two f=g\n", 1, 3, NONE },
    { "calls another one",
      WISH TELLS("80000", "ready") "90000 A>P INVITE id=two f=g u=caller,other\n", 1, 3, NONE },
    { "the first call is not in the capture",
      "0 A>P SUBSCRIBE id=wish h=Event:call-completion\n"
      "90000 A>P INVITE id=two f=g uri=sip:callee@test;m=NR\n",
      1, 2, LINK_COMPLETION },
    { "more than an hour after", WISH "3607000 A>P INVITE id=two f=g uri=sip:callee@test;m=BS\n", 1,
      3, NONE },
    { "called back twice",
      WISH "90000 A>P INVITE id=two f=g uri=sip:callee@test;m=BS\n"
           "95000 A>P INVITE id=three f=h uri=sip:callee@test;m=BS\n",
      1, 4, NONE },
};

static const struct link *find_link(const struct store *s, uint32_t parent, uint32_t child)
{
    const struct leg *leg = store_leg(s, child);
    const struct link *x = leg ? store_link(s, leg->link) : NULL;
    while (x && x->parent != parent)
        x = store_link(s, x->next);
    return x;
}

static void check(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &rows[i];
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, r->script);
        const struct link *x = find_link(&k.store, r->parent, r->child);
        const struct link *back = find_link(&k.store, r->child, r->parent);
        unsigned kind = x ? x->kind : NONE;
        if (kind != r->kind || back)
            fail_msg("%s: %s", r->name, x ? link_kind_word((enum link_kind)x->kind) : "no link");
        if (x && (!x->because || x->confidence < 60 || x->confidence > 100))
            fail_msg("%s: because %x, %u percent", r->name, x->because, x->confidence);
        sipkit_fini(&k);
    }
}

static void test_again(void **state)
{
    (void)state;
    check(again, sizeof(again) / sizeof(again[0]));
}

static void test_others(void **state)
{
    (void)state;
    check(others, sizeof(others) / sizeof(others[0]));
}

static void test_completions(void **state)
{
    (void)state;
    check(completions, sizeof(completions) / sizeof(completions[0]));
}

/* Who holds one and calls another, and takes both off hold, talks with both. */
static void test_mixed(void **state)
{
    static const char two[] = TALKS HOLDS("50") "100 A>C INVITE id=two u=alice,carol\n"
                                                "110 C>A 200 id=two u=alice,carol\n";
    (void)state;
    for (int ended = 0; ended < 2; ended++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, two);
        if (ended)
            sipkit_play(&k, "120 A>C BYE id=two seq=2\n");
        sipkit_play(&k, RESUMES("200"));
        unsigned kinds = 0;
        for (const struct link *x = store_link(&k.store, store_leg(&k.store, 2)->link); x;
             x = store_link(&k.store, x->next))
            kinds |= 1U << x->kind;
        assert_int_equal(kinds, ended ? 1U << LINK_CONSULTATION
                                      : 1U << LINK_CONSULTATION | 1U << LINK_CONFERENCE);
        sipkit_fini(&k);
    }
}

static enum call_state leg_state(const struct sipkit *k, uint32_t leg)
{
    unsigned code;
    return sipkit_state(k, leg, 1000, true, &code);
}

static void test_picked_up(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k,
                RINGS "100 C>A INVITE id=two u=carol,alice h=Replaces:one;to-tag=f;from-tag=t\n");
    assert_int_equal(leg_state(&k, 1), CALL_RINGING);
    sipkit_play(&k, "110 A>C 200 id=two\n");
    assert_int_equal(leg_state(&k, 1), CALL_ELSEWHERE);
    sipkit_play(&k, "120 A>B CANCEL id=one\n121 B>A 200/CANCEL id=one\n122 B>A 487 id=one\n");
    assert_int_equal(leg_state(&k, 1), CALL_ELSEWHERE);
    assert_int_equal(leg_state(&k, 2), CALL_IN_CALL);
    sipkit_fini(&k);
}

/* Where a leg was forwarded to: the INVITE after the 3xx, and its last hop. */
static void test_forwarded(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>P INVITE\n1 P>B INVITE\n10 B>P 302\n11 P>A 302\n");
    const struct turn *turn = turn_of(&k.store, store_leg(&k.store, 1));
    assert_non_null(turn);
    assert_int_equal(turn->m_forward, 3);
    assert_int_equal(turn->m_forwarded, 0);
    sipkit_play(&k, "20 A>P INVITE seq=2 uri=sip:c@test\n21 P>C INVITE seq=2 uri=sip:c@test\n");
    assert_int_equal(turn->m_forwarded, 5);
    assert_int_equal(turn->m_reached, 6);
    sipkit_play(&k, "30 C>P 302 seq=2\n40 P>D INVITE seq=2 uri=sip:d@test br=z9hG4bKd\n");
    assert_int_equal(turn->m_forward, 7);
    assert_int_equal(turn->m_forwarded, 8);
    assert_int_equal(turn->m_reached, 8);
    sipkit_fini(&k);
}

/* A proxy that is refused tries another target and says so. */
static void test_forwarded_by_proxy(void **state)
{
    (void)state;
    static const char *const ends[] = { "10 B>P 486\n", "10 P>B CANCEL via=1\n" };
    for (int says = 0; says < 4; says++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, "0 A>P INVITE\n1 P>B INVITE\n");
        sipkit_play(&k, ends[says / 2]);
        sipkit_say(
            &k, says % 2 ? "20 P>C INVITE uri=sip:c@test br=z9hG4bKc h=Diversion:<sip:callee@test>"
                         : "20 P>C INVITE uri=sip:c@test br=z9hG4bKc");
        const struct turn *turn = turn_of(&k.store, store_leg(&k.store, 1));
        assert_non_null(turn);
        assert_int_equal(turn->m_refused, 3);
        assert_int_equal(turn->m_forward, says % 2 ? 4 : 0);
        assert_int_equal(turn->m_reached, says % 2 ? 4 : 0);
        sipkit_fini(&k);
    }
}

/* Names of dialogs in every length of their text, from buffers of just that size. */
static void test_dialog_names(void **state)
{
    static const char *const values[] = {
        "one;to-tag=t;from-tag=f;early-only",
        " one ; from-tag = \"f\" ;TO-TAG=t",
        "one;local-tag=f;remote-tag=t",
        ";;;=;",
        "one;to-tag;from-tag=",
    };
    static const char *const refer[] = {
        "<sip:c@test?Replaces=one%3Bto-tag%3Dt%3Bfrom-tag%3Df&Require=replaces>",
        "\"C\" <sips:c@test;gr=1\r\n ?\r\n Replaces=one%3Bto-tag%3Dt\r\n %3Bfrom-tag%3df>",
        "<sip:c@test?a=b&&=&replaces=one%3bto-tag%3Dt%3Bfrom-tag%3Df>;x",
        "<sip:c@test?Replaces=%>",
        "<sip:c@test?Replaces=%3>",
        "<sip:c@test?Replaces>",
    };
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, TALKS);
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]) + sizeof(refer) / sizeof(refer[0]);
         i++) {
        bool plain = i < sizeof(values) / sizeof(values[0]);
        const char *text = plain ? values[i] : refer[i - sizeof(values) / sizeof(values[0])];
        size_t whole = strlen(text);
        struct named_dialog d = { .key = 0 };
        for (size_t n = 0; n <= whole; n++) {
            char *copy = mem_new(1, n ? n : 1);
            memcpy(copy, text, n);
            struct slice s = slice_make(copy, n);
            d = plain ? relation_dialog(&k.store, s) : relation_refer_dialog(&k.store, s);
            assert_true(d.key || !d.leg);
            relation_user(&k.store, s);
            mem_free(copy);
        }
        bool known = plain ? i < 3 : i < 8;
        assert_int_equal(d.dialog != 0, known);
        assert_int_equal(d.early_only, i == 0);
    }
    sipkit_fini(&k);
}

/* The same user however the header is written; nobody is nobody. */
static void test_users(void **state)
{
    static const char *const same[] = {
        "<sip:alice@test>;tag=1",       "sip:alice@test;tag=1",
        "\"A <x@y>\" <sip:alice@test>", "\"A \\\" <x@y>\" <sips:alice@test:5061;a=b?c=d>",
        "Alice <SIP:alice@other>",      "<sip:alice:secret@test>",
    };
    static const char *const nobody[] = { "<sip:test>", "", "<sip:anonymous@anonymous.invalid>",
                                          "<sip:test;x=a@b>" };
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    uint64_t alice = relation_user(&k.store, slice_of(same[0]));
    assert_int_not_equal(alice, 0);
    for (size_t i = 1; i < sizeof(same) / sizeof(same[0]); i++)
        assert_int_equal(relation_user(&k.store, slice_of(same[i])), alice);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(relation_user(&k.store, slice_of(nobody[i])), 0);
    assert_int_not_equal(relation_user(&k.store, slice_of(nobody[3])), alice);
    sipkit_fini(&k);
}

/* What was noted is forgotten, and looked at a bounded number of times. */
static void test_window(void **state)
{
    enum { SECOND = 1000000000, NOTES = 5000 };
    (void)state;
    struct window w;
    assert_true(window_init(&w, 60LL * SECOND));
    assert_false(window_is_live(&w, 0));
    for (uint32_t i = 1; i <= NOTES; i++) {
        struct note n = { .key = { 7, i }, .time_ns = (int64_t)i * SECOND / 10, .leg = i };
        assert_non_null(window_add(&w, &n));
    }
    struct window_walk walk = window_seek(&w, 0, 7);
    uint32_t seen = 0, last = NOTES + 1;
    for (struct note *n; (n = window_next(&w, &walk)); seen++) {
        assert_true(n->leg < last);
        last = n->leg;
    }
    assert_true(seen > WINDOW_NEWEST && seen <= 2 * WINDOW_NEWEST);
    walk = window_seek(&w, 1, NOTES);
    struct note *n = window_next(&w, &walk);
    assert_non_null(n);
    assert_int_equal(n->leg, NOTES);
    window_rekey(&w, n, 1, 99999);
    walk = window_seek(&w, 1, NOTES);
    assert_null(window_next(&w, &walk));
    walk = window_seek(&w, 1, 99999);
    assert_ptr_equal(window_next(&w, &walk), n);
    walk = window_seek(&w, 1, 1);
    assert_null(window_next(&w, &walk)); /* minutes ago */
    walk = window_seek(&w, 2, 7);
    assert_null(window_next(&w, &walk));
    assert_true(w.page[0].notes.n + w.page[1].notes.n <= 1300);
    assert_true(window_is_live(&w, n->time_ns + 60LL * SECOND));
    assert_false(window_is_live(&w, n->time_ns + 61LL * SECOND));
    assert_false(window_is_live(&w, n->time_ns - 61LL * SECOND));
    window_fini(&w);
}

/* Many failed calls of one pair: each is looked at a bounded number of times. */
static void test_flood(void **state)
{
    (void)state;
    struct sipkit k;
    char line[96];
    assert_true(sipkit_init(&k));
    for (int i = 0; i < 2000; i++) {
        snprintf(line, sizeof(line), "%d A>P INVITE id=c%d f=f%d", 10 * i, i, i);
        sipkit_say(&k, line);
        snprintf(line, sizeof(line), "%d P>A 503 id=c%d f=f%d", 10 * i + 1, i, i);
        sipkit_say(&k, line);
    }
    assert_int_equal(k.store.legs.n, 2000);
    assert_true(k.store.links.n < 2000);
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_again),        cmocka_unit_test(test_others),
        cmocka_unit_test(test_completions),  cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_picked_up),    cmocka_unit_test(test_forwarded),
        cmocka_unit_test(test_dialog_names), cmocka_unit_test(test_forwarded_by_proxy),
        cmocka_unit_test(test_users),        cmocka_unit_test(test_window),
        cmocka_unit_test(test_flood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
