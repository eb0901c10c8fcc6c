/* REG-LAPSED: a registration ran out, and nobody renewed it in time. */
#include "base/clock.h"
#include "decode/finding/reg_words.h"
#include "decode/registration.h"

static void tell(struct inquiry *q, const struct registration *r, uint32_t granted,
                 uint32_t renewed, int64_t ran_out)
{
    char text[CLOCK_TEXT];
    struct finding *f = reg_find(q, granted);
    inquiry_prove(q, f, renewed);
    clock_time_of_day(text, ran_out, 0);
    inquiry_say(q, f, "The registration of ");
    reg_say_user(q, f, granted);
    inquiry_say(q, f, " ran out at %s", text);
    if (renewed) {
        inquiry_say(q, f, "; it was renewed only ");
        inquiry_say_time(q, f, store_message(q->store, renewed)->time_ns - ran_out);
        inquiry_say(q, f, " later");
    } else {
        inquiry_say(q, f, " and was not renewed");
    }
    if (r->lapses > 1)
        inquiry_say(q, f, " (%u times)", r->lapses);
    inquiry_say(q, f, ": in between no call could reach it.");
}

/* Ran out at the end of the capture, some time before it: nobody can renew it any more. */
static bool is_lapsed_now(const struct inquiry *q, const struct registration *r)
{
    int64_t ends = registration_expires(r);
    return ends && q->end_ns - ends > INQUIRY_WAIT_NS &&
           registration_state(r, q->end_ns) == REGISTRATION_EXPIRED &&
           !(r->flags & REGISTRATION_REPLACED);
}

void finding_reg_lapsed(struct inquiry *q)
{
    for (uint32_t i = 1; i <= registration_count(q->store); i++) {
        const struct registration *r = registration_get(q->store, i);
        if (is_lapsed_now(q, r))
            tell(q, r, r->m_granted, 0, registration_expires(r));
        else if (r->lapses)
            tell(q, r, r->m_lapsed[0], r->m_lapsed[1], r->lapsed_ns);
    }
}
