/* Text to the tree of a query, by recursive descent of bounded depth. Values of literals are
 * literal.c's matter, evaluation is eval.c's. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"
#include "decode/query/node.h"

struct parser {
    struct slice text;
    size_t pos;
    struct query *q;
    struct query_error *error;
    int err; /* the first error wins; then all parsing ends */
    unsigned depth;
};

/* ---- errors and growth */

static uint32_t __attribute__((format(printf, 3, 4)))
fail(struct parser *p, size_t pos, const char *fmt, ...)
{
    if (p->err)
        return QUERY_NONE;
    p->err = -EINVAL;
    if (p->error) {
        va_list args;
        va_start(args, fmt);
        vsnprintf(p->error->text, sizeof(p->error->text), fmt, args);
        va_end(args);
        p->error->pos = pos;
    }
    return QUERY_NONE;
}

static uint32_t fail_memory(struct parser *p)
{
    fail(p, 0, "There is not enough memory for this filter.");
    p->err = -ENOMEM;
    return QUERY_NONE;
}

/* At most 40 bytes of a word, for a sentence. */
static int shown(struct slice word)
{
    return word.n < 40 ? (int)word.n : 40;
}

static bool grow(struct parser *p, void *array, size_t *cap, size_t n, size_t size)
{
    void *old, *more;
    if (n < *cap)
        return true;
    memcpy(&old, array, sizeof(old));
    more = mem_resize(old, *cap ? *cap * 2 : 16, size);
    if (!more) {
        fail_memory(p);
        return false;
    }
    memcpy(array, &more, sizeof(more));
    *cap = *cap ? *cap * 2 : 16;
    return true;
}

static uint32_t add_node(struct parser *p, enum query_node_kind kind, uint32_t child)
{
    struct query *q = p->q;
    if (child == QUERY_NONE || !grow(p, &q->node, &q->node_cap, q->nodes, sizeof(*q->node)))
        return QUERY_NONE;
    q->node[q->nodes] = (struct query_node){ kind, child, QUERY_NONE };
    return (uint32_t)q->nodes++;
}

static uint32_t add_leaf(struct parser *p, const struct query_leaf *leaf)
{
    struct query *q = p->q;
    if (!grow(p, &q->leaf, &q->leaf_cap, q->leaves, sizeof(*q->leaf)))
        return QUERY_NONE;
    q->leaf[q->leaves] = *leaf;
    uint32_t node = add_node(p, QUERY_NODE_LEAF, (uint32_t)q->leaves);
    if (node != QUERY_NONE)
        q->leaves++; /* it owns the leaf's regex from here on */
    return node;
}

/* ---- tokens */

static struct query_token next(struct parser *p, enum query_lex_mode mode)
{
    struct query_token t = query_lex(p->text, p->pos, mode);
    p->pos = t.end;
    if (t.kind == QUERY_TOKEN_BAD)
        fail(p, t.pos, "%s", t.why);
    return t;
}

static bool is_sign(const struct query_token *t, char sign)
{
    return t->kind == QUERY_TOKEN_SIGN && t->sign == sign;
}

static struct slice keep(struct parser *p, size_t n)
{
    struct slice s = { p->q->bytes + p->q->used, n };
    p->q->used += n;
    return s;
}

static int hex_value(char c)
{
    c = ascii_lower(c);
    return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that an escape at text[*i] stands for; -1 when it is none. *i goes to its last byte. */
static int unescape_one(struct slice text, size_t *i)
{
    static const char from[] = "nrt\"'\\", to[] = "\n\r\t\"'\\";
    char c = text.p[++*i];
    const char *known = c ? strchr(from, c) : NULL;
    if (known)
        return (unsigned char)to[known - from];
    if (c != 'x' || *i + 2 >= text.n)
        return -1;
    int high = hex_value(text.p[*i + 1]), low = hex_value(text.p[*i + 2]);
    *i += 2;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* The text of a word or string, escapes resolved; it lives as long as the query. Of a regular
 * expression only an escaped quote is resolved, all else is pcre2's. */
static struct slice literal_text(struct parser *p, const struct query_token *t, bool regex)
{
    char *out = p->q->bytes + p->q->used;
    size_t n = 0;
    bool string = t->kind == QUERY_TOKEN_STRING;
    for (size_t i = 0; i < t->text.n; i++) {
        size_t at = i;
        int c = (unsigned char)t->text.p[i];
        if (string && c == '\\' && i + 1 < t->text.n) {
            if (!regex)
                c = unescape_one(t->text, &i);
            else if (t->text.p[i + 1] == p->text.p[t->pos])
                c = (unsigned char)t->text.p[++i];
            else
                out[n++] = '\\', c = (unsigned char)t->text.p[++i];
        }
        if (c < 0)
            fail(p, t->pos + 1 + at,
                 "This is no escape: there are \\\" \\' \\\\ \\n \\r \\t \\xHH; write \\\\ for a "
                 "backslash.");
        out[n++] = (char)c;
    }
    return keep(p, n);
}

/* Where the byte `at` of a pattern stands in the filter. */
static size_t pattern_pos(const struct parser *p, const struct query_token *t, size_t at)
{
    size_t raw = 0;
    if (t->kind != QUERY_TOKEN_STRING)
        return t->pos + at;
    for (size_t n = 0; n < at && raw < t->text.n; n++, raw++)
        if (t->text.p[raw] == '\\' && raw + 1 < t->text.n) {
            if (t->text.p[raw + 1] == p->text.p[t->pos])
                raw++;
            else if (n + 1 < at)
                n++, raw++;
        }
    return t->pos + 1 + raw;
}

/* ---- leaves */

static bool parse_regex(struct parser *p, struct query_leaf *leaf, const struct query_token *t,
                        bool plain)
{
    struct slice pattern = literal_text(p, t, true);
    char why[120] = "";
    size_t at = 0;
    if (p->err)
        return false;
    if (!pattern.n)
        fail(p, t->pos, "An empty text would fit every message.");
    else if (pattern.n > QUERY_REGEX_MAX)
        fail(p, t->pos, "A text to search for has at most %d bytes.", QUERY_REGEX_MAX);
    else if (p->q->regexes >= QUERY_REGEXES_MAX)
        fail(p, t->pos, "A filter has at most %d texts to search for.", QUERY_REGEXES_MAX);
    if (p->err)
        return false;
    int err = query_regex_new(&leaf->regex, pattern, plain, &at, why, sizeof(why));
    if (err == -ENOMEM)
        fail_memory(p);
    else if (err)
        fail(p, pattern_pos(p, t, at), "The regular expression is wrong here: %s.", why);
    p->q->regexes += !err;
    return !err;
}

/* A text that stands alone: a search in the payload. What begins with + or * is no regular
 * expression, but a telephone number or a feature code. */
static uint32_t parse_text(struct parser *p, const struct query_token *t)
{
    struct query_leaf leaf = { .field = QUERY_FIELD_PAYLOAD, .op = QUERY_OP_MATCHES };
    bool plain = t->text.n && (t->text.p[0] == '+' || t->text.p[0] == '*');
    if (!parse_regex(p, &leaf, t, plain))
        return QUERY_NONE;
    uint32_t node = add_leaf(p, &leaf);
    if (node == QUERY_NONE)
        query_regex_free(leaf.regex);
    return node;
}

/* States are few and known: another word would silently fit no call. */
static bool check_state(struct parser *p, const struct query_token *t, struct slice words)
{
    struct slice near;
    if (query_state_is_known(words, &near))
        return true;
    if (near.p && slice_index(near, ' ') < near.n)
        fail(p, t->pos, "No state of a call is named %.*s; did you mean \"%.*s\"?", shown(words),
             words.p, (int)near.n, near.p);
    else if (near.p)
        fail(p, t->pos, "No state of a call is named %.*s; did you mean %.*s?", shown(words),
             words.p, (int)near.n, near.p);
    else
        fail(p, t->pos,
             "No state of a call is named %.*s; there are trying, ringing, \"in call\", completed, "
             "cancelled, busy, failed and others, as the list shows them.",
             shown(words), words.p);
    return false;
}

static bool parse_item(struct parser *p, const struct query_leaf *leaf, const struct query_token *t,
                       struct query_item *out)
{
    enum query_type type = query_field_get(leaf->field)->type;
    if (p->err)
        return false;
    if (t->kind != QUERY_TOKEN_WORD && t->kind != QUERY_TOKEN_STRING) {
        fail(p, t->pos, "A value is missing here.");
        return false;
    }
    struct slice text = literal_text(p, t, false);
    if (p->err)
        return false;
    bool counts = leaf->op >= QUERY_OP_LT && leaf->op <= QUERY_OP_GE;
    if (type == QUERY_TYPE_TEXT && counts)
        type = QUERY_TYPE_NUMBER; /* as in sip.header["Expires"] < 60 */
    if (leaf->field == QUERY_FIELD_STATE && leaf->op != QUERY_OP_CONTAINS && !counts &&
        !check_state(p, t, text))
        return false;
    if (type == QUERY_TYPE_DIGITS)
        text.n = query_digits_normalise(p->q->bytes + (text.p - p->q->bytes), text.n);
    const char *why = query_item_parse(out, type, text);
    if (why)
        fail(p, t->pos, "%s", why);
    else if (counts && out->vague)
        fail(p, t->pos, "This names several values and goes with ==, != and in only.");
    else if (leaf->op == QUERY_OP_CONTAINS && !text.n)
        fail(p, t->pos, "An empty text is in every value.");
    return !p->err;
}

static bool add_item(struct parser *p, struct query_leaf *leaf, const struct query_item *item)
{
    struct query *q = p->q;
    if (!grow(p, &q->item, &q->item_cap, q->items, sizeof(*q->item)))
        return false;
    q->item[q->items++] = *item;
    leaf->items++;
    leaf->day = leaf->day || item->day;
    return true;
}

/* {a, b, 10..20} */
static bool parse_set(struct parser *p, struct query_leaf *leaf)
{
    struct query_token t = next(p, QUERY_LEX_SET);
    struct query_item item, to;
    if (!is_sign(&t, '{'))
        return fail(p, t.pos, "A set in braces is expected here, as in {200, 202, 400..499}."),
               false;
    do {
        t = next(p, QUERY_LEX_SET);
        if (!parse_item(p, leaf, &t, &item))
            return false;
        size_t start = t.pos;
        t = next(p, QUERY_LEX_SET);
        if (t.kind == QUERY_TOKEN_RANGE) {
            t = next(p, QUERY_LEX_SET);
            if (!parse_item(p, leaf, &t, &to))
                return false;
            const char *why = query_item_range(&item, &to, query_field_get(leaf->field)->type);
            if (why)
                return fail(p, start, "%s", why), false;
            t = next(p, QUERY_LEX_SET);
        }
        if (!add_item(p, leaf, &item))
            return false;
    } while (is_sign(&t, ','));
    if (!is_sign(&t, '}'))
        return fail(p, t.pos, "A comma or } is expected here."), false;
    return true;
}

/* Lower case in place, for a search without regard to case. */
static void fold(struct parser *p, struct slice text)
{
    char *s = p->q->bytes + (text.p - p->q->bytes);
    for (size_t i = 0; i < text.n; i++)
        s[i] = ascii_lower(s[i]);
}

static bool parse_value(struct parser *p, struct query_leaf *leaf)
{
    struct query_item item;
    leaf->item = (uint32_t)p->q->items;
    if (leaf->op == QUERY_OP_IN)
        return parse_set(p, leaf);
    struct query_token t = next(p, QUERY_LEX_VALUE);
    if (p->err)
        return false;
    if (is_sign(&t, '{'))
        return fail(p, t.pos, "A set goes with in: write in {…}."), false;
    if (leaf->op == QUERY_OP_MATCHES) {
        if (t.kind == QUERY_TOKEN_WORD || t.kind == QUERY_TOKEN_STRING)
            return parse_regex(p, leaf, &t, false);
        return fail(p, t.pos, "A regular expression in quotes is expected here."), false;
    }
    if (!parse_item(p, leaf, &t, &item))
        return false;
    if (leaf->op == QUERY_OP_CONTAINS && query_field_get(leaf->field)->type == QUERY_TYPE_TEXT)
        fold(p, item.text);
    return add_item(p, leaf, &item);
}

/* The ["Name"] of a field that takes one. */
static bool parse_arg(struct parser *p, struct query_leaf *leaf)
{
    struct query_token t = query_lex(p->text, p->pos, QUERY_LEX_ARG);
    bool has = is_sign(&t, '[');
    if (!query_field_has_arg(leaf->field)) {
        if (has)
            fail(p, t.pos, "Only sip.header takes a name in brackets.");
        return !has;
    }
    if (!has)
        return fail(p, t.pos, "The name of a header is missing: sip.header[\"X-Foo\"]."), false;
    next(p, QUERY_LEX_ARG);
    t = next(p, QUERY_LEX_ARG);
    if (p->err)
        return false;
    if ((t.kind != QUERY_TOKEN_WORD && t.kind != QUERY_TOKEN_STRING) || !t.text.n)
        return fail(p, t.pos, "The name of a header is expected here, in quotes."), false;
    leaf->arg = literal_text(p, &t, false);
    t = next(p, QUERY_LEX_ARG);
    if (!is_sign(&t, ']'))
        return fail(p, t.pos, "The bracket of the header's name is not closed: ] is missing."),
               false;
    return !p->err;
}

static void fail_field(struct parser *p, const struct query_token *t)
{
    struct slice near = query_field_suggest(t->text);
    if (near.p)
        fail(p, t->pos, "No field is named %.*s; did you mean %.*s?", shown(t->text), t->text.p,
             (int)near.n, near.p);
    else
        fail(p, t->pos,
             "No field is named %.*s; put a text to search for in quotes, a value behind a field "
             "and ==.",
             shown(t->text), t->text.p);
}

static bool check_op(struct parser *p, const struct query_leaf *leaf, size_t pos)
{
    static const char *const words[QUERY_TYPE_COUNT] = {
        [QUERY_TYPE_TEXT] = "text: it goes with ==, !=, contains, matches and in",
        [QUERY_TYPE_ID] = "an identifier: it goes with ==, !=, contains, matches and in",
        [QUERY_TYPE_NUMBER] = "a number: it goes with ==, !=, <, <=, >, >= and in",
        [QUERY_TYPE_DURATION] = "a duration: it goes with ==, !=, <, <=, >, >= and in",
        [QUERY_TYPE_TIME] = "a time: it goes with ==, !=, <, <=, >, >= and in",
        [QUERY_TYPE_ADDR] = "an address: it goes with ==, != and in",
        [QUERY_TYPE_BOOL] = "true or false: it goes with == and !=",
        [QUERY_TYPE_DIGITS] = "a telephone number: it goes with ==, != and in",
    };
    enum query_type type = query_field_get(leaf->field)->type;
    struct slice name = query_field_name(leaf->field);
    if (query_op_get(leaf->op)->types & 1u << type)
        return true;
    return fail(p, pos, "%.*s is %s.", (int)name.n, name.p, words[type]), false;
}

static uint32_t parse_comparison(struct parser *p, const struct query_token *name)
{
    struct query_leaf leaf = { .field = query_field_find(name->text) };
    if (leaf.field == QUERY_FIELD_COUNT)
        return fail_field(p, name), QUERY_NONE;
    if (!parse_arg(p, &leaf))
        return QUERY_NONE;
    struct query_token t = query_lex(p->text, p->pos, QUERY_LEX_EXPR);
    if (t.kind == QUERY_TOKEN_NOT && t.end > t.pos + 1) { /* `not in`; a ! is no part of it */
        leaf.negated = true;
        next(p, QUERY_LEX_EXPR);
        t = query_lex(p->text, p->pos, QUERY_LEX_EXPR);
        if (t.kind != QUERY_TOKEN_OP || t.op < QUERY_OP_CONTAINS)
            return fail(p, t.pos, "Behind a field, not is followed by in, contains or matches.");
    }
    if (t.kind != QUERY_TOKEN_OP)
        return add_leaf(p, &leaf);
    next(p, QUERY_LEX_EXPR);
    leaf.op = t.op == QUERY_OP_NE ? QUERY_OP_EQ : t.op;
    leaf.negated = leaf.negated || t.op == QUERY_OP_NE;
    if (!check_op(p, &leaf, t.pos) || !parse_value(p, &leaf))
        return QUERY_NONE;
    uint32_t node = add_leaf(p, &leaf);
    if (node == QUERY_NONE)
        query_regex_free(leaf.regex);
    return node;
}

/* ---- the tree */

static uint32_t parse_list(struct parser *p, enum query_node_kind kind);

static uint32_t parse_operand(struct parser *p)
{
    uint32_t node = QUERY_NONE;
    struct query_token t = next(p, QUERY_LEX_EXPR);
    if (p->err)
        return QUERY_NONE;
    if (t.kind == QUERY_TOKEN_WORD)
        return parse_comparison(p, &t);
    if (t.kind == QUERY_TOKEN_STRING)
        return parse_text(p, &t);
    bool open = is_sign(&t, '(');
    if (t.kind != QUERY_TOKEN_NOT && !open)
        return fail(p, t.pos, "A field, a text in quotes, ! or ( is expected here.");
    if (p->depth >= QUERY_NESTING_MAX)
        return fail(p, t.pos, "Parentheses and ! are nested more than %d deep.", QUERY_NESTING_MAX);
    p->depth++;
    if (open) {
        node = parse_list(p, QUERY_NODE_OR);
        struct query_token close = next(p, QUERY_LEX_EXPR);
        if (!p->err && !is_sign(&close, ')'))
            fail(p, close.kind == QUERY_TOKEN_END ? t.pos : close.pos, "%s",
                 close.kind == QUERY_TOKEN_END ? "This parenthesis is not closed."
                                               : "&&, || or ) is expected here.");
    } else {
        node = add_node(p, QUERY_NODE_NOT, parse_operand(p));
    }
    p->depth--;
    return p->err ? QUERY_NONE : node;
}

/* Operands with || between them, or those of one with && between. */
static uint32_t parse_list(struct parser *p, enum query_node_kind kind)
{
    bool or = kind == QUERY_NODE_OR;
    uint32_t first = QUERY_NONE, last = QUERY_NONE, list = QUERY_NONE;
    for (;;) {
        uint32_t node = or ? parse_list(p, QUERY_NODE_AND) : parse_operand(p);
        if (node == QUERY_NONE)
            return QUERY_NONE;
        if (first == QUERY_NONE) {
            first = node;
        } else {
            p->q->node[last].next = node;
            if (list == QUERY_NONE && (list = add_node(p, kind, first)) == QUERY_NONE)
                return QUERY_NONE;
        }
        last = node;
        struct query_token t = query_lex(p->text, p->pos, QUERY_LEX_EXPR);
        if (t.kind != (or ? QUERY_TOKEN_OR : QUERY_TOKEN_AND))
            return list == QUERY_NONE ? first : list;
        p->pos = t.end;
    }
}

/* Does the text have a sign or word of the language outside of a field's name? */
static bool has_operator(struct slice text)
{
    struct slice name = text;
    size_t arg = slice_index(text, '[');
    if (query_field_find(slice_trim(slice_sub(name, 0, arg))) != QUERY_FIELD_COUNT)
        return true;
    if (text.n && text.p[0] == '\'')
        return true;
    for (size_t i = 0; i < text.n; i++)
        if (strchr("=!<>\"", text.p[i]) ||
            (i + 1 < text.n && text.p[i] == text.p[i + 1] && strchr("&|", text.p[i])))
            return true;
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && !ascii_is_lws(text.p[end]))
            end++;
        struct query_token t = query_lex(slice_sub(text, i, end), 0, QUERY_LEX_EXPR);
        if (t.end == end - i && t.kind >= QUERY_TOKEN_OP && t.kind <= QUERY_TOKEN_NOT)
            return true;
        i = end + 1;
    }
    return false;
}

/* Some message of a call must have something for this to hold; false when it only excludes. */
static bool demands(const struct query *q, uint32_t index, bool negated)
{
    const struct query_node *node = &q->node[index];
    if (node->kind == QUERY_NODE_LEAF) {
        const struct query_leaf *leaf = &q->leaf[node->child];
        return query_field_get(leaf->field)->level == QUERY_LEVEL_MESSAGE &&
               leaf->negated == negated;
    }
    negated ^= node->kind == QUERY_NODE_NOT;
    for (uint32_t i = node->child; i != QUERY_NONE; i = q->node[i].next)
        if (demands(q, i, negated))
            return true;
    return false;
}

/* The alternatives of the outermost ||, and what the query needs. */
static void summarize(struct parser *p)
{
    struct query *q = p->q;
    const struct query_node *root = &q->node[q->root];
    unsigned bits = 0;
    uint32_t i = root->kind == QUERY_NODE_OR ? root->child : q->root;
    for (; i != QUERY_NONE; i = q->node[i].next) {
        if (!grow(p, &q->branch, &q->branch_cap, q->branches, sizeof(*q->branch)))
            return;
        struct query_branch *branch = &q->branch[q->branches++];
        *branch = (struct query_branch){ i, 0 };
        if (demands(q, i, false))
            continue;
        if (bits == QUERY_NEGATIVE_MAX) {
            fail(p, 0, "More than %d alternatives of this filter only exclude something.",
                 QUERY_NEGATIVE_MAX);
            return;
        }
        branch->bit = UINT64_C(1) << bits++;
        q->negative |= branch->bit;
    }
    q->call_level = true;
    for (size_t l = 0; l < q->leaves; l++) {
        const struct query_field_info *info = query_field_get(q->leaf[l].field);
        q->needs_bytes = q->needs_bytes || info->source == QUERY_SOURCE_BYTES;
        q->call_level = q->call_level && info->level == QUERY_LEVEL_CALL;
    }
}

static void parse(struct parser *p, unsigned flags)
{
    struct slice trimmed = slice_trim(p->text);
    if (!trimmed.n)
        return;
    if (flags & QUERY_TEXT && !has_operator(trimmed)) {
        size_t pos = (size_t)(trimmed.p - p->text.p);
        struct query_token t = {
            .kind = QUERY_TOKEN_WORD, .pos = pos, .end = pos + trimmed.n, .text = trimmed
        };
        p->q->root = parse_text(p, &t);
    } else {
        p->q->root = parse_list(p, QUERY_NODE_OR);
        struct query_token t = next(p, QUERY_LEX_EXPR);
        if (!p->err && t.kind != QUERY_TOKEN_END)
            fail(p, t.pos, "%s",
                 is_sign(&t, ')') ? "This parenthesis was not opened."
                                  : "&& or || is expected here; a text with spaces needs quotes.");
    }
    if (!p->err)
        summarize(p);
}

int query_parse(struct query **out, struct slice text, unsigned flags, struct query_error *error)
{
    struct parser p = { .text = text, .error = error };
    if (text.n > QUERY_TEXT_MAX) {
        fail(&p, QUERY_TEXT_MAX, "A filter has at most %d bytes.", QUERY_TEXT_MAX);
        return p.err;
    }
    p.q = mem_new(1, sizeof(*p.q));
    if (p.q)
        p.q->bytes = mem_new(text.n + 1, 1);
    if (!p.q || !p.q->bytes) {
        fail_memory(&p);
        query_free(p.q);
        return p.err;
    }
    p.q->root = QUERY_NONE;
    parse(&p, flags);
    if (p.err) {
        query_free(p.q);
        return p.err;
    }
    *out = p.q;
    return 0;
}

void query_free(struct query *q)
{
    if (!q)
        return;
    for (size_t i = 0; i < q->leaves; i++)
        query_regex_free(q->leaf[i].regex);
    mem_free(q->node);
    mem_free(q->leaf);
    mem_free(q->item);
    mem_free(q->branch);
    mem_free(q->bytes);
    mem_free(q);
}
