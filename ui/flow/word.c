/* What a sentence names, taken from the message and from those beside it. Which sentence it is, is
 * left to narrate.c. */
#include "ui/flow/word.h"

#include "decode/sip/body.h"
#include "decode/sip/cause.h"
#include "decode/sip/field.h"
#include "decode/sip/sdp.h"
#include "decode/sip/status.h"
#include "ui/flow/detail.h"
#include "ui/flow/text.h"
#include "ui/flow/word_list.h"

#define ELLIPSIS "\xe2\x80\xa6"

enum {
    CODECS_READ = 64,
    CODECS_SHOWN = 6,
    MEDIA_SHOWN = 4,
    CONTACTS_SHOWN = 3,
    REASONS_SHOWN = 2,
    METHODS_SHOWN = 16,
    QUOTE_MAX = 60, /* bytes */
    RAW_MAX = 2048,
};

/* ---- helpers */

static struct slice header(const struct speech *s, enum sip_header h)
{
    return sip_header_find(s->x, h);
}

static struct slice named(const struct speech *s, struct slice name)
{
    struct slice v = { NULL, 0 };
    sip_header_by_name(s->x, name, 0, &v);
    return v;
}

static struct slice after(struct slice v, struct slice prefix)
{
    return slice_istarts(v, prefix) ? slice_trim(slice_sub(v, prefix.n, v.n))
                                    : (struct slice){ NULL, 0 };
}

static struct slice unquoted(struct slice v)
{
    return v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"' ? slice_sub(v, 1, v.n - 1) : v;
}

static struct slice params_of(struct slice value)
{
    return slice_sub(value, slice_index(value, ';'), value.n);
}

static struct slice first_line(struct slice v)
{
    return slice_trim(slice_sub(v, 0, slice_index(v, '\n')));
}

static void add_seconds(struct buf *b, struct slice v)
{
    size_t digits;
    slice_number(v, UINT32_MAX, &digits);
    if (digits && digits <= 10)
        buf_printf(b, "%.*s s", (int)digits, v.p);
}

/* The words for a word of the network, by a table that ends with NULL; NULL: not in it. */
static const char *translate(const char *const (*table)[2], struct slice word)
{
    for (; (*table)[0]; table++)
        if (slice_ieq(word, slice_of((*table)[0])))
            return (*table)[1];
    return NULL;
}

/* ---- people */

static void add_name_of(struct buf *b, const struct speech *s, unsigned at)
{
    buf_adds(b, s->facts->flow->participant[at].name);
}

static void add_user(struct buf *b, struct slice user)
{
    struct buf plain;
    buf_init(&plain, RAW_MAX);
    detail_add_user(&plain, user);
    text_add(b, buf_slice(&plain));
    buf_fini(&plain);
}

/* A display name without the escapes of a quoted string (3261 25.1). */
static void add_display(struct buf *b, struct slice name)
{
    char plain[256];
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < sizeof(plain); i++) {
        if (name.p[i] == '\\' && i + 1 < name.n)
            i++;
        plain[n++] = name.p[i];
    }
    text_add(b, slice_make(plain, n));
}

/* Whom a URI means: a participant, else the display name, the user, the host. */
static void add_person_of(struct buf *b, struct speech *s, struct slice uri, struct slice display)
{
    struct sip_uri u = sip_uri_parse(uri);
    display = slice_trim(display);
    int at = facts_person(s->facts, u.user, display);
    if (at >= 0)
        add_name_of(b, s, (unsigned)at);
    else if (display.n)
        add_display(b, display);
    else if (u.user.n)
        add_user(b, u.user);
    else
        text_add(b, u.host);
}

static void add_person(struct buf *b, struct speech *s, struct slice value)
{
    struct sip_address a = sip_address_parse(value);
    add_person_of(b, s, a.uri, a.display);
}

static void add_somebody(struct buf *b, struct speech *s, struct slice value)
{
    size_t from = b->n;
    add_person(b, s, value);
    if (b->n == from)
        buf_adds(b, "somebody");
}

/* "1001@pbx.example.com", with its port. */
static void add_address(struct buf *b, struct slice uri)
{
    struct sip_uri u = sip_uri_parse(uri);
    if (u.user.n) {
        add_user(b, u.user);
        buf_adds(b, u.host.n ? "@" : "");
    }
    text_add(b, u.host);
    if (u.port)
        buf_printf(b, ":%u", u.port);
}

static const struct fact *fact_at(const struct speech *s, uint32_t number)
{
    return number ? &s->facts->fact[number - 1] : NULL;
}

static const struct flow_row *row_at(const struct speech *s, uint32_t number)
{
    return &s->facts->flow->row[number - 1];
}

static bool works_for_others(const struct speech *s, unsigned at)
{
    const char *role = s->facts->flow->participant[at].role;
    return role[0] && !slice_eq(slice_of(role), SLICE("Registrar"));
}

/* The participant; one that works for others stands for the person. */
static void add_end(struct buf *b, struct speech *s, unsigned at, enum sip_header person)
{
    if (works_for_others(s, at))
        add_somebody(b, s, header(s, person));
    else
        add_name_of(b, s, at);
}

static void word_src(struct buf *b, struct speech *s)
{
    add_name_of(b, s, s->row->from);
}

static void word_dst(struct buf *b, struct speech *s)
{
    add_name_of(b, s, s->row->to);
}

static void word_origin(struct buf *b, struct speech *s)
{
    add_end(b, s, row_at(s, s->fact->origin)->from, SIP_FROM);
}

static void word_caller(struct buf *b, struct speech *s)
{
    add_somebody(b, s, header(s, SIP_FROM));
}

static void word_callee(struct buf *b, struct speech *s)
{
    if (s->x->to_tag.n && s->x->request)
        add_end(b, s, row_at(s, s->fact->end)->to, SIP_TO);
    else
        add_somebody(b, s, header(s, SIP_TO));
}

static void word_answerer(struct buf *b, struct speech *s)
{
    add_end(b, s, row_at(s, s->fact->origin)->from, SIP_TO);
}

static void word_answerer_of(struct buf *b, struct speech *s)
{
    const struct fact *answer = fact_at(s, s->fact->cause);
    if (answer)
        add_end(b, s, row_at(s, answer->origin)->from, SIP_TO);
}

static void word_asker(struct buf *b, struct speech *s)
{
    const struct fact *request = fact_at(s, s->fact->request);
    if (request)
        add_end(b, s, row_at(s, request->origin)->from, SIP_FROM);
    else
        word_caller(b, s);
}

static void word_request_end(struct buf *b, struct speech *s)
{
    const struct fact *request = fact_at(s, s->fact->request);
    if (request)
        add_end(b, s, row_at(s, request->end)->to, SIP_TO);
}

static void word_challenger(struct buf *b, struct speech *s)
{
    const struct fact *answer = fact_at(s, s->fact->cause);
    if (answer)
        add_name_of(b, s, row_at(s, answer->origin)->from);
}

static void word_canceller(struct buf *b, struct speech *s)
{
    const struct fact *cancel = fact_at(s, s->fact->cause);
    if (cancel)
        add_name_of(b, s, row_at(s, cancel->origin)->from);
}

static void word_by(struct buf *b, struct speech *s)
{
    const struct fact *refer = fact_at(s, s->fact->cause);
    if (refer && refer->method == SIP_METHOD_REFER)
        add_name_of(b, s, row_at(s, refer->origin)->from);
    else
        add_somebody(b, s, header(s, SIP_REFERRED_BY));
}

static void word_uri(struct buf *b, struct speech *s)
{
    add_person_of(b, s, s->x->uri, (struct slice){ NULL, 0 });
}

static void word_request_uri(struct buf *b, struct speech *s)
{
    const struct fact *request = fact_at(s, s->fact->request);
    if (s->x->request)
        add_address(b, s->x->uri);
    else if (request && trace_load(s->facts->trace, row_at(s, s->fact->request)->message, s->other))
        add_address(b, s->other->index.uri);
    else
        add_address(b, sip_address_parse(header(s, SIP_TO)).uri);
}

static void word_target(struct buf *b, struct speech *s)
{
    add_somebody(b, s, header(s, SIP_REFER_TO));
}

static void word_refer_method(struct buf *b, struct speech *s)
{
    struct sip_uri u = sip_uri_parse(sip_address_parse(header(s, SIP_REFER_TO)).uri);
    text_add(b, sip_param_find(u.params, SLICE("method")));
}

static void word_contact(struct buf *b, struct speech *s)
{
    struct slice list = header(s, SIP_CONTACT), value;
    size_t at = 0;
    for (int i = 0; sip_value_next(list, &at, &value); i++) {
        buf_adds(b, i ? ", " : "");
        if (i == CONTACTS_SHOWN) {
            buf_adds(b, ELLIPSIS);
            break;
        }
        if (s->x->method == SIP_METHOD_REGISTER)
            add_address(b, sip_address_parse(value).uri);
        else
            add_person(b, s, value);
    }
}

static void word_aor(struct buf *b, struct speech *s)
{
    add_address(b, sip_address_parse(header(s, SIP_TO)).uri);
}

static void word_binding(struct buf *b, struct speech *s)
{
    if (slice_eq(header(s, SIP_CONTACT), SLICE("*")))
        buf_adds(b, "all registrations");
    else
        buf_adds(b, "the registration");
}

/* ---- credentials */

/* The value of name="..." in a list of parameters behind a scheme. */
static struct slice auth_param(struct slice list, struct slice name)
{
    struct slice v;
    for (size_t at = 0; sip_value_next(list, &at, &v);) {
        struct slice bare = after(v, SLICE("Digest "));
        v = bare.p ? bare : v;
        size_t eq = slice_index(v, '=');
        if (eq < v.n && slice_ieq(slice_trim(slice_sub(v, 0, eq)), name))
            return unquoted(slice_trim(slice_sub(v, eq + 1, v.n)));
    }
    return (struct slice){ NULL, 0 };
}

static struct slice challenge_of(const struct speech *s)
{
    return header(s, s->x->status == 407 ? SIP_PROXY_AUTHENTICATE : SIP_WWW_AUTHENTICATE);
}

static void word_login(struct buf *b, struct speech *s)
{
    struct slice v = header(s, SIP_PROXY_AUTHORIZATION);
    text_add(b, auth_param(v.n ? v : header(s, SIP_AUTHORIZATION), SLICE("username")));
}

static void word_realm(struct buf *b, struct speech *s)
{
    text_add(b, auth_param(challenge_of(s), SLICE("realm")));
}

static void word_challenge(struct buf *b, struct speech *s)
{
    bool stale = slice_ieq(auth_param(challenge_of(s), SLICE("stale")), SLICE("true"));
    buf_adds(b, stale ? "the nonce was too old" : "the credentials were not the right ones");
}

/* ---- media */

static bool read_sdp(struct sdp *out, const struct sip_index *x)
{
    struct slice body = sip_body_find(x, SLICE("application/sdp"));
    return body.n && sdp_parse(out, body);
}

/* The first media that is not refused; NULL: none. */
static const struct sdp_media *main_media(const struct sdp *sdp)
{
    for (unsigned i = 0; i < sdp->medias && i < SDP_MEDIA_MAX; i++)
        if (sdp->media[i].port)
            return &sdp->media[i];
    return NULL;
}

static bool is_nowhere(struct slice address)
{
    return slice_eq(address, SLICE("0.0.0.0")) || slice_eq(address, SLICE("::"));
}

static bool says_little(struct slice codec)
{
    return slice_ieq(codec, SLICE("telephone-event")) || slice_ieq(codec, SLICE("CN")) ||
           slice_ieq(codec, SLICE("rtx")) || slice_ieq(codec, SLICE("red")) ||
           slice_ieq(codec, SLICE("ulpfec"));
}

static void add_media_codecs(struct buf *b, const struct sdp_media *m)
{
    struct sdp_codec c[CODECS_READ];
    struct slice shown[CODECS_SHOWN];
    unsigned n = sdp_codecs(m, c, CODECS_READ), k = 0, little = 0;
    for (unsigned i = 0; i < n; i++)
        little += says_little(c[i].name);
    for (unsigned i = 0; i < n; i++) {
        unsigned same = 0;
        while (same < k && !slice_ieq(shown[same], c[i].name))
            same++;
        if (same < k || (little < n && says_little(c[i].name)))
            continue;
        buf_adds(b, k ? ", " : "");
        if (k == CODECS_SHOWN) {
            buf_adds(b, ELLIPSIS);
            return;
        }
        text_add(b, c[i].name);
        shown[k++] = c[i].name;
    }
}

static void add_codecs(struct buf *b, const struct sip_index *x)
{
    struct sdp sdp;
    if (!read_sdp(&sdp, x))
        return;
    size_t from = b->n;
    for (unsigned i = 0; i < sdp.medias && i < MEDIA_SHOWN; i++) {
        const struct sdp_media *m = &sdp.media[i];
        if (!m->port)
            continue;
        buf_adds(b, b->n > from ? "; " : "");
        if (slice_ieq(m->type, SLICE("image"))) {
            buf_adds(b, "T.38 fax");
            continue;
        }
        if (!slice_ieq(m->type, SLICE("audio"))) {
            text_add(b, m->type);
            buf_addc(b, ' ');
        }
        add_media_codecs(b, m);
    }
    if (b->n == from)
        buf_adds(b, sdp.medias ? "all media refused" : "no media");
}

static void word_codecs(struct buf *b, struct speech *s)
{
    add_codecs(b, s->x);
}

static void word_cause_codecs(struct buf *b, struct speech *s)
{
    if (s->fact->request &&
        trace_load(s->facts->trace, row_at(s, s->fact->request)->message, s->other))
        add_codecs(b, &s->other->index);
}

static void word_direction(struct buf *b, struct speech *s)
{
    struct sdp sdp;
    const struct sdp_media *m = read_sdp(&sdp, s->x) ? main_media(&sdp) : NULL;
    if (m && is_nowhere(m->address) && m->direction == SDP_SENDRECV)
        buf_adds(b, "that nothing is to be sent (address 0.0.0.0)");
    else if (m)
        buf_adds(b, sdp_direction_word(m->direction));
}

static void word_media_address(struct buf *b, struct speech *s)
{
    struct sdp sdp;
    const struct sdp_media *m = read_sdp(&sdp, s->x) ? main_media(&sdp) : NULL;
    if (!m)
        return;
    text_add(b, m->address);
    buf_printf(b, "%s%u", m->address.n ? ":" : "port ", m->port);
}

/* ---- why */

static void add_diversion(struct buf *b, struct slice value)
{
    static const char *const why[][2] = { { "unconditional", "as for all calls" },
                                          { "user-busy", "because of busy" },
                                          { "no-answer", "because nobody answers" },
                                          { "unavailable", "because of no connection" },
                                          { "deflection", "by hand" },
                                          { "do-not-disturb", "because of do not disturb" },
                                          { "time-of-day", "because of the time of day" },
                                          { "follow-me", "to follow the called person" },
                                          { NULL, NULL } };
    struct slice reason = sip_param_find(sip_address_parse(value).params, SLICE("reason"));
    const char *words = translate(why, reason);
    if (words)
        buf_adds(b, words);
    else
        text_add(b, reason);
}

static void word_diverter(struct buf *b, struct speech *s)
{
    struct slice value = header(s, SIP_DIVERSION);
    if (!value.n)
        return;
    add_person(b, s, value);
    size_t from = b->n;
    buf_addc(b, ' ');
    add_diversion(b, value);
    if (b->n == from + 1)
        b->p[b->n = from] = '\0';
}

static void word_diversion(struct buf *b, struct speech *s)
{
    add_diversion(b, header(s, SIP_DIVERSION));
}

/* Q.850;cause=16;text="Normal call clearing" (3326) */
static void add_reason(struct buf *b, struct slice value)
{
    struct slice protocol = sip_media_type(value), params = params_of(value);
    struct slice cause = sip_param_find(params, SLICE("cause"));
    struct slice text = sip_param_find(params, SLICE("text"));
    unsigned number = (unsigned)slice_number(cause, 1000, NULL);
    bool network = slice_ieq(protocol, SLICE("Q.850"));
    const char *words = network ? sip_cause_words(number) : sip_status_reason(number);
    text_add(b, protocol);
    if (cause.n) {
        buf_adds(b, network ? " cause " : " ");
        text_add(b, cause);
    }
    bool told = cause.n && words[0] && (network || !text.n);
    if (told)
        buf_printf(b, ", %s", words);
    if (text.n && !(told && slice_ieq(text, slice_of(words)))) {
        buf_adds(b, ", \"");
        text_add(b, text);
        buf_addc(b, '"');
    }
}

/* The more precise first: that of the telephone network. */
static void word_reason(struct buf *b, struct speech *s)
{
    struct slice list = header(s, SIP_REASON), value, each[REASONS_SHOWN];
    size_t at = 0;
    int n = 0;
    while (n < REASONS_SHOWN && sip_value_next(list, &at, &value))
        each[n++] = value;
    bool swap = n == 2 && slice_istarts(each[1], SLICE("Q.850"));
    for (int i = 0; i < n; i++) {
        buf_adds(b, i ? " and " : "");
        add_reason(b, each[swap ? n - 1 - i : i]);
    }
}

/* 304 proxy.example.com "Media type not available" (3261 20.43) */
static void word_warning(struct buf *b, struct speech *s)
{
    struct slice v = header(s, SIP_WARNING);
    if (slice_istarts(v, SLICE("392 "))) /* a server's notes for its own debugging */
        return;
    v = slice_sub(v, 0, sip_value_length(v));
    struct slice text = slice_sub(v, slice_index(v, '"') + 1, v.n);
    text_add(b, slice_sub(text, 0, slice_index(text, '"')));
}

static void word_retry(struct buf *b, struct speech *s)
{
    add_seconds(b, header(s, SIP_RETRY_AFTER));
}

static void word_minimum(struct buf *b, struct speech *s)
{
    add_seconds(b, named(s, SLICE("Min-Expires")));
}

static void word_minimum_session(struct buf *b, struct speech *s)
{
    add_seconds(b, header(s, SIP_MIN_SE));
}

static void word_unsupported(struct buf *b, struct speech *s)
{
    text_add(b, named(s, SLICE("Unsupported")));
}

static void word_help(struct buf *b, struct speech *s)
{
    buf_adds(b, sip_status_help(s->x->status));
}

static void word_code(struct buf *b, struct speech *s)
{
    if (!s->x->request)
        buf_printf(b, "%u", s->x->status);
}

static void word_cause_code(struct buf *b, struct speech *s)
{
    const struct fact *answer = fact_at(s, s->fact->cause);
    if (answer)
        buf_printf(b, "%u", answer->code);
}

/* ---- events */

static void word_session(struct buf *b, struct speech *s)
{
    add_seconds(b, header(s, SIP_SESSION_EXPIRES));
}

static void word_expires(struct buf *b, struct speech *s)
{
    struct slice contact = header(s, SIP_CONTACT);
    struct slice own = sip_param_find(sip_address_parse(contact).params, SLICE("expires"));
    add_seconds(b, own.n ? own : header(s, SIP_EXPIRES));
}

static void word_rack(struct buf *b, struct speech *s)
{
    struct slice v = header(s, SIP_RACK);
    size_t digits;
    slice_number(v, UINT32_MAX, &digits);
    if (digits && digits <= 10)
        buf_printf(b, "(RSeq %.*s)", (int)digits, v.p);
}

static void word_sipfrag(struct buf *b, struct speech *s)
{
    struct slice line = first_line(slice_trim(sip_body_find(s->x, SLICE("message/sipfrag"))));
    if (slice_istarts(line, SLICE("SIP/")))
        line = slice_trim(slice_sub(line, slice_index(line, ' '), line.n));
    text_add(b, line);
}

static void word_event(struct buf *b, struct speech *s)
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
        { NULL, NULL },
    };
    struct slice event = sip_media_type(header(s, SIP_EVENT));
    const char *words = translate(packages, event);
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
    struct slice voice = { NULL, 0 };
    bool waiting = false;
    for (size_t at = 0, n; at < body.n; at += n + 1) {
        struct slice rest = slice_sub(body, at, body.n);
        n = slice_index(rest, '\n');
        struct slice line = slice_trim(slice_sub(rest, 0, n));
        struct slice v = after(line, SLICE("Messages-Waiting:"));
        waiting |= slice_ieq(v, SLICE("yes"));
        v = after(line, SLICE("Voice-Message:"));
        voice = v.n ? v : voice;
    }
    buf_adds(b, waiting ? "messages are waiting" : "no messages are waiting");
    size_t slash = slice_index(voice, '/'), digits;
    uint64_t news = slice_number(voice, UINT32_MAX, &digits);
    if (digits && slash == digits)
        buf_printf(b, " (voice: %u new, %u old)", (unsigned)news,
                   (unsigned)slice_number(slice_sub(voice, slash + 1, voice.n), UINT32_MAX, NULL));
}

static void word_news(struct buf *b, struct speech *s)
{
    struct slice mail = sip_body_find(s->x, SLICE("application/simple-message-summary"));
    if (mail.n) {
        add_mailbox(b, mail);
        return;
    }
    struct slice pidf = sip_body_find(s->x, SLICE("application/pidf+xml"));
    struct slice calls = sip_body_find(s->x, SLICE("application/dialog-info+xml"));
    struct slice reg = sip_body_find(s->x, SLICE("application/reginfo+xml"));
    struct slice state = between(pidf, "<basic>", '<');
    if (calls.n)
        state = between(calls, "<state>", '<');
    if (reg.n)
        state = between(reg, " state=\"", '"');
    text_add(b, state);
}

static void word_pending(struct buf *b, struct speech *s)
{
    if (slice_ieq(sip_media_type(header(s, SIP_SUBSCRIPTION_STATE)), SLICE("pending")))
        buf_adds(b, "the subscription still waits for consent");
}

static void word_ending(struct buf *b, struct speech *s)
{
    text_add(b, sip_param_find(params_of(header(s, SIP_SUBSCRIPTION_STATE)), SLICE("reason")));
}

/* ---- contents */

static void word_info(struct buf *b, struct speech *s)
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

static void word_quote(struct buf *b, struct speech *s)
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

static void word_allow(struct buf *b, struct speech *s)
{
    struct slice list = header(s, SIP_ALLOW), value;
    size_t at = 0;
    for (int i = 0; i < METHODS_SHOWN && sip_value_next(list, &at, &value); i++) {
        buf_adds(b, i ? ", " : "");
        text_add(b, value);
    }
}

static void word_method(struct buf *b, struct speech *s)
{
    struct slice method = s->x->request ? s->x->method_name : s->x->cseq_method;
    if (method.n)
        text_add(b, method);
    else
        buf_adds(b, "request");
}

static void word_text(struct buf *b, struct speech *s)
{
    buf_adds(b, s->row->text);
}

/* ---- by name */

bool word_add(struct buf *b, struct speech *s, struct slice name)
{
    static const struct {
        struct slice name;
        void (*add)(struct buf *b, struct speech *s);
    } words[] = {
#define X(id, help) { SLICE(#id), word_##id },
        WORD_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (!slice_eq(words[i].name, name))
            continue;
        bool bare = words[i].add == word_src || words[i].add == word_dst ||
                    words[i].add == word_text;
        if (s->x || bare)
            words[i].add(b, s);
        return true;
    }
    return false;
}
