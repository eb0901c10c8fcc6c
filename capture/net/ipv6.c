/* The IPv6 header and the extension headers that stand before a transport (RFC 8200, RFC 4302).
 * Jumbograms (RFC 2675) are taken at their captured length. */
#include "capture/net/layer.h"

enum {
    IPV6_HEADER = 40,
};

enum net_step ipv6_peel(struct net_walk *w)
{
    struct net *n = w->net;
    const uint8_t *h = rd_take(&w->r, IPV6_HEADER);
    if (!h || h[0] >> 4 != 6)
        return net_walk_lose(w, COUNTER_IP_SHORT);
    uint32_t length = (uint32_t)(h[4] << 8 | h[5]);
    net_walk_bound(w, length ? length : w->full - IPV6_HEADER);

    memcpy(n->src.ip, h + 8, 16);
    memcpy(n->dst.ip, h + 24, 16);
    n->id = 0;
    n->has_id = false;
    n->l3 = w->packet ? (uint32_t)(h - w->packet) : 0;
    n->frag_off = 0;
    n->more = n->fragment = false;
    w->next = NET_PROTOCOL(h[6]);
    return NET_STEP_ON;
}

/* Passes over the extension header at r, of this many bytes, whose first names what follows. */
static enum net_step pass(struct net_walk *w, uint32_t bytes)
{
    const uint8_t *h = rd_take(&w->r, bytes);
    if (!h || w->extensions++ >= NET_EXTENSIONS)
        return net_walk_lose(w, COUNTER_IP_SHORT);
    w->full -= bytes;
    w->next = NET_PROTOCOL(h[0]);
    return NET_STEP_ON;
}

/* The byte that says how long an extension header is. */
static uint32_t length_byte(const struct net_walk *w)
{
    struct rd ahead = w->r;
    return rd_be16(&ahead) & 0xff;
}

/* Hop-by-hop options, routing, destination options: RFC 8200 4.3, 4.4, 4.6. */
enum net_step ipv6_peel_options(struct net_walk *w)
{
    return pass(w, (length_byte(w) + 1) * 8);
}

/* The authentication header, RFC 4302 2.2; IPv4 may carry it as well. */
enum net_step ipv6_peel_ah(struct net_walk *w)
{
    return pass(w, (length_byte(w) + 2) * 4);
}

/* RFC 8200 4.5. A datagram with this header in one piece is whole (RFC 6946). */
enum net_step ipv6_peel_fragment(struct net_walk *w)
{
    struct rd r = w->r;
    struct net *n = w->net;
    enum net_step step = pass(w, 8);
    if (step != NET_STEP_ON)
        return step;
    rd_be16(&r);
    uint32_t fragment = rd_be16(&r);
    n->id = rd_be32(&r);
    n->has_id = true;
    n->frag_off = fragment & 0xfff8;
    n->more = fragment & 1;
    n->fragment = fragment & 0xfff9;
    if (!n->fragment)
        return NET_STEP_ON;
    /* no fragments of fragments: each of them would be stored again */
    return w->packet ? NET_STEP_DONE : net_walk_lose(w, COUNTER_IP_SHORT);
}
