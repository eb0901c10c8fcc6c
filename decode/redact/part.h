/* What the files of this folder share. */
#ifndef DECODE_REDACT_PART_H
#define DECODE_REDACT_PART_H

#include "decode/redact/redact.h"

/* A name in lower case, and what becomes of what it names. */
struct redact_row {
    const char *name;
    uint8_t rule;
};

#define REDACT_COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* The row of a name, any case, in rows that are sorted; NULL: there is none. */
const struct redact_row *redact_find(const struct redact_row *rows, size_t n, struct slice name);

/* Where the line at `at` ends, behind its line feed. */
static inline size_t redact_line_end(struct slice s, size_t at)
{
    size_t feed = at + slice_index(slice_sub(s, at, s.n), '\n');
    return feed < s.n ? feed + 1 : s.n;
}

/* Where the quoted text that begins at `at` ends, behind its second quote. One that does not end is
 * none: at + 1, and *open is set, so that no other is looked for in this value, which would not be
 * linear. */
static inline size_t redact_quote_end(struct slice s, size_t at, bool *open)
{
    size_t end = at + 1;
    while (!*open && end < s.n && s.p[end] != '"')
        end += s.p[end] == '\\' ? 2 : 1;
    *open = *open || end >= s.n;
    return *open ? at + 1 : end + 1;
}

static inline bool redact_is_hex(char c)
{
    char lower = ascii_lower(c);
    return ascii_is_digit(c) || (lower >= 'a' && lower <= 'f');
}

static inline unsigned redact_hex(char digit)
{
    return (unsigned)(ascii_is_digit(digit) ? digit - '0' : ascii_lower(digit) - 'a' + 10);
}

#endif
