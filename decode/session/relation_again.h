/* Calls that came to nothing, and what is tried instead: the same call once more under another
 * Call-ID, or a call to where it was forwarded. */
#ifndef DECODE_SESSION_RELATION_AGAIN_H
#define DECODE_SESSION_RELATION_AGAIN_H

#include "decode/session/relation.h"

#define AGAIN_NS (INT64_C(60) * 1000000000)       /* from the failure to the next attempt */
#define AGAIN_AT_ONCE_NS (INT64_C(500) * 1000000) /* the same where little else speaks for it */
#define AGAIN_REPEATS 3   /* unanswered INVITEs after which it counts as failed */
#define AGAIN_POINTS 60   /* of a retry at the end of AGAIN_NS; 80 at once */
#define FORWARD_POINTS 80 /* of a call to the target of a 3xx, or by Diversion */
#define GIVEN_UP_NS (INT64_C(30) * 1000000000) /* between a CANCEL and the REFER, either first */

/* A final answer ≥ 300 to the first INVITE of a leg at the hop nearest the caller; a CANCEL; an
 * INVITE that is sent again and again. */
void relation_refused(const struct sight *x);
void relation_cancelled(const struct sight *x);
void relation_unanswered(const struct sight *x);

/* The first INVITE of a leg: links it to the failed call that it is the next attempt of. */
void relation_again(const struct sight *x);

/* The newest call between the users of x that failed a moment ago and was not tried again, by its
 * leg; 0: none. */
uint32_t relation_failed(const struct sight *x);

/* At a REFER in or about the call of `subject`: the leg of its sender's call to the target that he
 * gave up a moment ago, or 0. */
uint32_t relation_given_up(const struct sight *x, uint32_t subject);

#endif
