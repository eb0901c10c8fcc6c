/* The table of actions. */
#include "ui/tui/action.h"

#include <errno.h>
#include <stdio.h>

#include "ui/tui/stroke.h"

#define IN(panel) (1u << PANEL_##panel)
#define IN_ALL ((1u << PANEL_COUNT) - 1)

static const struct action_info actions[] = {
#define X(id, command, argument, keys, panels, name, help)                                         \
    { command, keys, name, help, ARGUMENT_##argument, panels },
    ACTION_LIST(X)
#undef X
};

const struct action_info *action_get(enum action a)
{
    return &actions[a];
}

const char *argument_placeholder(enum argument a)
{
    static const char *const placeholder[] = {
#define X(id, text, complete) text,
        ARGUMENT_LIST(X)
#undef X
    };
    return placeholder[a];
}

void keymap_init(struct keymap *k)
{
    for (int a = 0; a < ACTION_COUNT; a++)
        snprintf(k->keys[a], KEYMAP_KEYS, "%s", actions[a].keys);
}

static bool has_key(const char *keys, int stroke)
{
    int key;
    for (size_t at = 0; (key = stroke_next(slice_of(keys), &at)) != STROKE_NONE;)
        if (key == stroke)
            return true;
    return false;
}

/* Takes the key out of the list of names. */
static void drop_key(char keys[KEYMAP_KEYS], int stroke)
{
    char left[KEYMAP_KEYS];
    struct slice all = slice_of(keys);
    size_t n = 0;
    for (size_t at = 0, from = 0; from < all.n; from = at) {
        int key = stroke_next(all, &at);
        struct slice name = slice_trim(slice_sub(all, from, at));
        if (key == stroke || !name.n)
            continue;
        n += (size_t)snprintf(left + n, sizeof(left) - n, "%s%.*s", n ? " " : "", (int)name.n,
                              name.p);
    }
    left[n] = '\0';
    memcpy(keys, left, n + 1);
}

static bool are_keys(struct slice keys)
{
    for (size_t at = 0; slice_trim(slice_sub(keys, at, keys.n)).n;)
        if (stroke_next(keys, &at) == STROKE_NONE)
            return false;
    return keys.n < KEYMAP_KEYS;
}

int keymap_set(struct keymap *k, enum action a, struct slice keys)
{
    int key;
    if (!are_keys(keys))
        return -EINVAL;
    for (size_t at = 0; (key = stroke_next(keys, &at)) != STROKE_NONE;)
        for (int b = 0; b < ACTION_COUNT; b++)
            if (actions[a].panels & actions[b].panels && has_key(k->keys[b], key))
                drop_key(k->keys[b], key);
    snprintf(k->keys[a], KEYMAP_KEYS, "%.*s", (int)keys.n, keys.p);
    return 0;
}

enum action keymap_find(const struct keymap *k, enum panel_id panel, int stroke)
{
    for (int a = 0; a < ACTION_COUNT; a++)
        if (action_is_in((enum action)a, panel) && has_key(k->keys[a], stroke))
            return (enum action)a;
    return ACTION_NONE;
}

enum action action_find(enum panel_id panel, struct slice command)
{
    enum action begun = ACTION_NONE;
    unsigned n = 0;
    for (int a = 0; a < ACTION_COUNT; a++) {
        struct slice name = slice_of(actions[a].command);
        if (!action_is_in((enum action)a, panel) || !command.n)
            continue;
        if (slice_ieq(name, command))
            return (enum action)a;
        if (slice_istarts(name, command)) {
            begun = (enum action)a;
            n++;
        }
    }
    return n == 1 ? begun : ACTION_NONE;
}
