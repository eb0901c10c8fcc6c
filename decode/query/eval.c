/* Whether a message or a call passes a query. The values come from the caller's getter. */
#include "decode/query/node.h"

/* In this order: && is the least of its operands, || the greatest. */
enum answer { NO, MAYBE, YES };

/* The caller's getter, and whether it may be asked for what needs the bytes of the message. */
struct source {
    query_get *get;
    void *ctx;
    bool bytes;
};

/* Does `text` contain `needle`, which is in lower case? */
static bool contains_folded(struct slice text, struct slice needle)
{
    char lower = needle.p[0];
    char upper = (char)(lower >= 'a' && lower <= 'z' ? lower - 32 : lower);
    if (text.n < needle.n)
        return false;
    size_t last = text.n - needle.n;
    for (size_t i = 0; i <= last; i++) {
        if (text.p[i] != lower && text.p[i] != upper)
            continue;
        size_t k = 1;
        while (k < needle.n && ascii_lower(text.p[i + k]) == needle.p[k])
            k++;
        if (k == needle.n)
            return true;
    }
    return false;
}

static bool contains(enum query_type type, struct slice text, struct slice needle)
{
    if (type == QUERY_TYPE_ID)
        return text.n && memmem(text.p, text.n, needle.p, needle.n);
    return contains_folded(text, needle);
}

static bool addr_in(const struct addr *a, const struct query_item *item)
{
    return addr_is_v4(a) == item->address_v4 &&
           memcmp(a->ip, item->addr_lo.ip, sizeof(a->ip)) >= 0 &&
           memcmp(a->ip, item->addr_hi.ip, sizeof(a->ip)) <= 0;
}

static bool num_in(int64_t num, const struct query_item *item)
{
    if (item->lo > item->hi) /* over midnight */
        return num >= item->lo || num <= item->hi;
    return num >= item->lo && num <= item->hi;
}

static bool item_equals(enum query_type type, const struct query_value *v, int64_t day,
                        const struct query_item *item)
{
    switch (type) {
    case QUERY_TYPE_TEXT:
        return slice_ieq(v->text, item->text);
    case QUERY_TYPE_ID:
        return slice_eq(v->text, item->text);
    case QUERY_TYPE_DIGITS:
        return query_digits_end(v->text, item->text);
    case QUERY_TYPE_ADDR:
        return addr_in(&v->addr, item);
    default:
        return num_in(item->day ? day : v->num, item);
    }
}

/* The number at the beginning of a text, as in "1800;refresher=uac". */
static bool leading_number(struct slice text, int64_t *out)
{
    size_t digits;
    *out = (int64_t)slice_number(slice_trim(text), UINT64_C(1) << 62, &digits);
    return digits > 0;
}

static bool in_order(enum query_op op, int64_t a, int64_t b)
{
    switch (op) {
    case QUERY_OP_LT:
        return a < b;
    case QUERY_OP_LE:
        return a <= b;
    case QUERY_OP_GT:
        return a > b;
    default:
        return a >= b;
    }
}

static bool value_fits(const struct query *q, const struct query_leaf *leaf,
                       const struct query_value *v)
{
    enum query_type type = query_field_get(leaf->field)->type;
    const struct query_item *item = q->item ? q->item + leaf->item : NULL;
    int64_t day = leaf->day ? query_time_of_day(v->num) : 0, num = v->num;
    switch (leaf->op) {
    case QUERY_OP_PRESENT:
        return type != QUERY_TYPE_BOOL || v->num;
    case QUERY_OP_CONTAINS:
        return contains(type, v->text, item->text);
    case QUERY_OP_MATCHES:
        return query_regex_matches(leaf->regex, v->text);
    case QUERY_OP_EQ:
    case QUERY_OP_IN:
        for (uint32_t i = 0; i < leaf->items; i++)
            if (item_equals(type, v, day, item + i))
                return true;
        return false;
    default:
        if (type == QUERY_TYPE_TEXT && !leading_number(v->text, &num))
            return false;
        return in_order(leaf->op, item->day ? day : num, item->lo);
    }
}

static enum answer eval_leaf(const struct query *q, const struct query_leaf *leaf,
                             const struct source *from)
{
    struct query_value v;
    if (!from->bytes && query_field_get(leaf->field)->source == QUERY_SOURCE_BYTES)
        return MAYBE;
    for (unsigned i = 0; i < QUERY_VALUES_MAX; i++) {
        v = (struct query_value){ 0 };
        if (!from->get(from->ctx, leaf->field, leaf->arg, i, &v))
            break;
        if (value_fits(q, leaf, &v))
            return leaf->negated ? NO : YES;
    }
    return leaf->negated ? YES : NO;
}

/* Recursion is bounded by QUERY_NESTING_MAX: lists are flat. */
static enum answer eval_node(const struct query *q, uint32_t index, const struct source *from)
{
    const struct query_node *node = &q->node[index];
    if (node->kind == QUERY_NODE_LEAF)
        return eval_leaf(q, &q->leaf[node->child], from);
    if (node->kind == QUERY_NODE_NOT)
        return YES - eval_node(q, node->child, from);
    enum answer end = node->kind == QUERY_NODE_AND ? NO : YES; /* nothing can change it any more */
    enum answer all = YES - end;
    for (uint32_t i = node->child; i != QUERY_NONE && all != end; i = q->node[i].next) {
        enum answer one = eval_node(q, i, from);
        if (end == NO ? one < all : one > all)
            all = one;
    }
    return all;
}

/* First without the bytes of the message, which may have to be read; then with them. */
static bool holds(const struct query *q, uint32_t index, query_get *get, void *ctx)
{
    struct source from = { get, ctx, !q->needs_bytes };
    enum answer a = eval_node(q, index, &from);
    if (a == MAYBE) {
        from.bytes = true;
        a = eval_node(q, index, &from);
    }
    return a == YES;
}

bool query_eval(const struct query *q, query_get *get, void *ctx)
{
    return q->root == QUERY_NONE || holds(q, q->root, get, ctx);
}

void query_call_init(struct query_call *c, const struct query *q)
{
    *c = (struct query_call){ .q = q, .alive = q->negative, .found = q->root == QUERY_NONE };
}

bool query_call_feed(struct query_call *c, query_get *get, void *ctx)
{
    const struct query *q = c->q;
    bool open = false;
    c->fed = true;
    for (size_t i = 0; i < q->branches && !c->found; i++) {
        const struct query_branch *branch = &q->branch[i];
        if (branch->bit && !(c->alive & branch->bit))
            continue;
        bool yes = holds(q, branch->node, get, ctx);
        if (!branch->bit)
            c->found = yes;
        else if (!yes)
            c->alive &= ~branch->bit;
        open = open || !branch->bit || yes;
    }
    return c->found || !open;
}

bool query_call_passes(const struct query_call *c)
{
    return c->found || (c->fed && c->alive);
}

bool query_needs_message_bytes(const struct query *q)
{
    return q->needs_bytes;
}

bool query_is_call_level(const struct query *q)
{
    return q->root == QUERY_NONE || q->call_level;
}

bool query_uses(const struct query *q, enum query_field field)
{
    for (size_t i = 0; i < q->leaves; i++)
        if (q->leaf[i].field == field)
            return true;
    return false;
}

uint64_t query_gave_up(const struct query *q)
{
    uint64_t n = 0;
    for (size_t i = 0; i < q->leaves; i++)
        if (q->leaf[i].regex)
            n += query_regex_gave_up(q->leaf[i].regex);
    return n;
}
