/* The table of actions. */
#include "ui/tui/action.h"

#include "ui/tui/stroke.h"

#define IN(panel) (1u << PANEL_##panel)
#define IN_ALL ((1u << PANEL_COUNT) - 1)

static const struct action_info actions[] = {
#define X(id, keys, panels, name, help) { keys, name, help, panels },
    ACTION_LIST(X)
#undef X
};

const struct action_info *action_get(enum action a)
{
    return &actions[a];
}

enum action action_find(enum panel_id panel, int stroke)
{
    for (int a = 0; a < ACTION_COUNT; a++) {
        if (!action_is_in((enum action)a, panel))
            continue;
        struct slice keys = slice_of(actions[a].keys);
        int key;
        for (size_t at = 0; (key = stroke_next(keys, &at)) != STROKE_NONE;)
            if (key == stroke)
                return (enum action)a;
    }
    return ACTION_NONE;
}
