/* The settings, to look at and to change. */
#include <errno.h>

#include "base/mem.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum { NAMES = 16, VALUES = 14, TAG_OF = 1 /* of the first setting; 0 is no tag */ };

struct settings {
    struct page page;
};

static bool is_shown(enum option_id id)
{
    return option_get(id)->kept;
}

static enum option_id here(const struct settings *s)
{
    uint32_t tag = page_tag(&s->page);
    return tag >= TAG_OF ? (enum option_id)(tag - TAG_OF) : OPTION_COUNT;
}

static void write_one(struct page *p, const struct app *app, enum option_id id)
{
    const struct option_info *row = option_get(id);
    struct buf b;
    buf_init(&b, PROMPT_MAX);
    option_add_value(app->options, id, &b);
    bool initial = option_is_initial(app->options, id);
    page_paragraph(p, 0, NAMES + VALUES, TAG_OF + (uint32_t)id);
    page_puts(p, STYLE_FIELD, row->name);
    page_tab(p, NAMES, app->grid.ascii);
    if (row->kind == OPTION_MANY)
        page_printf(p, initial ? STYLE_DIM : STYLE_STRONG, "%u", option_texts(app->options, id)->n);
    else
        page_add(p, initial ? STYLE_DIM : STYLE_STRONG, b.n ? buf_slice(&b) : SLICE("-"));
    page_tab(p, NAMES + VALUES, app->grid.ascii);
    page_puts(p, STYLE_TEXT, row->help);
    buf_fini(&b);
    if (row->kind != OPTION_MANY)
        return;
    const struct texts *t = option_texts(app->options, id);
    for (unsigned i = 0; i < t->n; i++) {
        page_paragraph(p, 2, NAMES + VALUES, TAG_OF + (uint32_t)id);
        page_puts(p, STYLE_TEXT, t->v[i]);
    }
}

static void write_settings(struct page *p, const struct app *app)
{
    page_clear(p);
    page_paragraph(p, 0, 0, 0);
    page_printf(p, STYLE_STRONG, "Settings");
    page_printf(p, STYLE_DIM, "   those in bold were changed; s writes them into rung.conf%s",
                app->unsaved ? ", which was not done yet" : "");
    page_paragraph(p, 0, 0, 0);
    for (int i = 0; i < OPTION_COUNT; i++)
        if (is_shown((enum option_id)i))
            write_one(p, app, (enum option_id)i);
}

static void settings_draw(struct app *app, void *self, const struct area *a)
{
    struct settings *s = self;
    write_settings(&s->page, app);
    page_draw(&s->page, a);
}

static void settings_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "settings");
}

/* The word behind the one that holds, or the first. */
static struct slice next_choice(const struct options *o, enum option_id id)
{
    struct slice all = slice_of(option_get(id)->values), rest = all, word;
    struct buf now;
    buf_init(&now, 64);
    option_add_value(o, id, &now);
    do {
        word = slice_sub(rest, 0, slice_index(rest, '|'));
        rest = slice_sub(rest, word.n + 1, rest.n);
    } while (rest.n && !slice_eq(word, buf_slice(&now)));
    buf_fini(&now);
    return rest.n ? slice_sub(rest, 0, slice_index(rest, '|'))
                  : slice_sub(all, 0, slice_index(all, '|'));
}

static void ask_value(struct app *app, enum option_id id)
{
    char label[64];
    struct buf b;
    buf_init(&b, PROMPT_MAX - 1);
    option_add_value(app->options, id, &b);
    buf_addc(&b, '\0');
    snprintf(label, sizeof(label), "%s:", option_get(id)->name);
    app_ask(app, ACTION_CHANGE, label, b.failed ? "" : (const char *)b.p);
    buf_fini(&b);
}

static void change(struct app *app, enum option_id id)
{
    const struct option_info *row = option_get(id);
    bool on = option_is_initial(app->options, id) == !strcmp(row->initial, "yes");
    if (row->kind == OPTION_FLAG)
        app_set(app, id, on ? SLICE("no") : SLICE("yes"));
    else if (row->kind == OPTION_CHOICE)
        app_set(app, id, next_choice(app->options, id));
    else
        ask_value(app, id);
}

static void settings_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct settings *s = self;
    enum option_id id = here(s);
    if (action != ACTION_CHANGE)
        page_act(&s->page, action);
    else if (id == OPTION_COUNT)
        app_note(app, STYLE_DIM, "Here is no setting.");
    else if (arg)
        app_set(app, id, slice_trim(slice_of(arg)));
    else
        change(app, id);
}

static bool settings_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct settings *s = self;
    if (!page_mouse(&s->page, m))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_CHANGE, NULL);
    return true;
}

static void settings_close(void *self)
{
    struct settings *s = self;
    page_fini(&s->page);
    mem_free(s);
}

static int settings_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct settings *s = mem_new(1, sizeof(*s));
    (void)app;
    (void)arg;
    if (!s)
        return err_set(err, -ENOMEM, "There is not enough memory for the settings.");
    page_init(&s->page, true);
    s->page.scroll.at = 2; /* the first one */
    *self = s;
    return 0;
}

const struct panel_ops panel_settings = {
    .open = settings_open,
    .draw = settings_draw,
    .name = settings_name,
    .act = settings_act,
    .mouse = settings_mouse,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = settings_close,
};
