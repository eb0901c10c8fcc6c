/* Two messages of a ladder: the time between them, and how they differ. */
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/flow/difference.h"
#include "ui/tui/panel.h"

enum {
    HEAD_LINES = 4,    /* the two messages, what differs, a rule */
    BESIDE_FROM = 120, /* columns from which on they stand beside each other */
    LEAST_CELLS = 8,   /* of a line, however narrow it is */
    SIGN_CELLS = 2,
    INDENT = 2, /* of what continues a line */
    TITLE_BYTES = 512,
    LINES_MAX = 200000, /* on the screen */
};

/* A line as it is seen: of one message, or beside each other of both. */
struct seen {
    uint32_t line;
    uint32_t at[2], n[2]; /* bytes of each text */
    bool has[2];
};

struct compare_panel {
    struct app *app;
    struct loaded loaded[2];
    struct difference d;
    char title[2][TITLE_BYTES];
    char name[2][16]; /* "F3" */
    int64_t time_ns[2];
    struct seen *seen;
    uint32_t lines, cap, found;
    struct scroll scroll;
    int width; /* the lines were made for, 0: none */
};

/* ---- lines to fit */

static struct seen *add(struct compare_panel *p, uint32_t line)
{
    if (p->lines == LINES_MAX)
        return NULL;
    if (p->lines == p->cap) {
        uint32_t cap = p->cap ? p->cap * 2 : 128;
        struct seen *to = mem_resize(p->seen, cap, sizeof(*to));
        if (!to)
            return NULL;
        p->seen = to;
        p->cap = cap;
    }
    struct seen *s = &p->seen[p->lines++];
    *s = (struct seen){ .line = line };
    return s;
}

/* How much of a text from `at` on stands on a line of w cells. */
static uint32_t fit(const struct grid *g, struct slice text, uint32_t at, int w)
{
    struct slice rest = slice_sub(text, at, text.n);
    size_t n = text_fit(g, rest, w);
    return (uint32_t)(n || !rest.n ? n : 1);
}

/* A line of those messages that `side` has bits of, wrapped. */
static void wrap_line(struct compare_panel *p, const struct grid *g, uint32_t line, unsigned sides,
                      int w)
{
    const struct difference_line *l = &p->d.line[line];
    uint32_t at[2] = { 0, 0 };
    bool more = true;
    while (more) {
        struct seen *s = add(p, line);
        more = false;
        for (unsigned k = 0; k < 2 && s; k++) {
            bool has = sides >> k & 1 && l->text[k].p && (!at[k] || at[k] < l->text[k].n);
            s->has[k] = has;
            s->at[k] = at[k];
            s->n[k] = has ? fit(g, l->text[k], at[k], at[k] ? w - INDENT : w) : 0;
            at[k] += s->n[k];
            more |= has && at[k] < l->text[k].n;
        }
    }
}

static bool is_beside(const struct area *a)
{
    return a->w >= BESIDE_FROM;
}

/* Cells of a text. */
static int text_cells(const struct area *a)
{
    int w = is_beside(a) ? (a->w - 4) / 2 - SIGN_CELLS : a->w - 3 - SIGN_CELLS;
    return w > LEAST_CELLS ? w : LEAST_CELLS;
}

static void wrap(struct compare_panel *p, const struct area *a)
{
    int w = text_cells(a);
    if (p->width == a->w)
        return;
    p->width = a->w;
    p->lines = 0;
    for (uint32_t i = 0; i < p->d.lines; i++) {
        if (is_beside(a)) {
            wrap_line(p, a->grid, i, 3, w);
        } else if (p->d.line[i].kind == DIFFERENCE_WORDS) {
            wrap_line(p, a->grid, i, 1, w);
            wrap_line(p, a->grid, i, 2, w);
        } else {
            wrap_line(p, a->grid, i, p->d.line[i].kind == DIFFERENCE_SECOND ? 2 : 1, w);
        }
    }
}

/* ---- drawing */

/* The words that the other message does not have are lit. */
static void draw_side(const struct compare_panel *p, const struct area *a, int y,
                      const struct seen *s, unsigned side)
{
    const struct difference_line *l = &p->d.line[s->line];
    struct slice text = slice_sub(l->text[side], s->at[side], s->at[side] + s->n[side]);
    bool alone = l->kind == DIFFERENCE_FIRST || l->kind == DIFFERENCE_SECOND;
    int x = s->at[side] ? INDENT : 0;
    if (alone || l->kind == DIFFERENCE_NONE) {
        area_text(a, x, y, alone ? STYLE_MARK : STYLE_DIM, text);
        return;
    }
    uint32_t at = s->at[side], end = at + s->n[side];
    for (uint32_t i = 0; i <= l->spans[side] && at < end; i++) {
        const struct difference_span *span = &p->d.span[l->first[side] + i];
        uint32_t from = i < l->spans[side] ? span->at : end, to = from;
        if (i < l->spans[side])
            to = span->at + span->n;
        from = from < at ? at : from > end ? end : from;
        to = to < from ? from : to > end ? end : to;
        x += area_text(a, x, y, STYLE_TEXT, slice_sub(l->text[side], at, from));
        int w = area_text(a, x, y, STYLE_MARK, slice_sub(l->text[side], from, to));
        area_back(a, x, y, w, BACK_MATCH);
        x += w;
        at = to;
    }
}

static const char *sign_of(const struct seen *s, enum difference_kind kind, bool beside)
{
    if (kind == DIFFERENCE_WORDS && beside)
        return "~";
    return kind == DIFFERENCE_NONE ? " " : s->has[0] ? "-" : "+";
}

static void draw_line(const struct compare_panel *p, const struct area *a, int y, uint32_t line)
{
    const struct seen *s = &p->seen[line];
    bool beside = is_beside(a);
    int w = text_cells(a);
    area_puts(a, 1, y, STYLE_MARK, sign_of(s, p->d.line[s->line].kind, beside));
    for (unsigned k = 0; k < 2; k++) {
        int x = 1 + SIGN_CELLS + (k && beside ? w + 2 : 0);
        struct area side = area_part(a, x, 0, w, a->h);
        if (s->has[k])
            draw_side(p, &side, y, s, k);
    }
    if (beside)
        area_puts(a, SIGN_CELLS + 1 + w, y, STYLE_LINE, app_sign(p->app, SIGN_VERTICAL));
}

/* "3 lines differ, 1 only in F3, 2 only in F9" */
static void draw_counts(const struct compare_panel *p, const struct area *a, int y)
{
    const uint32_t *n = p->d.count;
    uint32_t words = n[DIFFERENCE_WORDS], first = n[DIFFERENCE_FIRST],
             second = n[DIFFERENCE_SECOND];
    if (!words && !first && !second)
        area_puts(a, 1, y, STYLE_STRONG, "No line differs.");
    else
        area_printf(a, 1, y, STYLE_STRONG, "%u line%s, %u only in %s, %u only in %s%s", words,
                    words == 1 ? " differs" : "s differ", first, p->name[0], second, p->name[1],
                    p->d.cut ? "; the rest is too long" : "");
}

static void draw_head(const struct compare_panel *p, const struct area *a)
{
    char time[CLOCK_TEXT], text[CLOCK_TEXT + 64];
    int64_t ns = p->time_ns[1] - p->time_ns[0];
    clock_duration(time, ns < 0 ? -ns : ns);
    if (ns)
        snprintf(text, sizeof(text), "%s later", time);
    else
        snprintf(text, sizeof(text), "at the same time");
    int w = text_width(a->grid, slice_of(text));
    area_fit(a, 1, 0, a->w - 2, STYLE_STRONG, slice_of(p->title[0]));
    area_fit(a, 1, 1, a->w - w - 5, STYLE_STRONG, slice_of(p->title[1]));
    area_puts(a, a->w - w - 2, 1, STYLE_NOTE, text);
    draw_counts(p, a, 2);
    area_fill(a, 0, HEAD_LINES - 1, a->w, STYLE_LINE, app_sign(p->app, SIGN_HORIZONTAL));
}

static void compare_draw(struct app *app, void *self, const struct area *a)
{
    struct compare_panel *p = self;
    struct area text = area_part(a, 0, HEAD_LINES, a->w, a->h - HEAD_LINES);
    (void)app;
    wrap(p, a);
    scroll_fit(&p->scroll, p->lines, text.h);
    draw_head(p, a);
    for (int y = 0; y < text.h && p->scroll.top + (uint32_t)y < p->lines; y++)
        draw_line(p, &text, y, p->scroll.top + (uint32_t)y);
    scroll_draw(&p->scroll, a, HEAD_LINES, text.h);
}

static void compare_name(struct app *app, void *self, struct buf *out)
{
    const struct compare_panel *p = self;
    (void)app;
    buf_printf(out, "%s and %s", p->name[0], p->name[1]);
}

/* ---- moving */

static bool differs(const struct compare_panel *p, uint32_t seen)
{
    return p->d.line[p->seen[seen].line].kind != DIFFERENCE_NONE;
}

/* To where the next lines that differ begin. */
static void go_to_change(struct compare_panel *p, bool down)
{
    uint32_t at = p->found < p->lines ? p->found : 0;
    while (down ? at + 1 < p->lines : at > 0) {
        at = down ? at + 1 : at - 1;
        if (differs(p, at) && (!at || !differs(p, at - 1))) {
            p->found = at;
            scroll_to(&p->scroll, at);
            return;
        }
    }
    app_note(p->app, STYLE_DIM, down ? "No line below differs." : "No line above differs.");
}

static void compare_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct compare_panel *p = self;
    (void)app;
    (void)arg;
    if (action == ACTION_NEXT_CHANGE || action == ACTION_LAST_CHANGE)
        go_to_change(p, action == ACTION_NEXT_CHANGE);
    else if (scroll_act(&p->scroll, action, false))
        p->found = p->scroll.top;
}

static uint32_t compare_rows(void *self)
{
    const struct compare_panel *p = self;
    return p->lines;
}

static uint32_t compare_row(void *self)
{
    const struct compare_panel *p = self;
    return p->found;
}

static void compare_go(struct app *app, void *self, uint32_t row)
{
    struct compare_panel *p = self;
    (void)app;
    p->found = row;
    scroll_to(&p->scroll, row);
}

static bool compare_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct compare_panel *p = self;
    (void)app;
    for (unsigned k = 0; k < 2 && row < p->lines; k++) {
        const struct seen *s = &p->seen[row];
        struct slice all = p->d.line[s->line].text[k];
        if (s->has[k] && text_contains(slice_sub(all, s->at[k], s->at[k] + s->n[k]), text))
            return true;
    }
    return false;
}

/* ---- begin and end */

static void compare_close(void *self)
{
    struct compare_panel *p = self;
    difference_fini(&p->d);
    loaded_fini(&p->loaded[0]);
    loaded_fini(&p->loaded[1]);
    mem_free(p->seen);
    mem_free(p);
}

/* "F3  INVITE  User A → Proxy  12:00:00.086" */
static void make_title(struct compare_panel *p, const struct flow *f, unsigned k, uint32_t row)
{
    const struct flow_row *r = &f->row[row];
    char time[CLOCK_TEXT];
    clock_time_of_day(time, r->time_ns, 3);
    p->time_ns[k] = r->time_ns;
    snprintf(p->name[k], sizeof(p->name[k]), "F%u", r->step);
    snprintf(p->title[k], sizeof(p->title[k]), "%s %s  %.*s  %s %s %s  %s", k ? "+" : "-",
             p->name[k], 64, r->text, f->participant[r->from].name,
             p->app->grid.ascii ? "->" : "\xe2\x86\x92", f->participant[r->to].name, time);
}

static int compare_open(struct app *app, const void *arg, void **self, struct err *err)
{
    const struct compare_arg *from = arg;
    struct compare_panel *p = mem_new(1, sizeof(*p));
    uint32_t row[2] = { from->row[0], from->row[1] };
    if (!p)
        return err_set(err, -ENOMEM, "There is not enough memory to compare the messages.");
    p->app = app;
    if (from->flow->row[row[0]].time_ns > from->flow->row[row[1]].time_ns) {
        row[0] = from->row[1];
        row[1] = from->row[0];
    }
    bool there = true;
    for (unsigned k = 0; k < 2; k++) {
        loaded_init(&p->loaded[k]);
        make_title(p, from->flow, k, row[k]);
        there &= trace_load(app->trace, from->flow->row[row[k]].message, &p->loaded[k]);
    }
    int r = there ? difference_make(&p->d, p->loaded[0].index.message, p->loaded[1].index.message)
                  : -ENODATA;
    if (r < 0) {
        compare_close(p);
        return err_set(err, r,
                       there ? "There is not enough memory to compare the messages."
                             : "The bytes of the messages cannot be read again.");
    }
    *self = p;
    return 0;
}

const struct panel_ops panel_compare = {
    .open = compare_open,
    .draw = compare_draw,
    .name = compare_name,
    .act = compare_act,
    .rows = compare_rows,
    .row = compare_row,
    .go = compare_go,
    .has = compare_has,
    .close = compare_close,
};
