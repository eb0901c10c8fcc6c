/* The list of calls in parts: what they share. Private to panel_calls.c, calls_draw.c, calls_act.c.
 */
#ifndef UI_TUI_CALLS_H
#define UI_TUI_CALLS_H

#include "ui/tui/headline.h"
#include "ui/tui/histogram.h"
#include "ui/tui/bits.h"
#include "ui/tui/panel.h"
#include "ui/tui/table.h"
#include "ui/tui/view.h"

struct calls {
    struct app *app;
    struct view view;
    struct table table;
    struct headlines *headlines;
    struct histogram *histogram;
    struct scroll scroll;
    struct bits marks; /* legs */
    uint32_t here;     /* the entry of the cursor, which it stays on; 0: as it comes */
    int head;          /* rows above those of the list, as it was drawn last */
    bool bars;         /* the first of these are the histogram */
    bool follows;      /* the cursor stays at the newest */
};

/* The entry at a place of the list, 0: there is none. */
static inline uint32_t calls_entry(const struct calls *c, uint32_t at)
{
    return at < c->view.shown.n ? c->view.shown.leg[at] : 0;
}

/* How many rows are listed: those that are folded away too, and no headlines. */
static inline uint32_t calls_listed(const struct calls *c)
{
    return c->view.fills ? c->view.shown.n : c->view.base.n;
}

/* Draws it all. */
void calls_draw(struct app *app, void *self, const struct area *a);

/* Does what the user asks for. */
void calls_act(struct app *app, void *self, enum action action, const char *arg);
bool calls_mouse(struct app *app, void *self, const struct mouse *m);

/* The legs of the marked calls, else of the call or the session of the cursor. */
unsigned calls_legs(struct app *app, void *self, uint32_t *out, unsigned max);

/* Keeps the place of the cursor in mind, and goes back to it when the list was made anew: false, it
 * is not there among the rows from this one on. */
void calls_remember(struct calls *c);
bool calls_find(struct calls *c, uint32_t from);
void calls_return(struct calls *c);

/* To the first row that is a call. */
void calls_begin(struct calls *c);

#endif
