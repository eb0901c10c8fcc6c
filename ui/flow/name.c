/* Names and roles: the alias file first, then the role, then the user that an endpoint speaks for,
 * then its address. Never by User-Agent. */
#include "ui/flow/name.h"

#include <errno.h>

#include "base/mem.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"
#include "ui/flow/detail.h"
#include "ui/flow/text.h"

/* How well something tells that an endpoint is a user's. */
enum strength {
    CLAIM_WATCHED = 1, /* it knows of events of this user: his phone, or a server */
    CLAIM_ANSWER = 2,  /* a response came from there */
    CLAIM_DIALOG = 3,  /* a request inside a dialog, whose URIs may be of before a forward */
    CLAIM_TO = 4,      /* asked for under a URI that may be a random contact */
    CLAIM_TARGET = 5,  /* the Request-URI names somebody else than To: forwarded */
    CLAIM_CALLED = 6,  /* Request-URI and To agree */
    CLAIM_OWN = 8,     /* began something under this name */
};

enum { DISPLAY_MAX = 256 };

enum { RANK_SAID = 1, RANK_OWN = 2 };

static bool is_literal(struct slice host)
{
    struct addr a;
    return addr_parse(&a, host);
}

static uint32_t user_text(struct cast *c, struct slice user)
{
    struct buf plain;
    buf_init(&plain, TEXT_MAX);
    detail_add_user(&plain, slice_sub(user, 0, TEXT_MAX / 2));
    uint32_t text = strings_add_clean(c->strings, buf_slice(&plain));
    buf_fini(&plain);
    return text;
}

/* The key of the person behind an address: the user, else the display name, else the host. */
static uint32_t user_of(struct cast *c, const struct sip_address *a)
{
    struct sip_uri u = sip_uri_parse(a->uri);
    if (u.user.n)
        return user_text(c, u.user);
    if (a->display.n)
        return strings_add_clean(c->strings, a->display);
    return is_literal(u.host) ? 0 : strings_add_clean(c->strings, u.host);
}

static uint64_t user_key(const struct cast *c, uint32_t user)
{
    return hash_mix(c->key->k0, user);
}

static uint32_t display_of(struct cast *c, struct slice display)
{
    char plain[DISPLAY_MAX];
    size_t n = 0;
    for (size_t i = 0; i < display.n && n < sizeof(plain); i++) {
        if (display.p[i] == '\\' && i + 1 < display.n)
            i++;
        plain[n++] = display.p[i];
    }
    return strings_add_clean(c->strings, slice_trim(slice_make(plain, n)));
}

/* Learns a user's display name; what he says himself outdoes what others say. */
static uint32_t meet(struct cast *c, struct slice value, unsigned rank)
{
    struct sip_address a = sip_address_parse(value);
    uint32_t user = user_of(c, &a);
    struct map_entry *e = user && a.display.n ? map_get(&c->users, user_key(c, user)) : NULL;
    if (e && rank > e->b) {
        uint32_t display = display_of(c, a.display);
        if (display) {
            e->a = display;
            e->b = rank;
        }
    }
    return user;
}

static uint32_t shown_name(struct cast *c, uint32_t user)
{
    const struct map_entry *e = user ? map_find(&c->users, user_key(c, user)) : NULL;
    return e ? e->a : user;
}

uint32_t name_person(struct cast *c, struct slice value)
{
    struct sip_address a = sip_address_parse(value);
    uint32_t display = a.display.n ? display_of(c, a.display) : 0;
    return display ? display : shown_name(c, user_of(c, &a));
}

/* Words in place of a user who does not want to be known (3323, 3325) or is not. */
static bool is_nobody(const char *user)
{
    static const char *const word[] = { "anonymous", "unavailable", "unknown", "restricted" };
    for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
        if (slice_ieq(slice_of(user), slice_of(word[i])))
            return true;
    return false;
}

static void claim(struct cast *c, uint32_t node, uint32_t user, uint32_t strength)
{
    struct node *n = cast_node_get(c, node);
    unsigned weakest = 0;
    if (!user || is_nobody(strings_get(c->strings, user)))
        return;
    for (unsigned i = 0; i < NODE_CLAIMS; i++) {
        if (n->claim[i].user == user) {
            if (strength > n->claim[i].strength)
                n->claim[i].strength = strength;
            return;
        }
        if (n->claim[i].strength < n->claim[weakest].strength)
            weakest = i;
    }
    if (strength > n->claim[weakest].strength)
        n->claim[weakest] = (struct claim){ user, strength };
}

/* Is a user part one that people know, not a random token of a Contact? All letters or all a
 * number. */
static bool is_plausible(struct slice user)
{
    bool digits = false, letters = false;
    for (size_t i = 0; i < user.n; i++) {
        char ch = ascii_lower(user.p[i]);
        digits |= ascii_is_digit(ch);
        letters |= ch >= 'a' && ch <= 'z';
    }
    return user.n && digits != letters;
}

/* Whose phone does a request that begins something reach? */
static void claim_target(struct cast *c, const struct sighting *s, uint32_t to)
{
    struct sip_uri u = sip_uri_parse(s->index->uri);
    uint32_t target = u.user.n ? user_text(c, u.user) : 0;
    if (!target || target == to) {
        claim(c, s->to, to, CLAIM_CALLED);
    } else if (is_plausible(u.user)) {
        claim(c, s->to, target, CLAIM_TARGET);
        claim(c, s->to, to, CLAIM_ANSWER);
    } else {
        claim(c, s->to, to, CLAIM_TO);
    }
}

/* The same call enters and leaves a host under another Call-ID, or with no Via more: a B2BUA. */
static void see_passage(struct cast *c, const struct sighting *s, uint32_t from, uint32_t to)
{
    struct node *src = cast_node_get(c, s->from);
    const struct node *dst = cast_node_get(c, s->to);
    if (src->host == dst->host || !from || !to || from == to)
        return;
    uint64_t who = hash_mix(hash_mix(c->key->k1, from), to);
    struct map_entry *in = map_get(&c->passed, hash_mix(who, dst->host));
    if (in && !in->a)
        in->a = s->leg;
    const struct map_entry *out = map_find(&c->passed, hash_mix(who, src->host));
    if (out && out->a && s->index->vias == 1)
        src->role |= NODE_B2BUA;
}

/* A proxy that stays in the path names itself in Record-Route (16.6). */
static void see_record_route(struct cast *c, const struct sighting *s)
{
    struct slice list = sip_header_find(s->index, SIP_RECORD_ROUTE), value;
    struct node *end[2] = { cast_node_get(c, s->from), cast_node_get(c, s->to) };
    size_t at = 0;
    for (int i = 0; i < 4 && sip_value_next(list, &at, &value); i++) {
        struct sip_uri u = sip_uri_parse(sip_address_parse(value).uri);
        struct addr a;
        if (!addr_parse(&a, u.host))
            continue;
        for (int k = 0; k < 2; k++)
            if (addr_eq(&a, &end[k]->end.addr) && end[0]->host != end[1]->host)
                end[k]->role |= NODE_PROXY;
    }
}

/* A subscription: who asks for it is a user's, who tells of another one need not be his phone.
 * Reports on a REFER come from who acts on it. */
static bool is_of_events(const struct sip_index *x)
{
    return x->method == SIP_METHOD_SUBSCRIBE ||
           (x->method == SIP_METHOD_NOTIFY &&
            !slice_ieq(sip_media_type(sip_header_find(x, SIP_EVENT)), SLICE("refer")));
}

static void see_events(struct cast *c, const struct sighting *s, uint32_t from, uint32_t to)
{
    bool asks = s->index->method == SIP_METHOD_SUBSCRIBE;
    bool own = asks && s->index->vias <= 1 && !s->index->to_tag.n;
    claim(c, s->from, from, own ? CLAIM_OWN : asks ? CLAIM_DIALOG : CLAIM_WATCHED);
    if (from != to)
        claim(c, s->to, to, asks ? CLAIM_WATCHED : CLAIM_DIALOG);
}

static void see_request(struct cast *c, const struct sighting *s, uint32_t from, uint32_t to)
{
    const struct sip_index *x = s->index;
    if (x->vias > 1)
        cast_node_get(c, s->from)->role |= NODE_PROXY;
    if (x->method == SIP_METHOD_CANCEL)
        return;
    if (x->method == SIP_METHOD_REGISTER) {
        claim(c, s->from, to, CLAIM_OWN);
        return;
    }
    if (is_of_events(x)) {
        see_events(c, s, from, to);
        return;
    }
    if (x->to_tag.n || x->method == SIP_METHOD_NOTIFY || x->method == SIP_METHOD_ACK) {
        claim(c, s->from, from, CLAIM_DIALOG);
        claim(c, s->to, to, CLAIM_DIALOG);
        return;
    }
    if (x->method == SIP_METHOD_INVITE)
        see_passage(c, s, from, to);
    if (x->vias <= 1)
        claim(c, s->from, from, CLAIM_OWN);
    if (from != to)
        claim_target(c, s, to);
}

void name_see(struct cast *c, const struct sighting *s)
{
    const struct sip_index *x = s->index;
    bool own = x->request && x->vias <= 1;
    uint32_t from = meet(c, sip_header_find(x, SIP_FROM), own ? RANK_OWN : RANK_SAID);
    uint32_t to = meet(c, sip_header_find(x, SIP_TO), RANK_SAID);
    see_record_route(c, s);
    if (x->request) {
        see_request(c, s, from, to);
        return;
    }
    if (x->vias > 1)
        cast_node_get(c, s->to)->role |= NODE_PROXY;
    if (x->method == SIP_METHOD_REGISTER) {
        cast_node_get(c, s->from)->role |= NODE_REGISTRAR;
        claim(c, s->to, to, CLAIM_ANSWER);
    } else if (from != to) {
        claim(c, s->from, to, x->method == SIP_METHOD_SUBSCRIBE ? CLAIM_WATCHED : CLAIM_ANSWER);
        claim(c, s->to, from, x->method == SIP_METHOD_NOTIFY ? CLAIM_WATCHED : CLAIM_ANSWER);
    }
}

/* ---- from claims to names */

/* What is known of a participant while it gets its name. */
struct candidate {
    uint8_t role;
    unsigned identities; /* users it surely speaks for */
    struct claim claim[NODE_CLAIMS];
    uint32_t name; /* text, 0: none yet */
};

static void merge(struct candidate *d, const struct node *n)
{
    d->role |= n->role;
    for (unsigned i = 0; i < NODE_CLAIMS && n->claim[i].user; i++) {
        unsigned at = 0, weakest = 0;
        for (; at < NODE_CLAIMS && d->claim[at].user != n->claim[i].user; at++)
            if (d->claim[at].strength < d->claim[weakest].strength)
                weakest = at;
        at = at < NODE_CLAIMS ? at : weakest;
        if (n->claim[i].strength > d->claim[at].strength)
            d->claim[at] = n->claim[i];
    }
}

/* Who speaks for one user only has the better claim to him. */
static uint32_t weight(const struct candidate *d, unsigned i)
{
    return d->claim[i].strength * 2 + (d->identities == 1);
}

/* The user goes to whoever has the strongest claim; several with the same share him. */
static void settle_claims(struct cast *c, struct candidate *d, unsigned n)
{
    struct map best;
    if (map_init(&best) < 0)
        c->strings->failed = true;
    for (unsigned g = 0; g < n && !c->strings->failed; g++) {
        for (unsigned i = 0; i < NODE_CLAIMS; i++)
            d[g].identities += d[g].claim[i].strength >= CLAIM_TARGET;
        for (unsigned i = 0; i < NODE_CLAIMS && !d[g].role; i++) {
            struct map_entry *e = map_get(&best, user_key(c, d[g].claim[i].user));
            if (e && weight(&d[g], i) > e->a)
                e->a = weight(&d[g], i);
        }
    }
    for (unsigned g = 0; g < n && !c->strings->failed; g++) {
        uint32_t most = 0;
        for (unsigned i = 0; i < NODE_CLAIMS && !d[g].role && d[g].identities < 3; i++) {
            const struct map_entry *e = map_find(&best, user_key(c, d[g].claim[i].user));
            if (d[g].claim[i].user && e && weight(&d[g], i) == e->a && e->a > most) {
                most = e->a;
                d[g].name = shown_name(c, d[g].claim[i].user);
            }
        }
    }
    map_fini(&best);
}

/* Whom an alias line means. */
struct alias {
    struct slice host;
    struct endpoint end;
    int exactness; /* 3: ip:port, 2: ip, 1: a name in Via */
    uint32_t name;
};

static bool alias_parse(struct cast *c, struct alias *out, const char *line)
{
    struct slice all = slice_of(line);
    size_t eq = slice_index(all, '=');
    struct slice who = slice_trim(slice_sub(all, 0, eq));
    struct sip_uri u = sip_uri_parse(who);
    *out = (struct alias){ .host = who, .exactness = 1 };
    if (addr_parse(&out->end.addr, who)) {
        out->exactness = 2;
    } else if (u.port && addr_parse(&out->end.addr, u.host)) {
        out->end.port = u.port;
        out->exactness = 3;
    }
    out->name = strings_add_clean(c->strings, slice_trim(slice_sub(all, eq + 1, all.n)));
    return who.n && out->name;
}

static bool alias_names(const struct cast *c, const struct alias *a, const struct node *n)
{
    if (a->exactness == 1)
        return n->via_host && slice_ieq(slice_of(strings_get(c->strings, n->via_host)), a->host);
    return addr_eq(&a->end.addr, &n->end.addr) && (a->exactness == 2 || a->end.port == n->end.port);
}

/* The most exact alias wins, among equal ones the last. */
static void apply_aliases(struct cast *c, struct candidate *d, const struct flow_options *o)
{
    for (int exactness = 1; exactness <= 3; exactness++) {
        for (unsigned i = 0; i < o->aliases; i++) {
            struct alias a;
            if (!alias_parse(c, &a, o->alias[i]) || a.exactness != exactness)
                continue;
            for (uint32_t n = 1; n <= c->nodes.n; n++) {
                const struct node *node = cast_node_get(c, n);
                if (alias_names(c, &a, node))
                    d[node->group].name = a.name;
            }
        }
    }
}

static const char *const role_word[] = { "", "Proxy", "B2BUA", "Registrar" };

enum { ROLE_WORDS = sizeof(role_word) / sizeof(role_word[0]) };

static unsigned role_of(const struct candidate *d)
{
    return d->role & NODE_PROXY ? 1 : d->role & NODE_B2BUA ? 2 : d->role & NODE_REGISTRAR ? 3 : 0;
}

/* Several of a role are numbered as they stand. */
static void name_roles(struct cast *c, struct candidate *const *at, unsigned n)
{
    unsigned total[ROLE_WORDS] = { 0 }, number[ROLE_WORDS] = { 0 };
    for (unsigned i = 0; i < n; i++)
        total[role_of(at[i])] += !at[i]->name;
    for (unsigned i = 0; i < n; i++) {
        unsigned r = role_of(at[i]);
        char text[32];
        if (at[i]->name || !r)
            continue;
        snprintf(text, sizeof(text), total[r] > 1 ? "%s %u" : "%s", role_word[r], ++number[r]);
        at[i]->name = strings_add(c->strings, slice_of(text));
    }
}

/* Equal names get their addresses behind them. */
static void make_unique(struct cast *c, struct flow_participant *p, unsigned n)
{
    struct map seen;
    struct buf text;
    buf_init(&text, 2 * TEXT_MAX);
    if (map_init(&seen) < 0)
        c->strings->failed = true;
    for (unsigned i = 0; i < n && !c->strings->failed; i++) {
        struct map_entry *e = map_get(&seen, cast_hash(c, 0, slice_of(p[i].name)));
        if (e)
            e->a++;
    }
    for (unsigned i = 0; i < n && !c->strings->failed; i++) {
        const struct map_entry *e = map_find(&seen, cast_hash(c, 0, slice_of(p[i].name)));
        if (!e || e->a < 2)
            continue;
        buf_clear(&text);
        buf_printf(&text, "%s (%s)", p[i].name, p[i].address);
        p[i].name = strings_get(c->strings, strings_add(c->strings, buf_slice(&text)));
    }
    map_fini(&seen);
    buf_fini(&text);
}

int name_all(struct cast *c, struct flow_participant *p, const unsigned *place,
             const struct flow_options *o)
{
    unsigned n = c->groups;
    struct candidate *d = mem_new(n, sizeof(*d)), **at = mem_new(n, sizeof(*at));
    if (d && at) {
        for (uint32_t i = 1; i <= c->nodes.n; i++)
            merge(&d[cast_node_get(c, i)->group], cast_node_get(c, i));
        settle_claims(c, d, n);
        apply_aliases(c, d, o);
        for (unsigned g = 0; g < n; g++)
            at[place[g]] = &d[g];
        name_roles(c, at, n);
        for (unsigned i = 0; i < n; i++) {
            p[i].role = role_word[role_of(at[i])];
            p[i].name = at[i]->name ? strings_get(c->strings, at[i]->name) : p[i].address;
        }
        make_unique(c, p, n);
    } else {
        c->strings->failed = true;
    }
    mem_free(d);
    mem_free(at);
    return c->strings->failed ? -ENOMEM : 0;
}
