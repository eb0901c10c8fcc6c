/* The drivers of the panels, and what each is opened with. */
#ifndef UI_TUI_PANEL_H
#define UI_TUI_PANEL_H

#include "ui/flow/flow.h"
#include "ui/tui/app.h"
#include "ui/tui/scroll.h"

#define X(id, driver, help) extern const struct panel_ops driver;
PANEL_LIST(X)
#undef X

/* The list of calls: a filter (char *) or NULL. The help: the panel (enum panel_id) it is for. The
 * filters: the leg under the cursor (uint32_t), or 0. The columns: those that are seen when none
 * are asked for (struct columns, without any of fields). */

#define LADDER_LEGS_MAX 10000
#define WHY_FINDINGS 500 /* of the whole capture that are listed; all are counted */

/* The ladder: rows of legs in the store, in order, and all that is related to the first if so. */
struct ladder_arg {
    const uint32_t *leg;
    unsigned legs;
    bool related;
    uint32_t message; /* row in the store to begin at, 0: the first */
};

/* The message of a row of a ladder, which stays open below: `row` follows as one moves on. */
struct message_arg {
    const struct flow *flow;
    struct scroll *scroll; /* over the rows of the flow */
};

/* Two messages of a ladder beside each other: rows of the flow, which need not stay. */
struct compare_arg {
    const struct flow *flow;
    uint32_t row[2];
};

/* What panels about a ladder are opened with, which stays open below: its legs (borrowed only while
 * the panel is opened), its flow, and the row of its cursor. */
struct about_arg {
    const uint32_t *leg;
    unsigned legs;
    const struct flow *flow;
    uint32_t row;
};

#endif
