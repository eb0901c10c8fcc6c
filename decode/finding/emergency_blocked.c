/* EMERGENCY-BLOCKED: a call for help was refused. */
#include "decode/finding/why.h"
#include "decode/sip/field.h"

/* urn:service:sos and what is below it (5031 4.2), 112, 911. */
static bool is_for_help(struct slice uri)
{
    static const char urn[] = "urn:service:sos";
    if (slice_istarts(uri, SLICE("urn:service:sos")))
        return uri.n == sizeof(urn) - 1 || uri.p[sizeof(urn) - 1] == '.' ||
               uri.p[sizeof(urn) - 1] == ';';
    struct slice user = sip_uri_parse(uri).user;
    user = slice_sub(user, 0, slice_index(user, ';'));
    return slice_eq(user, SLICE("112")) || slice_eq(user, SLICE("911"));
}

void finding_emergency_blocked(struct inquiry *q)
{
    if (!q->call || !q->row->m_invite || q->row->m_answer || q->code < 400 || q->code == 401 ||
        q->code == 407 || q->code == 487)
        return;
    unsigned n = inquiry_messages(q), i = inquiry_request(q, 0, SIP_METHOD_INVITE);
    const struct sip_index *x = NULL;
    while (i < n && !((x = inquiry_index(q, i)) && is_for_help(x->uri)))
        i = inquiry_request(q, i + 1, SIP_METHOD_INVITE);
    if (i == n)
        return;
    unsigned first = why_first(q, SIP_METHOD_INVITE, q->code);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, i)->row);
    why_prove(q, f, first);
    inquiry_say(q, f, "The emergency call of ");
    inquiry_say_caller(q, f);
    inquiry_say(q, f, " (to ");
    inquiry_quote(q, f, x->uri);
    inquiry_say(q, f, ") failed: ");
    if (first < n)
        inquiry_say_address(q, f, &message_src(q->store, inquiry_message(q, first)->message)->addr);
    else
        inquiry_say(q, f, "it");
    inquiry_say(q, f, first < n ? " refused it " : " was refused ");
    why_say_code(q, f, first);
    why_say_more(q, f, first);
}
