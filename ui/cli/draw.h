/* From the selection to a drawing on the output: what flow and steps share. */
#ifndef UI_CLI_DRAW_H
#define UI_CLI_DRAW_H

#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/export/render.h"

struct drawing {
    const struct render *render;
    bool narrated;                      /* the rows are told in sentences too */
    void (*look)(const struct flow *f); /* before it is drawn; or NULL */
};

/* Draws the selected legs. An exit status. */
int draw_selected(struct trace *t, const struct options *c, const struct paper *p,
                  const struct drawing *d);

#endif
