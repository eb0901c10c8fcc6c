/* SCHEMELESS-URI: a Request-URI without "sip:", which most servers guess right. */
#include "decode/finding/inquiry.h"

void finding_schemeless_uri(struct inquiry *q)
{
    unsigned n = inquiry_messages(q);
    for (unsigned i = 0; i < n; i++) {
        const struct sip_index *x;
        if (!message_is_request(inquiry_message(q, i)->message) || !(x = inquiry_index(q, i)) ||
            slice_index(x->uri, ':') < x->uri.n)
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_say_sender(q, f, i);
        inquiry_say(q, f, " leaves \"sip:\" out of the Request-URI: ");
        inquiry_quote(q, f, x->uri);
        inquiry_say(q, f, ".");
        return;
    }
}
