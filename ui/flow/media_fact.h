/* What the SDP at an arrow means beside what was said before, kept small. Internal to ui/flow. */
#ifndef UI_FLOW_MEDIA_FACT_H
#define UI_FLOW_MEDIA_FACT_H

#include "decode/media/offer.h"
#include "ui/flow/strings.h"

struct media_fact {
    uint64_t dialog; /* equal in one dialog, 0: none */
    uint32_t who[2]; /* participants + 1 where its sides sit (side 0 began it), 0: not known */
    uint32_t words;  /* string: how the dialog stands, "two-way audio" */
    uint32_t agreed; /* string: the codecs agreed on */
    uint32_t offer;  /* answer: step of the offer */
    uint16_t change, granted; /* enum offer_change */
    uint8_t role, mode;       /* enum offer_role, enum media_mode */
    bool again, early, over;
    bool holds[2], sends[2];
};

/* From what offers_feed said of the message; sides are as they were given there. */
void media_fact_set(struct media_fact *out, const struct offer_event *e, struct strings *s,
                    struct buf *scratch);

#endif
