/* How the call of a leg stands, for lists: reads the few messages of its chain that matter. */
#ifndef DECODE_MEDIA_LEG_H
#define DECODE_MEDIA_LEG_H

#include "decode/media/offer.h"
#include "decode/trace.h"

#define LEG_MEDIA_ROWS 4096 /* messages of a leg that are looked at */
#define LEG_MEDIA_LOADS 256 /* of these, messages that are read again */

/* Into *out how the call of this leg stood before its BYE, or stands. `o` and `l` are the caller's,
 * to be used again for the next leg: o is cleared first. Sides' `who` are row of the message's path
 * * 2,
 * + 1 where its second end sent. False: nothing was negotiated, as far as was seen. Pointers in
 * *out are borrowed until o is used again. */
bool leg_media(struct trace *t, uint32_t leg, struct offers *o, struct loaded *l,
               struct offer_state *out);

#endif
