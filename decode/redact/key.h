/* The key of a redaction in a file, for those who want the same pseudonyms again, or the originals
 * back. */
#ifndef DECODE_REDACT_KEY_H
#define DECODE_REDACT_KEY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/hash.h"

/* Reads the key from a file; one that is not there is made anew, for nobody else to read, unless
 * `must` says that it has to be there. -errno with a sentence. */
int redact_key_load(struct hash_key *key, const char *path, bool must, struct err *err);

#endif
