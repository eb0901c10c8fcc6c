/* Linux cooked capture v2 (LINKTYPE_LINUX_SLL2, 276): the type comes first, and an interface. */
#include "capture/link/link.h"

bool sll2_peel(struct rd *r, struct link_result *out)
{
    *out = (struct link_result){ .ethertype = rd_be16(r) };
    rd_skip(r, 18); /* reserved, interface, ARPHRD_ type, packet type, length, address */
    return link_skip_tags(r, out);
}
