/* What a layer between link and transport is given and gives back; one file and one row in
 * net_list.h each. */
#ifndef CAPTURE_NET_LAYER_H
#define CAPTURE_NET_LAYER_H

#include "base/rd.h"
#include "capture/net/net.h"
#include "capture/net/net_list.h"

/* Who names the next layer: an ethertype may have the value of an IP protocol. */
#define NET_PROTOCOL(n) (n)
#define NET_ETHERTYPE(n) (0x10000 | (n))

/* Layers in one another, and extension headers among them, at most. */
#define NET_DEPTH 8
#define NET_EXTENSIONS 16

enum net_step {
    NET_STEP_ON,   /* r and `next` moved to the next layer */
    NET_STEP_DONE, /* what r stands at is a fragment: no further */
    NET_STEP_BAD,  /* the packet is lost: a counter was raised */
};

/* A packet on its way down. */
struct net_walk {
    /* at the layer to be peeled; its end is that of the layer around */
    struct rd r;
    /* bytes from r to the end of the layer around by its own length: more than r has where the
     * capture cut the packet */
    uint32_t full;
    uint32_t next;               /* what stands at r */
    uint32_t layers, extensions; /* passed so far; the latter count as layers too */
    const uint8_t *packet;       /* where l3 is counted from; NULL: put together from fragments */
    struct net *net;             /* an IP layer writes all fields from src to id, and the flags */
    struct counters *c;
};

enum net_layer {
#define X(name, key, peel) NET_LAYER_##name = key,
    NET_LIST(X)
#undef X
};

#define X(name, key, peel) enum net_step peel(struct net_walk *w);
NET_LIST(X)
#undef X

/* Peels the layer that `next` names. DONE with r where it was: `next` is no layer of net_list.h,
 * but a transport or something unknown. */
enum net_step net_walk_next(struct net_walk *w);

/* The layer at r ends after `full` bytes: what follows in the packet is padding. */
static inline void net_walk_bound(struct net_walk *w, uint32_t full)
{
    if (rd_left(&w->r) > full)
        w->r.end = w->r.p + full;
    w->full = full;
}

static inline enum net_step net_walk_lose(struct net_walk *w, enum counter why)
{
    w->c->v[why]++;
    return NET_STEP_BAD;
}

#endif
