/* The columns that somebody chose: those of the table, and besides any field of the filter language
 * and any header. */
#ifndef UI_FLOW_COLUMNS_H
#define UI_FLOW_COLUMNS_H

#include "base/err.h"
#include "ui/flow/column.h"

#define COLUMNS_MAX 64     /* columns of one list */
#define COLUMN_MESSAGES 64 /* of a call in which the value of a field is looked for */

_Static_assert((int)COLUMN_COUNT <= COLUMNS_MAX, "all of the table fit");

/* Embedded: columns_parse, columns_fini. */
struct columns {
    unsigned n;
    const struct column *v[COLUMNS_MAX];
    struct column *made[COLUMNS_MAX]; /* those of fields, owned */
    unsigned made_n;
};

/* Takes "number,from,sip.cseq,header:X-Foo" apart; a column that is named twice counts once. NULL
 * or blank: none. -EINVAL with a sentence: there is no such column, or there are too many; -ENOMEM.
 * What `c` was before is not looked at; it can be ended with columns_fini in any case. */
int columns_parse(struct columns *c, const char *text, struct err *err);
void columns_fini(struct columns *c);

/* Is there such a column, as columns_parse takes it? */
bool columns_knows(struct slice id);

/* For column.c. The first value of a field, in the first of the call's messages that has one;
 * false: none has. And the text of its values, which is appended. */
bool columns_field_value(const struct column *c, struct column_row *r, struct query_value *out);
void columns_add_field(const struct column *c, struct buf *b, struct column_row *r);

#endif
