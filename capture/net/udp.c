/* The UDP header (RFC 768). */
#include "capture/net/net.h"

#include "base/rd.h"

bool udp_parse(const uint8_t *l4, uint32_t len, uint32_t full, struct udp *out, struct counters *c)
{
    struct rd r = rd_make(l4, len);
    const uint8_t *h = rd_take(&r, 8);
    uint32_t length = h ? (uint32_t)(h[4] << 8 | h[5]) : 1;
    if (full < len)
        full = len;
    if (!length || length > full)
        length = full;
    if (length < 8) {
        c->v[COUNTER_UDP_SHORT]++;
        return false;
    }
    *out = (struct udp){
        .sport = (uint16_t)(h[0] << 8 | h[1]),
        .dport = (uint16_t)(h[2] << 8 | h[3]),
        .data = r.p,
        .len = (length < len ? length : len) - 8,
        .full = length - 8,
    };
    return true;
}
