/* Tests of decode/model.c, store.c and sift.c: rows, chains, names, extents and counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/unit/indexkit.h"
#include "tests/unit/sipkit.h"

static void test_rows_of_a_call(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>P INVITE body=v=0\n1 P>A 180\n2 P>A 200 body=v=0\n3 A>P ACK\n");
    const struct store *s = &k.store;
    assert_int_equal(s->messages.n, 4);
    assert_int_equal(s->paths.n, 1);
    assert_int_equal(s->legs.n, 1);
    assert_int_equal(s->calls.n, 1);
    assert_int_equal(s->dialogs.n, 1);
    const struct leg *leg = store_leg(s, 1);
    assert_int_equal(leg->first, 1);
    assert_int_equal(leg->last, 4);
    assert_int_equal(leg->messages, 4);
    assert_int_equal(leg->kind, LEG_CALL);
    assert_int_equal(store_call(s, leg->call)->leg, 1);
    for (uint32_t i = 1; i <= 4; i++) {
        const struct message *m = store_message(s, i);
        bool request = i == 1 || i == 4;
        char from[ENDPOINT_TEXT];
        assert_int_equal(m->next, i < 4 ? i + 1 : 0);
        assert_int_equal(m->leg, 1);
        assert_int_equal(m->packet, i);
        assert_int_equal(m->time_ns, KIT_EPOCH_NS + (int64_t)(i - 1) * 1000000);
        assert_int_equal(message_is_request(m), request);
        assert_int_equal(!!(m->flags & MESSAGE_SDP), i == 1 || i == 3);
        assert_int_equal(message_transport(s, m), TRANSPORT_UDP);
        endpoint_format(from, message_src(s, m));
        assert_string_equal(from, request ? "10.0.0.65:5060" : "10.0.0.80:5060");
        endpoint_format(from, message_dst(s, m));
        assert_string_equal(from, request ? "10.0.0.80:5060" : "10.0.0.65:5060");
    }
    assert_string_equal(store_method_name(s, store_message(s, 4)->code), "ACK");
    assert_int_equal(store_message(s, 3)->code, 200);
    assert_int_equal(s->counts.request[SIP_METHOD_INVITE], 1);
    assert_int_equal(s->counts.response[180], 1);
    assert_int_equal(s->counts.transport[TRANSPORT_UDP], 4);
    assert_int_equal(s->counts.call_ids, 1);
    assert_int_equal(s->first_ns, KIT_EPOCH_NS);
    assert_int_equal(s->last_ns, KIT_EPOCH_NS + 3000000);
    assert_null(store_message(s, 0));
    assert_null(store_message(s, 5));
    assert_null(store_leg(s, 2));
    sipkit_fini(&k);
}

/* Ports, transports and addresses tell paths apart; directions do not. */
static void test_paths(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>B OPTIONS\n1 B>A 200/OPTIONS\n2 A>B OPTIONS to=5070\n3 A>C OPTIONS\n"
                    "4 A>B OPTIONS id6=1\n5 B>A 200/OPTIONS id6=1\n6 A>A OPTIONS to=5070\n");
    assert_int_equal(k.store.paths.n, 5);
    k.transport = TRANSPORT_TCP;
    sipkit_say(&k, "7 A>B OPTIONS");
    assert_int_equal(k.store.paths.n, 6);
    sipkit_fini(&k);
}

static void test_without_call_id(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_play(&k, "0 A>B OPTIONS id=-\n1 B>A 200/OPTIONS id=-\n2 A>C OPTIONS id=-\n");
    assert_int_equal(k.store.counts.call_ids, 0);
    assert_int_equal(k.store.legs.n, 2); /* by path */
    assert_int_equal(k.store.counts.malformed, 3);
    sipkit_fini(&k);
}

/* Unknown methods are told apart up to a bound, and then counted together. */
static void test_methods(void **state)
{
    (void)state;
    struct sipkit k;
    char line[160];
    assert_true(sipkit_init(&k));
    for (unsigned i = 0; i < METHOD_OTHERS + 10; i++) {
        snprintf(line, sizeof(line), "%u A>B METHOD%u id=%u", i * 100, i, i);
        sipkit_say(&k, line);
        sipkit_say(&k, line);
    }
    sipkit_say(&k, "90000 A>B METHOD3 id=x");
    const struct store *s = &k.store;
    assert_int_equal(s->others, METHOD_OTHERS);
    for (unsigned i = 0; i < METHOD_OTHERS; i++) {
        snprintf(line, sizeof(line), "METHOD%u", i);
        assert_string_equal(store_method_name(s, SIP_METHOD_COUNT + i), line);
        assert_int_equal(s->counts.request[SIP_METHOD_COUNT + i], i == 3 ? 3 : 2);
    }
    assert_int_equal(s->counts.request[SIP_METHOD_COUNT + METHOD_OTHERS], 20);
    assert_string_equal(store_method_name(s, SIP_METHOD_COUNT + METHOD_OTHERS), "OTHER");
    assert_int_equal(s->counters.v[COUNTER_METHODS_FULL], 20);
    sipkit_fini(&k);
}

static void test_codes(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        unsigned code, counted;
    } rows[] = {
        { "0 P>A 100", 100, 100 },     { "0 P>A 699", 699, 699 },
        { "0 P>A 999", 999, 999 },     { "0 P>A 1000", 1000, 999 },
        { "0 P>A 65535", 65535, 999 }, { "0 P>A 99999999", 65535, 999 },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_say(&k, rows[i].line);
        assert_int_equal(store_message(&k.store, 1)->code, rows[i].code);
        assert_int_equal(k.store.counts.response[rows[i].counted], 1);
        assert_int_equal(!!(store_message(&k.store, 1)->flags & MESSAGE_FAULTY),
                         rows[i].code > 699);
        sipkit_fini(&k);
    }
}

/* One extent stands in the row itself when it fits, several stand elsewhere. */
static void test_extents(void **state)
{
    (void)state;
    static const struct extent small = { .offset = 77, .packet = 3, .delta = 42, .segment = 5 };
    static const struct extent far = { .offset = UINT64_C(1) << 48, .packet = 3, .delta = 42 };
    static const struct extent deep = { .offset = 77, .packet = 3, .delta = 70000 };
    static const struct extent several[] = {
        { .offset = 1, .packet = 1, .delta = 2, .len = 10, .segment = 1 },
        { .offset = 1000, .packet = 2, .delta = 3, .len = 20, .segment = 1 },
        { .offset = 9, .packet = 3, .delta = 4, .len = 30, .segment = 1 },
    };
    static const struct {
        const struct extent *extent;
        unsigned n;
        bool many;
    } rows[] = {
        { &small, 1, false }, { &far, 1, true }, { &deep, 1, true }, { several, 3, true }
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct sipkit k;
        struct buf text;
        struct payload p;
        struct extent x;
        assert_true(sipkit_init(&k));
        buf_init(&text, 4096);
        sipkit_write(&k, "0 A>P INVITE", &text, &p, &x);
        p.extent = rows[i].extent;
        p.extents = rows[i].n;
        p.packet = 3;
        assert_true(sipkit_take(&k, &p));
        buf_fini(&text);
        const struct message *m = store_message(&k.store, 1);
        assert_int_equal(!!(m->flags & MESSAGE_MANY), rows[i].many);
        for (unsigned e = 0; e < rows[i].n; e++) {
            assert_true(message_extent(&k.store, m, e, &x));
            assert_int_equal(x.offset, rows[i].extent[e].offset);
            assert_int_equal(x.packet, rows[i].extent[e].packet);
            assert_int_equal(x.delta, rows[i].extent[e].delta);
            assert_int_equal(x.segment, rows[i].extent[e].segment);
            assert_int_equal(x.len, rows[i].many ? rows[i].extent[e].len : p.len);
        }
        assert_false(message_extent(&k.store, m, rows[i].n, &x));
        sipkit_fini(&k);
    }
}

static void test_snapped(void **state)
{
    (void)state;
    struct sipkit k;
    struct buf text;
    struct payload p;
    struct extent x;
    assert_true(sipkit_init(&k));
    buf_init(&text, 4096);
    sipkit_write(&k, "0 A>P INVITE", &text, &p, &x);
    p.full_len += 100;
    assert_true(sipkit_take(&k, &p));
    assert_true(store_message(&k.store, 1)->flags & MESSAGE_SNAPPED);
    assert_int_equal(k.store.counters.v[COUNTER_SNAPPED], 1);
    buf_fini(&text);
    sipkit_fini(&k);
}

/* Every prefix of a message is taken or left; what is taken has its row, whatever the padding. */
static void test_every_prefix(void **state)
{
    (void)state;
    struct sipkit writer;
    struct buf text;
    struct payload p;
    struct extent x;
    assert_true(sipkit_init(&writer));
    buf_init(&text, 4096);
    sipkit_write(&writer, "0 A>P INVITE seq=77 body=v=0 se=90 reason=200 rseq=5", &text, &p, &x);
    for (uint32_t n = 0; n <= p.len; n++) {
        struct brief first = { 0 }, b;
        for (size_t f = 0; f < sizeof(padding_fill); f++) {
            struct payload q = p;
            char *bytes = padded(p.data, n, padding_fill[f]);
            q.data = (const uint8_t *)bytes;
            q.len = q.full_len = n;
            memset(&b, 0, sizeof(b));
            bool sip = sift(&writer.store.key, &q, &b);
            assert_int_equal(sip, sip_is_start(bytes, n));
            if (!f)
                first = b;
            else if (sip)
                assert_memory_equal(&first, &b, sizeof(b));
            uint64_t before =
                writer.store.counts.messages + writer.store.counters.v[COUNTER_DUPLICATE];
            assert_int_equal(sipkit_take(&writer, &q), sip);
            assert_int_equal(writer.store.counts.messages +
                                 writer.store.counters.v[COUNTER_DUPLICATE],
                             before + sip);
            free(bytes);
        }
    }
    buf_fini(&text);
    sipkit_fini(&writer);
}

/* What a brief says of the other direction and of the same thing in other words. */
static void test_briefs(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool path, call, transaction, from, to, signature;
    } rows[] = {
        { "0 A>P INVITE", "0 A>P INVITE", true, true, true, true, true, true },
        { "0 A>P INVITE", "0 P>A 180", true, true, true, true, false, false },
        { "0 A>P INVITE id6=1", "0 P>A 180 id6=1", true, true, true, true, false, false },
        { "0 P>A 180", "0 P>A 180 t=u", true, true, true, true, false, false },
        { "0 P>A 180", "0 P>A 180 body=x", true, true, true, true, true, false },
        { "0 P>A 183 rseq=1", "0 P>A 183 rseq=2", true, true, true, true, true, false },
        { "0 A>P INVITE", "0 A>P INVITE id=other", true, false, false, true, true, true },
        { "0 A>P INVITE", "0 A>P INVITE f=g", true, true, true, false, true, true },
        { "0 A>P INVITE", "0 A>P INVITE to=6000", false, true, true, true, true, true },
        { "0 A>P INVITE", "0 A>P INVITE br=z9hG4bKother", true, true, false, true, true, true },
        { "0 A>P INVITE", "0 A>Q INVITE by=A br=z9hG4bKAP1INVITE", false, true, false, true, true,
          true },
        { "0 A>P INVITE br=x", "0 P>A 200 br=x", true, true, true, true, false, false },
        { "0 A>P INVITE br=x", "0 A>P INVITE br=x id=o", true, false, false, true, true, true },
        { "0 A>P INVITE br=z9hG4bKa", "0 A>P INVITE br=z9hG4bKa seq=2", true, true, false, true,
          true, true },
        { "0 A>P INVITE br=z9hG4bKa", "0 A>P CANCEL br=z9hG4bKa", true, true, false, true, true,
          false },
    };
    struct sipkit k;
    assert_true(sipkit_init(&k));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct buf text[2];
        struct payload p[2];
        struct extent x[2];
        struct brief b[2];
        for (int n = 0; n < 2; n++) {
            buf_init(&text[n], 4096);
            sipkit_write(&k, n ? rows[i].b : rows[i].a, &text[n], &p[n], &x[n]);
            assert_true(sift(&k.store.key, &p[n], &b[n]));
        }
        bool same[] = { b[0].path_hash == b[1].path_hash,     b[0].call_hash == b[1].call_hash,
                        b[0].transaction == b[1].transaction, b[0].from_tag == b[1].from_tag,
                        b[0].to_tag == b[1].to_tag,           b[0].signature == b[1].signature };
        bool want[] = { rows[i].path, rows[i].call, rows[i].transaction,
                        rows[i].from, rows[i].to,   rows[i].signature };
        for (int n = 0; n < 6; n++)
            if (same[n] != want[n])
                fail_msg("\"%s\" and \"%s\": field %d", rows[i].a, rows[i].b, n);
        buf_fini(&text[0]);
        buf_fini(&text[1]);
    }
    sipkit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_of_a_call),  cmocka_unit_test(test_paths),
        cmocka_unit_test(test_without_call_id), cmocka_unit_test(test_methods),
        cmocka_unit_test(test_codes),           cmocka_unit_test(test_extents),
        cmocka_unit_test(test_snapped),         cmocka_unit_test(test_every_prefix),
        cmocka_unit_test(test_briefs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
