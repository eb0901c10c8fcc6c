/* What the user says about legs: headers that name the other leg, legs to join and to split. */
#ifndef DECODE_SESSION_RULE_USER_H
#define DECODE_SESSION_RULE_USER_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

#define LEG_RULES_MAX 256 /* of each kind */

struct leg_pair {
    struct slice a, b; /* Call-IDs */
};

/* Borrowed texts; all zero to begin with. */
struct leg_rules {
    struct slice header[LEG_RULES_MAX];
    struct leg_pair join[LEG_RULES_MAX];
    struct slice split[LEG_RULES_MAX];
    unsigned headers, joins, splits;
};

/* 0, or -EINVAL with a sentence. The name of a header whose value is the Call-ID of the other leg,
 * or the same in all legs of a call; "A=B" with two Call-IDs; a Call-ID. */
int leg_rules_header(struct leg_rules *r, struct slice name, struct err *err);
int leg_rules_join(struct leg_rules *r, struct slice pair, struct err *err);
int leg_rules_split(struct leg_rules *r, struct slice call_id, struct err *err);

/* One line of a file of rules: "header NAME", "join CALL-ID CALL-ID", "split CALL-ID"; empty lines
 * and what follows a # are passed over. The line must stay. */
int leg_rules_line(struct leg_rules *r, struct slice line, struct err *err);

#endif
