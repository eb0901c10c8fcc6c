/* Terminals for the tests. */
#include "tests/tui/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

const char *rung, *samples, *folder, *colorterm;

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    struct terminal *t = user;
    if (prop == VTERM_PROP_ALTSCREEN) {
        t->given_back += t->alternate && !value->boolean;
        t->alternate = value->boolean;
    }
    if (prop == VTERM_PROP_CURSORVISIBLE)
        t->cursor_visible = value->boolean;
    if (prop == VTERM_PROP_MOUSE)
        t->mouse = value->number;
    return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

static void run_program(const char *term, const char *file, bool no_colour, bool shell)
{
    char path[4096], command[9000];
    setenv("TERM", term, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "UTC", 1);
    unsetenv("COLORFGBG");
    unsetenv("COLORTERM");
    if (colorterm)
        setenv("COLORTERM", colorterm, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("HOME", folder, 1);
    setenv("NCURSES_GPM_TERMS", "none", 1); /* a library that leaks, for the console's mouse */
    if (no_colour)
        setenv("NO_COLOR", "1", 1);
    else
        unsetenv("NO_COLOR");
    snprintf(path, sizeof(path), "%s/%s", samples, file);
    snprintf(command, sizeof(command), "set -m; '%s' '%s'; echo back; fg >/dev/null; echo over",
             rung, path);
    if (shell)
        execl("/bin/bash", "bash", "-c", command, (char *)NULL);
    else
        execl(rung, "rung", path, (char *)NULL);
    _exit(127);
}

void pty_start(struct terminal *t, const char *term, const char *file, bool no_colour, bool shell)
{
    struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
    *t = (struct terminal){ .rows = ROWS, .cols = COLS, .cursor_visible = 1 };
    t->pid = forkpty(&t->fd, NULL, NULL, &size);
    if (t->pid == 0)
        run_program(term, file, no_colour, shell);
    t->vt = vterm_new(ROWS, COLS);
    vterm_set_utf8(t->vt, 1);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_reset(t->screen, 1);
}

/* Takes what the program wrote, waiting a little for it. False: it has ended. */
bool pty_take(struct terminal *t)
{
    char bytes[65536], answer[256];
    struct pollfd p = { .fd = t->fd, .events = POLLIN };
    if (poll(&p, 1, 100) <= 0)
        return true;
    ssize_t n = read(t->fd, bytes, sizeof(bytes));
    if (n <= 0)
        return false;
    vterm_input_write(t->vt, bytes, (size_t)n);
    size_t keep = t->raw_n + (size_t)n < TEXT ? t->raw_n : 0;
    if (keep + (size_t)n < TEXT) {
        memcpy(t->raw + keep, bytes, (size_t)n);
        t->raw_n = keep + (size_t)n;
        t->raw[t->raw_n] = '\0';
    }
    size_t out = vterm_output_read(t->vt, answer, sizeof(answer));
    if (out && write(t->fd, answer, out) < 0)
        return false;
    return true;
}

const char *pty_text(struct terminal *t)
{
    size_t n = 0;
    for (int y = 0; y < t->rows; y++) {
        VTermRect line = { y, y + 1, 0, t->cols };
        n += vterm_screen_get_text(t->screen, t->text + n, TEXT - n - 2, line);
        t->text[n++] = '\n';
    }
    t->text[n] = '\0';
    return t->text;
}

void pty_fail(struct terminal *t, const char *why)
{
    if (!t->failure)
        t->failure = why;
}

/* Until the text is on the screen (or is gone from it). */
void pty_wait(struct terminal *t, const char *text, bool there)
{
    int64_t until = clock_monotonic() + BOUND_NS;
    while (!t->failure && !strstr(pty_text(t), text) == there)
        if (!pty_take(t) || clock_monotonic() > until) {
            pty_fail(t, text);
            fprintf(stderr, "-- %s\"%s\" never came:\n%s\n", there ? "" : "an end of ", text,
                    pty_text(t));
        }
}

void pty_see(struct terminal *t, const char *text)
{
    pty_wait(t, text, true);
}

void pty_type(struct terminal *t, const char *keys)
{
    if (!t->failure && write(t->fd, keys, strlen(keys)) < 0)
        pty_fail(t, "a key could not be sent");
}

void pty_wait_end(struct terminal *t)
{
    int64_t until = clock_monotonic() + BOUND_NS;
    while (pty_take(t))
        if (clock_monotonic() > until) {
            pty_fail(t, "it did not end");
            kill(t->pid, SIGKILL);
            break;
        }
    if (waitpid(t->pid, &t->status, 0) == t->pid)
        t->ended = true;
}

/* After the end: the terminal as it was, and the exit status. */
void pty_restored(struct terminal *t, int status)
{
    pty_wait_end(t);
    if (t->alternate)
        pty_fail(t, "the alternate screen is still on");
    if (!t->cursor_visible)
        pty_fail(t, "the cursor is still hidden");
    if (!WIFEXITED(t->status) || WEXITSTATUS(t->status) != status)
        pty_fail(t, "another exit status");
    if (t->failure && WIFEXITED(t->status))
        fprintf(stderr, "-- it ended with status %d, and last:\n%s\n", WEXITSTATUS(t->status),
                t->raw);
}

void pty_resize(struct terminal *t, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
    vterm_set_size(t->vt, rows, cols);
    t->rows = rows;
    t->cols = cols;
    ioctl(t->fd, TIOCSWINSZ, &size);
}

VTermScreenCell pty_cell(struct terminal *t, const char *text)
{
    VTermScreenCell cell = { .width = 0 };
    for (int y = 0; y < t->rows; y++) {
        char line[4096];
        VTermRect rect = { y, y + 1, 0, t->cols };
        line[vterm_screen_get_text(t->screen, line, sizeof(line) - 1, rect)] = '\0';
        const char *at = strstr(line, text);
        if (!at)
            continue;
        int x = 0; /* columns are characters here */
        for (const char *p = line; p < at; p++)
            x += ((unsigned char)*p & 0xc0) != 0x80;
        VTermPos pos = { y, x };
        vterm_screen_get_cell(t->screen, pos, &cell);
        return cell;
    }
    pty_fail(t, text);
    return cell;
}
