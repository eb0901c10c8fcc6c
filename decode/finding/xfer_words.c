/* Transfers as rules ask for them. */
#include "decode/finding/xfer_words.h"

const struct transfer *xfer_of(const struct inquiry *q)
{
    return q->call ? transfer_find(q->store, transfer_of_call(q->store, q->call)) : NULL;
}

void xfer_say_party(struct inquiry *q, struct finding *f, const struct transfer *t,
                    enum transfer_role role)
{
    struct transfer_party p = transfer_party(q->store, t, role);
    const struct sip_index *x = p.message ? inquiry_load(q, p.message) : NULL;
    if (x)
        inquiry_say_person(q, f, sip_header_find(x, p.header));
    else
        inquiry_say(q, f, "somebody");
}
