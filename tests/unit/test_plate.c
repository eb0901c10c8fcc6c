/* Tests of the ladder as a drawing (ui/export/plate*.c, font.c, svg.c, cairo.c): no two texts
 * overlap and none leaves its place, over all samples and over flows made by chance; and what is
 * written is right. */
#include <errno.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/export/cells.h"
#include "ui/export/paint.h"
#include "ui/export/plate.h"
#include "ui/export/svg.h"

/* ---- a pen that remembers where texts stand */

enum { BOXES = 40000, TEXT = 48, FLOWS = 200 };

struct box {
    unsigned page;
    int x1, y1, x2, y2;
    char text[TEXT];
};

struct record {
    const struct plate *plate;
    struct box *box;
    unsigned n, page, depth;
    struct plate_open open;
};

static void pen_page(void *ctx, unsigned number)
{
    struct record *r = ctx;
    assert_int_equal(number, r->page + 1);
    r->page = number;
}

static void pen_end_page(void *ctx)
{
    (void)ctx;
}

static void pen_open(void *ctx, const struct plate_open *o)
{
    struct record *r = ctx;
    assert_true(r->depth++ < 2); /* a sign in another group at most */
    if (r->depth == 1)
        r->open = *o;
}

static void pen_close(void *ctx)
{
    struct record *r = ctx;
    if (!--r->depth)
        r->open = (struct plate_open){ .group = PLATE_NO_GROUP };
}

static void note_box(struct record *r, struct box b, struct slice text)
{
    b.page = r->page;
    snprintf(b.text, sizeof(b.text), "%.*s", (int)text.n, text.p);
    assert_true(r->n < BOXES);
    r->box[r->n++] = b;
    if (b.x1 < 0 || b.x2 > r->plate->width || b.y1 < 0 || b.y2 > r->plate->height)
        fail_msg("\"%s\" leaves the page: %d..%d of %d, %d..%d of %d", b.text, b.x1, b.x2,
                 r->plate->width, b.y1, b.y2, r->plate->height);
}

/* Labels stay between the lifelines of their arrow or band. */
static void check_lane(const struct record *r, const struct box *b)
{
    const struct plate *p = r->plate;
    const struct flow_row *row = r->open.row;
    bool label = (r->open.group == PLATE_ARROW && row->step) || r->open.group == PLATE_BAND;
    if (!label || row->from == row->to || b->x2 <= p->time_end + 1)
        return;
    unsigned from = row->from < p->lanes ? row->from : p->lanes - 1;
    unsigned to = row->to < p->lanes ? row->to : p->lanes - 1;
    int left = p->x[from < to ? from : to], right = p->x[from < to ? to : from];
    if (left != right && (b->x1 < left || b->x2 > right))
        fail_msg("\"%s\" leaves its lanes: %d..%d, not in %d..%d", b->text, b->x1, b->x2, left,
                 right);
}

static void pen_text(void *ctx, const struct plate_text *t)
{
    struct record *r = ctx;
    int w = (int)t->width, px = (int)font_shape(t->font)->px;
    unsigned tail = t->tail.n ? PLATE_TAIL + font_width(t->tail, FONT_SMALL) : 0;
    int x = t->x - (t->anchor == PLATE_MIDDLE ? (w + 1) / 2 : t->anchor == PLATE_END ? w : 0);
    struct box b = { .x1 = x, .x2 = x + w, .y1 = t->y - px * 3 / 4, .y2 = t->y + px / 5 };
    assert_int_equal(t->width, font_width(t->text, t->font) + tail);
    note_box(r, b, t->text);
    check_lane(r, &r->box[r->n - 1]);
}

static void pen_shape(void *ctx, const struct plate_shape *s)
{
    struct record *r = ctx;
    if (s->look == PLATE_BOX)
        assert_true(s->x >= 0 && s->x + s->w <= r->plate->width);
}

static bool overlap(const struct box *a, const struct box *b)
{
    return a->page == b->page && a->x1 < b->x2 && b->x1 < a->x2 && a->y1 < b->y2 && b->y1 < a->y2;
}

/* Texts come from the top to the bottom, nearly: it suffices to look back a little. */
static void check_overlaps(const struct record *r)
{
    for (unsigned i = 0; i < r->n; i++)
        for (unsigned k = i > 1200 ? i - 1200 : 0; k < i; k++)
            if (overlap(&r->box[i], &r->box[k]))
                fail_msg("\"%s\" and \"%s\" overlap: %d..%d, %d..%d and %d..%d, %d..%d",
                         r->box[i].text, r->box[k].text, r->box[i].x1, r->box[i].x2, r->box[i].y1,
                         r->box[i].y2, r->box[k].x1, r->box[k].x2, r->box[k].y1, r->box[k].y2);
}

static void check_flow(const struct flow *f, const struct render_options *o)
{
    struct plate *p = plate_new(f, o, PLATE_ALL);
    struct record r = { .plate = p, .box = calloc(BOXES, sizeof(*r.box)) };
    struct plate_pen pen = { .ctx = &r,
                             .page = pen_page,
                             .end_page = pen_end_page,
                             .open = pen_open,
                             .close = pen_close,
                             .text = pen_text,
                             .shape = pen_shape };
    assert_true(p && r.box);
    assert_int_equal(plate_draw(p, &pen), 0);
    assert_int_equal(r.page, p->pages);
    check_overlaps(&r);
    free(r.box);
    plate_free(p);
}

static void check_papers(const struct flow *f, struct narrator *narrator)
{
    for (int paper = RENDER_SHEET; paper <= RENDER_LETTER; paper++) {
        struct render_options o = { .paper = (enum render_paper)paper,
                                    .time = (enum render_time)(f->rows % 4),
                                    .steps = true,
                                    .narrator = narrator };
        check_flow(f, &o);
    }
}

/* ---- samples, and chance */

static void check_sample(const char *path)
{
    struct trace_options to = { .threads = 1 };
    struct flow_options fo = { .unfold = false };
    struct trace *t;
    struct flow *f;
    struct err err;
    assert_int_equal(trace_open(&t, &path, 1, &to, &err), 0);
    trace_run(t);
    unsigned n = 0, all = (unsigned)trace_store(t)->legs.n;
    uint32_t *leg = calloc(all + 1, sizeof(*leg));
    for (unsigned i = 1; i <= all && n < 12; i++)
        leg[n++] = i;
    if (n && flow_new(&f, t, leg, n, &fo, &err) == 0) {
        struct narrator *narrator = narrator_new(f);
        assert_non_null(narrator);
        check_papers(f, narrator);
        narrator_free(narrator);
        flow_free(f);
    }
    free(leg);
    trace_close(t);
}

static void no_text_overlaps_in_samples(void **state)
{
    glob_t g;
    (void)state;
    assert_int_equal(glob("samples/*.pcap", 0, NULL, &g), 0);
    for (size_t i = 0; i < g.gl_pathc; i++)
        check_sample(g.gl_pathv[i]);
    globfree(&g);
}

static uint32_t seed;

static unsigned chance(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static const char *any_words(void)
{
    static const char *const words[] = {
        "INVITE",
        "180 Ringing",
        "SUBSCRIBE",
        "User A",
        "10.1.1.2",
        "2001:db8:85a3:8d3:1319:8a2e:370:7348",
        "",
        "W",
        "Ren\u00e9e M\u00fcller-L\u00fcdenscheidt",
        "\u65e5\u672c\u8a9e\u306e\u540d\u524d",
        "\u0414\u043c\u0438\u0442\u0440\u0438\u0439",
        "488 Not Acceptable Here",
        "SDP: PCMU, PCMA, telephone-event, G722, opus, AMR-WB, AMR, EVS",
        "\U0001f642\U0001f642",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "a sentence that goes on and on, as sentences do that somebody puts into a Reason header, "
        "so "
        "that it needs more than one line wherever it stands, and in the end is cut",
        "\x1b[31m\xe2\x80\xae\xff<b>&amp;",
    };
    return words[chance(sizeof(words) / sizeof(words[0]))];
}

enum { MANY = 18, ROWS = 60 };

static void any_flow(struct flow *f, struct flow_participant *who, struct flow_row *row)
{
    static const char *const found[] = { "ACK-MISSING" };
    *f = (struct flow){ .title = any_words(),
                        .participant = who,
                        .row = row,
                        .calls = chance(3),
                        .participants = 1 + chance(MANY),
                        .rows = chance(ROWS + 1),
                        .legs = 1 + chance(5),
                        .first_ns = NS_PER_S,
                        .last_ns = 90 * NS_PER_S };
    for (unsigned i = 0; i < f->participants; i++)
        who[i] = (struct flow_participant){ .name = any_words(),
                                            .role = any_words(),
                                            .address = any_words() };
    f->told = f->legs > 3 ? 3 : f->legs;
    for (unsigned i = 0; i < f->told; i++)
        f->call[i] =
            (struct flow_call){ chance(3) * 1234567, any_words(), any_words(), any_words() };
    for (unsigned i = 0; i < f->rows; i++) {
        row[i] = (struct flow_row){ .kind = (enum flow_row_kind)(chance(3) ? 0 : chance(5)),
                                    .cls = (enum flow_class)chance(6),
                                    .band = (enum flow_band)chance(4),
                                    .severity = (enum flow_severity)chance(4),
                                    .from = chance(f->participants),
                                    .to = chance(f->participants),
                                    .time_ns = NS_PER_S * (1 + i),
                                    .delta_ns = chance(1u << 30),
                                    .call = chance(3) * 1234567,
                                    .repeats = chance(4) ? 0 : chance(9),
                                    .text = any_words(),
                                    .detail = any_words(),
                                    .call_id = "a@b",
                                    .description = any_words(),
                                    .finding = found };
        row[i].findings = row[i].kind <= FLOW_NOTE && row[i].severity && !chance(2);
        if (row[i].kind == FLOW_MESSAGE)
            row[i].step = ++f->steps;
    }
}

static void no_text_overlaps_in_any_flow(void **state)
{
    static struct flow_participant who[MANY];
    static struct flow_row row[ROWS];
    struct flow f;
    (void)state;
    for (seed = 1; seed <= FLOWS; seed++) {
        uint32_t this = seed;
        any_flow(&f, who, row);
        check_papers(&f, NULL);
        seed = this;
    }
}

/* ---- widths */

static void lines_fit_their_room(void **state)
{
    (void)state;
    for (seed = 7; seed < 4000; seed += 13) {
        struct slice s = slice_of(any_words());
        unsigned room = 1 + chance(300), lines = font_lines(s, room, FONT_LABEL, 1000), n = 0;
        struct buf b;
        buf_init(&b, 1 << 16);
        for (struct slice rest = s; rest.n && n < 1000; n++) {
            struct slice line = font_line(&rest, room, FONT_LABEL);
            struct glyph g;
            size_t at = 0;
            assert_true(line.n);
            cells_next(line, &at, false, &g);
            assert_true(font_width(line, FONT_LABEL) <= room || at >= line.n);
        }
        assert_int_equal(n, lines);
        unsigned cut = font_cut(&b, s, room, FONT_LABEL);
        assert_int_equal(cut, font_width(buf_slice(&b), FONT_LABEL));
        assert_true(cut <= room || b.n <= 3);
        buf_fini(&b);
    }
}

#ifdef HAVE_CAIRO
#include <cairo.h>

/* The fonts of this machine are no wider than the table says. */
static void fonts_are_not_wider(void **state)
{
    static const struct {
        int from, to;
    } letters[] = { { 0x20, 0x7e },   { 0xa1, 0xac },   { 0xae, 0x17f },    { 0x391, 0x3a1 },
                    { 0x3b1, 0x3c9 }, { 0x410, 0x44f }, { 0x2010, 0x2026 }, { 0x2190, 0x2194 } };
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(s);
    cairo_font_options_t *o = cairo_font_options_create();
    (void)state;
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cr, o);
    for (int bold = 0; bold < 2; bold++) {
        cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                               bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cr, 12);
        for (size_t k = 0; k < sizeof(letters) / sizeof(letters[0]); k++)
            for (int cp = letters[k].from; cp <= letters[k].to; cp++) {
                char text[8] = { 0 };
                cairo_text_extents_t e;
                struct buf b;
                if (cp < 0x80)
                    text[0] = (char)cp;
                else if (cp < 0x800)
                    snprintf(text, sizeof(text), "%c%c", 0xc0 | cp >> 6, 0x80 | (cp & 63));
                else
                    snprintf(text, sizeof(text), "%c%c%c", 0xe0 | cp >> 12, 0x80 | (cp >> 6 & 63),
                             0x80 | (cp & 63));
                buf_init(&b, 64);
                cells_add(&b, slice_of(text), false);
                cairo_text_extents(cr, b.p, &e);
                unsigned width = font_width(slice_of(text), bold ? FONT_STRONG : FONT_LABEL);
                if (e.x_advance > width + 0.01)
                    fail_msg("U+%04x is %.2f wide, not %u%s", (unsigned)cp, e.x_advance, width,
                             bold ? ", bold" : "");
                buf_fini(&b);
            }
    }
    cairo_font_options_destroy(o);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
}

/* A picture that cairo could not hold is refused; pages have no end. */
static void too_large_is_said(void **state)
{
    enum { LONG = 3000 };
    struct flow_participant who[2] = { { .name = "A", .role = "", .address = "" },
                                       { .name = "B", .role = "", .address = "" } };
    struct flow_row *row = calloc(LONG, sizeof(*row));
    struct flow f = { .title = "long",
                      .participant = who,
                      .row = row,
                      .participants = 2,
                      .rows = LONG,
                      .steps = LONG };
    struct render_options o = { .width = 0 };
    struct buf b;
    (void)state;
    for (unsigned i = 0; i < LONG; i++)
        row[i] = (struct flow_row){
            .step = i + 1, .to = 1, .text = "INVITE", .detail = "", .call_id = "", .description = ""
        };
    buf_init(&b, 1 << 26);
    assert_int_equal(render_find(RENDER_LADDER, "png")->run(&b, &f, &o), -E2BIG);
    assert_int_equal(b.n, 0);
    assert_int_equal(render_find(RENDER_LADDER, "pdf")->run(&b, &f, &o), 0);
    assert_memory_equal(b.p, "%PDF", 4);
    buf_clear(&b);
    f.rows = f.steps = 200;
    assert_int_equal(render_find(RENDER_LADDER, "png")->run(&b, &f, &o), 0);
    assert_memory_equal(b.p, "\x89PNG", 4);
    buf_fini(&b);
    free(row);
}
#endif

/* ---- SVG */

static void small_flow(struct flow *f)
{
    static const char *const end[] = { "10.0.0.1:5060" };
    static const char *const found[] = { "ACK-MISSING" };
    static struct flow_participant who[2] = {
        { .name = "<script>alert(1)</script>",
          .role = "&",
          .address = "10.0.0.1",
          .endpoint = (const char **)end,
          .endpoints = 1 },
        { .name = "B\xe2\x80\xae]]>", .role = "", .address = "10.0.0.2" }
    };
    static struct flow_row row[] = {
        { .step = 1,
          .to = 1,
          .text = "INVITE",
          .detail = "\x01\x0c\xef\xbf\xbe\"'",
          .packet = 7,
          .call_id = "a<b@c",
          .description = "one & two",
          .finding = found,
          .findings = 1,
          .severity = FLOW_ERROR },
        { .kind = FLOW_BAND, .band = FLOW_HOLD, .to = 1, .text = "on hold", .detail = "" },
        { .kind = FLOW_NOTE,
          .severity = FLOW_ERROR,
          .text = "no ACK",
          .detail = "",
          .finding = found,
          .findings = 1,
          .description = "nothing came" },
        { .step = 2,
          .from = 1,
          .cls = FLOW_FAILURE,
          .text = "500 Oops",
          .detail = "",
          .call_id = "",
          .description = "" },
    };
    *f = (struct flow){ .title = "a < b",
                        .participant = who,
                        .row = row,
                        .participants = 2,
                        .rows = 4,
                        .steps = 2,
                        .legs = 1 };
}

static void nothing_of_the_network_is_markup(void **state)
{
    static const char *const wanted[] = {
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<title>a &lt; b</title>",
        "<a href=\"#step-1\" id=\"arrow-1\" class=\"arrow request found\">",
        "<g id=\"step-2\" class=\"step failure\">",
        "<g class=\"band hold\">",
        "<g class=\"note error\">",
        "<g class=\"sign error\">",
        "Call-ID a&lt;b@c",
        "packet 7",
        "one &amp; two",
        "(10.0.0.1:5060)",
        "B\xef\xbf\xbd]]&gt;",
    };
    struct render_options o = { .steps = true };
    struct flow f;
    struct buf b;
    (void)state;
    small_flow(&f);
    buf_init(&b, 1 << 20);
    assert_int_equal(render_find(RENDER_LADDER, "svg")->run(&b, &f, &o), 0);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        if (!strstr(b.p, wanted[i]))
            fail_msg("no %s in\n%s", wanted[i], b.p);
    assert_null(strstr(b.p, "<script"));
    assert_null(strstr(b.p, "\xe2\x80\xae"));
    assert_null(strstr(b.p, "\xef\xbf\xbe"));
    for (size_t i = 0; i < b.n; i++)
        assert_true((unsigned char)b.p[i] >= ' ' || b.p[i] == '\n');
    buf_clear(&b);
    o.steps = false; /* nowhere to lead to */
    assert_int_equal(render_find(RENDER_LADDER, "svg")->run(&b, &f, &o), 0);
    assert_null(strstr(b.p, "<a "));
    assert_non_null(strstr(b.p, "<g id=\"arrow-1\" class=\"arrow request found\">"));
    buf_fini(&b);
}

static void a_page_takes_the_parts(void **state)
{
    struct render_options o = { .paper = RENDER_A4 };
    struct flow f;
    struct buf heads, rows;
    char size[2][64];
    (void)state;
    small_flow(&f);
    buf_init(&heads, 1 << 20);
    buf_init(&rows, 1 << 20);
    assert_int_equal(svg_inline(&heads, &rows, &f, &o), 0);
    assert_null(strstr(rows.p, "style"));
    assert_null(strstr(heads.p, "style"));
    assert_non_null(strstr(heads.p, "class=\"box\""));
    assert_null(strstr(rows.p, "class=\"box\""));
    assert_non_null(strstr(rows.p, "<a href=\"#step-1\" id=\"arrow-1\""));
    assert_int_equal(sscanf(heads.p, "<svg class=\"rung heads\" width=%63s", size[0]), 1);
    assert_int_equal(sscanf(rows.p, "<svg class=\"rung rows\" width=%63s", size[1]), 1);
    assert_string_equal(size[0], size[1]);
    buf_fini(&heads);
    buf_fini(&rows);
}

/* Paper has the colours of the light scheme. */
static void colours_are_those_of_the_css(void **state)
{
    static const struct {
        const char *name;
        unsigned rgb;
    } colours[] = {
#define X(NAME, name, value) { name, value },
        PAINT_COLOURS(X)
#undef X
    };
    (void)state;
    for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
        char text[64], white[64];
        snprintf(text, sizeof(text), "--%s: #%06x;", colours[i].name, colours[i].rgb);
        snprintf(white, sizeof(white), "--%s: #fff;", colours[i].name);
        if (!strstr(svg_css(), colours[i].rgb == 0xffffff ? white : text))
            fail_msg("svg.css has no \"%s\"", text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_overlaps_in_samples),
        cmocka_unit_test(no_text_overlaps_in_any_flow),
        cmocka_unit_test(lines_fit_their_room),
#ifdef HAVE_CAIRO
        cmocka_unit_test(fonts_are_not_wider),
        cmocka_unit_test(too_large_is_said),
#endif
        cmocka_unit_test(nothing_of_the_network_is_markup),
        cmocka_unit_test(a_page_takes_the_parts),
        cmocka_unit_test(colours_are_those_of_the_css),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
