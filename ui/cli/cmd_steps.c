/* rung steps: the rows of a ladder as a table in words. */
#include <stdio.h>

#include "ui/cli/draw.h"
#include "ui/export/steps.h"
#include "ui/flow/flow.h"

/* --json, --format, the name of the file, else text. NULL: said what is wrong. */
static const struct render *renderer(const struct options *c, const struct paper *p)
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

int cmd_steps(struct trace *t, const struct options *c)
{
    struct paper p;
    paper_init(&p, c);
    const struct render *r = renderer(c, &p);
    struct drawing d = { .render = r, .narrated = true };
    return r ? draw_selected(t, c, &p, &d) : EXIT_USAGE;
}
