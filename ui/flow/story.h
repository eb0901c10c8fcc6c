/* What a call has to do with others and how its media stand, for lists: who holds it, where it was
 * forwarded to, its transfer, its links, its findings. */
#ifndef UI_FLOW_STORY_H
#define UI_FLOW_STORY_H

#include "decode/finding/finding.h"
#include "decode/media/leg.h"
#include "decode/session/link.h"
#include "decode/session/transfer.h"
#include "decode/people.h"

/* Embedded; story_init, story_fini. What it needs it makes when it is asked for the first time. */
struct story {
    struct trace *trace;
    struct people people;
    struct offers *offers;
    struct findings *findings;
    struct loaded loaded;
};

void story_init(struct story *x, struct trace *t);
void story_fini(struct story *x);

/* Appends "User A", or "both"; nothing where nobody holds. `leg` stands for the call. */
void story_held_by(struct story *x, uint32_t leg, struct buf *b);

/* Appends who the call was forwarded to; nothing where it was not. */
void story_forwarded_to(struct story *x, uint32_t leg, struct buf *b);

/* Appends who has this part in a transfer; nothing where that is not known. */
void story_party(struct story *x, const struct transfer *t, enum transfer_role role, struct buf *b);

/* Appends "completed", "failed (486)". */
void story_outcome(const struct story *x, const struct transfer *t, struct buf *b);

/* The transfer of the call, NULL: none. */
const struct transfer *story_transfer(const struct story *x, uint32_t leg);

/* Those of the call; ids only, texts empty. Borrowed until the next call. */
unsigned story_findings(struct story *x, uint32_t leg, const struct finding **out);

/* The first of those of the highest severity; NULL: there is none. Borrowed likewise. While the
 * capture is still read those of the capture as a whole are left out: they take long, and change.
 */
const struct finding *story_gravest(struct story *x, uint32_t leg);

#endif
