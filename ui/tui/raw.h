/* A message as it was sent, in lines that fit, in its own lines, or byte by byte; coloured, and its
 * headers explained if one likes. */
#ifndef UI_TUI_RAW_H
#define UI_TUI_RAW_H

#include "decode/trace.h"
#include "ui/export/syntax.h"
#include "ui/tui/grid.h"

#define RAW_LINES_MAX 200000

/* As the words of the option --message-view. */
enum raw_view {
    RAW_WRAPPED,
    RAW_LONG, /* a line of the message is one of the screen */
    RAW_HEX,
    RAW_VIEWS
};

enum raw_kind {
    RAW_TEXT, /* of the message */
    RAW_NOTE, /* of ours, about the line above */
    RAW_FAULT,
};

struct raw_line {
    uint32_t from, n;    /* bytes of the message, or of the notes */
    uint32_t begin, end; /* of the line of the message that this is a part of */
    enum raw_kind kind;
    enum syntax_line syntax;
    bool goes_on; /* the line before, which was too long */
};

/* How it is laid out. */
struct raw_layout {
    enum raw_view view;
    bool explained; /* notes below the headers, not in RAW_HEX */
    int w;          /* columns; 0: not laid out yet */
    uint32_t most;  /* lines */
};

/* Embedded: raw_init, raw_fini. */
struct raw {
    struct loaded loaded;
    uint32_t message; /* row of what is loaded, 0: nothing */
    bool there;       /* its bytes could be read */
    bool cut;         /* there are more lines than are shown */
    struct raw_line *line;
    uint32_t lines, cap; /* lines: of RAW_HEX too, which has no raw_line */
    struct buf notes;
    struct raw_layout layout;
    int widest; /* line in columns, of RAW_LONG */
    int shift;  /* columns that are scrolled away at the left, of RAW_LONG */
};

void raw_init(struct raw *r);
void raw_fini(struct raw *r);

/* Another message. The same one again costs nothing. */
void raw_load(struct raw *r, struct trace *t, uint32_t message);

/* Makes its lines. The same again costs nothing: false. */
bool raw_lay(struct raw *r, const struct grid *g, const struct raw_layout *how);

/* RAW_WRAPPED without notes: at most `most` lines of at most w columns. */
void raw_wrap(struct raw *r, const struct grid *g, int w, uint32_t most);

/* The byte of the message that a line begins with, and the line that has a byte: to stay at a place
 * when the lines are made anew. */
uint32_t raw_byte(const struct raw *r, uint32_t line);
uint32_t raw_find(const struct raw *r, uint32_t byte);

/* Scrolls sideways, as far as there is something to see. */
void raw_shift(struct raw *r, int by);

/* Draws the lines from `first` on into the area. */
void raw_draw(const struct raw *r, const struct area *a, uint32_t first);

/* Does a line have this text? In RAW_HEX: does it begin there? */
bool raw_has(const struct raw *r, uint32_t line, struct slice text);

/* Scrolls sideways to where the text stands in the line. */
void raw_reveal(struct raw *r, const struct grid *g, uint32_t line, struct slice text);

#endif
