/* Texts of a ladder: cleaned, kept once, numbered, gone all at once. */
#ifndef UI_FLOW_STRINGS_H
#define UI_FLOW_STRINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/pool.h"
#include "base/slice.h"

struct strings_chunk;

/* Equal texts have equal numbers. Number 0 is the empty text. Embedded: strings_init,
 * strings_fini. */
struct strings {
    struct hash_key key;
    struct strings_chunk *chunk; /* the newest, where there is room */
    struct pool entries;
    struct index index;
    struct buf scratch;
    bool failed; /* memory ran out: a text is missing */
};

/* -ENOMEM. */
int strings_init(struct strings *s, const struct hash_key *key);
void strings_fini(struct strings *s);

/* Keeps a text as it is; 0 when it is empty or memory has run out. */
uint32_t strings_add(struct strings *s, struct slice text);

/* Keeps a text that the network sent, cleaned (text.h). */
uint32_t strings_add_clean(struct strings *s, struct slice text);

/* The text; "" for 0. It stays where it is until strings_fini. */
const char *strings_get(const struct strings *s, uint32_t number);

#endif
