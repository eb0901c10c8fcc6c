/* The table of steps as text. The sentences come from ui/flow/narrate.c. */
#include "ui/export/steps.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ui/export/canvas.h"
#include "ui/export/cells.h"

enum {
    STEP_X = 1,
    BETWEEN = 2,          /* cells between columns */
    ACTION_MIN = 16,      /* cells, where the room is narrow */
    DESCRIPTION_MIN = 24, /* below, actions give way */
    DESCRIPTION_MAX = 90, /* longer lines are hard to read */
    TEXT_BYTES = 1 << 14,
};

/* ---- what stands in the columns */

/* Of what stands between the arrows, the sentences say all but what was found. */
bool steps_tells(const struct flow_row *row)
{
    return row->kind == FLOW_MESSAGE || (row->kind == FLOW_NOTE && row->findings);
}

void steps_add_action(struct buf *b, const struct flow *f, const struct flow_row *row)
{
    if (row->kind != FLOW_MESSAGE) {
        buf_adds(b, row->finding[0]);
        return;
    }
    buf_printf(b, "%s  %s \xe2\x86\x92 %s", row->text, f->participant[row->from].name,
               f->participant[row->to].name);
}

void steps_add_description(struct buf *b, const struct flow *f, unsigned row,
                           struct narrator *narrator)
{
    if (narrator)
        narrator_row(narrator, row, b);
    else if (f->row[row].description)
        buf_adds(b, f->row[row].description);
}

void steps_add_participant(struct buf *b, const struct flow_participant *p)
{
    buf_adds(b, p->name);
    bool role = p->role[0] && !slice_istarts(slice_of(p->name), slice_of(p->role)); /* Proxy 1 */
    bool address = !strstr(p->name, p->address);
    if (role || address)
        buf_printf(b, " (%s%s%s)", role ? p->role : "", role && address ? ", " : "",
                   address ? p->address : "");
}

void steps_columns_fit(struct steps_columns *out, const struct flow *f, unsigned width, bool ascii)
{
    unsigned widest = ACTION_MIN, digits = 1;
    struct buf action;
    for (unsigned n = f->steps; n >= 10; n /= 10)
        digits++;
    buf_init(&action, TEXT_BYTES);
    for (unsigned i = 0; i < f->rows; i++) {
        if (!steps_tells(&f->row[i]))
            continue;
        buf_clear(&action);
        steps_add_action(&action, f, &f->row[i]);
        unsigned w = cells_width(buf_slice(&action), ascii);
        widest = w > widest ? w : widest;
    }
    buf_fini(&action);
    out->step_x = STEP_X;
    out->action_x = STEP_X + (1 + digits > 4 ? 1 + digits : 4) + BETWEEN;
    unsigned rest = width > out->action_x + BETWEEN ? width - out->action_x - BETWEEN : 2;
    unsigned most = rest * 2 / 5;
    out->action_room = widest < most ? widest : most;
    out->description_room = rest - out->action_room;
    if (!out->action_room)
        out->action_room = 1;
    if (out->description_room > DESCRIPTION_MAX)
        out->description_room = DESCRIPTION_MAX;
    out->description_x = out->action_x + out->action_room + BETWEEN;
}

/* ---- text */

struct table {
    const struct flow *f;
    const struct render_options *o;
    struct canvas canvas;
    struct buf *out;
    struct buf action, description;
    struct steps_columns at;
    bool ascii;
};

static void paint_line(struct table *t, const char *step, struct slice *action,
                       struct slice *description, enum ink ink)
{
    canvas_text(&t->canvas, STEP_X, slice_of(step), t->at.action_x - STEP_X, INK_DIM);
    struct slice a = cells_line(action, t->at.action_room, t->ascii);
    canvas_text(&t->canvas, t->at.action_x, a, t->at.action_room, ink);
    struct slice d = cells_line(description, t->at.description_room, t->ascii);
    canvas_text(&t->canvas, t->at.description_x, d, t->at.description_room, INK_PLAIN);
    canvas_end_line(&t->canvas, t->out);
}

static void paint_row(struct table *t, unsigned i)
{
    static const enum ink class_ink[] = {
        [FLOW_REQUEST] = INK_REQUEST,    [FLOW_PROVISIONAL] = INK_PROVISIONAL,
        [FLOW_SUCCESS] = INK_SUCCESS,    [FLOW_REDIRECT] = INK_REDIRECT,
        [FLOW_CHALLENGE] = INK_REDIRECT, [FLOW_FAILURE] = INK_FAILURE,
    };
    const struct flow_row *row = &t->f->row[i];
    bool message = row->kind == FLOW_MESSAGE;
    char step[16] = "";
    if (message)
        snprintf(step, sizeof(step), "F%u", row->step);
    buf_clear(&t->action);
    buf_clear(&t->description);
    steps_add_action(&t->action, t->f, row);
    steps_add_description(&t->description, t->f, i, t->o->narrator);
    struct slice action = buf_slice(&t->action), description = buf_slice(&t->description);
    enum ink ink = message ? class_ink[row->cls] : INK_NOTE;
    do {
        paint_line(t, step, &action, &description, ink);
        step[0] = '\0';
    } while (action.n || description.n);
}

static void paint_head(struct table *t)
{
    canvas_text(&t->canvas, STEP_X, slice_of(t->f->title), t->canvas.width - STEP_X, INK_NAME);
    canvas_end_line(&t->canvas, t->out);
    for (unsigned i = 0; i < t->f->participants; i++) {
        buf_clear(&t->action);
        steps_add_participant(&t->action, &t->f->participant[i]);
        canvas_text(&t->canvas, STEP_X, buf_slice(&t->action), t->canvas.width - STEP_X, INK_DIM);
        canvas_end_line(&t->canvas, t->out);
    }
    canvas_end_line(&t->canvas, t->out);
}

static void paint_titles(struct table *t)
{
    canvas_text(&t->canvas, STEP_X, SLICE("Step"), t->at.action_x - STEP_X, INK_NAME);
    canvas_text(&t->canvas, t->at.action_x, SLICE("Action"), t->at.action_room, INK_NAME);
    canvas_text(&t->canvas, t->at.description_x, SLICE("Description"), t->at.description_room,
                INK_NAME);
    canvas_end_line(&t->canvas, t->out);
    const unsigned from[3] = { STEP_X, t->at.action_x, t->at.description_x };
    const unsigned to[3] = { t->at.action_x - BETWEEN, t->at.description_x - BETWEEN,
                             t->at.description_x + t->at.description_room };
    for (int k = 0; k < 3; k++)
        for (unsigned x = from[k]; x < to[k]; x++)
            canvas_put(&t->canvas, x, t->ascii ? "-" : "\xe2\x94\x80", INK_DIM);
    canvas_end_line(&t->canvas, t->out);
}

static int draw(struct buf *out, const struct flow *f, const struct render_options *o, bool ascii,
                bool headed)
{
    struct table t = { .f = f, .o = o, .out = out, .ascii = ascii };
    unsigned width = o->width ? o->width : RENDER_WIDTH;
    if (canvas_init(&t.canvas, width < DESCRIPTION_MIN ? DESCRIPTION_MIN : width, ascii, o->color) <
        0)
        return -ENOMEM;
    buf_init(&t.action, TEXT_BYTES);
    buf_init(&t.description, TEXT_BYTES);
    int r = 0;
    steps_columns_fit(&t.at, f, t.canvas.width, ascii);
    if (headed)
        paint_head(&t);
    paint_titles(&t);
    for (unsigned i = 0; i < f->rows && !r; i++) {
        if (steps_tells(&f->row[i]))
            paint_row(&t, i);
        if (o->flush && !o->flush(o->ctx))
            r = -EPIPE;
    }
    buf_fini(&t.action);
    buf_fini(&t.description);
    canvas_fini(&t.canvas);
    return r ? r : out->failed ? -ENOMEM : 0;
}

int steps_text(struct buf *out, const struct flow *f, const struct render_options *o)
{
    return draw(out, f, o, false, true);
}

int steps_ascii(struct buf *out, const struct flow *f, const struct render_options *o)
{
    return draw(out, f, o, true, true);
}

int steps_below(struct buf *out, const struct flow *f, const struct render_options *o, bool ascii)
{
    buf_addc(out, '\n');
    return draw(out, f, o, ascii, false);
}
