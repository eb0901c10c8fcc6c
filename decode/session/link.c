/* Rings of legs. The smaller one is always the one that is told its new name, so however legs are
 * joined, none is told more than log2(legs) times. */
#include "decode/session/link.h"

enum joins {
    JOINS_NOTHING,
    JOINS_SESSION,
    JOINS_CALL,
};

static enum joins joins_of(enum link_kind kind)
{
    static const uint8_t joins[LINK_KIND_COUNT] = {
#define X(id, word, JOINS, help) [LINK_##id] = JOINS_##JOINS,
        LINK_LIST(X)
#undef X
    };
    return joins[kind];
}

uint32_t session_of(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    const struct session *x = l ? pool_find(&s->sessions, l->session) : NULL;
    return x ? x->leg : leg;
}

uint32_t session_number(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, session_of(s, leg));
    return l ? l->call : 0;
}

uint32_t session_next(const struct store *s, uint32_t leg, uint32_t first)
{
    uint32_t next = store_leg(s, leg)->kin;
    return next == first ? 0 : next;
}

uint32_t call_next(const struct store *s, uint32_t leg, uint32_t first)
{
    uint32_t next = store_leg(s, leg)->mate;
    return next == first ? 0 : next;
}

struct call *call_find(const struct store *s, uint32_t number)
{
    struct call *c = store_call(s, number);
    while (c && c->into)
        c = store_call(s, c->into);
    return c;
}

/* The older call stands for both; a call rather than what is none. */
static bool is_elder(const struct store *s, uint32_t a, uint32_t b)
{
    const struct leg *x = store_leg(s, a), *y = store_leg(s, b);
    return !x->call == !y->call ? a < b : x->call != 0;
}

/* Two rings, each given by the place of one member's pointer, become one. */
static void splice(uint32_t *a, uint32_t leg_a, uint32_t *b, uint32_t leg_b)
{
    uint32_t after_a = *a ? *a : leg_a;
    *a = *b ? *b : leg_b;
    *b = after_a;
}

/* The session row of a leg, made when it has none. NULL: no memory. */
static struct session *session_get(struct store *s, uint32_t leg)
{
    struct leg *l = store_leg(s, leg);
    if (!l->session && (l->session = pool_new(&s->sessions)))
        *(struct session *)pool_at(&s->sessions, l->session) =
            (struct session){ .leg = leg, .legs = 1 };
    return pool_find(&s->sessions, l->session);
}

static void join_sessions(struct store *s, uint32_t a, uint32_t b)
{
    struct session *x = session_get(s, a), *y = session_get(s, b);
    if (!x || !y || x == y)
        return;
    if (x->legs < y->legs) {
        struct session *z = x;
        uint32_t c = a;
        x = y, y = z;
        a = b, b = c;
    }
    struct leg *la = store_leg(s, a), *lb = store_leg(s, b);
    uint32_t gone = lb->session, leg = b;
    for (uint32_t i = 0; i < y->legs; i++) {
        struct leg *l = store_leg(s, leg);
        l->session = la->session;
        leg = l->kin;
    }
    x->leg = is_elder(s, x->leg, y->leg) ? x->leg : y->leg;
    x->legs += y->legs;
    splice(&la->kin, a, &lb->kin, b);
    pool_give(&s->sessions, gone);
}

/* The parent's leg stands for both, whichever number is kept. */
static void join_calls(struct store *s, uint32_t parent, uint32_t child)
{
    struct leg *p = store_leg(s, parent), *c = store_leg(s, child);
    struct call *x = store_call(s, p->call), *y = store_call(s, c->call);
    if (!x || !y || x == y)
        return;
    uint32_t nearest = x->leg, keep = p->call, leg = child;
    if (x->legs < y->legs || (x->legs == y->legs && c->call < p->call)) {
        struct call *z = x;
        x = y, y = z;
        keep = c->call, leg = parent;
    }
    for (uint32_t i = 0; i < y->legs; i++) {
        struct leg *l = store_leg(s, leg);
        l->call = keep;
        leg = l->mate;
    }
    splice(&p->mate, parent, &c->mate, child);
    x->leg = nearest;
    x->legs += y->legs;
    *y = (struct call){ .into = keep };
    s->counts.calls--;
}

/* The link of this kind between the two, made when there is none. NULL: no memory, or too many. */
static struct link *link_get(struct store *s, uint32_t parent, uint32_t child, enum link_kind kind)
{
    struct leg *l = store_leg(s, child);
    struct link *x;
    int n = 0;
    for (uint32_t row = l->link; row; row = x->next, n++) {
        x = store_link(s, row);
        if (x->parent == parent && x->kind == kind)
            return x;
    }
    uint32_t row = n < LINKS_OF_LEG ? pool_new(&s->links) : 0;
    x = store_link(s, row);
    if (x) {
        *x = (struct link){
            .parent = parent, .child = child, .next = l->link, .kind = (uint8_t)kind
        };
        l->link = row;
    }
    return x;
}

void link_add(struct store *s, uint32_t parent, uint32_t child, enum link_kind kind,
              uint32_t because, unsigned confidence)
{
    const struct leg *p = store_leg(s, parent), *c = store_leg(s, child);
    if (parent == child || !p || !c || leg_is_gone(p) || leg_is_gone(c))
        return;
    enum joins joins = joins_of(kind);
    if (joins == JOINS_CALL && !(because & LINK_BIT(SESSION_USER)) &&
        (store_leg(s, parent)->flags | store_leg(s, child)->flags) & LEG_SPLIT)
        return;
    struct link *x = link_get(s, parent, child, kind);
    if (x) {
        x->because |= because;
        if (confidence > x->confidence)
            x->confidence = (uint8_t)(confidence < 100 ? confidence : 100);
    }
    if (joins == JOINS_CALL)
        join_calls(s, parent, child);
    if (joins != JOINS_NOTHING)
        join_sessions(s, parent, child);
}

/* Takes the links out of a child's list that lead to a parent that goes. */
static void unlink_parents(struct store *s, struct leg *child)
{
    uint32_t *at = &child->link;
    for (struct link *x; (x = store_link(s, *at));)
        if (leg_goes(s, x->parent))
            *at = x->next;
        else
            at = &x->next;
}

/* The number of a call that was joined to others, to the end. */
static bool leads_nowhere(const struct store *s, uint32_t number)
{
    const struct call *c = store_call(s, number);
    while (c && !c->legs && c->into)
        c = store_call(s, c->into);
    return !c || !c->legs;
}

void links_forget(struct store *s)
{
    for (uint32_t row = 0; (row = pool_next(&s->links, row));) {
        const struct link *x = store_link(s, row);
        if (leg_goes(s, x->parent) && !leg_goes(s, x->child))
            unlink_parents(s, store_leg(s, x->child));
    }
    for (uint32_t row = 0; (row = pool_next(&s->links, row));) {
        const struct link *x = store_link(s, row);
        if (leg_goes(s, x->parent) || leg_goes(s, x->child))
            pool_drop(&s->links, row);
    }
    for (uint32_t row = 0; (row = pool_next(&s->calls, row));) {
        const struct call *c = store_call(s, row);
        if (c->legs && leg_goes(s, c->leg))
            pool_drop(&s->calls, row);
    }
    for (uint32_t row = 0; (row = pool_next(&s->calls, row));) {
        const struct call *c = store_call(s, row);
        if (c->into && leads_nowhere(s, row))
            pool_drop(&s->calls, row);
    }
}

const struct link *leg_link(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    for (const struct link *x = l ? store_link(s, l->link) : NULL; x; x = store_link(s, x->next))
        if (x->kind == LINK_CALL)
            return x;
    return NULL;
}

uint32_t session_reasons(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    uint32_t because = 0;
    for (const struct link *x = l ? store_link(s, l->link) : NULL; x; x = store_link(s, x->next))
        because |= joins_of(x->kind) == JOINS_NOTHING ? 0 : x->because;
    return because;
}

const char *session_reason_words(enum session_reason r)
{
    static const char *const words_of[SESSION_REASON_COUNT] = {
#define X(id, words, help) [SESSION_##id] = words,
        SESSION_REASON_LIST(X)
#undef X
    };
    return words_of[r];
}

const char *link_kind_word(enum link_kind k)
{
    static const char *const word_of[LINK_KIND_COUNT] = {
#define X(id, word, joins, help) [LINK_##id] = word,
        LINK_LIST(X)
#undef X
    };
    return word_of[k];
}
