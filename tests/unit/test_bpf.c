/* Tests of capture filters: that a port filter holds on every link type, loses neither tagged
 * packets nor fragments, and that a wrong expression is told in libpcap's words. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/bpf.h"
#include "capture/link/link.h"
#include "tests/unit/frames.h"

/* A datagram of UDP or TCP, and how it travels. */
struct trip {
    unsigned link, tags;
    bool v6;
    unsigned proto, sport, dport;
};

static void make(struct octets *f, const struct trip *t)
{
    unsigned transport = t->proto == 6 ? 20 : 8;
    struct ip ip = { .proto = t->proto, .payload = transport + 4 };
    f->n = 0;
    frame_link(f, t->link, t->tags, t->v6 ? 0x86dd : 0x0800);
    if (t->v6)
        frame_ipv6(f, ip);
    else
        frame_ipv4(f, ip);
    if (t->proto == 6)
        frame_tcp(f, t->sport, t->dport, 0);
    else
        frame_udp(f, t->sport, t->dport, 4);
    frame_put(f, "SIP!", 4);
}

static struct packet packet_of(const struct octets *f, const uint8_t *data, unsigned link)
{
    return (struct packet){
        .data = data, .caplen = (uint32_t)f->n, .len = (uint32_t)f->n, .link = (uint16_t)link
    };
}

static struct bpf *compile(const char *expression)
{
    struct bpf *f = NULL;
    struct err err = { "" };
    if (bpf_new(&f, expression, &err))
        fail_msg("%s", err.text);
    return f;
}

/* From an exact-size heap block, as what was peeled from it, and without. */
static bool match(const struct bpf *filter, const struct octets *f, unsigned link)
{
    uint8_t *heap = malloc(f->n ? f->n : 1);
    memcpy(heap, f->b, f->n);
    struct packet pkt = packet_of(f, heap, link);
    struct counters c = { 0 };
    struct net net;
    bool peeled = net_peel(&pkt, &net, &c);
    bool pass = bpf_match(filter, &pkt, peeled ? &net : NULL);
    assert_int_equal(bpf_match(filter, &pkt, NULL), pass);
    free(heap);
    return pass;
}

static const struct {
    unsigned link, tags;
} ways[] = {
    { 1, 0 },   { 1, 1 }, { 1, 2 },   { 1, 4 },   { 113, 0 }, { 113, 1 }, { 276, 0 },
    { 276, 2 }, { 0, 0 }, { 108, 0 }, { 101, 0 }, { 12, 0 },  { 14, 0 },
};

static const struct {
    const char *expression;
    unsigned proto, sport, dport;
    bool v4, v6; /* does it pass? */
} judged[] = {
    { "port 5060", 17, 5060, 9, true, true },
    { "port 5060", 17, 9, 5060, true, true },
    { "port 5060", 6, 5060, 9, true, true },
    { "port 5060", 17, 5061, 9, false, false },
    { "not port 5060", 17, 5060, 9, false, false },
    { "not port 5060", 17, 5061, 9, true, true },
    { "udp port 5060", 17, 9, 5060, true, true },
    { "udp port 5060", 6, 9, 5060, false, false },
    { "tcp dst port 5060", 6, 9, 5060, true, true },
    { "host 10.1.1.11", 17, 1, 2, true, false },
    { "host 10.1.1.12", 17, 1, 2, false, false },
    { "src host 2001:db8::11", 17, 1, 2, false, true },
    { "net 10.2.0.0/16 and udp", 17, 1, 2, true, false },
    { "ip6", 17, 1, 2, false, true },
    { "portrange 5000-6000", 6, 5999, 1, true, true },
    { "ip and udp[8:4] = 0x53495021", 17, 1, 2, true, false },
    { "", 17, 1, 2, true, true },
};

static void holds_on_every_way(void **state)
{
    static struct octets f;
    (void)state;
    for (size_t i = 0; i < sizeof(judged) / sizeof(judged[0]); i++) {
        struct bpf *filter = compile(judged[i].expression);
        for (size_t w = 0; w < 2 * sizeof(ways) / sizeof(ways[0]); w++) {
            bool v6 = w & 1;
            struct trip t = { ways[w / 2].link, ways[w / 2].tags, v6,
                              judged[i].proto,  judged[i].sport,  judged[i].dport };
            make(&f, &t);
            if (match(filter, &f, t.link) != (v6 ? judged[i].v6 : judged[i].v4))
                fail_msg("\"%s\": row %zu, link %u, %u tags, IPv%d", judged[i].expression, i,
                         t.link, t.tags, v6 ? 6 : 4);
        }
        bpf_free(filter);
    }
}

static void raw_of_one_version(void **state)
{
    static struct octets f;
    (void)state;
    struct bpf *filter = compile("udp port 5060");
    make(&f, &(struct trip){ 228, 0, false, 17, 5060, 1 });
    assert_true(match(filter, &f, 228));
    make(&f, &(struct trip){ 229, 0, true, 17, 5060, 1 });
    assert_true(match(filter, &f, 229));
    assert_false(match(filter, &f, 147)); /* a link type that is not decoded */
    bpf_free(filter);
}

/* Whoever captured: IPv6 has another number in each of their families. */
static void families_of_every_system(void **state)
{
    static const uint8_t heads[][5] = { { 0, 10 }, { 0, 24 },          { 0, 28 },
                                        { 0, 30 }, { 0, 0, 0, 0, 30 }, { 108, 0, 0, 0, 24 } };
    static struct octets f;
    (void)state;
    struct bpf *filter = compile("udp port 5060");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        make(&f, &(struct trip){ 0, 0, true, 17, 5060, 1 });
        memcpy(f.b, heads[i] + 1, 4);
        if (!match(filter, &f, heads[i][0]))
            fail_msg("row %zu", i);
    }
    make(&f, &(struct trip){ 0, 0, true, 17, 5060, 1 });
    f.b[0] = 7;
    assert_false(match(filter, &f, 0));
    bpf_free(filter);
}

/* Whoever names the tags gets libpcap's own meaning of them. */
static void tags_that_are_named(void **state)
{
    static const struct {
        const char *expression;
        bool pass[3]; /* untagged, 802.1Q, QinQ */
    } k[] = {
        { "vlan", { false, true, true } },
        { "vlan and port 5060", { false, true, false } },
        { "(vlan and vlan) and port 5060", { false, false, true } },
        { "vlan 101 and udp port 5060", { false, true, false } },
        { "vlan 102", { false, false, false } },
        { "not vlan", { true, false, false } },
        { "port 5060", { true, true, true } },
        { "greater 46", { true, true, true } },
        { "greater 47", { false, false, false } },
    };
    static struct octets f;
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct bpf *filter = compile(k[i].expression);
        for (unsigned tags = 0; tags < 3; tags++) {
            make(&f, &(struct trip){ 1, tags, false, 17, 5060, 1 });
            if (match(filter, &f, 1) != k[i].pass[tags])
                fail_msg("\"%s\" with %u tags", k[i].expression, tags);
        }
        bpf_free(filter);
    }
}

/* What is no IP is judged as well, with its tags or without. */
static void other_packets(void **state)
{
    static struct octets f;
    (void)state;
    struct bpf *filter = compile("arp");
    for (unsigned tags = 0; tags < 3; tags++) {
        f.n = 0;
        frame_link(&f, 1, tags, 0x0806);
        frame_fill(&f, 0, 28);
        assert_true(match(filter, &f, 1));
    }
    bpf_free(filter);
}

static void every_prefix_is_safe(void **state)
{
    static struct octets f, cut;
    (void)state;
    struct bpf *filter = compile("udp port 5060");
    for (size_t w = 0; w < 2 * sizeof(ways) / sizeof(ways[0]); w++) {
        bool last = false;
        make(&f, &(struct trip){ ways[w / 2].link, ways[w / 2].tags, w & 1, 17, 5060, 1 });
        for (size_t n = 0; n <= f.n; n++) {
            cut.n = n;
            memcpy(cut.b, f.b, n);
            bool pass = match(filter, &cut, ways[w / 2].link);
            assert_true(pass || !last); /* more bytes never change their mind */
            last = pass;
        }
        assert_true(last);
    }
    bpf_free(filter);
}

/* A packet that a host did not cut into segments yet: what is beyond the copy is as if cut off. */
static void a_huge_tagged_packet(void **state)
{
    struct octets *f = calloc(1, sizeof(*f));
    (void)state;
    struct bpf *filter = compile("udp port 5060");
    make(f, &(struct trip){ 1, 1, false, 17, 5060, 1 });
    frame_fill(f, 'x', sizeof(f->b) - f->n);
    assert_true(match(filter, f, 1));
    bpf_free(filter);
    filter = compile("ether[60000] = 0x78 and ether[65535] = 0x78");
    assert_true(match(filter, f, 1));
    bpf_free(filter);
    filter = compile("ether[70000] = 0x78");
    assert_false(match(filter, f, 1));
    bpf_free(filter);
    free(f);
}

enum {
    PIECE = 1480,
    WHOLE = 4000,
};

/* The fragment at `off` of a datagram of WHOLE bytes. */
static void make_fragment(struct octets *f, unsigned link, unsigned tags, bool v6, unsigned off,
                          const uint8_t *l4, bool options)
{
    unsigned left = WHOLE - off, n = left < PIECE ? left : PIECE;
    bool more = left > n;
    f->n = 0;
    frame_link(f, link, tags, v6 ? 0x86dd : 0x0800);
    if (v6) {
        unsigned before = 8 + (options ? 16 + 24 : 0);
        frame_ipv6(f, (struct ip){ .proto = options ? 0 : 44, .payload = before + n });
        if (options) {
            frame_extension(f, 51, 1);
            frame_ah(f, 44, 4);
        }
        frame_fragment(f, 17, off, more, 9);
    } else {
        frame_ipv4(f, (struct ip){ .proto = 17,
                                   .payload = n,
                                   .options = options ? 12 : 0,
                                   .fragment = off / 8 | (more ? 0x2000U : 0) });
    }
    frame_put(f, l4 + off, n);
}

/* Any of its fragments stands for the datagram, so their order does not matter. */
static void check_whole(const char *expression, bool expected, unsigned link, unsigned tags,
                        unsigned kind)
{
    static struct octets f, l4;
    struct bpf *filter = compile(expression);
    l4.n = 0;
    frame_udp(&l4, 5060, 1, WHOLE - 8);
    frame_fill(&l4, 'x', WHOLE - 9);
    frame_put(&l4, "E", 1);
    for (unsigned off = 0; off < WHOLE; off += PIECE) {
        make_fragment(&f, link, tags, kind & 1, off, l4.b, kind & 2);
        uint8_t *heap = malloc(f.n);
        memcpy(heap, f.b, f.n);
        struct packet pkt = packet_of(&f, heap, link);
        struct counters c = { 0 };
        struct net net;
        assert_true(net_peel(&pkt, &net, &c) && net.fragment);
        uint8_t *whole = malloc(WHOLE);
        memcpy(whole, l4.b, WHOLE);
        if (bpf_match_whole(filter, &pkt, &net, whole, WHOLE) != expected)
            fail_msg("\"%s\": link %u, %u tags, kind %u, offset %u", expression, link, tags, kind,
                     off);
        free(whole);
        free(heap);
    }
    bpf_free(filter);
}

static void fragments_in_any_order(void **state)
{
    (void)state;
    for (size_t w = 0; w < sizeof(ways) / sizeof(ways[0]); w++) {
        unsigned link = ways[w].link, tags = ways[w].tags;
        for (unsigned kind = 0; kind < 3; kind++) { /* IPv4, IPv6, IPv4 with options */
            check_whole("udp port 5060", true, link, tags, kind);
            check_whole("not port 5060", false, link, tags, kind);
            check_whole("port 5061", false, link, tags, kind);
        }
        check_whole("ip[6:2] & 0x3fff = 0 and ip[2:2] = 4020", true, link, tags, 0);
        check_whole("udp[3999] = 0x45 and host 10.2.2.22", true, link, tags, 0);
        check_whole("ip6[6] = 17 and ip6[4:2] = 4000 and ip6[4039] = 0x45", true, link, tags, 1);
        check_whole("ip6[6] = 0 and ip6[40] = 51 and ip6[56] = 17 and ip6[4:2] = 4040", true, link,
                    tags, 3);
    }
    check_whole("vlan and udp port 5060", true, 1, 1, 0);
    check_whole("vlan and udp port 5060", false, 1, 0, 0);
    check_whole("len = 4034", true, 1, 1, 0);
}

/* 65,535 bytes that came in fragments have more than an IP header can say. */
static void the_largest_datagram(void **state)
{
    static struct octets f;
    uint8_t *l4 = calloc(1, 65535);
    (void)state;
    memcpy(l4, "\23\304\0\1\377\377\0\0", 8);
    struct bpf *filter = compile("udp port 5060 and udp[4:2] = 65535");
    make_fragment(&f, 113, 1, false, 1480, l4, false);
    struct packet pkt = packet_of(&f, f.b, 113);
    struct counters c = { 0 };
    struct net net;
    assert_true(net_peel(&pkt, &net, &c));
    assert_true(bpf_match_whole(filter, &pkt, &net, l4, 65535));
    bpf_free(filter);
    free(l4);
}

static void wrong_expressions(void **state)
{
    static const struct {
        const char *expression, *words;
    } k[] = {
        { "port port", "syntax error" },
        { "port 5060 and (udp", "syntax error" },
        { "port 70000", "70000" },
        { "host 1.2.3.4.5.6.7", "1.2.3.4.5.6.7" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct bpf *f = (struct bpf *)&k;
        struct err err = { "" };
        assert_int_equal(bpf_new(&f, k[i].expression, &err), -EINVAL);
        assert_ptr_equal(f, &k); /* untouched */
        if (!strstr(err.text, k[i].words) || !strstr(err.text, k[i].expression))
            fail_msg("\"%s\": %s", k[i].expression, err.text);
        assert_int_equal(bpf_new(&f, k[i].expression, NULL), -EINVAL);
    }
    bpf_free(NULL);
}

/* Only Ethernet (and its like) has Ethernet addresses: the others cannot answer, and refuse. */
static void what_one_link_type_cannot_answer(void **state)
{
    static struct octets f;
    (void)state;
    struct bpf *filter = compile("ether src 02:00:00:00:00:02 and port 5060");
    make(&f, &(struct trip){ 1, 0, false, 17, 5060, 1 });
    assert_true(match(filter, &f, 1));
    make(&f, &(struct trip){ 101, 0, false, 17, 5060, 1 });
    assert_false(match(filter, &f, 101));
    bpf_free(filter);
}

/* The keyword needs no blanks around it. */
static void tags_named_in_brackets(void **state)
{
    static struct octets f;
    (void)state;
    struct bpf *filter = compile("(vlan)and port 5060");
    make(&f, &(struct trip){ 1, 1, false, 17, 5060, 1 });
    assert_true(match(filter, &f, 1));
    make(&f, &(struct trip){ 1, 0, false, 17, 5060, 1 });
    assert_false(match(filter, &f, 1));
    bpf_free(filter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_on_every_way),
        cmocka_unit_test(raw_of_one_version),
        cmocka_unit_test(families_of_every_system),
        cmocka_unit_test(tags_that_are_named),
        cmocka_unit_test(other_packets),
        cmocka_unit_test(every_prefix_is_safe),
        cmocka_unit_test(a_huge_tagged_packet),
        cmocka_unit_test(fragments_in_any_order),
        cmocka_unit_test(the_largest_datagram),
        cmocka_unit_test(wrong_expressions),
        cmocka_unit_test(what_one_link_type_cannot_answer),
        cmocka_unit_test(tags_named_in_brackets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
