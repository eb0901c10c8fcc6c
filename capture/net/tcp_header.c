/* The TCP header (RFC 9293 3.1); options are passed over. Streams are made in tcp.c. */
#include "capture/net/net.h"

#include "base/rd.h"

enum {
    TCP_HEADER = 20,
};

bool tcp_parse(const uint8_t *l4, uint32_t len, uint32_t full, struct tcp_header *out,
               struct counters *c)
{
    struct rd r = rd_make(l4, len);
    struct tcp_header t = { .sport = rd_be16(&r), .dport = rd_be16(&r) };
    t.seq = rd_be32(&r);
    t.ack = rd_be32(&r);
    uint32_t header = (rd_u8(&r) >> 4) * 4U;
    t.flags = rd_u8(&r);
    rd_skip(&r, 6); /* window, checksum, urgent pointer */
    if (header < TCP_HEADER || !rd_skip(&r, header - TCP_HEADER)) {
        c->v[COUNTER_TCP_SHORT]++;
        return false;
    }
    t.data = r.p;
    t.len = (uint32_t)rd_left(&r);
    t.full = (full > len ? full : len) - header;
    *out = t;
    return true;
}
