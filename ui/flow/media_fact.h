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
    uint32_t offer;  /* answer, preview, refused: step of the offer */
    uint32_t first;  /* again: step where it was seen first */
    uint16_t change, granted, rewritten; /* enum offer_change */
    uint8_t role, mode;                  /* enum offer_role, enum media_mode */
    bool again, refused, early, over;
    bool holds[2], sends[2];
};

/* From what offers_feed said of the message; sides are as they were given there. */
void media_fact_set(struct media_fact *out, const struct offer_event *e, struct strings *s,
                    struct buf *scratch);

/* Appends how the dialog stands: "two-way audio", "on hold by User B", "one-way audio from User A".
 * `name`: of its sides. `words` of m is not empty. */
void media_fact_add_state(struct buf *b, const struct media_fact *m, const struct strings *s,
                          const char *const name[2]);

/* Who holds: one of the names, or "both". */
const char *media_fact_holder(const struct media_fact *m, const char *const name[2]);

#endif
