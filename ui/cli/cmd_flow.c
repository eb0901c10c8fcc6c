/* rung flow: the ladder of one call, or of several in one. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/render.h"
#include "ui/flow/flow.h"

/* The file of --output wants a format that nobody writes. */
static const struct render *no_renderer(const char *ending)
{
    fprintf(stderr, "rung: no renderer writes .%s yet; there are", ending);
    for (unsigned i = 0; render_get(i); i++)
        fprintf(stderr, "%s %s", i ? "," : "", render_get(i)->name);
    fprintf(stderr, " (--format names one).\n");
    return NULL;
}

/* What is to draw: --json, --format, the name of the file, else text. NULL: said what is wrong. */
static const struct render *renderer(const struct config *c, const struct paper *p)
{
    const struct render *r = NULL;
    if (c->json)
        return render_find("json");
    if (c->format && !(r = render_find(c->format))) {
        fprintf(stderr, "rung: --format knows no \"%s\"; it knows", c->format);
        for (unsigned i = 0; render_get(i); i++)
            fprintf(stderr, "%s %s", i ? "," : "", render_get(i)->name);
        fprintf(stderr, ".\n");
        return NULL;
    }
    if (r && !(p->ascii && r == render_find("text")))
        return r;
    if (!c->format && c->output && (r = render_by_path(c->output)))
        return r;
    if (!c->format && paper_unwritten(c))
        return no_renderer(paper_unwritten(c));
    return render_find(p->ascii ? "ascii" : "text");
}

/* Of a ladder that nobody can follow: how to get a smaller one. */
static void warn_of_size(const struct flow *f)
{
    enum { CALLS = 30, PARTICIPANTS = 60 }; /* up to these it is left to the reader */
    if (f->calls > CALLS)
        fprintf(stderr, "rung: %u calls in one ladder; --call N draws one, --filter fewer.\n",
                f->calls);
    else if (f->participants > PARTICIPANTS)
        fprintf(stderr, "rung: %u participants in one ladder; --call N draws one call.\n",
                f->participants);
}

static bool flush(void *ctx)
{
    return out_flush(ctx, false);
}

static int draw(struct trace *t, const struct config *c, const struct flow *f,
                const struct render *r, const struct paper *p)
{
    struct out o;
    struct err err;
    if (out_open(&o, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    struct render_options ro = {
        .width = p->width, .time = p->time, .color = p->color, .trace = t, .flush = flush, .ctx = &o
    };
    bool words = r == render_find("json"); /* what can be read as a table beside the ladder */
    if (words)
        ro.narrator = narrator_new(t, f);
    int result = words && !ro.narrator ? -ENOMEM : r->run(&o.buf, f, &ro);
    int status = out_close(&o);
    narrator_free(ro.narrator);
    if (result == -ENOMEM && status == EXIT_DONE) {
        err_set(&err, result, "There is not enough memory to draw the ladder.");
        return paper_fail(&err, EXIT_OUTPUT);
    }
    return status;
}

int cmd_flow(struct trace *t, const struct config *c)
{
    struct paper p;
    struct err err;
    struct flow *f = NULL;
    uint32_t *legs = NULL;
    unsigned n;
    if (paper_init(&p, c, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    const struct render *r = renderer(c, &p);
    if (!r)
        return EXIT_USAGE;
    int status = select_legs(t, c, &legs, &n);
    if (status == EXIT_DONE) {
        struct flow_options fo = { .unfold = c->unfold,
                                   .alias = c->alias.v,
                                   .aliases = c->alias.n };
        if (flow_new(&f, t, legs, n, &fo, &err) < 0) {
            status = paper_fail(&err, EXIT_NOTHING);
        } else {
            warn_of_size(f);
            status = draw(t, c, f, r, &p);
        }
    }
    flow_free(f);
    mem_free(legs);
    return status;
}
