/* The columns of the list of calls. Each is as wide as what was seen of it needs; where the room
 * ends, columns are left out before a number is cut. */
#include "ui/tui/table.h"

#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/export/lanes.h"
#include "ui/export/list_cell.h"
#include "ui/export/list_fit.h"

enum {
    SAMPLE = 200, /* rows that say how wide columns are, besides those that are seen */
    START_SHORT = 8,
    START_LONG = 12, /* with the fraction of the second */
    STATE_SIGN = 2,
    NAMES_LEAST = 6,
    NAMES_MOST = 60,
    NUMBERS = 20, /* cells of a number that are worth leaving out other columns */
    STATE_LEAST = 8,
    WHY_FROM = 100,  /* columns of the screen from which on there may be a place for reasons, */
    ENDS_FROM = 140, /* for addresses, */
    WIDE_FROM = 140, /* and for a second blank between columns */
    WHY_RANK = 4,
    WHY_FAIR = 20,
    STATE_FAIR = 17,
    SIGN_RANK = 3,
    CELL_BYTES = 1 << 16,
};

int table_init(struct table *t, struct trace *trace)
{
    *t = (struct table){ .trace = trace, .rows = rows_new(trace) };
    buf_init(&t->cell, CELL_BYTES);
    return t->rows ? 0 : -ENOMEM;
}

void table_fini(struct table *t)
{
    rows_free(t->rows);
    columns_fini(&t->asked);
    buf_fini(&t->cell);
    mem_free(t->text);
}

/* --- which columns ---------------------------------------------------------------------------- */

int table_ask(struct table *t, const char *text, struct err *err)
{
    struct columns asked;
    size_t n = text ? strlen(text) : 0;
    char *copy = mem_new(n + 1, 1);
    int r = copy ? columns_parse(&asked, text, err)
                 : err_set(err, -ENOMEM, "there is not enough memory for the columns.");
    if (r < 0) {
        if (copy)
            columns_fini(&asked);
        mem_free(copy);
        return r;
    }
    if (n)
        memcpy(copy, text, n);
    t->n = 0;
    rows_choose(t->rows, t->column, 0, false);
    columns_fini(&t->asked);
    mem_free(t->text);
    t->asked = asked;
    t->text = copy;
    return 0;
}

static bool is_of_one_day(const struct trace *t)
{
    const struct store *s = trace_store(t);
    char first[CLOCK_TEXT], last[CLOCK_TEXT];
    clock_date(first, s->first_ns);
    clock_date(last, s->last_ns);
    return !strcmp(first, last);
}

/* Can there be a place for it, when nobody asked for columns? The gravest finding in words stands
 * in the place of the reason alone. */
static bool is_offered(const struct table *t, enum column_id id, int room, bool all)
{
    switch (id) {
    case COLUMN_date:
        return !is_of_one_day(t->trace);
    case COLUMN_kind:
        return all;
    case COLUMN_severity:
        return !trace_is_quick(t->trace);
    case COLUMN_reason:
        return false;
    case COLUMN_why:
        return room >= WHY_FROM;
    case COLUMN_source:
    case COLUMN_destination:
        return room >= ENDS_FROM;
    default:
        return column_get(id)->rank != 0;
    }
}

void table_choose(struct table *t, int room, bool all, bool ascii)
{
    const struct column *column[COLUMNS_MAX];
    unsigned n = 0;
    for (unsigned i = 0; i < t->asked.n; i++)
        column[n++] = t->asked.v[i];
    for (int i = 0; i < COLUMN_COUNT && !t->asked.n; i++)
        if (is_offered(t, (enum column_id)i, room, all))
            column[n++] = column_get((enum column_id)i);
    if (n != t->n || memcmp(column, t->column, n * sizeof(*column))) {
        memcpy(t->column, column, n * sizeof(*column));
        t->n = n;
        table_forget(t);
    }
    rows_choose(t->rows, t->column, t->n, ascii);
}

/* --- how wide --------------------------------------------------------------------------------- */

void table_forget(struct table *t)
{
    memset(t->widest, 0, sizeof(t->widest));
    memset(t->number, 0, sizeof(t->number));
    t->measured = 0;
}

static void widen(unsigned *width, unsigned to)
{
    *width = to > *width ? to : *width;
}

static void measure_row(struct table *t, uint32_t at, uint32_t leg)
{
    const struct row *row = rows_get(t->rows, at, leg);
    for (unsigned i = 0; row && i < t->n; i++) {
        widen(&t->widest[i], list_cell_width(row_cell(row, i), false));
        if (list_cell_is_party(t->column[i]))
            widen(&t->number[i], list_cell_number(row_cell(row, i), false));
    }
}

void table_sample(struct table *t, const struct view_list *l)
{
    uint32_t end = l->n < SAMPLE ? l->n : SAMPLE;
    for (uint32_t i = t->measured; i < end; i++)
        measure_row(t, i, l->leg[i]);
    t->measured = end > t->measured ? end : t->measured;
}

void table_measure(struct table *t, const struct view_list *l, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end && i < l->n; i++)
        if (!view_is_head(l->leg[i]))
            measure_row(t, i, l->leg[i]);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned digits(uint32_t n)
{
    unsigned d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

/* What a column would like, with its title, and with the sign beside it when it is sorted by. */
static struct list_fit wish(struct table *t, unsigned i, const struct column *order)
{
    const struct column *c = t->column[i];
    unsigned seen = t->widest[i], title = cells_width(slice_of(c->title), false);
    if (c == column_get(COLUMN_number))
        widen(&seen, digits(trace_store(t->trace)->calls.n));
    if (c == column_get(COLUMN_severity))
        seen = 1;
    if (c == column_get(COLUMN_state))
        seen += STATE_SIGN;
    widen(&seen, title + (c == order && c != column_get(COLUMN_severity)));
    struct list_fit f = list_fit_of(c, seen);
    if (list_cell_is_party(c)) /* the number comes before all else */
        f.least =
            least(f.width, least(t->number[i] > NAMES_LEAST ? t->number[i] : NAMES_LEAST, NUMBERS));
    if (c == column_get(COLUMN_state)) {
        f.width = seen;
        f.least = f.fair = least(seen, STATE_FAIR);
    }
    if (c == column_get(COLUMN_severity))
        f.rank = SIGN_RANK;
    if (c == column_get(COLUMN_date))
        f.rank = column_get(COLUMN_start)->rank;
    if (c == column_get(COLUMN_kind)) {
        f.rank = 1;
        f.least = f.fair = f.width;
    }
    if (c == column_get(COLUMN_why)) {
        f.rank = WHY_RANK;
        f.fair = f.least = least(f.width, WHY_FAIR);
        f.needless = !t->widest[i];
    }
    if (f.fair < f.least)
        f.fair = f.least;
    return f;
}

/* Those that everything else makes way for. */
static bool has_useful(const struct list_fit *f, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (f[i].hidden && !f[i].needless && f[i].rank > 1 && f[i].rank < WHY_RANK)
            return false;
    return true;
}

/* What is left goes to names and texts that are cut. */
static void stretch(const struct table *t, struct list_fit *f, unsigned room)
{
    unsigned sum = list_fit_sum(f, t->n, (unsigned)t->between);
    unsigned left = room > sum ? room - sum : 0;
    for (unsigned i = 0; i < t->n && left; i++) {
        unsigned most = least(t->widest[i], list_cell_is_party(t->column[i]) ? NAMES_MOST : room);
        bool whole = t->column[i] == column_get(COLUMN_start); /* or not at all */
        if (f[i].hidden || f[i].width >= most || (whole && most - f[i].width > left) ||
            t->column[i] == column_get(COLUMN_severity))
            continue;
        unsigned more = least(most - f[i].width, left);
        f[i].width += more;
        left -= more;
    }
}

/* Where even the least has no room, what stands at the right is out of sight. */
static void drop(struct table *t, struct list_fit *f, unsigned room)
{
    for (unsigned i = t->n; i-- > 1 && list_fit_sum(f, t->n, (unsigned)t->between) > room;)
        if (!f[i].hidden) {
            f[i].hidden = true;
            t->left_out++;
        }
}

/* Where a call came from says little without where it went to. */
static void pair_ends(const struct table *t, struct list_fit *f)
{
    struct list_fit *end[2] = { NULL, NULL };
    for (unsigned i = 0; i < t->n; i++)
        if (t->column[i] == column_get(COLUMN_source))
            end[0] = &f[i];
        else if (t->column[i] == column_get(COLUMN_destination))
            end[1] = &f[i];
    if (end[0] && end[1])
        end[0]->hidden = end[1]->hidden = end[0]->hidden || end[1]->hidden;
}

static void choose(struct table *t, struct list_fit *f, unsigned room, const struct column *order)
{
    for (unsigned short_start = 0; short_start < 2; short_start++) {
        for (unsigned i = 0; i < t->n; i++) {
            f[i] = wish(t, i, order);
            if (t->column[i] == column_get(COLUMN_start) && short_start)
                f[i].width = f[i].least = f[i].fair = START_SHORT;
        }
        if (t->asked.n)
            return;
        list_fit_choose(f, t->n, room, (unsigned)t->between);
        pair_ends(t, f);
        if (has_useful(f, t->n))
            return;
    }
}

/* In the order in which one wants to know: who, what became of it, when, how long, from where. */
void table_fit(struct table *t, int columns, const struct column *order)
{
    struct list_fit f[COLUMNS_MAX];
    /* The blank that list_fit has in front is the place of the scroll bar. */
    unsigned room = columns > TABLE_X ? (unsigned)(columns - TABLE_X) : 1;
    t->between = columns >= WIDE_FROM ? 2 : 1;
    t->left_out = 0;
    choose(t, f, room, order);
    for (unsigned i = 0; i < t->n; i++) {
        const struct column *c = t->column[i];
        if (list_cell_is_party(c))
            f[i].least = least(f[i].least, NAMES_LEAST);
        if (c == column_get(COLUMN_state))
            f[i].least = least(f[i].least, STATE_LEAST);
    }
    list_fit_shrink(f, t->n, room, (unsigned)t->between);
    drop(t, f, room);
    stretch(t, f, room);
    for (unsigned i = 0; i < t->n; i++)
        t->w[i] = f[i].hidden ? 0 : (int)f[i].width;
}

/* --- drawing ---------------------------------------------------------------------------------- */

void table_head(struct table *t, const struct area *a, int y, const struct column *order,
                bool reverse)
{
    int x = TABLE_X;
    for (unsigned i = 0; i < t->n; i++) {
        const struct column *c = t->column[i];
        if (!t->w[i])
            continue;
        bool sorts = c == order && (c != column_get(COLUMN_number) || reverse);
        int n = (int)cells_width(slice_of(c->title), false), w = t->w[i];
        n = n < w ? n : w;
        int at = c->right ? x + w - n : x;
        area_fit(a, at, y, w, c == order ? STYLE_BRAND : STYLE_HEAD, slice_of(c->title));
        if (sorts)
            area_puts(a, c->right ? at - 1 : at + n, y, STYLE_BRAND,
                      theme_sign(a->grid->ascii, reverse ? SIGN_DESCENDING : SIGN_ASCENDING));
        x += w + t->between;
    }
}

static enum style style_of(const struct column *c, const struct row *row)
{
    if (!c->add)
        return STYLE_TEXT;
    switch ((enum column_id)(c - column_get((enum column_id)0))) {
    case COLUMN_number:
        return STYLE_STEP;
    case COLUMN_start:
    case COLUMN_date:
        return STYLE_TIME;
    case COLUMN_state:
        return row->style;
    case COLUMN_source:
    case COLUMN_destination:
    case COLUMN_transport:
    case COLUMN_call_id:
        return STYLE_DIM;
    default:
        return STYLE_TEXT;
    }
}

/* "error" to a sign. */
static void draw_severity(const struct area *a, int x, int y, struct slice cell)
{
    static const enum style styles[] = {
        [FLOW_INFO] = STYLE_DIM, [FLOW_WARNING] = STYLE_WARNING, [FLOW_ERROR] = STYLE_FAILURE
    };
    for (int s = FINDING_INFO; s <= FINDING_ERROR; s++) {
        enum flow_severity severity = (enum flow_severity)(FLOW_INFO + s - FINDING_INFO);
        if (slice_eq(cell, slice_of(finding_severity_word((enum finding_severity)s))))
            area_puts(a, x, y, styles[severity], lanes_sign(severity, a->grid->ascii));
    }
}

static void draw_cell(struct table *t, const struct area *a, int x, int y, const struct row *row,
                      unsigned i)
{
    const struct column *c = t->column[i];
    struct slice cell = row_cell(row, i);
    int w = t->w[i];
    if (c == column_get(COLUMN_severity)) {
        draw_severity(a, x, y, cell);
        return;
    }
    if (c == column_get(COLUMN_state) && w > STATE_SIGN) {
        area_puts(a, x, y, row->style, theme_sign(a->grid->ascii, row->sign));
        x += STATE_SIGN;
        w -= STATE_SIGN;
    }
    buf_clear(&t->cell);
    list_cell_fit(&t->cell, c, cell, (unsigned)w, a->grid->ascii);
    struct slice text = buf_slice(&t->cell);
    size_t blanks = 0;
    while (blanks < text.n && text.p[blanks] == ' ')
        blanks++;
    while (text.n > blanks && text.p[text.n - 1] == ' ')
        text.n--;
    area_text(a, x + (int)blanks, y, style_of(c, row), slice_sub(text, blanks, text.n));
}

void table_row(struct table *t, const struct area *a, int y, uint32_t at, uint32_t leg)
{
    const struct row *row = rows_get(t->rows, at, leg);
    int x = TABLE_X;
    for (unsigned i = 0; row && i < t->n; i++) {
        if (!t->w[i])
            continue;
        draw_cell(t, a, x, y, row, i);
        x += t->w[i] + t->between;
    }
}

const struct column *table_column_at(const struct table *t, int x)
{
    int from = TABLE_X;
    for (unsigned i = 0; i < t->n; i++) {
        if (!t->w[i])
            continue;
        if (x >= from && x < from + t->w[i] + t->between)
            return t->column[i];
        from += t->w[i] + t->between;
    }
    return NULL;
}

const struct column *table_neighbour(const struct table *t, const struct column *c, int step)
{
    const struct column *shown[COLUMNS_MAX];
    int n = 0, at = -1;
    for (unsigned i = 0; i < t->n; i++) {
        if (!t->w[i])
            continue;
        if (t->column[i] == c)
            at = n;
        shown[n++] = t->column[i];
    }
    if (!n)
        return c;
    return at < 0 ? shown[step > 0 ? 0 : n - 1] : shown[(at + step + n) % n];
}
