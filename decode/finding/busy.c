/* BUSY: the called user is busy, which is no fault of anybody. */
#include "decode/finding/why.h"

void finding_busy(struct inquiry *q)
{
    if (!q->call || q->state != CALL_BUSY)
        return;
    unsigned first = why_first(q, SIP_METHOD_INVITE, q->code);
    struct finding *f = inquiry_find(q);
    why_prove(q, f, first);
    inquiry_say_callee(q, f);
    inquiry_say(q, f, q->code == 600 ? " is busy everywhere " : " is busy ");
    why_say_code(q, f, first);
    why_say_more(q, f, first);
}
