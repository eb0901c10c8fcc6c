/* ACK-LATE: an answer was sent again since its ACK took longer than T1. */
#include "decode/finding/exchange.h"

#define T1_NS (INT64_C(500) * 1000000) /* 3261 17.1.1.1 */

struct late {
    struct sendings answer;
    unsigned ack;
    int64_t after_ns;
    unsigned vias;
};

/* The first ACK to this answer by who got it, in the same file: the clocks of two may differ. */
static unsigned acknowledgement(struct inquiry *q, const struct exchange *x, unsigned answer)
{
    const struct message *m = inquiry_message(q, answer)->message;
    const struct sip_index *mine = inquiry_index(q, answer);
    for (unsigned i = 0, n = exchange_count(q); i < n; i++) {
        const struct exchange *e = exchange_get(q, i);
        const struct message *a = inquiry_message(q, e->first)->message;
        const struct sip_index *ack;
        if (e->method != SIP_METHOD_ACK || e->leg != x->leg || e->cseq != x->cseq ||
            e->first < answer ||
            !addr_eq(&message_src(q->store, a)->addr, &message_dst(q->store, m)->addr) ||
            trace_segment(q->trace, a) != trace_segment(q->trace, m))
            continue;
        if ((ack = inquiry_index(q, e->first)) && slice_eq(ack->to_tag, mine->to_tag))
            return e->first;
    }
    return EXCHANGE_NONE;
}

/* Of an answer that several hosts were late to acknowledge that nearest the caller counts: the
 * others waited for him. */
static void look_at(struct inquiry *q, const struct exchange *x, struct late *worst)
{
    for (unsigned i = x->final; i != EXCHANGE_NONE; i = exchange_next(q, i)) {
        const struct message *m = inquiry_message(q, i)->message;
        struct late l = { .vias = x->vias };
        if (message_is_request(m) || m->code / 100 != 2 || m->flags & MESSAGE_REPEAT)
            continue;
        sendings_of(q, i, &l.answer);
        if (l.answer.sent < 2 || (l.ack = acknowledgement(q, x, i)) == EXCHANGE_NONE)
            continue;
        l.after_ns = inquiry_message(q, l.ack)->message->time_ns - m->time_ns;
        if (l.after_ns > T1_NS &&
            (l.vias < worst->vias || (l.vias == worst->vias && l.after_ns > worst->after_ns)))
            *worst = l;
    }
}

void finding_ack_late(struct inquiry *q)
{
    struct late worst = { .vias = UINT32_MAX };
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->method == SIP_METHOD_INVITE && x->code / 100 == 2)
            look_at(q, x, &worst);
    }
    if (worst.vias == UINT32_MAX)
        return;
    struct finding *f = inquiry_find(q);
    sendings_prove(q, f, &worst.answer);
    inquiry_prove(q, f, inquiry_message(q, worst.ack)->row);
    inquiry_say_asker(q, f, worst.answer.first);
    inquiry_say(q, f, " acknowledged the answer of ");
    inquiry_say_answerer(q, f, worst.answer.first);
    inquiry_say(q, f, " only after ");
    inquiry_say_time(q, f, worst.after_ns);
    inquiry_say(q, f, "; the %u was sent ", inquiry_message(q, worst.answer.first)->message->code);
    sendings_say(q, f, &worst.answer);
    inquiry_say(q, f, ". An answer or its ACK was lost or delayed on the way, or ");
    inquiry_say_asker(q, f, worst.answer.first);
    inquiry_say(q, f, " is slow.");
}
