/* STALE-DIALOG-481: a request in a dialog was answered that there is no such dialog. */
#include "decode/finding/exchange.h"

/* Why it is harmless, NULL: it is not. A BYE or CANCEL before ended the call, and messages cross.
 */
static const char *harmless(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *mine = inquiry_index(q, x->request);
    int64_t when = inquiry_message(q, x->final)->message->time_ns;
    bool bye = x->method == SIP_METHOD_BYE;
    if (bye && q->marks & MARK(FORKED))
        return "it belongs to one of the two phones that answered, which was hung up already";
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        const struct sip_index *other;
        if (y->leg != x->leg || y->request == EXCHANGE_NONE ||
            (y->method != SIP_METHOD_BYE && y->method != SIP_METHOD_CANCEL) ||
            inquiry_message(q, y->request)->message->time_ns > when ||
            !(other = inquiry_index(q, y->request)))
            continue;
        if (y->method == SIP_METHOD_CANCEL)
            return "the call had been cancelled";
        if (y->method == x->method && y->cseq == x->cseq &&
            slice_eq(other->from_tag, mine->from_tag))
            continue; /* the same BYE on another hop */
        if (bye && slice_eq(other->from_tag, mine->to_tag))
            return "the BYE of both sides crossed";
        return "a BYE had ended the call before";
    }
    return NULL;
}

static bool is_about(struct inquiry *q, const struct exchange *x)
{
    if (x->code != 481 || x->request == EXCHANGE_NONE || x->method == SIP_METHOD_CANCEL ||
        x->method == SIP_METHOD_PRACK || x->method == SIP_METHOD_ACK)
        return false;
    const struct sip_index *request = inquiry_index(q, x->request);
    return request && request->to_tag.n;
}

/* Is x the same request as y on a later hop? There is who answered; the others pass it on. */
static bool is_farther_hop(struct inquiry *q, const struct exchange *x, const struct exchange *y)
{
    return x->leg == y->leg && x->cseq == y->cseq && x->method == y->method && x->vias > y->vias &&
           slice_eq(inquiry_index(q, x->request)->from_tag, inquiry_index(q, y->request)->from_tag);
}

void finding_stale_dialog_481(struct inquiry *q)
{
    const struct exchange *found = NULL;
    const char *why = NULL;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (!is_about(q, x))
            continue;
        const char *excuse = harmless(q, x);
        if (!found || (why && !excuse) || (!why == !excuse && is_farther_hop(q, x, found))) {
            found = x;
            why = excuse;
        }
    }
    if (!found)
        return;
    struct finding *f = inquiry_find(q);
    if (f && why)
        f->severity = FINDING_INFO;
    inquiry_prove(q, f, inquiry_message(q, found->request)->row);
    inquiry_prove(q, f, inquiry_message(q, found->final)->row);
    inquiry_say_sender(q, f, found->final);
    inquiry_say(q, f, " does not know this %s any more: it answered 481 to the %s of ",
                q->call ? "call" : "subscription", store_method_name(q->store, found->method));
    inquiry_say_asker(q, f, found->request);
    if (why)
        inquiry_say(q, f, ". That is harmless: %s.", why);
    else
        inquiry_say(q, f, ". It ended or forgot the %s without the other side hearing of it.",
                    q->call ? "call" : "subscription");
}
