/* Disproves marks by what is in the rows. What stands is left to the rules. */
#include "decode/finding/refine.h"

#include <string.h>

#include "decode/session/link.h"

#define T1_NS (INT64_C(500) * 1000000) /* 3261 17.1.1.1 */

/* Marks that need a walk over the messages. */
#define WALKED (MARK(ANSWER_REPEATED) | MARK(RELIABLE) | MARK(REPLACES))

enum { ANSWERS = 16 /* 2xx of a leg that are told apart; of more nothing is disproved */ };

/* A 2xx, to whatever. Its copies have its way and length. */
struct answer {
    const struct message *m;
    bool again, acknowledged;
};

/* What a walk over a leg saw. */
struct walk {
    struct answer answer[ANSWERS];
    unsigned answers;
    bool lost;               /* answers that are not told apart, or a copy of none of them */
    bool progress_again;     /* a provisional answer but 100 was sent again */
    bool replaces_is_denied; /* 481, 486 or 603 */
};

static void see_ack(const struct store *s, struct walk *w, const struct message *ack)
{
    const struct addr *from = &message_src(s, ack)->addr;
    for (unsigned i = 0; i < w->answers; i++) {
        struct answer *a = &w->answer[i];
        int64_t after = ack->time_ns - a->m->time_ns;
        if (!a->acknowledged && after >= 0 && after <= T1_NS)
            a->acknowledged = addr_eq(&message_dst(s, a->m)->addr, from);
    }
}

static void see_answer(struct walk *w, const struct message *m)
{
    if (!(m->flags & MESSAGE_REPEAT)) {
        w->lost |= w->answers == ANSWERS;
        if (!w->lost)
            w->answer[w->answers++] = (struct answer){ m, false, false };
        return;
    }
    bool known = false;
    for (unsigned i = 0; i < w->answers; i++) {
        struct answer *a = &w->answer[i];
        if (a->m->path != m->path || a->m->len != m->len || a->m->code != m->code)
            continue;
        a->again = known = true;
    }
    w->lost |= !known;
}

static void walk(const struct store *s, const struct leg *l, struct walk *w)
{
    const struct message *m;
    memset(w, 0, sizeof(*w));
    for (uint32_t row = l->first; (m = store_message(s, row)); row = m->next) {
        unsigned code = m->code;
        if (m->flags & MESSAGE_SAME_HOP)
            continue;
        if (message_is_request(m)) {
            if (code == SIP_METHOD_ACK)
                see_ack(s, w, m);
        } else if (code / 100 == 2) {
            see_answer(w, m);
        } else {
            w->progress_again |= code > 100 && code < 200 && m->flags & MESSAGE_REPEAT;
            w->replaces_is_denied |= code == 481 || code == 486 || code == 603;
        }
    }
}

/* Was each 2xx that came again acknowledged before T1, by who got it? Where several phones answer
 * their ACKs would have to be told apart. */
static bool is_acknowledged(const struct leg *l, const struct walk *w)
{
    if (w->lost || l->marks & MARK(FORKED))
        return false;
    for (unsigned i = 0; i < w->answers; i++)
        if (w->answer[i].again && !w->answer[i].acknowledged)
            return false;
    return true;
}

/* Does the private address that a message named send messages of its own? Then it is in the same
 * network as the capture. */
static bool is_heard(const struct leg *l, struct heard *heard)
{
    struct addr a;
    if (l->hidden == MARK_HIDDEN_MANY)
        return false;
    uint8_t ip[4];
    memcpy(ip, &l->hidden, sizeof(ip));
    addr_set_v4(&a, ip);
    return heard_speaks(heard, &a);
}

/* Those marks of a leg that stand. */
static uint32_t stand(const struct store *s, const struct leg *l, struct heard *heard)
{
    uint32_t marks = l->marks;
    if (!l->challenged)
        marks &= ~MARK(CHALLENGED);
    if (!l->orphans)
        marks &= ~MARK(ORPHAN);
    if (!l->silent)
        marks &= ~MARK(REQUEST_REPEATED);
    if (marks & MARK(RELIABLE) && l->flags & LEG_PRACKED && !l->repeats)
        marks &= ~MARK(RELIABLE);
    if (marks & MARK(NAT) && is_heard(l, heard))
        marks &= ~MARK(NAT);
    if (!(marks & WALKED))
        return marks;
    struct walk w;
    walk(s, l, &w);
    if (is_acknowledged(l, &w))
        marks &= ~MARK(ANSWER_REPEATED);
    if (l->flags & LEG_PRACKED && !w.progress_again)
        marks &= ~MARK(RELIABLE);
    if (!w.replaces_is_denied)
        marks &= ~MARK(REPLACES);
    return marks;
}

uint32_t refine_marks(const struct inquiry *q, struct heard *heard)
{
    enum {
        DOUBTFUL = MARK(CHALLENGED) | MARK(ORPHAN) | MARK(REQUEST_REPEATED) | MARK(NAT) | WALKED
    };
    uint32_t marks = q->marks & ~(uint32_t)DOUBTFUL;
    if (q->marks & DOUBTFUL)
        for (uint32_t leg = q->leg; leg; leg = call_next(q->store, leg, q->leg))
            marks |= stand(q->store, store_leg(q->store, leg), heard);
    return marks;
}
