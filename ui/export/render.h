/* Renderers of the ladder: what each gets, and the table of them. */
#ifndef UI_EXPORT_RENDER_H
#define UI_EXPORT_RENDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/export/render_list.h"
#include "ui/flow/flow.h"
#include "ui/flow/narrate.h"

/* What stands in the column of times. */
enum render_time {
    RENDER_TIME_AUTO,  /* time of day and since the arrow above; where that is too wide, the former
                          for the first arrow and the latter for the others */
    RENDER_TIME_ABS,   /* time of day */
    RENDER_TIME_DELTA, /* since the arrow above */
    RENDER_TIME_SINCE, /* since the first arrow */
};

/* What pictures are drawn on. The words of --paper, in their order. */
enum render_paper {
    RENDER_SHEET, /* one sheet, as large as need be */
    RENDER_A4,    /* pages */
    RENDER_LETTER,
};

#define RENDER_WIDTH 100 /* where nobody says how much room there is */
#define RENDER_WIDTH_MAX 250

struct render_options {
    unsigned width; /* cells; 0: RENDER_WIDTH, and up to RENDER_WIDTH_MAX where names and labels
                       need it */
    enum render_time time;
    bool color;
    enum render_paper paper;
    bool steps;          /* the table of steps below the ladder, where the format has room for it */
    struct trace *trace; /* names the files of packets and has the messages; NULL: neither */
    const struct flow_mark *mark; /* findings, as in struct flow_options */
    unsigned marks;
    struct narrator *narrator; /* tells the rows in words; NULL: the words of the flow */
    /* Called between rows, to write out what was collected; false: stop. May be NULL. */
    bool (*flush)(void *ctx);
    void *ctx;
};

/* Appends the drawing. 0, -ENOMEM, -E2BIG when it is too large for the format, or -EPIPE when flush
 * said to stop. Linear in the rows. */
typedef int render_fn(struct buf *out, const struct flow *f, const struct render_options *o);

#define X(WHAT, name, extensions, function, needs, help) render_fn function;
RENDER_LIST(X)
#undef X

/* What is drawn. */
enum render_what { RENDER_LADDER, RENDER_STEPS };

enum render_need {
    RENDER_TOLD = 1,   /* the rows are told in sentences: options.narrator */
    RENDER_BINARY = 2, /* what comes out is no text, and nothing for a terminal */
    RENDER_WHOLE = 4,  /* what comes out is of no use in part: flush is not called */
    RENDER_TRACE = 8,  /* the messages themselves are drawn: nothing without options.trace */
};

/* A row of render_list.h. */
struct render {
    enum render_what what;
    const char *name;
    const char *extensions; /* of files, separated by blanks */
    render_fn *run;
    unsigned needs; /* enum render_need */
    const char *help;
};

/* By name; by the extension of a file's name. NULL: there is none. */
const struct render *render_find(enum render_what what, const char *name);
const struct render *render_by_path(enum render_what what, const char *path);

/* The ith row, NULL after the last. */
const struct render *render_get(enum render_what what, unsigned i);

#endif
