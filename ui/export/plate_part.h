/* The parts of a plate. Internal to plate*.c. Each draws one thing with its top at y, where there
 * is a pen, and returns the height it takes. */
#ifndef UI_EXPORT_PLATE_PART_H
#define UI_EXPORT_PLATE_PART_H

#include "ui/export/plate.h"

enum {
    PLATE_EDGE_X = 28,     /* around a sheet */
    PLATE_PAPER_EDGE = 42, /* around a page that is printed */
    PLATE_BESIDE = 8,      /* between a lifeline and a label */
    PLATE_LOOP = 34,       /* from a lifeline to the label of its arrow to itself */
    PLATE_HEAD_PAD = 9,    /* in the box of a head, left and right */
    PLATE_BAND_PAD = 22,
    PLATE_SIGN_PX = 13,
    PLATE_TEXT_BYTES = 1 << 14,
};

/* Sets the columns, the lanes and the size of the page. */
void plate_fit(struct plate *p);

int plate_title(struct plate *p, int y);
int plate_call(struct plate *p, unsigned call,
               int y); /* of the list; f->told: "and so many more" */
int plate_heads(struct plate *p, int y);
int plate_row(struct plate *p, unsigned row, int y);
int plate_legend(struct plate *p, int y);
int plate_table_head(struct plate *p, int y);
int plate_table_row(struct plate *p, unsigned row, int y);
void plate_footer(struct plate *p);

/* What an arrow looks like, from x to `to` at this height. */
void plate_arrow(struct plate *p, enum flow_class cls, int x, int to, int y);

/* How bad it is, told by shape: its middle at x, y. */
void plate_sign(struct plate *p, const struct flow_row *row, int x, int y);

/* ---- marks; nothing happens where there is no pen */

void plate_open(struct plate *p, const struct plate_open *o);
void plate_close(struct plate *p);
void plate_shape(struct plate *p, const struct plate_shape *s);
void plate_line(struct plate *p, enum plate_look look, int x, int y, int to_x, int to_y);
void plate_rect(struct plate *p, enum plate_look look, int x, int y, int w, int h, int round);

/* Text in lines of `room` px, `most` at most, the last one cut where there is more. Returns how
 * many. `t` says where the first one stands; what has a tail must fit into one. */
unsigned plate_lines(struct plate *p, const struct plate_text *t, int room, unsigned most);

/* The sentence about a row. */
struct slice plate_words(const struct plate *p, unsigned row);

/* The lane of a participant. */
unsigned plate_lane(const struct plate *p, unsigned participant);

#endif
