/* --redact and --restore: a command over a redacted form of what is selected. */
#ifndef UI_CLI_REDACT_H
#define UI_CLI_REDACT_H

#include "ui/cli/cmd.h"

/* Is it asked for? */
bool redact_is_asked(const struct options *c);

/* Runs the command as it would be run over the trace, but that the packets of the selection are
 * redacted first and it sees nothing else. Its exit status, or that of the selection. */
int redact_run(struct trace *t, const struct options *c, cmd_fn *run);

#endif
