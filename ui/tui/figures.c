/* Blocks of figures to one or two columns of cells. */
#include "ui/tui/figures.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum {
    TWO_FROM = 120,   /* columns of the area from which on there are two of the sheet */
    GAP = 4,          /* between them */
    LEFT = 2,         /* before the first */
    LABEL_MIN = 24,   /* so that the numbers of blocks stand below each other */
    LABEL_LIKES = 26, /* numbers that leave it less are left out, the last ones first */
    LABEL_LEAST = 8,  /* however little room there is */
    CELL_MIN = 9,     /* with the blanks before it */
    BAR_MIN = 4,
    BAR_MAX = 40,
    TAIL_MIN = 10,
    SIGN_CELLS = 2,
};

void figures_fini(struct figures *f)
{
    mem_free(f->v);
    f->v = NULL;
    f->n = f->cap = 0;
}

void figures_clear(struct figures *f)
{
    f->n = 0;
}

struct figure *figures_add(struct figures *f, enum style style, const char *label)
{
    if (f->n == f->cap) {
        uint32_t cap = f->cap ? f->cap * 2 : 64;
        struct figure *v = mem_resize(f->v, cap, sizeof(*v));
        if (!v)
            return NULL;
        f->v = v;
        f->cap = cap;
    }
    struct figure *x = &f->v[f->n++];
    *x = (struct figure){ .share = -1, .style = style, .indent = 2 };
    snprintf(x->label, sizeof(x->label), "%s", label);
    return x;
}

struct figure *figures_head(struct figures *f, const char *text)
{
    struct figure *x = figures_add(f, STYLE_STRONG, text);
    if (x) {
        x->head = true;
        x->indent = 0;
    }
    return x;
}

/* --- where lines stand ------------------------------------------------------------------------ */

/* Lines [from, end) one below the other, with a blank one before each block but the first; returns
 * the rows taken. */
static int stack(struct figures *f, uint32_t from, uint32_t end, int x)
{
    int y = 0;
    for (uint32_t i = from; i < end; i++) {
        y += f->v[i].head && i > from;
        f->v[i].x = x;
        f->v[i].y = y++;
    }
    return y;
}

/* The block with which a second column begins, so that both are about as high; f->n: there is only
 * one block. */
static uint32_t split(const struct figures *f, int height)
{
    uint32_t best = f->n;
    for (uint32_t i = 1, least = (uint32_t)height; i < f->n; i++) {
        int left = f->v[i].y - 1, right = height - f->v[i].y;
        uint32_t higher = (uint32_t)(left > right ? left : right);
        if (f->v[i].head && higher < least) {
            least = higher;
            best = i;
        }
    }
    return best;
}

static void place(struct figures *f, int w)
{
    int height = stack(f, 0, f->n, 0);
    f->columns = 1;
    uint32_t second = w >= TWO_FROM ? split(f, height) : f->n;
    if (second < f->n) {
        int left = stack(f, 0, second, 0), right = stack(f, second, f->n, 1);
        height = left > right ? left : right;
        f->columns = 2;
    }
    f->scroll.n = (uint32_t)height;
}

static bool can_stand(const struct figures *f, uint32_t i)
{
    return i < f->n && !f->v[i].head;
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Widths of a block: its label, its cells. */
struct shape {
    int label, cell[FIGURE_CELLS];
    int cells; /* how many of these there is room for */
};

/* The widest of each column of a block; `tight`: no wider than they need. Returns their sum. */
static int measure(const struct figures *f, const struct grid *g, uint32_t head, bool tight,
                   struct shape *s)
{
    int sum = 0;
    *s = (struct shape){ .label = LABEL_MIN, .cells = FIGURE_CELLS };
    for (uint32_t i = head; i < f->n && (i == head || !f->v[i].head); i++) {
        const struct figure *x = &f->v[i];
        int label = x->indent + (x->sign ? SIGN_CELLS : 0) + text_width(g, slice_of(x->label));
        if (!x->head && label > s->label)
            s->label = label;
        for (int k = 0; k < FIGURE_CELLS; k++) {
            int n = text_width(g, slice_of(x->cell[k]));
            n += n ? 2 : 0;
            n = n && n < CELL_MIN && !tight ? CELL_MIN : n;
            s->cell[k] = n > s->cell[k] ? n : s->cell[k];
        }
    }
    for (int k = 0; k < FIGURE_CELLS; k++)
        sum += s->cell[k];
    return sum;
}

static struct shape shape_of(const struct figures *f, const struct grid *g, uint32_t head, int w)
{
    struct shape s;
    int cells = measure(f, g, head, false, &s);
    if (w - cells < s.label)
        cells = measure(f, g, head, true, &s);
    int likes = s.label < LABEL_LIKES ? s.label : LABEL_LIKES;
    for (; s.cells > 1 && w - cells < likes; s.cells--)
        cells -= s.cell[s.cells - 1];
    if (s.label > w - cells)
        s.label = w - cells > LABEL_LEAST ? w - cells : LABEL_LEAST;
    return s;
}

static void draw_bar(const struct area *a, int x, int y, const struct figure *f)
{
    int room = a->w - x > BAR_MAX ? BAR_MAX : a->w - x;
    if (room < BAR_MIN)
        return;
    double share = f->share > 1 ? 1 : f->share;
    int full = (int)(share * room + 0.5);
    full = !full && share > 0 ? 1 : full; /* nothing looks like none */
    area_fill(a, x, y, full, f->style == STYLE_TEXT ? STYLE_BAND : f->style,
              theme_sign(a->grid->ascii, SIGN_BAR_FULL));
    area_fill(a, x + full, y, room - full, STYLE_LINE, theme_sign(a->grid->ascii, SIGN_BAR_EMPTY));
}

static void draw_line(const struct area *a, int y, const struct figure *f, const struct shape *s)
{
    int x = f->indent;
    if (f->sign) {
        area_puts(a, x, y, f->style, f->sign);
        x += SIGN_CELLS;
    }
    bool lone = f->head && !f->cell[0][0];
    area_fit(a, x, y, (lone ? a->w : s->label) - x, f->style, slice_of(f->label));
    x = s->label;
    for (int k = 0; k < s->cells && x + s->cell[k] <= a->w; k++) {
        int n = text_width(a->grid, slice_of(f->cell[k]));
        x += s->cell[k];
        if (n)
            area_puts(a, x - n, y, f->head && k ? STYLE_HEAD : STYLE_TEXT, f->cell[k]);
    }
    if (f->share >= 0)
        draw_bar(a, x + 2, y, f);
    else if (f->tail[0] && a->w - x - 2 >= TAIL_MIN)
        area_fit(a, x + 2, y, a->w - x - 2, STYLE_DIM, slice_of(f->tail));
}

/* The cursor may have lost its line, and the sheet be laid out in another way. */
static void follow(struct figures *f)
{
    if (!can_stand(f, f->at))
        figures_go(f, f->at);
    f->scroll.at = f->at < f->n ? (uint32_t)f->v[f->at].y : 0;
    if (f->scroll.at == 1) /* the head comes into view with the first line */
        f->scroll.top = 0;
}

void figures_draw(struct figures *f, const struct area *a)
{
    struct shape shape = { .label = LABEL_MIN };
    place(f, a->w);
    follow(f);
    scroll_fit(&f->scroll, f->scroll.n, a->h);
    int w = a->w - 2 * LEFT, wide = f->columns == 2 ? (w - GAP) / 2 : w;
    f->second = LEFT + wide + GAP / 2;
    for (uint32_t i = 0; i < f->n; i++) {
        const struct figure *x = &f->v[i];
        struct area part = area_part(a, LEFT + x->x * (wide + GAP), 0, wide, a->h);
        int y = x->y - (int)f->scroll.top;
        if (x->head || i == 0)
            shape = shape_of(f, a->grid, i, wide);
        if (y < 0 || y >= a->h)
            continue;
        draw_line(&part, y, x, &shape);
        if (i == f->at)
            area_back(a, LEFT + x->x * (wide + GAP) - 1, y, wide + 2, BACK_CURSOR);
    }
    scroll_draw(&f->scroll, a, 0, a->h);
}

/* --- moving ----------------------------------------------------------------------------------- */

const struct figure *figures_here(const struct figures *f)
{
    return can_stand(f, f->at) ? &f->v[f->at] : NULL;
}

void figures_go(struct figures *f, uint32_t row)
{
    uint32_t i = row < f->n ? row : f->n ? f->n - 1 : 0, at = i;
    while (i < f->n && f->v[i].head)
        i++;
    while (i >= f->n && at && f->v[at].head)
        at--;
    f->at = i < f->n ? i : at;
    scroll_to(&f->scroll, f->at < f->n ? (uint32_t)f->v[f->at].y : 0);
}

/* The next line above or below that one can be on. */
static void step(struct figures *f, int by)
{
    for (int64_t i = (int64_t)f->at + by; i >= 0 && i < f->n; i += by)
        if (can_stand(f, (uint32_t)i)) {
            f->at = (uint32_t)i;
            return;
        }
}

/* The line of a column that stands nearest to a row. */
static void seek(struct figures *f, int x, int64_t y)
{
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < f->n; i++) {
        int64_t far = f->v[i].y > y ? f->v[i].y - y : y - f->v[i].y;
        if (f->v[i].x == x && can_stand(f, i) && far < least) {
            least = far;
            f->at = i;
        }
    }
}

bool figures_act(struct figures *f, enum action action)
{
    int64_t page = f->scroll.page, y;
    if (!figures_here(f))
        return false;
    int x = f->v[f->at].x;
    y = f->v[f->at].y;
    switch (action) {
    case ACTION_UP:
        step(f, -1);
        break;
    case ACTION_DOWN:
        step(f, 1);
        break;
    case ACTION_COLUMN_LEFT:
        seek(f, 0, y);
        break;
    case ACTION_COLUMN_RIGHT:
        seek(f, f->columns - 1, y);
        break;
    case ACTION_PAGE_UP:
    case ACTION_HALF_UP:
        seek(f, x, y - (action == ACTION_PAGE_UP ? page : page / 2));
        break;
    case ACTION_PAGE_DOWN:
    case ACTION_HALF_DOWN:
        seek(f, x, y + (action == ACTION_PAGE_DOWN ? page : page / 2));
        break;
    case ACTION_FIRST:
        figures_go(f, 0);
        break;
    case ACTION_LAST:
        figures_go(f, f->n - 1);
        break;
    default:
        return false;
    }
    return true;
}

bool figures_mouse(struct figures *f, const struct mouse *m)
{
    int64_t y = (int64_t)f->scroll.top + m->y;
    if (m->kind != MOUSE_PRESS && m->kind != MOUSE_DOUBLE)
        return false;
    for (uint32_t i = 0; i < f->n; i++)
        if (can_stand(f, i) && f->v[i].y == y &&
            f->v[i].x == (f->columns == 2 && m->x >= f->second)) {
            f->at = i;
            return true;
        }
    return false;
}

bool figures_has(const struct figures *f, uint32_t row, struct slice text)
{
    return can_stand(f, row) && (text_contains(slice_of(f->v[row].label), text) ||
                                 text_contains(slice_of(f->v[row].tail), text));
}
