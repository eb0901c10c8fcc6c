/* Fuzz target "link+IP": a packet of a link type that the first byte picks, down to its transport,
 * and through a capture filter alone and as a fragment of a whole. */
#include <stdint.h>

#include "capture/bpf.h"
#include "capture/link/link.h"
#include "capture/net/icmp.h"
#include "capture/net/net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct bpf *filter;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return bpf_new(&filter, "udp port 5060 and not ip6 protochain 6", NULL);
}

/* A claim that does not hold is what the fuzzer is to find. */
static void check(bool holds)
{
    if (!holds)
        abort();
}

static uint64_t sum(const struct counters *c)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < COUNTER_COUNT; i++)
        n += c->v[i];
    return n;
}

static bool inside(const uint8_t *p, uint32_t n, const uint8_t *whole, size_t size)
{
    return p >= whole && p <= whole + size && n <= (size_t)(whole + size - p);
}

static void transport(const struct net *n)
{
    struct counters c = { 0 };
    struct udp u;
    struct tcp_header t;
    bool udp = udp_parse(n->l4, n->l4_len, n->l4_full, &u, &c);
    bool tcp = tcp_parse(n->l4, n->l4_len, n->l4_full, &t, &c);
    check(sum(&c) == (uint64_t)(!udp + !tcp));
    check(!udp || (inside(u.data, u.len, n->l4, n->l4_len) && u.len <= u.full));
    check(!tcp || (inside(t.data, t.len, n->l4, n->l4_len) && t.len <= t.full));
}

/* The datagram that an ICMP error quotes. */
static void quoted(const struct net *n)
{
    struct icmp_error e;
    struct payload p;
    if (!icmp_parse(n, &e, &p))
        return;
    check(inside(p.data, p.len, n->l4, n->l4_len) && p.len <= p.full_len);
    check(icmp_reason_words((enum icmp_reason)e.reason) && p.transport == TRANSPORT_UDP);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const struct link *row = link_at(data[0] % (LINK_COUNT + 1U));
    /* from a block of its own, so that a read before its first byte is seen as well */
    uint32_t n = (uint32_t)size - 2;
    uint8_t *copy = malloc(n ? n : 1);
    memcpy(copy, data + 2, n);
    struct packet pkt = {
        .data = copy, .caplen = n, .len = n + data[1], .link = row ? row->number : 147
    };
    struct counters c = { 0 };
    struct net net;
    bool ok = net_peel(&pkt, &net, &c);
    check(sum(&c) == !ok);
    bpf_match(filter, &pkt, ok ? &net : NULL);
    if (ok) {
        check(inside(net.l4, net.l4_len, copy, n) && net.l4_len <= net.l4_full && net.l3 < n);
        check(net.fragment == (net.more || net.frag_off) && !(net.frag_off & 7));
        bpf_match_whole(filter, &pkt, &net, net.l4, net.l4_len);
        struct net whole = net;
        bool on = net_resume(&whole, &c);
        check(sum(&c) == !on);
        check(!on || (inside(whole.l4, whole.l4_len, net.l4, net.l4_len) && !whole.fragment));
        transport(on ? &whole : &net);
        quoted(&net);
    }
    free(copy);
    return 0;
}
