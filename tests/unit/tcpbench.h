/* A struct tcp under test with one connection's segments to feed it, for test_tcp.c and
 * test_tcp_stream.c; both include cmocka first. */
#ifndef TESTS_UNIT_TCPBENCH_H
#define TESTS_UNIT_TCPBENCH_H

#include "capture/net/tcp.h"
#include "tests/unit/netkit.h"

static const struct hash_key bench_key = { 3, 4 };

enum { A, B }; /* who sends; A opened the connection */

/* A struct tcp under test, its file, and the messages that came out of each direction, in a row. */
struct bench {
    struct tcp *t;
    struct counters c;
    struct kit_file file;
    int64_t now;
    uint64_t looked; /* bytes the framer has looked at */
    uint16_t ip_id;  /* of the next segment */
    uint16_t port;   /* of A */
    uint8_t *heard[2];
    size_t n[2], cap[2];
    uint32_t messages;
    struct payload last; /* data and extents are not valid any more */
    bool prefix;         /* extents may name the beginning only */
};

static struct bench b;

static inline struct frame frame(struct framer *s, const uint8_t *p, size_t n)
{
    return kit_frame_counted(s, p, n, &b.looked);
}

static inline void on_message(void *ctx, const struct payload *p)
{
    struct bench *x = ctx;
    int side = p->src.port == 5060;
    assert_true(side || p->dst.port == 5060);
    assert_int_equal(p->transport, TRANSPORT_TCP);
    assert_int_equal(p->len, p->full_len);
    assert_true(p->len >= 4 && p->data[0] == 'L' && p->data[p->len - 1] == '\n');
    assert_true(kit_extents_match(&x->file, p->extent, p->extents, p->data, p->len, x->prefix));
    assert_true(p->extents <= 4096);
    kit_touch(p->data, p->len);
    if (x->n[side] + p->len > x->cap[side]) {
        x->cap[side] = (x->n[side] + p->len) * 2;
        x->heard[side] = realloc(x->heard[side], x->cap[side]);
    }
    memcpy(x->heard[side] + x->n[side], p->data, p->len);
    x->n[side] += p->len;
    x->messages++;
    x->last = *p;
}

static inline bool bench_init(void)
{
    memset(&b, 0, sizeof(b));
    b.port = 40000;
    b.now = 1;
    b.ip_id = 1;
    const struct tcp_ops ops = { frame, on_message, &b };
    b.t = tcp_new(&bench_key, &ops, &b.c);
    return b.t;
}

static inline void bench_fini(void)
{
    tcp_free(b.t);
    kit_fini(&b.file);
    free(b.heard[0]);
    free(b.heard[1]);
}

static inline void set_headers(struct net *net, struct tcp_header *h, int from)
{
    *net = (struct net){ .src = kit_addr((uint8_t)(1 + from)),
                         .dst = kit_addr((uint8_t)(2 - from)),
                         .proto = NET_TCP,
                         .id = b.ip_id++,
                         .has_id = true };
    h->sport = from == A ? b.port : 5060;
    h->dport = from == A ? 5060 : b.port;
}

/* A segment of `full` bytes, `len` of them captured. */
static inline void feed_cut(int from, uint8_t flags, uint32_t seq, const void *data, uint32_t len,
                            uint32_t full)
{
    struct packet pkt = kit_packet(&b.file, data, len, b.now);
    struct net net;
    struct tcp_header h = { .seq = seq, .flags = flags, .len = len, .full = full };
    set_headers(&net, &h, from);
    h.data = pkt.data + KIT_HEADERS;
    tcp_feed(b.t, &pkt, &net, &h);
    kit_drop(&pkt);
}

static inline void feed(int from, uint8_t flags, uint32_t seq, const void *data, size_t len)
{
    feed_cut(from, flags, seq, data, (uint32_t)len, (uint32_t)len);
}

static inline void say(int from, uint32_t seq, const char *text)
{
    feed(from, TCP_ACK, seq, text, strlen(text));
}

static inline void heard(int from, const char *want)
{
    if (b.n[from] != strlen(want) || (b.n[from] && memcmp(b.heard[from], want, b.n[from])))
        fail_msg("heard \"%.*s\", not \"%s\"", (int)b.n[from], (const char *)b.heard[from], want);
}

static inline void counted(enum counter c, uint64_t want)
{
    if (b.c.v[c] != want)
        fail_msg("%s is %llu, not %llu", counter_name(c), (unsigned long long)b.c.v[c],
                 (unsigned long long)want);
}

/* A stream of messages of many lengths: returns its bytes, of which there is room for `max`. */
static inline size_t make_stream(uint8_t *out, size_t max, unsigned seed)
{
    size_t n = 0;
    for (unsigned i = 0; n + 700 < max; i++)
        n += kit_message(out + n, (i * i * 7 + seed) % (i % 5 ? 40 : 600), i + seed);
    return n;
}

#endif
