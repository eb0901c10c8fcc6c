/* CLEN-MISMATCH: Content-Length and the body of a datagram contradict each other. */
#include <inttypes.h>

#include "decode/finding/inquiry.h"

/* Line ends behind the body are common, and harm nobody. */
static bool only_line_ends(struct slice rest)
{
    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] != '\r' && rest.p[i] != '\n' && rest.p[i] != 0)
            return false;
    return true;
}

void finding_clen_mismatch(struct inquiry *q)
{
    unsigned n = inquiry_messages(q);
    for (unsigned i = 0; i < n; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        const struct sip_index *x = inquiry_index(q, i);
        if (!x || m->flags & MESSAGE_SNAPPED || message_transport(q->store, m) != TRANSPORT_UDP ||
            x->content_length < 0)
            continue;
        size_t there = x->message.n - x->head.n, said = (size_t)x->content_length;
        if (said == there ||
            (said < there && only_line_ends(slice_sub(x->message, x->head.n + said, x->message.n))))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        if (f && said > there)
            f->severity = FINDING_ERROR; /* a strict receiver throws it away (18.3) */
        inquiry_say(q, f, "In a message of ");
        inquiry_say_sender(q, f, i);
        inquiry_say(q, f, " Content-Length says %zu bytes, but its body has %zu%s.", said, there,
                    said > there ? ": a receiver may drop it" : ": the rest is ignored");
        return;
    }
}
