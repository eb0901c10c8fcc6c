/* Which legs are one call: decisive signs in every order, the scored ones, and what the user says.
 */
#include "decode/session/session.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "decode/session/rule_token.h"
#include "tests/unit/sipkit.h"

#define ID_A "0123456789abcdef0123456789abcdef"
#define ID_B "f00dfeedf00dfeedf00dfeedf00dfeed"
#define ID_C "cafecafecafecafecafecafecafecafe"
#define NIL "00000000000000000000000000000000"
#define HALF_A " h=Session-ID:" ID_A ";remote=" NIL
#define PAIR_AB " h=Session-ID:" ID_A ";remote=" ID_B
#define PAIR_BA " h=Session-ID:" ID_B ";remote=" ID_A
#define PAIR_AC " h=Session-ID:" ID_A ";remote=" ID_C
#define OTHERS " u=1,2" /* users that nothing else has */
#define MORE " u=3,4"

static uint32_t leg_of(struct store *s, char id)
{
    uint64_t key = hash_sip(&s->key, &id, 1);
    return store_leg_find(s, key + !key);
}

static char name_of(struct store *s, uint32_t leg)
{
    for (char c = 'a'; c <= 'z'; c++)
        if (leg_of(s, c) == leg)
            return c;
    return '?';
}

/* "a:bc d": the calls by their first leg, with the others of each; in order of the alphabet. */
static void calls_of(struct store *s, char *out)
{
    for (char c = 'a'; c <= 'z'; c++) {
        uint32_t leg = leg_of(s, c);
        const struct call *call = leg ? call_find(s, store_leg(s, leg)->call) : NULL;
        if (!call || call->leg != leg)
            continue;
        *out++ = c;
        bool more = false;
        for (char d = 'a'; d <= 'z'; d++) {
            uint32_t other = leg_of(s, d);
            if (other && d != c && store_leg(s, other)->call == store_leg(s, leg)->call) {
                if (!more)
                    *out++ = ':';
                more = true;
                *out++ = d;
            }
        }
        *out++ = ' ';
    }
    out[-1] = 0;
}

struct row {
    const char *name, *script, *calls;
    uint32_t because; /* of leg b, as far as it matters */
};

static void check(const struct row *r, const struct leg_rules *user)
{
    struct sipkit k;
    char seen[64];
    assert_true(sipkit_init(&k));
    model_set(k.model, user);
    sipkit_play(&k, r->script);
    while (model_finish(k.model, 1))
        ;
    calls_of(&k.store, seen);
    uint32_t leg = leg_of(&k.store, 'b');
    const struct link *x = leg_link(&k.store, leg);
    if (strcmp(seen, r->calls) || (r->because && (!x || (x->because & r->because) != r->because)))
        fail_msg("%s: %s, because %x; expected %s, %x", r->name, seen, x ? x->because : 0, r->calls,
                 r->because);
    assert_int_not_equal(name_of(&k.store, 1), '?');
    sipkit_fini(&k);
}

static void test_decisive(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "one half, seen passed on",
          "0 A>N INVITE id=a" OTHERS HALF_A "\n9000 N>B INVITE id=b" MORE HALF_A, "a:b",
          LINK_BIT(SESSION_SESSION_ID) },
        { "the child comes first in the capture",
          "0 N>B INVITE id=b" MORE HALF_A "\n10 A>N INVITE id=a" OTHERS HALF_A, "a:b",
          LINK_BIT(SESSION_SESSION_ID) },
        { "one phone makes two calls of a session",
          "0 A>N INVITE id=a" OTHERS HALF_A "\n9000 A>N INVITE id=b" MORE HALF_A, "a b", 0 },
        { "halves that got different other halves",
          "0 A>N INVITE id=a" OTHERS HALF_A "\n1 N>A 200 id=a" PAIR_BA
          "\n9000 N>C INVITE id=b" MORE HALF_A "\n9001 C>N 200 id=b" PAIR_AC,
          "a b", 0 },
        { "pairs, whichever half is whose",
          "0 N>B INVITE id=b" MORE HALF_A "\n1 B>N 180 id=b" PAIR_BA "\n2 B>N 200 id=b"
          "\n90000 A>N INVITE id=a" OTHERS PAIR_AB,
          "a:b", LINK_BIT(SESSION_SESSION_ID) },
        { "pairs in the INVITEs",
          "0 A>M INVITE id=a" OTHERS "\n1 N>B INVITE id=b" MORE PAIR_AB
          "\n9000 C>D INVITE id=c" MORE PAIR_BA,
          "a b:c", 0 },
        { "null",
          "0 A>N INVITE id=a" OTHERS " h=Session-ID:" NIL ";remote=" NIL
          "\n9000 N>B INVITE id=b" MORE " h=Session-ID:" NIL ";remote=" NIL,
          "a b", 0 },
        { "no UUID",
          "0 A>N INVITE id=a" OTHERS " h=Session-ID:1234\n9000 N>B INVITE id=b" MORE
          " h=Session-ID:1234",
          "a b", 0 },
        { "a single one (7329), any case",
          "0 A>N INVITE id=a" OTHERS " h=Session-ID:" ID_B "\n9000 N>B INVITE id=b" MORE
          " h=Session-ID:F00DFEEDF00DFEEDF00DFEEDF00DFEED",
          "a:b", LINK_BIT(SESSION_SESSION_ID) },
        { "icid-value",
          "0 N>B INVITE id=b" MORE " h=P-Charging-Vector:icid-value=x1;orig-ioi=y"
          "\n20 A>N INVITE id=a" OTHERS " h=P-Charging-Vector:orig-ioi=z;icid-value=\"x1\"",
          "a:b", LINK_BIT(SESSION_ICID) },
        { "other icid-values",
          "0 A>N INVITE id=a" OTHERS " h=P-Charging-Vector:icid-value=x1"
          "\n20 N>B INVITE id=b" MORE " h=P-Charging-Vector:icid-value=x2",
          "a b", 0 },
        { "X-CID", "0 A>N INVITE id=a" OTHERS "\n9000 N>B INVITE id=b" MORE " h=X-CID:a", "a:b",
          LINK_BIT(SESSION_LEG_HEADER) },
        { "X-CID names who comes later",
          "0 N>B INVITE id=b" MORE " h=X-Call-ID:a\n10 A>N INVITE id=a" OTHERS, "a:b",
          LINK_BIT(SESSION_LEG_HEADER) },
        { "X-CID names who is not there",
          "0 N>B INVITE id=b" MORE " h=x-cid:z\n9000 N>C INVITE id=c" OTHERS " h=X-CID:z", "b:c",
          0 },
        { "transitive, the middle last",
          "0 A>N INVITE id=a" OTHERS HALF_A "\n1 M>B INVITE id=c" MORE " h=X-CID:b"
          "\n9000 N>M INVITE id=b u=5,6" HALF_A,
          "a:bc", LINK_BIT(SESSION_SESSION_ID) },
        { "a header nobody asked for",
          "0 A>N INVITE id=a" OTHERS "\n9000 N>B INVITE id=b" MORE " h=X-My-ID:a", "a b", 0 },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check(&rows[i], NULL);
}

#define TWO_USERS LINK_BIT(SESSION_SCORE) | LINK_BIT(SESSION_CALLED) | LINK_BIT(SESSION_CALLING)

static void test_scored(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "two users and the time", "0 A>N INVITE id=a\n20 N>B INVITE id=b", "a:b",
          TWO_USERS | LINK_BIT(SESSION_TIME) },
        { "answers too",
          "0 A>N INVITE id=a\n20 N>B INVITE id=b\n100 B>N 180 id=b\n110 N>A 180 id=a\n"
          "900 B>N 200 id=b\n910 N>A 200 id=a",
          "a:b", TWO_USERS | LINK_BIT(SESSION_ORDER) | LINK_BIT(SESSION_FINAL) },
        { "judged by the clock",
          "0 A>N INVITE id=a\n20 N>B INVITE id=b\n33000 X>Y OPTIONS id=o\n34000 X>Y OPTIONS id=p\n"
          "99000 X>Y OPTIONS id=q",
          "a:b", TWO_USERS },
        { "one user and the time", "0 A>N INVITE id=a u=1,2\n20 N>B INVITE id=b u=3,2", "a b", 0 },
        { "one user, and the answers as they are passed on",
          "0 A>N INVITE id=a u=1,2\n20 N>B INVITE id=b u=3,2\n100 B>N 180 id=b\n110 N>A 180 id=a\n"
          "900 B>N 200 id=b\n910 N>A 200 id=a",
          "a:b", LINK_BIT(SESSION_CALLED) },
        { "one user, and answers that nobody passed on",
          "0 A>N INVITE id=a u=1,2\n20 N>B INVITE id=b u=3,2\n110 B>N 180 id=b\n100 N>A 180 id=a\n"
          "900 B>N 200 id=b\n910 N>A 200 id=a",
          "a b", 0 },
        { "anonymous is nobody",
          "0 A>N INVITE id=a u=anonymous,2\n20 N>B INVITE id=b u=Anonymous,2", "a b", 0 },
        { "the number as others write it",
          "0 A>N INVITE id=a u=+49301234567,004930555666\n"
          "20 N>B INVITE id=b u=0301234567,+49-30-55.56.66",
          "a:b", TWO_USERS },
        { "who is called by the Request-URI, Diversion and P-Asserted-Identity",
          "0 A>N INVITE id=a u=anonymous,2 h=P-Asserted-Identity:<sip:77@x>\n"
          "20 N>B INVITE id=b u=77,8 h=Diversion:<sip:2@x>;reason=unconditional",
          "a:b", TWO_USERS },
        { "no node in common", "0 A>N INVITE id=a\n20 M>B INVITE id=b", "a b", 0 },
        { "the child begins before", "0 N>B INVITE id=b\n20 A>N INVITE id=a", "a b", 0 },
        { "too late", "0 A>N INVITE id=a\n5100 N>B INVITE id=b", "a b", 0 },
        { "probable only", "0 A>N INVITE id=a\n3500 N>B INVITE id=b", "a b", 0 },
        { "after the challenge",
          "0 A>N INVITE id=a\n1 N>A 407 id=a\n2 A>N ACK id=a br=invite t=t\n"
          "3500 A>N INVITE id=a seq=2\n3520 N>B INVITE id=b",
          "a:b", TWO_USERS | LINK_BIT(SESSION_TIME) },
        { "a proxy takes no part", "0 A>N INVITE id=a\n10 N>B INVITE id=a\n20 N>C INVITE id=b",
          "a b", 0 },
        { "a proxy before the node", "0 A>P INVITE id=a\n10 P>N INVITE id=a\n20 N>B INVITE id=b",
          "a:b", TWO_USERS },
        { "a proxy before the node, seen the other way round",
          "0 P>N INVITE id=a\n1 A>P INVITE id=a\n20 N>B INVITE id=b", "a:b", TWO_USERS },
        { "a proxy behind the node", "0 A>N INVITE id=a\n10 N>P INVITE id=b\n20 P>B INVITE id=b",
          "a:b", TWO_USERS },
        { "two nodes", "0 A>N INVITE id=a\n10 N>M INVITE id=b\n20 M>B INVITE id=c", "a:bc",
          TWO_USERS },
        { "a fork", "0 A>N INVITE id=a\n10 N>B INVITE id=b\n20 N>C INVITE id=c\n30 N>D INVITE id=d",
          "a:bcd", TWO_USERS },
        { "two that fit as well", "0 A>N INVITE id=a\n1 C>N INVITE id=c\n20 N>B INVITE id=b",
          "a b c", 0 },
        { "two calls of the same users, the one after the other",
          "0 A>N INVITE id=a\n20 N>B INVITE id=b\n100 B>N 486 id=b\n110 N>A 486 id=a\n"
          "2000 A>N INVITE id=c\n2020 N>B INVITE id=d\n2100 B>N 486 id=d\n2110 N>A 486 id=c",
          "a:b c:d", TWO_USERS },
        { "contradicting Session-IDs",
          "0 A>N INVITE id=a" HALF_A "\n20 N>B INVITE id=b h=Session-ID:" ID_B ";remote=" NIL,
          "a b", 0 },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check(&rows[i], NULL);
}

#define THROUGH(ms, a, b, users)                                                                   \
    ms "00 A>M INVITE id=" a " u=" users "\n" ms "02 N>B INVITE id=" b " u=" users "\n" ms         \
       "10 B>N 180 id=" b "\n" ms "11 M>A 180 id=" a "\n" ms "20 B>N 200 id=" b "\n" ms            \
       "21 M>A 200 id=" a "\n"

/* A node that takes calls at one address and makes them from another. */
static void test_two_addresses(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "two calls are too few", THROUGH("1", "a", "b", "1,2") THROUGH("2", "c", "d", "3,4"),
          "a b c d", 0 },
        { "three calls show it",
          THROUGH("1", "a", "b", "1,2") THROUGH("2", "c", "d", "3,4") THROUGH("3", "e", "f", "5,6"),
          "a:b c:d e:f", TWO_USERS | LINK_BIT(SESSION_ORDER) },
        { "what comes then needs no more than others",
          THROUGH("1", "c", "d", "1,2") THROUGH("2", "e", "f", "3,4")
              THROUGH("3", "g", "h", "5,6") "90000 A>M INVITE id=a\n90900 N>C INVITE id=b",
          "a:b c:d e:f g:h", TWO_USERS },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check(&rows[i], NULL);
}

/* What is not joined is said all the same. */
static void test_said(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        enum link_kind kind;
    } rows[] = {
        { "0 A>N INVITE id=a\n3500 N>B INVITE id=b", LINK_PROBABLE },
        { "0 A>N INVITE id=a\n1 C>N INVITE id=c\n20 N>B INVITE id=b", LINK_AMBIGUOUS },
        { "0 A>N INVITE id=a" HALF_A "\n9000 A>N INVITE id=b" MORE HALF_A, LINK_SAME_SESSION },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, rows[i].script);
        while (model_finish(k.model, 1))
            ;
        uint32_t leg = leg_of(&k.store, 'b');
        const struct link *x = store_link(&k.store, store_leg(&k.store, leg)->link);
        assert_non_null(x);
        assert_int_equal(x->kind, rows[i].kind);
        assert_null(leg_link(&k.store, leg));
        assert_int_equal(session_of(&k.store, leg),
                         x->kind == LINK_SAME_SESSION ? leg_of(&k.store, 'a') : leg);
        sipkit_fini(&k);
    }
}

static void test_user(void **state)
{
    (void)state;
    struct leg_rules r = { .headers = 0 };
    struct err err;
    char many[] = "header X-My-ID # as our PBX has it\r\n";
    assert_int_equal(leg_rules_line(&r, SLICE("  # nothing"), &err), 0);
    assert_int_equal(leg_rules_line(&r, SLICE(""), &err), 0);
    assert_int_equal(leg_rules_line(&r, slice_of(many), &err), 0);
    assert_int_equal(r.headers, 1);
    check(&(struct row){ "a header of the user",
                         "0 A>N INVITE id=a" OTHERS "\n9000 N>B INVITE id=b" MORE " h=x-my-id:a",
                         "a:b", LINK_BIT(SESSION_LEG_HEADER) },
          &r);
    check(&(struct row){ "the same in both",
                         "0 A>N INVITE id=a" OTHERS " h=X-My-ID:q1\n"
                         "9000 N>B INVITE id=b" MORE " h=X-My-ID:q1",
                         "a:b", LINK_BIT(SESSION_LEG_HEADER) },
          &r);
    assert_int_equal(leg_rules_join(&r, SLICE("b=a"), &err), 0);
    assert_int_equal(leg_rules_line(&r, SLICE("join a z"), &err), 0);
    check(&(struct row){ "joined", "0 A>N INVITE id=a" OTHERS "\n9000 N>B INVITE id=b" MORE, "a:b",
                         LINK_BIT(SESSION_USER) },
          &r);
    r.joins = 0;
    assert_int_equal(leg_rules_split(&r, SLICE("b"), &err), 0);
    check(&(struct row){ "split off", "0 A>N INVITE id=a\n20 N>B INVITE id=b\n30 N>C INVITE id=c",
                         "a:c b", 0 },
          &r);
    check(&(struct row){ "split off from what is decisive",
                         "0 A>N INVITE id=a" OTHERS HALF_A "\n9 N>B INVITE id=b" MORE HALF_A, "a b",
                         0 },
          &r);
}

static void test_user_mistakes(void **state)
{
    (void)state;
    static const char *const wrong[] = { "head X-A",   "header", "header X A",
                                         "header X:",  "join a", "join",
                                         "join a b c", "split",  "split a b" };
    struct leg_rules r = { .headers = 0 };
    struct err err;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        if (leg_rules_line(&r, slice_of(wrong[i]), &err) != -EINVAL)
            fail_msg("%s is taken", wrong[i]);
    assert_int_equal(leg_rules_join(&r, SLICE("a"), &err), -EINVAL);
    assert_int_equal(leg_rules_join(&r, SLICE("=a"), &err), -EINVAL);
    assert_int_equal(leg_rules_join(&r, SLICE("a="), &err), -EINVAL);
    assert_int_equal(leg_rules_split(&r, SLICE(""), &err), -EINVAL);
    for (int i = 0; i < LEG_RULES_MAX; i++) {
        assert_int_equal(leg_rules_header(&r, SLICE("X"), &err), 0);
        assert_int_equal(leg_rules_split(&r, SLICE("X"), &err), 0);
        assert_int_equal(leg_rules_join(&r, SLICE("X=Y"), &err), 0);
    }
    assert_int_equal(leg_rules_header(&r, SLICE("X"), &err), -EINVAL);
    assert_int_equal(leg_rules_split(&r, SLICE("X"), &err), -EINVAL);
    assert_int_equal(leg_rules_join(&r, SLICE("X=Y"), &err), -EINVAL);
}

/* A constant in place of a token does not make one call of everything. */
static void test_constant(void **state)
{
    (void)state;
    struct sipkit k;
    char line[160];
    assert_true(sipkit_init(&k));
    for (int i = 0; i < 2 * TOKEN_USES; i++) {
        snprintf(line, sizeof(line),
                 "%d %c>N INVITE id=p%d u=a%d,b%d h=P-Charging-Vector:icid-value=0", i * 9000,
                 'A' + i % 8, i, i, i);
        sipkit_say(&k, line);
    }
    while (model_finish(k.model, 100))
        ;
    assert_int_equal(k.store.counts.calls, TOKEN_USES + 1);
    sipkit_fini(&k);
}

/* Legs come and go for an hour: what is in view stays bounded, and nobody is joined to strangers.
 */
static void test_many(void **state)
{
    (void)state;
    struct sipkit k;
    char line[128];
    assert_true(sipkit_init(&k));
    for (int i = 0; i < 3000; i++) {
        snprintf(line, sizeof(line), "%d A>N INVITE id=p%d u=%d,%d", i * 1200, i, i % 7,
                 100 + i % 5);
        sipkit_say(&k, line);
        snprintf(line, sizeof(line), "%d N>B INVITE id=c%d u=%d,%d", i * 1200 + 20, i, i % 7,
                 100 + i % 5);
        sipkit_say(&k, line);
    }
    while (model_finish(k.model, 100))
        ;
    assert_int_equal(k.store.counts.calls, 3000);
    uint32_t highest = 0;
    for (uint32_t leg = 1; leg <= k.store.legs.n; leg += 2) {
        assert_int_equal(store_leg(&k.store, leg)->call, store_leg(&k.store, leg + 1)->call);
        uint32_t look = store_leg(&k.store, leg)->look;
        highest = look > highest ? look : highest;
    }
    assert_true(highest < 120);
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decisive), cmocka_unit_test(test_scored),
        cmocka_unit_test(test_said),     cmocka_unit_test(test_two_addresses),
        cmocka_unit_test(test_user),     cmocka_unit_test(test_user_mistakes),
        cmocka_unit_test(test_constant), cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
