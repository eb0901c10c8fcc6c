/* Takes the first INVITE of a leg apart for comparison. */
#include "decode/session/trait.h"

#include <string.h>

#include "decode/session/relation.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"

enum {
    LOCAL_MIN = 8,   /* shorter local parts of a Call-ID are not unique without the host */
    SUFFIX_MAX = 3,  /* digits of a suffix */
    UUID_DIGITS = 32 /* 7989 5 */
};

static uint32_t key_of(const struct hash_key *key, const void *p, size_t n)
{
    uint32_t h = (uint32_t)hash_payload(key, p, n);
    return h ? h : 1;
}

struct spot spot_of(const struct store *s, const struct message *m, bool source)
{
    const struct endpoint *a = message_src(s, m), *b = message_dst(s, m);
    const struct endpoint *e = source ? a : b;
    return (struct spot){ .host = key_of(&s->key, e->addr.ip, sizeof(e->addr.ip)),
                          .port = e->port,
                          .itself = addr_eq(&a->addr, &b->addr) };
}

bool trait_enters(const struct trait *t, struct spot at)
{
    for (unsigned i = 0; i < t->entries; i++)
        if (spot_eq(t->entered[i], at))
            return true;
    return false;
}

static void add_entry(struct trait *t, struct spot at)
{
    if (t->entries < TRAIT_ENTERED && !trait_enters(t, at))
        t->entered[t->entries++] = at;
}

/* It goes on from there: it is only passed through. */
static void remove_entry(struct trait *t, struct spot at)
{
    for (unsigned i = 0; i < t->entries; i++)
        if (spot_eq(t->entered[i], at)) {
            t->entered[i] = t->entered[--t->entries];
            return;
        }
}

void trait_hop(struct trait *t, const struct store *s, uint32_t message, bool nearer)
{
    const struct message *m = store_message(s, message);
    struct spot from = spot_of(s, m, true), to = spot_of(s, m, false);
    if (spot_eq(from, t->out)) {
        if (m->time_ns > t->again_ns)
            t->again_ns = m->time_ns;
        add_entry(t, to);
        return;
    }
    remove_entry(t, from);
    if (!nearer) {
        add_entry(t, to);
        return;
    }
    if (!spot_eq(to, t->out))
        add_entry(t, to);
    t->out = from;
}

/* ---- users */

static bool is_nobody(struct slice user)
{
    static const char *const nobody[] = { "anonymous", "unknown", "unavailable", "restricted" };
    for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
        if (slice_ieq(user, slice_of(nobody[i])))
            return true;
    return !user.n;
}

static bool is_separator(char c)
{
    return c == '-' || c == '.' || c == '(' || c == ')' || c == ' ';
}

/* Length of the number that a user begins with: all of it, or what stands before a "_token" or
 * "-token" that some networks add. 0: it is no number. */
static size_t number_length(struct slice user)
{
    size_t i = user.n && user.p[0] == '+';
    while (i < user.n && (ascii_is_digit(user.p[i]) || is_separator(user.p[i])))
        i++;
    bool token = i < user.n && (user.p[i] == '_' || (i && user.p[i - 1] == '-'));
    return i == user.n || token ? i : 0;
}

uint32_t trait_user(const struct hash_key *key, struct slice user)
{
    char tail[TRAIT_TAIL];
    size_t n = 0, sign = user.n && user.p[0] == '+', digits = sign;
    while (digits < user.n && ascii_is_digit(user.p[digits]))
        digits++;
    if (digits == user.n && digits - sign >= sizeof(tail)) { /* nearly always */
        while (n < sizeof(tail))
            tail[n++] = user.p[--digits];
        return key_of(key, tail, n);
    }
    user = slice_sub(user, 0, slice_index(user, ';'));
    for (size_t i = number_length(user); i && n < sizeof(tail); i--)
        if (ascii_is_digit(user.p[i - 1]))
            tail[n++] = user.p[i - 1];
    if (n == sizeof(tail))
        return key_of(key, tail, n);
    return is_nobody(user) ? 0 : key_of(key, user.p, user.n);
}

static void add_user(uint32_t *list, unsigned max, uint32_t user)
{
    for (unsigned i = 0; user && i < max; i++) {
        if (list[i] == user)
            return;
        if (!list[i]) {
            list[i] = user;
            return;
        }
    }
}

static uint32_t header_user(const struct store *s, const struct sip_index *x, enum sip_header h)
{
    struct slice value = sip_header_find(x, h);
    return value.n ? (uint32_t)relation_user(s, value) : 0;
}

static void add_header(uint32_t *list, unsigned max, const struct store *s,
                       const struct sip_index *x, enum sip_header h)
{
    add_user(list, max, header_user(s, x, h));
}

static void read_users(struct trait *t, const struct store *s, const struct sip_index *x)
{
    static const uint8_t called[] = { SIP_DIVERSION, SIP_P_CALLED_PARTY_ID, SIP_HISTORY_INFO };
    static const uint8_t calling[] = { SIP_P_ASSERTED_IDENTITY, SIP_REMOTE_PARTY_ID };
    struct leg *leg = store_leg(s, t->leg);
    leg->caller = header_user(s, x, SIP_FROM);
    leg->callee = header_user(s, x, SIP_TO);
    add_user(t->called, TRAIT_CALLED, (uint32_t)relation_uri_user(s, x->uri));
    add_user(t->called, TRAIT_CALLED, leg->callee);
    add_user(t->calling, TRAIT_CALLING, leg->caller);
    for (size_t i = 0; i < sizeof(called); i++)
        add_header(t->called, TRAIT_CALLED, s, x, (enum sip_header)called[i]);
    for (size_t i = 0; i < sizeof(calling); i++)
        add_header(t->calling, TRAIT_CALLING, s, x, (enum sip_header)calling[i]);
}

/* ---- SDP */

/* The words of a line, as far as they are asked for; absent ones are empty. */
static void words_of(struct slice line, struct slice *word, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        word[i] = slice_sub(line, 0, slice_index(line, ' '));
        line = slice_sub(line, word[i].n + 1, line.n);
    }
}

/* "alice 2890844526 2890844526 IN IP4 host.example.com" */
static uint32_t origin_key(const struct hash_key *key, struct slice o)
{
    struct slice word[6];
    words_of(o, word, 6);
    if (!word[1].n || !word[5].n)
        return 0;
    uint64_t name = hash_payload(key, o.p, (size_t)(word[1].p + word[1].n - o.p));
    uint32_t h = (uint32_t)hash_mix(name, hash_payload(key, word[5].p, word[5].n));
    return h ? h : 1;
}

/* "audio 49170 RTP/AVP 0", "IN IP4 host.example.com" */
static uint32_t media_key(const struct hash_key *key, struct slice m, struct slice c)
{
    struct slice of_m[2], of_c[3];
    words_of(m, of_m, 2);
    words_of(c, of_c, 3);
    uint64_t port = slice_number(of_m[1], UINT16_MAX, NULL);
    if (!port || !of_c[2].n || slice_eq(of_c[2], SLICE("0.0.0.0")))
        return 0;
    uint32_t h = (uint32_t)hash_mix(hash_payload(key, of_c[2].p, of_c[2].n), port);
    return h ? h : 1;
}

/* o= and the first media, whose c= stands right behind it (8866 9); nothing else is looked at. */
static void read_offer(struct trait *t, const struct store *s, struct slice body)
{
    struct slice o = { NULL, 0 }, c = { NULL, 0 }, m = { NULL, 0 };
    const char *p = body.p, *end = body.n ? p + body.n : p;
    for (const char *next; p < end; p = next) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);
        next = nl ? nl + 1 : end;
        n -= n && p[n - 1] == '\r';
        if (n < 2 || p[1] != '=')
            continue;
        struct slice value = slice_make(p + 2, n - 2);
        if (p[0] == 'o')
            o = value;
        else if (p[0] == 'c')
            c = value;
        else if (m.p && p[0] != 'i')
            break;
        else if (p[0] == 'm')
            m = value;
    }
    t->origin = origin_key(&s->key, o);
    t->media = media_key(&s->key, m, c);
}

/* ---- identifiers */

static bool ends_with(struct slice s, struct slice end)
{
    return s.n > end.n && slice_ieq(slice_sub(s, s.n - end.n, s.n), end);
}

/* "_b2b-1", "-1" and the like taken off; the local part alone where that says enough. */
static struct slice base_of(struct slice call_id)
{
    struct slice local = slice_sub(call_id, 0, slice_index(call_id, '@'));
    struct slice s = local.n >= LOCAL_MIN ? local : call_id;
    size_t n = s.n;
    while (n && s.n - n < SUFFIX_MAX && ascii_is_digit(s.p[n - 1]))
        n--;
    if (n > LOCAL_MIN && n < s.n && (s.p[n - 1] == '-' || s.p[n - 1] == '_'))
        s.n = n - 1;
    if (s.n > LOCAL_MIN + 4 && (ends_with(s, SLICE("_b2b")) || ends_with(s, SLICE("-b2b"))))
        s.n -= 4;
    return s;
}

/* Any of the UUID's 32 digits; 0 for none and for the null UUID. */
static uint64_t uuid_hash(const struct hash_key *key, struct slice text)
{
    char digit[UUID_DIGITS];
    bool null = true;
    text = slice_trim(text);
    if (text.n != sizeof(digit))
        return 0;
    for (size_t i = 0; i < text.n; i++) {
        digit[i] = ascii_lower(text.p[i]);
        null &= digit[i] == '0';
    }
    uint64_t h = hash_sip(key, digit, sizeof(digit));
    return null ? 0 : h | 1;
}

struct session_id session_id_parse(const struct hash_key *key, struct slice value)
{
    struct session_id id = { 0 };
    size_t semi = slice_index(value, ';');
    struct slice remote = sip_param_find(slice_sub(value, semi, value.n), SLICE("remote"));
    id.local = uuid_hash(key, slice_sub(value, 0, semi));
    id.remote = uuid_hash(key, remote);
    id.single = !remote.p;
    return id;
}

struct slice icid_find(struct slice value)
{
    static const struct slice name = { "icid-value", 10 };
    /* It is the first by custom; else it is looked for as a parameter. */
    if (slice_istarts(value, name) && value.n > name.n && value.p[name.n] == '=') {
        struct slice v = slice_sub(value, name.n + 1, value.n);
        if (v.n && v.p[0] == '"') {
            v = slice_sub(v, 1, v.n);
            return slice_sub(v, 0, slice_index(v, '"'));
        }
        return slice_trim(slice_sub(v, 0, slice_index(v, ';')));
    }
    return sip_param_find(slice_sub(value, slice_index(value, ';'), value.n), name);
}

void trait_read(struct trait *out, const struct store *s, const struct sip_index *x,
                uint32_t message, uint32_t leg)
{
    const struct message *m = store_message(s, message);
    struct slice base = base_of(x->call_id);
    struct slice icid = icid_find(sip_header_find(x, SIP_P_CHARGING_VECTOR));
    *out = (struct trait){ .first_ns = m->time_ns,
                           .again_ns = m->time_ns,
                           .leg = leg,
                           .out = spot_of(s, m, true),
                           .entered[0] = spot_of(s, m, false),
                           .entries = 1 };
    out->base = base.n >= LOCAL_MIN ? key_of(&s->key, base.p, base.n) : 0;
    out->icid = icid.n ? key_of(&s->key, icid.p, icid.n) : 0;
    if (x->present >> SIP_SESSION_ID & 1)
        out->session_id =
            (uint32_t)session_id_parse(&s->key, sip_header_find(x, SIP_SESSION_ID)).local;
    read_users(out, s, x);
    struct slice body = x->body;
    if (!slice_istarts(sip_header_find(x, SIP_CONTENT_TYPE), SLICE("application/sdp")))
        body = body.n ? sip_body_find(x, SLICE("application/sdp")) : body;
    read_offer(out, s, body);
}
