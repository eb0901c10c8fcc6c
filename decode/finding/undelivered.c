/* ICMP errors about the copies of one message, and what they mean. */
#include "decode/finding/undelivered.h"

/* About the messages like m among the rows first to last. */
static bool look(struct inquiry *q, const struct message *m, uint32_t first, uint32_t last,
                 struct undelivered *out)
{
    const struct message *k;
    const struct notice *x;
    *out = (struct undelivered){ .errors = 0 };
    if (!(store_leg(q->store, m->leg)->marks & MARK(UNREACHABLE)))
        return false;
    uint32_t row = notice_of_leg(q->store, m->leg);
    for (unsigned n = 0; (x = notice_get(q->store, row)) && n < UNDELIVERED_LOOK; n++) {
        row = x->next;
        if (x->message < first || x->message > last || !(k = store_message(q->store, x->message)) ||
            k->path != m->path || k->code != m->code ||
            message_is_request(k) != message_is_request(m) ||
            (out->first && out->first->error.reason != x->error.reason))
            continue;
        out->first = out->first ? out->first : x;
        out->last = x;
        out->errors++;
    }
    out->more = row;
    return out->errors;
}

bool undelivered_of(struct inquiry *q, const struct sendings *s, struct undelivered *out)
{
    const struct exhibit *first = inquiry_message(q, s->first);
    return look(q, first->message, first->row, inquiry_message(q, s->last)->row, out);
}

bool undelivered_row(struct inquiry *q, uint32_t row, struct undelivered *out)
{
    const struct message *m = store_message(q->store, row);
    *out = (struct undelivered){ .errors = 0 };
    return m && m->leg && look(q, m, row, row, out);
}

static const char *meaning(enum icmp_reason reason)
{
    switch (reason) {
    case ICMP_NET:
        return "no way leads there";
    case ICMP_HOST:
        return "the host is not there";
    case ICMP_PROTOCOL:
        return "the host takes no UDP";
    case ICMP_PORT:
        return "no program listens there";
    case ICMP_TOO_BIG:
        return "it is too large for a link on the way";
    case ICMP_PROHIBITED:
        return "a filter refuses it";
    case ICMP_HOPS:
        return "it went round among routers, or there are too many";
    case ICMP_REASSEMBLY:
        return "not all of its fragments arrived";
    default:
        return "it did not arrive";
    }
}

void undelivered_say(struct inquiry *q, struct finding *f, const struct undelivered *u)
{
    const struct icmp_error *e = &u->first->error;
    uint32_t first = u->first->quote.packet, last = u->last->quote.packet;
    inquiry_say_address(q, f, &e->from);
    inquiry_say(q, f, " answered with ICMP \"%s\"", icmp_reason_words((enum icmp_reason)e->reason));
    if (u->errors == 1)
        inquiry_say(q, f, " (packet %u", first);
    else
        inquiry_say(q, f, " %s%u times (packets %u to %u", u->more ? "at least " : "", u->errors,
                    first, last);
    if (e->mtu)
        inquiry_say(q, f, "; at most %u bytes pass", e->mtu);
    inquiry_say(q, f, "), so %s", meaning((enum icmp_reason)e->reason));
}
