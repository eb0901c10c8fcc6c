/* Pages: what stands on which, and the marks that everything is made of. */
#include "ui/export/plate.h"

#include <errno.h>

#include "base/mem.h"
#include "ui/export/cells.h"
#include "ui/export/plate_part.h"
#include "ui/export/steps.h"
#include "ui/flow/narrate.h"

enum {
    FOOT = 26,        /* above the edge of a page, for its number */
    BEFORE_PART = 22, /* between the ladder and what stands below it */
    LIFE_HEAD = 5,    /* of a lifeline above the first row */
    LIFE_TAIL = 10,   /* of a lifeline beyond the last row */
    WORDS_MAX = 1 << 30,
};

/* ---- marks */

void plate_open(struct plate *p, const struct plate_open *o)
{
    if (p->pen)
        p->pen->open(p->pen->ctx, o);
}

void plate_close(struct plate *p)
{
    if (p->pen)
        p->pen->close(p->pen->ctx);
}

void plate_shape(struct plate *p, const struct plate_shape *s)
{
    if (p->pen)
        p->pen->shape(p->pen->ctx, s);
}

void plate_line(struct plate *p, enum plate_look look, int x, int y, int to_x, int to_y)
{
    struct plate_shape s = { .look = look, .at = { { x, y }, { to_x, to_y } }, .points = 2 };
    plate_shape(p, &s);
}

void plate_rect(struct plate *p, enum plate_look look, int x, int y, int w, int h, int round)
{
    struct plate_shape s = { .look = look, .x = x, .y = y, .w = w, .h = h, .round = round };
    plate_shape(p, &s);
}

unsigned plate_lines(struct plate *p, const struct plate_text *t, int room, unsigned most)
{
    struct plate_text at = *t;
    struct slice rest = t->text;
    struct buf cut;
    unsigned n = 0, wide = room > 0 ? (unsigned)room : 1;
    if (!p->pen)
        return font_lines(rest, wide, t->font, most);
    buf_init(&cut, PLATE_TEXT_BYTES);
    for (; rest.n && n < most; n++) {
        struct slice all = rest;
        at.text = font_line(&rest, wide, t->font);
        if (rest.n && n + 1 == most) {
            buf_clear(&cut);
            font_cut(&cut, all, wide, t->font);
            at.text = buf_slice(&cut);
        }
        at.width = font_width(at.text, t->font);
        if (t->tail.n)
            at.width += PLATE_TAIL + font_width(t->tail, FONT_SMALL);
        if (at.text.n)
            p->pen->text(p->pen->ctx, &at);
        at.y += (int)font_shape(t->font)->leading;
    }
    buf_fini(&cut);
    return n;
}

struct slice plate_words(const struct plate *p, unsigned row)
{
    size_t from = row && p->words_end ? p->words_end[row - 1] : 0;
    if (!p->words_end)
        return slice_of(p->f->row[row].description);
    return slice_sub(buf_slice(&p->words), from, p->words_end[row]);
}

unsigned plate_lane(const struct plate *p, unsigned participant)
{
    return participant < p->lanes ? participant : p->lanes - 1;
}

/* ---- pages */

static void draw_lifelines(struct plate *p)
{
    const struct plate_span *s = &p->life[p->page - 1];
    for (unsigned i = 0; s->to > s->from && i < p->lanes; i++)
        plate_line(p, PLATE_LIFE, p->x[i], s->from, p->x[i], s->to);
}

/* The lifelines of this page end here. */
static void end_rows(struct plate *p)
{
    if (p->in_rows && !p->pen)
        p->life[p->page - 1].to = p->y;
}

static void begin_page(struct plate *p)
{
    if (!p->pen) {
        struct plate_span *life = mem_resize(p->life, p->page + 1, sizeof(*life));
        if (!life) {
            p->failed = true;
            return;
        }
        p->life = life;
        p->life[p->page] = (struct plate_span){ 0, 0 };
        p->pages = p->page + 1;
    }
    p->page++;
    p->y = p->paged ? PLATE_PAPER_EDGE : p->parts & PLATE_TITLES ? PLATE_EDGE_X : 0;
    if (p->pen && p->pen->page)
        p->pen->page(p->pen->ctx, p->page);
    if (p->pen)
        draw_lifelines(p);
    if (p->paged)
        plate_footer(p);
}

static void end_page(struct plate *p)
{
    end_rows(p);
    if (p->pen && p->pen->end_page)
        p->pen->end_page(p->pen->ctx);
}

/* The heads at the top of the rows, on each page again. */
static void begin_rows(struct plate *p)
{
    if (p->parts & PLATE_HEADS)
        p->y += plate_heads(p, p->y);
    if (!(p->parts & PLATE_ROWS))
        return;
    if (!p->pen && !p->failed)
        p->life[p->page - 1].from = p->y;
    p->y += LIFE_HEAD;
}

/* A page ends where this does not fit on it. True: a new one began. */
static bool make_room(struct plate *p, int h)
{
    if (!p->paged || p->y + h <= p->bottom || p->failed)
        return false;
    end_page(p);
    begin_page(p);
    return true;
}

/* How high something is. */
static int measured(struct plate *p, int (*part)(struct plate *, unsigned, int), unsigned i)
{
    const struct plate_pen *pen = p->pen;
    p->pen = NULL;
    int h = part(p, i, 0);
    p->pen = pen;
    return h;
}

static bool go_on(struct plate *p)
{
    if (p->pen && p->pen->next && !p->pen->next(p->pen->ctx))
        p->stopped = true;
    return !p->stopped && !p->failed;
}

static void draw_titles(struct plate *p)
{
    const struct flow *f = p->f;
    p->y += plate_title(p, p->y);
    for (unsigned i = 0; p->numbered && i < f->told + (f->legs > f->told) && go_on(p); i++) {
        make_room(p, measured(p, plate_call, i));
        p->y += plate_call(p, i, p->y);
    }
    p->y += 14;
}

/* No page ends between a rule and what it announces, nor between an arrow and what it leads to. */
static bool hold_together(const struct flow_row *row, const struct flow_row *next)
{
    return row->kind == FLOW_CALL ||
           (row->kind == FLOW_MESSAGE && (next->kind == FLOW_BAND || next->kind == FLOW_NOTE));
}

static void draw_rows(struct plate *p)
{
    const struct flow *f = p->f;
    if (p->paged && p->y + p->head_h + 60 > p->bottom)
        make_room(p, p->bottom);
    begin_rows(p);
    p->in_rows = true;
    for (unsigned i = 0; p->parts & PLATE_ROWS && i < f->rows && go_on(p); i++) {
        int h = p->paged ? measured(p, plate_row, i) : 0;
        if (h && i + 1 < f->rows && hold_together(&f->row[i], &f->row[i + 1]))
            h += measured(p, plate_row, i + 1);
        if (make_room(p, h))
            begin_rows(p);
        p->y += plate_row(p, i, p->y);
    }
    p->y += p->parts & PLATE_ROWS ? LIFE_TAIL : 0;
    if (!p->failed)
        end_rows(p);
    p->in_rows = false;
}

static int legend_height(struct plate *p, unsigned i, int y)
{
    (void)i;
    return plate_legend(p, y);
}

static void draw_table(struct plate *p)
{
    bool begun = false;
    p->y += BEFORE_PART;
    for (unsigned i = 0; i < p->f->rows && go_on(p); i++) {
        if (!steps_tells(&p->f->row[i]))
            continue;
        int h = p->paged ? measured(p, plate_table_row, i) : 0;
        if (make_room(p, h + (begun ? 0 : 40)) || !begun)
            p->y += plate_table_head(p, p->y);
        begun = true;
        p->y += plate_table_row(p, i, p->y);
    }
}

static void draw(struct plate *p)
{
    p->page = 0;
    p->y = 0;
    begin_page(p);
    if (p->parts & PLATE_TITLES && !p->failed)
        draw_titles(p);
    if (p->lanes && p->parts & (PLATE_HEADS | PLATE_ROWS) && !p->failed)
        draw_rows(p);
    if (p->lanes && p->parts & PLATE_LEGEND && !p->failed) {
        make_room(p, measured(p, legend_height, 0) + BEFORE_PART);
        p->y += BEFORE_PART / 2;
        p->y += plate_legend(p, p->y);
    }
    if (p->parts & PLATE_TABLE && !p->failed)
        draw_table(p);
    if (!p->failed)
        end_page(p);
}

/* ---- the whole */

/* Every message is read once for its sentence, however often the plate is drawn. */
static void collect_words(struct plate *p)
{
    const struct flow *f = p->f;
    if (!p->o->narrator || !(p->parts & (PLATE_ROWS | PLATE_TABLE)) || !f->rows)
        return;
    p->words_end = mem_new(f->rows, sizeof(*p->words_end));
    p->failed = !p->words_end;
    for (unsigned i = 0; i < f->rows && !p->failed; i++) {
        if (steps_tells(&f->row[i]))
            narrator_row(p->o->narrator, i, &p->words);
        p->words_end[i] = p->words.n;
    }
    p->failed = p->failed || p->words.failed;
}

struct plate *plate_new(const struct flow *f, const struct render_options *o, unsigned parts)
{
    struct plate *p = mem_new(1, sizeof(*p));
    if (!p)
        return NULL;
    p->f = f;
    p->o = o;
    p->parts = o->steps ? parts : parts & ~(unsigned)PLATE_TABLE;
    buf_init(&p->words, WORDS_MAX);
    buf_init(&p->text, PLATE_TEXT_BYTES);
    buf_init(&p->more, PLATE_TEXT_BYTES);
    collect_words(p);
    if (!p->failed) {
        plate_fit(p);
        draw(p);
    }
    if (p->failed) {
        plate_free(p);
        return NULL;
    }
    if (!p->paged)
        p->height = p->y + (p->parts & PLATE_TITLES ? PLATE_EDGE_X : 0);
    return p;
}

void plate_free(struct plate *p)
{
    if (!p)
        return;
    buf_fini(&p->words);
    buf_fini(&p->text);
    buf_fini(&p->more);
    mem_free(p->words_end);
    mem_free(p->life);
    mem_free(p);
}

int plate_draw(struct plate *p, const struct plate_pen *pen)
{
    p->pen = pen;
    p->stopped = false;
    draw(p);
    p->pen = NULL;
    return p->stopped ? -EPIPE : p->failed ? -ENOMEM : 0;
}
