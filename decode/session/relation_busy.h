/* Who is in other calls at the same time: where a person has several, what follows from one of them
 * cannot be told from what follows from another, unless messages say so. */
#ifndef DECODE_SESSION_RELATION_BUSY_H
#define DECODE_SESSION_RELATION_BUSY_H

#include "decode/session/relation.h"

#define BUSY_NS (INT64_C(60) * 1000000000) /* calls that began longer ago are not looked at */

/* The first INVITE of a leg. */
void relation_begin(const struct sight *x);

/* Is this user in a call, begun a while ago and not over, beside the legs a and b and the legs of
 * their calls? */
bool relation_is_busy(const struct sight *x, uint64_t user, uint32_t a, uint32_t b);

/* The one leg begun a while ago, answered and not over, between the users of From and To, whoever
 * called; 0: none, or several calls. */
uint32_t relation_between(const struct sight *x);

/* Does x come right after the last message of that leg, so that the one is taken for the cause of
 * the other though who sent it has more calls? */
#define AT_ONCE_NS (INT64_C(250) * 1000000)
bool relation_at_once(const struct sight *x, uint32_t leg);

/* Did this user call or get called a while ago, beside the leg of x and failed calls to `callee`?
 */
bool relation_was_busy(const struct sight *x, uint64_t user, uint64_t callee);

#endif
