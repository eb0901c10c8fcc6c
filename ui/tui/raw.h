/* A message as it was sent, in lines that fit, coloured. */
#ifndef UI_TUI_RAW_H
#define UI_TUI_RAW_H

#include "decode/trace.h"
#include "ui/tui/grid.h"

#define RAW_LINES_MAX 200000

enum raw_kind { RAW_START, RAW_HEADER, RAW_REST, RAW_BODY };

struct raw_line {
    uint32_t from, n; /* bytes of the message */
    uint32_t name;    /* of them: a header's name with its colon */
    enum raw_kind kind;
    bool goes_on; /* the line before, which was too long */
};

/* Embedded: raw_init, raw_fini. */
struct raw {
    struct loaded loaded;
    uint32_t message; /* row of what is loaded, 0: nothing */
    bool there;       /* its bytes could be read */
    bool cut;         /* there are more lines than are shown */
    struct raw_line *line;
    uint32_t lines, cap;
    int width; /* that the lines were made for, 0: none */
    uint32_t most;
};

void raw_init(struct raw *r);
void raw_fini(struct raw *r);

/* Another message. The same one again costs nothing. */
void raw_load(struct raw *r, struct trace *t, uint32_t message);

/* Makes at most `most` lines of at most w columns. */
void raw_wrap(struct raw *r, const struct grid *g, int w, uint32_t most);

/* Draws the lines from `first` on into the area. */
void raw_draw(const struct raw *r, const struct area *a, uint32_t first);

/* The bytes of a line. */
struct slice raw_line(const struct raw *r, uint32_t line);

#endif
