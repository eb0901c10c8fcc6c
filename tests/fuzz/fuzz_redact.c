/* Fuzz target "redaction": a packet of a link type that the first byte picks (the seeds are those
 * of "net") decodes to the same headers afterwards, with the pseudonyms of its addresses, which
 * lead back to them. */
#include <stdint.h>
#include <stdlib.h>

#include "capture/link/link.h"
#include "capture/net/icmp.h"
#include "capture/net/net.h"
#include "decode/redact/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct redaction there = { .names.key = { 1, 2 } },
                        back = { .names = { .key = { 1, 2 }, .back = true } };

/* A claim that does not hold is what the fuzzer is to find. */
static void check(bool holds)
{
    if (!holds)
        abort();
}

/* A message in the second half of an odd packet, if that has room for one. */
static bool find_cover(const struct packet *pkt, struct redact_cover *cover)
{
    struct counters c = { { 0 } };
    struct net n;
    struct udp u;
    if (!(pkt->caplen & 1) || !net_peel(pkt, &n, &c) || n.proto != NET_UDP || n.fragment ||
        !udp_parse(n.l4, n.l4_len, n.l4_full, &u, &c) || u.len < 2)
        return false;
    cover->from = (uint32_t)(u.data - pkt->data) + u.len / 2;
    cover->to = cover->from + u.len / 4 + 1;
    return true;
}

/* A redacted copy of the packet, to be freed. */
static uint8_t *redacted(struct redaction *x, const struct packet *pkt)
{
    size_t n = pkt->caplen;
    uint8_t *is = malloc(n + BLOCK_PADDING);
    memset(is, 'S', n + BLOCK_PADDING);
    memcpy(is, pkt->data, n);
    struct redact_cover cover = { 0 };
    struct redact_packet r = { .link = pkt->link,
                               .was = pkt->data,
                               .is = is,
                               .n = n,
                               .len = pkt->len,
                               .cover = &cover,
                               .covers = find_cover(pkt, &cover) };
    redact_packet(x, &r);
    for (size_t i = n; i < n + BLOCK_PADDING; i++)
        check(is[i] == 'S');
    return is;
}

/* Addresses that keep no more than their kind have no way back. */
static void same_address(struct addr was, const struct addr *is, bool again)
{
    bool group = was.ip[0] == 0xff;
    if (!again)
        pseudonym_addr(&there.names, &was);
    check(group || addr_eq(&was, is));
}

/* Both say the same of the packet, but for its addresses: `again` for the way there and back. */
static void same_headers(const struct packet *was, const struct packet *is, bool again)
{
    struct counters a = { { 0 } }, b = { { 0 } };
    struct net n, m;
    bool ok = net_peel(was, &n, &a);
    check(ok == net_peel(is, &m, &b));
    if (!ok)
        return;
    same_address(n.src, &m.src, again);
    same_address(n.dst, &m.dst, again);
    check(n.l4 - was->data == m.l4 - is->data && n.l4_len == m.l4_len && n.l4_full == m.l4_full);
    check(n.id == m.id && n.frag_off == m.frag_off && n.proto == m.proto && n.more == m.more);
    struct udp u = { 0 }, v = { 0 };
    struct tcp_header t = { 0 }, s = { 0 };
    struct icmp_error e = { 0 }, f = { 0 };
    struct payload p = { 0 }, q = { 0 };
    if (n.frag_off)
        return;
    if (n.proto == NET_UDP) {
        check(udp_parse(n.l4, n.l4_len, n.l4_full, &u, &a) ==
              udp_parse(m.l4, m.l4_len, m.l4_full, &v, &b));
        check(u.sport == v.sport && u.dport == v.dport && u.len == v.len && u.full == v.full);
    } else if (n.proto == NET_TCP) {
        if (tcp_parse(n.l4, n.l4_len, n.l4_full, &t, &a))
            check(tcp_parse(m.l4, m.l4_len, m.l4_full, &s, &b));
        check(t.seq == s.seq && t.ack == s.ack && t.flags == s.flags && t.len == s.len);
    } else if (icmp_parse(&n, &e, &p)) {
        check(icmp_parse(&m, &f, &q) && e.reason == f.reason && e.mtu == f.mtu);
        check(p.len == q.len && p.full_len == q.full_len && p.src.port == q.src.port);
        same_address(p.src.addr, &q.src.addr, again);
        same_address(p.dst.addr, &q.dst.addr, again);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const struct link *row = link_at(data[0] % (LINK_COUNT + 1U));
    uint32_t n = (uint32_t)size - 2;
    uint8_t *copy = malloc(n ? n : 1); /* a read before its first byte is seen as well */
    memcpy(copy, data + 2, n);
    struct packet was = {
        .data = copy, .caplen = n, .len = n + data[1], .link = row ? row->number : 147
    };
    struct packet is = was, again = was;
    uint8_t *first = redacted(&there, &was);
    is.data = first;
    same_headers(&was, &is, false);
    uint8_t *second = redacted(&back, &is);
    again.data = second;
    same_headers(&was, &again, true);
    free(second);
    free(first);
    free(copy);
    return 0;
}
