/* UDP-FRAGMENT: SIP over UDP that does not fit a packet. Said once for each of the first pairs of
 * hosts, and once for all others. */
#include <string.h>

#include "base/hash.h"
#include "decode/finding/inquiry.h"
#include "decode/mark.h"

enum { PAIRS = 256, SLOTS = 4 * PAIRS, TOLD = 8 }; /* of hosts that are told apart, named */

struct pair {
    struct addr a, b;
    bool used;
};

static bool is_large(const struct store *s, const struct message *m)
{
    return message_transport(s, m) == TRANSPORT_UDP && !(m->flags & MESSAGE_REPEAT) &&
           (m->len > MARK_LARGE_BYTES || m->flags & MESSAGE_MANY);
}

/* Whether the pair is new; it is then noted. False too when there are too many. */
static bool is_new(struct pair *pair, unsigned *n, const struct message *m, const struct store *s)
{
    const struct addr *a = &message_src(s, m)->addr, *b = &message_dst(s, m)->addr;
    uint64_t word[4], key;
    memcpy(word, a->ip, 16);
    memcpy(word + 2, b->ip, 16);
    key = hash_mix(word[0], word[1]) + hash_mix(word[2], word[3]); /* either way round */
    unsigned at = (unsigned)(key ^ key >> 32) & (SLOTS - 1);
    for (; pair[at].used; at = (at + 1) & (SLOTS - 1))
        if ((addr_eq(&pair[at].a, a) && addr_eq(&pair[at].b, b)) ||
            (addr_eq(&pair[at].a, b) && addr_eq(&pair[at].b, a)))
            return false;
    if (*n == PAIRS)
        return false;
    pair[at] = (struct pair){ *a, *b, true };
    ++*n;
    return true;
}

static void tell(struct inquiry *q, uint32_t row, const struct message *m, uint64_t lost)
{
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, row);
    if (f && lost)
        f->severity = FINDING_ERROR;
    inquiry_say(q, f, "Messages between ");
    inquiry_say_address(q, f, &message_src(q->store, m)->addr);
    inquiry_say(q, f, " and ");
    inquiry_say_address(q, f, &message_dst(q->store, m)->addr);
    inquiry_say(q, f,
                m->flags & MESSAGE_MANY ? " come in IP fragments (%u bytes)"
                                        : " are larger than a packet may safely be (%u bytes)",
                m->len);
    inquiry_say(q, f, ": on many ways fragments are dropped; TCP would be safe.");
    if (lost)
        inquiry_say(q, f, " In this capture %llu datagrams miss fragments.",
                    (unsigned long long)lost);
}

static void tell_others(struct inquiry *q, const uint32_t *row, unsigned n, unsigned pairs)
{
    struct finding *f = inquiry_find(q);
    for (unsigned i = 0; i < n; i++)
        inquiry_prove(q, f, row[i]);
    inquiry_say(q, f, "Messages of %s%u more pair%s of hosts do not fit a packet either.",
                pairs == PAIRS ? "at least " : "", pairs - TOLD, pairs - TOLD == 1 ? "" : "s");
}

/* Nothing came through, so nobody knows whether it was SIP. */
static void tell_lost(struct inquiry *q, uint64_t lost)
{
    struct finding *f = inquiry_find(q);
    inquiry_say(q, f,
                "%llu datagram%s could not be put together: fragments are missing. Large SIP "
                "messages over UDP are lost so; TCP would be safe.",
                (unsigned long long)lost, lost == 1 ? "" : "s");
}

void finding_udp_fragment(struct inquiry *q)
{
    const struct store *s = q->store;
    struct pair pair[SLOTS] = { { .used = false } };
    struct counters c;
    uint32_t other[FINDING_PROOFS];
    unsigned pairs = 0, others = 0;
    trace_counters(q->trace, &c);
    uint64_t lost = c.v[COUNTER_FRAGMENT_TIMEOUT];
    for (uint32_t leg = 1; leg <= s->legs.n && pairs < PAIRS; leg++) {
        const struct message *m;
        if (!(store_leg(s, leg)->marks & MARK(LARGE)))
            continue;
        for (uint32_t row = store_leg(s, leg)->first; (m = store_message(s, row)); row = m->next)
            if (!is_large(s, m) || !is_new(pair, &pairs, m, s))
                continue;
            else if (pairs <= TOLD)
                tell(q, row, m, lost);
            else if (others < FINDING_PROOFS)
                other[others++] = row;
    }
    if (others)
        tell_others(q, other, others, pairs);
    if (lost && !pairs)
        tell_lost(q, lost);
}
