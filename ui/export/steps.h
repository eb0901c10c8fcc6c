/* The rows of a ladder as a table in words: Step, Action, Description. */
#ifndef UI_EXPORT_STEPS_H
#define UI_EXPORT_STEPS_H

#include "ui/export/render.h"
#include "ui/export/steps_list.h"

/* Renderers like those of render_list.h. Descriptions come from options.narrator; without one they
 * are empty. */
#define X(name, extensions, function, help) render_fn function;
STEPS_LIST(X)
#undef X

/* As render_find, render_by_path and render_get. */
const struct render *steps_find(const char *name);
const struct render *steps_by_path(const char *path);
const struct render *steps_get(unsigned i);

#endif
