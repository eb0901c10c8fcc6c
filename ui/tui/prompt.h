/* A line that the user types. */
#ifndef UI_TUI_PROMPT_H
#define UI_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/tui/complete.h"
#include "ui/tui/grid.h"
#include "ui/tui/history.h"

#define PROMPT_MAX 1024

enum prompt_result {
    PROMPT_GOES_ON, /* the text may have changed */
    PROMPT_DONE,
    PROMPT_GIVEN_UP,
};

struct prompt {
    char label[64]; /* "": nothing is asked */
    char text[PROMPT_MAX];
    size_t n, at;   /* bytes, and the cursor */
    char hint[256]; /* what could stand here, after Tab */
    const struct app *app;
    complete_fn *complete;         /* what Tab proposes, NULL: nothing */
    const struct history *history; /* lines that Up and Down bring back, NULL: none */
    unsigned back;                 /* how many lines we are back in it */
    char typed[PROMPT_MAX];        /* what stood here before that */
};

/* Asks; `text` is there to begin with. The history is borrowed until the prompt ends. */
void prompt_open(struct prompt *p, const char *label, const char *text);

enum prompt_result prompt_key(struct prompt *p, int stroke);

/* Draws label, text and cursor onto a line of the area. */
void prompt_draw(const struct prompt *p, const struct area *a, int y);

#endif
