/* What a command draws on: how wide, whether in colour, in which characters, with which times. */
#ifndef UI_CLI_PAPER_H
#define UI_CLI_PAPER_H

#include "ui/cli/cmd.h"
#include "ui/export/render.h"

struct paper {
    unsigned width; /* 0: nobody says */
    bool color, ascii;
    enum render_time time;
};

/* From the options, else from the terminal, where standard output is one and no --output is given.
 * -EINVAL with a sentence: --color or --time say something unknown. */
int paper_init(struct paper *p, const struct config *c, struct err *err);

/* Says what went wrong on standard error; returns status. */
int paper_fail(const struct err *err, int status);

#endif
