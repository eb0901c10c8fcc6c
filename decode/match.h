/* Filters over a trace: does this message, this call pass? */
#ifndef DECODE_MATCH_H
#define DECODE_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/query/query.h"
#include "decode/trace.h"

struct match;

/* Compiles a filter (decode/query/query.h has the language; QUERY_TEXT in flags for what a person
 * typed). NULL or blank text: everything passes. -EINVAL with *error, or -ENOMEM. Owned;
 * match_close. Borrows the trace. */
int match_open(struct match **out, struct trace *t, const char *text, unsigned flags,
               struct query_error *error);
void match_close(struct match *m);

/* A message row. */
bool match_message(struct match *m, uint32_t message);

/* A leg, by its row: any of its messages, as query_call_passes defines it. */
bool match_leg(struct match *m, uint32_t leg);

/* A call, by its number. */
bool match_call(struct match *m, uint32_t call);

/* The ith value of a field of a message, or of its call; i in order, as query_get has it. `arg` is
 * the name of a header where the field takes one. Borrowed until the next call. False: there are no
 * more. */
bool match_value(struct match *m, uint32_t message, enum query_field field, struct slice arg,
                 unsigned i, struct query_value *out);

/* Does it pass everything? */
bool match_is_all(const struct match *m);

#endif
