/* The selected legs to the output. How they are drawn, the commands say. */
#include "ui/cli/draw.h"

#include <errno.h>

#include "base/mem.h"
#include "ui/cli/select.h"
#include "ui/export/draw.h"

struct drawn {
    const struct options *options;
    const struct drawing *drawing;
    struct out out;
    bool opened;
};

static bool flush(void *ctx)
{
    struct drawn *d = ctx;
    return out_flush(&d->out, false);
}

/* An output is not touched before there is something to write. */
static int begin(void *ctx, const struct flow *f, struct err *err)
{
    struct drawn *d = ctx;
    if (d->drawing->look)
        d->drawing->look(f);
    int r = out_open(&d->out, d->options, err);
    d->opened = r == 0;
    return r;
}

int draw_selected(struct trace *t, const struct options *c, const struct paper *p,
                  const struct drawing *drawing)
{
    struct drawn d = { .options = c, .drawing = drawing };
    struct err err = { .text = "" };
    uint32_t *legs = NULL;
    unsigned n;
    int status = select_legs(t, c, &legs, &n), r = 0;
    if (status == EXIT_DONE) {
        struct draw_order order = {
            .leg = legs,
            .legs = n,
            .render = drawing->render,
            .narrated = drawing->narrated,
            .flow = { .unfold = c->unfold, .alias = c->alias.v, .aliases = c->alias.n },
            .options = { .width = p->width,
                         .time = p->time,
                         .color = p->color,
                         .trace = t,
                         .flush = flush,
                         .ctx = &d },
            .begin = begin,
        };
        r = draw_legs(&d.out.buf, t, &order, &err);
    }
    if (d.opened)
        status = out_close(&d.out);
    if (r < 0 && r != -EPIPE && status == EXIT_DONE)
        status = paper_fail(&err, r == -ENODATA ? EXIT_NOTHING : EXIT_OUTPUT);
    mem_free(legs);
    return status;
}
