/* The transfers that a ladder shows: where they are asked for and where they are decided. Internal
 * to ui/flow. */
#ifndef UI_FLOW_TRANSFERRED_H
#define UI_FLOW_TRANSFERRED_H

#include "decode/session/transfer.h"
#include "ui/flow/flow.h"
#include "ui/flow/map.h"

struct transferred_row {
    uint32_t transfer; /* row in the store */
    uint32_t asked;    /* step of its REFER, or of the INVITE where that is all there is; 0: not in
                          the ladder */
    uint32_t decided;  /* step of the message that decided it, 0: none in the ladder */
};

/* Embedded: transferred_init, transferred_fini. */
struct transferred {
    struct pool rows; /* struct transferred_row */
    struct map asked; /* by step: a = row */
};

/* -ENOMEM. Of a ladder that has arrows only yet. Linear in these. */
int transferred_init(struct transferred *x, const struct store *s, const struct flow *f);
void transferred_fini(struct transferred *x);

/* The one that is asked for in this step; NULL: none. */
const struct transferred_row *transferred_find(struct transferred *x, uint32_t step);

#endif
