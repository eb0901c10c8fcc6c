/* For the tests of findings: a few words per message become a capture, and what one rule says of it
 * is compared. */
#ifndef TESTS_UNIT_FINDKIT_H
#define TESTS_UNIT_FINDKIT_H

#include <stdbool.h>
#include <stddef.h>

#include "decode/finding/finding.h"

/* One capture, one rule. `script` has a line for each message as tests/unit/sipkit.h says, which
 * may go on with header lines, each behind a '|'; one that begins with '!' is the reason phrase,
 * one with '<' takes the place of the From header, one with '>' that of To. The Request-URI, users
 * and tags are sipkit's.
 *
 * `want` is NULL where the rule must be silent, else "SEVERITY 1,2,3 the text": the packets that
 * prove it, counted from 1. */
struct find_case {
    const char *rule, *script, *want;
};

/* Fails the test where the rule says something else: of the capture as it is, of one in which each
 * packet stands twice, as behind a mirror port (text and severity), and without texts (severity and
 * packets). */
void find_check(const struct find_case *c);
void find_check_all(const struct find_case *c, size_t n);

#define FIND_CHECK(cases) find_check_all(cases, sizeof(cases) / sizeof((cases)[0]))

#endif
