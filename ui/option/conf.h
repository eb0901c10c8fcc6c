/* The file rung.conf: NAME = VALUE lines for the options that are KEPT, then sections such as
 * [alias], [keys] and [filters] with a line for each of their texts. A line that begins with # or ;
 * is a comment. */
#ifndef UI_OPTION_CONF_H
#define UI_OPTION_CONF_H

#include "ui/option/option.h"

#define CONF_MAX (1 << 20) /* bytes of a file that is read */

/* $XDG_CONFIG_HOME/rung/rung.conf, or the same in ~/.config; appended. False: neither is set. */
bool conf_path(struct buf *out);

/* The same for what is no setting but should be there the next time: $XDG_STATE_HOME/rung/NAME, or
 * in ~/.local/state. */
bool conf_state_path(struct buf *out, const char *name);

/* Takes the settings of a file over. -ENOENT: there is no such file. -EINVAL: a line could not be
 * taken; the sentence names the first one, all others were taken. -errno: it could not be read. */
int conf_read(struct options *o, const char *path, struct err *err);

/* Writes the settings into a file: lines that say something else are changed, what is missing is
 * added, comments and what is not known stay. The file is there whole or as it was. */
int conf_save(const struct options *o, const char *path, struct err *err);

/* Appends all settings with their help, as a file that conf_read takes. */
void conf_print(const struct options *o, struct buf *out);

#endif
