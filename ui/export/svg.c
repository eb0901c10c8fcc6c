/* The ladder as SVG: a pen over plate.c. Nothing of it runs or is fetched, and all that the network
 * sent is text. */
#include "ui/export/svg.h"

#include <errno.h>
#include <string.h>

#include "ui/export/cells.h"
#include "ui/export/label.h"
#include "ui/export/plate.h"

static const unsigned char css[] = {
#include "svg.css.inc"
};

enum { TITLE_BYTES = 1 << 16 };

struct svg {
    struct buf *out;
    const struct plate *plate;
    const struct render_options *o;
    struct engine_totals in;
    const char *closing; /* what ends the group at hand */
    bool in_sign, linked;
};

const char *svg_css(void)
{
    return (const char *)css;
}

/* ---- text */

static void add_escaped(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '&':
            buf_adds(b, "&amp;");
            break;
        case '<':
            buf_adds(b, "&lt;");
            break;
        case '>':
            buf_adds(b, "&gt;");
            break;
        default:
            buf_addc(b, s.p[i]);
        }
}

/* What came from the network: no control characters, nothing that turns the line around (cells.h).
 */
static void add_text(struct buf *b, struct slice s)
{
    struct glyph g;
    for (size_t at = 0; cells_next(s, &at, false, &g);)
        add_escaped(b, slice_make(g.text, g.n));
}

static void add_end(struct buf *b, const struct flow_participant *who, unsigned end)
{
    add_text(b, slice_of(who->name));
    if (end < who->endpoints && strcmp(who->endpoint[end], who->name) != 0)
        buf_printf(b, " (%s)", who->endpoint[end]);
}

/* What is known of an arrow, a line each. */
static void add_title(struct svg *v, const struct flow_row *row, struct slice words)
{
    struct buf *b = v->out, more;
    const struct flow *f = v->plate->f;
    char text[CLOCK_TEXT + 1];
    buf_init(&more, TITLE_BYTES);
    clock_time_of_day(text, row->time_ns, 6);
    buf_printf(b, "<title>F%u · %s", row->step, text);
    label_delta(text, row->delta_ns);
    buf_printf(b, row->step > 1 ? " · %s\n" : "\n", text);
    add_end(b, &f->participant[row->from], row->from_end);
    buf_adds(b, " → ");
    add_end(b, &f->participant[row->to], row->to_end);
    buf_addc(b, '\n');
    lanes_add_text(&more, row);
    lanes_add_detail(&more, row, "  ");
    add_text(b, buf_slice(&more));
    buf_adds(b, "\nCall-ID ");
    add_text(b, slice_of(row->call_id));
    buf_printf(b, "\npacket %u", row->packet);
    if (v->in.files > 1) {
        buf_adds(b, " of ");
        add_text(b, slice_of(trace_file(v->o->trace, row->file)));
    }
    for (unsigned i = 0; i < row->findings; i++)
        buf_printf(b, "%s%s", i ? ", " : "\n", row->finding[i]);
    if (words.n) {
        buf_addc(b, '\n');
        add_text(b, words);
    }
    buf_adds(b, "</title>");
    buf_fini(&more);
}

/* ---- marks */

static const char *const class_name[] = {
    [FLOW_REQUEST] = "request",   [FLOW_PROVISIONAL] = "provisional", [FLOW_SUCCESS] = "success",
    [FLOW_REDIRECT] = "redirect", [FLOW_CHALLENGE] = "challenge",     [FLOW_FAILURE] = "failure",
};

static const char *const band_name[] = {
    [FLOW_TWO_WAY] = "two-way",
    [FLOW_ONE_WAY] = "one-way",
    [FLOW_HOLD] = "hold",
    [FLOW_FAX] = "fax",
};

static const char *const severity_name[] = {
    [FLOW_PLAIN] = "plain",
    [FLOW_INFO] = "info",
    [FLOW_WARNING] = "warning",
    [FLOW_ERROR] = "error",
};

static void add_rect(struct buf *b, const char *name, int x, int y, int w, int h, int round)
{
    buf_printf(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", name, x, y, w,
               h);
    if (round)
        buf_printf(b, " rx=\"%d\"", round);
    buf_adds(b, "/>");
}

static void open_arrow(struct svg *v, const struct plate_open *o)
{
    struct buf *b = v->out;
    const struct flow_row *row = o->row;
    bool linked = v->linked && row->step;
    v->closing = linked ? "</a>\n" : "</g>\n";
    buf_adds(b, linked ? "<a" : "<g");
    if (linked)
        buf_printf(b, " href=\"#step-%u\"", row->step);
    if (row->step)
        buf_printf(b, " id=\"arrow-%u\"", row->step);
    buf_printf(b, " class=\"arrow %s%s\">", class_name[row->cls], row->findings ? " found" : "");
    if (!row->step)
        return;
    add_title(v, row, o->words);
    add_rect(b, "hit", o->x, o->y, o->w, o->h, 4);
}

static void open_step(struct svg *v, const struct plate_open *o)
{
    const struct flow_row *row = o->row;
    if (row->kind != FLOW_MESSAGE) {
        buf_printf(v->out, "<g class=\"step %s\">", severity_name[row->severity]);
        return;
    }
    buf_printf(v->out, "<g id=\"step-%u\" class=\"step %s\">", row->step, class_name[row->cls]);
    add_rect(v->out, "hit", o->x, o->y, o->w, o->h, 0);
}

static void pen_open(void *ctx, const struct plate_open *o)
{
    struct svg *v = ctx;
    if (o->group == PLATE_SIGN) { /* it stands in others */
        v->in_sign = true;
        buf_printf(v->out, "<g class=\"sign %s\">", severity_name[o->row->severity]);
        return;
    }
    v->closing = "</g>\n";
    if (o->group == PLATE_ARROW)
        open_arrow(v, o);
    else if (o->group == PLATE_STEP)
        open_step(v, o);
    else if (o->group == PLATE_BAND)
        buf_printf(v->out, "<g class=\"band %s\">", band_name[o->row->band]);
    else if (o->group == PLATE_NOTE)
        buf_printf(v->out, "<g class=\"note %s\">", severity_name[o->row->severity]);
    else
        buf_adds(v->out, "<g class=\"call\">");
}

static void pen_close(void *ctx)
{
    struct svg *v = ctx;
    buf_adds(v->out, v->in_sign ? "</g>" : v->closing);
    v->in_sign = false;
}

static void pen_text(void *ctx, const struct plate_text *t)
{
    static const char *const font[FONT_COUNT] = {
        [FONT_TITLE] = "title ",   [FONT_NAME] = "name ",   [FONT_LABEL] = "",
        [FONT_STRONG] = "strong ", [FONT_SMALL] = "small ",
    };
    static const char *const ink[] = {
        [PLATE_INK] = "ink", [PLATE_DIM] = "dim", [PLATE_OWN] = "own"
    };
    static const char *const anchor[] = { [PLATE_START] = "",
                                          [PLATE_MIDDLE] = " text-anchor=\"middle\"",
                                          [PLATE_END] = " text-anchor=\"end\"" };
    struct svg *v = ctx;
    buf_printf(v->out, "<text class=\"%s%s%s\" x=\"%d\" y=\"%d\"%s>", font[t->font], ink[t->ink],
               t->halo ? " halo" : "", t->x, t->y, anchor[t->anchor]);
    add_text(v->out, t->text);
    if (t->tail.n) {
        buf_printf(v->out, "<tspan class=\"small dim\" dx=\"%d\">", PLATE_TAIL);
        add_text(v->out, t->tail);
        buf_adds(v->out, "</tspan>");
    }
    buf_adds(v->out, "</text>");
}

static void pen_shape(void *ctx, const struct plate_shape *s)
{
    static const char *const look[] = {
        [PLATE_LIFE] = "life",   [PLATE_RULE] = "rule", [PLATE_BOX] = "box",
        [PLATE_SHAFT] = "shaft", [PLATE_TIP] = "tip",   [PLATE_TIP_OPEN] = "open",
        [PLATE_FILL] = "fill",   [PLATE_EDGE] = "edge", [PLATE_BAR] = "bar",
        [PLATE_CUT] = "cut",
    };
    struct svg *v = ctx;
    if (!s->points) {
        add_rect(v->out, look[s->look], s->x, s->y, s->w, s->h, s->round);
        return;
    }
    bool outline = s->look == PLATE_TIP_OPEN && s->closed;
    buf_printf(v->out, "<path class=\"%s%s\" d=\"", outline ? "tip " : "", look[s->look]);
    for (unsigned i = 0; i < s->points; i++)
        buf_printf(v->out, "%c%d %d", i ? 'L' : 'M', s->at[i].x, s->at[i].y);
    buf_adds(v->out, s->closed ? "Z\"/>" : "\"/>");
}

static void pen_page(void *ctx, unsigned number)
{
    struct svg *v = ctx;
    if (v->plate->paged)
        buf_printf(v->out, "<svg class=\"page\" y=\"%u\" width=\"%d\" height=\"%d\">\n",
                   (number - 1) * (unsigned)v->plate->height, v->plate->width, v->plate->height);
}

static void pen_end_page(void *ctx)
{
    struct svg *v = ctx;
    buf_adds(v->out, v->plate->paged ? "</svg>\n" : "");
}

static bool pen_next(void *ctx)
{
    struct svg *v = ctx;
    return !v->o->flush || v->o->flush(v->o->ctx);
}

static int draw(struct buf *out, struct plate *p, bool linked)
{
    struct svg v = { .out = out, .plate = p, .o = p->o, .linked = linked, .in = { .files = 1 } };
    struct plate_pen pen = { .ctx = &v,
                             .page = pen_page,
                             .end_page = pen_end_page,
                             .open = pen_open,
                             .close = pen_close,
                             .text = pen_text,
                             .shape = pen_shape,
                             .next = pen_next };
    if (p->o->trace)
        trace_totals(p->o->trace, &v.in);
    int r = plate_draw(p, &pen);
    return r ? r : out->failed ? -ENOMEM : 0;
}

/* ---- a file of its own */

/* Paper has its size in mm, so that a browser prints a page on a page. */
static void add_size(struct buf *out, const struct plate *p)
{
    static const struct {
        const char *name;
        unsigned w, h; /* tenths of mm */
    } paper[] = { [RENDER_A4] = { "210mm 297mm", 2100, 2970 },
                  [RENDER_LETTER] = { "215.9mm 279.4mm", 2159, 2794 } };
    unsigned high = p->pages * (unsigned)p->height;
    if (!p->paged) {
        buf_printf(out, " width=\"%d\" height=\"%u\" viewBox=\"0 0 %d %u\">\n<style>\n", p->width,
                   high, p->width, high);
        return;
    }
    unsigned w = paper[p->o->paper].w, h = paper[p->o->paper].h;
    if (p->landscape) {
        w = paper[p->o->paper].h;
        h = paper[p->o->paper].w;
    }
    unsigned all = h * p->pages;
    buf_printf(
        out,
        " width=\"%u.%umm\" height=\"%u.%umm\" viewBox=\"0 0 %d %u\""
        " preserveAspectRatio=\"none\">\n<style>\n@page { size: %u.%umm %u.%umm; margin: 0; }\n",
        w / 10, w % 10, all / 10, all % 10, p->width, high, w / 10, w % 10, h / 10, h % 10);
}

static void add_file(struct buf *out, const struct plate *p)
{
    buf_adds(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rung\" role=\"img\"");
    add_size(out, p);
    buf_adds(out, svg_css());
    buf_adds(out, "</style>\n<title>");
    add_text(out, slice_of(p->f->title));
    buf_adds(out, "</title>\n");
    add_rect(out, "paper", 0, 0, p->width, (int)p->pages * p->height, 0);
    buf_addc(out, '\n');
}

int render_svg(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct plate *p = plate_new(f, o, PLATE_ALL);
    if (!p)
        return -ENOMEM;
    add_file(out, p);
    int r = draw(out, p, o->steps);
    if (r == 0)
        buf_adds(out, "</svg>\n");
    plate_free(p);
    return r ? r : out->failed ? -ENOMEM : 0;
}

/* ---- for a page */

static int add_inline(struct buf *out, const struct flow *f, const struct render_options *o,
                      unsigned parts)
{
    struct render_options sheet = *o;
    sheet.paper = RENDER_SHEET;
    sheet.flush = NULL;
    struct plate *p = plate_new(f, &sheet, parts);
    if (!p)
        return -ENOMEM;
    buf_printf(out, "<svg class=\"rung %s\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
               parts & PLATE_HEADS ? "heads" : "rows", p->width, p->height, p->width, p->height);
    int r = draw(out, p, true);
    buf_adds(out, "</svg>\n");
    plate_free(p);
    return r ? r : out->failed ? -ENOMEM : 0;
}

int svg_inline(struct buf *heads, struct buf *rows, const struct flow *f,
               const struct render_options *o)
{
    int r = add_inline(heads, f, o, PLATE_HEADS);
    return r ? r : add_inline(rows, f, o, PLATE_ROWS | PLATE_LEGEND);
}
