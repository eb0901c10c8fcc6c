/* NAT-PRIVATE-CONTACT: who answers or calls gives a Contact that cannot be reached, and the other
 * side believes it. */
#include <string.h>

#include "decode/finding/nat_words.h"
#include "decode/sip/field.h"

/* Outbound and GRUU take care of it (5626, 5627). */
static bool is_cared_for(const struct sip_index *x)
{
    struct slice c = sip_header_find(x, SIP_CONTACT);
    struct sip_uri u = sip_uri_parse(sip_address_parse(c).uri);
    return sip_param_find(u.params, SLICE("ob")).p || sip_param_find(u.params, SLICE("gr")).p ||
           memmem(c.p, c.n, "reg-id=", 7);
}

/* A request inside the dialog that is for this host and does not go to where it really is. */
static unsigned misled(struct inquiry *q, unsigned i, struct slice host)
{
    const struct message *m = inquiry_message(q, i)->message;
    const struct addr *source = &message_src(q->store, m)->addr;
    unsigned n = inquiry_messages(q);
    for (unsigned k = i + 1; k < n; k++) {
        const struct message *r = inquiry_message(q, k)->message;
        const struct sip_index *x;
        if (!message_is_request(r) || r->leg != m->leg || !(x = inquiry_index(q, k)) ||
            !x->to_tag.n || !slice_eq(nat_host(sip_uri_parse(x->uri).host), host) ||
            addr_eq(&message_src(q->store, r)->addr, source) ||
            addr_eq(&message_dst(q->store, r)->addr, source))
            continue;
        return k;
    }
    return n;
}

/* A message whose Contact the other side will use: what begins a dialog, or answers that. */
static bool makes_target(const struct message *m)
{
    if (m->flags & MESSAGE_REPEAT)
        return false;
    return message_is_request(m) ? m->code == SIP_METHOD_INVITE || m->code == SIP_METHOD_SUBSCRIBE
                                 : m->code / 100 == 2;
}

void finding_nat_private_contact(struct inquiry *q)
{
    enum { TARGETS = 4 }; /* the first ones tell */
    unsigned n = inquiry_messages(q), targets = 0;
    for (unsigned i = 0; i < n && targets < TARGETS; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        const struct sip_index *x;
        if (!makes_target(m) || addr_is_private(&message_src(q->store, m)->addr) ||
            !(x = inquiry_index(q, i)))
            continue;
        targets++;
        if (!nat_is_author(q, i))
            continue;
        struct slice host = nat_contact_host(x);
        unsigned lost = nat_hides(q, i, host) ? misled(q, i, host) : n;
        if (lost == n)
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_prove(q, f, inquiry_message(q, lost)->row);
        if (f && (is_cared_for(x) || sip_header_find(x, SIP_RECORD_ROUTE).n))
            f->severity = FINDING_WARNING;
        inquiry_say(q, f, "Requests inside the call go to a private address: ");
        nat_say(q, f, i, "Contact", host);
        inquiry_say(q, f, ", and ");
        inquiry_quote(q, f, inquiry_index(q, lost)->method_name);
        inquiry_say(q, f, " is sent there.");
        return;
    }
}
