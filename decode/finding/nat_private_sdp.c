/* NAT-PRIVATE-SDP: the address for media cannot be reached from where the packets are seen. */
#include <string.h>

#include "decode/finding/nat_words.h"

/* Candidates find another way (8839). */
static bool has_ice(const struct sip_index *x)
{
    static const char candidate[] = "a=candidate:";
    return memmem(x->body.p, x->body.n, candidate, sizeof(candidate) - 1) != NULL;
}

void finding_nat_private_sdp(struct inquiry *q)
{
    unsigned n = inquiry_messages(q);
    for (unsigned i = 0; i < n; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        struct sdp sdp;
        if (!(m->flags & MESSAGE_SDP) || m->flags & MESSAGE_REPEAT || !nat_is_author(q, i) ||
            !inquiry_sdp(q, i, &sdp))
            continue;
        for (unsigned k = 0; k < sdp.medias && k < SDP_MEDIA_MAX; k++) {
            if (!sdp.media[k].port || !nat_hides(q, i, sdp.media[k].address))
                continue;
            struct finding *f = inquiry_find(q);
            inquiry_prove(q, f, inquiry_message(q, i)->row);
            if (f && has_ice(inquiry_index(q, i)))
                f->severity = FINDING_INFO;
            inquiry_say(q, f, "Media may go nowhere: ");
            nat_say(q, f, i, "SDP", sdp.media[k].address);
            inquiry_say(q, f, ".");
            return;
        }
    }
}
