/* The texts of the list's rows, read again from the capture when they are needed, and kept while
 * they are seen. */
#ifndef UI_TUI_ROWS_H
#define UI_TUI_ROWS_H

#include "decode/trace.h"
#include "ui/tui/theme.h"

#define ROW_TEXT 96 /* bytes of a text that are kept */

struct row_text {
    uint32_t leg;                                         /* row in the store, 0: nothing here */
    char from[ROW_TEXT], to[ROW_TEXT], call_id[ROW_TEXT]; /* name and number; */
    char from_user[ROW_TEXT], to_user[ROW_TEXT];          /* the number alone */
    char source[ROW_TEXT], destination[ROW_TEXT];
};

struct rows;

/* Owned; rows_free. NULL: no memory. */
struct rows *rows_new(struct trace *t);
void rows_free(struct rows *r);

/* Valid until some hundred others were asked for. */
const struct row_text *rows_get(struct rows *r, uint32_t leg);

/* What became of a leg: the words, with the code; its sign and its style. */
struct row_state {
    char words[48];
    enum sign sign;
    enum style style;
};

void rows_look(enum call_state state, enum sign *sign, enum style *style);
void rows_state(const struct trace *t, const struct leg *leg, struct row_state *out);

/* Does the row show this text? Addresses and Call-ID count where they are seen, or when the text is
 * long enough to be meant for them. */
bool rows_has(struct rows *r, uint32_t leg, struct slice text, bool ends, bool call_id);

#endif
