/* A line that the user types. */
#ifndef UI_TUI_PROMPT_H
#define UI_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/tui/grid.h"

#define PROMPT_MAX 1024

enum prompt_result {
    PROMPT_GOES_ON, /* the text may have changed */
    PROMPT_DONE,
    PROMPT_GIVEN_UP,
};

struct prompt {
    const char *label; /* NULL: nothing is asked */
    char text[PROMPT_MAX];
    size_t n, at;   /* bytes, and the cursor */
    bool complete;  /* Tab completes a filter */
    char hint[256]; /* what could stand here, after Tab */
};

/* Asks; `text` is there to begin with. */
void prompt_open(struct prompt *p, const char *label, const char *text, bool complete);

enum prompt_result prompt_key(struct prompt *p, int stroke);

/* Draws label, text and cursor onto a line of the area. */
void prompt_draw(const struct prompt *p, const struct area *a, int y);

#endif
