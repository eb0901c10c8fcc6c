/* From legs to a drawing: their findings, their flow, and a renderer over it. */
#ifndef UI_EXPORT_DRAW_H
#define UI_EXPORT_DRAW_H

#include "base/err.h"
#include "decode/trace.h"
#include "ui/export/render.h"

struct draw_order {
    const uint32_t *leg; /* rows in the store */
    unsigned legs;
    const struct render *render;
    struct findings *findings; /* that are asked; NULL: some of its own */
    struct flow_options flow;  /* marks are filled in */
    struct render_options
        options; /* narrator and marks are filled in; its ctx goes to begin, too */
    /* NULL, or called when there is something to draw, before it is drawn; -errno ends it. */
    int (*begin)(void *ctx, const struct flow *f, struct err *err);
};

/* Appends the drawing. -errno with a sentence: -ENODATA, there is nothing to draw; -EPIPE (and no
 * sentence), flush said to stop. */
int draw_legs(struct buf *out, struct trace *t, const struct draw_order *order, struct err *err);

#endif
