/* What the rules about transfers share. Private to this folder. */
#ifndef DECODE_FINDING_XFER_WORDS_H
#define DECODE_FINDING_XFER_WORDS_H

#include "decode/finding/inquiry.h"
#include "decode/session/transfer.h"

/* The transfer of the call in question, NULL: none. */
const struct transfer *xfer_of(const struct inquiry *q);

/* Appends who has this part in it. */
void xfer_say_party(struct inquiry *q, struct finding *f, const struct transfer *t,
                    enum transfer_role role);

#endif
