/* Builders of packets for unit tests. Nothing here checks anything: tests make wrong packets too.
 */
#include "tests/unit/frames.h"

#include <string.h>

void frame_put(struct octets *f, const void *p, size_t n)
{
    if (n > sizeof(f->b) - f->n)
        n = sizeof(f->b) - f->n;
    memcpy(f->b + f->n, p, n);
    f->n += n;
}

void frame_fill(struct octets *f, uint8_t value, size_t n)
{
    while (n--)
        frame_put(f, &value, 1);
}

void frame_be16(struct octets *f, unsigned v)
{
    frame_put(f, (uint8_t[2]){ (uint8_t)(v >> 8), (uint8_t)v }, 2);
}

void frame_be32(struct octets *f, uint32_t v)
{
    frame_be16(f, v >> 16);
    frame_be16(f, v & 0xffff);
}

static void put_tags(struct octets *f, unsigned tags, unsigned ethertype)
{
    for (unsigned i = 1; i <= tags; i++) {
        frame_be16(f, 100 + i);
        frame_be16(f, i == tags ? ethertype : i >= 2 ? 0x9100 : 0x8100);
    }
}

void frame_link(struct octets *f, unsigned link, unsigned tags, unsigned ethertype)
{
    unsigned type = tags == 0 ? ethertype : tags == 1 ? 0x8100 : 0x88a8;
    uint8_t family = ethertype == 0x0800 ? 2 : 10;
    switch (link) {
    case 1:
        frame_put(f, "\2\0\0\0\0\1\2\0\0\0\0\2", 12);
        frame_be16(f, type);
        put_tags(f, tags, ethertype);
        break;
    case 113:
        frame_put(f, "\0\0\0\1\0\6\2\0\0\0\0\2\0\0", 14);
        frame_be16(f, type);
        put_tags(f, tags, ethertype);
        break;
    case 276:
        frame_be16(f, type);
        frame_put(f, "\0\0\0\0\0\3\0\1\0\6\2\0\0\0\0\2\0\0", 18);
        put_tags(f, tags, ethertype);
        break;
    case 0:
        frame_put(f, (uint8_t[4]){ family, 0, 0, 0 }, 4);
        break;
    case 108:
        frame_put(f, (uint8_t[4]){ 0, 0, 0, family }, 4);
        break;
    default:
        break;
    }
}

void frame_ipv4(struct octets *f, struct ip h)
{
    frame_be16(f, (0x40 + 5 + h.options / 4) << 8);
    frame_be16(f, 20 + h.options + h.payload);
    frame_be16(f, h.id & 0xffff);
    frame_be16(f, h.fragment);
    frame_be16(f, 64U << 8 | h.proto);
    frame_be16(f, 0);
    frame_put(f, "\12\1\1\13\12\2\2\26", 8);
    frame_fill(f, 1, h.options);
}

void frame_ipv6(struct octets *f, struct ip h)
{
    frame_be32(f, 0x60000000);
    frame_be16(f, h.payload);
    frame_be16(f, h.proto << 8 | 64);
    for (unsigned last = 0x11; last <= 0x22; last += 0x11) {
        frame_be32(f, 0x20010db8);
        frame_be32(f, 0);
        frame_be32(f, 0);
        frame_be32(f, last);
    }
}

void frame_extension(struct octets *f, unsigned next, unsigned units)
{
    frame_be16(f, next << 8 | units);
    frame_fill(f, 0, 6 + units * 8UL);
}

void frame_ah(struct octets *f, unsigned next, unsigned words)
{
    frame_be16(f, next << 8 | words);
    frame_fill(f, 0, 6 + words * 4UL);
}

void frame_fragment(struct octets *f, unsigned next, unsigned offset, bool more, uint32_t id)
{
    frame_be16(f, next << 8);
    frame_be16(f, offset | more);
    frame_be32(f, id);
}

void frame_udp(struct octets *f, unsigned sport, unsigned dport, unsigned payload)
{
    frame_be16(f, sport);
    frame_be16(f, dport);
    frame_be16(f, 8 + payload);
    frame_be16(f, 0);
}

void frame_tcp(struct octets *f, unsigned sport, unsigned dport, unsigned options)
{
    frame_be16(f, sport);
    frame_be16(f, dport);
    frame_be32(f, 0xfffffff0);
    frame_be32(f, 7);
    frame_be16(f, (5 + options / 4) << 12 | 0x18);
    frame_be16(f, 65535);
    frame_be32(f, 0);
    frame_fill(f, 1, options);
}
