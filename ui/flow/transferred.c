/* Finds the transfers of the legs in a ladder. What becomes of them is told by decode/session. */
#include "ui/flow/transferred.h"

#include <errno.h>

#include "decode/session/turn.h"

enum { CHAIN_MAX = 4096 }; /* transfers asked for in one leg that are shown */

static uint64_t key_of(uint32_t number)
{
    return hash_mix(UINT64_C(0x9e3779b97f4a7c15), number);
}

static void add(struct transferred *x, struct map *steps, const struct store *s, uint32_t transfer)
{
    const struct transfer *t = transfer_find(s, transfer);
    uint32_t decided = transfer_deciding(s, t), asked = t->m_refer ? t->m_refer : t->m_invite;
    uint32_t row = pool_new(&x->rows);
    if (!row)
        return;
    *(struct transferred_row *)pool_at(&x->rows, row) =
        (struct transferred_row){ transfer, asked, decided };
    map_get(steps, key_of(asked)); /* to be filled in */
    map_get(steps, key_of(decided));
}

static void add_leg(struct transferred *x, struct map *steps, const struct store *s, uint32_t leg)
{
    const struct turn *turn = turn_of(s, store_leg(s, leg));
    uint32_t row = turn ? turn->asked : 0;
    for (int n = 0; row && n < CHAIN_MAX; n++, row = transfer_find(s, row)->older)
        add(x, steps, s, row);
    row = turn ? turn->made_for : 0;
    if (row && !transfer_find(s, row)->m_refer)
        add(x, steps, s, row);
}

static uint32_t step_of(struct map *steps, uint32_t message)
{
    const struct map_entry *e = message ? map_find(steps, key_of(message)) : NULL;
    return e ? e->a : 0;
}

int transferred_init(struct transferred *x, const struct store *s, const struct flow *f)
{
    struct map legs, steps;
    bool ok = !map_init(&legs);
    ok &= !map_init(&steps);
    ok &= !map_init(&x->asked);
    pool_init(&x->rows, sizeof(struct transferred_row));
    for (uint32_t i = 0; i < f->rows && ok && s->transfers.n; i++) {
        struct map_entry *e = map_get(&legs, key_of(f->row[i].leg));
        ok = e != NULL;
        if (ok && !e->a)
            add_leg(x, &steps, s, f->row[i].leg);
        if (ok)
            e->a = 1;
    }
    for (uint32_t i = 0; i < f->rows && ok && x->rows.n; i++) {
        struct map_entry *e = map_find(&steps, key_of(f->row[i].message));
        if (e)
            e->a = i + 1;
    }
    for (uint32_t i = 1; i <= x->rows.n && ok; i++) {
        struct transferred_row *row = pool_at(&x->rows, i);
        row->asked = step_of(&steps, row->asked);
        row->decided = step_of(&steps, row->decided);
        struct map_entry *e = row->asked ? map_get(&x->asked, key_of(row->asked)) : NULL;
        if (e)
            e->a = i;
    }
    map_fini(&legs);
    map_fini(&steps);
    return ok ? 0 : -ENOMEM;
}

void transferred_fini(struct transferred *x)
{
    pool_fini(&x->rows);
    map_fini(&x->asked);
}

const struct transferred_row *transferred_find(struct transferred *x, uint32_t step)
{
    const struct map_entry *e = step ? map_find(&x->asked, key_of(step)) : NULL;
    return e && e->a ? pool_at(&x->rows, e->a) : NULL;
}
