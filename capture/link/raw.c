/* IP without a link-layer header: LINKTYPE_RAW (101, and 12 and 14 as some BSDs wrote it),
 * LINKTYPE_IPV4 (228), LINKTYPE_IPV6 (229). */
#include "capture/link/link.h"

bool raw_peel(struct rd *r, struct link_result *out)
{
    struct rd ahead = *r;
    uint8_t version = rd_u8(&ahead) >> 4;
    *out = (struct link_result){ 0 };
    if (version == 4)
        out->ethertype = ETHERTYPE_IS_IPV4;
    else if (version == 6)
        out->ethertype = ETHERTYPE_IS_IPV6;
    return !ahead.bad;
}

bool raw_peel_v4(struct rd *r, struct link_result *out)
{
    *out = (struct link_result){ .ethertype = ETHERTYPE_IS_IPV4 };
    return !r->bad;
}

bool raw_peel_v6(struct rd *r, struct link_result *out)
{
    *out = (struct link_result){ .ethertype = ETHERTYPE_IS_IPV6 };
    return !r->bad;
}
