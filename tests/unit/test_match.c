/* Tests of decode/match.c on the samples: each kind of value, of messages and of calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>

#include "decode/match.h"

struct counts {
    unsigned messages, calls;
};

static struct trace *open_sample(const char *path)
{
    struct trace_options o = { .threads = 1 };
    struct trace *t;
    struct err err;
    assert_int_equal(trace_open(&t, &path, 1, &o, &err), 0);
    trace_run(t);
    return t;
}

static struct counts count(struct trace *t, const char *filter)
{
    const struct store *s = trace_store(t);
    struct counts n = { 0, 0 };
    struct query_error e;
    struct match *m;
    int r = match_open(&m, t, filter, 0, &e);
    if (r < 0)
        fail_msg("%s: %d", filter, r);
    for (uint32_t i = 1; i <= s->messages.n; i++)
        n.messages += match_message(m, i);
    for (uint32_t i = 1; i <= s->calls.n; i++)
        n.calls += match_call(m, i);
    assert_false(match_message(m, s->messages.n + 1) && !match_is_all(m));
    match_close(m);
    return n;
}

/* samples/call-setup.pcap: one call over a proxy, 14 messages. */
static const struct {
    const char *filter;
    unsigned messages, calls;
} rows[] = {
    { "", 14, 1 },
    { "  ", 14, 1 },
    { "method == INVITE", 2, 1 },
    { "method == BYE", 2, 1 },
    { "method == MESSAGE", 0, 0 },
    { "status == 180", 2, 1 },
    { "status >= 200", 4, 1 },
    { "state == completed", 14, 1 },
    { "state == busy", 0, 0 },
    { "code == 200", 14, 1 },
    { "transport == udp", 14, 1 },
    { "transport == tcp", 0, 0 },
    { "port == 5060", 14, 1 },
    { "port == 1", 0, 0 },
    { "sip.cseq.method == INVITE", 8, 1 },
    { "payload contains \"SIP/2.0\"", 14, 1 },
    { "payload contains \"no such words\"", 0, 0 },
    { "sip.header[\"Max-Forwards\"]", 6, 1 },
    { "messages == 14", 14, 1 },
    { "duration > 1s", 14, 1 },
    { "setup > 1h", 0, 0 },
    { "call == 1", 14, 1 },
    { "packet == 1", 1, 1 },
    { "not method == INVITE", 12, 0 },
};

static void test_rows(void **state)
{
    (void)state;
    struct trace *t = open_sample("samples/call-setup.pcap");
    bool right = true;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct counts n = count(t, rows[i].filter);
        if (n.messages != rows[i].messages || n.calls != rows[i].calls) {
            print_error("%s: %u messages, %u calls\n", rows[i].filter, n.messages, n.calls);
            right = false;
        }
    }
    trace_close(t);
    assert_true(right);
}

/* Every user, host, tag, Call-ID and address that stands in a message finds it. */
static void test_own_values(void **state)
{
    (void)state;
    static const char *const files[] = { "samples/blind-transfer.pcap", "samples/tcp-call.pcap" };
    for (size_t f = 0; f < 2; f++) {
        struct trace *t = open_sample(files[f]);
        const struct store *s = trace_store(t);
        for (uint32_t i = 1; i <= s->messages.n; i++) {
            struct query_error e;
            struct loaded l;
            struct match *m;
            char filter[512], ip[ADDR_TEXT];
            loaded_init(&l);
            assert_true(trace_load(t, i, &l));
            addr_format(ip, &message_src(s, store_message(s, i))->addr);
            snprintf(filter, sizeof(filter),
                     "sip.call_id == \"%.*s\" && sip.from.tag == \"%.*s\" && ip.src == %s && "
                     "sip.via.branch == \"%.*s\" && sip.cseq == %u",
                     (int)l.index.call_id.n, l.index.call_id.p, (int)l.index.from_tag.n,
                     l.index.from_tag.p, ip, (int)l.index.via_branch.n, l.index.via_branch.p,
                     l.index.cseq);
            int r = match_open(&m, t, filter, 0, &e);
            if (r < 0)
                fail_msg("%s: %d %s", filter, r, e.text);
            assert_true(match_message(m, i));
            assert_true(match_leg(m, store_message(s, i)->leg));
            assert_false(match_is_all(m));
            match_close(m);
            loaded_fini(&l);
        }
        trace_close(t);
    }
}

static void test_mistakes(void **state)
{
    (void)state;
    struct trace *t = open_sample("samples/busy.pcap");
    struct query_error e;
    struct match *m;
    assert_int_equal(match_open(&m, t, "method ==", 0, &e), -EINVAL);
    assert_true(*e.text);
    assert_int_equal(match_open(&m, t, NULL, 0, &e), 0);
    assert_true(match_is_all(m));
    assert_true(match_call(m, 1));
    assert_false(match_call(m, 99));
    assert_false(match_leg(m, 99));
    match_close(m);
    match_close(NULL);
    trace_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_own_values),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
