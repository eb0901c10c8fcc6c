/* A REGISTER or its answer taken apart, line by line. What follows from it is left to
 * registration.c. */
#include "decode/register_message.h"

#include "decode/sip/field.h"
#include "decode/sip/pick.h"

enum { HOST_MAX = 255 };

static uint32_t seconds(struct slice text)
{
    size_t digits;
    uint64_t v = slice_number(slice_trim(text), REGISTRATION_UNSAID - 1, &digits);
    return digits ? (uint32_t)v : REGISTRATION_UNSAID;
}

uint64_t register_contact_hash(const struct store *s, struct slice text)
{
    struct sip_uri u = sip_uri_parse(text);
    struct slice transport = sip_param_find(u.params, SLICE("transport"));
    char host[HOST_MAX + 8];
    size_t n = 0;
    for (; n < u.host.n && n < HOST_MAX; n++)
        host[n] = ascii_lower(u.host.p[n]);
    host[n++] = (char)(u.port >> 8);
    host[n++] = (char)(u.port & 0xff);
    for (size_t i = 0; i < transport.n && i < 4; i++)
        host[n++] = ascii_lower(transport.p[i]);
    return hash_mix(hash_sip(&s->key, u.user.p ? u.user.p : "", u.user.n),
                    hash_sip(&s->key, host, n));
}

uint64_t register_user(const struct store *s, const struct register_message *x)
{
    struct sip_uri u = sip_uri_parse(sip_address_parse(x->to).uri);
    char host[HOST_MAX];
    size_t n = 0;
    for (; n < u.host.n && n < HOST_MAX; n++)
        host[n] = ascii_lower(u.host.p[n]);
    return hash_mix(hash_sip(&s->key, u.user.p ? u.user.p : "", u.user.n),
                    hash_sip(&s->key, host, n));
}

static void read_contact(const struct store *s, struct register_message *x, struct slice value)
{
    struct sip_address a = sip_address_parse(value);
    if (slice_eq(a.uri, SLICE("*"))) {
        x->star = true;
        return;
    }
    if (!a.uri.n || x->n == REGISTRATION_BINDINGS)
        return;
    struct slice instance = sip_param_find(a.params, SLICE("+sip.instance"));
    struct slice flow = sip_param_find(a.params, SLICE("reg-id"));
    struct slice expires = sip_param_find(a.params, SLICE("expires"));
    struct register_contact *b = &x->at[x->n++];
    b->contact = register_contact_hash(s, a.uri);
    b->instance = instance.n ? hash_mix(hash_sip(&s->key, instance.p, instance.n),
                                        slice_number(flow, UINT32_MAX, NULL)) |
                                   1
                             : 0;
    b->expires_s = expires.p ? seconds(expires) : REGISTRATION_UNSAID;
}

static void read_contacts(const struct store *s, struct register_message *x, struct slice list)
{
    struct slice value;
    for (size_t i = 0; x->n < REGISTRATION_BINDINGS && sip_value_next(list, &i, &value);)
        read_contact(s, x, value);
}

static void read_line(const struct store *s, struct register_message *x,
                      const struct sip_pick *line)
{
    unsigned code = x->brief->code;
    if (sip_pick_is(line, "contact", 'm'))
        read_contacts(s, x, line->value);
    else if (sip_pick_is(line, "expires", 0))
        x->expires_s = seconds(line->value);
    else if (sip_pick_is(line, "to", 't'))
        x->to = line->value;
    else if (sip_pick_is(line, "min-expires", 0))
        x->min_s = seconds(line->value);
    else if (sip_pick_is(line, "authorization", 0) || sip_pick_is(line, "proxy-authorization", 0))
        x->credentials = true;
    else if (!x->challenge.p && ((code == 401 && sip_pick_is(line, "www-authenticate", 0)) ||
                                 (code == 407 && sip_pick_is(line, "proxy-authenticate", 0))))
        x->challenge = line->value;
}

void register_message_read(const struct store *s, struct register_message *x,
                           const struct payload *p, const struct brief *b, uint32_t message)
{
    const struct message *m = store_message(s, message);
    bool contacts = b->flags & BRIEF_REQUEST || b->code / 100 == 2;
    uint32_t letters = PICK('a') | PICK('e') | PICK('p') | PICK('t') | PICK('w') |
                       (contacts         ? PICK('c') | PICK('m')
                        : b->code == 423 ? PICK('m')
                                         : 0);
    struct sip_pick line;
    x->brief = b;
    x->time_ns = p->time_ns;
    x->message = message;
    x->leg = m->leg;
    x->path = m->path;
    x->to = (struct slice){ NULL, 0 };
    x->expires_s = x->min_s = REGISTRATION_UNSAID;
    x->challenge = (struct slice){ NULL, 0 };
    x->credentials = x->star = false;
    x->n = 0;
    for (size_t at = 0; sip_pick_next((const char *)p->data, p->len, &at, letters, &line);)
        read_line(s, x, &line);
}

/* The value of name=value in a challenge (7616 3.3), without its quotes. */
struct slice register_challenge_param(struct slice value, struct slice name)
{
    for (size_t at = 0; at < value.n;) {
        struct slice rest = slice_sub(value, at, value.n);
        size_t n = sip_value_length(rest);
        struct slice one = slice_trim(slice_sub(rest, 0, n));
        if (!at) /* behind the scheme */
            one = slice_trim(slice_sub(one, slice_index(one, ' '), one.n));
        size_t eq = slice_index(one, '=');
        if (eq < one.n && slice_ieq(slice_trim(slice_sub(one, 0, eq)), name)) {
            one = slice_trim(slice_sub(one, eq + 1, one.n));
            return one.n >= 2 && one.p[0] == '"' ? slice_sub(one, 1, one.n - 1) : one;
        }
        at += n + 1;
    }
    return (struct slice){ NULL, 0 };
}

bool register_is_stale(const struct register_message *x)
{
    return slice_ieq(register_challenge_param(x->challenge, SLICE("stale")), SLICE("true"));
}
