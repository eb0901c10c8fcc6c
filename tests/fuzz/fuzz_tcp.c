/* Fuzz target "tcp": segments as the input has them, of toy messages and of anything else; or, by
 * its first byte, a stream of whole messages cut, mixed and repeated by the input, which must come
 * out as it was. */
#include <stdint.h>

#include "capture/net/tcp.h"
#include "tests/unit/netkit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct hash_key key = { 5, 6 };

/* What one run has: the file, and what was heard of the stream that must come out. */
struct run {
    struct kit_file file;
    struct counters c;
    struct tcp *t;
    int64_t now;
    uint16_t ip_id;
    const uint8_t *stream; /* NULL: any message may come */
    size_t heard, n;
};

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void on_message(void *ctx, const struct payload *p)
{
    struct run *r = ctx;
    check(p->len >= 4 && p->data[0] == 'L' && p->data[p->len - 1] == '\n');
    check(p->extents && p->extents <= 4096);
    check(kit_extents_match(&r->file, p->extent, p->extents, p->data, p->len, p->extents == 4096));
    kit_touch(p->data, p->len);
    if (r->stream) {
        check(p->len <= r->n - r->heard && !memcmp(p->data, r->stream + r->heard, p->len));
        r->heard += p->len;
    }
}

/* A segment of `full` bytes, `len` of them captured. */
static void feed(struct run *r, unsigned port, bool back, uint8_t flags, uint32_t seq,
                 const uint8_t *data, uint32_t len, uint32_t full)
{
    struct packet pkt = kit_packet(&r->file, data, len, r->now);
    struct net net = {
        .src = kit_addr(back), .dst = kit_addr(!back), .id = r->ip_id, .has_id = true
    };
    struct tcp_header h = { .sport = (uint16_t)(back ? 5060 : port),
                            .dport = (uint16_t)(back ? port : 5060),
                            .seq = seq,
                            .flags = flags,
                            .data = pkt.data + KIT_HEADERS,
                            .len = len,
                            .full = full };
    tcp_feed(r->t, &pkt, &net, &h);
    kit_drop(&pkt);
}

/* Each segment is five bytes: which connection and direction with some flags, what comes of time
 * and identity, two of sequence number, one of length; then its data. */
static void any_segments(struct run *r, const uint8_t *p, size_t n)
{
    uint32_t base = 0xffffff00;
    while (n >= 5) {
        uint8_t who = p[0], when = p[1];
        uint32_t seq = base + (uint32_t)(p[2] << 8 | p[3]), len = p[4], full = len;
        if (when & 1)
            full += p[3];
        if (who & 0x80)
            seq += p[3] * 0x1000000U;
        r->now += (int64_t)(when >> 3) * (when & 2 ? 1000000000 : 300000);
        r->ip_id = (uint16_t)(r->ip_id + !(when & 4));
        p += 5;
        n -= 5;
        if (len > n)
            len = (uint32_t)n;
        if (full < len)
            full = len;
        feed(r, 1000 + (who & 3), who & 4, (who >> 3) & 7, seq, p, len, full);
        p += len;
        n -= len;
        if (!(who & 0x40))
            base = seq + full - 0x8000 + (p[-1] & 1) * 0x8000;
    }
}

/* Each segment is two bytes: its length, and whether and how far it is held back or overlaps. */
static void known_stream(struct run *r, const uint8_t *p, size_t n)
{
    enum { HELD = 16, LONGEST = 60 }; /* segments held back, and past how many others */
    static uint8_t text[8192];
    struct {
        uint32_t off, len;
        size_t since;
    } held[HELD];
    uint32_t waiting = 0, off = 0, first = 0U - p[0] * 16U, end = 0;
    for (size_t i = 0; i < n && end < sizeof(text) - 300; i += 3)
        end += (uint32_t)kit_message(text + end, p[i], p[i]);
    r->stream = text;
    r->n = end;
    feed(r, 1, false, TCP_SYN, first - 1, NULL, 0, 0);
    for (size_t i = 0; off < end || waiting; i++) {
        uint8_t a = p[2 * i % n], b = p[(2 * i + 1) % n];
        uint32_t len = 1 + a * (b & 1 ? 1U : 4U), back = b & 0xe ? 0 : a / 2U;
        len = len < end - off ? len : end - off;
        back = back < off ? back : off;
        r->ip_id++;
        r->now += b * 1000;
        if ((b & 0x30 && waiting < HELD) && len) {
            held[waiting].off = off - back;
            held[waiting].len = len + back;
            held[waiting++].since = i;
        } else {
            feed(r, 1, false, TCP_ACK, first + off - back, text + off - back, len + back,
                 len + back);
        }
        off += len;
        uint32_t k = waiting ? a % waiting : 0;
        bool must = off == end;
        for (uint32_t j = 0; j < waiting && !must; j++)
            if (i - held[j].since > LONGEST) {
                must = true;
                k = j;
            }
        if (waiting && (b & 0x40 || must)) {
            feed(r, 1, false, TCP_ACK, first + held[k].off, text + held[k].off, held[k].len,
                 held[k].len);
            if (!(b & 0x80) || must)
                held[k] = held[--waiting];
        }
    }
    feed(r, 1, false, TCP_FIN, first + end, NULL, 0, 0);
    check(r->heard == r->n);
    check(!tcp_bytes(r->t));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct run r = { .now = 1 };
    const struct tcp_ops ops = { kit_frame, on_message, &r };
    r.t = tcp_new(&key, &ops, &r.c);
    if (data[0] & 1)
        known_stream(&r, data + 1, size - 1);
    else
        any_segments(&r, data + 1, size - 1);
    tcp_flush(r.t);
    check(!tcp_bytes(r.t));
    tcp_free(r.t);
    kit_fini(&r.file);
    return 0;
}
