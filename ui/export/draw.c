/* One way from legs to a drawing, for the commands and the viewer. */
#include "ui/export/draw.h"

#include <errno.h>

#include "ui/flow/evidence.h"
#include "ui/flow/narrate.h"

static int draw(struct buf *out, const struct flow *f, const struct draw_order *order,
                const struct evidence *evidence, struct err *err)
{
    struct render_options o = order->options;
    bool told = o.steps || order->render->needs & RENDER_TOLD;
    o.mark = evidence->mark;
    o.marks = evidence->n;
    o.narrator = told ? narrator_new(f) : NULL;
    if (order->render->needs & RENDER_WHOLE)
        o.flush = NULL;
    int r = told && !o.narrator ? -ENOMEM : order->render->run(out, f, &o);
    narrator_free(o.narrator);
    if (r == -E2BIG)
        return err_set(err, r, "The drawing is too large for %s; svg and pdf have no such limit.",
                       order->render->name);
    return r == -ENOMEM ? err_set(err, r, "There is not enough memory for the drawing.") : r;
}

int draw_legs(struct buf *out, struct trace *t, const struct draw_order *order, struct err *err)
{
    struct evidence evidence;
    struct flow *f = NULL;
    struct flow_options o = order->flow;
    struct findings *own = order->findings ? NULL : findings_new(t);
    struct findings *findings = order->findings ? order->findings : own;
    evidence_init(&evidence);
    if (findings)
        evidence_read(&evidence, findings, t, order->leg, order->legs);
    findings_free(own);
    o.mark = evidence.mark;
    o.marks = evidence.n;
    int r = flow_new(&f, t, order->leg, order->legs, &o, err);
    if (r == 0 && order->begin)
        r = order->begin(order->options.ctx, f, err);
    if (r == 0)
        r = draw(out, f, order, &evidence, err);
    flow_free(f);
    evidence_fini(&evidence);
    return r;
}
