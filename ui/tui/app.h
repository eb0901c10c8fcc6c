/* The viewer without a terminal: keys in, a grid out. Panels stand on each other; the top one is
 * seen. Everything is done in slices, so that no key waits. */
#ifndef UI_TUI_APP_H
#define UI_TUI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "decode/trace.h"
#include "ui/option/option.h"
#include "ui/tui/action.h"
#include "ui/tui/grid.h"
#include "ui/tui/history.h"
#include "ui/tui/job.h"
#include "ui/tui/mouse.h"
#include "ui/tui/prompt.h"

#define APP_DEPTH 8
#define NEEDLE_MAX 128 /* bytes that one searches for */

struct app;
struct panel;

/* A panel. `self` is what open made. Rows are what it shows, and are searched in. */
struct panel_ops {
    /* Makes a panel of `arg`, whose meaning is the panel's. 0, or -errno with a sentence. */
    int (*open)(struct app *app, const void *arg, void **self, struct err *err);
    /* Draws onto the area between the first and the last line of the screen. */
    void (*draw)(struct app *app, void *self, const struct area *a);
    /* Its name for the first line. */
    void (*name)(struct app *app, void *self, struct buf *out);
    /* Does what the user asks for. `arg`: what stood behind the command, or was answered to
     * app_ask; NULL when a key was pressed. */
    void (*act)(struct app *app, void *self, enum action action, const char *arg);
    /* NULL, or: takes the mouse, at a place of the area that was drawn onto last. The wheel is
     * taken only when this returns true; else it moves as the arrow keys do. */
    bool (*mouse)(struct app *app, void *self, const struct mouse *m);
    /* NULL, or: the legs that it is about (rows in the store), max at most; returns how many. */
    unsigned (*legs)(struct app *app, void *self, uint32_t *out, unsigned max);
    /* NULL, or: does it need this leg? Then it is not forgotten to make room. */
    bool (*holds)(const void *self, uint32_t leg);
    /* NULL, or: legs that nobody held may be gone from now on. */
    void (*forget)(struct app *app, void *self);
    /* NULL, or: the one message that it is about (row in the store). */
    uint32_t (*message)(void *self);
    /* NULL, or: goes to the row that shows a message (row in the store); false: none does. */
    bool (*show)(struct app *app, void *self, uint32_t message);
    /* NULL, or: works up to a time of the monotonic clock; is there more to do? */
    bool (*work)(struct app *app, void *self, int64_t until_ns);
    /* Rows, the one we are at, a jump to one, and whether one has this text. */
    uint32_t (*rows)(void *self);
    uint32_t (*row)(void *self);
    void (*go)(struct app *app, void *self, uint32_t row);
    bool (*has)(struct app *app, void *self, uint32_t row, struct slice text);
    void (*close)(void *self);
};

struct panel {
    const struct panel_ops *ops;
    enum panel_id id;
    void *self;
    bool passed; /* was opened only for the one above: going back from that passes over it */
};

/* A search that goes on in slices. */
struct search {
    bool on;
    uint32_t from, left; /* rows still to be looked at, from here */
    bool backwards;
    bool missed;     /* the last one found nothing */
    uint32_t origin; /* where we were when the user began to type */
};

/* Columns [from, end) of a line that the mouse can press. */
struct spot {
    int from, end;
    enum action action;
};

#define APP_SPOTS 64

/* Lines that were typed, by what for. */
enum history_id { HISTORY_SEARCH, HISTORY_COMMAND, HISTORY_FILTER, HISTORIES };

struct app {
    struct trace *trace;
    struct options *options;
    struct findings *findings; /* see app_findings */
    uint64_t forgot;           /* as trace_forgot, when the panels were told */
    bool unsaved;              /* a setting was changed since rung.conf was read or written */
    struct grid grid;
    struct keymap keymap;
    struct panel panel[APP_DEPTH];
    unsigned depth;
    struct prompt prompt;
    enum action asked; /* what the answer is for */
    struct history history[HISTORIES];
    char needle[NEEDLE_MAX]; /* what is searched for, "": nothing */
    struct search search;
    char note[512]; /* one sentence for the last line, "": none */
    enum style note_style;
    bool leave, suspend, redraw; /* wishes to the terminal's side */
    bool mouse_off;              /* the mouse is the terminal's */
    struct job job;              /* a file that is being written */
    bool leave_asked;            /* while it is */
    struct buf copy;             /* to the clipboard of the terminal; empty: nothing */
    struct spot crumb[APP_DEPTH], key[APP_SPOTS]; /* on the first and the last line */
    unsigned keys;
    bool loading;
};

/* Opens the list of calls, as the options say. Borrows trace and options, which it changes as the
 * user does. -ENOMEM, or -EINVAL on a filter that is none, with a sentence. Embedded: app_init,
 * app_fini. */
int app_init(struct app *app, struct trace *t, struct options *o, bool ascii, int rows, int cols,
             struct err *err);
void app_fini(struct app *app);

void app_resize(struct app *app, int rows, int cols);

/* A key (stroke.h), or the mouse. */
void app_key(struct app *app, int stroke);
void app_mouse(struct app *app, const struct mouse *m);

/* Works for about budget_ns: reads on, filters, sorts, searches. False: there is nothing to do
 * until the next key. */
bool app_work(struct app *app, int64_t budget_ns);

/* Tells the panels when something was forgotten. */
void app_forget(struct app *app);

/* What becomes readable when there is something to do though no key came; -1: nothing. */
int app_fd(const struct app *app);

/* Draws everything into app->grid. */
void app_draw(struct app *app);

/* For panels: asks for the argument of an action, with Tab and history as its kind has them; the
 * answer comes to the panel's act. The prompt can be changed before the next key. */
void app_ask(struct app *app, enum action action, const char *label, const char *text);

/* Does an action of the panel that is seen, as if its key had been pressed. */
void app_act(struct app *app, enum action action, const char *arg);

/* For panels: goes back to the list of calls and does an action there, as if it had been typed with
 * this argument. Closes what is open above the list: a panel that calls this is gone afterwards,
 * and so is what it owned; arg may be of it. */
void app_return(struct app *app, enum action action, const char *arg);

/* Gives a setting a value, from now on: false with a note when it cannot have it. */
bool app_set(struct app *app, enum option_id id, struct slice value);

/* For the clipboard; the note says what it was ("The message was"). */
void app_copy(struct app *app, struct slice text, const char *what);

/* One panel on top (a failure becomes a note), and one sentence on the last line. */
void app_push(struct app *app, enum panel_id id, const void *arg);

/* One for all panels, since what is found in the capture as a whole takes time. What it gives is
 * borrowed until it is asked again. NULL: no memory. */
struct findings *app_findings(struct app *app);
void app_note(struct app *app, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Does an action of the panel that was just opened; going back from what that opens leads to where
 * we are now. */
void app_through(struct app *app, enum action action);

/* Does an action of the panel below, in the place of the one that is seen, which is closed. */
void app_instead(struct app *app, enum action action);

/* Shows a message (row in the store) in a ladder: in the nearest one below that has it, closing the
 * panels above, the caller's among them; else on top in a new one of its call. */
void app_show(struct app *app, uint32_t message);

#define APP_NUMBER 32

/* "1,234,567" */
void app_number(char out[APP_NUMBER], uint64_t n);

/* What an input is called, by its path. */
const char *app_input_name(const char *path);

static inline const char *app_sign(const struct app *app, enum sign sign)
{
    return theme_sign(app->grid.ascii, sign);
}

#endif
