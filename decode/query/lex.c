/* Tokens of the filter language. What they mean together is parse.c's matter. */
#include "decode/query/node.h"

#define NUMERIC                                                                                    \
    (1u << QUERY_TYPE_NUMBER | 1u << QUERY_TYPE_DURATION | 1u << QUERY_TYPE_TIME |                 \
     1u << QUERY_TYPE_TEXT)
#define TEXTUAL (1u << QUERY_TYPE_TEXT | 1u << QUERY_TYPE_ID)
#define ANY ((1u << QUERY_TYPE_COUNT) - 1)

static const struct query_op_info ops[QUERY_OP_COUNT] = {
    [QUERY_OP_PRESENT] = { "", ANY, "" },
    [QUERY_OP_EQ] = { "== eq", ANY, "A value is equal." },
    [QUERY_OP_NE] = { "!= ne", ANY, "No value is equal." },
    [QUERY_OP_LT] = { "< lt", NUMERIC, "A value is less." },
    [QUERY_OP_LE] = { "<= le", NUMERIC, "A value is less or equal." },
    [QUERY_OP_GT] = { "> gt", NUMERIC, "A value is greater." },
    [QUERY_OP_GE] = { ">= ge", NUMERIC, "A value is greater or equal." },
    [QUERY_OP_CONTAINS] = { "contains", TEXTUAL, "A value has this text in it." },
    [QUERY_OP_MATCHES] = { "matches", TEXTUAL, "A regular expression fits a value." },
    [QUERY_OP_IN] = { "in", ANY & ~(1u << QUERY_TYPE_BOOL), "A value is one of {a, b, 10..20}." },
};

const struct query_op_info *query_op_get(enum query_op op)
{
    return &ops[op];
}

struct slice query_word(const char *list, char sep, unsigned n)
{
    struct slice rest = slice_of(list);
    while (rest.n) {
        size_t end = slice_index(rest, sep);
        if (!n--)
            return slice_sub(rest, 0, end);
        rest = slice_sub(rest, end + 1, rest.n);
    }
    return (struct slice){ NULL, 0 };
}

static bool is_blank(char c)
{
    return ascii_is_lws(c) || c == '\v' || c == '\f';
}

static bool is_word(char c, enum query_lex_mode mode)
{
    if (is_blank(c) || !c || strchr("(){},\"'=!<>&|", c))
        return false;
    return c == '[' ? mode >= QUERY_LEX_VALUE : c != ']' || mode >= QUERY_LEX_VALUE;
}

static struct query_token bad(struct query_token t, size_t end, const char *why)
{
    t.kind = QUERY_TOKEN_BAD;
    t.end = end;
    t.why = why;
    return t;
}

static struct query_token lex_string(struct slice text, struct query_token t)
{
    char quote = text.p[t.pos];
    size_t i = t.pos + 1;
    while (i < text.n && text.p[i] != quote)
        i += text.p[i] == '\\' ? 2 : 1;
    if (i >= text.n)
        return bad(t, text.n, "This quote is not closed.");
    t.kind = QUERY_TOKEN_STRING;
    t.end = i + 1;
    t.text = slice_sub(text, t.pos + 1, i);
    return t;
}

/* and, or, not and the operators that are words. */
static void name_word(struct query_token *t)
{
    if (slice_ieq(t->text, SLICE("and")))
        t->kind = QUERY_TOKEN_AND;
    else if (slice_ieq(t->text, SLICE("or")))
        t->kind = QUERY_TOKEN_OR;
    else if (slice_ieq(t->text, SLICE("not")))
        t->kind = QUERY_TOKEN_NOT;
    for (unsigned op = QUERY_OP_EQ; op < QUERY_OP_COUNT; op++) {
        struct slice name;
        for (unsigned n = 0; (name = query_word(ops[op].names, ' ', n)).p; n++)
            if (slice_ieq(t->text, name)) {
                t->kind = QUERY_TOKEN_OP;
                t->op = (enum query_op)op;
            }
    }
}

static struct query_token lex_word(struct slice text, struct query_token t,
                                   enum query_lex_mode mode)
{
    size_t i = t.pos;
    while (i < text.n && is_word(text.p[i], mode)) {
        if (mode == QUERY_LEX_SET && text.p[i] == '.' && i + 1 < text.n && text.p[i + 1] == '.')
            break;
        i++;
    }
    if (i == t.pos) /* only in a set */
        return t.kind = QUERY_TOKEN_RANGE, t.end = i + 2, t;
    t.kind = QUERY_TOKEN_WORD;
    t.end = i;
    t.text = slice_sub(text, t.pos, i);
    if (mode == QUERY_LEX_EXPR)
        name_word(&t);
    return t;
}

static struct query_token lex_sign(struct slice text, struct query_token t)
{
    static const struct {
        char text[3];
        enum query_token_kind kind;
        enum query_op op;
    } signs[] = {
        { "==", QUERY_TOKEN_OP, QUERY_OP_EQ }, { "!=", QUERY_TOKEN_OP, QUERY_OP_NE },
        { "<=", QUERY_TOKEN_OP, QUERY_OP_LE }, { ">=", QUERY_TOKEN_OP, QUERY_OP_GE },
        { "<", QUERY_TOKEN_OP, QUERY_OP_LT },  { ">", QUERY_TOKEN_OP, QUERY_OP_GT },
        { "&&", QUERY_TOKEN_AND, 0 },          { "||", QUERY_TOKEN_OR, 0 },
        { "!", QUERY_TOKEN_NOT, 0 },
    };
    struct slice rest = slice_sub(text, t.pos, text.n);
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (slice_istarts(rest, slice_of(signs[i].text))) {
            t.kind = signs[i].kind;
            t.op = signs[i].op;
            t.end = t.pos + strlen(signs[i].text);
            return t;
        }
    switch (rest.p[0]) {
    case '=':
        return bad(t, t.pos + 1, "A comparison is written with two signs, ==.");
    case '&':
        return bad(t, t.pos + 1, "Both conditions: write && or and.");
    case '|':
        return bad(t, t.pos + 1, "Either condition: write || or or.");
    case 0:
        return bad(t, t.pos + 1, "A NUL byte has no place here.");
    }
    t.kind = QUERY_TOKEN_SIGN;
    t.sign = rest.p[0];
    t.end = t.pos + 1;
    return t;
}

struct query_token query_lex(struct slice text, size_t pos, enum query_lex_mode mode)
{
    struct query_token t = { .kind = QUERY_TOKEN_END };
    while (pos < text.n && is_blank(text.p[pos]))
        pos++;
    t.pos = t.end = pos;
    if (pos >= text.n)
        return t;
    if (text.p[pos] == '"' || text.p[pos] == '\'')
        return lex_string(text, t);
    if (is_word(text.p[pos], mode))
        return lex_word(text, t, mode);
    return lex_sign(text, t);
}
