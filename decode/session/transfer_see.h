/* From messages to the rows of transfers. */
#ifndef DECODE_SESSION_TRANSFER_SEE_H
#define DECODE_SESSION_TRANSFER_SEE_H

#include "decode/session/relation.h"
#include "decode/session/relation_dialog.h"
#include "decode/session/transfer_wait.h"

#define TRANSFER_LEG 16 /* newest transfers of a leg that an answer or a NOTIFY may belong to */

/* A REFER on any hop; a final answer to one; a NOTIFY in a leg that had one. */
void transfer_see_refer(const struct sight *x);
void transfer_see_answer(const struct sight *x);
void transfer_see_notify(const struct sight *x);

/* The first INVITE of a leg is what the REFER of the match asked for. */
void transfer_see_invite(const struct sight *x, const struct transfer_match *match);

/* The first INVITE of a leg takes over this leg's dialog, and its REFER is not in the capture. */
void transfer_see_replaces(const struct sight *x, const struct named_dialog *d);

#endif
