/* REFER, its answer, the reports on it, and the call that comes of it. */
#include "decode/session/transfer_see.h"

#include "decode/session/relation_again.h"
#include "decode/session/relation_busy.h"
#include "decode/session/relation_focus.h"
#include "decode/session/transfer.h"
#include "decode/session/turn.h"
#include "decode/sip/field.h"

/* method=BYE and the like end or change a call; they ask for none. */
static bool asks_for_call(const struct sip_uri *u)
{
    struct slice method = sip_param_find(u->params, SLICE("method"));
    return !method.p || slice_ieq(method, SLICE("INVITE"));
}

/* "conf", "conference", "conf-17", but not "confetti". */
static bool is_conference_user(struct slice user)
{
    static const struct slice names[] = { { "conference", 10 }, { "conf", 4 } };
    for (int i = 0; i < 2; i++) {
        if (!slice_istarts(user, names[i]))
            continue;
        char next = user.n > names[i].n ? ascii_lower(user.p[names[i].n]) : '-';
        return next < 'a' || next > 'z';
    }
    return false;
}

/* Is everybody to meet there (4579 5)? */
static bool is_conference(struct slice refer_to, const struct sip_uri *u)
{
    struct sip_address a = sip_address_parse(refer_to);
    return sip_param_find(a.params, SLICE("isfocus")).p ||
           sip_param_find(u->params, SLICE("isfocus")).p ||
           sip_param_find(u->params, SLICE("conf")).p ||
           sip_param_find(u->params, SLICE("conf-id")).p || is_conference_user(u->user);
}

/* The transfer asked for in this leg by that sender with that CSeq; cseq 0: his newest. */
static uint32_t asked_in(const struct sight *x, uint32_t cseq, uint32_t from_tag)
{
    const struct turn *turn = turn_of(x->s, store_leg(x->s, x->leg));
    uint32_t row = turn ? turn->asked : 0;
    for (int n = 0; row && n < TRANSFER_LEG; n++) {
        const struct transfer *t = transfer_find(x->s, row);
        if ((!cseq || t->cseq == cseq) && t->from_tag == from_tag)
            return row;
        row = t->older;
    }
    return 0;
}

/* The REFER on a later hop: the transferee is farther on. */
static void reach(const struct sight *x, uint32_t row)
{
    struct transfer *t = transfer_find(x->s, row);
    if (x->b->vias <= t->vias)
        return;
    transfer_wait_reach(x, row, t->m_asked);
    t->m_asked = x->message;
    t->vias = x->b->vias;
}

/* The REFER that comes again with credentials, or with another number after a 491. */
static bool comes_again(const struct sight *x)
{
    uint32_t row = asked_in(x, 0, (uint32_t)x->b->from_tag);
    struct transfer *t = transfer_find(x->s, row);
    if (!t || !(t->flags & TRANSFER_CHALLENGED) || !transfer_wait_same(x, row))
        return false;
    t->flags &= (uint8_t)~TRANSFER_CHALLENGED;
    t->cseq = x->b->cseq;
    t->m_asked = x->message;
    t->vias = x->b->vias;
    t->m_decided = t->answer = t->answer_vias = 0;
    return true;
}

/* "norefersub" alone says only that it could do without. */
static bool wants_no_report(const struct sight *x)
{
    struct slice sub = { NULL, 0 }, require = sip_header_find(x->i, SIP_REQUIRE);
    sip_header_by_name(x->i, SLICE("Refer-Sub"), 0, &sub);
    if (slice_istarts(sub, SLICE("false")))
        return true;
    if (!require.p)
        sip_header_by_name(x->i, SLICE("Require"), 0, &require);
    size_t at = 0;
    struct slice option;
    while (sip_value_next(require, &at, &option))
        if (slice_ieq(slice_trim(option), SLICE("nosub")) ||
            slice_ieq(slice_trim(option), SLICE("explicitsub")))
            return true;
    return false;
}

/* The call that the REFER is about: in its own dialog, or the one that Target-Dialog names, or the
 * one that the two have. */
static uint32_t subject_of(const struct sight *x)
{
    const struct leg *leg = store_leg(x->s, x->leg);
    struct named_dialog d = relation_dialog(x->s, sip_header_find(x->i, SIP_TARGET_DIALOG));
    if (leg->kind == LEG_CALL && x->b->to_tag)
        return x->leg;
    if (d.leg)
        return d.leg;
    uint32_t found = relation_between(x);
    if (found)
        link_add(x->s, found, x->leg, LINK_TRANSFER, LINK_BIT(SESSION_SAME_PARTIES), 75);
    return found;
}

/* What Replaces in its Refer-To names, into the row. The hash of that Call-ID. */
static uint64_t note_replaces(const struct sight *x, struct transfer *t)
{
    struct named_dialog d = relation_refer_dialog(x->s, sip_header_find(x->i, SIP_REFER_TO));
    const struct dialog *dialog = store_dialog(x->s, d.dialog);
    if (!d.key)
        return 0;
    t->flags |= TRANSFER_REPLACES;
    t->flags |= dialog ? TRANSFER_REPLACES_FOUND : 0;
    t->flags |= dialog && dialog->state == DIALOG_EARLY ? TRANSFER_EARLY : 0;
    t->consultation = d.leg;
    if (d.leg)
        link_add(x->s, t->subject ? t->subject : x->leg, d.leg, LINK_CONSULTATION,
                 LINK_BIT(SESSION_REFER_REPLACES), dialog ? 100 : 80);
    return d.call;
}

/* Files it with its leg and its subject; where that is not in the capture, with the call that the
 * transferor had with the target. */
static void file_transfer(const struct sight *x, uint32_t row, struct transfer *t)
{
    struct turn *turn = t->leg ? turn_get(x->s, store_leg(x->s, t->leg)) : NULL;
    if (turn) {
        t->older = turn->asked;
        turn->asked = row;
    }
    uint32_t stands_on = t->subject ? t->subject : t->consultation;
    turn = stands_on ? turn_get(x->s, store_leg(x->s, stands_on)) : NULL;
    if (turn) {
        t->elder = turn->subject;
        turn->subject = row;
    }
}

static void begin(const struct sight *x)
{
    uint32_t row = pool_new(&x->s->transfers);
    struct transfer *t = transfer_find(x->s, row);
    if (!t)
        return;
    t->m_refer = t->m_asked = x->message;
    t->leg = x->leg;
    t->cseq = x->b->cseq;
    t->from_tag = (uint32_t)x->b->from_tag;
    t->vias = x->b->vias;
    t->flags = wants_no_report(x) ? TRANSFER_QUIET : 0;
    t->subject = subject_of(x);
    uint64_t call = note_replaces(x, t);
    if (!call && (t->consultation = relation_given_up(x, t->subject))) {
        t->flags |= TRANSFER_CONSULTED;
        link_add(x->s, t->subject ? t->subject : x->leg, t->consultation, LINK_CONSULTATION,
                 LINK_BIT(SESSION_REFER_TO), 80);
    }
    file_transfer(x, row, t);
    transfer_wait_add(x, row, call);
}

/* Outside of the call that it is about, it is of the same story all the same. */
static void link_target_dialog(const struct sight *x)
{
    struct named_dialog d = relation_dialog(x->s, sip_header_find(x->i, SIP_TARGET_DIALOG));
    if (d.leg)
        link_add(x->s, d.leg, x->leg, LINK_TRANSFER, LINK_BIT(SESSION_TARGET_DIALOG),
                 d.dialog ? 100 : 80);
}

void transfer_see_refer(const struct sight *x)
{
    link_target_dialog(x);
    struct slice to = sip_header_find(x->i, SIP_REFER_TO);
    struct sip_uri u = sip_uri_parse(sip_address_parse(to).uri);
    uint32_t row = asked_in(x, x->b->cseq, (uint32_t)x->b->from_tag);
    if (row)
        reach(x, row);
    else if (!to.n || !asks_for_call(&u) || comes_again(x))
        return;
    else if (is_conference(to, &u) || relation_goes_to_focus(x))
        transfer_wait_add(x, 0, 0);
    else
        begin(x);
}

/* What is answered at the transferee's hop counts; until that is seen, what a proxy says. */
void transfer_see_answer(const struct sight *x)
{
    uint32_t row = asked_in(x, x->b->cseq, (uint32_t)x->b->from_tag);
    struct transfer *t = transfer_find(x->s, row);
    if (!t || (t->m_decided && x->b->vias <= t->answer_vias))
        return;
    t->answer_vias = x->b->vias;
    t->m_decided = x->message;
    t->answer = x->b->code;
    t->flags &= (uint8_t)~TRANSFER_CHALLENGED;
    t->flags |= t->answer == 401 || t->answer == 407 || t->answer == 491 ? TRANSFER_CHALLENGED : 0;
    struct slice sub = { NULL, 0 };
    if (t->answer < 300 && sip_header_by_name(x->i, SLICE("Refer-Sub"), 0, &sub) &&
        slice_istarts(sub, SLICE("false")))
        t->flags |= TRANSFER_QUIET;
}

/* The status in a body of message/sipfrag (3420), 0: none. */
static unsigned sipfrag_status(struct slice body)
{
    body = slice_trim(body);
    if (!slice_istarts(body, SLICE("SIP/2.0")))
        return 0;
    size_t digits;
    uint64_t code =
        slice_number(slice_trim(slice_sub(body, 7, slice_index(body, '\n'))), 1000, &digits);
    return digits == 3 && code >= 100 && code < 700 ? (unsigned)code : 0;
}

/* The transfer that a NOTIFY is about: by the id of its Event, which is the CSeq of the REFER
 * (3515 2.4.6). */
static struct transfer *reported(const struct sight *x, struct slice event)
{
    size_t semi = slice_index(event, ';');
    struct slice id = sip_param_find(slice_sub(event, semi, event.n), SLICE("id"));
    uint32_t cseq = (uint32_t)slice_number(id, UINT32_MAX, NULL);
    uint32_t sender = (uint32_t)x->b->to_tag;
    uint32_t row = cseq ? asked_in(x, cseq, sender) : 0;
    return transfer_find(x->s, row ? row : asked_in(x, 0, sender));
}

void transfer_see_notify(const struct sight *x)
{
    struct slice event = sip_header_find(x->i, SIP_EVENT);
    if (!slice_ieq(slice_trim(slice_sub(event, 0, slice_index(event, ';'))), SLICE("refer")))
        return;
    struct transfer *t = reported(x, event);
    if (!t)
        return;
    if (slice_istarts(sip_header_find(x->i, SIP_SUBSCRIPTION_STATE), SLICE("terminated")))
        t->flags |= TRANSFER_REPORTED_ALL;
    unsigned status = sipfrag_status(x->i->body);
    if (!status || t->sipfrag >= 200 || (t->m_notify && status == t->sipfrag))
        return;
    t->sipfrag = (uint16_t)status;
    t->m_notify = x->message;
}

/* sip:park@…, sip:701@…;orbit=701 */
static bool is_park(const struct sight *x)
{
    struct sip_uri u = sip_uri_parse(x->i->uri);
    return slice_istarts(u.user, SLICE("park")) || slice_istarts(u.user, SLICE("callpark")) ||
           sip_param_find(u.params, SLICE("orbit")).p;
}

static void led_to(const struct sight *x, uint32_t row, struct transfer *t)
{
    struct turn *turn = turn_get(x->s, store_leg(x->s, x->leg));
    t->m_invite = x->message;
    t->target = x->leg;
    if (turn)
        turn->made_for = row;
}

void transfer_see_invite(const struct sight *x, const struct transfer_match *match)
{
    struct transfer *t = transfer_find(x->s, match->transfer);
    uint32_t parent = t && t->subject ? t->subject : match->leg;
    enum link_kind kind = !t ? LINK_CONFERENCE : is_park(x) ? LINK_PARK : LINK_TRANSFER;
    link_add(x->s, parent, x->leg, kind, match->because | LINK_BIT(SESSION_REFER),
             match->confidence);
    if (!t)
        return;
    t->because = match->because;
    t->confidence = (uint8_t)match->confidence;
    led_to(x, match->transfer, t);
}

void transfer_see_replaces(const struct sight *x, const struct named_dialog *d)
{
    const struct dialog *dialog = store_dialog(x->s, d->dialog);
    uint32_t row = pool_new(&x->s->transfers);
    struct transfer *t = transfer_find(x->s, row);
    if (!t)
        return;
    t->flags = TRANSFER_REPLACES;
    t->flags |= dialog ? TRANSFER_REPLACES_FOUND : 0;
    t->flags |= dialog && dialog->state == DIALOG_EARLY ? TRANSFER_EARLY : 0;
    t->subject = t->consultation = d->leg;
    t->because = LINK_BIT(SESSION_REPLACES);
    t->confidence = 100;
    file_transfer(x, row, t);
    led_to(x, row, t);
}
