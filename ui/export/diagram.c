/* The walk over a ladder for languages of diagrams. */
#include "ui/export/diagram.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "ui/export/cells.h"
#include "ui/export/lanes.h"

enum {
    LABEL_CELLS = 400, /* longer texts are cut: no program draws them so that they can be read */
    TEXT_BYTES = 1 << 20,
};

#define LONG_NS NS_PER_S /* a pause of which a label tells where no times are asked for */

void diagram_add(struct diagram *d, struct buf *b, struct slice text)
{
    struct buf safe;
    buf_init(&safe, TEXT_BYTES);
    if (cells_width(text, false) > LABEL_CELLS)
        cells_fit(&safe, text, LABEL_CELLS, CELLS_LEFT, false);
    else
        cells_add(&safe, text, false);
    d->language->escape(b, buf_slice(&safe));
    buf_fini(&safe);
}

static void add_time(struct buf *b, const struct diagram *d, const struct flow_row *row)
{
    char text[CLOCK_TEXT];
    int64_t since = row->time_ns - d->f->first_ns;
    switch (d->o->time) {
    case RENDER_TIME_ABS:
        clock_time_of_day(text, row->time_ns, 3);
        buf_printf(b, "  (%s)", text);
        break;
    case RENDER_TIME_SINCE:
        buf_printf(b, "  (%lld.%03lld s)", (long long)(since / NS_PER_S),
                   llabs(since / NS_PER_MS % 1000));
        break;
    default:
        if (row->step <= 1 || (d->o->time == RENDER_TIME_AUTO && llabs(row->delta_ns) < LONG_NS))
            return;
        clock_duration(text, row->delta_ns);
        buf_printf(b, "  (%s%s)", row->delta_ns >= 0 ? "+" : "", text);
    }
}

/* "F1 INVITE  SDP: PCMU", "! ACK is missing"; the time where it is asked for, or long. */
static void make_label(struct diagram *d, const struct flow_row *row)
{
    buf_clear(&d->text);
    buf_clear(&d->label);
    if (row->kind == FLOW_MESSAGE)
        buf_printf(&d->text, "F%u ", row->step);
    else if (row->kind == FLOW_NOTE && row->severity)
        buf_printf(&d->text, "%s ", lanes_sign(row->severity, false));
    lanes_label(&d->text, row, TEXT_BYTES, false);
    if (row->kind == FLOW_MESSAGE)
        add_time(&d->text, d, row);
    diagram_add(d, &d->label, buf_slice(&d->text));
}

static void add_line(struct diagram *d, const char *text)
{
    if (!text[0])
        return;
    buf_adds(&d->label, d->language->line_end);
    diagram_add(d, &d->label, slice_of(text));
}

static void draw_participant(struct diagram *d, unsigned i)
{
    const struct flow_participant *p = &d->f->participant[i];
    buf_clear(&d->label);
    diagram_add(d, &d->label, slice_of(p->name));
    add_line(d, lanes_role(p));
    add_line(d, slice_eq(slice_of(p->address), slice_of(p->name)) ? "" : p->address);
    d->language->participant(d, i);
}

static void draw_row(struct diagram *d, const struct flow_row *row)
{
    d->from = row->from < row->to ? row->from : row->to;
    d->to = row->from < row->to ? row->to : row->from;
    if (row->kind == FLOW_CALL) {
        d->from = 0;
        d->to = d->f->participants - 1;
    }
    make_label(d, row);
    d->language->row(d, row);
}

int diagram_draw(struct buf *out, const struct flow *f, const struct render_options *o,
                 const struct diagram_language *language)
{
    struct diagram d = { .language = language, .f = f, .o = o, .out = out };
    int r = 0;
    buf_init(&d.label, TEXT_BYTES);
    buf_init(&d.text, TEXT_BYTES);
    language->head(&d);
    for (unsigned i = 0; i < f->participants; i++)
        draw_participant(&d, i);
    for (unsigned i = 0; i < f->rows && !r; i++) {
        draw_row(&d, &f->row[i]);
        if (o->flush && !o->flush(o->ctx))
            r = -EPIPE;
    }
    buf_adds(out, language->end);
    bool failed = out->failed || d.label.failed || d.text.failed;
    buf_fini(&d.label);
    buf_fini(&d.text);
    return r ? r : failed ? -ENOMEM : 0;
}
