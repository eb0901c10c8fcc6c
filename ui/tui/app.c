/* Keys to actions to panels, the first and the last line, and work in slices. */
#include "ui/tui/app.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "ui/tui/panel.h"
#include "ui/tui/stroke.h"

enum { SEARCH_CHUNK = 64 };

static const struct panel_ops *const drivers[] = {
#define X(id, driver, help) &driver,
    PANEL_LIST(X)
#undef X
};

static struct panel *top(struct app *app)
{
    return &app->panel[app->depth - 1];
}

void app_note(struct app *app, enum style style, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(app->note, sizeof(app->note), fmt, ap);
    va_end(ap);
    app->note_style = style;
}

static int push(struct app *app, enum panel_id id, const void *arg, struct err *err)
{
    if (app->depth == APP_DEPTH)
        return err_set(err, -E2BIG, "There are too many panels open; Esc goes back.");
    struct panel p = { .ops = drivers[id], .id = id };
    int r = p.ops->open(app, arg, &p.self, err);
    if (r < 0)
        return r;
    app->panel[app->depth++] = p;
    app->search.on = false;
    return 0;
}

void app_push(struct app *app, enum panel_id id, const void *arg)
{
    struct err err;
    if (push(app, id, arg, &err) < 0)
        app_note(app, STYLE_WARNING, "%s", err.text);
}

static void pop(struct app *app)
{
    if (app->depth < 2)
        return;
    struct panel *p = top(app);
    p->ops->close(p->self);
    app->depth--;
    app->search.on = false;
}

int app_init(struct app *app, struct trace *t, const char *filter, bool ascii, int rows, int cols,
             struct err *err)
{
    *app = (struct app){ .trace = t, .loading = !trace_is_over(t) };
    grid_init(&app->grid, ascii);
    if (!grid_resize(&app->grid, rows, cols))
        return err_set(err, -ENOMEM, "There is not enough memory for the screen.");
    int r = push(app, PANEL_CALLS, filter, err);
    if (r < 0)
        app_fini(app);
    return r;
}

void app_fini(struct app *app)
{
    while (app->depth) {
        struct panel *p = top(app);
        p->ops->close(p->self);
        app->depth--;
    }
    grid_fini(&app->grid);
}

void app_resize(struct app *app, int rows, int cols)
{
    grid_resize(&app->grid, rows, cols);
}

/* --- searching -------------------------------------------------------------------------------- */

/* Looks for the needle from a row on, all around the list. */
static void search_from(struct app *app, uint32_t row, bool backwards)
{
    struct panel *p = top(app);
    uint32_t n = p->ops->rows(p->self);
    app->search.on = n && app->needle[0];
    app->search.missed = false;
    app->search.from = n ? row % n : 0;
    app->search.left = n;
    app->search.backwards = backwards;
}

static void search_again(struct app *app, bool backwards)
{
    struct panel *p = top(app);
    uint32_t n = p->ops->rows(p->self), at = p->ops->row(p->self);
    if (!app->needle[0])
        app_note(app, STYLE_DIM, "Nothing was searched for yet; / begins.");
    else if (n)
        search_from(app, backwards ? (at ? at - 1 : n - 1) : at + 1, backwards);
}

static void note_missed(struct app *app)
{
    app->search.missed = true;
    app_note(app, STYLE_WARNING, "\"%s\" was not found.", app->needle);
}

/* Goes on with a search; true while it has not ended. */
static bool search_work(struct app *app, int64_t until_ns)
{
    struct panel *p = top(app);
    struct search *s = &app->search;
    uint32_t n = p->ops->rows(p->self);
    struct slice needle = slice_of(app->needle);
    for (unsigned i = 0; s->on && n; i++) {
        if (!s->left) {
            s->on = false;
            note_missed(app);
            break;
        }
        if (s->from >= n) /* rows went away meanwhile */
            s->from = 0;
        if (p->ops->has(app, p->self, s->from, needle)) {
            p->ops->go(app, p->self, s->from);
            s->on = false;
            break;
        }
        s->left--;
        s->from = s->backwards ? (s->from ? s->from - 1 : n - 1) : s->from + 1;
        if (i % SEARCH_CHUNK == 0 && clock_monotonic() > until_ns)
            break;
    }
    if (!n)
        s->on = false;
    return s->on;
}

/* --- keys ------------------------------------------------------------------------------------- */

static void prompt_answered(struct app *app, int stroke)
{
    struct panel *p = top(app);
    enum prompt_result r = prompt_key(&app->prompt, stroke);
    if (app->prompt.complete) { /* a filter, which is the panel's matter */
        if (r != PROMPT_GOES_ON)
            app->prompt.label = NULL;
        if (r == PROMPT_DONE)
            p->ops->answer(app, p->self, app->prompt.text);
        return;
    }
    if (r == PROMPT_GIVEN_UP)
        app->prompt.text[0] = '\0';
    snprintf(app->needle, sizeof(app->needle), "%.*s", (int)sizeof(app->needle) - 1,
             app->prompt.text);
    if (r != PROMPT_DONE)
        p->ops->go(app, p->self, app->search.origin);
    if (r != PROMPT_DONE)
        search_from(app, app->search.origin, false);
    else if (app->search.missed)
        note_missed(app);
    if (r != PROMPT_GOES_ON)
        app->prompt.label = NULL;
}

static void act(struct app *app, enum action action, int stroke)
{
    struct panel *p = top(app);
    switch (action) {
    case ACTION_NONE:
        break;
    case ACTION_BACK:
        pop(app);
        break;
    case ACTION_LEAVE:
    case ACTION_QUIT:
        app->leave = true;
        break;
    case ACTION_SUSPEND:
        app->suspend = true;
        break;
    case ACTION_REDRAW:
        app->redraw = true;
        break;
    case ACTION_HELP:
        app_push(app, PANEL_HELP, &p->id);
        break;
    case ACTION_INFO:
        app_push(app, PANEL_INFO, NULL);
        break;
    case ACTION_SEARCH:
        app->search.origin = p->ops->row(p->self);
        app->search.on = false;
        prompt_open(&app->prompt, "/", "", false);
        break;
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        search_again(app, action == ACTION_PREVIOUS);
        break;
    default:
        p->ops->act(app, p->self, action, stroke);
    }
}

void app_key(struct app *app, int stroke)
{
    app->note[0] = '\0';
    if (app->prompt.label) {
        prompt_answered(app, stroke);
        return;
    }
    app->search.on = false;
    act(app, action_find(top(app)->id, stroke), stroke);
}

bool app_work(struct app *app, int64_t budget_ns)
{
    int64_t until = clock_monotonic() + budget_ns;
    bool more = false;
    if (app->search.on)
        more = search_work(app, until);
    /* The list below goes on while another panel is seen. */
    for (unsigned i = 0; i < app->depth; i++)
        if (app->panel[i].ops->work && app->panel[i].ops->work(app, app->panel[i].self, until))
            more = true;
    if (app->loading) {
        app->loading = trace_step(app->trace, budget_ns) != 0;
        more = true; /* once more after the last: the list takes it over */
    }
    return more;
}

/* --- the first and the last line -------------------------------------------------------------- */

void app_number(char out[APP_NUMBER], uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n), k = 0;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            out[k++] = ',';
        out[k++] = digits[i];
    }
    out[k] = '\0';
}

const char *app_input_name(const char *path)
{
    return !strcmp(path, "-") || !strcmp(path, "/dev/stdin") ? "standard input" : path;
}

/* What was read, to the right of the first line; returns the columns left. */
static int draw_totals(struct app *app, const struct area *a)
{
    if (!app->loading && app->depth > 1 && a->w < 100) /* the way we came needs the room */
        return a->w;
    struct engine_totals in;
    char packets[APP_NUMBER], messages[APP_NUMBER], text[160];
    trace_totals(app->trace, &in);
    app_number(packets, in.packets);
    app_number(messages, trace_store(app->trace)->counts.messages);
    int n = snprintf(text, sizeof(text), "%s packets %s %s messages", packets,
                     app_sign(app, SIGN_BULLET), messages);
    int x = a->w - text_width(a->grid, slice_of(text)) - 1;
    if (app->loading) {
        unsigned percent = in.size ? (unsigned)(in.done * 100 / in.size) : 0;
        snprintf(text + n, sizeof(text) - (size_t)n, in.size ? "  %3u %%" : "  reading",
                 percent > 99 ? 99 : percent);
        x = a->w - text_width(a->grid, slice_of(text)) - 1;
    }
    area_puts(a, x, 0, STYLE_TEXT, text);
    if (app->loading && in.size && x > 24) { /* a bar of ten cells */
        int full = in.done < in.size ? (int)(in.done * 10 / in.size) : 10;
        x -= 12;
        area_fill(a, x, 0, full, STYLE_BRAND, app_sign(app, SIGN_BAR_FULL));
        area_fill(a, x + full, 0, 10 - full, STYLE_DIM, app_sign(app, SIGN_BAR_EMPTY));
    }
    return x;
}

static void draw_first_line(struct app *app, const struct area *a)
{
    int room = draw_totals(app, a) - 2;
    struct area left = area_part(a, 0, 0, room, 1);
    int x = 1 + area_puts(&left, 1, 0, STYLE_BRAND, "rung");
    for (unsigned i = 0; i < app->depth; i++) {
        struct buf b;
        buf_init(&b, 512);
        app->panel[i].ops->name(app, app->panel[i].self, &b);
        x += 1 + area_puts(&left, x + 1, 0, STYLE_DIM, app_sign(app, i ? SIGN_CRUMB : SIGN_BULLET));
        x += 1 + area_fit(&left, x + 1, 0, room - x - 1,
                          i + 1 == app->depth ? STYLE_STRONG : STYLE_TEXT, buf_slice(&b));
        buf_fini(&b);
    }
    area_back(a, 0, 0, a->w, BACK_BAR);
}

static void draw_keys(struct app *app, const struct area *a, int y)
{
    int x = 1;
    for (int i = 0; i < ACTION_COUNT; i++) {
        const struct action_info *info = action_get((enum action)i);
        if (!info->name[0] || !action_is_in((enum action)i, top(app)->id))
            continue;
        struct slice key = slice_of(info->keys);
        if (i != ACTION_SORT) /* both of its keys say something */
            key = slice_sub(key, 0, slice_index(key, ' '));
        int w = text_width(a->grid, key) + 1 + (int)strlen(info->name);
        if (x + w >= a->w)
            break;
        area_text(a, x, y, STYLE_KEY, key);
        area_puts(a, x + text_width(a->grid, key) + 1, y, STYLE_TEXT, info->name);
        x += w + 2;
    }
}

static void draw_last_line(struct app *app, const struct area *a)
{
    int y = a->h - 1;
    if (app->prompt.label) {
        prompt_draw(&app->prompt, a, y);
        const char *above = app->note[0] ? app->note : app->prompt.hint; /* what is wrong with it */
        if (above[0]) {
            area_fill(a, 0, y - 1, a->w, STYLE_TEXT, " ");
            area_fit(a, 1, y - 1, a->w - 2, app->note[0] ? app->note_style : STYLE_DIM,
                     slice_of(above));
        }
    } else if (app->search.on)
        area_printf(a, 1, y, STYLE_DIM, "searching for \"%s\"", app->needle);
    else if (app->note[0])
        area_fit(a, 1, y, a->w - 2, app->note_style, slice_of(app->note));
    else
        draw_keys(app, a, y);
    if (!app->prompt.label)
        area_back(a, 0, y, a->w, BACK_BAR);
}

void app_draw(struct app *app)
{
    struct area all = grid_area(&app->grid);
    struct panel *p = top(app);
    grid_clear(&app->grid);
    if (all.h > 2) {
        struct area body = area_part(&all, 0, 1, all.w, all.h - 2);
        p->ops->draw(app, p->self, &body);
        area_highlight(&body, 0, body.h, slice_of(app->needle), BACK_MATCH);
    }
    draw_first_line(app, &all);
    if (all.h > 1)
        draw_last_line(app, &all);
}
