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
    struct heard_path *path; /* by row */
    uint32_t paths;          /* places in it */
    uint32_t messages;       /* looked at */
    bool failed;             /* no memory: nothing is known */
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
    mem_free(h->path);
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

/* A place for each path there is. */
static bool has_room(struct heard *h)
{
    uint32_t need = h->store->paths.n + 1;
    if (need <= h->paths)
        return true;
    need += need / 8;
    struct heard_path *more = mem_resize(h->path, need, sizeof(*more));
    if (!more)
        return false;
    memset(more + h->paths, 0, (need - h->paths) * sizeof(*more));
    h->path = more;
    h->paths = need;
    return true;
}

/* A ringing phone may say so often, and keep-alives to a host that is away are always repeated. */
static bool may_repeat(const struct message *m)
{
    return message_is_request(m) ? m->code == SIP_METHOD_OPTIONS : m->code < 200;
}

static void take(struct heard *h, uint32_t row)
{
    const struct store *s = h->store;
    const struct message *m = store_message(s, row);
    if (message_is_gone(m))
        return;
    struct heard_path *p = &h->path[m->path / 2];
    uint8_t way = (uint8_t)(1u << (m->path & 1));
    p->messages++;
    if (m->flags & MESSAGE_REPEAT && !may_repeat(m)) {
        p->repeats++;
        p->first_repeat = p->first_repeat ? p->first_repeat : row;
    }
    if (p->ways & way)
        return;
    p->ways |= way;
    note(h, &message_src(s, m)->addr, SPEAKS);
    note(h, &message_dst(s, m)->addr, HEARS);
}

static void catch_up(struct heard *h)
{
    if (h->failed || h->messages == h->store->messages.n)
        return;
    h->failed = !has_room(h);
    while (!h->failed && h->messages < h->store->messages.n)
        take(h, ++h->messages);
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

const struct heard_path *heard_on(struct heard *h, uint32_t path)
{
    catch_up(h);
    return !h->failed && path < h->paths ? &h->path[path] : NULL;
}
