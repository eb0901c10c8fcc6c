/* Each call of a conference is linked to the one before it. */
#include "decode/session/relation_focus.h"

#include "decode/sip/field.h"

enum { PLACE_FOCUS };

/* User and host of its URI. */
static uint64_t focus_key(const struct sight *x, struct slice uri)
{
    struct sip_uri u = sip_uri_parse(uri);
    if (!u.host.n)
        return 0;
    return hash_mix(hash_sip(&x->s->key, u.user.p ? u.user.p : "", u.user.n),
                    hash_sip(&x->s->key, u.host.p, u.host.n)) |
           1;
}

void relation_focus(const struct sight *x)
{
    struct window *w = &x->r->focuses;
    struct slice contact = sip_address_parse(sip_header_find(x->i, SIP_CONTACT)).uri;
    struct note note = { .key = { [PLACE_FOCUS] = focus_key(x, contact) },
                         .time_ns = x->m->time_ns,
                         .leg = x->leg };
    struct window_walk walk = window_seek(w, PLACE_FOCUS, note.key[PLACE_FOCUS]);
    struct note *before = window_next(w, &walk);
    if (before && before->leg == x->leg)
        return; /* another hop */
    if (before && x->m->time_ns - before->time_ns <= FOCUS_NS)
        link_add(x->s, before->leg, x->leg, LINK_CONFERENCE, LINK_BIT(SESSION_FOCUS), 90);
    if (note.key[PLACE_FOCUS])
        window_add(w, &note);
}

bool relation_goes_to_focus(const struct sight *x)
{
    struct window *w = &x->r->focuses;
    struct window_walk walk = window_seek(w, PLACE_FOCUS, focus_key(x, x->i->uri));
    const struct note *n = window_next(w, &walk);
    return n && x->m->time_ns - n->time_ns <= FOCUS_NS;
}
