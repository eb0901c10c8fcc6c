/* The viewer's loop: keys, then a slice of work, then a frame. When there is nothing to do it
 * sleeps until the next key. */
#include "ui/tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "ui/tui/app.h"
#include "ui/tui/screen.h"
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
    screen_take_mouse(s, !app->mouse_off);
    if (app->redraw) {
        app->redraw = false;
        screen_redraw(s);
    }
    return any;
}

static void loop(struct app *app, struct screen *s)
{
    int64_t drawn = 0;
    bool more = true, changed = true;
    while (!app->leave && !screen_signal()) {
        int64_t now = clock_monotonic();
        if (changed || now - drawn >= FRAME_NS || !more) {
            app_draw(app);
            screen_show(s, &app->grid);
            drawn = now;
        }
        screen_wait(s, more ? 0 : -1);
        changed = take_keys(app, s);
        more = app_work(app, SLICE_NS);
    }
}

int tui_run(struct trace *t, const char *filter, bool ascii)
{
    struct screen *s;
    struct app app;
    struct err err;
    const char *no_colour = getenv("NO_COLOR");
    int rows, cols;
    if (screen_open(&s, !no_colour || !no_colour[0], &err) < 0) {
        fprintf(stderr, "rung: %s\n", err.text);
        return STATUS_FAILED;
    }
    screen_size(s, &rows, &cols);
    screen_take_mouse(s, true);
    int r = app_init(&app, t, filter, ascii || !screen_is_utf8(), rows, cols, &err);
    if (r == 0) {
        loop(&app, s);
        app_fini(&app);
    }
    int number = screen_signal();
    screen_close(s);
    if (r < 0)
        fprintf(stderr, "rung: %s\n", err.text);
    return r < 0 ? STATUS_USAGE : number ? STATUS_SIGNAL + number : 0;
}
