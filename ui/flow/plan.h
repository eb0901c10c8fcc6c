/* What the user wants otherwise in a ladder: which lanes are there and in which order, and what is
 * folded. It is kept by endpoint, so it holds for the same ladder made anew. */
#ifndef UI_FLOW_PLAN_H
#define UI_FLOW_PLAN_H

#include "base/addr.h"
#include "ui/flow/flow.h"

#define PLAN_CHANGES_MAX 256 /* of lanes in one ladder */
#define PLAN_NAME_BYTES 64   /* of a name that a lane is given */
#define PLAN_OPENED_MAX 4096 /* rows that were unfolded one by one */

enum plan_kind {
    PLAN_HIDE,
    PLAN_MERGE, /* with the lane of `other`, which it goes to */
    PLAN_SPLIT, /* what was merged, else by address, else by port */
    PLAN_LEFT,  /* over the next lane that is shown */
    PLAN_RIGHT,
    PLAN_NAME,
};

/* Lanes are named by one of their endpoints: "10.1.1.2:5060". */
struct plan_change {
    enum plan_kind kind;
    char lane[ENDPOINT_TEXT], other[ENDPOINT_TEXT];
    char name[PLAN_NAME_BYTES];
};

/* Changes hold one after the other. Embedded; all zero: nothing is changed. plan_fini. */
struct plan {
    struct plan_change *change;
    unsigned changes;
    uint32_t *opened; /* messages (rows in the store) whose row is unfolded, in order */
    unsigned opens;
    bool fold; /* a request, the 401 or 407 to it and the ACK are one row */
    bool gaps; /* a row where much time passes */
};

void plan_fini(struct plan *p);

/* Adds a change; `other` and `name` may be NULL. -E2BIG: there are too many; -ENOMEM. */
int plan_add(struct plan *p, enum plan_kind kind, const char *lane, const char *other,
             const char *name);

/* Takes back what hides lanes. Returns how many. */
unsigned plan_show_all(struct plan *p);

/* Unfolds the row of a message, or folds it again. False: too many, or no memory. */
bool plan_open(struct plan *p, uint32_t message, bool open);
bool plan_is_open(const struct plan *p, uint32_t message);

#endif
