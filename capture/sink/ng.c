/* Blocks of pcapng. Which packets, and into which file, is left to others. */
#include "capture/sink/ng.h"

#include <endian.h>

enum {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_STATISTICS = 5,
    BLOCK_ENHANCED = 6,
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,

    OPTION_APPLICATION = 4, /* of a section */
    OPTION_NAME = 2,        /* of an interface */
    OPTION_TSRESOL = 9,
    OPTION_END = 3,  /* of its statistics */
    OPTION_HEAD = 4, /* code and length */

    FRAME = 12, /* type and length in front, the length again behind */
    SECTION_BODY = 16,
    INTERFACE_BODY = 8,
    STATISTICS_BODY = 12,
};

static void add_u16(struct buf *b, uint16_t v)
{
    buf_add(b, (const uint8_t[]){ (uint8_t)v, (uint8_t)(v >> 8) }, 2);
}

static void add_u32(struct buf *b, uint32_t v)
{
    add_u16(b, (uint16_t)v);
    add_u16(b, (uint16_t)(v >> 16));
}

/* Bytes that a stretch takes with its padding to whole words. */
static uint32_t padded(uint32_t n)
{
    return (n + 3) & ~UINT32_C(3);
}

void ng_option(struct buf *b, uint16_t code, struct slice value)
{
    uint16_t n = value.n < UINT16_MAX ? (uint16_t)value.n : UINT16_MAX;
    add_u16(b, code);
    add_u16(b, n);
    buf_add(b, value.p, n);
    buf_fill(b, 0, padded(n) - n);
}

/* An end-of-options stands behind options only. */
static uint32_t options_len(uint32_t n)
{
    return n ? n + OPTION_HEAD : 0;
}

static uint32_t text_len(struct slice text)
{
    return text.n ? OPTION_HEAD + padded((uint32_t)text.n) : 0;
}

void ng_section(struct buf *b, const char *by)
{
    struct slice name = slice_of(by);
    uint32_t len = FRAME + SECTION_BODY + options_len(text_len(name));
    add_u32(b, BLOCK_SECTION);
    add_u32(b, len);
    add_u32(b, BYTE_ORDER_MAGIC);
    add_u16(b, 1); /* version 1.0 */
    add_u16(b, 0);
    add_u32(b, UINT32_MAX); /* the length of the section is not told */
    add_u32(b, UINT32_MAX);
    if (name.n) {
        ng_option(b, OPTION_APPLICATION, name);
        add_u32(b, 0);
    }
    add_u32(b, len);
}

void ng_interface(struct buf *b, uint16_t link, const char *name)
{
    struct slice text = slice_of(name);
    static const uint8_t ns = 9; /* ten to the minus ninth */
    uint32_t len = FRAME + INTERFACE_BODY + options_len(OPTION_HEAD + 4 + text_len(text));
    add_u32(b, BLOCK_INTERFACE);
    add_u32(b, len);
    add_u16(b, link);
    add_u16(b, 0);
    add_u32(b, 0); /* packets are as long as they are */
    if (text.n)
        ng_option(b, OPTION_NAME, text);
    ng_option(b, OPTION_TSRESOL, slice_make(&ns, 1));
    add_u32(b, 0);
    add_u32(b, len);
}

static void add_time(struct buf *b, int64_t ns)
{
    uint64_t ticks = ns > 0 ? (uint64_t)ns : 0;
    add_u32(b, (uint32_t)(ticks >> 32));
    add_u32(b, (uint32_t)ticks);
}

void ng_until(struct buf *b, uint32_t interface, int64_t until_ns)
{
    uint32_t len = FRAME + STATISTICS_BODY + options_len(OPTION_HEAD + 8);
    add_u32(b, BLOCK_STATISTICS);
    add_u32(b, len);
    add_u32(b, interface);
    add_time(b, until_ns);
    add_u32(b, OPTION_END | 8 << 16);
    add_time(b, until_ns);
    add_u32(b, 0);
    add_u32(b, len);
}

static uint32_t packet_len(const struct ng_packet *p)
{
    return NG_PACKET_HEAD + padded(p->caplen) + options_len((uint32_t)p->options.n) + 4;
}

void ng_packet_head(struct buf *b, const struct ng_packet *p)
{
    uint64_t ticks = p->time_ns > 0 ? (uint64_t)p->time_ns : 0;
    const uint32_t head[NG_PACKET_HEAD / 4] = {
        htole32(BLOCK_ENHANCED),  htole32(packet_len(p)),
        htole32(p->interface),    htole32((uint32_t)(ticks >> 32)),
        htole32((uint32_t)ticks), htole32(p->caplen),
        htole32(p->len),
    };
    buf_add(b, head,
            sizeof(head)); /* at once: one of these is written for each packet of a stream */
}

void ng_packet_tail(struct buf *b, const struct ng_packet *p)
{
    buf_fill(b, 0, padded(p->caplen) - p->caplen);
    if (p->options.n) {
        buf_add(b, p->options.p, p->options.n);
        add_u32(b, 0);
    }
    add_u32(b, packet_len(p));
}
