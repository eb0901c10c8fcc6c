/* What stands between the arrows of a ladder: bands, notes and the rules where a call begins. They
 * are collected in any order and put in their places at the end. Internal to ui/flow. */
#ifndef UI_FLOW_ASIDE_H
#define UI_FLOW_ASIDE_H

#include "base/pool.h"
#include "ui/flow/flow.h"

struct draft;

/* Embedded: asides_init, asides_fini. */
struct asides {
    struct pool rows;
    bool failed; /* memory ran out: one is missing */
};

void asides_init(struct asides *a);
void asides_fini(struct asides *a);

/* A row under the arrow with this step (0: above all), with the arrow's time, call and leg; beside
 * each other rules stand first, then notes, then bands. Fill in from, to, text; valid until the
 * next call. NULL: no memory. */
struct flow_row *aside_new(struct asides *a, const struct flow *f, uint32_t step,
                           enum flow_row_kind kind);

/* Counts the calls; a rule above each but one that the ladder begins with. */
void asides_calls(struct draft *d);

/* Puts them between the arrows, and sets flow.arrow. -ENOMEM. Linear but for a sort of themselves.
 */
int asides_place(struct asides *a, struct flow *f);

#endif
