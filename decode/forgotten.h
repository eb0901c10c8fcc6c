/* Call-IDs that were forgotten while more was to come: what comes of them makes no new calls. Those
 * of the last time only, in memory that does not grow. */
#ifndef DECODE_FORGOTTEN_H
#define DECODE_FORGOTTEN_H

#include <stdbool.h>
#include <stdint.h>

#define FORGOTTEN_MAX                                                                              \
    65536 /* keys on a page; there are two, of which the older goes when both are full */

struct forgotten;

/* NULL: no memory. Owned; forgotten_free. */
struct forgotten *forgotten_new(void);
void forgotten_free(struct forgotten *f);

/* Takes note of a leg by its key (struct leg). */
void forgotten_add(struct forgotten *f, uint64_t key);

/* Was it forgotten lately? NULL: nothing was. */
bool forgotten_has(const struct forgotten *f, uint64_t key);

#endif
