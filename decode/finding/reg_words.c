/* Registrations as rules ask for them. */
#include "decode/finding/reg_words.h"

#include "decode/sip/field.h"

struct finding *reg_find(struct inquiry *q, uint32_t message)
{
    const struct message *m = store_message(q->store, message);
    struct finding *f = inquiry_find(q);
    if (f && m) {
        f->leg = m->leg;
        f->call = store_leg(q->store, m->leg)->call;
    }
    inquiry_prove(q, f, message);
    return f;
}

void reg_say_user(struct inquiry *q, struct finding *f, uint32_t message)
{
    const struct sip_index *x = message ? inquiry_load(q, message) : NULL;
    struct slice uri = x ? sip_address_parse(sip_header_find(x, SIP_TO)).uri : slice_make(NULL, 0);
    if (uri.n)
        inquiry_quote(q, f, uri);
    else
        inquiry_say(q, f, "somebody");
}
