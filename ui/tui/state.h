/* What should be there the next time though it is no setting: lines that were typed, and the
 * columns that were chosen. */
#ifndef UI_TUI_STATE_H
#define UI_TUI_STATE_H

#include "ui/tui/app.h"

/* Takes over what the file has; a missing or odd file is no fault. The columns are taken only where
 * neither the command line nor rung.conf names any. */
void state_load(struct app *app, const char *path);

/* -errno with the sentence. */
int state_save(const struct app *app, const char *path, struct err *err);

#endif
