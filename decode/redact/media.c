/* Payloads of datagrams, redacted by their first bytes. Headers of media stay, since they tell
 * about the quality of a call and not whose it is. */
#include "decode/redact/media.h"

#include "decode/sip/index.h"

enum {
    RTP_HEADER = 12,
    RTCP_HEADER = 4,
    STUN_HEADER = 20,
    WELL_KNOWN = 1024, /* RFC 3550 11: media have ports above */
    IAX2 = 4569,       /* RFC 5456: begins like RTP, and has names where that has sources */
};

static unsigned be16(const uint8_t *b)
{
    return (unsigned)(b[0] << 8 | b[1]);
}

/* Nothing is gone anew on the way back. */
static void wipe(struct redaction *x, uint8_t *b, size_t from, size_t to)
{
    if (from < to && !x->names.back)
        memset(b + from, 0, to - from);
}

/* ---- RTP */

static bool is_media_port(uint16_t port)
{
    return port >= WELL_KNOWN && port != IAX2;
}

/* RFC 3550 5.1. False: its header does not fit. */
static bool rtp(struct redaction *x, uint8_t *b, size_t n, bool cut)
{
    if (n < RTP_HEADER)
        return false;
    bool padding = b[0] & 0x20, extension = b[0] & 0x10;
    size_t head = RTP_HEADER + (b[0] & 15U) * 4U, contents = 0;
    if (extension && n >= head + 4)
        contents = be16(b + head + 2) * 4U;
    if (extension)
        head += 4;
    if (n < head + contents && !cut)
        return false;
    wipe(x, b, head, n - (padding && !cut)); /* the last byte counts the padding */
    return true;
}

/* ---- RTCP */

/* A text for people. What is no ASCII would stay: it becomes a question mark each. */
static void text(struct redaction *x, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n && !x->names.back; i++)
        if (b[i] < ' ' || b[i] > '~')
            b[i] = '?';
    pseudonym_word(&x->names, (char *)b, n);
}

/* One item of a source description, RFC 3550 6.5; the next place, or n. */
static size_t sdes_item(struct redaction *x, uint8_t *b, size_t at, size_t n)
{
    enum { PRIVATE = 8 }; /* has a length in its text */
    if (n - at < 2)
        return n;
    size_t from = at + 2, to = n - from < b[at + 1] ? n : from + b[at + 1];
    if (b[at] == PRIVATE)
        wipe(x, b, from, to);
    else
        text(x, b + from, to - from);
    return to;
}

/* Where the description of the sources ends. */
static size_t sdes(struct redaction *x, uint8_t *b, size_t n, unsigned chunks)
{
    size_t at = RTCP_HEADER;
    while (chunks-- && n - at >= 4) {
        at += 4;
        while (at < n && b[at])
            at = sdes_item(x, b, at, n);
        size_t next = at / 4 * 4 + 4; /* the items end with a zero, and at 32 bits */
        wipe(x, b, at, next < n ? next : n);
        at = next < n ? next : n;
    }
    return at;
}

/* RFC 3550 6.6. */
static size_t bye(struct redaction *x, uint8_t *b, size_t n, unsigned sources)
{
    size_t at = RTCP_HEADER + sources * 4U;
    if (at >= n)
        return n;
    size_t left = n - at - 1, length = b[at] < left ? b[at] : left;
    text(x, b + at + 1, length);
    return at + 1 + length;
}

/* How many bytes of one packet of a compound one stay, or are redacted already. */
static size_t rtcp_kept(struct redaction *x, uint8_t *b, size_t n)
{
    enum { SR = 200, RR, SDES, BYE, APP, RTPFB, PSFB, XR, APPLICATION_FEEDBACK = 15 };
    unsigned count = b[0] & 31U;
    switch (b[1]) {
    case SR:
        return 28 + count * 24U;
    case RR:
        return 8 + count * 24U;
    case SDES:
        return sdes(x, b, n, count);
    case BYE:
        return bye(x, b, n, count);
    case PSFB:
        return count == APPLICATION_FEEDBACK ? 12 : n;
    case APP:
        return 12; /* source and name */
    case RTPFB:
    case XR:
        return n;
    default:
        return RTCP_HEADER;
    }
}

/* RFC 3550 6.1. What follows the last packet that fits is SRTCP's, or nothing known. */
static void rtcp(struct redaction *x, uint8_t *b, size_t n, bool cut)
{
    while (n >= RTCP_HEADER && b[0] >> 6 == 2) {
        size_t length = (be16(b + 2) + 1) * 4U;
        bool whole = length <= n;
        if (!whole && !cut)
            break;
        length = whole ? length : n;
        bool padding = b[0] & 0x20 && whole;
        wipe(x, b, rtcp_kept(x, b, length), length - padding);
        b += length;
        n -= length;
    }
    wipe(x, b, 0, n);
}

static bool is_rtcp(const uint8_t *b, size_t n)
{
    return n >= 2 && b[1] >= 192 && b[1] <= 223; /* RFC 5761 4 */
}

/* ---- STUN */

static bool is_stun(const uint8_t *b, size_t n)
{
    static const uint8_t cookie[4] = { 0x21, 0x12, 0xa4, 0x42 };
    return n >= STUN_HEADER && b[0] < 64 && !memcmp(b + 4, cookie, sizeof(cookie));
}

/* RFC 8489 5, 14: types and lengths stay. */
static void stun(struct redaction *x, uint8_t *b, size_t n)
{
    size_t at = STUN_HEADER, end = at + be16(b + 2);
    end = end < n ? end : n;
    while (end - at >= 4) {
        size_t length = (be16(b + at + 2) + 3U) / 4 * 4;
        at += 4;
        size_t next = length < end - at ? at + length : end;
        wipe(x, b, at, next);
        at = next;
    }
    wipe(x, b, at, n);
}

/* ---- all of them */

/* What keeps a way through an address translation open. */
static bool is_keep_alive(const uint8_t *b, size_t n, bool cut)
{
    size_t i = 0;
    while (i < n && (b[i] == '\r' || b[i] == '\n'))
        i++;
    return i == n || (n == 1 && !cut);
}

void redact_datagram(struct redaction *x, const struct udp *u, uint8_t *data)
{
    size_t n = u->len;
    bool cut = u->len < u->full;
    bool media = n && data[0] >> 6 == 2 && is_media_port(u->sport) && is_media_port(u->dport);
    if (is_keep_alive(data, n, cut))
        return;
    if (sip_is_start((const char *)data, n))
        redact_message(x, (char *)data, n, 0);
    else if (media && is_rtcp(data, n))
        rtcp(x, data, n, cut);
    else if (is_stun(data, n))
        stun(x, data, n);
    else if (!media || !rtp(x, data, n, cut))
        wipe(x, data, 0, n);
}
