/* Dialogs taken over or joined by an INVITE that names them (3891, 3911): pickup, park, attended
 * transfer, conference. */
#ifndef DECODE_SESSION_RELATION_TAKE_H
#define DECODE_SESSION_RELATION_TAKE_H

#include "decode/session/relation.h"

/* The first INVITE of a leg, with or without Replaces or Join. Links it to what it answers: a
 * REFER, the dialog that it names, or both. True: it is what a REFER asked for. */
bool relation_take(const struct sight *x);

#endif
