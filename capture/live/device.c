/* The devices that libpcap can capture from. Opening them is left to rung-capture. */
#include "capture/live/device.h"

#include <errno.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"

static void add_address(struct device *d, const struct sockaddr *sa)
{
    struct addr a;
    if (!sa || d->addresses == DEVICE_ADDRESSES)
        return;
    if (sa->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, sa, sizeof(in));
        uint8_t ip[4];
        memcpy(ip, &in.sin_addr, sizeof(ip));
        addr_set_v4(&a, ip);
    } else if (sa->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, sa, sizeof(in6));
        memcpy(a.ip, &in6.sin6_addr, sizeof(a.ip));
    } else {
        return;
    }
    d->address[d->addresses++] = a;
}

/* Does it carry packets of a network? libpcap also knows of USB, D-Bus and the like. */
static bool carries_network(const pcap_if_t *i)
{
    static const char *const other[] = { "usbmon", "bluetooth", "dbus-", "nflog", "nfqueue" };
    for (size_t k = 0; k < sizeof(other) / sizeof(other[0]); k++)
        if (!strncmp(i->name, other[k], strlen(other[k])))
            return false;
    return strlen(i->name) < DEVICE_NAME;
}

int device_each(device_fn *fn, void *ctx, struct err *err)
{
    char why[PCAP_ERRBUF_SIZE];
    pcap_if_t *all = NULL;
    struct device *d = mem_new(1, sizeof(*d));
    if (!d)
        return err_set(err, -ENOMEM, "There is not enough memory to list the devices.");
    if (pcap_findalldevs(&all, why) != 0) {
        mem_free(d);
        return err_set(err, -EIO, "The system does not name its devices: %s.", why);
    }
    bool more = true;
    for (const pcap_if_t *i = all; i && more; i = i->next) {
        if (!carries_network(i))
            continue;
        d->name = i->name;
        d->description = i->description ? i->description : "";
        d->up = i->flags & PCAP_IF_UP;
        d->loopback = i->flags & PCAP_IF_LOOPBACK;
        d->addresses = 0;
        for (const struct pcap_addr *a = i->addresses; a; a = a->next)
            add_address(d, a->addr);
        more = fn(ctx, d);
    }
    pcap_freealldevs(all);
    mem_free(d);
    return 0;
}

/* The name that resembles another one most. */
struct guess {
    struct slice name;
    unsigned distance;
    char found[DEVICE_NAME]; /* "": none */
};

static bool compare(void *ctx, const struct device *d)
{
    struct guess *g = ctx;
    unsigned distance = near_distance(g->name, slice_of(d->name));
    if (distance < g->distance) {
        g->distance = distance;
        snprintf(g->found, sizeof(g->found), "%s", d->name);
    }
    return true;
}

int device_unknown(const char *name, struct err *err)
{
    struct guess g = { .name = slice_of(name), .distance = near_limit(strlen(name)) + 1 };
    device_each(compare, &g, NULL);
    if (*g.found)
        return err_set(err, -ENODEV,
                       "%.*s is no device here; did you mean %s? `rung devices` lists them.",
                       DEVICE_NAME, name, g.found);
    return err_set(err, -ENODEV, "%.*s is no device here; `rung devices` lists them.", DEVICE_NAME,
                   name);
}
