/* Live transactions. Dialogs and calls are left to dialog.c and call.c. */
#include "decode/transaction.h"

#include <errno.h>

int txns_init(struct txns *t)
{
    *t = (struct txns){ .due_ns = INT64_MIN };
    pool_init(&t->rows, sizeof(struct txn));
    pool_init(&t->runs, sizeof(struct txn_run));
    return index_init(&t->index) ? 0 : -ENOMEM;
}

void txns_fini(struct txns *t)
{
    pool_fini(&t->rows);
    pool_fini(&t->runs);
    index_fini(&t->index);
}

void txns_drop(struct txns *t)
{
    if (!t->live)
        return;
    txns_fini(t);
    if (txns_init(t) < 0) /* then nothing is found in it, and nothing can be added */
        t->live = 0;
}

static struct txn *at(const struct txns *t, uint32_t row)
{
    return pool_at(&t->rows, row);
}

/* Puts a row at the end of the queue. False: no memory. */
static bool enqueue(struct txns *t, struct txn *x, uint32_t row, int64_t now_ns)
{
    if (!t->last || t->tail == TXN_RUN) {
        uint32_t run = pool_new(&t->runs);
        if (!run)
            return false;
        *(t->last ? &((struct txn_run *)pool_at(&t->runs, t->last))->next : &t->first) = run;
        t->last = run;
        t->tail = 0;
    }
    x->queued_ns = now_ns;
    ((struct txn_run *)pool_at(&t->runs, t->last))->row[t->tail++] = row;
    return true;
}

/* The row at the head of the queue, or 0. */
static uint32_t queue_head(const struct txns *t)
{
    const struct txn_run *run = pool_find(&t->runs, t->first);
    return run ? run->row[t->head] : 0;
}

/* The row some places behind the head, or 0. */
static uint32_t queue_ahead(const struct txns *t, uint32_t places)
{
    const struct txn_run *run = pool_find(&t->runs, t->first);
    uint32_t i = t->head + places;
    if (run && i >= TXN_RUN) {
        run = pool_find(&t->runs, run->next);
        i -= TXN_RUN;
    }
    return run ? run->row[i] : 0;
}

/* Takes the head out of the queue. What will be looked at soon was not touched for long: it is
 * asked for now, its row first, then its slot. */
static void dequeue(struct txns *t)
{
    uint32_t soon = queue_ahead(t, 5);
    pool_prefetch(&t->rows, queue_ahead(t, 10));
    if (soon)
        index_prefetch(&t->index, at(t, soon)->key);
    if (++t->head < TXN_RUN && (t->first != t->last || t->head < t->tail))
        return;
    uint32_t run = t->first;
    t->first = ((struct txn_run *)pool_at(&t->runs, run))->next;
    t->last = t->first ? t->last : 0;
    t->head = 0;
    pool_give(&t->runs, run);
}

static void forget(struct txns *t, struct txn *x, uint32_t row)
{
    index_remove(&t->index, x->key, row);
    if (x->alias)
        index_remove(&t->index, x->alias, row);
    x->leg = 0; /* so that a leg which still names the row is not misled */
    pool_give(&t->rows, row);
    t->live--;
}

/* Messages do not move a transaction in the queue; one that is still in use when its turn comes
 * goes to the end. So each costs one step in TXN_LINGER_NS, however much is sent in it; and but one
 * in its life when its last message comes within TXN_LATE_NS of its first. */
void txns_expire(struct txns *t, int64_t now_ns)
{
    while (t->first && now_ns >= t->due_ns) {
        uint32_t row = queue_head(t);
        struct txn *x = at(t, row);
        t->due_ns = x->queued_ns + TXN_LINGER_NS + TXN_LATE_NS;
        if (now_ns < t->due_ns)
            return;
        dequeue(t);
        int64_t limit = x->flags & TXN_PROCEEDING ? TXN_PROCEEDING_NS : TXN_LINGER_NS;
        if (now_ns - x->last_ns >= limit || !enqueue(t, x, row, now_ns))
            forget(t, x, row);
    }
}

static bool same_key(const void *ctx, uint32_t row, const void *key)
{
    const struct txn *x = at(ctx, row);
    uint64_t k = *(const uint64_t *)key;
    return x->key == k || x->alias == k;
}

/* One of the leg's newest transactions, if the row still is one. */
static struct txn *recent(const struct txns *t, uint32_t leg_row, const struct leg *leg, int i)
{
    struct txn *x = pool_find(&t->rows, leg->recent[i]);
    return x && x->leg == leg_row ? x : NULL;
}

/* Do two paths (as in struct message) differ in exactly one address, the transport being the same?
 */
static bool nat_between(const struct store *s, uint32_t a, uint32_t b)
{
    const struct path *p = store_path(s, a >> 1), *q = store_path(s, b >> 1);
    bool src = addr_eq(&p->end[a & 1].addr, &q->end[b & 1].addr);
    bool dst = addr_eq(&p->end[!(a & 1)].addr, &q->end[!(b & 1)].addr);
    return src != dst && p->transport == q->transport;
}

static bool was_noted(const struct txn *x, uint32_t signature)
{
    unsigned n = x->seen < TXN_SEEN ? x->seen : TXN_SEEN;
    for (unsigned i = 0; i < n; i++)
        if (x->signature[i] == signature)
            return true;
    return false;
}

/* The transaction of which this is a second view: same Via stack, one address differs. A request
 * must be the same in all, else it is one to another target, with a branch used twice. */
static struct txn *other_side(const struct txns *t, const struct store *s, uint32_t leg_row,
                              const struct leg *leg, const struct brief *b, uint32_t path,
                              int64_t now_ns)
{
    uint32_t forth = b->flags & BRIEF_REQUEST ? path : path ^ 1;
    for (int i = 0; i < 2; i++) {
        struct txn *x = recent(t, leg_row, leg, i);
        if (x && !x->alias && x->branch == (uint32_t)b->branch && x->method == b->method &&
            x->vias == b->vias && now_ns - x->last_ns < TXN_SAME_HOP_NS &&
            nat_between(s, x->path, forth) &&
            (!(b->flags & BRIEF_REQUEST) || !(x->flags & TXN_REQUEST_SEEN) ||
             was_noted(x, b->signature)))
            return x;
    }
    return NULL;
}

/* An answer that does not come from where the request went (another address of the server, 18.2.2),
 * or whose top Via was changed: told by the branch, else by CSeq and From-tag, and by its way. */
static struct txn *answered_oddly(const struct txns *t, const struct store *s, uint32_t leg_row,
                                  const struct leg *leg, const struct brief *b, uint32_t path)
{
    const struct path *p = store_path(s, path >> 1);
    for (int i = 0; i < 2; i++) {
        struct txn *x = recent(t, leg_row, leg, i);
        if (!x || x->method != b->method || x->cseq != b->cseq || !(x->flags & TXN_REQUEST_SEEN))
            continue;
        const struct path *q = store_path(s, x->path >> 1);
        bool back = addr_eq(&p->end[!(path & 1)].addr, &q->end[x->path & 1].addr);
        bool from_there = addr_eq(&p->end[path & 1].addr, &q->end[!(x->path & 1)].addr);
        bool same_branch = x->branch == (uint32_t)b->branch;
        bool same_hop = from_there && x->from_tag == (uint32_t)b->from_tag && b->cseq;
        if (back && (same_branch || same_hop))
            return x;
    }
    return NULL;
}

static struct txn *make(struct txns *t, uint32_t leg_row, struct leg *leg, const struct brief *b,
                        uint32_t path, int64_t now_ns)
{
    uint32_t row = pool_new(&t->rows);
    if (!row)
        return NULL;
    struct txn *x = at(t, row);
    if (!index_add(&t->index, b->transaction, row)) {
        pool_give(&t->rows, row);
        return NULL;
    }
    if (!enqueue(t, x, row, now_ns)) {
        index_remove(&t->index, b->transaction, row);
        pool_give(&t->rows, row);
        return NULL;
    }
    bool request = b->flags & BRIEF_REQUEST;
    x->key = b->transaction;
    x->leg = leg_row;
    x->cseq = b->cseq;
    x->from_tag = (uint32_t)b->from_tag;
    x->branch = (uint32_t)b->branch;
    x->method = b->method;
    x->vias = b->vias;
    x->path = request ? path : path ^ 1;
    x->flags = b->method == SIP_METHOD_INVITE ? TXN_PROCEEDING : 0;
    x->last_ns = now_ns;
    t->live++;
    if (b->method != SIP_METHOD_ACK) {
        leg->recent[1] = leg->recent[0];
        leg->recent[0] = row;
    }
    return x;
}

struct txn *txns_get(struct txns *t, const struct store *s, uint32_t leg_row, struct leg *leg,
                     const struct brief *b, uint32_t path, int64_t now_ns)
{
    uint32_t row = index_find(&t->index, b->transaction, same_key, t, &b->transaction);
    if (row)
        return at(t, row);
    struct txn *x = other_side(t, s, leg_row, leg, b, path, now_ns);
    if (x) {
        row = leg->recent[recent(t, leg_row, leg, 0) == x ? 0 : 1];
        if (index_add(&t->index, b->transaction, row))
            x->alias = b->transaction;
        return x;
    }
    if (!(b->flags & BRIEF_REQUEST) && (x = answered_oddly(t, s, leg_row, leg, b, path)))
        return x;
    return make(t, leg_row, leg, b, path, now_ns);
}

enum txn_verdict txn_judge(const struct txn *x, const struct store *s, const struct brief *b,
                           const struct payload *p, uint32_t path)
{
    unsigned n = x->seen < TXN_SEEN ? x->seen : TXN_SEEN;
    for (unsigned i = 0; i < n; i++) {
        const struct message *m = store_message(s, x->message[i]);
        if (x->signature[i] != b->signature || !m || message_is_gone(m) ||
            !(m->flags & MESSAGE_REQUEST) == !!(b->flags & BRIEF_REQUEST))
            continue;
        int64_t gap = p->time_ns - m->time_ns; /* copies may stand in either order */
        gap = gap < 0 ? -gap : gap;
        if (m->path != path) {
            if (!nat_between(s, m->path, path))
                return TXN_NEW;
            return gap < TXN_SAME_HOP_NS ? TXN_SAME_HOP : TXN_REPEAT;
        }
        /* of a stream, copies were dropped by number: what comes twice was sent twice */
        bool same_packet = p->transport == TRANSPORT_UDP && m->len == p->len &&
                           (!p->has_ip_id || p->ip_id == x->ip_id[i]);
        return gap < TXN_DUPLICATE_NS && same_packet ? TXN_DUPLICATE : TXN_REPEAT;
    }
    return TXN_NEW;
}

enum txn_event txn_note(struct txn *x, struct store *s, const struct brief *b,
                        const struct payload *p, uint32_t message, int64_t now_ns)
{
    enum txn_event event = TXN_GOES_ON;
    unsigned n = x->seen < TXN_SEEN ? x->seen : TXN_SEEN, i = 0;
    while (i < n && x->signature[i] != b->signature)
        i++;
    if (i == n)
        i = x->seen++ % TXN_SEEN;
    if (x->seen == UINT8_MAX)
        x->seen = TXN_SEEN;
    x->signature[i] = b->signature;
    x->message[i] = message;
    x->ip_id[i] = p->ip_id;
    if (b->flags & BRIEF_REQUEST) {
        if (!(x->flags & TXN_REQUEST_SEEN)) {
            event = TXN_BEGINS;
            s->counts.transactions += x->method != SIP_METHOD_ACK;
            x->flags |= b->to_tag ? TXN_REQUEST_SEEN : TXN_REQUEST_SEEN | TXN_INITIAL;
        }
    } else if (b->code >= 200 && !x->final) {
        event = TXN_ENDS;
        x->final = b->code;
        x->flags &= (uint8_t)~TXN_PROCEEDING;
    }
    x->last_ns = now_ns;
    return event;
}

/* They stay in the queue until their turn comes. */
void txns_forget(struct txns *t, const struct store *s)
{
    for (uint32_t row = 1; row <= t->rows.n; row++) {
        struct txn *x = at(t, row);
        if (!x->leg || !leg_goes(s, x->leg))
            continue;
        index_remove(&t->index, x->key, row);
        if (x->alias)
            index_remove(&t->index, x->alias, row);
        x->key = x->alias = 0;
        x->leg = 0;
    }
}
