/* rung steps: the rows of a ladder as a table in words. */
#include <errno.h>
#include <stdio.h>

#include "base/mem.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/steps.h"
#include "ui/flow/flow.h"

/* --json, --format, the name of the file, else text. NULL: said what is wrong. */
static const struct render *renderer(const struct config *c, const struct paper *p)
{
    const struct render *r = NULL;
    if (c->json)
        return steps_find("json");
    if (c->format && !(r = steps_find(c->format))) {
        fprintf(stderr, "rung: --format of steps knows no \"%s\"; it knows", c->format);
        for (unsigned i = 0; steps_get(i); i++)
            fprintf(stderr, "%s %s", i ? "," : "", steps_get(i)->name);
        fprintf(stderr, ".\n");
        return NULL;
    }
    if (!r && c->output)
        r = steps_by_path(c->output);
    if (!r && paper_unwritten(c)) {
        fprintf(stderr, "rung: steps writes no .%s; --format says what else.\n",
                paper_unwritten(c));
        return NULL;
    }
    return !r || (p->ascii && r == steps_find("text")) ? steps_find(p->ascii ? "ascii" : "text")
                                                       : r;
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
    struct render_options ro = { .width = p->width,
                                 .time = p->time,
                                 .color = p->color,
                                 .trace = t,
                                 .narrator = narrator_new(t, f),
                                 .flush = flush,
                                 .ctx = &o };
    int result = ro.narrator ? r->run(&o.buf, f, &ro) : -ENOMEM;
    int status = out_close(&o);
    narrator_free(ro.narrator);
    if (result == -ENOMEM && status == EXIT_DONE) {
        err_set(&err, result, "There is not enough memory to tell the steps.");
        return paper_fail(&err, EXIT_OUTPUT);
    }
    return status;
}

int cmd_steps(struct trace *t, const struct config *c)
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
        if (flow_new(&f, t, legs, n, &fo, &err) < 0)
            status = paper_fail(&err, EXIT_NOTHING);
        else
            status = draw(t, c, f, r, &p);
    }
    flow_free(f);
    mem_free(legs);
    return status;
}
