/* REG-EXPIRY-SHORT: the registrar gave far less time than was asked for. */
#include "decode/finding/reg_words.h"
#include "decode/registration.h"

void finding_reg_expiry_short(struct inquiry *q)
{
    for (uint32_t i = 1; i <= registration_count(q->store); i++) {
        const struct registration *r = registration_get(q->store, i);
        if (!r->m_short)
            continue;
        struct finding *f = reg_find(q, r->m_short);
        bool refused = store_message(q->store, r->m_short)->code == 423;
        inquiry_say(q, f, "The registrar ");
        if (refused)
            inquiry_say(q, f, "refuses a registration of %u s of ", r->short_asked_s);
        else
            inquiry_say(q, f, "shortened the registration of ");
        reg_say_user(q, f, r->m_short);
        if (refused)
            inquiry_say(q, f, ": it takes %u s or more (423).", r->short_granted_s);
        else
            inquiry_say(q, f, " from %u s to %u s.", r->short_asked_s, r->short_granted_s);
    }
}
