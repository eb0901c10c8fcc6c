/* ICMP errors (RFC 792, RFC 4443). The quoted headers are peeled by the layers of net.c. */
#include "capture/net/icmp.h"

#include "base/rd.h"

enum {
    UDP_HEADER = 8,
    QUOTE_PADDED = 128, /* RFC 4884 4: a quote with extensions behind it has this length or more */
    REASON_NONE = ICMP_REASON_COUNT,
};

/* RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1. */
static unsigned reason_v4(unsigned type, unsigned code)
{
    static const uint8_t unreachable[] = {
        [0] = ICMP_NET,     [1] = ICMP_HOST,        [2] = ICMP_PROTOCOL,    [3] = ICMP_PORT,
        [4] = ICMP_TOO_BIG, [5] = ICMP_ROUTE,       [6] = ICMP_NET,         [7] = ICMP_HOST,
        [8] = ICMP_HOST,    [9] = ICMP_PROHIBITED,  [10] = ICMP_PROHIBITED, [11] = ICMP_NET,
        [12] = ICMP_HOST,   [13] = ICMP_PROHIBITED, [14] = ICMP_PROHIBITED, [15] = ICMP_PROHIBITED,
    };
    switch (type) {
    case 3:
        return code < sizeof(unreachable) ? unreachable[code] : ICMP_OTHER;
    case 11:
        return code == 1 ? ICMP_REASSEMBLY : ICMP_HOPS;
    case 12:
        return ICMP_PARAMETER;
    default:
        return REASON_NONE;
    }
}

/* RFC 4443 3. */
static unsigned reason_v6(unsigned type, unsigned code)
{
    static const uint8_t unreachable[] = {
        [0] = ICMP_NET,  [1] = ICMP_PROHIBITED, [2] = ICMP_NET,        [3] = ICMP_HOST,
        [4] = ICMP_PORT, [5] = ICMP_PROHIBITED, [6] = ICMP_PROHIBITED, [7] = ICMP_ROUTE
    };
    switch (type) {
    case 1:
        return code < sizeof(unreachable) ? unreachable[code] : ICMP_OTHER;
    case 2:
        return ICMP_TOO_BIG;
    case 3:
        return code == 1 ? ICMP_REASSEMBLY : ICMP_HOPS;
    case 4:
        return ICMP_PARAMETER;
    default:
        return REASON_NONE;
    }
}

/* How many of the `left` bytes behind the header are the quote: others may follow (RFC 4884). */
static uint32_t quote_length(const uint8_t *h, bool v6, uint32_t left)
{
    uint32_t told = v6 ? h[4] * 8U : h[5] * 4U;
    bool may_tell = v6 ? h[0] != 2 && h[0] != 4 : true;
    return may_tell && told >= QUOTE_PADDED && told < left ? told : left;
}

/* REASON_NONE: no error that quotes. */
static unsigned reason_of(const uint8_t *h, bool v6)
{
    return v6 ? reason_v6(h[0], h[1]) : reason_v4(h[0], h[1]);
}

bool icmp_quote(const uint8_t *l4, uint32_t len, bool v6, uint32_t *quote)
{
    if (len < ICMP_HEADER || reason_of(l4, v6) == REASON_NONE)
        return false;
    *quote = quote_length(l4, v6, len - ICMP_HEADER);
    return true;
}

/* The UDP header of the quoted datagram and what follows it. */
static bool take_udp(const struct net *n, struct payload *quote)
{
    struct rd r = rd_make(n->l4, n->l4_len);
    const uint8_t *h = rd_take(&r, UDP_HEADER);
    if (n->proto != NET_UDP || n->frag_off || !h)
        return false;
    uint32_t length = (uint32_t)(h[4] << 8 | h[5]), have = (uint32_t)rd_left(&r);
    quote->full_len = length < UDP_HEADER ? have : length - UDP_HEADER;
    quote->len = have < quote->full_len ? have : quote->full_len;
    quote->data = r.p;
    quote->src = (struct endpoint){ n->src, (uint16_t)(h[0] << 8 | h[1]) };
    quote->dst = (struct endpoint){ n->dst, (uint16_t)(h[2] << 8 | h[3]) };
    quote->transport = TRANSPORT_UDP;
    quote->has_ip_id = n->has_id;
    quote->ip_id = (uint16_t)n->id;
    return true;
}

bool icmp_parse(const struct net *n, struct icmp_error *error, struct payload *quote)
{
    bool v6 = n->proto == NET_ICMP6;
    struct rd r = rd_make(n->l4, n->l4_len);
    const uint8_t *h = rd_take(&r, ICMP_HEADER);
    if (!h || n->fragment || (!v6 && n->proto != NET_ICMP) || v6 == addr_is_v4(&n->src))
        return false;
    unsigned reason = reason_of(h, v6);
    if (reason == REASON_NONE)
        return false;
    struct net quoted;
    if (!net_peel_quote(r.p, quote_length(h, v6, (uint32_t)rd_left(&r)), v6, &quoted) ||
        !take_udp(&quoted, quote))
        return false;
    uint32_t mtu = (uint32_t)(h[6] << 8 | h[7]);
    if (v6)
        mtu |= (uint32_t)h[4] << 24 | (uint32_t)h[5] << 16;
    *error = (struct icmp_error){ .from = n->src,
                                  .mtu = reason == ICMP_TOO_BIG ? mtu : 0,
                                  .reason = (uint8_t)reason };
    return true;
}

const char *icmp_reason_words(enum icmp_reason reason)
{
    static const char *const words_of[ICMP_REASON_COUNT] = {
#define X(id, words) [ICMP_##id] = words,
        ICMP_REASON_LIST(X)
#undef X
    };
    return words_of[reason];
}
