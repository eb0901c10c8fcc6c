/* The table of TCP connections: which one a segment belongs to, where its directions begin and end,
 * and when it is forgotten. The bytes of a direction are the matter of tcp_stream.c. */
#include "capture/net/tcp.h"

#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "capture/net/tcp_stream.h"

/* How far before the first byte seen of a direction its SYN may still come, out of order. */
#define LATE_SYN_BYTES (64u << 10)

/* Connections are in one of two lists, the longest silent one first. */
enum { LIST_LIVE, LIST_CLOSED, LISTS };

struct connection {
    struct endpoint end[2]; /* the key; in memcmp order */
    uint8_t list;
    uint32_t prev, next;
    uint64_t hash;
    int64_t last;                  /* by streams.now */
    struct direction direction[2]; /* [i]: what end[i] sends */
};

struct list {
    uint32_t first, last;
};

struct tcp {
    struct streams streams;
    struct hash_key key;
    struct index index;
    struct pool pool;
    struct list list[LISTS];
    uint32_t connections;
};

static struct connection *connection_at(const struct tcp *t, uint32_t row)
{
    return pool_at(&t->pool, row);
}

static void list_push(struct tcp *t, uint8_t list, uint32_t row)
{
    struct list *l = &t->list[list];
    struct connection *c = connection_at(t, row);
    c->list = list;
    c->prev = l->last;
    c->next = 0;
    if (l->last)
        connection_at(t, l->last)->next = row;
    else
        l->first = row;
    l->last = row;
}

static void list_take(struct tcp *t, uint32_t row)
{
    struct connection *c = connection_at(t, row);
    struct list *l = &t->list[c->list];
    if (c->prev)
        connection_at(t, c->prev)->next = c->next;
    else
        l->first = c->next;
    if (c->next)
        connection_at(t, c->next)->prev = c->prev;
    else
        l->last = c->prev;
}

/* ---- connections */

static bool key_matches(const void *ctx, uint32_t row, const void *key)
{
    return !memcmp(connection_at(ctx, row)->end, key, sizeof(struct endpoint[2]));
}

static void direction_end(struct tcp *t, struct direction *d)
{
    if (d->started && !d->ended)
        stream_end(&t->streams, d);
}

static void connection_end(struct tcp *t, struct connection *c)
{
    direction_end(t, &c->direction[0]);
    direction_end(t, &c->direction[1]);
}

static bool is_closed(const struct connection *c)
{
    const struct direction *a = &c->direction[0], *b = &c->direction[1];
    return (a->ended || b->ended) && (a->ended || !a->started) && (b->ended || !b->started);
}

static void connection_forget(struct tcp *t, uint32_t row)
{
    struct connection *c = connection_at(t, row);
    connection_end(t, c);
    list_take(t, row);
    index_remove(&t->index, c->hash, row);
    pool_give(&t->pool, row);
    t->connections--;
}

/* Makes room for one more: closed ones first, they are no loss. */
static void evict(struct tcp *t)
{
    if (t->list[LIST_CLOSED].first) {
        connection_forget(t, t->list[LIST_CLOSED].first);
    } else {
        t->streams.c->v[COUNTER_TCP_CAP]++;
        connection_forget(t, t->list[LIST_LIVE].first);
    }
}

static bool is_silent(const struct tcp *t, uint8_t list, uint64_t ns)
{
    uint32_t row = t->list[list].first;
    return row && (uint64_t)t->streams.now - (uint64_t)connection_at(t, row)->last >= ns;
}

static void expire(struct tcp *t, int64_t time_ns)
{
    if (time_ns > t->streams.now)
        t->streams.now = time_ns;
    streams_expire(&t->streams);
    while (is_silent(t, LIST_CLOSED, TCP_CLOSED_NS))
        connection_forget(t, t->list[LIST_CLOSED].first);
    while (is_silent(t, LIST_LIVE, TCP_IDLE_NS)) {
        t->streams.c->v[COUNTER_TCP_IDLE]++;
        connection_forget(t, t->list[LIST_LIVE].first);
    }
}

/* A new connection's row; 0: no memory. */
static uint32_t connection_new(struct tcp *t, const struct endpoint end[2], uint64_t hash)
{
    if (t->connections >= TCP_CONNECTIONS)
        evict(t);
    uint32_t row = pool_new(&t->pool);
    if (row && !index_add(&t->index, hash, row)) {
        pool_give(&t->pool, row);
        row = 0;
    }
    if (!row) {
        t->streams.c->v[COUNTER_NO_MEMORY]++;
        return 0;
    }
    struct connection *c = connection_at(t, row);
    memcpy(c->end, end, sizeof(c->end));
    c->hash = hash;
    for (uint8_t side = 0; side < 2; side++)
        c->direction[side] = (struct direction){ .end = c->end, .side = side };
    list_push(t, LIST_LIVE, row);
    t->connections++;
    return row;
}

/* The connection of a segment, made when `make`; *side is who sends. 0: none. */
static uint32_t connection_get(struct tcp *t, const struct net *net, const struct tcp_header *h,
                               bool make, uint8_t *side)
{
    struct endpoint end[2] = { { net->src, h->sport }, { net->dst, h->dport } };
    *side = memcmp(&end[0], &end[1], sizeof(end[0])) > 0;
    if (*side) {
        struct endpoint first = end[1];
        end[1] = end[0];
        end[0] = first;
    }
    uint64_t hash = hash_payload(&t->key, end, sizeof(end));
    uint32_t row = index_find(&t->index, hash, key_matches, t, end);
    return row || !make ? row : connection_new(t, end, hash);
}

/* ---- segments */

/* Was the same segment captured a moment ago? Remembers this one. */
static bool is_copy(struct direction *d, const struct packet *pkt, const struct net *net,
                    const struct tcp_header *h)
{
    struct seen now = {
        .seq = h->seq,
        .us = (uint32_t)((uint64_t)pkt->time_ns / 1000),
        .len = (uint16_t)(h->full + 1 + !!(h->flags & TCP_SYN) + !!(h->flags & TCP_FIN)),
        .ip_id = (uint16_t)net->id,
    };
    const uint32_t near = (uint32_t)(TCP_DUPLICATE_NS / 1000);
    for (int i = 0; i < STREAM_SEEN; i++) {
        const struct seen *s = &d->seen[i];
        if (s->seq == now.seq && s->len == now.len && s->ip_id == now.ip_id &&
            now.us - s->us + near - 1 < 2 * near - 1)
            return true;
    }
    d->seen[d->seen_at] = now;
    d->seen_at = (uint8_t)((d->seen_at + 1) % STREAM_SEEN);
    return false;
}

/* Begins a direction anew; what was captured a moment ago stays known. */
static void start(struct direction *d, uint32_t seq)
{
    struct direction new = {
        .end = d->end, .side = d->side, .started = true, .seen_at = d->seen_at
    };
    memcpy(new.seen, d->seen, sizeof(new.seen));
    new.next = new.first = seq;
    *d = new;
}

static void start_midstream(struct tcp *t, struct direction *d, uint32_t seq)
{
    start(d, seq);
    d->midstream = d->framer.lost = true;
    t->streams.c->v[COUNTER_TCP_MIDSTREAM]++;
}

/* A SYN: of the connection that is known, or of the next one between the same ports. */
static void synchronise(struct tcp *t, struct connection *c, struct direction *d,
                        const struct tcp_header *h)
{
    uint32_t first = h->seq + 1;
    struct direction *other = &c->direction[!d->side];
    if (d->started && !(d->midstream ? d->first - first < LATE_SYN_BYTES : d->first == first)) {
        bool answers =
            h->flags & TCP_ACK && other->started && !other->midstream && other->first == h->ack;
        direction_end(t, d);
        if (!answers) {
            direction_end(t, other);
            other->started = other->ended = false;
        }
        d->started = false;
    }
    if (!d->started)
        start(d, first);
}

/* Finds the beginning of a direction whose SYN was not seen; drops what is none of its bytes.
 * False: the segment is to be left out. */
static bool find_place(struct tcp *t, struct direction *d, uint32_t seq, uint32_t len)
{
    uint32_t off = seq - d->next;
    bool before = (int32_t)off < 0;
    if (!d->started) {
        start_midstream(t, d, seq);
    } else if ((before ? -off : off) > TCP_JUMP_BYTES || (d->ended && !before)) {
        direction_end(t, d);
        start_midstream(t, d, seq);
    } else if (before && len == 1 && off == UINT32_MAX) {
        return false; /* a keep-alive: RFC 9293 3.8.4 */
    }
    return true;
}

/* Takes the data, in pieces if the datagram is. */
static unsigned place(struct tcp *t, struct direction *d, const struct packet *pkt,
                      const struct net *net, const struct tcp_header *h,
                      const struct datagram *whole, uint32_t seq)
{
    struct run r = {
        .data = h->data,
        .len = h->len,
        .missing = h->full > h->len ? h->full - h->len : 0,
        .seq = seq,
        .stamp = { pkt->time_ns, t->streams.order, pkt->number, (uint16_t)net->id, net->has_id },
    };
    if (!whole) {
        r.at = (struct extent){ pkt->offset, pkt->number,
                                pkt->delta + (uint32_t)(h->data - pkt->data), 0, pkt->segment };
        return stream_place(&t->streams, d, r);
    }
    uint32_t skip = (uint32_t)(h->data - whole->data), left = h->len, missing = r.missing;
    unsigned done = 0;
    for (uint32_t i = 0; i < whole->extents && left; i++) {
        const struct extent *e = &whole->extent[i];
        if (skip >= e->len) {
            skip -= e->len;
            continue;
        }
        r.at = *e;
        r.at.delta += skip;
        r.len = e->len - skip < left ? e->len - skip : left;
        skip = 0;
        left -= r.len;
        r.missing = left ? 0 : missing;
        if (!d->foreign)
            done |= stream_place(&t->streams, d, r);
        r.data += r.len;
        r.seq += r.len;
    }
    return done;
}

static void take_data(struct tcp *t, struct direction *d, const struct packet *pkt,
                      const struct net *net, const struct tcp_header *h,
                      const struct datagram *whole, uint32_t seq)
{
    struct counters *c = t->streams.c;
    if (!find_place(t, d, seq, h->full))
        return;
    if (d->ended) {
        c->v[COUNTER_TCP_RETRANSMITTED]++;
        return;
    }
    if (d->foreign) { /* only so far as to notice another connection between the same ports */
        if ((int32_t)(seq + h->full - d->next) > 0)
            d->next = seq + h->full;
        return;
    }
    if (d->midstream && (int32_t)(seq - d->first) < 0) {
        /* from before the beginning: it came too late to be put there */
        uint32_t early = d->first - seq;
        c->v[COUNTER_TCP_SKIPPED] += early < h->full ? early : h->full;
        c->v[COUNTER_TCP_REORDERED]++;
        if (early >= h->full)
            return;
    }
    unsigned done = place(t, d, pkt, net, h, whole, seq);
    c->v[COUNTER_TCP_RETRANSMITTED] += !(done & STREAM_NEW);
    c->v[COUNTER_TCP_REORDERED] += !!(done & STREAM_AHEAD);
}

static void feed(struct tcp *t, const struct packet *pkt, const struct net *net,
                 const struct tcp_header *h, const struct datagram *whole)
{
    struct streams *ss = &t->streams;
    bool syn = h->flags & TCP_SYN, fin = h->flags & TCP_FIN, rst = h->flags & TCP_RST;
    if (!h->full && !syn && !fin && !rst)
        return;
    expire(t, pkt->time_ns);
    uint8_t side;
    uint32_t row = connection_get(t, net, h, !rst && (syn || h->full), &side);
    if (!row)
        return;
    struct connection *c = connection_at(t, row);
    struct direction *d = &c->direction[side];
    ss->order++;
    c->last = ss->now;
    if (is_copy(d, pkt, net, h)) {
        ss->c->v[COUNTER_DUPLICATE]++;
    } else if (rst) {
        connection_end(t, c);
    } else {
        if (syn)
            synchronise(t, c, d, h);
        uint32_t seq = h->seq + syn;
        if (h->full)
            take_data(t, d, pkt, net, h, whole, seq);
        if (fin && d->started && !d->ended && (int32_t)(seq + h->full - d->next) >= 0) {
            d->fin = true;
            d->fin_at = seq + h->full;
        }
        stream_check_fin(ss, d);
    }
    streams_trim(ss);
    uint8_t list = is_closed(c) ? LIST_CLOSED : LIST_LIVE;
    if (c->list != list || c->next) { /* else it is the last one already */
        list_take(t, row);
        list_push(t, list, row);
    }
}

void tcp_feed(struct tcp *t, const struct packet *pkt, const struct net *net,
              const struct tcp_header *h)
{
    feed(t, pkt, net, h, NULL);
}

void tcp_feed_datagram(struct tcp *t, const struct packet *pkt, const struct datagram *whole,
                       const struct tcp_header *h)
{
    feed(t, pkt, &whole->net, h, whole);
}

void tcp_flush(struct tcp *t)
{
    for (int i = 0; i < LISTS; i++)
        for (uint32_t row = t->list[i].first; row; row = connection_at(t, row)->next)
            connection_end(t, connection_at(t, row));
}

size_t tcp_bytes(const struct tcp *t)
{
    return t->streams.held;
}

uint32_t tcp_connections(const struct tcp *t)
{
    return t->connections;
}

uint64_t tcp_work(const struct tcp *t)
{
    return t->streams.work + t->index.probes;
}

struct tcp *tcp_new(const struct hash_key *key, const struct tcp_ops *ops, struct counters *c)
{
    struct tcp *t = mem_new(1, sizeof(*t));
    if (!t)
        return NULL;
    t->key = *key;
    streams_init(&t->streams, ops, c);
    pool_init(&t->pool, sizeof(struct connection));
    if (!index_init(&t->index)) {
        tcp_free(t);
        return NULL;
    }
    return t;
}

void tcp_free(struct tcp *t)
{
    if (!t)
        return;
    streams_fini(&t->streams);
    index_fini(&t->index);
    pool_fini(&t->pool);
    mem_free(t);
}
