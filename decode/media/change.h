/* What one description changes beside another, and who holds. Internal to decode/media. */
#ifndef DECODE_MEDIA_CHANGE_H
#define DECODE_MEDIA_CHANGE_H

#include "decode/media/offer.h"

/* What the sender of `now` changes beside its last description; neither hold nor resume, which are
 * the caller's. `offer`: what it answers; NULL: it is an offer. Without `before` it is the first
 * one. */
unsigned change_of(const struct media *before, const struct media *now, const struct media *offer);

/* The part of an offer's change that this answer takes. `before`: what was agreed, NULL: nothing.
 */
unsigned change_granted(unsigned change, const struct media *before, const struct media *offer,
                        const struct media *answer);

/* Does the sender of this offer hold by it? `own`, `held`: its last description (may be NULL) and
 * whether it held with that. `later`: not the first offer of its dialog. */
bool change_offer_holds(const struct media *offer, const struct media *own, bool held, bool later);

/* Does the sender of this answer? */
bool change_answer_holds(const struct media *answer, const struct media *offer, bool held,
                         bool later);

/* Does `from` send to `to`, in the stream that people mean? */
bool change_sends(const struct media *from, const struct media *to);

/* Is fax on in both? */
bool change_is_fax(const struct media *a, const struct media *b);

#endif
