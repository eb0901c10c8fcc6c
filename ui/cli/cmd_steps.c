/* rung steps: the rows of a ladder as a table in words. */
#include "ui/cli/draw.h"

int cmd_steps(struct trace *t, const struct options *c)
{
    return draw_selected(t, c, RENDER_STEPS, NULL);
}
