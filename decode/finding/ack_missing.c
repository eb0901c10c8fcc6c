/* ACK-MISSING: the callee sent his answer again and again, since nobody acknowledged it. */
#include "decode/finding/inquiry.h"

/* Of one answer: how often it was sent on its hop, and from when to when. */
struct answer {
    unsigned first; /* message */
    unsigned sent;
    int64_t last_ns;
    uint32_t row[FINDING_PROOFS];
};

/* The 2xx that was sent most often on one hop. */
static bool most_repeated(struct inquiry *q, struct answer *best)
{
    unsigned n = inquiry_messages(q);
    best->sent = 0;
    for (unsigned i = inquiry_response(q, 0, SIP_METHOD_INVITE, 200, 299); i < n;
         i = inquiry_response(q, i + 1, SIP_METHOD_INVITE, 200, 299)) {
        const struct message *m = inquiry_message(q, i)->message;
        const struct sip_index *x = inquiry_index(q, i);
        if (m->flags & MESSAGE_REPEAT || !x)
            continue;
        struct answer a = { .first = i, .sent = 1, .last_ns = m->time_ns };
        a.row[0] = inquiry_message(q, i)->row;
        for (unsigned k = i + 1; k < n; k++) {
            const struct exhibit *e = inquiry_message(q, k);
            const struct sip_index *y;
            if (!(e->message->flags & MESSAGE_REPEAT) || e->message->path != m->path ||
                e->message->code != m->code || !(y = inquiry_index(q, k)) || y->cseq != x->cseq ||
                !slice_eq(y->to_tag, x->to_tag))
                continue;
            a.row[a.sent < FINDING_PROOFS ? a.sent : FINDING_PROOFS - 1] = e->row;
            a.sent++;
            a.last_ns = e->message->time_ns;
        }
        if (a.sent > best->sent)
            *best = a;
    }
    return best->sent >= 2;
}

/* Is there an ACK to it on any path, or a later hop's that tells of one? */
static bool is_acknowledged(struct inquiry *q, unsigned answer)
{
    const struct sip_index *x = inquiry_index(q, answer);
    const struct message *m = inquiry_message(q, answer)->message;
    unsigned n = inquiry_messages(q);
    for (unsigned i = inquiry_request(q, 0, SIP_METHOD_ACK); i < n;
         i = inquiry_request(q, i + 1, SIP_METHOD_ACK)) {
        const struct sip_index *y = inquiry_index(q, i);
        if (y && y->cseq == x->cseq && inquiry_message(q, i)->message->leg == m->leg &&
            slice_eq(y->to_tag, x->to_tag))
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
    while (i < n && !addr_eq(&message_src(q->store, inquiry_message(q, i)->message)->addr,
                             &message_src(q->store, m)->addr))
        i = inquiry_request(q, i + 1, SIP_METHOD_BYE);
    return i;
}

void finding_ack_missing(struct inquiry *q)
{
    struct answer a;
    if (!most_repeated(q, &a) || is_acknowledged(q, a.first))
        return;
    const struct message *m = inquiry_message(q, a.first)->message;
    unsigned bye = gives_up(q, a.first), n = inquiry_messages(q);
    if (bye == n && q->end_ns - m->time_ns < INQUIRY_WAIT_NS)
        return; /* it may still come */
    struct finding *f = inquiry_find(q);
    for (unsigned i = 0; i < a.sent && i < FINDING_PROOFS; i++)
        inquiry_prove(q, f, a.row[i]);
    inquiry_prove(q, f, bye < n ? inquiry_message(q, bye)->row : 0);
    inquiry_say_callee(q, f);
    inquiry_say(q, f, " answered, but ");
    inquiry_say_caller(q, f);
    inquiry_say(q, f, " never acknowledged the answer (%u sent %u times in ", m->code, a.sent);
    inquiry_say_time(q, f, a.last_ns - m->time_ns);
    inquiry_say(q, f, ")");
    if (bye < n) {
        inquiry_say(q, f, "; ");
        inquiry_say_callee(q, f);
        inquiry_say(q, f, " gives the call up");
    }
    inquiry_say(q, f, ".");
}
