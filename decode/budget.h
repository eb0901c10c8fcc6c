/* Memory with an end: when packets or rows take more than they may, sessions are forgotten, and the
 * packets of those that stay are moved out of the parts of the spool that are given up. */
#ifndef DECODE_BUDGET_H
#define DECODE_BUDGET_H

#include "capture/segment.h"
#include "decode/forget.h"

#define BUDGET_STEP_NS (INT64_C(10) * 1000000) /* of reading, until it is looked at again */

struct budget {
    uint64_t rows;                                 /* bytes that rows may take; 0: no end */
    bool (*pinned)(const void *ctx, uint32_t leg); /* as in struct forget_order */
    const void *ctx;
    uint64_t times;                 /* something was forgotten */
    uint64_t packets_due, rows_due; /* below these bytes nothing is tried again, */
    int64_t tried_ns;               /* but for a second after this */
};

/* Forgets all that may go, up to this class; as forget. */
int budget_forget(struct budget *b, struct store *s, struct model *m, enum forget_class most,
                  int64_t now_ns);

/* Forgets what is too much now. Spools without an end are left alone. */
void budget_keep(struct budget *b, struct store *s, struct model *m, struct segments *segments,
                 int64_t now_ns);

#endif
