/* Watches how much there is, and has what remains moved together. Which sessions go is decided by
 * forget.c. */
#include "decode/budget.h"

#include <stdlib.h>

#include "base/mem.h"
#include "decode/notice.h"

enum {
    RECORD_BYTES = 96, /* of a message in the spool, beside its own bytes */
    YOUNG = 4, /* the newest parts stay, by this share: streams point into them that have not become
                  messages yet */
    EIGHTHS = 8,
    AIM = 6,      /* that many eighths of what a spool may hold are left when it was cleaned */
    MUCH = 5,     /* eighths that messages take: then some are forgotten, */
    LESS = 4,     /* until they take that many */
    MOVE = 1,     /* eighths that are moved at once */
    ROWS_LOW = 6, /* eighths of what rows may take, when some were forgotten */
    AGAIN = 16,   /* when that did not help: it is tried again with more by this share */
};

static uint64_t eighths(uint64_t n, unsigned k)
{
    return n / EIGHTHS * k;
}

/* ---- which parts go */

/* A part of a spool: bytes of messages that stay. */
struct part {
    uint64_t live, number;
};

struct cleaning {
    struct store *store;
    struct spool *spool;
    uint16_t segment;
    uint64_t first, n; /* parts that are looked at */
    struct part *part; /* by number, from `first` on */
    bool *goes;        /* the same */
    uint64_t from, to; /* the record moved last, and where: messages share packets */
};

static uint64_t part_of(const struct cleaning *c, const struct extent *e)
{
    return e->offset / spool_part_bytes(c->spool);
}

static bool lies_in(const struct cleaning *c, const struct extent *e)
{
    return e->segment == c->segment && part_of(c, e) >= c->first && part_of(c, e) - c->first < c->n;
}

#define AGAIN_NS (INT64_C(1) * 1000000000)

static int order(struct budget *b, struct store *s, struct model *m, struct forget_order *o)
{
    o->pinned = b->pinned;
    o->ctx = b->ctx;
    int r = forget(s, m, o);
    b->times += r == 0;
    return r;
}

int budget_forget(struct budget *b, struct store *s, struct model *m, enum forget_class most,
                  int64_t now_ns)
{
    return order(b, s, m,
                 &(struct forget_order){ .messages = UINT64_MAX, .most = most, .now_ns = now_ns });
}

/* Has that many of messages, or bytes of rows, forgotten, whatever they are. */
static void make_room(struct budget *b, struct store *s, struct model *m, uint64_t messages,
                      uint64_t rows, int64_t now_ns)
{
    order(b, s, m,
          &(struct forget_order){
              .messages = messages, .rows = rows, .most = FORGET_ACTIVE, .now_ns = now_ns });
}

/* What is to go of n, when `have` bytes are to become `aim`. */
static uint64_t share(uint64_t n, uint64_t have, uint64_t aim)
{
    return (uint64_t)((double)n * (double)(have - aim) / (double)have) + 1;
}

/* Bytes of all messages in the spool. */
static uint64_t count_live(struct cleaning *c)
{
    const struct store *s = c->store;
    uint64_t all = 0;
    struct extent e;
    for (uint32_t row = 0; (row = pool_next(&s->messages, row));) {
        const struct message *m = store_message(s, row);
        for (unsigned i = 0; !message_is_gone(m) && message_extent(s, m, i, &e); i++) {
            if (lies_in(c, &e))
                c->part[part_of(c, &e) - c->first].live += e.len + RECORD_BYTES;
            all += e.segment == c->segment ? e.len + RECORD_BYTES : 0;
        }
    }
    return all;
}

static int by_live(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->live != y->live)
        return x->live < y->live ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Those with the least in them, until enough is free when what they hold has been moved. */
static void choose(struct cleaning *c, uint64_t aim)
{
    uint64_t held = spool_bytes(c->spool), moved = 0, most = eighths(spool_max(c->spool), MOVE);
    bool chosen = false;
    qsort(c->part, c->n, sizeof(*c->part), by_live);
    for (uint64_t i = 0; i < c->n && held > aim; i++) {
        const struct part *p = &c->part[i];
        if (!spool_holds(c->spool, p->number))
            continue;
        moved += p->live;
        if (p->live > spool_part_bytes(c->spool) / YOUNG * (YOUNG - 1) || (chosen && moved > most))
            return;
        c->goes[p->number - c->first] = chosen = true;
        held -= spool_part_bytes(c->spool) - p->live;
    }
}

/* ---- what moves */

/* Where the packet at this offset lies from now on; 0: nowhere. */
static uint64_t place_of(struct cleaning *c, const struct extent *e)
{
    if (!lies_in(c, e) || !c->goes[part_of(c, e) - c->first])
        return e->offset;
    if (e->offset != c->from) {
        c->from = e->offset;
        c->to = spool_move(c->spool, e->offset);
    }
    return c->to;
}

static void move_message(struct cleaning *c, struct message *m)
{
    struct store *s = c->store;
    struct extent e;
    for (unsigned i = 0; message_extent(s, m, i, &e); i++) {
        uint64_t to = place_of(c, &e);
        if (to == e.offset || !to)
            continue;
        if (m->flags & MESSAGE_MANY)
            ((struct extent *)pool_at(&s->extents, (uint32_t)m->where + i))->offset = to;
        else
            m->where = (uint64_t)e.segment << 48 | to;
    }
}

static void move_all(struct cleaning *c)
{
    struct store *s = c->store;
    for (uint32_t row = 0; (row = pool_next(&s->messages, row));) {
        struct message *m = store_message(s, row);
        if (!message_is_gone(m))
            move_message(c, m);
    }
    for (uint32_t i = 1; i <= notice_count(s); i++) {
        const struct notice *n = notice_get(s, i);
        uint64_t to = n->leg ? place_of(c, &n->quote) : 0;
        if (to)
            notice_move(s, i, to);
    }
}

/* Gives parts up, after the sessions that take too much were forgotten. */
static void clean(struct budget *b, struct cleaning *c, struct model *m, int64_t now_ns)
{
    uint64_t max = spool_max(c->spool), live = count_live(c);
    if (live > eighths(max, MUCH)) {
        make_room(b, c->store, m, share(pool_live(&c->store->messages), live, eighths(max, LESS)),
                  0, now_ns);
        for (uint64_t i = 0; i < c->n; i++)
            c->part[i].live = 0;
        count_live(c);
    }
    choose(c, eighths(max, AIM));
    move_all(c);
    for (uint64_t i = 0; i < c->n; i++)
        if (c->goes[i])
            spool_drop(c->spool, c->first + i);
}

/* ---- when */

static void keep_packets(struct budget *b, struct store *s, struct model *m, struct spool *spool,
                         uint16_t segment, int64_t now_ns)
{
    uint64_t all = spool_last(spool) - spool_first(spool);
    uint64_t young = spool_bytes(spool) / spool_part_bytes(spool) / YOUNG;
    struct cleaning c = { .store = s,
                          .spool = spool,
                          .segment = segment,
                          .first = spool_first(spool),
                          .n = all > young ? all - young : 0,
                          .from = UINT64_MAX };
    c.part = mem_new(c.n + 1, sizeof(*c.part));
    c.goes = mem_new(c.n + 1, sizeof(*c.goes));
    if (c.part && c.goes) {
        for (uint64_t i = 0; i < c.n; i++)
            c.part[i].number = c.first + i;
        clean(b, &c, m, now_ns);
    }
    mem_free(c.part);
    mem_free(c.goes);
    b->packets_due = spool_bytes(spool) + spool_max(spool) / AGAIN;
}

static void keep_rows(struct budget *b, struct store *s, struct model *m, int64_t now_ns,
                      bool again)
{
    uint64_t have = forget_rows(s);
    if (have <= b->rows || (have <= b->rows_due && !again))
        return;
    make_room(b, s, m, 0, have - eighths(b->rows, ROWS_LOW), now_ns);
    have = forget_rows(s);
    b->rows_due = have + b->rows / AGAIN;
    s->closed = have > b->rows + b->rows / 2;
}

void budget_keep(struct budget *b, struct store *s, struct model *m, struct segments *segments,
                 int64_t now_ns)
{
    struct spool *x;
    uint16_t i = 0;
    int64_t since = now_ns - b->tried_ns;
    bool again = since < 0 || since >= AGAIN_NS; /* what did not help then may help now */
    if (!b->rows)
        return;
    for (unsigned from = 0; (x = segments_too_full(segments, from, &i)); from = i + 1U)
        if (spool_bytes(x) > b->packets_due || again)
            keep_packets(b, s, m, x, i, now_ns);
    keep_rows(b, s, m, now_ns, again);
    b->tried_ns = again ? now_ns : b->tried_ns;
}
