/* UNAVAILABLE: the called user cannot be reached, or did not answer, as a 480 says. */
#include "decode/finding/why.h"

void finding_unavailable(struct inquiry *q)
{
    if (!q->call || q->code != 480 || (q->state != CALL_UNAVAILABLE && q->state != CALL_NO_ANSWER))
        return;
    unsigned first = why_first(q, SIP_METHOD_INVITE, q->code);
    struct finding *f = inquiry_find(q);
    why_prove(q, f, first);
    inquiry_say_callee(q, f);
    inquiry_say(q, f, q->state == CALL_NO_ANSWER ? " did not answer " : " cannot be reached ");
    why_say_code(q, f, first);
    why_say_more(q, f, first);
}
