/* The ladder as a drawing in px, whatever draws it: where everything stands is decided here, and a
 * pen makes marks. Lanes are as wide as labels need, by the widths of font.h, so that nothing
 * overlaps. */
#ifndef UI_EXPORT_PLATE_H
#define UI_EXPORT_PLATE_H

#include "ui/export/font.h"
#include "ui/export/gaps.h"
#include "ui/export/render.h"

/* What is drawn, in this order. */
enum plate_part {
    PLATE_TITLES = 1, /* title, figures, which call has which number */
    PLATE_HEADS = 2,  /* again on every page */
    PLATE_ROWS = 4,
    PLATE_LEGEND = 8, /* what the shapes mean */
    PLATE_TABLE = 16, /* the steps in words */
    PLATE_ALL = 31,
};

/* Marks that belong together; the colour of most of them follows from the row. */
enum plate_group {
    PLATE_NO_GROUP,
    PLATE_ARROW,
    PLATE_BAND,
    PLATE_NOTE,
    PLATE_CALL, /* a rule with words */
    PLATE_SIGN, /* how bad it is what was found */
    PLATE_STEP, /* of the table */
};

enum plate_ink {
    PLATE_INK,
    PLATE_DIM,
    PLATE_OWN, /* the colour of the group */
};

enum plate_anchor { PLATE_START, PLATE_MIDDLE, PLATE_END };

#define PLATE_TAIL 7 /* px between a text and its tail */

struct plate_text {
    int x, y; /* of the anchor, on the baseline */
    enum plate_anchor anchor;
    enum font font;
    enum plate_ink ink;
    bool halo; /* what lies behind it is covered */
    struct slice text;
    struct slice tail; /* behind it on the same line: small and dim; or none */
    unsigned width;    /* of all, at most */
};

enum plate_look {
    PLATE_LIFE,     /* a lifeline */
    PLATE_RULE,     /* a thin line */
    PLATE_BOX,      /* round the head of a lane */
    PLATE_SHAFT,    /* of an arrow, dashed where the class is */
    PLATE_TIP,      /* filled */
    PLATE_TIP_OPEN, /* an outline, or strokes */
    PLATE_FILL,     /* the back of a band or a note */
    PLATE_EDGE,     /* what tells the kind of a band; dashed for hold */
    PLATE_BAR,      /* filled in the colour of the group */
    PLATE_CUT,      /* a sign on a bar: strokes in the colour of the paper */
};

struct plate_point {
    int x, y;
};

#define PLATE_POINTS 4

/* A rectangle, or where there are points a line through them. */
struct plate_shape {
    enum plate_look look;
    int x, y, w, h, round;
    struct plate_point at[PLATE_POINTS];
    unsigned points;
    bool closed;
};

/* What begins with open. */
struct plate_open {
    enum plate_group group;
    const struct flow_row *row; /* NULL: none, as in the legend */
    struct slice words;         /* of an arrow and of a step: the sentence that tells it, or "" */
    int x, y, w, h;
};

struct plate_pen {
    void *ctx;
    void (*page)(void *ctx, unsigned number); /* from 1; it begins, after the one before ended */
    void (*end_page)(void *ctx);
    void (*open)(void *ctx, const struct plate_open *o);
    void (*close)(void *ctx);
    void (*text)(void *ctx, const struct plate_text *t);
    void (*shape)(void *ctx, const struct plate_shape *s);
    bool (*next)(void *ctx); /* between rows; false: stop. May be NULL. */
};

struct plate_span {
    int from, to;
};

struct plate {
    const struct flow *f;
    const struct render_options *o;
    unsigned parts;    /* enum plate_part */
    int width, height; /* of a page, px */
    unsigned pages;
    bool paged, landscape; /* else there is one page, as large as need be */

    unsigned lanes;
    int x[LANES_MAX];        /* lifelines */
    bool shared;             /* the last lane stands for several participants */
    int left, right, bottom; /* what may be drawn on, from 0 on at the top; bottom: of a page */
    bool numbered;           /* several calls are told apart by number */
    int sign_x, call_end, time_end; /* columns at the left */
    int head_room, head_h; /* of the heads of lanes, room for text and height of the boxes */
    int self_room;         /* beside the last lane, for its arrows to itself */
    int action_x, action_room, description_x, description_room;

    struct buf words;        /* the sentences of all rows, one behind the other */
    size_t *words_end;       /* by row; NULL: none */
    struct buf text, more;   /* at hand */
    struct plate_span *life; /* by page, from 0: where the lifelines stand */

    const struct plate_pen *pen; /* NULL: it is measured only */
    unsigned page;               /* at hand, from 1 */
    int y;
    bool in_rows, failed, stopped;
};

/* Lays out: width, height and pages are known then. f and o are borrowed for its life. NULL: no
 * memory. Owned; plate_free. Linear in the rows. */
struct plate *plate_new(const struct flow *f, const struct render_options *o, unsigned parts);
void plate_free(struct plate *p);

/* 0, -EPIPE when the pen said to stop, -ENOMEM. */
int plate_draw(struct plate *p, const struct plate_pen *pen);

#endif
