/* Where the columns of a ladder stand. Internal to ui/flow. */
#ifndef UI_FLOW_ORDER_H
#define UI_FLOW_ORDER_H

#include <stdint.h>

/* So many arrows between two participants. */
struct order_edge {
    unsigned a, b;
    uint32_t weight;
};

#define ORDER_EXACT 8 /* up to so many columns the best order is found, above it a good one */

/* place[i] gets the column of participant i of n (numbered as they appeared), from 0: `left` at
 * column 0, the others so that arrows pass few columns. -ENOMEM. About linear in n and edges. */
int order_columns(unsigned *place, unsigned n, unsigned left, const struct order_edge *edge,
                  unsigned edges);

#endif
