/* Marks of single messages. Those that need to know what came before are set by the model. */
#include "decode/mark.h"

#include <string.h>

#include "decode/sip/scan.h"

_Static_assert(MARK_COUNT <= 32, "struct brief and struct leg have a bit for each");

enum {
    MANY_HOPS = 10,  /* Via values that few calls need */
    ADDRESS_MAX = 46 /* longest text of an address */
};

/* Of what is said in the first line of a request. */
static uint32_t uri_marks(const struct sip_index *x, const struct payload *p)
{
    struct slice uri = x->uri;
    uint32_t w = 0, marks = 0;
    if (uri.n >= 4)
        memcpy(&w, uri.p, 4);
    w |= 0x20202020;
    bool sip = !memcmp(&w, "sip:", 4);
    if (!sip && slice_istarts(uri, SLICE("sips:"))) {
        if (p->transport != TRANSPORT_TLS && p->transport != TRANSPORT_WSS)
            marks |= MARK(SIPS);
    } else if (!sip && slice_index(slice_sub(uri, 0, 16), ':') >= (uri.n < 16 ? uri.n : 16)) {
        marks |= MARK(NO_SCHEME);
    }
    size_t user = sip || !memcmp(&w, "tel:", 4) ? 4 : 0;
    char end = uri.n > user + 3 ? uri.p[user + 3] : ';';
    if (uri.n >= user + 3 && (!memcmp(uri.p + user, "112", 3) || !memcmp(uri.p + user, "911", 3)) &&
        (end == '@' || end == ';' || end == ':'))
        marks |= MARK(EMERGENCY);
    if (!sip && slice_istarts(uri, SLICE("urn:service:sos")))
        marks |= MARK(EMERGENCY);
    return marks;
}

static uint32_t code_marks(const struct sip_index *x)
{
    switch (x->status) {
    case 183:
        return x->body.n ? 0 : MARK(PROGRESS_NO_SDP);
    case 401:
    case 407:
        return MARK(CHALLENGED);
    case 415:
    case 488:
    case 606:
        return MARK(MEDIA_REFUSED);
    case 422:
        return MARK(TIMER_SMALL);
    case 428:
    case 436:
    case 437:
    case 438:
        return MARK(IDENTITY);
    case 481:
        return MARK(GONE);
    case 482:
    case 483:
        return MARK(LOOPED);
    case 491:
        return MARK(GLARE);
    default:
        return 0;
    }
}

/* May an address that begins so be private? Most are told by this. */
static bool begins_private(const char *p)
{
    return p[0] == '1' ? p[1] == '0' || p[1] == '2' || p[1] == '7' || !memcmp(p, "192.168", 7) ||
                             !memcmp(p, "169.254", 7)
                       : p[0] == ':' || (p[0] | 0x20) == 'f';
}

/* If it is a private address, written out, of the family of the source: as *hidden of marks_of;
 * else 0. */
static uint32_t private_of(struct slice text, const struct addr *source)
{
    struct addr a;
    uint32_t v4;
    if (text.n <= 1 || text.n > ADDRESS_MAX || !begins_private(text.p + (text.p[0] == '[')) ||
        !(ascii_is_digit(text.p[0]) || text.p[0] == '[') || !addr_parse(&a, text) ||
        !addr_is_private(&a) || addr_is_v4(&a) != addr_is_v4(source))
        return 0;
    memcpy(&v4, a.ip + 12, sizeof(v4));
    return addr_is_v4(&a) ? v4 : MARK_HIDDEN_MANY;
}

/* host of "host:port", brackets kept. */
static struct slice host_of(struct slice sent_by)
{
    size_t n = sent_by.n && sent_by.p[0] == '[' ? slice_index(sent_by, ']') + 1
                                                : slice_index(sent_by, ':');
    return slice_sub(sent_by, 0, n);
}

/* What the lines of an SDP say, each looked at once. */
struct sdp_look {
    bool audio, audio_open, dtmf, srtp, fax;
    const struct addr *source; /* where it comes from, if that is public; else NULL */
    uint32_t hidden;
};

/* "m=audio 49170 RTP/SAVP 0 8", line.n >= 10 */
static void look_at_media(struct sdp_look *k, struct slice line)
{
    enum { PORT_AT = 8, PORT_DIGITS = 5 };
    uint32_t type;
    memcpy(&type, line.p + 2, sizeof(type));
    bool audio = !memcmp(&type, "audi", 4), image = !memcmp(&type, "imag", 4);
    k->audio |= audio;
    k->fax |= image;
    k->audio_open |= audio && (line.p[PORT_AT] != '0' || line.p[PORT_AT + 1] != ' ');
    size_t at = (audio || image ? PORT_AT : 2), end = at + PORT_DIGITS + 1;
    while (at < line.n && at < end && line.p[at] != ' ')
        at++;
    struct slice proto = slice_sub(line, at + 1, line.n); /* RTP/SAVP, UDP/TLS/RTP/SAVPF */
    k->srtp |= proto.n > 8 && (!memcmp(proto.p, "RTP/S", 5) || !memcmp(proto.p, "UDP/TLS", 7) ||
                               !memcmp(proto.p, "TCP/TLS", 7));
}

/* "a=rtpmap:101 telephone-event/8000", line.n >= 10 */
static void look_at_format(struct sdp_look *k, struct slice line)
{
    size_t at = line.n > 12 ? (line.p[10] == ' ' ? 10 : line.p[11] == ' ' ? 11 : 12) : line.n;
    k->dtmf |= at + 15 < line.n && (line.p[at + 1] | 0x20) == 't' && (line.p[at + 2] | 0x20) == 'e';
}

/* Most lines end here. */
static inline bool is_worth_a_look(const struct sdp_look *k, const char *p)
{
    if (p[0] == 'a')
        return (p[2] == 'r' && p[3] == 't') || (p[2] == 'c' && p[3] == 'r');
    return p[0] == 'm' || (p[0] == 'c' && k->source);
}

static void look_at(struct sdp_look *k, struct slice line)
{
    if (line.n < 10)
        return;
    if (line.p[0] == 'm') {
        look_at_media(k, line);
    } else if (line.p[0] == 'a') {
        if (line.p[2] == 'r' && line.p[3] == 't')
            look_at_format(k, line);
        else if (line.p[2] == 'c' && line.p[3] == 'r')
            k->srtp |= slice_istarts(line, SLICE("a=crypto:"));
    } else if (line.p[0] == 'c' && k->source && slice_istarts(line, SLICE("c=IN IP"))) {
        uint32_t found = private_of(slice_trim(slice_sub(line, 9, line.n)), k->source);
        k->hidden = mark_hidden_both(k->hidden, found);
    }
}

static uint32_t sdp_marks(const struct sip_index *x, const struct addr *source, uint32_t *hidden)
{
    struct sdp_look k = { .source = source };
    const char *p = x->body.p;
    size_t n = x->body.n, line = 0;
    for (size_t base = 0; base < n; base += 64)
        for (uint64_t mask = scan_newlines64(p + base); mask; mask &= mask - 1) {
            size_t nl = base + (size_t)__builtin_ctzll(mask);
            if (nl >= n)
                break;
            if (is_worth_a_look(&k, p + line))
                look_at(&k, slice_make(p + line, nl - line));
            line = nl + 1;
        }
    if (is_worth_a_look(&k, p + line))
        look_at(&k, slice_make(p + line, n - line));
    bool answer = x->status / 100 == 2;
    if (!x->request || x->vias == 1)
        *hidden = mark_hidden_both(*hidden, k.hidden);
    return (k.srtp ? MARK(SRTP) : 0) | (k.fax ? MARK(FAX) : 0) |
           (x->request && k.dtmf ? MARK(OFFER_DTMF) : 0) |
           (answer && k.audio && !k.dtmf ? MARK(ANSWER_NO_DTMF) : 0) |
           (answer && k.audio && !k.audio_open ? MARK(AUDIO_REFUSED) : 0) |
           (x->request && x->to_tag.n ? MARK(MEDIA_CHANGED) : 0);
}

/* The private address in Contact. Its host stands behind the '@', or behind the scheme. */
static uint32_t private_contact(const struct sip_index *x, const struct addr *source)
{
    struct slice v = sip_header_find(x, SIP_CONTACT);
    size_t at = slice_index(v, '@');
    if (at == v.n)
        at = slice_index(v, ':');
    if (at == v.n)
        return 0;
    v = slice_sub(v, at + 1, v.n);
    size_t n = 0;
    while (n < v.n && n < ADDRESS_MAX && v.p[n] != ':' && v.p[n] != ';' && v.p[n] != '>' &&
           v.p[n] != '?' && v.p[n] != ' ')
        n++;
    return private_of(slice_sub(v, 0, n), source);
}

/* Methods whose Contact is where requests inside the dialog go; that of a REGISTER, and what its
 * answer lists, is for others. */
#define TARGETS                                                                                    \
    (1u << SIP_METHOD_INVITE | 1u << SIP_METHOD_SUBSCRIBE | 1u << SIP_METHOD_REFER |               \
     1u << SIP_METHOD_NOTIFY | 1u << SIP_METHOD_UPDATE)

uint32_t marks_of(const struct sip_index *x, const struct payload *p, uint32_t *hidden)
{
    enum { WRONG_LENGTH = SIP_FAULT_LENGTH | SIP_FAULT_TRAILING };
    enum {
        FAULTY = SIP_FAULT_START_LINE | SIP_FAULT_MISSING | SIP_FAULT_CSEQ_METHOD |
                 SIP_FAULT_HEADER_LINE | SIP_FAULT_REPEATED | SIP_FAULT_UNFINISHED
    };
    uint32_t marks = x->request ? uri_marks(x, p) : code_marks(x);
    bool udp = p->transport == TRANSPORT_UDP;
    const struct addr *source = addr_is_private(&p->src.addr) ? NULL : &p->src.addr;
    *hidden = 0;
    if (udp && (p->full_len > MARK_LARGE_BYTES || p->extents > 1))
        marks |= MARK(LARGE);
    if (x->faults)
        marks |=
            (x->faults & FAULTY ? MARK(FAULTY) : 0) | (x->faults & WRONG_LENGTH ? MARK(LENGTH) : 0);
    if (!udp && x->content_length < 0)
        marks |= MARK(STREAM_NO_LENGTH);
    if (source && (x->request ? x->vias == 1 : x->status / 100 == 2)) {
        *hidden = TARGETS >> x->method & 1 ? private_contact(x, source) : 0;
        if (x->request)
            *hidden = mark_hidden_both(*hidden, private_of(host_of(x->via_sent_by), source));
    }
    if (x->vias >= MANY_HOPS)
        marks |= MARK(LOOPED);
    if (x->request && x->method == SIP_METHOD_REFER)
        marks |= MARK(REFER);
    if (sip_header_find(x, SIP_REPLACES).p)
        marks |= MARK(REPLACES);
    if (sip_header_find(x, SIP_IDENTITY).p)
        marks |= MARK(IDENTITY);
    if (!x->request && x->status < 200 && sip_header_find(x, SIP_RSEQ).p)
        marks |= MARK(RELIABLE);
    if (x->body.n)
        marks |= sdp_marks(x, source, hidden);
    return *hidden ? marks | MARK(NAT) : marks;
}
