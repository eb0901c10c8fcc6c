/* The command line, and the settings in rung.conf, into the options. */
#ifndef UI_CLI_CONFIG_H
#define UI_CLI_CONFIG_H

#include "ui/option/option.h"

/* Reads rung.conf (or the file of --config), then argv[1..] (argv[0] is passed over). Words are
 * files where such a file exists or "-", the last of them a filter where it does not. 0, or -EINVAL
 * or -ENOMEM with the sentence. What is wrong with rung.conf is said on standard error, and the
 * rest of it holds; a --config that cannot be read is an error. Ends in options_fini, whatever
 * comes. */
int config_parse(struct options *o, int argc, char **argv, struct err *err);

/* The table of options as --help shows it, on standard output. */
void config_print_help(void);

#endif
