/* Tests of decode/media: broken bodies, limits, what two agree on, how a call stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/indexkit.h"
#include "tests/unit/offerkit.h"

/* ---- what stays true of any bytes */

/* Each body cut at each byte, and with each byte changed. */
static void test_broken(void **state)
{
    (void)state;
    static const char body[] =
        "v=0\r\no=- 1 2 IN IP4 h\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\nm=audio 9 UDP/TLS/RTP/SAVPF "
        "111 0 101\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n"
        "a=ptime:20\r\na=crypto:1 A inline:x\r\nm=image 0 udptl t38\r\na=sendonly\r\n";
    static const struct step steps[] = {
        { "A>B INVITE 1", "a -", NULL, NULL },   { "B>A 200 1 INVITE", AB, NULL, NULL },
        { "A>B ACK 1", AB, NULL, NULL },         { "A>B INVITE 2", AB, NULL, NULL },
        { "B>A 183r 2 INVITE", AB, NULL, NULL }, { "A>B PRACK 3", AB, NULL, NULL },
    };
    struct offers *o = offers_new(&offerkit_key);
    struct buf told;
    char copy[sizeof(body)];
    buf_init(&told, 4096);
    for (uint32_t i = 0; i < 2 * sizeof(body); i++) {
        size_t n = i < sizeof(body) ? i : sizeof(body) - 1;
        memcpy(copy, body, sizeof(body));
        if (i >= sizeof(body))
            copy[i - sizeof(body)] ^= (char)(1 + i % 31);
        for (uint32_t k = 0; k < 6; k++)
            offerkit_feed(o, &steps[k], slice_make(copy, n), 1 + k, &told);
        if (i % 3 == 0)
            offers_clear(o);
    }
    buf_fini(&told);
    offers_free(o);
}

/* More dialogs, exchanges, streams, codecs and hops than are remembered. */
static void test_limits(void **state)
{
    (void)state;
    struct offers *o = offers_new(&offerkit_key);
    struct buf told, sdp;
    char line[64], tags[64];
    struct step s = { .line = line, .tags = tags };
    buf_init(&told, 4096);
    buf_init(&sdp, 1 << 16);
    buf_adds(&sdp, "v=0\n");
    for (int i = 0; i < 50; i++) {
        buf_adds(&sdp, "m=audio 4000 RTP/AVP");
        for (int k = 0; k < 120; k++)
            buf_printf(&sdp, " %d", k);
        buf_adds(&sdp, "\n");
    }
    for (unsigned i = 0; i < OFFER_DIALOGS + 100; i++) {
        snprintf(line, sizeof(line), "A>B INVITE 1");
        snprintf(tags, sizeof(tags), "a%u -", i);
        offerkit_feed(o, &s, buf_slice(&sdp), 2 * i + 1, &told);
        snprintf(line, sizeof(line), "B>A 200 1 INVITE");
        snprintf(tags, sizeof(tags), "a%u b", i);
        offerkit_feed(o, &s, buf_slice(&sdp), 2 * i + 2, &told);
    }
    assert_true(offers_lost(o) > OFFER_DIALOGS);
    for (unsigned i = 0; i < 100; i++) {
        snprintf(line, sizeof(line), "A>B %s %u", i % 2 ? "UPDATE" : "INVITE", i + 2);
        offerkit_feed(o, &s, buf_slice(&sdp), 10000 + i, &told);
    }
    for (unsigned i = 0; i < 26; i++) {
        snprintf(line, sizeof(line), "%c>%c UPDATE 101", 'A' + i, 'B' + i);
        offerkit_feed(o, &s, buf_slice(&sdp), 20000 + i, &told);
        assert_true(!strncmp(told.p, i ? "offer UPDATE again" : "offer UPDATE again", 18));
    }
    offers_clear(o);
    assert_false(offers_is_waiting(o));
    struct offer_state none;
    assert_false(offers_call(o, 1, &none));
    buf_fini(&sdp);
    buf_fini(&told);
    offers_free(o);
}

/* A capture that cuts messages short does not end a hold. */
static void test_cut(void **state)
{
    (void)state;
    static const struct step steps[] = { CALL,
                                         HOLD_BY_A,
                                         { "A>B INVITE 3", AB, "audio:4000:0,8:sendonly", NULL } };
    struct offers *o = offers_new(&offerkit_key);
    struct offer_event e;
    struct sip_index x;
    struct buf b, sdp;
    offerkit_play(o, steps, 5);
    buf_init(&b, 4096);
    buf_init(&sdp, 4096);
    offerkit_sdp(&sdp, steps[5].sdp, 'A');
    offerkit_write(&b, &steps[5], slice_sub(buf_slice(&sdp), 0, sdp.n - 12));
    char *bytes = padded(b.p, b.n, 'a');
    assert_true(sip_index(&x, bytes, b.n));
    offers_feed(o, &(struct offer_input){ .x = &x, .leg = 1, .message = 6, .cut = true }, &e);
    assert_int_equal(e.role, OFFER_OFFER);
    assert_int_equal(e.change, 0);
    assert_int_equal(e.media->stream[0].direction, SDP_SENDRECV);
    offers_feed(o, &(struct offer_input){ .x = &x, .leg = 1, .message = 7 }, &e);
    assert_true(e.again);
    free(bytes);
    buf_fini(&sdp);
    buf_fini(&b);
    offers_free(o);
}

/* ---- the parts */

static void read_text(struct media *m, const char *text)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    offerkit_sdp(&b, text, 'A');
    assert_true(media_read(m, &offerkit_key, buf_slice(&b)));
    buf_fini(&b);
}

static void test_agree(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        /* offer, answer, what the offerer gets, what the answerer gets */
        { "audio:1:0,8,18", "audio:1:8,0", "0 PCMU, 8 PCMA", "8 PCMA, 0 PCMU" },
        { "audio:1:0", "audio:1:8", "", "" },
        { "audio:1:0", "audio:0:0", "", "" },
        { "audio:1:0,101telephone-event/8000", "audio:1:0,96TELEPHONE-EVENT/8000",
          "0 PCMU, 101 telephone-event", "0 PCMU, 96 TELEPHONE-EVENT" },
        { "audio:1:96opus/48000/2,97L16/8000", "audio:1:111opus/48000/2,97L16/16000", "96 opus",
          "111 opus" },
        { "audio:1:96opus/48000/2", "audio:1:96", "96 opus", "96 opus" }, /* rtpmap left away */
        { "audio:1:96G729/8000", "audio:1:18", "96 G729", "18 G729" },
        { "audio:1:0,13", "audio:1:0,13", "0 PCMU, 13 CN", "0 PCMU, 13 CN" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct media offer, answer;
        struct media_agreed a;
        read_text(&offer, cases[i][0]);
        read_text(&answer, cases[i][1]);
        media_agree(&a, &offer, &answer, 0);
        for (int side = 0; side < 2; side++) {
            struct buf b;
            buf_init(&b, 1024);
            buf_adds(&b, "");
            for (unsigned k = 0; k < a.n[side]; k++)
                buf_printf(&b, "%s%u %.*s", k ? ", " : "", a.codec[side][k].type,
                           a.codec[side][k].n, a.codec[side][k].name);
            assert_string_equal(b.p ? b.p : "", cases[i][2 + side]);
            buf_fini(&b);
        }
        media_agree(&a, &offer, &answer, 1);
        assert_int_equal(a.n[0] + a.n[1], 0);
    }
}

static void test_media(void **state)
{
    (void)state;
    struct media m, same;
    read_text(&m, "o=1 p=RTP/SAVPF c=2001:db8::1 audio:4000:0,13,101telephone-event/8000:ptime:30 "
                  "video:4002:96rtx/90000:crypto");
    read_text(&same,
              "o=9 p=RTP/SAVPF c=2001:db8::1 audio:4000:0,13,101telephone-event/8000:ptime:30 "
              "video:4002:96rtx/90000:crypto");
    assert_true(m.meaning == same.meaning && m.version != same.version);
    assert_int_equal(m.streams, 2);
    assert_int_equal(m.stream[0].flags, MEDIA_RTP | MEDIA_SECURE);
    assert_int_equal(m.stream[1].flags, MEDIA_RTP | MEDIA_SECURE | MEDIA_CRYPTO);
    assert_int_equal(m.codec[1].kind, MEDIA_CODEC_NOISE);
    assert_int_equal(m.codec[2].kind, MEDIA_CODEC_DTMF);
    assert_int_equal(m.codec[3].kind, MEDIA_CODEC_REPAIR);
    assert_true(media_stream_has_dtmf(&m, &m.stream[0]));
    assert_false(media_stream_has_dtmf(&m, &m.stream[1]));
    assert_ptr_equal(media_main(&m, NULL), &m.stream[0]);
    struct buf b;
    buf_init(&b, 1024);
    words_place(&b, &m.stream[0]);
    assert_string_equal(b.p, "[2001:db8::1]:4000");
    buf_clear(&b);
    words_media(&b, &m, false);
    assert_string_equal(b.p, "PCMU (SRTP) + video rtx (SRTP)");
    buf_fini(&b);
    assert_false(media_read(&m, &offerkit_key, SLICE("hello\r\n")));
    assert_false(media_read(&m, &offerkit_key, slice_of(NULL)));
}

/* ---- how a call stands */

static void test_call(void **state)
{
    (void)state;
    static const struct step steps[] = {
        { "A>B INVITE 1", "a -", "audio:4000:0,8,101telephone-event/8000", NULL },
        { "A>C INVITE 1", "a -", "audio:4000:0,8,101telephone-event/8000", NULL },
        { "B>A 183 1 INVITE", AB, "audio:5000:0", NULL },
        { "C>A 200 1 INVITE", "a c", "audio:6000:8", NULL },
        { "A>C INFO 2", "a c", "raw Signal=1\r\n", NULL },
        { "C>A UPDATE 1", "c a", "audio:6000:8:sendonly", NULL },
        { "A>C 200 1 UPDATE", "c a", "audio:4000:8:recvonly", NULL },
    };
    struct offers *o = offers_new(&offerkit_key);
    struct offer_state s;
    offerkit_play(o, steps, 1);
    assert_true(offers_is_waiting(o));
    assert_true(offers_call(o, 1, &s));
    assert_null(s.side[0].media);
    offerkit_play(o, steps, 3);
    assert_true(offers_is_waiting(o));
    assert_true(offers_call(o, 1, &s) && s.early && s.mode == MEDIA_TWO_WAY);
    offers_clear(o);
    offerkit_play(o, steps, 7);
    assert_true(offers_call(o, 1, &s));
    assert_false(offers_call(o, 2, &s));
    assert_int_equal(s.mode, MEDIA_ON_HOLD);
    assert_int_equal(s.since, 7);
    assert_int_equal(s.answered, 4);
    assert_int_equal(s.offerer, 1);
    assert_int_equal(s.side[0].who, 'A');
    assert_int_equal(s.side[1].who, 'C');
    assert_true(s.side[1].holds && !s.side[0].holds && s.side[1].sends && !s.side[0].sends);
    assert_int_equal(s.side[0].dtmf, OFFER_DTMF_INFO);
    assert_int_equal(s.agreed.n[0], 1);
    assert_int_equal(s.agreed.codec[0][0].type, 8);
    assert_false(s.early || s.over);
    offers_free(o);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken), cmocka_unit_test(test_limits), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_agree),  cmocka_unit_test(test_media),  cmocka_unit_test(test_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
