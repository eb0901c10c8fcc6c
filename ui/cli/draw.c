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
#include "ui/export/each.h"

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

static struct draw_order order_of(struct trace *t, const struct options *c,
                                  const struct render *render, const struct paper *p)
{
    return (struct draw_order){
        .render = render,
        .flow = { .unfold = c->unfold, .alias = c->alias.v, .aliases = c->alias.n },
        .options = { .width = p->width,
                     .time = p->time,
                     .color = p->color,
                     .paper = (enum render_paper)c->paper,
                     .steps = c->steps,
                     .trace = t },
    };
}

static int draw_one(struct trace *t, const struct options *c, struct draw_order *order,
                    void (*look)(const struct flow *f))
{
    struct drawn d = { .options = c, .look = look };
    struct err err = { .text = "" };
    uint32_t *legs = NULL;
    int status = select_legs(t, c, &legs, &order->legs), r = 0;
    if (status == EXIT_DONE) {
        order->leg = legs;
        order->options.flush = flush;
        order->options.ctx = &d;
        order->begin = begin;
        r = draw_legs(&d.out.buf, t, order, &err);
    }
    if (d.opened)
        status = out_close(&d.out);
    if (r < 0 && r != -EPIPE && status == EXIT_DONE)
        status = paper_fail(&err, r == -ENODATA ? EXIT_NOTHING : EXIT_OUTPUT);
    mem_free(legs);
    return status;
}

/* A file for each call, in the folder of --output. */
static int draw_all(struct trace *t, const struct options *c, const struct draw_order *order)
{
    struct err err = { .text = "" };
    uint32_t *legs = NULL;
    unsigned n, files;
    int status =
        select_is_empty(c) ? select_all_legs(t, c->all, &legs, &n) : select_legs(t, c, &legs, &n);
    if (status == EXIT_DONE) {
        int r = each_draw(t, order, legs, n, c->output, &files, &err);
        if (r < 0)
            status = paper_fail(&err, EXIT_OUTPUT);
        else
            printf("%s: %u file%s\n", c->output, files, files == 1 ? "" : "s");
    }
    mem_free(legs);
    return status;
}

int draw_selected(struct trace *t, const struct options *c, enum render_what what,
                  void (*look)(const struct flow *f))
{
    struct paper p;
    paper_init(&p, c);
    if (c->each && (!c->output || !strcmp(c->output, "-"))) {
        fprintf(stderr, "rung: --each wants a folder; --output names it.\n");
        return EXIT_USAGE;
    }
    bool pages = c->each && !c->format && !c->json && what == RENDER_LADDER;
    const struct render *render = pages ? render_find(what, "html") : choose(c, what, &p);
    if (!render || (!c->each && refuse_terminal(render, c)))
        return EXIT_USAGE;
    struct draw_order order = order_of(t, c, render, &p);
    return c->each ? draw_all(t, c, &order) : draw_one(t, c, &order, look);
}
