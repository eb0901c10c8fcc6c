/* From the selection to a drawing on the output: what flow and steps share. */
#ifndef UI_CLI_DRAW_H
#define UI_CLI_DRAW_H

#include "ui/cli/cmd.h"
#include "ui/export/render.h"

/* Draws the selected legs as --json, --format or the file's name say, else as text. `look`, where
 * there is one, is called before it is drawn. An exit status. */
int draw_selected(struct trace *t, const struct options *c, enum render_what what,
                  void (*look)(const struct flow *f));

#endif
