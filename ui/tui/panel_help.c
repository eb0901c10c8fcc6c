/* The keys and commands of a panel, out of the table of actions. */
#include <errno.h>

#include "base/mem.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

struct help {
    struct page page;
};

static const char *const panel_help_text[] = {
#define X(id, driver, help) help,
    PANEL_LIST(X)
#undef X
};

/* "F7 f   :filter EXPR   show only calls …" */
static void write_action(struct page *p, const struct app *app, enum action a, int keys, int names)
{
    const struct action_info *info = action_get(a);
    bool ascii = app->grid.ascii;
    page_paragraph(p, 0, keys + names, 0);
    page_puts(p, STYLE_KEY, app->keymap.keys[a]);
    page_tab(p, keys, ascii);
    page_printf(p, STYLE_DIM, ":%s %s", info->command, argument_placeholder(info->argument));
    page_tab(p, keys + names, ascii);
    page_puts(p, STYLE_TEXT, info->help);
}

static void widen(int *w, size_t to)
{
    *w = (int)to > *w ? (int)to : *w;
}

static void write_help(struct page *p, const struct app *app, enum panel_id about)
{
    enum { GAP = 2 };
    int keys = 0, names = 0;
    for (int i = 0; i < ACTION_COUNT; i++) {
        const struct action_info *info = action_get((enum action)i);
        if (!action_is_in((enum action)i, about))
            continue;
        widen(&keys, cells_width(slice_of(app->keymap.keys[i]), app->grid.ascii) + GAP);
        widen(&names,
              strlen(info->command) + strlen(argument_placeholder(info->argument)) + 2 + GAP);
    }
    page_paragraph(p, 0, 0, 0);
    page_printf(p, STYLE_STRONG, "Keys and commands for %s", panel_help_text[about]);
    page_paragraph(p, 0, 0, 0);
    for (int i = 0; i < ACTION_COUNT; i++)
        if (action_is_in((enum action)i, about))
            write_action(p, app, (enum action)i, keys, names);
}

static void help_draw(struct app *app, void *self, const struct area *a)
{
    struct help *h = self;
    (void)app;
    page_draw(&h->page, a);
}

static void help_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "help");
}

static void help_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct help *h = self;
    (void)app;
    (void)arg;
    page_act(&h->page, action);
}

static void help_close(void *self)
{
    struct help *h = self;
    page_fini(&h->page);
    mem_free(h);
}

static int help_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct help *h = mem_new(1, sizeof(*h));
    if (!h)
        return err_set(err, -ENOMEM, "There is not enough memory for the help.");
    page_init(&h->page, false);
    write_help(&h->page, app, *(const enum panel_id *)arg);
    *self = h;
    return 0;
}

const struct panel_ops panel_help = {
    .open = help_open,
    .draw = help_draw,
    .name = help_name,
    .act = help_act,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = help_close,
};
