/* What Tab proposes, by the kind of argument. */
#ifndef UI_TUI_COMPLETE_H
#define UI_TUI_COMPLETE_H

#include <stddef.h>

#include "decode/query/query.h"
#include "ui/tui/action.h"

#define COMPLETE_MAX 128 /* proposals at most */

struct app;

/* Writes up to COMPLETE_MAX proposals for the place `at` of a text that is being typed, and returns
 * how many. Their texts live as long as the app. */
typedef size_t complete_fn(const struct app *app, const char *text, size_t at,
                           struct query_completion *out);

#define X(id, placeholder, complete) complete_fn complete;
ARGUMENT_LIST(X)
#undef X

/* By the kind of argument. */
complete_fn *complete_for(enum argument a);

/* Of the : line: a command of the panel that is seen, then its argument. */
complete_fn complete_command;

#endif
