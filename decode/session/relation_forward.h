/* Forwards inside a leg: a 3xx or 181, or what a proxy does when it is refused; and the INVITE to
 * the new target under the same Call-ID. */
#ifndef DECODE_SESSION_RELATION_FORWARD_H
#define DECODE_SESSION_RELATION_FORWARD_H

#include "decode/session/relation.h"

/* A 3xx or 181 to the INVITE. */
void relation_redirected(const struct sight *x);

/* A proxy is refused: it may try another target. */
void relation_refused_below(const struct sight *x);

/* An INVITE outside of a dialog in a leg that was redirected, or refused somewhere. */
void relation_forwarded(const struct sight *x);

#endif
