/* Network addresses: one shape for IPv4 and IPv6. */
#ifndef BASE_ADDR_H
#define BASE_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/slice.h"

/* In network order; IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2). All zero: unknown. */
struct addr {
    uint8_t ip[16];
};

struct endpoint {
    struct addr addr;
    uint16_t port; /* host order */
};

enum transport {
    TRANSPORT_UDP,
    TRANSPORT_TCP,
    TRANSPORT_SCTP,
    TRANSPORT_TLS,
    TRANSPORT_WS,
    TRANSPORT_WSS,
    TRANSPORT_COUNT
};

#define ADDR_TEXT 48     /* fits every addr_format with its NUL */
#define ENDPOINT_TEXT 56 /* fits every endpoint_format with its NUL */

static inline bool addr_is_v4(const struct addr *a)
{
    static const uint8_t prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    return !memcmp(a->ip, prefix, sizeof(prefix));
}

static inline void addr_set_v4(struct addr *a, const uint8_t ip[4])
{
    memset(a->ip, 0, 10);
    a->ip[10] = a->ip[11] = 0xff;
    memcpy(a->ip + 12, ip, 4);
}

static inline bool addr_eq(const struct addr *a, const struct addr *b)
{
    return !memcmp(a->ip, b->ip, 16);
}

static inline bool endpoint_eq(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && addr_eq(&a->addr, &b->addr);
}

/* "10.1.1.11", "2001:db8::1". Returns the length. */
size_t addr_format(char buf[ADDR_TEXT], const struct addr *a);

/* "10.1.1.11:5060", "[2001:db8::1]:5060". Returns the length. */
size_t endpoint_format(char buf[ENDPOINT_TEXT], const struct endpoint *e);

/* An IPv4 or IPv6 literal, brackets allowed, nothing else. False (out untouched) otherwise. */
bool addr_parse(struct addr *out, struct slice text);

/* RFC 1918, 6598, link-local, loopback, unique-local: not reachable from the Internet. */
bool addr_is_private(const struct addr *a);

/* "udp", "tcp", … */
const char *transport_name(enum transport t);

#endif
