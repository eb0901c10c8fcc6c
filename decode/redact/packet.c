/* From the link layer down to the payload: each layer as capture peels it, redacted, and then the
 * checksums by what has changed. What datagrams carry is media.c's matter. */
#include "decode/redact/packet.h"

#include "capture/link/link.h"
#include "capture/net/icmp.h"
#include "capture/net/layer.h"
#include "decode/redact/media.h"

enum {
    ETHERTYPE_IS_ARP = 0x0806,
    MAC = 6,
    IPV4_HEADER = 20,
    IPV4_NO_OPERATION = 1,
    UDP_HEADER = 8,
    TCP_HEADER = 20,
};

/* What is being redacted: the packet, or what an ICMP error in it quotes. */
struct scope {
    struct redaction *x;
    const struct redact_packet *r;
    uint32_t src, dst; /* what these add to a checksum with a pseudo header */
    bool v6, quote;
    bool first; /* a fragment, which others follow */
};

/* The part of the packet behind the IP headers. */
struct part {
    size_t at, end;
    uint32_t full; /* bytes by the IP header's own length */
};

/* ---- checksums */

/* A word of what is summed; the last one may be half. */
static uint32_t word(const uint8_t *b, size_t i, size_t n)
{
    return (uint32_t)b[i] << 8 | (i + 1 < n ? b[i + 1] : 0);
}

uint32_t redact_change(const uint8_t *was, const uint8_t *is, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i += 2)
        sum += (~word(was, i, n) & 0xffff) + word(is, i, n);
    return (uint32_t)(sum % 0xffff);
}

/* Of the bytes [from, to) of the packet. */
static uint32_t change(const struct scope *s, size_t from, size_t to)
{
    return redact_change(s->r->was + from, s->r->is + from, to - from);
}

/* Eqn. 3 of RFC 1624; a checksum over what changed by nothing stays, whichever zero it is. */
static void adjust(uint8_t *checksum, uint32_t by)
{
    uint32_t old = (uint32_t)(checksum[0] << 8 | checksum[1]);
    if (by % 0xffff == 0)
        return;
    uint32_t sum = ((~old & 0xffff) + by % 0xffff) % 0xffff;
    sum = ~(sum ? sum : 0xffff) & 0xffff; /* a sum of something is never the other zero */
    checksum[0] = (uint8_t)(sum >> 8);
    checksum[1] = (uint8_t)sum;
}

/* ---- what goes */

/* The next stretch of [*at, to) that no cover has; it begins at *at. *cover goes along. */
static bool find_gap(const struct redact_packet *r, unsigned *cover, size_t *at, size_t to,
                     size_t *end)
{
    *end = to;
    for (; *cover < r->covers; ++*cover) {
        const struct redact_cover *c = &r->cover[*cover];
        if (c->to <= *at)
            continue;
        if (c->from > *at) {
            *end = c->from < to ? c->from : to;
            break;
        }
        *at = c->to;
    }
    return *at < to;
}

/* Is any byte of [from, to) covered? */
static bool is_touched(const struct redact_packet *r, size_t from, size_t to)
{
    unsigned cover = 0;
    size_t at = from, end;
    return from < to && (!find_gap(r, &cover, &at, to, &end) || at > from || end < to);
}

static bool is_covered(const struct redact_packet *r, size_t from, size_t to)
{
    unsigned cover = 0;
    size_t end;
    return !find_gap(r, &cover, &from, to, &end);
}

/* Zeros where no cover is. */
static void wipe(const struct scope *s, size_t from, size_t to)
{
    unsigned cover = 0;
    for (size_t end; !s->x->names.back && find_gap(s->r, &cover, &from, to, &end); from = end)
        memset(s->r->is + from, 0, end - from);
}

/* Is it ASCII text? */
static bool is_text(const uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (b[i] > '~' || (b[i] < ' ' && !ascii_is_lws((char)b[i])))
            return false;
    return true;
}

/* What surrounds messages. The line ends stay, since the next message is found by them. */
static void wipe_lines(const struct scope *s, size_t from, size_t to)
{
    unsigned cover = 0;
    for (size_t end; !s->x->names.back && find_gap(s->r, &cover, &from, to, &end); from = end) {
        uint8_t *b = s->r->is + from, c = is_text(b, end - from) ? 'x' : 0;
        for (size_t i = 0; i < end - from; i++)
            if (b[i] != '\r' && b[i] != '\n')
                b[i] = c;
    }
}

/* ---- addresses */

/* No way back, and one of zeros is nobody's. Groups stay, but for those that the solicitation of a
 * neighbour goes to, which end like its address (RFC 2464 7). */
static void put_mac(const struct scope *s, size_t at)
{
    static const uint8_t none[MAC], solicited[] = { 0x33, 0x33, 0xff };
    const uint8_t *was = s->r->was + at;
    if (!memcmp(was, solicited, sizeof(solicited)))
        wipe(s, at + sizeof(solicited), at + MAC);
    else if (!s->x->names.back && memcmp(was, none, MAC) != 0)
        pseudonym_mac(&s->x->names, s->r->is + at);
}

/* Returns what changed. */
static uint32_t put_v4(const struct scope *s, size_t at)
{
    struct addr a;
    addr_set_v4(&a, s->r->was + at);
    redact_addr(s->x, &a);
    memcpy(s->r->is + at, a.ip + 12, 4);
    return change(s, at, at + 4);
}

/* The same; solicited-node addresses (RFC 4291 2.7.1) end like the one they ask for. */
static uint32_t put_v6(const struct scope *s, size_t at)
{
    static const uint8_t solicited[] = { 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff };
    struct addr a;
    memcpy(a.ip, s->r->was + at, 16);
    redact_addr(s->x, &a);
    memcpy(s->r->is + at, a.ip, 16);
    if (!memcmp(a.ip, solicited, sizeof(solicited)))
        wipe(s, at + sizeof(solicited), at + 16);
    return change(s, at, at + 16);
}

/* ---- between link and transport; at and end are those of the header, which is whole */

static void put_link(const struct scope *s, const struct link *row)
{
    size_t at = row->address_at, room = row->address_room;
    if (row->length_at == LINK_NO_LENGTH) {
        for (size_t i = 0; i < room; i += MAC)
            put_mac(s, at + i);
    } else if (s->r->was[row->length_at] == MAC) {
        put_mac(s, at);
        wipe(s, at + MAC, at + room);
    } else {
        wipe(s, at, at + room);
    }
}

/* RFC 826, for Ethernet and IPv4. */
static void put_arp(const struct scope *s, size_t at, size_t end)
{
    enum { HEADER = 8, LENGTH = 28 };
    static const uint8_t kind[] = { 0, 1, 8, 0, 6, 4 };
    if (end - at < LENGTH || memcmp(s->r->was + at, kind, sizeof(kind)) != 0) {
        wipe(s, at + HEADER, end);
        return;
    }
    put_mac(s, at + 8);
    put_v4(s, at + 14);
    put_mac(s, at + 18);
    put_v4(s, at + 24);
    wipe(s, at + LENGTH, end);
}

/* A checksum that is right may be zero; one that is zero and wrong is absent. */
static void put_ipv4(struct scope *s, size_t at, size_t end)
{
    static const uint8_t zeros[60];
    const uint8_t *was = s->r->was + at;
    bool absent = !was[10] && !was[11] && redact_change(zeros, was, end - at) != 0;
    s->v6 = false;
    s->src = put_v4(s, at + 12);
    s->dst = put_v4(s, at + 16);
    if (!s->x->names.back)
        memset(s->r->is + at + IPV4_HEADER, IPV4_NO_OPERATION, end - at - IPV4_HEADER);
    if (!absent)
        adjust(s->r->is + at + 10, change(s, at, end));
}

static void put_ipv6(struct scope *s, size_t at)
{
    s->v6 = true;
    s->src = put_v6(s, at + 8);
    s->dst = put_v6(s, at + 24);
}

/* Types 0 (RFC 5095), 2 (RFC 6275) and 4 (RFC 8754) list addresses. As long as some of them are
 * left to go to, the last stop is the destination in checksums (RFC 8200 8.1). */
static void put_routing(struct scope *s, size_t at, size_t end)
{
    enum { HEADER = 8, ADDRESS = 16, SEGMENTS = 4 };
    const uint8_t *h = s->r->was + at;
    size_t n = (end - at - HEADER) / ADDRESS, from = at + HEADER;
    if (h[2] != 0 && h[2] != 2 && h[2] != SEGMENTS) {
        wipe(s, at + 4, end);
        return;
    }
    if (h[2] == SEGMENTS && h[4] + 1U < n)
        n = h[4] + 1U;
    size_t last = h[2] == SEGMENTS || !n ? 0 : n - 1;
    for (size_t i = 0; i < n; i++) {
        uint32_t changed = put_v6(s, from + i * ADDRESS);
        if (i == last && h[3])
            s->dst = changed;
    }
    wipe(s, from + n * ADDRESS, end);
}

static void put_layer(struct scope *s, uint32_t layer, size_t at, size_t end)
{
    enum { AH_HEADER = 12 };
    switch (layer) {
    case NET_LAYER_IPV4:
        put_ipv4(s, at, end);
        break;
    case NET_LAYER_IPV6:
        put_ipv6(s, at);
        break;
    case NET_LAYER_HOP_BY_HOP:
    case NET_LAYER_DESTINATION:
        wipe(s, at + 2, end); /* Pad1 options */
        break;
    case NET_LAYER_ROUTING:
        put_routing(s, at, end);
        break;
    case NET_LAYER_AUTHENTICATION:
        wipe(s, at + AH_HEADER, end);
        break;
    case NET_LAYER_FRAGMENT:
        break;
    default: /* a layer that is new in net_list.h: what is in it is not known here */
        wipe(s, at, end);
        break;
    }
}

/* ---- transports */

/* Adjusts the checksum that stands at `at` by what changed, or takes it away where the rest of the
 * datagram is not known. */
static void put_checksum(const struct scope *s, size_t at, uint32_t by, bool rest_known)
{
    if (rest_known)
        adjust(s->r->is + at, by);
    else
        memset(s->r->is + at, 0, 2);
}

/* Is what the other fragments carry, and so what changed in them, known? The whole of a message
 * is covered, or nothing of it. */
static bool is_rest_known(const struct scope *s, size_t from, size_t to)
{
    const struct redact_packet *r = s->r;
    return !s->first || ((r->covers || r->elsewhere) && is_covered(r, from, to));
}

static uint32_t pseudo_change(const struct scope *s)
{
    return s->src + s->dst + (s->quote ? 0 : s->r->elsewhere);
}

static void put_udp(const struct scope *s, struct part part)
{
    enum { CHECKSUM = 6 };
    struct counters ignored = { { 0 } };
    struct udp u;
    uint32_t n = (uint32_t)(part.end - part.at);
    size_t from = part.at + UDP_HEADER, to = part.end;
    if (n < UDP_HEADER)
        return;
    if (udp_parse(s->r->was + part.at, n, part.full, &u, &ignored)) {
        to = from + u.len;
        if (s->first)
            u.full = UINT32_MAX;
        if (is_touched(s->r, from, to))
            wipe_lines(s, from, to);
        else
            redact_datagram(s->x, &u, s->r->is + from);
        wipe(s, to, part.end);
    } else {
        wipe(s, from, to);
    }
    uint8_t *sum = s->r->is + part.at + CHECKSUM;
    if (!sum[0] && !sum[1])
        return;
    bool known = is_rest_known(s, from, to);
    put_checksum(s, part.at + CHECKSUM, pseudo_change(s) + change(s, part.at, to), known);
    if (known && !sum[0] && !sum[1])
        sum[0] = sum[1] = 0xff; /* RFC 768: zero says that there is none */
}

/* RFC 9293 3.1: kinds and lengths stay, and the values that tell about the connection. */
static void put_tcp_options(const struct scope *s, size_t at, size_t end)
{
    enum { OPTIONS_END = 0, NO_OPERATION = 1, SACK = 5 };
    static const uint8_t length_of[] = { [2] = 4, [3] = 3, [4] = 2, [8] = 10 };
    const uint8_t *b = s->r->was;
    while (at < end && b[at] != OPTIONS_END) {
        if (b[at] == NO_OPERATION) {
            at++;
            continue;
        }
        if (end - at < 2 || b[at + 1] < 2 || b[at + 1] > end - at)
            break;
        if (b[at] != SACK && (b[at] >= sizeof(length_of) || b[at + 1] != length_of[b[at]]))
            wipe(s, at + 2, at + b[at + 1]);
        at += b[at + 1];
    }
    wipe(s, at, end);
}

static void put_tcp(const struct scope *s, struct part part)
{
    enum { CHECKSUM = 16 };
    struct counters ignored = { { 0 } };
    struct tcp_header t;
    uint32_t n = (uint32_t)(part.end - part.at);
    size_t options = part.at + TCP_HEADER, data = part.end;
    if (tcp_parse(s->r->was + part.at, n, part.full, &t, &ignored)) {
        data = (size_t)(t.data - s->r->was);
        put_tcp_options(s, options, data);
        wipe_lines(s, data, part.end);
    } else {
        wipe(s, options, part.end); /* cut, or no header: an ICMP error may quote 8 bytes */
    }
    if (n >= CHECKSUM + 2)
        put_checksum(s, part.at + CHECKSUM, pseudo_change(s) + change(s, part.at, part.end),
                     is_rest_known(s, data, part.end));
}

/* ---- ICMP, and IP with all that it carries */

static void put_ip(struct scope *s, size_t at, size_t end, uint32_t full, uint32_t next);

/* Bytes of an ICMP message that quotes nothing which stay; the addresses among them are redacted.
 */
static size_t icmp_kept(const struct scope *s, size_t at, size_t n)
{
    enum { ECHO_REPLY = 0, ECHO = 8, ECHO6 = 128, ECHO6_REPLY = 129 };
    enum { SOLICITATION = 133, ADVERTISEMENT, NEIGHBOUR, NEIGHBOUR_IS, REDIRECT }; /* RFC 4861 4 */
    enum { HEADER = 4, ECHO_HEADER = 8, ADVERTISEMENT_HEADER = 16, TARGET = 8, ADDRESS = 16 };
    unsigned type = s->r->was[at];
    if (!s->v6)
        return type == ECHO || type == ECHO_REPLY ? ECHO_HEADER : HEADER;
    switch (type) {
    case ECHO6:
    case ECHO6_REPLY:
    case SOLICITATION:
        return ECHO_HEADER;
    case ADVERTISEMENT:
        return ADVERTISEMENT_HEADER;
    case NEIGHBOUR:
    case NEIGHBOUR_IS:
    case REDIRECT:
        break;
    default:
        return HEADER;
    }
    size_t kept = TARGET, addresses = type == REDIRECT ? 2 : 1;
    for (; addresses-- && n >= kept + ADDRESS; kept += ADDRESS)
        put_v6(s, at + kept);
    return kept;
}

/* No quote in a quote: nothing may answer an ICMP error with another (RFC 1122 3.2.2). */
static void put_icmp(const struct scope *s, struct part part)
{
    enum { CHECKSUM = 2, CHECKSUM_END = 4 };
    uint32_t n = (uint32_t)(part.end - part.at), quoted;
    if (n < CHECKSUM_END) {
        wipe(s, part.at, part.end);
        return;
    }
    if (!s->quote && !s->first && icmp_quote(s->r->was + part.at, n, s->v6, &quoted)) {
        struct scope inner = { .x = s->x, .r = s->r, .quote = true };
        size_t at = part.at + ICMP_HEADER;
        put_ip(&inner, at, at + quoted, quoted, s->v6 ? NET_LAYER_IPV6 : (uint32_t)NET_LAYER_IPV4);
        wipe(s, at + quoted, part.end);
    } else {
        wipe(s, part.at + icmp_kept(s, part.at, n), part.end);
    }
    uint32_t by = change(s, part.at, part.end);
    put_checksum(s, part.at + CHECKSUM, s->v6 ? pseudo_change(s) + by : by, !s->first);
}

static void put_transport(const struct scope *s, uint32_t next, struct part part)
{
    if (next == NET_UDP)
        put_udp(s, part);
    else if (next == NET_TCP)
        put_tcp(s, part);
    else if (next == (s->v6 ? NET_ICMP6 : NET_ICMP))
        put_icmp(s, part);
    else if (next == NET_ETHERTYPE(ETHERTYPE_IS_ARP))
        put_arp(s, part.at, part.end);
    else
        wipe(s, part.at, part.end);
}

/* What stands in [at, end) and is `full` bytes by the layer around it; `next` says what it is. */
static void put_ip(struct scope *s, size_t at, size_t end, uint32_t full, uint32_t next)
{
    const uint8_t *was = s->r->was;
    struct counters ignored = { { 0 } };
    struct net net = { 0 };
    struct net_walk w = { .r = rd_make(was + at, end - at),
                          .full = full,
                          .next = next,
                          .packet = was,
                          .net = &net,
                          .c = &ignored };
    for (;;) {
        size_t from = (size_t)(w.r.p - was);
        uint32_t layer = w.next;
        enum net_step step = net_walk_next(&w);
        size_t to = (size_t)(w.r.p - was), layer_end = (size_t)(w.r.end - was);
        if (step == NET_STEP_BAD) {
            wipe(s, from, end);
            return;
        }
        if (to == from) {
            put_transport(s, layer, (struct part){ from, layer_end, w.full });
            wipe(s, layer_end, end);
            return;
        }
        put_layer(s, layer, from, to);
        s->first |= net.fragment;
        if (net.frag_off) {
            wipe(s, to, end);
            return;
        }
    }
}

void redact_packet(struct redaction *x, struct redact_packet *r)
{
    struct scope s = { .x = x, .r = r };
    const struct link *row = link_find(r->link);
    struct rd rd = rd_make(r->was, r->n);
    struct link_result found;
    if (!row || !row->peel(&rd, &found)) {
        wipe(&s, 0, r->n);
        return;
    }
    size_t at = r->n - rd_left(&rd);
    put_link(&s, row);
    put_ip(&s, at, r->n, (uint32_t)((r->len > r->n ? r->len : r->n) - at),
           NET_ETHERTYPE(found.ethertype));
}
