/* What the files of the filter language share: tokens, the tree and its leaves. Not for others. */
#ifndef DECODE_QUERY_NODE_H
#define DECODE_QUERY_NODE_H

#include "decode/query/query.h"

enum query_op {
    QUERY_OP_PRESENT,
    QUERY_OP_EQ,
    QUERY_OP_NE, /* only as a token: a leaf has EQ and `negated` */
    QUERY_OP_LT,
    QUERY_OP_LE,
    QUERY_OP_GT,
    QUERY_OP_GE,
    QUERY_OP_CONTAINS,
    QUERY_OP_MATCHES,
    QUERY_OP_IN,
    QUERY_OP_COUNT
};

enum query_token_kind {
    QUERY_TOKEN_END,
    QUERY_TOKEN_WORD,
    QUERY_TOKEN_STRING,
    QUERY_TOKEN_OP,
    QUERY_TOKEN_AND,
    QUERY_TOKEN_OR,
    QUERY_TOKEN_NOT,
    QUERY_TOKEN_SIGN, /* one of ( ) { } [ ] , */
    QUERY_TOKEN_RANGE,
    QUERY_TOKEN_BAD
};

struct query_token {
    enum query_token_kind kind;
    enum query_op op;
    char sign;
    size_t pos, end;   /* bytes [pos, end) of the filter */
    struct slice text; /* of a word; of a string what stands between its quotes, escapes and all */
    const char *why;   /* what is wrong with a bad one */
};

/* Where a word ends depends on what is expected. */
enum query_lex_mode {
    QUERY_LEX_EXPR,  /* fields and operators; a word ends at [ */
    QUERY_LEX_ARG,   /* in brackets: a word ends at ] */
    QUERY_LEX_VALUE, /* a value: words are never operators */
    QUERY_LEX_SET    /* in braces: a value that ends at .. too */
};

/* The token that begins at or after pos. */
struct query_token query_lex(struct slice text, size_t pos, enum query_lex_mode mode);

struct query_op_info {
    const char *names; /* with spaces between */
    unsigned types;    /* bits 1 << enum query_type that it goes with */
    const char *help;
};

const struct query_op_info *query_op_get(enum query_op op);

/* The n-th word of a list with `sep` between, or an absent slice. */
struct slice query_word(const char *list, char sep, unsigned n);

/* Writes the name that is nearest to an unknown one, or an absent slice. */
struct slice query_field_suggest(struct slice name);

/* Is this a state of a call (any case)? If not, *near is the one that it resembles, or absent. */
bool query_state_is_known(struct slice words, struct slice *near);

/* What a value is compared with: lo..hi of num or addr (both included), or text. */
struct query_item {
    int64_t lo, hi;
    struct addr addr_lo, addr_hi;
    struct slice text;
    bool day;   /* a time of day: ns since local midnight; lo > hi goes over midnight */
    bool vague; /* names more than one value (2xx, a prefix): no end of a range */
    bool address_v4;
};

/* A literal of a type to an item; NULL, or the sentence that says what is expected. */
const char *query_item_parse(struct query_item *out, enum query_type type, struct slice text);
const char *query_time_parse(struct query_item *out, struct slice text);
const char *query_duration_parse(struct query_item *out, struct slice text);

/* from..to of two items. */
const char *query_item_range(struct query_item *from, const struct query_item *to,
                             enum query_type type);

/* ns since local midnight of a time. */
int64_t query_time_of_day(int64_t ns);

/* A telephone number in place to its digits: no separators, no leading + or 00. Returns how many, 0
 * when there is another character. */
size_t query_digits_normalise(char *p, size_t n);

/* Does a user part end with these digits? */
bool query_digits_end(struct slice user, struct slice digits);

struct query_regex;

/* Compiles; `plain` takes the text as it stands. -EINVAL writes at which byte of it and why. */
int query_regex_new(struct query_regex **out, struct slice pattern, bool plain, size_t *at,
                    char *why, size_t size);
void query_regex_free(struct query_regex *r);
bool query_regex_matches(struct query_regex *r, struct slice subject);
uint64_t query_regex_gave_up(const struct query_regex *r);

enum query_node_kind { QUERY_NODE_AND, QUERY_NODE_OR, QUERY_NODE_NOT, QUERY_NODE_LEAF };

#define QUERY_NONE UINT32_MAX

/* AND, OR: child is the first of a list linked by next; NOT: its one child; LEAF: the leaf. */
struct query_node {
    enum query_node_kind kind;
    uint32_t child, next;
};

struct query_leaf {
    enum query_field field;
    enum query_op op;
    bool negated, day;
    struct slice arg;
    uint32_t item, items; /* first and how many */
    struct query_regex *regex;
};

/* An alternative of the outermost ||. */
struct query_branch {
    uint32_t node;
    uint64_t bit; /* not 0: it only excludes, so all messages of a call are asked */
};

struct query {
    struct query_node *node;
    struct query_leaf *leaf;
    struct query_item *item;
    struct query_branch *branch;
    size_t nodes, leaves, items, branches;
    size_t node_cap, leaf_cap, item_cap, branch_cap;
    char *bytes; /* the unescaped literals */
    size_t used;
    unsigned regexes;
    uint32_t root;     /* QUERY_NONE: everything passes */
    uint64_t negative; /* all bits of branches */
    bool needs_bytes, call_level;
};

#endif
