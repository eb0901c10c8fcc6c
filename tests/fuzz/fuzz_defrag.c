/* Fuzz target "defrag": fragments as the input has them, of a few datagrams at once. What comes out
 * is compared with a plain model of one byte a time, and with the file by its extents. */
#include <stdint.h>

#include "capture/net/defrag.h"
#include "tests/unit/netkit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IDS = 4, LONGEST = 65535 };

static const struct hash_key key = { 7, 8 };

/* A datagram as it must come out: for each place the byte that was fed first. */
struct model {
    uint8_t byte[LONGEST + 1], known[LONGEST + 1];
    uint32_t top, count, total; /* the furthest known, how many are, and how many are to be */
    int64_t since;
};

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void model_clear(struct model *m)
{
    memset(m->known, 0, m->top);
    m->top = m->count = m->total = 0;
}

/* A fragment that was not refused. */
static void model_take(struct model *m, const struct net *net, int64_t now)
{
    if (!m->top)
        m->since = now;
    for (uint32_t i = 0; i < net->l4_full; i++) {
        uint32_t at = net->frag_off + i;
        if (m->known[at])
            continue;
        m->count++;
        m->known[at] = i < net->l4_len ? 1 : 2; /* 2: not captured */
        m->byte[at] = i < net->l4_len ? net->l4[i] : 0;
    }
    if (m->top < net->frag_off + net->l4_full)
        m->top = net->frag_off + net->l4_full;
    if (!net->more)
        m->total = net->frag_off + net->l4_full;
}

static void compare(const struct kit_file *f, const struct model *m, const struct datagram *d)
{
    const struct net *n = &d->net;
    check(n->l4_full == m->total && m->count == m->total && n->l4_len <= n->l4_full);
    check(!n->fragment && !n->more && !n->frag_off);
    check(d->extents <= DEFRAG_EXTENTS);
    check(!n->l4_len || kit_extents_match(f, d->extent, d->extents, n->l4, n->l4_len, false));
    kit_touch(n->l4, n->l4_len);
    for (uint32_t i = 0; i < n->l4_len; i++)
        check(m->known[i] == 1 && m->byte[i] == n->l4[i]);
    check(n->l4_len == n->l4_full || m->known[n->l4_len] == 2);
}

/* Five bytes: which datagram and some flags, two of offset, one of length, one of content and time.
 */
static struct net fragment_of(const uint8_t p[5], uint32_t *len)
{
    uint32_t full = p[0] & 0x10 ? p[3] : p[3] & 0xf8U;
    if (p[0] & 0x20)
        full = (full + 1) * 8;
    *len = p[0] & 0x40 && p[4] < full ? p[4] : full;
    return (struct net){ .src = kit_addr(1),
                         .dst = kit_addr(2),
                         .l4_len = *len,
                         .l4_full = full,
                         .id = p[0] % IDS,
                         .frag_off = (uint16_t)((p[1] << 8 | p[2]) & 0xfff8),
                         .proto = NET_UDP,
                         .has_id = true,
                         .fragment = true,
                         .more = !(p[0] & 8) };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model model[IDS];
    static uint8_t bytes[4096];
    struct kit_file file = { 0 };
    struct counters c = { 0 };
    struct defrag *d = defrag_new(&key, &c);
    int64_t now = 1;
    for (; size >= 5; size -= 5, data += 5) {
        uint32_t len;
        struct net net = fragment_of(data, &len);
        memset(bytes, data[4] + data[1], len);
        now += (int64_t)data[4] * (data[0] & 0x80 ? 1000000000 : 50000);
        for (int i = 0; i < IDS; i++)
            if (model[i].top && now - model[i].since >= DEFRAG_TIMEOUT_NS)
                model_clear(&model[i]);
        struct packet pkt = kit_packet(&file, bytes, len, now);
        net.l4 = pkt.data + KIT_HEADERS;

        struct model *m = &model[net.id];
        struct counters was = c;
        struct datagram out;
        bool done = defrag_feed(d, &pkt, &net, &out);
        bool copy = !m->top && c.v[COUNTER_FRAGMENT_DUPLICATE] != was.v[COUNTER_FRAGMENT_DUPLICATE];
        if (c.v[COUNTER_FRAGMENT_CAP] != was.v[COUNTER_FRAGMENT_CAP])
            model_clear(m);
        else if (!copy && c.v[COUNTER_FRAGMENT_BAD] == was.v[COUNTER_FRAGMENT_BAD])
            model_take(m, &net, now);
        check(done == (m->total && m->count == m->total));
        if (done) {
            compare(&file, m, &out);
            model_clear(m);
        }
        kit_drop(&pkt);
    }
    for (int i = 0; i < IDS; i++)
        model_clear(&model[i]);
    defrag_flush(d);
    check(!defrag_bytes(d));
    defrag_free(d);
    kit_fini(&file);
    return 0;
}
