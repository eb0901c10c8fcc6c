/* What keys and commands do: the table of actions made fit for looking up. */
#ifndef UI_TUI_ACTION_H
#define UI_TUI_ACTION_H

#include <stdbool.h>

#include "base/slice.h"
#include "ui/tui/action_list.h"
#include "ui/tui/argument_list.h"
#include "ui/tui/panel_list.h"

enum panel_id {
#define X(id, driver, help) PANEL_##id,
    PANEL_LIST(X)
#undef X
        PANEL_COUNT
};

enum argument {
#define X(id, placeholder, complete) ARGUMENT_##id,
    ARGUMENT_LIST(X)
#undef X
        ARGUMENT_COUNT
};

enum action {
#define X(id, command, argument, keys, panels, name, help) ACTION_##id,
    ACTION_LIST(X)
#undef X
        ACTION_COUNT,
    ACTION_NONE = ACTION_COUNT
};

/* A row of action_list.h. */
struct action_info {
    const char *command, *keys, *name, *help;
    enum argument argument;
    unsigned panels; /* bit (1 << enum panel_id) */
};

const struct action_info *action_get(enum action a);

/* "EXPR", "" of those that take nothing. */
const char *argument_placeholder(enum argument a);

static inline bool action_is_in(enum action a, enum panel_id panel)
{
    return action_get(a)->panels >> panel & 1;
}

#define KEYMAP_KEYS 64 /* bytes of the names of an action's keys */

/* Which keys do what: those of the table, until others are set. */
struct keymap {
    char keys[ACTION_COUNT][KEYMAP_KEYS];
};

void keymap_init(struct keymap *k);

/* Gives an action other keys ("F7 f", or "" for none). Other actions of the same panels lose them.
 * -EINVAL: there is a name that is no key's; nothing was changed. */
int keymap_set(struct keymap *k, enum action a, struct slice keys);

/* What a key does in a panel; ACTION_NONE: nothing. */
enum action keymap_find(const struct keymap *k, enum panel_id panel, int stroke);

/* The action of a panel with this command, whole or begun so that only one fits; ACTION_NONE:
 * there is none. */
enum action action_find(enum panel_id panel, struct slice command);

#endif
