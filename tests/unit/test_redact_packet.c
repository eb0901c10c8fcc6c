/* Tests of decode/redact/packet.c and media.c: who it was is gone, what is decoded stays, checksums
 * hold, no bytes at all do harm, and the way back leads to the same addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/net/icmp.h"
#include "capture/net/net.h"
#include "decode/redact/packet.h"
#include "tests/unit/frames.h"
#include "tests/unit/netkit.h"

static struct redaction there = { .names.key = { 1, 2 } },
                        back = { .names = { .key = { 1, 2 }, .back = true } };

static const char sip[] = "OPTIONS sip:bob@example.net SIP/2.0\r\nTo: Bob\r\n\r\n";

/* The same redacted as a text, as far as its first n bytes go. */
static const char *masked(size_t n)
{
    static char s[sizeof(sip)];
    memcpy(s, sip, n);
    redact_message(&there, s, n, 0);
    return s;
}

/* ---- packets and what becomes of them */

struct made {
    struct octets was;
    size_t l3, l4; /* in it */
    uint16_t link;
    struct redact_cover cover[4];
    unsigned covers;
    uint32_t elsewhere, len;
    uint8_t *is; /* of exactly was.n bytes and the padding */
};

static uint16_t get16(const uint8_t *b)
{
    return (uint16_t)(b[0] << 8 | b[1]);
}

static void set16(uint8_t *b, unsigned v)
{
    b[0] = (uint8_t)(v >> 8);
    b[1] = (uint8_t)v;
}

static void redact(struct made *m, struct redaction *x)
{
    size_t n = m->was.n;
    uint8_t *was = malloc(n ? n : 1); /* reads before and behind it are seen */
    if (!m->is)
        m->is = malloc(n + BLOCK_PADDING);
    memcpy(was, m->was.b, n);
    memcpy(m->is, was, n);
    memset(m->is + n, 'S', BLOCK_PADDING);
    struct redact_packet r = {
        .link = m->link,
        .was = was,
        .is = m->is,
        .n = n,
        .len = m->len ? m->len : (uint32_t)n,
        .cover = m->cover,
        .covers = m->covers,
        .elsewhere = m->elsewhere,
    };
    for (unsigned i = 0; i < m->covers; i++) /* the one who knows the message makes it X */
        for (size_t k = m->cover[i].from; !x->names.back && k < m->cover[i].to; k++)
            m->is[k] = 'X';
    redact_packet(x, &r);
    for (size_t i = 0; i < BLOCK_PADDING; i++)
        assert_int_equal(m->is[n + i], 'S');
    assert_memory_equal(was, m->was.b, n);
    free(was);
}

static void drop(struct made *m)
{
    free(m->is);
    *m = (struct made){ 0 };
}

/* The checksum of bytes, with a pseudo header of two addresses when `v6` or `v4` ones are given. */
static unsigned checksum(const uint8_t *b, size_t n, const uint8_t *addrs, size_t addrs_n,
                         unsigned proto)
{
    uint64_t sum = addrs_n ? proto + n : 0;
    for (size_t i = 0; i < addrs_n; i += 2)
        sum += get16(addrs + i);
    for (size_t i = 0; i + 1 < n; i += 2)
        sum += get16(b + i);
    if (n & 1)
        sum += (unsigned)b[n - 1] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (unsigned)(~sum & 0xffff);
}

static size_t checksum_at(unsigned proto)
{
    return proto == NET_TCP ? 16 : proto == NET_UDP ? 6 : 2;
}

/* Of the l4 of a packet with one IP header, `b` as bytes; 0: it is right. */
static unsigned l4_error(const uint8_t *b, size_t l3, size_t l4, size_t n, unsigned proto)
{
    bool v6 = b[l3] >> 4 == 6, alone = proto == NET_ICMP;
    return checksum(b + l4, n - l4, b + l3 + (v6 ? 8 : 12), alone ? 0 : v6 ? 32 : 8, proto);
}

static void seal(struct made *m, unsigned proto)
{
    uint8_t *b = m->was.b;
    uint8_t *at = b + m->l4 + checksum_at(proto);
    set16(at, 0);
    set16(at, l4_error(b, m->l3, m->l4, m->was.n, proto));
    if (b[m->l3] >> 4 == 4) {
        set16(b + m->l3 + 10, 0);
        set16(b + m->l3 + 10, checksum(b + m->l3, (b[m->l3] & 15U) * 4U, NULL, 0, 0));
    }
}

static void check_sums(const struct made *m, unsigned proto)
{
    assert_int_equal(l4_error(m->is, m->l3, m->l4, m->was.n, proto), 0);
    if (m->is[m->l3] >> 4 == 4)
        assert_int_equal(checksum(m->is + m->l3, (m->is[m->l3] & 15U) * 4U, NULL, 0, 0), 0);
}

static struct made make(unsigned link, unsigned tags, bool v6, struct ip h)
{
    struct made m = { .link = (uint16_t)link };
    frame_link(&m.was, link, tags, v6 ? 0x86dd : 0x0800);
    m.l3 = m.was.n;
    if (v6)
        frame_ipv6(&m.was, h);
    else
        frame_ipv4(&m.was, h);
    m.l4 = m.was.n;
    return m;
}

static struct made make_udp(unsigned link, unsigned tags, bool v6, const void *data, size_t n)
{
    struct ip h = { .proto = NET_UDP, .payload = 8 + (unsigned)n };
    struct made m = make(link, tags, v6, h);
    frame_udp(&m.was, 5060, 5062, (unsigned)n);
    frame_put(&m.was, data, n);
    seal(&m, NET_UDP);
    return m;
}

static void check_addresses(const struct made *m)
{
    struct packet was = { .data = m->was.b, .caplen = (uint32_t)m->was.n, .link = m->link };
    struct packet is = { .data = m->is, .caplen = (uint32_t)m->was.n, .link = m->link };
    struct counters c = { { 0 } };
    struct net a, b;
    assert_true(net_peel(&was, &a, &c));
    assert_true(net_peel(&is, &b, &c));
    assert_false(addr_eq(&a.src, &b.src));
    assert_false(addr_eq(&a.dst, &b.dst));
    assert_int_equal(a.proto, b.proto);
    assert_int_equal(a.l4 - m->was.b, b.l4 - m->is);
    assert_int_equal(a.l4_len, b.l4_len);
    assert_int_equal(a.id, b.id);
    pseudonym_addr(&there.names, &a.src);
    pseudonym_addr(&there.names, &a.dst);
    assert_true(addr_eq(&a.src, &b.src));
    assert_true(addr_eq(&a.dst, &b.dst));
}

/* ---- the tests */

static const unsigned links[] = { 1, 113, 276, 0, 108, 101, 12, 14 };

static void checksums_stay_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
        for (unsigned tags = 0; tags <= (i < 3 ? 2U : 0U); tags++)
            for (int v6 = 0; v6 <= 1; v6++)
                for (size_t cut = 0; cut < 2; cut++) {
                    struct made m = make_udp(links[i], tags, v6, sip, sizeof(sip) - 1 - cut);
                    redact(&m, &there);
                    check_addresses(&m);
                    check_sums(&m, NET_UDP);
                    assert_memory_equal(m.is + m.l4, m.was.b + m.l4, 6);
                    assert_memory_equal(m.is + m.l4 + 8, masked(sizeof(sip) - 1 - cut),
                                        sizeof(sip) - 1 - cut);
                    drop(&m);
                }
}

static void hardware_addresses_go(void **state)
{
    (void)state;
    static const uint8_t one[] = { 2, 0, 0, 0, 0, 1 };
    for (size_t i = 0; i < 3; i++) {
        struct made m = make_udp(links[i], 1, false, "\r\n", 2);
        redact(&m, &there);
        assert_null(memmem(m.is, m.was.n, one, 5));
        assert_int_equal(get16(m.is + m.l3 - 2), get16(m.was.b + m.l3 - 2));
        assert_int_equal(get16(m.is + m.l3 - 4), 101);
        drop(&m);
    }
    struct made m = make_udp(113, 0, false, "\r\n", 2);
    set16(m.was.b + 4, 8); /* an address of 8 bytes is no MAC */
    memset(m.was.b + 6, 0x77, 8);
    redact(&m, &there);
    assert_memory_equal(m.is + 6, "\0\0\0\0\0\0\0\0", 8);
    assert_memory_equal(m.is, m.was.b, 6);
    drop(&m);
    m = make_udp(147, 0, false, sip, sizeof(sip) - 1); /* a link type that nobody decodes */
    redact(&m, &there);
    for (size_t k = 0; k < m.was.n; k++)
        assert_int_equal(m.is[k], 0);
    drop(&m);
}

static void wrong_and_absent_checksums_stay_so(void **state)
{
    (void)state;
    struct made m = make_udp(1, 0, false, sip, sizeof(sip) - 1);
    set16(m.was.b + m.l4 + 6, 0);
    set16(m.was.b + m.l3 + 10, 0);
    redact(&m, &there);
    assert_int_equal(get16(m.is + m.l4 + 6), 0);
    assert_int_equal(get16(m.is + m.l3 + 10), 0);
    drop(&m);
    m = make_udp(1, 0, false, sip, sizeof(sip) - 1);
    m.was.b[m.l4 + 7] ^= 1;
    m.was.b[m.l3 + 11] ^= 1;
    redact(&m, &there);
    assert_int_not_equal(l4_error(m.is, m.l3, m.l4, m.was.n, NET_UDP), 0);
    assert_int_not_equal(checksum(m.is + m.l3, 20, NULL, 0, 0), 0);
    drop(&m);
    /* every checksum once, so that both zeros come by: all are right, and UDP has never zero */
    for (unsigned id = 0; id < 65536; id += 7) {
        uint8_t data[] = { 'x', 'y', (uint8_t)(id >> 8), (uint8_t)id };
        m = make_udp(101, 0, false, data, 4);
        set16(m.was.b + 4, id);
        seal(&m, NET_UDP);
        if (!get16(m.was.b + m.l4 + 6))
            set16(m.was.b + m.l4 + 6, 0xffff);
        redact(&m, &there);
        check_sums(&m, NET_UDP);
        assert_int_not_equal(get16(m.is + m.l4 + 6), 0);
        drop(&m);
    }
}

static void options_and_extensions_go(void **state)
{
    (void)state;
    struct made m = make(1, 0, false, (struct ip){ .proto = 17, .payload = 10, .options = 12 });
    memcpy(m.was.b + m.l4 - 12, "\x07\x0b\x04\x0a\x01\x01\x63\0\0\0\0\0", 12); /* record route */
    frame_udp(&m.was, 5060, 5060, 2);
    frame_put(&m.was, "\r\n", 2);
    seal(&m, NET_UDP);
    redact(&m, &there);
    assert_memory_equal(m.is + m.l4 - 12, "\1\1\1\1\1\1\1\1\1\1\1\1", 12);
    check_sums(&m, NET_UDP);
    drop(&m);

    enum { HOP = 8, ROUTING = 40, AH = 24, HEADERS = HOP + ROUTING + AH };
    m = make(1, 0, true, (struct ip){ .proto = 0, .payload = HEADERS + 10 });
    frame_extension(&m.was, 43, 0);
    memcpy(m.was.b + m.was.n - 6, "secret", 6);
    frame_extension(&m.was, 51, 4);
    uint8_t *routing = m.was.b + m.was.n - ROUTING;
    routing[2] = 4;
    routing[3] = routing[4] = 1;
    memcpy(routing + 8, m.was.b + m.l3 + 8, 16); /* the last stop */
    memcpy(routing + 24, m.was.b + m.l3 + 24, 16);
    frame_ah(&m.was, 17, 4);
    memset(m.was.b + m.was.n - 12, 'k', 12);
    m.l4 = m.was.n;
    frame_udp(&m.was, 5060, 5060, 2);
    frame_put(&m.was, "\r\n", 2);
    /* its checksum is made with the last stop as the destination */
    uint8_t *b = m.was.b;
    uint8_t ends[32];
    memcpy(ends, b + m.l3 + 8, 16);
    memcpy(ends + 16, routing + 8, 16);
    set16(b + m.l4 + 6, checksum(b + m.l4, 10, ends, 32, 17));
    redact(&m, &there);
    size_t at = m.l3 + 40;
    assert_memory_equal(m.is + at + 2, "\0\0\0\0\0\0", 6);
    assert_memory_equal(m.is + at + HOP + 8, m.is + m.l3 + 8, 16);
    assert_memory_equal(m.is + at + HOP + 24, m.is + m.l3 + 24, 16);
    assert_memory_equal(m.is + m.l4 - 12, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
    check_addresses(&m);
    memcpy(ends, m.is + m.l3 + 8, 16);
    memcpy(ends + 16, m.is + at + HOP + 8, 16);
    assert_int_equal(checksum(m.is + m.l4, 10, ends, 32, 17), 0);
    drop(&m);
}

static struct made make_tcp(bool v6, const char *data, const char *options, unsigned options_n)
{
    unsigned n = (unsigned)strlen(data);
    struct made m = make(1, 0, v6, (struct ip){ .proto = 6, .payload = 20 + options_n + n });
    frame_tcp(&m.was, 5060, 5062, options_n);
    memcpy(m.was.b + m.was.n - options_n, options, options_n);
    frame_put(&m.was, data, n);
    seal(&m, NET_TCP);
    return m;
}

static void streams_keep_their_lines(void **state)
{
    (void)state;
    static const char options[] = "\2\4\5\xb4\1\1\x13\6\x99\x99\x99\x99\x8\xa\1\2\3\4\5\6\7\x8\0z";
    static const char kept[] = "\2\4\5\xb4\1\1\x13\6\0\0\0\0\x8\xa\1\2\3\4\5\6\7\x8\0\0";
    for (int v6 = 0; v6 <= 1; v6++) {
        struct made m = make_tcp(v6, "to Bob:\r\nMESSAGE\r\nno\xff\n1", options, 24);
        size_t data = m.l4 + 44;
        m.cover[0] = (struct redact_cover){ (uint32_t)data + 9, (uint32_t)data + 18 };
        m.covers = 1;
        redact(&m, &there);
        check_addresses(&m);
        check_sums(&m, NET_TCP);
        assert_memory_equal(m.is + m.l4 + 20, kept, 24);
        assert_memory_equal(m.is + m.l4, m.was.b + m.l4, 16);
        assert_memory_equal(m.is + data, "xxxxxxx\r\nXXXXXXXXX\0\0\0\n\0", 23);
        drop(&m);
    }
}

static void check_media(const char *was, size_t n, const char *is)
{
    for (int v6 = 0; v6 <= 1; v6++) {
        struct made m = make_udp(1, 0, v6, was, n);
        redact(&m, &there);
        check_sums(&m, NET_UDP);
        assert_memory_equal(m.is + m.l4 + 8, is, n);
        drop(&m);
    }
}

#define MEDIA(was, is) check_media(was, sizeof(was) - 1, is)

static void media_keep_their_headers(void **state)
{
    (void)state;
#define HEADER "\x80\0\x12\x34\0\0\0\xa0\xde\xad\xbe\xef"
    MEDIA(HEADER "voice", HEADER "\0\0\0\0\0");
    MEDIA("\xb2\x80\x12\x34\0\0\0\xa0\xde\xad\xbe\xef"
          "aaaabbbb"
          "\xbe\xde\0\1mail"
          "voice\0\0\3",
          "\xb2\x80\x12\x34\0\0\0\xa0\xde\xad\xbe\xef"
          "aaaabbbb"
          "\xbe\xde\0\1\0\0\0\0"
          "\0\0\0\0\0\0\0\3");
    /* what only looks like it: no room for what its header says */
    MEDIA("\x8f\0\x12\x34\0\0\0\xa0\xde\xad\xbe\xefname", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    MEDIA("\r\n\r\n", "\r\n\r\n");
    MEDIA("\xff", "\xff");
    MEDIA("hello", "\0\0\0\0\0");
    MEDIA("\0\1\0\x14\x21\x12\xa4\x42"
          "123456789012"
          "\0\6\0\5alice\1\2\3\0\x20\0\x8\0\1\1\2\3\4\5\6",
          "\0\1\0\x14\x21\x12\xa4\x42"
          "123456789012"
          "\0\6\0\5\0\0\0\0\0\0\0\0\0\x20\0\x8\0\0\0\0\0\0\0\0");
}

static void reports_keep_their_figures(void **state)
{
    (void)state;
    uint8_t b[256];
    size_t n = 0;
#define ADD(s) (memcpy(b + n, s, sizeof(s) - 1), n += sizeof(s) - 1)
    ADD("\x81\xc9\0\x07ssssrrrr12345678901234567890"); /* RR with one block */
    size_t description = n;
    ADD("\x81\xca\0\x07ssss\1\x0e"
        "alice@10.1.1.1"
        "\2\3J\xc3\xbc\0\0\0");
    ADD("\x81\xcb\0\3ssss\x07goodbye"); /* with a reason */
    size_t app = n;
    ADD("\x80\xcc\0\3ssssNAMEdata");
    ADD("\x8f\xce\0\3ssssmmmmREMB");
    ADD("\xa1\xcd\0\3ssssmmmm\0\0\0\4");
    struct made m = make_udp(1, 0, false, b, n);
    redact(&m, &there);
    check_sums(&m, NET_UDP);
    const uint8_t *is = m.is + m.l4 + 8;
    assert_memory_equal(is, b, description + 10);
    char word[] = "alice@10.1.1.1";
    pseudonym_word(&there.names, word, 14);
    assert_memory_equal(is + description + 10, word, 14);
    assert_memory_equal(is + description + 24, "\2\3", 2);
    assert_int_not_equal(is[description + 26], 'J');
    assert_memory_equal(is + description + 27, "??", 2);
    assert_null(memmem(is, n, "goodbye", 7));
    assert_memory_equal(is + app, "\x80\xcc\0\3ssssNAME\0\0\0\0", 16);
    assert_memory_equal(is + app + 16, "\x8f\xce\0\3ssssmmmm\0\0\0\0", 16);
    assert_memory_equal(is + app + 32, "\xa1\xcd\0\3ssssmmmm\0\0\0\4", 16);
    drop(&m);
}

static struct made make_error(bool v6, unsigned extension, bool nested)
{
    struct made quoted = make_udp(101, 0, v6, sip, sizeof(sip) - 1);
    if (nested)
        quoted.was.b[v6 ? 6 : 9] = v6 ? NET_ICMP6 : NET_ICMP;
    unsigned n = (unsigned)quoted.was.n, padded = extension ? 128 : n;
    struct made m =
        make(1, 0, v6,
             (struct ip){ .proto = v6 ? NET_ICMP6 : NET_ICMP, .payload = 8 + padded + extension });
    frame_put(&m.was, v6 ? "\1\4\0\0" : "\3\3\0\0", 4);
    frame_be32(&m.was, !extension ? 0 : v6 ? 16U << 24 : 32U << 16);
    frame_put(&m.was, quoted.was.b, n);
    frame_fill(&m.was, 0, padded - n);
    frame_fill(&m.was, 'e', extension);
    seal(&m, v6 ? NET_ICMP6 : NET_ICMP);
    return m;
}

static void quotes_are_redacted(void **state)
{
    (void)state;
    for (int v6 = 0; v6 <= 1; v6++)
        for (unsigned extension = 0; extension <= 12; extension += 12) {
            struct made m = make_error(v6, extension, false);
            redact(&m, &there);
            check_addresses(&m);
            check_sums(&m, v6 ? NET_ICMP6 : NET_ICMP);
            size_t l3 = m.l4 + 8, l4 = l3 + (v6 ? 40 : 20), end = l4 + 8 + sizeof(sip) - 1;
            assert_int_equal(l4_error(m.is, l3, l4, end, NET_UDP), 0);
            assert_memory_equal(m.is + l3 + (v6 ? 8 : 12), m.is + m.l3 + (v6 ? 8 : 12), 8);
            assert_memory_equal(m.is + l4 + 8, masked(sizeof(sip) - 1), sizeof(sip) - 1);
            for (size_t k = end; k < m.was.n; k++)
                assert_int_equal(m.is[k], 0);
            drop(&m);
            m = make_error(v6, extension, true);
            redact(&m, &there);
            check_sums(&m, v6 ? NET_ICMP6 : NET_ICMP);
            for (size_t k = l4 + 8; k < m.was.n; k++)
                assert_int_equal(m.is[k], 0);
            drop(&m);
        }
}

static void other_icmp_says_nothing(void **state)
{
    (void)state;
    struct made m = make(1, 0, false, (struct ip){ .proto = 1, .payload = 13 });
    frame_put(&m.was, "\x8\0\0\0\1\2\3\4where", 13);
    seal(&m, NET_ICMP);
    redact(&m, &there);
    check_sums(&m, NET_ICMP);
    assert_memory_equal(m.is + m.l4 + 4, "\1\2\3\4\0\0\0\0\0", 9);
    drop(&m);

    m = make(1, 0, true, (struct ip){ .proto = 58, .payload = 32 });
    memcpy(m.was.b, "\x33\x33\xff\1\2\3", 6);
    memcpy(m.was.b + m.l3 + 24, "\xff\2\0\0\0\0\0\0\0\0\0\1\xff\1\2\3", 16);
    frame_put(&m.was, "\x87\0\0\0\0\0\0\0\xfe\x80\0\0\0\0\0\0\2\x1a\x2b\xff\xfe\1\2\3", 24);
    frame_put(&m.was, "\1\1\0\x1a\x2b\1\2\3", 8);
    seal(&m, NET_ICMP6);
    redact(&m, &there);
    check_sums(&m, NET_ICMP6);
    assert_null(memmem(m.is, m.was.n, "\1\2\3", 3));
    struct addr target;
    memcpy(target.ip, m.was.b + m.l4 + 8, 16);
    pseudonym_addr(&there.names, &target);
    assert_memory_equal(m.is + m.l4 + 8, target.ip, 16);
    drop(&m);
}

static void arp_has_pseudonyms(void **state)
{
    (void)state;
    struct made m = { .link = 1 };
    frame_link(&m.was, 1, 1, 0x0806);
    size_t at = m.was.n;
    frame_put(&m.was, "\0\1\x8\0\6\4\0\1\0\x1a\x2b\1\2\3\12\1\1\13\0\0\0\0\0\0\12\1\1\1", 28);
    frame_fill(&m.was, 'p', 14);
    redact(&m, &there);
    struct addr a;
    addr_set_v4(&a, m.was.b + at + 14);
    pseudonym_addr(&there.names, &a);
    assert_memory_equal(m.is + at, m.was.b + at, 8);
    assert_memory_not_equal(m.is + at + 8, m.was.b + at + 8, 6);
    assert_memory_equal(m.is + at + 14, a.ip + 12, 4);
    assert_memory_equal(m.is + at + 18, "\0\0\0\0\0\0", 6);
    assert_memory_equal(m.is + at + 28, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    drop(&m);
}

/* Two fragments whose datagram is a message: its checksum holds over both. */
static void fragments_share_a_checksum(void **state)
{
    (void)state;
    for (int covered = 0; covered <= 1; covered++) {
        struct made whole = make_udp(101, 0, false, sip, sizeof(sip) - 1);
        enum { FIRST = 24, DATA = FIRST - 8 };
        struct made a =
            make(101, 0, false, (struct ip){ .proto = 17, .payload = FIRST, .fragment = 0x2000 });
        struct made b = make(101, 0, false,
                             (struct ip){ .proto = 17,
                                          .payload = (unsigned)sizeof(sip) - 1 - DATA,
                                          .fragment = FIRST / 8 });
        frame_put(&a.was, whole.was.b + whole.l4, FIRST);
        frame_put(&b.was, sip + DATA, sizeof(sip) - 1 - DATA);
        if (covered) {
            a.cover[0] = (struct redact_cover){ (uint32_t)a.l4 + 8, (uint32_t)a.was.n };
            b.cover[0] = (struct redact_cover){ (uint32_t)b.l4, (uint32_t)b.was.n };
            a.covers = b.covers = 1;
        }
        redact(&b, &there);
        a.elsewhere = covered ? redact_change(b.was.b + b.l4, b.is + b.l4, b.was.n - b.l4) : 0;
        redact(&a, &there);
        check_addresses(&a);
        check_addresses(&b);
        uint8_t both[20 + 256];
        size_t n = a.was.n;
        memcpy(both, a.is, n);
        memcpy(both + n, b.is + b.l4, b.was.n - b.l4);
        n += b.was.n - b.l4;
        if (covered)
            assert_int_equal(l4_error(both, 0, 20, n, NET_UDP), 0);
        else
            assert_int_equal(get16(a.is + a.l4 + 6), 0);
        for (size_t k = a.l4 + FIRST; k < n; k++)
            assert_int_equal(both[k], covered ? 'X' : 0);
        drop(&a);
        drop(&b);
        drop(&whole);
    }
}

static void padding_goes(void **state)
{
    (void)state;
    struct made m = make_udp(1, 0, false, "\r\n\r\n", 4);
    size_t n = m.was.n;
    frame_fill(&m.was, 'p', 14);
    redact(&m, &there);
    assert_memory_equal(m.is + n, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    m.was.n = n;
    check_sums(&m, NET_UDP);
    drop(&m);
}

/* Addresses that are remembered are those that are worked out, also when one drives another out. */
static void what_is_remembered_is_right(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3000; i++) {
        struct addr a, b;
        addr_set_v4(&a, (const uint8_t[]){ 10, (uint8_t)(i % 3), (uint8_t)(i / 7), (uint8_t)i });
        b = a;
        redact_addr(&there, &a);
        pseudonym_addr(&there.names, &b);
        assert_true(addr_eq(&a, &b));
    }
}

/* Names in other protocols whose first bits are those of RTP. */
static void what_only_looks_like_media_goes(void **state)
{
    (void)state;
    static const unsigned ports[] = { 53, 4569 };
    static const char data[] = "\x84\1\0\1\0\0\0\0\0\0\0\0\3bob\7example\0";
    for (size_t i = 0; i < 4; i++) {
        struct made m = make_udp(1, 0, false, data, sizeof(data) - 1);
        set16(m.was.b + m.l4 + i % 2 * 2, ports[i / 2]);
        seal(&m, NET_UDP);
        redact(&m, &there);
        check_sums(&m, NET_UDP);
        for (size_t k = m.l4 + 8; k < m.was.n; k++)
            assert_int_equal(m.is[k], 0);
        drop(&m);
    }
}

/* The packet as it was, but for what is gone for good. */
static void the_way_back(void **state)
{
    (void)state;
    for (int v6 = 0; v6 <= 1; v6++) {
        struct made kinds[] = {
            make_udp(101, 0, v6, sip, sizeof(sip) - 1),
            make_udp(101, 0, v6, HEADER "\0\0", 14),
            make_udp(101, 0, v6, "\x81\xca\0\2ssss\1\2ab", 12),
            make_tcp(v6, "\r\n", "\1\1\1\1", 4),
            make_error(v6, 0, false),
        };
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
            struct made *m = &kinds[i], again = { .link = m->link };
            redact(m, &there);
            assert_memory_not_equal(m->is, m->was.b, m->was.n);
            frame_put(&again.was, m->is, m->was.n);
            redact(&again, &back);
            size_t from = m->link == 1 ? 14 : 0; /* hardware addresses stay away */
            assert_memory_equal(again.is + from, m->was.b + from, m->was.n - from);
            drop(m);
            drop(&again);
        }
    }
}

/* Any bytes, cut anywhere, with covers anywhere: the sanitizers watch. What is redacted twice the
 * same way is the same. */
static void any_bytes_do(void **state)
{
    (void)state;
    uint64_t random = 42;
    for (int v6 = 0; v6 <= 1; v6++) {
        struct made kinds[] = {
            make_udp(1, 2, v6, sip, sizeof(sip) - 1),
            make_udp(276, 1, v6, "\x81\xca\0\2ssss\1\2ab\x81\xcb\0\2ssss\3bye", 24),
            make_udp(113, 0, v6, HEADER "\0\0", 14),
            make_tcp(v6, sip, "\2\4\5\xb4\1\1\x13\6\x99\x99\x99\x99", 12),
            make_error(v6, 12, false),
            make_error(v6, 0, true),
        };
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
            for (size_t n = 0; n <= kinds[i].was.n; n++)
                for (unsigned turn = 0; turn < 12; turn++) {
                    struct made m = { .link = kinds[i].link, .len = (uint32_t)(n + turn) };
                    frame_put(&m.was, kinds[i].was.b, n);
                    for (unsigned k = 0; n && k < turn; k++)
                        m.was.b[kit_random(&random) % n] = (uint8_t)kit_random(&random);
                    if (n && turn & 1) {
                        uint32_t from = kit_random(&random) % (uint32_t)n;
                        m.cover[0] = (struct redact_cover){ from, (uint32_t)n };
                        m.covers = 1;
                    }
                    redact(&m, turn & 2 ? &back : &there);
                    drop(&m);
                }
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
            drop(&kinds[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksums_stay_right),
        cmocka_unit_test(hardware_addresses_go),
        cmocka_unit_test(wrong_and_absent_checksums_stay_so),
        cmocka_unit_test(options_and_extensions_go),
        cmocka_unit_test(streams_keep_their_lines),
        cmocka_unit_test(media_keep_their_headers),
        cmocka_unit_test(reports_keep_their_figures),
        cmocka_unit_test(quotes_are_redacted),
        cmocka_unit_test(other_icmp_says_nothing),
        cmocka_unit_test(arp_has_pseudonyms),
        cmocka_unit_test(fragments_share_a_checksum),
        cmocka_unit_test(padding_goes),
        cmocka_unit_test(what_is_remembered_is_right),
        cmocka_unit_test(what_only_looks_like_media_goes),
        cmocka_unit_test(the_way_back),
        cmocka_unit_test(any_bytes_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
