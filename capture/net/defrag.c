/* Fragments into datagrams: a map of the 8-byte units that have come tells what is new and when a
 * datagram is whole. What the datagram then carries is the caller's matter. */
#include "capture/net/defrag.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/pool.h"

enum {
    UNIT = 8,
    DATAGRAM_MAX = 65535,
    UNITS = (DATAGRAM_MAX + UNIT) / UNIT,
    WORDS = UNITS / 64,
};

/* What names a datagram. In IPv6 the fragments may differ in their next header (RFC 8200 4.5). */
struct frag_key {
    struct addr src, dst;
    uint32_t id;
    uint8_t proto;
    uint8_t zero[3];
};

/* A run of bytes that one fragment brought. */
struct piece {
    uint16_t off; /* in the datagram */
    uint16_t len;
    uint32_t at; /* in parts.bytes */
    struct extent extent;
};

/* What an incomplete datagram holds. */
struct parts {
    uint64_t unit[WORDS]; /* bit set: has come */
    uint32_t units;       /* bits set */
    uint32_t total;       /* bytes of the datagram; 0 until its last fragment has come */
    uint32_t end;         /* of the fragment that reaches furthest */
    uint32_t cut_at;      /* where the capture left bytes out */
    uint8_t *bytes;       /* of the pieces, as they came */
    struct piece *piece;
    uint32_t n, cap, pieces, pieces_cap;
    struct net net; /* of the fragment with the first byte */
};

/* Rows are in one of two lists by age: incomplete ones, and complete ones, which are remembered for
 * a moment so that a late copy of a fragment begins no second datagram. */
enum { LIST_OPEN, LIST_DONE, LISTS };

struct frag {
    struct frag_key key;
    uint32_t prev, next;
    uint8_t list;
    uint64_t hash;
    int64_t since; /* by defrag.now: its first fragment, or its completion */
    int64_t fresh; /* time of the fragment that last brought something new */
    struct parts *parts;
};

struct list {
    uint32_t first, last, n;
};

struct defrag {
    struct hash_key key;
    struct counters *c;
    struct index index;
    struct pool pool;
    struct list list[LISTS];
    int64_t now;
    size_t held; /* bytes of all parts */
    uint64_t work;
    uint8_t *out; /* the datagram handed out last, and its extents */
    struct extent *extent;
};

static struct frag *frag_at(const struct defrag *d, uint32_t row)
{
    return pool_at(&d->pool, row);
}

static void list_push(struct defrag *d, uint8_t list, uint32_t row)
{
    struct list *l = &d->list[list];
    struct frag *f = frag_at(d, row);
    f->list = list;
    f->prev = l->last;
    f->next = 0;
    if (l->last)
        frag_at(d, l->last)->next = row;
    else
        l->first = row;
    l->last = row;
    l->n++;
}

static void list_take(struct defrag *d, uint32_t row)
{
    struct frag *f = frag_at(d, row);
    struct list *l = &d->list[f->list];
    if (f->prev)
        frag_at(d, f->prev)->next = f->next;
    else
        l->first = f->next;
    if (f->next)
        frag_at(d, f->next)->prev = f->prev;
    else
        l->last = f->prev;
    l->n--;
}

static size_t parts_size(const struct parts *p)
{
    return sizeof(*p) + p->cap + p->pieces_cap * sizeof(*p->piece);
}

static void parts_free(struct defrag *d, struct frag *f)
{
    struct parts *p = f->parts;
    if (!p)
        return;
    d->held -= parts_size(p);
    mem_free(p->bytes);
    mem_free(p->piece);
    mem_free(p);
    f->parts = NULL;
}

static void forget(struct defrag *d, uint32_t row)
{
    struct frag *f = frag_at(d, row);
    parts_free(d, f);
    list_take(d, row);
    index_remove(&d->index, f->hash, row);
    pool_give(&d->pool, row);
}

/* Gives up the oldest incomplete datagram. */
static void give_up(struct defrag *d, enum counter why)
{
    d->c->v[why]++;
    forget(d, d->list[LIST_OPEN].first);
}

/* From `since` to now, which is never less. Captures hold any time: the difference may need 64
 * bits. */
static uint64_t age(const struct defrag *d, int64_t since)
{
    return (uint64_t)d->now - (uint64_t)since;
}

/* Is this packet near enough to the last one that brought something new to be a second capture? */
static bool is_copy(const struct frag *f, const struct packet *pkt)
{
    uint64_t after = (uint64_t)pkt->time_ns - (uint64_t)f->fresh;
    return pkt->time_ns < f->fresh ? -after < DEFRAG_DUPLICATE_NS : after < DEFRAG_DUPLICATE_NS;
}

static void expire(struct defrag *d, int64_t time_ns)
{
    struct list *open = &d->list[LIST_OPEN], *done = &d->list[LIST_DONE];
    if (time_ns > d->now)
        d->now = time_ns;
    while (open->n && age(d, frag_at(d, open->first)->since) >= DEFRAG_TIMEOUT_NS)
        give_up(d, COUNTER_FRAGMENT_TIMEOUT);
    while (done->n && age(d, frag_at(d, done->first)->since) >= DEFRAG_DUPLICATE_NS)
        forget(d, done->first);
}

static bool key_matches(const void *ctx, uint32_t row, const void *key)
{
    return !memcmp(&frag_at(ctx, row)->key, key, sizeof(struct frag_key));
}

/* A row for this key; 0: no memory. */
static uint32_t frag_new(struct defrag *d, const struct frag_key *key, uint64_t hash)
{
    if (d->list[LIST_OPEN].n >= DEFRAG_DATAGRAMS)
        give_up(d, COUNTER_FRAGMENT_CAP);
    uint32_t row = pool_new(&d->pool);
    if (!row)
        return 0;
    struct frag *f = frag_at(d, row);
    f->parts = mem_new(1, sizeof(*f->parts));
    if (!f->parts || !index_add(&d->index, hash, row)) {
        mem_free(f->parts);
        pool_give(&d->pool, row);
        return 0;
    }
    f->key = *key;
    f->hash = hash;
    f->since = d->now;
    f->parts->cut_at = DATAGRAM_MAX;
    d->held += parts_size(f->parts);
    list_push(d, LIST_OPEN, row);
    return row;
}

/* Room for a run of n bytes. */
static bool parts_reserve(struct defrag *d, struct parts *p, uint32_t n)
{
    size_t before = parts_size(p);
    bool ok = true;
    if (p->pieces == p->pieces_cap) {
        uint32_t cap = p->pieces_cap ? p->pieces_cap * 2 : 4;
        struct piece *grown = mem_resize(p->piece, cap, sizeof(*grown));
        if (grown) {
            p->piece = grown;
            p->pieces_cap = cap;
        }
        ok = grown != NULL;
    }
    if (ok && p->cap - p->n < n) {
        uint32_t cap = p->n + n > p->cap * 2 ? p->n + n : p->cap * 2;
        uint8_t *grown = mem_resize(p->bytes, cap, 1);
        if (grown) {
            p->bytes = grown;
            p->cap = cap;
        }
        ok = grown != NULL;
    }
    d->held += parts_size(p) - before;
    return ok;
}

/* The first unit in [from, to) whose bit is `set`, or to. */
static uint32_t unit_find(struct defrag *d, const struct parts *p, uint32_t from, uint32_t to,
                          bool set)
{
    while (from < to) {
        uint64_t w = set ? p->unit[from / 64] : ~p->unit[from / 64];
        w >>= from % 64;
        d->work++;
        if (w) {
            from += (uint32_t)__builtin_ctzll(w);
            return from < to ? from : to;
        }
        from = (from / 64 + 1) * 64;
    }
    return to;
}

static void unit_set(struct parts *p, uint32_t from, uint32_t to)
{
    p->units += to - from;
    while (from < to) {
        uint32_t bit = from % 64, n = to - from < 64 - bit ? to - from : 64 - bit;
        p->unit[from / 64] |= (n == 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1) << bit;
        from += n;
    }
}

/* Takes the bytes [from, to) of the datagram out of the fragment, which has them up to `have`. */
static bool take_run(struct defrag *d, struct parts *p, const struct packet *pkt,
                     const struct net *net, uint32_t from, uint32_t to, uint32_t have)
{
    if (to > have) {
        uint32_t cut = from > have ? from : have;
        p->cut_at = cut < p->cut_at ? cut : p->cut_at;
        to = cut;
    }
    if (from >= to)
        return true;
    uint32_t n = to - from, skip = from - net->frag_off;
    if (!parts_reserve(d, p, n))
        return false;
    const uint8_t *bytes = net->l4 + skip;
    memcpy(p->bytes + p->n, bytes, n);
    p->piece[p->pieces++] = (struct piece){
        .off = (uint16_t)from,
        .len = (uint16_t)n,
        .at = p->n,
        .extent = { .offset = pkt->offset,
                    .packet = pkt->number,
                    .delta = pkt->delta + (uint32_t)(bytes - pkt->data),
                    .len = n,
                    .segment = pkt->segment },
    };
    p->n += n;
    d->work += n;
    return true;
}

/* Takes what is new of a fragment that ends at `end`. False: no memory, or too many pieces. */
static bool take_fragment(struct defrag *d, struct frag *f, const struct packet *pkt,
                          const struct net *net, uint32_t end)
{
    struct parts *p = f->parts;
    uint32_t first = net->frag_off / UNIT, last = (end + UNIT - 1) / UNIT, had = p->units;
    uint32_t have = net->frag_off + (net->l4_len < net->l4_full ? net->l4_len : net->l4_full);
    for (uint32_t u = unit_find(d, p, first, last, false); u < last;) {
        uint32_t stop = unit_find(d, p, u, last, true);
        uint32_t to = stop == last ? end : stop * UNIT;
        if (p->pieces == DEFRAG_EXTENTS) {
            d->c->v[COUNTER_FRAGMENT_CAP]++;
            return false;
        }
        if (!take_run(d, p, pkt, net, u * UNIT, to, have)) {
            d->c->v[COUNTER_NO_MEMORY]++;
            return false;
        }
        if (!u)
            p->net = *net;
        unit_set(p, u, stop);
        u = unit_find(d, p, stop, last, false);
    }
    if (p->units == had) {
        d->c->v[COUNTER_FRAGMENT_DUPLICATE]++;
        d->c->v[COUNTER_DUPLICATE] += is_copy(f, pkt);
        return true;
    }
    d->c->v[COUNTER_FRAGMENT_OVERLAP] += p->units - had < last - first;
    f->fresh = pkt->time_ns;
    if (end > p->end)
        p->end = end;
    return true;
}

/* A fragment is whole units unless it is the last, ends within a datagram, and where the datagram
 * ends there is one opinion. */
static bool contradicts(const struct parts *p, const struct net *net, uint32_t end)
{
    if (end > DATAGRAM_MAX || end == net->frag_off || (net->more && end % UNIT))
        return true;
    if (net->more)
        return p->total && end >= p->total;
    return p->total ? end != p->total : end <= p->end;
}

static int piece_order(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    return (x->off > y->off) - (x->off < y->off);
}

static void complete(struct defrag *d, uint32_t row, struct datagram *out)
{
    struct frag *f = frag_at(d, row);
    struct parts *p = f->parts;
    uint32_t len = p->total < p->cut_at ? p->total : p->cut_at, extents = 0;
    if (p->pieces)
        qsort(p->piece, p->pieces, sizeof(*p->piece), piece_order);
    for (uint32_t i = 0; i < p->pieces && p->piece[i].off < len; i++) {
        const struct piece *q = &p->piece[i];
        memcpy(d->out + q->off, p->bytes + q->at, q->len);
        d->extent[extents++] = q->extent;
        d->work += q->len;
    }
    out->net = p->net;
    out->data = out->net.l4 = d->out;
    out->net.l4_len = len;
    out->net.l4_full = p->total;
    out->net.fragment = out->net.more = false;
    out->extent = d->extent;
    out->extents = extents;

    parts_free(d, f);
    list_take(d, row);
    if (d->list[LIST_DONE].n >= DEFRAG_DATAGRAMS)
        forget(d, d->list[LIST_DONE].first);
    f->since = d->now;
    list_push(d, LIST_DONE, row);
}

bool defrag_feed(struct defrag *d, const struct packet *pkt, const struct net *net,
                 struct datagram *out)
{
    struct frag_key key = {
        .src = net->src,
        .dst = net->dst,
        .id = net->id,
        .proto = addr_is_v4(&net->src) ? net->proto : 0,
    };
    expire(d, pkt->time_ns);
    uint64_t hash = hash_sip(&d->key, &key, sizeof(key));
    uint32_t row = index_find(&d->index, hash, key_matches, d, &key);
    if (row && frag_at(d, row)->list == LIST_DONE) {
        if (is_copy(frag_at(d, row), pkt)) {
            d->c->v[COUNTER_FRAGMENT_DUPLICATE]++;
            d->c->v[COUNTER_DUPLICATE]++;
            return false;
        }
        forget(d, row);
        row = 0;
    }
    if (!row && !(row = frag_new(d, &key, hash))) {
        d->c->v[COUNTER_NO_MEMORY]++;
        return false;
    }
    struct frag *f = frag_at(d, row);
    struct parts *p = f->parts;
    uint32_t end = net->l4_full > DATAGRAM_MAX ? UINT32_MAX : net->frag_off + net->l4_full;
    if (contradicts(p, net, end)) {
        d->c->v[COUNTER_FRAGMENT_BAD]++;
        if (!p->units)
            forget(d, row);
        return false;
    }
    if (!take_fragment(d, f, pkt, net, end)) {
        forget(d, row);
        return false;
    }
    if (!net->more)
        p->total = end;
    if (p->total && p->units == (p->total + UNIT - 1) / UNIT) {
        complete(d, row, out);
        return true;
    }
    while (d->held > DEFRAG_BYTES)
        give_up(d, COUNTER_FRAGMENT_CAP);
    return false;
}

void defrag_flush(struct defrag *d)
{
    while (d->list[LIST_OPEN].n)
        give_up(d, COUNTER_FRAGMENT_TIMEOUT);
}

size_t defrag_bytes(const struct defrag *d)
{
    return d->held;
}

uint64_t defrag_work(const struct defrag *d)
{
    return d->work + d->index.probes;
}

struct defrag *defrag_new(const struct hash_key *key, struct counters *c)
{
    struct defrag *d = mem_new(1, sizeof(*d));
    if (!d)
        return NULL;
    d->key = *key;
    d->c = c;
    d->now = INT64_MIN;
    pool_init(&d->pool, sizeof(struct frag));
    d->out = mem_new(DATAGRAM_MAX + BLOCK_PADDING, 1);
    d->extent = mem_new(DEFRAG_EXTENTS, sizeof(*d->extent));
    if (!index_init(&d->index) || !d->out || !d->extent) {
        defrag_free(d);
        return NULL;
    }
    return d;
}

void defrag_free(struct defrag *d)
{
    if (!d)
        return;
    for (int i = 0; i < LISTS; i++)
        while (d->list[i].n)
            forget(d, d->list[i].first);
    index_fini(&d->index);
    pool_fini(&d->pool);
    mem_free(d->out);
    mem_free(d->extent);
    mem_free(d);
}
