/* SESSION-TIMER-EXPIRED: the call was cut since nobody refreshed it in time. */
#include "decode/finding/inquiry.h"
#include "decode/session/link.h"
#include "decode/sip/field.h"

static int64_t between(struct inquiry *q, uint32_t from, uint32_t to)
{
    return store_message(q->store, to)->time_ns - store_message(q->store, from)->time_ns;
}

/* Who was to refresh: uac is who sent the request that this answers (4028 7.1). */
static void say_refresher(struct inquiry *q, struct finding *f, unsigned answer)
{
    const struct sip_index *x = inquiry_index(q, answer);
    struct slice v = x ? sip_header_find(x, SIP_SESSION_EXPIRES) : slice_make(NULL, 0);
    struct slice who = sip_param_find(slice_sub(v, slice_index(v, ';'), v.n), SLICE("refresher"));
    if (!who.n)
        return;
    inquiry_say(q, f, " It was for ");
    if (slice_ieq(who, SLICE("uac")))
        inquiry_say_asker(q, f, answer);
    else
        inquiry_say_answerer(q, f, answer);
    inquiry_say(q, f, " to refresh it.");
}

void finding_session_timer_expired(struct inquiry *q)
{
    const struct leg *leg = q->row;
    uint32_t i = q->leg;
    if (!q->call)
        return;
    while (i && !((leg = store_leg(q->store, i))->flags & LEG_EXPIRED))
        i = call_next(q->store, i, q->leg);
    if (!i || !leg->m_bye || !leg->m_refresh || !leg->m_answer)
        return;
    unsigned n = inquiry_messages(q), bye = inquiry_place(q, leg->m_bye);
    unsigned refresh = inquiry_place(q, leg->m_refresh);
    if (bye == n || refresh == n)
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, leg->m_answer);
    inquiry_prove(q, f, leg->m_refresh);
    inquiry_prove(q, f, leg->m_bye);
    inquiry_say_asker(q, f, bye);
    inquiry_say(q, f, " cut the call after ");
    inquiry_say_time(q, f, between(q, leg->m_answer, leg->m_bye));
    inquiry_say(q, f, ": the session timer of %u s was ", leg->session_s);
    if (leg->m_refresh == leg->m_answer) {
        inquiry_say(q, f, "never refreshed.");
    } else {
        inquiry_say(q, f, "last refreshed ");
        inquiry_say_time(q, f, between(q, leg->m_refresh, leg->m_bye));
        inquiry_say(q, f, " before.");
    }
    say_refresher(q, f, refresh);
}
