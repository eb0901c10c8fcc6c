/* The gaps between the lifelines of a ladder, and how room is shared out among them. In any unit.
 */
#ifndef UI_EXPORT_GAPS_H
#define UI_EXPORT_GAPS_H

#include <stdbool.h>

#include "ui/export/lanes.h"

/* need[i] is the distance from lifeline i to i + 1. */
struct gaps {
    unsigned n;
    unsigned need[LANES_MAX];
};

unsigned gaps_sum(const struct gaps *g);

/* Makes a gap at least so wide. */
static inline void gaps_ask(unsigned *need, unsigned wanted)
{
    if (*need < wanted)
        *need = wanted;
}

/* The gaps from..to - 1 together at least so wide. What is missing is shared out evenly. */
void gaps_span(struct gaps *g, unsigned from, unsigned to, unsigned wanted);

/* Gives every gap at least (raise), or at most (lower), the best width from `low` to `high` with
 * which all of them stay within `room`. */
void gaps_raise(struct gaps *g, unsigned room, unsigned low, unsigned high);
void gaps_lower(struct gaps *g, unsigned room, unsigned low, unsigned high);

#endif
