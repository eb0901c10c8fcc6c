/* What ICMP says of a message that nobody answered: evidence for the rules. Private to this
 * folder. */
#ifndef DECODE_FINDING_UNDELIVERED_H
#define DECODE_FINDING_UNDELIVERED_H

#include "decode/finding/exchange.h"
#include "decode/notice.h"

#define UNDELIVERED_LOOK 4096 /* ICMP errors about a Call-ID that are looked at */

/* The errors about the copies of a message: those that say the same as the first. */
struct undelivered {
    unsigned errors;
    bool more; /* not all errors about the Call-ID were looked at */
    const struct notice *first, *last;
};

/* False: there are none. */
bool undelivered_of(struct inquiry *q, const struct sendings *s, struct undelivered *out);

/* The same about one message of the store. */
bool undelivered_row(struct inquiry *q, uint32_t row, struct undelivered *out);

/* Appends "10.1.1.32 answered with ICMP "port unreachable" 7 times (packets 4 to 16), so no program
 * listens there", without an end. */
void undelivered_say(struct inquiry *q, struct finding *f, const struct undelivered *u);

#endif
