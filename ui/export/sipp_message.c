/* Headers and bodies for SIPp (its reference guide, "Keywords in messages"). */
#include "ui/export/sipp_message.h"

#include <stdio.h>

#include "decode/sip/body.h"
#include "decode/sip/field.h"

/* ---- texts */

/* SIPp reads \xNN as the byte of that number. A bracket would begin a keyword, and "]]>" end the
 * section; folded lines become one. A text of C cannot hold NUL. */
static void add_bytes(struct buf *out, struct slice s, bool line_begins)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool blank = line_begins && i == 0 && c == ' '; /* SIPp takes those off */
        if (c == '[' || c == ']' || c == '\\' || c < ' ' || c >= 0x7f || blank)
            buf_printf(out, "\\x%02x", c ? c : '?');
        else
            buf_addc(out, (char)c);
    }
}

void sipp_literal(struct buf *out, struct slice text)
{
    while (text.n) {
        size_t n = 0;
        while (n < text.n && text.p[n] != '\r' && text.p[n] != '\n')
            n++;
        add_bytes(out, slice_sub(text, 0, n), false);
        text = slice_trim(slice_sub(text, n, text.n));
        if (text.n)
            buf_addc(out, ' ');
    }
}

/* ---- headers */

static void add_user(struct buf *out, struct slice user)
{
    sipp_literal(out, user);
    if (user.n)
        buf_addc(out, '@');
}

static void add_display(struct buf *out, struct slice display)
{
    if (!display.n)
        return;
    buf_addc(out, '"');
    sipp_literal(out, display);
    buf_adds(out, "\" ");
}

static struct sip_uri uri_of(const struct sip_index *x, enum sip_header h)
{
    return sip_uri_parse(sip_address_parse(sip_header_find(x, h)).uri);
}

#define HERE "[local_ip]:[local_port]"
#define THERE "[remote_ip]:[remote_port]"
#define CALLER_TAG ";tag=[pid]SIPpTag00[call_number]"
#define CALLEE_TAG ";tag=[pid]SIPpTag01[call_number]"

/* The one who is asked: the user that SIPp calls its service. */
static void add_target(struct buf *out, const struct sip_index *x)
{
    buf_adds(out, sip_uri_parse(x->uri).user.n ? "sip:[service]@" THERE : "sip:" THERE);
}

static void add_request_line(struct buf *out, const struct sipp_message *m)
{
    const struct sip_index *x = m->index;
    sipp_literal(out, x->method_name);
    buf_addc(out, ' ');
    if (m->in_dialog && m->target_known)
        buf_adds(out, "[next_url]");
    else
        add_target(out, x);
    buf_adds(out, " SIP/2.0\n");
}

static void add_via(struct buf *out, unsigned branch)
{
    buf_adds(out, "Via: SIP/2.0/[transport] " HERE ";branch=[branch");
    if (branch)
        buf_printf(out, "-%u", branch);
    buf_adds(out, "]\n");
}

static void add_parties(struct buf *out, const struct sipp_message *m)
{
    const struct sip_index *x = m->index;
    struct sip_uri to = uri_of(x, SIP_TO);
    if (!m->caller) {
        buf_adds(out, "From:[$called]" CALLEE_TAG "\nTo:[$calling]\n");
        return;
    }
    buf_adds(out, "From: ");
    add_display(out, sip_address_parse(sip_header_find(x, SIP_FROM)).display);
    buf_adds(out, "<sip:");
    add_user(out, uri_of(x, SIP_FROM).user);
    buf_adds(out, HERE ">" CALLER_TAG "\nTo: <sip:");
    if (to.user.n && slice_eq(to.user, sip_uri_parse(x->uri).user))
        buf_adds(out, "[service]@");
    else
        add_user(out, to.user);
    buf_printf(out, THERE ">%s\n", m->in_dialog ? "[peer_tag_param]" : "");
}

static void add_contact(struct buf *out, const struct sip_index *x)
{
    struct slice value = sip_header_find(x, SIP_CONTACT);
    struct sip_address a = sip_address_parse(value);
    if (!value.n)
        return;
    buf_adds(out, "Contact: ");
    if (slice_eq(value, SLICE("*")) || (!x->request && x->status >= 300)) {
        sipp_literal(out, value); /* all bindings; where the call is to go instead */
    } else {
        buf_adds(out, "<sip:");
        add_user(out, sip_uri_parse(a.uri).user);
        buf_adds(out, HERE ";transport=[transport]>");
        sipp_literal(out, slice_sub(a.params, 0, sip_value_length(a.params)));
    }
    buf_addc(out, '\n');
}

/* Those that are made anew. */
static bool is_own(int id)
{
    static const enum sip_header own[] = {
        SIP_VIA,
        SIP_FROM,
        SIP_TO,
        SIP_CALL_ID,
        SIP_CSEQ,
        SIP_CONTACT,
        SIP_ROUTE,
        SIP_RECORD_ROUTE,
        SIP_AUTHORIZATION,
        SIP_PROXY_AUTHORIZATION,
        SIP_MAX_FORWARDS,
        SIP_CONTENT_LENGTH,
    };
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (id == (int)own[i])
            return true;
    return false;
}

static void add_others(struct buf *out, const struct sip_index *x, bool body)
{
    struct sip_line line;
    for (size_t at = 0; sip_line_next(x, &at, &line);) {
        if (is_own(line.id) || !line.name.n || (!body && line.id == SIP_CONTENT_TYPE))
            continue;
        if (line.id >= 0)
            buf_adds(out, sip_header_name((enum sip_header)line.id));
        else
            sipp_literal(out, line.name);
        buf_adds(out, ": ");
        sipp_literal(out, line.value);
        buf_addc(out, '\n');
    }
}

static void add_request_head(struct buf *out, const struct sipp_message *m)
{
    const struct sip_index *x = m->index;
    add_request_line(out, m);
    add_via(out, m->branch);
    if (m->in_dialog && m->target_known)
        buf_adds(out, "[routes]\n");
    add_parties(out, m);
    buf_printf(out, "Call-ID: [call_id]\nCSeq: %u ", x->cseq);
    sipp_literal(out, x->method_name);
    buf_adds(out, "\nMax-Forwards: 70\n");
    if (m->authenticated &&
        (sip_header_find(x, SIP_AUTHORIZATION).n || sip_header_find(x, SIP_PROXY_AUTHORIZATION).n))
        buf_adds(out, "[authentication]\n");
}

static void add_answer_head(struct buf *out, const struct sipp_message *m)
{
    const struct sip_index *x = m->index;
    const char *tag = !m->tagless || x->status <= 100 ? "" : m->caller ? CALLER_TAG : CALLEE_TAG;
    unsigned n = m->saved;
    buf_printf(out, "SIP/2.0 %u ", x->status);
    sipp_literal(out, x->reason);
    if (n)
        buf_printf(out,
                   "\nVia:[$via%u]\nFrom:[$from%u]\nTo:[$to%u]%s\nCall-ID: [call_id]\n"
                   "CSeq:[$cseq%u]\n",
                   n, n, n, tag, n);
    else
        buf_printf(out,
                   "\n[last_Via:]\n[last_Record-Route:]\n[last_From:]\n[last_To:]%s\n"
                   "[last_Call-ID:]\n[last_CSeq:]\n",
                   tag);
}

/* ---- bodies */

/* The first n words of a line, and the blank behind each. */
static size_t words(struct slice line, unsigned n)
{
    size_t i = 0;
    for (; n && i < line.n; i++)
        n -= line.p[i] == ' ';
    return i;
}

/* A line of SDP (4566 5): addresses and ports are those of SIPp. */
static void add_sdp_line(struct buf *out, struct slice line, unsigned *media)
{
    if (slice_istarts(line, SLICE("o="))) {
        add_bytes(out, slice_sub(line, 0, words(line, 3)), true);
        buf_adds(out, "IN IP[local_ip_type] [local_ip]");
    } else if (slice_istarts(line, SLICE("c=")) && !slice_eq(line, SLICE("c=IN IP4 0.0.0.0"))) {
        buf_adds(out, "c=IN IP[media_ip_type] [media_ip]");
    } else if (slice_istarts(line, SLICE("m="))) {
        size_t port = words(line, 1), digits;
        bool off = !slice_number(slice_sub(line, port, line.n), UINT16_MAX, &digits);
        add_bytes(out, slice_sub(line, 0, port), true);
        if (off)
            buf_adds(out, "0");
        else if (*media)
            buf_printf(out, "[media_port+%u]", 2 * *media);
        else
            buf_adds(out, "[media_port]");
        add_bytes(out, slice_sub(line, port + digits, line.n), false);
        ++*media;
    } else {
        add_bytes(out, line, true);
    }
}

/* What says where else media could go: of hosts that are not there. */
static bool is_elsewhere(struct slice line)
{
    return slice_istarts(line, SLICE("a=candidate:")) || slice_istarts(line, SLICE("a=rtcp:"));
}

static void add_body(struct buf *out, const struct sip_index *x)
{
    struct slice rest = x->body;
    struct slice type = sip_media_type(sip_header_find(x, SIP_CONTENT_TYPE));
    bool sdp = slice_ieq(type, SLICE("application/sdp"));
    unsigned media = 0;
    while (rest.n) {
        size_t n = slice_index(rest, '\n');
        struct slice line = slice_sub(rest, 0, n);
        rest = slice_sub(rest, n + 1, rest.n);
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (sdp && is_elsewhere(line))
            continue;
        if (sdp)
            add_sdp_line(out, line, &media);
        else
            add_bytes(out, line, true);
        buf_addc(out, '\n');
    }
}

/* Can it be a text of C? */
static bool is_text(struct slice body)
{
    return body.n && slice_index(body, '\0') == body.n;
}

void sipp_message_add(struct buf *out, const struct sipp_message *m)
{
    const struct sip_index *x = m->index;
    bool body = is_text(x->body);
    if (x->request)
        add_request_head(out, m);
    else
        add_answer_head(out, m);
    add_contact(out, x);
    add_others(out, x, body);
    buf_adds(out, "Content-Length: [len]\n\n");
    if (body)
        add_body(out, x);
}
