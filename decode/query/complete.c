/* What may be typed next in a filter. Showing and inserting it is the viewer's matter. */
#include "decode/query/node.h"

enum expected { OPERAND, OPERATOR, ARG, VALUE, SET_OPEN, SET_VALUE, SET_NEXT, CONNECT };

/* Where the text before the cursor leaves off. */
struct place {
    enum expected expected;
    enum query_field field;
    enum query_op op;
    size_t from; /* where the word begins that the cursor touches, or the cursor */
};

struct list {
    struct query_completion *out;
    size_t n, max;
    struct slice typed;
    size_t from;
};

static struct slice unquoted(struct slice s)
{
    return s.n && (s.p[0] == '"' || s.p[0] == '\'') ? slice_sub(s, 1, s.n) : s;
}

/* Starts with what is typed already, case, quotes, - and _ aside, and is more than that. */
static bool fits(struct slice text, struct slice typed)
{
    struct slice a = unquoted(text), b = unquoted(typed);
    if (a.n < b.n || slice_eq(text, typed))
        return false;
    for (size_t i = 0; i < b.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]) && !(a.p[i] == '_' && b.p[i] == '-') &&
            !(a.p[i] == '-' && b.p[i] == '_'))
            return false;
    return true;
}

static bool offer(struct list *l, struct slice text, const char *help)
{
    if (!text.n || !fits(text, l->typed))
        return false;
    if (l->n < l->max)
        l->out[l->n++] = (struct query_completion){ text, help, l->from };
    return true;
}

/* Each field once, by the first of its names that fits. */
static void offer_fields(struct list *l)
{
    for (unsigned f = 0; f < QUERY_FIELD_COUNT; f++) {
        const struct query_field_info *info = query_field_get((enum query_field)f);
        struct slice name;
        for (unsigned n = 0; (name = query_word(info->names, ' ', n)).p; n++) {
            name = slice_sub(name, 0, slice_index(name, '['));
            if (offer(l, name, info->help))
                break;
        }
    }
    if (l->typed.n)
        offer(l, SLICE("not"), "The opposite of what follows.");
}

/* A text may be a number where it is any header's value: only there < and its like are proposed. */
static void offer_operators(struct list *l, enum query_field field)
{
    enum query_type type = query_field_get(field)->type;
    bool counts = type != QUERY_TYPE_TEXT || query_field_has_arg(field);
    for (unsigned op = QUERY_OP_EQ; op < QUERY_OP_COUNT; op++) {
        const struct query_op_info *info = query_op_get((enum query_op)op);
        bool order = op >= QUERY_OP_LT && op <= QUERY_OP_GE;
        if (info->types & 1u << type && (counts || !order))
            offer(l, query_word(info->names, ' ', 0), info->help);
    }
}

static void offer_connectors(struct list *l)
{
    offer(l, SLICE("&&"), "Both hold.");
    offer(l, SLICE("||"), "One of them holds.");
    if (l->typed.n) {
        offer(l, SLICE("and"), "Both hold.");
        offer(l, SLICE("or"), "One of them holds.");
    }
}

static void offer_values(struct list *l, const struct place *at)
{
    struct slice value;
    if (at->op == QUERY_OP_CONTAINS || at->op == QUERY_OP_MATCHES)
        return;
    const char *values = query_field_get(at->field)->values;
    for (unsigned n = 0; (value = query_word(values, '|', n)).p; n++)
        offer(l, value, "");
}

static enum query_lex_mode mode_of(enum expected expected)
{
    switch (expected) {
    case ARG:
        return QUERY_LEX_ARG;
    case VALUE:
        return QUERY_LEX_VALUE;
    case SET_OPEN:
    case SET_VALUE:
    case SET_NEXT:
        return QUERY_LEX_SET;
    default:
        return QUERY_LEX_EXPR;
    }
}

static bool is_sign(const struct query_token *t, char sign)
{
    return t->kind == QUERY_TOKEN_SIGN && t->sign == sign;
}

static enum expected after_operator(struct place *at, const struct query_token *t)
{
    if (t->kind == QUERY_TOKEN_OP) {
        at->op = t->op;
        return t->op == QUERY_OP_IN ? SET_OPEN : VALUE;
    }
    if (t->kind == QUERY_TOKEN_AND || t->kind == QUERY_TOKEN_OR)
        return OPERAND;
    if (is_sign(t, '['))
        return ARG;
    return is_sign(t, ')') ? CONNECT : OPERATOR;
}

/* What is expected behind one more token. */
static enum expected after(struct place *at, const struct query_token *t)
{
    bool value = t->kind == QUERY_TOKEN_WORD || t->kind == QUERY_TOKEN_STRING;
    switch (at->expected) {
    case OPERAND:
        if (t->kind == QUERY_TOKEN_STRING)
            return CONNECT;
        if (t->kind != QUERY_TOKEN_WORD)
            return OPERAND;
        at->field = query_field_find(t->text);
        return at->field == QUERY_FIELD_COUNT ? CONNECT : OPERATOR;
    case OPERATOR:
        return after_operator(at, t);
    case ARG:
        return is_sign(t, ']') ? OPERATOR : ARG;
    case VALUE:
        return CONNECT;
    case SET_OPEN:
        return is_sign(t, '{') ? SET_VALUE : SET_OPEN;
    case SET_VALUE:
        return value ? SET_NEXT : SET_VALUE;
    case SET_NEXT:
        return is_sign(t, '}') ? CONNECT : SET_VALUE;
    case CONNECT:
        return t->kind == QUERY_TOKEN_AND || t->kind == QUERY_TOKEN_OR ? OPERAND : CONNECT;
    }
    return OPERAND;
}

/* Is this the word, the sign or the open string at whose end the cursor stands? */
static bool is_touched(const struct query_token *t, const struct place *at, size_t cursor)
{
    if (t->kind == QUERY_TOKEN_BAD)
        return true;
    if (t->end < cursor)
        return false;
    bool sign_op = t->kind == QUERY_TOKEN_OP && at->expected == OPERATOR && t->end - t->pos < 2;
    return t->kind == QUERY_TOKEN_WORD || sign_op ||
           (t->kind >= QUERY_TOKEN_OP && t->kind <= QUERY_TOKEN_NOT && t->text.n);
}

static struct place find_place(struct slice text)
{
    struct place at = { .expected = OPERAND, .from = text.n };
    for (size_t pos = 0;;) {
        struct query_token t = query_lex(text, pos, mode_of(at.expected));
        if (t.kind == QUERY_TOKEN_END)
            return at;
        if (is_touched(&t, &at, text.n)) {
            at.from = t.pos;
            return at;
        }
        at.expected = after(&at, &t);
        pos = t.end;
    }
}

size_t query_complete(const char *text, size_t cursor, struct query_completion *out, size_t max)
{
    struct slice before = slice_make(text, cursor < QUERY_TEXT_MAX ? cursor : QUERY_TEXT_MAX);
    struct place at = find_place(before);
    struct list l = { out, 0, max, slice_sub(before, at.from, before.n), at.from };
    switch (at.expected) {
    case OPERAND:
        offer_fields(&l);
        break;
    case OPERATOR:
        if (query_field_has_arg(at.field) && before.p[before.n - 1] != ']' && !l.typed.n)
            offer(&l, SLICE("[\""), "The name of the header.");
        offer_operators(&l, at.field);
        offer_connectors(&l);
        break;
    case VALUE:
    case SET_VALUE:
        offer_values(&l, &at);
        break;
    case SET_OPEN:
        offer(&l, SLICE("{"), "The values, with commas between.");
        break;
    case CONNECT:
        offer_connectors(&l);
        break;
    case ARG:
    case SET_NEXT:
        break;
    }
    return l.n;
}
