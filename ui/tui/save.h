/* The ladder of what a panel is about, or its packets, or its message, into a file, while one goes
 * on looking. */
#ifndef UI_TUI_SAVE_H
#define UI_TUI_SAVE_H

#include "ui/tui/app.h"

/* Saves or exports, as the action says, to the file named by `arg`; NULL: asks for one. Its format
 * is told by its name. One that is there is written over only by the actions for that. What became
 * of it is a note, at once or later. */
void save_act(struct app *app, const struct panel *p, enum action action, const char *arg);

#endif
