/* The ladder as a sequenceDiagram of Mermaid, which wikis and code hosts draw. */
#include <string.h>

#include "ui/export/diagram.h"

/* Mermaid takes #NNN; for the character of that number anywhere in a text. What may mean something
 * to its parser, to HTML or to Markdown is written so, and the first letter of each word that is a
 * keyword of it ("end" ends a block). */
static void escape(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ascii_is_digit(c);
        bool begins = !i || s.p[i - 1] == ' ';
        bool blank = c == ' ' || (c == ':' && i + 1 < s.n && s.p[i + 1] == ' ' && i);
        bool keyword = begins && slice_istarts(slice_sub(s, i, s.n), SLICE("end"));
        if ((letter && !keyword) || blank || c & 0x80 || (c && strchr(".,/()+=-", c)))
            buf_addc(out, c);
        else
            buf_printf(out, "#%d;", c);
    }
}

static void head(struct diagram *d)
{
    buf_adds(d->out, "sequenceDiagram\n    title ");
    diagram_add(d, d->out, slice_of(d->f->title[0] ? d->f->title : "-"));
    buf_adds(d->out, "\n");
}

static void participant(struct diagram *d, unsigned i)
{
    buf_printf(d->out, "    participant P%u as %.*s\n", i + 1, (int)d->label.n, d->label.p);
}

/* Requests are solid and answers dashed; provisional ones have an open head, failures a cross. */
static const char *const arrow[] = {
    [FLOW_REQUEST] = "->>",   [FLOW_PROVISIONAL] = "--)", [FLOW_SUCCESS] = "-->>",
    [FLOW_REDIRECT] = "-->>", [FLOW_CHALLENGE] = "-->>",  [FLOW_FAILURE] = "--x",
};

static void over(struct diagram *d)
{
    buf_printf(d->out, "    Note over P%u", d->from + 1);
    if (d->to != d->from)
        buf_printf(d->out, ",P%u", d->to + 1);
    buf_printf(d->out, ": %.*s\n", (int)d->label.n, d->label.p);
}

static void row(struct diagram *d, const struct flow_row *r)
{
    if (r->kind == FLOW_MESSAGE) {
        buf_printf(d->out, "    P%u%sP%u: %.*s\n", r->from + 1, arrow[r->cls], r->to + 1,
                   (int)d->label.n, d->label.p);
        return;
    }
    bool framed = r->kind == FLOW_BAND || r->kind == FLOW_CALL;
    if (framed)
        buf_adds(d->out, r->kind == FLOW_CALL ? "    rect rgba(128, 128, 128, 0.25)\n"
                                              : "    rect rgba(64, 160, 96, 0.25)\n");
    over(d);
    if (framed)
        buf_adds(d->out, "    end\n");
}

int render_mermaid(struct buf *out, const struct flow *f, const struct render_options *o)
{
    static const struct diagram_language mermaid = {
        .escape = escape,
        .line_end = "<br/>",
        .head = head,
        .participant = participant,
        .row = row,
        .end = "",
    };
    return diagram_draw(out, f, o, &mermaid);
}
