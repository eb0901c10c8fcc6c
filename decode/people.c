/* Names by users. How well a column of a ladder is known is told by ui/flow/name.c. */
#include "decode/people.h"

#include "decode/session/link.h"
#include "decode/sip/field.h"

enum { PEOPLE_BYTES = 16384 };

void people_init(struct people *p, struct trace *t)
{
    *p = (struct people){ .trace = t };
    buf_init(&p->text, PEOPLE_BYTES);
    loaded_init(&p->loaded);
}

void people_fini(struct people *p)
{
    buf_fini(&p->text);
    loaded_fini(&p->loaded);
}

static struct slice text_at(const struct people *p, uint32_t at, uint32_t n)
{
    return slice_sub(buf_slice(&p->text), at, (size_t)at + n);
}

static uint32_t keep(struct people *p, struct slice s)
{
    uint32_t at = (uint32_t)p->text.n;
    buf_add(&p->text, s.p, s.n);
    return at;
}

/* The name of who says it of himself; the first one counts. */
static void learn(struct people *p, struct slice from)
{
    struct sip_address a = sip_address_parse(from);
    struct slice user = sip_uri_parse(a.uri).user;
    if (!a.display.n || !user.n || p->n == PEOPLE_MAX)
        return;
    for (unsigned i = 0; i < p->n; i++)
        if (slice_eq(text_at(p, p->person[i].user, p->person[i].user_n), user))
            return;
    uint32_t at = keep(p, user), name = keep(p, a.display);
    if (p->text.failed)
        return;
    p->person[p->n].user = at;
    p->person[p->n].user_n = (uint32_t)user.n;
    p->person[p->n].name = name;
    p->person[p->n++].name_n = (uint32_t)a.display.n;
}

static void read_leg(struct people *p, uint32_t leg)
{
    const struct store *s = trace_store(p->trace);
    const struct message *m;
    unsigned n = 0;
    for (uint32_t row = store_leg(s, leg)->first; (m = store_message(s, row)); row = m->next) {
        if (n++ == PEOPLE_MESSAGES)
            return;
        if (message_is_request(m) && !(m->flags & (MESSAGE_REPEAT | MESSAGE_SAME_HOP)) &&
            trace_load(p->trace, row, &p->loaded))
            learn(p, sip_header_find(&p->loaded.index, SIP_FROM));
    }
}

void people_read(struct people *p, uint32_t leg)
{
    const struct store *s = trace_store(p->trace);
    uint32_t session = session_of(s, leg);
    unsigned legs = 0;
    if (!store_leg(s, leg) || (p->session == session && p->messages == s->messages.n))
        return;
    p->session = session;
    p->messages = s->messages.n;
    p->n = 0;
    buf_clear(&p->text);
    for (uint32_t i = session; i && legs++ < PEOPLE_LEGS; i = session_next(s, i, session))
        read_leg(p, i);
}

struct slice people_name(const struct people *p, struct slice user)
{
    for (unsigned i = 0; user.n && i < p->n; i++)
        if (slice_eq(text_at(p, p->person[i].user, p->person[i].user_n), user))
            return text_at(p, p->person[i].name, p->person[i].name_n);
    return user;
}

struct slice people_in(const struct people *p, struct slice address)
{
    struct sip_address a = sip_address_parse(address);
    struct sip_uri u = sip_uri_parse(a.uri);
    return a.display.n ? a.display : u.user.n ? people_name(p, u.user) : u.host;
}
