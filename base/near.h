/* How far apart two words are, to guess what somebody meant. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stdbool.h>

#include "base/slice.h"

#define NEAR_MAX 40 /* bytes of a word that is compared; longer ones are far from all */

/* Letters to add, drop, change or swap with their neighbour (Damerau, Levenshtein), 2 * NEAR_MAX
 * when a word is longer than NEAR_MAX. Upper and lower case are one, and so are - and _. */
unsigned near_distance(struct slice a, struct slice b);

/* How many such slips a word of n bytes may have to be taken for another one. */
unsigned near_limit(size_t n);

#endif
