/* The viewer in a real pseudo-terminal, read by libvterm: what ncurses makes of the grid, signals,
 * sizes, and the terminal afterwards. Waits for what is to be seen, never for a time; a bound ends
 * what never comes.
 *
 *   terminal RUNG SAMPLES    prints a line per test */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#include "base/clock.h"

#define BOUND_NS (20 * NS_PER_S) /* sanitizers and busy machines are slow */

enum { ROWS = 24, COLS = 80, TEXT = 1 << 16 };

struct terminal {
    int fd;
    pid_t pid;
    VTerm *vt;
    VTermScreen *screen;
    bool alternate, ended;
    int given_back; /* how often the alternate screen was left */
    int status, cursor_visible, rows, cols;
    char text[TEXT];
    const char *failure;
};

static const char *rung, *samples;

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    struct terminal *t = user;
    if (prop == VTERM_PROP_ALTSCREEN) {
        t->given_back += t->alternate && !value->boolean;
        t->alternate = value->boolean;
    }
    if (prop == VTERM_PROP_CURSORVISIBLE)
        t->cursor_visible = value->boolean;
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

static void start(struct terminal *t, const char *term, const char *file, bool no_colour,
                  bool shell)
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
static bool take(struct terminal *t)
{
    char bytes[65536], answer[256];
    struct pollfd p = { .fd = t->fd, .events = POLLIN };
    if (poll(&p, 1, 100) <= 0)
        return true;
    ssize_t n = read(t->fd, bytes, sizeof(bytes));
    if (n <= 0)
        return false;
    vterm_input_write(t->vt, bytes, (size_t)n);
    size_t out = vterm_output_read(t->vt, answer, sizeof(answer));
    if (out && write(t->fd, answer, out) < 0)
        return false;
    return true;
}

static const char *screen_text(struct terminal *t)
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

static void fail(struct terminal *t, const char *why)
{
    if (!t->failure)
        t->failure = why;
}

/* Until the text is on the screen (or is gone from it). */
static void wait_text(struct terminal *t, const char *text, bool there)
{
    int64_t until = clock_monotonic() + BOUND_NS;
    while (!t->failure && !strstr(screen_text(t), text) == there)
        if (!take(t) || clock_monotonic() > until) {
            fail(t, text);
            fprintf(stderr, "-- %s\"%s\" never came:\n%s\n", there ? "" : "an end of ", text,
                    screen_text(t));
        }
}

static void see(struct terminal *t, const char *text)
{
    wait_text(t, text, true);
}

static void type(struct terminal *t, const char *keys)
{
    if (!t->failure && write(t->fd, keys, strlen(keys)) < 0)
        fail(t, "a key could not be sent");
}

static void wait_end(struct terminal *t)
{
    int64_t until = clock_monotonic() + BOUND_NS;
    while (take(t))
        if (clock_monotonic() > until) {
            fail(t, "it did not end");
            kill(t->pid, SIGKILL);
            break;
        }
    if (waitpid(t->pid, &t->status, 0) == t->pid)
        t->ended = true;
}

/* After the end: the terminal as it was, and the exit status. */
static void see_restored(struct terminal *t, int status)
{
    wait_end(t);
    if (t->alternate)
        fail(t, "the alternate screen is still on");
    if (!t->cursor_visible)
        fail(t, "the cursor is still hidden");
    if (!WIFEXITED(t->status) || WEXITSTATUS(t->status) != status)
        fail(t, "another exit status");
}

static void resize(struct terminal *t, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
    vterm_set_size(t->vt, rows, cols);
    t->rows = rows;
    t->cols = cols;
    ioctl(t->fd, TIOCSWINSZ, &size);
}

static VTermScreenCell cell_of(struct terminal *t, const char *text)
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
    fail(t, text);
    return cell;
}

/* --- the tests -------------------------------------------------------------------------------- */

static void test_quit(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    if (!t->alternate)
        fail(t, "it does not use the alternate screen");
    if (t->cursor_visible)
        fail(t, "the cursor is seen");
    type(t, "q");
    see_restored(t, 0);
}

static void test_panels(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "\r");
    see(t, "INVITE");
    see(t, "10.1.1.5");
    type(t, "jj\r");
    see(t, "SIP/2.0 180 Ringing");
    type(t, "\033");
    see(t, "16 steps");
    type(t, "\033");
    see(t, "2 calls");
    type(t, "q");
    see_restored(t, 0);
}

static void test_keys(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "\033OB\r");
    see(t, "8 steps");
    type(t, "q");
    see(t, "2 calls");
    type(t, "\033OA\r");
    see(t, "16 steps");
    type(t, "\033OP");
    see(t, "Keys and commands for the messages");
    type(t, "\033\033q");
    see_restored(t, 0);
}

static void test_search(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "/1003");
    see(t, "/ 1003");
    type(t, "\r\r");
    see(t, "8 steps");
    type(t, "/nothing");
    see(t, "/ nothing");
    type(t, "\r");
    see(t, "was not found");
    type(t, "qq");
    see_restored(t, 0);
}

static void test_filter(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "2 calls");
    type(t, "f");
    see(t, "filter:");
    type(t, "method == \"REFER\"\r");
    see(t, "1 of 2 calls");
    type(t, "f\025method ==\r"); /* ^U empties the line */
    see(t, "filter: method ==");
    type(t, "\033");
    wait_text(t, "filter: method ==", false);
    type(t, "f\025\r");
    see(t, "2 calls");
    wait_text(t, "1 of 2", false);
    type(t, "q");
    see_restored(t, 0);
}

static void test_resize(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "\r");
    see(t, "16 steps");
    resize(t, 50, 180);
    see(t, "a=sendrecv"); /* of the message, which has room now */
    resize(t, 10, 40);
    wait_text(t, "a=sendrecv", false);
    see(t, "F1");
    resize(t, 24, 80);
    see(t, "16 steps");
    type(t, "qq");
    see_restored(t, 0);
}

static void test_signal(struct terminal *t, int number)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    kill(t->pid, number);
    see_restored(t, 128 + number);
}

static void test_sigterm(struct terminal *t)
{
    test_signal(t, SIGTERM);
}

static void test_sighup(struct terminal *t)
{
    test_signal(t, SIGHUP);
}

static void test_interrupt(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "\r");
    see(t, "16 steps");
    type(t, "\003");
    see_restored(t, 0);
}

static void test_suspend(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, true);
    see(t, "User A 1001");
    type(t, "j\032"); /* ^Z: the shell says that we are back in it, and lets us go on */
    int64_t until = clock_monotonic() + BOUND_NS;
    while ((!t->given_back || !t->alternate) && !t->failure)
        if (!take(t) || clock_monotonic() > until)
            fail(t, "it did not give the terminal back, and come back");
    see(t, "User A 1001");
    type(t, "\r");
    see(t, "8 steps");
    type(t, "qq");
    see(t, "over");
    see_restored(t, 0);
}

static void test_colours(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "\rjj");
    see(t, "180 Ringing");
    type(t, "w"); /* something to wait for */
    see(t, "Times of day.");
    VTermScreenCell request = cell_of(t, "INVITE"), answer = cell_of(t, "200 OK");
    if (!VTERM_COLOR_IS_INDEXED(&request.fg) || request.fg.indexed.idx != 75)
        fail(t, "a request is not blue");
    if (!VTERM_COLOR_IS_INDEXED(&answer.fg) || answer.fg.indexed.idx != 114)
        fail(t, "a success is not green");
    type(t, "qq");
    see_restored(t, 0);
}

static void test_no_colour(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", true, false);
    see(t, "User A 1001");
    type(t, "\r");
    see(t, "INVITE");
    for (int y = 0; y < t->rows; y++)
        for (int x = 0; x < t->cols; x++) {
            VTermScreenCell cell;
            VTermPos pos = { y, x };
            vterm_screen_get_cell(t->screen, pos, &cell);
            if (VTERM_COLOR_IS_INDEXED(&cell.fg) && !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
                fail(t, "there are colours");
        }
    VTermScreenCell cursor = cell_of(t, "F1");
    if (!cursor.attrs.reverse)
        fail(t, "the cursor's row is not reversed");
    type(t, "qq");
    see_restored(t, 0);
}

static void test_simple_terminal(struct terminal *t)
{
    start(t, "vt100", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    type(t, "\r");
    see(t, "16 steps");
    type(t, "qq");
    see_restored(t, 0);
}

static void test_unknown_terminal(struct terminal *t)
{
    start(t, "no-such-terminal", "blind-transfer.pcap", false, false);
    see(t, "is not known here");
    see_restored(t, 4);
}

static void test_closed(struct terminal *t)
{
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "User A 1001");
    close(t->fd); /* the window is closed */
    int64_t until = clock_monotonic() + BOUND_NS;
    while (waitpid(t->pid, &t->status, WNOHANG) == 0) {
        usleep(10000);
        if (clock_monotonic() > until) {
            fail(t, "it goes on without a terminal");
            kill(t->pid, SIGKILL);
            waitpid(t->pid, &t->status, 0);
            break;
        }
    }
    t->ended = true;
    t->fd = -1;
}

/* An idle screen takes no time of the processor. */
static void test_idle(struct terminal *t)
{
    char path[64], stat[1024];
    unsigned long user[2] = { 0 }, system[2] = { 0 };
    start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    see(t, "2 calls");
    snprintf(path, sizeof(path), "/proc/%d/stat", (int)t->pid);
    for (int i = 0; i < 2; i++) {
        FILE *f = fopen(path, "r");
        if (!f || !fgets(stat, sizeof(stat), f) || !strrchr(stat, ')'))
            fail(t, "no /proc");
        else
            sscanf(strrchr(stat, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                   &user[i], &system[i]);
        if (f)
            fclose(f);
        for (int k = 0; k < 10 && i == 0; k++) /* a second in which nothing is to come */
            take(t);
    }
    if (user[1] + system[1] > user[0] + system[0] + 1)
        fail(t, "it works while nothing happens");
    type(t, "q");
    see_restored(t, 0);
}

static const struct {
    const char *name;
    void (*run)(struct terminal *t);
} tests[] = {
    { "quit", test_quit },
    { "panels", test_panels },
    { "keys", test_keys },
    { "search", test_search },
    { "filter", test_filter },
    { "resize", test_resize },
    { "sigterm", test_sigterm },
    { "sighup", test_sighup },
    { "interrupt", test_interrupt },
    { "suspend", test_suspend },
    { "colours", test_colours },
    { "no-colour", test_no_colour },
    { "simple-terminal", test_simple_terminal },
    { "unknown-terminal", test_unknown_terminal },
    { "closed", test_closed },
    { "idle", test_idle },
};

int main(int argc, char **argv)
{
    static struct terminal t;
    int status = 0;
    if (argc < 3) {
        fprintf(stderr, "usage: terminal RUNG SAMPLES [TEST]\n");
        return 2;
    }
    rung = argv[1];
    samples = argv[2];
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        if (argc > 3 && strcmp(argv[3], tests[i].name))
            continue;
        tests[i].run(&t);
        if (!t.ended) {
            kill(t.pid, SIGKILL);
            waitpid(t.pid, &t.status, 0);
        }
        if (t.fd >= 0)
            close(t.fd);
        vterm_free(t.vt);
        if (t.failure)
            printf("FAIL tui/terminal-%s: %s\n", tests[i].name, t.failure);
        else
            printf("ok tui/terminal-%s\n", tests[i].name);
        status |= t.failure != NULL;
        fflush(stdout);
    }
    return status;
}
