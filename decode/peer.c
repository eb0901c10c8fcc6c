/* Counts per pair of hosts and per host that asks. What they amount to is judged elsewhere. */
#include "decode/peer.h"

#include "base/mem.h"
#include "decode/call.h"
#include "decode/sip/pick.h"

enum { MINUTE_S = 60 };

#define NOT_KEPT UINT32_MAX /* in struct path: there was no room for this pair */
#define S_NS INT64_C(1000000000)

struct peers {
    struct pool rows, sources;
    struct index index, by_addr;
    struct flood rest; /* of pairs that are not kept */
};

struct peers *peers_new(void)
{
    struct peers *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    pool_init(&x->rows, sizeof(struct peer));
    pool_init(&x->sources, sizeof(struct peer_source));
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

/* ---- rows */

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

/* ---- OPTIONS */

static void see_options(struct peer *p, bool request, uint32_t message)
{
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

/* The newest of n in a ring, oldest first; how many. */
static unsigned unroll(const uint32_t ring[PEER_EVIDENCE], uint32_t n, uint32_t out[PEER_EVIDENCE])
{
    unsigned k = n < PEER_EVIDENCE ? (unsigned)n : PEER_EVIDENCE;
    for (unsigned i = 0; i < k; i++)
        out[i] = ring[(n - k + i) % PEER_EVIDENCE];
    return k;
}

uint32_t peer_silence(const struct store *s, const struct peer *p, int64_t end_ns,
                      uint32_t out[PEER_EVIDENCE], unsigned *n)
{
    uint32_t now = p->silent;
    unsigned have = unroll(p->m_silent, now, out);
    for (; have && end_ns - store_message(s, out[have - 1])->time_ns < CALL_WAIT_NS; now--)
        have--; /* its answer may still come */
    if (now + 1 < p->silent_max) {
        now = p->silent_max - 1; /* an answer ended the run: that to its last one */
        have = unroll(p->m_silent_max, p->silent_max, out) - 1;
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

static void note_failure(struct peer *p, unsigned code, uint8_t method, uint32_t message)
{
    p->failures++;
    for (int i = 0; i < PEER_CODES; i++) {
        struct peer_code *c = &p->code[i];
        if (c->count && (c->code != code || c->method != method))
            continue;
        *c = (struct peer_code){ (uint16_t)code, method, c->count + 1, message };
        return;
    }
    p->other_codes++;
}

static void tally(struct peer *p, struct peer_tally *t, const struct brief *b, uint32_t message)
{
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
    if (t != &p->options)
        note_failure(p, b->code, b->method, message);
}

/* ---- what a host asks of all */

/* Names that scanners give themselves by default, in lower case. */
static bool is_scanner(struct slice agent)
{
    static const char *const known[] = {
        "friendly-scanner", "sipvicious", "sipcli", "pplsip", "vaxsipuseragent", "sundayddr",
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (slice_istarts(agent, slice_of(known[i])))
            return true;
    return false;
}

/* The first header of a message with this name, beginning with the letter; absent: p == NULL. */
static struct slice header_of(const struct payload *p, char letter, const char *lower, char compact)
{
    struct sip_pick line;
    for (size_t at = 0; sip_pick_next((const char *)p->data, p->len, &at,
                                      PICK(letter) | (compact ? PICK(compact) : 0), &line);)
        if (sip_pick_is(&line, lower, compact))
            return line.value;
    return (struct slice){ NULL, 0 };
}

/* At the first request of a host, but for an INVITE, which is seldom the only one of a scan. */
static void look_at_agent(struct peer_source *x, const struct payload *p, const struct brief *b,
                          uint32_t message)
{
    uint32_t n = x->asked;
    bool now = (n == 1 && b->method != SIP_METHOD_INVITE) || n == 4 || n == 64;
    if (now && !x->agent && is_scanner(header_of(p, 'u', "user-agent", 0)))
        x->agent = message;
}

/* The user in To, and where the request went. */
static uint32_t target_of(const struct store *s, const struct payload *p)
{
    struct slice to = header_of(p, 't', "to", 't');
    size_t open = slice_index(to, '<');
    if (open < to.n)
        to = slice_sub(to, open + 1, open + slice_index(slice_sub(to, open, to.n), '>'));
    else
        to = slice_sub(to, 0, slice_index(to, ';'));
    uint64_t h = hash_payload(&s->key, p->src.addr.ip, sizeof(p->src.addr.ip));
    return (uint32_t)hash_mix(h, to.n ? hash_payload(&s->key, to.p, to.n) : 0) | 1;
}

/* How many different targets in the last minute, this one put among them. */
static uint32_t note_target(struct peer_source *x, uint32_t target, int64_t time_ns)
{
    uint32_t now = (uint32_t)(time_ns / S_NS), different = 0;
    unsigned place = 0;
    for (unsigned i = 0; i < PEER_TARGETS; i++) {
        if (x->target[i] == target) {
            place = i;
            break;
        }
        if (x->target_s[i] < x->target_s[place])
            place = i;
    }
    x->target[place] = target;
    x->target_s[place] = now;
    for (unsigned i = 0; i < PEER_TARGETS; i++)
        different += x->target[i] && now - x->target_s[i] < MINUTE_S;
    return different;
}

/* A host of which anything was accepted, or that was answered in another way, looks for nobody. */
static void note_refusal(const struct store *s, struct peer_source *x, const struct payload *p,
                         uint32_t message)
{
    x->refused++;
    if (x->accepted || x->other || x->scan_ns)
        return;
    x->m_scan[x->scanned++ % PEER_EVIDENCE] = message;
    uint32_t n = note_target(x, target_of(s, p), p->time_ns);
    if (n > x->targets_max)
        x->targets_max = n;
    if (n > PEER_SCAN)
        x->scan_ns = p->time_ns;
}

unsigned peer_scan(const struct peer_source *x, uint32_t out[PEER_EVIDENCE])
{
    return unroll(x->m_scan, x->scanned, out);
}

static void see_source(const struct store *s, struct peer_source *x, const struct payload *p,
                       const struct brief *b, uint32_t message, bool user)
{
    if (b->flags & BRIEF_REQUEST) {
        x->asked++;
        look_at_agent(x, p, b, message);
        unsigned n = user ? rate_add(&x->users, p->time_ns) : 0;
        if (n > x->users_max) {
            x->users_max = (uint16_t)n;
            x->m_users = message;
        }
    } else if (b->method == SIP_METHOD_OPTIONS) {
        return;
    } else if (b->code < 400) {
        x->accepted++;
    } else if (b->code == 401 || b->code == 403 || b->code == 404 || b->code == 407 ||
               b->code == 603) {
        note_refusal(s, x, p, message);
    } else {
        x->other++;
    }
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
        see_options(peer, request, message);
    tally(peer,
          b->method == SIP_METHOD_OPTIONS  ? &peer->options
          : b->method == SIP_METHOD_INVITE ? &peer->invite
                                           : &peer->registering,
          b, message);
    if (peer->source)
        see_source(s, pool_at(&s->peers->sources, peer->source), p, b, message, user);
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
    for (int i = 0; i < PEER_CODES; i++)
        if (p->code[i].message == message)
            return true;
    return names(p->m_silent, PEER_EVIDENCE, message) ||
           names(p->m_silent_max, PEER_EVIDENCE, message) || p->m_answered == message ||
           (x && (names(x->m_scan, PEER_EVIDENCE, message) || x->agent == message ||
                  x->m_users == message));
}

bool peer_needs(const struct store *s, uint32_t message, const struct message *m)
{
    const struct path *path = store_path(s, m->path >> 1);
    uint32_t number = path ? path->peer[(m->path & 1) ^ !message_is_request(m)] : 0;
    const struct peer *p = peer_get(s, number == NOT_KEPT ? 0 : number);
    return p && peer_names(s, p, message);
}
