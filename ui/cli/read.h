/* Reading of the inputs, until Ctrl-C or the end. */
#ifndef UI_CLI_READ_H
#define UI_CLI_READ_H

#include "decode/trace.h"
#include "ui/option/option.h"

#define READ_STEP_MS 50 /* between two calls of `each`, when there is something to read */

/* Reads to the end, or for --duration. Ctrl-C ends the reading, not the program: what was read is
 * shown. A second one ends both. Devices have no end of their own, and are asked to come to it:
 * what they captured is still read. `each` (or NULL) is called now and then, and after the last; it
 * ends the reading when it returns false. */
void read_all(struct trace *t, const struct options *c, bool (*each)(void *ctx), void *ctx);

#endif
