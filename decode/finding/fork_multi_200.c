/* FORK-MULTI-200: an INVITE went to several phones, and more than one of them answered. */
#include "decode/finding/exchange.h"

enum { PHONES = 8 };

/* A phone that answered: its To-tag makes a dialog of its own. */
struct phone {
    struct slice tag;
    unsigned answer; /* the first 2xx with this tag, on the hop nearest the phone */
    unsigned bye;
};

struct answers {
    struct phone phone[PHONES];
    unsigned n;
};

static void note_answer(struct inquiry *q, struct answers *a, unsigned i)
{
    const struct sip_index *x = inquiry_index(q, i);
    for (unsigned k = 0; k < a->n; k++)
        if (slice_eq(a->phone[k].tag, x->to_tag))
            return;
    if (a->n < PHONES)
        a->phone[a->n++] = (struct phone){ x->to_tag, i, EXCHANGE_NONE };
}

/* All 2xx to the INVITE that exchange x belongs to. */
static void gather(struct inquiry *q, const struct exchange *x, struct answers *a)
{
    const struct sip_index *mine = inquiry_index(q, x->first);
    a->n = 0;
    for (unsigned i = 0, n = inquiry_messages(q); i < n; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        const struct sip_index *y;
        if (!message_is_request(m) && m->code / 100 == 2 && m->leg == x->leg &&
            (y = inquiry_index(q, i)) && y->method == SIP_METHOD_INVITE && y->cseq == x->cseq &&
            slice_eq(y->from_tag, mine->from_tag))
            note_answer(q, a, i);
    }
}

static void find_byes(struct inquiry *q, struct answers *a, uint32_t leg)
{
    unsigned n = inquiry_messages(q);
    for (unsigned i = inquiry_request(q, 0, SIP_METHOD_BYE); i < n;
         i = inquiry_request(q, i + 1, SIP_METHOD_BYE)) {
        const struct sip_index *x = inquiry_index(q, i);
        if (!x || inquiry_message(q, i)->message->leg != leg)
            continue;
        for (unsigned k = 0; k < a->n; k++)
            if (a->phone[k].bye == EXCHANGE_NONE &&
                (slice_eq(x->to_tag, a->phone[k].tag) || slice_eq(x->from_tag, a->phone[k].tag)))
                a->phone[k].bye = i;
    }
}

static void say_phones(struct inquiry *q, struct finding *f, const struct answers *a)
{
    for (unsigned k = 0; k < a->n; k++) {
        const struct message *m = inquiry_message(q, a->phone[k].answer)->message;
        inquiry_say(q, f, !k ? "" : k + 1 < a->n ? ", " : " and ");
        inquiry_say_address(q, f, &message_src(q->store, m)->addr);
    }
}

static void say(struct inquiry *q, const struct answers *a)
{
    static const char *const count[] = { "", "", "Two", "Three", "Four" };
    const struct phone *gone = NULL;
    struct finding *f = inquiry_find(q);
    unsigned up = 0;
    for (unsigned k = 0; k < a->n; k++) {
        const struct phone *p = &a->phone[k];
        inquiry_prove(q, f, inquiry_message(q, p->answer)->row);
        inquiry_prove(q, f, p->bye == EXCHANGE_NONE ? 0 : inquiry_message(q, p->bye)->row);
        up += p->bye == EXCHANGE_NONE;
        if (p->bye != EXCHANGE_NONE && (!gone || p->bye < gone->bye))
            gone = p;
    }
    inquiry_say(q, f, "%s phones answered the call of ", a->n < 5 ? count[a->n] : "Many");
    inquiry_say_caller(q, f);
    inquiry_say(q, f, " (");
    say_phones(q, f, a);
    inquiry_say(q, f, "); ");
    if (!gone) {
        inquiry_say(q, f, "none was hung up, so all of them are in the call.");
        return;
    }
    const struct message *m = inquiry_message(q, gone->answer)->message;
    inquiry_say_address(q, f, &message_src(q->store, m)->addr);
    inquiry_say(q, f, " was hung up ");
    inquiry_say_time(q, f, inquiry_message(q, gone->bye)->message->time_ns - m->time_ns);
    inquiry_say(q, f, " after it had answered%s.",
                up > 1 ? "; the others are still in the call" : "");
}

void finding_fork_multi_200(struct inquiry *q)
{
    struct answers a;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->method != SIP_METHOD_INVITE || x->code / 100 != 2)
            continue;
        gather(q, x, &a);
        if (a.n < 2)
            continue;
        find_byes(q, &a, x->leg);
        say(q, &a);
        return;
    }
}
