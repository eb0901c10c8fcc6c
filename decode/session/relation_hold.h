/* Who holds one call and talks in another: consultation, call waiting, and the two made one by
 * who mixes them. */
#ifndef DECODE_SESSION_RELATION_HOLD_H
#define DECODE_SESSION_RELATION_HOLD_H

#include "decode/session/relation.h"

/* From the hold to the INVITE or answer of the other. */
#define HOLD_NS (INT64_C(60) * 1000000000)

/* An INVITE or UPDATE with SDP inside a dialog: a hold begins or ends. */
void relation_hold(const struct sight *x);

/* The first INVITE of a leg, or a 2xx to it: does it come from who holds another call? */
void relation_second_call(const struct sight *x);

/* Was the last that the sender of this INVITE did to put another call on hold? */
bool relation_has_just_held(const struct sight *x);

/* Does anybody at the source of this message hold a call? Cheap. */
bool relation_holder_near(struct relations *r, const struct message *m);

/* Was this leg put on hold a while ago, and not resumed? */
bool relation_is_held(const struct sight *x, uint32_t leg);

#endif
