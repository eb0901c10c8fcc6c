/* The viewer. */
#ifndef UI_TUI_TUI_H
#define UI_TUI_TUI_H

#include <stdbool.h>

#include "decode/trace.h"

/* Runs the viewer over a trace that is still being read, until the user leaves. `filter`: an
 * expression to begin with, or NULL. Returns an exit status. */
int tui_run(struct trace *t, const char *filter, bool ascii);

#endif
