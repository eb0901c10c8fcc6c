/* The pane beside a ladder: the message of the cursor's row, the step in words, how the media stand
 * there, or what was found. Internal to the panel of the ladder. */
#ifndef UI_TUI_LADDER_PANE_H
#define UI_TUI_LADDER_PANE_H

#include "ui/flow/negotiation.h"
#include "ui/tui/page.h"
#include "ui/tui/raw.h"

/* As the words of the option --pane. */
enum pane_mode { PANE_MESSAGE, PANE_STEP, PANE_MEDIA, PANE_FINDINGS, PANE_MODES };

struct ladder_panel;

/* Embedded: ladder_pane_init, ladder_pane_fini. */
struct ladder_pane {
    struct raw raw;
    struct scroll scroll; /* over the lines of the message */
    struct page page;     /* for all but the message */
    struct negotiation_side side;
    const struct flow *flow; /* what page and scroll were made for: of this flow, */
    uint32_t row;            /* this row, */
    enum pane_mode mode;     /* and this */
    int x;                   /* where it was drawn last */
};

void ladder_pane_init(struct ladder_pane *p);
void ladder_pane_fini(struct ladder_pane *p);

/* What it shows is of a flow that is gone. */
void ladder_pane_forget(struct ladder_pane *p);

/* Draws it for the row of the cursor: on the first line what it can show, below what it shows. */
void ladder_pane_draw(struct ladder_panel *p, const struct area *a);

/* The mode that a press at x of the first line means; PANE_MODES: none. */
enum pane_mode ladder_pane_tab(const struct ladder_panel *p, int x);

/* Scrolls what it shows, as the action moves a text. */
void ladder_pane_scroll(struct ladder_panel *p, enum action action);

#endif
