/* Legs with equal tokens, found by keyed hashes. */
#include "decode/session/rule_token.h"

#include "base/mem.h"
#include "decode/session/link.h"
#include "decode/session/trait.h"

struct token {
    uint64_t key;
    uint32_t leg;
    uint32_t older; /* with the same key */
    uint32_t nth;   /* of them, from 0 */
};

struct tokens {
    struct store *store;
    struct view *view;
    struct pool rows;
    struct index index; /* key -> the newest */
    bool have[TOKEN_KINDS];
};

struct tokens *tokens_new(struct store *s, struct view *v)
{
    struct tokens *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    x->store = s;
    x->view = v;
    pool_init(&x->rows, sizeof(struct token));
    if (index_init(&x->index))
        return x;
    tokens_free(x);
    return NULL;
}

void tokens_free(struct tokens *x)
{
    if (!x)
        return;
    pool_fini(&x->rows);
    index_fini(&x->index);
    mem_free(x);
}

/* ---- which of two is the parent */

/* Does `a` end where `b` begins? */
static bool leads_to(const struct tokens *x, uint32_t a, uint32_t b)
{
    const struct trait *t = view_find(x->view, a);
    const struct store *s = x->store;
    const struct leg *la = store_leg(s, a), *lb = store_leg(s, b);
    if (!la->m_invite || !lb->m_invite)
        return false;
    struct spot out = spot_of(s, store_message(s, lb->m_invite), true);
    return t ? trait_enters(t, out)
             : spot_eq(spot_of(s, store_message(s, la->m_invite), false), out);
}

/* Do both come from one host, so that neither follows from the other? */
static bool are_siblings(const struct store *s, uint32_t a, uint32_t b)
{
    const struct message *x = store_message(s, store_leg(s, a)->m_invite);
    const struct message *y = store_message(s, store_leg(s, b)->m_invite);
    return x && y && spot_eq(spot_of(s, x, true), spot_of(s, y, true));
}

static bool is_earlier(const struct store *s, uint32_t a, uint32_t b)
{
    const struct message *x = store_message(s, store_leg(s, a)->first);
    const struct message *y = store_message(s, store_leg(s, b)->first);
    return x->time_ns != y->time_ns ? x->time_ns < y->time_ns : a < b;
}

static enum session_reason reason_of(enum token_kind kind)
{
    return kind == TOKEN_ICID      ? SESSION_ICID
           : kind == TOKEN_CALL_ID ? SESSION_LEG_HEADER
                                   : SESSION_SESSION_ID;
}

/* `first` is the parent unless the node between the two says otherwise. */
static void join(struct tokens *x, uint32_t first, uint32_t second, unsigned because)
{
    if (leads_to(x, second, first) && !leads_to(x, first, second)) {
        uint32_t leg = first;
        first = second;
        second = leg;
    }
    link_add(x->store, first, second, LINK_CALL, LINK_BIT(because), 100);
    view_mark(x->view, first);
}

/* What an equal token says of two legs. A caller that sends the same half, or the same single one,
 * in several calls of its own makes one session of them; whoever else has it passed it on. */
static enum link_kind kind_of(const struct store *s, enum token_kind kind, uint32_t a, uint32_t b)
{
    bool open = store_leg(s, a)->flags & store_leg(s, b)->flags & LEG_HALF_ID;
    if ((kind == TOKEN_HALF && !open) ||
        ((kind == TOKEN_HALF || kind == TOKEN_SINGLE) && are_siblings(s, a, b)))
        return LINK_SAME_SESSION;
    return LINK_CALL;
}

/* ---- tokens */

static bool same_key(const void *ctx, uint32_t row, const void *key)
{
    const struct token *t = pool_at(ctx, row);
    return t->key == *(const uint64_t *)key;
}

static uint64_t key_of(enum token_kind kind, uint64_t value)
{
    return hash_mix(value, (uint64_t)kind + 1);
}

/* Joins the leg to those with the token at `row` and older ones: to all that lead to it or follow
 * from it, or else to the newest. */
static void match(struct tokens *x, enum token_kind kind, uint32_t row, uint32_t leg)
{
    const struct store *s = x->store;
    bool joined = false, related = false;
    uint32_t newest = 0;
    for (int n = 0; row && n < TOKEN_LEGS; n++) {
        const struct token *t = pool_at(&x->rows, row);
        uint32_t other = t->leg;
        row = t->older;
        if (other == leg)
            continue;
        if (kind_of(s, kind, other, leg) == LINK_SAME_SESSION) {
            if (!related && !joined)
                link_add(x->store, is_earlier(s, other, leg) ? other : leg,
                         is_earlier(s, other, leg) ? leg : other, LINK_SAME_SESSION,
                         LINK_BIT(SESSION_SESSION_ID), 100);
            related = true;
        } else if (leads_to(x, other, leg) || leads_to(x, leg, other)) {
            join(x, other, leg, reason_of(kind));
            joined = true;
        } else if (!newest) {
            newest = other;
        }
    }
    if (newest && !joined)
        join(x, is_earlier(s, newest, leg) ? newest : leg,
             is_earlier(s, newest, leg) ? leg : newest, reason_of(kind));
}

void tokens_add(struct tokens *x, enum token_kind kind, uint64_t value, uint32_t leg)
{
    uint64_t key = key_of(kind, value);
    uint32_t older = index_find(&x->index, key, same_key, &x->rows, &key);
    const struct token *before = pool_find(&x->rows, older);
    uint32_t nth = before ? before->nth + 1 : 0;
    if (before && (nth < TOKEN_USES || kind == TOKEN_HALF))
        match(x, kind, older, leg);
    uint32_t row = pool_new(&x->rows);
    if (!row)
        return;
    *(struct token *)pool_at(&x->rows, row) =
        (struct token){ .key = key, .leg = leg, .older = older, .nth = nth };
    if (older)
        index_remove(&x->index, key, older);
    if (index_add(&x->index, key, row))
        x->have[kind] = true;
    else
        pool_give(&x->rows, row);
}

void tokens_join(struct tokens *x, uint32_t first, uint32_t second, unsigned because)
{
    if (first == second)
        return;
    if (because == SESSION_USER && is_earlier(x->store, second, first))
        join(x, second, first, because);
    else
        join(x, first, second, because);
}

void tokens_named(struct tokens *x, uint32_t leg)
{
    if (!x->have[TOKEN_CALL_ID])
        return;
    uint64_t key = key_of(TOKEN_CALL_ID, store_leg(x->store, leg)->key);
    uint32_t row = index_find(&x->index, key, same_key, &x->rows, &key);
    for (int n = 0; row && n < TOKEN_LEGS; n++) {
        const struct token *t = pool_at(&x->rows, row);
        tokens_join(x, leg, t->leg, SESSION_LEG_HEADER);
        row = t->older;
    }
}

/* ---- what is forgotten */

static bool goes(const struct tokens *x, const struct token *t)
{
    return leg_goes(x->store, t->leg);
}

/* The first of a chain that stays. */
static uint32_t kept(const struct tokens *x, uint32_t row)
{
    for (const struct token *t; (t = pool_find(&x->rows, row)) && goes(x, t);)
        row = t->older;
    return row;
}

void tokens_forget(struct tokens *x)
{
    for (uint32_t row = 1; row <= x->rows.n; row++) {
        struct token *t = pool_at(&x->rows, row);
        uint64_t key = t->key;
        bool newest =
            t->leg && goes(x, t) && index_find(&x->index, key, same_key, &x->rows, &key) == row;
        if (t->leg)
            t->older = kept(x, t->older);
        if (!newest)
            continue;
        index_remove(&x->index, key, row);
        if (t->older)
            index_add(&x->index, key, t->older);
    }
    for (uint32_t row = 1; row <= x->rows.n; row++) {
        struct token *t = pool_at(&x->rows, row);
        if (!t->leg || !goes(x, t))
            continue;
        t->leg = 0;
        pool_give(&x->rows, row);
    }
}
