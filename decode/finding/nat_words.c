/* Private addresses in messages that come from public ones. */
#include "decode/finding/nat_words.h"

#include "decode/sip/field.h"

struct slice nat_host(struct slice sent_by)
{
    if (sent_by.n && sent_by.p[0] == '[')
        return slice_sub(sent_by, 1, slice_index(sent_by, ']'));
    return slice_sub(sent_by, 0, slice_index(sent_by, ':'));
}

struct slice nat_contact_host(const struct sip_index *x)
{
    struct slice contact = sip_header_find(x, SIP_CONTACT);
    if (!contact.n || contact.p[0] == '*')
        return slice_make(NULL, 0);
    struct slice host = sip_uri_parse(sip_address_parse(contact).uri).host;
    return host.n && host.p[0] == '[' ? slice_sub(host, 1, host.n - 1) : host;
}

bool nat_is_author(struct inquiry *q, unsigned i)
{
    enum { BEFORE = 64 }; /* messages looked at: the next hop is not far */
    const struct message *m = inquiry_message(q, i)->message;
    const struct sip_index *x = inquiry_index(q, i), *y;
    if (!x || message_is_request(m))
        return x && x->vias == 1;
    for (unsigned k = i, n = 0; k-- > 0 && n < BEFORE; n++) {
        const struct message *before = inquiry_message(q, k)->message;
        if (!message_is_request(before) && before->code == m->code && before->leg == m->leg &&
            (y = inquiry_index(q, k)) && y->cseq == x->cseq && slice_eq(y->to_tag, x->to_tag))
            return false;
    }
    return true;
}

bool nat_hides(struct inquiry *q, unsigned i, struct slice host)
{
    const struct addr *source = &message_src(q->store, inquiry_message(q, i)->message)->addr;
    struct addr said;
    return host.n && addr_parse(&said, host) && addr_is_private(&said) &&
           !addr_is_private(source) && addr_is_v4(&said) == addr_is_v4(source) &&
           !inquiry_speaks(q, &said);
}

void nat_say(struct inquiry *q, struct finding *f, unsigned i, const char *where, struct slice host)
{
    inquiry_say(q, f, "the %s of ", where);
    inquiry_say_sender(q, f, i);
    inquiry_say(q, f, " says ");
    inquiry_quote(q, f, host);
    inquiry_say(q, f, ", but its packets come from ");
    inquiry_say_address(q, f, &message_src(q->store, inquiry_message(q, i)->message)->addr);
}
