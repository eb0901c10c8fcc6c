/* The panel of the ladder, for the files that it is made of: panel_ladder.c (what it shows),
 * ladder_lanes.c (what the user does with lanes). */
#ifndef UI_TUI_LADDER_PANEL_H
#define UI_TUI_LADDER_PANEL_H

#include "ui/flow/arrange.h"
#include "ui/flow/evidence.h"
#include "ui/flow/narrate.h"
#include "ui/tui/ladder.h"
#include "ui/tui/panel.h"
#include "ui/tui/raw.h"

struct ladder_panel {
    struct app *app;
    struct flow *drawn; /* of the legs, as it is */
    struct flow *flow;  /* that, arranged: what is seen */
    struct plan plan;
    char merging[ENDPOINT_TEXT]; /* the lane that waits for another one; "": none does */
    struct narrator *narrator;   /* of the flow; NULL: no memory */
    struct findings *findings;   /* NULL: no memory */
    struct evidence evidence;
    struct ladder ladder;
    struct raw raw;
    uint32_t *leg;               /* first those that were asked for, then the related ones */
    unsigned legs, asked, known; /* shown, asked for, in all */
    bool related;                /* show these too */
    bool unfold;                 /* the flow was made so */
    uint64_t names;              /* what the aliases were when it was made */
    bool pane, pane_asked;       /* shown; the user said so */
    int pane_more;               /* columns that the user gave it besides */
    uint64_t messages;           /* of the legs, when the flow was made */
    int64_t made;
    bool whole;
};

/* Makes the ladder anew from its messages; or arranges it anew. The cursor stays at its message. */
void ladder_panel_renew(struct ladder_panel *p);
void ladder_panel_arrange(struct ladder_panel *p);

/* Does what is asked for lanes; false: it is something else. */
bool ladder_lanes_act(struct ladder_panel *p, enum action action, const char *arg);

/* Chooses a lane, or none (-1). */
void ladder_lanes_choose(struct ladder_panel *p, int lane);

#endif
