/* Which hosts the capture has messages from, and to: whom it saw only one direction of cannot be
 * accused of silence. And how much was sent again between two ends. Private to this folder. */
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
 * when memory has run out. Looks at each message of the capture once in all. */
bool heard_speaks(struct heard *h, const struct addr *a);
bool heard_hears(struct heard *h, const struct addr *a);

/* Between two ends, either way. */
struct heard_path {
    uint32_t messages, repeats; /* neither copies of 1xx nor of OPTIONS */
    uint32_t first_repeat;      /* message, by row; 0: none */
    uint8_t ways;               /* bits: from the first end, from the second */
};

/* What was heard on the path with this row; NULL: nothing is known. Borrowed until the next call.
 */
const struct heard_path *heard_on(struct heard *h, uint32_t path);

#endif
