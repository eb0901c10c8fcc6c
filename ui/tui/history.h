/* Lines that the user typed before. */
#ifndef UI_TUI_HISTORY_H
#define UI_TUI_HISTORY_H

#define HISTORY_MAX 100 /* lines; the oldest goes */

/* Embedded: zero to begin with, history_fini. */
struct history {
    char *line[HISTORY_MAX]; /* the oldest first */
    unsigned n;
};

void history_fini(struct history *h);

/* Remembers a line as the newest; nothing when it is blank or there is no memory. */
void history_add(struct history *h, const char *line);

#endif
