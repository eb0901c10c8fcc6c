/* ACK-MISSING: the callee sent his answer again and again, since nobody acknowledged it. */
#include "decode/finding/undelivered.h"

/* An ACK may have come unseen: the callee falls silent long before he would give up. */
#define CEASED_NS (INT64_C(10) * 1000000000)

/* Is there an ACK to this answer, on whatever path? */
static bool is_acknowledged(struct inquiry *q, const struct exchange *x, unsigned answer)
{
    const struct sip_index *mine = inquiry_index(q, answer);
    if (x->ack != EXCHANGE_NONE)
        return true;
    for (unsigned i = 0, n = exchange_count(q); i < n; i++) {
        const struct exchange *e = exchange_get(q, i);
        const struct sip_index *ack;
        if (e->method == SIP_METHOD_ACK && e->leg == x->leg && e->cseq == x->cseq &&
            (ack = inquiry_index(q, e->first)) && slice_eq(ack->to_tag, mine->to_tag))
            return true;
    }
    return false;
}

/* The BYE of who answered, after the answer: he gives up. */
static unsigned gives_up(struct inquiry *q, unsigned answer)
{
    const struct message *m = inquiry_message(q, answer)->message;
    unsigned n = inquiry_messages(q);
    unsigned i = inquiry_request(q, answer, SIP_METHOD_BYE);
    while (i < n && (inquiry_message(q, i)->message->leg != m->leg ||
                     !addr_eq(&message_src(q->store, inquiry_message(q, i)->message)->addr,
                              &message_src(q->store, m)->addr)))
        i = inquiry_request(q, i + 1, SIP_METHOD_BYE);
    return i;
}

/* Did the resending end early while the call went on? Then the ACK came another way. */
static bool went_on(struct inquiry *q, const struct sendings *s, unsigned bye)
{
    unsigned n = inquiry_messages(q);
    const struct message *m = inquiry_message(q, s->first)->message;
    int64_t end_ns = m->time_ns + INQUIRY_WAIT_NS;
    if (bye < n && inquiry_message(q, bye)->message->time_ns < end_ns)
        end_ns = inquiry_message(q, bye)->message->time_ns;
    if (end_ns - (m->time_ns + s->took_ns) < CEASED_NS)
        return false;
    for (unsigned i = s->last + 1; i < n; i++) {
        const struct message *later = inquiry_message(q, i)->message;
        if (later->leg == m->leg && message_is_request(later) && later->time_ns > end_ns)
            return true;
    }
    return bye < n;
}

/* The answer that was sent most often and never acknowledged. */
static bool find_answer(struct inquiry *q, struct sendings *best, unsigned *bye)
{
    *best = (struct sendings){ .sent = 1 };
    *bye = inquiry_messages(q);
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->method != SIP_METHOD_INVITE || x->code / 100 != 2)
            continue;
        for (unsigned i = x->final; i != EXCHANGE_NONE; i = exchange_next(q, i)) {
            const struct message *m = inquiry_message(q, i)->message;
            struct sendings s;
            if (message_is_request(m) || m->code / 100 != 2 || m->flags & MESSAGE_REPEAT)
                continue;
            sendings_of(q, i, &s);
            if (s.sent <= best->sent || is_acknowledged(q, x, i) ||
                !inquiry_speaks(q, &message_dst(q->store, m)->addr))
                continue;
            unsigned end = gives_up(q, i);
            if ((end == inquiry_messages(q) && q->end_ns - m->time_ns < INQUIRY_WAIT_NS) ||
                went_on(q, &s, end))
                continue; /* it may still come, or came another way */
            *best = s;
            *bye = end;
        }
    }
    return best->sent > 1;
}

void finding_ack_missing(struct inquiry *q)
{
    struct sendings s;
    struct undelivered u;
    unsigned n = inquiry_messages(q), bye = n;
    if (!find_answer(q, &s, &bye) || !exchange_is_whole(q))
        return;
    struct finding *f = inquiry_find(q);
    sendings_prove(q, f, &s);
    inquiry_prove(q, f, bye < n ? inquiry_message(q, bye)->row : 0);
    inquiry_say_answerer(q, f, s.first);
    inquiry_say(q, f, " answered, but ");
    inquiry_say_asker(q, f, s.first);
    inquiry_say(q, f, " never acknowledged the answer (%u sent ",
                inquiry_message(q, s.first)->message->code);
    sendings_say(q, f, &s);
    inquiry_say(q, f, ")");
    if (undelivered_of(q, &s, &u)) {
        inquiry_say(q, f, ": ");
        undelivered_say(q, f, &u);
    }
    if (bye < n) {
        inquiry_say(q, f, "; ");
        inquiry_say_asker(q, f, bye);
        inquiry_say(q, f, " gives the call up");
    }
    inquiry_say(q, f, ".");
}
