/* A flow drawn into cells, one row per arrow. Where the lanes stand is left to ui/export/lanes.h,
 * what the keys do to panel_ladder.c. */
#ifndef UI_TUI_LADDER_H
#define UI_TUI_LADDER_H

#include "ui/export/lanes.h"
#include "ui/flow/plan.h"
#include "ui/tui/grid.h"
#include "ui/tui/scroll.h"

/* As the words of the options --time and --color-by. */
enum ladder_clock {
    LADDER_CLOCK_BOTH, /* of day and since the row above, or the latter alone where it is narrow */
    LADDER_CLOCK_DAY,
    LADDER_CLOCK_DELTA, /* since the row above */
    LADDER_CLOCK_SINCE, /* since the first */
    LADDER_CLOCKS
};

enum ladder_colour { LADDER_BY_KIND, LADDER_BY_CALL_ID, LADDER_BY_TRANSACTION, LADDER_COLOURS };

/* Embedded, all zero but for `lane`; ladder_fini. */
struct ladder {
    const struct flow *flow;
    const struct plan *plan; /* that it was arranged by; NULL: by none */
    enum ladder_clock clock;
    enum ladder_colour colour;
    struct scroll scroll; /* over the rows of the flow */
    int shift;            /* cells that are scrolled away at the left */
    int lane;             /* that the user chose, -1: none */
    unsigned hidden;      /* lanes that the user does not want to see */
    uint32_t marked;      /* message (row in the store) that the user marked, 0: none */
    uint32_t *band;       /* the rows of bands, in order */
    uint32_t bands;
    int head;           /* lines of the head when it was drawn last */
    char remark[64];    /* what keys would show besides, for the head; "": nothing */
    struct lanes lanes; /* for this width of the area: */
    int width, margin, wanted;
    int sign;  /* cells for the signs of findings */
    int delta; /* cells of the longest time since the row above; 0: not looked at yet */
    bool both; /* times of day and since the row above fit side by side */
};

/* Another flow, or another clock: lanes are laid out anew when it is drawn. */
void ladder_set(struct ladder *l, const struct flow *f);
void ladder_fini(struct ladder *l);

/* Is a state that begins with this band still so at a row? */
bool ladder_lasts(const struct ladder *l, uint32_t band, uint32_t row);

/* Cells that the ladder would like to have. */
int ladder_wanted(struct ladder *l, bool ascii);

/* Draws title, head and rows. */
void ladder_draw(struct ladder *l, const struct area *a);

/* Scrolls sideways by a lane; to where the arrow of the cursor, or the chosen lane, can be seen. */
void ladder_shift(struct ladder *l, int step);
void ladder_reveal(struct ladder *l);
void ladder_reveal_lane(struct ladder *l);

enum style ladder_style(enum flow_class cls);

#endif
