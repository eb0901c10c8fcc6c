/* The cells of the list's rows, read again from the capture when they are needed, and kept while
 * they are seen. What takes reading many messages is read in slices and comes a moment later. */
#ifndef UI_TUI_ROWS_H
#define UI_TUI_ROWS_H

#include "ui/flow/columns.h"
#include "ui/tui/theme.h"

/* A row as it was read. */
struct row {
    uint32_t leg;      /* in the store, 0: nothing here */
    uint32_t seen;     /* messages that the store had then, */
    uint32_t messages; /* and the call, when the slow cells were read; 0: they were not */
    bool over;         /* all was read then */
    struct buf text;   /* the cells (ui/export/list_cell.h) one after the other */
    uint32_t at[COLUMNS_MAX + 1];
    enum sign sign; /* of its state */
    enum style style;
};

struct rows;

/* Owned; rows_free. NULL: no memory. */
struct rows *rows_new(struct trace *t);
void rows_free(struct rows *r);

/* What rows are read with; for others to use, who read the row that they want. */
struct column_row *rows_reader(struct rows *r);

/* Which cells rows have from now on; the columns are borrowed until the next call. Nothing is lost
 * when they are those that they have already. */
void rows_choose(struct rows *r, const struct column *const *column, unsigned n, bool ascii);

/* The row of a leg, for the place `at` of the list, with what is quickly read; what is slow only
 * where it was read before. NULL: there is no such leg. Valid until some hundred places on. */
const struct row *rows_get(struct rows *r, uint32_t at, uint32_t leg);

/* Reads the slow cells of a row too, unless they are as of now. */
void rows_read(struct rows *r, uint32_t at, uint32_t leg);

/* How a state of calls looks. */
void rows_look(enum call_state state, enum sign *sign, enum style *style);

static inline struct slice row_cell(const struct row *row, unsigned i)
{
    return slice_sub(buf_slice(&row->text), row->at[i], row->at[i + 1]);
}

/* Is it a state of calls that failed? */
bool rows_is_failure(enum call_state state);

/* Does the row show this text? Addresses and Call-ID count also where they are not seen, when the
 * text is long enough to be meant for them. */
bool rows_has(struct rows *r, uint32_t leg, struct slice text);

#endif
