/* Tests of decode/transaction.c through the model: what belongs to one request, and the four ways
 * in which the same message is seen again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/clock.h"
#include "decode/transaction.h"
#include "tests/unit/sipkit.h"

#define ROWS(rows) (sizeof(rows) / sizeof(*(rows)))

static const struct row {
    const char *name, *script;
    unsigned transactions, messages, retransmissions, duplicates, same_hop;
} rows[] = {
    { "one request", "0 A>P INVITE\n", 1, 1, 0, 0, 0 },
    { "request and answers", "0 A>P INVITE\n1 P>A 100\n2 P>A 180\n3 P>A 200\n", 1, 4, 0, 0, 0 },
    { "two hops", "0 A>P INVITE\n1 P>B INVITE\n2 B>P 200\n3 P>A 200\n", 2, 4, 0, 0, 0 },
    { "ACK is none", "0 A>P INVITE\n3 P>A 200\n4 A>P ACK\n5 P>B ACK\n", 1, 4, 0, 0, 0 },
    { "ACK to a refusal is none", "0 A>P INVITE\n3 P>A 486\n4 A>P ACK br=invite\n", 1, 3, 0, 0, 0 },
    { "CANCEL is one of its own", "0 A>P INVITE\n3 A>P CANCEL\n4 P>A 200/CANCEL\n5 P>A 487\n", 2, 4,
      0, 0, 0 },
    { "a fork", "0 P>B INVITE\n1 P>C INVITE\n2 B>P 180\n3 C>P 180 t=u\n", 2, 4, 0, 0, 0 },
    { "the same branch and another number",
      "0 A>P INVITE br=z9hG4bKsame\n3 P>A 401 br=z9hG4bKsame\n9 A>P INVITE br=z9hG4bKsame seq=2\n",
      2, 3, 0, 0, 0 },
    { "the same branch and another method",
      "0 A>P OPTIONS br=z9hG4bKsame\n9 A>P MESSAGE br=z9hG4bKsame\n", 2, 2, 0, 0, 0 },
    { "answers alone make none", "0 P>A 100\n1 P>A 180\n2 P>A 200\n", 0, 3, 0, 0, 0 },
    { "an answer before its request", "0 P>A 100\n1 A>P INVITE\n2 P>A 200\n", 1, 3, 0, 0, 0 },
    { "no cookie", "0 A>P INVITE br=1\n1 P>A 100 br=1\n2 P>A 200 br=1\n", 1, 3, 0, 0, 0 },
    { "no branch", "0 A>P INVITE br=-\n1 P>A 100 br=-\n2 P>A 200 br=-\n", 1, 3, 0, 0, 0 },
    { "no branch, sent again", "0 A>P INVITE br=-\n500 A>P INVITE br=-\n600 P>A 200 br=-\n", 1, 3,
      1, 0, 0 },
    { "no branch, other numbers", "0 A>P OPTIONS br=-\n500 A>P OPTIONS br=- seq=2\n", 2, 2, 0, 0,
      0 },
    { "no branch, other Call-IDs", "0 A>P OPTIONS br=-\n500 A>P OPTIONS br=- id=other\n", 2, 2, 0,
      0, 0 },
    { "one branch of two Call-IDs",
      "0 A>P OPTIONS br=z9hG4bKsame\n500 A>P OPTIONS br=z9hG4bKsame id=other\n", 2, 2, 0, 0, 0 },
    { "an answer to another port", "0 A>P OPTIONS\n5 P>A 200/OPTIONS to=6000\n", 1, 2, 0, 0, 0 },
    { "an answer from another host, same branch",
      "0 A>P OPTIONS\n5 Q>A 200/OPTIONS br=z9hG4bKAP1OPTIONS\n", 1, 2, 0, 0, 0 },
    { "an answer with another branch", "0 A>P OPTIONS\n5 P>A 200/OPTIONS br=z9hG4bKmadeup\n", 1, 2,
      0, 0, 0 },
    /* 2: retransmissions */
    { "a request again", "0 A>P INVITE\n500 A>P INVITE\n1500 A>P INVITE\n", 1, 3, 2, 0, 0 },
    { "an answer again", "0 A>P INVITE\n1 P>A 180\n60001 P>A 180\n", 1, 3, 1, 0, 0 },
    { "answers by turns", "0 A>P INVITE\n1 P>A 180\n2 P>A 183\n60001 P>A 180\n60002 P>A 183\n", 1,
      5, 2, 0, 0 },
    { "183 and 180 are two", "0 A>P INVITE\n1 P>A 180\n2 P>A 183\n", 1, 3, 0, 0, 0 },
    { "180 of two phones", "0 A>P INVITE\n1 P>A 180 t=a\n2 P>A 180 t=b\n", 1, 3, 0, 0, 0 },
    { "180 with and without a body", "0 A>P INVITE\n1 P>A 180\n2 P>A 180 body=v=0\n", 1, 3, 0, 0,
      0 },
    { "reliable answers with other numbers", "0 A>P INVITE\n1 P>A 183 rseq=1\n9 P>A 183 rseq=2\n",
      1, 3, 0, 0, 0 },
    { "a reliable answer again", "0 A>P INVITE\n1 P>A 183 rseq=1\n501 P>A 183 rseq=1\n", 1, 3, 1, 0,
      0 },
    { "ACK again", "0 A>P INVITE\n3 P>A 200\n4 A>P ACK\n503 P>A 200\n504 A>P ACK\n", 1, 5, 2, 0,
      0 },
    { "answered and asked again",
      "0 A>P OPTIONS\n1 P>A 200/OPTIONS\n500 A>P OPTIONS\n"
      "501 P>A 200/OPTIONS\n",
      1, 4, 2, 0, 0 },
    { "again on the next hop, too", "0 A>P INVITE\n1 P>B INVITE\n500 A>P INVITE\n501 P>B INVITE\n",
      2, 4, 2, 0, 0 },
    { "asked again when all is over",
      "0 A>P OPTIONS\n1 P>A 200/OPTIONS\n60000 Q>C MESSAGE id=other\n"
      "60001 A>P OPTIONS\n",
      3, 4, 0, 0, 0 },
    { "an INVITE that rings for long",
      "0 A>P INVITE\n1 P>A 180\n300000 Q>C MESSAGE id=other\n"
      "300001 P>A 180\n300002 P>A 200\n",
      2, 5, 1, 0, 0 },
    /* 1: capture duplicates */
    { "a copy", "0 A>P INVITE\n0 A>P INVITE copy=1\n", 1, 1, 0, 1, 0 },
    { "a copy 1 ms later", "0 A>P INVITE\n1 A>P INVITE copy=1\n", 1, 1, 0, 1, 0 },
    { "a copy 2 ms later was sent again", "0 A>P INVITE\n2 A>P INVITE copy=1\n", 1, 2, 1, 0, 0 },
    { "sent twice within 2 ms is no copy", "0 A>P INVITE\n1 A>P INVITE\n", 1, 2, 1, 0, 0 },
    { "copies of all",
      "0 A>P INVITE\n0 A>P INVITE copy=1\n5 P>A 200\n5 P>A 200 copy=1\n9 A>P ACK\n"
      "9 A>P ACK copy=1\n",
      1, 3, 0, 3, 0 },
    { "a copy of what was sent again",
      "0 A>P INVITE\n0 A>P INVITE copy=1\n500 A>P INVITE\n"
      "500 A>P INVITE copy=1\n",
      1, 2, 1, 2, 0 },
    /* 3: the next hop */
    { "one Via more", "0 A>P INVITE\n0 P>B INVITE\n", 2, 2, 0, 0, 0 },
    { "the ACK to 200 goes on", "0 A>P INVITE\n3 P>A 200\n4 A>P ACK\n4 P>B ACK\n5 B>C ACK via=3\n",
      1, 5, 0, 0, 0 },
    { "a proxy that leaves the branch",
      "0 A>P OPTIONS via=1\n1 P>B OPTIONS by=A br=z9hG4bKAP1OPTIONS via=2\n", 2, 2, 0, 0, 0 },
    /* 4: the same hop at two points */
    { "both sides of a NAT", "0 A>P INVITE\n1 N>P INVITE via=1 by=A br=z9hG4bKAP1INVITE\n", 1, 2, 0,
      0, 1 },
    { "both sides of a NAT, all of it",
      "0 A>P OPTIONS br=z9hG4bKx\n1 N>P OPTIONS via=1 by=A br=z9hG4bKx\n"
      "9 P>N 200/OPTIONS via=1 by=A br=z9hG4bKx\n10 P>A 200/OPTIONS br=z9hG4bKx\n",
      1, 4, 0, 0, 2 },
    { "both sides of a NAT, sent again",
      "0 A>P OPTIONS br=z9hG4bKx\n1 N>P OPTIONS via=1 by=A br=z9hG4bKx\n"
      "500 A>P OPTIONS br=z9hG4bKx\n501 N>P OPTIONS via=1 by=A br=z9hG4bKx\n",
      1, 4, 1, 0, 2 },
    { "another address 60 ms later is another sender",
      "0 A>P OPTIONS br=z9hG4bKx\n60 N>P OPTIONS via=1 by=A br=z9hG4bKx\n", 2, 2, 0, 0, 0 },
    { "a fork with one branch",
      "0 P>B OPTIONS br=z9hG4bKx\n1 P>C OPTIONS br=z9hG4bKx uri=sip:other@test\n"
      "9 B>P 200/OPTIONS br=z9hG4bKx\n10 C>P 200/OPTIONS br=z9hG4bKx t=u\n",
      2, 4, 0, 0, 0 },
    { "both addresses differ", "0 A>P OPTIONS br=z9hG4bKx\n1 N>Q OPTIONS via=1 by=A br=z9hG4bKx\n",
      2, 2, 0, 0, 0 },
};

/* Messages of the leg that are marked so. */
static unsigned marked(const struct sipkit *k, unsigned flag)
{
    unsigned n = 0;
    for (uint32_t i = 1; i <= k->store.messages.n; i++)
        n += !!(store_message(&k->store, i)->flags & flag);
    return n;
}

static void test_rows(void **state)
{
    (void)state;
    bool right = true;
    for (size_t i = 0; i < ROWS(rows); i++)
        for (int v6 = 0; v6 < 2; v6++) {
            const struct row *r = &rows[i];
            struct sipkit k;
            assert_true(sipkit_init(&k));
            for (const char *s = r->script; *s; s += strcspn(s, "\n") + 1) {
                char line[256];
                snprintf(line, sizeof(line), "%.*s%s", (int)strcspn(s, "\n"), s,
                         v6 ? " id6=1" : "");
                sipkit_say(&k, line);
            }
            const struct store_counts *c = &k.store.counts;
            const uint64_t *n = k.store.counters.v;
            if (c->transactions != r->transactions ||
                c->messages + marked(&k, MESSAGE_SAME_HOP) != r->messages ||
                c->retransmissions != r->retransmissions || n[COUNTER_DUPLICATE] != r->duplicates ||
                n[COUNTER_SAME_HOP] != r->same_hop || marked(&k, MESSAGE_SAME_HOP) != r->same_hop ||
                marked(&k, MESSAGE_REPEAT) != r->retransmissions) {
                print_error("%s: %u transactions, %u messages, %u again, %u copies, %u at a NAT\n",
                            r->name, (unsigned)c->transactions, (unsigned)c->messages,
                            (unsigned)c->retransmissions, (unsigned)n[COUNTER_DUPLICATE],
                            (unsigned)n[COUNTER_SAME_HOP]);
                right = false;
            }
            sipkit_fini(&k);
        }
    assert_true(right);
}

static struct brief brief_of(uint64_t key, unsigned method)
{
    return (struct brief){ .transaction = key,
                           .branch = key,
                           .call_hash = 1,
                           .cseq = 1,
                           .method = (uint8_t)method,
                           .flags = BRIEF_REQUEST };
}

/* What is over is forgotten, each at its time, and rows and keys are given back. */
static void test_expiry(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    struct txns t;
    struct store s;
    struct leg leg = { .key = 1 };
    struct endpoint e = { .port = 1 };
    assert_int_equal(store_init(&s), 0);
    assert_int_equal(txns_init(&t), 0);
    uint32_t path = pool_new(&s.paths) << 1;
    *store_path(&s, 1) = (struct path){ .end = { e, e }, .transport = TRANSPORT_UDP };
    for (int round = 0; round < 5; round++) {
        int64_t now = round * 10 * TXN_PROCEEDING_NS;
        for (uint32_t i = 1; i <= MANY; i++) {
            bool invite = i % 3 == 0;
            struct brief b = brief_of(i, invite ? SIP_METHOD_INVITE : SIP_METHOD_OPTIONS);
            struct txn *x = txns_get(&t, &s, 1, &leg, &b, path, now);
            assert_non_null(x);
            assert_ptr_equal(txns_get(&t, &s, 1, &leg, &b, path, now), x);
            if (i % 6 == 0) { /* every other INVITE is answered */
                struct payload p = { .time_ns = now };
                b.flags = 0;
                b.code = 200;
                txn_note(x, &s, &b, &p, 0, now);
            }
        }
        assert_int_equal(t.live, MANY);
        assert_true(t.rows.n <= MANY); /* rows are used again */
        txns_expire(&t, now + TXN_LINGER_NS - 1);
        assert_int_equal(t.live, MANY);
        txns_expire(&t, now + TXN_LINGER_NS + TXN_LATE_NS);
        assert_int_equal(t.live, MANY / 6); /* INVITEs without a final answer */
        txns_expire(&t, now + 2 * TXN_PROCEEDING_NS);
        assert_int_equal(t.live, 0);
        assert_int_equal(t.index.used, 0);
    }
    txns_fini(&t);
    store_fini(&s);
}

/* Times that leap in both directions, to the ends of what a number holds. */
static void test_leaps(void **state)
{
    (void)state;
    static const int64_t times[] = { 0, CLOCK_MAX_NS, CLOCK_MIN_NS, -1, 1, CLOCK_MAX_NS,
                                     0, CLOCK_MIN_NS };
    struct sipkit k;
    assert_true(sipkit_init(&k));
    for (size_t i = 0; i < 8 * ROWS(times); i++) {
        struct buf text;
        struct payload p;
        struct extent x;
        char line[64];
        unsigned code;
        snprintf(line, sizeof(line), i % 3 ? "0 P>A %u seq=%zu" : "0 A>P INVITE id=%u seq=%zu",
                 i % 3 ? 200u : 1u, i % 2 + 1);
        buf_init(&text, 4096);
        sipkit_write(&k, line, &text, &p, &x);
        p.time_ns = times[i % ROWS(times)];
        assert_true(sipkit_take(&k, &p));
        buf_fini(&text);
        for (uint32_t leg = 1; leg <= k.store.legs.n; leg++)
            for (size_t t = 0; t < ROWS(times); t++)
                call_state(&k.store, store_leg(&k.store, leg), times[t], true, &code);
    }
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_expiry),
        cmocka_unit_test(test_leaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
