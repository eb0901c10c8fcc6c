/* Pairs of addresses and the calls that speak for them. */
#include "decode/session/node.h"

#include "base/mem.h"
#include "decode/session/link.h"

struct witness {
    uint32_t parent, child;
    struct score score;
};

struct pair {
    uint64_t key;
    unsigned witnesses; /* NODE_WITNESSES: they are one node */
    struct witness seen[NODE_WITNESSES];
};

struct nodes {
    struct store *store;
    struct pool pairs;
    struct index index;
    bool any;
};

struct nodes *nodes_new(struct store *s)
{
    struct nodes *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    x->store = s;
    pool_init(&x->pairs, sizeof(struct pair));
    if (index_init(&x->index))
        return x;
    nodes_free(x);
    return NULL;
}

void nodes_free(struct nodes *x)
{
    if (!x)
        return;
    pool_fini(&x->pairs);
    index_fini(&x->index);
    mem_free(x);
}

bool nodes_any(const struct nodes *x)
{
    return x->any;
}

/* Calls may go either way. */
static uint64_t key_of(struct spot a, struct spot b)
{
    uint32_t low = a.host < b.host ? a.host : b.host;
    return hash_mix(low, a.host ^ b.host);
}

static bool same_key(const void *ctx, uint32_t row, const void *key)
{
    const struct pair *p = pool_at(ctx, row);
    return p->key == *(const uint64_t *)key;
}

static struct pair *find(struct nodes *x, uint64_t key)
{
    return pool_find(&x->pairs, index_find(&x->index, key, same_key, &x->pairs, &key));
}

bool nodes_are_one(struct nodes *x, struct spot a, struct spot b)
{
    const struct pair *p = x->any ? find(x, key_of(a, b)) : NULL;
    return p && p->witnesses == NODE_WITNESSES;
}

bool nodes_enters(struct nodes *x, const struct trait *t, struct spot at)
{
    if (trait_enters(t, at))
        return true;
    for (unsigned i = 0; x->any && i < t->entries; i++)
        if (nodes_are_one(x, t->entered[i], at))
            return true;
    return false;
}

static struct pair *pair_get(struct nodes *x, uint64_t key)
{
    struct pair *p = find(x, key);
    if (p)
        return p;
    uint32_t row = pool_new(&x->pairs);
    if (!row)
        return NULL;
    if (!index_add(&x->index, key, row)) {
        pool_give(&x->pairs, row);
        return NULL;
    }
    p = pool_at(&x->pairs, row);
    p->key = key;
    return p;
}

void nodes_witness(struct nodes *x, struct spot a, struct spot b, uint32_t parent, uint32_t child,
                   struct score score)
{
    struct pair *p = pair_get(x, key_of(a, b));
    if (!p || p->witnesses == NODE_WITNESSES)
        return;
    p->seen[p->witnesses++] = (struct witness){ parent, child, score };
    if (p->witnesses < NODE_WITNESSES)
        return;
    x->any = true;
    for (unsigned i = 0; i < NODE_WITNESSES; i++) {
        const struct witness *w = &p->seen[i];
        unsigned percent = w->score.points < 99 ? (unsigned)w->score.points : 99;
        link_add(x->store, w->parent, w->child, LINK_CALL,
                 w->score.because | LINK_BIT(SESSION_SCORE), percent);
    }
}
