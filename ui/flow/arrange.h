/* A ladder as the user wants to see it: lanes hidden, merged, split, moved and named, challenges
 * folded, and a mark where time passes. */
#ifndef UI_FLOW_ARRANGE_H
#define UI_FLOW_ARRANGE_H

#include "base/clock.h"
#include "ui/flow/plan.h"

/* Where so much time passes, and that is also a part of 1/ARRANGE_GAP_PART of all the time that
 * there is, a row of kind FLOW_GAP says so; so there are no more than ARRANGE_GAP_PART of them. */
#define ARRANGE_GAP_NS (5 * NS_PER_S)
#define ARRANGE_GAP_PART 10

/* Arranges the rows of a ladder that flow_new made, which is borrowed for its life and stays as it
 * is. Steps keep their numbers. Of changes that name no lane here nothing comes, and the last lane
 * that is shown is not hidden. -ENOMEM. Linear in rows, changes and endpoints, but for the sort of
 * a lane that is split. Owned; arrange_free. */
int arrange_new(struct flow **out, const struct flow *whole, const struct plan *plan);
void arrange_free(struct flow *f);

/* How many lanes are hidden in it. */
unsigned arrange_hidden(const struct flow *f);

/* The row of the whole ladder that a row of the arrangement comes from (of a gap: the one behind
 * it), and the row of the arrangement that stands for one of the whole, or the next one that is
 * there (the last where there is none). */
uint32_t arrange_source(const struct flow *f, uint32_t row);
uint32_t arrange_row(const struct flow *f, uint32_t source);

#endif
