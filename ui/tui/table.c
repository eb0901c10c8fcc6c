/* The columns of the list of calls. Each is as wide as what was seen of it needs; where the room
 * ends, columns are left out before a number is cut. */
#include "ui/tui/table.h"

#include <stdio.h>

#include "base/clock.h"
#include "decode/call.h"

enum {
    FIRST_X = 2, /* behind the mark */
    START_SHORT = 8,
    START_LONG = 12, /* with the fraction of the second */
    STATE_SIGN = 2,
    NAMES_LEAST = 6,
    STATE_LEAST = 8,
    ENDS_FROM = 140, /* columns of the screen from which on there is a place for addresses */
    CELL_BYTES = 160,
};

static const struct {
    const char *head;
    bool right; /* aligned */
    int order;  /* enum view_order, -1: not to be sorted by */
    enum style style;
} columns[TABLE_COLUMNS] = {
    [TABLE_NUMBER] = { "#", true, VIEW_BY_NUMBER, STYLE_STEP },
    [TABLE_START] = { "Start", false, -1, STYLE_TIME },
    [TABLE_FROM] = { "From", false, VIEW_BY_FROM, STYLE_TEXT },
    [TABLE_TO] = { "To", false, VIEW_BY_TO, STYLE_TEXT },
    [TABLE_STATE] = { "State", false, VIEW_BY_STATE, STYLE_TEXT },
    [TABLE_MESSAGES] = { "Msgs", true, VIEW_BY_MESSAGES, STYLE_TEXT },
    [TABLE_PDD] = { "PDD", true, VIEW_BY_PDD, STYLE_TEXT },
    [TABLE_TALK] = { "Talk", true, VIEW_BY_TALK, STYLE_TEXT },
    [TABLE_SOURCE] = { "Source", false, -1, STYLE_DIM },
    [TABLE_DESTINATION] = { "Destination", false, -1, STYLE_DIM },
    [TABLE_CALL_ID] = { "Call-ID", false, -1, STYLE_DIM },
};

void table_init(struct table *t, struct trace *trace, struct rows *rows)
{
    *t = (struct table){ .trace = trace, .rows = rows };
    for (int i = 0; i < TABLE_COLUMNS; i++) /* and a sign beside it, when sorted by it */
        t->widest[i] = (int)strlen(columns[i].head) + (columns[i].order > 0);
    t->widest[TABLE_NUMBER] = 2;
}

/* --- what stands in a cell -------------------------------------------------------------------- */

/* A duration, or a dash. */
static void duration_text(bool ascii, char out[CELL_BYTES], int64_t ns)
{
    char text[CLOCK_TEXT];
    if (ns >= 0)
        clock_duration(text, ns);
    snprintf(out, CELL_BYTES, "%s", ns >= 0 ? text : theme_sign(ascii, SIGN_MINUS));
}

static void start_text(const struct table *t, const struct leg *leg, char out[CELL_BYTES])
{
    const struct store *s = trace_store(t->trace);
    const struct message *first = store_message(s, leg->m_invite ? leg->m_invite : leg->first);
    char text[CLOCK_TEXT] = "";
    if (first)
        clock_time_of_day(text, first->time_ns, t->w[TABLE_START] >= START_LONG ? 3 : 0);
    snprintf(out, CELL_BYTES, "%s", text);
}

static void cell_text(struct table *t, bool ascii, uint32_t row, enum table_column column,
                      char out[CELL_BYTES])
{
    const struct store *s = trace_store(t->trace);
    const struct leg *leg = store_leg(s, row);
    const struct row_text *text = rows_get(t->rows, row);
    out[0] = '\0';
    switch (column) {
    case TABLE_NUMBER:
        if (leg->call)
            snprintf(out, CELL_BYTES, "%u", leg->call);
        break;
    case TABLE_START:
        start_text(t, leg, out);
        break;
    case TABLE_MESSAGES:
        snprintf(out, CELL_BYTES, "%u", leg->messages);
        break;
    case TABLE_PDD:
        if (leg->call)
            duration_text(ascii, out, call_pdd(s, leg));
        break;
    case TABLE_TALK:
        if (leg->call)
            duration_text(ascii, out, call_talk(s, leg));
        break;
    case TABLE_SOURCE:
        snprintf(out, CELL_BYTES, "%s", text->source);
        break;
    case TABLE_DESTINATION:
        snprintf(out, CELL_BYTES, "%s", text->destination);
        break;
    case TABLE_CALL_ID:
        snprintf(out, CELL_BYTES, "%s", text->call_id);
        break;
    default: /* those that have more than a text */
        break;
    }
}

/* --- how wide --------------------------------------------------------------------------------- */

static void widen(int *width, int to)
{
    *width = to > *width ? to : *width;
}

static void measure_row(struct table *t, const struct grid *g, uint32_t row)
{
    const struct leg *leg = store_leg(trace_store(t->trace), row);
    struct row_state state;
    char cell[CELL_BYTES];
    if (!leg)
        return;
    for (int i = 0; i < TABLE_COLUMNS; i++) {
        cell_text(t, g->ascii, row, (enum table_column)i, cell);
        widen(&t->widest[i], text_width(g, slice_of(cell)));
    }
    const struct row_text *text = rows_get(t->rows, row);
    widen(&t->widest[TABLE_FROM], text_width(g, slice_of(text->from)));
    widen(&t->widest[TABLE_TO], text_width(g, slice_of(text->to)));
    widen(&t->from_user, text_width(g, slice_of(text->from_user)));
    widen(&t->to_user, text_width(g, slice_of(text->to_user)));
    rows_state(t->trace, leg, &state);
    widen(&t->widest[TABLE_STATE], STATE_SIGN + text_width(g, slice_of(state.words)));
}

void table_measure(struct table *t, const struct grid *g, const struct view_list *l, uint32_t from,
                   uint32_t end)
{
    for (uint32_t i = from; i < end && i < l->n; i++)
        measure_row(t, g, l->leg[i]);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Gives a column that is shown as much as it needs, up to `most`, of the room that is left. */
static void stretch(struct table *t, int *left, enum table_column column, int most)
{
    int more = least(least(t->widest[column], most) - t->w[column], *left);
    if (!t->w[column] || more <= 0)
        return;
    t->w[column] += more;
    *left -= more;
}

/* Shows a column, as wide as it needs up to `most`, if there is room for all of it. */
static void show(struct table *t, int *left, enum table_column column, int most)
{
    int w = least(t->widest[column], most);
    if (w + 1 > *left)
        return;
    t->w[column] = w;
    *left -= w + 1;
}

/* From and To up to these widths, by turns. */
static void stretch_names(struct table *t, int *left, int from, int to)
{
    int *w = t->w;
    if (!w[TABLE_FROM] || !w[TABLE_TO])
        return;
    for (; *left > 0 && (w[TABLE_FROM] < from || w[TABLE_TO] < to); --*left) {
        bool first = w[TABLE_FROM] < from && (w[TABLE_FROM] <= w[TABLE_TO] || w[TABLE_TO] >= to);
        w[first ? TABLE_FROM : TABLE_TO]++;
    }
}

/* In the order in which one wants to know: who, when, what became of it, how long, from where. */
void table_fit(struct table *t, int room)
{
    enum { NUMBERS = 20, NAMES = 24, NAMES_MOST = 60, STATE = 12, CALL_ID = 16, WHOLE = 1000 };
    enum { ENDS = 21 }; /* any IPv4 address with its port */
    const int *widest = t->widest;
    char highest[16];
    int n = snprintf(highest, sizeof(highest), "%u", trace_store(t->trace)->calls.n);
    int left = room - FIRST_X - 1; /* the scroll bar */
    memset(t->w, 0, sizeof(t->w));
    widen(&t->widest[TABLE_NUMBER], n);
    show(t, &left, TABLE_NUMBER, WHOLE);
    show(t, &left, TABLE_FROM, NAMES_LEAST);
    show(t, &left, TABLE_TO, NAMES_LEAST);
    show(t, &left, TABLE_STATE, STATE_LEAST);
    stretch(t, &left, TABLE_STATE, STATE);
    stretch_names(t, &left, least(t->from_user, NUMBERS), least(t->to_user, NUMBERS));
    t->widest[TABLE_START] = START_SHORT;
    show(t, &left, TABLE_START, WHOLE);
    show(t, &left, TABLE_MESSAGES, WHOLE);
    stretch_names(t, &left, least(widest[TABLE_FROM], NAMES), least(widest[TABLE_TO], NAMES));
    stretch(t, &left, TABLE_STATE, WHOLE);
    show(t, &left, TABLE_TALK, WHOLE);
    show(t, &left, TABLE_PDD, WHOLE);
    t->widest[TABLE_START] = START_LONG;
    if (left >= START_LONG - START_SHORT)
        stretch(t, &left, TABLE_START, WHOLE);
    int ends = least(widest[TABLE_SOURCE], ENDS) + least(widest[TABLE_DESTINATION], ENDS) + 2;
    if (room >= ENDS_FROM && ends <= left) {
        show(t, &left, TABLE_SOURCE, ENDS);
        show(t, &left, TABLE_DESTINATION, ENDS);
        stretch(t, &left, TABLE_SOURCE, WHOLE);
        stretch(t, &left, TABLE_DESTINATION, WHOLE);
    }
    stretch_names(t, &left, least(widest[TABLE_FROM], NAMES_MOST),
                  least(widest[TABLE_TO], NAMES_MOST));
    if (room < ENDS_FROM || t->w[TABLE_SOURCE])
        show(t, &left, TABLE_CALL_ID, CALL_ID);
    stretch(t, &left, TABLE_CALL_ID, WHOLE);
}

/* --- drawing ---------------------------------------------------------------------------------- */

void table_head(const struct table *t, const struct area *a, enum view_order order, bool reverse)
{
    for (int i = 0, x = FIRST_X; i < TABLE_COLUMNS; i++) {
        if (!t->w[i])
            continue;
        int n = (int)strlen(columns[i].head);
        bool sorts = columns[i].order == (int)order;
        int at = columns[i].right ? x + t->w[i] - n : x;
        area_fit(a, at, 0, t->w[i], sorts ? STYLE_BRAND : STYLE_HEAD, slice_of(columns[i].head));
        if (sorts && (order != VIEW_BY_NUMBER || reverse))
            area_puts(a, columns[i].right ? at - 1 : at + n, 0, STYLE_BRAND,
                      theme_sign(a->grid->ascii, reverse ? SIGN_DESCENDING : SIGN_ASCENDING));
        x += t->w[i] + 1;
    }
}

static bool is_number(const char *text)
{
    return text[0] == '+' || (text[0] >= '0' && text[0] <= '9');
}

/* Of a number that is too long its end, which tells more than its beginning. */
static void draw_end(const struct area *a, int x, int y, int w, struct slice number)
{
    const char *dots = a->grid->ascii ? ".." : "…";
    int room = w - text_width(a->grid, slice_of(dots));
    while (number.n && text_width(a->grid, number) > room) {
        size_t n = text_fit(a->grid, number, 1);
        number = slice_sub(number, n ? n : 1, number.n);
    }
    x += area_puts(a, x, y, STYLE_TEXT, dots);
    area_text(a, x, y, STYLE_TEXT, number);
}

/* Name and number; where both do not fit, the number. */
static void draw_party(const struct area *a, int x, int y, int w, const char *both,
                       const char *user)
{
    bool whole = text_width(a->grid, slice_of(both)) <= w;
    const char *text = whole || !user[0] ? both : user;
    if (text == user && is_number(user) && text_width(a->grid, slice_of(user)) > w)
        draw_end(a, x, y, w, slice_of(user));
    else
        area_fit(a, x, y, w, STYLE_TEXT, slice_of(text));
}

static void draw_cell(struct table *t, const struct area *a, int x, int y, uint32_t row,
                      enum table_column column)
{
    const struct row_text *text = rows_get(t->rows, row);
    struct row_state state;
    char cell[CELL_BYTES];
    int w = t->w[column], n;
    switch (column) {
    case TABLE_FROM:
        draw_party(a, x, y, w, text->from, text->from_user);
        break;
    case TABLE_TO:
        draw_party(a, x, y, w, text->to, text->to_user);
        break;
    case TABLE_STATE:
        rows_state(t->trace, store_leg(trace_store(t->trace), row), &state);
        area_puts(a, x, y, state.style, theme_sign(a->grid->ascii, state.sign));
        area_fit(a, x + STATE_SIGN, y, w - STATE_SIGN, state.style, slice_of(state.words));
        break;
    default:
        cell_text(t, a->grid->ascii, row, column, cell);
        n = text_width(a->grid, slice_of(cell));
        area_fit(a, columns[column].right && n < w ? x + w - n : x, y, w, columns[column].style,
                 slice_of(cell));
    }
}

void table_row(struct table *t, const struct area *a, int y, uint32_t leg)
{
    if (!store_leg(trace_store(t->trace), leg))
        return;
    for (int i = 0, x = FIRST_X; i < TABLE_COLUMNS; i++) {
        if (!t->w[i])
            continue;
        draw_cell(t, a, x, y, leg, (enum table_column)i);
        x += t->w[i] + 1;
    }
}
