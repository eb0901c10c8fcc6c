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

#define RENDER_WIDTH 100 /* where nobody says how much room there is */
#define RENDER_WIDTH_MAX 250

struct render_options {
    unsigned width; /* cells; 0: RENDER_WIDTH, and up to RENDER_WIDTH_MAX where names and labels
                       need it */
    enum render_time time;
    bool color;
    const struct trace *trace; /* names the files of packets; NULL: they are not named */
    struct narrator *narrator; /* tells the rows in words; NULL: the words of the flow */
    /* Called between rows, to write out what was collected; false: stop. May be NULL. */
    bool (*flush)(void *ctx);
    void *ctx;
};

/* Appends the drawing. 0, -ENOMEM, or -EPIPE when flush said to stop. Linear in the rows. */
typedef int render_fn(struct buf *out, const struct flow *f, const struct render_options *o);

#define X(name, extensions, function, help) render_fn function;
RENDER_LIST(X)
#undef X

/* A row of render_list.h. */
struct render {
    const char *name;
    const char *extensions; /* of files, separated by blanks */
    render_fn *run;
    const char *help;
};

/* By name; by the extension of a file's name. NULL: there is none. */
const struct render *render_find(const char *name);
const struct render *render_by_path(const char *path);

/* The ith row, NULL after the last. */
const struct render *render_get(unsigned i);

#endif
