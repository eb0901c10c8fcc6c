/* Ethernet (LINKTYPE_ETHERNET, 1). A length in place of the type, as IEEE 802.3 has it, is given
 * on as it stands: it names no network layer. */
#include "capture/link/link.h"

bool ether_peel(struct rd *r, struct link_result *out)
{
    rd_skip(r, 12); /* two addresses */
    *out = (struct link_result){ .ethertype = rd_be16(r) };
    return link_skip_tags(r, out);
}
