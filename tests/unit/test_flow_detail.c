/* Tests of ui/flow/detail.c and text.c, and of decode/sip/status.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "capture/payload.h"
#include "decode/sip/status.h"
#include "decode/sip/status_list.h"
#include "ui/flow/detail.h"
#include "ui/flow/text.h"

#define SDP "Content-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 10.1.1.1\r\n"

static const struct {
    const char *message, *want;
} cases[] = {
    { "INVITE sip:b SIP/2.0\r\n" SDP "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 "
      "telephone-event/8000\r\n",
      "SDP: PCMU, PCMA" },
    { "INVITE sip:b SIP/2.0\r\n" SDP "m=audio 4000 RTP/SAVP 0\r\na=sendonly\r\n"
      "m=video 0 RTP/AVP 34\r\nm=image 5000 udptl t38\r\n",
      "SDP: PCMU (sendonly, SRTP) + no video + T.38 fax" },
    { "INVITE sip:b SIP/2.0\r\n" SDP "c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n",
      "SDP: PCMU (to nowhere)" },
    { "INVITE sip:b SIP/2.0\r\n" SDP
      "m=audio 4000 RTP/AVP 0 0 3 4 5 6 7 8 9\r\nm=application 1 TCP/BFCP *\r\n",
      "SDP: PCMU, GSM, G723, DVI4, LPC, PCMA, \u2026 + application *" },
    { "INVITE sip:b SIP/2.0\r\nContent-Length: 0\r\n\r\n", "no SDP" },
    { "INVITE sip:b SIP/2.0\r\nTo: b;tag=1\r\nContent-Length: 0\r\n\r\n", "" },
    { "INVITE sip:b SIP/2.0\r\nContent-Length: 200\r\n\r\n", "" },
    { "INVITE sip:b SIP/2.0\r\nReferred-By: <sip:1002@x>\r\nReplaces: a;to-tag=1\r\n"
      "Diversion: \"X\" <sip:1005@x>;reason=user-busy, <sip:1006@x>\r\n"
      "Proxy-Authorization: Digest x=y\r\n" SDP "m=audio 1 RTP/AVP 8\r\n",
      "diverted by 1005 (user-busy) \u00b7 referred by 1002 \u00b7 replaces a call \u00b7 "
      "with credentials \u00b7 SDP: PCMA" },
    { "REFER sip:b SIP/2.0\r\nRefer-To: <sip:1003@x>\r\n\r\n", "\u2192 1003" },
    { "REFER sip:b SIP/2.0\r\nr: <sip:1003;npdi@x?Subject=x&Replaces=abc%3Bto-tag%3D1>\r\n\r\n",
      "\u2192 1003, replacing a call" },
    { "REFER sip:b SIP/2.0\r\nRefer-To: <sip:conf.example.com;method=BYE>\r\n\r\n",
      "\u2192 conf.example.com (BYE)" },
    { "REFER sip:b SIP/2.0\r\nRefer-To: tel:%2B4930123\r\n\r\n", "\u2192 +4930123" },
    { "SIP/2.0 302 Moved\r\nCSeq: 1 INVITE\r\nContact: <sip:1003@x>, sip:1004@y;q=1\r\n\r\n",
      "\u2192 1003, 1004" },
    { "SIP/2.0 200 OK\r\nCSeq: 1 BYE\r\n\r\n", "BYE" },
    { "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n", "" },
    { "SIP/2.0 200 OK\r\nCSeq: 1 REGISTER\r\nContact: <sip:a@b>;expires=60\r\nExpires: 9\r\n\r\n",
      "REGISTER \u00b7 expires 60 s" },
    { "REGISTER sip:x SIP/2.0\r\nContact: *\r\nExpires: 0\r\n\r\n", "remove all" },
    { "REGISTER sip:x SIP/2.0\r\nContact: <sip:a@b>\r\nExpires: 0\r\n\r\n", "remove" },
    { "REGISTER sip:x SIP/2.0\r\nExpires: soon\r\n\r\n", "" },
    { "SIP/2.0 401 No\r\nCSeq: 1 REGISTER\r\nWWW-Authenticate: Digest qop=\"auth\", "
      "realm=\"a, b\", stale=TRUE\r\n\r\n",
      "REGISTER \u00b7 realm a, b \u00b7 stale nonce" },
    { "SIP/2.0 407 No\r\nCSeq: 1 INVITE\r\nProxy-Authenticate: Digest realm=\"x\"\r\n\r\n",
      "realm x" },
    { "SIP/2.0 422 No\r\nCSeq: 1 INVITE\r\nMin-SE: 90\r\n\r\n", "at least 90 s" },
    { "SIP/2.0 423 No\r\nCSeq: 1 REGISTER\r\nMin-Expires: 60\r\n\r\n",
      "REGISTER \u00b7 at least 60 s" },
    { "SIP/2.0 488 No\r\nCSeq: 1 INVITE\r\nWarning: 305 x \"Bad media\"\r\n\r\n", "Bad media" },
    { "SIP/2.0 503 No\r\nCSeq: 1 INVITE\r\nRetry-After: 5 (busy)\r\n\r\n", "retry after 5 s" },
    { "BYE sip:b SIP/2.0\r\nReason: Q.850;cause=16;text=\"Normal, clearing\", "
      "SIP;cause=200\r\n\r\n",
      "Q.850 16 Normal, clearing \u00b7 SIP 200 OK" },
    { "SUBSCRIBE sip:b SIP/2.0\r\nEvent: dialog;id=2\r\nExpires: 0\r\n\r\n",
      "dialog \u00b7 ends it" },
    { "NOTIFY sip:b SIP/2.0\r\nEvent: refer\r\nSubscription-State: "
      "terminated;reason=noresource\r\nContent-Type: message/sipfrag;version=2.0\r\n\r\n"
      "SIP/2.0 200 OK\r\n",
      "refer: 200 OK \u00b7 terminated (noresource)" },
    { "NOTIFY sip:b SIP/2.0\r\nEvent: message-summary\r\nSubscription-State: active\r\n"
      "Content-Type: application/simple-message-summary\r\n\r\nMessages-Waiting: yes\r\n",
      "message-summary: messages waiting" },
    { "INFO sip:b SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal= "
      "5\r\nDuration=9\r\n",
      "DTMF 5" },
    { "INFO sip:b SIP/2.0\r\nContent-Type: application/dtmf\r\n\r\n#\r\n", "DTMF #" },
    { "INFO sip:b SIP/2.0\r\nContent-Type: text/x;y=z\r\n\r\n#\r\n", "text/x" },
    { "MESSAGE sip:b SIP/2.0\r\nContent-Type: text/plain\r\n\r\nHello.\r\n", "\"Hello.\"" },
    { "MESSAGE sip:b SIP/2.0\r\nContent-Type: text/plain\r\n\r\n"
      "01234567890123456789012345678901234567890123456789012345678\u00e9\u00e9",
      "\"01234567890123456789012345678901234567890123456789012345678\u2026\"" },
    { "SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\n" SDP "m=audio 0 RTP/AVP 8\r\n",
      "OPTIONS \u00b7 SDP: PCMA" },
};

static void check(const char *message, size_t n, const char *want)
{
    static const struct hash_key key;
    struct sip_index x;
    struct offer_event e;
    struct buf b;
    struct offers *offers = offers_new(&key);
    char *bytes = calloc(1, n + BLOCK_PADDING);
    memcpy(bytes, message, n);
    buf_init(&b, 8192);
    buf_adds(&b, "");
    assert_non_null(offers);
    if (sip_index(&x, bytes, n)) {
        const struct offer_input in = { .x = &x, .leg = 1, .message = 1, .from = 1, .to = 2 };
        offers_feed(offers, &in, &e);
        detail_format(&b, &x, &e);
    }
    offers_free(offers);
    if (want)
        assert_string_equal(b.p, want);
    buf_fini(&b);
    free(bytes);
}

static void test_details(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check(cases[i].message, strlen(cases[i].message), cases[i].want);
}

static void test_prefixes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t n = 0; n < strlen(cases[i].message); n++)
            check(cases[i].message, n, NULL);
}

static void test_text(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        { "plain", "plain" },
        { "a\x1b[31mb\x07", "a\ufffd[31mb\ufffd" },
        { "tab\tand\r\n  line", "tab and line" },
        { "J\xc3\xbcrgen \xf0\x9f\x98\x80", "J\u00fcrgen \U0001f600" },
        { "\xff\xc3", "\ufffd\ufffd" },
        { "\xc0\xafx", "\ufffd\ufffdx" },                   /* overlong */
        { "\xed\xa0\x80", "\ufffd\ufffd\ufffd" },           /* a surrogate */
        { "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd" }, /* past the last */
        { "\xc2\x9b"
          "1m",
          "\ufffd"
          "1m" }, /* C1 CSI */
        { "a\xe2\x80\xae"
          "b",
          "a\ufffd"
          "b" }, /* turns the writing round */
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        for (size_t n = strlen(texts[i][0]), k = 0; k <= n; k++) {
            char *exact = malloc(k ? k : 1);
            memcpy(exact, texts[i][0], k);
            struct buf b;
            buf_init(&b, 256);
            buf_adds(&b, "");
            text_add(&b, slice_make(exact, k));
            if (k == n)
                assert_string_equal(b.p, texts[i][1]);
            buf_fini(&b);
            free(exact);
        }
}

static void test_long_text(void **state)
{
    (void)state;
    struct buf in, out;
    buf_init(&in, 1 << 20);
    buf_init(&out, 1 << 20);
    for (int i = 0; i < 5000; i++)
        buf_adds(&in, "\u20ac");
    text_add(&out, buf_slice(&in));
    assert_true(out.n <= TEXT_MAX && out.n > TEXT_MAX - 8);
    assert_string_equal(out.p + out.n - 6, "\u20ac\u2026");
    buf_fini(&in);
    buf_fini(&out);
}

static void test_status(void **state)
{
    (void)state;
    static const char *const names[] = {
#define X(code, reason, help) [code] = reason,
        SIP_STATUS_LIST(X)
#undef X
    };
    for (unsigned code = 0; code < 1000; code++) {
        const char *want = code < sizeof(names) / sizeof(names[0]) ? names[code] : NULL;
        assert_string_equal(sip_status_reason(code), want ? want : "");
        assert_int_equal(*sip_status_help(code) != '\0', want != NULL);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_details), cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_text),    cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
