/* RETRANS-HIGH: a message had to be sent three times again, or more; or too many between two ends
 * had to be sent again at all. The latter is said once, at the call in which it began. */
#include "decode/finding/exchange.h"
#include "decode/finding/heard.h"
#include "decode/session/link.h"

enum { SENT_MIN = 4 };

/* A ringing phone says so again and again (3261 13.3.1.1), and when the INVITE came again. */
static bool may_repeat(struct inquiry *q, unsigned i)
{
    const struct message *m = inquiry_message(q, i)->message;
    const struct sip_index *x = inquiry_index(q, i);
    return !message_is_request(m) && m->code < 200 && !(x && sip_header_find(x, SIP_RSEQ).n);
}

/* Keep-alives that nobody answers say that a host is away, not that packets are lost. */
static bool is_unanswered_keep_alive(struct inquiry *q, unsigned i)
{
    const struct exchange *x = exchange_of(q, i);
    const struct sip_index *y = inquiry_index(q, i);
    return x && x->method == SIP_METHOD_OPTIONS && x->final == EXCHANGE_NONE && y && !y->to_tag.n;
}

/* How many messages went between the same two hosts, and how many of them were sent again. */
static void count(struct inquiry *q, unsigned of, unsigned *all, unsigned *again)
{
    const struct message *m = inquiry_message(q, of)->message;
    const struct addr *a = &message_src(q->store, m)->addr, *b = &message_dst(q->store, m)->addr;
    *all = *again = 0;
    for (unsigned i = 0, n = inquiry_messages(q); i < n; i++) {
        const struct message *k = inquiry_message(q, i)->message;
        const struct addr *c = &message_src(q->store, k)->addr;
        const struct addr *d = &message_dst(q->store, k)->addr;
        if ((addr_eq(a, c) && addr_eq(b, d)) || (addr_eq(a, d) && addr_eq(b, c))) {
            ++*all;
            *again += !!(k->flags & MESSAGE_REPEAT);
        }
    }
}

static void say_ends(struct inquiry *q, struct finding *f, const struct message *m)
{
    inquiry_say(q, f, "Messages between ");
    inquiry_say_address(q, f, &message_src(q->store, m)->addr);
    inquiry_say(q, f, " and ");
    inquiry_say_address(q, f, &message_dst(q->store, m)->addr);
    inquiry_say(q, f, " had to be repeated (");
}

static void say_deaf(struct inquiry *q, struct finding *f, const struct addr *a)
{
    inquiry_say(q, f, "). Nothing that comes to ");
    inquiry_say_address(q, f, a);
    inquiry_say(q, f,
                " is in the capture: either it gets no answers, or only one direction was "
                "captured.");
}

static void say_message(struct inquiry *q, const struct sendings *best)
{
    const struct message *m = inquiry_message(q, best->first)->message;
    struct finding *f = inquiry_find(q);
    unsigned all, again;
    count(q, best->first, &all, &again);
    sendings_prove(q, f, best);
    say_ends(q, f, m);
    inquiry_say(q, f, "%u of %u; the ", again, all);
    if (message_is_request(m))
        inquiry_say(q, f, "%s", store_method_name(q->store, m->code));
    else
        inquiry_say(q, f, "%u", m->code);
    inquiry_say(q, f, " was sent ");
    sendings_say(q, f, best);
    if (inquiry_hears(q, &message_src(q->store, m)->addr))
        inquiry_say(q, f, "): packets are lost on the way, or one side is slow.");
    else
        say_deaf(q, f, &message_src(q->store, m)->addr);
}

/* The message that was sent most often. */
static void find_message(struct inquiry *q, struct sendings *best)
{
    struct sendings s;
    for (unsigned i = 0, n = inquiry_messages(q); i < n; i++) {
        if (inquiry_message(q, i)->message->flags & MESSAGE_REPEAT || !exchange_of(q, i) ||
            exchange_next(q, i) == EXCHANGE_NONE || may_repeat(q, i) ||
            is_unanswered_keep_alive(q, i))
            continue;
        sendings_of(q, i, &s);
        if (s.sent > best->sent)
            *best = s;
    }
}

/* The message of this call that is the first repetition between two ends that repeat too much; 0:
 * none. The rows tell. */
static uint32_t begins_here(struct inquiry *q)
{
    const struct store *s = q->store;
    for (uint32_t leg = q->leg; leg; leg = call_next(s, leg, q->leg)) {
        const struct leg *l = store_leg(s, leg);
        const struct message *m;
        for (uint32_t row = l->repeats ? l->first : 0; (m = store_message(s, row)); row = m->next) {
            if (!(m->flags & MESSAGE_REPEAT))
                continue;
            const struct path *p = store_path(s, m->path / 2);
            if (p && path_is_lossy(p) && p->first_repeat == row)
                return row;
        }
    }
    return 0;
}

static void say_ratio(struct inquiry *q, uint32_t row)
{
    const struct message *m = store_message(q->store, row);
    const struct path *p = store_path(q->store, m->path / 2);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, row);
    say_ends(q, f, m);
    inquiry_say(q, f,
                "%u of %u in the whole capture, first in this call): packets are lost on the way, "
                "or one side is slow.",
                p->repeats, p->messages);
}

void finding_retrans_high(struct inquiry *q)
{
    struct sendings best = { .sent = 0 };
    if (q->marks & MARK(REPEATED_OFTEN))
        find_message(q, &best);
    if (best.sent >= SENT_MIN) {
        say_message(q, &best);
        return;
    }
    uint32_t row = inquiry_has_loss(q) ? begins_here(q) : 0;
    if (row)
        say_ratio(q, row);
}
