/* Who takes part: endpoints that were seen, joined into the columns of a ladder (design page
 * sip-semantics, "Participants"). Internal to ui/flow. */
#ifndef UI_FLOW_CAST_H
#define UI_FLOW_CAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "decode/sip/index.h"
#include "ui/flow/map.h"
#include "ui/flow/strings.h"

enum node_role {
    NODE_PROXY = 1,     /* passed on a request of somebody else */
    NODE_B2BUA = 2,     /* the same under a Call-ID of its own, or hiding where it came from */
    NODE_REGISTRAR = 4, /* answered a REGISTER */
};

#define NODE_CLAIMS 4

/* Why an endpoint may be called by a user's name; more is stronger. */
struct claim {
    uint32_t user; /* text */
    uint32_t strength;
};

/* One ip:port. */
struct node {
    struct endpoint end;
    uint32_t host;
    uint32_t next;       /* node of the same host, 0 at the end */
    uint32_t up;         /* union-find; itself at the top, which is the one seen first */
    uint32_t group;      /* after cast_settle: which participant, from 0 */
    uint32_t via_host;   /* text: the name it gives itself in Via */
    uint16_t alias_port; /* its own port by its Via, where it sends from another; or 0 */
    uint8_t role;        /* bits of enum node_role */
    uint64_t alias;      /* of the private address that its Via shows, or 0 */
    struct claim claim[NODE_CLAIMS];
};

/* One address. */
struct host {
    struct addr addr;
    uint32_t first, last; /* its nodes */
    bool split;           /* its ports are participants of their own */
    uint16_t register_port, alias_port;
    uint64_t register_aor, alias; /* of the first REGISTER, and the first private Via, from it */
    uint32_t inner;               /* the host behind it that a NAT showed first */
};

/* A message as far as it tells who takes part. */
struct sighting {
    const struct sip_index *index;
    uint32_t from, to; /* nodes */
    uint32_t leg;
    bool stream;
};

/* Embedded: cast_init, cast_fini. */
struct cast {
    const struct hash_key *key;
    struct strings *strings; /* borrowed */
    struct pool nodes, hosts, twins;
    struct index node_index, host_index;
    struct map peers;   /* pairs of nodes of one host that talk to each other */
    struct map origins; /* leg and From-tag: a = node it came from */
    struct map passed;  /* what came to a host and left it again */
    struct map users;   /* a = display name, b = how well we know */
    uint32_t groups;
};

/* -ENOMEM. `key` and `strings` are borrowed for its life. */
int cast_init(struct cast *c, const struct hash_key *key, struct strings *strings);
void cast_fini(struct cast *c);

/* The node of an endpoint, made when it is new; 0: no memory. */
uint32_t cast_node(struct cast *c, const struct endpoint *e);

static inline struct node *cast_node_get(const struct cast *c, uint32_t node)
{
    return pool_at(&c->nodes, node);
}

static inline struct host *cast_host_get(const struct cast *c, uint32_t host)
{
    return pool_at(&c->hosts, host);
}

/* A message went from one node to another. */
void cast_see(struct cast *c, const struct sighting *s);

/* The same message was seen from or to both: they are the two sides of a NAT. */
void cast_twins(struct cast *c, uint32_t a, uint32_t b);

/* Joins the nodes; from then on node.group is set and there are c->groups of them, numbered as they
 * appeared. */
void cast_settle(struct cast *c);

/* A number for a text in some meaning. */
static inline uint64_t cast_hash(const struct cast *c, uint64_t with, struct slice text)
{
    return hash_mix(with, hash_sip(c->key, text.p, text.n));
}

#endif
