/* What the rows say against a mark, so that no message need be read for it. Private to this folder.
 */
#ifndef DECODE_FINDING_REFINE_H
#define DECODE_FINDING_REFINE_H

#include "decode/finding/inquiry.h"
#include "decode/finding/heard.h"

/* The marks of the call that is inquired into (q->marks), less those that come to nothing:
 * challenges that were met, requests and reliable answers that were answered and acknowledged,
 * answers acknowledged before they were sent again, private addresses that speak for themselves,
 * and so on. What it leaves may still come to nothing. One walk over the rows of the call. */
uint32_t refine_marks(const struct inquiry *q, struct heard *heard);

#endif
