/* Messages in a ladder: which row shows one. */
#ifndef UI_FLOW_FIND_H
#define UI_FLOW_FIND_H

#include "ui/flow/flow.h"

/* The row (index into flow.row) of this message (row in the store) itself; flow.rows: there is
 * none. Logarithmic. */
uint32_t find_arrow(const struct flow *f, uint32_t message);

/* The same, or of a retransmission that has no row of its own the row that it is folded into.
 * Linear. */
uint32_t find_row(const struct flow *f, uint32_t message);

/* The row of a message, or of the last one before it; 0: there is none. Linear. */
uint32_t find_near(const struct flow *f, uint32_t message);

/* The arrow at this row, else the nearest one above it, else the first one; flow.rows: there is
 * none. */
uint32_t find_arrow_above(const struct flow *f, uint32_t row);

#endif
