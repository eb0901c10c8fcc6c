/* Chooses sessions, has everybody forget what they know of them, and takes their rows away. The
 * bytes of their packets are the trace's business. */
#include "decode/forget.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "decode/call.h"
#include "decode/dialog.h"
#include "decode/forgotten.h"
#include "decode/notice.h"
#include "decode/peer.h"
#include "decode/registration.h"
#include "decode/session/link.h"
#include "decode/session/transfer.h"
#include "decode/sift.h"
#include "decode/subscription.h"

enum { INDEX_SLOT = 2 * sizeof(struct index_slot), BITS = 64 };

/* A session, or a leg that is alone. */
struct unit {
    uint32_t leg; /* one of it */
    uint32_t messages;
    int64_t last_ns;
    enum forget_class class;
};

struct units {
    struct unit *at;
    size_t n, cap;
};

/* ---- classes */

static enum forget_class class_of_call(const struct store *s, const struct leg *leg, int64_t now_ns)
{
    unsigned code;
    enum call_state state = call_state(s, leg, now_ns, false, &code);
    if (!call_state_is_open(state))
        return leg->m_answer ? FORGET_FINISHED : FORGET_FAILED;
    if (now_ns - store_message(s, leg->last)->time_ns >= FORGET_IDLE_NS)
        return FORGET_IDLE;
    return state == CALL_TRYING && !(leg->flags & LEG_TRYING) ? FORGET_ASKING : FORGET_ACTIVE;
}

enum forget_class forget_class(const struct store *s, uint32_t row, int64_t now_ns)
{
    const struct leg *leg = store_leg(s, row);
    if (leg->kind == LEG_CALL)
        return class_of_call(s, leg, now_ns);
    bool holds = leg->kind == LEG_SUBSCRIPTION   ? subscription_holds(s, row, now_ns)
                 : leg->kind == LEG_REGISTRATION ? registration_holds(s, row, now_ns)
                                                 : false;
    return holds ? FORGET_IDLE : FORGET_REQUEST;
}

/* ---- what goes */

static struct unit *add_unit(struct units *u)
{
    if (u->n == u->cap) {
        size_t cap = u->cap ? 2 * u->cap : 4096;
        struct unit *more = mem_resize(u->at, cap, sizeof(*more));
        if (!more)
            return NULL;
        u->at = more;
        u->cap = cap;
    }
    return &u->at[u->n++];
}

/* Does the leg stand for its session? */
static bool stands_for(const struct store *s, uint32_t row, const struct leg *leg)
{
    const struct session *x = pool_find(&s->sessions, leg->session);
    return !x || x->leg == row;
}

/* Sums up a session. False: it is pinned. */
static bool sum_up(const struct store *s, const struct forget_order *o, uint32_t leg,
                   struct unit *u)
{
    uint32_t at = leg;
    *u = (struct unit){ .leg = leg, .last_ns = INT64_MIN };
    do {
        const struct leg *l = store_leg(s, at);
        enum forget_class class = forget_class(s, at, o->now_ns);
        int64_t last_ns = store_message(s, l->last)->time_ns;
        if (o->pinned && o->pinned(o->ctx, at))
            return false;
        u->class = class > u->class ? class : u->class;
        u->last_ns = last_ns > u->last_ns ? last_ns : u->last_ns;
        u->messages += l->messages;
        at = l->kin;
    } while (at && at != leg);
    return true;
}

static int collect(const struct store *s, const struct forget_order *o, struct units *u)
{
    for (uint32_t row = 0; (row = pool_next(&s->legs, row));) {
        const struct leg *leg = store_leg(s, row);
        if (leg_is_gone(leg) || !stands_for(s, row, leg))
            continue;
        struct unit *x = add_unit(u);
        if (!x)
            return -ENOMEM;
        u->n -= !sum_up(s, o, row, x);
    }
    return 0;
}

/* By class, then those first that nothing was heard of for longest. */
static int by_worth(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    if (x->last_ns != y->last_ns)
        return x->last_ns < y->last_ns ? -1 : 1;
    return (x->leg > y->leg) - (x->leg < y->leg);
}

static void mark(struct store *s, const struct unit *u)
{
    uint32_t at = u->leg;
    if (u->class >= FORGET_IDLE && !s->forgotten)
        s->forgotten = forgotten_new();
    do {
        struct leg *l = store_leg(s, at);
        l->flags |= LEG_GOES;
        if (u->class >= FORGET_IDLE && s->forgotten && l->kind == LEG_CALL)
            forgotten_add(s->forgotten, l->key);
        at = l->kin;
    } while (at && at != u->leg);
    s->counters.v[COUNTER_FORGOT_REQUEST + u->class]++;
}

/* Marks whole sessions until there are enough of them. */
static void choose(struct store *s, const struct forget_order *o, const struct units *u)
{
    uint64_t messages = 0, rows = 0;
    for (size_t i = 0;
         i < u->n && u->at[i].class <= o->most && (messages < o->messages || rows < o->rows); i++) {
        mark(s, &u->at[i]);
        messages += u->at[i].messages;
        rows += sizeof(struct leg) + INDEX_SLOT + u->at[i].messages * sizeof(struct message);
    }
}

/* Nothing goes after all. */
static void spare(struct store *s)
{
    for (uint32_t row = 0; (row = pool_next(&s->legs, row));)
        store_leg(s, row)->flags &= (uint16_t)~LEG_GOES;
}

/* ---- rows */

static void take_message(struct store *s, uint32_t row)
{
    const struct message *m = store_message(s, row);
    if (m->flags & MESSAGE_MANY)
        for (uint32_t i = 0; i < m->where >> 32; i++)
            pool_drop(&s->extents, (uint32_t)m->where + i);
    pool_drop(&s->messages, row);
    s->counters.v[COUNTER_FORGOT_MESSAGES]++;
}

static void take_leg(struct store *s, uint32_t row)
{
    struct leg *leg = store_leg(s, row);
    for (uint32_t m = leg->first, next; m; m = next) {
        next = store_message(s, m)->next;
        take_message(s, m);
    }
    if (leg->session && stands_for(s, row, leg))
        pool_give(&s->sessions, leg->session);
    index_remove(&s->leg_index, leg->key, row);
    pool_drop(&s->legs, row);
}

static bool is_needed(const struct store *s, uint32_t leg, uint32_t row)
{
    const struct message *m = store_message(s, row);
    return peer_needs(s, row, m) || registration_needs(s, row, m) ||
           subscription_needs(s, leg, row);
}

/* What is no call and goes on for long keeps its first message, the newest, and those that prove
 * something. */
static void trim(struct store *s, uint32_t leg_row, struct leg *leg)
{
    uint32_t before = leg->first, row = store_message(s, before)->next;
    for (uint32_t left = leg->messages - 1; left > FORGET_KEPT; left--) {
        uint32_t next = store_message(s, row)->next;
        if (is_needed(s, leg_row, row)) {
            before = row;
        } else {
            store_message(s, before)->next = next;
            take_message(s, row);
            leg->messages--;
        }
        row = next;
    }
    leg->m_final = message_if_there(s, leg->m_final);
}

/* Paths without a message. */
static void forget_paths(struct store *s)
{
    uint64_t *used = mem_new(s->paths.n / BITS + 1, sizeof(*used));
    if (!used)
        return; /* another time */
    for (uint32_t row = 0; (row = pool_next(&s->messages, row));) {
        uint32_t path = store_message(s, row)->path >> 1;
        used[path / BITS] |= UINT64_C(1) << path % BITS;
    }
    for (uint32_t i = 1; i <= registration_count(s); i++) {
        uint32_t path = registration_get(s, i)->path >> 1;
        used[path / BITS] |= UINT64_C(1) << path % BITS;
    }
    for (uint32_t row = 0; (row = pool_next(&s->paths, row));) {
        struct path *p = store_path(s, row);
        if (used[row / BITS] >> row % BITS & 1) {
            p->first_repeat = message_if_there(s, p->first_repeat);
        } else if (p->ways) { /* of one that was taken away before there are none */
            index_remove(&s->path_index,
                         sift_path_hash(&s->key, &p->end[0], &p->end[1], p->transport), row);
            pool_drop(&s->paths, row);
        }
    }
    mem_free(used);
}

/* ---- all of it */

/* Those that know a leg by its row forget it while the row can still be asked. */
static void tell(struct store *s, struct model *m)
{
    peers_forget_legs(s);
    notices_forget(s);
    dialogs_forget(s);
    links_forget(s);
    transfers_forget(s);
    model_forget(m);
}

static void take(struct store *s)
{
    for (uint32_t row = 0; (row = pool_next(&s->legs, row));) {
        struct leg *leg = store_leg(s, row);
        if (leg_is_gone(leg))
            continue;
        if (leg->flags & LEG_GOES)
            take_leg(s, row);
        else if (leg->kind != LEG_CALL && leg->messages > 2 * FORGET_KEPT)
            trim(s, row, leg);
    }
}

int forget(struct store *s, struct model *m, const struct forget_order *o)
{
    struct units u = { .n = 0 };
    int r = collect(s, o, &u);
    if (r == 0 && u.n) {
        qsort(u.at, u.n, sizeof(*u.at), by_worth);
        choose(s, o, &u);
        r = subscriptions_forget(s);
        if (r == 0) {
            tell(s, m);
            take(s);
            peers_forget_messages(s);
            registrations_forget(s);
            forget_paths(s);
        } else {
            spare(s);
        }
    }
    mem_free(u.at);
    return r;
}

uint64_t forget_rows(const struct store *s)
{
    const struct pool *const pools[] = { &s->messages, &s->extents,  &s->paths,    &s->legs,
                                         &s->calls,    &s->dialogs,  &s->sessions, &s->links,
                                         &s->turns,    &s->transfers };
    uint64_t bytes = (uint64_t)pool_live(&s->legs) * INDEX_SLOT;
    for (size_t i = 0; i < sizeof(pools) / sizeof(pools[0]); i++) {
        uint64_t held = pool_bytes(pools[i]), begun = 2ULL * POOL_CHUNK * pools[i]->size;
        bytes += held > begun ? held - begun : 0; /* what every trace takes does not count */
    }
    return bytes;
}
