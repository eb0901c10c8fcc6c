/* Some header lines of a message, where an index of all would cost more than what is done with it.
 */
#ifndef DECODE_SIP_PICK_H
#define DECODE_SIP_PICK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* The set of first letters of names, in lower case. */
#define PICK(letter) (UINT32_C(1) << ((letter) - 'a'))

struct sip_pick {
    struct slice name, value; /* both trimmed; folded lines stay folded */
};

/* The next header line of the message p[0, n) whose name begins with one of the letters, any case;
 * *at is 0 for the first. False: no more. Linear; borrowed from p. */
bool sip_pick_next(const char *p, size_t n, size_t *at, uint32_t letters, struct sip_pick *out);

/* Is it this header, by its name in lower case or its compact form (0: none)? */
static inline bool sip_pick_is(const struct sip_pick *x, const char *lower, char compact)
{
    if (x->name.n == 1)
        return compact && ascii_lower(x->name.p[0]) == compact;
    return x->name.n == strlen(lower) && slice_ieq(x->name, slice_make(lower, x->name.n));
}

#endif
