/* The ladder as PDF and PNG: a pen over plate.c that draws with cairo. The file is empty where rung
 * is built without it. */
#ifdef HAVE_CAIRO

#include <errno.h>
#include <stdio.h>

#include <cairo-pdf.h>
#include <cairo.h>

#include "ui/export/cells.h"
#include "ui/export/paint.h"
#include "ui/export/plate.h"

enum {
    SHARP = 2, /* pixels of a PNG for a px, where there is room */
    TEXT_BYTES = 1 << 14,
};

#define PX_TO_PT 0.75

struct paint {
    cairo_t *cr;
    const struct plate *plate;
    enum plate_group group;
    enum paint_colour own, before; /* before: of the group that a sign stands in */
    bool linked, in_sign, dashed;
    struct buf text;
};

static void set_colour(struct paint *p, enum paint_colour colour)
{
    unsigned rgb = paint_rgb(colour);
    cairo_set_source_rgb(p->cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

/* ---- groups */

static enum paint_colour severity_colour(enum flow_severity s)
{
    return s == FLOW_ERROR ? PAINT_ERROR : s == FLOW_WARNING ? PAINT_WARNING : PAINT_DIM;
}

static enum paint_colour colour_of(const struct plate_open *o)
{
    static const enum paint_colour by_class[] = {
        [FLOW_REQUEST] = PAINT_REQUEST,    [FLOW_PROVISIONAL] = PAINT_PROVISIONAL,
        [FLOW_SUCCESS] = PAINT_SUCCESS,    [FLOW_REDIRECT] = PAINT_REDIRECT,
        [FLOW_CHALLENGE] = PAINT_REDIRECT, [FLOW_FAILURE] = PAINT_FAILURE,
    };
    const struct flow_row *row = o->row;
    if (o->group == PLATE_BAND)
        return row->band == FLOW_HOLD || row->band == FLOW_FAX ? PAINT_DIM : PAINT_SUCCESS;
    if (o->group == PLATE_ARROW || (o->group == PLATE_STEP && row->kind == FLOW_MESSAGE))
        return by_class[row->cls];
    return o->group == PLATE_CALL ? PAINT_DIM : severity_colour(row->severity);
}

/* Arrows lead to their steps, where the table is there. */
static void begin_tag(struct paint *p, const struct plate_open *o)
{
    char attributes[48];
    p->linked = p->plate->parts & PLATE_TABLE && o->row->step &&
                (o->group == PLATE_ARROW || o->group == PLATE_STEP);
    if (!p->linked)
        return;
    snprintf(attributes, sizeof(attributes), "%s='step-%u'",
             o->group == PLATE_ARROW ? "dest" : "name", o->row->step);
    cairo_tag_begin(p->cr, o->group == PLATE_ARROW ? CAIRO_TAG_LINK : CAIRO_TAG_DEST, attributes);
}

static void pen_open(void *ctx, const struct plate_open *o)
{
    struct paint *p = ctx;
    if (o->group == PLATE_SIGN) {
        p->in_sign = true;
        p->before = p->own;
        p->own = colour_of(o);
        return;
    }
    p->group = o->group;
    p->own = colour_of(o);
    p->dashed = (o->group == PLATE_ARROW && o->row->cls == FLOW_PROVISIONAL) ||
                (o->group == PLATE_BAND && o->row->band == FLOW_HOLD);
    begin_tag(p, o);
}

static void pen_close(void *ctx)
{
    struct paint *p = ctx;
    if (p->in_sign) {
        p->in_sign = false;
        p->own = p->before;
        return;
    }
    if (p->linked)
        cairo_tag_end(p->cr, p->group == PLATE_ARROW ? CAIRO_TAG_LINK : CAIRO_TAG_DEST);
    p->linked = p->dashed = false;
    p->group = PLATE_NO_GROUP;
}

/* ---- text */

static double set_font(struct paint *p, enum font font, struct slice text)
{
    cairo_text_extents_t e;
    cairo_select_font_face(p->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           font_shape(font)->bold ? CAIRO_FONT_WEIGHT_BOLD
                                                  : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(p->cr, font_shape(font)->px);
    buf_clear(&p->text);
    cells_add(&p->text, text, false);
    cairo_text_extents(p->cr, p->text.p ? p->text.p : "", &e);
    return e.x_advance;
}

static void show(struct paint *p, double x, double y)
{
    cairo_move_to(p->cr, x, y);
    cairo_show_text(p->cr, p->text.p ? p->text.p : "");
}

static void pen_text(void *ctx, const struct plate_text *t)
{
    static const enum paint_colour inks[] = { [PLATE_INK] = PAINT_INK, [PLATE_DIM] = PAINT_DIM };
    struct paint *p = ctx;
    double tail = t->tail.n ? PLATE_TAIL + set_font(p, FONT_SMALL, t->tail) : 0;
    double width = set_font(p, t->font, t->text), all = width + tail, x = t->x, squeeze = 1;
    if (all > t->width && t->width) /* a font that is wider than any that is known */
        squeeze = t->width / all;
    x -= t->anchor == PLATE_MIDDLE ? all * squeeze / 2 : t->anchor == PLATE_END ? all * squeeze : 0;
    cairo_save(p->cr);
    cairo_translate(p->cr, x, t->y);
    cairo_scale(p->cr, squeeze, 1);
    if (t->halo) {
        set_colour(p, PAINT_PAPER);
        cairo_rectangle(p->cr, -2, -(double)font_shape(t->font)->px + 1, all + 4,
                        font_shape(t->font)->px + 1);
        cairo_fill(p->cr);
    }
    set_colour(p, t->ink == PLATE_OWN ? p->own : inks[t->ink]);
    show(p, 0, 0);
    if (t->tail.n) {
        set_font(p, FONT_SMALL, t->tail);
        set_colour(p, PAINT_DIM);
        show(p, width + PLATE_TAIL, 0);
    }
    cairo_restore(p->cr);
}

/* ---- shapes */

static void trace_rect(struct paint *p, const struct plate_shape *s)
{
    const double turn = 1.5707963267948966;
    double r = s->round, x = s->x, y = s->y, w = s->w, h = s->h;
    if (s->round <= 0) {
        cairo_rectangle(p->cr, x, y, w, h);
        return;
    }
    cairo_new_sub_path(p->cr);
    cairo_arc(p->cr, x + w - r, y + r, r, -turn, 0);
    cairo_arc(p->cr, x + w - r, y + h - r, r, 0, turn);
    cairo_arc(p->cr, x + r, y + h - r, r, turn, 2 * turn);
    cairo_arc(p->cr, x + r, y + r, r, 2 * turn, 3 * turn);
    cairo_close_path(p->cr);
}

static void trace_path(struct paint *p, const struct plate_shape *s)
{
    if (!s->points)
        trace_rect(p, s);
    for (unsigned i = 0; i < s->points; i++)
        cairo_line_to(p->cr, s->at[i].x, s->at[i].y);
    if (s->points && s->closed)
        cairo_close_path(p->cr);
}

static void stroke(struct paint *p, enum paint_colour colour, double width, bool dashed)
{
    static const double dashes[] = { 5, 3 }, dots[] = { 2, 3 };
    cairo_set_dash(p->cr, p->group == PLATE_BAND ? dots : dashes, dashed ? 2 : 0, 0);
    cairo_set_line_width(p->cr, width);
    set_colour(p, colour);
    cairo_stroke(p->cr);
}

static void fill(struct paint *p, enum paint_colour colour, bool keep)
{
    set_colour(p, colour);
    if (keep)
        cairo_fill_preserve(p->cr);
    else
        cairo_fill(p->cr);
}

/* The back of a band or a note. */
static void paint_back(struct paint *p)
{
    bool edge = p->group == PLATE_BAND && p->own == PAINT_DIM;
    fill(p, p->group == PLATE_NOTE ? PAINT_NOTE : edge ? PAINT_HOLD : PAINT_BAND, edge);
    if (edge)
        stroke(p, PAINT_DIM, 1, p->dashed);
}

static void pen_shape(void *ctx, const struct plate_shape *s)
{
    struct paint *p = ctx;
    cairo_new_path(p->cr);
    trace_path(p, s);
    switch (s->look) {
    case PLATE_LIFE:
    case PLATE_RULE:
        stroke(p, PAINT_LINE, 1, false);
        break;
    case PLATE_BOX:
        fill(p, PAINT_BOX, true);
        stroke(p, PAINT_LINE, 1, false);
        break;
    case PLATE_SHAFT:
        stroke(p, p->own, 1.4, p->dashed);
        break;
    case PLATE_TIP:
    case PLATE_BAR:
        fill(p, p->own, false);
        break;
    case PLATE_TIP_OPEN:
        if (s->closed)
            fill(p, PAINT_PAPER, true);
        stroke(p, p->own, 1.4, false);
        break;
    case PLATE_FILL:
        paint_back(p);
        break;
    case PLATE_EDGE:
        stroke(p, p->own, 1.4, false);
        break;
    case PLATE_CUT:
        cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
        stroke(p, PAINT_PAPER, 1.6, false);
        cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
        break;
    }
}

static void pen_end_page(void *ctx)
{
    struct paint *p = ctx;
    cairo_show_page(p->cr);
}

static bool pen_next(void *ctx)
{
    struct paint *p = ctx;
    return cairo_status(p->cr) == CAIRO_STATUS_SUCCESS;
}

/* ---- files */

/* cairo 1.16 crashes when it is told of an error while it ends a PDF; who asked looks at
 * out->failed. */
static cairo_status_t write_out(void *ctx, const unsigned char *bytes, unsigned n)
{
    struct buf *out = ctx;
    buf_add(out, bytes, n);
    return CAIRO_STATUS_SUCCESS;
}

/* Draws the plate on the surface, `scale` of its units for a px. */
static int draw(cairo_surface_t *surface, struct plate *plate, double scale)
{
    struct paint p = { .cr = cairo_create(surface), .plate = plate };
    struct plate_pen pen = { .ctx = &p,
                             .end_page = pen_end_page,
                             .open = pen_open,
                             .close = pen_close,
                             .text = pen_text,
                             .shape = pen_shape,
                             .next = pen_next };
    buf_init(&p.text, TEXT_BYTES);
    cairo_scale(p.cr, scale, scale);
    int r = plate_draw(plate, &pen);
    if (cairo_status(p.cr) != CAIRO_STATUS_SUCCESS)
        r = -ENOMEM;
    cairo_destroy(p.cr);
    buf_fini(&p.text);
    return r;
}

int render_pdf(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct render_options paged = *o;
    double w = 595.276, h = 841.89;
    if (o->paper == RENDER_SHEET)
        paged.paper = RENDER_A4;
    if (o->paper == RENDER_LETTER) {
        w = 612;
        h = 792;
    }
    struct plate *plate = plate_new(f, &paged, PLATE_ALL);
    if (!plate)
        return -ENOMEM;
    double across = plate->landscape ? h : w, down = plate->landscape ? w : h;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_out, out, across, down);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, f->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "rung " RUNG_VERSION);
    int r = draw(surface, plate, across / plate->width);
    cairo_surface_finish(surface);
    if (!r && (out->failed || cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS))
        r = -ENOMEM;
    cairo_surface_destroy(surface);
    plate_free(plate);
    return r;
}

/* Twice as fine as the px where it stays in the bounds; 0: it is too large. */
static int png_scale(const struct plate *p)
{
    for (int scale = SHARP; scale; scale--) {
        long w = (long)p->width * scale, h = (long)p->height * scale;
        if (w <= PNG_SIDE_MAX && h <= PNG_SIDE_MAX && w * h <= PNG_PIXELS_MAX)
            return scale;
    }
    return 0;
}

int render_png(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct render_options sheet = *o;
    sheet.paper = RENDER_SHEET;
    struct plate *plate = plate_new(f, &sheet, PLATE_ALL);
    int scale = plate ? png_scale(plate) : 0;
    if (!scale) {
        plate_free(plate);
        return plate ? -E2BIG : -ENOMEM;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, plate->width * scale, plate->height * scale);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_destroy(cr);
    int r = draw(surface, plate, scale);
    if (!r && (cairo_surface_write_to_png_stream(surface, write_out, out) != CAIRO_STATUS_SUCCESS ||
               out->failed))
        r = -ENOMEM;
    cairo_surface_destroy(surface);
    plate_free(plate);
    return r;
}

#endif
