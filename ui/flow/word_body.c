/* What a sentence takes from bodies and from what they are about: media, events, contents. */
#include "decode/media/words.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"
#include "ui/flow/text.h"
#include "ui/flow/word.h"

#define ELLIPSIS "\xe2\x80\xa6"

enum {
    WORDS_MAX = 1024,
    QUOTE_MAX = 60, /* bytes */
};

static struct slice header(const struct speech *s, enum sip_header h)
{
    return sip_header_find(s->x, h);
}

static struct slice params_of(struct slice value)
{
    return slice_sub(value, slice_index(value, ';'), value.n);
}

static struct slice after(struct slice v, struct slice prefix)
{
    return slice_istarts(v, prefix) ? slice_trim(slice_sub(v, prefix.n, v.n))
                                    : (struct slice){ NULL, 0 };
}

static struct slice first_line(struct slice v)
{
    return slice_trim(slice_sub(v, 0, slice_index(v, '\n')));
}

/* ---- media */

static bool read_media(struct media *out, const struct speech *s, const struct sip_index *x)
{
    struct slice body = sip_body_find(x, SLICE("application/sdp"));
    return body.n && media_read(out, &trace_store(s->facts->trace)->key, body);
}

static const struct media_fact *media_fact(const struct speech *s)
{
    return &s->facts->media[s->row->step - 1];
}

/* Port 0 in an offer only says that there is nothing now; in an answer it refuses (3264 6). */
static void add_codecs(struct buf *b, const struct speech *s, const struct sip_index *x, bool offer)
{
    struct media m;
    struct buf words;
    if (!read_media(&m, s, x))
        return;
    size_t from = b->n;
    buf_init(&words, WORDS_MAX);
    for (unsigned i = 0; i < media_kept(&m); i++) {
        const struct media_stream *stream = &m.stream[i];
        if (!media_stream_is_on(stream))
            continue;
        buf_adds(b, b->n > from ? "; " : "");
        if (stream->kind == MEDIA_FAX) {
            buf_adds(b, "T.38 fax");
            continue;
        }
        if (stream->kind != MEDIA_AUDIO) {
            text_add(b, media_stream_name(stream));
            buf_addc(b, ' ');
        }
        buf_clear(&words);
        words_stream_codecs(&words, &m, stream);
        text_add(b, buf_slice(&words));
    }
    buf_fini(&words);
    if (b->n == from)
        buf_adds(b, !m.streams ? "no media" : offer ? "no media, port 0" : "all media refused");
}

static bool is_offer(const struct speech *s)
{
    return media_fact(s)->role == OFFER_OFFER;
}

void word_codecs(struct buf *b, struct speech *s)
{
    add_codecs(b, s, s->x, is_offer(s));
}

void word_receives(struct buf *b, struct speech *s)
{
    struct media m;
    if (!read_media(&m, s, s->x))
        return;
    if (!media_main(&m, NULL)) {
        buf_adds(b, !m.streams    ? "the SDP has no media"
                    : is_offer(s) ? "the SDP offers no media (port 0)"
                                  : "the SDP refuses all media (port 0)");
        return;
    }
    buf_adds(b, "the SDP says what ");
    word_src(b, s);
    buf_adds(b, " can receive (");
    add_codecs(b, s, s->x, is_offer(s));
    buf_addc(b, ')');
}

void word_agreed(struct buf *b, struct speech *s)
{
    buf_adds(b, strings_get(s->facts->strings, media_fact(s)->agreed));
}

void word_cause_codecs(struct buf *b, struct speech *s)
{
    if (s->fact->request &&
        trace_load(s->facts->trace, facts_row(s->facts, s->fact->request)->message, s->other))
        add_codecs(b, s, &s->other->index, true);
}

void word_direction(struct buf *b, struct speech *s)
{
    struct media m;
    const struct media_stream *stream = read_media(&m, s, s->x) ? media_main(&m, NULL) : NULL;
    if (!stream)
        return;
    if (stream->flags & MEDIA_NOWHERE && stream->direction == SDP_SENDRECV)
        buf_adds(b, "that nothing is to be sent (address 0.0.0.0)");
    else
        buf_adds(b, sdp_direction_word((enum sdp_direction)stream->direction));
}

void word_media_address(struct buf *b, struct speech *s)
{
    struct media m;
    const struct media_stream *stream = read_media(&m, s, s->x) ? media_main(&m, NULL) : NULL;
    struct buf words;
    if (!stream)
        return;
    buf_init(&words, WORDS_MAX);
    words_place(&words, stream);
    text_add(b, buf_slice(&words));
    buf_fini(&words);
}

/* ---- events */

void word_sipfrag(struct buf *b, struct speech *s)
{
    struct slice line = first_line(slice_trim(sip_body_find(s->x, SLICE("message/sipfrag"))));
    if (slice_istarts(line, SLICE("SIP/")))
        line = slice_trim(slice_sub(line, slice_index(line, ' '), line.n));
    text_add(b, line);
}

void word_event(struct buf *b, struct speech *s)
{
    static const char *const packages[][2] = {
        { "message-summary", "the mailbox" },
        { "presence", "the presence" },
        { "presence.winfo", "those who watch the presence" },
        { "dialog", "the calls" },
        { "reg", "the registrations" },
        { "refer", "the transfer" },
        { "conference", "the conference" },
        { "ua-profile", "the settings" },
        { "check-sync", "new settings" },
        { "xcap-diff", "changes of the documents" },
        { "kpml", "the digits dialled" },
        { "call-completion", "the call to be completed" },
        { NULL, NULL },
    };
    struct slice event = sip_media_type(header(s, SIP_EVENT));
    const char *words = word_translate(packages, event);
    if (words) {
        buf_adds(b, words);
    } else {
        buf_adds(b, event.n ? "the event " : "an event that is not named");
        text_add(b, event);
    }
}

/* What stands between two strings in a body. */
static struct slice between(struct slice body, const char *before, char end)
{
    const char *p = body.n ? memmem(body.p, body.n, before, strlen(before)) : NULL;
    if (!p)
        return (struct slice){ NULL, 0 };
    size_t at = (size_t)(p - body.p) + strlen(before);
    struct slice rest = slice_sub(body, at, body.n);
    return slice_trim(slice_sub(rest, 0, slice_index(rest, end)));
}

/* Messages-Waiting: yes, Voice-Message: 2/8 (0/2) (3842 5.2) */
static void add_mailbox(struct buf *b, struct slice body)
{
    struct slice voice = sip_body_line(body, SLICE("Voice-Message"));
    bool waiting = slice_ieq(sip_body_line(body, SLICE("Messages-Waiting")), SLICE("yes"));
    buf_adds(b, waiting ? "messages are waiting" : "no messages are waiting");
    size_t slash = slice_index(voice, '/'), digits;
    uint64_t news = slice_number(voice, UINT32_MAX, &digits);
    if (digits && slash == digits)
        buf_printf(b, " (voice: %u new, %u old)", (unsigned)news,
                   (unsigned)slice_number(slice_sub(voice, slash + 1, voice.n), UINT32_MAX, NULL));
}

void word_news(struct buf *b, struct speech *s)
{
    struct slice mail = sip_body_find(s->x, SLICE("application/simple-message-summary"));
    if (mail.n) {
        add_mailbox(b, mail);
        return;
    }
    struct slice wish = sip_body_find(s->x, SLICE("application/call-completion"));
    if (wish.n) {
        static const char *const states[][2] = {
            { "queued", "the request waits in the queue" },
            { "ready", "it can be made now" },
            { NULL, NULL },
        };
        const char *words = word_translate(states, sip_body_line(wish, SLICE("cc-state")));
        buf_adds(b, words ? words : "");
        return;
    }
    struct slice pidf = sip_body_find(s->x, SLICE("application/pidf+xml"));
    struct slice calls = sip_body_find(s->x, SLICE("application/dialog-info+xml"));
    struct slice reg = sip_body_find(s->x, SLICE("application/reginfo+xml"));
    struct slice state = between(pidf, "<basic>", '<');
    if (calls.n)
        state = between(calls, "<state>", '<');
    if (reg.n) { /* not that of the document: "full" or "partial" */
        const char *each = memmem(reg.p, reg.n, "<registration", 13);
        state =
            between(slice_sub(reg, each ? (size_t)(each - reg.p) : reg.n, reg.n), " state=\"", '"');
    }
    text_add(b, state);
}

void word_pending(struct buf *b, struct speech *s)
{
    if (slice_ieq(sip_media_type(header(s, SIP_SUBSCRIPTION_STATE)), SLICE("pending")))
        buf_adds(b, "the subscription still waits for consent");
}

void word_ending(struct buf *b, struct speech *s)
{
    text_add(b, sip_param_find(params_of(header(s, SIP_SUBSCRIPTION_STATE)), SLICE("reason")));
}

/* ---- contents */

void word_info(struct buf *b, struct speech *s)
{
    struct slice relay = sip_body_find(s->x, SLICE("application/dtmf-relay"));
    struct slice digit = first_line(sip_body_find(s->x, SLICE("application/dtmf")));
    for (size_t at = 0, n; at < relay.n; at += n + 1) {
        struct slice rest = slice_sub(relay, at, relay.n);
        n = slice_index(rest, '\n');
        struct slice signal = after(slice_trim(slice_sub(rest, 0, n)), SLICE("Signal="));
        digit = signal.n ? signal : digit;
    }
    struct slice type = sip_media_type(header(s, SIP_CONTENT_TYPE));
    if (digit.n) {
        buf_adds(b, "the digit ");
        text_add(b, digit);
        buf_adds(b, " (DTMF)");
    } else if (type.n) {
        buf_adds(b, "information of type ");
        text_add(b, type);
    } else {
        buf_adds(b, "an INFO without content");
    }
}

void word_quote(struct buf *b, struct speech *s)
{
    struct slice text = slice_trim(sip_body_find(s->x, SLICE("text/plain")));
    size_t n = text.n < QUOTE_MAX ? text.n : QUOTE_MAX;
    while (n < text.n && n && ((uint8_t)text.p[n] & 0xc0) == 0x80)
        n--;
    if (!text.n)
        return;
    buf_addc(b, '"');
    text_add(b, slice_sub(text, 0, n));
    buf_adds(b, n < text.n ? ELLIPSIS "\"" : "\"");
}
