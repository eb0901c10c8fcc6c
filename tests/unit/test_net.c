/* Tests of the way from a packet to its transport: what comes out of whole packets, which counter
 * tells of those that are lost, and both again for every prefix. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/net/layer.h"
#include "capture/net/net.h"
#include "tests/unit/frames.h"

#define LOST(counter) .lost = COUNTER_##counter + 1

/* What must come out of one packet. */
struct expect {
    unsigned lost;            /* a counter + 1, or 0: peeled */
    unsigned link_need, need; /* fewer captured bytes are LINK_SHORT, IP_SHORT */
    unsigned l3, full;        /* l4_full; with fewer captured, l4_len is what there is */
    unsigned proto, off;
    uint32_t id;
    bool has_id, more, tagged, v6;
};

struct net_case {
    const char *name;
    unsigned link;
    void (*make)(struct octets *f);
    struct expect e;
};

static void udp4(struct octets *f)
{
    frame_link(f, 1, 0, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = 17, .payload = 12, .id = 0x1234 });
    frame_udp(f, 5060, 5080, 4);
    frame_put(f, "SIP!", 4);
}

/* 6 bytes that make up Ethernet's least length are no payload. */
static void udp4_padded(struct octets *f)
{
    udp4(f);
    frame_fill(f, 0, 6);
}

static void udp4_options(struct octets *f)
{
    frame_link(f, 1, 0, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = 17, .payload = 8, .options = 40 });
    frame_udp(f, 1, 2, 0);
}

static void tcp4_vlan(struct octets *f)
{
    frame_link(f, 1, 1, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = 6, .payload = 37, .id = 1 });
    frame_tcp(f, 5060, 33333, 12);
    frame_put(f, "bytes", 5);
}

/* A segment left to the network card: the IP header names no length. */
static void tcp4_offloaded(struct octets *f)
{
    frame_link(f, 1, 0, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = 6, .payload = (unsigned)-20 });
    frame_tcp(f, 5060, 33333, 0);
    frame_fill(f, 'x', 100);
}

static void udp6_qinq(struct octets *f)
{
    frame_link(f, 1, 2, 0x86dd);
    frame_ipv6(f, (struct ip){ .proto = 17, .payload = 8 });
    frame_udp(f, 1, 2, 0);
}

static void udp6_tagged5(struct octets *f)
{
    frame_link(f, 1, 5, 0x86dd);
    frame_ipv6(f, (struct ip){ .proto = 17, .payload = 8 });
    frame_udp(f, 1, 2, 0);
}

static void udp4_sll(struct octets *f)
{
    frame_link(f, 113, 0, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = 17, .payload = 8 });
    frame_udp(f, 1, 2, 0);
}

static void udp6_sll2(struct octets *f)
{
    frame_link(f, 276, 1, 0x86dd);
    frame_ipv6(f, (struct ip){ .proto = 17, .payload = 8 });
    frame_udp(f, 1, 2, 0);
}

static void udp6_null(struct octets *f)
{
    frame_put(f, "\0\0\0\36", 4);
    frame_ipv6(f, (struct ip){ .proto = 17, .payload = 8 });
    frame_udp(f, 1, 2, 0);
}

static void null_other(struct octets *f)
{
    frame_put(f, "\7\0\0\0", 4);
    frame_fill(f, 0x45, 60);
}

static void udp4_raw(struct octets *f)
{
    frame_ipv4(f, (struct ip){ .proto = 17, .payload = 8 });
    frame_udp(f, 1, 2, 0);
}

static void raw_other(struct octets *f)
{
    frame_fill(f, 0x33, 60);
}

/* HOP_BY_HOP, DESTINATION, ROUTING, AUTHENTICATION, then UDP. */
static void udp6_extensions(struct octets *f)
{
    frame_link(f, 1, 0, 0x86dd);
    frame_ipv6(f, (struct ip){ .proto = 0, .payload = 8 + 16 + 8 + 24 + 8 });
    frame_extension(f, 60, 0);
    frame_extension(f, 43, 1);
    frame_extension(f, 51, 0);
    frame_ah(f, 17, 4);
    frame_udp(f, 1, 2, 0);
}

static void udp4_ah(struct octets *f)
{
    frame_ipv4(f, (struct ip){ .proto = 51, .payload = 24 + 8 });
    frame_ah(f, 17, 4);
    frame_udp(f, 1, 2, 0);
}

static void make_extensions(struct octets *f, unsigned n)
{
    frame_ipv6(f, (struct ip){ .proto = 60, .payload = n * 8 + 8 });
    for (unsigned i = 1; i <= n; i++)
        frame_extension(f, i < n ? 60 : 17, 0);
    frame_udp(f, 1, 2, 0);
}

static void udp6_extensions_16(struct octets *f)
{
    make_extensions(f, 16);
}

static void udp6_extensions_17(struct octets *f)
{
    make_extensions(f, 17);
}

static void extension_too_long(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 60, .payload = 16 });
    frame_extension(f, 17, 2);
    frame_udp(f, 1, 2, 0);
}

static void jumbogram(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 0, .payload = 0 });
    frame_extension(f, 17, 0);
    frame_udp(f, 1, 2, 0);
}

static void no_next_header(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 59, .payload = 8 });
    frame_fill(f, 0, 8);
}

static void make_fragment4(struct octets *f, unsigned fragment, unsigned proto)
{
    frame_link(f, 1, 0, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = proto, .payload = 16, .fragment = fragment, .id = 0xbeef });
    frame_fill(f, 'f', 16);
}

static void fragment4_first(struct octets *f)
{
    make_fragment4(f, 0x2000, 17);
}

static void fragment4_last(struct octets *f)
{
    make_fragment4(f, 0x1fff, 17);
}

static void fragment4_icmp(struct octets *f)
{
    make_fragment4(f, 0x2000, 1);
}

static void do_not_fragment(struct octets *f)
{
    make_fragment4(f, 0x4000, 17);
}

/* FRAGMENT after HOP_BY_HOP, as a sender with router alert would write it. */
static void fragment6_middle(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 0, .payload = 8 + 8 + 16 });
    frame_extension(f, 44, 0);
    frame_fragment(f, 17, 1232, true, 0xdeadbeef);
    frame_fill(f, 'f', 16);
}

static void fragment6_destination(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 44, .payload = 8 + 16 });
    frame_fragment(f, 60, 0, true, 1);
    frame_extension(f, 17, 0);
    frame_udp(f, 1, 2, 900);
}

static void fragment6_sctp(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 44, .payload = 8 + 16 });
    frame_fragment(f, 132, 0, true, 1);
    frame_fill(f, 'f', 16);
}

static void atomic6(struct octets *f)
{
    frame_ipv6(f, (struct ip){ .proto = 44, .payload = 8 + 8 });
    frame_fragment(f, 17, 0, false, 99);
    frame_udp(f, 1, 2, 0);
}

static void arp(struct octets *f)
{
    frame_link(f, 1, 1, 0x0806);
    frame_fill(f, 0, 28);
}

/* An IEEE 802.3 length that has the value of an IP protocol. */
static void length_17(struct octets *f)
{
    frame_link(f, 1, 0, 17);
    frame_fill(f, 0, 17);
}

static void icmp(struct octets *f)
{
    frame_link(f, 1, 0, 0x0800);
    frame_ipv4(f, (struct ip){ .proto = 1, .payload = 8 });
    frame_fill(f, 0, 8);
}

static void wrong_version4(struct octets *f)
{
    udp4(f);
    f->b[14] = 0x65;
}

static void wrong_version6(struct octets *f)
{
    udp6_qinq(f);
    f->b[22] = 0x40;
}

static void header_of_16(struct octets *f)
{
    udp4(f);
    f->b[14] = 0x44;
}

static void total_below_header(struct octets *f)
{
    udp4(f);
    f->b[17] = 19;
}

/* The IP header promises more than the wire had: what there is is given, and what was promised. */
static void total_above_packet(struct octets *f)
{
    udp4(f);
    f->b[16] = 0x10;
}

static void unknown_link(struct octets *f)
{
    frame_fill(f, 0x45, 40);
}

static const struct net_case cases[] = {
    { "UDP",
      1,
      udp4,
      { .link_need = 14,
        .need = 34,
        .l3 = 14,
        .full = 12,
        .proto = 17,
        .id = 0x1234,
        .has_id = true } },
    { "padding",
      1,
      udp4_padded,
      { .link_need = 14,
        .need = 34,
        .l3 = 14,
        .full = 12,
        .proto = 17,
        .id = 0x1234,
        .has_id = true } },
    { "IPV4 with options",
      1,
      udp4_options,
      { .link_need = 14, .need = 74, .l3 = 14, .full = 8, .proto = 17, .has_id = true } },
    { "TCP in 802.1Q",
      1,
      tcp4_vlan,
      { .link_need = 18,
        .need = 38,
        .l3 = 18,
        .full = 37,
        .proto = 6,
        .id = 1,
        .has_id = true,
        .tagged = true } },
    { "segmentation offload",
      1,
      tcp4_offloaded,
      { .link_need = 14, .need = 34, .l3 = 14, .full = 120, .proto = 6, .has_id = true } },
    { "IPV6 in QinQ",
      1,
      udp6_qinq,
      { .link_need = 22,
        .need = 62,
        .l3 = 22,
        .full = 8,
        .proto = 17,
        .tagged = true,
        .v6 = true } },
    { "five tags", 1, udp6_tagged5, { LOST(NOT_IP), .link_need = 30 } },
    { "cooked v1",
      113,
      udp4_sll,
      { .link_need = 16, .need = 36, .l3 = 16, .full = 8, .proto = 17, .has_id = true } },
    { "cooked v2, tagged",
      276,
      udp6_sll2,
      { .link_need = 24,
        .need = 64,
        .l3 = 24,
        .full = 8,
        .proto = 17,
        .tagged = true,
        .v6 = true } },
    { "null, Darwin's family",
      0,
      udp6_null,
      { .link_need = 4, .need = 44, .l3 = 4, .full = 8, .proto = 17, .v6 = true } },
    { "null, another family", 0, null_other, { LOST(NOT_IP), .link_need = 4 } },
    { "raw",
      101,
      udp4_raw,
      { .link_need = 1, .need = 20, .full = 8, .proto = 17, .has_id = true } },
    { "raw, no version", 101, raw_other, { LOST(NOT_IP), .link_need = 1 } },
    { "raw IPv4", 228, udp4_raw, { .need = 20, .full = 8, .proto = 17, .has_id = true } },
    { "raw IPv6 that is not", 229, udp4_raw, { LOST(IP_SHORT) } },
    { "extension headers",
      1,
      udp6_extensions,
      { .link_need = 14, .need = 110, .l3 = 14, .full = 8, .proto = 17, .v6 = true } },
    { "AUTHENTICATION in IPv4",
      228,
      udp4_ah,
      { .need = 44, .full = 8, .proto = 17, .has_id = true } },
    { "16 extension headers",
      229,
      udp6_extensions_16,
      { .need = 168, .full = 8, .proto = 17, .v6 = true } },
    { "17 extension headers", 229, udp6_extensions_17, { LOST(IP_SHORT) } },
    { "extension beyond the packet", 229, extension_too_long, { LOST(IP_SHORT) } },
    { "jumbogram", 229, jumbogram, { .need = 48, .full = 8, .proto = 17, .v6 = true } },
    { "no next header", 229, no_next_header, { LOST(IP_OTHER), .need = 40 } },
    { "first IPv4 fragment",
      1,
      fragment4_first,
      { .link_need = 14,
        .need = 34,
        .l3 = 14,
        .full = 16,
        .proto = 17,
        .id = 0xbeef,
        .has_id = true,
        .more = true } },
    { "last IPv4 fragment",
      1,
      fragment4_last,
      { .link_need = 14,
        .need = 34,
        .l3 = 14,
        .full = 16,
        .proto = 17,
        .id = 0xbeef,
        .has_id = true,
        .off = 65528 } },
    { "fragment of ICMP", 1, fragment4_icmp, { LOST(IP_OTHER), .link_need = 14, .need = 34 } },
    { "don't fragment",
      1,
      do_not_fragment,
      { .link_need = 14,
        .need = 34,
        .l3 = 14,
        .full = 16,
        .proto = 17,
        .id = 0xbeef,
        .has_id = true } },
    { "IPv6 fragment",
      229,
      fragment6_middle,
      { .need = 56,
        .full = 16,
        .proto = 17,
        .id = 0xdeadbeef,
        .has_id = true,
        .more = true,
        .off = 1232,
        .v6 = true } },
    { "IPv6 fragment with options within",
      229,
      fragment6_destination,
      { .need = 48, .full = 16, .proto = 60, .id = 1, .has_id = true, .more = true, .v6 = true } },
    { "IPv6 fragment of SCTP", 229, fragment6_sctp, { LOST(IP_OTHER), .need = 48 } },
    { "one fragment is all",
      229,
      atomic6,
      { .need = 48, .full = 8, .proto = 17, .id = 99, .has_id = true, .v6 = true } },
    { "ARP", 1, arp, { LOST(NOT_IP), .link_need = 18 } },
    { "802.3 length", 1, length_17, { LOST(NOT_IP), .link_need = 14 } },
    { "ICMP",
      1,
      icmp,
      { .link_need = 14, .need = 34, .l3 = 14, .full = 8, .proto = 1, .has_id = true } },
    { "not version 4", 1, wrong_version4, { LOST(IP_SHORT), .link_need = 14 } },
    { "not version 6", 1, wrong_version6, { LOST(IP_SHORT), .link_need = 22 } },
    { "IPv4 header of 16 bytes", 1, header_of_16, { LOST(IP_SHORT), .link_need = 14 } },
    { "total length below the header", 1, total_below_header, { LOST(IP_SHORT), .link_need = 14 } },
    { "total length above the packet",
      1,
      total_above_packet,
      { .link_need = 14,
        .need = 34,
        .l3 = 14,
        .full = 4096 + 12,
        .proto = 17,
        .id = 0x1234,
        .has_id = true } },
    { "unknown link type", 147, unknown_link, { LOST(LINK_UNKNOWN) } },
};

static uint64_t sum(const struct counters *c)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < COUNTER_COUNT; i++)
        n += c->v[i];
    return n;
}

/* What the first n captured bytes must give: a counter + 1, or 0. */
static unsigned lost_of(const struct expect *e, size_t n)
{
    if (e->lost == COUNTER_LINK_UNKNOWN + 1)
        return e->lost;
    if (n < e->link_need)
        return COUNTER_LINK_SHORT + 1;
    if (n < e->need)
        return COUNTER_IP_SHORT + 1;
    return e->lost;
}

static bool same(const struct expect *e, const struct net *n)
{
    return n->l3 == e->l3 && n->l4_full == e->full && n->proto == e->proto &&
           n->frag_off == e->off && n->id == e->id && n->has_id == e->has_id &&
           n->more == e->more && n->fragment == (e->more || e->off) && n->tagged == e->tagged;
}

static bool addresses(const struct expect *e, const struct net *n)
{
    struct addr src, dst;
    addr_parse(&src, e->v6 ? SLICE("2001:db8::11") : SLICE("10.1.1.11"));
    addr_parse(&dst, e->v6 ? SLICE("2001:db8::22") : SLICE("10.2.2.22"));
    return addr_eq(&n->src, &src) && addr_eq(&n->dst, &dst);
}

/* The header of the transport, whatever it is, from what was peeled. */
static void parse_transport(const struct net *n)
{
    struct counters c = { 0 };
    struct udp u;
    struct tcp_header t;
    bool udp = udp_parse(n->l4, n->l4_len, n->l4_full, &u, &c);
    assert_int_equal(sum(&c), udp ? 0 : 1);
    if (udp)
        assert_true(u.len <= u.full && u.data == n->l4 + 8 && u.len + 8 <= n->l4_len);
    bool tcp = tcp_parse(n->l4, n->l4_len, n->l4_full, &t, &c);
    assert_int_equal(sum(&c), !udp + !tcp);
    if (tcp)
        assert_true(t.len <= t.full && t.data + t.len == n->l4 + n->l4_len);
}

static void check_prefix(const struct net_case *k, const struct octets *f, size_t n)
{
    uint8_t *heap = malloc(n ? n : 1);
    memcpy(heap, f->b, n);
    struct packet pkt = {
        .data = heap, .caplen = (uint32_t)n, .len = (uint32_t)f->n, .link = (uint16_t)k->link
    };
    struct counters c = { 0 };
    struct net net;
    memset(&net, 0xa5, sizeof(net));
    bool ok = net_peel(&pkt, &net, &c);
    unsigned lost = lost_of(&k->e, n);
    if (ok != !lost || sum(&c) != !ok || (lost && !c.v[lost - 1]))
        fail_msg("%s: %zu of %zu bytes: %s", k->name, n, f->n, ok ? "peeled" : "lost");
    if (ok) {
        size_t at = (size_t)(net.l4 - heap), len = n - at;
        if (!same(&k->e, &net) || !addresses(&k->e, &net))
            fail_msg("%s: %zu of %zu bytes: another datagram", k->name, n, f->n);
        if (at > n || net.l4_len != (len < k->e.full ? len : k->e.full))
            fail_msg("%s: %zu of %zu bytes: l4 of %u", k->name, n, f->n, net.l4_len);
        parse_transport(&net);
    }
    free(heap);
}

static void peels_every_prefix(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct octets f = { 0 };
        cases[i].make(&f);
        for (size_t n = 0; n <= f.n; n++)
            check_prefix(&cases[i], &f, n);
    }
}

static void parses_udp(void **state)
{
    static const struct {
        unsigned length, have, full; /* by the UDP header; captured and on the wire */
        int len, out_full;           /* -1: lost */
    } k[] = {
        { 20, 20, 20, 12, 12 }, { 20, 30, 30, 12, 12 },      { 20, 15, 20, 7, 12 },
        { 8, 8, 8, 0, 0 },      { 7, 20, 20, -1, -1 },       { 1, 20, 20, -1, -1 },
        { 0, 20, 20, 12, 12 },  { 0, 20, 70000, 12, 69992 }, { 60, 20, 20, 12, 12 },
        { 60, 20, 40, 12, 32 }, { 60, 20, 90, 12, 52 },      { 20, 7, 20, -1, -1 },
        { 20, 0, 20, -1, -1 },  { 20, 8, 20, 0, 12 },        { 20, 20, 0, 12, 12 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct octets f = { 0 };
        struct counters c = { 0 };
        struct udp u;
        frame_udp(&f, 5060, 65535, k[i].length - 8);
        frame_fill(&f, 'x', 100);
        uint8_t *heap = malloc(k[i].have ? k[i].have : 1);
        memcpy(heap, f.b, k[i].have);
        bool ok = udp_parse(heap, k[i].have, k[i].full, &u, &c);
        if (ok != (k[i].len >= 0) || c.v[COUNTER_UDP_SHORT] != !ok)
            fail_msg("row %zu: %d", i, ok);
        if (ok && (u.sport != 5060 || u.dport != 65535 || u.len != (unsigned)k[i].len ||
                   u.full != (unsigned)k[i].out_full))
            fail_msg("row %zu: %u of %u", i, u.len, u.full);
        free(heap);
    }
}

static void parses_tcp(void **state)
{
    (void)state;
    for (unsigned options = 0; options <= 40; options += 4) {
        struct octets f = { 0 };
        frame_tcp(&f, 5061, 1, options);
        frame_fill(&f, 'x', 10);
        for (uint32_t n = 0; n <= f.n; n++) {
            struct counters c = { 0 };
            struct tcp_header t;
            uint8_t *heap = malloc(n ? n : 1);
            memcpy(heap, f.b, n);
            bool ok = tcp_parse(heap, n, (uint32_t)f.n, &t, &c);
            assert_int_equal(ok, n >= 20 + options);
            assert_int_equal(c.v[COUNTER_TCP_SHORT], !ok);
            if (ok)
                assert_true(t.sport == 5061 && t.dport == 1 && t.seq == 0xfffffff0 && t.ack == 7 &&
                            t.flags == (TCP_PSH | TCP_ACK) && t.full == 10 &&
                            t.len == n - 20 - options);
            free(heap);
        }
        f.b[12] = 0x40; /* a header of 16 bytes */
        struct counters c = { 0 };
        struct tcp_header t;
        assert_false(tcp_parse(f.b, (uint32_t)f.n, (uint32_t)f.n, &t, &c));
        assert_int_equal(c.v[COUNTER_TCP_SHORT], 1);
    }
}

/* Goes on in bytes that were put together from fragments. */
static bool resume(const struct octets *f, size_t n, unsigned proto, struct net *io,
                   struct counters *c)
{
    *io = (struct net){ .l4 = f->b,
                        .l4_len = (uint32_t)n,
                        .l4_full = (uint32_t)f->n,
                        .proto = (uint8_t)proto,
                        .fragment = true,
                        .more = true,
                        .id = 7,
                        .has_id = true,
                        .l3 = 14,
                        .tagged = true };
    return net_resume(io, c);
}

static void resumes_after_fragments(void **state)
{
    (void)state;
    struct octets f = { 0 };
    struct counters c = { 0 };
    struct net n;
    frame_extension(&f, 51, 1);
    frame_ah(&f, 17, 4);
    frame_udp(&f, 1, 2, 0);
    for (size_t i = 0; i <= f.n; i++) {
        struct octets *heap = malloc(offsetof(struct octets, b) + i);
        heap->n = f.n;
        memcpy(heap->b, f.b, i);
        c = (struct counters){ 0 };
        bool ok = resume(heap, i, 60, &n, &c);
        assert_int_equal(ok, i >= 40);
        assert_int_equal(c.v[COUNTER_IP_SHORT], !ok);
        if (ok)
            assert_true(n.l4 == heap->b + 40 && n.l4_len == i - 40 && n.l4_full == 8 &&
                        n.proto == 17 && !n.fragment && !n.more && n.id == 7 && n.has_id &&
                        n.l3 == 14 && n.tagged);
        free(heap);
    }
    assert_true(resume(&f, f.n, 17, &n, &c));
    assert_true(n.l4 == f.b && n.l4_len == f.n && n.proto == 17 && !n.fragment);

    c = (struct counters){ 0 };
    assert_false(resume(&f, f.n, 1, &n, &c));
    assert_int_equal(c.v[COUNTER_IP_OTHER], 1);
}

static void loses_fragments_of_fragments(void **state)
{
    (void)state;
    struct octets f = { 0 };
    struct counters c = { 0 };
    struct net n;
    frame_fragment(&f, 17, 8, true, 1);
    frame_fill(&f, 'x', 8);
    assert_false(resume(&f, f.n, 44, &n, &c));
    assert_int_equal(c.v[COUNTER_IP_SHORT], 1);
    assert_int_equal(sum(&c), 1);
}

static void knows_its_links(void **state)
{
    (void)state;
    assert_true(net_knows_link(1) && net_knows_link(0) && net_knows_link(276));
    assert_false(net_knows_link(277) || net_knows_link(2) || net_knows_link(65535));
}

/* Ethernet with one byte of its IPv4 header changed, cut everywhere: peeled in one step or layer by
 * layer as raw IPv4, it comes to the same. */
static void usual_packets_are_no_other(void **state)
{
    (void)state;
    enum { ETHER = 14, ALL = ETHER + 20 + 8 + 12, RAW_IPV4 = 228 };
    static const uint8_t ip[] = { 0x45, 0, 0,  38, 0x12, 0x34, 0,  0, 64, 17,
                                  0,    0, 10, 0,  0,    1,    10, 0, 0,  2 };
    static const uint8_t values[] = {
        0, 1, 4, 6, 17, 19, 20, 21, 0x20, 0x40, 0x45, 0x46, 0x80, 0xff
    };
    for (size_t at = 0; at < sizeof(ip); at++)
        for (size_t v = 0; v < sizeof(values); v++)
            for (size_t n = ETHER; n <= ALL; n++) {
                uint8_t *data = calloc(n + BLOCK_PADDING, 1);
                assert_non_null(data);
                data[12] = 8;
                memcpy(data + ETHER, ip, n - ETHER < sizeof(ip) ? n - ETHER : sizeof(ip));
                if (ETHER + at < n)
                    data[ETHER + at] = values[v];
                struct packet whole = {
                    .data = data, .caplen = (uint32_t)n, .len = ALL, .link = 1
                };
                struct packet bare = { .data = data + ETHER,
                                       .caplen = (uint32_t)n - ETHER,
                                       .len = ALL - ETHER,
                                       .link = RAW_IPV4 };
                struct counters a = { { 0 } }, b = { { 0 } };
                struct net x, y;
                bool good = net_peel(&whole, &x, &a);
                assert_int_equal(net_peel(&bare, &y, &b), good);
                assert_memory_equal(&a, &b, sizeof(a));
                if (good) {
                    assert_true(addr_eq(&x.src, &y.src) && addr_eq(&x.dst, &y.dst));
                    assert_true(x.l4 == y.l4 && x.l4_len == y.l4_len && x.l4_full == y.l4_full);
                    assert_true(x.id == y.id && x.l3 == y.l3 + ETHER && x.proto == y.proto);
                    assert_true(x.frag_off == y.frag_off && x.has_id == y.has_id &&
                                x.fragment == y.fragment && x.more == y.more && !x.tagged);
                }
                free(data);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peels_every_prefix),
        cmocka_unit_test(parses_udp),
        cmocka_unit_test(parses_tcp),
        cmocka_unit_test(resumes_after_fragments),
        cmocka_unit_test(loses_fragments_of_fragments),
        cmocka_unit_test(knows_its_links),
        cmocka_unit_test(usual_packets_are_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
