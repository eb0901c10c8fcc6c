/* rung flow: the ladder of one call, or of several in one. */
#include <stdio.h>

#include "ui/cli/draw.h"
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
static const struct render *renderer(const struct options *c, const struct paper *p)
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

int cmd_flow(struct trace *t, const struct options *c)
{
    struct paper p;
    paper_init(&p, c);
    const struct render *r = renderer(c, &p);
    struct drawing d = { .render = r,
                         .narrated = r == render_find("json"), /* read beside the ladder */
                         .look = warn_of_size };
    return r ? draw_selected(t, c, &p, &d) : EXIT_USAGE;
}
