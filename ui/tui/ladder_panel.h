/* The panel of the ladder, for the files that it is made of: panel_ladder.c (what it shows),
 * ladder_lanes.c (what the user does with lanes), ladder_pane.c (what stands beside it) and
 * ladder_mouse.c. */
#ifndef UI_TUI_LADDER_PANEL_H
#define UI_TUI_LADDER_PANEL_H

#include "ui/flow/arrange.h"
#include "ui/flow/evidence.h"
#include "ui/flow/narrate.h"
#include "ui/tui/ladder.h"
#include "ui/tui/panel.h"
#include "ui/tui/ladder_pane.h"

struct ladder_panel {
    struct app *app;
    struct flow *drawn; /* of the legs, as it is */
    struct flow *flow;  /* that, arranged: what is seen */
    struct plan plan;
    char merging[ENDPOINT_TEXT]; /* the lane that waits for another one; "": none does */
    struct narrator *narrator;   /* of the flow; NULL: no memory */
    struct evidence evidence;
    struct ladder ladder;
    struct ladder_pane pane_view;
    uint32_t *leg;               /* first those that were asked for, then the related ones */
    unsigned legs, asked, known; /* shown, asked for, in all */
    bool related;                /* show these too */
    bool unfold;                 /* the flow was made so */
    uint64_t names;              /* what the aliases were when it was made */
    bool pane, pane_asked;       /* shown; the user said so */
    int pane_more;               /* columns that the user gave it besides */
    int pane_usual;              /* columns, or rows, without that, when it was drawn last */
    int width, height;           /* of the area that it was drawn onto last */
    int border_x, border_y;      /* where it begins, -1: nowhere, or not this way */
    bool dragging;               /* the border, with the mouse */
    bool on_bar;                 /* the scroll bar, with the mouse */
    uint64_t messages;           /* of the legs, when the flow was made */
    int64_t made;
    bool whole;
};

/* Makes the ladder anew from its messages; or arranges it anew. The cursor stays at its message. */
void ladder_panel_renew(struct ladder_panel *p);
void ladder_panel_arrange(struct ladder_panel *p);

/* Reads the message of the cursor's row in a panel of its own. */
void ladder_panel_read(struct ladder_panel *p);

/* Makes the pane so wide, or so high, as far as that can be. */
void ladder_panel_resize(struct ladder_panel *p, int cells);

/* panel_ops.mouse */
bool ladder_panel_mouse(struct app *app, void *self, const struct mouse *m);

/* Does what is asked for lanes; false: it is something else. */
bool ladder_lanes_act(struct ladder_panel *p, enum action action, const char *arg);

/* Chooses a lane, or none (-1). */
void ladder_lanes_choose(struct ladder_panel *p, int lane);

#endif
