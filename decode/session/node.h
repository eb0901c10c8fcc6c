/* Nodes with two addresses, as many session border controllers have: calls come in at the one and
 * leave from the other. That two addresses are one node is believed when several calls show it. */
#ifndef DECODE_SESSION_NODE_H
#define DECODE_SESSION_NODE_H

#include <stdbool.h>

#include "decode/session/score.h"
#include "decode/session/trait.h"
#include "decode/store.h"

#define NODE_WITNESSES 3 /* calls that must show it */
#define NODE_POINTS 85   /* that each of them must have: all but the node fits */

struct nodes;

/* NULL: no memory. */
struct nodes *nodes_new(struct store *s);
void nodes_free(struct nodes *x);

/* Are there any such nodes? */
bool nodes_any(const struct nodes *x);

/* Are these two addresses of one node, as far as is known? */
bool nodes_are_one(struct nodes *x, struct spot a, struct spot b);

/* Does the leg end at this host, or at another address of the same node? */
bool nodes_enters(struct nodes *x, const struct trait *t, struct spot at);

/* A pair of legs of which the one ends at `a` and the other begins at `b`, and that could be one
 * call if those were one node. From the last witness on they are, and all witnesses are joined. */
void nodes_witness(struct nodes *x, struct spot a, struct spot b, uint32_t parent, uint32_t child,
                   struct score score);

#endif
