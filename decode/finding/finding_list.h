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
    X(ack_late, "ACK-LATE", WARNING, "3261 13.2.2.4", LEG, MARK(REPEATED),                         \
      "the answer was acknowledged late")                                                          \
    X(req_no_response, "REQ-NO-RESPONSE", ERROR, "3261 17.1.1.2", LEG, MARK(REPEATED),             \
      "a request got no answer of any kind")                                                       \
    X(emergency_blocked, "EMERGENCY-BLOCKED", ERROR, "5031, 6881", LEG, MARK(EMERGENCY),           \
      "a call for help was refused")                                                               \
    X(forbidden, "FORBIDDEN", ERROR, "3261 21.4.4", LEG, ALWAYS,                                   \
      "a server refuses the request for good")                                                     \
    X(invite_no_final, "INVITE-NO-FINAL", WARNING, "3261 16.6, 9.2", LEG, ALWAYS,                  \
      "an INVITE never got a final answer")                                                        \
    X(retrans_high, "RETRANS-HIGH", WARNING, "3261 17", LEG, MARK(REPEATED_OFTEN),                 \
      "messages had to be repeated often")                                                         \
    X(busy, "BUSY", INFO, "3261 21.4.24", LEG, ALWAYS, "the called user is busy")                  \
    X(unavailable, "UNAVAILABLE", INFO, "3261 21.4.18", LEG, ALWAYS,                               \
      "the called user cannot be reached")                                                         \
    X(declined, "DECLINED", INFO, "3261 21.6.2, 8197, 8688", LEG, ALWAYS,                          \
      "the callee refused the call")

/* Where the first is found in a call, the second is only its consequence: X(root, consequence). */
#define FINDING_HIDES_LIST(X)                                                                      \
    X(ack_missing, ack_late)                                                                       \
    X(ack_missing, retrans_high)                                                                   \
    X(ack_late, retrans_high)                                                                      \
    X(req_no_response, retrans_high)                                                               \
    X(emergency_blocked, forbidden)                                                                \
    X(emergency_blocked, busy)                                                                     \
    X(emergency_blocked, unavailable)                                                              \
    X(emergency_blocked, declined)

#endif
