/* The IPv4 header (RFC 791). Checksums are not looked at: what a host captures of its own often has
 * none yet. */
#include "capture/net/layer.h"

enum {
    IPV4_HEADER = 20,
    IPV4_MORE = 0x2000,
    IPV4_OFFSET = 0x1fff, /* in units of 8 bytes */
};

enum net_step ipv4_peel(struct net_walk *w)
{
    struct net *n = w->net;
    const uint8_t *h = rd_take(&w->r, IPV4_HEADER);
    if (!h || h[0] >> 4 != 4)
        return net_walk_lose(w, COUNTER_IP_SHORT);
    uint32_t header = (h[0] & 15U) * 4, total = (uint32_t)(h[2] << 8 | h[3]);
    uint32_t fragment = (uint32_t)(h[6] << 8 | h[7]);
    if (!total) /* left to the network card to cut into segments: its length is the packet's */
        total = w->full;
    if (header < IPV4_HEADER || header > total || !rd_skip(&w->r, header - IPV4_HEADER))
        return net_walk_lose(w, COUNTER_IP_SHORT);
    net_walk_bound(w, total - header);

    addr_set_v4(&n->src, h + 12);
    addr_set_v4(&n->dst, h + 16);
    n->id = (uint32_t)(h[4] << 8 | h[5]);
    n->has_id = true;
    n->l3 = w->packet ? (uint32_t)(h - w->packet) : 0;
    n->frag_off = (uint16_t)((fragment & IPV4_OFFSET) * 8);
    n->more = fragment & IPV4_MORE;
    /* asked of the register, not of the fields just written: reading them together would stall */
    n->fragment = fragment & (IPV4_OFFSET | IPV4_MORE);
    w->next = NET_PROTOCOL(h[9]);
    return fragment & (IPV4_OFFSET | IPV4_MORE) ? NET_STEP_DONE : NET_STEP_ON;
}
