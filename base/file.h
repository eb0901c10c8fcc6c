/* Files that are there whole or not at all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

/* Appends a file of at most `max` bytes. -ENOENT (and no sentence): there is none. -errno with the
 * sentence otherwise. */
int file_load(struct buf *out, const char *path, size_t max, struct err *err);

/* Writes a file so that it is there whole or as it was before: into PATH.part, synced, renamed. A
 * link to a file stays one. `mode` as of open(2). -errno with the sentence. */
int file_write(const char *path, struct slice text, unsigned mode, struct err *err);

/* A file that comes into being: written to PATH.part, and PATH only when all is there. What is no
 * regular file (a pipe, /dev/null), and "-" for standard output, is written as it comes. */
struct file_out;

/* Begins. A link to a file stays one. `mode` as of open(2); `over`: one that is there is replaced,
 * else -EEXIST (and no sentence). -EBUSY: somebody is writing the same. -errno with the sentence
 * otherwise. Owned; file_commit or file_abandon. */
int file_begin(struct file_out **out, const char *path, unsigned mode, bool over, struct err *err);

/* Begins one that is written as it comes, to a file that is open already, and stays so; `name` for
 * sentences. -ENOMEM with one. */
int file_onto(struct file_out **out, int fd, const char *name, struct err *err);

/* Adds to it. -errno with the sentence, the same from then on; -EPIPE without one: who reads it
 * went away. */
int file_put(struct file_out *f, const void *p, size_t n, struct err *err);

/* Writes now what was put so far, for who reads along. As file_put. */
int file_flush(struct file_out *f, struct err *err);

/* Bytes put so far. */
uint64_t file_bytes(const struct file_out *f);

/* Syncs, gives it its name and frees it. As file_put; nothing is left behind then. -EEXIST (and no
 * sentence): one came into being meanwhile that was not to be replaced. */
int file_commit(struct file_out *f, struct err *err);

/* Frees it and leaves nothing behind. NULL: does nothing. */
void file_abandon(struct file_out *f);

/* Does the name of the file end in one of these words, separated by blanks? "pcap cap": a.PCAP. */
bool file_ends_in(const char *path, const char *endings);

/* Makes the folders above a file that are missing, for nobody else to read. Whether that went well
 * shows when the file is written. */
void file_make_folders(const char *path);

#endif
