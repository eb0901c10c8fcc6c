/* Capture filters by libpcap's compiler, one program per link layer, and the packets as they must
 * look for these programs to judge them. What the filter is for, and what it refused, is the
 * caller's matter. */
#include "capture/bpf.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/slice.h"
#include "capture/link/link.h"
#include "capture/net/layer.h"

enum {
    SNAPLEN = 262144, /* of programs; what they return for a packet that passes */
    LINK_NULL = 0,
    LINK_LOOP = 108,
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    /* What a program is shown of a packet that has to be built: the largest datagram, and room for
     * the headers before it. The rest of a longer one (a host's own, not yet cut into segments) is
     * as if the capture had cut it. */
    COPY_MAX = 65535 + 512,
};

struct program {
    bool usable;
    struct bpf_program code;
};

struct bpf {
    bool names_vlan;
    struct program program[LINK_COUNT];
};

/* A packet built for a program to judge. */
struct scratch {
    uint32_t n;
    uint8_t bytes[COPY_MAX];
};

/* Takes what has room; what has not is as if the capture had cut it. */
static void put(struct scratch *s, const void *p, size_t n)
{
    if (n > COPY_MAX - s->n)
        n = COPY_MAX - s->n;
    if (n)
        memcpy(s->bytes + s->n, p, n);
    s->n += (uint32_t)n;
}

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '\\';
}

/* Does the expression use the keyword, and not only a host of such a name? */
bool bpf_names_vlan(const char *expression)
{
    static const char keyword[] = "vlan";
    size_t n = sizeof(keyword) - 1;
    for (const char *p = expression; (p = strstr(p, keyword)); p += n)
        if ((p == expression || !is_word(p[-1])) && !is_word(p[n]))
            return true;
    return false;
}

/* libpcap's number on this system: files have one of their own for raw IP only. */
static int dlt_of(const struct link *row)
{
    return row->peel == raw_peel ? DLT_RAW : row->number;
}

/* 0, or a negative errno with libpcap's words in *err. */
static int compile(struct program *p, const struct link *row, const char *expression,
                   struct err *err)
{
    pcap_t *dead = pcap_open_dead(dlt_of(row), SNAPLEN);
    if (!dead)
        return err_set(err, -ENOMEM, "no memory for the capture filter");
    p->usable = pcap_compile(dead, &p->code, expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
    if (!p->usable)
        err_set(err, -EINVAL, "the capture filter \"%s\" does not work: %s (see pcap-filter(7))",
                expression, pcap_geterr(dead));
    pcap_close(dead);
    return p->usable ? 0 : -EINVAL;
}

int bpf_new(struct bpf **out, const char *expression, struct err *err)
{
    struct bpf *f = mem_new(1, sizeof(*f));
    struct err first = { "" };
    int why = 0;
    bool usable = false;
    if (!f)
        return err_set(err, -ENOMEM, "no memory for the capture filter");
    f->names_vlan = bpf_names_vlan(expression);
    for (unsigned i = 0; link_at(i); i++) {
        int e = compile(&f->program[i], link_at(i), expression, why ? NULL : &first);
        usable |= !e;
        if (!why)
            why = e;
    }
    if (!usable) {
        bpf_free(f);
        return err_set(err, why, "%s", first.text);
    }
    *out = f;
    return 0;
}

void bpf_free(struct bpf *f)
{
    if (!f)
        return;
    for (unsigned i = 0; i < LINK_COUNT; i++)
        if (f->program[i].usable)
            pcap_freecode(&f->program[i].code);
    mem_free(f);
}

static bool run(const struct program *p, const uint8_t *data, uint32_t caplen, uint32_t len)
{
    struct pcap_pkthdr h = { .caplen = caplen, .len = len > caplen ? len : caplen };
    return pcap_offline_filter(&p->code, &h, data) != 0;
}

/* The address family as programs for these link types expect it: libpcap compares with this
 * system's, whoever captured. */
static void put_family(struct scratch *s, uint16_t number, uint16_t ethertype)
{
    uint32_t host = ethertype == ETHERTYPE_IS_IPV4 ? AF_INET : AF_INET6;
    uint8_t network[4] = { 0, 0, 0, (uint8_t)host };
    put(s, number == LINK_NULL ? (const void *)&host : network, 4);
}

/* Puts the link header as programs know it: without VLAN tags unless `tags`, and with this system's
 * address family. Returns the bytes of it in the packet. */
static uint32_t put_link(struct scratch *s, const struct link *row, const struct packet *pkt,
                         bool tags)
{
    struct rd r = rd_make(pkt->data, pkt->caplen);
    struct link_result found;
    if (!row->peel(&r, &found)) {
        put(s, pkt->data, pkt->caplen);
        return pkt->caplen;
    }
    uint32_t passed = (uint32_t)(r.p - pkt->data);
    if ((row->number == LINK_NULL || row->number == LINK_LOOP) && found.ethertype) {
        put_family(s, row->number, found.ethertype);
    } else if (found.tagged && !tags) {
        uint8_t type[2] = { (uint8_t)(found.ethertype >> 8), (uint8_t)found.ethertype };
        put(s, pkt->data, row->header);
        memcpy(s->bytes + row->type_at, type, sizeof(type));
    } else {
        put(s, pkt->data, passed);
    }
    return passed;
}

/* The 16-bit field of the header at `at`. */
static void patch_be16(struct scratch *s, uint32_t at, uint32_t v)
{
    if (v > 0xffff)
        v = 0xffff;
    s->bytes[at] = (uint8_t)(v >> 8);
    s->bytes[at + 1] = (uint8_t)v;
}

/* The IPv4 header at r, of a datagram that was never cut; it keeps "don't fragment". */
static bool put_ipv4(struct scratch *s, struct rd *r, uint32_t l4_len)
{
    uint32_t at = s->n;
    const uint8_t *h = rd_take(r, IPV4_HEADER);
    uint32_t header = h ? (h[0] & 15U) * 4 : 0;
    const uint8_t *options = header >= IPV4_HEADER ? rd_take(r, header - IPV4_HEADER) : NULL;
    if (!options || COPY_MAX - at < header)
        return false;
    put(s, h, IPV4_HEADER);
    put(s, options, header - IPV4_HEADER);
    patch_be16(s, at + 2, header + l4_len);
    s->bytes[at + 6] &= 0xc0;
    s->bytes[at + 7] = 0;
    return true;
}

/* The IPv6 header at r and what stands before its fragment header, which is left out. */
static bool put_ipv6(struct scratch *s, struct rd *r, uint32_t l4_len)
{
    uint32_t at = s->n, next = at + 6;
    const uint8_t *h = rd_take(r, IPV6_HEADER);
    if (!h || COPY_MAX - at < IPV6_HEADER)
        return false;
    put(s, h, IPV6_HEADER);
    for (unsigned i = 0; i < NET_EXTENSIONS && s->bytes[next] != NET_LAYER_FRAGMENT; i++) {
        struct rd ahead = *r;
        uint32_t length = rd_be16(&ahead) & 0xff;
        length = s->bytes[next] == NET_LAYER_AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
        h = rd_take(r, length);
        if (!h || COPY_MAX - s->n < length)
            return false;
        next = s->n;
        put(s, h, length);
    }
    if (s->bytes[next] == NET_LAYER_FRAGMENT)
        s->bytes[next] = rd_u8(r);
    patch_be16(s, at + 4, s->n - at - IPV6_HEADER + l4_len);
    return !r->bad;
}

/* Apart, so that only packets that need it pay for so large a frame. */
static __attribute__((noinline)) bool match_rebuilt(const struct bpf *f, const struct program *p,
                                                    const struct link *row,
                                                    const struct packet *pkt)
{
    struct scratch s;
    s.n = 0;
    uint32_t passed = put_link(&s, row, pkt, f->names_vlan);
    if (s.n == passed && !memcmp(s.bytes, pkt->data, passed))
        return run(p, pkt->data, pkt->caplen, pkt->len);
    uint32_t cut = passed - s.n;
    put(&s, pkt->data + passed, pkt->caplen - passed);
    return run(p, s.bytes, s.n, pkt->len > cut ? pkt->len - cut : 0);
}

bool bpf_match(const struct bpf *f, const struct packet *pkt, const struct net *net)
{
    const struct link *row = link_find(pkt->link);
    const struct program *p = row ? &f->program[row - link_at(0)] : NULL;
    if (!p || !p->usable)
        return false;
    bool family = row->number == LINK_NULL || row->number == LINK_LOOP;
    bool tags = row->type_at != LINK_NO_TYPE && !f->names_vlan && (!net || net->tagged);
    if (family || tags)
        return match_rebuilt(f, p, row, pkt);
    return run(p, pkt->data, pkt->caplen, pkt->len);
}

bool bpf_match_whole(const struct bpf *f, const struct packet *pkt, const struct net *net,
                     const uint8_t *l4, uint32_t l4_len)
{
    const struct link *row = link_find(pkt->link);
    const struct program *p = row ? &f->program[row - link_at(0)] : NULL;
    if (!p || !p->usable || net->l3 >= pkt->caplen)
        return false;
    struct scratch s;
    s.n = 0;
    uint32_t passed = put_link(&s, row, pkt, f->names_vlan);
    struct rd r = rd_make(pkt->data, pkt->caplen);
    if (net->l3 > passed) /* headers of a tunnel */
        put(&s, pkt->data + passed, net->l3 - passed);
    rd_skip(&r, net->l3);
    bool v4 = pkt->data[net->l3] >> 4 == 4;
    if (!(v4 ? put_ipv4(&s, &r, l4_len) : put_ipv6(&s, &r, l4_len)))
        return false;
    uint32_t len = s.n + l4_len;
    put(&s, l4, l4_len);
    return run(p, s.bytes, s.n, len);
}
