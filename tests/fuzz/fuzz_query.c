/* Fuzz target of the filter language: the input is flags, a filter up to the first NUL, and bytes
 * that its fields take their values from. What must agree is compared: a filter and its opposite, a
 * message and the call that has no other. */
#include <stdint.h>

#include "decode/query/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define VALUES 3

/* A value of each type from a place in the bytes that depends on field and number. */
static bool get(void *ctx, enum query_field field, struct slice arg, unsigned i,
                struct query_value *out)
{
    const struct slice *bytes = ctx;
    if (i >= VALUES || !bytes->n)
        return false;
    struct slice rest = slice_sub(*bytes, (field * 5u + i * 3u + arg.n) % bytes->n, bytes->n);
    out->text = slice_sub(rest, 0, slice_index(rest, '\n'));
    memcpy(&out->num, rest.p, rest.n < 8 ? rest.n : 8);
    memcpy(out->addr.ip, rest.p, rest.n < 16 ? rest.n : 16);
    return true;
}

static bool call_passes(const struct query *q, struct slice *bytes)
{
    struct query_call c;
    query_call_init(&c, q);
    query_call_feed(&c, get, bytes);
    return query_call_passes(&c);
}

/* !(filter) passes what the filter does not; where it cannot be written any more, nothing is said.
 */
static void check_opposite(struct slice text, struct slice *bytes, bool passes)
{
    struct query *q;
    char *opposite = malloc(text.n + 3);
    if (!opposite)
        return;
    opposite[0] = '!', opposite[1] = '(', opposite[text.n + 2] = ')';
    memcpy(opposite + 2, text.p, text.n);
    if (!query_parse(&q, slice_make(opposite, text.n + 3), 0, NULL)) {
        if (query_eval(q, get, bytes) == passes)
            __builtin_trap();
        query_free(q);
    }
    free(opposite);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    unsigned flags = data[0] & QUERY_TEXT;
    struct slice rest = slice_make(data + 1, size - 1), bytes;
    size_t n = slice_index(rest, 0);
    struct query_completion out[4];
    struct query_error error;
    struct query *q;

    char *exact = malloc(n ? n : 1); /* a read past the end is seen */
    if (!exact)
        return 0;
    memcpy(exact, rest.p, n);
    struct slice text = slice_make(exact, n);
    bytes = slice_sub(rest, n + 1, rest.n);
    if (query_complete(exact, n, out, 4) > 4)
        __builtin_trap();
    if (query_parse(&q, text, flags, &error)) {
        if (error.pos > n || !memchr(error.text, 0, sizeof(error.text)))
            __builtin_trap();
    } else {
        bool passes = query_eval(q, get, &bytes);
        if (call_passes(q, &bytes) != passes)
            __builtin_trap();
        query_needs_message_bytes(q);
        if (!flags && slice_trim(text).n)
            check_opposite(text, &bytes, passes);
        query_free(q);
    }
    free(exact);
    return 0;
}
