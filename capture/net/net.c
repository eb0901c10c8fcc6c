/* Takes a packet down to its transport, layer by layer from the two tables. The layers themselves
 * are in their own files; fragments are put together in defrag.c. */
#include "capture/net/net.h"

#include "capture/link/link.h"
#include "capture/net/layer.h"

static inline enum net_step peel_one(struct net_walk *w)
{
    switch (w->next) {
#define X(name, key, peel)                                                                         \
    case NET_LAYER_##name:                                                                         \
        return peel(w);
        NET_LIST(X)
#undef X
    default:
        return NET_STEP_DONE;
    }
}

static bool is_layer(uint32_t next)
{
    switch (next) {
#define X(name, key, peel) case NET_LAYER_##name:
        NET_LIST(X)
#undef X
        return true;
    default:
        return false;
    }
}

/* At something that is no layer, or at a fragment. */
static bool arrive(struct net_walk *w)
{
    struct net *n = w->net;
    if (w->next >= NET_ETHERTYPE(0)) {
        w->c->v[COUNTER_NOT_IP]++;
        return false;
    }
    bool icmp = (w->next == NET_ICMP || w->next == NET_ICMP6) && w->packet && !n->fragment;
    if (w->next != NET_UDP && w->next != NET_TCP && !icmp && !(n->fragment && is_layer(w->next))) {
        w->c->v[COUNTER_IP_OTHER]++;
        return false;
    }
    n->l4 = w->r.p;
    n->l4_len = (uint32_t)rd_left(&w->r);
    n->l4_full = w->full;
    n->proto = (uint8_t)w->next;
    return true;
}

enum net_step net_walk_next(struct net_walk *w)
{
    enum net_step step = peel_one(w);
    if (step == NET_STEP_ON && ++w->layers > NET_DEPTH + w->extensions)
        step = net_walk_lose(w, COUNTER_IP_SHORT);
    return step;
}

/* From where w stands to the transport. */
static bool walk(struct net_walk *w)
{
    enum net_step step;
    do
        step = net_walk_next(w);
    while (step == NET_STEP_ON);
    return step != NET_STEP_BAD && arrive(w);
}

/* Ethernet without tags, IPv4 without options and not in fragments, UDP or TCP: nearly every packet
 * there is, so it is looked at in one step. False: layer by layer, with the same outcome. */
static inline bool peel_usual(const struct packet *pkt, struct net *out)
{
    enum { ETHERNET = 1, ETHER_HEADER = 14, HEADERS = ETHER_HEADER + 20, FRAGMENT = 0x3fff };
    const uint8_t *h = pkt->data + ETHER_HEADER;
    if (pkt->link != ETHERNET || pkt->caplen < HEADERS || h[-2] != ETHERTYPE_IS_IPV4 >> 8 ||
        h[-1] != (ETHERTYPE_IS_IPV4 & 0xff) || h[0] != 0x45)
        return false;
    uint32_t total = (uint32_t)(h[2] << 8 | h[3]), l4 = pkt->caplen - HEADERS;
    if (total < 20 || (h[6] << 8 | h[7]) & FRAGMENT || (h[9] != NET_UDP && h[9] != NET_TCP))
        return false;
    addr_set_v4(&out->src, h + 12);
    addr_set_v4(&out->dst, h + 16);
    out->l4 = h + 20;
    out->l4_full = total - 20;
    out->l4_len = l4 < out->l4_full ? l4 : out->l4_full;
    out->id = (uint32_t)(h[4] << 8 | h[5]);
    out->l3 = ETHER_HEADER;
    out->frag_off = 0;
    out->proto = h[9];
    out->has_id = true;
    out->fragment = out->more = out->tagged = false;
    return true;
}

bool net_peel(const struct packet *pkt, struct net *out, struct counters *c)
{
    if (peel_usual(pkt, out))
        return true;
    const struct link *row = link_find(pkt->link);
    if (!row) {
        c->v[COUNTER_LINK_UNKNOWN]++;
        return false;
    }
    struct net_walk w = {
        .r = rd_make(pkt->data, pkt->caplen), .packet = pkt->data, .net = out, .c = c
    };
    struct link_result found;
    if (!row->peel(&w.r, &found)) {
        c->v[COUNTER_LINK_SHORT]++;
        return false;
    }
    uint32_t passed = (uint32_t)(w.r.p - pkt->data);
    w.full = (pkt->len > pkt->caplen ? pkt->len : pkt->caplen) - passed;
    w.next = NET_ETHERTYPE(found.ethertype);
    out->tagged = found.tagged;
    return walk(&w);
}

bool net_resume(struct net *io, struct counters *c)
{
    struct net_walk w = {
        .r = rd_make(io->l4, io->l4_len), .full = io->l4_full, .next = io->proto, .net = io, .c = c
    };
    io->fragment = io->more = false;
    io->frag_off = 0;
    return walk(&w);
}

bool net_peel_quote(const uint8_t *p, uint32_t n, bool v6, struct net *out)
{
    struct counters ignored = { { 0 } };
    struct net_walk w = { .r = rd_make(p, n),
                          .full = n,
                          .next = NET_ETHERTYPE(v6 ? ETHERTYPE_IS_IPV6 : ETHERTYPE_IS_IPV4),
                          .net = out,
                          .c = &ignored };
    out->tagged = false;
    return walk(&w);
}

bool net_knows_link(uint16_t link)
{
    return link_find(link) != NULL;
}
