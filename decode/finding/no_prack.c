/* NO-PRACK: a reliable provisional answer was not acknowledged, or late. */
#include "decode/finding/exchange.h"

#define T1_NS (INT64_C(500) * 1000000) /* 3261 17.1.1.1 */

/* A final answer that comes sooner may overtake PRACK. */
#define SOON_NS (INT64_C(2) * 1000000000)

/* "RAck: 1 314159 INVITE" (3262 7.2) for this answer? */
static bool is_for(const struct sip_index *prack, const struct sip_index *answer)
{
    struct slice v = slice_trim(sip_header_find(prack, SIP_RACK));
    size_t digits;
    uint64_t rseq = slice_number(v, UINT32_MAX, &digits);
    if (!digits)
        return false;
    v = slice_trim(slice_sub(v, digits, v.n));
    uint64_t cseq = slice_number(v, UINT32_MAX, NULL);
    return rseq == slice_number(sip_header_find(answer, SIP_RSEQ), UINT32_MAX, NULL) &&
           cseq == answer->cseq && slice_eq(prack->to_tag, answer->to_tag);
}

static unsigned prack_of(struct inquiry *q, unsigned answer)
{
    const struct sip_index *x = inquiry_index(q, answer);
    unsigned n = inquiry_messages(q), i = inquiry_request(q, 0, SIP_METHOD_PRACK);
    for (; i < n; i = inquiry_request(q, i + 1, SIP_METHOD_PRACK)) {
        const struct sip_index *y = inquiry_index(q, i);
        if (y && inquiry_message(q, i)->message->leg == inquiry_message(q, answer)->message->leg &&
            is_for(y, x))
            break;
    }
    return i;
}

/* Does the INVITE say that its sender can do this? */
static bool is_offered(struct inquiry *q, const struct exchange *x)
{
    static const enum sip_header headers[] = { SIP_SUPPORTED, SIP_REQUIRE };
    const struct sip_index *y = x->request != EXCHANGE_NONE ? inquiry_index(q, x->request) : NULL;
    struct slice v;
    for (unsigned h = 0; y && h < 2; h++)
        for (size_t at = 0; sip_header_next(y, slice_of(sip_header_name(headers[h])), &at, &v);)
            if (memmem(v.p, v.n, "100rel", 6))
                return true;
    return !y;
}

static bool is_missing(struct inquiry *q, const struct exchange *x, const struct sendings *s)
{
    int64_t start = inquiry_message(q, s->first)->message->time_ns;
    if (x->final != EXCHANGE_NONE) {
        int64_t until = inquiry_message(q, x->final)->message->time_ns - start;
        return until >= SOON_NS && (s->sent > 1 || q->end_ns - start >= INQUIRY_WAIT_NS);
    }
    return q->end_ns - start >= INQUIRY_WAIT_NS || s->sent > 3;
}

static bool is_late(struct inquiry *q, const struct sendings *s, unsigned prack)
{
    return s->sent > 1 && inquiry_message(q, prack)->message->time_ns -
                                  inquiry_message(q, s->first)->message->time_ns >
                              T1_NS;
}

static void say(struct inquiry *q, const struct exchange *x, const struct sendings *s,
                unsigned prack)
{
    const struct message *m = inquiry_message(q, s->first)->message;
    struct finding *f = inquiry_find(q);
    if (x->request != EXCHANGE_NONE)
        inquiry_prove(q, f, inquiry_message(q, x->request)->row);
    sendings_prove(q, f, s);
    inquiry_say_asker(q, f, s->first);
    if (prack < inquiry_messages(q)) {
        inquiry_prove(q, f, inquiry_message(q, prack)->row);
        inquiry_say(q, f, " acknowledged the provisional answer of ");
        inquiry_say_answerer(q, f, s->first);
        inquiry_say(q, f, " (%u) only after ", m->code);
        inquiry_say_time(q, f, inquiry_message(q, prack)->message->time_ns - m->time_ns);
        inquiry_say(q, f, "; it was sent ");
        sendings_say(q, f, s);
        inquiry_say(q, f, ".");
        return;
    }
    inquiry_say(q, f, " did not acknowledge the provisional answer of ");
    inquiry_say_answerer(q, f, s->first);
    inquiry_say(q, f, " with a PRACK (%u sent ", m->code);
    sendings_say(q, f, s);
    inquiry_say(q, f, ").");
    if (is_offered(q, x))
        return;
    inquiry_say(q, f, " The fault is that of ");
    inquiry_say_answerer(q, f, s->first);
    inquiry_say(q, f, ": the INVITE does not say that its sender supports 100rel.");
}

void finding_no_prack(struct inquiry *q)
{
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->method != SIP_METHOD_INVITE || x->last_provisional == EXCHANGE_NONE)
            continue;
        for (unsigned i = x->provisional; i != EXCHANGE_NONE; i = exchange_next(q, i)) {
            const struct message *m = inquiry_message(q, i)->message;
            const struct sip_index *y = inquiry_index(q, i);
            struct sendings s;
            if (message_is_request(m) || m->code <= 100 || m->code >= 200 ||
                m->flags & MESSAGE_REPEAT || !sip_header_find(y, SIP_RSEQ).n ||
                !inquiry_speaks(q, &message_dst(q->store, m)->addr))
                continue;
            unsigned prack = prack_of(q, i);
            sendings_of(q, i, &s);
            if (prack < inquiry_messages(q) ? !is_late(q, &s, prack) : !is_missing(q, x, &s))
                continue;
            if (exchange_is_whole(q))
                say(q, x, &s, prack);
            return;
        }
    }
}
