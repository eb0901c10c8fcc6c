/* Forwards inside a leg: a 3xx or 181, or what a proxy does when it is refused; and the INVITE to
 * the new target under the same Call-ID. */
#ifndef DECODE_SESSION_RELATION_FORWARD_H
#define DECODE_SESSION_RELATION_FORWARD_H

#include "decode/session/relation.h"

/* Who forwarded the call, by what the INVITE says: Diversion (5806), or the entry before the last
 * of History-Info where that has a cause (7044, 4458). Hashed as relation_user; 0: nobody. Only the
 * first header of either, and FORWARD_ENTRIES of its entries, are looked at. */
#define FORWARD_ENTRIES 16
uint64_t relation_forwarder(const struct sight *x);

/* A 3xx or 181 to the INVITE. */
void relation_redirected(const struct sight *x);

/* A proxy is refused: it may try another target. */
void relation_refused_below(const struct sight *x);

/* An INVITE outside of a dialog in a leg that was redirected, or refused somewhere. */
void relation_forwarded(const struct sight *x);

#endif
