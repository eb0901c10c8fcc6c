/* A sheet of figures: blocks of lines, each a label with numbers, a share as a bar, or some words;
 * in one column, or in two where there is room. One goes from line to line. */
#ifndef UI_TUI_FIGURES_H
#define UI_TUI_FIGURES_H

#include "ui/tui/mouse.h"
#include "ui/tui/scroll.h"

#define FIGURE_TEXT 120 /* bytes of a label, and of other words */
#define FIGURE_CELLS 5
#define FIGURE_CELL 40 /* bytes of a number, or of a time (CLOCK_TEXT) */

/* A line. Everything but the label may be left empty; what the network sent need not be made
 * harmless before. */
struct figure {
    char label[FIGURE_TEXT];
    char cell[FIGURE_CELLS][FIGURE_CELL]; /* to the right, one below the other in a block */
    char tail[FIGURE_TEXT];               /* words behind the numbers */
    char filter[2 * FIGURE_TEXT];         /* that lets pass what is counted here */
    const char *help;                     /* what the line says; NULL: nothing */
    double share;                         /* of the whole, 0 to 1, as a bar; below 0: none */
    const char *sign;                     /* of one cell, before the label; NULL: none */
    enum style style;                     /* of sign, label and bar */
    unsigned tag;                         /* the panel's matter, 0: nothing */
    int indent;
    bool head; /* begins a block; one does not go there */
    int x, y;  /* where it stands on the sheet; x: 0 or 1, the column */
};

/* Embedded: zeroed, figures_fini. */
struct figures {
    struct figure *v;
    uint32_t n, cap;
    uint32_t at;          /* the line that one is on */
    struct scroll scroll; /* over the rows of the sheet, `at` is the row of that line */
    int columns, second;  /* 1 or 2, and where the second one begins, as drawn last */
};

void figures_fini(struct figures *f);

/* Writes it anew; the place stays. */
void figures_clear(struct figures *f);

/* Begins a block; its head, where it can have cells. Then lines of it. They stay where they are
 * until the next one is added. NULL: no memory, and the line is missing. */
struct figure *figures_head(struct figures *f, const char *text);
struct figure *figures_add(struct figures *f, enum style style, const char *label);

void figures_draw(struct figures *f, const struct area *a);

/* The line that one is on; NULL: there is none. */
const struct figure *figures_here(const struct figures *f);

/* To a line, the nearest one that one can be on. */
void figures_go(struct figures *f, uint32_t row);

/* Moves as the action says, LEFT and RIGHT to the other column; false: it is none that moves. */
bool figures_act(struct figures *f, enum action action);

/* A press goes to the line; false: there is none. */
bool figures_mouse(struct figures *f, const struct mouse *m);

bool figures_has(const struct figures *f, uint32_t row, struct slice text);

#endif
