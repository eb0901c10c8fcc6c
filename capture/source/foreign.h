/* Files that are no capture in a format that is read, told by their first bytes. */
#ifndef CAPTURE_SOURCE_FOREIGN_H
#define CAPTURE_SOURCE_FOREIGN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Writes into *err what `name` looks like and what would help; n bytes at p are its beginning.
 * `path` is what a command would be given, NULL for standard input. Returns -EINVAL. */
int foreign_explain(struct err *err, const char *name, const char *path, const uint8_t *p,
                    size_t n);

#endif
