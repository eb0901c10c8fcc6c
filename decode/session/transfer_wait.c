/* Which INVITE answers which REFER. What a transfer amounts to is told elsewhere. */
#include "decode/session/transfer_wait.h"

#include "base/hash.h"
#include "base/mem.h"
#include "decode/sip/field.h"

/* What an INVITE and a REFER may have in common, so that one leads to the other. */
enum sign {
    SIGN_TARGET,   /* Refer-To user = To or Request-URI user */
    SIGN_REFERRER, /* who sent the REFER = Referred-By user */
    SIGN_HOST,     /* where the REFER went = where the INVITE comes from */
    SIGN_SELF,     /* not of the INVITE: leg and CSeq, to know a REFER on its next hop */
    SIGNS
};

struct wanted {
    uint64_t key[SIGNS];   /* keyed hashes, 0: absent */
    uint32_t older[SIGNS]; /* the REFER before it with the same sign */
    uint64_t transferee;   /* To user of the REFER */
    int64_t time_ns;
    uint32_t leg;
    uint32_t vias; /* of the hop nearest the transferee */
    bool done;     /* its INVITE was found */
};

/* The REFERs of TRANSFER_WAIT_NS. */
struct page {
    struct pool rows;
    struct index by[SIGNS]; /* key -> the newest */
    int64_t first_ns;       /* of the first REFER */
};

/* REFERs go onto the newer page. When that is full, none on the older one waits any more: it is
 * wiped and becomes the newer. */
struct transfers {
    struct page page[2];
    unsigned newer;  /* 0 or 1 */
    int64_t last_ns; /* of the newest REFER */
};

struct sign_key {
    const struct page *page;
    enum sign sign;
};

static bool page_init(struct page *p)
{
    bool ok = true;
    *p = (struct page){ .first_ns = 0 };
    pool_init(&p->rows, sizeof(struct wanted));
    for (int i = 0; i < SIGNS; i++)
        ok = index_init(&p->by[i]) && ok;
    return ok;
}

static void page_fini(struct page *p)
{
    pool_fini(&p->rows);
    for (int i = 0; i < SIGNS; i++)
        index_fini(&p->by[i]);
}

struct transfers *transfers_new(void)
{
    struct transfers *t = mem_new(1, sizeof(*t));
    if (!t)
        return NULL;
    bool first = page_init(&t->page[0]), second = page_init(&t->page[1]);
    if (first && second)
        return t;
    transfers_free(t);
    return NULL;
}

void transfers_free(struct transfers *t)
{
    if (!t)
        return;
    page_fini(&t->page[0]);
    page_fini(&t->page[1]);
    mem_free(t);
}

/* The page for a REFER of this time; a new one also after the clock was set. NULL: no memory. */
static struct page *page_for(struct transfers *t, int64_t time_ns)
{
    struct page *p = &t->page[t->newer], fresh;
    int64_t age = time_ns - p->first_ns;
    if (p->rows.n && (age > TRANSFER_WAIT_NS || age < -TRANSFER_WAIT_NS)) {
        if (!page_init(&fresh)) {
            page_fini(&fresh);
            return NULL;
        }
        t->newer = !t->newer;
        p = &t->page[t->newer];
        page_fini(p);
        *p = fresh;
    }
    if (!p->rows.n)
        p->first_ns = time_ns;
    return p;
}

static struct wanted *row_at(const struct page *p, uint32_t row)
{
    return pool_find(&p->rows, row);
}

static bool same_sign(const void *ctx, uint32_t row, const void *key)
{
    const struct sign_key *k = ctx;
    return row_at(k->page, row)->key[k->sign] == *(const uint64_t *)key;
}

static uint64_t hash_of(const struct store *s, struct slice text, enum sign sign)
{
    return text.n ? hash_sip(&s->key, text.p, text.n) + (unsigned)sign + 1 : 0;
}

static struct slice user_of(struct slice address)
{
    return sip_uri_parse(sip_address_parse(address).uri).user;
}

static uint64_t host_key(const struct store *s, const struct endpoint *e)
{
    return hash_of(s, slice_make(e->addr.ip, sizeof(e->addr.ip)), SIGN_HOST);
}

/* Makes `row` the newest with each of its signs. */
static void publish(struct page *p, uint32_t row, enum sign sign)
{
    struct wanted *x = row_at(p, row);
    struct sign_key k = { p, sign };
    if (!x->key[sign])
        return;
    x->older[sign] = index_find(&p->by[sign], x->key[sign], same_sign, &k, &x->key[sign]);
    if (x->older[sign])
        index_remove(&p->by[sign], x->key[sign], x->older[sign]);
    if (!index_add(&p->by[sign], x->key[sign], row))
        x->key[sign] = 0;
}

/* The same REFER on a later hop: the transferee is farther on. */
static bool seen_before(struct page *p, const struct store *s, const struct sip_index *x,
                        const struct message *m, uint64_t self)
{
    struct sign_key k = { p, SIGN_SELF };
    uint32_t row = index_find(&p->by[SIGN_SELF], self, same_sign, &k, &self);
    struct wanted *seen = row_at(p, row);
    if (seen && x->vias > seen->vias) {
        seen->vias = x->vias;
        index_remove(&p->by[SIGN_HOST], seen->key[SIGN_HOST], row);
        seen->key[SIGN_HOST] = host_key(s, message_dst(s, m));
        publish(p, row, SIGN_HOST);
    }
    return seen;
}

/* method=BYE and the like end or change a call; they ask for none. */
static bool asks_for_call(struct slice refer_to)
{
    struct sip_uri u = sip_uri_parse(sip_address_parse(refer_to).uri);
    struct slice method = sip_param_find(u.params, SLICE("method"));
    return !method.p || slice_ieq(method, SLICE("INVITE"));
}

void transfers_refer(struct transfers *t, const struct store *s, const struct sip_index *x,
                     uint32_t message, uint32_t leg)
{
    const struct message *m = store_message(s, message);
    struct slice to = sip_header_find(x, SIP_REFER_TO);
    uint32_t name[2] = { leg, x->cseq };
    uint64_t self = hash_of(s, slice_make(name, sizeof(name)), SIGN_SELF);
    if (!to.n || !asks_for_call(to) || seen_before(&t->page[0], s, x, m, self) ||
        seen_before(&t->page[1], s, x, m, self))
        return;
    struct page *p = page_for(t, m->time_ns);
    uint32_t row = p ? pool_new(&p->rows) : 0;
    if (!row)
        return;
    struct slice by = sip_header_find(x, SIP_REFERRED_BY);
    *row_at(p, row) = (struct wanted){
        .key = { [SIGN_TARGET] = hash_of(s, user_of(to), SIGN_TARGET),
                 [SIGN_REFERRER] =
                     hash_of(s, user_of(by.n ? by : sip_header_find(x, SIP_FROM)), SIGN_REFERRER),
                 [SIGN_HOST] = host_key(s, message_dst(s, m)),
                 [SIGN_SELF] = self },
        .transferee = hash_of(s, user_of(sip_header_find(x, SIP_TO)), SIGN_TARGET),
        .time_ns = m->time_ns,
        .leg = leg,
        .vias = x->vias,
    };
    t->last_ns = m->time_ns;
    for (int i = 0; i < SIGNS; i++)
        publish(p, row, (enum sign)i);
}

bool transfers_waiting(const struct transfers *t, int64_t now_ns)
{
    return t->page[t->newer].rows.n && now_ns - t->last_ns <= TRANSFER_WAIT_NS;
}

/* 20 within 5 s, falling to 0 at 30 s. */
static int time_points(int64_t after_ns)
{
    int64_t ms = after_ns / 1000000;
    return ms <= 5000 ? 20 : ms >= 30000 ? 0 : (int)(20 * (30000 - ms) / 25000);
}

/* What an INVITE shows of itself; what only adds points is worked out when there is a candidate. */
struct signs {
    const struct store *store;
    const struct sip_index *index;
    uint64_t key[SIGNS], uri_user, caller;
    int64_t time_ns;
    bool weighed; /* caller and referrer are known */
};

static void weigh(struct signs *i)
{
    if (i->weighed)
        return;
    i->weighed = true;
    i->key[SIGN_REFERRER] =
        hash_of(i->store, user_of(sip_header_find(i->index, SIP_REFERRED_BY)), SIGN_REFERRER);
    i->caller = hash_of(i->store, user_of(sip_header_find(i->index, SIP_FROM)), SIGN_TARGET);
}

static int points(const struct wanted *x, struct signs *i)
{
    int64_t after = i->time_ns - x->time_ns;
    if (x->done || after < 0 || after > TRANSFER_WAIT_NS)
        return 0;
    weigh(i);
    bool target = x->key[SIGN_TARGET] && (x->key[SIGN_TARGET] == i->key[SIGN_TARGET] ||
                                          x->key[SIGN_TARGET] == i->uri_user);
    bool referrer = x->key[SIGN_REFERRER] && x->key[SIGN_REFERRER] == i->key[SIGN_REFERRER];
    bool host = x->key[SIGN_HOST] && x->key[SIGN_HOST] == i->key[SIGN_HOST];
    bool caller = x->transferee && x->transferee == i->caller;
    return 30 * target + 30 * referrer + 25 * host + 15 * caller + time_points(after);
}

/* The better of `best` and the newest REFERs with this sign. */
static struct wanted *better(struct transfers *t, enum sign sign, uint64_t key, struct signs *i,
                             struct wanted *best)
{
    for (unsigned older = 0; key && older < 2; older++) {
        struct page *p = &t->page[t->newer ^ older];
        struct sign_key k = { p, sign };
        uint32_t row = index_find(&p->by[sign], key, same_sign, &k, &key);
        for (int n = 0; row && n < TRANSFER_CANDIDATES; n++, row = row_at(p, row)->older[sign]) {
            int here = points(row_at(p, row), i);
            if (here >= TRANSFER_POINTS && (!best || here > points(best, i)))
                best = row_at(p, row);
        }
    }
    return best;
}

uint32_t transfers_invite(struct transfers *t, const struct store *s, const struct sip_index *x,
                          uint32_t message)
{
    const struct message *m = store_message(s, message);
    struct signs i = { .store = s,
                       .index = x,
                       .key = { [SIGN_TARGET] =
                                    hash_of(s, user_of(sip_header_find(x, SIP_TO)), SIGN_TARGET),
                                [SIGN_HOST] = host_key(s, message_src(s, m)) },
                       .uri_user = hash_of(s, sip_uri_parse(x->uri).user, SIGN_TARGET),
                       .time_ns = m->time_ns };
    struct wanted *best = better(t, SIGN_TARGET, i.key[SIGN_TARGET], &i, NULL);
    if (i.uri_user != i.key[SIGN_TARGET])
        best = better(t, SIGN_TARGET, i.uri_user, &i, best);
    best = better(t, SIGN_HOST, i.key[SIGN_HOST], &i, best);
    if (sip_header_find(x, SIP_REFERRED_BY).p) {
        weigh(&i);
        best = better(t, SIGN_REFERRER, i.key[SIGN_REFERRER], &i, best);
    }
    if (!best)
        return 0;
    best->done = true;
    return best->leg;
}
