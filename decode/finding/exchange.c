/* Puts the messages of a call together as exchanges. What is wrong with one is left to the rules.
 */
#include "decode/finding/exchange.h"

#include <string.h>

#include "base/mem.h"
#include "decode/finding/desk.h"

enum { SLOTS = 2 * INQUIRY_MESSAGES, NO_ONE = UINT16_MAX };

_Static_assert(INQUIRY_MESSAGES < NO_ONE && !(SLOTS & (SLOTS - 1)), "numbers fit 16 bits");

struct exchanges {
    bool ready, unread;
    unsigned n, mask; /* of the slots in use, twice as many as messages */
    struct exchange exchange[INQUIRY_MESSAGES];
    uint16_t of[INQUIRY_MESSAGES];   /* message: its exchange */
    uint16_t next[INQUIRY_MESSAGES]; /* message: the next of the same exchange */
    uint16_t slot[SLOTS];            /* open addressing over exchanges */
};

struct exchanges *exchanges_new(void)
{
    return mem_new(1, sizeof(struct exchanges));
}

void exchanges_free(struct exchanges *x)
{
    mem_free(x);
}

void exchanges_clear(struct exchanges *x)
{
    x->ready = false;
}

static bool is_of(struct inquiry *q, const struct exchange *e, const struct sip_index *x,
                  uint32_t leg, unsigned method)
{
    if (e->leg != leg || e->cseq != x->cseq || e->method != method)
        return false;
    const struct sip_index *y = inquiry_index(q, e->first);
    return y && slice_eq(x->via_branch, y->via_branch) && slice_eq(x->from_tag, y->from_tag);
}

/* The slot of the exchange that this message belongs to, or the free one where it would stand. */
static uint16_t *find(struct inquiry *q, const struct sip_index *x, uint32_t leg, unsigned method)
{
    struct exchanges *s = q->desk->exchanges;
    const struct hash_key *key = &q->store->key;
    uint64_t h = hash_mix(hash_sip(key, x->via_branch.p, x->via_branch.n),
                          hash_sip(key, x->from_tag.p, x->from_tag.n));
    h = hash_mix(h, (uint64_t)leg << 32 | x->cseq) + method;
    unsigned i = (unsigned)h & s->mask;
    while (s->slot[i] != NO_ONE && !is_of(q, &s->exchange[s->slot[i]], x, leg, method))
        i = (i + 1) & s->mask;
    return &s->slot[i];
}

static struct exchange *begin(struct exchanges *s, const struct sip_index *x, unsigned i,
                              uint32_t leg, unsigned method)
{
    struct exchange *e = &s->exchange[s->n++];
    *e = (struct exchange){ .leg = leg,
                            .cseq = x->cseq,
                            .method = method,
                            .first = i,
                            .request = EXCHANGE_NONE,
                            .last_request = EXCHANGE_NONE,
                            .provisional = EXCHANGE_NONE,
                            .last_provisional = EXCHANGE_NONE,
                            .final = EXCHANGE_NONE,
                            .ack = EXCHANGE_NONE,
                            .vias = x->vias };
    return e;
}

static void add(struct inquiry *q, struct exchange *e, unsigned i)
{
    const struct message *m = inquiry_message(q, i)->message;
    if (message_is_request(m)) {
        if (m->code != e->method) {
            e->ack = e->ack == EXCHANGE_NONE ? i : e->ack;
            return;
        }
        if (e->request == EXCHANGE_NONE)
            e->request = i;
        e->last_request = i;
    } else if (m->code < 200) {
        if (e->provisional == EXCHANGE_NONE)
            e->provisional = i;
        if (m->code > 100)
            e->last_provisional = i;
    } else if (e->final == EXCHANGE_NONE || (m->code / 100 == 2 && e->code / 100 != 2)) {
        e->final = i;
        e->code = m->code;
    }
}

static void place(struct inquiry *q, unsigned i)
{
    struct exchanges *s = q->desk->exchanges;
    const struct message *m = inquiry_message(q, i)->message;
    const struct sip_index *x = inquiry_index(q, i);
    s->of[i] = s->next[i] = NO_ONE;
    if (!x) {
        s->unread = true;
        return;
    }
    unsigned method = inquiry_method(q, i);
    uint16_t *slot = NULL;
    if (message_is_request(m) && method == SIP_METHOD_ACK)
        slot = find(q, x, m->leg, SIP_METHOD_INVITE);
    if (!slot || *slot == NO_ONE)
        slot = find(q, x, m->leg, method);
    if (*slot == NO_ONE) {
        *slot = (uint16_t)s->n;
        begin(s, x, i, m->leg, method);
    } else {
        s->next[s->exchange[*slot].last] = (uint16_t)i;
    }
    s->exchange[*slot].last = i;
    s->of[i] = *slot;
    add(q, &s->exchange[*slot], i);
}

static const struct exchanges *ready(struct inquiry *q)
{
    struct exchanges *s = q->desk->exchanges;
    if (s->ready)
        return s;
    s->ready = true;
    s->unread = false;
    s->n = 0;
    s->mask = 1;
    unsigned n = inquiry_messages(q);
    while (s->mask + 1 < 2 * n)
        s->mask = 2 * s->mask + 1;
    memset(s->slot, 0xff, (s->mask + 1) * sizeof(s->slot[0]));
    for (unsigned i = 0; i < n; i++)
        place(q, i);
    return s;
}

unsigned exchange_count(struct inquiry *q)
{
    return ready(q)->n;
}

const struct exchange *exchange_get(struct inquiry *q, unsigned e)
{
    return &ready(q)->exchange[e];
}

const struct exchange *exchange_of(struct inquiry *q, unsigned i)
{
    const struct exchanges *s = ready(q);
    return i < inquiry_messages(q) && s->of[i] != NO_ONE ? &s->exchange[s->of[i]] : NULL;
}

unsigned exchange_next(struct inquiry *q, unsigned i)
{
    const struct exchanges *s = ready(q);
    return s->next[i] == NO_ONE ? EXCHANGE_NONE : s->next[i];
}

bool exchange_is_whole(struct inquiry *q)
{
    return !ready(q)->unread && inquiry_messages(q) < INQUIRY_MESSAGES;
}

bool exchange_is_nearest(struct inquiry *q, const struct exchange *x)
{
    const struct exchanges *s = ready(q);
    const struct sip_index *mine = inquiry_index(q, x->first);
    for (unsigned i = 0; mine && i < s->n; i++) {
        const struct exchange *e = &s->exchange[i];
        if (e->leg != x->leg || e->cseq != x->cseq || e->method != x->method || e->vias >= x->vias)
            continue;
        const struct sip_index *y = inquiry_index(q, e->first);
        if (y && slice_eq(mine->from_tag, y->from_tag))
            return false;
    }
    return true;
}

/* ---- sent again */

static bool is_copy(struct inquiry *q, unsigned i, unsigned k)
{
    const struct message *a = inquiry_message(q, i)->message, *b = inquiry_message(q, k)->message;
    if (a->path != b->path || a->code != b->code || message_is_request(a) != message_is_request(b))
        return false;
    const struct sip_index *x = inquiry_index(q, i), *y = inquiry_index(q, k);
    return x && y && slice_eq(x->to_tag, y->to_tag) &&
           slice_eq(sip_header_find(x, SIP_RSEQ), sip_header_find(y, SIP_RSEQ));
}

void sendings_of(struct inquiry *q, unsigned i, struct sendings *out)
{
    int64_t start = inquiry_message(q, i)->message->time_ns;
    *out = (struct sendings){ .sent = 1, .first = i, .last = i, .proofs = 1 };
    out->proof[0] = inquiry_message(q, i)->row;
    for (unsigned k = exchange_next(q, i); k != EXCHANGE_NONE; k = exchange_next(q, k)) {
        const struct exhibit *e = inquiry_message(q, k);
        if (e->message->time_ns - start - out->took_ns < SENDINGS_GAP_NS || !is_copy(q, i, k))
            continue;
        out->sent++;
        out->last = k;
        out->took_ns = e->message->time_ns - start;
        out->proofs += out->proofs < FINDING_PROOFS;
        out->proof[out->proofs - 1] = e->row;
    }
}

void sendings_prove(struct inquiry *q, struct finding *f, const struct sendings *s)
{
    for (unsigned i = 0; i < s->proofs; i++)
        inquiry_prove(q, f, s->proof[i]);
}

void sendings_say(struct inquiry *q, struct finding *f, const struct sendings *s)
{
    if (s->sent == 1) {
        inquiry_say(q, f, "once");
        return;
    }
    inquiry_say(q, f, "%u times in ", s->sent);
    inquiry_say_time(q, f, s->took_ns);
}
