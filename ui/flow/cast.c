/* Endpoints into participants. What they are called is left to name.c, where they stand to order.c.
 */
#include "ui/flow/cast.h"

#include <errno.h>

#include "decode/sip/field.h"
#include "ui/flow/name.h"

struct twin {
    uint32_t a, b;
};

int cast_init(struct cast *c, const struct hash_key *key, struct strings *strings)
{
    *c = (struct cast){ .key = key, .strings = strings };
    pool_init(&c->nodes, sizeof(struct node));
    pool_init(&c->hosts, sizeof(struct host));
    pool_init(&c->twins, sizeof(struct twin));
    bool ok = index_init(&c->node_index);
    ok &= index_init(&c->host_index);
    ok &= !map_init(&c->peers);
    ok &= !map_init(&c->origins);
    ok &= !map_init(&c->passed);
    ok &= !map_init(&c->users);
    return ok ? 0 : -ENOMEM;
}

void cast_fini(struct cast *c)
{
    pool_fini(&c->nodes);
    pool_fini(&c->hosts);
    pool_fini(&c->twins);
    index_fini(&c->node_index);
    index_fini(&c->host_index);
    map_fini(&c->peers);
    map_fini(&c->origins);
    map_fini(&c->passed);
    map_fini(&c->users);
}

static bool host_matches(const void *ctx, uint32_t row, const void *key)
{
    return addr_eq(&cast_host_get(ctx, row)->addr, key);
}

static bool node_matches(const void *ctx, uint32_t row, const void *key)
{
    return endpoint_eq(&cast_node_get(ctx, row)->end, key);
}

static uint32_t host_of(struct cast *c, const struct addr *a, uint64_t hash)
{
    uint32_t row = index_find(&c->host_index, hash, host_matches, c, a);
    if (row || !(row = pool_new(&c->hosts)))
        return row;
    if (!index_add(&c->host_index, hash, row)) {
        pool_give(&c->hosts, row);
        return 0;
    }
    cast_host_get(c, row)->addr = *a;
    return row;
}

static uint64_t endpoint_hash(const struct cast *c, const struct endpoint *e, uint64_t *of_host)
{
    *of_host = hash_addr(c->key, &e->addr);
    return hash_mix(*of_host, e->port);
}

uint32_t cast_node(struct cast *c, const struct endpoint *e)
{
    uint64_t of_host, hash = endpoint_hash(c, e, &of_host);
    uint32_t row = index_find(&c->node_index, hash, node_matches, c, e);
    if (row)
        return row;
    uint32_t host = host_of(c, &e->addr, of_host);
    row = host ? pool_new(&c->nodes) : 0;
    if (!row)
        return 0;
    if (!index_add(&c->node_index, hash, row)) {
        pool_give(&c->nodes, row);
        return 0;
    }
    struct node *n = cast_node_get(c, row);
    struct host *h = cast_host_get(c, host);
    n->end = *e;
    n->host = host;
    n->up = row;
    if (h->last)
        cast_node_get(c, h->last)->next = row;
    else
        h->first = row;
    h->last = row;
    return row;
}

static uint64_t pair_key(const struct cast *c, uint32_t a, uint32_t b)
{
    return a < b ? hash_mix(hash_mix(c->key->k0, a), b) : hash_mix(hash_mix(c->key->k0, b), a);
}

/* Its Via tells what an endpoint calls itself: a port that it listens at though it sends from
 * another (streams), or an address behind a NAT (18.2.1, 3581). */
static void see_via(struct cast *c, const struct sighting *s)
{
    const struct sip_index *x = s->index;
    struct node *n = cast_node_get(c, s->from);
    struct host *h = cast_host_get(c, n->host);
    struct sip_uri at = sip_uri_parse(x->via_sent_by);
    struct addr shown;
    uint16_t port = at.port ? at.port : 5060;
    if (!addr_parse(&shown, at.host)) {
        if (!n->via_host)
            n->via_host = strings_add_clean(c->strings, at.host);
        return;
    }
    if (addr_eq(&shown, &n->end.addr)) {
        if (s->stream && port != n->end.port && !n->alias_port)
            n->alias_port = port;
        return;
    }
    if (x->vias != 1 || !addr_is_private(&shown))
        return;
    uint64_t alias = hash_mix(hash_addr(c->key, &shown), port) | 1;
    if (!n->alias)
        n->alias = alias;
    if (!h->alias) {
        h->alias = alias;
        h->alias_port = n->end.port;
    } else if (h->alias != alias && h->alias_port != n->end.port) {
        h->split = true; /* two phones behind one address */
    }
}

/* Several users registering from one address, each at a port of its own, are several phones. */
static void see_register(struct cast *c, const struct sighting *s)
{
    const struct node *n = cast_node_get(c, s->from);
    struct host *h = cast_host_get(c, n->host);
    struct sip_address to = sip_address_parse(sip_header_find(s->index, SIP_TO));
    uint64_t aor = cast_hash(c, 0, to.uri) | 1;
    if (!h->register_aor) {
        h->register_aor = aor;
        h->register_port = n->end.port;
    } else if (h->register_aor != aor && h->register_port != n->end.port) {
        h->split = true;
    }
}

/* A request that comes back to the address it started from, at another port: both ends of the
 * dialog are there. */
static void see_origin(struct cast *c, const struct sighting *s)
{
    const struct sip_index *x = s->index;
    struct map_entry *e = map_get(&c->origins, cast_hash(c, s->leg, x->from_tag));
    if (!e)
        return;
    if (!e->a) {
        e->a = s->from;
        e->b = x->vias;
        return;
    }
    const struct node *origin = cast_node_get(c, e->a), *to = cast_node_get(c, s->to);
    if (e->b == 1 && x->vias > 1 && origin->host == to->host && origin->end.port != to->end.port)
        cast_host_get(c, to->host)->split = true;
}

void cast_see(struct cast *c, const struct sighting *s)
{
    const struct node *from = cast_node_get(c, s->from), *to = cast_node_get(c, s->to);
    if (from->host == to->host && s->from != s->to) {
        cast_host_get(c, from->host)->split = true;
        struct map_entry *e = map_get(&c->peers, pair_key(c, s->from, s->to));
        if (e)
            e->a = 1;
    }
    if (!s->index)
        return;
    if (s->index->request) {
        see_via(c, s);
        see_origin(c, s);
        if (s->index->method == SIP_METHOD_REGISTER && s->index->vias == 1)
            see_register(c, s);
    }
    name_see(c, s);
}

void cast_twins(struct cast *c, uint32_t a, uint32_t b)
{
    uint32_t row = a == b ? 0 : pool_new(&c->twins);
    if (!row)
        return;
    *(struct twin *)pool_at(&c->twins, row) = (struct twin){ a, b };
    const struct node *n[2] = { cast_node_get(c, a), cast_node_get(c, b) };
    for (int i = 0; i < 2; i++) {
        struct host *outer = cast_host_get(c, n[i]->host);
        uint32_t inner = n[!i]->host;
        if (addr_is_private(&outer->addr) && !addr_is_private(&n[!i]->end.addr))
            continue;
        if (!outer->inner)
            outer->inner = inner;
        else if (outer->inner != inner)
            outer->split = true; /* two hosts behind one NAT */
    }
}

static uint32_t top_of(struct cast *c, uint32_t node)
{
    struct node *n = cast_node_get(c, node);
    while (n->up != node) {
        n->up = cast_node_get(c, n->up)->up; /* halves the way for the next one */
        node = n->up;
        n = cast_node_get(c, node);
    }
    return node;
}

static void join(struct cast *c, uint32_t a, uint32_t b)
{
    a = top_of(c, a);
    b = top_of(c, b);
    if (a < b)
        cast_node_get(c, b)->up = a;
    else
        cast_node_get(c, a)->up = b;
}

/* Of a host whose ports are told apart: those that are one after all, by their Via. */
static void join_aliases(struct cast *c, struct map *aliases, uint32_t row)
{
    const struct node *n = cast_node_get(c, row);
    if (n->alias) {
        struct map_entry *e = map_get(aliases, hash_mix(n->alias, n->host));
        if (e && e->a)
            join(c, e->a, row);
        else if (e)
            e->a = row;
    }
    if (!n->alias_port)
        return;
    struct endpoint own = { n->end.addr, n->alias_port };
    uint64_t of_host, hash = endpoint_hash(c, &own, &of_host);
    uint32_t other = index_find(&c->node_index, hash, node_matches, c, &own);
    struct map_entry *e = map_get(aliases, hash_mix(hash, 1));
    uint32_t first = other ? other : e ? e->a : 0;
    if (e && !first)
        e->a = row;
    if (first && !map_find(&c->peers, pair_key(c, first, row)))
        join(c, first, row);
}

void cast_settle(struct cast *c)
{
    struct map aliases;
    bool ok = !map_init(&aliases);
    for (uint32_t h = 1; h <= c->hosts.n; h++) {
        const struct host *host = cast_host_get(c, h);
        for (uint32_t n = host->first; n; n = cast_node_get(c, n)->next) {
            if (!host->split)
                join(c, host->first, n);
            else if (ok)
                join_aliases(c, &aliases, n);
        }
    }
    for (uint32_t i = 1; i <= c->twins.n; i++) {
        const struct twin *t = pool_at(&c->twins, i);
        join(c, t->a, t->b);
    }
    for (uint32_t n = 1; n <= c->nodes.n; n++) {
        uint32_t top = top_of(c, n);
        cast_node_get(c, n)->group = top == n ? c->groups++ : cast_node_get(c, top)->group;
    }
    map_fini(&aliases);
}
