/* Conferences that say so: calls whose other end is the same focus (4579). */
#ifndef DECODE_SESSION_RELATION_FOCUS_H
#define DECODE_SESSION_RELATION_FOCUS_H

#include "decode/session/relation.h"

#define FOCUS_NS (INT64_C(600) * 1000000000) /* from one call of a conference to the next */

/* The first INVITE of a leg, or a 2xx to it, with isfocus in its Contact. */
void relation_focus(const struct sight *x);

/* Does a request go to a conference that was seen a while ago? By its Request-URI. */
bool relation_goes_to_focus(const struct sight *x);

#endif
