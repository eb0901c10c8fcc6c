/* The selected legs to the output. How they are drawn, the commands say. */
#include "ui/cli/draw.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/draw.h"

struct drawn {
    const struct options *options;
    void (*look)(const struct flow *f);
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
    if (d->look)
        d->look(f);
    int r = out_open(&d->out, d->options, err);
    d->opened = r == 0;
    return r;
}

/* Ends a sentence about a format that is none with those that there are. */
static const struct render *no_renderer(enum render_what what)
{
    for (unsigned i = 0; render_get(what, i); i++)
        fprintf(stderr, "%s %s", i ? "," : "", render_get(what, i)->name);
    fprintf(stderr, ".\n");
    return NULL;
}

/* NULL: said what is wrong. */
static const struct render *choose(const struct options *c, enum render_what what,
                                   const struct paper *p)
{
    const struct render *r = NULL;
    if (c->json)
        return render_find(what, "json");
    if (c->format && !(r = render_find(what, c->format))) {
        fprintf(stderr, "rung: --format knows no \"%s\" here; it knows", c->format);
        return no_renderer(what);
    }
    if (!r && c->output)
        r = render_by_path(what, c->output);
    if (!r && paper_unwritten(c)) {
        fprintf(stderr, "rung: nothing here writes .%s; --format names one of", paper_unwritten(c));
        return no_renderer(what);
    }
    const struct render *text = render_find(what, "text");
    r = r ? r : text;
    return r == text && p->ascii ? render_find(what, "ascii") : r;
}

/* Bytes that are no text would confuse a terminal. */
static bool refuse_terminal(const struct render *r, const struct options *c)
{
    bool refused = r->needs & RENDER_BINARY && isatty(STDOUT_FILENO) &&
                   (!c->output || !strcmp(c->output, "-"));
    if (refused)
        fprintf(stderr, "rung: %s is nothing for a terminal; -o FILE.%s writes it to a file.\n",
                r->name, r->name);
    return refused;
}

int draw_selected(struct trace *t, const struct options *c, enum render_what what,
                  void (*look)(const struct flow *f))
{
    struct drawn d = { .options = c, .look = look };
    struct err err = { .text = "" };
    struct paper p;
    uint32_t *legs = NULL;
    unsigned n;
    paper_init(&p, c);
    const struct render *render = choose(c, what, &p);
    if (!render || refuse_terminal(render, c))
        return EXIT_USAGE;
    int status = select_legs(t, c, &legs, &n), r = 0;
    if (status == EXIT_DONE) {
        struct draw_order order = {
            .leg = legs,
            .legs = n,
            .render = render,
            .flow = { .unfold = c->unfold, .alias = c->alias.v, .aliases = c->alias.n },
            .options = { .width = p.width,
                         .time = p.time,
                         .color = p.color,
                         .paper = (enum render_paper)c->paper,
                         .steps = c->steps,
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
