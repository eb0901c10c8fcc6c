/* Packets made by hand for unit tests: headers are appended in the order they stand on the wire. */
#ifndef TESTS_UNIT_FRAMES_H
#define TESTS_UNIT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct octets {
    size_t n;
    uint8_t b[80000];
};

void frame_put(struct octets *f, const void *p, size_t n);
void frame_fill(struct octets *f, uint8_t value, size_t n);
void frame_be16(struct octets *f, unsigned v);
void frame_be32(struct octets *f, uint32_t v);

/* The header of a LINKTYPE_ with so many VLAN tags (one: 0x8100; more: 0x88a8 outside, and from the
 * third on 0x9100) before the type. LINKTYPE_NULL and LOOP: the family of that ethertype on Linux,
 * little-endian for NULL. */
void frame_link(struct octets *f, unsigned link, unsigned tags, unsigned ethertype);

struct ip {
    unsigned proto;
    unsigned payload;  /* bytes that follow by the header's own length */
    unsigned fragment; /* IPv4: the 16 bits as they stand; IPv6: none */
    unsigned options;  /* IPv4: bytes, a multiple of 4 */
    uint32_t id;
};

/* 10.1.1.11 to 10.2.2.22. */
void frame_ipv4(struct octets *f, struct ip h);

/* 2001:db8::11 to 2001:db8::22. */
void frame_ipv6(struct octets *f, struct ip h);

/* One extension header of `units` * 8 more bytes than the least, naming the next. */
void frame_extension(struct octets *f, unsigned next, unsigned units);
void frame_ah(struct octets *f, unsigned next, unsigned words);
void frame_fragment(struct octets *f, unsigned next, unsigned offset, bool more, uint32_t id);

void frame_udp(struct octets *f, unsigned sport, unsigned dport, unsigned payload);
void frame_tcp(struct octets *f, unsigned sport, unsigned dport, unsigned options);

#endif
