/* A program in a pseudo-terminal whose screen is read by libvterm: start it, type, wait for what is
 * to be seen. What fails first is kept as the failure, and all that comes after does nothing. */
#ifndef TESTS_TUI_PTY_H
#define TESTS_TUI_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
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
    int status, cursor_visible, rows, cols, mouse;
    char text[TEXT];
    char raw[TEXT]; /* the last bytes that came */
    size_t raw_n;
    const char *failure;
};

/* The program, the folders of samples and of settings, and $COLORTERM of the next program (NULL:
 * none): to be set before. */
extern const char *rung, *samples, *folder, *colorterm;

/* Starts rung on a sample; `shell`: from a shell with job control, which says "back" when it is
 * stopped, and "over" in the end. */
void pty_start(struct terminal *t, const char *term, const char *file, bool no_colour, bool shell);

/* Takes what the program wrote, waiting a little for it. False: it has ended. */
bool pty_take(struct terminal *t);

const char *pty_text(struct terminal *t);
void pty_fail(struct terminal *t, const char *why);

/* Until the text is on the screen (or is gone from it). */
void pty_wait(struct terminal *t, const char *text, bool there);
void pty_see(struct terminal *t, const char *text);
void pty_type(struct terminal *t, const char *keys);

void pty_wait_end(struct terminal *t);

/* After the end: the terminal as it was, and the exit status. */
void pty_restored(struct terminal *t, int status);
void pty_resize(struct terminal *t, int rows, int cols);

/* The cell where a text begins. */
VTermScreenCell pty_cell(struct terminal *t, const char *text);

#endif
