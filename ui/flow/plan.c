/* Lists of wishes. What comes of them is told by arrange.c. */
#include "ui/flow/plan.h"

#include <errno.h>
#include <stdio.h>

#include "base/mem.h"

void plan_fini(struct plan *p)
{
    mem_free(p->change);
    mem_free(p->opened);
    *p = (struct plan){ .changes = 0 };
}

int plan_add(struct plan *p, enum plan_kind kind, const char *lane, const char *other,
             const char *name)
{
    if (p->changes == PLAN_CHANGES_MAX)
        return -E2BIG;
    if (!p->change)
        p->change = mem_new(PLAN_CHANGES_MAX, sizeof(*p->change));
    if (!p->change)
        return -ENOMEM;
    struct plan_change *c = &p->change[p->changes++];
    *c = (struct plan_change){ .kind = kind };
    snprintf(c->lane, sizeof(c->lane), "%s", lane);
    snprintf(c->other, sizeof(c->other), "%s", other ? other : "");
    snprintf(c->name, sizeof(c->name), "%s", name ? name : "");
    return 0;
}

unsigned plan_show_all(struct plan *p)
{
    unsigned kept = 0, gone = 0;
    for (unsigned i = 0; i < p->changes; i++) {
        if (p->change[i].kind == PLAN_HIDE)
            gone++;
        else
            p->change[kept++] = p->change[i];
    }
    p->changes = kept;
    return gone;
}

/* Where it stands in the list, or would. */
static unsigned place_of(const struct plan *p, uint32_t message)
{
    unsigned low = 0, high = p->opens;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (p->opened[middle] < message)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool plan_is_open(const struct plan *p, uint32_t message)
{
    unsigned i = place_of(p, message);
    return i < p->opens && p->opened[i] == message;
}

bool plan_open(struct plan *p, uint32_t message, bool open)
{
    unsigned i = place_of(p, message);
    if (plan_is_open(p, message) == open)
        return true;
    if (!open) {
        p->opens--;
        memmove(&p->opened[i], &p->opened[i + 1], (p->opens - i) * sizeof(*p->opened));
        return true;
    }
    if (!p->opened)
        p->opened = mem_new(PLAN_OPENED_MAX, sizeof(*p->opened));
    if (!p->opened || p->opens == PLAN_OPENED_MAX)
        return false;
    memmove(&p->opened[i + 1], &p->opened[i], (p->opens - i) * sizeof(*p->opened));
    p->opened[i] = message;
    p->opens++;
    return true;
}
