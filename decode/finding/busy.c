/* BUSY: the called user is busy, which is no fault of anybody. */
#include "decode/finding/inquiry.h"

void finding_busy(struct inquiry *q)
{
    if (!q->call || q->state != CALL_BUSY)
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, q->row->m_final);
    inquiry_say_callee(q, f);
    inquiry_say(q, f, q->code == 600 ? " is busy everywhere (600)." : " is busy (%u).", q->code);
}
