/* Which offer and which answer an arrow of a ladder is about (3264). */
#ifndef UI_FLOW_AGREEMENT_H
#define UI_FLOW_AGREEMENT_H

#include "ui/flow/flow.h"

/* Steps; 0: there is none. */
struct agreement {
    unsigned offer, answer;
};

/* Of a step that offers or answers, that one; else the last one before it in its leg, and an offer
 * without an answer where that is all there is. Linear in the steps. */
struct agreement agreement_at(const struct flow *f, unsigned step);

#endif
