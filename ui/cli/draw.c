/* One way from the selected legs to the output. Which renderer it is, the commands say. */
#include "ui/cli/draw.h"

#include <errno.h>

#include "base/mem.h"
#include "ui/cli/select.h"
#include "ui/flow/evidence.h"
#include "ui/flow/narrate.h"

static bool flush(void *ctx)
{
    return out_flush(ctx, false);
}

static int draw(struct trace *t, const struct options *c, const struct flow *f,
                const struct paper *p, const struct drawing *d)
{
    struct out o;
    struct err err;
    if (out_open(&o, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    struct render_options ro = {
        .width = p->width, .time = p->time, .color = p->color, .trace = t, .flush = flush, .ctx = &o
    };
    if (d->narrated)
        ro.narrator = narrator_new(f);
    int result = d->narrated && !ro.narrator ? -ENOMEM : d->render->run(&o.buf, f, &ro);
    int status = out_close(&o);
    narrator_free(ro.narrator);
    if (result == -ENOMEM && status == EXIT_DONE) {
        err_set(&err, result, "There is not enough memory to %s.", d->task);
        return paper_fail(&err, EXIT_OUTPUT);
    }
    return status;
}

int draw_selected(struct trace *t, const struct options *c, const struct paper *p,
                  const struct drawing *d)
{
    struct err err;
    struct flow *f = NULL;
    uint32_t *legs = NULL;
    struct evidence evidence;
    unsigned n;
    int status = select_legs(t, c, &legs, &n);
    evidence_init(&evidence);
    if (status == EXIT_DONE) {
        struct findings *findings = findings_new(t);
        if (findings)
            evidence_read(&evidence, findings, t, legs, n);
        findings_free(findings);
        struct flow_options fo = { .unfold = c->unfold,
                                   .alias = c->alias.v,
                                   .aliases = c->alias.n,
                                   .mark = evidence.mark,
                                   .marks = evidence.n };
        if (flow_new(&f, t, legs, n, &fo, &err) < 0)
            status = paper_fail(&err, EXIT_NOTHING);
    }
    if (f && d->look)
        d->look(f);
    if (f)
        status = draw(t, c, f, p, d);
    flow_free(f);
    evidence_fini(&evidence);
    mem_free(legs);
    return status;
}
