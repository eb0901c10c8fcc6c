/* ICMP and ICMPv6 errors that quote a UDP datagram: it did not arrive, and this is why. */
#ifndef CAPTURE_NET_ICMP_H
#define CAPTURE_NET_ICMP_H

#include "capture/net/icmp_list.h"
#include "capture/net/net.h"
#include "capture/payload.h"

enum icmp_reason {
#define X(id, words) ICMP_##id,
    ICMP_REASON_LIST(X)
#undef X
        ICMP_REASON_COUNT
};

enum {
    ICMP_HEADER = 8,
};

struct icmp_error {
    struct addr from; /* who sent it: the host itself, or a router on the way */
    uint32_t mtu;     /* TOO_BIG: bytes that the next link takes, 0: not told */
    uint8_t reason;   /* enum icmp_reason */
};

/* From a whole l4 that is ICMP (NET_ICMP, NET_ICMP6). True: it is an error that quotes at least the
 * IP and UDP headers of a datagram. *quote then has what is quoted of its data, its two ends, its
 * IP identification and full_len by its UDP header; data is borrowed from l4, and time, packet and
 * extents are left alone. False: something else (echo, a quote of TCP or of a later fragment, cut
 * short); both undefined. Checksums are not looked at. RFC 792, 1812 5.2.7.1, 4443, 4884. */
bool icmp_parse(const struct net *n, struct icmp_error *error, struct payload *quote);

/* Whether a whole ICMP message is an error that quotes; *quote is then how many of the bytes behind
 * its header, which has ICMP_HEADER of them, are the quote. Others may follow (RFC 4884). */
bool icmp_quote(const uint8_t *l4, uint32_t len, bool v6, uint32_t *quote);

/* "port unreachable", … */
const char *icmp_reason_words(enum icmp_reason reason);

#endif
