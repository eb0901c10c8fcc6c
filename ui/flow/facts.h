/* What is true of each message of a ladder beside the others: what it answers, what passes it on,
 * what it changes. Internal to ui/flow. */
#ifndef UI_FLOW_FACTS_H
#define UI_FLOW_FACTS_H

#include <stdint.h>

#include "decode/trace.h"
#include "ui/flow/fact_list.h"
#include "ui/flow/flow.h"
#include "ui/flow/map.h"
#include "ui/flow/media_fact.h"
#include "ui/flow/transferred.h"

enum fact_number {
#define X(id, help) FACT_NUMBER_##id,
    FACT_LIST(X)
#undef X
        FACT_COUNT
};

#define FACT(id) (UINT64_C(1) << FACT_NUMBER_##id)

/* Of one arrow. Arrows are named by their step; 0: there is none. */
struct fact {
    uint64_t bits;    /* FACT(...) */
    uint32_t prior;   /* the same message on the hop before */
    uint32_t onward;  /* on the hop behind; the first one of a fork */
    uint32_t origin;  /* where it starts, on the hops that are seen */
    uint32_t end;     /* where it ends */
    uint32_t request; /* of a response: its request on this hop */
    uint32_t cause;   /* transfer: the REFER; again: the answer before; ACK: the answer; 487: the
                         CANCEL */
    uint8_t method;   /* enum sip_method */
    uint16_t code;    /* of a response, or of what an ACK answers; 0: a request */
};

struct facts {
    struct trace *trace;
    const struct flow *flow;
    const struct strings *strings; /* of the texts in media */
    struct fact *fact;             /* by step - 1 */
    struct media_fact *media;      /* by step - 1 */
    struct transferred transferred;
    struct map people; /* users and names: a = participant + 1, b = how well it is known */
};

/* -ENOMEM. Linear in the rows, which are arrows only yet. Embedded; facts_fini. Borrows trace, flow
 * and strings; owns `media` from now on. */
int facts_init(struct facts *x, struct trace *t, const struct flow *f, const struct strings *s,
               struct media_fact *media);
void facts_fini(struct facts *x);

/* The row of a step. */
static inline const struct flow_row *facts_row(const struct facts *x, uint32_t step)
{
    return &x->flow->row[x->flow->arrow ? x->flow->arrow[step - 1] : step - 1];
}

/* The participant that this user, or else this display name, stands for; -1: none. */
int facts_person(struct facts *x, struct slice user, struct slice name);

#endif
