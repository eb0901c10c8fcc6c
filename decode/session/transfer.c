/* What a transfer amounts to, worked out from its row and from the legs that it names. */
#include "decode/session/transfer.h"

#include "decode/call.h"
#include "decode/session/link.h"
#include "decode/session/turn.h"
#include "decode/sip/field.h"

enum { CHAIN_MAX = 16 }; /* transfers of one leg that are looked at, the newest first */

static int64_t time_of(const struct store *s, uint32_t message)
{
    return store_message(s, message)->time_ns;
}

uint32_t transfer_of_leg(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    const struct turn *turn = l ? turn_of(s, l) : NULL;
    uint32_t row = turn ? turn->subject : 0;
    for (int n = 0; row && n < CHAIN_MAX; n++) {
        const struct transfer *x = transfer_find(s, row);
        if (x->target)
            return row;
        row = x->elder;
    }
    return turn ? turn->subject : 0;
}

uint32_t transfer_of_call(const struct store *s, uint32_t number)
{
    const struct call *c = call_find(s, number);
    uint32_t best = 0, leg = c ? c->leg : 0;
    for (int n = 0; leg && n < CALL_LEGS; n++, leg = call_next(s, leg, c->leg)) {
        uint32_t row = transfer_of_leg(s, leg);
        const struct transfer *x = transfer_find(s, row), *y = transfer_find(s, best);
        if (x && (!y || (x->target && !y->target) || (!x->target == !y->target && row > best)))
            best = row;
    }
    return best;
}

uint32_t transfer_to_leg(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    const struct turn *turn = l ? turn_of(s, l) : NULL;
    return turn ? turn->made_for : 0;
}

enum transfer_kind transfer_kind(const struct transfer *x)
{
    if (x->flags & TRANSFER_REPLACES)
        return x->flags & TRANSFER_EARLY ? TRANSFER_SEMI : TRANSFER_ATTENDED;
    return x->flags & TRANSFER_CONSULTED ? TRANSFER_SEMI : TRANSFER_BLIND;
}

/* What is known so far: outcome, code, and the message that tells. */
struct verdict {
    enum transfer_outcome outcome;
    unsigned code;
    uint32_t message;
};

/* By the call to the target. A challenge, and what only asks for another try, ends nothing. */
static struct verdict judge_target(const struct store *s, const struct leg *target, int64_t end_ns,
                                   bool over)
{
    unsigned code;
    if (target->m_answer)
        return (struct verdict){ TRANSFER_COMPLETED, 0, target->m_answer };
    if (target->m_ack && target->m_bye)
        return (struct verdict){ TRANSFER_COMPLETED, 0, target->m_bye };
    switch (call_own_state(s, target, end_ns, over, &code)) {
    case CALL_TRYING:
    case CALL_PROCEEDING:
    case CALL_RINGING:
    case CALL_REDIRECTED:
    case CALL_INCOMPLETE:
        return (struct verdict){ TRANSFER_UNKNOWN, 0, 0 };
    case CALL_ELSEWHERE:
        return (struct verdict){ TRANSFER_COMPLETED, 0, target->m_final };
    default:
        return (struct verdict){ TRANSFER_FAILED,
                                 code               ? code
                                 : target->m_cancel ? 487
                                                    : 0,
                                 target->m_final ? target->m_final : target->m_cancel };
    }
}

/* Nobody called the target: a B2BUA joins the two calls that it has, and ends both (5589 7). */
static struct verdict judge_join(const struct store *s, const struct transfer *x)
{
    const struct leg *one = store_leg(s, x->subject), *two = store_leg(s, x->consultation);
    bool both = one && two && one != two && x->m_refer && one->m_bye && two->m_bye;
    int64_t asked_ns = both ? time_of(s, x->m_refer) : 0;
    if (!both || time_of(s, one->m_bye) < asked_ns || time_of(s, two->m_bye) < asked_ns ||
        time_of(s, one->m_bye) - asked_ns > CALL_WAIT_NS ||
        time_of(s, two->m_bye) - asked_ns > CALL_WAIT_NS)
        return (struct verdict){ TRANSFER_ACCEPTED, 0, x->m_decided };
    bool later = time_of(s, two->m_bye) > time_of(s, one->m_bye);
    return (struct verdict){ TRANSFER_COMPLETED, 0, later ? two->m_bye : one->m_bye };
}

static struct verdict judge(const struct store *s, const struct transfer *x, int64_t end_ns,
                            bool over)
{
    const struct leg *target = store_leg(s, x->target);
    bool waits =
        x->flags & TRANSFER_CHALLENGED && !over && end_ns - time_of(s, x->m_decided) < CALL_WAIT_NS;
    if (x->answer >= 300 && !waits)
        return (struct verdict){ TRANSFER_REFUSED, x->answer, x->m_decided };
    if (x->sipfrag >= 300)
        return (struct verdict){ TRANSFER_FAILED, x->sipfrag, x->m_notify };
    if (x->sipfrag >= 200)
        return (struct verdict){ TRANSFER_COMPLETED, 0, x->m_notify };
    if (target)
        return judge_target(s, target, end_ns, over);
    bool taken = x->answer / 100 == 2 || x->sipfrag;
    return taken ? judge_join(s, x) : (struct verdict){ TRANSFER_UNKNOWN, 0, 0 };
}

enum transfer_outcome transfer_outcome(const struct store *s, const struct transfer *x,
                                       int64_t end_ns, bool over, unsigned *code)
{
    struct verdict v = judge(s, x, end_ns, over);
    *code = v.code;
    return v.outcome;
}

bool transfer_succeeded(const struct store *s, const struct transfer *x)
{
    struct verdict v = judge(s, x, s->last_ns, false);
    return v.outcome == TRANSFER_COMPLETED || v.outcome == TRANSFER_ACCEPTED;
}

uint32_t transfer_deciding(const struct store *s, const struct transfer *x)
{
    return judge(s, x, s->last_ns, false).message;
}

const char *transfer_kind_word(enum transfer_kind k)
{
    static const char *const word_of[TRANSFER_KIND_COUNT] = {
#define X(id, word, help) [TRANSFER_##id] = word,
        TRANSFER_KIND_LIST(X)
#undef X
    };
    return word_of[k];
}

const char *transfer_outcome_word(enum transfer_outcome o)
{
    static const char *const word_of[TRANSFER_OUTCOME_COUNT] = {
#define X(id, word, help) [TRANSFER_##id] = word,
        TRANSFER_OUTCOME_LIST(X)
#undef X
    };
    return word_of[o];
}

/* The INVITE of a leg on its last hop: the latest one before something came back. */
static uint32_t last_hop(const struct store *s, const struct leg *leg)
{
    uint32_t found = leg->m_invite, row = found;
    for (int n = 0; row && n < TRANSFER_HOPS; n++) {
        const struct message *m = store_message(s, row);
        if (row == leg->m_ring || row == leg->m_answer || row == leg->m_final)
            break;
        if (message_is_request(m) && m->code == SIP_METHOD_INVITE)
            found = row;
        row = m->next;
    }
    return found;
}

/* The far end of the transferor's own call to the target. */
static struct transfer_party far_end(const struct store *s, const struct transfer *x,
                                     const struct leg *leg)
{
    const struct message *refer = store_message(s, x->m_refer);
    const struct message *invite = store_message(s, leg->m_invite);
    if (!refer || !invite)
        return (struct transfer_party){ .message = 0 };
    if (addr_eq(&message_src(s, refer)->addr, &message_src(s, invite)->addr))
        return (struct transfer_party){ last_hop(s, leg), SIP_TO, TRANSFER_RECEIVER };
    return (struct transfer_party){ leg->m_invite, SIP_FROM, TRANSFER_SENDER };
}

bool transfer_is_handover(const struct transfer *x)
{
    return x->m_refer && !x->subject && x->consultation && x->flags & TRANSFER_REPLACES_FOUND &&
           !(x->flags & TRANSFER_CONSULTED);
}

static struct transfer_party target_party(const struct store *s, const struct transfer *x)
{
    const struct leg *target = store_leg(s, x->target);
    const struct leg *consultation = store_leg(s, x->consultation);
    struct transfer_party p = { .message = 0 };
    if (target)
        return (struct transfer_party){ last_hop(s, target), SIP_TO, TRANSFER_RECEIVER };
    if (consultation)
        p = far_end(s, x, consultation);
    return p.message ? p : (struct transfer_party){ x->m_refer, SIP_REFER_TO, TRANSFER_NOWHERE };
}

struct transfer_party transfer_party(const struct store *s, const struct transfer *x,
                                     enum transfer_role role)
{
    switch (role) {
    case TRANSFER_TRANSFEROR:
        if (x->m_refer)
            return (struct transfer_party){ x->m_refer, SIP_FROM, TRANSFER_SENDER };
        return (struct transfer_party){ x->m_invite, SIP_REFERRED_BY, TRANSFER_NOWHERE };
    case TRANSFER_TRANSFEREE:
        if (transfer_is_handover(x))
            return target_party(s, x);
        if (x->m_refer)
            return (struct transfer_party){ x->m_asked, SIP_TO, TRANSFER_RECEIVER };
        return (struct transfer_party){ x->m_invite, SIP_FROM, TRANSFER_SENDER };
    case TRANSFER_TARGET:
        if (transfer_is_handover(x))
            return (struct transfer_party){ x->m_asked, SIP_TO, TRANSFER_RECEIVER };
        return target_party(s, x);
    }
    return (struct transfer_party){ .message = 0 };
}

struct slice transfer_person(const struct sip_index *i, enum sip_header header)
{
    struct slice value = sip_header_find(i, header);
    if (!value.n)
        return value;
    struct sip_address a = sip_address_parse(value);
    struct sip_uri u = sip_uri_parse(a.uri);
    return a.display.n ? a.display : u.user.n ? u.user : u.host;
}

/* ---- what goes with its legs */

static bool goes(const struct store *s, const struct transfer *x)
{
    return leg_goes(s, x->leg ? x->leg : x->target);
}

static uint32_t leg_kept(const struct store *s, uint32_t leg)
{
    return leg_goes(s, leg) ? 0 : leg;
}

/* The first of a chain that stays. */
static uint32_t asked_kept(const struct store *s, uint32_t number)
{
    const struct transfer *x = transfer_find(s, number);
    while (x && goes(s, x)) {
        number = x->older;
        x = transfer_find(s, number);
    }
    return number;
}

static uint32_t subject_kept(const struct store *s, uint32_t number)
{
    const struct transfer *x = transfer_find(s, number);
    while (x && goes(s, x)) {
        number = x->elder;
        x = transfer_find(s, number);
    }
    return number;
}

static void forget_turns(struct store *s)
{
    for (uint32_t row = 0; (row = pool_next(&s->legs, row));) {
        struct leg *leg = store_leg(s, row);
        struct turn *t = turn_of(s, leg);
        if (!t)
            continue;
        if (leg_goes(s, row)) {
            pool_drop(&s->turns, leg->turn);
            leg->turn = 0;
            continue;
        }
        const struct transfer *for_it = transfer_find(s, t->made_for);
        t->asked = asked_kept(s, t->asked);
        t->subject = subject_kept(s, t->subject);
        t->made_for = for_it && goes(s, for_it) ? 0 : t->made_for;
        t->taken_by = leg_kept(s, t->taken_by);
    }
}

void transfers_forget(struct store *s)
{
    if (s->turns.n)
        forget_turns(s);
    for (uint32_t row = 0; (row = pool_next(&s->transfers, row));) {
        struct transfer *x = transfer_find(s, row);
        if (goes(s, x))
            continue;
        x->older = asked_kept(s, x->older);
        x->elder = subject_kept(s, x->elder);
        x->subject = leg_kept(s, x->subject);
        x->consultation = leg_kept(s, x->consultation);
        x->m_invite = leg_goes(s, x->target) ? 0 : x->m_invite;
        x->target = leg_kept(s, x->target);
    }
    for (uint32_t row = 0; (row = pool_next(&s->transfers, row));)
        if (goes(s, transfer_find(s, row)))
            pool_drop(&s->transfers, row);
}
