/* The parts of a page. Internal to the renderer of HTML. */
#ifndef UI_EXPORT_HTML_PART_H
#define UI_EXPORT_HTML_PART_H

#include <stdbool.h>

#include "ui/export/render.h"

/* One page in the making. */
struct html {
    struct buf *out;
    struct buf text; /* at hand, before it is escaped */
    const struct flow *f;
    unsigned files; /* that were read; 0: nobody knows */
    const struct render_options *o;
};

/* What every page begins with, up to its <body>. */
void html_add_head(struct buf *b, struct slice title);

/* Between rows; false: stop. */
bool html_flush(struct html *h);

/* The class of an arrow in words: "request", "provisional" and so on, as in svg.h. */
const char *html_class(enum flow_class cls);

/* What it is about: each call and what became of it, when, who takes part, from which files. */
void html_add_summary(struct html *h);

/* What was found, with links to the steps that prove it. -ENOMEM. n log n in the steps. */
int html_add_findings(struct html *h);

/* The table of steps; -EPIPE: stop. */
int html_add_steps(struct html *h);

/* The messages behind the arrows; -EPIPE: stop. */
int html_add_messages(struct html *h);

#endif
