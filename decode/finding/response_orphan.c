/* RESPONSE-ORPHAN: an answer whose request is not there, or went out with another branch. */
#include "decode/finding/exchange.h"

/* The request with the same Call-ID, CSeq and From-tag between the same hosts: only the top Via
 * differs. */
static const struct exchange *fitting(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *mine = inquiry_index(q, x->first);
    const struct message *m = inquiry_message(q, x->first)->message;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        const struct sip_index *other;
        if (y->leg != x->leg || y->cseq != x->cseq || y->method != x->method ||
            y->request == EXCHANGE_NONE || y->vias != x->vias || y->request > x->first)
            continue;
        const struct message *r = inquiry_message(q, y->request)->message;
        if (addr_eq(&message_src(q->store, r)->addr, &message_dst(q->store, m)->addr) &&
            addr_eq(&message_dst(q->store, r)->addr, &message_src(q->store, m)->addr) &&
            (other = inquiry_index(q, y->request)) && slice_eq(mine->from_tag, other->from_tag))
            return y;
    }
    return NULL;
}

static bool is_orphan(struct inquiry *q, const struct exchange *x)
{
    if (x->request != EXCHANGE_NONE)
        return false;
    const struct message *m = inquiry_message(q, x->first)->message;
    return !message_is_request(m) && m->time_ns - q->first_ns >= INQUIRY_BEGIN_NS &&
           inquiry_speaks(q, &message_dst(q->store, m)->addr);
}

void finding_response_orphan(struct inquiry *q)
{
    const struct exchange *found = NULL, *request = NULL;
    for (unsigned e = 0, n = exchange_count(q); e < n && !request; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (!is_orphan(q, x))
            continue;
        request = fitting(q, x);
        if (!found || request)
            found = x;
    }
    if (!found || !exchange_is_whole(q))
        return;
    const struct message *m = inquiry_message(q, found->first)->message;
    struct finding *f = inquiry_find(q);
    if (request)
        inquiry_prove(q, f, inquiry_message(q, request->request)->row);
    inquiry_prove(q, f, inquiry_message(q, found->first)->row);
    inquiry_say(q, f, "The answer %u of ", m->code);
    inquiry_say_sender(q, f, found->first);
    if (request)
        inquiry_say(q, f,
                    " to %s has another branch in its top Via than the request: something on the "
                    "way changed it, and the sender may take it for no answer.",
                    store_method_name(q->store, found->method));
    else
        inquiry_say(q, f,
                    " to %s has no request in the capture: that was sent before the capture began, "
                    "or its packet was not captured.",
                    store_method_name(q->store, found->method));
}
