/* What keys do: the table of actions made fit for looking up. */
#ifndef UI_TUI_ACTION_H
#define UI_TUI_ACTION_H

#include <stdbool.h>

#include "ui/tui/action_list.h"
#include "ui/tui/panel_list.h"

enum panel_id {
#define X(id, driver, help) PANEL_##id,
    PANEL_LIST(X)
#undef X
        PANEL_COUNT
};

enum action {
#define X(id, keys, panels, name, help) ACTION_##id,
    ACTION_LIST(X)
#undef X
        ACTION_COUNT,
    ACTION_NONE = ACTION_COUNT
};

/* A row of action_list.h. */
struct action_info {
    const char *keys, *name, *help;
    unsigned panels; /* bit (1 << enum panel_id) */
};

const struct action_info *action_get(enum action a);

static inline bool action_is_in(enum action a, enum panel_id panel)
{
    return action_get(a)->panels >> panel & 1;
}

/* What a key does in a panel; ACTION_NONE: nothing. */
enum action action_find(enum panel_id panel, int stroke);

#endif
