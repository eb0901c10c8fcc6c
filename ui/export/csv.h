/* Comma-separated values (RFC 4180): lines end with CRLF, texts are quoted where they must be, and
 * what is known of no value is empty. UTF-8. */
#ifndef UI_EXPORT_CSV_H
#define UI_EXPORT_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct csv {
    struct buf *out;
    bool comma; /* the next value needs one before it */
};

static inline struct csv csv_to(struct buf *out)
{
    return (struct csv){ out, false };
}

/* Text of the network, made harmless (cells.h). A spreadsheet would work out one that begins with
 * = + - or @ as a formula, so a ' stands before it; a number with its sign, as of a telephone, is
 * none. */
void csv_slice(struct csv *c, struct slice text);

/* The same of our own words. */
void csv_text(struct csv *c, const char *text);

/* A value that is ours, taken as it is where it needs no quotes. */
void csv_plain(struct csv *c, struct slice value);

void csv_uint(struct csv *c, uint64_t n);
void csv_none(struct csv *c);

/* RFC 3339 in UTC. */
void csv_time(struct csv *c, int64_t ns);

/* Appends a duration in milliseconds with three decimals; nothing when `known` is false. */
void csv_add_ms(struct buf *out, int64_t ns, bool known);

void csv_end_line(struct csv *c);

#endif
