/* Drives the viewer without a terminal: keys in, the grid out as text. Golden screens, random keys
 * and the time that keys take all come from here.
 *
 *   screens show FILE COLSxROWS unicode|ascii KEYS [styles]
 *   screens picture FILE COLSxROWS KEYS THEME    as SVG
 *   screens soak KEYS SEED FILE...
 *   screens time FILE COLSxROWS    keys, the longest pause and the whole time in ms, by tabs */
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tests/tui/picture.h"
#include "ui/tui/app.h"
#include "ui/tui/stroke.h"

#define SLICE_NS (12 * NS_PER_MS)

static struct trace *open_trace(const char *path)
{
    struct trace *t;
    struct err err;
    struct trace_options o = { .threads = 1 };
    if (trace_open(&t, &path, 1, &o, &err) < 0) {
        fprintf(stderr, "screens: %s\n", err.text);
        exit(2);
    }
    return t;
}

static struct options options;

static void open_app(struct app *app, struct trace *t, const char *size, bool ascii)
{
    options_init(&options);
    struct err err;
    int cols = 80, rows = 24;
    if (sscanf(size, "%dx%d", &cols, &rows) != 2 ||
        app_init(app, t, &options, ascii, rows, cols, &err) < 0) {
        fprintf(stderr, "screens: no screen of %s\n", size);
        exit(2);
    }
}

static void close_app(struct app *app)
{
    struct trace *t = app->trace;
    app_fini(app);
    options_fini(&options);
    trace_close(t);
}

static void settle(struct app *app)
{
    while (app_work(app, SLICE_NS) || app_fd(app) >= 0)
        if (app_fd(app) >= 0)
            poll(&(struct pollfd){ .fd = app_fd(app), .events = POLLIN }, 1, 100);
}

static void print_text(const struct grid *g)
{
    for (int y = 0; y < g->rows; y++) {
        const struct cell *c = &g->cell[(size_t)y * (size_t)g->cols];
        int end = g->cols;
        while (end && !strcmp(c[end - 1].text, " "))
            end--;
        for (int x = 0; x < end; x++)
            fputs(c[x].text, stdout);
        putchar('\n');
    }
}

/* Each run of cells that look alike and are not plain: row, columns, style, what is behind. */
static void print_styles(const struct grid *g)
{
    static const char *const style[] = {
#define X(id, dark, light, contrast, ansi, attributes, help) #id,
        STYLE_LIST(X)
#undef X
    };
    static const char *const back[] = {
#define X(id, dark, light, contrast, ansi, text_dark, text_light, text_contrast, attributes, help) \
#id,
        BACK_LIST(X)
#undef X
    };
    for (int y = 0; y < g->rows; y++)
        for (int x = 0, end; x < g->cols; x = end) {
            const struct cell *c = &g->cell[(size_t)y * (size_t)g->cols];
            for (end = x + 1;
                 end < g->cols && c[end].style == c[x].style && c[end].back == c[x].back; end++)
                ;
            if (c[x].style || c[x].back)
                printf("%d:%d-%d %s %s\n", y, x, end - 1, style[c[x].style], back[c[x].back]);
        }
}

static void play(struct app *app, const char *keys)
{
    struct slice script = slice_of(keys);
    struct mouse mouse;
    int stroke;
    settle(app);
    app_draw(app); /* panels learn their size when they are drawn */
    for (size_t at = 0;
         (stroke = stroke_script(script, &at, &mouse)) != STROKE_NONE && !app->leave;) {
        if (stroke == STROKE_MOUSE)
            app_mouse(app, &mouse);
        else
            app_key(app, stroke);
        settle(app);
        app_draw(app);
    }
    app_draw(app);
    settle(app); /* what is asked for by what is seen */
    app_draw(app);
}

static int show(int argc, char **argv)
{
    struct app app;
    open_app(&app, open_trace(argv[0]), argv[1], !strcmp(argv[2], "ascii"));
    play(&app, argv[3]);
    if (app.leave)
        puts("(left)");
    print_text(&app.grid);
    if (argc > 4)
        print_styles(&app.grid);
    close_app(&app);
    return 0;
}

static int picture(char **argv)
{
    struct app app;
    struct buf b;
    enum theme theme = !strcmp(argv[3], "light")      ? THEME_LIGHT
                       : !strcmp(argv[3], "contrast") ? THEME_CONTRAST
                                                      : THEME_DARK;
    open_app(&app, open_trace(argv[0]), argv[1], false);
    play(&app, argv[2]);
    buf_init(&b, 64 << 20);
    picture_add(&b, &app.grid, theme);
    fwrite(b.p, 1, b.n, stdout);
    buf_fini(&b);
    close_app(&app);
    return 0;
}

static uint32_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

/* Mostly keys that do something, now and then any character. */
static int random_stroke(uint64_t *state)
{
    static const char keys[] = "jkhlgGnN/?tuUwcz<>a90 ff  qabiRveyYx12;=\"(HHAJX{}+-p[]";
    uint32_t r = next_random(state);
    switch (r % 9) {
    case 8:
        return STROKE_MOUSE;
    case 0:
        return STROKE_ENTER;
    case 1:
        return r / 9 % 3 ? STROKE_ESC : STROKE_TAB;
    case 2:
        return STROKE_UP + (int)(r / 9 % (STROKE_F12 - STROKE_UP + 1));
    case 3:
        return 1 + (int)(r / 9 % 31);
    case 4:
        return (int)(r / 9 % 0x11000);
    default:
        return keys[r / 9 % (sizeof(keys) - 1)];
    }
}

static void press_at_random(struct app *app, uint64_t *state)
{
    uint32_t r = next_random(state);
    struct mouse m = { (enum mouse_kind)(r % (MOUSE_WHEEL_DOWN + 1)), (int)(r / 8 % 300) - 5,
                       (int)(r / 4096 % 80) - 5 };
    app_mouse(app, &m);
}

static int soak(int argc, char **argv)
{
    long keys = strtol(argv[0], NULL, 10);
    uint64_t state = strtoull(argv[1], NULL, 10);
    for (int i = 2; i < argc; i++) {
        struct app app;
        struct trace *t = open_trace(argv[i]);
        open_app(&app, t, "80x24", i % 2);
        for (long k = 0; k < keys / (argc - 2); k++) {
            uint32_t r = next_random(&state);
            int stroke = random_stroke(&state);
            if (stroke == STROKE_MOUSE)
                press_at_random(&app, &state);
            else
                app_key(&app, stroke);
            app_work(&app, r % 4 ? SLICE_NS / 12 : 0);
            app.leave = app.suspend = false;
            if (r / 4 % 50 == 0)
                app_resize(&app, (int)(r / 200 % 70), (int)(r / 14000 % 260));
            app_draw(&app);
        }
        close_app(&app);
    }
    return 0;
}

/* The longest that a key takes until its screen is there, in slices as the viewer has them. */
static int64_t time_key(struct app *app, int stroke, int64_t *all)
{
    int64_t begin = clock_monotonic(), worst;
    app_key(app, stroke);
    bool more = app_work(app, SLICE_NS);
    app_draw(app);
    worst = clock_monotonic() - begin;
    while (more) {
        int64_t from = clock_monotonic();
        more = app_work(app, SLICE_NS);
        int64_t took = clock_monotonic() - from;
        worst = took > worst ? took : worst;
    }
    *all = clock_monotonic() - begin;
    return worst;
}

static int time_keys(char **argv)
{
    static const char *const scripts[] = { "j",
                                           "<PgDn>",
                                           "G",
                                           "g",
                                           ">",
                                           ">",
                                           ">",
                                           "z",
                                           "<lt>",
                                           "/nowhere",
                                           "<Enter>",
                                           "<Esc>",
                                           "fstate == \"busy\"",
                                           "<Enter>",
                                           "f<^U>method == \"REFER\"",
                                           "<Enter>",
                                           "f<^U>",
                                           "<Enter>",
                                           "<Enter>",
                                           "j",
                                           "<Enter>" };
    struct app app;
    struct trace *t = open_trace(argv[0]);
    open_app(&app, t, argv[1], false);
    settle(&app);
    app_draw(&app);
    for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
        int stroke;
        struct mouse mouse;
        int64_t worst = 0, all = 0;
        for (size_t at = 0;
             (stroke = stroke_script(slice_of(scripts[i]), &at, &mouse)) != STROKE_NONE;) {
            int64_t took = time_key(&app, stroke, &all);
            worst = took > worst ? took : worst;
        }
        printf("%s\t%.1f\t%.1f\n", scripts[i], (double)worst / (double)NS_PER_MS,
               (double)all / (double)NS_PER_MS);
    }
    close_app(&app);
    return 0;
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    if (argc > 5 && !strcmp(argv[1], "show"))
        return show(argc - 2, argv + 2);
    if (argc > 5 && !strcmp(argv[1], "picture"))
        return picture(argv + 2);
    if (argc > 4 && !strcmp(argv[1], "soak"))
        return soak(argc - 2, argv + 2);
    if (argc > 3 && !strcmp(argv[1], "time"))
        return time_keys(argv + 2);
    fprintf(stderr, "usage: screens show|picture|soak|time ...\n");
    return 2;
}
