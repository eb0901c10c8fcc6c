/* Tests of decode/sip/index.c: what is found in messages right and wrong, and at every prefix. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "decode/sip/place_list.h"
#include "tests/unit/indexkit.h"

static bool is(struct slice s, const char *text)
{
    return text ? s.p && slice_eq(s, slice_of(text)) : !s.p;
}

static void check(const char *what, struct slice s, const char *text)
{
    if (!is(s, text))
        fail_msg("%s: \"%.*s\", expected \"%s\"", what, (int)s.n, s.p ? s.p : "",
                 text ? text : "none");
}

#define assert_is(s, text) check(#s, s, text)

static const char full[] =
    "INVITE sip:bob@example.com;x=1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa1;rport, SIP/2.0/TCP p.example.com\r\n"
    "v:SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKc3\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"A \\\" <x>;tag=no\" <sip:alice@example.com;tag=not-this>;tag=f1 ; y=2\r\n"
    "To: <sip:bob@example.com>\r\n"
    "i : call-1@example.com\t \r\n"
    "CSeq: 0042\t INVITE\r\n"
    "Contact: <sip:alice@10.0.0.1>\r\n"
    "Subject: a long\r\n"
    "  and folded\r\n"
    "\tsubject\r\n"
    "X-Own: value\r\n"
    "Session-Expires: 1800;refresher=uac\r\n"
    "Content-Type: application/sdp\r\n"
    "l: 4\r\n"
    "\r\n"
    "v=0\n";

static void test_full(void **state)
{
    (void)state;
    char *p = padded(full, sizeof(full) - 1, ':');
    struct sip_index x;
    assert_true(sip_index(&x, p, sizeof(full) - 1));
    assert_true(x.request);
    assert_int_equal(x.method, SIP_METHOD_INVITE);
    assert_is(x.start_line, "INVITE sip:bob@example.com;x=1 SIP/2.0");
    assert_is(x.method_name, "INVITE");
    assert_is(x.uri, "sip:bob@example.com;x=1");
    assert_is(x.reason, NULL);
    assert_is(x.call_id, "call-1@example.com");
    assert_int_equal(x.cseq, 42);
    assert_is(x.cseq_method, "INVITE");
    assert_is(x.from_tag, "f1");
    assert_is(x.to_tag, NULL);
    assert_is(x.via_sent_by, "10.0.0.1:5060");
    assert_is(x.via_branch, "z9hG4bKa1");
    assert_int_equal(x.vias, 3);
    assert_int_equal(x.content_length, 4);
    assert_is(x.body, "v=0\n");
    assert_int_equal(x.head.n, sizeof(full) - 1 - 4);
    assert_int_equal(x.faults, 0);
    assert_is(sip_header_find(&x, SIP_SUBJECT), "a long\r\n  and folded\r\n\tsubject");
    assert_is(sip_header_find(&x, SIP_MAX_FORWARDS), "70");
    assert_is(sip_header_find(&x, SIP_ROUTE), NULL);
    free(p);
}

struct head_row {
    const char *line; /* the start line */
    bool sip;
    bool request;
    unsigned status;
    enum sip_method method;
    const char *uri, *reason;
    bool faulty;
};

#define TOKEN_16 "abcdefghijklmnop"
#define TOKEN_64 TOKEN_16 TOKEN_16 TOKEN_16 TOKEN_16
#define TOKEN_128 TOKEN_64 TOKEN_64

static const struct head_row heads[] = {
    { "OPTIONS sip:a SIP/2.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, false },
    { "OPTIONS  sip:a SIP/2.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, true },
    { "OPTIONS sip:a  SIP/2.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, true },
    { "OPTIONS\tsip:a\tSIP/2.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, false },
    { "OPTIONS sip:a SIP/2.0 ", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, true },
    { "OPTIONS sip:a SIP/7.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, true },
    { "OPTIONS sip:a sip/2.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a", NULL, true },
    { "OPTIONS sip:a; lr SIP/2.0", true, true, 0, SIP_METHOD_OPTIONS, "sip:a; lr", NULL, true },
    { "OPTIONS 123 SIP/2.0", true, true, 0, SIP_METHOD_OPTIONS, "123", NULL, false },
    { "options sip:a SIP/2.0", true, true, 0, SIP_METHOD_OTHER, "sip:a", NULL, false },
    { "INVITE1 sip:a SIP/2.0", true, true, 0, SIP_METHOD_OTHER, "sip:a", NULL, false },
    { "!a-Z0.%*_+`'~ sip:a SIP/2.0", true, true, 0, SIP_METHOD_OTHER, "sip:a", NULL, false },
    { "SIPPING sip:a SIP/2.0", true, true, 0, SIP_METHOD_OTHER, "sip:a", NULL, false },
    { "S sip:a SIP/2.0", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPTIONS SIP/2.0", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPTIONS  SIP/2.0", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPTIONS sip:a HTTP/1.1", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPTIONS sip:a SIP/", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPTIONS sip:a SIP/x", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPTIONS sip:a SIP/2.0x", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "OPT,IONS sip:a SIP/2.0", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { TOKEN_128 " sip:a SIP/2.0", true, true, 0, SIP_METHOD_OTHER, "sip:a", NULL, false },
    { TOKEN_128 "a sip:a SIP/2.0", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { TOKEN_128 "\tsip:a SIP/2.0", true, true, 0, SIP_METHOD_OTHER, "sip:a", NULL, false },
    { "GET / HTTP/1.1", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "SIP/2.0 200 OK", true, false, 200, SIP_METHOD_OTHER, NULL, "OK", false },
    { "SIP/2.0 180 It rings, \xc3\xa9", true, false, 180, SIP_METHOD_OTHER, NULL,
      "It rings, \xc3\xa9", false },
    { "SIP/2.0 200 ", true, false, 200, SIP_METHOD_OTHER, NULL, "", false },
    { "SIP/2.0 200", true, false, 200, SIP_METHOD_OTHER, NULL, "", true },
    { "SIP/2.0  200 OK", true, false, 200, SIP_METHOD_OTHER, NULL, "OK", true },
    { "SIP/2.0\t200\tOK", true, false, 200, SIP_METHOD_OTHER, NULL, "OK", false },
    { "sip/2.0 200 OK", true, false, 200, SIP_METHOD_OTHER, NULL, "OK", true },
    { "SIP/3.1 200 OK", true, false, 200, SIP_METHOD_OTHER, NULL, "OK", true },
    { "SIP/2.0 099 Low", true, false, 99, SIP_METHOD_OTHER, NULL, "Low", true },
    { "SIP/2.0 700 High", true, false, 700, SIP_METHOD_OTHER, NULL, "High", true },
    { "SIP/2.0 4294967301 Huge", true, false, 65535, SIP_METHOD_OTHER, NULL, "Huge", true },
    { "SIP/2.0 20 Short", true, false, 20, SIP_METHOD_OTHER, NULL, "Short", true },
    { "SIP/2.0 200OK", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "SIP/2.0 OK", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "SIP/2.0200 OK", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "SIP/ 200 OK", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "HTTP/1.1 200 OK", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "", false, false, 0, SIP_METHOD_OTHER, NULL, NULL, false },
    { "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7", false, false, 0, SIP_METHOD_OTHER, NULL, NULL,
      false },
};

static void test_start_lines(void **state)
{
    (void)state;
    static const char *const before[] = { "", "\r\n", "\r\n\r\n", "\n\n" };
    static const char *const after[] = { "\r\n\r\n", "\n\n", "\r\nVia: x\r\n\r\n", "" };
    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
        for (size_t b = 0; b < sizeof(before) / sizeof(*before); b++)
            for (size_t a = 0; a < sizeof(after) / sizeof(*after); a++) {
                const struct head_row *row = &heads[i];
                char text[256];
                struct sip_index x;
                size_t n =
                    (size_t)snprintf(text, sizeof(text), "%s%s%s", before[b], row->line, after[a]);
                char *p = padded(text, n, '\n');
                if (sip_index(&x, p, n) != row->sip || sip_is_start(p, n) != row->sip)
                    fail_msg("\"%s\" is%s taken for SIP", row->line, row->sip ? " not" : "");
                if (row->sip) {
                    assert_is(x.start_line, row->line);
                    assert_int_equal(x.request, row->request);
                    assert_int_equal(x.status, row->status);
                    assert_int_equal(x.method, row->method);
                    assert_is(x.uri, row->uri);
                    assert_is(x.reason, row->reason);
                    if (!!(x.faults & SIP_FAULT_START_LINE) != row->faulty)
                        fail_msg("\"%s\" is%s faulty", row->line, row->faulty ? " not" : "");
                }
                free(p);
            }
}

#define MUST "Via: SIP/2.0/UDP h\r\nFrom: <sip:a>;tag=1\r\nTo: <sip:b>\r\nCall-ID: c\r\n"
#define START "OPTIONS sip:a SIP/2.0\r\n"

static const struct {
    const char *text;
    uint32_t faults;
} faulty[] = {
    { START MUST "CSeq: 1 OPTIONS\r\n\r\n", 0 },
    { START MUST "\r\n", SIP_FAULT_MISSING },
    { START "\r\n", SIP_FAULT_MISSING },
    { START MUST "CSeq: 1 INVITE\r\n\r\n", SIP_FAULT_CSEQ_METHOD },
    { START MUST "CSeq: OPTIONS\r\n\r\n", 0 },
    { "SIP/2.0 200 OK\r\n" MUST "CSeq: 1 INVITE\r\n\r\n", 0 },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n", 0 },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: 3\r\n\r\nabc", 0 },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: 4\r\n\r\nabc", SIP_FAULT_LENGTH },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: 2\r\n\r\nabc", SIP_FAULT_TRAILING },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: -1\r\n\r\n", SIP_FAULT_LENGTH },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length:\r\n\r\n", SIP_FAULT_LENGTH },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: 3 x\r\n\r\nabc", SIP_FAULT_LENGTH },
    { START MUST "CSeq: 1 OPTIONS\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
      SIP_FAULT_LENGTH },
    { START MUST "CSeq: 1 OPTIONS\r\nno colon at all\r\n\r\n", SIP_FAULT_HEADER_LINE },
    { START MUST "CSeq: 1 OPTIONS\r\n", SIP_FAULT_UNFINISHED },
    { START MUST "CSeq: 1 OPTIONS", SIP_FAULT_UNFINISHED },
    { "OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP h\nFrom: <sip:a>\nTo: <sip:b>\nCall-ID: c\n"
      "CSeq: 1 OPTIONS\n\n",
      SIP_FAULT_LINE_FEED },
    { START MUST "CSeq: 1 OPTIONS\r\ni: d\r\n\r\n", SIP_FAULT_REPEATED },
    { START MUST "CSeq: 1 OPTIONS\r\nFrom: <sip:x>;tag=2\r\n\r\n", SIP_FAULT_REPEATED },
    { START MUST
      "CSeq: 1 OPTIONS\r\nVia: SIP/2.0/UDP g\r\nRoute: <sip:a>\r\nRoute: <sip:b>\r\n\r\n",
      0 },
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
        struct sip_index x;
        size_t n = strlen(faulty[i].text);
        char *p = padded(faulty[i].text, n, 0);
        assert_true(sip_index(&x, p, n));
        if (x.faults != faulty[i].faults)
            fail_msg("faults %x, expected %x: %s", x.faults, faulty[i].faults, faulty[i].text);
        assert_is(x.call_id, i == 2 ? NULL : "c"); /* the first one counts */
        free(p);
    }
}

static const struct {
    const char *value, *tag;
} tags[] = {
    { "<sip:a@b>;tag=x", "x" },
    { "<sip:a@b> ; tag = x ", "x" },
    { "<sip:a@b>;tag=x;y=z", "x" },
    { "<sip:a@b>;y=z;tag=x", "x" },
    { "<sip:a@b>;TAG=x", "x" },
    { "<sip:a@b>;tag=\"x y\"", "x y" },
    { "<sip:a@b>;y=\"a;tag=no\";tag=x", "x" },
    { "<sip:a@b>;y=\"a>;tag=no\"", NULL },
    { "<sip:a@b;tag=no>", NULL },
    { "sip:a@b;tag=x", "x" },
    { "sip:a@b;tag=x;y", "x" },
    { "\"a>;tag=no\" <sip:a@b>;tag=x", "x" },
    { "\"<a\" <sip:a@b>;tag=x", "x" },
    { "<sip:a@b>;tag", "" },
    { "<sip:a@b>;tag=", "" },
    { "<sip:a@b>;tagged=no", NULL },
    { "<sip:a@b>;xtag=no", NULL },
    { "<sip:a@b>\r\n ;tag=x", "x" },
    { "<sip:a@b>;\r\n\ttag\r\n =\r\n x", "x" },
    { "<sip:a@b", NULL },
    { "<sip:a@b>;tag=x-long-tag-of-more-than-sixteen-bytes",
      "x-long-tag-of-more-than-sixteen-bytes" },
    { "", NULL },
    { ";tag=x", "x" },
};

static void test_tags(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
        for (int to = 0; to < 2; to++) {
            char text[256];
            struct sip_index x;
            size_t n = (size_t)snprintf(text, sizeof(text), START "%s: %s\r\n\r\n", to ? "To" : "f",
                                        tags[i].value);
            char *p = padded(text, n, 'x');
            assert_true(sip_index(&x, p, n));
            struct slice tag = to ? x.to_tag : x.from_tag;
            if (!is(tag, tags[i].tag))
                fail_msg("%s: \"%.*s\", expected \"%s\"", tags[i].value, (int)tag.n,
                         tag.p ? tag.p : "", tags[i].tag ? tags[i].tag : "none");
            free(p);
        }
}

static const struct {
    const char *lines;
    unsigned vias;
    const char *sent_by, *branch;
} vias[] = {
    { "", 0, NULL, NULL },
    { "Via: SIP/2.0/UDP h;branch=b\r\n", 1, "h", "b" },
    { "Via: SIP/2.0/UDP h:5 ; branch = b ;x\r\n", 1, "h:5", "b" },
    { "Via: SIP / 2.0 / UDP\th;branch=b\r\n", 1, "h", "b" },
    { "Via: SIP/2.0/UDP h;branch=b,SIP/2.0/UDP g;branch=c\r\n", 2, "h", "b" },
    { "Via: SIP/2.0/UDP h;x=\",\";branch=b , SIP/2.0/UDP g\r\nVia: SIP/2.0/UDP i\r\n", 3, "h",
      "b" },
    { "v: SIP/2.0/UDP h\r\n ;branch=b,\r\n SIP/2.0/UDP g\r\n", 2, "h", "b" },
    { "Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=b\r\n", 1, "[2001:db8::1]:5060", "b" },
    { "VIA: SIP/2.0/UDP h;BRANCH=b\r\nvIa: SIP/2.0/UDP g\r\n", 2, "h", "b" },
    { "Via: nonsense\r\n", 1, NULL, NULL },
    { "Via: SIP/2.0/UDP\r\n", 1, "", NULL },
    { "Via: , ,\r\n", 2, NULL, NULL },
    { "Via:\r\n", 1, NULL, NULL },
};

static void test_vias(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vias) / sizeof(*vias); i++) {
        char text[256];
        struct sip_index x;
        size_t n = (size_t)snprintf(text, sizeof(text), START "%s\r\n", vias[i].lines);
        char *p = padded(text, n, ',');
        assert_true(sip_index(&x, p, n));
        if (x.vias != vias[i].vias)
            fail_msg("%u vias, expected %u: %s", x.vias, vias[i].vias, vias[i].lines);
        assert_is(x.via_sent_by, vias[i].sent_by);
        assert_is(x.via_branch, vias[i].branch);
        free(p);
    }
}

static const char reply[] = "\r\n\r\nSIP/2.0 401 Who are you\r\n"
                            "From: sip:alice@example.com;tag=f1\r\n"
                            "v: SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK\"x\r\n"
                            "t: \"B>\" <sip:bob@example.com\n"
                            "Call-ID\t:  i \r\n"
                            "CSEQ: 99999999999 REGISTER x\r\n"
                            "no colon\n"
                            " folded\r\n"
                            "Reason : SIP ;cause=200\r\n"
                            "RSeq:7\r\n"
                            ": no name\r\n"
                            "Content-Length : 9999999\r\n"
                            "Via: a,b,\"c,d\",\r\n"
                            "\r\n"
                            "body\r\n\r\nmore";

/* As nearly everybody writes: here the quick index goes other ways than the full one. */
static const char usual[] = "INVITE sip:bob@example.com SIP/2.0\r\n"
                            "Via: SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKa1;x=1\r\n"
                            "Via: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKc3\r\n"
                            "Max-Forwards: 70\r\n"
                            "From: \"Alice\" <sip:alice@example.com>;tag=f1-2345678901234567890\r\n"
                            "To: <sip:bob@example.com>\r\n"
                            "Call-ID: call-1@example.com\r\n"
                            "CSeq: 42 INVITE\r\n"
                            "Contact: <sip:alice@10.0.0.1>\r\n"
                            "Identity: x\r\n"
                            "Content-Type: application/sdp\r\n"
                            "Content-Length: 4\r\n"
                            "\r\n"
                            "v=0\n";

static const char usual_answer[] =
    "SIP/2.0 200 OK\r\n"
    "Via: SIP/2.0/TCP 10.0.0.1:5060;branch=z9hG4bKa1;received=10.0.0.9\r\n"
    "From: <sip:alice@example.com>;tag=f1\r\n"
    "To: <sip:bob@example.com>;tag=t1\r\n"
    "Call-ID: call-1@example.com\r\n"
    "CSeq: 123456789 SUBSCRIBE\r\n"
    "Refer-To: <sip:x@y>\r\n"
    "Replaces: a;to-tag=1\r\n"
    "Content-Length: 0\r\n"
    "\r\n";

static const struct {
    const char *text;
    size_t n;
} texts[] = {
    { full, sizeof(full) - 1 },
    { reply, sizeof(reply) - 1 },
    { usual, sizeof(usual) - 1 },
    { usual_answer, sizeof(usual_answer) - 1 },
};
enum { TEXTS = sizeof(texts) / sizeof(*texts) };

/* At every prefix: nothing outside, nothing of the padding, and the quick index agrees. */
static void test_every_prefix(void **state)
{
    (void)state;
    for (size_t t = 0; t < TEXTS; t++)
        for (size_t n = 0; n <= texts[t].n; n++) {
            struct sip_index first = { 0 }, x, quick;
            char *a = padded(texts[t].text, n, padding_fill[0]);
            bool sip = sip_index(&first, a, n);
            assert_int_equal(sip, sip_is_start(a, n));
            for (size_t f = 1; f < sizeof(padding_fill); f++) {
                char *b = padded(texts[t].text, n, padding_fill[f]);
                assert_int_equal(sip_index(&x, b, n), sip);
                assert_int_equal(sip_index_place(&quick, b, n), sip);
                if (sip) {
                    assert_true(index_inside(&x, b, n));
                    assert_true(same_index(&first, a, &x, b, ~UINT64_C(0)));
                    assert_int_equal(first.faults, x.faults);
                    assert_true(same_index(&first, a, &quick, b, PLACED));
                    assert_int_equal(quick.faults & ~first.faults, 0);
                }
                free(b);
            }
            free(a);
        }
}

static void check_byte(const char *text, size_t n, size_t at, char c)
{
    struct sip_index x, y, quick;
    char *a = padded(text, n, '\n'), *b;
    a[at] = c;
    b = padded(a, n, ':');
    bool sip = sip_index(&x, a, n);
    assert_int_equal(sip_index(&y, b, n), sip);
    assert_int_equal(sip_index_place(&quick, b, n), sip);
    if (sip) {
        assert_true(index_inside(&x, a, n));
        assert_true(same_index(&x, a, &y, b, ~UINT64_C(0)));
        assert_true(same_index(&x, a, &quick, b, PLACED));
    }
    free(a);
    free(b);
}

/* Any byte anywhere: the same promises. */
static void test_every_byte(void **state)
{
    (void)state;
    static const char bytes[] = { 0,   '\n', '\r', ' ', '\t', ':', ',', ';',       '"',
                                  '<', '>',  '\\', '=', 'b',  'S', '7', (char)0x80 };
    for (size_t t = 1; t < TEXTS; t++)
        for (size_t at = 0; at < texts[t].n; at++)
            for (size_t k = 0; k < sizeof(bytes); k++)
                check_byte(texts[t].text, texts[t].n, at, bytes[k]);
}

static void test_header_table(void **state)
{
    (void)state;
    static const struct {
        const char *lower;
        char first, last, compact;
    } rows[] = {
#define X(id, lower, first, last, compact, name, help) { lower, first, last, compact },
        SIP_HEADER_LIST(X)
#undef X
    };
    for (int i = 0; i < SIP_HEADER_COUNT; i++) {
        const char *low = rows[i].lower, *name = sip_header_name((enum sip_header)i);
        size_t n = strlen(low);
        assert_int_equal(low[0], rows[i].first);
        assert_int_equal(low[n - 1], rows[i].last);
        assert_int_equal(sip_header_compact((enum sip_header)i), rows[i].compact);
        assert_true(*sip_header_help((enum sip_header)i));
        assert_true(slice_ieq(slice_of(name), slice_of(low)));
        char *p = padded(name, n, 'z');
        assert_int_equal(sip_header_id(slice_make(p, n)), i);
        for (size_t k = 0; k < n; k++) { /* another case; another letter */
            p[k] ^= 0x20;
            if (low[k] != '-')
                assert_int_equal(sip_header_id(slice_make(p, n)), i);
            p[k] = name[k];
            p[k] = low[k] == '_' ? 'q' : '_';
            assert_int_equal(sip_header_id(slice_make(p, n)), -1);
            p[k] = name[k];
        }
        int other = sip_header_id(slice_make(p, n - 1));
        assert_true(other < 0 || n == 2);
        assert_int_equal(sip_header_id(slice_make(p, n + 1)), -1);
        free(p);
        if (rows[i].compact)
            for (int up = 0; up < 2; up++) {
                char c = (char)(rows[i].compact - 32 * up);
                p = padded(&c, 1, 'a');
                assert_int_equal(sip_header_id(slice_make(p, 1)), i);
                free(p);
            }
    }
    char *p = padded("", 0, 'v');
    assert_int_equal(sip_header_id(slice_make(p, 0)), -1);
    free(p);
}

static void test_methods(void **state)
{
    (void)state;
    for (int i = 0; i < SIP_METHOD_COUNT; i++) {
        const char *name = sip_method_name((enum sip_method)i);
        char lower[32];
        assert_int_equal(sip_method_id(slice_of(name)), i);
        snprintf(lower, sizeof(lower), "%s", name);
        lower[0] = ascii_lower(lower[0]);
        assert_int_equal(sip_method_id(slice_of(lower)), SIP_METHOD_OTHER); /* 3261 7.1 */
        assert_int_equal(sip_method_id(slice_make(name, strlen(name) - 1)), SIP_METHOD_OTHER);
    }
    assert_int_equal(sip_method_id(SLICE("")), SIP_METHOD_OTHER);
    assert_string_equal(sip_method_name(SIP_METHOD_OTHER), "OTHER");
}

static void test_lines(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Via",     "v",     "Max-Forwards",    "From",         "To", "i", "CSeq", "Contact",
        "Subject", "X-Own", "Session-Expires", "Content-Type", "l"
    };
    char *p = padded(full, sizeof(full) - 1, ':');
    struct sip_index x;
    struct sip_line line;
    struct slice v;
    size_t at = 0, k = 0;
    assert_true(sip_index(&x, p, sizeof(full) - 1));
    for (; sip_line_next(&x, &at, &line); k++) {
        assert_true(k < sizeof(names) / sizeof(*names));
        assert_is(line.name, names[k]);
        assert_int_equal(line.id, sip_header_id(line.name));
    }
    assert_int_equal(k, sizeof(names) / sizeof(*names));
    assert_true(sip_header_by_name(&x, SLICE("via"), 1, &v));
    assert_is(v, "SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKc3");
    assert_true(sip_header_by_name(&x, SLICE("V"), 0, &v));
    assert_false(sip_header_by_name(&x, SLICE("via"), 2, &v));
    assert_true(sip_header_by_name(&x, SLICE("call-id"), 0, &v));
    assert_is(v, "call-1@example.com");
    assert_true(sip_header_by_name(&x, SLICE("x-own"), 0, &v));
    assert_is(v, "value");
    assert_false(sip_header_by_name(&x, SLICE("x-ow"), 0, &v));
    assert_false(sip_header_by_name(&x, SLICE(""), 0, &v));
    assert_false(sip_header_by_name(
        &x, SLICE("x-a-name-that-is-longer-than-any-that-stands-in-a-table-of-names"), 0, &v));
    free(p);
}

/* The lines of a head come back whole wherever it is cut. */
static void test_lines_of_every_prefix(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof(reply); n++) {
        char *p = padded(reply, n, '\n');
        struct sip_index x;
        struct sip_line line;
        size_t at = 0, before = 0;
        if (sip_index(&x, p, n))
            for (; sip_line_next(&x, &at, &line); before = at) {
                assert_true(at > before && at <= n + 1);
                assert_true(inside(line.name, p, n) && inside(line.value, p, n));
            }
        free(p);
    }
}

/* What is told by four characters is compared in lower case. */
static void test_places(void **state)
{
    static const char rows[][5] = {
#define X(a, b, c, d, place) { a, b, c, d, 0 },
        PLACE_LIST(X)
#undef X
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        for (const char *p = rows[i]; *p; p++)
            assert_false(*p >= 'A' && *p <= 'Z');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),       cmocka_unit_test(test_full),
        cmocka_unit_test(test_start_lines),  cmocka_unit_test(test_faults),
        cmocka_unit_test(test_tags),         cmocka_unit_test(test_vias),
        cmocka_unit_test(test_every_prefix), cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_header_table), cmocka_unit_test(test_methods),
        cmocka_unit_test(test_lines),        cmocka_unit_test(test_lines_of_every_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
