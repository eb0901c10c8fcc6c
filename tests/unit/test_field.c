/* Tests of decode/sip/field.c: the parts of header values, also of broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "decode/sip/field.h"
#include "decode/sip/warning.h"
#include "decode/sip/warning_list.h"
#include "tests/unit/indexkit.h"

#define ROWS(rows) (sizeof(rows) / sizeof(*(rows)))

static void check(const char *input, const char *what, struct slice s, const char *want)
{
    bool right = want ? s.p && slice_eq(s, slice_of(want)) : !s.n;
    if (!right)
        fail_msg("%s: %s is \"%.*s\", expected \"%s\"", input, what, (int)s.n, s.p ? s.p : "",
                 want ? want : "nothing");
}

static const struct {
    const char *value, *display, *uri, *params;
} addresses[] = {
    { "<sip:a@b>", NULL, "sip:a@b", NULL },
    { "\"A B\" <sip:a@b>;tag=1", "A B", "sip:a@b", ";tag=1" },
    { "A B <sip:a@b;lr?x=y> ;tag=1 ", "A B", "sip:a@b;lr?x=y", ";tag=1" },
    { "\"a \\\" <no> , ;\" <sip:a@b>", "a \\\" <no> , ;", "sip:a@b", NULL },
    { "sip:a@b;tag=1", NULL, "sip:a@b", ";tag=1" },
    { "sip:a@b", NULL, "sip:a@b", NULL },
    { " sip:a@b ; x ", NULL, "sip:a@b", "; x" },
    { "<sip:a@b>, <sip:c@d>", NULL, "sip:a@b", NULL },
    { "<sip:a,b@c>;x, sip:d", NULL, "sip:a,b@c", ";x" },
    { "\"x,y\" <sip:a@b>,z", "x,y", "sip:a@b", NULL },
    { "<sip:a@b", NULL, "sip:a@b", NULL },
    { "\"never ends <sip:a@b>", NULL, "\"never ends <sip:a@b>", NULL },
    { "", NULL, NULL, NULL },
    { "<>", NULL, NULL, NULL },
    { "*", NULL, "*", NULL },
    { "Bob\r\n <sip:b@c>\r\n ;tag=1", "Bob", "sip:b@c", ";tag=1" },
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(addresses); i++) {
        struct sip_address a = sip_address_parse(slice_of(addresses[i].value));
        check(addresses[i].value, "display", a.display, addresses[i].display);
        check(addresses[i].value, "uri", a.uri, addresses[i].uri);
        check(addresses[i].value, "params", a.params, addresses[i].params);
    }
}

static const struct {
    const char *text, *scheme, *user, *host;
    unsigned port;
    const char *params, *headers;
} uris[] = {
    { "sip:a@b", "sip", "a", "b", 0, NULL, NULL },
    { "sip:a:secret@b.c:5070;lr;x=1?h=v&i=w", "sip", "a", "b.c", 5070, ";lr;x=1", "h=v&i=w" },
    { "SIPS:b.c", "SIPS", NULL, "b.c", 0, NULL, NULL },
    { "sip:b.c:5061", "sip", NULL, "b.c", 5061, NULL, NULL },
    { "sip:[2001:db8::1]:5060;lr", "sip", NULL, "[2001:db8::1]", 5060, ";lr", NULL },
    { "sip:a@[2001:db8::1]", "sip", "a", "[2001:db8::1]", 0, NULL, NULL },
    { "sip:+1;isub=2?x@b;lr", "sip", "+1;isub=2?x", "b", 0, ";lr", NULL },
    { "sip:b?h=v", "sip", NULL, "b", 0, NULL, "h=v" },
    { "sip:b:99999", "sip", NULL, "b", 65535, NULL, NULL },
    { "sip:b:x;lr", "sip", NULL, "b", 0, ";lr", NULL },
    { "sip:", "sip", NULL, NULL, 0, NULL, NULL },
    { "sip:@b", "sip", NULL, "b", 0, NULL, NULL },
    { "sip:[::1", "sip", NULL, "[::1", 0, NULL, NULL },
    { "tel:+1-201-555;phone-context=x", "tel", "+1-201-555", NULL, 0, ";phone-context=x", NULL },
    { "urn:service:sos", "urn", NULL, "service:sos", 0, NULL, NULL },
    { "http://a/b", "http", NULL, "//a/b", 0, NULL, NULL },
    { "im:a@b", "im", "a", "b", 0, NULL, NULL },
    { "b.c:5060", NULL, NULL, "b.c", 5060, NULL, NULL },
    { "a@b.c:5060", NULL, "a", "b.c", 5060, NULL, NULL },
    { "b", NULL, NULL, "b", 0, NULL, NULL },
    { "", NULL, NULL, NULL, 0, NULL, NULL },
    { ":", NULL, NULL, NULL, 0, NULL, NULL },
    { "1234", NULL, NULL, "1234", 0, NULL, NULL },
};

static void test_uris(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(uris); i++) {
        struct sip_uri u = sip_uri_parse(slice_of(uris[i].text));
        check(uris[i].text, "scheme", u.scheme, uris[i].scheme);
        check(uris[i].text, "user", u.user, uris[i].user);
        check(uris[i].text, "host", u.host, uris[i].host);
        check(uris[i].text, "params", u.params, uris[i].params);
        check(uris[i].text, "headers", u.headers, uris[i].headers);
        assert_int_equal(u.port, uris[i].port);
    }
}

static const struct {
    const char *value, *transport, *sent_by, *params;
} vias[] = {
    { "SIP/2.0/UDP a:5060;branch=b", "UDP", "a:5060", ";branch=b" },
    { "SIP / 2.0 / TLS  [::1]:5061 ; x", "TLS", "[::1]:5061", "; x" },
    { "SIP/2.0/\r\n WS\r\n a", "WS", "a", NULL },
    { "SIP/2.0/UDP", "UDP", NULL, NULL },
    { "SIP/2.0/", NULL, NULL, NULL },
    { "SIP/2.0", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
    { "/", NULL, NULL, NULL },
    { "//", NULL, NULL, NULL },
};

static void test_vias(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(vias); i++) {
        struct sip_via v = sip_via_parse(slice_of(vias[i].value));
        check(vias[i].value, "transport", v.transport, vias[i].transport);
        check(vias[i].value, "sent-by", v.sent_by, vias[i].sent_by);
        check(vias[i].value, "params", v.params, vias[i].params);
    }
}

static const struct {
    const char *params, *name, *value;
    bool absent;
} params[] = {
    { ";a=1;b=2", "a", "1", false },
    { ";a=1;b=2", "b", "2", false },
    { ";a=1;b=2", "c", NULL, true },
    { ";ab=1;a=2", "a", "2", false },
    { ";A=1", "a", "1", false },
    { ";a", "a", "", false },
    { ";a;b", "a", "", false },
    { ";a=;b", "a", "", false },
    { "; a \r\n = \t 1 ;b", "a", "1", false },
    { ";x=\"a;b;a=no\";a=1", "a", "1", false },
    { ";a=\"x;y\"", "a", "x;y", false },
    { ";a=\"x", "a", "\"x", false },
    { ";a=\"", "a", "\"", false },
    { ";x=\"\\\";a=no\";a=1", "a", "1", false },
    { ";;;a=1", "a", "1", false },
    { ";a=1;a=2", "a", "1", false },
    { ";a==1", "a", "=1", false },
    { ";abc=1", "ab", NULL, true },
    { "", "a", NULL, true },
    { ";", "a", NULL, true },
    { ";a=x=y", "a", "x=y", false },
};

static void test_params(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(params); i++) {
        struct slice v = sip_param_find(slice_of(params[i].params), slice_of(params[i].name));
        if (!v.p != params[i].absent)
            fail_msg("%s in %s is%s there", params[i].name, params[i].params, v.p ? "" : " not");
        check(params[i].params, params[i].name, v, params[i].value);
    }
}

static const struct {
    const char *list;
    const char *values[5];
} lists[] = {
    { "a", { "a" } },
    { "a,b", { "a", "b" } },
    { " a , b ,c ", { "a", "b", "c" } },
    { "\"a,b\",c", { "\"a,b\"", "c" } },
    { "<a,b>,c", { "<a,b>", "c" } },
    { "<a,\"b>,c", { "<a,\"b>", "c" } }, /* a quote in angle brackets is one of the URI */
    { "\"a<\",b", { "\"a<\"", "b" } },
    { "\"a\\\",b\",c", { "\"a\\\",b\"", "c" } },
    { "\"never ends, b", { "\"never ends, b" } },
    { "<never ends, b", { "<never ends, b" } },
    { "a,,b,", { "a", "", "b" } },
    { ",", { "" } },
    { "", { NULL } },
};

static void test_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(lists); i++) {
        struct slice list = slice_of(lists[i].list), v;
        size_t k = 0;
        for (size_t at = 0; sip_value_next(list, &at, &v); k++) {
            assert_true(k < 5 && lists[i].values[k]);
            check(lists[i].list, "value", v, lists[i].values[k]);
        }
        assert_true(k == 5 || !lists[i].values[k]);
    }
}

static void test_digits(void **state)
{
    (void)state;
    static const struct {
        const char *user, *digits;
    } rows[] = {
        { "+1-201-555-0123", "12015550123" },
        { "(030) 12.34", "0301234" },
        { "1234;ext=99", "1234" },
        { "alice", "" },
        { "", "" },
        { "12345678901234567890", "1234567890123456" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char out[16];
        size_t n = sip_digits(slice_of(rows[i].user), out, sizeof(out));
        check(rows[i].user, "digits", slice_make(out, n), *rows[i].digits ? rows[i].digits : NULL);
    }
}

/* Everything in p[0, n), and the same whatever stands behind it. */
static void parse_all(const char *text, size_t n)
{
    struct slice got[2][20];
    char *p[2];
    for (int k = 0; k < 2; k++) {
        p[k] = padded(text, n, k ? '\"' : ';');
        struct slice s = slice_make(p[k], n);
        struct sip_address a = sip_address_parse(s);
        struct sip_uri u = sip_uri_parse(s);
        struct sip_via v = sip_via_parse(s);
        struct slice tag = sip_param_find(s, SLICE("tag"));
        const struct slice all[] = { a.display,
                                     a.uri,
                                     a.params,
                                     u.scheme,
                                     u.user,
                                     u.host,
                                     u.params,
                                     u.headers,
                                     v.sent_by,
                                     v.transport,
                                     v.params,
                                     tag,
                                     { p[k], sip_value_length(s) } };
        for (size_t i = 0; i < ROWS(all); i++) {
            assert_true(inside(all[i], p[k], n));
            got[k][i] = all[i];
            if (k)
                assert_true(same_place(got[0][i], p[0], got[1][i], p[1]));
        }
        struct slice item;
        size_t at = 0, before = 0;
        for (; sip_value_next(s, &at, &item); before = at)
            assert_true(at > before && inside(item, p[k], n));
    }
    free(p[0]);
    free(p[1]);
}

static void test_every_prefix(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\"A \\\"B\" <sip:a;x=1@[2001:db8::1]:5060;lr?h=v> ; tag = \"x;y\" , <sip:c@d>;tag=z",
        "SIP / 2.0 / UDP [::1]:5060 ; branch=z9hG4bK\"a;b\\\";tag=1, SIP/2.0/TCP b;tag=2",
        "tel:+1-2;phone-context=a,\\\"<>;tag",
    };
    for (size_t t = 0; t < ROWS(texts); t++)
        for (size_t from = 0; from <= strlen(texts[t]); from++)
            for (size_t n = 0; n <= strlen(texts[t]) - from; n++)
                parse_all(texts[t] + from, n);
}

/* Each code of a Warning has its words, others have none. */
static void test_warnings(void **state)
{
    static const struct {
        unsigned code;
        const char *words;
    } rows[] = {
#define X(number, text) { number, text },
        WARNING_LIST(X)
#undef X
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(sip_warning_words(rows[i].code), rows[i].words);
    static const unsigned none[] = { 0, 299, 308, 400, 1000 };
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        assert_string_equal(sip_warning_words(none[i]), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warnings), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_uris),     cmocka_unit_test(test_vias),
        cmocka_unit_test(test_params),   cmocka_unit_test(test_lists),
        cmocka_unit_test(test_digits),   cmocka_unit_test(test_every_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
