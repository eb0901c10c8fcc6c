/* REG-FLOOD: one user registers far too often, or one host registers very many users in a minute. A
 * short expiry, which keeps a way through a NAT open, is no fault of the phone: only information.
 */
#include "base/clock.h"
#include "decode/finding/reg_words.h"
#include "decode/peer.h"
#include "decode/registration.h"

enum { USERS = 30, KEEP_ALIVE_S = 60 };

/* The shortest time that was granted to a binding of the user; REGISTRATION_UNSAID: none was. */
static uint32_t granted_to(const struct store *s, const struct aor *a)
{
    uint32_t least = REGISTRATION_UNSAID;
    for (uint32_t i = a->first; i; i = registration_get(s, i)->next)
        if (registration_get(s, i)->granted_s < least)
            least = registration_get(s, i)->granted_s;
    return least;
}

static void tell_user(struct inquiry *q, const struct aor *a)
{
    unsigned kept = a->recents < REGISTRATION_EVIDENCE ? a->recents : REGISTRATION_EVIDENCE;
    uint32_t newest = a->recent[(a->recents - 1) % REGISTRATION_EVIDENCE];
    uint32_t granted = granted_to(q->store, a);
    struct finding *f = reg_find(q, newest);
    for (unsigned i = 0; i < kept; i++)
        inquiry_prove(q, f, a->recent[i]);
    if (f && granted <= KEEP_ALIVE_S)
        f->severity = FINDING_INFO;
    reg_say_user(q, f, newest);
    inquiry_say(q, f, " registers %u times in a minute", a->rate_max);
    if (granted != REGISTRATION_UNSAID)
        inquiry_say(q, f, ", though each registration lasts %u s", granted);
    inquiry_say(q, f, ".");
}

static void tell_source(struct inquiry *q, const struct peer_source *x, const struct peer_users *u)
{
    struct finding *f = reg_find(q, u->m_most);
    inquiry_say_address(q, f, &x->addr);
    inquiry_say(q, f, " registers %u different users in a minute.", u->most);
}

void finding_reg_flood(struct inquiry *q)
{
    const struct store *s = q->store;
    for (uint32_t i = 1; i <= registration_aors(s); i++) {
        const struct aor *a = registration_aor(s, i);
        if (a->rate_max > REGISTRATION_FLOOD && a->recents)
            tell_user(q, a);
    }
    for (uint32_t i = 1; i <= peer_sources(s); i++) {
        const struct peer_source *x = peer_source(s, i);
        const struct peer_users *u = peer_users(s, x);
        if (u->most > USERS)
            tell_source(q, x, u);
    }
}
