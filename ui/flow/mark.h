/* Findings at the arrows that prove them. Internal to ui/flow. */
#ifndef UI_FLOW_MARK_H
#define UI_FLOW_MARK_H

#include <stdbool.h>

#include "ui/flow/flow.h"
#include "ui/flow/map.h"

struct draft;

/* Embedded: marks_init, marks_fini. */
struct marks {
    struct map messages; /* a = first mark + 1 */
    uint32_t *next;      /* by mark: another one of the same message, + 1 */
    uint32_t *step;      /* by mark: its arrow, 0: none */
    unsigned n;
};

/* -ENOMEM. */
int marks_init(struct marks *m, const struct flow_options *o);
void marks_fini(struct marks *m);

/* The message is in this step. */
void marks_see(struct marks *m, uint32_t message, uint32_t step);

/* Does a finding that is more than information name this step? Then it says what there is to say.
 */
bool marks_warn(const struct draft *d, uint32_t step);

/* Tells the rows which findings name them, and puts a note under the last of each. -ENOMEM. */
int marks_set(struct draft *d);

#endif
