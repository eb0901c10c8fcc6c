/* Grids onto a terminal and keys from it, by ncurses. Signals wake the wait through a pipe,
 * whichever thread they hit. */
#include "ui/tui/screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/tui/rescue.h"
#include "ui/tui/stroke.h"

enum { PAIRS = 256, ESCAPE_MS = 25, EVENTS = 16, TRUE_COLOURS = 1 << 24 };

#define DOUBLE_NS (400 * NS_PER_MS) /* between the two presses of a double one */

struct pair {
    int text, back;
};

struct screen {
    SCREEN *curses;
    struct grid shown;      /* the frame before */
    enum theme_depth depth; /* that the terminal has */
    enum theme theme;
    bool mono; /* is wanted */
    bool all;  /* nothing of the frame before counts */
    struct pair pair[PAIRS];
    int pairs, pairs_max;
    attr_t attributes[STYLE_COUNT][BACK_COUNT];
    int pair_of[STYLE_COUNT][BACK_COUNT];
    struct termios before;      /* settings of the terminal when we came */
    int wake;                   /* end of the pipe that signals write to */
    bool mouse;                 /* is ours */
    struct mouse event[EVENTS]; /* that came together, the newest first */
    int events;
    struct mouse press; /* the one before, */
    int64_t pressed;    /* and when; 0: none that could be the first of two */
    struct sigaction old[NSIG];
};

static volatile sig_atomic_t leave_signal, stop_signal, size_signal;
static int wake_fd = -1; /* the other end */

static const int handled[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH };

enum { HANDLED = sizeof(handled) / sizeof(handled[0]) };

static void on_signal(int number)
{
    int saved = errno;
    if (number == SIGTSTP)
        stop_signal = 1;
    else if (number == SIGWINCH)
        size_signal = 1;
    else
        leave_signal = number;
    if (write(wake_fd, "", 1) < 0) { /* the pipe is full: it wakes all the same */
    }
    errno = saved;
}

static void take_signals(struct screen *s)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < HANDLED; i++)
        sigaction(handled[i], &action, &s->old[handled[i]]);
}

static void give_signals(struct screen *s)
{
    for (int i = 0; i < HANDLED; i++)
        sigaction(handled[i], &s->old[handled[i]], NULL);
}

static int pair_find(struct screen *s, int text, int back)
{
    for (int i = 1; i < s->pairs; i++)
        if (s->pair[i].text == text && s->pair[i].back == back)
            return i;
    if (s->pairs >= s->pairs_max)
        return 0;
    s->pair[s->pairs] = (struct pair){ text, back };
    init_extended_pair(s->pairs, text, back);
    return s->pairs++;
}

static void set_looks(struct screen *s)
{
    enum theme_depth depth = s->mono ? THEME_MONO : s->depth;
    s->pairs = 1;
    s->pairs_max = COLOR_PAIRS < PAIRS ? COLOR_PAIRS : PAIRS;
    for (int style = 0; style < STYLE_COUNT; style++)
        for (int back = 0; back < BACK_COUNT; back++) {
            struct look l = theme_look(depth, s->theme, (enum style)style, (enum back)back);
            attr_t a = (l.bold ? A_BOLD : 0) | (l.dim ? A_DIM : 0) |
                       (l.underline ? A_UNDERLINE : 0) | (l.reverse ? A_REVERSE : 0);
            s->attributes[style][back] = a;
            s->pair_of[style][back] = depth == THEME_MONO || (l.text < 0 && l.back < 0)
                                          ? 0
                                          : pair_find(s, l.text, l.back);
        }
}

static void start_colours(struct screen *s, bool colour)
{
    s->depth = THEME_MONO;
    if (colour && has_colors() && start_color() == OK && use_default_colors() == OK)
        s->depth = COLORS >= TRUE_COLOURS ? THEME_TRUE
                   : COLORS >= 256        ? THEME_256
                   : COLORS >= 8          ? THEME_ANSI
                                          : THEME_MONO;
    set_looks(s);
}

void screen_theme(struct screen *s, enum theme theme, bool mono)
{
    if (s->theme == theme && s->mono == mono)
        return;
    s->theme = theme;
    s->mono = mono;
    s->all = true;
    set_looks(s);
}

bool screen_is_light(void)
{
    return theme_is_light(getenv("COLORFGBG"));
}

/* What gives the terminal back, for a crash. Padding that old terminals want is left out. */
static char *rescue_at;
static size_t rescue_left;

static int rescue_put(int c)
{
    if (rescue_left) {
        *rescue_at++ = (char)c;
        rescue_left--;
    }
    return c;
}

static void rescue_add(const char *capability)
{
    const char *text = tigetstr(capability);
    if (text && text != (char *)-1)
        tputs(text, 1, rescue_put);
}

static void arm_rescue(const struct screen *s)
{
    char bytes[RESCUE_BYTES];
    rescue_at = bytes;
    rescue_left = sizeof(bytes);
    if (s->mouse)
        tputs("\033[?1002l\033[?1000l\033[?1006l", 1, rescue_put);
    rescue_add("sgr0");
    rescue_add("rmkx");
    rescue_add("cnorm");
    rescue_add("rmcup");
    rescue_arm(bytes, sizeof(bytes) - rescue_left, &s->before);
}

/* Asks the terminal itself, since ncurses has no word for "motion while a button is down". */
static void send_text(const char *text)
{
    putp(text);
    fflush(stdout);
}

static void set_mouse(bool on)
{
    mousemask(on ? BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON4_PRESSED | BUTTON5_PRESSED |
                       REPORT_MOUSE_POSITION
                 : 0,
              NULL);
    send_text(on ? "\033[?1002h" : "\033[?1002l");
}

void screen_take_mouse(struct screen *s, bool on)
{
    const char *report = tigetstr("kmous"); /* terminals without it have no mouse */
    on = on && report && report != (char *)-1;
    if (s->mouse == on)
        return;
    set_mouse(on);
    s->mouse = on;
    arm_rescue(s);
}

bool screen_is_utf8(void)
{
    const char *codeset = nl_langinfo(CODESET);
    return codeset && !strcmp(codeset, "UTF-8");
}

/* Asked first, since newterm keeps its memory when it fails. */
static bool terminal_is_known(const char *name)
{
    int why;
    if (setupterm(name, STDOUT_FILENO, &why) != OK)
        return false;
    del_curterm(cur_term);
    return true;
}

/* A terminal of 256 colours that says it has all of them ($COLORTERM) is one of another name, where
 * the terminal database has that: xterm-direct for xterm-256color. NULL: as $TERM says. */
static const char *direct_terminal(char out[64])
{
    static const char indexed[] = "-256color";
    const char *term = getenv("TERM"), *says = getenv("COLORTERM");
    size_t n = term ? strlen(term) : 0, tail = sizeof(indexed) - 1;
    if (!says || (strcmp(says, "truecolor") != 0 && strcmp(says, "24bit") != 0) || n <= tail ||
        n > 50 || strcmp(term + n - tail, indexed) != 0)
        return NULL;
    snprintf(out, 64, "%.*s-direct", (int)(n - tail), term);
    return terminal_is_known(out) ? out : NULL;
}

static void close_pipe(struct screen *s)
{
    close(s->wake);
    close(wake_fd);
    wake_fd = -1;
}

int screen_open(struct screen **out, bool colour, struct err *err)
{
    struct screen *s = mem_new(1, sizeof(*s));
    int pipe_fd[2];
    if (!s || pipe2(pipe_fd, O_NONBLOCK | O_CLOEXEC) < 0) {
        mem_free(s);
        return err_set(err, -ENOMEM, "There is not enough memory for the screen.");
    }
    s->wake = pipe_fd[0];
    wake_fd = pipe_fd[1];
    char direct[64];
    tcgetattr(STDIN_FILENO, &s->before);
    const char *name = colour ? direct_terminal(direct) : NULL;
    s->curses = terminal_is_known(name) ? newterm(name, stdout, stdin) : NULL;
    if (!s->curses) {
        const char *term = getenv("TERM");
        close_pipe(s);
        mem_free(s);
        return err_set(err, -ENOTTY,
                       "The terminal \"%s\" ($TERM) is not known here; try TERM=vt100.",
                       term ? term : "");
    }
    set_term(s->curses);
    take_signals(s);
    raw();
    noecho();
    nonl();
    nodelay(stdscr, TRUE);
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    mouseinterval(0);
    curs_set(0);
    leaveok(stdscr, TRUE);
    start_colours(s, colour);
    arm_rescue(s);
    grid_init(&s->shown, false);
    s->all = true;
    *out = s;
    return 0;
}

void screen_close(struct screen *s)
{
    if (!s)
        return;
    screen_take_mouse(s, false);
    rescue_disarm();
    curs_set(1);
    endwin();
    delscreen(s->curses);
    give_signals(s);
    close_pipe(s);
    grid_fini(&s->shown);
    mem_free(s);
}

void screen_size(const struct screen *s, int *rows, int *cols)
{
    (void)s;
    *rows = LINES;
    *cols = COLS;
}

/* What the terminal says of its size; ncurses itself no longer listens to SIGWINCH. */
static void follow_size(struct screen *s)
{
    struct winsize size;
    size_signal = 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
        resizeterm(size.ws_row < GRID_MAX ? size.ws_row : GRID_MAX,
                   size.ws_col < GRID_MAX ? size.ws_col : GRID_MAX);
    s->all = true;
}

static void put_cell(const struct screen *s, int y, int x, const struct cell *c)
{
    wchar_t wide[CELL_TEXT];
    cchar_t out;
    size_t n = mbstowcs(wide, c->text, CELL_TEXT);
    if (n == (size_t)-1 || !n || n > CCHARW_MAX) {
        wide[0] = L'?';
        n = 1;
    }
    wide[n] = L'\0';
    int pair = s->pair_of[c->style][c->back];
    setcchar(&out, wide, s->attributes[c->style][c->back], 0, &pair);
    mvadd_wch(y, x, &out);
}

static bool same(const struct cell *a, const struct cell *b)
{
    return a->style == b->style && a->back == b->back && !strcmp(a->text, b->text);
}

void screen_show(struct screen *s, const struct grid *g)
{
    if ((s->shown.rows != g->rows || s->shown.cols != g->cols) &&
        !grid_resize(&s->shown, g->rows, g->cols))
        return;
    if (s->all)
        clear();
    for (int y = 0; y < g->rows; y++)
        for (int x = 0; x < g->cols; x++) {
            size_t i = (size_t)y * (size_t)g->cols + (size_t)x;
            const struct cell *c = &g->cell[i];
            /* A wide character is put by its left half; a changed neighbour puts it again. */
            if (c->text[0] && (s->all || !same(c, &s->shown.cell[i]) ||
                               (x + 1 < g->cols && !c[1].text[0] && s->shown.cell[i + 1].text[0])))
                put_cell(s, y, x, c);
        }
    memcpy(s->shown.cell, g->cell, (size_t)g->rows * (size_t)g->cols * sizeof(*g->cell));
    s->all = false;
    refresh();
}

bool screen_wait(struct screen *s, int other, int timeout_ms)
{
    struct pollfd fd[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                           { .fd = s->wake, .events = POLLIN },
                           { .fd = other, .events = POLLIN } };
    char bytes[64];
    int r = poll(fd, 3, timeout_ms);
    if (r > 0 && fd[0].revents && !(fd[0].revents & POLLIN))
        leave_signal = SIGHUP; /* the terminal is gone */
    while (read(s->wake, bytes, sizeof(bytes)) > 0)
        ;
    if (stop_signal)
        screen_suspend(s);
    return r != 0;
}

static int stroke_of(int key)
{
    static const struct {
        int key, stroke;
    } keys[] = {
        { KEY_UP, STROKE_UP },         { KEY_DOWN, STROKE_DOWN },
        { KEY_LEFT, STROKE_LEFT },     { KEY_RIGHT, STROKE_RIGHT },
        { KEY_HOME, STROKE_HOME },     { KEY_END, STROKE_END },
        { KEY_PPAGE, STROKE_PAGE_UP }, { KEY_NPAGE, STROKE_PAGE_DOWN },
        { KEY_IC, STROKE_INSERT },     { KEY_DC, STROKE_DELETE },
        { KEY_BTAB, STROKE_BACK_TAB }, { KEY_BACKSPACE, STROKE_BACKSPACE },
        { KEY_ENTER, STROKE_ENTER },   { KEY_RESIZE, STROKE_RESIZE },
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (keys[i].key == key)
            return keys[i].stroke;
    if (key >= KEY_F(1) && key <= KEY_F(12))
        return STROKE_F1 + key - KEY_F(1);
    return STROKE_NONE;
}

static bool is_second(struct screen *s, const struct mouse *m)
{
    int64_t now = clock_monotonic();
    bool second =
        s->pressed && now - s->pressed < DOUBLE_NS && s->press.x == m->x && s->press.y == m->y;
    s->press = *m;
    s->pressed = second ? 0 : now;
    return second;
}

/* False: nothing that we know. */
static bool mouse_of(const MEVENT *e, struct mouse *m)
{
    *m = (struct mouse){ MOUSE_DRAG, e->x, e->y };
    if (e->bstate & BUTTON4_PRESSED)
        m->kind = MOUSE_WHEEL_UP;
    else if (e->bstate & BUTTON5_PRESSED)
        m->kind = MOUSE_WHEEL_DOWN;
    else if (e->bstate & BUTTON1_PRESSED)
        m->kind = MOUSE_PRESS;
    else if (e->bstate & BUTTON1_RELEASED)
        m->kind = MOUSE_RELEASE;
    else if (!(e->bstate & REPORT_MOUSE_POSITION))
        return false;
    return true;
}

/* Takes all that ncurses has, which gives the newest first when several came at once. */
static void take_mouse(struct screen *s)
{
    MEVENT e;
    while (s->events < EVENTS && getmouse(&e) == OK)
        if (mouse_of(&e, &s->event[s->events]))
            s->events++;
}

static bool next_mouse(struct screen *s, struct mouse *m)
{
    if (!s->events)
        return false;
    *m = s->event[--s->events];
    if (m->kind == MOUSE_PRESS && is_second(s, m))
        m->kind = MOUSE_DOUBLE;
    return true;
}

void screen_copy(struct screen *s, struct slice text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (void)s;
    fputs("\033]52;c;", stdout);
    for (size_t i = 0; i < text.n; i += 3) {
        unsigned long v = 0;
        for (size_t k = 0; k < 3; k++)
            v = v << 8 | (i + k < text.n ? (unsigned char)text.p[i + k] : 0);
        for (int k = 0; k < 4; k++)
            putchar(i + (size_t)k > text.n ? '=' : digits[v >> (18 - 6 * k) & 63]);
    }
    fputs("\a", stdout);
    fflush(stdout);
}

int screen_stroke(struct screen *s, struct mouse *mouse)
{
    if (size_signal) {
        follow_size(s);
        return STROKE_RESIZE;
    }
    for (;;) {
        wint_t c;
        if (next_mouse(s, mouse))
            return STROKE_MOUSE;
        int r = get_wch(&c);
        if (r == ERR)
            return STROKE_NONE;
        if (r == KEY_CODE_YES && c == KEY_MOUSE) {
            take_mouse(s);
            continue;
        }
        int stroke = r == KEY_CODE_YES ? stroke_of((int)c) : (int)c;
        if (stroke == '\n')
            stroke = STROKE_ENTER;
        if (stroke == '\b')
            stroke = STROKE_BACKSPACE;
        if (stroke != STROKE_NONE)
            return stroke;
    }
}

int screen_signal(void)
{
    return leave_signal;
}

void screen_redraw(struct screen *s)
{
    s->all = true;
}

void screen_suspend(struct screen *s)
{
    bool mouse = s->mouse;
    stop_signal = 0;
    screen_take_mouse(s, false);
    rescue_disarm();
    curs_set(1);
    endwin();
    give_signals(s);
    kill(0, SIGTSTP);
    take_signals(s);
    refresh();
    curs_set(0);
    screen_take_mouse(s, mouse);
    arm_rescue(s);
    follow_size(s);
}
