/* Files read and replaced as a whole. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

int file_load(struct buf *out, const char *path, size_t max, struct err *err)
{
    char bytes[4096];
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? -ENOENT
                   : err_set(err, -errno, "%s could not be read: %s.", path, strerror(errno));
    while ((n = read(fd, bytes, sizeof(bytes))) > 0 && out->n < max)
        buf_add(out, bytes, (size_t)n);
    int why = n < 0 ? errno : n > 0 ? EFBIG : out->failed ? ENOMEM : 0;
    close(fd);
    return why ? err_set(err, -why, "%s could not be read: %s.", path, strerror(why)) : 0;
}

void file_make_folders(const char *path)
{
    char part[PATH_BYTES];
    for (size_t i = 1; path[i] && i < sizeof(part); i++)
        if (path[i] == '/') {
            memcpy(part, path, i);
            part[i] = '\0';
            mkdir(part, 0700);
        }
}

static int write_all(int fd, struct slice text)
{
    while (text.n) {
        ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        text = slice_sub(text, (size_t)n, text.n);
    }
    return fsync(fd) < 0 ? -errno : 0;
}

int file_write(const char *path, struct slice text, unsigned mode, struct err *err)
{
    char target[PATH_BYTES], part[PATH_BYTES + 8];
    if (!realpath(path, target)) /* a link to the file stays one */
        snprintf(target, sizeof(target), "%s", path);
    snprintf(part, sizeof(part), "%s.part", target);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    int r = fd < 0 ? -errno : write_all(fd, text);
    if (fd >= 0 && close(fd) < 0 && !r)
        r = -errno;
    if (!r && rename(part, target) < 0)
        r = -errno;
    if (r < 0) {
        unlink(part);
        return err_set(err, r, "%s could not be written: %s.", path, strerror(-r));
    }
    return 0;
}
