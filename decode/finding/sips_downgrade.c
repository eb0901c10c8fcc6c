/* SIPS-DOWNGRADE: a sips: URI asks for encryption on every hop, and here is one without. */
#include "decode/finding/inquiry.h"

void finding_sips_downgrade(struct inquiry *q)
{
    unsigned n = inquiry_messages(q);
    for (unsigned i = 0; i < n; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        enum transport t = message_transport(q->store, m);
        const struct sip_index *x;
        if (!message_is_request(m) || t == TRANSPORT_TLS || t == TRANSPORT_WSS ||
            !(x = inquiry_index(q, i)) || !slice_istarts(x->uri, SLICE("sips:")))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_say(q, f,
                    "A request for a sips: address, which must be encrypted on every hop, "
                    "goes in clear text over %s from ",
                    t == TRANSPORT_TCP ? "TCP" : "UDP");
        inquiry_say_sender(q, f, i);
        inquiry_say(q, f, " to ");
        inquiry_say_receiver(q, f, i);
        inquiry_say(q, f, ".");
        return;
    }
}
