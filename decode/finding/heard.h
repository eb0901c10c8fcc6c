/* Which hosts the capture has messages from, and to: whom it saw only one direction of cannot be
 * accused of silence; and where messages get lost. Private to this folder. */
#ifndef DECODE_FINDING_HEARD_H
#define DECODE_FINDING_HEARD_H

#include <stdbool.h>

#include "base/addr.h"
#include "decode/store.h"

struct heard;

/* NULL: no memory. Owned; heard_free. Borrows the store. */
struct heard *heard_new(const struct store *s);
void heard_free(struct heard *h);

/* Is there a message from this host, to this host, anywhere in the capture so far? True as well
 * when memory has run out. Looks at each path of the
 * capture when there are new messages. */
bool heard_speaks(struct heard *h, const struct addr *a);
bool heard_hears(struct heard *h, const struct addr *a);

/* More than 2 % of at least 100 messages between two ends were sent again; seen in both directions,
 * since a lost answer is told by what is repeated on the other way. */
bool path_is_lossy(const struct path *p);

/* Is any path so, up to now? */
bool heard_has_loss(struct heard *h);

#endif
