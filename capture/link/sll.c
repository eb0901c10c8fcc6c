/* Linux cooked capture v1 (LINKTYPE_LINUX_SLL, 113), what `tcpdump -i any` wrote for long. */
#include "capture/link/link.h"

bool sll_peel(struct rd *r, struct link_result *out)
{
    rd_skip(r, 14); /* packet type, ARPHRD_ type, length of the address, address */
    *out = (struct link_result){ .ethertype = rd_be16(r) };
    return link_skip_tags(r, out);
}
