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
    uint8_t *seen; /* a bit for each path and direction */
    size_t seen_bytes;
    uint32_t messages; /* looked at */
    bool failed;       /* no memory: nothing is known */
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
    mem_free(h->seen);
    mem_free(h);
}

static bool has_address(const void *ctx, uint32_t row, const void *key)
{
    return addr_eq(&((const struct host *)pool_at(ctx, row))->addr, key);
}

static void note(struct heard *h, const struct addr *a, uint8_t flag)
{
    uint64_t hash = hash_sip(&h->store->key, a->ip, sizeof(a->ip));
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

/* Room for a bit for each direction of each path there is. */
static bool has_room(struct heard *h)
{
    size_t need = ((size_t)h->store->paths.n * 2 + 2) / 8 + 1;
    if (need <= h->seen_bytes)
        return true;
    need += need / 2;
    uint8_t *more = mem_resize(h->seen, need, 1);
    if (!more)
        return false;
    memset(more + h->seen_bytes, 0, need - h->seen_bytes);
    h->seen = more;
    h->seen_bytes = need;
    return true;
}

static void catch_up(struct heard *h)
{
    const struct store *s = h->store;
    if (h->failed || h->messages == s->messages.n)
        return;
    h->failed = !has_room(h);
    while (!h->failed && h->messages < s->messages.n) {
        const struct message *m = store_message(s, ++h->messages);
        uint8_t *byte = &h->seen[m->path / 8], bit = (uint8_t)(1u << m->path % 8);
        if (*byte & bit)
            continue;
        *byte |= bit;
        note(h, &message_src(s, m)->addr, SPEAKS);
        note(h, &message_dst(s, m)->addr, HEARS);
    }
}

static bool is_known(struct heard *h, const struct addr *a, uint8_t flag)
{
    catch_up(h);
    uint64_t hash = hash_sip(&h->store->key, a->ip, sizeof(a->ip));
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
