/* A list of calls as a table. What its columns say is told by ui/flow/column.c. */
#include <errno.h>
#include <string.h>

#include "ui/export/canvas.h"
#include "ui/export/cells.h"
#include "ui/export/list.h"
#include "ui/export/render.h"

enum {
    SAMPLE_ROWS = 500,
    BETWEEN = 2,      /* blanks between columns */
    RANK_USEFUL = 3,  /* columns from this rank on leave the parties PARTY_CELLS */
    RANK_SPARE = 5,   /* those from this one on must not narrow the others at all */
    PARTY_CELLS = 22, /* a short name and a long number */
    NAME_CELLS = 4,   /* less of a name is not worth its room */
    PARTED = '\x1f',  /* between name and number in the cell of a party */
    TEXT_BYTES = 1 << 20,
};

/* ---- which columns */

static int take_asked(struct list *l, const char *text, struct err *err)
{
    struct slice all = slice_of(text);
    while (all.n) {
        size_t n = slice_index(all, ',');
        struct slice id = slice_trim(slice_sub(all, 0, n));
        const struct column *c = column_find(id);
        all = slice_sub(all, n + 1, all.n);
        if (!c) {
            struct buf known;
            buf_init(&known, 1024);
            for (int i = 0; i < COLUMN_COUNT; i++)
                buf_printf(&known, "%s%s", i ? ", " : "", column_get((enum column_id)i)->id);
            err_set(err, -EINVAL, "there is no column \"%.*s\"; there are %s.", (int)id.n, id.p,
                    known.p ? known.p : "others");
            buf_fini(&known);
            return -EINVAL;
        }
        for (unsigned i = 0; i < l->n; i++)
            if (l->column[i] == c)
                c = NULL;
        if (c)
            l->column[l->n++] = c;
    }
    return 0;
}

int list_init(struct list *l, struct buf *out, const struct list_options *o, struct err *err)
{
    *l = (struct list){ .out = out, .options = *o };
    buf_init(&l->sample, (size_t)64 << 20);
    buf_init(&l->cell, TEXT_BYTES);
    if (o->columns && o->columns[0])
        return take_asked(l, o->columns, err);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const struct column *c = column_get((enum column_id)i);
        if (c->rank || (o->kinds && i == COLUMN_kind) || (o->days && i == COLUMN_date))
            l->column[l->n++] = c;
    }
    return 0;
}

void list_fini(struct list *l)
{
    buf_fini(&l->sample);
    buf_fini(&l->cell);
}

/* ---- how wide */

static unsigned sum_of(const struct list *l, const unsigned *width)
{
    unsigned sum = 1, shown = 0;
    for (unsigned i = 0; i < l->n; i++)
        if (!l->hidden[i])
            sum += width[i] + (shown++ ? BETWEEN : 0);
    return sum;
}

static unsigned rank_of(const struct column *c)
{
    return column_get(COLUMN_date) == c ? column_get(COLUMN_start)->rank : c->rank;
}

/* Leaves out the least important columns that find no room. */
static void choose(struct list *l, unsigned room, const unsigned *least, const unsigned *fair)
{
    for (;;) {
        unsigned last = l->n, rank = 0;
        for (unsigned i = 0; i < l->n; i++)
            if (!l->hidden[i] && rank_of(l->column[i]) >= rank) {
                last = i;
                rank = rank_of(l->column[i]);
            }
        const unsigned *wanted = rank >= RANK_SPARE ? l->width : rank >= RANK_USEFUL ? fair : least;
        if (rank <= 1 || sum_of(l, wanted) <= room)
            return;
        l->hidden[last] = true;
    }
}

/* The widest gives way first. */
static void shrink(struct list *l, unsigned room, const unsigned *least)
{
    for (unsigned sum = sum_of(l, l->width); sum > room; sum--) {
        unsigned widest = l->n;
        for (unsigned i = 0; i < l->n; i++)
            if (!l->hidden[i] && l->width[i] > least[i] &&
                (widest == l->n || l->width[i] > l->width[widest]))
                widest = i;
        if (widest == l->n)
            return;
        l->width[widest]--;
    }
}

/* The next cell of a row, made harmless before. */
static struct slice next_cell(struct slice *row)
{
    size_t n = slice_index(*row, '\t');
    struct slice cell = slice_sub(*row, 0, n);
    *row = slice_sub(*row, n + 1, row->n);
    return cell;
}

static bool is_party(const struct column *c)
{
    return c == column_get(COLUMN_from) || c == column_get(COLUMN_to);
}

/* The width of a cell; the sign between a name and a number stands for a blank. */
static unsigned width_of(const struct list *l, struct slice cell)
{
    size_t name = slice_index(cell, PARTED);
    unsigned w = cells_width(slice_sub(cell, 0, name), l->options.ascii);
    if (name < cell.n)
        w += (name > 0) + cells_width(slice_sub(cell, name + 1, cell.n), l->options.ascii);
    return w;
}

/* Notes how wide the columns want to be, and leaves out reasons where there are none. */
static void measure(struct list *l)
{
    bool asked = l->options.columns && l->options.columns[0];
    unsigned reasons = 0;
    struct slice rows = buf_slice(&l->sample);
    for (unsigned i = 0; i < l->n; i++)
        l->width[i] = cells_width(slice_of(l->column[i]->title), false);
    while (rows.n) {
        size_t n = slice_index(rows, '\n');
        struct slice row = slice_sub(rows, 1, n);
        for (unsigned i = 0; i < l->n; i++) {
            unsigned w = width_of(l, next_cell(&row));
            if (w > l->width[i])
                l->width[i] = w;
            if (l->column[i] == column_get(COLUMN_reason))
                reasons += w;
        }
        rows = slice_sub(rows, n + 1, rows.n);
    }
    for (unsigned i = 0; i < l->n && !asked && !reasons && l->sampled < SAMPLE_ROWS; i++)
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
    unsigned least[COLUMN_COUNT], fair[COLUMN_COUNT];
    bool asked = l->options.columns && l->options.columns[0];
    unsigned room = l->options.width ? l->options.width : RENDER_WIDTH;
    measure(l);
    for (unsigned i = 0; i < l->n; i++) {
        const struct column *c = l->column[i];
        unsigned most = digits(l->options.highest);
        if (c == column_get(COLUMN_number) && most > l->width[i])
            l->width[i] = most;
        if (l->sampled == SAMPLE_ROWS && l->width[i] < c->narrowest)
            l->width[i] = c->narrowest; /* who knows what is still to come */
        if (l->width[i] > c->widest)
            l->width[i] = c->widest;
        least[i] = l->width[i] < c->narrowest || c->right ? l->width[i] : c->narrowest;
        fair[i] = !is_party(c) ? least[i] : l->width[i] < PARTY_CELLS ? l->width[i] : PARTY_CELLS;
    }
    if (!asked)
        choose(l, room, least, fair);
    room = l->options.width ? room : RENDER_WIDTH_MAX;
    shrink(l, room, fair);
    shrink(l, room, least);
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

/* Name and number apart: where there is little room, the name gives way. */
static void encode_party(struct list *l, const struct column_party *p, struct buf *b)
{
    struct slice number = column_party_number(p);
    if (!number.n) {
        column_add_party(&l->cell, p);
        cells_add(b, buf_slice(&l->cell), l->options.ascii);
        return;
    }
    column_add_name(&l->cell, p);
    cells_add(b, buf_slice(&l->cell), l->options.ascii);
    buf_addc(b, PARTED);
    cells_add(b, number, l->options.ascii);
}

/* The row as text: a letter for the ink of its state, and each cell with a tab behind it. */
static void encode(struct list *l, struct column_row *r, struct buf *b)
{
    buf_addc(b, (char)('A' + state_ink(r)));
    for (unsigned i = 0; i < l->n; i++) {
        const struct column *c = l->column[i];
        buf_clear(&l->cell);
        if (is_party(c)) {
            encode_party(l, c == column_get(COLUMN_from) ? &r->from : &r->to, b);
        } else if (!l->hidden[i]) {
            c->add(&l->cell, r);
            cells_add(b, buf_slice(&l->cell), l->options.ascii);
        }
        buf_addc(b, '\t');
    }
    buf_addc(b, '\n');
}

/* The end of a text that is too long for the room. */
static void put_end(struct list *l, struct slice text, unsigned room)
{
    unsigned sign = l->options.ascii ? 2 : 1;
    struct glyph g;
    size_t at = 0;
    unsigned left = cells_width(text, l->options.ascii);
    while (left + sign > room && cells_next(text, &at, l->options.ascii, &g))
        left -= g.width;
    buf_adds(l->out, l->options.ascii ? ".." : "…");
    cells_add(l->out, slice_sub(text, at, text.n), l->options.ascii);
    buf_fill(l->out, ' ', room > left + sign ? room - left - sign : 0);
}

/* "User A 1001" in so many cells: first the name is cut, then the number in front. */
static void put_party(struct list *l, struct slice text, unsigned room)
{
    size_t parted = slice_index(text, PARTED);
    struct slice name = slice_sub(text, 0, parted), number = slice_sub(text, parted + 1, text.n);
    bool ascii = l->options.ascii;
    unsigned wide = cells_width(number, ascii), left = room > wide + 1 ? room - wide - 1 : 0;
    unsigned full = cells_width(name, ascii);
    if (!number.n) {
        cells_fit(l->out, name, room, CELLS_LEFT, ascii);
    } else if (full && left && (full <= left || left >= NAME_CELLS)) {
        unsigned shown = full < left ? full : left;
        cells_fit(l->out, name, shown, CELLS_LEFT, ascii);
        buf_addc(l->out, ' ');
        cells_fit(l->out, number, room - shown - 1, CELLS_LEFT, ascii);
    } else if (wide <= room) {
        cells_fit(l->out, number, room, CELLS_LEFT, ascii);
    } else {
        put_end(l, number, room);
    }
}

static void put_cell(struct list *l, unsigned i, struct slice text, enum ink ink)
{
    const struct column *c = l->column[i];
    bool colored = l->options.color && ink != INK_PLAIN;
    if (colored)
        buf_adds(l->out, ink_escape(ink));
    if (is_party(c))
        put_party(l, text, l->width[i]);
    else
        cells_fit(l->out, text, l->width[i], c->right ? CELLS_RIGHT : CELLS_LEFT, l->options.ascii);
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
