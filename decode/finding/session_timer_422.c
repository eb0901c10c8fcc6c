/* SESSION-TIMER-422: the session timer asked for is too short for somebody on the way. */
#include "decode/finding/exchange.h"

static unsigned minimum(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *y = inquiry_index(q, x->final);
    return y ? (unsigned)slice_number(sip_header_find(y, SIP_MIN_SE), UINT32_MAX, NULL) : 0;
}

static bool is_retried(struct inquiry *q, const struct exchange *x)
{
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        if (y->leg == x->leg && y->method == x->method && y->request != EXCHANGE_NONE &&
            y->request > x->final)
            return true;
    }
    return false;
}

void finding_session_timer_422(struct inquiry *q)
{
    const struct exchange *refused[2] = { NULL, NULL };
    unsigned times = 0;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->code == 422 && x->request != EXCHANGE_NONE && exchange_is_nearest(q, x))
            refused[times++ ? 1 : 0] = x;
    }
    if (!times)
        return;
    const struct exchange *last = refused[times > 1];
    bool retried = is_retried(q, last);
    int64_t waited = q->end_ns - inquiry_message(q, last->final)->message->time_ns;
    if (times < 2 && (retried || waited < INQUIRY_WAIT_NS || !exchange_is_whole(q)))
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, refused[0]->final)->row);
    inquiry_prove(q, f, inquiry_message(q, last->final)->row);
    inquiry_say(q, f, "The session timer that ");
    inquiry_say_asker(q, f, last->request);
    inquiry_say(q, f, " asks for is too short: refused ");
    if (times > 1)
        inquiry_say(q, f, "%u times (422), and in the end at least %u s were wanted", times,
                    minimum(q, last));
    else
        inquiry_say(q, f, "(422), at least %u s are wanted", minimum(q, last));
    inquiry_say(q, f, retried ? "." : "; it was not asked for again.");
}
