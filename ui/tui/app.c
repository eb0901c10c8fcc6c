/* Keys to actions to panels, the first and the last line, and work in slices. */
#include "ui/tui/app.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/near.h"
#include "decode/finding/finding.h"
#include "decode/session/link.h"
#include "ui/option/conf.h"
#include "ui/tui/panel.h"
#include "ui/tui/save.h"
#include "ui/tui/stroke.h"

enum { SEARCH_CHUNK = 64, COPY_MAX = 1 << 20, WHEEL_ROWS = 3 };

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
    do {
        struct panel *p = top(app);
        p->ops->close(p->self);
        app->depth--;
    } while (app->depth > 1 && top(app)->passed);
    app->search.on = false;
}

/* To the panel at this depth. */
static void pop_to(struct app *app, unsigned depth)
{
    app->panel[depth - 1].passed = false;
    while (app->depth > depth)
        pop(app);
}

/* A new ladder of the call of a message, at its row. */
static void push_call_of(struct app *app, uint32_t message)
{
    const struct store *s = trace_store(app->trace);
    const struct message *m = store_message(s, message);
    uint32_t first = m ? m->leg : 0, *leg = mem_new(LADDER_LEGS_MAX, sizeof(*leg));
    struct ladder_arg arg = { .leg = leg, .message = message };
    for (uint32_t l = first; leg && l && arg.legs < LADDER_LEGS_MAX; l = call_next(s, l, first))
        leg[arg.legs++] = l;
    if (arg.legs)
        app_push(app, PANEL_LADDER, &arg);
    mem_free(leg);
}

void app_show(struct app *app, uint32_t message)
{
    for (unsigned i = app->depth; i > 0; i--) {
        const struct panel *p = &app->panel[i - 1];
        if (!p->ops->show || !p->ops->show(app, p->self, message))
            continue;
        pop_to(app, i);
        return;
    }
    push_call_of(app, message);
}

void app_through(struct app *app, enum action action)
{
    unsigned depth = app->depth;
    app_act(app, action, NULL);
    if (app->depth > depth)
        app->panel[depth - 1].passed = true;
}

void app_instead(struct app *app, enum action action)
{
    struct panel *p = top(app);
    p->ops->close(p->self);
    app->depth--;
    app->search.on = false;
    bool passed = top(app)->passed;
    top(app)->passed = false;
    if (passed)
        app_through(app, action);
    else
        app_act(app, action, NULL);
}

/* --- settings --------------------------------------------------------------------------------- */

/* Keys of the user's; those that cannot be are said, and the others hold. */
static void bind_keys(struct app *app)
{
    for (unsigned i = 0; i < app->options->bind.n; i++) {
        struct slice text = slice_of(app->options->bind.v[i]), name = option_name_of(text);
        bool known = false;
        int r = 0;
        for (int a = 0; a < ACTION_COUNT && r == 0; a++)
            if (slice_ieq(name, slice_of(action_get((enum action)a)->command))) {
                known = true;
                r = keymap_set(&app->keymap, (enum action)a, option_value_of(text));
            }
        if (!known || r < 0)
            app_note(app, STYLE_WARNING,
                     known ? "Among the keys, \"%s\" has a key that is none."
                           : "Among the keys, \"%s\" is no command.",
                     app->options->bind.v[i]);
    }
}

bool app_set(struct app *app, enum option_id id, struct slice value)
{
    struct err err;
    struct buf b;
    if (option_set(app->options, id, value, "", &err) < 0) {
        app_note(app, STYLE_WARNING, "%s", err.text);
        return false;
    }
    app->unsaved = true;
    buf_init(&b, PROMPT_MAX);
    option_add_value(app->options, id, &b);
    app_note(app, STYLE_TEXT, "%s is %.*s.", option_get(id)->name, (int)b.n,
             b.n ? (const char *)b.p : "");
    buf_fini(&b);
    if (id == OPTION_ascii)
        app->grid.ascii = app->options->ascii;
    if (id == OPTION_bind) {
        keymap_init(&app->keymap);
        bind_keys(app);
    }
    return true;
}

/* "theme light", "tree yes" */
static void set_by_name(struct app *app, const char *arg)
{
    struct slice text = slice_trim(slice_of(arg));
    size_t n = slice_index(text, ' ');
    struct slice name = slice_sub(text, 0, n);
    enum option_id id = option_find(name);
    if (id == OPTION_COUNT || !option_get(id)->kept)
        app_note(app, STYLE_WARNING, "\"%.*s\" is no setting; o lists them.", (int)name.n, name.p);
    else
        app_set(app, id, slice_trim(slice_sub(text, n, text.n)));
}

static void save_settings(struct app *app)
{
    struct buf path;
    struct err err;
    buf_init(&path, 4096);
    bool known = conf_path(&path);
    buf_addc(&path, '\0');
    if (!known || path.failed)
        app_note(app, STYLE_WARNING, "There is no place for rung.conf: $HOME is not set.");
    else if (conf_save(app->options, (const char *)path.p, &err) < 0)
        app_note(app, STYLE_WARNING, "%s", err.text);
    else {
        app_note(app, STYLE_TEXT, "The settings are in %s.", (const char *)path.p);
        app->unsaved = false;
    }
    buf_fini(&path);
}

/* --- begin and end ---------------------------------------------------------------------------- */

static bool is_held(const void *ctx, uint32_t leg)
{
    const struct app *app = ctx;
    for (unsigned i = 0; i < app->depth; i++)
        if (app->panel[i].ops->holds && app->panel[i].ops->holds(app->panel[i].self, leg))
            return true;
    return false;
}

int app_init(struct app *app, struct trace *t, struct options *o, bool ascii, int rows, int cols,
             struct err *err)
{
    *app = (struct app){ .trace = t, .options = o, .loading = !trace_is_over(t) };
    grid_init(&app->grid, ascii);
    keymap_init(&app->keymap);
    buf_init(&app->copy, COPY_MAX);
    bind_keys(app);
    if (!grid_resize(&app->grid, rows, cols))
        return err_set(err, -ENOMEM, "There is not enough memory for the screen.");
    trace_pin(t, is_held, app);
    int r = push(app, PANEL_CALLS, o->filter, err);
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
    trace_pin(app->trace, NULL, NULL);
    job_stop(&app->job);
    findings_free(app->findings);
    for (int i = 0; i < HISTORIES; i++)
        history_fini(&app->history[i]);
    buf_fini(&app->copy);
    grid_fini(&app->grid);
}

struct findings *app_findings(struct app *app)
{
    if (!app->findings)
        app->findings = findings_new(app->trace);
    return app->findings;
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

/* --- asking ----------------------------------------------------------------------------------- */

static void ask(struct app *app, enum action action, const char *label, const char *text,
                complete_fn *complete, const struct history *history)
{
    prompt_open(&app->prompt, label, text);
    app->prompt.app = app;
    app->prompt.complete = complete;
    app->prompt.history = history;
    app->asked = action;
}

static struct history *history_for(struct app *app, enum argument argument)
{
    return argument == ARGUMENT_FILTER ? &app->history[HISTORY_FILTER] : NULL;
}

void app_ask(struct app *app, enum action action, const char *label, const char *text)
{
    enum argument argument = action_get(action)->argument;
    ask(app, action, label, text, complete_for(argument), history_for(app, argument));
}

/* While one types: from where we were to the first place that has what is there so far. */
static void search_typed(struct app *app, enum prompt_result r)
{
    struct panel *p = top(app);
    if (r == PROMPT_GIVEN_UP)
        app->prompt.text[0] = '\0';
    snprintf(app->needle, sizeof(app->needle), "%.*s", (int)sizeof(app->needle) - 1,
             app->prompt.text);
    if (r != PROMPT_DONE) {
        p->ops->go(app, p->self, app->search.origin);
        search_from(app, app->search.origin, false);
    } else {
        history_add(&app->history[HISTORY_SEARCH], app->needle);
        if (app->search.missed)
            note_missed(app);
    }
}

/* The command that a word may have been meant for, "": none. */
static const char *nearest_command(enum panel_id panel, struct slice word)
{
    unsigned least = near_limit(word.n) + 1;
    const char *found = "";
    for (int a = 0; a < ACTION_COUNT; a++) {
        const char *command = action_get((enum action)a)->command;
        unsigned d = near_distance(word, slice_of(command));
        if (action_is_in((enum action)a, panel) && d < least) {
            least = d;
            found = command;
        }
    }
    return found;
}

static void note_no_command(struct app *app, struct slice word)
{
    const char *near = nearest_command(top(app)->id, word);
    if (near[0])
        app_note(app, STYLE_WARNING, "\"%.*s\" is no command here; did you mean %s?", (int)word.n,
                 word.p, near);
    else
        app_note(app, STYLE_WARNING, "\"%.*s\" is no command here; Tab after : lists them.",
                 (int)word.n, word.p);
}

static void run_command(struct app *app, const char *line)
{
    struct slice text = slice_trim(slice_of(line));
    size_t n = slice_index(text, ' ');
    struct slice word = slice_sub(text, 0, n), rest = slice_trim(slice_sub(text, n, text.n));
    char arg[PROMPT_MAX];
    if (!word.n)
        return;
    history_add(&app->history[HISTORY_COMMAND], line);
    enum action action = action_find(top(app)->id, word);
    if (action == ACTION_NONE) {
        note_no_command(app, word);
        return;
    }
    if (rest.n && action_get(action)->argument == ARGUMENT_NONE) {
        app_note(app, STYLE_WARNING, "%s takes nothing behind it.", action_get(action)->command);
        return;
    }
    snprintf(arg, sizeof(arg), "%.*s", (int)rest.n, rest.p);
    app_act(app, action, rest.n ? arg : NULL);
}

static void prompt_answered(struct app *app, int stroke)
{
    char text[PROMPT_MAX];
    enum action asked = app->asked;
    enum prompt_result r = prompt_key(&app->prompt, stroke);
    if (asked == ACTION_SEARCH)
        search_typed(app, r);
    if (r == PROMPT_GOES_ON)
        return;
    app->prompt.label[0] = '\0';
    if (r == PROMPT_GIVEN_UP || asked == ACTION_SEARCH)
        return;
    memcpy(text, app->prompt.text, sizeof(text)); /* what is done may ask again */
    if (asked == ACTION_COMMAND) {
        run_command(app, text);
        return;
    }
    struct history *history = history_for(app, action_get(asked)->argument);
    if (history)
        history_add(history, text);
    app_act(app, asked, text);
}

/* --- keys ------------------------------------------------------------------------------------- */

static void search(struct app *app, const char *arg)
{
    struct panel *p = top(app);
    app->search.origin = p->ops->row(p->self);
    app->search.on = false;
    if (!arg) {
        ask(app, ACTION_SEARCH, "/", "", NULL, &app->history[HISTORY_SEARCH]);
        return;
    }
    snprintf(app->needle, sizeof(app->needle), "%.*s", (int)sizeof(app->needle) - 1, arg);
    history_add(&app->history[HISTORY_SEARCH], app->needle);
    search_from(app, app->search.origin, false);
}

static void switch_mouse(struct app *app)
{
    app->mouse_off = !app->mouse_off;
    app_note(app, STYLE_TEXT, "%s",
             app->mouse_off ? "The mouse is the terminal's now: select text with it."
                            : "The mouse is rung's again.");
}

/* What is being written is lost only when the user says so twice. */
static void leave(struct app *app)
{
    app->leave = !job_runs(&app->job) || app->leave_asked;
    if (!app->leave)
        app_note(app, STYLE_WARNING, "A file is still being written; once more leaves without it.");
    app->leave_asked = true;
}

void app_act(struct app *app, enum action action, const char *arg)
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
        leave(app);
        break;
    case ACTION_SUSPEND:
        app->suspend = true;
        break;
    case ACTION_REDRAW:
        app->redraw = true;
        break;
    case ACTION_MOUSE:
        switch_mouse(app);
        break;
    case ACTION_SAVE:
    case ACTION_SAVE_OVER:
    case ACTION_EXPORT:
    case ACTION_EXPORT_OVER:
        save_act(app, p, action, arg);
        break;
    case ACTION_SETTINGS:
        app_push(app, PANEL_SETTINGS, NULL);
        break;
    case ACTION_SET:
        if (arg)
            set_by_name(app, arg);
        else
            app_ask(app, ACTION_SET, "set:", "");
        break;
    case ACTION_SAVE_SETTINGS:
    case ACTION_SAVE_HERE:
        save_settings(app);
        break;
    case ACTION_HELP:
        app_push(app, PANEL_HELP, &p->id);
        break;
    case ACTION_INFO:
        app_push(app, PANEL_INFO, NULL);
        break;
    case ACTION_STATS:
        app_push(app, PANEL_STATS, NULL);
        break;
    case ACTION_REGISTRATIONS:
        app_push(app, PANEL_REGISTRATIONS, NULL);
        break;
    case ACTION_COMMAND:
        ask(app, ACTION_COMMAND, ":", "", complete_command, &app->history[HISTORY_COMMAND]);
        break;
    case ACTION_SEARCH:
        search(app, arg);
        break;
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        search_again(app, action == ACTION_PREVIOUS);
        break;
    default:
        p->ops->act(app, p->self, action, arg);
    }
}

void app_return(struct app *app, enum action action, const char *arg)
{
    char text[PROMPT_MAX];
    snprintf(text, sizeof(text), "%s", arg);
    pop_to(app, 1);
    struct history *history = history_for(app, action_get(action)->argument);
    if (history)
        history_add(history, text);
    app_act(app, action, text);
}

void app_key(struct app *app, int stroke)
{
    app->note[0] = '\0';
    if (app->prompt.label[0]) {
        prompt_answered(app, stroke);
        return;
    }
    app->search.on = false;
    app_act(app, keymap_find(&app->keymap, top(app)->id, stroke), NULL);
}

void app_copy(struct app *app, struct slice text, const char *what)
{
    buf_clear(&app->copy);
    buf_add(&app->copy, text.p, text.n);
    if (!app->copy.failed) {
        app_note(app, STYLE_TEXT, "%s copied to the clipboard.", what);
        return;
    }
    app_note(app, STYLE_WARNING, "%s too large for the clipboard.", what);
    buf_clear(&app->copy);
    app->copy.failed = false;
}

/* --- the mouse -------------------------------------------------------------------------------- */

static void press_crumb(struct app *app, int x)
{
    for (unsigned i = 0; i + 1 < app->depth; i++)
        if (x >= app->crumb[i].from && x < app->crumb[i].end)
            pop_to(app, i + 1);
}

static void press_key(struct app *app, int x)
{
    for (unsigned i = 0; i < app->keys; i++)
        if (x >= app->key[i].from && x < app->key[i].end) {
            app_act(app, app->key[i].action, NULL);
            return;
        }
}

static void turn_wheel(struct app *app, enum mouse_kind kind)
{
    for (int i = 0; i < WHEEL_ROWS; i++)
        app_act(app, kind == MOUSE_WHEEL_UP ? ACTION_UP : ACTION_DOWN, NULL);
}

void app_mouse(struct app *app, const struct mouse *m)
{
    struct panel *p = top(app);
    bool wheel = m->kind == MOUSE_WHEEL_UP || m->kind == MOUSE_WHEEL_DOWN;
    bool press = m->kind == MOUSE_PRESS || m->kind == MOUSE_DOUBLE;
    struct mouse inside = { m->kind, m->x, m->y - 1 };
    if (app->prompt.label[0]) /* one types */
        return;
    if (press || wheel)
        app->note[0] = '\0';
    app->search.on = false;
    if (press && m->y == 0)
        press_crumb(app, m->x);
    else if (press && m->y == app->grid.rows - 1)
        press_key(app, m->x);
    else if (!(p->ops->mouse && p->ops->mouse(app, p->self, &inside)) && wheel)
        turn_wheel(app, m->kind);
}

void app_forget(struct app *app)
{
    if (app->forgot == trace_forgot(app->trace))
        return;
    app->forgot = trace_forgot(app->trace);
    for (unsigned i = 0; i < app->depth; i++)
        if (app->panel[i].ops->forget)
            app->panel[i].ops->forget(app, app->panel[i].self);
}

bool app_work(struct app *app, int64_t budget_ns)
{
    int64_t until = clock_monotonic() + budget_ns;
    bool more = false;
    if (job_poll(&app->job))
        app_note(app, app->job.failed ? STYLE_WARNING : STYLE_TEXT, "%s", app->job.text);
    if (app->search.on)
        more = search_work(app, until);
    /* The list below goes on while another panel is seen. */
    for (unsigned i = 0; i < app->depth; i++)
        if (app->panel[i].ops->work && app->panel[i].ops->work(app, app->panel[i].self, until))
            more = true;
    if (app->loading) {
        app->loading = trace_step(app->trace, budget_ns) != 0;
        app_forget(app);
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

static void add_total(struct buf *b, const struct app *app, uint64_t n, const char *what)
{
    char number[APP_NUMBER];
    app_number(number, n);
    buf_printf(b, "%s%s%s%s %s", b->n ? " " : "", b->n ? app_sign(app, SIGN_BULLET) : "",
               b->n ? " " : "", number, what);
}

/* What was read, and what of it could not be used: where there is room also that nothing was. */
static void add_totals(struct buf *b, const struct app *app, const struct engine_totals *in, int w)
{
    static const struct {
        enum counter_kind kind;
        const char *what;
    } rest[] = { { COUNTER_IS_LOST, "lost" },
                 { COUNTER_IS_UNDECODED, "undecoded" },
                 { COUNTER_IS_COPY, "captured twice" } };
    enum { ROOM = 120 };
    struct counters all;
    trace_counters(app->trace, &all);
    add_total(b, app, in->packets, "packets");
    add_total(b, app, trace_store(app->trace)->counts.messages, "messages");
    for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
        uint64_t n = counters_sum(&all, rest[i].kind);
        bool always = rest[i].kind != COUNTER_IS_COPY;
        if (n || (always && w >= ROOM))
            add_total(b, app, n, rest[i].what);
    }
}

/* Totals to the right of the first line; returns the columns left. */
static int draw_totals(struct app *app, const struct area *a)
{
    enum { BAR = 10 };
    if (!app->loading && app->depth > 1 && a->w < 100) /* the way we came needs the room */
        return a->w;
    struct engine_totals in;
    struct buf b;
    buf_init(&b, 512);
    trace_totals(app->trace, &in);
    add_totals(&b, app, &in, a->w);
    unsigned percent = in.size ? (unsigned)(in.done * 100 / in.size) : 0;
    if (app->loading && in.size)
        buf_printf(&b, "  %3u %%", percent > 99 ? 99 : percent);
    else if (app->loading)
        buf_adds(&b, "  reading");
    int x = a->w - text_width(a->grid, buf_slice(&b)) - 1;
    area_text(a, x, 0, STYLE_TEXT, buf_slice(&b));
    buf_fini(&b);
    if (app->loading && in.size && x > 24) {
        int full = in.done < in.size ? (int)(in.done * BAR / in.size) : BAR;
        x -= BAR + 2;
        area_fill(a, x, 0, full, STYLE_BRAND, app_sign(app, SIGN_BAR_FULL));
        area_fill(a, x + full, 0, BAR - full, STYLE_DIM, app_sign(app, SIGN_BAR_EMPTY));
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
        app->crumb[i].from = x + 1;
        x += 1 + area_fit(&left, x + 1, 0, room - x - 1,
                          i + 1 == app->depth ? STYLE_STRONG : STYLE_TEXT, buf_slice(&b));
        app->crumb[i].end = x;
        buf_fini(&b);
    }
    area_back(a, 0, 0, a->w, BACK_BAR);
}

static void draw_keys(struct app *app, const struct area *a, int y)
{
    int x = 1;
    for (int i = 0; i < ACTION_COUNT && app->keys < APP_SPOTS; i++) {
        const struct action_info *info = action_get((enum action)i);
        struct slice key = slice_of(app->keymap.keys[i]);
        if (!info->name[0] || !key.n || !action_is_in((enum action)i, top(app)->id))
            continue;
        key = slice_sub(key, 0, slice_index(key, ' '));
        int w = text_width(a->grid, key) + 1 + (int)strlen(info->name);
        if (x + w >= a->w)
            break;
        app->key[app->keys++] = (struct spot){ x, x + w, (enum action)i };
        area_text(a, x, y, STYLE_KEY, key);
        area_puts(a, x + text_width(a->grid, key) + 1, y, STYLE_TEXT, info->name);
        x += w + 2;
    }
}

static void draw_last_line(struct app *app, const struct area *a)
{
    int y = a->h - 1;
    app->keys = 0;
    if (app->prompt.label[0]) {
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
    if (!app->prompt.label[0])
        area_back(a, 0, y, a->w, BACK_BAR);
}

int app_fd(const struct app *app)
{
    return job_runs(&app->job) ? app->job.fd : -1;
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
