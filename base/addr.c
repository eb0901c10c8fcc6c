/* Addresses to text and back. Who owns an address is not known here. */
#include "base/addr.h"

#include <arpa/inet.h>
#include <stdio.h>

size_t addr_format(char buf[ADDR_TEXT], const struct addr *a)
{
    bool v4 = addr_is_v4(a);
    if (!inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? a->ip + 12 : a->ip, buf, ADDR_TEXT))
        buf[0] = 0;
    return strlen(buf);
}

size_t endpoint_format(char buf[ENDPOINT_TEXT], const struct endpoint *e)
{
    char ip[ADDR_TEXT];
    addr_format(ip, &e->addr);
    int n = snprintf(buf, ENDPOINT_TEXT, addr_is_v4(&e->addr) ? "%s:%u" : "[%s]:%u", ip, e->port);
    return (size_t)n;
}

bool addr_parse(struct addr *out, struct slice text)
{
    char z[ADDR_TEXT];
    struct addr a;
    uint8_t v4[4];
    if (text.n >= 2 && text.p[0] == '[' && text.p[text.n - 1] == ']')
        text = slice_sub(text, 1, text.n - 1);
    if (!text.n || text.n >= sizeof(z))
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = 0;
    if (inet_pton(AF_INET, z, v4) == 1)
        addr_set_v4(&a, v4);
    else if (inet_pton(AF_INET6, z, a.ip) != 1)
        return false;
    *out = a;
    return true;
}

bool addr_is_private(const struct addr *a)
{
    const uint8_t *p = a->ip + 12;
    if (!addr_is_v4(a))
        return (a->ip[0] & 0xfe) == 0xfc || (a->ip[0] == 0xfe && (a->ip[1] & 0xc0) == 0x80) ||
               (!memcmp(a->ip, (uint8_t[15]){ 0 }, 15) && a->ip[15] == 1);
    return p[0] == 10 || p[0] == 127 || (p[0] == 172 && (p[1] & 0xf0) == 16) ||
           (p[0] == 192 && p[1] == 168) || (p[0] == 169 && p[1] == 254) ||
           (p[0] == 100 && (p[1] & 0xc0) == 64);
}

const char *transport_name(enum transport t)
{
    static const char *const name[TRANSPORT_COUNT] = {
        [TRANSPORT_UDP] = "udp", [TRANSPORT_TCP] = "tcp", [TRANSPORT_SCTP] = "sctp",
        [TRANSPORT_TLS] = "tls", [TRANSPORT_WS] = "ws",   [TRANSPORT_WSS] = "wss",
    };
    return name[t];
}
