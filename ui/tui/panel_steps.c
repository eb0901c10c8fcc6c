/* The ladder as a table in words: Step, Action, Description. The words are those of rung steps. */
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/export/steps.h"
#include "ui/flow/find.h"
#include "ui/tui/ladder.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum {
    TEXT_BYTES = 1 << 14,
    HEAD_ROWS = 4,   /* title, an empty row, the heads of the columns, a rule */
    HEADED_FROM = 9, /* rows of a panel from which on it has them */
};

/* Tags of the page are rows of the flow, from 1. */
struct steps {
    struct page page;
    const struct flow *flow; /* the ladder's below */
    struct narrator *narrator;
    struct steps_columns at; /* for this width: */
    unsigned width;
    bool ascii;
    uint32_t next; /* the row to be written next */
};

/* The row of the table for a row of the ladder: itself, or the nearest one above. */
static uint32_t told_row(const struct flow *f, uint32_t row)
{
    uint32_t at = row < f->rows ? row : 0;
    while (at && !steps_tells(&f->row[at]))
        at--;
    return f->rows && steps_tells(&f->row[at]) ? at : find_arrow_above(f, row);
}

static enum style action_style(const struct flow_row *row)
{
    if (row->kind == FLOW_MESSAGE)
        return ladder_style(row->cls);
    return row->severity == FLOW_ERROR     ? STYLE_FAILURE
           : row->severity == FLOW_WARNING ? STYLE_WARNING
                                           : STYLE_DIM;
}

/* The columns wrap side by side, so each line of theirs is a paragraph. */
static void write_row(struct steps *s, uint32_t i)
{
    const struct flow_row *row = &s->flow->row[i];
    struct buf action, description;
    buf_init(&action, TEXT_BYTES);
    buf_init(&description, TEXT_BYTES);
    steps_add_action(&action, s->flow, row);
    steps_add_description(&description, s->flow, i, s->narrator);
    struct slice left = buf_slice(&action), right = buf_slice(&description);
    for (bool first = true; first || left.n || right.n; first = false) {
        page_paragraph(&s->page, (int)s->at.step_x, 0, i + 1);
        int at = -(int)s->at.step_x;
        if (first && row->kind == FLOW_MESSAGE)
            page_printf(&s->page, STYLE_STEP, "F%u", row->step);
        else if (first)
            page_puts(&s->page, action_style(row), lanes_sign(row->severity, s->ascii));
        page_tab(&s->page, at + (int)s->at.action_x, s->ascii);
        page_add(&s->page, action_style(row), cells_line(&left, s->at.action_room, s->ascii));
        if (right.n)
            page_tab(&s->page, at + (int)s->at.description_x, s->ascii);
        page_add(&s->page, STYLE_TEXT, cells_line(&right, s->at.description_room, s->ascii));
    }
    buf_fini(&action);
    buf_fini(&description);
}

/* The screen has another width: all lines break elsewhere. The place stays. */
static void begin_anew(struct steps *s, unsigned width, bool ascii)
{
    uint32_t tag = page_tag(&s->page);
    if (tag)
        page_seek(&s->page, tag);
    page_clear(&s->page);
    s->width = width;
    s->ascii = ascii;
    s->next = 0;
    steps_columns_fit(&s->at, s->flow, width, ascii);
}

static bool steps_work(struct app *app, void *self, int64_t until_ns)
{
    struct steps *s = self;
    unsigned width = app->grid.cols > PAGE_BESIDE ? (unsigned)app->grid.cols - PAGE_BESIDE : 1;
    if (s->width != width || s->ascii != app->grid.ascii)
        begin_anew(s, width, app->grid.ascii);
    for (; s->next < s->flow->rows && clock_monotonic() < until_ns; s->next++)
        if (steps_tells(&s->flow->row[s->next]))
            write_row(s, s->next);
    return s->next < s->flow->rows;
}

static void draw_head(const struct steps *s, const struct area *a)
{
    const struct steps_columns *c = &s->at;
    const unsigned from[3] = { c->step_x, c->action_x, c->description_x };
    const unsigned room[3] = { c->action_x - c->step_x, c->action_room, c->description_room };
    static const char *const names[3] = { "Step", "Action", "Description" };
    int x = PAGE_BESIDE / 2;
    area_fit(a, 1, 0, a->w - 2, STYLE_STRONG, slice_of(s->flow->title));
    for (int i = 0; i < 3; i++) {
        int at = x + (int)from[i], w = (int)room[i] - (i ? 0 : 2);
        area_fit(a, at, 2, (int)room[i], STYLE_HEAD, slice_of(names[i]));
        area_fill(a, at, 3, w, STYLE_LINE, theme_sign(s->ascii, SIGN_HORIZONTAL));
    }
}

static void steps_draw(struct app *app, void *self, const struct area *a)
{
    struct steps *s = self;
    (void)app;
    bool headed = a->h >= HEADED_FROM && s->width;
    struct area text = headed ? area_part(a, 0, HEAD_ROWS, a->w, a->h - HEAD_ROWS) : *a;
    if (headed)
        draw_head(s, a);
    page_draw(&s->page, &text);
}

static void steps_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "steps");
}

static void show(struct app *app, const struct steps *s)
{
    uint32_t tag = page_tag(&s->page);
    uint32_t row = tag ? find_arrow_above(s->flow, tag - 1) : s->flow->rows;
    if (row < s->flow->rows)
        app_show(app, s->flow->row[row].message);
}

static void steps_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct steps *s = self;
    (void)arg;
    if (action == ACTION_SHOW)
        show(app, s);
    else if (action == ACTION_WHY || action == ACTION_MEDIA)
        app_instead(app, action);
    else
        page_act(&s->page, action);
}

static bool steps_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct steps *s = self;
    struct mouse inside = *m;
    inside.y -= app->grid.rows - 2 >= HEADED_FROM ? HEAD_ROWS : 0;
    if (!page_mouse(&s->page, &inside))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_SHOW, NULL);
    return true;
}

static void steps_close(void *self)
{
    struct steps *s = self;
    narrator_free(s->narrator);
    page_fini(&s->page);
    mem_free(s);
}

static int steps_open(struct app *app, const void *arg, void **self, struct err *err)
{
    const struct about_arg *from = arg;
    struct steps *s = mem_new(1, sizeof(*s));
    struct narrator *narrator = s ? narrator_new(from->flow) : NULL;
    (void)app;
    if (!narrator) {
        mem_free(s);
        return err_set(err, -ENOMEM, "There is not enough memory for the steps.");
    }
    page_init(&s->page, true);
    s->flow = from->flow;
    s->narrator = narrator;
    page_seek(&s->page, told_row(s->flow, from->row) + 1);
    *self = s;
    return 0;
}

const struct panel_ops panel_steps = {
    .open = steps_open,
    .draw = steps_draw,
    .name = steps_name,
    .act = steps_act,
    .mouse = steps_mouse,
    .work = steps_work,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = steps_close,
};
