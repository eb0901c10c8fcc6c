/* The ladder as a sequence diagram of PlantUML. */
#include <string.h>

#include "ui/export/diagram.h"

/* <U+NNNN> is the character of that number, whatever markup, preprocessor or comment it would have
 * begun. */
static void escape(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ascii_is_digit(c);
        bool twice = i && s.p[i - 1] == c; /* // and -- and __ and .. are markup */
        if (letter || c == ' ' || c & 0x80 || (c && !twice && strchr(".,:()=+-;/_", c)))
            buf_addc(out, c);
        else
            buf_printf(out, "<U+%04X>", (unsigned)c);
    }
}

static void head(struct diagram *d)
{
    buf_adds(d->out, "@startuml\nskinparam shadowing false\nskinparam responseMessageBelowArrow "
                     "false\nskinparam maxMessageSize 360\nhide footbox\ntitle ");
    diagram_add(d, d->out, slice_of(d->f->title[0] ? d->f->title : "-"));
    buf_adds(d->out, "\n");
}

static void participant(struct diagram *d, unsigned i)
{
    buf_printf(d->out, "participant \"%.*s\" as P%u\n", (int)d->label.n, d->label.p, i + 1);
}

/* Requests are solid and answers dashed; provisional ones have a thin head, failures a cross. */
static const char *const arrow[] = {
    [FLOW_REQUEST] = "-[#1A4FA3]>",     [FLOW_PROVISIONAL] = "-[#6B6B6B]->>",
    [FLOW_SUCCESS] = "-[#1E7B34]->",    [FLOW_REDIRECT] = "-[#8A5A00]->>",
    [FLOW_CHALLENGE] = "-[#8A5A00]->>", [FLOW_FAILURE] = "-[#B00020]->x",
};

static const char *const note_color[] = {
    [FLOW_PLAIN] = "#FFFBE6",
    [FLOW_INFO] = "#F2F2F2",
    [FLOW_WARNING] = "#FFF0CC",
    [FLOW_ERROR] = "#FBDDDD",
};

static void over(struct diagram *d, const char *shape, const char *color)
{
    buf_printf(d->out, "%s over P%u", shape, d->from + 1);
    if (d->to != d->from)
        buf_printf(d->out, ", P%u", d->to + 1);
    buf_printf(d->out, " %s : %.*s\n", color, (int)d->label.n, d->label.p);
}

static void row(struct diagram *d, const struct flow_row *r)
{
    if (r->kind == FLOW_MESSAGE)
        buf_printf(d->out, "P%u %s P%u : %.*s\n", r->from + 1, arrow[r->cls], r->to + 1,
                   (int)d->label.n, d->label.p);
    else if (r->kind == FLOW_CALL)
        buf_printf(d->out, "== %.*s ==\n", (int)d->label.n, d->label.p);
    else if (r->kind == FLOW_BAND)
        over(d, "hnote", r->band == FLOW_HOLD ? "#EEEEEE" : "#E2F2E6");
    else
        over(d, "rnote", note_color[r->severity]);
}

int render_plantuml(struct buf *out, const struct flow *f, const struct render_options *o)
{
    static const struct diagram_language plantuml = {
        .escape = escape,
        .line_end = "\\n",
        .head = head,
        .participant = participant,
        .row = row,
        .end = "@enduml\n",
    };
    return diagram_draw(out, f, o, &plantuml);
}
