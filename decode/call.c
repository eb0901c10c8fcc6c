/* From messages to the state of a call. Joining legs into calls and sessions is left to others. */
#include "decode/call.h"

#include "decode/session/link.h"
#include "decode/session/transfer.h"
#include "decode/session/turn.h"

enum { LAST_CODE = 699 }; /* 3261 21: larger ones are no answers */

static int64_t time_of(const struct store *s, uint32_t message)
{
    return store_message(s, message)->time_ns;
}

/* Is the message on the hop nearest the caller that the capture shows? */
static bool nearest(const struct store *s, const struct leg *leg, const struct brief *b,
                    uint32_t message)
{
    uint32_t path = store_message(s, message)->path;
    return b->vias == leg->vias || path >> 1 == leg->top_path >> 1;
}

/* The same for CANCEL, which has one Via on every hop (3261 9.1): between the hosts of the first
 * INVITE, whichever way. */
static bool on_nearest_hop(const struct store *s, const struct leg *leg, uint32_t message)
{
    const struct path *p = store_path(s, store_message(s, message)->path >> 1);
    const struct path *top = store_path(s, leg->top_path >> 1);
    return !top || (addr_eq(&p->end[0].addr, &top->end[0].addr) &&
                    addr_eq(&p->end[1].addr, &top->end[1].addr));
}

/* Is the message in the dialog that the first answer made, as far as can be told? */
static bool in_answered_dialog(const struct leg *leg, uint32_t dialog)
{
    return !leg->answer_dialog || !dialog || dialog == leg->answer_dialog;
}

/* What was answered to one attempt. */
#define LEG_ANSWERED_SO (LEG_TRYING | LEG_PROGRESS | LEG_RANG | LEG_DEEP_RANG | LEG_CHALLENGED)

/* A new attempt: what was answered to the one before does not count any more. */
static void begin_attempt(struct leg *leg, const struct brief *b)
{
    leg->cseq = b->cseq;
    leg->from_tag = (uint32_t)b->from_tag;
    leg->final = leg->deep_final = 0;
    leg->m_final = 0;
    leg->flags &= (uint16_t)~LEG_ANSWERED_SO;
}

static void see_invite(const struct store *s, struct leg *leg, const struct brief *b,
                       uint32_t message)
{
    bool first = !leg->m_invite, nearer = b->vias < leg->vias;
    bool another = b->cseq != leg->cseq; /* after a challenge or a 3xx */
    if (!first && !another && !b->to_tag && b->vias > leg->vias)
        leg->deep_final = 0; /* a proxy tries one more */
    if (b->to_tag || !(first || nearer || (another && b->vias == leg->vias)))
        return;
    if (another || (first && (uint32_t)b->from_tag != leg->from_tag))
        begin_attempt(leg, b);
    if (first || nearer)
        leg->vias = b->vias;
    if (first || time_of(s, message) < time_of(s, leg->m_invite))
        leg->m_invite = message;
    leg->top_path = store_message(s, message)->path;
}

static void see_provisional(struct leg *leg, const struct brief *b, uint32_t message, bool near)
{
    if (!near) {
        leg->flags |= b->code == 180 ? LEG_DEEP_RANG : 0;
        return;
    }
    leg->flags |= b->code == 100 ? LEG_TRYING : b->code == 180 ? LEG_RANG : LEG_PROGRESS;
    if (b->code > 100 && !leg->m_ring)
        leg->m_ring = message;
}

static void see_answer(struct leg *leg, const struct brief *b, uint32_t message, uint32_t dialog,
                       bool near)
{
    if (!near) {
        leg->deep_final = b->code;
        leg->flags |= LEG_DEEP_ANSWER;
    }
    if (!leg->m_answer || (near && leg->final < 200)) {
        leg->m_answer = message;
        leg->answer_dialog = dialog;
    }
    if (near) {
        leg->final = b->code;
        leg->answers = (uint8_t)(leg->answers + (leg->answers < UINT8_MAX));
    }
    leg->session_s = b->session_s;
    leg->m_refresh = message;
}

static void see_invite_answer(const struct store *s, struct leg *leg, const struct brief *b,
                              uint32_t message, uint32_t dialog)
{
    bool ours = b->cseq == leg->cseq && (uint32_t)b->from_tag == leg->from_tag;
    if (!leg->m_invite && !ours) { /* the answer is in the capture before its INVITE */
        begin_attempt(leg, b);
        leg->vias = b->vias;
        leg->top_path = store_message(s, message)->path ^ 1;
        ours = true;
    }
    if (!ours) {
        if (b->code / 100 == 2 && leg->m_answer && b->session_s) { /* re-INVITE: a refresh (4028) */
            leg->session_s = b->session_s;
            leg->m_refresh = message;
        }
        return;
    }
    bool near = nearest(s, leg, b, message);
    if (b->code < 200) {
        see_provisional(leg, b, message, near);
    } else if (b->code < 300) {
        see_answer(leg, b, message, dialog, near);
    } else if (!near) {
        leg->deep_final = b->code;
    } else if (leg->final < 200 || leg->final >= 300) {
        leg->final = b->code;
        leg->m_final = message;
        if (b->code == 401 || b->code == 407)
            leg->flags |= LEG_CHALLENGED;
    }
}

/* Within 5 s of when the refresh was due, or of when the other side gives up (4028 8, 10). */
static bool timer_ran_out(const struct store *s, const struct leg *leg, uint32_t bye)
{
    if (!leg->session_s || !leg->m_refresh)
        return false;
    int64_t after = (time_of(s, bye) - time_of(s, leg->m_refresh)) / 1000000; /* ms */
    int64_t due = (int64_t)leg->session_s * 1000;
    int64_t margin = due / 3 < 32000 ? due / 3 : 32000;
    int64_t early = after - (due - margin), late = after - due;
    return (early >= -5000 && early <= 5000) || (late >= -5000 && late <= 5000);
}

static void see_bye(const struct store *s, struct leg *leg, const struct brief *b, uint32_t message,
                    uint32_t dialog)
{
    if (leg->m_bye || !in_answered_dialog(leg, dialog))
        return;
    leg->m_bye = message;
    if (leg->m_invite && (uint32_t)b->from_tag == leg->from_tag)
        leg->flags |= LEG_CALLER_LEFT;
    else if (leg->m_invite && (uint32_t)b->to_tag == leg->from_tag)
        leg->flags |= LEG_CALLEE_LEFT;
    if (timer_ran_out(s, leg, message))
        leg->flags |= LEG_EXPIRED;
}

static void see_request(const struct store *s, struct leg *leg, const struct brief *b,
                        uint32_t message, uint32_t dialog)
{
    switch (b->method) {
    case SIP_METHOD_INVITE:
        see_invite(s, leg, b, message);
        break;
    case SIP_METHOD_ACK:
        if (!leg->m_ack && leg->m_answer && b->cseq == leg->cseq &&
            (!leg->answer_dialog || dialog == leg->answer_dialog))
            leg->m_ack = message;
        break;
    case SIP_METHOD_CANCEL:
        if (leg->m_invite && !on_nearest_hop(s, leg, message))
            break;
        if (!leg->m_cancel)
            leg->m_cancel = message;
        if (b->flags & BRIEF_ELSEWHERE)
            leg->flags |= LEG_ELSEWHERE;
        break;
    case SIP_METHOD_BYE:
        see_bye(s, leg, b, message, dialog);
        break;
    default:
        break;
    }
}

/* An answer may stand before its request in the capture, so none of this asks for the request. */
static void see_response(const struct store *s, struct leg *leg, const struct brief *b,
                         uint32_t message, uint32_t dialog)
{
    bool final = b->code >= 200, success = b->code / 100 == 2;
    switch (b->method) {
    case SIP_METHOD_INVITE:
        see_invite_answer(s, leg, b, message, dialog);
        break;
    case SIP_METHOD_CANCEL:
        if (success && on_nearest_hop(s, leg, message))
            leg->flags |= LEG_CANCEL_OK;
        break;
    case SIP_METHOD_BYE:
        if (final && b->code != 401 && b->code != 407 && !leg->m_end &&
            in_answered_dialog(leg, dialog))
            leg->m_end = message;
        break;
    case SIP_METHOD_UPDATE:
        if (success && b->session_s && leg->m_answer) {
            leg->session_s = b->session_s;
            leg->m_refresh = message;
        }
        break;
    default:
        break;
    }
}

/* Which kind of leg a method makes; an INVITE usage wins over the others. */
static uint8_t kind_of(unsigned method)
{
    switch (method) {
    case SIP_METHOD_INVITE:
    case SIP_METHOD_ACK:
    case SIP_METHOD_BYE:
    case SIP_METHOD_CANCEL:
    case SIP_METHOD_PRACK:
        return LEG_CALL;
    case SIP_METHOD_REGISTER:
        return LEG_REGISTRATION;
    case SIP_METHOD_SUBSCRIBE:
    case SIP_METHOD_NOTIFY:
        return LEG_SUBSCRIPTION;
    default:
        return LEG_OTHER;
    }
}

static void see_kind(struct store *s, struct leg *leg, const struct brief *b)
{
    uint8_t kind = kind_of(b->method);
    if (kind == LEG_OTHER || leg->kind == LEG_CALL || (leg->kind && kind != LEG_CALL))
        return;
    leg->kind = kind & 3U;
    if (kind != LEG_CALL || !(leg->call = pool_new(&s->calls)))
        return;
    *store_call(s, leg->call) =
        (struct call){ .leg = store_message(s, leg->first)->leg, .legs = 1 };
    s->counts.calls++;
}

void call_see(struct store *s, struct leg *leg, const struct brief *b, uint32_t message,
              uint32_t dialog, bool repeat)
{
    see_kind(s, leg, b);
    if (repeat) {
        if (b->method == SIP_METHOD_INVITE && b->code / 100 == 2 && b->cseq == leg->cseq &&
            nearest(s, leg, b, message))
            leg->answers = (uint8_t)(leg->answers + (leg->answers < UINT8_MAX));
        return;
    }
    if (b->flags & BRIEF_REQUEST)
        see_request(s, leg, b, message, dialog);
    else
        see_response(s, leg, b, message, dialog);
    if (leg->kind != LEG_CALL && !(b->flags & BRIEF_REQUEST) && b->code >= 200) {
        leg->final = b->code; /* of a registration and the like the latest answer is what counts */
        leg->m_final = message;
    }
}

/* The 2xx was sent again and again, and no ACK is in the capture. */
static bool never_acknowledged(const struct leg *leg)
{
    return !leg->m_ack && leg->answers >= 3;
}

static enum call_state answered_state(const struct store *s, const struct leg *leg, int64_t end_ns)
{
    int64_t waited = (leg->m_bye ? time_of(s, leg->m_bye) : end_ns) - time_of(s, leg->m_answer);
    if (never_acknowledged(leg) && (leg->m_bye || waited >= CALL_WAIT_NS))
        return CALL_FAILED;
    if (leg->m_bye && (leg->m_end || end_ns - time_of(s, leg->m_bye) >= CALL_WAIT_NS))
        return leg->flags & LEG_EXPIRED ? CALL_EXPIRED : CALL_COMPLETED;
    return CALL_IN_CALL;
}

/* What the caller was told last; final: 0, or a code that ends nothing. */
static enum call_state pending_state(const struct store *s, const struct leg *leg, unsigned final,
                                     int64_t end_ns)
{
    if (leg->m_cancel && leg->flags & LEG_CANCEL_OK)
        return leg->flags & LEG_ELSEWHERE ? CALL_ELSEWHERE : CALL_CANCELLED;
    if (leg->flags & (LEG_RANG | LEG_DEEP_RANG))
        return CALL_RINGING;
    if (leg->flags & LEG_PROGRESS)
        return CALL_PROCEEDING;
    if (!final && !(leg->flags & LEG_TRYING) && end_ns - time_of(s, leg->m_invite) >= CALL_WAIT_NS)
        return CALL_FAILED;
    return CALL_TRYING;
}

static enum call_state refused_state(const struct leg *leg, unsigned code)
{
    bool rang = leg->flags & (LEG_RANG | LEG_DEEP_RANG | LEG_PROGRESS);
    switch (code) {
    case 487:
        return leg->flags & LEG_ELSEWHERE ? CALL_ELSEWHERE : CALL_CANCELLED;
    case 486:
    case 600:
        return CALL_BUSY;
    case 403:
    case 603:
    case 607:
    case 608:
        return CALL_REJECTED;
    case 404:
    case 410:
    case 484:
    case 485:
    case 604:
        return CALL_NOT_FOUND;
    case 480:
        return rang ? CALL_NO_ANSWER : CALL_UNAVAILABLE;
    case 408:
        return rang ? CALL_NO_ANSWER : CALL_FAILED;
    default:
        return code < 400 ? CALL_REDIRECTED : CALL_FAILED;
    }
}

void call_prefetch(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    if (!l || !l->m_invite)
        return;
    pool_prefetch(&s->messages, l->first);
    pool_prefetch(&s->messages, l->m_ring);
    pool_prefetch(&s->messages, l->m_answer);
    pool_prefetch(&s->messages, l->m_ack);
    pool_prefetch(&s->messages, l->m_bye);
    pool_prefetch(&s->messages, l->m_end);
}

enum call_state call_own_state(const struct store *s, const struct leg *leg, int64_t end_ns,
                               bool over, unsigned *code)
{
    unsigned final = leg->final;
    if (!final && leg->m_answer)
        final = store_message(s, leg->m_answer)->code;
    else if (!final && !(leg->flags & (LEG_TRYING | LEG_PROGRESS | LEG_RANG)))
        final = leg->deep_final; /* the way back to the caller is not in the capture */
    *code = final;
    if (!leg->m_invite)
        return CALL_INCOMPLETE;
    if (leg->m_answer)
        return answered_state(s, leg, end_ns);
    switch (final) {
    case 401:
    case 407: /* the retry may still come */
        if (over || (leg->m_final && end_ns - time_of(s, leg->m_final) >= CALL_WAIT_NS))
            return CALL_FAILED;
        return CALL_TRYING;
    case 0:
    case 422:
    case 423:
    case 491: /* never the end of a call by themselves */
        return pending_state(s, leg, final, end_ns);
    default:
        return refused_state(leg, final);
    }
}

/* By an INVITE with Replaces that succeeded (3891). A call that nobody had answered was picked up.
 */
static enum call_state taken_state(const struct store *s, const struct turn *turn,
                                   enum call_state state)
{
    const struct leg *by = store_leg(s, turn->taken_by);
    if (!by || !by->m_answer)
        return state;
    switch (state) {
    case CALL_IN_CALL:
    case CALL_COMPLETED:
    case CALL_EXPIRED:
        return turn->flags & TURN_EARLY ? state : CALL_REPLACED;
    case CALL_TRYING:
    case CALL_PROCEEDING:
    case CALL_RINGING:
    case CALL_CANCELLED:
        return CALL_ELSEWHERE;
    default:
        return state;
    }
}

enum call_state call_state(const struct store *s, const struct leg *leg, int64_t end_ns, bool over,
                           unsigned *code)
{
    enum call_state state = call_own_state(s, leg, end_ns, over, code);
    if (!s->turns.n)
        return state;
    uint32_t first = store_message(s, leg->first)->leg, row = first;
    for (int n = 0; row && n < CALL_LEGS; n++, row = call_next(s, row, first)) {
        const struct turn *turn = turn_of(s, store_leg(s, row));
        enum call_state taken = turn ? taken_state(s, turn, state) : state;
        if (taken != state)
            return taken;
    }
    const struct transfer *x =
        state == CALL_COMPLETED ? transfer_find(s, transfer_of_call(s, leg->call)) : NULL;
    return x && x->subject && transfer_succeeded(s, x) ? CALL_TRANSFERRED : state;
}

enum call_side call_hung_up(const struct leg *leg)
{
    return !leg->m_bye                    ? CALL_NOBODY
           : leg->flags & LEG_CALLER_LEFT ? CALL_CALLER
           : leg->flags & LEG_CALLEE_LEFT ? CALL_CALLEE
                                          : CALL_OTHER;
}

/* The first answer with this code up to the last one of the leg. */
static uint32_t first_answer(const struct store *s, const struct leg *leg, unsigned code)
{
    uint32_t row = leg->m_invite;
    for (int n = 0; code >= 300 && row && n < CALL_ANSWERS; n++) {
        const struct message *m = store_message(s, row);
        if (!message_is_request(m) && m->code == code)
            return row;
        if (row == leg->m_final)
            break;
        row = m->next;
    }
    return 0;
}

static uint32_t earlier(const struct store *s, uint32_t a, uint32_t b)
{
    return !a || (b && time_of(s, b) < time_of(s, a)) ? b : a;
}

uint32_t call_refused_at(const struct store *s, uint32_t leg)
{
    const struct leg *top = store_leg(s, leg);
    uint32_t same = 0, other = 0; /* with the code that the caller got, with another one */
    if (top->m_answer)
        return 0;
    for (uint32_t i = leg; i; i = call_next(s, i, leg)) {
        const struct leg *l = store_leg(s, i);
        same = earlier(s, same, first_answer(s, l, top->final));
        other = earlier(s, other, first_answer(s, l, l->deep_final));
        if (i != leg && !l->m_answer)
            other = earlier(s, other, first_answer(s, l, l->final));
    }
    return same && same != top->m_final ? same
           : other                      ? other
           : top->final < 300           ? 0
                                        : top->m_final;
}

static int64_t between(const struct store *s, uint32_t from, uint32_t to)
{
    return from && to ? time_of(s, to) - time_of(s, from) : -1;
}

int64_t call_pdd(const struct store *s, const struct leg *leg)
{
    return between(s, leg->m_invite, leg->m_ring ? leg->m_ring : leg->m_answer);
}

int64_t call_setup(const struct store *s, const struct leg *leg)
{
    return between(s, leg->m_invite, leg->m_answer);
}

int64_t call_talk(const struct store *s, const struct leg *leg)
{
    if (never_acknowledged(leg))
        return -1;
    return between(s, leg->m_answer, leg->m_bye);
}
