/* Why a request was refused, as the answer says it: reason phrase where it is not the usual one,
 * Warning (3261 20.43), Reason (3326), Retry-After (3261 20.33). Private to this folder. */
#ifndef DECODE_FINDING_WHY_H
#define DECODE_FINDING_WHY_H

#include "decode/finding/inquiry.h"

/* The answer that said so first: the earliest one with this code to a request of this method.
 * Where a refusal goes through several hosts that is the one of who refused. inquiry_messages(q)
 * when there is none. */
unsigned why_first(struct inquiry *q, enum sip_method method, unsigned code);

/* Adds the first answer with this code, and the one that the caller was told, to the proof. */
void why_prove(struct inquiry *q, struct finding *f, unsigned first);

/* Appends "(486)", or `(486 "Line 2 in use")` where the phrase is not the usual one. */
void why_say_code(struct inquiry *q, struct finding *f, unsigned i);

/* Ends the sentence, and appends what else answer i says, each in a sentence. */
void why_say_more(struct inquiry *q, struct finding *f, unsigned i);

#endif
