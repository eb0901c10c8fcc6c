/* Subcommands: what each gets and gives. */
#ifndef UI_CLI_CMD_H
#define UI_CLI_CMD_H

#include "base/buf.h"
#include "decode/trace.h"
#include "ui/cli/cmd_list.h"
#include "ui/option/option.h"

/* Exit statuses; the manual page lists them. */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_NOTHING = 1, /* a selection that matched nothing */
    EXIT_USAGE = 2,
    EXIT_INPUT = 3, /* an input could not be read whole */
    EXIT_OUTPUT = 4,
};

/* A command runs over a trace that was read to its end, and returns an exit status. */
typedef int cmd_fn(struct trace *t, const struct options *c);

#define X(name, arguments, help) cmd_fn cmd_##name;
CMD_LIST(X)
#undef X

/* Where output is collected; written out whenever it has grown. */
struct file_out;

struct out {
    struct buf buf;
    struct file_out *file;
    bool failed; /* no more is written */
    bool gone;   /* since the reader went away, which is no failure */
};

/* Standard output, or the file of --output, which is there when all is in it. -errno with a
 * sentence. */
int out_open(struct out *o, const struct options *c, struct err *err);

/* Writes what was collected once there is enough of it (or all, when `now`). False: it could not be
 * written. */
bool out_flush(struct out *o, bool now);

/* Flushes and closes: EXIT_DONE or EXIT_OUTPUT (a reader that went away is no failure). */
int out_close(struct out *o);

#endif
