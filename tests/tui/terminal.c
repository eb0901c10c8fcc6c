/* The viewer in a real pseudo-terminal, read by libvterm: what ncurses makes of the grid, signals,
 * sizes, and the terminal afterwards. Waits for what is to be seen, never for a time; a bound ends
 * what never comes.
 *
 *   terminal RUNG SAMPLES FOLDER [TEST]    prints a line per test; settings and files are in FOLDER
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/tui/pty.h"

/* --- the tests -------------------------------------------------------------------------------- */

static void test_quit(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    if (!t->alternate)
        pty_fail(t, "it does not use the alternate screen");
    if (t->cursor_visible)
        pty_fail(t, "the cursor is seen");
    pty_type(t, "q");
    pty_restored(t, 0);
}

static void test_panels(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\r");
    pty_see(t, "INVITE");
    pty_see(t, "10.1.1.5");
    pty_type(t, "jj\r");
    pty_see(t, "SIP/2.0 180 Ringing");
    pty_type(t, "\033");
    pty_see(t, "16 steps");
    pty_type(t, "\033");
    pty_see(t, "2 calls");
    pty_type(t, "q");
    pty_restored(t, 0);
}

static void test_keys(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\033OB\r");
    pty_see(t, "8 steps");
    pty_type(t, "q");
    pty_see(t, "2 calls");
    pty_type(t, "\033OA\r");
    pty_see(t, "16 steps");
    pty_type(t, "\033OP");
    pty_see(t, "Keys and commands for the messages");
    pty_type(t, "\033\033q");
    pty_restored(t, 0);
}

static void test_search(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "/1003");
    pty_see(t, "/ 1003");
    pty_type(t, "\r\r");
    pty_see(t, "8 steps");
    pty_type(t, "/nothing");
    pty_see(t, "/ nothing");
    pty_type(t, "\r");
    pty_see(t, "was not found");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_filter(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "2 calls");
    pty_type(t, "f");
    pty_see(t, "filter:");
    pty_type(t, "method == \"REFER\"\r");
    pty_see(t, "1 of 2 calls");
    pty_type(t, "f\025method ==\r"); /* ^U empties the line */
    pty_see(t, "filter: method ==");
    pty_type(t, "\033");
    pty_wait(t, "filter: method ==", false);
    pty_type(t, "f\025\r");
    pty_see(t, "2 calls");
    pty_wait(t, "1 of 2", false);
    pty_type(t, "q");
    pty_restored(t, 0);
}

static void test_resize(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\r");
    pty_see(t, "16 steps");
    pty_resize(t, 50, 180);
    pty_see(t, "a=sendrecv"); /* of the message, which has room now */
    pty_resize(t, 10, 40);
    pty_wait(t, "a=sendrecv", false);
    pty_see(t, "F1");
    pty_resize(t, 24, 80);
    pty_see(t, "16 steps");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_signal(struct terminal *t, int number)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    kill(t->pid, number);
    pty_restored(t, 128 + number);
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
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\r");
    pty_see(t, "16 steps");
    pty_type(t, "\003");
    pty_restored(t, 0);
}

static void test_suspend(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, true);
    pty_see(t, "User A 1001");
    pty_type(t, "j\032"); /* ^Z: the shell says that we are back in it, and lets us go on */
    int64_t until = clock_monotonic() + BOUND_NS;
    while ((!t->given_back || !t->alternate) && !t->failure)
        if (!pty_take(t) || clock_monotonic() > until)
            pty_fail(t, "it did not give the terminal back, and come back");
    pty_see(t, "User A 1001");
    pty_type(t, "\r");
    pty_see(t, "8 steps");
    pty_type(t, "qq");
    pty_see(t, "over");
    pty_restored(t, 0);
}

static void test_colours(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\rjj");
    pty_see(t, "180 Ringing");
    pty_type(t, "w"); /* something to wait for */
    pty_see(t, "Times of day.");
    VTermScreenCell request = pty_cell(t, "INVITE"), answer = pty_cell(t, "200 OK");
    if (!VTERM_COLOR_IS_INDEXED(&request.fg) || request.fg.indexed.idx != 75)
        pty_fail(t, "a request is not blue");
    if (!VTERM_COLOR_IS_INDEXED(&answer.fg) || answer.fg.indexed.idx != 114)
        pty_fail(t, "a success is not green");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_no_colour(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", true, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\r");
    pty_see(t, "INVITE");
    for (int y = 0; y < t->rows; y++)
        for (int x = 0; x < t->cols; x++) {
            VTermScreenCell cell;
            VTermPos pos = { y, x };
            vterm_screen_get_cell(t->screen, pos, &cell);
            if (VTERM_COLOR_IS_INDEXED(&cell.fg) && !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
                pty_fail(t, "there are colours");
        }
    VTermScreenCell cursor = pty_cell(t, "F1");
    if (!cursor.attrs.reverse)
        pty_fail(t, "the cursor's row is not reversed");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_simple_terminal(struct terminal *t)
{
    pty_start(t, "vt100", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\r");
    pty_see(t, "16 steps");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_unknown_terminal(struct terminal *t)
{
    pty_start(t, "no-such-terminal", "blind-transfer.pcap", false, false);
    pty_see(t, "is not known here");
    pty_restored(t, 4);
}

static void test_closed(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    close(t->fd); /* the window is closed */
    int64_t until = clock_monotonic() + BOUND_NS;
    while (waitpid(t->pid, &t->status, WNOHANG) == 0) {
        usleep(10000);
        if (clock_monotonic() > until) {
            pty_fail(t, "it goes on without a terminal");
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
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "2 calls");
    snprintf(path, sizeof(path), "/proc/%d/stat", (int)t->pid);
    for (int i = 0; i < 2; i++) {
        FILE *f = fopen(path, "r");
        if (!f || !fgets(stat, sizeof(stat), f) || !strrchr(stat, ')'))
            pty_fail(t, "no /proc");
        else
            sscanf(strrchr(stat, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                   &user[i], &system[i]);
        if (f)
            fclose(f);
        for (int k = 0; k < 10 && i == 0; k++) /* a second in which nothing is to come */
            pty_take(t);
    }
    if (user[1] + system[1] > user[0] + system[0] + 1)
        pty_fail(t, "it works while nothing happens");
    pty_type(t, "q");
    pty_restored(t, 0);
}

/* --- the mouse -------------------------------------------------------------------------------- */

/* As xterm reports it (SGR): buttons 0 left, 64 and 65 the wheel, 32 added while it moves. */
static void click(struct terminal *t, int button, int x, int y, bool press)
{
    char text[40];
    snprintf(text, sizeof(text), "\033[<%d;%d;%d%c", button, x + 1, y + 1, press ? 'M' : 'm');
    pty_type(t, text);
}

static void start_list(struct terminal *t)
{
    pty_start(t, "xterm-256color", "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
}

static void test_click(struct terminal *t)
{
    start_list(t);
    if (t->mouse == VTERM_PROP_MOUSE_NONE)
        pty_fail(t, "the mouse is not asked for");
    click(t, 0, 20, 4, true);
    click(t, 0, 20, 4, false);
    pty_type(t, "\r"); /* the second call, which has fewer steps */
    pty_see(t, "8 steps");
    click(t, 0, 10, 0, true); /* its name on the first line leads back */
    pty_see(t, "2 calls");
    pty_type(t, "q");
    pty_restored(t, 0);
    if (t->mouse != VTERM_PROP_MOUSE_NONE)
        pty_fail(t, "the mouse is not given back");
}

static void test_double_click(struct terminal *t)
{
    start_list(t);
    for (int i = 0; i < 2; i++) {
        click(t, 0, 20, 4, true);
        click(t, 0, 20, 4, false);
    }
    pty_see(t, "8 steps");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_wheel(struct terminal *t)
{
    start_list(t);
    pty_type(t, "?");
    pty_see(t, "Keys and commands");
    for (int i = 0; i < 30; i++)
        click(t, 65, 20, 10, true);
    pty_see(t, "the shell's fg goes on");
    for (int i = 0; i < 30; i++)
        click(t, 64, 20, 10, true);
    pty_see(t, "Keys and commands");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_release_mouse(struct terminal *t)
{
    start_list(t);
    pty_type(t, "M");
    pty_see(t, "select text with it");
    if (t->mouse != VTERM_PROP_MOUSE_NONE)
        pty_fail(t, "the mouse was not left to the terminal");
    pty_type(t, "M");
    pty_see(t, "The mouse is rung's again");
    if (t->mouse == VTERM_PROP_MOUSE_NONE)
        pty_fail(t, "the mouse was not taken again");
    pty_type(t, "q");
    pty_restored(t, 0);
}

/* --- commands, settings, files ---------------------------------------------------------------- */

static void test_command(struct terminal *t)
{
    start_list(t);
    pty_type(t, ":filt\t method == \"REFER\"\r");
    pty_see(t, "1 of 2 calls");
    pty_type(t, ":no-such\r");
    pty_see(t, "is no command here");
    pty_type(t, ":quit\r");
    pty_restored(t, 0);
}

/* Lines that were typed are there in the next run. */
static void test_history(struct terminal *t)
{
    char path[4096];
    start_list(t);
    pty_type(t, ":mouse\r");
    pty_see(t, "select text with it");
    pty_type(t, "q");
    pty_restored(t, 0);
    snprintf(path, sizeof(path), "%s/rung/history", folder);
    if (access(path, R_OK) < 0)
        pty_fail(t, "no history was written");
    if (t->failure)
        return;
    close(t->fd);
    vterm_free(t->vt);
    start_list(t);
    pty_type(t, ":\033OA"); /* Up */
    pty_see(t, ": mouse");
    pty_type(t, "\033q");
    pty_restored(t, 0);
}

/* A setting that is saved holds in the next run. */
static void test_settings(struct terminal *t)
{
    start_list(t);
    pty_type(t, ":set theme light\r");
    pty_see(t, "theme is light.");
    VTermScreenCell cell = pty_cell(t, "rung");
    if (!VTERM_COLOR_IS_INDEXED(&cell.fg) || cell.fg.indexed.idx != 25)
        pty_fail(t, "the theme did not change at once");
    pty_type(t, ":save-settings\r");
    pty_see(t, "The settings are in");
    pty_type(t, "q");
    pty_restored(t, 0);
    if (t->failure)
        return;
    close(t->fd);
    vterm_free(t->vt);
    start_list(t);
    cell = pty_cell(t, "rung");
    if (!VTERM_COLOR_IS_INDEXED(&cell.fg) || cell.fg.indexed.idx != 25)
        pty_fail(t, "the theme was not there again");
    pty_type(t, ":set theme auto\r");
    pty_see(t, "theme is auto.");
    pty_type(t, ":save-settings\r");
    pty_see(t, "The settings are in");
    pty_type(t, "q");
    pty_restored(t, 0);
}

/* A ladder into a file; never over one that is there, unless one insists. */
static void test_export(struct terminal *t)
{
    char line[4200], path[4096];
    struct stat st = { .st_size = 0 };
    snprintf(path, sizeof(path), "%s/ladder.md", folder);
    start_list(t);
    pty_type(t, "\r");
    pty_see(t, "16 steps");
    snprintf(line, sizeof(line), ":export %s\r", path);
    pty_type(t, line);
    pty_see(t, "was written,");
    if (stat(path, &st) < 0 || st.st_size < 500)
        pty_fail(t, "there is no file");
    pty_type(t, line);
    pty_see(t, "is there already");
    snprintf(line, sizeof(line), ":export! %s\r", path);
    pty_type(t, line);
    pty_see(t, "was written,");
    pty_type(t, ":export ~/ladder.nothing\r");
    pty_see(t, "The name says the format: .txt");
    pty_type(t, ":export /nowhere/at-all.txt\r");
    pty_see(t, "could not be written");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

/* The packets of a call into a capture, and as text. */
static void test_save(struct terminal *t)
{
    char line[4200];
    start_list(t);
    snprintf(line, sizeof(line), ":save %s/call.pcapng\r", folder);
    pty_type(t, line);
    pty_see(t, "of them with SIP, are in");
    pty_type(t, line);
    pty_see(t, ":save! ");
    snprintf(line, sizeof(line), ":save! %s/call.pcapng\r", folder);
    pty_type(t, line);
    pty_see(t, "of them with SIP, are in");
    pty_type(t, "s");
    pty_see(t, "save to: call-1.pcapng");
    pty_type(t, "\033");
    pty_type(t, ":save ~/call.nothing\r");
    pty_see(t, "The name says the format: .pcapng");
    pty_type(t, "\r");
    snprintf(line, sizeof(line), ":save %s/call.txt\r", folder);
    pty_type(t, line);
    pty_see(t, "16 messages are in");
    pty_type(t, "\r"); /* the ladder, and its first message */
    pty_see(t, "16 steps");
    pty_type(t, "\rs");
    pty_see(t, "save to: message-");
    pty_type(t, "\033");
    snprintf(line, sizeof(line), ":save %s/one.txt\r", folder);
    pty_type(t, line);
    pty_see(t, "1 message is in");
    pty_type(t, "qq");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

/* A file that was written says nothing of who it was. */
static void see_redacted(struct terminal *t, const char *path)
{
    static const char *const gone[] = { "User A", "10.1.1.", "1001" };
    static char text[1 << 20];
    FILE *f = fopen(path, "re");
    size_t n = f ? fread(text, 1, sizeof(text), f) : 0;
    if (f)
        fclose(f);
    if (n < 500)
        pty_fail(t, "there is no file");
    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
        if (memmem(text, n, gone[i], strlen(gone[i])))
            pty_fail(t, "the file says who it was");
}

/* What is exported and saved is redacted from when one wants it. */
static void test_redact(struct terminal *t)
{
    char line[4200], path[4096];
    start_list(t);
    pty_type(t, ":set redact yes\r");
    pty_see(t, "redact is yes.");
    snprintf(path, sizeof(path), "%s/redacted.pcapng", folder);
    snprintf(line, sizeof(line), ":save %s\r", path);
    pty_type(t, line);
    pty_see(t, "of them with SIP, are in");
    see_redacted(t, path);
    pty_type(t, "s");
    pty_see(t, "save redacted to: call-1.pcapng");
    pty_type(t, "\033");
    snprintf(path, sizeof(path), "%s/redacted.txt", folder);
    snprintf(line, sizeof(line), ":export %s\r", path);
    pty_type(t, line);
    pty_see(t, "was written,");
    see_redacted(t, path);
    pty_type(t, "qq");
    pty_restored(t, 0);
}

/* --- terminals -------------------------------------------------------------------------------- */

/* All colours where the terminal has them and its name is known. */
static void test_true_colour(struct terminal *t)
{
    colorterm = "truecolor";
    start_list(t);
    colorterm = NULL;
    pty_type(t, "\r");
    pty_see(t, "16 steps");
    pty_type(t, "jw");
    pty_see(t, "Times of day.");
    VTermScreenCell request = pty_cell(t, "INVITE");
    bool known = access("/usr/share/terminfo/x/xterm-direct", R_OK) == 0 ||
                 access("/lib/terminfo/x/xterm-direct", R_OK) == 0;
    if (known && (!VTERM_COLOR_IS_RGB(&request.fg) || request.fg.rgb.blue != 255 ||
                  request.fg.rgb.red != 0x5f))
        pty_fail(t, "not the colour itself");
    if (!known && (!VTERM_COLOR_IS_INDEXED(&request.fg) || request.fg.indexed.idx != 75))
        pty_fail(t, "not the nearest colour");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

static void test_terminal(struct terminal *t, const char *term)
{
    pty_start(t, term, "blind-transfer.pcap", false, false);
    pty_see(t, "User A 1001");
    pty_type(t, "\rG");
    pty_see(t, "16 steps");
    pty_type(t, "?");
    pty_see(t, "Keys and commands");
    pty_type(t, "qqq");
    pty_restored(t, 0);
}

static void test_tmux(struct terminal *t)
{
    test_terminal(t, "tmux-256color");
}

static void test_screen(struct terminal *t)
{
    test_terminal(t, "screen");
}

static void test_linux(struct terminal *t)
{
    test_terminal(t, "linux");
}

static void test_contrast(struct terminal *t)
{
    start_list(t);
    pty_type(t, ":set theme contrast\r");
    pty_see(t, "theme is contrast.");
    VTermScreenCell cell = pty_cell(t, "User A 1001");
    if (!VTERM_COLOR_IS_INDEXED(&cell.fg) || cell.fg.indexed.idx != 231)
        pty_fail(t, "the text is not white");
    if (!VTERM_COLOR_IS_INDEXED(&cell.bg))
        pty_fail(t, "what is behind it is the terminal's own");
    pty_type(t, ":set theme mono\r");
    pty_see(t, "theme is mono.");
    cell = pty_cell(t, "transferred");
    if (VTERM_COLOR_IS_INDEXED(&cell.fg) && !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
        pty_fail(t, "there are colours");
    pty_type(t, "q");
    pty_restored(t, 0);
}

/* From 1 by 1 to large, and back, in every panel. */
static void test_sizes(struct terminal *t)
{
    static const int sizes[][2] = { { 1, 1 }, { 2, 200 }, { 60, 5 }, { 70, 250 }, { 24, 80 } };
    start_list(t);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        pty_resize(t, sizes[i][0], sizes[i][1]);
        pty_type(t, "\r\rqq?q");
        for (int k = 0; k < 3; k++)
            pty_take(t);
    }
    pty_see(t, "2 calls");
    pty_type(t, "q");
    pty_restored(t, 0);
}

/* A step of the cursor draws two rows, not the screen. */
static void test_redraw(struct terminal *t)
{
    pty_start(t, "xterm-256color", "attended-transfer.pcap", false, false);
    pty_see(t, "3 calls");
    pty_type(t, "\rw");
    pty_see(t, "Times of day.");
    pty_type(t, "j");
    for (int k = 0; k < 5; k++)
        pty_take(t);
    t->raw_n = 0;
    pty_type(t, "j");
    for (int k = 0; k < 5; k++)
        pty_take(t);
    if (!t->raw_n || t->raw_n > 2500)
        pty_fail(t, "a step draws too much, or nothing");
    pty_type(t, "qq");
    pty_restored(t, 0);
}

/* Even a crash gives the terminal back. */
static void test_crash(struct terminal *t)
{
    struct termios settings;
    start_list(t);
    kill(t->pid, SIGABRT);
    pty_wait_end(t);
    if (tcgetattr(t->fd, &settings) == 0 && !(settings.c_lflag & ECHO))
        pty_fail(t, "the terminal does not echo");
    if (t->alternate || !t->cursor_visible || t->mouse != VTERM_PROP_MOUSE_NONE)
        pty_fail(t, "the terminal is not as it was");
    if (!WIFSIGNALED(t->status) || WTERMSIG(t->status) != SIGABRT)
        pty_fail(t, "it did not end by the signal");
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
    { "click", test_click },
    { "double-click", test_double_click },
    { "wheel", test_wheel },
    { "release-mouse", test_release_mouse },
    { "command", test_command },
    { "history", test_history },
    { "settings", test_settings },
    { "export", test_export },
    { "save", test_save },
    { "redact", test_redact },
    { "true-colour", test_true_colour },
    { "tmux", test_tmux },
    { "screen", test_screen },
    { "linux", test_linux },
    { "contrast", test_contrast },
    { "sizes", test_sizes },
    { "redraw", test_redraw },
    { "crash", test_crash },
};

int main(int argc, char **argv)
{
    static struct terminal t;
    int status = 0;
    if (argc < 4) {
        fprintf(stderr, "usage: terminal RUNG SAMPLES FOLDER [TEST]\n");
        return 2;
    }
    rung = argv[1];
    samples = argv[2];
    folder = argv[3];
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        if (argc > 4 && strcmp(argv[4], tests[i].name))
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
