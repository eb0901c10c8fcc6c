/* The messages of a call put together as exchanges: a request on one hop, what was sent again, and
 * its answers. Private to this folder. Rules that ask whether something is missing begin here. */
#ifndef DECODE_FINDING_EXCHANGE_H
#define DECODE_FINDING_EXCHANGE_H

#include "decode/finding/inquiry.h"

#define EXCHANGE_NONE UINT32_MAX /* no such message, or no such exchange */

/* Messages are named by their number in the inquiry. An exchange is told by Call-ID, CSeq, branch
 * and From-tag, without the addresses: an answer may come another way. The ACK to a refusal belongs
 * to the INVITE; that to a 2xx is an exchange of its own. */
struct exchange {
    uint32_t leg, cseq;
    unsigned method;      /* as inquiry_method */
    unsigned first, last; /* messages */
    unsigned request, last_request;
    unsigned provisional, last_provisional; /* the latter not 100 */
    unsigned final;                         /* the first; of an INVITE a 2xx where there is one */
    unsigned ack;
    unsigned code; /* of final, 0: none */
    unsigned vias; /* of the request, or the first answer */
};

/* How many there are; in order of their first messages. */
unsigned exchange_count(struct inquiry *q);

/* e < exchange_count. */
const struct exchange *exchange_get(struct inquiry *q, unsigned e);

/* The exchange of message i, NULL for one whose bytes are not there. */
const struct exchange *exchange_of(struct inquiry *q, unsigned i);

/* The next message of the same exchange after message i. */
unsigned exchange_next(struct inquiry *q, unsigned i);

/* Are all messages of the call on the desk, with their bytes? Else nothing can be said to be
 * missing. */
bool exchange_is_whole(struct inquiry *q);

/* Which exchange of the call comes first on the way of this request: the same method, CSeq and
 * From-tag, fewest Via. */
bool exchange_is_nearest(struct inquiry *q, const struct exchange *x);

/* One message, and how often it was sent. */
struct sendings {
    unsigned sent; /* copies closer than SENDINGS_GAP_NS count as one */
    unsigned first, last;
    int64_t took_ns; /* from the first to the last */
    unsigned proofs;
    uint32_t proof[FINDING_PROOFS]; /* rows: the first ones and the last */
};

#define SENDINGS_GAP_NS (INT64_C(50) * 1000000) /* sooner it was captured twice */

/* All copies of message i, the first of its kind, on its way. */
void sendings_of(struct inquiry *q, unsigned i, struct sendings *out);
void sendings_prove(struct inquiry *q, struct finding *f, const struct sendings *s);

/* Appends "7 times in 32 s". */
void sendings_say(struct inquiry *q, struct finding *f, const struct sendings *s);

#endif
