/* The latest target is the one that counts. */
#include "decode/session/relation_forward.h"

#include "decode/session/turn.h"
#include "decode/sip/field.h"

void relation_redirected(const struct sight *x)
{
    struct turn *turn = turn_get(x->s, store_leg(x->s, x->leg));
    if (!turn || (turn->m_forward && !turn->m_forwarded))
        return; /* its next hop */
    if (x->b->code == 181 && turn->m_forwarded)
        return; /* said of what has happened */
    turn->m_forward = x->message;
    turn->m_forwarded = turn->m_reached = 0;
}

void relation_refused_below(const struct sight *x)
{
    struct turn *turn = turn_get(x->s, store_leg(x->s, x->leg));
    if (turn)
        turn->m_refused = x->message;
}

static bool has_cause(struct slice entry)
{
    return entry.n && memmem(entry.p, entry.n, "cause", 5);
}

uint64_t relation_forwarder(const struct sight *x)
{
    struct slice list = { NULL, 0 }, entry, before = { NULL, 0 }, last = { NULL, 0 };
    size_t at = 0;
    if (sip_header_by_name(x->i, SLICE("Diversion"), 0, &list))
        return relation_user(x->s, list);
    if (!sip_header_by_name(x->i, SLICE("History-Info"), 0, &list))
        return 0;
    for (int n = 0; n < FORWARD_ENTRIES && sip_value_next(list, &at, &entry); n++) {
        before = last;
        last = entry;
    }
    return before.n && (has_cause(before) || has_cause(last)) ? relation_user(x->s, before) : 0;
}

/* Does the INVITE say that whom the caller wanted forwarded it to somebody else? */
static bool says_diverted(const struct sight *x)
{
    return x->to && relation_forwarder(x) == x->to && relation_uri_user(x->s, x->i->uri) != x->to;
}

void relation_forwarded(const struct sight *x)
{
    struct turn *turn = turn_of(x->s, store_leg(x->s, x->leg));
    if (!turn)
        return;
    if (!turn->m_forward && turn->m_refused && says_diverted(x))
        turn->m_forward = x->message;
    if (!turn->m_forward)
        return;
    if (!turn->m_forwarded)
        turn->m_forwarded = x->message;
    turn->m_reached = x->message;
}
