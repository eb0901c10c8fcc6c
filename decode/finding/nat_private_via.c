/* NAT-PRIVATE-VIA: a phone behind a NAT that does not ask for rport, and a server that does not
 * help itself: its answers go to an address that leads nowhere. */
#include "decode/finding/nat_words.h"
#include "decode/sip/field.h"

/* The first answer to request i on its hop; inquiry_messages(q): none. */
static unsigned answer_to(struct inquiry *q, unsigned i)
{
    const struct sip_index *x = inquiry_index(q, i), *y;
    const struct message *m = inquiry_message(q, i)->message;
    unsigned n = inquiry_messages(q);
    for (unsigned k = i + 1; k < n; k++) {
        const struct message *r = inquiry_message(q, k)->message;
        if (!message_is_request(r) && r->leg == m->leg && (y = inquiry_index(q, k)) &&
            y->vias == x->vias && slice_eq(y->via_branch, x->via_branch))
            return k;
    }
    return n;
}

/* received, or rport with a value: the server noted where the request came from (3581 4). */
static bool is_helped(const struct sip_index *answer)
{
    struct slice params = sip_via_parse(sip_header_find(answer, SIP_VIA)).params;
    return sip_param_find(params, SLICE("received")).n || sip_param_find(params, SLICE("rport")).n;
}

void finding_nat_private_via(struct inquiry *q)
{
    unsigned n = inquiry_messages(q), requests = 0;
    enum { REQUESTS = 4 }; /* the first ones tell */
    for (unsigned i = 0; i < n && requests < REQUESTS; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        const struct sip_index *x;
        if (!message_is_request(m) || m->flags & MESSAGE_REPEAT || !(x = inquiry_index(q, i)) ||
            x->vias != 1)
            continue;
        requests++;
        struct slice host = nat_host(x->via_sent_by);
        if (!nat_hides(q, i, host))
            continue;
        unsigned answer = answer_to(q, i);
        if (answer == n || is_helped(inquiry_index(q, answer)))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_prove(q, f, inquiry_message(q, answer)->row);
        inquiry_say(q, f, "Behind a NAT without rport: ");
        nat_say(q, f, i, "Via", host);
        inquiry_say(q, f, ", and the answer notes neither received nor rport: it may get lost.");
        return;
    }
}
