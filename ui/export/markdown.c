/* The ladder as a page of Markdown, as a manual has it: drawing, findings, steps, participants. The
 * drawing is a block of text, which every reader of Markdown shows; those that draw Mermaid have a
 * format of their own. */
#include <errno.h>

#include "ui/export/cells.h"
#include "ui/export/steps.h"

enum { TEXT_BYTES = 1 << 20, DRAWING_BYTES = 1 << 30, FENCE_MIN = 3 };

/* Nothing of the text is taken for markup. */
static void add_plain(struct buf *out, struct slice text)
{
    const struct slice markup = SLICE("\\`*_{}[]<>#|~&!");
    struct buf safe;
    buf_init(&safe, TEXT_BYTES);
    cells_add(&safe, text, false);
    for (size_t i = 0; i < safe.n; i++) {
        if (slice_index(markup, safe.p[i]) < markup.n)
            buf_addc(out, '\\');
        buf_addc(out, safe.p[i]);
    }
    out->failed |= safe.failed;
    buf_fini(&safe);
}

static void add_cell(struct buf *out, struct slice text)
{
    buf_adds(out, " ");
    add_plain(out, text);
    buf_adds(out, " |");
}

/* The table of steps. */
static int add_steps(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct buf text;
    int r = 0;
    buf_init(&text, TEXT_BYTES);
    buf_adds(out, "\n| Step | Action | Description |\n|---|---|---|\n");
    for (unsigned i = 0; i < f->rows && !r; i++) {
        const struct flow_row *row = &f->row[i];
        if (!steps_tells(row))
            continue;
        buf_adds(out, "|");
        if (row->kind == FLOW_MESSAGE)
            buf_printf(out, " F%u |", row->step);
        else
            buf_adds(out, " |");
        buf_clear(&text);
        steps_add_action(&text, f, row);
        add_cell(out, buf_slice(&text));
        buf_clear(&text);
        steps_add_description(&text, f, i, o->narrator);
        add_cell(out, buf_slice(&text));
        buf_adds(out, "\n");
        if (o->flush && !o->flush(o->ctx))
            r = -EPIPE;
    }
    buf_fini(&text);
    return r;
}

int steps_markdown(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct buf text;
    buf_init(&text, TEXT_BYTES);
    buf_adds(out, "## ");
    add_plain(out, slice_of(f->title));
    buf_adds(out, "\n\n");
    for (unsigned i = 0; i < f->participants; i++) {
        buf_clear(&text);
        steps_add_participant(&text, &f->participant[i]);
        buf_adds(out, "- ");
        add_plain(out, buf_slice(&text));
        buf_adds(out, "\n");
    }
    buf_fini(&text);
    int r = add_steps(out, f, o);
    return r ? r : out->failed ? -ENOMEM : 0;
}

/* Backticks of a fence that nothing in the text closes. */
static size_t fence_of(struct slice text)
{
    size_t most = FENCE_MIN - 1, run = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = text.p[i] == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most + 1;
}

static int add_drawing(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct render_options plain = *o;
    struct buf text;
    plain.color = plain.steps = false;
    plain.flush = NULL;
    buf_init(&text, DRAWING_BYTES);
    int r = render_text(&text, f, &plain);
    size_t fence = fence_of(buf_slice(&text));
    buf_fill(out, '`', fence);
    buf_adds(out, "text\n");
    buf_add(out, text.p ? text.p : "", text.n);
    buf_fill(out, '`', fence);
    buf_adds(out, "\n");
    buf_fini(&text);
    return r;
}

/* What was found stands in the ladder as notes, each under the last arrow that proves it. */
static void add_findings(struct buf *out, const struct flow *f)
{
    static const char *const word[] = {
        [FLOW_PLAIN] = "note",
        [FLOW_INFO] = "info",
        [FLOW_WARNING] = "warning",
        [FLOW_ERROR] = "error",
    };
    unsigned step = 0;
    bool any = false;
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *row = &f->row[i];
        step = row->kind == FLOW_MESSAGE ? row->step : step;
        if (row->kind != FLOW_NOTE || !row->findings)
            continue;
        if (!any)
            buf_adds(out, "\n## Findings\n\n");
        any = true;
        buf_printf(out, "- **%s** (%s, at F%u): ", row->finding[0], word[row->severity], step);
        add_plain(out, slice_of(row->text));
        buf_adds(out, "\n");
    }
}

static void add_participants(struct buf *out, const struct flow *f)
{
    struct buf text;
    buf_init(&text, TEXT_BYTES);
    buf_adds(out, "\n## Participants\n\n| Name | Role | Addresses |\n|---|---|---|\n");
    for (unsigned i = 0; i < f->participants; i++) {
        const struct flow_participant *p = &f->participant[i];
        buf_adds(out, "|");
        add_cell(out, slice_of(p->name));
        add_cell(out, slice_of(p->role));
        buf_clear(&text);
        for (unsigned k = 0; k < p->endpoints; k++)
            buf_printf(&text, "%s%s", k ? ", " : "", p->endpoint[k]);
        add_cell(out, buf_slice(&text));
        buf_adds(out, "\n");
    }
    buf_fini(&text);
}

int render_markdown(struct buf *out, const struct flow *f, const struct render_options *o)
{
    buf_adds(out, "# ");
    add_plain(out, slice_of(f->title));
    buf_adds(out, "\n\n");
    int r = add_drawing(out, f, o);
    if (r)
        return r;
    add_findings(out, f);
    buf_adds(out, "\n## Steps\n");
    r = add_steps(out, f, o);
    if (r)
        return r;
    add_participants(out, f);
    return out->failed ? -ENOMEM : 0;
}
