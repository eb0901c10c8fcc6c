/* Counts per pair of hosts and per host that asks. What they amount to is judged elsewhere. */
#include "decode/peer.h"

#include "base/mem.h"
#include "decode/call.h"
#include "decode/peer_part.h"

#define NOT_KEPT UINT32_MAX /* in struct path: there was no room for this pair */

struct peers *peers_new(void)
{
    static const size_t size[PEER_PARTS] = {
        [PEER_PART_TALLY] = sizeof(struct peer_tally),
        [PEER_PART_TROUBLE] = sizeof(struct peer_trouble),
        [PEER_PART_KEEPALIVE] = sizeof(struct peer_keepalive),
        [PEER_PART_SCAN] = sizeof(struct peer_scan),
        [PEER_PART_USERS] = sizeof(struct peer_users),
    };
    struct peers *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    pool_init(&x->rows, sizeof(struct peer));
    pool_init(&x->sources, sizeof(struct peer_source));
    for (int i = 0; i < PEER_PARTS; i++)
        pool_init(&x->part[i], size[i]);
    bool first = index_init(&x->index), second = index_init(&x->by_addr);
    if (first && second)
        return x;
    peers_free(x);
    return NULL;
}

void peers_free(struct peers *x)
{
    if (!x)
        return;
    pool_fini(&x->rows);
    pool_fini(&x->sources);
    for (int i = 0; i < PEER_PARTS; i++)
        pool_fini(&x->part[i]);
    index_fini(&x->index);
    index_fini(&x->by_addr);
    mem_free(x);
}

uint32_t peer_count(const struct store *s)
{
    return s->peers ? s->peers->rows.n : 0;
}

const struct peer *peer_get(const struct store *s, uint32_t number)
{
    return s->peers ? pool_find(&s->peers->rows, number) : NULL;
}

uint32_t peer_sources(const struct store *s)
{
    return s->peers ? s->peers->sources.n : 0;
}

const struct peer_source *peer_source(const struct store *s, uint32_t number)
{
    return s->peers ? pool_find(&s->peers->sources, number) : NULL;
}

const struct peer_tally *peer_tally(const struct store *s, const struct peer *p, enum peer_ask ask)
{
    static const struct peer_tally none = { 0 };
    return p->tally[ask] ? peer_part_at(s, PEER_PART_TALLY, p->tally[ask]) : &none;
}

const struct peer_trouble *peer_trouble(const struct store *s, const struct peer *p)
{
    static const struct peer_trouble none = { 0 };
    return p->trouble ? peer_part_at(s, PEER_PART_TROUBLE, p->trouble) : &none;
}

const struct peer_keepalive *peer_keepalive(const struct store *s, const struct peer *p)
{
    static const struct peer_keepalive none = { 0 };
    return p->keepalive ? peer_part_at(s, PEER_PART_KEEPALIVE, p->keepalive) : &none;
}

/* ---- rows */

void *peer_part_get(struct store *s, enum peer_part part, uint32_t *number)
{
    struct pool *rows = &s->peers->part[part];
    if (!*number)
        *number = pool_new(rows);
    s->counters.v[COUNTER_PEERS_FULL] += !*number;
    return pool_find(rows, *number);
}

struct pair {
    struct addr from, to;
    uint16_t port;
};

static bool same_pair(const void *ctx, uint32_t row, const void *key)
{
    const struct peer *p = pool_at(ctx, row);
    const struct pair *k = key;
    return addr_eq(&p->from, &k->from) && addr_eq(&p->to.addr, &k->to) && p->to.port == k->port;
}

static bool same_addr(const void *ctx, uint32_t row, const void *key)
{
    const struct peer_source *x = pool_at(ctx, row);
    return addr_eq(&x->addr, key);
}

/* A new row of at most max, in its index; 0: no room. */
static uint32_t add_row(struct store *s, struct pool *rows, struct index *index, uint64_t hash,
                        uint32_t max)
{
    uint32_t row = rows->n < max ? pool_new(rows) : 0;
    if (row && !index_add(index, hash, row)) {
        pool_give(rows, row);
        row = 0;
    }
    s->counters.v[COUNTER_PEERS_FULL] += !row;
    return row;
}

static uint32_t source_of(struct store *s, const struct addr *a)
{
    struct peers *x = s->peers;
    uint64_t hash = hash_addr(&s->key, a);
    uint32_t row = index_find(&x->by_addr, hash, same_addr, &x->sources, a);
    if (row || !(row = add_row(s, &x->sources, &x->by_addr, hash, PEER_SOURCES)))
        return row;
    struct peer_source *source = pool_at(&x->sources, row);
    source->addr = *a;
    return row;
}

/* The pair of a way (as in struct message) that a request takes. The path remembers it. */
static struct peer *peer_of(struct store *s, uint32_t way)
{
    struct peers *x = s->peers;
    struct path *path = store_path(s, way >> 1);
    uint32_t *known = &path->peer[way & 1];
    if (*known)
        return *known == NOT_KEPT ? NULL : pool_at(&x->rows, *known);
    const struct endpoint *to = &path->end[!(way & 1)];
    struct pair k = { .from = path->end[way & 1].addr, .to = to->addr, .port = to->port };
    uint64_t hash = hash_mix(hash_payload(&s->key, &k, 2 * sizeof(k.from)), to->port);
    uint32_t row = index_find(&x->index, hash, same_pair, &x->rows, &k);
    bool fresh = !row;
    if (fresh)
        row = add_row(s, &x->rows, &x->index, hash, PEER_MAX);
    *known = row ? row : NOT_KEPT;
    if (!row)
        return NULL;
    struct peer *p = pool_at(&x->rows, row);
    if (fresh) {
        p->from = k.from;
        p->to = *to;
        p->source = source_of(s, &k.from);
    }
    return p;
}

void peer_prefetch(const struct store *s, uint32_t known)
{
    if (s->peers)
        pool_prefetch(&s->peers->rows, known);
}

/* ---- OPTIONS */

static void see_options(struct store *s, struct peer *peer, bool request, uint32_t message)
{
    struct peer_keepalive *p = peer_part_get(s, PEER_PART_KEEPALIVE, &peer->keepalive);
    if (!p)
        return;
    if (request) {
        p->m_silent[p->silent++ % PEER_EVIDENCE] = message;
        return;
    }
    p->m_answered = message;
    if (p->silent > p->silent_max) {
        p->silent_max = p->silent;
        memcpy(p->m_silent_max, p->m_silent, sizeof(p->m_silent));
    }
    p->silent = 0;
}

unsigned peer_unroll(const uint32_t ring[PEER_EVIDENCE], uint32_t n, uint32_t out[PEER_EVIDENCE])
{
    unsigned k = n < PEER_EVIDENCE ? (unsigned)n : PEER_EVIDENCE;
    for (unsigned i = 0; i < k; i++)
        out[i] = ring[(n - k + i) % PEER_EVIDENCE];
    return k;
}

uint32_t peer_silence(const struct store *s, const struct peer *peer, int64_t end_ns,
                      uint32_t out[PEER_EVIDENCE], unsigned *n)
{
    const struct peer_keepalive *p = peer_keepalive(s, peer);
    uint32_t now = p->silent;
    unsigned have = peer_unroll(p->m_silent, now, out);
    for (const struct message *m;
         have && (m = store_message(s, out[have - 1])) && end_ns - m->time_ns < CALL_WAIT_NS; now--)
        have--; /* its answer may still come */
    if (now + 1 < p->silent_max) {
        now = p->silent_max - 1; /* an answer ended the run: that to its last one */
        have = peer_unroll(p->m_silent_max, p->silent_max, out) - 1;
    }
    *n = have;
    return now;
}

/* ---- who asks whom for what */

bool peer_is_failure(unsigned code)
{
    switch (code) {
    case 401:
    case 402:
    case 407:
    case 422:
    case 423:
    case 480:
    case 486:
    case 487:
    case 491:
    case 600:
    case 603:
        return false;
    default:
        return code >= 400;
    }
}

static void note_failure(struct store *s, struct peer *peer, unsigned code, uint8_t method,
                         uint32_t message)
{
    struct peer_trouble *p = peer_part_get(s, PEER_PART_TROUBLE, &peer->trouble);
    peer->failures++;
    if (!p)
        return;
    for (int i = 0; i < PEER_CODES; i++) {
        struct peer_code *c = &p->code[i];
        if (c->count && (c->code != code || c->method != method))
            continue;
        *c = (struct peer_code){ (uint16_t)code, method, c->count + 1, message };
        return;
    }
    p->other_codes++;
}

static void tally(struct store *s, struct peer *p, const struct brief *b, uint32_t message)
{
    enum peer_ask ask = b->method == SIP_METHOD_OPTIONS  ? PEER_OPTIONS
                        : b->method == SIP_METHOD_INVITE ? PEER_INVITE
                                                         : PEER_REGISTER;
    struct peer_tally *t = peer_part_get(s, PEER_PART_TALLY, &p->tally[ask]);
    if (!t)
        return;
    if (b->flags & BRIEF_REQUEST) {
        t->asked++;
        return;
    }
    if (b->code == 401 || b->code == 407)
        t->challenges++;
    else
        t->final[b->code < 700 ? b->code / 100 : 6]++;
    if (!peer_is_failure(b->code))
        return;
    t->failures++;
    if (ask != PEER_OPTIONS)
        note_failure(s, p, b->code, b->method, message);
}

/* An OPTIONS or REGISTER: memory has an end. */
static void see_flood(struct store *s, struct peer *p, uint32_t message)
{
    const struct message *m = store_message(s, message);
    if (store_leg(s, m->leg)->first != message)
        flood_go_on(s, m->leg, m->time_ns);
    else if (p)
        flood_begin(s, &p->flood, FLOOD_LEGS, m->leg, m->time_ns);
    else
        flood_begin(s, &s->peers->rest, FLOOD_REST, m->leg, m->time_ns);
}

void peer_see(struct store *s, const struct payload *p, const struct brief *b, uint32_t message,
              bool user)
{
    bool request = b->flags & BRIEF_REQUEST;
    uint32_t way = store_message(s, message)->path ^ !request;
    struct peer *peer = peer_of(s, way);
    if (request && b->method != SIP_METHOD_INVITE)
        see_flood(s, peer, message);
    if (!peer)
        return;
    if (b->method == SIP_METHOD_OPTIONS)
        see_options(s, peer, request, message);
    tally(s, peer, b, message);
    if (peer->source)
        peer_source_see(s, pool_at(&s->peers->sources, peer->source), p, b, message, user);
}

/* ---- what must be kept */

static bool names(const uint32_t *have, unsigned n, uint32_t message)
{
    for (unsigned i = 0; i < n; i++)
        if (have[i] == message)
            return true;
    return false;
}

static bool peer_names(const struct store *s, const struct peer *p, uint32_t message)
{
    const struct peer_source *x = peer_source(s, p->source);
    const struct peer_keepalive *k = peer_keepalive(s, p);
    const struct peer_trouble *t = peer_trouble(s, p);
    for (int i = 0; i < PEER_CODES; i++)
        if (t->code[i].message == message)
            return true;
    return names(k->m_silent, PEER_EVIDENCE, message) ||
           names(k->m_silent_max, PEER_EVIDENCE, message) || k->m_answered == message ||
           (x && (names(peer_scan(s, x)->m_scan, PEER_EVIDENCE, message) || x->agent == message ||
                  peer_users(s, x)->m_most == message));
}

bool peer_needs(const struct store *s, uint32_t message, const struct message *m)
{
    const struct path *path = store_path(s, m->path >> 1);
    uint32_t number = path ? path->peer[(m->path & 1) ^ !message_is_request(m)] : 0;
    const struct peer *p = peer_get(s, number == NOT_KEPT ? 0 : number);
    return p && peer_names(s, p, message);
}

/* ---- what is forgotten */

void peers_forget_legs(struct store *s)
{
    struct peers *x = s->peers;
    flood_forget(s, &x->rest);
    for (uint32_t row = 0; (row = pool_next(&x->rows, row));)
        flood_forget(s, &((struct peer *)pool_at(&x->rows, row))->flood);
}

static void keep_those_there(const struct store *s, uint32_t *have, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        have[i] = message_if_there(s, have[i]);
}

void peers_forget_messages(struct store *s)
{
    const struct pool *part = s->peers->part;
    for (uint32_t row = 1; row <= part[PEER_PART_TROUBLE].n; row++) {
        struct peer_trouble *t = pool_at(&part[PEER_PART_TROUBLE], row);
        for (int i = 0; i < PEER_CODES; i++)
            t->code[i].message = message_if_there(s, t->code[i].message);
    }
    for (uint32_t row = 1; row <= part[PEER_PART_KEEPALIVE].n; row++) {
        struct peer_keepalive *k = pool_at(&part[PEER_PART_KEEPALIVE], row);
        keep_those_there(s, k->m_silent, PEER_EVIDENCE);
        keep_those_there(s, k->m_silent_max, PEER_EVIDENCE);
        k->m_answered = message_if_there(s, k->m_answered);
    }
    for (uint32_t row = 1; row <= part[PEER_PART_SCAN].n; row++)
        keep_those_there(s, ((struct peer_scan *)pool_at(&part[PEER_PART_SCAN], row))->m_scan,
                         PEER_EVIDENCE);
    for (uint32_t row = 1; row <= part[PEER_PART_USERS].n; row++) {
        struct peer_users *u = pool_at(&part[PEER_PART_USERS], row);
        u->m_most = message_if_there(s, u->m_most);
    }
    for (uint32_t row = 1; row <= s->peers->sources.n; row++) {
        struct peer_source *source = pool_at(&s->peers->sources, row);
        source->agent = message_if_there(s, source->agent);
    }
}
