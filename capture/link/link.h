/* Link layers: each finds the network layer's protocol and where it begins. */
#ifndef CAPTURE_LINK_LINK_H
#define CAPTURE_LINK_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rd.h"
#include "capture/link/link_list.h"

enum {
    ETHERTYPE_IS_IPV4 = 0x0800,
    ETHERTYPE_IS_IPV6 = 0x86dd,
};

/* More tags than this before the network layer: not followed. */
#define LINK_TAGS_MAX 4

#define LINK_NO_TYPE 0xff
#define LINK_NO_LENGTH 0xff

/* What a link layer found. */
struct link_result {
    uint16_t ethertype; /* of what r stands at; link types without one give that of IPv4 or IPv6,
                         * and 0 for anything else */
    bool tagged;        /* 802.1Q or 802.1ad tags were passed over */
};

/* A link layer is one file and one row in link_list.h. */
struct link {
    uint16_t number;      /* LINKTYPE_ */
    uint8_t header;       /* bytes without VLAN tags */
    uint8_t type_at;      /* where in them the ethertype stands, or LINK_NO_TYPE */
    uint8_t address_at;   /* where in them hardware addresses stand, */
    uint8_t address_room; /* for how many bytes there is room, 0: it has none, */
    uint8_t length_at;    /* and where the byte that says how long an address is, or
                           * LINK_NO_LENGTH: each has 6 */
    const char *name;
    /* Leaves r at the first byte of the network layer. False: too short. */
    bool (*peel)(struct rd *r, struct link_result *out);
};

#define X(number, name, header, type_at, address_at, address_room, length_at, peel) +1
enum { LINK_COUNT = LINK_LIST(X) };
#undef X

#define X(number, name, header, type_at, address_at, address_room, length_at, peel)                \
    bool peel(struct rd *r, struct link_result *out);
LINK_LIST(X)
#undef X

/* The row for this LINKTYPE_, or NULL. */
const struct link *link_find(uint16_t number);

/* All rows, for the BPF compiler: i from 0, NULL after the last. They stand in one array, so that
 * a row less link_at(0) is its index. */
const struct link *link_at(unsigned i);

/* Passes over VLAN tags that begin at r with *ethertype naming the first; used by every link layer
 * with an ethertype. False: cut in a tag. Of more than LINK_TAGS_MAX tags the rest stays, and the
 * ethertype is a tag's. */
bool link_skip_tags(struct rd *r, struct link_result *io);

#endif
