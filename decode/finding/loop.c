/* LOOP: a request goes round between hosts until its hops run out, or somebody notices. */
#include "decode/finding/exchange.h"

enum {
    HOSTS = 32,     /* of a request that are told apart */
    VISITS = 5,     /* at one host that no loop needs: forks and spirals */
    NO_HOPS = 65536 /* Max-Forwards is not there */
};

struct stop {
    const struct addr *at, *from;
    unsigned visits;
    uint32_t hops; /* Max-Forwards of the latest visit */
    bool falling;
};

/* Where one request was seen, and how often. */
struct route {
    struct stop stop[HOSTS];
    unsigned n;
    uint32_t first_hops; /* Max-Forwards where it was seen first */
    unsigned proofs;
    uint32_t proof[FINDING_PROOFS];
};

static uint32_t hops_of(const struct sip_index *x)
{
    size_t digits;
    uint64_t n = slice_number(sip_header_find(x, SIP_MAX_FORWARDS), NO_HOPS - 1, &digits);
    return digits ? (uint32_t)n : NO_HOPS;
}

static void visit(struct inquiry *q, struct route *r, unsigned i, const struct sip_index *x)
{
    const struct message *m = inquiry_message(q, i)->message;
    const struct addr *at = &message_dst(q->store, m)->addr;
    uint32_t hops = hops_of(x);
    unsigned k = 0;
    r->proofs += r->proofs < FINDING_PROOFS;
    r->proof[r->proofs - 1] = inquiry_message(q, i)->row;
    while (k < r->n && !addr_eq(r->stop[k].at, at))
        k++;
    if (k == HOSTS)
        return;
    if (k == r->n)
        r->stop[r->n++] = (struct stop){ .at = at, .falling = true, .hops = UINT32_MAX };
    struct stop *s = &r->stop[k];
    s->falling &= hops < s->hops;
    s->hops = hops;
    s->from = &message_src(q->store, m)->addr;
    s->visits++;
}

/* Follows the request that exchange x is a hop of. */
static const struct stop *follow(struct inquiry *q, const struct exchange *x, struct route *r)
{
    const struct sip_index *mine = inquiry_index(q, x->first);
    const struct stop *most = NULL;
    r->n = r->proofs = 0;
    r->first_hops = NO_HOPS;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        const struct sip_index *other;
        if (y->leg != x->leg || y->cseq != x->cseq || y->method != x->method ||
            y->request == EXCHANGE_NONE || !(other = inquiry_index(q, y->request)) ||
            !slice_eq(mine->from_tag, other->from_tag))
            continue;
        if (!r->proofs)
            r->first_hops = hops_of(other);
        visit(q, r, y->request, other);
    }
    for (unsigned k = 0; k < r->n; k++)
        if (!most || r->stop[k].visits > most->visits)
            most = &r->stop[k];
    return most;
}

/* Did another branch of this request not end the same way? Then a fork met at one host: that is a
 * merge and no loop (8.2.2.2). */
static bool is_merge(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *mine = inquiry_index(q, x->first);
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        const struct sip_index *other;
        if (y->leg == x->leg && y->cseq == x->cseq && y->method == x->method &&
            y->code != x->code && (y->code || y->provisional != EXCHANGE_NONE) &&
            (other = inquiry_index(q, y->first)) && slice_eq(mine->from_tag, other->from_tag))
            return true;
    }
    return false;
}

/* Which answer shows it: 483 anywhere; 482 where the caller is told, so that no branch of a fork
 * was better. A 483 to OPTIONS with few hops is what a probe asks for (3261 11). */
static bool shows(struct inquiry *q, const struct exchange *x)
{
    if (x->method == SIP_METHOD_OPTIONS && x->code == 483)
        return false;
    return x->code == 483 || (x->code == 482 && exchange_is_nearest(q, x) && !is_merge(q, x));
}

static void say_round(struct inquiry *q, struct finding *f, const struct stop *s)
{
    if (addr_eq(s->at, s->from)) {
        inquiry_say(q, f, "goes round in ");
        inquiry_say_address(q, f, s->at);
    } else {
        inquiry_say(q, f, "goes round in a loop between ");
        inquiry_say_address(q, f, s->from);
        inquiry_say(q, f, " and ");
        inquiry_say_address(q, f, s->at);
    }
    inquiry_say(q, f, ", where it came %u times", s->visits);
}

static void say(struct inquiry *q, const struct exchange *x, const struct route *r,
                const struct stop *s)
{
    struct finding *f = inquiry_find(q);
    bool round = s && s->visits > 1;
    for (unsigned i = 0; i < r->proofs; i++)
        inquiry_prove(q, f, r->proof[i]);
    if (x->final != EXCHANGE_NONE)
        inquiry_prove(q, f, inquiry_message(q, x->final)->row);
    inquiry_say(q, f, "The %s of ", store_method_name(q->store, x->method));
    inquiry_say_caller(q, f);
    inquiry_say(q, f, " ");
    if (round)
        say_round(q, f, s);
    if (x->code != 482 && x->code != 483) {
        inquiry_say(q, f, ".");
        return;
    }
    if (round)
        inquiry_say(q, f, ", until ");
    else
        inquiry_say(
            q, f, x->code == 482 ? "came back to a host where it had been: " : "ran out of hops: ");
    inquiry_say_address(q, f, &message_src(q->store, inquiry_message(q, x->final)->message)->addr);
    inquiry_say(q, f, " answered %u.", x->code);
    if (!round && x->code == 483 && r->first_hops < 10)
        inquiry_say(q, f, " It was sent with Max-Forwards %u.", r->first_hops);
    else if (!round)
        inquiry_say(q, f, " Where it goes round is not in the capture.");
}

void finding_loop(struct inquiry *q)
{
    const struct exchange *found = NULL;
    struct route r = { .n = 0 };
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (shows(q, x) && (!found || x->final < found->final))
            found = x; /* the first in time is the one of who noticed */
    }
    if (found) {
        const struct stop *s = follow(q, found, &r);
        say(q, found, &r, s);
        return;
    }
    uint32_t cseq = 0, leg = 0;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (x->request == EXCHANGE_NONE || x->method == SIP_METHOD_ACK ||
            (x->leg == leg && x->cseq == cseq))
            continue; /* another hop of the one before */
        leg = x->leg;
        cseq = x->cseq;
        const struct stop *s = follow(q, x, &r);
        if (s && s->visits > VISITS && s->falling) {
            say(q, x, &r, s);
            return;
        }
    }
}
