/* The pcap format, little-endian: one link layer, times in us, or in ns where there are such. */
#include <errno.h>

#include "base/clock.h"
#include "capture/link/link.h"
#include "capture/sink/sink.h"

enum {
    MAGIC_US = 0xa1b2c3d4,
    MAGIC_NS = 0xa1b23c4d,
    SNAPLEN = 262144, /* what programs believe; records may be longer all the same */
    LINK_ETHERNET = 1,
};

struct pcap {
    bool fine, begun;
    uint16_t link;
};

static void add_u32(struct buf *b, uint32_t v)
{
    buf_add(
        b,
        (const uint8_t[]){ (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) },
        4);
}

static void begin(void *state, struct buf *out, const struct sink_options *o)
{
    struct pcap *st = state;
    (void)out; /* the header names the link layer, which the first packet tells */
    st->fine = o->fine;
}

static void add_header(struct pcap *st, struct buf *out, uint16_t link)
{
    st->begun = true;
    st->link = link;
    add_u32(out, st->fine ? MAGIC_NS : MAGIC_US);
    add_u32(out, 2 | 4 << 16); /* version 2.4 */
    add_u32(out, 0);
    add_u32(out, 0);
    add_u32(out, SNAPLEN);
    add_u32(out, link);
}

static const char *link_words(uint16_t link)
{
    const struct link *l = link_find(link);
    return l ? l->name : "another one";
}

static int before(void *state, struct buf *out, const struct sink_packet *p, struct err *err)
{
    struct pcap *st = state;
    const struct packet *pkt = &p->packet;
    if (!st->begun)
        add_header(st, out, pkt->link);
    if (pkt->link != st->link)
        return err_set(err, -EINVAL,
                       "A pcap file has one link layer, and the packets have several (%s, %s); "
                       "a file .pcapng holds them.",
                       link_words(st->link), link_words(pkt->link));
    int64_t ns = pkt->time_ns > 0 ? pkt->time_ns : 0;
    add_u32(out, (uint32_t)(ns / NS_PER_S));
    add_u32(out, (uint32_t)(ns % NS_PER_S / (st->fine ? 1 : 1000)));
    add_u32(out, pkt->caplen);
    add_u32(out, pkt->len);
    return 0;
}

static void after(void *state, struct buf *out, const struct sink_packet *p)
{
    (void)state, (void)out, (void)p;
}

static void end(void *state, struct buf *out)
{
    struct pcap *st = state;
    if (!st->begun)
        add_header(st, out, LINK_ETHERNET);
}

const struct sink_driver sink_pcap = {
    .state = sizeof(struct pcap),
    .begin = begin,
    .before = before,
    .after = after,
    .end = end,
};
