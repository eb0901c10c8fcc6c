/* What the command line and the file of rules say about legs. */
#ifndef UI_CLI_LEGS_H
#define UI_CLI_LEGS_H

#include "decode/session/rule_user.h"
#include "ui/option/option.h"

#define LEGS_FILE_MAX (1 << 20) /* bytes of a file of rules */

/* Embedded; legs_fini. Borrows the texts of the command line. */
struct legs {
    struct leg_rules rules;
    char *text; /* of the file, or NULL */
};

/* 0, or a negative errno with the sentence; to be ended by legs_fini in both cases. */
int legs_init(struct legs *l, const struct options *c, struct err *err);
void legs_fini(struct legs *l);

#endif
