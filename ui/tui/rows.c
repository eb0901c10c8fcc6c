/* Who calls whom, and what became of it, as cells of text. */
#include "ui/tui/rows.h"

#include "base/mem.h"
#include "ui/export/list_cell.h"
#include "ui/tui/grid.h"

enum { SLOTS = 2 * GRID_MAX, MEANS_HIDDEN = 6, TEXT_BYTES = 1 << 16 };

struct rows {
    struct column_row row;
    struct buf text, cell;
    const struct column *column[COLUMNS_MAX];
    unsigned columns;
    bool ascii;
    struct row slot[SLOTS];
};

struct rows *rows_new(struct trace *t)
{
    struct rows *r = mem_new(1, sizeof(*r));
    if (!r)
        return NULL;
    column_row_init(&r->row, t);
    buf_init(&r->text, TEXT_BYTES);
    buf_init(&r->cell, TEXT_BYTES);
    for (unsigned i = 0; i < SLOTS; i++)
        buf_init(&r->slot[i].text, TEXT_BYTES);
    return r;
}

void rows_free(struct rows *r)
{
    if (!r)
        return;
    for (unsigned i = 0; i < SLOTS; i++)
        buf_fini(&r->slot[i].text);
    column_row_fini(&r->row);
    buf_fini(&r->text);
    buf_fini(&r->cell);
    mem_free(r);
}

struct column_row *rows_reader(struct rows *r)
{
    return &r->row;
}

void rows_choose(struct rows *r, const struct column *const *column, unsigned n, bool ascii)
{
    if (n == r->columns && ascii == r->ascii && !memcmp(column, r->column, n * sizeof(*column)))
        return;
    memcpy(r->column, column, n * sizeof(*column));
    r->columns = n;
    r->ascii = ascii;
    for (unsigned i = 0; i < SLOTS; i++)
        r->slot[i].leg = 0;
}

static const struct {
    enum sign sign;
    enum style style;
} looks[CALL_STATE_COUNT] = {
    [CALL_TRYING] = { SIGN_STATE_ASKING, STYLE_PROVISIONAL },
    [CALL_PROCEEDING] = { SIGN_STATE_ASKING, STYLE_PROVISIONAL },
    [CALL_RINGING] = { SIGN_STATE_RINGING, STYLE_PROVISIONAL },
    [CALL_IN_CALL] = { SIGN_STATE_TALKING, STYLE_SUCCESS },
    [CALL_COMPLETED] = { SIGN_STATE_DONE, STYLE_SUCCESS },
    [CALL_CANCELLED] = { SIGN_STATE_STOPPED, STYLE_CHALLENGE },
    [CALL_BUSY] = { SIGN_STATE_STOPPED, STYLE_CHALLENGE },
    [CALL_REJECTED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_UNAVAILABLE] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_NOT_FOUND] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_NO_ANSWER] = { SIGN_STATE_STOPPED, STYLE_CHALLENGE },
    [CALL_REDIRECTED] = { SIGN_STATE_MOVED, STYLE_REDIRECT },
    [CALL_FAILED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_EXPIRED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_TRANSFERRED] = { SIGN_STATE_MOVED, STYLE_SUCCESS },
    [CALL_REPLACED] = { SIGN_STATE_MOVED, STYLE_SUCCESS },
    [CALL_ELSEWHERE] = { SIGN_STATE_MOVED, STYLE_SUCCESS },
    [CALL_INCOMPLETE] = { SIGN_STATE_UNKNOWN, STYLE_DIM },
};

void rows_look(enum call_state state, enum sign *sign, enum style *style)
{
    *sign = looks[state].sign;
    *style = looks[state].style;
}

bool rows_is_failure(enum call_state state)
{
    return looks[state].style == STYLE_FAILURE;
}

static void look(const struct column_row *r, struct row *row)
{
    bool refused = !r->call && column_is_refused(r);
    row->sign = r->call ? looks[r->state].sign : refused ? SIGN_STATE_FAILED : SIGN_BULLET;
    row->style = r->call ? looks[r->state].style : refused ? STYLE_CHALLENGE : STYLE_DIM;
}

/* How a cell of the row gets its text: anew, or as it was. */
enum effort { QUICK, QUICK_KEEPING, ALL };

static void add_cell(struct rows *r, const struct row *old, unsigned i, enum effort effort)
{
    const struct column *c = r->column[i];
    bool slow = c->reads == COLUMN_READS_MORE;
    if (slow && effort == QUICK_KEEPING) {
        struct slice cell = row_cell(old, i);
        buf_add(&r->text, cell.n ? cell.p : "", cell.n);
    } else if (slow && effort == QUICK && c == column_get(COLUMN_state)) {
        buf_clear(&r->cell);
        column_add_state(&r->cell, &r->row);
        cells_add(&r->text, buf_slice(&r->cell), r->ascii);
    } else if (!slow || effort == ALL) {
        list_cell_add(&r->text, c, &r->row, &r->cell, r->ascii);
    }
}

static void write_row(struct rows *r, struct row *row, enum effort effort)
{
    uint32_t at[COLUMNS_MAX + 1] = { 0 };
    buf_clear(&r->text);
    for (unsigned i = 0; i < r->columns; i++) {
        add_cell(r, row, i, effort);
        at[i + 1] = (uint32_t)r->text.n;
    }
    buf_clear(&row->text);
    if (r->text.n)
        buf_add(&row->text, r->text.p, r->text.n);
    memcpy(row->at, at, sizeof(at));
    look(&r->row, row);
}

/* Is what the row says of the call as of now? */
static bool is_fresh(const struct rows *r, const struct row *row, uint32_t leg)
{
    struct trace *t = r->row.trace;
    return row->leg == leg && row->over == trace_is_over(t) &&
           (row->over || row->seen == trace_store(t)->messages.n);
}

static struct row *slot(struct rows *r, uint32_t at)
{
    return &r->slot[at % SLOTS];
}

static void note_time(const struct rows *r, struct row *row, uint32_t leg)
{
    row->leg = leg;
    row->seen = trace_store(r->row.trace)->messages.n;
    row->over = trace_is_over(r->row.trace);
}

const struct row *rows_get(struct rows *r, uint32_t at, uint32_t leg)
{
    struct row *row = slot(r, at);
    if (is_fresh(r, row, leg))
        return row;
    if (!column_row_find(&r->row, leg))
        return NULL;
    bool keeps = row->leg == leg && row->messages && row->messages == r->row.messages &&
                 row->over == trace_is_over(r->row.trace);
    write_row(r, row, keeps ? QUICK_KEEPING : QUICK);
    if (!keeps)
        row->messages = 0;
    note_time(r, row, leg);
    return row;
}

void rows_read(struct rows *r, uint32_t at, uint32_t leg)
{
    struct row *row = slot(r, at);
    if (!rows_get(r, at, leg) || row->messages || !column_row_find(&r->row, leg))
        return;
    write_row(r, row, ALL);
    row->messages = r->row.messages;
    note_time(r, row, leg);
}

static bool column_has(struct rows *r, const struct column *c, struct slice text)
{
    buf_clear(&r->cell);
    column_add(c, &r->cell, &r->row);
    return text_contains(buf_slice(&r->cell), text);
}

bool rows_has(struct rows *r, uint32_t leg, struct slice text)
{
    static const enum column_id hidden[] = { COLUMN_source, COLUMN_destination, COLUMN_call_id };
    if (!column_row_find(&r->row, leg))
        return false;
    for (unsigned i = 0; i < r->columns; i++)
        if (column_has(r, r->column[i], text))
            return true;
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]) && text.n >= MEANS_HIDDEN; i++)
        if (column_has(r, column_get(hidden[i]), text))
            return true;
    return false;
}
