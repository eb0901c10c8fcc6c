/* The order of the columns. Which column somebody is, is decided in cast.c. */
#include "ui/flow/order.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    PASSED = 10,   /* an arrow passes a column */
    INVERSION = 1, /* two columns stand against the order of their appearance */
};

/* ---- few columns: all orders */

struct exact {
    unsigned n;
    uint64_t weight[ORDER_EXACT][ORDER_EXACT];
    unsigned at[ORDER_EXACT], best[ORDER_EXACT]; /* column -> participant */
    uint64_t least;
};

static uint64_t cost_of(const struct exact *x)
{
    uint64_t passed = 0, inversions = 0;
    for (unsigned i = 0; i < x->n; i++)
        for (unsigned j = i + 1; j < x->n; j++) {
            passed += x->weight[x->at[i]][x->at[j]] * (j - i - 1);
            inversions += x->at[i] > x->at[j];
        }
    return passed * PASSED + inversions * INVERSION;
}

static void try_all(struct exact *x, unsigned from)
{
    if (from >= x->n) {
        uint64_t cost = cost_of(x);
        if (cost < x->least) {
            x->least = cost;
            memcpy(x->best, x->at, sizeof(x->best));
        }
        return;
    }
    for (unsigned i = from; i < x->n; i++) {
        unsigned chosen = x->at[i];
        memmove(&x->at[from + 1], &x->at[from], (i - from) * sizeof(x->at[0]));
        x->at[from] = chosen;
        try_all(x, from + 1);
        memmove(&x->at[from], &x->at[from + 1], (i - from) * sizeof(x->at[0]));
        x->at[i] = chosen;
    }
}

static void order_exactly(unsigned *place, unsigned n, unsigned left, const struct order_edge *edge,
                          unsigned edges)
{
    struct exact x = { .n = n, .least = UINT64_MAX };
    for (unsigned i = 0; i < edges; i++) {
        x.weight[edge[i].a][edge[i].b] += edge[i].weight;
        x.weight[edge[i].b][edge[i].a] += edge[i].weight;
    }
    x.at[0] = left;
    for (unsigned i = 0, k = 1; i < n; i++)
        if (i != left)
            x.at[k++] = i;
    try_all(&x, 1);
    for (unsigned i = 0; i < n; i++)
        place[x.best[i]] = i;
}

/* ---- many columns: barycentres, then swaps of neighbours and moves of single columns */

struct link {
    unsigned to;
    uint32_t weight;
};

struct rough {
    unsigned n;
    unsigned *first; /* n + 1: links of participant i are first[i] up to first[i + 1] */
    struct link *link;
    unsigned *at, *place, *best;
    uint64_t work; /* links that may still be looked at */
    struct key {
        double centre;
        unsigned who;
    } * key;
};

static void rough_fini(struct rough *r)
{
    mem_free(r->first);
    mem_free(r->link);
    mem_free(r->at);
    mem_free(r->place);
    mem_free(r->best);
    mem_free(r->key);
}

static bool rough_init(struct rough *r, unsigned n, const struct order_edge *edge, unsigned edges)
{
    *r = (struct rough){ .n = n };
    r->first = mem_new((size_t)n + 2, sizeof(*r->first));
    r->link = mem_new(2 * (size_t)edges, sizeof(*r->link));
    r->at = mem_new(n, sizeof(*r->at));
    r->place = mem_new(n, sizeof(*r->place));
    r->best = mem_new(n, sizeof(*r->best));
    r->key = mem_new(n, sizeof(*r->key));
    if (!r->first || !r->link || !r->at || !r->place || !r->best || !r->key)
        return false;
    for (unsigned i = 0; i < edges; i++) {
        r->first[edge[i].a + 2]++;
        r->first[edge[i].b + 2]++;
    }
    for (unsigned i = 2; i < n + 2; i++)
        r->first[i] += r->first[i - 1];
    for (unsigned i = 0; i < edges; i++) { /* first[i + 1] runs from the begin of i to its end */
        r->link[r->first[edge[i].a + 1]++] = (struct link){ edge[i].b, edge[i].weight };
        r->link[r->first[edge[i].b + 1]++] = (struct link){ edge[i].a, edge[i].weight };
    }
    return true;
}

static uint64_t passed(const struct rough *r)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < r->n; i++)
        for (unsigned k = r->first[i]; k < r->first[i + 1]; k++) {
            unsigned a = r->place[i], b = r->place[r->link[k].to];
            if (a < b)
                sum += (uint64_t)(b - a - 1) * r->link[k].weight;
        }
    return sum;
}

static int by_centre(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->centre < y->centre || x->centre > y->centre)
        return x->centre < y->centre ? -1 : 1;
    return x->who < y->who ? -1 : x->who > y->who;
}

/* Everybody but the left one goes to the mean place of those he talks to. */
static void sweep(struct rough *r)
{
    for (unsigned col = 0; col < r->n; col++) {
        unsigned who = r->at[col];
        double sum = 0, weight = 0;
        for (unsigned k = r->first[who]; k < r->first[who + 1]; k++) {
            sum += (double)r->place[r->link[k].to] * r->link[k].weight;
            weight += r->link[k].weight;
        }
        r->key[col] = (struct key){ weight > 0 ? sum / weight : col, who };
    }
    r->key[0].centre = -1;
    qsort(r->key, r->n, sizeof(*r->key), by_centre);
    for (unsigned col = 0; col < r->n; col++) {
        r->at[col] = r->key[col].who;
        r->place[r->at[col]] = col;
    }
}

/* What is gained for `who` by one column to the right or left, its neighbour there left out. */
static int64_t gain(const struct rough *r, unsigned who, unsigned neighbour, bool right)
{
    int64_t sum = 0;
    for (unsigned k = r->first[who]; k < r->first[who + 1]; k++)
        if (r->link[k].to != neighbour)
            sum += (r->place[r->link[k].to] > r->place[who]) == right ? (int64_t)r->link[k].weight
                                                                      : -(int64_t)r->link[k].weight;
    return sum;
}

static unsigned degree(const struct rough *r, unsigned who)
{
    return r->first[who + 1] - r->first[who];
}

/* Swaps columns col and col + 1; returns what is gained. Takes its cost off the work that is left;
 * nothing is done once that has run out. */
static int64_t swap(struct rough *r, unsigned col, bool only_if_better)
{
    unsigned a = r->at[col], b = r->at[col + 1];
    uint64_t cost = 1ULL + degree(r, a) + degree(r, b);
    if (cost > r->work) {
        r->work = 0;
        return 0;
    }
    r->work -= cost;
    int64_t gained = gain(r, a, b, true) + gain(r, b, a, false);
    if (only_if_better && gained <= 0)
        return 0;
    r->at[col] = b;
    r->at[col + 1] = a;
    r->place[b] = col;
    r->place[a] = col + 1;
    return gained;
}

static void swap_neighbours(struct rough *r)
{
    for (bool better = true; better && r->work;) {
        better = false;
        for (unsigned col = 1; col + 1 < r->n && r->work; col++)
            better |= swap(r, col, true) > 0;
    }
}

/* Moves a column to where it is best, all others keeping their order. */
static int64_t slide(struct rough *r, unsigned who)
{
    unsigned from = r->place[who], best = from, col;
    int64_t gained = 0, most = 0;
    uint64_t whole_way = 2ULL * (r->n * (1ULL + degree(r, who)) + r->first[r->n] + r->n);
    if (r->work < 2 * whole_way) {
        r->work = 0;
        return 0;
    }
    for (col = from; col + 1 < r->n; col++) {
        gained += swap(r, col, false);
        if (gained > most) {
            most = gained;
            best = col + 1;
        }
    }
    for (; col > 1; col--) {
        gained += swap(r, col - 1, false);
        if (gained > most) {
            most = gained;
            best = col - 1;
        }
    }
    for (; col < best; col++)
        swap(r, col, false);
    return most;
}

static void slide_all(struct rough *r)
{
    for (bool better = true; better && r->work;) {
        better = false;
        for (unsigned who = 0; who < r->n && r->work; who++)
            better |= r->place[who] && slide(r, who) > 0;
    }
}

static void keep_if_better(struct rough *r, uint64_t *least)
{
    uint64_t cost = passed(r);
    if (cost >= *least)
        return;
    *least = cost;
    memcpy(r->best, r->place, r->n * sizeof(*r->best));
}

static void stand(struct rough *r, const unsigned *place)
{
    memmove(r->place, place, r->n * sizeof(*r->place));
    for (unsigned i = 0; i < r->n; i++)
        r->at[r->place[i]] = i;
}

/* Improves the order by small steps, the work being in proportion to the ladder. */
static void search(struct rough *r, uint64_t work, uint64_t *least)
{
    r->work = work;
    swap_neighbours(r);
    slide_all(r);
    keep_if_better(r, least);
}

static int order_roughly(unsigned *place, unsigned n, unsigned left, const struct order_edge *edge,
                         unsigned edges)
{
    enum { SWEEPS = 8, WORK = 4000000 };
    struct rough r;
    uint64_t least = UINT64_MAX, work = WORK + 64 * ((uint64_t)n + edges);
    bool ok = rough_init(&r, n, edge, edges);
    if (ok) {
        for (unsigned i = 0; i < n; i++) /* as they appeared */
            place[i] = i == left ? 0 : i < left ? i + 1 : i;
        stand(&r, place);
        uint64_t least_swept = UINT64_MAX;
        for (int i = 0; i < SWEEPS; i++) {
            sweep(&r);
            keep_if_better(&r, &least_swept);
        }
        stand(&r, r.best);
        search(&r, work, &least_swept);
        stand(&r, place);
        memcpy(place, r.best, n * sizeof(*place));
        search(&r, work, &least);
        if (least <= least_swept)
            memcpy(place, r.best, n * sizeof(*place));
    }
    rough_fini(&r);
    return ok ? 0 : -ENOMEM;
}

int order_columns(unsigned *place, unsigned n, unsigned left, const struct order_edge *edge,
                  unsigned edges)
{
    if (n > ORDER_EXACT)
        return order_roughly(place, n, left, edge, edges);
    order_exactly(place, n, left, edge, edges);
    return 0;
}
