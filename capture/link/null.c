/* BSD loopback: an address family before the packet, in the byte order of the machine that captured
 * (LINKTYPE_NULL, 0) or in network order (LINKTYPE_LOOP, 108). */
#include "capture/link/link.h"

/* AF_INET is 2 everywhere; AF_INET6 is not: Linux, NetBSD and OpenBSD, FreeBSD, Darwin. */
static uint16_t ethertype_of(uint32_t family)
{
    switch (family) {
    case 2:
        return ETHERTYPE_IS_IPV4;
    case 10:
    case 24:
    case 28:
    case 30:
        return ETHERTYPE_IS_IPV6;
    default:
        return 0;
    }
}

bool null_peel(struct rd *r, struct link_result *out)
{
    uint32_t family = rd_be32(r);
    if (family > 0xffff)
        family = __builtin_bswap32(family);
    *out = (struct link_result){ .ethertype = ethertype_of(family) };
    return !r->bad;
}

bool loop_peel(struct rd *r, struct link_result *out)
{
    *out = (struct link_result){ .ethertype = ethertype_of(rd_be32(r)) };
    return !r->bad;
}
