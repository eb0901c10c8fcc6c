/* A list of calls as a table. What its columns say is told by ui/flow/column.c. */
#include <string.h>

#include "ui/export/canvas.h"
#include "ui/export/cells.h"
#include "ui/export/list.h"
#include "ui/export/list_cell.h"
#include "ui/export/list_fit.h"
#include "ui/export/render.h"

enum {
    SAMPLE_ROWS = 500,
    BETWEEN = 2, /* blanks between columns */
    TEXT_BYTES = 1 << 20,
};

/* ---- which columns */

int list_init(struct list *l, struct buf *out, const struct list_options *o, struct err *err)
{
    *l = (struct list){ .out = out, .options = *o };
    buf_init(&l->sample, (size_t)64 << 20);
    buf_init(&l->cell, TEXT_BYTES);
    int r = columns_parse(&l->asked, o->columns, err);
    for (unsigned i = 0; i < l->asked.n; i++)
        l->column[l->n++] = l->asked.v[i];
    for (int i = 0; i < COLUMN_COUNT && !l->asked.n; i++) {
        const struct column *c = column_get((enum column_id)i);
        if (c->rank || (o->kinds && i == COLUMN_kind) || (o->days && i == COLUMN_date))
            l->column[l->n++] = c;
    }
    return r;
}

void list_fini(struct list *l)
{
    buf_fini(&l->sample);
    buf_fini(&l->cell);
    columns_fini(&l->asked);
}

/* ---- how wide */

static unsigned rank_of(const struct column *c)
{
    return column_get(COLUMN_date) == c ? column_get(COLUMN_start)->rank : c->rank;
}

/* The next cell of a row, made harmless before. */
static struct slice next_cell(struct slice *row)
{
    size_t n = slice_index(*row, '\t');
    struct slice cell = slice_sub(*row, 0, n);
    *row = slice_sub(*row, n + 1, row->n);
    return cell;
}

/* Notes how wide the columns want to be, and leaves out reasons where there are none. */
static void measure(struct list *l)
{
    unsigned reasons = 0;
    struct slice rows = buf_slice(&l->sample);
    for (unsigned i = 0; i < l->n; i++)
        l->width[i] = cells_width(slice_of(l->column[i]->title), false);
    while (rows.n) {
        size_t n = slice_index(rows, '\n');
        struct slice row = slice_sub(rows, 1, n);
        for (unsigned i = 0; i < l->n; i++) {
            unsigned w = list_cell_width(next_cell(&row), l->options.ascii);
            if (w > l->width[i])
                l->width[i] = w;
            if (l->column[i] == column_get(COLUMN_reason))
                reasons += w;
        }
        rows = slice_sub(rows, n + 1, rows.n);
    }
    for (unsigned i = 0; i < l->n && !l->asked.n && !reasons && l->sampled < SAMPLE_ROWS; i++)
        l->hidden[i] = l->column[i] == column_get(COLUMN_reason);
}

static unsigned digits(uint32_t n)
{
    unsigned d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

static void fit(struct list *l)
{
    struct list_fit f[COLUMNS_MAX];
    unsigned room = l->options.width ? l->options.width : RENDER_WIDTH;
    measure(l);
    for (unsigned i = 0; i < l->n; i++) {
        const struct column *c = l->column[i];
        unsigned most = digits(l->options.highest);
        if (c == column_get(COLUMN_number) && most > l->width[i])
            l->width[i] = most;
        if (l->sampled == SAMPLE_ROWS && l->width[i] < c->narrowest)
            l->width[i] = c->narrowest; /* who knows what is still to come */
        f[i] = list_fit_of(c, l->width[i]);
        f[i].rank = rank_of(c);
        f[i].needless = l->hidden[i];
    }
    if (!l->asked.n)
        list_fit_choose(f, l->n, room, BETWEEN);
    list_fit_shrink(f, l->n, l->options.width ? room : RENDER_WIDTH_MAX, BETWEEN);
    for (unsigned i = 0; i < l->n; i++) {
        l->width[i] = f[i].width;
        l->hidden[i] = f[i].hidden;
    }
}

/* ---- rows */

static enum ink state_ink(const struct column_row *r)
{
    if (!r->call)
        return column_is_refused(r) ? INK_REDIRECT : INK_PLAIN;
    switch (r->state) {
    case CALL_TRYING:
    case CALL_PROCEEDING:
    case CALL_RINGING:
    case CALL_INCOMPLETE:
        return INK_DIM;
    case CALL_IN_CALL:
    case CALL_COMPLETED:
    case CALL_TRANSFERRED:
    case CALL_REPLACED:
    case CALL_ELSEWHERE:
        return INK_SUCCESS;
    case CALL_FAILED:
    case CALL_EXPIRED:
        return INK_FAILURE;
    default:
        return INK_REDIRECT;
    }
}

static enum ink column_ink(const struct column *c, enum ink state)
{
    if (c == column_get(COLUMN_state))
        return state;
    if (c == column_get(COLUMN_start) || c == column_get(COLUMN_date))
        return INK_DIM;
    return INK_PLAIN;
}

/* The row as text: a letter for the ink of its state, and each cell with a tab behind it. */
static void encode(struct list *l, struct column_row *r, struct buf *b)
{
    buf_addc(b, (char)('A' + state_ink(r)));
    for (unsigned i = 0; i < l->n; i++) {
        if (!l->hidden[i])
            list_cell_add(b, l->column[i], r, &l->cell, l->options.ascii);
        buf_addc(b, '\t');
    }
    buf_addc(b, '\n');
}

static void put_cell(struct list *l, unsigned i, struct slice text, enum ink ink)
{
    bool colored = l->options.color && ink != INK_PLAIN;
    if (colored)
        buf_adds(l->out, ink_escape(ink));
    list_cell_fit(l->out, l->column[i], text, l->width[i], l->options.ascii);
    if (colored)
        buf_adds(l->out, ink_escape(INK_PLAIN));
}

static void end_line(struct list *l, size_t start)
{
    while (l->out->n > start && l->out->p[l->out->n - 1] == ' ')
        l->out->n--;
    buf_addc(l->out, '\n');
}

static void put_row(struct list *l, struct slice row)
{
    enum ink state = (enum ink)(row.p[0] - 'A');
    size_t start = l->out->n;
    row = slice_sub(row, 1, row.n);
    for (unsigned i = 0, shown = 0; i < l->n; i++) {
        struct slice cell = next_cell(&row);
        if (l->hidden[i])
            continue;
        buf_fill(l->out, ' ', shown++ ? BETWEEN : 1);
        put_cell(l, i, cell, column_ink(l->column[i], state));
    }
    end_line(l, start);
}

static void put_titles(struct list *l)
{
    size_t start = l->out->n;
    for (unsigned i = 0, shown = 0; i < l->n; i++) {
        if (l->hidden[i])
            continue;
        buf_fill(l->out, ' ', shown++ ? BETWEEN : 1);
        put_cell(l, i, slice_of(l->column[i]->title), INK_NAME);
    }
    end_line(l, start);
}

static void put_sample(struct list *l)
{
    struct slice rows = buf_slice(&l->sample);
    fit(l);
    put_titles(l);
    while (rows.n) {
        size_t n = slice_index(rows, '\n');
        put_row(l, slice_sub(rows, 0, n));
        rows = slice_sub(rows, n + 1, rows.n);
    }
    buf_clear(&l->sample);
    l->laid_out = true;
}

void list_add(struct list *l, struct column_row *r)
{
    encode(l, r, &l->sample);
    if (l->laid_out) {
        put_row(l, slice_sub(buf_slice(&l->sample), 0, l->sample.n - 1));
        buf_clear(&l->sample);
    } else if (++l->sampled == SAMPLE_ROWS) {
        put_sample(l);
    }
}

void list_end(struct list *l)
{
    if (!l->laid_out && l->sampled)
        put_sample(l);
}
