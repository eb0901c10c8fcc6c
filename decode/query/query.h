/* The filter language: text to a query, and whether a message or a call passes it. Where the values
 * come from is the caller's matter: it gives a function that fetches them. docs/filter.md describes
 * the language. */
#ifndef DECODE_QUERY_QUERY_H
#define DECODE_QUERY_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/slice.h"
#include "decode/query/field_list.h"

#define QUERY_TEXT_MAX 4096  /* bytes of a filter */
#define QUERY_NESTING_MAX 64 /* parentheses and negations within each other */
#define QUERY_REGEX_MAX 1024 /* bytes of one regular expression */
#define QUERY_REGEXES_MAX 32 /* regular expressions of one filter */
#define QUERY_VALUES_MAX 256 /* values of one field that are looked at, per message */
/* Alternatives of one filter that only exclude (struct query_call). */
#define QUERY_NEGATIVE_MAX 64

enum query_field {
#define X(id, names, type, level, source, values, help) QUERY_FIELD_##id,
    QUERY_FIELD_LIST(X)
#undef X
        QUERY_FIELD_COUNT
};

enum query_type {
    QUERY_TYPE_TEXT,
    QUERY_TYPE_ID,
    QUERY_TYPE_NUMBER,
    QUERY_TYPE_DURATION,
    QUERY_TYPE_TIME,
    QUERY_TYPE_ADDR,
    QUERY_TYPE_BOOL,
    QUERY_TYPE_DIGITS,
    QUERY_TYPE_COUNT
};

enum query_level { QUERY_LEVEL_MESSAGE, QUERY_LEVEL_CALL };
enum query_source { QUERY_SOURCE_ROW, QUERY_SOURCE_BYTES };

/* A row of field_list.h. */
struct query_field_info {
    const char *names, *values, *help;
    enum query_type type;
    enum query_level level;
    enum query_source source;
};

/* What is wrong with a filter: the byte it begins at (0 to the text's length) and one sentence. */
struct query_error {
    size_t pos;
    char text[240];
};

/* One value of a field; the field's type says which member counts: text for TEXT, ID and DIGITS
 * (the user part, as it stands in the URI), addr for ADDR, num for the others (ns for DURATION, ns
 * since the epoch for TIME, 0 or 1 for BOOL). */
struct query_value {
    struct slice text; /* borrowed until the next call of the getter */
    int64_t num;
    struct addr addr;
};

/* Writes the i-th value of a field to *out; false when there is none. `arg` is the header's name
 * where the field takes one. A field is asked for i = 0, 1, 2 … without another in between, so a
 * getter that remembers its place stays linear; never beyond QUERY_VALUES_MAX. A getter should load
 * the bytes of a message only when a field with QUERY_SOURCE_BYTES is asked for: these come last.
 */
typedef bool query_get(void *ctx, enum query_field field, struct slice arg, unsigned i,
                       struct query_value *out);

/* Owned; query_free. One thread at a time may use it: the matcher's memory is inside. */
struct query;

/* Flags of query_parse. */
enum {
    /* A filter without any operator that is not a field's name is a text to be searched for in the
     * payload: for what a person typed. */
    QUERY_TEXT = 1
};

/* Text to query. A blank text gives a query that everything passes. 0; -EINVAL with *error (may be
 * NULL) written; -ENOMEM, also with a sentence. */
int query_parse(struct query **out, struct slice text, unsigned flags, struct query_error *error);
void query_free(struct query *q);

/* Does one message (with the values of its call) pass? A comparison holds when any value of its
 * field fits; !=, `not in` and the like hold when none does, so also when there is none. */
bool query_eval(const struct query *q, query_get *get, void *ctx);

/* Does a call pass? It does when one of its messages passes. But an alternative (what stands
 * between the outermost ||) that only says what a message is not, such as !(method == REGISTER),
 * asks all of them. Feed the messages in any order; a call without messages is fed once, with a
 * getter that has no values for the fields of a message. */
struct query_call {
    const struct query *q;
    uint64_t alive; /* excluding alternatives that no message broke so far, a bit each */
    bool fed, found;
};

void query_call_init(struct query_call *c, const struct query *q);

/* One message more. True: the answer is known, the other messages need not be fed. */
bool query_call_feed(struct query_call *c, query_get *get, void *ctx);
bool query_call_passes(const struct query_call *c);

/* May evaluation need the bytes of a message? */
bool query_needs_message_bytes(const struct query *q);

/* True when all its fields are of the call (then one query_eval per call suffices). */
bool query_is_call_level(const struct query *q);

bool query_uses(const struct query *q, enum query_field field);

/* How often a regular expression was given up because a text cost it too much; such a text does not
 * match. To be shown to the user when not 0. */
uint64_t query_gave_up(const struct query *q);

const struct query_field_info *query_field_get(enum query_field field);

/* Does it take a header's name in brackets? */
bool query_field_has_arg(enum query_field field);

/* The field with this name or alias, or QUERY_FIELD_COUNT. */
enum query_field query_field_find(struct slice name);

/* The first name of a field, without []. */
struct slice query_field_name(enum query_field field);

/* The instant that a text names, in ns since the epoch, written as times in filters are. A time of
 * the day is one between first_ns and last_ns where there is one, else one of the first day. NULL,
 * or the sentence that says what is expected. */
const char *query_instant(struct slice text, int64_t first_ns, int64_t last_ns, int64_t *out);
/* Appends a text as a filter has it, in quotes, whatever bytes it has. */
void query_quote(struct buf *b, struct slice text);

/* One proposal: `text` (static) is to replace the bytes [from, cursor). */
struct query_completion {
    struct slice text;
    const char *help; /* one sentence, or "" */
    size_t from;
};

/* What may stand at the cursor of a filter that is being typed: fields, operators or usual values,
 * by what stands before the cursor. Writes at most max and returns how many. */
size_t query_complete(const char *text, size_t cursor, struct query_completion *out, size_t max);

#endif
