/* ICMP errors and the messages that they quote. What follows from them is told by findings. */
#include "decode/notice.h"

#include "base/mem.h"
#include "decode/mark.h"

struct notices {
    struct pool rows;
    struct index index; /* leg -> its first */
};

struct notices *notices_new(void)
{
    struct notices *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    pool_init(&x->rows, sizeof(struct notice));
    if (index_init(&x->index))
        return x;
    notices_free(x);
    return NULL;
}

void notices_free(struct notices *x)
{
    if (!x)
        return;
    pool_fini(&x->rows);
    index_fini(&x->index);
    mem_free(x);
}

uint32_t notice_count(const struct store *s)
{
    return s->notices->rows.n;
}

const struct notice *notice_get(const struct store *s, uint32_t number)
{
    return pool_find(&s->notices->rows, number);
}

/* ---- rows */

static bool same_leg(const void *ctx, uint32_t row, const void *key)
{
    return ((const struct notice *)pool_at(ctx, row))->leg == *(const uint32_t *)key;
}

static uint64_t leg_hash(const struct store *s, uint32_t leg)
{
    return hash_mix(s->key.k0, leg);
}

uint32_t notice_of_leg(const struct store *s, uint32_t leg)
{
    struct notices *x = s->notices;
    return index_find(&x->index, leg_hash(s, leg), same_leg, &x->rows, &leg);
}

static bool is_copy(const struct notice *a, const struct notice *b)
{
    int64_t gap = b->time_ns - a->time_ns;
    return a->message == b->message && a->error.reason == b->error.reason &&
           addr_eq(&a->error.from, &b->error.from) && gap < NOTICE_DUPLICATE_NS &&
           gap > -NOTICE_DUPLICATE_NS;
}

/* Behind the others of its leg. */
static void add(struct store *s, const struct notice *new)
{
    struct notices *x = s->notices;
    uint32_t first = notice_of_leg(s, new->leg);
    struct notice *head = pool_find(&x->rows, first);
    struct notice *tail = head ? pool_at(&x->rows, head->last) : NULL;
    if (tail && is_copy(tail, new)) {
        s->counters.v[COUNTER_DUPLICATE]++;
        return;
    }
    uint32_t row = pool_live(&x->rows) < NOTICE_MAX ? pool_new(&x->rows) : 0;
    struct notice *y = pool_find(&x->rows, row);
    if (y)
        *y = *new;
    if (y && !head && !index_add(&x->index, leg_hash(s, new->leg), row)) {
        pool_give(&x->rows, row);
        y = NULL;
    }
    if (!y) {
        s->counters.v[COUNTER_ICMP_FULL]++;
        return;
    }
    if (head) {
        tail->next = row;
        head->last = row;
    } else {
        y->last = row;
    }
}

/* ---- which message */

static bool same_path(const void *ctx, uint32_t row, const void *key)
{
    const struct payload *p = key;
    const struct path *x = pool_at(ctx, row);
    const struct endpoint *first, *second;
    path_order(p, &first, &second);
    return endpoint_eq(&x->end[0], first) && endpoint_eq(&x->end[1], second) &&
           x->transport == p->transport;
}

/* What is known of the message. */
struct wanted {
    uint32_t leg;              /* 0: not known */
    uint32_t path;             /* as in struct message */
    uint32_t len;              /* decides where the leg is not known */
    const struct brief *brief; /* call_hash 0: nothing is known but path and length */
};

static bool fits(const struct message *m, const struct wanted *w)
{
    const struct brief *b = w->brief;
    bool request = b->flags & BRIEF_REQUEST;
    if (m->path != w->path || (w->leg && m->leg != w->leg))
        return false;
    if (!w->leg && m->len != w->len && !(m->flags & MESSAGE_SNAPPED))
        return false;
    if (!b->call_hash)
        return true;
    if (message_is_request(m) != request)
        return false;
    if (!request)
        return m->code == b->code;
    return m->code == b->method || (b->method == SIP_METHOD_OTHER && m->code >= SIP_METHOD_COUNT);
}

/* The newest message that fits; an error comes soon after. Else the leg is gone through from its
 * beginning. 0: it is not there. */
static uint32_t find(const struct store *s, const struct wanted *w)
{
    uint32_t row = s->messages.n, found = 0;
    for (unsigned n = 0; row && n < NOTICE_LOOK; row--, n++)
        if (fits(store_message(s, row), w))
            return row;
    const struct leg *leg = store_leg(s, w->leg);
    row = leg ? leg->first : 0;
    for (unsigned n = 0; row && n < NOTICE_LOOK; n++) {
        const struct message *m = store_message(s, row);
        found = fits(m, w) ? row : found;
        row = m->next;
    }
    return found;
}

void notice_see(struct store *s, const struct payload *quote, const struct icmp_error *error,
                const struct brief *b)
{
    uint32_t path = index_find(&s->path_index, b->path_hash, same_path, &s->paths, quote);
    struct wanted w = { .leg = b->flags & BRIEF_CALL_ID ? store_leg_find(s, b->call_hash) : 0,
                        .path = path << 1 | !!(b->flags & BRIEF_REVERSED),
                        .len = quote->full_len,
                        .brief = b };
    bool lost = !path || (b->flags & BRIEF_CALL_ID && !w.leg);
    uint32_t row = lost ? 0 : find(s, &w);
    if (!row && !b->call_hash) {
        s->counters.v[COUNTER_IP_OTHER]++;
        return;
    }
    s->counters.v[COUNTER_ICMP_QUOTES]++;
    if (!row)
        return;
    uint32_t leg = store_message(s, row)->leg;
    store_leg(s, leg)->marks |= MARK(UNREACHABLE);
    add(s, &(struct notice){ .time_ns = quote->time_ns,
                             .error = *error,
                             .quote = quote->extent[0],
                             .message = row,
                             .leg = leg });
}

void notices_forget(struct store *s)
{
    struct notices *x = s->notices;
    for (uint32_t row = 0; (row = pool_next(&x->rows, row));) {
        const struct notice *n = pool_at(&x->rows, row);
        if (!leg_goes(s, n->leg))
            continue;
        index_remove(&x->index, leg_hash(s, n->leg), row); /* is there for the first alone */
        pool_drop(&x->rows, row);
    }
}

void notice_move(struct store *s, uint32_t number, uint64_t offset)
{
    struct notice *n = pool_find(&s->notices->rows, number);
    if (n)
        n->quote.offset = offset;
}
