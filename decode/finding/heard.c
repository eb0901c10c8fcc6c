/* The set of hosts that speak and of those that are spoken to. What follows is left to the rules.
 */
#include "decode/finding/heard.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/pool.h"

enum { SPEAKS = 1, HEARS = 2 };

struct host {
    struct addr addr;
    uint8_t flags;
};

struct heard {
    const struct store *store;
    struct pool hosts;
    struct index index;
    uint32_t messages; /* of the store when the hosts were looked at */
    uint32_t measured; /* the same for the loss */
    bool loss;
    bool failed; /* no memory: nothing is known */
};

struct heard *heard_new(const struct store *s)
{
    struct heard *h = mem_new(1, sizeof(*h));
    if (!h)
        return NULL;
    h->store = s;
    pool_init(&h->hosts, sizeof(struct host));
    if (index_init(&h->index))
        return h;
    heard_free(h);
    return NULL;
}

void heard_free(struct heard *h)
{
    if (!h)
        return;
    index_fini(&h->index);
    pool_fini(&h->hosts);
    mem_free(h);
}

static bool has_address(const void *ctx, uint32_t row, const void *key)
{
    return addr_eq(&((const struct host *)pool_at(ctx, row))->addr, key);
}

static void note(struct heard *h, const struct addr *a, uint8_t flag)
{
    if (!flag)
        return;
    uint64_t hash = hash_addr(&h->store->key, a);
    uint32_t row = index_find(&h->index, hash, has_address, &h->hosts, a);
    if (!row) {
        row = pool_new(&h->hosts);
        if (!row || !index_add(&h->index, hash, row)) {
            h->failed = true;
            return;
        }
        ((struct host *)pool_at(&h->hosts, row))->addr = *a;
    }
    ((struct host *)pool_at(&h->hosts, row))->flags |= flag;
}

bool path_is_lossy(const struct path *p)
{
    enum { PERCENT = 2, SAMPLE = 100 };
    return p->ways == 3 && p->messages >= SAMPLE &&
           (uint64_t)p->repeats * 100 > (uint64_t)p->messages * PERCENT;
}

static void catch_up(struct heard *h)
{
    const struct store *s = h->store;
    if (h->failed || h->messages == s->messages.n)
        return;
    h->messages = s->messages.n;
    for (uint32_t i = 1; i <= s->paths.n && !h->failed; i++) {
        const struct path *p = store_path(s, i), *before = store_path(s, i - 1);
        for (int end = 0; end < 2; end++) {
            if (before && p->ways == before->ways &&
                addr_eq(&p->end[end].addr, &before->end[end].addr))
                continue; /* most ways lead to the same server */
            note(h, &p->end[end].addr, p->ways & (1 << end) ? SPEAKS : 0);
            note(h, &p->end[end].addr, p->ways & (2 >> end) ? HEARS : 0);
        }
    }
}

static bool is_known(struct heard *h, const struct addr *a, uint8_t flag)
{
    catch_up(h);
    uint64_t hash = hash_addr(&h->store->key, a);
    uint32_t row = index_find(&h->index, hash, has_address, &h->hosts, a);
    return h->failed || (row && ((const struct host *)pool_at(&h->hosts, row))->flags & flag);
}

bool heard_speaks(struct heard *h, const struct addr *a)
{
    return is_known(h, a, SPEAKS);
}

bool heard_hears(struct heard *h, const struct addr *a)
{
    return is_known(h, a, HEARS);
}

bool heard_has_loss(struct heard *h)
{
    const struct store *s = h->store;
    if (h->measured == s->messages.n)
        return h->loss;
    h->measured = s->messages.n;
    h->loss = false;
    for (uint32_t i = 1; i <= s->paths.n && !h->loss; i++)
        h->loss = path_is_lossy(store_path(s, i));
    return h->loss;
}
