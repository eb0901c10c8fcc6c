/* --memory, --spool and --spool-size: how much is kept of what has no end. */
#ifndef UI_CLI_MEMORY_H
#define UI_CLI_MEMORY_H

#include "decode/trace.h"
#include "ui/option/option.h"

/* Limits a device, and what comes by a pipe (`stream`: there is such an input) when it is watched
 * as it comes (`viewer`) or the user wants it so. What a command reads to its end is kept whole.
 * -EINVAL with the sentence. */
int memory_limit(const struct options *c, bool stream, bool viewer, struct trace_options *o,
                 struct err *err);

/* Says on standard error what was forgotten for that, if anything was. */
void memory_report(const struct trace *t);

#endif
