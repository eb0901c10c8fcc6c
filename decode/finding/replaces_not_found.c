/* REPLACES-NOT-FOUND: an INVITE was to take over a call that is not known where it came. */
#include "decode/finding/exchange.h"
#include "decode/finding/why.h"
#include "decode/sip/field.h"

/* What the refusal says of the dialog to be replaced (3891 3), NULL: nothing. */
static const char *meaning(unsigned code, struct slice replaces)
{
    switch (code) {
    case 481:
        return "is not known there";
    case 603:
        return "has ended already";
    case 486:
        return sip_param_find(slice_sub(replaces, slice_index(replaces, ';'), replaces.n),
                              SLICE("early-only"))
                       .p
                   ? "was answered already"
                   : NULL;
    default:
        return NULL;
    }
}

void finding_replaces_not_found(struct inquiry *q)
{
    const struct exchange *found = NULL;
    struct slice replaces;
    const char *what = NULL;
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        const struct sip_index *y;
        if (x->method != SIP_METHOD_INVITE || x->request == EXCHANGE_NONE || x->code < 300 ||
            (found && (x->leg != found->leg || x->vias <= found->vias)) ||
            !(y = inquiry_index(q, x->request)) || !(y->present >> SIP_REPLACES & 1))
            continue;
        replaces = sip_header_find(y, SIP_REPLACES);
        const char *says = meaning(x->code, replaces);
        found = says ? x : found; /* the last hop: who looked for the call */
        what = says ? says : what;
    }
    if (!found)
        return;
    replaces = sip_header_find(inquiry_index(q, found->request), SIP_REPLACES);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, found->request)->row);
    inquiry_prove(q, f, inquiry_message(q, found->final)->row);
    inquiry_say(q, f, "The call that ");
    inquiry_say_asker(q, f, found->request);
    inquiry_say(q, f, " wants to take over %s: ", what);
    inquiry_say_sender(q, f, found->final);
    inquiry_say(q, f, " refused the INVITE that names it (Call-ID ");
    inquiry_quote(q, f, slice_sub(replaces, 0, slice_index(replaces, ';')));
    inquiry_say(q, f, ") ");
    why_say_code(q, f, found->final);
    why_say_more(q, f, found->final);
}
