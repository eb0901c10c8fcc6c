/* The findings of some legs as marks for their ladder. */
#ifndef UI_FLOW_EVIDENCE_H
#define UI_FLOW_EVIDENCE_H

#include "base/buf.h"
#include "decode/finding/finding.h"
#include "ui/flow/flow.h"

#define EVIDENCE_MAX 8192 /* of one ladder; further ones are left out */

/* Texts live as long as it does. Embedded: evidence_init, evidence_fini. */
struct evidence {
    struct flow_mark *mark;
    uint32_t *said; /* where its text begins, until all are there */
    unsigned n, cap;
    struct buf text;
};

void evidence_init(struct evidence *m);
void evidence_fini(struct evidence *m);

/* Forgets what was there and looks at these legs. Without memory some are missing. */
void evidence_read(struct evidence *m, struct findings *f, struct trace *t, const uint32_t *leg,
                   unsigned legs);

#endif
