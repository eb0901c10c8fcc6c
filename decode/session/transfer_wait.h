/* Which INVITE answers which REFER (3515, 3892, 5589): REFERs that wait for it, and the signs that
 * the two have in common. */
#ifndef DECODE_SESSION_TRANSFER_WAIT_H
#define DECODE_SESSION_TRANSFER_WAIT_H

#include <stdbool.h>

#include "decode/session/relation.h"

/* From the REFER to the INVITE; later ones are calls of their own. */
#define TRANSFER_WAIT_NS (INT64_C(60) * 1000000000)
#define TRANSFER_POINTS 60 /* enough to link */

/* The REFER of a match: what it asked for, and how sure that is. */
struct transfer_match {
    uint32_t leg;      /* of the REFER; 0: there is none */
    uint32_t transfer; /* 0: it asked for a conference */
    uint32_t because;  /* bits of enum session_reason */
    unsigned confidence;
};

/* A REFER begins to wait; `replaces` is the hash of the Call-ID that its Replaces names, 0: none.
 */
void transfer_wait_add(const struct sight *x, uint32_t transfer, uint64_t replaces);

/* The REFER of a transfer was seen on a later hop than `before`. */
void transfer_wait_reach(const struct sight *x, uint32_t transfer, uint32_t before);

/* Does a REFER of this transfer wait for a call to the same target? */
bool transfer_wait_same(const struct sight *x, uint32_t transfer);

/* Who gave up calling the target: note it at the REFER that asks for the same, sent by the caller
 * of this CANCEL. */
void transfer_wait_given_up(const struct sight *x);

/* The first INVITE of a leg; `replaces` as above, of its Replaces header. */
struct transfer_match transfer_wait_match(const struct sight *x, uint64_t replaces);

#endif
