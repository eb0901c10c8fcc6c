/* The latest target is the one that counts. */
#include "decode/session/relation_forward.h"

#include "decode/session/turn.h"

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

/* Does the INVITE say that it was diverted from whom the caller wanted (5806; 7044)? */
static bool says_diverted(const struct sight *x)
{
    struct slice from = { NULL, 0 };
    return sip_header_by_name(x->i, SLICE("Diversion"), 0, &from) && x->to &&
           relation_user(x->s, from) == x->to && relation_uri_user(x->s, x->i->uri) != x->to;
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
