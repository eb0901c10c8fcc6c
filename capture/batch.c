/* The workers' part: packets to items, without shared state. Order is left to the engine. */
#include "capture/batch.h"

#include "base/mem.h"

size_t batch_stride(const struct engine_ops *ops)
{
    return (sizeof(struct item) + ops->sift_size + 7) & ~(size_t)7;
}

void batch_fini(struct batch *b)
{
    block_fini(&b->block);
    mem_free(b->items);
    b->items = NULL;
    b->n = b->cap = 0;
}

/* Room for one item per packet, so that the loop below never asks. */
static bool reserve(struct batch *b, size_t stride)
{
    if (b->block.packets <= b->cap)
        return true;
    uint32_t cap = b->block.packets + b->block.packets / 4;
    uint8_t *items = mem_resize(b->items, cap, stride);
    if (!items)
        return false;
    b->items = items;
    b->cap = cap;
    return true;
}

static bool take_udp(struct batch *b, const struct engine_ops *ops, struct item *it,
                     const struct net *net)
{
    struct udp u;
    if (!udp_parse(net->l4, net->l4_len, net->l4_full, &u, &b->counters))
        return false;
    struct payload *p = &it->payload;
    p->data = u.data;
    p->len = u.len;
    p->full_len = u.full;
    p->src.addr = net->src;
    p->dst.addr = net->dst;
    p->src.port = u.sport;
    p->dst.port = u.dport;
    p->transport = TRANSPORT_UDP;
    p->has_ip_id = net->has_id;
    p->ip_id = (uint16_t)net->id;
    p->time_ns = it->time_ns;
    it->kind = ITEM_PAYLOAD;
    return ops->sift(ops->ctx, p, it + 1);
}

static bool take_tcp(struct batch *b, struct item *it, const struct net *net)
{
    struct tcp_header h;
    if (!tcp_parse(net->l4, net->l4_len, net->l4_full, &h, &b->counters))
        return false;
    if (!h.len && !h.full && !(h.flags & (TCP_SYN | TCP_FIN | TCP_RST)))
        return false; /* a bare ACK says nothing to a bystander */
    it->kind = ITEM_SEGMENT;
    it->segment.net = *net;
    it->segment.tcp = h;
    return true;
}

static bool take_packet(struct batch *b, const struct engine_ops *ops, const struct bpf *filter,
                        const struct packet *pkt, struct item *it)
{
    struct net net;
    if (!net_peel(pkt, &net, &b->counters))
        return false;
    if (filter && !net.fragment && !bpf_match(filter, pkt, &net)) {
        b->counters.v[COUNTER_FILTERED]++;
        return false;
    }
    it->time_ns = pkt->time_ns;
    if (net.fragment) {
        it->kind = ITEM_FRAGMENT;
        it->fragment = net;
        return net.proto == NET_UDP || net.proto == NET_TCP;
    }
    switch (net.proto) {
    case NET_UDP:
        return take_udp(b, ops, it, &net);
    case NET_TCP:
        return take_tcp(b, it, &net);
    default:
        b->counters.v[COUNTER_IP_OTHER]++;
        return false;
    }
}

void batch_decode(struct batch *b, const struct engine_ops *ops, const struct bpf *filter)
{
    size_t stride = batch_stride(ops);
    const struct packet *pkt = b->block.packet;
    b->counters = (struct counters){ { 0 } };
    b->n = b->next = 0;
    b->bytes = 0;
    b->begun = false;
    if (!reserve(b, stride)) {
        b->counters.v[COUNTER_NO_MEMORY] += b->block.packets;
        return;
    }
    int64_t before = pkt->time_ns;
    b->first_ns = b->min_ns = b->max_ns = before;
    for (uint32_t i = 0; i < b->block.packets; i++, pkt++) {
        struct item *it = batch_item(b, stride, b->n);
        it->packet = i;
        b->bytes += pkt->caplen;
        b->counters.v[COUNTER_TIME_BACKWARDS] += pkt->time_ns < before;
        before = pkt->time_ns;
        b->min_ns = before < b->min_ns ? before : b->min_ns;
        b->max_ns = before > b->max_ns ? before : b->max_ns;
        b->n += take_packet(b, ops, filter, pkt, it);
    }
    b->last_ns = before;
}
