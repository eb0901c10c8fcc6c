/* Gives each message to the rules that it matters to. */
#include "decode/session/rule.h"

#include "base/mem.h"
#include "decode/session/link.h"
#include "decode/session/rule_score.h"
#include "decode/session/rule_token.h"
#include "decode/session/trait.h"

struct rules {
    struct store *store;
    const struct leg_rules *user;
    struct view *view;
    struct tokens *tokens;
};

struct rules *rules_new(struct store *s)
{
    struct rules *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    x->store = s;
    x->view = view_new(s);
    x->tokens = tokens_new(s, x->view);
    if (x->view && x->tokens)
        return x;
    rules_free(x);
    return NULL;
}

void rules_free(struct rules *x)
{
    if (!x)
        return;
    tokens_free(x->tokens);
    view_free(x->view);
    mem_free(x);
}

void rules_set(struct rules *x, const struct leg_rules *user)
{
    x->user = user;
}

static uint64_t call_id_key(const struct store *s, struct slice call_id)
{
    uint64_t key = hash_sip(&s->key, call_id.p, call_id.n);
    return key + !key;
}

/* ---- Session-ID */

static void add_session_id(struct rules *x, struct slice value, uint32_t leg)
{
    struct session_id id = session_id_parse(&x->store->key, value);
    struct leg *l = store_leg(x->store, leg);
    uint64_t low = id.local < id.remote ? id.local : id.remote;
    if (id.local && id.remote) {
        l->flags &= (uint16_t)~LEG_HALF_ID;
        tokens_add(x->tokens, TOKEN_PAIR, hash_mix(low, low ^ id.local ^ id.remote), leg);
        tokens_add(x->tokens, TOKEN_HALF, id.local, leg);
        tokens_add(x->tokens, TOKEN_HALF, id.remote, leg);
    } else if (id.local && id.single) {
        tokens_add(x->tokens, TOKEN_SINGLE, id.local, leg);
    } else if (id.local) {
        l->flags |= LEG_HALF_ID;
        tokens_add(x->tokens, TOKEN_HALF, id.local, leg);
    }
}

/* An answer to a leg of which half a Session-ID is known. The final one is the last chance. */
static void settle(struct rules *x, const struct payload *p, const struct brief *b, uint32_t leg)
{
    struct sip_index i;
    struct leg *l = store_leg(x->store, leg);
    if (!sip_index_place(&i, (const char *)p->data, p->len))
        return;
    struct session_id id = session_id_parse(&x->store->key, sip_header_find(&i, SIP_SESSION_ID));
    if (id.local && id.remote)
        add_session_id(x, sip_header_find(&i, SIP_SESSION_ID), leg);
    if (b->code >= 200 && b->code != 401 && b->code != 407)
        l->flags &= (uint16_t)~LEG_HALF_ID;
}

/* ---- headers that name the other leg */

static void add_named(struct rules *x, struct slice value, uint32_t leg)
{
    value = slice_trim(value);
    if (!value.n)
        return;
    uint64_t key = call_id_key(x->store, value);
    uint32_t named = store_leg_find(x->store, key);
    if (named)
        tokens_join(x->tokens, named, leg, SESSION_LEG_HEADER);
    tokens_add(x->tokens, TOKEN_CALL_ID, key, leg);
}

static void add_headers(struct rules *x, const struct sip_index *i, uint32_t leg)
{
    struct slice value;
    add_named(x, sip_header_find(i, SIP_X_CID), leg);
    add_named(x, sip_header_find(i, SIP_X_CALL_ID), leg);
    for (unsigned n = 0; x->user && n < x->user->headers; n++)
        if (sip_header_by_name(i, x->user->header[n], 0, &value))
            add_named(x, value, leg);
}

/* ---- what the user says */

static void split(struct rules *x, uint32_t leg)
{
    const struct leg_rules *u = x->user;
    struct leg *l = store_leg(x->store, leg);
    for (unsigned i = 0; i < u->splits; i++)
        if (call_id_key(x->store, u->split[i]) == l->key)
            l->flags |= LEG_SPLIT;
}

/* What the user joined, as far as it is there. */
static void join(struct rules *x)
{
    struct store *s = x->store;
    for (unsigned i = 0; x->user && i < x->user->joins; i++) {
        uint32_t a = store_leg_find(s, call_id_key(s, x->user->join[i].a));
        uint32_t b = store_leg_find(s, call_id_key(s, x->user->join[i].b));
        if (a && b && store_leg(s, a)->call && store_leg(s, b)->call)
            tokens_join(x->tokens, a, b, SESSION_USER);
    }
}

/* ---- messages */

static bool begin(struct rules *x, const struct payload *p, uint32_t message, uint32_t leg,
                  int64_t now_ns, struct sip_index *i)
{
    if (!sip_index_place(i, (const char *)p->data, p->len))
        return false;
    view_add(x->view, i, message, leg, now_ns);
    if (x->user)
        split(x, leg);
    tokens_named(x->tokens, leg);
    if (i->present >> SIP_SESSION_ID & 1)
        add_session_id(x, sip_header_find(i, SIP_SESSION_ID), leg);
    struct slice icid = icid_find(sip_header_find(i, SIP_P_CHARGING_VECTOR));
    if (icid.n)
        tokens_add(x->tokens, TOKEN_ICID, hash_sip(&x->store->key, icid.p, icid.n), leg);
    add_headers(x, i, leg);
    return true;
}

bool rules_see(struct rules *x, const struct payload *p, const struct brief *b, uint32_t message,
               uint32_t leg, int64_t now_ns, struct sip_index *i)
{
    if (b->method != SIP_METHOD_INVITE)
        return false;
    const struct leg *l = store_leg(x->store, leg);
    if (!(b->flags & BRIEF_REQUEST)) {
        if (l->flags & LEG_HALF_ID && b->to_tag)
            settle(x, p, b, leg);
    } else if (!b->to_tag) {
        if (l->m_invite == message && !view_find(x->view, leg))
            return begin(x, p, message, leg, now_ns, i);
        view_hop(x->view, message, leg);
    }
    return false;
}

void rules_tick(struct rules *x, int64_t now_ns)
{
    view_judge(x->view, now_ns, false, 2);
}

bool rules_finish(struct rules *x, unsigned n)
{
    join(x);
    return view_judge(x->view, 0, true, n);
}

void rules_forget(struct rules *x)
{
    tokens_forget(x->tokens);
    view_forget(x->view);
}
