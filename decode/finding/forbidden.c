/* FORBIDDEN: a server refuses a call or a registration, and credentials would not help. */
#include "decode/finding/why.h"

void finding_forbidden(struct inquiry *q)
{
    bool registration = q->row->kind == LEG_REGISTRATION;
    if (q->call ? q->state != CALL_REJECTED || q->code != 403
                : !registration || q->row->final != 403)
        return;
    unsigned first = why_first(q, registration ? SIP_METHOD_REGISTER : SIP_METHOD_INVITE, 403);
    struct finding *f = inquiry_find(q);
    why_prove(q, f, first);
    if (first < inquiry_messages(q))
        inquiry_say_address(q, f, &message_src(q->store, inquiry_message(q, first)->message)->addr);
    else
        inquiry_say(q, f, "The server");
    inquiry_say(q, f, registration ? " refuses the registration of " : " refuses the call of ");
    inquiry_say_caller(q, f);
    if (!registration) {
        inquiry_say(q, f, " to ");
        inquiry_say_callee(q, f);
    }
    inquiry_say(q, f, " ");
    why_say_code(q, f, first);
    inquiry_say(q, f, ": the account, its permissions or a call barring does not allow it");
    why_say_more(q, f, first);
}
