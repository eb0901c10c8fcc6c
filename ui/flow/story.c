/* One call among others. What the columns say of it alone is told by column.c. */
#include "ui/flow/story.h"

#include "decode/call.h"
#include "decode/session/turn.h"
#include "decode/sip/field.h"

void story_init(struct story *x, struct trace *t)
{
    *x = (struct story){ .trace = t };
    people_init(&x->people, t);
    loaded_init(&x->loaded);
}

void story_fini(struct story *x)
{
    people_fini(&x->people);
    loaded_fini(&x->loaded);
    offers_free(x->offers);
    findings_free(x->findings);
}

static void add(struct buf *b, struct slice s)
{
    if (s.n)
        buf_add(b, s.p, s.n);
}

/* Appends the person of this header in a message of the leg's session. */
static void add_person(struct story *x, uint32_t message, enum sip_header header, struct buf *b)
{
    const struct message *m = store_message(trace_store(x->trace), message);
    if (!m)
        return;
    people_read(&x->people, m->leg);
    if (trace_load(x->trace, message, &x->loaded))
        add(b, people_in(&x->people, sip_header_find(&x->loaded.index, header)));
}

void story_held_by(struct story *x, uint32_t leg, struct buf *b)
{
    const struct leg *l = leg ? store_leg(trace_store(x->trace), leg) : NULL;
    struct offer_state state;
    unsigned code;
    if (!l || !l->call || trace_call_state(x->trace, l, &code) != CALL_IN_CALL)
        return;
    if (!x->offers)
        x->offers = offers_new(&trace_store(x->trace)->key);
    if (!x->offers || !leg_media(x->trace, leg, x->offers, &x->loaded, &state))
        return;
    bool caller = state.side[0].holds, callee = state.side[1].holds;
    if (caller && callee)
        buf_adds(b, "both");
    else if (caller || callee)
        add_person(x, l->m_invite ? l->m_invite : l->first, caller ? SIP_FROM : SIP_TO, b);
}

void story_forwarded_to(struct story *x, uint32_t leg, struct buf *b)
{
    const struct store *s = trace_store(x->trace);
    const struct leg *l = store_leg(s, leg);
    const struct turn *turn = l ? turn_of(s, l) : NULL;
    uint32_t message = turn ? (turn->m_reached ? turn->m_reached : turn->m_forwarded) : 0;
    if (!message || !turn->m_forward)
        return;
    people_read(&x->people, leg);
    if (!trace_load(x->trace, message, &x->loaded))
        return;
    struct sip_uri to = sip_uri_parse(x->loaded.index.uri);
    add(b, to.user.n ? people_name(&x->people, to.user) : to.host);
}

void story_party(struct story *x, const struct transfer *t, enum transfer_role role, struct buf *b)
{
    struct transfer_party p = transfer_party(trace_store(x->trace), t, role);
    add_person(x, p.message, p.header, b);
}

void story_outcome(const struct story *x, const struct transfer *t, struct buf *b)
{
    unsigned code;
    enum transfer_outcome o = transfer_outcome(trace_store(x->trace), t, trace_end(x->trace),
                                               trace_is_over(x->trace), &code);
    buf_adds(b, transfer_outcome_word(o));
    if (code)
        buf_printf(b, " (%u)", code);
}

const struct transfer *story_transfer(const struct story *x, uint32_t leg)
{
    const struct store *s = trace_store(x->trace);
    const struct leg *l = store_leg(s, leg);
    return l && l->call ? transfer_find(s, transfer_of_call(s, l->call)) : NULL;
}

static struct findings *find(struct story *x)
{
    if (!x->findings)
        x->findings = findings_new(x->trace);
    return x->findings;
}

unsigned story_findings(struct story *x, uint32_t leg, const struct finding **out)
{
    *out = NULL;
    return find(x) ? findings_of(x->findings, leg, false, out) : 0;
}

const struct finding *story_gravest(struct story *x, uint32_t leg)
{
    const struct finding *f = NULL, *gravest = NULL;
    unsigned n = !find(x)                  ? 0
                 : trace_is_over(x->trace) ? findings_of(x->findings, leg, false, &f)
                                           : findings_of_call(x->findings, leg, false, &f);
    for (unsigned i = 0; i < n; i++)
        if (!gravest || f[i].severity > gravest->severity)
            gravest = &f[i];
    return gravest;
}
