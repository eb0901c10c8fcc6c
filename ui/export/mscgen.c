/* The ladder as a message sequence chart for mscgen. */
#include "ui/export/cells.h"
#include "ui/export/diagram.h"
#include "ui/export/lanes.h"

enum {
    LANE_CELLS = 24,     /* a lane is at least so wide, in letters */
    LANE_CELLS_MAX = 48, /* and at most; longer labels are wrapped */
    CELL_PIXELS = 8,
    WIDTH_MIN = 600,
    LABEL_BYTES = 1 << 14,
};

/* Texts are quoted. mscgen has no escape for a backslash, which would take the quote behind it, or
 * an n, for itself: a division slash looks the same but for its lean, a set minus even that. */
static void escape(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_adds(out, "\\\"");
        else if (s.p[i] == '\\')
            buf_adds(out, "\xe2\x88\x96"); /* U+2216 */
        else
            buf_addc(out, s.p[i]);
    }
}

/* mscgen has all lanes equally wide: as the widest label wants. */
static unsigned lane_pixels(const struct flow *f)
{
    unsigned most = LANE_CELLS;
    struct buf label;
    buf_init(&label, LABEL_BYTES);
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *r = &f->row[i];
        unsigned lanes = r->from < r->to ? r->to - r->from : r->from - r->to;
        if (r->kind != FLOW_MESSAGE || !lanes)
            continue;
        buf_clear(&label);
        lanes_label(&label, r, LABEL_BYTES, false);
        unsigned cells = (cells_width(buf_slice(&label), false) + 6) / lanes; /* with "F100 " */
        most = cells > most ? cells : most;
    }
    buf_fini(&label);
    return CELL_PIXELS * (most < LANE_CELLS_MAX ? most : LANE_CELLS_MAX);
}

static void head(struct diagram *d)
{
    unsigned width = d->f->participants * lane_pixels(d->f);
    buf_adds(d->out, "# ");
    diagram_add(d, d->out, slice_of(d->f->title));
    buf_printf(d->out, "\nmsc {\n    width=\"%u\", wordwraparcs=\"true\";\n",
               width > WIDTH_MIN ? width : WIDTH_MIN);
}

static void participant(struct diagram *d, unsigned i)
{
    buf_printf(d->out, "    P%u [label=\"%.*s\"]%s\n", i + 1, (int)d->label.n, d->label.p,
               i + 1 < d->f->participants ? "," : ";");
}

/* By class; double lines are successes, dashed ones provisional. */
static const struct {
    const char *arrow, *color;
} look[] = {
    [FLOW_REQUEST] = { "=>", "#1a4fa3" },    [FLOW_PROVISIONAL] = { ">>", "#6b6b6b" },
    [FLOW_SUCCESS] = { ":>", "#1e7b34" },    [FLOW_REDIRECT] = { "=>>", "#8a5a00" },
    [FLOW_CHALLENGE] = { "=>>", "#8a5a00" }, [FLOW_FAILURE] = { "->", "#b00020" },
};

static const char *const note_color[] = {
    [FLOW_PLAIN] = "#fffbe6",
    [FLOW_INFO] = "#f2f2f2",
    [FLOW_WARNING] = "#fff0cc",
    [FLOW_ERROR] = "#fbdddd",
};

static void row(struct diagram *d, const struct flow_row *r)
{
    int n = (int)d->label.n;
    const char *label = d->label.p;
    if (r->kind == FLOW_MESSAGE)
        buf_printf(d->out, "    P%u%sP%u [label=\"%.*s\", linecolour=\"%s\", textcolour=\"%s\"];\n",
                   r->from + 1, look[r->cls].arrow, r->to + 1, n, label, look[r->cls].color,
                   look[r->cls].color);
    else if (r->kind == FLOW_CALL)
        buf_printf(d->out, "    --- [label=\"%.*s\"];\n", n, label);
    else if (r->kind == FLOW_BAND)
        buf_printf(d->out, "    P%u abox P%u [label=\"%.*s\", textbgcolour=\"%s\"];\n", d->from + 1,
                   d->to + 1, n, label, r->band == FLOW_HOLD ? "#eeeeee" : "#e2f2e6");
    else
        buf_printf(d->out, "    P%u note P%u [label=\"%.*s\", textbgcolour=\"%s\"];\n", d->from + 1,
                   d->to + 1, n, label, note_color[r->severity]);
}

int render_mscgen(struct buf *out, const struct flow *f, const struct render_options *o)
{
    static const struct diagram_language mscgen = {
        .escape = escape,
        .line_end = "\\n",
        .head = head,
        .participant = participant,
        .row = row,
        .end = "}\n",
    };
    return diagram_draw(out, f, o, &mscgen);
}
