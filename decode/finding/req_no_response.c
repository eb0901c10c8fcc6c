/* REQ-NO-RESPONSE: a request was sent again and again, and nothing at all came back. */
#include "decode/finding/undelivered.h"

enum { SENT_MIN = 3 /* the sender insisted */ };

/* An answer to it with another branch: the top Via was changed on the way. */
static bool is_answered_otherwise(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *mine = inquiry_index(q, x->first);
    for (unsigned i = 0, n = exchange_count(q); i < n; i++) {
        const struct exchange *e = exchange_get(q, i);
        const struct sip_index *y;
        if (e->request == EXCHANGE_NONE && e->leg == x->leg && e->cseq == x->cseq &&
            e->method == x->method && (y = inquiry_index(q, e->first)) &&
            slice_eq(y->from_tag, mine->from_tag))
            return true;
    }
    return false;
}

/* Keep-alives outside of dialogs are looked at peer by peer (OPTIONS-UNANSWERED). */
static bool is_keep_alive(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *y = inquiry_index(q, x->first);
    return x->method == SIP_METHOD_OPTIONS && y && !y->to_tag.n;
}

/* Has the sender told who waits for him that there is no answer? */
static bool gave_up(struct inquiry *q, const struct exchange *x)
{
    const struct message *m = inquiry_message(q, x->last_request)->message;
    for (unsigned i = x->last_request + 1, n = inquiry_messages(q); i < n; i++) {
        const struct message *k = inquiry_message(q, i)->message;
        if (!message_is_request(k) && k->code >= 400 && k->leg == m->leg &&
            addr_eq(&message_src(q->store, k)->addr, &message_src(q->store, m)->addr) &&
            inquiry_method(q, i) == x->method)
            return true;
    }
    return false;
}

static bool is_unanswered(struct inquiry *q, const struct exchange *x, struct sendings *s)
{
    struct undelivered u;
    if (x->request == EXCHANGE_NONE || x->method == SIP_METHOD_ACK ||
        x->provisional != EXCHANGE_NONE || x->final != EXCHANGE_NONE || is_keep_alive(q, x))
        return false;
    const struct message *m = inquiry_message(q, x->request)->message;
    if (q->end_ns - m->time_ns < INQUIRY_WAIT_NS && !gave_up(q, x))
        return false;
    sendings_of(q, x->request, s);
    return ((s->sent >= SENT_MIN && inquiry_hears(q, &message_src(q->store, m)->addr)) ||
            undelivered_of(q, s, &u)) &&
           !is_answered_otherwise(q, x);
}

void finding_req_no_response(struct inquiry *q)
{
    struct sendings best = { .sent = 0 }, s;
    const struct exchange *found = NULL;
    struct undelivered u;
    unsigned all = 0;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (!is_unanswered(q, x, &s))
            continue;
        all++;
        if (!found || (found->method != SIP_METHOD_INVITE && x->method == SIP_METHOD_INVITE)) {
            best = s;
            found = x;
        }
    }
    if (!found || !exchange_is_whole(q))
        return;
    const struct message *m = inquiry_message(q, best.first)->message;
    struct finding *f = inquiry_find(q);
    sendings_prove(q, f, &best);
    inquiry_say(q, f, "No answer of any kind came from ");
    inquiry_say_endpoint(q, f, message_dst(q->store, m));
    inquiry_say(q, f, " to the %s of ", store_method_name(q->store, m->code));
    inquiry_say_asker(q, f, best.first);
    inquiry_say(q, f, " (sent ");
    sendings_say(q, f, &best);
    inquiry_say(q, f, " by ");
    inquiry_say_address(q, f, &message_src(q->store, m)->addr);
    inquiry_say(q, f, "): ");
    if (undelivered_of(q, &best, &u)) {
        undelivered_say(q, f, &u);
        inquiry_say(q, f, ".");
    } else {
        inquiry_say(q, f, "it is down, the address is wrong, or a filter drops the messages.");
    }
    if (all > 1)
        inquiry_say(q, f, " The same happened to %u more request%s of this call.", all - 1,
                    all == 2 ? "" : "s");
}
