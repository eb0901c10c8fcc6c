/* DECLINED: the callee, or a service that protects him, refused the call. */
#include "decode/finding/why.h"

void finding_declined(struct inquiry *q)
{
    if (!q->call || q->state != CALL_REJECTED ||
        (q->code != 603 && q->code != 607 && q->code != 608))
        return;
    unsigned first = why_first(q, SIP_METHOD_INVITE, q->code);
    struct finding *f = inquiry_find(q);
    why_prove(q, f, first);
    if (q->code == 608) {
        inquiry_say(q, f, "A service on the way refused the call to ");
        inquiry_say_callee(q, f);
        inquiry_say(q, f, " without asking the user ");
    } else {
        inquiry_say_callee(q, f);
        inquiry_say(q, f,
                    q->code == 607 ? " does not want calls of this caller " : " refused the call ");
    }
    why_say_code(q, f, first);
    why_say_more(q, f, first);
}
