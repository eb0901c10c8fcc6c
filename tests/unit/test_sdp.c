/* Tests of decode/sip/sdp.c and body.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "capture/payload.h"
#include "decode/sip/body.h"
#include "decode/sip/payload_list.h"
#include "decode/sip/sdp.h"

/* All that was read, as text: "user id version origin|medias", then a line for each media. */
static void tell(struct buf *b, struct slice body)
{
    struct sdp s;
    if (!sdp_parse(&s, body)) {
        buf_adds(b, "none");
        return;
    }
    buf_printf(b, "%.*s %.*s %.*s %.*s|%u\n", (int)s.user.n, s.user.p, (int)s.id.n, s.id.p,
               (int)s.version.n, s.version.p, (int)s.origin.n, s.origin.p, s.medias);
    for (unsigned i = 0; i < s.medias && i < SDP_MEDIA_MAX; i++) {
        const struct sdp_media *m = &s.media[i];
        struct sdp_codec c[8];
        buf_printf(b, "%.*s %u %.*s %.*s %s:", (int)m->type.n, m->type.p, m->port, (int)m->proto.n,
                   m->proto.p, (int)m->address.n, m->address.p, sdp_direction_word(m->direction));
        for (unsigned k = 0, n = sdp_codecs(m, c, 8); k < n; k++)
            buf_printf(b, " %u=%.*s/%u", c[k].type, (int)c[k].name.n, c[k].name.p, c[k].clock);
        buf_addc(b, '\n');
    }
}

static const struct {
    const char *name, *body, *want;
} cases[] = {
    { "usual",
      "v=0\r\no=1001 43 2 IN IP4 10.1.1.11\r\ns=-\r\nc=IN IP4 10.1.1.11\r\nt=0 0\r\n"
      "m=audio 11780 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 "
      "telephone-event/8000\r\n"
      "a=sendonly\r\n",
      "1001 43 2 10.1.1.11|1\naudio 11780 RTP/AVP 10.1.1.11 sendonly: 0=PCMU/8000 8=PCMA/8000 "
      "101=telephone-event/8000\n" },
    { "session direction, own address, LF only",
      "v=0\no=- 1 1 IN IP6 ::1\nc=IN IP6 2001:db8::1\na=inactive\nm=audio 4000 RTP/SAVP 96\n"
      "a=rtpmap:96 opus/48000/2\nc=IN IP6 2001:db8::2\nm=video 0 UDP/TLS/RTP/SAVPF 34 "
      "97\na=recvonly\n",
      "- 1 1 ::1|2\naudio 4000 RTP/SAVP 2001:db8::2 inactive: 96=opus/48000\n"
      "video 0 UDP/TLS/RTP/SAVPF 2001:db8::1 recvonly: 34=H263/90000 97=97/0\n" },
    { "fax", "v=0\r\nm=image 5000 udptl t38\r\n",
      "   |1\nimage 5000 udptl  sendrecv: 255=t38/0\n" },
    { "an rtpmap of the next media is not taken",
      "v=0\nm=audio 1 RTP/AVP 96\nm=audio 2 RTP/AVP 96\na=rtpmap:96 AMR/8000\n",
      "   |2\naudio 1 RTP/AVP  sendrecv: 96=96/0\naudio 2 RTP/AVP  sendrecv: 96=AMR/8000\n" },
    { "multicast address", "v=0\nc=IN IP4 224.2.1.1/127/3\nm=audio 1 RTP/AVP 0\n",
      "   |1\naudio 1 RTP/AVP 224.2.1.1 sendrecv: 0=PCMU/8000\n" },
    { "no SDP", "hello\r\nthere\r\n", "none" },
    { "absurd numbers",
      "v=0\nm=audio 99999999999999999999 RTP/AVP 300 -1 x\na=rtpmap:300 A/1\na=rtpmap: B/1\n",
      "   |1\naudio 65535 RTP/AVP  sendrecv: 255=300/0 255=-1/0 255=x/0\n" },
};

static void test_sdp(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf b;
        buf_init(&b, 4096);
        tell(&b, slice_of(cases[i].body));
        assert_string_equal(b.p, cases[i].want);
        buf_fini(&b);
    }
}

static void test_sdp_prefixes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t n = 0; n <= strlen(cases[i].body); n++) {
            char *exact = malloc(n ? n : 1);
            memcpy(exact, cases[i].body, n);
            struct buf b;
            buf_init(&b, 4096);
            tell(&b, slice_make(exact, n));
            buf_fini(&b);
            free(exact);
        }
}

static void test_static_types(void **state)
{
    (void)state;
    static const struct {
        unsigned type;
        const char *name;
        uint32_t clock;
    } known[] = {
#define X(number, text, hz) { number, text, hz },
        RTP_PAYLOAD_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char text[64];
        struct sdp s;
        struct sdp_codec c[2];
        snprintf(text, sizeof(text), "v=0\nm=audio 1 RTP/AVP %u\n", known[i].type);
        assert_true(sdp_parse(&s, slice_of(text)));
        assert_int_equal(sdp_codecs(&s.media[0], c, 2), 1);
        assert_true(slice_eq(c[0].name, slice_of(known[i].name)));
        assert_int_equal(c[0].clock, known[i].clock);
        assert_int_equal(c[0].type, known[i].type);
    }
}

static void test_attributes(void **state)
{
    (void)state;
    struct sdp s;
    struct slice name, value;
    size_t at = 0;
    assert_true(sdp_parse(&s, SLICE("v=0\r\na=Tool: x y \r\na=ice-lite\r\nm=audio 1 RTP/AVP 96\r\n"
                                    "a=rtpmap:96 L16/8000/2\r\nb=AS:64\r\na=ptime:20\r\na=\r\n")));
    assert_true(slice_eq(sdp_attribute(s.lines, SLICE("tool")), SLICE("x y")));
    assert_true(sdp_attribute(s.lines, SLICE("ice-lite")).p != NULL);
    assert_null(sdp_attribute(s.lines, SLICE("ptime")).p);
    assert_true(slice_eq(sdp_attribute(s.media[0].lines, SLICE("ptime")), SLICE("20")));
    assert_true(sdp_attribute_next(s.media[0].lines, &at, &name, &value));
    assert_true(slice_eq(name, SLICE("rtpmap")) && slice_eq(value, SLICE("96 L16/8000/2")));
    struct sdp_codec c;
    assert_int_equal(sdp_codecs(&s.media[0], &c, 1), 1);
    assert_int_equal(c.channels, 2);
    assert_true(sdp_is_rtp(&s.media[0]));
    assert_true(sdp_is_nowhere(SLICE("0.0.0.0")) && sdp_is_nowhere(SLICE("::")));
    assert_true(sdp_is_nowhere(SLICE("0:0:0:0:0:0:0:0")));
    assert_false(sdp_is_nowhere(SLICE("0.0.0.1")) || sdp_is_nowhere(SLICE("")) ||
                 sdp_is_nowhere(SLICE("h")));
}

static void test_many_media(void **state)
{
    (void)state;
    struct buf b;
    struct sdp s;
    buf_init(&b, 1 << 20);
    buf_adds(&b, "v=0\n");
    for (int i = 0; i < 1000; i++)
        buf_adds(&b, "m=audio 1 RTP/AVP 0\na=sendonly\nc=IN IP4 1.2.3.4\n");
    assert_true(sdp_parse(&s, buf_slice(&b)));
    assert_int_equal(s.medias, 1000);
    assert_int_equal(s.media[SDP_MEDIA_MAX - 1].direction, SDP_SENDONLY);
    assert_true(s.media[SDP_MEDIA_MAX - 1].lines.n < 60);
    buf_fini(&b);
}

static const char *const bodies[][3] = {
    /* Content-Type, body, the SDP in it */
    { "application/sdp", "v=0\r\n", "v=0\r\n" },
    { "APPLICATION/SDP;charset=x", "v=0\r\n", "v=0\r\n" },
    { "text/plain", "v=0\r\n", NULL },
    { "multipart/mixed;boundary=abc",
      "pre\r\n--abc\r\nContent-Type: text/plain\r\n\r\nx\r\n--abc\r\ncontent-type : "
      "application/sdp\r\n"
      "Content-Length: 5\r\n\r\nv=1\r\n--abc--\r\nafter",
      "v=1\r\n" },
    { "multipart/mixed; boundary=\"a b\"", "--a b\nContent-Type: application/sdp\n\nv=2\n",
      "v=2\n" },
    { "multipart/mixed;boundary=o",
      "--o\r\nContent-Type: multipart/alternative;boundary=i\r\n\r\n--i\r\nContent-Type: "
      "application/sdp\r\n\r\nv=3\r\n--i--\r\n--o--\r\n",
      "v=3\r\n" },
    { "multipart/mixed;boundary=abc", "--abcd\r\nContent-Type: application/sdp\r\n\r\nv=4\r\n",
      NULL },
    { "multipart/mixed", "--\r\nContent-Type: application/sdp\r\n\r\nv=5\r\n--\r\n", NULL },
    { "multipart/mixed;boundary=x",
      "--x\r\nContent-Type: text/plain\r\n\r\n\r\n--x\r\nContent-Type:\r\n\tapplication/sdp;"
      "\r\n charset=y\r\nContent-ID: <z>\r\n\r\nv=7\r\n--x--",
      "v=7\r\n" },
    { "multipart/mixed;boundary=o",
      "--o\r\nContent-Type: multipart/related;\r\n boundary=\"i i\"\r\n\r\n--i i \r\n"
      "Content-Type: application/sdp\r\n\r\nv=8\r\n--i i--\r\n--o--",
      "v=8\r\n" },
    { "multipart/mixed;boundary=x", /* 3959: the first part is for early media alone */
      "--x\r\nContent-Disposition: early-session\r\nContent-Type: application/sdp\r\n\r\nv=9\r\n"
      "--x\r\nContent-Type: application/sdp\r\nContent-Disposition: session;handling=required\r\n"
      "\r\nv=10\r\n--x--",
      "v=10\r\n" },
    { "application/sdp\r\nContent-Disposition: early-session", "v=11\r\n", NULL },
    { "application/sdp\r\nContent-Disposition: session", "v=12\r\n", "v=12\r\n" },
    { "multipart/mixed;boundary=x", "--x\r\n\r\nv=13\r\n--x--", NULL },
    { "multipart/mixed;boundary=x", "--x--\r\n--x\r\nContent-Type: application/sdp\r\n\r\nv=6",
      NULL },
};

static struct slice find_in(struct buf *b, char **bytes, const char *type, const char *body,
                            size_t n)
{
    struct sip_index x;
    buf_printf(b, "INVITE sip:a SIP/2.0\r\nContent-Type: %s\r\n\r\n%.*s", type, (int)n, body);
    *bytes = calloc(1, b->n + BLOCK_PADDING);
    memcpy(*bytes, b->p, b->n);
    assert_true(sip_index(&x, *bytes, b->n));
    return sip_body_find(&x, SLICE("application/sdp"));
}

static void test_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
        for (size_t n = 0; n <= strlen(bodies[i][1]); n++) {
            struct buf b;
            char *bytes;
            buf_init(&b, 4096);
            struct slice found = find_in(&b, &bytes, bodies[i][0], bodies[i][1], n);
            if (n == strlen(bodies[i][1]) && bodies[i][2])
                assert_true(slice_eq(found, slice_of(bodies[i][2])));
            else if (n == strlen(bodies[i][1]))
                assert_null(found.p);
            free(bytes);
            buf_fini(&b);
        }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sdp),          cmocka_unit_test(test_sdp_prefixes),
        cmocka_unit_test(test_static_types), cmocka_unit_test(test_many_media),
        cmocka_unit_test(test_bodies),       cmocka_unit_test(test_attributes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
