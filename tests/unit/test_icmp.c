/* ICMP errors that quote a datagram: each type and code, lengths that lie, every prefix. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "capture/net/icmp.h"
#include "tests/unit/frames.h"

enum { ETHERNET = 14, NONE = ICMP_REASON_COUNT, DATA = 200, FULL = 600 };

/* What an error quotes. */
enum quoted {
    QUOTED_UDP,       /* FULL bytes of data by the headers, of which DATA are quoted */
    QUOTED_WHOLE,     /* DATA bytes, all quoted */
    QUOTED_OPTIONS,   /* IPv4 options or IPv6 extension headers before UDP */
    QUOTED_FIRST,     /* the first fragment of a datagram */
    QUOTED_LATER,     /* another fragment */
    QUOTED_TCP,       /* a segment */
    QUOTED_ICMP,      /* an error about an error, which nobody may send */
    QUOTED_OTHER_IP,  /* IPv4 in ICMPv6 and the other way round */
    QUOTED_NO_LENGTH, /* 0 in the UDP header */
    QUOTED_SHORT,     /* less in the IP header than there is */
    QUOTED_LESS,      /* less in the UDP header than there is */
};

struct icmp_case {
    const char *name;
    bool v6;
    unsigned type, code, rest; /* rest: the second 32 bits of the header */
    enum quoted quoted;
    unsigned reason, mtu;
};

static const struct icmp_case cases[] = {
    { "net", false, 3, 0, 0, QUOTED_UDP, ICMP_NET, 0 },
    { "host", false, 3, 1, 0, QUOTED_UDP, ICMP_HOST, 0 },
    { "protocol", false, 3, 2, 0, QUOTED_UDP, ICMP_PROTOCOL, 0 },
    { "port", false, 3, 3, 0, QUOTED_UDP, ICMP_PORT, 0 },
    { "port, all quoted", false, 3, 3, 0, QUOTED_WHOLE, ICMP_PORT, 0 },
    { "port, options", false, 3, 3, 0, QUOTED_OPTIONS, ICMP_PORT, 0 },
    { "too big", false, 3, 4, 1400, QUOTED_UDP, ICMP_TOO_BIG, 1400 },
    { "source route", false, 3, 5, 0, QUOTED_UDP, ICMP_ROUTE, 0 },
    { "prohibited", false, 3, 13, 0, QUOTED_UDP, ICMP_PROHIBITED, 0 },
    { "code of the future", false, 3, 16, 0, QUOTED_UDP, ICMP_OTHER, 0 },
    { "hops", false, 11, 0, 0, QUOTED_UDP, ICMP_HOPS, 0 },
    { "reassembly", false, 11, 1, 0, QUOTED_FIRST, ICMP_REASSEMBLY, 0 },
    { "parameter", false, 12, 0, 20U << 24, QUOTED_UDP, ICMP_PARAMETER, 0 },
    { "echo", false, 8, 0, 0, QUOTED_UDP, NONE, 0 },
    { "echo reply", false, 0, 0, 0, QUOTED_UDP, NONE, 0 },
    { "redirect", false, 5, 1, 0x0a010105, QUOTED_UDP, NONE, 0 },
    { "port, TCP", false, 3, 3, 0, QUOTED_TCP, NONE, 0 },
    { "later fragment", false, 3, 1, 0, QUOTED_LATER, NONE, 0 },
    { "error about an error", false, 3, 3, 0, QUOTED_ICMP, NONE, 0 },
    { "IPv6 in ICMP", false, 3, 3, 0, QUOTED_OTHER_IP, NONE, 0 },
    { "no UDP length", false, 3, 3, 0, QUOTED_NO_LENGTH, ICMP_PORT, 0 },
    { "short by the IP header", false, 3, 3, 0, QUOTED_SHORT, ICMP_PORT, 0 },
    { "short by the UDP header", false, 3, 3, 0, QUOTED_LESS, ICMP_PORT, 0 },
    { "extensions (RFC 4884)", false, 11, 0, 32U << 16, QUOTED_UDP, ICMP_HOPS, 0 },
    { "extensions said of less than 128 bytes", false, 11, 0, 31U << 16, QUOTED_UDP, ICMP_HOPS, 0 },
    { "extensions said of more", false, 11, 0, 255U << 16, QUOTED_UDP, ICMP_HOPS, 0 },
    { "no route", true, 1, 0, 0, QUOTED_UDP, ICMP_NET, 0 },
    { "policy", true, 1, 1, 0, QUOTED_UDP, ICMP_PROHIBITED, 0 },
    { "address", true, 1, 3, 0, QUOTED_UDP, ICMP_HOST, 0 },
    { "port", true, 1, 4, 0, QUOTED_UDP, ICMP_PORT, 0 },
    { "port, extension headers", true, 1, 4, 0, QUOTED_OPTIONS, ICMP_PORT, 0 },
    { "code of the future", true, 1, 200, 0, QUOTED_UDP, ICMP_OTHER, 0 },
    { "too big", true, 2, 0, 1280, QUOTED_UDP, ICMP_TOO_BIG, 1280 },
    { "too big for a huge link", true, 2, 0, 0xfffffff0, QUOTED_UDP, ICMP_TOO_BIG, 0xfffffff0 },
    { "hops", true, 3, 0, 0, QUOTED_UDP, ICMP_HOPS, 0 },
    { "reassembly", true, 3, 1, 0, QUOTED_WHOLE, ICMP_REASSEMBLY, 0 },
    { "parameter", true, 4, 1, 40, QUOTED_UDP, ICMP_PARAMETER, 0 },
    { "echo", true, 128, 0, 0, QUOTED_UDP, NONE, 0 },
    { "neighbour", true, 135, 0, 0, QUOTED_UDP, NONE, 0 },
    { "port, TCP", true, 1, 4, 0, QUOTED_TCP, NONE, 0 },
    { "fragment", true, 1, 4, 0, QUOTED_LATER, NONE, 0 },
    { "error about an error", true, 1, 4, 0, QUOTED_ICMP, NONE, 0 },
    { "IPv4 in ICMPv6", true, 1, 4, 0, QUOTED_OTHER_IP, NONE, 0 },
    { "extensions (RFC 4884)", true, 3, 0, 16U << 24, QUOTED_UDP, ICMP_HOPS, 0 },
};

static void put_ip(struct octets *f, bool v6, struct ip h)
{
    if (v6)
        frame_ipv6(f, h);
    else
        frame_ipv4(f, h);
}

/* The quoted headers; returns how many bytes of data follow, and by the headers. */
static unsigned put_quote(struct octets *f, const struct icmp_case *k, unsigned *full)
{
    unsigned data = DATA, udp = 17;
    *full = k->quoted == QUOTED_WHOLE       ? DATA
            : k->quoted == QUOTED_NO_LENGTH ? DATA
            : k->quoted == QUOTED_LESS      ? 50
                                            : FULL;
    struct ip h = { .proto = udp, .payload = 8 + *full, .id = 0x4242 };
    switch (k->quoted) {
    case QUOTED_OPTIONS:
        h.options = 12;
        h.proto = k->v6 ? 0 : udp;
        h.payload += k->v6 ? 8 : 0;
        break;
    case QUOTED_FIRST:
        h.fragment = 0x2000;
        h.payload = 8 + DATA;
        break;
    case QUOTED_LATER:
        h.fragment = 0x0010;
        h.proto = k->v6 ? 44 : udp;
        break;
    case QUOTED_TCP:
        h.proto = 6;
        break;
    case QUOTED_ICMP:
        h.proto = k->v6 ? 58 : 1;
        break;
    case QUOTED_SHORT:
        h.payload = 8 + 30;
        break;
    case QUOTED_NO_LENGTH:
    case QUOTED_LESS:
        h.payload = 8 + FULL;
        break;
    default:
        break;
    }
    put_ip(f, k->v6 != (k->quoted == QUOTED_OTHER_IP), h);
    if (k->v6 && k->quoted == QUOTED_OPTIONS)
        frame_extension(f, udp, 0);
    if (k->v6 && k->quoted == QUOTED_LATER)
        frame_fragment(f, udp, 64, false, 7);
    frame_udp(f, 5060, 5080, k->quoted == QUOTED_NO_LENGTH ? (unsigned)-8 : *full);
    return data;
}

static void put_case(struct octets *f, const struct icmp_case *k, unsigned *data_at, unsigned *full)
{
    struct octets quote = { 0 };
    unsigned data = put_quote(&quote, k, full);
    frame_link(f, 1, 0, k->v6 ? 0x86dd : 0x0800);
    unsigned length = 8 + (unsigned)quote.n + data;
    put_ip(f, k->v6, (struct ip){ .proto = k->v6 ? 58 : 1, .payload = length });
    frame_be16(f, k->type << 8 | k->code);
    frame_be16(f, 0);
    frame_be32(f, k->rest);
    frame_put(f, quote.b, quote.n);
    *data_at = (unsigned)f->n;
    for (unsigned i = 0; i < data; i++)
        frame_fill(f, (uint8_t)i, 1);
}

/* Bytes of data that may be believed, where `have` bytes of it were captured. */
static unsigned believed(const struct icmp_case *k, unsigned quote_at, unsigned data_at,
                         unsigned have, unsigned full)
{
    unsigned units = k->v6 ? (k->rest >> 24) * 8 : (k->rest >> 16 & 0xff) * 4;
    unsigned limit = data_at - quote_at + have;
    bool may_tell = k->v6 ? k->type == 1 || k->type == 3 : true;
    if (may_tell && units >= 128 && units < limit)
        have = units - (data_at - quote_at);
    if (k->quoted == QUOTED_SHORT && have > 30)
        have = 30;
    return have < full ? have : full;
}

static void check_prefix(const struct icmp_case *k, const struct octets *f, size_t n,
                         unsigned data_at, unsigned full)
{
    uint8_t *heap = malloc(n ? n : 1);
    memcpy(heap, f->b, n);
    struct packet pkt = { .data = heap, .caplen = (uint32_t)n, .len = (uint32_t)f->n, .link = 1 };
    struct counters c = { 0 };
    struct net net;
    struct icmp_error e;
    struct payload q;
    memset(&e, 0xa5, sizeof(e));
    memset(&q, 0xa5, sizeof(q));
    bool ok = net_peel(&pkt, &net, &c) && icmp_parse(&net, &e, &q);
    if (ok != (k->reason != NONE && n >= data_at))
        fail_msg("%s: %zu of %zu bytes: %s", k->name, n, f->n, ok ? "taken" : "refused");
    if (ok) {
        unsigned have = (unsigned)n - data_at;
        unsigned expected = believed(k, ETHERNET + (k->v6 ? 40 : 20) + 8, data_at, have, full);
        if (k->quoted == QUOTED_NO_LENGTH)
            full = expected;
        if (e.reason != k->reason || e.mtu != k->mtu || !addr_eq(&e.from, &net.src))
            fail_msg("%s: %zu bytes: reason %u, MTU %u", k->name, n, e.reason, e.mtu);
        if (q.data != heap + data_at || q.len != expected || q.full_len != full)
            fail_msg("%s: %zu bytes: %u of %u of data, not %u of %u", k->name, n, q.len, q.full_len,
                     expected, full);
        assert_true(q.src.port == 5060 && q.dst.port == 5080 && q.transport == TRANSPORT_UDP);
        assert_true(addr_eq(&q.src.addr, &net.src) && addr_eq(&q.dst.addr, &net.dst));
        assert_true(q.has_ip_id == !k->v6 && (k->v6 || q.ip_id == 0x4242));
    }
    free(heap);
}

static void reads_every_prefix(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct octets f = { 0 };
        unsigned data_at, full;
        put_case(&f, &cases[i], &data_at, &full);
        for (size_t n = 0; n <= f.n; n++)
            check_prefix(&cases[i], &f, n, data_at, full);
    }
}

/* Quotes in quotes in quotes, as deep as a packet is long: the first one decides. */
static void looks_no_deeper(void **state)
{
    (void)state;
    struct octets f = { 0 };
    frame_link(&f, 1, 0, 0x0800);
    for (unsigned i = 0; i < 40; i++) {
        frame_ipv4(&f, (struct ip){ .proto = 1, .payload = 1400 - i * 28 });
        frame_be16(&f, 3 << 8 | 3);
        frame_fill(&f, 0, 6);
    }
    struct packet pkt = { .data = f.b, .caplen = (uint32_t)f.n, .len = (uint32_t)f.n, .link = 1 };
    struct counters c = { 0 };
    struct net net;
    struct icmp_error e;
    struct payload q;
    assert_true(net_peel(&pkt, &net, &c));
    assert_false(icmp_parse(&net, &e, &q));
}

/* Bytes that mean nothing, behind headers that let them through. */
static void takes_any_bytes(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    for (unsigned round = 0; round < 20000; round++) {
        size_t n = round % 120;
        uint8_t *heap = malloc(n ? n : 1);
        for (size_t i = 0; i < n; i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            heap[i] = (uint8_t)random;
        }
        bool v6 = round & 1;
        if (n > 9) {
            heap[0] = v6 ? 1 : 3;
            heap[8] = v6 ? 0x60 : 0x45 + (heap[8] & 1);
        }
        if (n > 17)
            heap[v6 ? 14 : 17] = 17;
        struct net net = { .l4 = heap,
                           .l4_len = (uint32_t)n,
                           .l4_full = (uint32_t)n,
                           .proto = v6 ? NET_ICMP6 : NET_ICMP };
        addr_set_v4(&net.src, (const uint8_t[]){ 10, 0, 0, 1 });
        net.src.ip[0] = v6 ? 0x20 : 0;
        struct icmp_error e;
        struct payload q;
        if (icmp_parse(&net, &e, &q))
            assert_true(q.data >= heap && q.data + q.len <= heap + n && q.len <= q.full_len);
        free(heap);
    }
}

static void has_words(void **state)
{
    (void)state;
    static const struct {
        enum icmp_reason reason;
        const char *words;
    } rows[] = {
        { ICMP_NET, "net unreachable" },
        { ICMP_HOST, "host unreachable" },
        { ICMP_PROTOCOL, "protocol unreachable" },
        { ICMP_PORT, "port unreachable" },
        { ICMP_TOO_BIG, "fragmentation needed" },
        { ICMP_PROHIBITED, "administratively prohibited" },
        { ICMP_ROUTE, "source route failed" },
        { ICMP_HOPS, "time exceeded" },
        { ICMP_REASSEMBLY, "fragment reassembly time exceeded" },
        { ICMP_PARAMETER, "parameter problem" },
        { ICMP_OTHER, "destination unreachable" },
    };
    assert_int_equal(sizeof(rows) / sizeof(rows[0]), ICMP_REASON_COUNT);
    for (size_t i = 0; i < ICMP_REASON_COUNT; i++)
        assert_string_equal(icmp_reason_words(rows[i].reason), rows[i].words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_prefix),
        cmocka_unit_test(looks_no_deeper),
        cmocka_unit_test(takes_any_bytes),
        cmocka_unit_test(has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
