/* Writes messages as text: headers, SDP, the script's own lines and what their {…} stand for. */
#include "tests/gen/message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { FAX_PORT = 100 }; /* above that of audio */

#define FMT(slice) (int)(slice).n, (slice).p

struct writer {
    struct scene *sc;
    const struct message *m;
    struct buf *out;
    struct err *err;
};

const char *message_reason(unsigned code)
{
    static const struct {
        unsigned code;
        const char *reason;
    } reasons[] = {
        { 100, "Trying" },
        { 180, "Ringing" },
        { 181, "Call Is Being Forwarded" },
        { 182, "Queued" },
        { 183, "Session Progress" },
        { 199, "Early Dialog Terminated" },
        { 200, "OK" },
        { 202, "Accepted" },
        { 301, "Moved Permanently" },
        { 302, "Moved Temporarily" },
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 407, "Proxy Authentication Required" },
        { 408, "Request Timeout" },
        { 415, "Unsupported Media Type" },
        { 422, "Session Interval Too Small" },
        { 438, "Invalid Identity Header" },
        { 480, "Temporarily Unavailable" },
        { 481, "Call/Transaction Does Not Exist" },
        { 482, "Loop Detected" },
        { 483, "Too Many Hops" },
        { 486, "Busy Here" },
        { 487, "Request Terminated" },
        { 488, "Not Acceptable Here" },
        { 491, "Request Pending" },
        { 500, "Server Internal Error" },
        { 503, "Service Unavailable" },
        { 504, "Server Time-out" },
        { 600, "Busy Everywhere" },
        { 603, "Decline" },
    };
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
        if (reasons[i].code == code)
            return reasons[i].reason;
    return "";
}

/* Which of the message's steps gives this header, the latest first; -1: none does. */
static int given(const struct writer *w, struct slice name)
{
    for (unsigned i = w->m->steps; i-- > 0;) {
        const struct step *st = w->m->step[i];
        for (size_t k = st->extra; k < st->extra + st->extras; k++)
            if (slice_ieq(w->sc->script->extra[k].name, name))
                return (int)i;
    }
    return -1;
}

/* A header, unless the script gives it in its own words. */
static void __attribute__((format(printf, 3, 4)))
put(struct writer *w, const char *name, const char *fmt, ...)
{
    char value[1024];
    if (given(w, slice_of(name)) >= 0)
        return;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(value, sizeof(value), fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof(value))
        w->out->failed = true;
    buf_printf(w->out, "%s: %s\r\n", name, value);
}

/* What {a.b} or {a.b.c} stands for; a call's name comes before, without it the message's own call
 * is meant: {B.uri}, {B.tag}, {second.id}, {second.B.tag}. False: nothing. */
static bool expand(struct writer *w, struct slice var, struct buf *out)
{
    struct scene *sc = w->sc;
    unsigned call = w->m->call;
    size_t dot = slice_index(var, '.');
    int c = script_call_find(sc->script, slice_sub(var, 0, dot));
    if (c >= 0 && dot < var.n) {
        call = (unsigned)c;
        var = slice_sub(var, dot + 1, var.n);
        dot = slice_index(var, '.');
    }
    if (slice_eq(var, SLICE("id"))) {
        struct slice id = scene_call_id(sc, call);
        buf_add(out, id.p, id.n);
        return true;
    }
    int i = script_node_find(sc->script, slice_sub(var, 0, dot));
    struct slice what = slice_sub(var, dot + 1, var.n), text = { 0 };
    char host[SCENE_HOST], tag[9];
    if (i < 0)
        return false;
    unsigned node = (unsigned)i;
    scene_host(sc, node, PLACE_CONTACT, host);
    scene_tag(tag, sc->party[call][node].local_tag);
    if (slice_eq(what, SLICE("uri")))
        text = scene_aor(sc, node);
    else if (slice_eq(what, SLICE("contact")))
        text = scene_contact(sc, node);
    else if (slice_eq(what, SLICE("number")))
        text = sc->script->node[node].number;
    else if (slice_eq(what, SLICE("host")))
        text = slice_of(host);
    else if (slice_eq(what, SLICE("tag")) && sc->party[call][node].local_tag)
        text = slice_of(tag);
    buf_add(out, text.p, text.n);
    return text.n > 0;
}

/* A line of the script with each {…} filled in. */
static int put_expanded(struct writer *w, const struct extra *x)
{
    struct slice rest = x->value;
    while (rest.n) {
        size_t open = slice_index(rest, '{');
        buf_add(w->out, rest.p, open);
        rest = slice_sub(rest, open + 1, rest.n);
        if (!rest.n)
            break;
        size_t close = slice_index(rest, '}');
        struct slice var = slice_sub(rest, 0, close);
        if (!expand(w, var, w->out))
            return err_set(
                w->err, -EINVAL,
                "%s:%u: `{%.*s}` stands for nothing here; there are {NAME.uri}, contact, "
                "number, host, tag and {CALL.id}.",
                w->sc->script->path, x->line, FMT(var));
        rest = slice_sub(rest, close + 1, rest.n);
    }
    return 0;
}

static const char *transport(const struct writer *w)
{
    return w->sc->tcp ? "TCP" : "UDP";
}

static void put_via(struct writer *w, const struct via *v)
{
    char host[SCENE_HOST], ip[ADDR_TEXT], param[96] = "";
    struct addr a = scene_addr(w->sc, v->node);
    scene_host(w->sc, v->node, PLACE_VIA, host);
    addr_format(ip, &a);
    if (v->stamped)
        snprintf(param, sizeof(param), ";received=%s;rport=%u", ip, v->rport);
    else if (v->asks_rport)
        snprintf(param, sizeof(param), ";rport");
    put(w, "Via", "SIP/2.0/%s %s:%u;branch=z9hG4bK%012llx%s", transport(w), host,
        w->sc->script->node[v->node].port, (unsigned long long)(v->branch & 0xffffffffffffULL),
        param);
}

static void put_hops(struct writer *w, const char *name, const struct hops *h)
{
    for (unsigned i = 0; i < h->n; i++) {
        char host[SCENE_HOST];
        unsigned port = w->sc->script->node[h->node[i]].port;
        scene_host(w->sc, h->node[i], PLACE_CONTACT, host);
        if (port == 5060)
            put(w, name, "<sip:%s%s;lr>", host, w->sc->tcp ? ";transport=tcp" : "");
        else
            put(w, name, "<sip:%s:%u%s;lr>", host, port, w->sc->tcp ? ";transport=tcp" : "");
    }
}

static void put_party(struct writer *w, const char *name, struct slice who, uint64_t tag)
{
    char text[9];
    scene_tag(text, tag);
    put(w, name, "%.*s%s%s", FMT(who), tag ? ";tag=" : "", tag ? text : "");
}

static void put_contact(struct writer *w)
{
    char expires[32] = "";
    if (w->m->contact < 0)
        return;
    struct slice uri = scene_contact(w->sc, (unsigned)w->m->contact);
    if (w->m->expires >= 0)
        snprintf(expires, sizeof(expires), ";expires=%d", w->m->expires);
    put(w, "Contact", "<%.*s>%s", FMT(uri), expires);
}

static void put_abilities(struct writer *w)
{
    const struct message *m = w->m;
    const struct node *n = &w->sc->script->node[m->author];
    bool ok = m->code >= 200 && m->code < 300;
    bool invite = slice_eq(m->method, SLICE("INVITE"));
    if ((invite && (!m->code || ok)) || (ok && slice_eq(m->method, SLICE("OPTIONS")))) {
        put(w, "Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, INFO, UPDATE");
        put(w, "Supported", "replaces");
    }
    if (n->agent.n)
        put(w, m->code && n->role != ROLE_PHONE ? "Server" : "User-Agent", "%.*s", FMT(n->agent));
}

/* The script's own headers; an empty one only takes the usual one away. */
static int put_given(struct writer *w)
{
    const struct message *m = w->m;
    for (unsigned i = 0; i < m->steps; i++)
        for (size_t k = 0; k < m->step[i]->extras; k++) {
            const struct extra *x = &w->sc->script->extra[m->step[i]->extra + k];
            if (!x->name.n || !x->value.n || given(w, x->name) != (int)i)
                continue;
            buf_printf(w->out, "%.*s: ", FMT(x->name));
            int rc = put_expanded(w, x);
            if (rc)
                return rc;
            buf_adds(w->out, "\r\n");
        }
    return 0;
}

/* An audio stream; its key is made up (RFC 4568 6.1: 30 bytes in base64). */
static void put_audio(struct writer *w)
{
    static const char *const directions[] = { "sendrecv", "sendrecv", "sendonly", "recvonly",
                                              "inactive" };
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const struct sdp *s = &w->m->sdp;
    bool secure = s->media == MEDIA_SRTP;
    buf_printf(w->out, "m=audio %u RTP/%s", scene_media_port(w->sc, s->call, s->owner),
               secure ? "SAVP" : "AVP");
    for (unsigned i = 0; i < s->codecs.n; i++)
        buf_printf(w->out, " %u", codec_get(s->codecs.id[i])->pt);
    buf_adds(w->out, "\r\n");
    for (unsigned i = 0; i < s->codecs.n; i++) {
        const struct codec *c = codec_get(s->codecs.id[i]);
        buf_printf(w->out, "a=rtpmap:%u %s/%s\r\n", c->pt, c->name, c->rtpmap);
        if (c->fmtp)
            buf_printf(w->out, "a=fmtp:%u %s\r\n", c->pt, c->fmtp);
    }
    if (secure) {
        buf_adds(w->out, "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:");
        for (unsigned i = 0; i < 40; i++)
            buf_addc(w->out, base64[scene_hash(w->sc, "key", s->call, s->owner * 40u + i) % 64]);
        buf_adds(w->out, "\r\n");
    }
    buf_printf(w->out, "a=ptime:20\r\na=%s\r\n", directions[s->direction]);
}

/* A fax stream (ITU-T T.38, annex D), on a port of its own. */
static void put_fax(struct writer *w)
{
    const struct sdp *s = &w->m->sdp;
    buf_printf(w->out,
               "m=image %u udptl t38\r\na=T38FaxVersion:0\r\na=T38MaxBitRate:14400\r\n"
               "a=T38FaxRateManagement:transferredTCF\r\na=T38FaxMaxBuffer:262\r\n"
               "a=T38FaxMaxDatagram:176\r\na=T38FaxUdpEC:t38UDPRedundancy\r\n",
               scene_media_port(w->sc, s->call, s->owner) + FAX_PORT);
}

static void put_sdp(struct writer *w)
{
    const struct sdp *s = &w->m->sdp;
    struct addr a = scene_written(w->sc, s->owner, PLACE_SDP);
    char ip[ADDR_TEXT];
    const char *family = w->sc->v6 ? "IP6" : "IP4";
    unsigned id = (unsigned)(scene_hash(w->sc, "sdp", s->call, s->owner) % 900000000 + 100000000);
    addr_format(ip, &a);
    buf_printf(w->out, "v=0\r\no=%.*s %u %u IN %s %s\r\ns=call\r\nc=IN %s %s\r\nt=0 0\r\n",
               FMT(w->sc->script->node[s->owner].number), id, s->version, family, ip, family, ip);
    if (s->media == MEDIA_FAX)
        put_fax(w);
    else
        put_audio(w);
}

/* SDP if it carries any, then the script's lines: more of the SDP, or the whole body. */
static int put_body(struct writer *w)
{
    if (w->m->sdp.present)
        put_sdp(w);
    for (unsigned i = 0; i < w->m->steps; i++)
        for (size_t k = 0; k < w->m->step[i]->extras; k++) {
            const struct extra *x = &w->sc->script->extra[w->m->step[i]->extra + k];
            int rc = x->name.n ? 0 : put_expanded(w, x);
            if (rc)
                return rc;
            if (!x->name.n)
                buf_adds(w->out, "\r\n");
        }
    return 0;
}

static int put_headers(struct writer *w, size_t length)
{
    const struct message *m = w->m;
    struct slice id = scene_call_id(w->sc, m->call);
    if (m->code)
        buf_printf(w->out, "SIP/2.0 %u %.*s\r\n", m->code, FMT(m->reason));
    else
        buf_printf(w->out, "%.*s %.*s SIP/2.0\r\n", FMT(m->method), FMT(m->ruri));
    for (unsigned i = 0; i < m->vias; i++)
        put_via(w, &m->via[i]);
    put_hops(w, "Record-Route", &m->record_route);
    put_hops(w, "Route", &m->route);
    if (!m->code)
        put(w, "Max-Forwards", "%u", m->max_forwards);
    put_party(w, "From", m->from, m->from_tag);
    put_party(w, "To", m->to, m->to_tag);
    put(w, "Call-ID", "%.*s", FMT(id));
    put(w, "CSeq", "%u %.*s", m->cseq, FMT(m->method));
    put_contact(w);
    if (m->auth.n)
        buf_add(w->out, m->auth.p, m->auth.n);
    if (!m->code && slice_eq(m->method, SLICE("REGISTER")))
        put(w, "Expires", "3600");
    put_abilities(w);
    if (m->session_id.n)
        put(w, "Session-ID", "%.*s", FMT(m->session_id));
    int rc = put_given(w);
    if (m->sdp.present)
        put(w, "Content-Type", "application/sdp");
    put(w, "Content-Length", "%zu", length);
    buf_adds(w->out, "\r\n");
    return rc;
}

int message_format(struct scene *sc, const struct message *m, struct buf *out, struct err *err)
{
    struct buf body;
    buf_init(&body, 1 << 20);
    struct writer w = { sc, m, &body, err };
    int rc = put_body(&w);
    w.out = out;
    if (!rc)
        rc = put_headers(&w, body.n);
    buf_add(out, body.p, body.n);
    if (!rc && (out->failed || body.failed))
        rc = err_set(err, -EMSGSIZE, "%s:%u: the message or one of its names is too long.",
                     sc->script->path, m->step[0] ? m->step[0]->line : 0);
    buf_fini(&body);
    return rc;
}
