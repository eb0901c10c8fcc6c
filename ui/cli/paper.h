/* What a command draws on: how wide, whether in colour, in which characters, with which times. */
#ifndef UI_CLI_PAPER_H
#define UI_CLI_PAPER_H

#include "base/clock.h"
#include "ui/cli/cmd.h"
#include "ui/export/list_format.h"
#include "ui/export/render.h"

struct paper {
    unsigned width; /* 0: nobody says */
    bool color, ascii;
    enum render_time time;
};

/* From the options, else from the terminal, where standard output is one and no --output is given.
 */
void paper_init(struct paper *p, const struct options *c);

/* The ending of --output where it names a kind of file that nobody expects plain text in, such as
 * "svg"; else NULL. */
const char *paper_unwritten(const struct options *c);

/* paper_init for a command whose formats are those of list_format_list.h: which one, by --json,
 * --format and the ending of --output. `rows`: each line is about one thing. -EINVAL with a
 * sentence: another format. */
int paper_lists(struct paper *p, const struct options *c, const char *command, bool rows,
                enum list_format *format, struct err *err);

/* Says a sentence on standard error, behind "rung: " and so in lower case, with its full stop. One
 * that begins with the name of a file is to be told from these by its caller. */
void paper_complain(const char *sentence);

/* The same; returns status. */
int paper_fail(const struct err *err, int status);

#define PAPER_NUMBER 32 /* fits every number with its NUL */

/* "811,852"; how long something lasted, in days from two of them on. Both return out. */
const char *paper_number(char out[PAPER_NUMBER], uint64_t n);
const char *paper_span(char out[CLOCK_TEXT], int64_t ns);

/* Are both times on one day in the local zone? */
bool paper_same_day(int64_t a, int64_t b);

#endif
