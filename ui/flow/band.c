/* Where the media begin to stand otherwise, and between whom. How they stand is told by
 * decode/media. */
#include "ui/flow/band.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/flow/draft.h"

#define TOGETHER_NS (3 * NS_PER_S) /* the legs of one call come to the same within this */

/* How a dialog stands in the ladder so far. */
struct shown {
    uint32_t words, agreed;
    unsigned holds;
    uint32_t waits; /* step whose band waits for the ACK, 0: none does */
    uint32_t acked; /* band under the ACK that is the last message so far, 0: none */
    uint32_t band;  /* the newest one, 0: none */
    bool again;     /* its answer was sent again, in a row of its own */
};

struct band {
    uint32_t step, place; /* that made it so; the arrow it stands under */
    uint32_t until;       /* the arrow with which it is over, 0: none */
    uint32_t next;        /* or the band that comes after it, 0: none */
    uint32_t call, leg;
    unsigned end[2]; /* participants where the sides of the dialog sit */
    bool gone;       /* in another band */
};

struct bands {
    struct draft *d;
    const struct facts *facts;
    struct map dialogs; /* a = row of the pool */
    struct pool shown;
    struct pool band;
    bool failed;
};

static struct shown *shown_of(struct bands *b, const struct flow_row *row,
                              const struct media_fact *m)
{
    uint64_t key = hash_mix(hash_mix(b->d->store->key.k0, row->leg), m->dialog);
    struct map_entry *e = map_get(&b->dialogs, key);
    if (e && !e->a)
        e->a = pool_new(&b->shown);
    if (!e || !e->a) {
        b->failed = true;
        return NULL;
    }
    return pool_at(&b->shown, e->a);
}

static bool is_middle(const struct bands *b, unsigned participant)
{
    return b->facts->flow->participant[participant].role[0];
}

/* Its row in the pool, or 0. */
static uint32_t add(struct bands *b, uint32_t step, uint32_t place)
{
    const struct flow_row *row = &b->facts->flow->row[step - 1];
    const struct media_fact *m = &b->facts->media[step - 1];
    const struct fact *f = &b->facts->fact[step - 1];
    uint32_t number = pool_new(&b->band);
    if (!number) {
        b->failed = true;
        return 0;
    }
    unsigned from = facts_row(b->facts, f->origin)->from, to = facts_row(b->facts, f->end)->to;
    unsigned end[2] = { from, to };
    for (unsigned i = 0; i < 2; i++)
        if (m->who[i])
            end[i] = m->who[i] - 1;
    unsigned far = end[0] == from; /* the side that the answer goes to; its own first hop may be */
    if (row->cls == FLOW_SUCCESS && is_middle(b, end[far]) && !is_middle(b, to)) /* unseen */
        end[far] = to;
    *(struct band *)pool_at(&b->band, number) = (struct band){
        .step = step, .place = place, .call = row->call, .leg = row->leg, .end = { end[0], end[1] }
    };
    return number;
}

/* The same for a dialog, whose band before ends there. */
static uint32_t begin(struct bands *b, struct shown *s, uint32_t step, uint32_t place)
{
    uint32_t number = add(b, step, place);
    if (s->band && number)
        ((struct band *)pool_at(&b->band, s->band))->next = number;
    s->band = number;
    return number;
}

/* Without an ACK it stands under the answer; one that is sent again and again lacks it. */
static void flush(struct bands *b, struct shown *s)
{
    if (s->waits && !s->again && !b->facts->flow->row[s->waits - 1].repeats)
        begin(b, s, s->waits, b->facts->fact[s->waits - 1].end);
    s->waits = 0;
}

/* The band stands under the last ACK, also where nodes between the hops hide that it is the same.
 */
static void see_ack(struct bands *b, struct shown *s, const struct fact *f)
{
    struct band *band = s->acked ? pool_at(&b->band, s->acked) : NULL;
    if (f->method != SIP_METHOD_ACK) {
        s->acked = 0;
    } else if (s->waits) {
        s->acked = begin(b, s, s->waits, f->end);
        s->waits = 0;
    } else if (band && band->place < f->end) {
        band->place = f->end;
    }
}

static void see(struct bands *b, uint32_t step)
{
    const struct media_fact *m = &b->facts->media[step - 1];
    const struct fact *f = &b->facts->fact[step - 1];
    if (!m->dialog)
        return;
    struct shown *s = shown_of(b, &b->facts->flow->row[step - 1], m);
    unsigned holds = (m->holds[0] ? 1U : 0U) | (m->holds[1] ? 2U : 0U);
    uint32_t words = m->early || m->over ? 0 : m->words;
    if (!s)
        return;
    const struct flow_row *row = &b->facts->flow->row[step - 1];
    s->again |= row->repeat && row->cls == FLOW_SUCCESS;
    if (words == s->words && m->agreed == s->agreed && holds == s->holds) {
        see_ack(b, s, f);
        return;
    }
    flush(b, s);
    if (s->band && !words)
        ((struct band *)pool_at(&b->band, s->band))->until = step;
    *s = (struct shown){
        .words = words, .agreed = m->agreed, .holds = holds, .band = words ? s->band : 0
    };
    if (!words)
        return;
    if (f->method == SIP_METHOD_INVITE)
        s->waits = step;
    else
        begin(b, s, step, f->end);
}

/* ---- legs of one call */

static int by_place(const void *a, const void *b)
{
    const struct band *x = *(struct band *const *)a, *y = *(struct band *const *)b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

static bool reaches(const struct band *x, unsigned participant)
{
    return x->end[0] == participant || x->end[1] == participant;
}

/* The legs of a call that a B2BUA joins come to the same one after the other: one band, from the
 * first participant to the last. */
static void join(const struct bands *b, struct band *first, struct band *second)
{
    const struct facts *x = b->facts;
    const struct media_fact *m = &x->media[first->step - 1], *n = &x->media[second->step - 1];
    int64_t apart =
        x->flow->row[second->place - 1].time_ns - x->flow->row[first->place - 1].time_ns;
    if (first->leg == second->leg || m->mode != n->mode || apart > TOGETHER_NS)
        return;
    for (unsigned i = 0; i < 2; i++) { /* the end that both have is the B2BUA */
        unsigned middle = second->end[i], *end = &second->end[i];
        if (!reaches(first, middle) || reaches(first, second->end[!i]))
            continue;
        *end = first->end[0] == middle ? first->end[1] : first->end[0];
        first->gone = true;
        return;
    }
}

static const char *name_of(const struct bands *b, const struct band *x, unsigned side)
{
    return b->facts->flow->participant[x->end[side]].name;
}

static const char *text_of(const struct bands *b, const struct band *x, struct strings *s)
{
    const struct media_fact *m = &b->facts->media[x->step - 1];
    const char *const name[2] = { name_of(b, x, 0), name_of(b, x, 1) };
    struct buf *text = &b->d->text;
    buf_clear(text);
    media_fact_add_state(text, m, s, name);
    return strings_get(s, strings_add(s, buf_slice(text)));
}

static void draw(struct bands *b, const struct band *x)
{
    static const enum flow_band kinds[] = { [MEDIA_TWO_WAY] = FLOW_TWO_WAY,
                                            [MEDIA_ONE_WAY] = FLOW_ONE_WAY,
                                            [MEDIA_ON_HOLD] = FLOW_HOLD,
                                            [MEDIA_FAXING] = FLOW_FAX };
    const struct media_fact *m = &b->facts->media[x->step - 1];
    struct strings *s = &b->d->drawn->strings;
    struct flow_row *row = aside_new(&b->d->asides, b->facts->flow, x->place, FLOW_BAND);
    bool back = m->mode == MEDIA_ONE_WAY && m->sends[1];
    if (!row)
        return;
    row->band = kinds[m->mode];
    row->until = x->until;
    if (x->next)
        row->until = ((const struct band *)pool_at(&b->band, x->next))->place + 1;
    row->from = x->end[back];
    row->to = x->end[!back];
    row->text = text_of(b, x, s);
    bool heard = m->mode == MEDIA_TWO_WAY || m->mode == MEDIA_ONE_WAY;
    row->detail = heard ? strings_get(s, m->agreed) : "";
}

/* The last band of a leg tells who holds it in the end. */
static void keep_holder(struct bands *b, const struct band *x)
{
    struct strings *s = &b->d->drawn->strings;
    struct map_entry *e = map_get(&b->d->held, hash_mix(b->d->store->key.k0, x->leg));
    const struct media_fact *m = &b->facts->media[x->step - 1];
    const char *const name[2] = { name_of(b, x, 0), name_of(b, x, 1) };
    bool held = m->mode == MEDIA_ON_HOLD;
    if (e)
        e->a = held ? strings_add(s, slice_of(media_fact_holder(m, name))) : 0;
}

static void draw_all(struct bands *b)
{
    struct map calls; /* a = its last band + 1 */
    struct band **sorted = mem_new((size_t)b->band.n + 1, sizeof(struct band *));
    b->failed |= map_init(&calls) < 0 || !sorted;
    for (uint32_t i = 0; i < b->band.n && !b->failed; i++)
        sorted[i] = pool_at(&b->band, i + 1);
    if (!b->failed)
        qsort(sorted, b->band.n, sizeof(struct band *), by_place);
    for (uint32_t i = 0; i < b->band.n && !b->failed; i++) {
        struct map_entry *e = map_get(&calls, hash_mix(b->d->store->key.k1, sorted[i]->call));
        if (e && e->a && sorted[i]->call)
            join(b, sorted[e->a - 1], sorted[i]);
        if (e)
            e->a = i + 1;
        keep_holder(b, sorted[i]);
    }
    for (uint32_t i = 0; i < b->band.n && !b->failed; i++)
        if (!sorted[i]->gone)
            draw(b, sorted[i]);
    map_fini(&calls);
    mem_free(sorted);
}

int bands_add(struct draft *d)
{
    struct bands b = { .d = d, .facts = d->drawn->facts };
    pool_init(&b.shown, sizeof(struct shown));
    pool_init(&b.band, sizeof(struct band));
    b.failed = map_init(&b.dialogs) < 0;
    for (uint32_t step = 1; step <= d->drawn->flow.steps && !b.failed; step++)
        see(&b, step);
    for (uint32_t i = 1; i <= b.shown.n && !b.failed; i++)
        flush(&b, pool_at(&b.shown, i));
    draw_all(&b);
    map_fini(&b.dialogs);
    pool_fini(&b.shown);
    pool_fini(&b.band);
    return b.failed ? -ENOMEM : 0;
}
