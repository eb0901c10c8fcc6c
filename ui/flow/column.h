/* The lists of calls: what a row is about, and the columns that it can show. */
#ifndef UI_FLOW_COLUMN_H
#define UI_FLOW_COLUMN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "decode/match.h"
#include "decode/trace.h"
#include "ui/flow/column_list.h"
#include "ui/flow/story.h"

enum column_id {
#define X(id, title, rank, narrowest, widest, ALIGN, SORT, READS, help) COLUMN_##id,
    COLUMN_LIST(X)
#undef X
        COLUMN_COUNT
};

/* One end of a call, as the header names it; as sent, borrowed from the row. */
struct column_party {
    struct slice name, user, host;
};

/* A row: a call, or another leg. Embedded; column_row_init, column_row_fini. Slices are as sent,
 * absent where the bytes cannot be read again, and live until the next column_row_read. */
struct column_row {
    struct trace *trace;
    const struct leg *leg; /* of a call: its first one */
    uint32_t leg_row;
    uint32_t call, session; /* numbers, 0 when it is no call */
    uint32_t message;       /* row of its first one */
    uint32_t messages, legs;
    int64_t start_ns;
    int64_t pdd_ns, setup_ns, talk_ns; /* -1: it did not come to that */
    enum call_state state;             /* of calls only */
    unsigned code;                     /* 0: none */
    struct column_party from, to;
    struct slice call_id, agent;
    struct loaded loaded, media;
    struct story story;
    struct match *match; /* that fields of filters are asked of, when one is shown */
    bool unread; /* the first message was not read yet, and what is known by it is not there */
};

#define COLUMN_CODECS_MAX 16

void column_row_init(struct column_row *r, struct trace *t);
void column_row_fini(struct column_row *r);

/* Fills the row from a leg. False: there is no such leg. */
bool column_row_read(struct column_row *r, uint32_t leg);

/* The same, but for what only the first message tells: that is read by column_add and column_key
 * when a column needs it. */
bool column_row_find(struct column_row *r, uint32_t leg);

/* Reads the first message, unless that was done. */
void column_row_load(struct column_row *r);

/* "call", "registration", "subscription", "other" */
const char *column_kind(const struct column_row *r);

/* Display name without the escapes of a quoted string (3261 25.1); appended. */
void column_add_name(struct buf *b, const struct column_party *p);

/* What of the user part is a number or name of its own: without its parameters (;phone-context=…,
 * 3966 3), and empty where the display name says the same. */
struct slice column_party_number(const struct column_party *p);

/* Appends "Alice 1001": the name, and the user part where that says more; the host where there is
 * neither. */
void column_add_party(struct buf *b, const struct column_party *p);

/* Is it a call that was turned away with a code of 300 or more? */
bool column_is_refused(const struct column_row *r);

/* Appends why a call failed or was refused, as sent: the text of Warning or Reason in the final
 * answer, else its reason phrase; in our words where there is no such answer. Nothing for other
 * calls. Reads another message. */
void column_add_reason(struct buf *b, struct column_row *r);

/* Names of the codecs that were agreed on, each once: those of the answer, else those offered; at
 * most COLUMN_CODECS_MAX, borrowed from the row. Tones and comfort noise are no codecs here. Reads
 * another message. */
unsigned column_codecs(struct column_row *r, struct slice out[COLUMN_CODECS_MAX]);

enum column_sort { COLUMN_BY_NUMBER, COLUMN_BY_TEXT, COLUMN_BY_END };
enum column_reads { COLUMN_READS_ROW, COLUMN_READS_FIRST, COLUMN_READS_MORE };

/* A row of the table; or a field of the filter language (ui/flow/columns.h), which has no `add`. */
struct column {
    const char *id, *title, *help;
    uint8_t rank, narrowest, widest;
    bool right; /* aligned */
    uint8_t sort, reads;
    void (*add)(struct buf *b, struct column_row *r); /* as sent: to be made harmless */
    enum query_field field;
    struct slice arg; /* the name of a header, of the field that takes one */
};

const struct column *column_get(enum column_id id);

/* By id, any case; '-' for '_' too. NULL: there is none. */
const struct column *column_find(struct slice id);

/* Appends what the column says of the row, as sent. */
void column_add(const struct column *c, struct buf *b, struct column_row *r);

/* The state in words, with its code, without who holds the call: that takes reading. */
void column_add_state(struct buf *b, const struct column_row *r);

#define COLUMN_KEY 24 /* bytes of a text that count for its place */

/* Bytes that sort as the column does: numbers and times as such, addresses by number, texts in any
 * ASCII case. What is not known comes first. */
void column_key(const struct column *c, struct column_row *r, unsigned char key[COLUMN_KEY]);

#endif
