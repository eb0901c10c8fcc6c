/* INVITE-NO-FINAL: a call got provisional answers and then nothing. One that the capture left
 * ringing is only told of. */
#include "decode/finding/exchange.h"

#define TIMER_C_NS (INT64_C(180) * 1000000000) /* 3261 16.6 */

/* The INVITE on the hop nearest the caller, which has provisional answers and no final one. */
static const struct exchange *pending(struct inquiry *q)
{
    const struct exchange *found = NULL;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->leg != q->leg || x->method != SIP_METHOD_INVITE || x->cseq != q->row->cseq)
            continue;
        if (x->final != EXCHANGE_NONE)
            return NULL; /* somebody knows how it ended */
        if (x->request != EXCHANGE_NONE && x->provisional != EXCHANGE_NONE &&
            (!found || x->vias < found->vias))
            found = x;
    }
    return found;
}

/* The answer to the CANCEL on this hop: where it is 2xx a 487 must follow (9.2). */
static unsigned cancelled(struct inquiry *q)
{
    return inquiry_response(q, 0, SIP_METHOD_CANCEL, 200, 299);
}

static void say_never_ended(struct inquiry *q, const struct exchange *x, unsigned cancel)
{
    unsigned n = inquiry_messages(q);
    unsigned heard = x->last_provisional != EXCHANGE_NONE ? x->last_provisional : x->provisional;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, x->request)->row);
    inquiry_prove(q, f, inquiry_message(q, heard)->row);
    inquiry_prove(q, f, cancel < n ? inquiry_message(q, cancel)->row : 0);
    if (cancel < n) {
        inquiry_say(q, f, "The INVITE of ");
        inquiry_say_asker(q, f, x->request);
        inquiry_say(q, f, " never got its final answer: ");
        inquiry_say_sender(q, f, cancel);
        inquiry_say(q, f, " took the CANCEL (%u), but no 487 followed.",
                    inquiry_message(q, cancel)->message->code);
        return;
    }
    inquiry_say(q, f, "The INVITE of ");
    inquiry_say_asker(q, f, x->request);
    inquiry_say(q, f, " never got a final answer; the last that ");
    inquiry_say_receiver(q, f, x->request);
    inquiry_say(q, f, " said was %u, and then nothing for ",
                inquiry_message(q, heard)->message->code);
    inquiry_say_time(q, f, q->end_ns - inquiry_message(q, x->last)->message->time_ns);
    inquiry_say(q, f, ".");
}

static void say_ringing(struct inquiry *q, const struct exchange *x)
{
    unsigned heard = x->last_provisional != EXCHANGE_NONE ? x->last_provisional : x->provisional;
    struct finding *f = inquiry_find(q);
    if (f)
        f->severity = FINDING_INFO;
    inquiry_prove(q, f, inquiry_message(q, x->request)->row);
    inquiry_prove(q, f, inquiry_message(q, heard)->row);
    inquiry_say(q, f, "The call of ");
    inquiry_say_caller(q, f);
    inquiry_say(q, f, " to ");
    inquiry_say_callee(q, f);
    inquiry_say(q, f,
                q->state == CALL_RINGING ? " was still ringing " : " was still being set up ");
    inquiry_say(q, f, "at the end of the capture, so it is not known how it ended.");
}

void finding_invite_no_final(struct inquiry *q)
{
    const struct leg *leg = q->row;
    bool cancel = q->state == CALL_CANCELLED || q->state == CALL_ELSEWHERE;
    if (!q->call || !leg->m_invite || leg->m_answer || leg->final || leg->deep_final ||
        leg->m_bye || !(leg->flags & (LEG_TRYING | LEG_PROGRESS | LEG_RANG)) ||
        (!cancel && q->state != CALL_TRYING && q->state != CALL_PROCEEDING &&
         q->state != CALL_RINGING))
        return;
    const struct exchange *x = pending(q);
    if (!x || !exchange_is_whole(q))
        return;
    int64_t quiet_ns = q->end_ns - inquiry_message(q, x->last)->message->time_ns;
    unsigned took = cancelled(q), n = inquiry_messages(q);
    if (took < n) {
        if (q->end_ns - inquiry_message(q, took)->message->time_ns >= INQUIRY_WAIT_NS)
            say_never_ended(q, x, took);
    } else if (quiet_ns >= TIMER_C_NS) {
        say_never_ended(q, x, n);
    } else if (q->over && !leg->m_cancel) {
        say_ringing(q, x);
    }
}
