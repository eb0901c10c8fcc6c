/* Regular expressions with a bound on their cost. The only file that includes pcre2.
 *
 * PCRE2's own match limit counts backtracking from one start only, so the sender of a long text
 * could make a harmless expression quadratic. Each expression is compiled with automatic callouts:
 * at every item the matcher tells where in the text it is, and the way that it went in all,
 * forwards and back, is held to a budget in proportion to the text. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <errno.h>

#include "base/mem.h"
#include "decode/query/node.h"

#define BUDGET_BASE (1u << 18) /* bytes of way for a short text */
#define BUDGET_PER_BYTE 64
#define MATCH_LIMIT 1000000 /* backtracking from one start */
#define DEPTH_LIMIT 100000
#define HEAP_LIMIT_KIB 16384
#define PARENS_MAX 64

struct query_regex {
    struct slice plain; /* when present, no expression but text to be found; points behind this */
    pcre2_general_context *memory;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    uint64_t budget, gave_up;
    size_t last, weight;
    bool backrefs;
};

static void *memory_new(size_t n, void *ctx)
{
    (void)ctx;
    return mem_resize(NULL, n, 1);
}

static void memory_free(void *p, void *ctx)
{
    (void)ctx;
    mem_free(p);
}

/* Called at every item: pays for the way from the last one. A back reference compares without a
 * callout, so with one each step pays for more. */
static int meter(pcre2_callout_block *block, void *ctx)
{
    struct query_regex *r = ctx;
    size_t at = block->current_position;
    size_t way = (at > r->last ? at - r->last : r->last - at) + r->weight;
    r->last = at;
    if (way > r->budget)
        return PCRE2_ERROR_CALLOUT;
    r->budget -= way;
    return 0;
}

static bool is_plain(struct slice pattern)
{
    for (size_t i = 0; i < pattern.n; i++)
        if (!pattern.p[i] || strchr("\\^$.[|()?*+{", pattern.p[i]))
            return false;
    return true;
}

static int compile(struct query_regex *r, struct slice pattern, size_t *at, char *why, size_t size)
{
    const uint32_t options = PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C |
                             PCRE2_AUTO_CALLOUT | PCRE2_MULTILINE;
    int code = PCRE2_ERROR_NOMEMORY, err = -ENOMEM;
    PCRE2_SIZE where = 0;
    r->memory = pcre2_general_context_create(memory_new, memory_free, NULL);
    pcre2_compile_context *context = r->memory ? pcre2_compile_context_create(r->memory) : NULL;
    if (!context)
        goto out;
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_max_pattern_length(context, QUERY_REGEX_MAX);
    pcre2_set_parens_nest_limit(context, PARENS_MAX);
    r->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &code, &where, context);
    if (!r->code) {
        if (code == PCRE2_ERROR_HEAP_FAILED)
            goto out;
        pcre2_get_error_message(code, (PCRE2_UCHAR *)why, size);
        *at = where < pattern.n ? where : pattern.n;
        err = -EINVAL;
        goto out;
    }
    r->data = pcre2_match_data_create(1, r->memory);
    r->context = pcre2_match_context_create(r->memory);
    if (!r->data || !r->context)
        goto out;
    uint32_t backrefs = 0;
    pcre2_pattern_info(r->code, PCRE2_INFO_BACKREFMAX, &backrefs);
    r->backrefs = backrefs > 0;
    pcre2_set_match_limit(r->context, MATCH_LIMIT);
    pcre2_set_depth_limit(r->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(r->context, HEAP_LIMIT_KIB);
    pcre2_set_callout(r->context, meter, r);
    err = 0;
out:
    pcre2_compile_context_free(context);
    return err;
}

int query_regex_new(struct query_regex **out, struct slice pattern, bool plain, size_t *at,
                    char *why, size_t size)
{
    struct query_regex *r = mem_new(1, sizeof(*r) + pattern.n);
    if (!r)
        return -ENOMEM;
    if (plain || is_plain(pattern)) {
        memcpy(r + 1, pattern.p, pattern.n);
        r->plain = slice_make(r + 1, pattern.n);
    } else {
        int err = compile(r, pattern, at, why, size);
        if (err) {
            query_regex_free(r);
            return err;
        }
    }
    *out = r;
    return 0;
}

void query_regex_free(struct query_regex *r)
{
    if (!r)
        return;
    pcre2_match_context_free(r->context);
    pcre2_match_data_free(r->data);
    pcre2_code_free(r->code);
    pcre2_general_context_free(r->memory);
    mem_free(r);
}

bool query_regex_matches(struct query_regex *r, struct slice subject)
{
    if (r->plain.p)
        return subject.n && memmem(subject.p, subject.n, r->plain.p, r->plain.n);
    r->budget = BUDGET_BASE + (uint64_t)subject.n * BUDGET_PER_BYTE;
    r->last = 0;
    r->weight = r->backrefs ? 1 + subject.n / 64 : 1;
    const char *p = subject.n ? subject.p : "";
    int rc = pcre2_match(r->code, (PCRE2_SPTR)p, subject.n, 0, 0, r->data, r->context);
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
        r->gave_up++;
    return rc >= 0;
}

uint64_t query_regex_gave_up(const struct query_regex *r)
{
    return r->gave_up;
}
