/* rung flow: the ladder of one call, or of several in one. */
#include <stdio.h>

#include "ui/cli/draw.h"

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

int cmd_flow(struct trace *t, const struct options *c)
{
    return draw_selected(t, c, RENDER_LADDER, warn_of_size);
}
