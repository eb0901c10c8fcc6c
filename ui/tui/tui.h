/* The viewer. */
#ifndef UI_TUI_TUI_H
#define UI_TUI_TUI_H

#include <stdbool.h>

#include "decode/trace.h"
#include "ui/option/option.h"

/* Runs the viewer over a trace that is still being read, until the user leaves. The options are
 * changed by what the user does. Returns an exit status. */
int tui_run(struct trace *t, struct options *o);

#endif
