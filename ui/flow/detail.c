/* What is worth a glance in a message besides its start line, in few words. The words are those of
 * an engineer; sentences are the narration's. */
#include "ui/flow/detail.h"

#include "decode/media/words.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"
#include "decode/sip/status.h"
#include "ui/flow/text.h"

#define ARROW "\xe2\x86\x92 "
#define DOT " \xc2\xb7 "
#define ELLIPSIS "\xe2\x80\xa6"

enum {
    TARGETS_SHOWN = 3,
    REASONS_SHOWN = 2,
    QUOTE_MAX = 60, /* bytes of an instant message */
};

/* Begins another part of the detail. */
static void part(struct buf *b)
{
    if (b->n)
        buf_adds(b, DOT);
}

static void add(struct buf *b, struct slice s)
{
    buf_add(b, s.p, s.n);
}

static void add_part(struct buf *b, const char *before, struct slice s)
{
    if (!s.n)
        return;
    part(b);
    buf_adds(b, before);
    add(b, s);
}

/* The parameters of a header value, from the first ';' outside of it. */
static struct slice params_of(struct slice value)
{
    return slice_sub(value, slice_index(value, ';'), value.n);
}

/* ---- SDP */

/* Of what negotiates nothing (OPTIONS, a failed answer) all that it says. */
static bool read_other(struct media *out, const struct sip_index *x, const struct offer_event *e)
{
    static const struct hash_key any; /* what is compared by hashes is not asked for */
    struct slice body = sip_body_find(x, SLICE("application/sdp"));
    return e->role == OFFER_NONE && body.n && media_read(out, &any, body);
}

static void add_sdp(struct buf *b, const struct sip_index *x, const struct offer_event *e)
{
    bool starts = x->request && x->method == SIP_METHOD_INVITE && !x->to_tag.n;
    bool empty = !x->body.n && x->content_length <= 0; /* not cut off by the capture */
    struct media other;
    if (e->role != OFFER_NONE && e->media) {
        add_part(b, "", SLICE("SDP: "));
        words_event(b, e);
    } else if (read_other(&other, x, e)) {
        add_part(b, "", SLICE("SDP: "));
        words_media(b, &other, x->method == SIP_METHOD_OPTIONS);
    } else if (starts && empty) {
        add_part(b, "", SLICE("no SDP"));
    }
}

/* ---- people */

static int hex(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void detail_add_user(struct buf *b, struct slice user)
{
    size_t semi = slice_index(user, ';');
    user = slice_sub(user, 0, semi ? semi : user.n);
    for (size_t i = 0; i < user.n; i++) {
        int high = i + 2 < user.n && user.p[i] == '%' ? hex(user.p[i + 1]) : -1;
        int low = high < 0 ? -1 : hex(user.p[i + 2]);
        if (low >= 0) {
            buf_addc(b, (char)(high << 4 | low));
            i += 2;
        } else {
            buf_addc(b, user.p[i]);
        }
    }
}

/* The user of an address, or its host. */
static void add_target(struct buf *b, struct slice value, struct sip_uri *uri)
{
    *uri = sip_uri_parse(sip_address_parse(value).uri);
    if (uri->user.n)
        detail_add_user(b, uri->user);
    else
        add(b, uri->host);
}

static void add_person(struct buf *b, const char *before, struct slice value)
{
    struct sip_uri uri;
    if (!value.n)
        return;
    part(b);
    buf_adds(b, before);
    add_target(b, value, &uri);
}

/* "→ 1003, 1004" */
static void add_contacts(struct buf *b, const struct sip_index *x)
{
    struct slice list = sip_header_find(x, SIP_CONTACT), value;
    struct sip_uri uri;
    size_t at = 0;
    for (int i = 0; i <= TARGETS_SHOWN && sip_value_next(list, &at, &value); i++) {
        if (i == TARGETS_SHOWN) {
            buf_adds(b, ", " ELLIPSIS);
            return;
        }
        if (i)
            buf_adds(b, ", ");
        else
            add_part(b, "", SLICE(ARROW));
        add_target(b, value, &uri);
    }
}

static void add_refer(struct buf *b, const struct sip_index *x)
{
    struct slice to = sip_header_find(x, SIP_REFER_TO);
    struct sip_uri uri;
    if (!to.n)
        return;
    add_part(b, "", SLICE(ARROW));
    add_target(b, to, &uri);
    struct slice method = sip_param_find(uri.params, SLICE("method"));
    if (method.n && !slice_eq(method, SLICE("INVITE"))) {
        buf_adds(b, " (");
        add(b, method);
        buf_addc(b, ')');
    }
    for (size_t i = 0; i < uri.headers.n; i++) { /* ?A=b&Replaces=c */
        bool begins = !i || uri.headers.p[i - 1] == '&' || uri.headers.p[i - 1] == '?';
        if (begins && slice_istarts(slice_sub(uri.headers, i, uri.headers.n), SLICE("Replaces="))) {
            buf_adds(b, ", replacing a call");
            break;
        }
    }
}

static void add_diversion(struct buf *b, const struct sip_index *x)
{
    struct slice value = sip_header_find(x, SIP_DIVERSION);
    add_person(b, "diverted by ", value);
    struct slice reason = sip_param_find(sip_address_parse(value).params, SLICE("reason"));
    if (reason.n) {
        buf_adds(b, " (");
        add(b, reason);
        buf_addc(b, ')');
    }
}

/* ---- why */

/* Q.850;cause=16;text="Normal call clearing" (3326) */
static void add_reason(struct buf *b, const struct sip_index *x)
{
    struct slice list = sip_header_find(x, SIP_REASON), value;
    size_t at = 0;
    for (int i = 0; i < REASONS_SHOWN && sip_value_next(list, &at, &value); i++) {
        struct slice params = params_of(value);
        struct slice cause = sip_param_find(params, SLICE("cause"));
        struct slice text = sip_param_find(params, SLICE("text"));
        struct slice protocol = sip_media_type(value);
        if (!cause.n && !text.n)
            continue;
        add_part(b, "", protocol);
        if (cause.n) {
            buf_addc(b, ' ');
            add(b, cause);
        }
        if (!text.n && slice_ieq(protocol, SLICE("SIP")))
            text = slice_of(sip_status_reason((unsigned)slice_number(cause, 1000, NULL)));
        if (text.n) {
            buf_addc(b, ' ');
            add(b, text);
        }
    }
}

/* 304 proxy.example.com "Media type not available" (20.43) */
static void add_warning(struct buf *b, const struct sip_index *x)
{
    struct slice v = sip_header_find(x, SIP_WARNING);
    if (slice_istarts(v, SLICE("392 "))) /* a server's notes for its own debugging */
        return;
    v = slice_sub(v, 0, sip_value_length(v));
    size_t quote = slice_index(v, '"');
    struct slice text = slice_sub(v, quote + 1, v.n);
    text = slice_sub(text, 0, slice_index(text, '"'));
    add_part(b, "", text.n ? text : v);
}

static struct slice after(struct slice s, struct slice prefix)
{
    return slice_istarts(s, prefix) ? slice_trim(slice_sub(s, prefix.n, s.n)) : slice_of(NULL);
}

static struct slice unquoted(struct slice s)
{
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? slice_sub(s, 1, s.n - 1) : s;
}

/* Digest realm="example.com", …, stale=true */
static void add_challenge(struct buf *b, const struct sip_index *x)
{
    struct slice list =
        sip_header_find(x, x->status == 407 ? SIP_PROXY_AUTHENTICATE : SIP_WWW_AUTHENTICATE);
    struct slice v;
    bool stale = false;
    for (size_t at = 0; sip_value_next(list, &at, &v);) {
        struct slice bare = after(v, SLICE("Digest "));
        v = bare.p ? bare : v;
        add_part(b, "realm ", unquoted(after(v, SLICE("realm="))));
        stale |= slice_ieq(unquoted(after(v, SLICE("stale="))), SLICE("true"));
    }
    if (stale)
        add_part(b, "", SLICE("stale nonce"));
}

static void add_seconds(struct buf *b, const char *before, struct slice value)
{
    size_t digits;
    slice_number(value, UINT32_MAX, &digits);
    if (!digits || digits > 10)
        return;
    add_part(b, before, slice_sub(value, 0, digits));
    buf_adds(b, " s");
}

static void add_failure(struct buf *b, const struct sip_index *x)
{
    struct slice v;
    if (x->status == 401 || x->status == 407)
        add_challenge(b, x);
    else if (x->status == 422)
        add_seconds(b, "at least ", sip_header_find(x, SIP_MIN_SE));
    else if (x->status == 423 && sip_header_by_name(x, SLICE("Min-Expires"), 0, &v))
        add_seconds(b, "at least ", v);
    else if (x->status == 420 && sip_header_by_name(x, SLICE("Unsupported"), 0, &v))
        add_part(b, "", v);
    add_warning(b, x);
    add_seconds(b, "retry after ", sip_header_find(x, SIP_RETRY_AFTER));
}

/* ---- registrations, events */

static void add_expires(struct buf *b, const struct sip_index *x)
{
    struct slice contact = sip_header_find(x, SIP_CONTACT);
    struct slice all = sip_header_find(x, SIP_EXPIRES);
    struct slice own = sip_param_find(sip_address_parse(contact).params, SLICE("expires"));
    struct slice expires = own.n ? own : all;
    bool asks = x->request && x->method == SIP_METHOD_REGISTER;
    if (asks && slice_eq(contact, SLICE("*")))
        add_part(b, "", SLICE("remove all"));
    else if (asks && contact.n && slice_eq(expires, SLICE("0")))
        add_part(b, "", SLICE("remove"));
    else
        add_seconds(b, "expires ", expires);
}

static struct slice first_line(struct slice s)
{
    return slice_trim(slice_sub(s, 0, slice_index(s, '\n')));
}

/* What a NOTIFY tells, as far as a line can hold it. */
static void add_news(struct buf *b, const struct sip_index *x)
{
    struct slice fragment = sip_body_find(x, SLICE("message/sipfrag"));
    struct slice mail = sip_body_find(x, SLICE("application/simple-message-summary"));
    struct slice wish = sip_body_find(x, SLICE("application/call-completion"));
    struct slice line = first_line(fragment);
    struct slice waiting = sip_body_line(mail, SLICE("Messages-Waiting"));
    if (slice_istarts(line, SLICE("SIP/")))
        line = slice_trim(slice_sub(line, slice_index(line, ' '), line.n));
    line = line.n ? line : sip_body_line(wish, SLICE("cc-state"));
    if (line.n || waiting.n)
        buf_adds(b, ": ");
    if (waiting.n)
        buf_adds(b, slice_ieq(waiting, SLICE("yes")) ? "messages waiting" : "no messages");
    else
        add(b, line);
}

static void add_event(struct buf *b, const struct sip_index *x)
{
    struct slice event = sip_media_type(sip_header_find(x, SIP_EVENT));
    add_part(b, "", event);
    if (x->method == SIP_METHOD_SUBSCRIBE) {
        if (slice_eq(sip_header_find(x, SIP_EXPIRES), SLICE("0")))
            add_part(b, "", SLICE("ends it"));
        return;
    }
    if (x->method != SIP_METHOD_NOTIFY)
        return;
    if (event.n)
        add_news(b, x);
    struct slice value = sip_header_find(x, SIP_SUBSCRIPTION_STATE), state = sip_media_type(value);
    if (state.n && !slice_ieq(state, SLICE("active"))) {
        struct slice reason = sip_param_find(params_of(value), SLICE("reason"));
        add_part(b, "", state);
        if (reason.n) {
            buf_adds(b, " (");
            add(b, reason);
            buf_addc(b, ')');
        }
    }
}

/* ---- contents */

static void add_info(struct buf *b, const struct sip_index *x)
{
    struct slice relay = sip_body_find(x, SLICE("application/dtmf-relay"));
    struct slice plain = sip_body_find(x, SLICE("application/dtmf"));
    for (size_t at = 0, n; at < relay.n; at += n + 1) {
        struct slice rest = slice_sub(relay, at, relay.n);
        n = slice_index(rest, '\n');
        struct slice signal = after(slice_trim(slice_sub(rest, 0, n)), SLICE("Signal="));
        if (signal.n) {
            add_part(b, "DTMF ", signal);
            return;
        }
    }
    if (plain.n)
        add_part(b, "DTMF ", first_line(plain));
    else
        add_part(b, "", sip_media_type(sip_header_find(x, SIP_CONTENT_TYPE)));
}

static void add_message(struct buf *b, const struct sip_index *x)
{
    struct slice text = slice_trim(sip_body_find(x, SLICE("text/plain")));
    size_t n = text.n < QUOTE_MAX ? text.n : QUOTE_MAX;
    while (n < text.n && n && ((uint8_t)text.p[n] & 0xc0) == 0x80)
        n--;
    if (!text.n) {
        add_part(b, "", sip_media_type(sip_header_find(x, SIP_CONTENT_TYPE)));
        return;
    }
    add_part(b, "\"", slice_sub(text, 0, n));
    buf_adds(b, n < text.n ? ELLIPSIS "\"" : "\"");
}

static void format_request(struct buf *b, const struct sip_index *x)
{
    switch (x->method) {
    case SIP_METHOD_REGISTER:
        add_expires(b, x);
        break;
    case SIP_METHOD_REFER:
        add_refer(b, x);
        break;
    case SIP_METHOD_SUBSCRIBE:
    case SIP_METHOD_NOTIFY:
    case SIP_METHOD_PUBLISH:
        add_event(b, x);
        break;
    case SIP_METHOD_INFO:
        add_info(b, x);
        break;
    case SIP_METHOD_MESSAGE:
        add_message(b, x);
        break;
    case SIP_METHOD_INVITE:
        add_diversion(b, x);
        add_person(b, "referred by ", sip_header_find(x, SIP_REFERRED_BY));
        if (sip_header_find(x, SIP_REPLACES).n)
            add_part(b, "", SLICE("replaces a call"));
        if (sip_header_find(x, SIP_JOIN).n)
            add_part(b, "", SLICE("joins a call"));
        break;
    default:
        break;
    }
    bool ack = x->method == SIP_METHOD_ACK || x->method == SIP_METHOD_CANCEL;
    if (!ack &&
        (sip_header_find(x, SIP_AUTHORIZATION).n || sip_header_find(x, SIP_PROXY_AUTHORIZATION).n))
        add_part(b, "", SLICE("with credentials"));
}

void detail_format(struct buf *b, const struct sip_index *x, const struct offer_event *e)
{
    if (!x->request && !slice_eq(x->cseq_method, SLICE("INVITE")))
        add_part(b, "", x->cseq_method);
    if (x->request)
        format_request(b, x);
    else if (x->status / 100 == 3)
        add_contacts(b, x);
    else if (x->status >= 400)
        add_failure(b, x);
    else if (x->status / 100 == 2 && x->method == SIP_METHOD_REGISTER)
        add_expires(b, x);
    add_sdp(b, x, e);
    add_reason(b, x);
}
