/* Builds frames and writes them as a pcap file; knows nothing of what they carry. */
#include "tests/gen/wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tests/gen/keep.h"

enum {
    PROTO_ICMP4 = 1,
    PROTO_TCP = 6,
    PROTO_UDP = 17,
    PROTO_FRAGMENT = 44,
    PROTO_ICMP6 = 58,
    FRAGMENT_GAP_US = 12
};

void wire_init(struct wire *w, unsigned mtu, unsigned vlan)
{
    *w = (struct wire){ .mtu = mtu, .vlan = vlan };
    buf_init(&w->bytes, (size_t)1 << 30);
    for (unsigned i = 0; i < 256; i++)
        w->ip_id[i] = (uint16_t)(i * 2969 + 4096);
}

void wire_fini(struct wire *w)
{
    buf_fini(&w->bytes);
    mem_free(w->frame);
    *w = (struct wire){ 0 };
}

static void add16(struct buf *b, unsigned v)
{
    buf_addc(b, (char)(v >> 8));
    buf_addc(b, (char)v);
}

static void add32(struct buf *b, uint32_t v)
{
    add16(b, v >> 16);
    add16(b, v & 0xffff);
}

static void set16(struct buf *b, size_t at, unsigned v)
{
    b->p[at] = (char)(v >> 8);
    b->p[at + 1] = (char)v;
}

/* One's complement sum (RFC 1071), to be folded by sum_end. */
static uint64_t sum_add(uint64_t sum, const void *data, size_t n)
{
    const uint8_t *p = data;
    for (size_t i = 0; i + 1 < n; i += 2)
        sum += (uint64_t)(p[i] << 8 | p[i + 1]);
    return n % 2 ? sum + (uint64_t)(p[n - 1] << 8) : sum;
}

static unsigned sum_end(uint64_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (unsigned)(~sum & 0xffff);
}

/* The sum of the pseudo header (RFC 768, 8200 §8.1). */
static uint64_t sum_pseudo(const struct wire_path *path, unsigned proto, size_t n)
{
    size_t skip = addr_is_v4(&path->from.addr) ? 12 : 0;
    uint64_t sum = sum_add(0, path->from.addr.ip + skip, 16 - skip);
    return sum_add(sum, path->to.addr.ip + skip, 16 - skip) + proto + n;
}

static void add_mac(struct buf *b, const struct addr *a)
{
    static const char prefix[5] = { 0x02, 0x00, 0x5e, 0x10, 0x00 };
    buf_add(b, prefix, sizeof(prefix));
    buf_addc(b, (char)a->ip[15]);
}

static void frame_begin(struct wire *w, int64_t us, const struct wire_path *path)
{
    w->frame = keep_grow(w->frame, w->frames, &w->cap, sizeof(*w->frame));
    w->frame[w->frames++] = (struct wire_frame){ us, w->bytes.n, 0 };
    add_mac(&w->bytes, &path->to.addr);
    add_mac(&w->bytes, &path->from.addr);
    if (w->vlan) {
        add16(&w->bytes, 0x8100);
        add16(&w->bytes, w->vlan | 3u << 13);
    }
    add16(&w->bytes, addr_is_v4(&path->from.addr) ? 0x0800 : 0x86dd);
}

static void frame_end(struct wire *w)
{
    struct wire_frame *f = &w->frame[w->frames - 1];
    f->n = w->bytes.n - f->at;
    if (f->n < 60) { /* the shortest frame, without its checksum */
        buf_fill(&w->bytes, 0, 60 - f->n);
        f->n = 60;
    }
}

/* Where a fragment lies in its datagram. */
struct piece {
    unsigned proto, id;
    size_t offset;
    bool fragment, more;
};

static void add_ip4(struct buf *b, const struct wire_path *path, const struct piece *pc, size_t n)
{
    size_t at = b->n;
    unsigned flags = pc->more ? 0x2000 : pc->proto == PROTO_TCP ? 0x4000 : 0;
    buf_addc(b, 0x45);
    buf_addc(b, (char)(path->dscp << 2));
    add16(b, (unsigned)(20 + n));
    add16(b, pc->id);
    add16(b, flags | (unsigned)(pc->offset / 8));
    buf_addc(b, 64);
    buf_addc(b, (char)pc->proto);
    add16(b, 0);
    buf_add(b, path->from.addr.ip + 12, 4);
    buf_add(b, path->to.addr.ip + 12, 4);
    if (!b->failed)
        set16(b, at + 10, sum_end(sum_add(0, b->p + at, 20)));
}

static void add_ip6(struct buf *b, const struct wire_path *path, const struct piece *pc, size_t n)
{
    add32(b, 6u << 28 | (uint32_t)path->dscp << 22);
    add16(b, (unsigned)(n + (pc->fragment ? 8 : 0)));
    buf_addc(b, (char)(pc->fragment ? PROTO_FRAGMENT : pc->proto));
    buf_addc(b, 64);
    buf_add(b, path->from.addr.ip, 16);
    buf_add(b, path->to.addr.ip, 16);
    if (pc->fragment) {
        buf_addc(b, (char)pc->proto);
        buf_addc(b, 0);
        add16(b, (unsigned)pc->offset | pc->more);
        add32(b, pc->id * 65599u);
    }
}

static void add_packet(struct wire *w, int64_t us, const struct wire_path *path,
                       const struct piece *pc, struct slice data)
{
    frame_begin(w, us, path);
    if (addr_is_v4(&path->from.addr))
        add_ip4(&w->bytes, path, pc, data.n);
    else
        add_ip6(&w->bytes, path, pc, data.n);
    buf_add(&w->bytes, data.p, data.n);
    frame_end(w);
}

static void add_fragments(struct wire *w, int64_t us, const struct wire_path *path, struct piece pc,
                          struct slice data, struct wire_order order)
{
    size_t head = addr_is_v4(&path->from.addr) ? 20 : 48;
    size_t room = (w->mtu - head) & ~(size_t)7;
    size_t pieces = (data.n + room - 1) / room;
    for (size_t i = 0; i < pieces; i++) {
        size_t k = order.reversed ? pieces - 1 - i : i;
        if (k + 1 == order.missing)
            continue;
        pc.offset = k * room;
        pc.fragment = true;
        pc.more = k + 1 < pieces;
        add_packet(w, us + (int64_t)i * FRAGMENT_GAP_US, path, &pc,
                   slice_sub(data, k * room, (k + 1) * room));
    }
}

void wire_udp(struct wire *w, int64_t us, const struct wire_path *path, struct slice payload,
              struct wire_order order)
{
    struct buf b;
    buf_init(&b, 65515);
    add16(&b, path->from.port);
    add16(&b, path->to.port);
    add16(&b, (unsigned)(payload.n + 8));
    add16(&b, 0);
    buf_add(&b, payload.p, payload.n);
    if (b.failed) { /* the message is too long for a datagram: wire_save says so */
        w->bytes.failed = true;
        buf_fini(&b);
        return;
    }
    unsigned sum = sum_end(sum_add(sum_pseudo(path, PROTO_UDP, b.n), b.p, b.n));
    set16(&b, 6, sum ? sum : 0xffff);
    struct piece pc = { .proto = PROTO_UDP, .id = w->ip_id[path->from.addr.ip[15]]++ };
    if (b.n + (addr_is_v4(&path->from.addr) ? 20 : 40) <= w->mtu)
        add_packet(w, us, path, &pc, buf_slice(&b));
    else
        add_fragments(w, us, path, pc, buf_slice(&b), order);
    buf_fini(&b);
}

/* The IP packet in a frame, if it is UDP on the way back, or its first IPv4 fragment. */
static struct slice packet_back(const struct wire *w, const struct wire_frame *f,
                                const struct wire_path *path)
{
    struct slice ip =
        slice_make(w->bytes.p + f->at + (w->vlan ? 18 : 14), f->n - (w->vlan ? 18 : 14));
    bool v4 = addr_is_v4(&path->from.addr);
    size_t from = v4 ? 12 : 8, n = v4 ? 4 : 16, skip = 16 - n;
    if (ip.p[v4 ? 9 : 6] != PROTO_UDP || memcmp(ip.p + from, path->to.addr.ip + skip, n) ||
        memcmp(ip.p + from + n, path->from.addr.ip + skip, n) ||
        (v4 && (ip.p[6] & 0x1f || ip.p[7])))
        return (struct slice){ 0 };
    const uint8_t *len = (const uint8_t *)ip.p + (v4 ? 2 : 4);
    return slice_sub(ip, 0, (size_t)(len[0] << 8 | len[1]) + (v4 ? 0 : 40));
}

bool wire_unreachable(struct wire *w, int64_t us, const struct wire_path *path)
{
    bool v4 = addr_is_v4(&path->from.addr);
    struct slice packet = { 0 };
    for (size_t i = w->frames; i-- > 0 && !packet.n && !w->bytes.failed;)
        packet = packet_back(w, &w->frame[i], path);
    if (!packet.n)
        return false;
    struct buf b;
    buf_init(&b, 2000);
    buf_addc(&b, v4 ? 3 : 1);
    buf_addc(&b, v4 ? 3 : 4);
    add16(&b, 0);
    add32(&b, 0);
    packet = slice_sub(packet, 0, v4 ? 548 : 1232); /* RFC 1812 4.3.2.3, 4443 2.4 */
    buf_add(&b, packet.p, packet.n);
    uint64_t sum = v4 ? 0 : sum_pseudo(path, PROTO_ICMP6, b.n);
    if (!b.failed)
        set16(&b, 2, sum_end(sum_add(sum, b.p, b.n)));
    struct piece pc = { .proto = v4 ? PROTO_ICMP4 : PROTO_ICMP6,
                        .id = w->ip_id[path->from.addr.ip[15]]++ };
    add_packet(w, us, path, &pc, buf_slice(&b));
    buf_fini(&b);
    return true;
}

void wire_tcp(struct wire *w, int64_t us, const struct wire_path *path, const struct wire_tcp *tcp,
              struct slice payload)
{
    struct buf b;
    bool syn = tcp->flags & WIRE_SYN;
    buf_init(&b, 65515);
    add16(&b, path->from.port);
    add16(&b, path->to.port);
    add32(&b, tcp->seq);
    add32(&b, tcp->ack);
    buf_addc(&b, syn ? 0x60 : 0x50);
    buf_addc(&b, (char)tcp->flags);
    add16(&b, 64240);
    add32(&b, 0);
    if (syn)
        add32(&b, 2u << 24 | 4u << 16 | (w->mtu - 60)); /* maximum segment size */
    buf_add(&b, payload.p, payload.n);
    if (b.failed)
        w->bytes.failed = true;
    else
        set16(&b, 16, sum_end(sum_add(sum_pseudo(path, PROTO_TCP, b.n), b.p, b.n)));
    struct piece pc = { .proto = PROTO_TCP, .id = w->ip_id[path->from.addr.ip[15]]++ };
    add_packet(w, us, path, &pc, buf_slice(&b));
    buf_fini(&b);
}

static int by_time(const void *a, const void *b)
{
    const struct wire_frame *x = a, *y = b;
    if (x->us != y->us)
        return x->us < y->us ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static void put_le32(FILE *f, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        putc((int)(v >> (8 * i) & 0xff), f);
}

int wire_save(struct wire *w, const char *path, struct err *err)
{
    if (w->bytes.failed)
        return err_set(err, -EMSGSIZE, "%s: a message exceeds 65507 bytes, or all of them a GiB.",
                       path);
    FILE *f = fopen(path, "wb");
    if (!f)
        return err_set(err, -errno, "%s: cannot be written: %s.", path, strerror(errno));
    qsort(w->frame, w->frames, sizeof(*w->frame), by_time);
    static const uint32_t head[] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1 };
    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        put_le32(f, head[i]);
    for (size_t i = 0; i < w->frames; i++) {
        const struct wire_frame *r = &w->frame[i];
        put_le32(f, (uint32_t)(r->us / 1000000));
        put_le32(f, (uint32_t)(r->us % 1000000));
        put_le32(f, (uint32_t)r->n);
        put_le32(f, (uint32_t)r->n);
        fwrite(w->bytes.p + r->at, 1, r->n, f);
    }
    bool bad = ferror(f);
    if (fclose(f) || bad)
        return err_set(err, -EIO, "%s: cannot be written to the end.", path);
    return 0;
}
