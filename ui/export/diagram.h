/* What the languages for sequence diagrams have in common: one walk over the rows, in words that
 * each of them escapes and arranges in its own way. */
#ifndef UI_EXPORT_DIAGRAM_H
#define UI_EXPORT_DIAGRAM_H

#include "ui/export/render.h"

struct diagram;

/* A language. Participants are named P1, P2, … in it; their texts are labels. */
struct diagram_language {
    /* Appends text so that the language takes nothing of it for syntax; all of it is UTF-8 without
     * control characters and without line ends. */
    void (*escape)(struct buf *out, struct slice text);
    const char *line_end; /* within a label */
    void (*head)(struct diagram *d);
    void (*participant)(struct diagram *d, unsigned i); /* label: name, role, address */
    void (*row)(struct diagram *d, const struct flow_row *row);
    const char *end;
};

struct diagram {
    const struct diagram_language *language;
    const struct flow *f;
    const struct render_options *o;
    struct buf *out;
    struct buf label; /* of the participant or row at hand, escaped */
    struct buf text;
    unsigned from, to; /* lanes of a row that is no arrow, from left to right, from 0 */
};

/* As render_fn. */
int diagram_draw(struct buf *out, const struct flow *f, const struct render_options *o,
                 const struct diagram_language *language);

/* Appends text of the network, harmless and escaped. */
void diagram_add(struct diagram *d, struct buf *b, struct slice text);

#endif
