/* The keys of a panel, out of the table of actions. */
#include <errno.h>

#include "base/mem.h"
#include "ui/tui/panel.h"

struct help {
    enum panel_id about;
    enum action action[ACTION_COUNT];
    uint32_t n;
    struct scroll scroll;
    uint32_t found;
};

static const char *const panel_help_text[] = {
#define X(id, driver, help) help,
    PANEL_LIST(X)
#undef X
};

static void help_draw(struct app *app, void *self, const struct area *a)
{
    struct help *h = self;
    int widest = 0;
    (void)app;
    area_printf(a, 2, 0, STYLE_STRONG, "Keys for %s", panel_help_text[h->about]);
    for (uint32_t i = 0; i < h->n; i++) {
        int w = text_width(a->grid, slice_of(action_get(h->action[i])->keys));
        widest = w > widest ? w : widest;
    }
    struct area text = area_part(a, 2, 2, a->w - 4, a->h - 2);
    scroll_fit(&h->scroll, h->n, text.h);
    for (int y = 0; y < text.h && h->scroll.top + (uint32_t)y < h->n; y++) {
        const struct action_info *info = action_get(h->action[h->scroll.top + (uint32_t)y]);
        area_puts(&text, 0, y, STYLE_KEY, info->keys);
        area_fit(&text, widest + 3, y, text.w - widest - 3, STYLE_TEXT, slice_of(info->help));
    }
    scroll_draw(&h->scroll, a, 2, text.h);
}

static void help_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "help");
}

static void help_act(struct app *app, void *self, enum action action, int stroke)
{
    struct help *h = self;
    (void)app;
    (void)stroke;
    if (scroll_act(&h->scroll, action, false))
        h->found = h->scroll.top;
}

static uint32_t help_rows(void *self)
{
    const struct help *h = self;
    return h->n;
}

static uint32_t help_row(void *self)
{
    const struct help *h = self;
    return h->found;
}

static void help_go(struct app *app, void *self, uint32_t row)
{
    struct help *h = self;
    (void)app;
    h->found = row;
    scroll_to(&h->scroll, row);
}

static bool help_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct help *h = self;
    (void)app;
    if (row >= h->n)
        return false;
    const struct action_info *info = action_get(h->action[row]);
    return text_contains(slice_of(info->help), text) || text_contains(slice_of(info->keys), text);
}

static void help_close(void *self)
{
    mem_free(self);
}

static int help_open(struct app *app, const void *arg, void **self, struct err *err)
{
    struct help *h = mem_new(1, sizeof(*h));
    (void)app;
    if (!h)
        return err_set(err, -ENOMEM, "There is not enough memory for the help.");
    h->about = *(const enum panel_id *)arg;
    for (int i = 0; i < ACTION_COUNT; i++)
        if (action_is_in((enum action)i, h->about))
            h->action[h->n++] = (enum action)i;
    *self = h;
    return 0;
}

const struct panel_ops panel_help = {
    .open = help_open,
    .draw = help_draw,
    .name = help_name,
    .act = help_act,
    .rows = help_rows,
    .row = help_row,
    .go = help_go,
    .has = help_has,
    .close = help_close,
};
