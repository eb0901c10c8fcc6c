/* What the user asked for: the command line, and from it the option structs of the lower layers. */
#ifndef UI_CLI_CONFIG_H
#define UI_CLI_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "ui/cli/option_list.h"

/* A list of borrowed texts. */
struct texts {
    const char **v;
    unsigned n;
};

#define OPTION_FIELD_FLAG(f) bool f;
#define OPTION_FIELD_TEXT(f) const char *f;
#define OPTION_FIELD_NUMBER(f) uint64_t f;
#define OPTION_FIELD_MANY(f) struct texts f;

/* A field for each row of the table; absent texts are NULL, absent numbers 0. */
struct config {
#define X(field, short_name, long_name, argument, KIND, help) OPTION_FIELD_##KIND(field)
    OPTION_LIST(X)
#undef X
    struct texts files; /* inputs, in the order given */
};

/* Reads argv[1..] (argv[0] is passed over). Words are files where such a file exists or "-", the
 * last of them a filter where it does not. 0, or -EINVAL with the sentence. The texts are argv's;
 * config_fini frees the lists. */
int config_parse(struct config *c, int argc, char **argv, struct err *err);
void config_fini(struct config *c);

/* The table of options as --help shows it, on standard output. */
void config_print_help(void);

#endif
