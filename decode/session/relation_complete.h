/* Completion of calls (6910): who called somebody busy or away asks to be told when he is free, and
 * calls him back then. The subscription and the call that follows belong to the story of the call
 * that failed. */
#ifndef DECODE_SESSION_RELATION_COMPLETE_H
#define DECODE_SESSION_RELATION_COMPLETE_H

#include "decode/session/relation.h"

#define COMPLETE_NS (INT64_C(3600) * 1000000000) /* from the SUBSCRIBE to the call */

/* From being told to a call that does not say that it is the one asked for. */
#define COMPLETE_READY_NS (INT64_C(60) * 1000000000)

/* A SUBSCRIBE for call-completion that begins a leg: linked to the call that failed, if it is in
 * the capture. */
void relation_wish(const struct sight *x);

/* A NOTIFY in a leg that has a turn: is the called user free now? */
void relation_ready(const struct sight *x);

/* The first INVITE of a leg: is it the call that was wished for? It says so by itself ("m" in its
 * Request-URI, or Call-Info), or comes soon after the news. True: it was linked. */
bool relation_completes(const struct sight *x);

#endif
