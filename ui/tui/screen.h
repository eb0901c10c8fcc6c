/* The terminal: the one file of the viewer that knows ncurses is screen.c. */
#ifndef UI_TUI_SCREEN_H
#define UI_TUI_SCREEN_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/tui/grid.h"
#include "ui/tui/mouse.h"

struct screen;

/* Takes the terminal over; `colour` false: attributes only. -ENOTTY or -ENOMEM with a sentence.
 * Owned; screen_close gives the terminal back as it was. One at a time. */
int screen_open(struct screen **out, bool colour, struct err *err);

/* The colours of this theme from the next frame on; mono: attributes only. */
void screen_theme(struct screen *s, enum theme theme, bool mono);

/* Is the terminal's background light, as far as it says so? */
bool screen_is_light(void);
void screen_close(struct screen *s);

/* Can the terminal show more than ASCII? */
bool screen_is_utf8(void);

void screen_size(const struct screen *s, int *rows, int *cols);

/* Brings what differs from the frame before onto the terminal. */
void screen_show(struct screen *s, const struct grid *g);

/* Waits up to timeout_ms (-1: as long as it takes) for a key (stroke.h), a change of size, a
 * signal, or until `fd` (-1: none) can be read. False: nothing came. */
bool screen_wait(struct screen *s, int fd, int timeout_ms);

/* The next key that came, STROKE_NONE: none. With STROKE_MOUSE, *mouse says what it was. */
int screen_stroke(struct screen *s, struct mouse *mouse);

/* Takes the mouse, or leaves it to the terminal. */
void screen_take_mouse(struct screen *s, bool on);

/* Puts a text into the clipboard of the terminal, where that allows it (OSC 52). */
void screen_copy(struct screen *s, struct slice text);

/* The signal that asks to leave, or 0. */
int screen_signal(void);

/* Everything is drawn anew at the next frame, whatever others wrote over it. */
void screen_redraw(struct screen *s);

/* Gives the terminal back, stops the process group as Ctrl-Z does, and takes the terminal again. */
void screen_suspend(struct screen *s);

#endif
