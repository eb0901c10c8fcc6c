/* The viewer's loop: keys, then a slice of work, then a frame. When there is nothing to do it
 * sleeps until the next key. */
#include "ui/tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "ui/option/conf.h"
#include "ui/tui/app.h"
#include "ui/tui/screen.h"
#include "ui/tui/state.h"
#include "ui/tui/stroke.h"

enum { STATUS_USAGE = 2, STATUS_FAILED = 4, STATUS_SIGNAL = 128 };

#define SLICE_NS (12 * NS_PER_MS) /* of work between two looks at the keys */
#define FRAME_NS (80 * NS_PER_MS) /* between two frames while nobody types */

static void fit(struct app *app, struct screen *s)
{
    int rows, cols;
    screen_size(s, &rows, &cols);
    app_resize(app, rows, cols);
}

/* Takes all keys that came; were there any? */
static bool take_keys(struct app *app, struct screen *s)
{
    bool any = false;
    int stroke;
    struct mouse mouse;
    while (!app->leave && (stroke = screen_stroke(s, &mouse)) != STROKE_NONE) {
        if (stroke == STROKE_RESIZE)
            fit(app, s);
        else if (stroke == STROKE_MOUSE)
            app_mouse(app, &mouse);
        else
            app_key(app, stroke);
        any = true;
    }
    if (app->suspend) {
        app->suspend = false;
        screen_suspend(s);
        fit(app, s);
    }
    if (app->copy.n) {
        screen_copy(s, buf_slice(&app->copy));
        buf_clear(&app->copy);
    }
    if (app->redraw) {
        app->redraw = false;
        screen_redraw(s);
    }
    return any;
}

/* What the settings say of the screen. */
static void follow_settings(const struct app *app, struct screen *s)
{
    static const enum theme themes[] = { [OPTION_THEME_DARK] = THEME_DARK,
                                         [OPTION_THEME_LIGHT] = THEME_LIGHT,
                                         [OPTION_THEME_CONTRAST] = THEME_CONTRAST };
    const struct options *o = app->options;
    bool mono = o->theme == OPTION_THEME_MONO || o->color == COLOR_NEVER;
    if (o->theme == OPTION_THEME_AUTO || mono)
        screen_theme(s, screen_is_light() ? THEME_LIGHT : THEME_DARK, mono);
    else
        screen_theme(s, themes[o->theme], false);
    screen_take_mouse(s, o->mouse && !app->mouse_off);
}

static void loop(struct app *app, struct screen *s)
{
    int64_t drawn = 0;
    bool more = true, changed = true;
    while (!app->leave && !screen_signal()) {
        int64_t now = clock_monotonic();
        if (changed || now - drawn >= FRAME_NS || !more) {
            follow_settings(app, s);
            app_draw(app);
            screen_show(s, &app->grid);
            drawn = now;
        }
        screen_wait(s, app_fd(app), more ? 0 : -1);
        changed = take_keys(app, s);
        more = app_work(app, SLICE_NS);
    }
}

/* Where what lasts from one run to the next is kept; false: nowhere. */
static bool state_path(struct buf *out)
{
    bool known = conf_state_path(out, "history");
    buf_addc(out, '\0');
    return known && !out->failed;
}

/* The viewer with what is remembered of earlier runs. */
static void run(struct app *app, struct screen *s)
{
    struct buf path;
    struct err err;
    buf_init(&path, 4096);
    bool known = state_path(&path);
    if (known)
        state_load(app, (const char *)path.p);
    loop(app, s);
    if (known) /* losing a history is not worth a word on the way out */
        state_save(app, (const char *)path.p, &err);
    buf_fini(&path);
}

/* NO_COLOR (no-color.org) holds unless the user says otherwise. */
static bool wants_colour(const struct options *o)
{
    const char *no_colour = getenv("NO_COLOR");
    return o->color == COLOR_ALWAYS || (o->color == COLOR_AUTO && (!no_colour || !no_colour[0]));
}

int tui_run(struct trace *t, struct options *o)
{
    struct screen *s;
    struct app app;
    struct err err;
    int rows, cols;
    if (screen_open(&s, wants_colour(o), &err) < 0) {
        fprintf(stderr, "rung: %s\n", err.text);
        return STATUS_FAILED;
    }
    screen_size(s, &rows, &cols);
    int r = app_init(&app, t, o, o->ascii || !screen_is_utf8(), rows, cols, &err);
    if (r == 0) {
        run(&app, s);
        app_fini(&app);
    }
    int number = screen_signal();
    screen_close(s);
    if (r < 0)
        fprintf(stderr, "rung: %s\n", err.text);
    return r < 0 ? STATUS_USAGE : number ? STATUS_SIGNAL + number : 0;
}
