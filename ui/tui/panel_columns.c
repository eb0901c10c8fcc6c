/* The columns of the list, to choose and to order them. What is chosen is the option "columns",
 * which the list reads. */
#include <errno.h>

#include "base/mem.h"
#include "ui/flow/columns.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum { NAMES = 20, TITLES = 13, TEXT_BYTES = 1 << 16, PLACE_FIRST = 3 };

/* What a line is about: the automatic choice, a place among the chosen columns, or a column of the
 * table that is not chosen. */
enum { TAG_AUTO = 1, TAG_CHOSEN = 100, TAG_OTHER = 1000 };

_Static_assert(TAG_CHOSEN + COLUMNS_MAX < TAG_OTHER, "tags are told apart");

struct chooser {
    struct page page;
    struct columns shown; /* what is chosen; where nothing is, what the list shows */
};

/* What stands in the option, or what the list has now. */
static void read_columns(struct app *app, struct chooser *c)
{
    struct columns asked;
    struct err err;
    const char *text = app->options->columns;
    if (!text || !text[0])
        return;
    if (columns_parse(&asked, text, &err) < 0) {
        columns_fini(&asked);
        return;
    }
    columns_fini(&c->shown);
    c->shown = asked;
}

static bool is_shown(const struct chooser *c, const struct column *column)
{
    for (unsigned i = 0; i < c->shown.n; i++)
        if (c->shown.v[i] == column)
            return true;
    return false;
}

static void write_one(const struct app *app, struct page *p, const struct column *c, uint32_t tag)
{
    bool chosen = tag < TAG_OTHER;
    page_paragraph(p, 0, 2 + NAMES + TITLES, tag);
    page_puts(p, STYLE_MARK, chosen ? app_sign(app, SIGN_MARKED) : " ");
    page_puts(p, STYLE_TEXT, " ");
    page_puts(p, chosen ? STYLE_FIELD : STYLE_TEXT, c->id);
    page_tab(p, 2 + NAMES, app->grid.ascii);
    page_puts(p, STYLE_DIM, c->title);
    page_tab(p, 2 + NAMES + TITLES, app->grid.ascii);
    page_puts(p, STYLE_TEXT, c->help);
}

static void write_columns(struct app *app, struct chooser *c)
{
    struct page *p = &c->page;
    bool automatic = !app->options->columns || !app->options->columns[0];
    page_clear(p);
    page_paragraph(p, 0, 0, 0);
    page_puts(p, STYLE_STRONG, "Columns");
    page_puts(p, STYLE_DIM, "   fields of filters and header:NAME are columns too: a adds one");
    page_paragraph(p, 0, 0, 0);
    page_paragraph(p, 0, 2, TAG_AUTO);
    page_puts(p, STYLE_MARK, automatic ? app_sign(app, SIGN_MARKED) : " ");
    page_puts(p, automatic ? STYLE_FIELD : STYLE_TEXT, " as many as there is room for");
    for (unsigned i = 0; i < c->shown.n; i++)
        write_one(app, p, c->shown.v[i], TAG_CHOSEN + i);
    page_paragraph(p, 0, 0, 0);
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (!is_shown(c, column_get((enum column_id)i)))
            write_one(app, p, column_get((enum column_id)i), TAG_OTHER + (uint32_t)i);
}

static void columns_draw(struct app *app, void *self, const struct area *a)
{
    struct chooser *c = self;
    read_columns(app, c);
    write_columns(app, c);
    page_draw(&c->page, a);
}

static void columns_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "columns");
}

/* --- changes ---------------------------------------------------------------------------------- */

/* The chosen columns without one of them (or all: COLUMNS_MAX), and one more. */
static void set_columns(struct app *app, const struct chooser *c, unsigned without,
                        const char *more)
{
    struct buf text;
    buf_init(&text, TEXT_BYTES);
    for (unsigned i = 0; i < c->shown.n; i++)
        if (i != without)
            buf_printf(&text, "%s%s", text.n ? "," : "", c->shown.v[i]->id);
    if (more)
        buf_printf(&text, "%s%s", text.n ? "," : "", more);
    if (text.failed)
        app_note(app, STYLE_WARNING, "There is not enough memory for the columns.");
    else if (!text.n)
        app_note(app, STYLE_DIM, "One column stays.");
    else
        app_set(app, OPTION_columns, buf_slice(&text));
    buf_fini(&text);
}

static void toggle(struct app *app, struct chooser *c, uint32_t tag)
{
    if (tag == TAG_AUTO)
        app_set(app, OPTION_columns, SLICE(""));
    else if (tag >= TAG_OTHER)
        set_columns(app, c, COLUMNS_MAX, column_get((enum column_id)(tag - TAG_OTHER))->id);
    else if (tag >= TAG_CHOSEN)
        set_columns(app, c, tag - TAG_CHOSEN, NULL);
    else
        app_note(app, STYLE_DIM, "Here is no column.");
}

/* A place up or down; the cursor goes with it. */
static void move(struct app *app, struct chooser *c, uint32_t tag, int by)
{
    int at = (int)tag - TAG_CHOSEN, to = at + by;
    if (at < 0 || at >= (int)c->shown.n) {
        app_note(app, STYLE_DIM, "Only columns that are chosen have a place.");
        return;
    }
    if (to < 0 || to >= (int)c->shown.n)
        return;
    const struct column *other = c->shown.v[to];
    c->shown.v[to] = c->shown.v[at];
    c->shown.v[at] = other;
    set_columns(app, c, COLUMNS_MAX, NULL);
    page_act(&c->page, by < 0 ? ACTION_UP : ACTION_DOWN);
}

static void add(struct app *app, struct chooser *c, const char *arg)
{
    struct slice id = slice_trim(slice_of(arg));
    if (!arg)
        app_ask(app, ACTION_ADD_COLUMN, "column:", "");
    else if (columns_knows(id) && slice_index(id, ',') == id.n)
        set_columns(app, c, COLUMNS_MAX, arg);
    else if (id.n)
        app_note(app, STYLE_WARNING,
                 "There is no column \"%.*s\"; Tab completes fields, header:NAME is any header.",
                 (int)id.n, id.p);
}

static void columns_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct chooser *c = self;
    uint32_t tag = page_tag(&c->page);
    switch (action) {
    case ACTION_TOGGLE_COLUMN:
        toggle(app, c, tag);
        break;
    case ACTION_COLUMN_UP:
    case ACTION_COLUMN_DOWN:
        move(app, c, tag, action == ACTION_COLUMN_UP ? -1 : 1);
        break;
    case ACTION_ADD_COLUMN:
        add(app, c, arg);
        break;
    default:
        page_act(&c->page, action);
    }
}

static bool columns_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct chooser *c = self;
    if (!page_mouse(&c->page, m))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_TOGGLE_COLUMN, NULL);
    return true;
}

static void columns_close(void *self)
{
    struct chooser *c = self;
    page_fini(&c->page);
    columns_fini(&c->shown);
    mem_free(c);
}

/* `arg`: the columns that are seen (struct columns), those of fields not needed. */
static int columns_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct chooser *c = mem_new(1, sizeof(*c));
    (void)app;
    if (!c)
        return err_set(err, -ENOMEM, "There is not enough memory for the columns.");
    page_init(&c->page, true);
    c->page.scroll.at = PLACE_FIRST;
    c->shown = *(const struct columns *)arg;
    *self = c;
    return 0;
}

const struct panel_ops panel_columns = {
    .open = columns_open,
    .draw = columns_draw,
    .name = columns_name,
    .act = columns_act,
    .mouse = columns_mouse,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = columns_close,
};
