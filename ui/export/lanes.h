/* Where the lifelines of a ladder stand: as wide apart as names and labels need, and as the room
 * allows. For every renderer that works in cells. */
#ifndef UI_EXPORT_LANES_H
#define UI_EXPORT_LANES_H

#include "base/buf.h"
#include "ui/flow/flow.h"

#define LANES_MAX 200 /* further participants share the last lane */

struct lanes {
    unsigned n;
    unsigned x[LANES_MAX]; /* cell of each lifeline */
    unsigned width;        /* cells that the ladder takes, names at the right edge included */
    bool shared;           /* the last lane stands for several participants */
    bool crowded;          /* names and labels would need more than the room there is */
};

struct lanes_options {
    unsigned
        left; /* cells at the left that lanes and arrows must leave free; names may hang over */
    unsigned width; /* room that there is */
    unsigned limit; /* room that may be taken where names and labels need it; >= width */
    bool ascii;
};

/* Linear in the rows. */
void lanes_fit(struct lanes *l, const struct flow *f, const struct lanes_options *o);

/* The lane of a participant. */
static inline unsigned lanes_of(const struct lanes *l, unsigned participant)
{
    return participant < l->n ? participant : l->n - 1;
}

/* The role for the head of a lane; "" where the name begins with it ("Proxy 1"). */
const char *lanes_role(const struct flow_participant *p);

/* Cells for a sign beside the step numbers: 0 where no arrow has findings. */
unsigned lanes_sign_cells(const struct flow *f);

/* What stands on the arrow: text, "×3" when it was sent three times, "in 1.51 s" between the first
 * and the last of these, detail, what is wrong with it. Appends at most `room` cells where that can
 * be done by leaving out what follows the first two; returns the cells of these. */
unsigned lanes_label(struct buf *b, const struct flow_row *row, unsigned room, bool ascii);

/* The same in two parts, as the network sent them: what stands before the detail; the detail and
 * what is wrong, each behind `before`. */
void lanes_add_text(struct buf *b, const struct flow_row *row);
void lanes_add_detail(struct buf *b, const struct flow_row *row, const char *before);

/* A band between its lifelines, exactly `cells` cells: the label in the middle of what tells its
 * kind; `rightwards`: where the media go, if it is one-way. False: there is no room for the words,
 * which are then left out. */
bool lanes_band(struct buf *b, const struct flow_row *row, bool rightwards, unsigned cells,
                bool ascii);

/* Where a note of so many cells stands that would like to begin beside `lane` and may not go beyond
 * `end`: beside that lane, else beside the next one to the left where it fits, or the first. */
unsigned lanes_note(const struct lanes *l, unsigned lane, unsigned cells, unsigned end);

/* What stands before a note, and beside an arrow with findings: one cell. */
const char *lanes_sign(enum flow_severity severity, bool ascii);

#endif
