/* The filter language: what passes, over a record made up here. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "decode/query/query.h"

/* One value of a made-up message or call; a field with several has several. */
struct fact {
    enum query_field field;
    const char *arg, *text; /* text is parsed into an address where the field is one */
    int64_t num;
};

struct record {
    const struct fact *fact;
    size_t n;
    unsigned asked_bytes; /* how often a field was asked for that needs the bytes */
};

#define T0 INT64_C(1699999200) /* 2023-11-14 22:00:00 UTC */

static const char invite_text[] = "INVITE sip:+4930123456@proxy.example SIP/2.0\r\n"
                                  "From: \"Bob\" <sip:1002@10.1.1.12>;tag=aB1\r\n"
                                  "X-Foo: the BAR\r\n\r\nv=0\r\n";

static const struct fact invite[] = {
    { QUERY_FIELD_METHOD, NULL, "INVITE", 0 },
    { QUERY_FIELD_REQUEST, NULL, NULL, 1 },
    { QUERY_FIELD_CSEQ, NULL, NULL, 20 },
    { QUERY_FIELD_CSEQ_METHOD, NULL, "INVITE", 0 },
    { QUERY_FIELD_CALL_ID, NULL, "abC1@10.1.1.12", 0 },
    { QUERY_FIELD_FROM_USER, NULL, "1002", 0 },
    { QUERY_FIELD_FROM_HOST, NULL, "Proxy.Example", 0 },
    { QUERY_FIELD_FROM_TAG, NULL, "aB1", 0 },
    { QUERY_FIELD_TO_USER, NULL, "+4930123456", 0 },
    { QUERY_FIELD_VIA_BRANCH, NULL, "z9hG4bK-77", 0 },
    { QUERY_FIELD_USER_AGENT, NULL, "Yealink SIP-T23P 44.80", 0 },
    { QUERY_FIELD_HEADER, "X-Foo", "the BAR", 0 },
    { QUERY_FIELD_HEADER, "X-Foo", "second", 0 },
    { QUERY_FIELD_HEADER, "Expires", "3600", 0 },
    { QUERY_FIELD_HEADER, "Session-Expires", "1800;refresher=uac", 0 },
    { QUERY_FIELD_NUMBER, NULL, "1002", 0 },
    { QUERY_FIELD_NUMBER, NULL, "+49-30-123 456;phone-context=x", 0 },
    { QUERY_FIELD_NUMBER, NULL, "alice7654321", 0 },
    { QUERY_FIELD_NUMBER, NULL, "%2B15551234", 0 },
    { QUERY_FIELD_PAYLOAD, NULL, invite_text, 0 },
    { QUERY_FIELD_BODY, NULL, "v=0\r\nm=audio\r\n", 0 },
    { QUERY_FIELD_IP, NULL, "10.1.1.12", 0 },
    { QUERY_FIELD_IP, NULL, "2001:db8::2", 0 },
    { QUERY_FIELD_IP_SRC, NULL, "10.1.1.12", 0 },
    { QUERY_FIELD_IP_DST, NULL, "2001:db8::2", 0 },
    { QUERY_FIELD_PORT, NULL, NULL, 5060 },
    { QUERY_FIELD_PORT, NULL, NULL, 40000 },
    { QUERY_FIELD_TRANSPORT, NULL, "udp", 0 },
    { QUERY_FIELD_TIME, NULL, NULL,
      (T0 + 13 * 60 + 20) * NS_PER_S + 86547000 }, /* 22:13:20.086547 */
    { QUERY_FIELD_PACKET, NULL, NULL, 7 },
    { QUERY_FIELD_STATE, NULL, "no answer", 0 },
    { QUERY_FIELD_CODE, NULL, NULL, 408 },
    { QUERY_FIELD_MESSAGES, NULL, NULL, 14 },
    { QUERY_FIELD_DURATION, NULL, NULL, 90 * NS_PER_S },
    { QUERY_FIELD_PDD, NULL, NULL, 200500 * NS_PER_US },
    { QUERY_FIELD_SETUP, NULL, NULL, 1570 * NS_PER_MS },
    { QUERY_FIELD_CALL, NULL, NULL, 3 },
};

static bool get(void *ctx, enum query_field field, struct slice arg, unsigned i,
                struct query_value *out)
{
    struct record *r = ctx;
    r->asked_bytes += query_field_get(field)->source == QUERY_SOURCE_BYTES;
    for (size_t k = 0; k < r->n; k++) {
        const struct fact *f = &r->fact[k];
        if (f->field != field || (f->arg && !slice_ieq(slice_of(f->arg), arg)) || i--)
            continue;
        out->text = slice_of(f->text);
        out->num = f->num;
        if (query_field_get(field)->type == QUERY_TYPE_ADDR)
            assert_true(addr_parse(&out->addr, out->text));
        return true;
    }
    return false;
}

/* A copy of exactly its size, so that a read past the end is seen; freed by the caller. */
static struct slice exact(const char *text, size_t n)
{
    char *p = malloc(n ? n : 1);
    assert_non_null(p);
    memcpy(p, text, n);
    return slice_make(p, n);
}

static struct query *parse(const char *text, unsigned flags)
{
    struct query *q = NULL;
    struct query_error error = { 0, "" };
    struct slice s = exact(text, strlen(text));
    if (query_parse(&q, s, flags, &error))
        fail_msg("%s: at %zu: %s", text, error.pos, error.text);
    free((void *)(uintptr_t)s.p);
    return q;
}

static bool passes(const char *text, unsigned flags)
{
    struct record r = { invite, sizeof(invite) / sizeof(invite[0]), 0 };
    struct query *q = parse(text, flags);
    bool yes = query_eval(q, get, &r);
    query_free(q);
    return yes;
}

static const struct {
    bool yes;
    const char *text;
} language[] = {
    /* text compares without case, identifiers exactly */
    { 1, "method == INVITE" },
    { 1, "sip.Method == \"invite\"" },
    { 0, "sip.method == BYE" },
    { 0, "method != INVITE" },
    { 1, "method eq INVITE and cseq.method ne BYE" },
    { 1, "call_id == abC1@10.1.1.12" },
    { 0, "sip.Call-ID == ABC1@10.1.1.12" },
    { 1, "sip.Call-ID contains 'C1@'" },
    { 0, "call_id contains c1@" },
    { 1, "sip.from.host == proxy.example" },
    { 1, "sip.from.host contains ROXY.e" },
    { 0, "sip.from.host contains roxxy" },
    { 1, "sip.Via.branch == z9hG4bK-77" },
    { 0, "from.tag == ab1" },
    { 1, "sip.user-agent contains yealink" },
    { 1, "state == \"no answer\"" },
    { 1, "state in {busy, 'No Answer'}" },
    { 1, "transport == UDP" },
    /* presence, absence */
    { 1, "sip.request" },
    { 0, "!sip.request" },
    { 1, "sip.request == true && sip.request != no" },
    { 0, "sip.to.tag" },
    { 1, "!sip.to.tag" },
    { 1, "status != 200" },
    { 0, "status == 200" },
    { 0, "status < 200 || status >= 200" },
    { 1, "sip.header[\"x-foo\"]" },
    { 1, "sip.header[X-Foo] contains bar" },
    { 1, "sip.header[ 'X-Foo' ] == SECOND" },
    { 0, "sip.header[X-Foo] != second" },
    { 0, "sip.header[\"X-Bar\"] contains \"bar\"" },
    { 1, "sip.header[Expires] < 3601 && sip.header[Expires] >= 3600" },
    { 1, "sip.header[\"Session-Expires\"] == \"1800;refresher=uac\"" },
    { 1, "sip.header[\"Session-Expires\"] > 90" },
    { 0, "sip.header[X-Foo] > 0" },
    /* numbers */
    { 1, "code == 408" },
    { 1, "code == 4xx && code != 5XX" },
    { 1, "code in {200, 480 , 400..410}" },
    { 0, "code in {200,5xx}" },
    { 1, "code not in {200, 486}" },
    { 1, "port == 5060 and port == 40000" },
    { 0, "port != 40000" },
    { 1, "port > 39999" },
    { 1, "cseq <= 20 && cseq >= 20 && cseq < 21 && cseq gt 19" },
    { 1, "packet in {1..9}" },
    { 0, "packet > -1 && packet lt 7" },
    { 1, "messages==14&&call==3" },
    /* durations: == reaches to where the last written digit changes */
    { 1, "pdd == 200ms" },
    { 0, "pdd == 201ms" },
    { 1, "pdd > 200ms" },
    { 1, "pdd == 0.2s" },
    { 1, "pdd == 200.5ms && pdd < 200501us && pdd > 200499µs" },
    { 1, "setup == 1.5s" },
    { 0, "setup == 1.6s" },
    { 1, "setup == 1s" },
    { 1, "setup in {1s..2s}" },
    { 1, "duration == 1m30s && duration > 1m && duration < 2min && duration < 1h" },
    { 0, "talk" },
    { 0, "talk > 0s" },
    { 0, "talk < 1000d" },
    /* addresses */
    { 1, "ip == 10.0.0.0/8" },
    { 1, "ip == 10.1.1.12 && ip.src == 10.1.1.12" },
    { 0, "ip.dst == 10.0.0.0/8" },
    { 1, "ip.dst == 2001:db8::/32 && ip.dst == [2001:db8::2]" },
    { 0, "ip.src == ::/0" },
    { 1, "ip.dst == ::/0 && ip.src == 0.0.0.0/0" },
    { 0, "ip != 10.1.1.12" },
    { 1, "ip != 10.1.1.13" },
    { 1, "ip.src == 10.1.1.13/31 || ip.src == 10.1.1.12/31" },
    { 1, "ip.src in {192.0.2.1, 10.1.1.10..10.1.1.12}" },
    { 0, "ip.src in {10.1.1.13..10.1.1.20}" },
    /* times, the local zone being UTC here */
    { 1, "time >= \"22:13:20\" && time < \"22:13:21\"" },
    { 1, "time == 22:13" },
    { 1, "time == \"22:13:20.086\" && time != '22:13:20.087'" },
    { 0, "time == 22:14" },
    { 1, "time in {\"22:00\"..\"22:15\"}" },
    { 0, "time in {12:00..12:05}" },
    { 1, "time in {22:00..01:00}" },
    { 0, "time in {23:00..01:00}" },
    { 1, "time == \"2023-11-14\" && time > 2023-11-13" },
    { 1, "time >= \"2023-11-14 22:13\" && time < \"2023-11-14T22:14\"" },
    { 1, "time > 2023-11-14T22:13:20Z && time < \"2023-11-14 22:13:20.1Z\"" },
    { 1, "time == \"2023-11-14T23:13:20+01:00\" && time == 2023-11-14T17:13-0500" },
    { 1, "time >= 1700000000 && time < 1700000000.1 && time == 1700000000.08" },
    { 1, "time in {\"2023-11-14 22:00\"..\"2023-11-14 23:00\"}" },
    /* telephone numbers by their last digits */
    { 1, "number == 4930123456" },
    { 1, "number == +4930123456" },
    { 1, "number == \"0049 (30) 12-34.56\"" },
    { 1, "number == 456" },
    { 1, "number == 1002" },
    { 0, "number == 11002" },
    { 0, "number == 7654321" },
    { 1, "number == 5551234" },
    { 1, "number in {999, 456}" },
    { 1, "number != 999" },
    { 0, "number == 049301234567" },
    /* regular expressions, and text that stands alone */
    { 1, "payload matches \"sip:\\d+@\"" },
    { 0, "payload matches \"sip:\\d+#\"" },
    { 0, "payload matches \"bob\"" },
    { 1, "payload matches \"(?i)bob\"" },
    { 1, "payload contains bob" },
    { 1, "payload matches \"^From: \\\"Bob\\\"\"" },
    { 1, "payload matches '^From: \"Bob\".*tag=aB1$'" },
    { 0, "payload matches '\\AFrom:'" },
    { 1, "payload matches 'Bob'" },
    { 1, "user_agent matches T2[0-9]P" },
    { 1, "body contains \"\\r\\nm=audio\"" },
    { 1, "body contains \"v\\x3d0\"" },
    { 0, "body matches INVITE" },
    { 1, "\"1002\"" },
    { 0, "\"1003\"" },
    { 1, "\"100[23]\" and not '100[45]'" },
    { 1, "'+4930' && !'*21#'" },
    /* together */
    { 1, "method == BYE || method == INVITE && port == 5060" },
    { 0, "(method == BYE || method == INVITE) && port == 5061" },
    { 1, "!method == BYE" },
    { 1, "not (method == BYE or port == 5061)" },
    { 1, "!!sip.request" },
    { 0, "!(sip.request)" },
    { 1, "METHOD == INVITE AND NOT method == BYE" },
    { 1, "from.user not contains 999 && from.user not matches '^[a-z]'" },
    { 1, "" },
    { 1, " \t\n" },
};

static void test_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(language) / sizeof(language[0]); i++)
        if (passes(language[i].text, 0) != language[i].yes)
            fail_msg("%s should %spass", language[i].text, language[i].yes ? "" : "not ");
}

/* What stands behind a filter does not change it, and what was refused is refused again. */
static void test_prefixes(void **state)
{
    (void)state;
    struct record r = { invite, sizeof(invite) / sizeof(invite[0]), 0 };
    for (size_t i = 0; i < sizeof(language) / sizeof(language[0]); i++) {
        size_t length = strlen(language[i].text);
        for (size_t n = 0; n <= length; n++)
            for (unsigned flags = 0; flags <= QUERY_TEXT; flags++) {
                struct query *q = NULL;
                struct query_error error = { SIZE_MAX, "" };
                struct query_completion out[8];
                struct slice s = exact(language[i].text, n);
                int err = query_parse(&q, s, flags, &error);
                if (err) {
                    assert_int_equal(err, -EINVAL);
                    assert_null(q);
                    assert_true(error.pos <= n);
                    assert_int_equal(error.text[strlen(error.text) - 1] == '.' ||
                                         error.text[strlen(error.text) - 1] == '?',
                                     1);
                } else {
                    query_eval(q, get, &r);
                    query_free(q);
                }
                assert_true(query_complete(s.p, n, out, 8) <= 8);
                free((void *)(uintptr_t)s.p);
            }
    }
}

/* What a person types without an operator is searched for in the payload. */
static void test_text(void **state)
{
    (void)state;
    static const struct {
        bool yes;
        const char *text;
    } typed[] = {
        { 1, "1002" },
        { 0, "1003" },
        { 1, " Bob " },
        { 0, "bob" },
        { 1, "(?i)bob" },
        { 1, "Bob|Alice" },
        { 1, "^INVITE.*100[12]|(SIP/2.0)$" },
        { 1, "\"1002\"" },
        { 0, "'1003'" },
        { 1, "+4930123456" },
        { 0, "*21#" },
        { 1, "[0-9]{3}@" },
        { 1, "the BAR" },
        { 1, "sip.request" }, /* the name of a field is one */
        { 0, "sip.to.tag" },
        { 1, "sip.header[X-Foo]" },
        { 1, "method == INVITE" },
        { 0, "!sip.request" },
    };
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
        if (passes(typed[i].text, QUERY_TEXT) != typed[i].yes)
            fail_msg("%s should %spass", typed[i].text, typed[i].yes ? "" : "not ");
}

/* A text made to be dear for an expression costs no more than its share. */
static void test_regex_cost(void **state)
{
    (void)state;
    static const char *const dear[] = {
        "payload matches '(a+)+[bc]'",       "payload matches 'a[^bc]*[bc]'",
        "payload matches '(a|aa)+[bc]'",     "payload matches '(a*)*\\1[bc]'",
        "payload matches 'a.*a.*a.*[bc]'",   "payload matches '(?:a.*?)*?[bc]'",
        "payload matches '.{60000}[bc]'",    "payload matches 'a(?!.*a)'",
        "payload matches '(?=(a*))\\1[bc]'", "payload matches '(?:(?:a?){40}a{40}){3}[bc]'",
    };
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE + 1);
    assert_non_null(text);
    memset(text, 'a', SIZE);
    text[SIZE] = 0;
    for (size_t i = 0; i < sizeof(dear) / sizeof(dear[0]); i++) {
        struct fact fact = { QUERY_FIELD_PAYLOAD, NULL, text, 0 };
        struct record r = { &fact, 1, 0 };
        struct query *q = parse(dear[i], 0);
        clock_t start = clock();
        query_eval(q, get, &r);
        if (clock() - start > 20 * CLOCKS_PER_SEC) /* hours, without the meter */
            fail_msg("%s took %ld s", dear[i], (long)((clock() - start) / CLOCKS_PER_SEC));
        assert_int_equal(query_gave_up(q), 1);
        query_free(q);
    }
    free(text);

    struct record r = { invite, sizeof(invite) / sizeof(invite[0]), 0 };
    struct query *q = parse("'^From:.*<.*>.*;tag=[^;]*$' && '(?s)SIP.*sip.*X-Foo.*v=0'", 0);
    assert_true(query_eval(q, get, &r));
    assert_int_equal(query_gave_up(q), 0);
    query_free(q);
}

/* The bytes of a message are asked for only when its row does not decide. */
static void test_row_first(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool needs_bytes, call_level, asks;
    } cases[] = {
        { "method == INVITE", false, false, false },
        { "state == busy && code > 1", false, true, false },
        { "call_id == x", true, true, true },
        { "payload contains x && method == BYE", true, false, false },
        { "payload contains x || method == INVITE", true, false, false },
        { "!('x' && method == BYE)", true, false, false },
        { "payload contains x && method == INVITE", true, false, true },
        { "", false, true, false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct record r = { invite, sizeof(invite) / sizeof(invite[0]), 0 };
        struct query *q = parse(cases[i].text, 0);
        assert_int_equal(query_needs_message_bytes(q), cases[i].needs_bytes);
        assert_int_equal(query_is_call_level(q), cases[i].call_level);
        query_eval(q, get, &r);
        assert_int_equal(r.asked_bytes > 0, cases[i].asks);
        query_free(q);
    }
    struct query *q = parse("code == 200 && 'x'", 0);
    assert_true(query_uses(q, QUERY_FIELD_CODE) && query_uses(q, QUERY_FIELD_PAYLOAD));
    assert_false(query_uses(q, QUERY_FIELD_METHOD));
    query_free(q);
}

/* Two calls: one of an INVITE, its 200 and a BYE back; one of a REGISTER and its 200. */
static const struct fact call_messages[2][3][4] = {
    { { { QUERY_FIELD_METHOD, NULL, "INVITE", 0 },
        { QUERY_FIELD_IP_SRC, NULL, "10.0.0.1", 0 },
        { QUERY_FIELD_STATE, NULL, "completed", 0 } },
      { { QUERY_FIELD_STATUS, NULL, NULL, 200 },
        { QUERY_FIELD_IP_SRC, NULL, "10.0.0.2", 0 },
        { QUERY_FIELD_STATE, NULL, "completed", 0 } },
      { { QUERY_FIELD_METHOD, NULL, "BYE", 0 },
        { QUERY_FIELD_IP_SRC, NULL, "10.0.0.2", 0 },
        { QUERY_FIELD_STATE, NULL, "completed", 0 } } },
    { { { QUERY_FIELD_METHOD, NULL, "REGISTER", 0 }, { QUERY_FIELD_IP_SRC, NULL, "10.0.0.1", 0 } },
      { { QUERY_FIELD_STATUS, NULL, NULL, 401 }, { QUERY_FIELD_IP_SRC, NULL, "10.0.0.9", 0 } },
      { { QUERY_FIELD_STATUS, NULL, NULL, 403 }, { QUERY_FIELD_IP_SRC, NULL, "10.0.0.9", 0 } } },
};

static bool call_passes(const struct query *q, unsigned call, unsigned *fed)
{
    struct query_call c;
    query_call_init(&c, q);
    *fed = 0;
    for (unsigned m = 0; m < 3; m++) {
        struct record r = { call_messages[call][m], 0, 0 };
        while (r.n < 4 && (r.fact[r.n].text || r.fact[r.n].num))
            r.n++;
        ++*fed;
        if (query_call_feed(&c, get, &r))
            break;
    }
    return query_call_passes(&c);
}

static void test_call(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool invite, reg;
    } cases[] = {
        { "method == INVITE", 1, 0 },
        { "method == BYE && ip.src == 10.0.0.2", 1, 0 },
        { "method == INVITE && ip.src == 10.0.0.2", 0, 0 }, /* no one message is both */
        { "!(method == REGISTER)", 1, 0 },
        { "method != REGISTER", 1, 0 },
        { "ip.src != 10.0.0.9", 1, 0 },
        { "!(method == REGISTER || method == BYE)", 0, 0 },
        { "!(method == REGISTER && ip.src == 10.0.0.9)", 1, 1 },
        { "!(method == REGISTER) || method == REGISTER", 1, 1 },
        { "ip.src != 10.0.0.2 || method != INVITE", 0, 1 },
        { "status >= 400 && status != 401", 0, 1 }, /* one message that is both */
        { "method && ip.src != 10.0.0.1", 1, 0 },
        { "state == completed && method != BYE", 0, 0 },
        { "state == completed", 1, 0 },
        { "state != completed", 0, 1 },
        { "", 1, 1 },
    };
    unsigned fed;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct query *q = parse(cases[i].text, 0);
        bool a = call_passes(q, 0, &fed), b = call_passes(q, 1, &fed);
        if (a != cases[i].invite || b != cases[i].reg)
            fail_msg("%s: %d %d", cases[i].text, a, b);
        query_free(q);
    }

    struct query *q = parse("method == INVITE", 0);
    assert_true(call_passes(q, 0, &fed));
    assert_int_equal(fed, 1);
    query_free(q);
    q = parse("method != REGISTER", 0);
    assert_false(call_passes(q, 1, &fed));
    assert_int_equal(fed, 1);
    query_free(q);

    q = parse("state == completed && method != BYE || pdd > 1s", 0);
    struct query_call c;
    query_call_init(&c, q);
    assert_false(query_call_passes(&c)); /* nothing was fed */
    query_free(q);
}

/* A getter that never ends is asked for so many values and no more. */
static bool get_endless(void *ctx, enum query_field field, struct slice arg, unsigned i,
                        struct query_value *out)
{
    (void)field, (void)arg;
    *(unsigned *)ctx = i + 1;
    out->text = SLICE("x");
    return true;
}

static void test_endless_values(void **state)
{
    (void)state;
    unsigned asked = 0;
    struct query *q = parse("method == y", 0);
    assert_false(query_eval(q, get_endless, &asked));
    assert_int_equal(asked, QUERY_VALUES_MAX);
    query_free(q);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language),       cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_text),           cmocka_unit_test(test_regex_cost),
        cmocka_unit_test(test_row_first),      cmocka_unit_test(test_call),
        cmocka_unit_test(test_endless_values),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
