/* The capture in numbers, and all that was not decoded, was dropped or is odd: the line of honesty
 * at full length. */
#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum {
    FILES_MAX = 500, /* that are named */
    INDENT = 2,
};

struct info {
    struct page page;
};

static void begin(struct page *p)
{
    page_paragraph(p, INDENT, 2 * INDENT, 0);
}

static void add_count(struct page *p, uint64_t n, const char *what)
{
    char number[APP_NUMBER];
    app_number(number, n);
    page_printf(p, STYLE_TEXT, "%s %s%s", number, what, n == 1 ? "" : "s");
}

static void add_files(struct page *p, struct trace *t, unsigned files)
{
    const char *path;
    for (unsigned i = 0; i < files && i < FILES_MAX && (path = trace_file(t, (uint16_t)i)); i++) {
        begin(p);
        page_puts(p, STYLE_TEXT, app_input_name(path));
    }
    if (files > FILES_MAX) {
        begin(p);
        page_printf(p, STYLE_TEXT, "and %u more files", files - FILES_MAX);
    }
}

static void add_totals(struct page *p, struct trace *t, const struct engine_totals *in)
{
    const struct store *s = trace_store(t);
    char from[CLOCK_TEXT], day[CLOCK_TEXT], long_for[CLOCK_TEXT];
    begin(p);
    add_count(p, in->packets, "packet");
    page_puts(p, STYLE_TEXT, ", ");
    add_count(p, in->bytes, "byte");
    if (in->packets) {
        clock_date(day, in->first_ns);
        clock_time_of_day(from, in->first_ns, 3);
        clock_duration(long_for, in->last_ns - in->first_ns);
        page_printf(p, STYLE_TEXT, ", from %s %s on, %s long", day, from, long_for);
    }
    begin(p);
    add_count(p, s->counts.messages, "SIP message");
    page_puts(p, STYLE_TEXT, ", ");
    add_count(p, s->counts.retransmissions, "retransmission");
    page_puts(p, STYLE_TEXT, " among them; ");
    add_count(p, s->counts.calls, "call");
    page_puts(p, STYLE_TEXT, ", ");
    add_count(p, s->counts.call_ids, "Call-ID");
}

static void add_errors(struct page *p, struct trace *t)
{
    const char *text;
    for (unsigned i = 0; (text = trace_error(t, i)); i++) {
        if (!i)
            page_head(p, "What could not be read");
        begin(p);
        page_puts(p, STYLE_WARNING, text);
    }
}

static void add_counters(struct page *p, struct trace *t)
{
    struct counters all;
    char number[APP_NUMBER];
    bool any = false;
    trace_counters(t, &all);
    page_head(p, "What was not decoded, was dropped, or is odd");
    for (int i = 0; i < COUNTER_COUNT; i++) {
        if (!all.v[i])
            continue;
        any = true;
        app_number(number, all.v[i]);
        begin(p);
        page_printf(p, STYLE_TEXT, "%s %s (%s)", number, counter_help((enum counter)i),
                    counter_name((enum counter)i));
    }
    if (!any) {
        begin(p);
        page_puts(p, STYLE_TEXT, "nothing");
    }
}

static void write_info(struct page *p, struct trace *t)
{
    struct engine_totals in;
    trace_totals(t, &in);
    page_clear(p);
    page_head(p, in.files == 1 ? "The capture" : "The captures");
    add_files(p, t, in.files);
    add_totals(p, t, &in);
    add_errors(p, t);
    add_counters(p, t);
}

static void info_draw(struct app *app, void *self, const struct area *a)
{
    struct info *p = self;
    write_info(&p->page, app->trace);
    page_draw(&p->page, a);
}

static void info_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "info");
}

static void info_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct info *p = self;
    (void)app;
    (void)arg;
    page_act(&p->page, action);
}

static void info_close(void *self)
{
    struct info *p = self;
    page_fini(&p->page);
    mem_free(p);
}

static int info_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct info *p = mem_new(1, sizeof(*p));
    (void)app;
    (void)arg;
    if (!p)
        return err_set(err, -ENOMEM, "There is not enough memory for this panel.");
    page_init(&p->page, false);
    *self = p;
    return 0;
}

const struct panel_ops panel_info = {
    .open = info_open,
    .draw = info_draw,
    .name = info_name,
    .act = info_act,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = info_close,
};
