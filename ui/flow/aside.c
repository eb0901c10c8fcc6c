/* The rows between arrows: where they stand. What they say is left to band.c, note.c and mark.c. */
#include "ui/flow/aside.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/flow/draft.h"

struct aside {
    uint32_t step;
    struct flow_row row;
};

void asides_init(struct asides *a)
{
    *a = (struct asides){ .failed = false };
    pool_init(&a->rows, sizeof(struct aside));
}

void asides_fini(struct asides *a)
{
    pool_fini(&a->rows);
}

struct flow_row *aside_new(struct asides *a, const struct flow *f, uint32_t step,
                           enum flow_row_kind kind)
{
    uint32_t number = pool_new(&a->rows);
    if (!number) {
        a->failed = true;
        return NULL;
    }
    struct aside *new = pool_at(&a->rows, number);
    new->step = step;
    new->row = (struct flow_row){
        .kind = kind, .text = "", .detail = "", .call_id = "", .description = ""
    };
    if (step) {
        const struct flow_row *above = &f->row[step - 1];
        new->row.time_ns = above->time_ns;
        new->row.leg = above->leg;
        new->row.call = above->call;
        new->row.call_id = above->call_id;
    }
    return &new->row;
}

void asides_calls(struct draft *d)
{
    struct flow *f = &d->drawn->flow;
    struct strings *s = &d->drawn->strings;
    struct map begun;
    if (map_init(&begun) < 0)
        d->asides.failed = true;
    for (uint32_t i = 0; i < f->rows && !d->asides.failed; i++) {
        const struct flow_row *row = &f->row[i];
        struct map_entry *e =
            row->call ? map_get(&begun, hash_mix(d->store->key.k0, row->call)) : NULL;
        if (!e || e->a)
            continue;
        e->a = 1;
        f->calls++;
        if (!i)
            continue;
        const char *people = title_people(d, row);
        buf_clear(&d->text);
        buf_printf(&d->text, "call %u \xc2\xb7 %s", row->call, people);
        struct flow_row *rule = aside_new(&d->asides, f, i, FLOW_CALL);
        if (!rule)
            break;
        rule->time_ns = row->time_ns;
        rule->leg = row->leg;
        rule->call = row->call;
        rule->call_id = row->call_id;
        rule->to = f->participants - 1;
        rule->text = strings_get(s, strings_add(s, buf_slice(&d->text)));
    }
    map_fini(&begun);
}

/* ---- their places */

static int rank(enum flow_row_kind kind)
{
    return kind == FLOW_NOTE ? 0 : kind == FLOW_BAND ? 1 : 2;
}

static int by_place(const void *a, const void *b)
{
    const struct aside *x = *(const struct aside *const *)a, *y = *(const struct aside *const *)b;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    int by_rank = rank(x->row.kind) - rank(y->row.kind);
    return by_rank ? by_rank : x->row.message < y->row.message ? -1 : 1;
}

int asides_place(struct asides *a, struct flow *f)
{
    uint32_t extra = a->rows.n, at = 0, next = 0;
    const struct aside **sorted = mem_new((size_t)extra + 1, sizeof(*sorted));
    struct flow_row *row = mem_new((size_t)f->rows + extra, sizeof(*row));
    f->arrow = mem_new((size_t)f->steps + 1, sizeof(*f->arrow));
    if (a->failed || !sorted || !row || !f->arrow) {
        mem_free(sorted);
        mem_free(row);
        return -ENOMEM;
    }
    for (uint32_t i = 0; i < extra; i++) {
        struct aside *each = pool_at(&a->rows, i + 1);
        each->row.message = i; /* keeps those of one place in order */
        sorted[i] = each;
    }
    qsort(sorted, extra, sizeof(*sorted), by_place);
    for (uint32_t step = 0; step <= f->rows; step++) {
        if (step) {
            f->arrow[step - 1] = at;
            row[at++] = f->row[step - 1];
        }
        for (; next < extra && sorted[next]->step == step; next++) {
            row[at] = sorted[next]->row;
            row[at++].message = 0;
        }
    }
    mem_free(sorted);
    mem_free(f->row);
    f->row = row;
    f->rows = at;
    return 0;
}
