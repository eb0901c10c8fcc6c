/* With the Nth allocation failing, for each N up to 128 and some beyond: nothing breaks, nothing is
 * kept, and what is lost is said or counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/pool.h"
#include "decode/match.h"
#include "decode/sip/osip.h"
#include "decode/trace.h"
#include "tests/unit/indexkit.h"
#include "tests/unit/sipkit.h"
#include "decode/session/rule_user.h"
#include "ui/export/redact.h"
#include "ui/export/render.h"
#include "ui/flow/arrange.h"
#include "ui/flow/difference.h"

enum { FAILURES = 160 };

static void fail_at(int nth)
{
    mem_test_fail_after = nth;
}

/* Allocations work again. Did one fail? */
static bool failed(void)
{
    bool did = mem_test_fail_after < 0;
    mem_test_fail_after = -1;
    return did;
}

static const char *const samples[] = {
    "samples/blind-transfer.pcap", "samples/fragmented-invite.pcap", "samples/tcp-call.pcap",
    "samples/retransmission.pcap", "samples/registration.pcap",
};

/* The ladder as the user might want it, while memory lasts. */
static void arrange(const struct flow *f)
{
    struct plan p = { .fold = true, .gaps = true };
    const char *last = f->participant[f->participants - 1].endpoint[0];
    struct flow *to = NULL;
    assert_true(plan_add(&p, PLAN_MERGE, last, f->participant[0].endpoint[0], NULL) <= 0);
    assert_true(plan_add(&p, PLAN_NAME, last, NULL, "all of them") <= 0);
    assert_true(plan_add(&p, PLAN_SPLIT, last, NULL, NULL) <= 0);
    plan_open(&p, f->row[0].message, true);
    int r = arrange_new(&to, f, &p);
    assert_true(r == 0 || r == -ENOMEM);
    if (!r)
        arrange_free(to);
    plan_fini(&p);
}

/* The ladders of all legs, while memory lasts. */
static void draw(struct trace *t)
{
    for (uint32_t leg = 1; leg <= trace_store(t)->legs.n; leg++) {
        struct flow_options o = { .unfold = false };
        struct flow *f = NULL;
        struct err err;
        struct buf b;
        int r = flow_new(&f, t, &leg, 1, &o, &err);
        assert_true(r == 0 || r == -ENOMEM || r == -ENODATA);
        if (r < 0)
            continue;
        for (unsigned i = 0; render_get(RENDER_LADDER, i); i++) {
            struct render_options ro = { .trace = t, .paper = RENDER_A4, .steps = true };
            buf_init(&b, 1 << 20);
            r = render_get(RENDER_LADDER, i)->run(&b, f, &ro);
            assert_true(r == 0 || r == -ENOMEM || b.failed);
            buf_fini(&b);
        }
        arrange(f);
        flow_free(f);
    }
}

static void test_trace(void **state)
{
    (void)state;
    for (size_t s = 0; s < sizeof(samples) / sizeof(*samples); s++) {
        uint64_t whole = 0;
        for (int nth = FAILURES; nth >= 0; nth--) { /* from where nothing fails any more, if so */
            struct trace_options o = { .threads = 1 };
            struct counters n;
            struct trace *t;
            struct err err = { "" };
            fail_at(nth == FAILURES ? -1 : nth);
            int r = trace_open(&t, &samples[s], 1, &o, &err);
            if (r < 0) {
                assert_true(failed());
                assert_int_equal(r, -ENOMEM);
                assert_true(*err.text);
                continue;
            }
            trace_run(t);
            bool did = nth != FAILURES && failed();
            fail_at(-1);
            trace_counters(t, &n);
            uint64_t messages = trace_store(t)->counts.messages;
            if (nth == FAILURES)
                whole = messages;
            else if (messages != whole)
                assert_true(did && (n.v[COUNTER_NO_MEMORY] || n.v[COUNTER_SPOOL_FULL] ||
                                    trace_error(t, 0)));
            trace_close(t);
        }
    }
}

static void test_ladder(void **state)
{
    (void)state;
    struct trace_options o = { .threads = 1 };
    struct trace *t;
    struct err err;
    assert_int_equal(trace_open(&t, &samples[0], 1, &o, &err), 0);
    trace_run(t);
    for (int nth = 0; nth < 4 * FAILURES; nth++) {
        fail_at(nth);
        draw(t);
        if (!failed())
            break;
    }
    trace_close(t);
}

static bool is_odd(const void *ctx, uint32_t leg)
{
    (void)ctx;
    return leg % 2;
}

/* Half of the legs are forgotten, or none where memory ended on the way; what stays can be drawn.
 */
static void test_forget(void **state)
{
    (void)state;
    struct trace_options o = { .threads = 1 };
    bool did = true;
    for (int nth = 0; nth < FAILURES && did; nth++) {
        struct trace *t;
        struct err err;
        assert_int_equal(trace_open(&t, samples, sizeof(samples) / sizeof(samples[0]), &o, &err),
                         0);
        trace_run(t);
        trace_pin(t, is_odd, NULL);
        uint32_t legs = pool_live(&trace_store(t)->legs);
        fail_at(nth);
        int r = trace_forget(t, FORGET_ACTIVE);
        did = failed();
        uint32_t left = pool_live(&trace_store(t)->legs);
        assert_true(r == 0 ? left < legs : left == legs);
        draw(t);
        trace_close(t);
    }
}

/* A redacted form of all legs, and nothing of it when memory ended on the way. */
static void test_redact(void **state)
{
    (void)state;
    static const char *const files[] = { "samples/fragmented-invite.pcap",
                                         "samples/tcp-call.pcap" };
    static const struct leg_rules rules = { .split = { { "a@b", 3 } }, .splits = 1 };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const struct trace_options options = { .threads = 1, .legs = &rules };
        struct trace *t;
        struct err err;
        uint32_t legs[64];
        assert_int_equal(trace_open(&t, &files[i], 1, &options, &err), 0);
        trace_run(t);
        struct redact_order order = { .leg = legs, .media = true, .threads = 1 };
        while (order.legs < trace_store(t)->legs.n && order.legs < 64)
            legs[order.legs] = order.legs + 1, order.legs++;
        for (int nth = 0; nth < FAILURES; nth++) {
            struct redacted *r = NULL;
            fail_at(nth);
            int status = redact_open(&r, t, &order, &err);
            bool did = failed();
            assert_true(status == 0 ? r != NULL : r == NULL && *err.text);
            redact_close(r);
            if (!did)
                break;
        }
        trace_close(t);
    }
}

/* Reading a message again. */
static void test_load(void **state)
{
    (void)state;
    struct trace_options o = { .threads = 1 };
    struct loaded l;
    struct trace *t;
    struct err err;
    assert_int_equal(trace_open(&t, &samples[0], 1, &o, &err), 0);
    trace_run(t);
    for (int nth = 0;; nth++) {
        loaded_init(&l);
        fail_at(nth);
        bool ok = trace_load(t, 1, &l);
        bool did = failed();
        assert_int_equal(ok, !did);
        loaded_fini(&l);
        if (!did)
            break;
    }
    trace_close(t);
}

static const char *const script[] = {
    "0 A>P INVITE",
    "1 P>B INVITE",
    "2 B>P 180",
    "3 P>A 180",
    "4 B>P 200 body=v=0",
    "5 P>A 200 body=v=0",
    "6 A>P ACK",
    "7 B>A REFER seq=5",
    "8 A>C INVITE id=other",
    "9 C>A 200 id=other",
    "10 A>P BYE seq=2",
    "11 P>A 200/BYE seq=2",
    "12 A>P STRANGE id=third",
    "13 A>P REGISTER id=fourth",
};

/* Every message is in the store, or counted as lost; the legs' chains hold what is there. */
static void test_model(void **state)
{
    (void)state;
    enum { LINES = sizeof(script) / sizeof(*script) };
    for (int nth = 0; nth < FAILURES; nth++) {
        struct sipkit k;
        struct buf text;
        struct payload p[LINES];
        struct extent x[LINES];
        char *bytes[LINES];
        struct sipkit writer = { .now_ns = KIT_EPOCH_NS };
        for (int i = 0; i < LINES; i++) { /* before anything fails */
            buf_init(&text, 4096);
            sipkit_write(&writer, script[i], &text, &p[i], &x[i]);
            bytes[i] = padded(text.p, text.n, 0);
            p[i].data = (const uint8_t *)bytes[i];
            buf_fini(&text);
        }
        fail_at(nth);
        bool ok = sipkit_init(&k);
        for (int i = 0; ok && i < LINES; i++)
            assert_true(sipkit_take(&k, &p[i]));
        bool did = failed();
        if (ok) {
            const struct store *s = &k.store;
            uint64_t chained = 0;
            for (uint32_t leg = 1; leg <= s->legs.n; leg++) {
                unsigned code;
                for (uint32_t m = store_leg(s, leg)->first; m; m = store_message(s, m)->next)
                    chained++;
                if (store_leg(s, leg)->first)
                    sipkit_state(&k, leg, 100000, true, &code);
            }
            assert_int_equal(chained, s->counts.messages);
            assert_int_equal(s->counts.messages + s->counters.v[COUNTER_NO_MEMORY], LINES);
            assert_true(did || s->counts.messages == LINES);
            sipkit_fini(&k);
        } else {
            assert_true(did);
        }
        for (int i = 0; i < LINES; i++)
            free(bytes[i]);
        if (!did)
            return;
    }
}

/* An index and a pool that cannot grow stay as they were. */
static bool same_row(const void *ctx, uint32_t row, const void *key)
{
    (void)ctx;
    return row == *(const uint32_t *)key;
}

static void test_tables(void **state)
{
    (void)state;
    for (int nth = 0; nth < 12; nth++) {
        struct index x;
        struct pool p;
        uint32_t rows = 0, last = 0;
        pool_init(&p, 16);
        fail_at(nth);
        bool ok = index_init(&x);
        for (uint32_t i = 1; ok && i <= 20000; i++) {
            uint32_t row = pool_new(&p);
            if (!row)
                continue;
            assert_int_equal(row, last + 1);
            last = row;
            if (!index_add(&x, row * UINT64_C(0x9e3779b97f4a7c15), row)) {
                pool_give(&p, row);
                last = row - 1;
            } else {
                rows = row;
            }
        }
        failed();
        if (ok) {
            assert_true(rows >= 19998); /* one of each at most was refused */
            assert_int_equal(x.used, rows);
            for (uint32_t i = 1; i <= rows; i++)
                assert_int_equal(
                    index_find(&x, i * UINT64_C(0x9e3779b97f4a7c15), same_row, NULL, &i), i);
            index_fini(&x);
        }
        pool_fini(&p);
    }
}

static void no_part(void *ctx, const char *header, const char *part, const char *value)
{
    (void)header, (void)part, (void)value;
    ++*(unsigned *)ctx;
}

static void test_osip(void **state)
{
    (void)state;
    static const char text[] = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\r\n"
                               "From: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: c\r\n"
                               "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    char *p = padded(text, sizeof(text) - 1, 0);
    struct sip_index x;
    assert_true(sip_index(&x, p, sizeof(text) - 1));
    for (int nth = 0;; nth++) {
        unsigned parts = 0;
        fail_at(nth);
        enum osip_verdict v = osip_explain(&x, no_part, &parts);
        bool did = failed();
        assert_int_equal(v, did ? OSIP_NO_MEMORY : OSIP_PARSED);
        assert_int_equal(parts > 0, !did);
        assert_true(!did || *osip_verdict_words(v));
        if (!did)
            break;
    }
    free(p);
}

static void test_match(void **state)
{
    (void)state;
    struct trace_options o = { .threads = 1 };
    struct trace *t;
    struct err err;
    assert_int_equal(trace_open(&t, &samples[0], 1, &o, &err), 0);
    trace_run(t);
    for (int nth = 0; nth < FAILURES; nth++) {
        struct query_error qe;
        struct match *m;
        fail_at(nth);
        int r = match_open(
            &m, t, "method == INVITE && payload matches \"sip\" || state == completed", 0, &qe);
        if (r == 0) {
            for (uint32_t i = 1; i <= trace_store(t)->messages.n; i++)
                match_message(m, i);
            for (uint32_t i = 1; i <= trace_store(t)->calls.n; i++)
                match_call(m, i);
            match_close(m);
        }
        bool did = failed();
        assert_true(r == 0 || (did && r == -ENOMEM));
        if (!did)
            break;
    }
    trace_close(t);
}

static void test_difference(void **state)
{
    (void)state;
    for (int nth = 0; nth < FAILURES; nth++) {
        struct difference d;
        fail_at(nth);
        int r = difference_make(&d, SLICE("INVITE a SIP/2.0\nVia: b\nTo: c d\n"),
                                SLICE("INVITE b SIP/2.0\nVia: a\nVia: b\nTo: d e\n"));
        bool did = failed();
        assert_int_equal(r, did ? -ENOMEM : 0);
        difference_fini(&d);
        if (!did)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trace),  cmocka_unit_test(test_ladder),
        cmocka_unit_test(test_forget), cmocka_unit_test(test_redact),
        cmocka_unit_test(test_load),   cmocka_unit_test(test_model),
        cmocka_unit_test(test_tables), cmocka_unit_test(test_osip),
        cmocka_unit_test(test_match),  cmocka_unit_test(test_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
