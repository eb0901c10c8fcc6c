/* Who takes over whose dialog. */
#include "decode/session/relation_take.h"

#include "decode/session/relation_dialog.h"
#include "decode/session/relation_hold.h"
#include "decode/session/transfer_see.h"
#include "decode/session/turn.h"

/* Notes at both legs that x wants to take over the dialog. */
static void note_taken(const struct sight *x, const struct named_dialog *d, bool early)
{
    struct turn *own = turn_get(x->s, store_leg(x->s, x->leg));
    if (own) {
        own->m_replaces = x->message;
        own->flags |= d->dialog ? TURN_REPLACES_FOUND : 0;
    }
    struct leg *named = d->leg != x->leg ? store_leg(x->s, d->leg) : NULL;
    struct turn *taken = named && d->dialog ? turn_get(x->s, named) : NULL;
    const struct leg *before = taken ? store_leg(x->s, taken->taken_by) : NULL;
    if (!taken || (before && before->m_answer))
        return; /* somebody else has it already */
    taken->taken_by = x->leg;
    taken->flags &= (uint8_t)~TURN_EARLY;
    taken->flags |= early ? TURN_EARLY : 0;
}

/* Without a REFER in the capture: an early dialog is picked up; one that its party holds and that
 * nobody was referred to is fetched where it is parked; else somebody was transferred (5589 7). */
static void link_taken(const struct sight *x, const struct named_dialog *d, bool early)
{
    bool referred = sip_header_find(x->i, SIP_REFERRED_BY).p;
    enum link_kind kind = early && !referred                         ? LINK_PICKUP
                          : !referred && relation_is_held(x, d->leg) ? LINK_PARK
                                                                     : LINK_TRANSFER;
    link_add(x->s, d->leg, x->leg, kind, LINK_BIT(SESSION_REPLACES), d->dialog ? 100 : 80);
    if (kind == LINK_TRANSFER && d->dialog)
        transfer_see_replaces(x, d);
}

static void take_over(const struct sight *x, const struct named_dialog *d, bool referred)
{
    const struct dialog *dialog = store_dialog(x->s, d->dialog);
    bool early = dialog && dialog->state == DIALOG_EARLY;
    note_taken(x, d, early);
    if (!d->leg || d->leg == x->leg)
        return;
    if (referred)
        link_add(x->s, d->leg, x->leg, LINK_TRANSFER, LINK_BIT(SESSION_REPLACES),
                 d->dialog ? 100 : 80);
    else
        link_taken(x, d, early);
}

static void join(const struct sight *x)
{
    struct named_dialog d = relation_dialog(x->s, sip_header_find(x->i, SIP_JOIN));
    struct turn *turn = turn_get(x->s, store_leg(x->s, x->leg));
    if (turn) {
        turn->m_join = x->message;
        turn->flags |= d.dialog ? TURN_JOIN_FOUND : 0;
    }
    if (d.leg)
        link_add(x->s, d.leg, x->leg, LINK_CONFERENCE, LINK_BIT(SESSION_JOIN), d.dialog ? 100 : 80);
}

bool relation_take(const struct sight *x)
{
    struct named_dialog d = relation_dialog(x->s, sip_header_find(x->i, SIP_REPLACES));
    struct transfer_match match = { .leg = 0 };
    if (window_is_live(&x->r->waits, x->m->time_ns))
        match = transfer_wait_match(x, d.call);
    if (match.leg)
        transfer_see_invite(x, &match);
    if (x->b->more & BRIEF_REPLACES)
        take_over(x, &d, match.leg != 0);
    if (x->b->more & BRIEF_JOIN)
        join(x);
    return match.leg != 0;
}
