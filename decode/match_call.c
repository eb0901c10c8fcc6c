/* From what was concluded about a call to the values of a filter. */
#include "decode/match_call.h"

#include "decode/session/link.h"
#include "decode/session/transfer.h"
#include "decode/session/turn.h"
#include "decode/sip/field.h"

void match_call_init(struct match_call *c, struct trace *t)
{
    *c = (struct match_call){ .trace = t };
    loaded_init(&c->loaded);
}

void match_call_fini(struct match_call *c)
{
    findings_free(c->findings);
    offers_free(c->offers);
    loaded_fini(&c->loaded);
}

static bool text(struct slice s, struct query_value *out)
{
    out->text = s;
    return s.p != NULL;
}

static bool number(int64_t v, unsigned i, struct query_value *out)
{
    out->num = v;
    return i == 0;
}

static bool read_media(struct match_call *c, uint32_t leg)
{
    if (c->media_leg == leg)
        return c->has_media;
    if (!c->offers)
        c->offers = offers_new(&trace_store(c->trace)->key);
    c->media_leg = leg;
    c->has_media = c->offers && leg_media(c->trace, leg, c->offers, &c->loaded, &c->media);
    return c->has_media;
}

/* The codecs that both agreed on, whoever sends. */
static bool codec_value(struct match_call *c, uint32_t leg, unsigned i, struct query_value *out)
{
    if (!read_media(c, leg))
        return false;
    const struct media_agreed *a = &c->media.agreed;
    unsigned side = i >= a->n[0];
    i -= side ? a->n[0] : 0;
    return i < a->n[side] && text(media_codec_name(&a->codec[side][i]), out);
}

/* "caller" or "callee", then the user part and display name of who it is; "both" when it is both.
 */
static bool holder_value(struct match_call *c, uint32_t leg, unsigned i, struct query_value *out)
{
    const struct leg *l = store_leg(trace_store(c->trace), leg);
    unsigned code;
    if (!l || trace_call_state(c->trace, l, &code) != CALL_IN_CALL || !read_media(c, leg))
        return false;
    bool caller = c->media.side[0].holds, callee = c->media.side[1].holds;
    if (!caller && !callee)
        return false;
    if (i == 0)
        return text(caller && callee ? SLICE("both")
                    : caller         ? SLICE("caller")
                                     : SLICE("callee"),
                    out);
    if (i > 2 || (caller && callee) || !trace_load(c->trace, l->m_invite, &c->loaded))
        return false;
    struct sip_address a =
        sip_address_parse(sip_header_find(&c->loaded.index, caller ? SIP_FROM : SIP_TO));
    return text(i == 1 ? sip_uri_parse(a.uri).user : a.display, out);
}

static void read_findings(struct match_call *c, uint32_t leg)
{
    uint32_t messages = trace_store(c->trace)->messages.n;
    if (c->found_leg == leg && c->found_messages == messages)
        return;
    if (!c->findings)
        c->findings = findings_new(c->trace);
    c->found = c->findings ? findings_of(c->findings, leg, false, &c->finding) : 0;
    c->found_leg = leg;
    c->found_messages = messages;
}

static bool finding_value(struct match_call *c, uint32_t leg, bool severity, unsigned i,
                          struct query_value *out)
{
    read_findings(c, leg);
    if (i >= c->found)
        return false;
    const struct finding *f = &c->finding[i];
    return text(slice_of(severity ? finding_severity_word(f->severity) : finding_name(f->id)), out);
}

static bool transfer_value(struct match_call *c, uint32_t leg, bool outcome, unsigned i,
                           struct query_value *out)
{
    const struct store *s = trace_store(c->trace);
    const struct transfer *t = transfer_find(s, transfer_of_call(s, store_leg(s, leg)->call));
    unsigned code;
    if (!t || i)
        return false;
    return text(slice_of(outcome ? transfer_outcome_word(transfer_outcome(
                                       s, t, trace_end(c->trace), trace_is_over(c->trace), &code))
                                 : transfer_kind_word(transfer_kind(t))),
                out);
}

/* The user part that a forwarded call reached. */
static bool forward_value(struct match_call *c, uint32_t leg, unsigned i, struct query_value *out)
{
    const struct store *s = trace_store(c->trace);
    const struct turn *turn = turn_of(s, store_leg(s, leg));
    uint32_t message = turn ? (turn->m_reached ? turn->m_reached : turn->m_forwarded) : 0;
    return !i && message && turn->m_forward && trace_load(c->trace, message, &c->loaded) &&
           text(sip_uri_parse(c->loaded.index.uri).user, out);
}

/* The kinds of its links to other calls; or the reasons of all its links. */
static bool link_value(const struct match_call *c, uint32_t leg, bool reason, unsigned i,
                       struct query_value *out)
{
    const struct store *s = trace_store(c->trace);
    for (uint32_t each = leg; each; each = call_next(s, each, leg))
        for (const struct link *x = store_link(s, store_leg(s, each)->link); x;
             x = store_link(s, x->next)) {
            if (!reason && x->kind != LINK_CALL && x->kind != LINK_PROBABLE &&
                x->kind != LINK_AMBIGUOUS && !i--)
                return text(slice_of(link_kind_word((enum link_kind)x->kind)), out);
            for (int r = 0; reason && r < SESSION_REASON_COUNT; r++)
                if (x->because & LINK_BIT(r) && !i--)
                    return text(slice_of(session_reason_words((enum session_reason)r)), out);
        }
    return false;
}

bool match_call_value(struct match_call *c, uint32_t leg, enum query_field field, unsigned i,
                      struct query_value *out)
{
    const struct store *s = trace_store(c->trace);
    const struct leg *l = store_leg(s, leg);
    if (!l)
        return false;
    const struct call *call = store_call(s, l->call);
    switch (field) {
    case QUERY_FIELD_LEGS:
        return number(call ? call->legs : 1, i, out);
    case QUERY_FIELD_SESSION:
        return session_number(s, leg) && number(session_number(s, leg), i, out);
    case QUERY_FIELD_CODEC:
        return codec_value(c, leg, i, out);
    case QUERY_FIELD_HELD_BY:
        return call && holder_value(c, leg, i, out);
    case QUERY_FIELD_TRANSFER_KIND:
        return call && transfer_value(c, leg, false, i, out);
    case QUERY_FIELD_TRANSFER_OUTCOME:
        return call && transfer_value(c, leg, true, i, out);
    case QUERY_FIELD_FORWARDED_TO:
        return forward_value(c, leg, i, out);
    case QUERY_FIELD_RELATION:
        return link_value(c, leg, false, i, out);
    case QUERY_FIELD_LINKED_BY:
        return link_value(c, leg, true, i, out);
    case QUERY_FIELD_FINDING:
        return finding_value(c, leg, false, i, out);
    case QUERY_FIELD_SEVERITY:
        return finding_value(c, leg, true, i, out);
    default:
        return false;
    }
}
