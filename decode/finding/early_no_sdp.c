/* EARLY-NO-SDP: a 183 announces early media but does not say which: the caller may hear nothing. */
#include "decode/finding/inquiry.h"

/* P-Early-Media (5009), or SDP in another provisional answer, and all is well. */
static bool is_described(struct inquiry *q)
{
    unsigned n = inquiry_messages(q);
    for (unsigned i = inquiry_response(q, 0, SIP_METHOD_INVITE, 101, 199); i < n;
         i = inquiry_response(q, i + 1, SIP_METHOD_INVITE, 101, 199)) {
        const struct sip_index *x = inquiry_index(q, i);
        struct slice early;
        if (inquiry_message(q, i)->message->flags & MESSAGE_SDP ||
            (x && sip_header_by_name(x, SLICE("P-Early-Media"), 0, &early)))
            return true;
    }
    return false;
}

void finding_early_no_sdp(struct inquiry *q)
{
    unsigned n = inquiry_messages(q), i = inquiry_response(q, 0, SIP_METHOD_INVITE, 183, 183);
    if (i == n || is_described(q))
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, i)->row);
    inquiry_say_sender(q, f, i);
    inquiry_say(q, f,
                " announces progress (183) without a session description: whatever is played "
                "before the answer, ");
    inquiry_say_caller(q, f);
    inquiry_say(q, f, " may not hear it.");
}
