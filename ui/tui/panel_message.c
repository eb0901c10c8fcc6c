/* One message, all of it. */
#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/flow/narrate.h"
#include "ui/tui/ladder.h"
#include "ui/tui/panel.h"
#include "ui/tui/raw.h"
#include "ui/tui/yank.h"

struct message_panel {
    struct app *app;
    struct message_arg from;
    struct narrator *narrator;
    struct raw raw;
    struct scroll scroll; /* over the lines; `at` is the one that was found last */
    uint32_t found;
    bool explained;
};

enum { SIDE = 16 /* columns that one scrolls sideways */ };

static const struct flow_row *row_of(const struct message_panel *p)
{
    return &p->from.flow->row[p->from.scroll->at];
}

/* "User A 10.1.1.11:5060 → Proxy 10.1.1.2:5060 · udp · packet 7 · 845 bytes" */
static void draw_facts(const struct message_panel *p, const struct area *a)
{
    const struct flow *f = p->from.flow;
    const struct flow_row *row = row_of(p);
    const struct store *s = trace_store(p->app->trace);
    const struct message *m = store_message(s, row->message);
    const char *dot = app_sign(p->app, SIGN_BULLET);
    char time[CLOCK_TEXT], src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT];
    if (!m)
        return;
    clock_time_of_day(time, m->time_ns, 6);
    endpoint_format(src, message_src(s, m));
    endpoint_format(dst, message_dst(s, m));
    struct buf b;
    buf_init(&b, 2048);
    buf_printf(&b, "%s %s → %s %s", f->participant[row->from].name, src,
               f->participant[row->to].name, dst);
    area_fit(a, 1, 0, a->w - 2, STYLE_STRONG, buf_slice(&b));
    buf_clear(&b);
    buf_printf(&b, "%s %s %s %s packet %u %s %u bytes", time, dot,
               transport_name(message_transport(s, m)), dot, m->packet, dot, m->len);
    if (row->repeats)
        buf_printf(&b, " %s sent %u times", dot, row->repeats + 1);
    if (row->snapped)
        buf_printf(&b, " %s cut short by the capture", dot);
    if (row->faulty)
        buf_printf(&b, " %s malformed", dot);
    area_fit(a, 1, 1, a->w - 2, STYLE_DIM, buf_slice(&b));
    buf_fini(&b);
}

/* The message in words, from line y on; returns the lines taken. */
static int draw_words(const struct message_panel *p, const struct area *a, int y)
{
    enum { WORDS_BYTES = 4096, LINES = 3 };
    struct buf b;
    int n = 0;
    buf_init(&b, WORDS_BYTES);
    narrator_row(p->narrator, p->from.scroll->at, &b);
    struct slice rest = buf_slice(&b);
    for (; rest.n && n < LINES && n < a->h / 4; n++)
        area_text(a, 1, y + n, STYLE_NOTE, cells_line(&rest, (unsigned)a->w - 2, a->grid->ascii));
    buf_fini(&b);
    return n;
}

/* In another layout the same bytes stay at the top. */
static void lay(struct message_panel *p, const struct grid *g, const struct raw_layout *how)
{
    bool was = p->raw.layout.w != 0;
    uint32_t byte = raw_byte(&p->raw, p->scroll.top);
    if (raw_lay(&p->raw, g, how) && was && p->scroll.top)
        p->scroll.at = p->scroll.top = raw_find(&p->raw, byte);
}

static void message_draw(struct app *app, void *self, const struct area *a)
{
    struct message_panel *p = self;
    draw_facts(p, a);
    int y = 2 + draw_words(p, a, 2);
    area_fill(a, 0, y, a->w, STYLE_LINE, app_sign(app, SIGN_HORIZONTAL));
    struct area text = area_part(a, 1, y + 1, a->w - 3, a->h - y - 1);
    const struct raw_layout how = { (enum raw_view)app->options->message_view, p->explained, text.w,
                                    RAW_LINES_MAX };
    raw_load(&p->raw, app->trace, row_of(p)->message);
    lay(p, a->grid, &how);
    scroll_fit(&p->scroll, p->raw.lines, text.h);
    raw_draw(&p->raw, &text, p->scroll.top);
    scroll_draw(&p->scroll, a, y + 1, text.h);
}

static void message_name(struct app *app, void *self, struct buf *out)
{
    const struct message_panel *p = self;
    (void)app;
    buf_printf(out, "F%u %s", row_of(p)->step, row_of(p)->text);
}

/* To the next message in the ladder, over bands and notes. */
static void step(struct message_panel *p, int by)
{
    const struct flow *f = p->from.flow;
    for (int64_t i = (int64_t)p->from.scroll->at + by; i >= 0 && i < f->rows; i += by)
        if (f->row[i].kind == FLOW_MESSAGE) {
            scroll_to(p->from.scroll, (uint32_t)i);
            p->scroll.at = p->scroll.top = p->found = 0;
            return;
        }
    app_note(p->app, STYLE_DIM,
             by < 0 ? "This is the first message." : "This is the last message.");
}

static void next_view(struct message_panel *p, const char *arg)
{
    static const char *const words[RAW_VIEWS] = {
        "Long lines are wrapped.", "A line of the message is a line; [ and ] scroll.",
        "Byte by byte."
    };
    struct app *app = p->app;
    if (arg) {
        app_set(app, OPTION_message_view, slice_trim(slice_of(arg)));
        return;
    }
    app->options->message_view = (app->options->message_view + 1) % RAW_VIEWS;
    app_note(app, STYLE_TEXT, "%s", words[app->options->message_view]);
}

static void explain(struct message_panel *p)
{
    p->explained = !p->explained;
    if (p->app->options->message_view == RAW_HEX)
        app_note(p->app, STYLE_DIM, "Bytes are not explained; v shows the headers.");
}

static void message_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct message_panel *p = self;
    switch (action) {
    case ACTION_OLDER:
    case ACTION_NEWER:
        step(p, action == ACTION_OLDER ? -1 : 1);
        break;
    case ACTION_VIEW:
        next_view(p, arg);
        break;
    case ACTION_EXPLAIN:
        explain(p);
        break;
    case ACTION_SIDE_LEFT:
    case ACTION_SIDE_RIGHT:
        raw_shift(&p->raw, action == ACTION_SIDE_LEFT ? -SIDE : SIDE);
        break;
    case ACTION_YANK:
        yank_message(app, row_of(p)->message);
        break;
    case ACTION_YANK_ID:
        yank_call_id(app, row_of(p)->message);
        break;
    default:
        if (scroll_act(&p->scroll, action, false))
            p->found = p->scroll.top;
    }
}

static uint32_t message_rows(void *self)
{
    const struct message_panel *p = self;
    return p->raw.lines;
}

static uint32_t message_row(void *self)
{
    const struct message_panel *p = self;
    return p->found;
}

static void message_go(struct app *app, void *self, uint32_t row)
{
    struct message_panel *p = self;
    p->found = row;
    scroll_to(&p->scroll, row);
    raw_reveal(&p->raw, &app->grid, row, slice_of(app->needle));
}

static bool message_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct message_panel *p = self;
    (void)app;
    return raw_has(&p->raw, row, text);
}

static void message_close(void *self)
{
    struct message_panel *p = self;
    narrator_free(p->narrator);
    raw_fini(&p->raw);
    mem_free(p);
}

static int message_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct message_panel *p = mem_new(1, sizeof(*p));
    const struct message_arg *from = arg;
    struct narrator *narrator = p ? narrator_new(from->flow) : NULL;
    if (!narrator) {
        mem_free(p);
        return err_set(err, -ENOMEM, "There is not enough memory for the message.");
    }
    p->app = app;
    p->from = *from;
    p->narrator = narrator;
    raw_init(&p->raw);
    *self = p;
    return 0;
}

static uint32_t message_shown(void *self)
{
    return row_of(self)->message;
}

const struct panel_ops panel_message = {
    .open = message_open,
    .draw = message_draw,
    .name = message_name,
    .act = message_act,
    .message = message_shown,
    .rows = message_rows,
    .row = message_row,
    .go = message_go,
    .has = message_has,
    .close = message_close,
};
