/* The workers' part: packets to items, without shared state. Order is left to the engine. */
#include "capture/batch.h"

#include <string.h>

#include "base/hash.h"
#include "base/clock.h"
#include "base/mem.h"
#include "capture/net/icmp.h"

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

static bool same_packet(const struct packet *a, const struct net *x, const struct packet *b)
{
    struct counters ignored = { { 0 } };
    struct net y;
    return a->caplen == b->caplen && net_peel(b, &y, &ignored) && x->id == y.id &&
           x->l4_len == y.l4_len && addr_eq(&x->src, &y.src) && addr_eq(&x->dst, &y.dst) &&
           !memcmp(x->l4, y.l4, x->l4_len);
}

static void note_other(struct batch *b, uint32_t packet)
{
    if (b->others < BATCH_EDGE)
        b->first_other[b->others] = packet;
    b->last_other[b->others++ % BATCH_EDGE] = packet;
}

/* What same_packet compares, in one word. Who makes two packets alike gets a count wrong. */
static uint64_t digest_of(const struct packet *pkt)
{
    static const struct hash_key key = { 0x7e9c1a5b3d2f4860, 0x1f83d9abfb41bd6b };
    struct counters ignored = { { 0 } };
    struct net net;
    if (!net_peel(pkt, &net, &ignored))
        return 0;
    uint64_t h = hash_mix(hash_payload(&key, net.l4, net.l4_len), net.id);
    return hash_mix(hash_mix(h, hash_addr(&key, &net.src)), hash_addr(&key, &net.dst)) +
           pkt->caplen;
}

static void add_edge(struct batch *b, struct batch_edge *e, uint32_t packet)
{
    const struct packet *pkt = &b->block.packet[packet];
    e->at[e->n].time_ns = pkt->time_ns;
    e->at[e->n++].digest = digest_of(pkt);
}

static void find_edges(struct batch *b)
{
    unsigned n = b->others < BATCH_EDGE ? b->others : BATCH_EDGE;
    b->first.n = b->last.n = 0;
    for (unsigned i = 0; i < n; i++) {
        add_edge(b, &b->first, b->first_other[i]);
        add_edge(b, &b->last, b->last_other[(b->others - n + i) % BATCH_EDGE]);
    }
}

void batch_join(struct batch_edge *edge, struct batch *b)
{
    for (unsigned i = 0; i < b->first.n; i++)
        for (unsigned k = edge->n; k-- > 0;) {
            int64_t gap = b->first.at[i].time_ns - edge->at[k].time_ns;
            if (gap >= BATCH_COPY_NS || gap <= -BATCH_COPY_NS ||
                b->first.at[i].digest != edge->at[k].digest)
                continue;
            b->counters.v[COUNTER_DUPLICATE]++;
            edge->at[k].digest = 0; /* one copy of one packet */
            break;
        }
    *edge = b->last;
}

/* Was this packet captured twice? SIP, fragments and TCP data are judged by those who take them;
 * this is for the rest, media above all. It sees as far as one block; batch_join looks over its
 * edge. */
static void count_copy(struct batch *b, const struct packet *pkt, const struct net *net)
{
    note_other(b, (uint32_t)(pkt - b->block.packet));
    uint64_t word[2] = { net->id, net->l4_len };
    if (net->l4_len >= 24) /* RTP: number, time and source stand here, even where the id is 0 */
        memcpy(word, net->l4 + 8, sizeof(word));
    uint32_t *slot = &b->recent[hash_mix(word[0], word[1] + net->id) & (BATCH_RECENT - 1)];
    const struct packet *before = *slot ? &b->block.packet[*slot - 1] : NULL;
    *slot = (uint32_t)(pkt - b->block.packet) + 1;
    int64_t gap = before ? pkt->time_ns - before->time_ns : BATCH_COPY_NS;
    if (gap < BATCH_COPY_NS && gap > -BATCH_COPY_NS && same_packet(pkt, net, before))
        b->counters.v[COUNTER_DUPLICATE]++;
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
    p->extents = 1; /* the engine says where it lies */
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

/* An error that quotes what is ours. What else it says is read again when its turn has come: few
 * are as rare. */
static bool take_icmp(struct batch *b, const struct engine_ops *ops, struct item *it,
                      const struct net *net)
{
    struct icmp_error error;
    it->kind = ITEM_QUOTE;
    it->payload.time_ns = it->time_ns;
    if (ops->sift_quote && icmp_parse(net, &error, &it->payload) &&
        ops->sift_quote(ops->ctx, &it->payload, it + 1))
        return true;
    b->counters.v[COUNTER_IP_OTHER]++;
    return false;
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
    if (net.proto != NET_UDP && net.proto != NET_TCP)
        return take_icmp(b, ops, it, &net);
    bool taken = net.proto == NET_UDP ? take_udp(b, ops, it, &net) : take_tcp(b, it, &net);
    if (!taken)
        count_copy(b, pkt, &net);
    return taken;
}

void batch_decode(struct batch *b, const struct engine_ops *ops, const struct bpf *filter)
{
    size_t stride = batch_stride(ops);
    struct packet *pkt = b->block.packet;
    b->counters = (struct counters){ { 0 } };
    b->n = b->next = 0;
    b->bytes = 0;
    b->begun = false;
    memset(b->recent, 0, sizeof(b->recent));
    b->others = 0;
    int64_t before = clock_bound(pkt->time_ns);
    b->first_ns = b->last_ns = b->min_ns = b->max_ns = before;
    if (!reserve(b, stride)) {
        b->counters.v[COUNTER_NO_MEMORY] += b->block.packets;
        b->first.n = b->last.n = 0;
        return;
    }
    for (uint32_t i = 0; i < b->block.packets; i++, pkt++) {
        struct item *it = batch_item(b, stride, b->n);
        it->packet = i;
        b->bytes += pkt->caplen;
        pkt->time_ns = clock_bound(pkt->time_ns);
        b->counters.v[COUNTER_TIME_BACKWARDS] += pkt->time_ns < before;
        before = pkt->time_ns;
        b->min_ns = before < b->min_ns ? before : b->min_ns;
        b->max_ns = before > b->max_ns ? before : b->max_ns;
        b->n += take_packet(b, ops, filter, pkt, it);
    }
    b->last_ns = before;
    find_edges(b);
}
