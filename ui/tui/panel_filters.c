/* The filters that have a name, to choose one. */
#include <errno.h>

#include "base/mem.h"
#include "ui/tui/filters.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum { NAMES = 34, TAG_OF = 1, PLACE_FIRST = 3 };

struct filters {
    struct page page;
    struct filter_here here[FILTERS_HERE];
    unsigned n;
};

/* All of them have a number: the user's, those of the row, those that are always there. */
static bool get(const struct app *app, const struct filters *f, uint32_t i, struct slice *name,
                struct slice *text)
{
    const struct texts *own = &app->options->named_filter;
    const char *have, *what;
    if (i < own->n) {
        *name = option_name_of(slice_of(own->v[i]));
        *text = option_value_of(slice_of(own->v[i]));
        return true;
    }
    i -= own->n;
    if (i < f->n) {
        *name = slice_of(f->here[i].name);
        *text = slice_of(f->here[i].text);
        return true;
    }
    if (!filters_builtin(i - f->n, &have, &what))
        return false;
    *name = slice_of(have);
    *text = slice_of(what);
    return true;
}

static void write_filters(struct app *app, struct filters *f)
{
    struct page *p = &f->page;
    uint32_t own = app->options->named_filter.n;
    struct slice name, text;
    page_clear(p);
    page_paragraph(p, 0, 0, 0);
    page_puts(p, STYLE_STRONG, own ? "Kept filters" : "No filter is kept yet");
    page_puts(p, STYLE_DIM, "   :save-filter NAME keeps that of the list");
    for (uint32_t i = 0; get(app, f, i, &name, &text); i++) {
        if (i == own && f->n)
            page_head(p, "Of the call under the cursor");
        if (i == own + f->n)
            page_head(p, "Always there");
        page_paragraph(p, 2, NAMES + 2, TAG_OF + i);
        page_puts(p, STYLE_FIELD, i < own || i >= own + f->n ? "@" : "");
        page_add(p, STYLE_FIELD, name);
        page_tab(p, NAMES, app->grid.ascii);
        page_add(p, STYLE_TEXT, text);
    }
}

static void filters_draw(struct app *app, void *self, const struct area *a)
{
    struct filters *f = self;
    write_filters(app, f);
    page_draw(&f->page, a);
}

static void filters_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "filters");
}

/* Back in the list, with the filter or to change it first. */
static void use(struct app *app, struct slice text, bool change)
{
    char copy[PROMPT_MAX];
    snprintf(copy, sizeof(copy), "%.*s", (int)text.n, text.p);
    app_act(app, ACTION_BACK, NULL);
    if (change)
        app_ask(app, ACTION_FILTER, "filter:", copy);
    else
        app_act(app, ACTION_FILTER, copy);
}

static void drop(struct app *app, uint32_t i, struct slice name)
{
    char copy[FILTER_NAME];
    snprintf(copy, sizeof(copy), "%.*s", (int)name.n, name.p);
    if (i < app->options->named_filter.n && option_drop(app->options, OPTION_named_filter, name)) {
        app->unsaved = true;
        app_note(app, STYLE_TEXT, "%s is forgotten.", copy);
    } else {
        app_note(app, STYLE_DIM, "Only filters that you kept can be forgotten.");
    }
}

static void filters_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct filters *f = self;
    uint32_t tag = page_tag(&f->page);
    struct slice name, text;
    (void)arg;
    if (action != ACTION_USE && action != ACTION_EDIT && action != ACTION_DROP)
        page_act(&f->page, action);
    else if (!tag || !get(app, f, tag - TAG_OF, &name, &text))
        app_note(app, STYLE_DIM, "Here is no filter.");
    else if (action == ACTION_DROP)
        drop(app, tag - TAG_OF, name);
    else
        use(app, text, action == ACTION_EDIT);
}

static bool filters_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct filters *f = self;
    if (!page_mouse(&f->page, m))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_USE, NULL);
    return true;
}

static void filters_close(void *self)
{
    struct filters *f = self;
    page_fini(&f->page);
    mem_free(f);
}

static int filters_open_panel(struct app *app, const void *arg, void **self, struct err *err)
{
    struct filters *f = mem_new(1, sizeof(*f));
    struct column_row row;
    if (!f)
        return err_set(err, -ENOMEM, "There is not enough memory for the filters.");
    page_init(&f->page, true);
    f->page.scroll.at = app->options->named_filter.n ? 1 : PLACE_FIRST;
    column_row_init(&row, app->trace);
    if (column_row_find(&row, *(const uint32_t *)arg))
        f->n = filters_suggest(&row, f->here);
    column_row_fini(&row);
    *self = f;
    return 0;
}

const struct panel_ops panel_filters = {
    .open = filters_open_panel,
    .draw = filters_draw,
    .name = filters_name,
    .act = filters_act,
    .mouse = filters_mouse,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = filters_close,
};
