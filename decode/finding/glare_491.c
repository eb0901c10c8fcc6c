/* GLARE-491: both sides changed the call at the same time, and one or both had to wait. */
#include "decode/finding/exchange.h"

#define CROSS_NS (INT64_C(2) * 1000000000)

static bool is_change(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *y = x->request != EXCHANGE_NONE ? inquiry_index(q, x->request) : NULL;
    return y && y->to_tag.n && (x->method == SIP_METHOD_INVITE || x->method == SIP_METHOD_UPDATE);
}

static int64_t asked_ns(struct inquiry *q, const struct exchange *x)
{
    return inquiry_message(q, x->request)->message->time_ns;
}

/* The change of the other side that crossed this one. */
static const struct exchange *crossing(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *mine = inquiry_index(q, x->request);
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        int64_t apart;
        if (y->leg != x->leg || !is_change(q, y))
            continue;
        apart = asked_ns(q, y) - asked_ns(q, x);
        if (apart <= CROSS_NS && apart >= -CROSS_NS &&
            slice_eq(inquiry_index(q, y->request)->from_tag, mine->to_tag))
            return y;
    }
    return NULL;
}

/* The first change that succeeded after this one was refused. */
static const struct exchange *success(struct inquiry *q, const struct exchange *x)
{
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        if (y->leg == x->leg && y->code / 100 == 2 && is_change(q, y) && y->final > x->final)
            return y;
    }
    return NULL;
}

void finding_glare_491(struct inquiry *q)
{
    const struct exchange *x = NULL, *other = NULL;
    for (unsigned e = 0, n = exchange_count(q); e < n && !other; e++) {
        x = exchange_get(q, e);
        if (x->code == 491 && is_change(q, x))
            other = crossing(q, x);
    }
    if (!other)
        return;
    const struct exchange *later = success(q, x);
    int64_t waited = q->end_ns - inquiry_message(q, x->final)->message->time_ns;
    bool failed = !later && waited >= INQUIRY_WAIT_NS && exchange_is_whole(q);
    struct finding *f = inquiry_find(q);
    if (f && failed)
        f->severity = FINDING_WARNING;
    inquiry_prove(q, f, inquiry_message(q, x->request)->row);
    inquiry_prove(q, f, inquiry_message(q, other->request)->row);
    inquiry_prove(q, f, inquiry_message(q, x->final)->row);
    if (other->final != EXCHANGE_NONE)
        inquiry_prove(q, f, inquiry_message(q, other->final)->row);
    inquiry_prove(q, f, later ? inquiry_message(q, later->final)->row : 0);
    inquiry_say_asker(q, f, x->request);
    inquiry_say(q, f, " and ");
    inquiry_say_asker(q, f, other->request);
    inquiry_say(q, f, " changed the call at the same time, so 491 was the answer to %s; ",
                other->code == 491 ? "both" : store_method_name(q->store, x->method));
    if (later) {
        inquiry_say_asker(q, f, later->request);
        inquiry_say(q, f, " tried again after ");
        inquiry_say_time(q, f, asked_ns(q, later) - asked_ns(q, x));
        inquiry_say(q, f, ", and that was accepted.");
    } else if (failed) {
        inquiry_say(q, f, "no change succeeded afterwards.");
    } else {
        inquiry_say(q, f, "the capture ends before it was tried again.");
    }
}
