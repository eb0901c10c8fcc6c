/* The rules that find what went wrong, and what is worth knowing: X(name, "ID", SEVERITY, "RFC and
 * section", SCOPE, marks, "what it says").
 *   name   of the file and its function: decode/finding/NAME.c defines finding_NAME
 *   SCOPE  LEG (looks at one call, registration or other leg), CAPTURE (looks at all)
 *   marks  of which the legs must have one (decode/mark_list.h); ALWAYS for what the row of a leg
 *          tells without reading anything
 * The order is that of the output for one call: what explains most stands first. */
#ifndef DECODE_FINDING_FINDING_LIST_H
#define DECODE_FINDING_FINDING_LIST_H

#include "decode/mark.h"

#define FINDING_LIST(X)                                                                            \
    X(ack_missing, "ACK-MISSING", ERROR, "3261 13.3.1.4", LEG, MARK(REPEATED),                     \
      "the answer was never acknowledged")                                                         \
    X(busy, "BUSY", INFO, "3261 21.4.24", LEG, ALWAYS, "the called user is busy")

/* Where the first is found in a call, the second is only its consequence: X(root, consequence). */
#define FINDING_HIDES_LIST(X)

#endif
