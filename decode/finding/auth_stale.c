/* AUTH-STALE: a server lets its nonces run out so soon that most requests need two attempts. */
#include "decode/finding/auth.h"

enum { STALE_MIN = 2, ONE_OF = 3 /* requests may need a new nonce */ };

void finding_auth_stale(struct inquiry *q)
{
    unsigned asked = 0, stale = 0, last = EXCHANGE_NONE, proofs = 0;
    uint32_t proof[FINDING_PROOFS];
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        const struct sip_index *answer;
        struct challenge c;
        if (x->request == EXCHANGE_NONE || x->method == SIP_METHOD_ACK ||
            x->method == SIP_METHOD_CANCEL || !exchange_is_nearest(q, x))
            continue;
        asked++;
        if ((x->code != 401 && x->code != 407) || !(answer = inquiry_index(q, x->final)) ||
            !auth_challenge(answer, &c) || !c.stale)
            continue;
        stale++;
        last = x->final;
        proofs += proofs < FINDING_PROOFS;
        proof[proofs - 1] = inquiry_message(q, x->final)->row;
    }
    if (stale < STALE_MIN || stale * ONE_OF <= asked)
        return;
    struct finding *f = inquiry_find(q);
    for (unsigned i = 0; i < proofs; i++)
        inquiry_prove(q, f, proof[i]);
    inquiry_say(q, f, "The nonce of ");
    inquiry_say_sender(q, f, last);
    inquiry_say(q, f,
                " runs out at once: %u of %u requests were sent back as stale, which costs "
                "a round trip each time.",
                stale, asked);
}
