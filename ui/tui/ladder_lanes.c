/* What the user does with the lanes of a ladder. What comes of it is told by ui/flow/arrange.h. */
#include <errno.h>
#include <stdio.h>

#include "ui/tui/ladder_panel.h"

enum { ALIAS_BYTES = 512 };

static const struct flow_participant *chosen(const struct ladder_panel *p)
{
    int lane = p->ladder.lane;
    bool there = lane >= 0 && (unsigned)lane < p->flow->participants;
    return there ? &p->flow->participant[lane] : NULL;
}

void ladder_lanes_choose(struct ladder_panel *p, int lane)
{
    p->ladder.lane = lane < (int)p->flow->participants ? lane : -1;
    const struct flow_participant *who = chosen(p);
    ladder_reveal_lane(&p->ladder);
    if (who)
        app_note(p->app, STYLE_TEXT,
                 "%s: H hides it, { } move it, J merges, X splits, a names it; Tab goes on.",
                 who->name);
}

/* From lane to lane, and to none behind the last. */
static void choose_next(struct ladder_panel *p, int by)
{
    int n = (int)p->flow->participants + 1;
    ladder_lanes_choose(p, (p->ladder.lane + 1 + by + n) % n - 1);
}

/* The lane with this name or address; -1 with a note: there is none. */
static int lane_named(struct ladder_panel *p, const char *name)
{
    for (unsigned i = 0; i < p->flow->participants; i++) {
        const struct flow_participant *who = &p->flow->participant[i];
        if (slice_ieq(slice_of(who->name), slice_of(name)) || !strcmp(who->address, name))
            return (int)i;
    }
    app_note(p->app, STYLE_WARNING, "No lane is called \"%s\".", name);
    return -1;
}

/* The lane that is meant: named behind the command, or chosen. */
static bool choose(struct ladder_panel *p, const char *name)
{
    if (name && name[0]) {
        int lane = lane_named(p, name);
        if (lane < 0)
            return false;
        p->ladder.lane = lane;
    }
    if (!chosen(p)) {
        app_note(p->app, STYLE_TEXT, "Tab, or a press on its head, chooses a lane first.");
        return false;
    }
    return true;
}

/* Changes the plan, and chooses the lane that this endpoint is in then. */
static bool change(struct ladder_panel *p, enum plan_kind kind, const char *other, const char *name)
{
    char lane[ENDPOINT_TEXT];
    snprintf(lane, sizeof(lane), "%s", chosen(p)->endpoint[0]);
    int r = plan_add(&p->plan, kind, lane, other, name);
    if (r < 0) {
        app_note(p->app, STYLE_WARNING, "%s",
                 r == -E2BIG ? "The lanes were changed too often." : "There is not enough memory.");
        return false;
    }
    ladder_panel_arrange(p);
    p->ladder.lane = -1;
    for (unsigned i = 0; i < p->flow->participants; i++)
        for (unsigned k = 0; k < p->flow->participant[i].endpoints; k++)
            if (!strcmp(p->flow->participant[i].endpoint[k], lane))
                p->ladder.lane = (int)i;
    ladder_reveal_lane(&p->ladder);
    return true;
}

static void hide(struct ladder_panel *p, const char *name)
{
    char who[PLAN_NAME_BYTES];
    if (!choose(p, name))
        return;
    if (p->flow->participants < 2) {
        app_note(p->app, STYLE_WARNING, "The last lane stays.");
        return;
    }
    snprintf(who, sizeof(who), "%s", chosen(p)->name);
    if (change(p, PLAN_HIDE, NULL, NULL))
        app_note(p->app, STYLE_TEXT, "%s is hidden, with what it sends and gets; A shows it again.",
                 who);
}

/* Where none is hidden the other changes go too. */
static void show_all(struct ladder_panel *p)
{
    unsigned n = plan_show_all(&p->plan), others = p->plan.changes;
    if (!n)
        p->plan.changes = 0;
    ladder_panel_arrange(p);
    p->ladder.lane = -1;
    if (n)
        app_note(p->app, STYLE_TEXT, "All lanes are shown.");
    else
        app_note(p->app, STYLE_TEXT,
                 others ? "The lanes are as they were found." : "No lane was changed.");
}

/* The first time it is asked for says which lane, the second time with which. */
static void merge(struct ladder_panel *p, const char *name)
{
    char other[ENDPOINT_TEXT];
    if (name && name[0]) {
        int lane = lane_named(p, name);
        if (lane < 0 || !choose(p, NULL))
            return;
        snprintf(p->merging, sizeof(p->merging), "%s", p->flow->participant[lane].endpoint[0]);
    } else if (!choose(p, NULL)) {
        return;
    } else if (!p->merging[0]) {
        snprintf(p->merging, sizeof(p->merging), "%s", chosen(p)->endpoint[0]);
        app_note(p->app, STYLE_TEXT, "Tab to the lane that %s is one with, and J again.",
                 chosen(p)->name);
        return;
    }
    snprintf(other, sizeof(other), "%s", p->merging);
    p->merging[0] = '\0';
    if (!strcmp(other, chosen(p)->endpoint[0]))
        app_note(p->app, STYLE_TEXT, "It stays as it is.");
    else if (change(p, PLAN_MERGE, other, NULL))
        app_note(p->app, STYLE_TEXT, "One lane now; X splits it again.");
}

static void split(struct ladder_panel *p)
{
    unsigned n = p->flow->participants;
    if (!choose(p, NULL) || !change(p, PLAN_SPLIT, NULL, NULL))
        return;
    unsigned more = p->flow->participants - n;
    if (more)
        app_note(p->app, STYLE_TEXT, "%u lanes instead of one.", more + 1);
    else
        app_note(p->app, STYLE_TEXT, "It is one address and one port.");
}

/* A lane that is a participant as it was found gets an alias, which holds everywhere. */
static void give_alias(struct ladder_panel *p, const char *address, const char *name)
{
    char text[ALIAS_BYTES];
    snprintf(text, sizeof(text), "%s=%s", address, name);
    if (name[0]) {
        if (app_set(p->app, OPTION_alias, slice_of(text)))
            app_note(p->app, STYLE_TEXT, "%s is %s from now on; :save-settings keeps it.", address,
                     name);
    } else if (option_drop(p->app->options, OPTION_alias, slice_of(address))) {
        p->app->unsaved = true;
        app_note(p->app, STYLE_TEXT, "%s has no name of yours any more.", address);
    }
}

/* Is the lane a participant as the ladder found it? */
static bool is_plain(const struct ladder_panel *p, const struct flow_participant *who)
{
    for (unsigned i = 0; i < p->drawn->participants; i++) {
        const struct flow_participant *each = &p->drawn->participant[i];
        if (!strcmp(each->endpoint[0], who->endpoint[0]))
            return each->endpoints == who->endpoints && !strcmp(each->address, who->address);
    }
    return false;
}

static void rename_lane(struct ladder_panel *p, const char *name)
{
    if (!choose(p, NULL))
        return;
    const struct flow_participant *who = chosen(p);
    if (!name) {
        app_ask(p->app, ACTION_RENAME, "name:", who->name);
        return;
    }
    struct slice text = slice_trim(slice_of(name));
    char clean[PLAN_NAME_BYTES];
    snprintf(clean, sizeof(clean), "%.*s", (int)text.n, text.p);
    if (is_plain(p, who))
        give_alias(p, who->address, clean);
    else
        change(p, PLAN_NAME, NULL, clean);
}

static void move(struct ladder_panel *p, bool right)
{
    if (choose(p, NULL))
        change(p, right ? PLAN_RIGHT : PLAN_LEFT, NULL, NULL);
}

bool ladder_lanes_act(struct ladder_panel *p, enum action action, const char *arg)
{
    switch (action) {
    case ACTION_LANE:
    case ACTION_LANE_BACK:
        choose_next(p, action == ACTION_LANE ? 1 : -1);
        return true;
    case ACTION_HIDE:
        hide(p, arg);
        return true;
    case ACTION_SHOW_ALL:
        show_all(p);
        return true;
    case ACTION_MERGE:
        merge(p, arg);
        return true;
    case ACTION_SPLIT:
        split(p);
        return true;
    case ACTION_RENAME:
        rename_lane(p, arg);
        return true;
    case ACTION_MOVE_LEFT:
    case ACTION_MOVE_RIGHT:
        move(p, action == ACTION_MOVE_RIGHT);
        return true;
    default:
        return false;
    }
}
