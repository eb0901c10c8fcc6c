/* Sessions: legs that belong to one story. Each Call-ID begins as a group of its own; rules join
 * groups and say why. */
#ifndef DECODE_SESSION_SESSION_H
#define DECODE_SESSION_SESSION_H

#include <stdbool.h>

#include "decode/session/link.h"
#include "decode/sift.h"
#include "decode/store.h"

struct sessions;

/* NULL: no memory. Owned; sessions_free. */
struct sessions *sessions_new(struct store *s);
void sessions_free(struct sessions *x);

/* Takes note of a message that was kept; `message` is its row. Cheap for all that joins nothing. */
void sessions_see(struct sessions *x, const struct payload *p, const struct brief *b,
                  uint32_t message, uint32_t leg);

#endif
