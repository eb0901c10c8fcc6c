/* Small files as a whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

/* Appends a file of at most `max` bytes. -ENOENT (and no sentence): there is none. -errno with the
 * sentence otherwise. */
int file_load(struct buf *out, const char *path, size_t max, struct err *err);

/* Writes a file so that it is there whole or as it was before: into PATH.part, synced, renamed. A
 * link to a file stays one. `mode` as of open(2). -errno with the sentence. */
int file_write(const char *path, struct slice text, unsigned mode, struct err *err);

/* Makes the folders above a file that are missing, for nobody else to read. Whether that went well
 * shows when the file is written. */
void file_make_folders(const char *path);

#endif
