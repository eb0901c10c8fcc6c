/* Challenges and credentials (3261 22, 7616), as far as findings ask for them. Private to this
 * folder. Slices are borrowed from the message. */
#ifndef DECODE_FINDING_AUTH_H
#define DECODE_FINDING_AUTH_H

#include "decode/finding/exchange.h"

struct challenge {
    struct slice realm;
    bool stale; /* only the nonce was too old */
};

/* The first challenge of a 401 or 407. False: there is none. */
bool auth_challenge(const struct sip_index *x, struct challenge *out);

/* Does a request have credentials for this realm, for who answers 401 or 407? The user name into
 * *user (may be NULL). */
bool auth_has_credentials(const struct sip_index *request, unsigned code, struct slice realm,
                          struct slice *user);

/* Was this request challenged, on the hop nearest to who sent it? */
bool auth_is_challenged(struct inquiry *q, const struct exchange *x);

#endif
