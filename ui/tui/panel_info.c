/* The capture in numbers: what was read, what of it was not decoded and why, and what was wrong
 * with the files, each sentence whole. */
#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/tui/panel.h"

enum {
    LINES_MAX = 2048,
    FILES_MAX = 500, /* that are named */
    TEXT_BYTES = 1 << 18,
    INDENT = 2,
};

/* A line of the screen: a part of the text. */
struct info_line {
    size_t at, n;
    int indent;
    enum style style;
};

struct info {
    struct app *app;
    struct buf text; /* paragraphs: the letter of a style, the text, a line end */
    struct info_line line[LINES_MAX];
    uint32_t lines;
    struct scroll scroll;
    uint32_t found;
};

/* --- the text --------------------------------------------------------------------------------- */

static void begin(struct info *p, enum style style)
{
    buf_addc(&p->text, (char)('A' + style));
}

static void add_count(struct info *p, uint64_t n, const char *what)
{
    char number[APP_NUMBER];
    app_number(number, n);
    buf_printf(&p->text, "%s %s%s", number, what, n == 1 ? "" : "s");
}

static void head(struct info *p, const char *text)
{
    if (p->text.n)
        buf_printf(&p->text, "%c\n", 'A' + STYLE_TEXT);
    begin(p, STYLE_STRONG);
    buf_printf(&p->text, "%s\n", text);
}

static void add_files(struct info *p, unsigned files)
{
    const char *path;
    for (unsigned i = 0;
         i < files && i < FILES_MAX && (path = trace_file(p->app->trace, (uint16_t)i)); i++) {
        begin(p, STYLE_TEXT);
        buf_printf(&p->text, "%s\n", app_input_name(path));
    }
    if (files > FILES_MAX)
        buf_printf(&p->text, "%cand %u more files\n", 'A' + STYLE_TEXT, files - FILES_MAX);
}

static void add_totals(struct info *p, const struct engine_totals *in)
{
    const struct store *s = trace_store(p->app->trace);
    char from[CLOCK_TEXT], day[CLOCK_TEXT], long_for[CLOCK_TEXT];
    begin(p, STYLE_TEXT);
    add_count(p, in->packets, "packet");
    buf_adds(&p->text, ", ");
    add_count(p, in->bytes, "byte");
    if (in->packets) {
        clock_date(day, in->first_ns);
        clock_time_of_day(from, in->first_ns, 3);
        clock_duration(long_for, in->last_ns - in->first_ns);
        buf_printf(&p->text, ", from %s %s on, %s long", day, from, long_for);
    }
    buf_printf(&p->text, "\n%c", 'A' + STYLE_TEXT);
    add_count(p, s->counts.messages, "SIP message");
    buf_adds(&p->text, ", ");
    add_count(p, s->counts.retransmissions, "retransmission");
    buf_adds(&p->text, " among them; ");
    add_count(p, s->counts.calls, "call");
    buf_adds(&p->text, ", ");
    add_count(p, s->counts.call_ids, "Call-ID");
    buf_addc(&p->text, '\n');
}

static void add_errors(struct info *p)
{
    const char *text;
    for (unsigned i = 0; (text = trace_error(p->app->trace, i)); i++) {
        if (!i)
            head(p, "What could not be read");
        begin(p, STYLE_WARNING);
        buf_printf(&p->text, "%s\n", text);
    }
}

static void add_counters(struct info *p)
{
    struct counters all;
    char number[APP_NUMBER];
    bool any = false;
    trace_counters(p->app->trace, &all);
    head(p, "What was not decoded, was dropped, or is odd");
    for (int i = 0; i < COUNTER_COUNT; i++) {
        if (!all.v[i])
            continue;
        any = true;
        app_number(number, all.v[i]);
        begin(p, STYLE_TEXT);
        buf_printf(&p->text, "%s %s (%s)\n", number, counter_help((enum counter)i),
                   counter_name((enum counter)i));
    }
    if (!any)
        buf_printf(&p->text, "%cnothing\n", 'A' + STYLE_TEXT);
}

static void write_text(struct info *p)
{
    struct engine_totals in;
    trace_totals(p->app->trace, &in);
    buf_clear(&p->text);
    head(p, in.files == 1 ? "The capture" : "The captures");
    add_files(p, in.files);
    add_totals(p, &in);
    add_errors(p);
    add_counters(p);
}

/* --- lines ------------------------------------------------------------------------------------ */

/* How much of a paragraph stands on a line: whole words where there are any. */
static size_t line_end(const struct grid *g, struct slice text, int w)
{
    size_t n = text_fit(g, text, w);
    if (n >= text.n)
        return text.n;
    for (size_t i = n; i > 0; i--)
        if (text.p[i] == ' ')
            return i;
    return n ? n : 1;
}

static void wrap(struct info *p, const struct grid *g, int w)
{
    struct slice all = buf_slice(&p->text);
    p->lines = 0;
    for (size_t at = 0; at < all.n;) {
        size_t end = at + slice_index(slice_sub(all, at, all.n), '\n');
        enum style style = (enum style)(all.p[at] - 'A');
        int indent = style == STYLE_STRONG ? 0 : INDENT;
        for (size_t from = at + 1; p->lines < LINES_MAX;) {
            size_t n = line_end(g, slice_sub(all, from, end), w - indent);
            p->line[p->lines++] = (struct info_line){ from, n, indent, style };
            from += n;
            if (from >= end)
                break;
            from += all.p[from] == ' ';
            indent = 2 * INDENT;
        }
        at = end + 1;
    }
}

static struct slice line_text(const struct info *p, uint32_t line)
{
    return slice_sub(buf_slice(&p->text), p->line[line].at, p->line[line].at + p->line[line].n);
}

static void info_draw(struct app *app, void *self, const struct area *a)
{
    struct info *p = self;
    struct area text = area_part(a, 2, 0, a->w - 4, a->h);
    (void)app;
    write_text(p);
    wrap(p, a->grid, text.w > 8 ? text.w : 8);
    scroll_fit(&p->scroll, p->lines, text.h);
    for (int y = 0; y < text.h && p->scroll.top + (uint32_t)y < p->lines; y++) {
        uint32_t i = p->scroll.top + (uint32_t)y;
        area_text(&text, p->line[i].indent, y, p->line[i].style, line_text(p, i));
    }
    scroll_draw(&p->scroll, a, 0, text.h);
}

/* --- the rest of a panel ---------------------------------------------------------------------- */

static void info_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "info");
}

static void info_act(struct app *app, void *self, enum action action, int stroke)
{
    struct info *p = self;
    (void)app;
    (void)stroke;
    if (scroll_act(&p->scroll, action, false))
        p->found = p->scroll.top;
}

static uint32_t info_rows(void *self)
{
    const struct info *p = self;
    return p->lines;
}

static uint32_t info_row(void *self)
{
    const struct info *p = self;
    return p->found;
}

static void info_go(struct app *app, void *self, uint32_t row)
{
    struct info *p = self;
    (void)app;
    p->found = row;
    scroll_to(&p->scroll, row);
}

static bool info_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct info *p = self;
    (void)app;
    return row < p->lines && text_contains(line_text(p, row), text);
}

static void info_close(void *self)
{
    struct info *p = self;
    buf_fini(&p->text);
    mem_free(p);
}

static int info_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct info *p = mem_new(1, sizeof(*p));
    (void)arg;
    if (!p)
        return err_set(err, -ENOMEM, "There is not enough memory for this panel.");
    p->app = app;
    buf_init(&p->text, TEXT_BYTES);
    *self = p;
    return 0;
}

const struct panel_ops panel_info = {
    .open = info_open,
    .draw = info_draw,
    .name = info_name,
    .act = info_act,
    .rows = info_rows,
    .row = info_row,
    .go = info_go,
    .has = info_has,
    .close = info_close,
};
