/* How a dialog stands by what was agreed in it. Internal to decode/media. */
#ifndef DECODE_MEDIA_STAND_H
#define DECODE_MEDIA_STAND_H

#include "decode/media/talk.h"

/* The codecs of the main stream that the two share, offerer first; none where one is NULL. */
void stand_agree(struct media_agreed *out, const struct media *offer, const struct media *answer);

/* Works out who sends and the mode anew from the descriptions of side 0 and 1 (NULL: none). True:
 * it is another one, since this message. */
bool stand_set(struct talk *k, const struct media *a, const struct media *b, uint32_t message);

void stand_tell(struct offer_state *out, const struct talk *k);

#endif
