/* Files read and replaced as a whole. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

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

bool file_ends_in(const char *path, const char *endings)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    struct slice list = slice_of(endings), word = slice_of(dot ? dot + 1 : "");
    while (word.n && list.n) {
        size_t n = slice_index(list, ' ');
        if (slice_ieq(slice_sub(list, 0, n), word))
            return true;
        list = slice_sub(list, n + 1, list.n);
    }
    return false;
}

/* ---- writing */

enum { OUT_BUFFER = 256 << 10 };

struct file_out {
    char *path;          /* as it was asked for */
    char *target, *part; /* NULL: written as it comes */
    int fd;
    bool kept;  /* fd is another's to close */
    int status; /* 0, or what went wrong */
    bool over;
    uint64_t bytes;
    size_t n; /* in buffer */
    uint8_t buffer[OUT_BUFFER];
};

static void give_up(struct file_out *f)
{
    if (f->fd > STDERR_FILENO && !f->kept)
        close(f->fd);
    mem_free(f->path);
    mem_free(f->target);
    mem_free(f->part);
    mem_free(f);
}

static int failed(struct file_out *f, int code, struct err *err)
{
    f->status = code;
    return code == -EPIPE
               ? code
               : err_set(err, code, "%s could not be written: %s.", f->path, strerror(-code));
}

/* Two that write the same file would spoil each other's part. */
static int open_part(struct file_out *f, unsigned mode)
{
    f->fd = open(f->part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
    if (f->fd < 0)
        return -errno;
    if (flock(f->fd, LOCK_EX | LOCK_NB) < 0) {
        mem_free(f->part); /* it is another's */
        f->part = NULL;
        return -EBUSY;
    }
    return ftruncate(f->fd, 0) < 0 ? -errno : 0;
}

static int open_out(struct file_out *f, unsigned mode)
{
    char real[PATH_MAX];
    struct stat st;
    if (!strcmp(f->path, "-")) {
        f->fd = STDOUT_FILENO;
        return 0;
    }
    if (stat(f->path, &st) == 0 && !S_ISREG(st.st_mode)) {
        f->fd = open(f->path, O_WRONLY | O_CLOEXEC);
        return f->fd < 0 ? -errno : 0;
    }
    const char *is = realpath(f->path, real);
    if (is && !f->over)
        return -EEXIST;
    size_t n = strlen(is ? is : f->path);
    f->target = mem_text(is ? is : f->path, n);
    f->part = mem_new(n + sizeof(".part"), 1);
    if (!f->target || !f->part) {
        mem_free(f->part); /* it is not there to be removed */
        f->part = NULL;
        return -ENOMEM;
    }
    snprintf(f->part, n + sizeof(".part"), "%s.part", f->target);
    return open_part(f, mode);
}

static int no_memory(const char *path, struct err *err)
{
    return err_set(err, -ENOMEM, "There is not enough memory to write %s.", path);
}

int file_onto(struct file_out **out, int fd, const char *name, struct err *err)
{
    struct file_out *f = mem_new(1, sizeof(*f));
    *out = NULL;
    if (!f || !(f->path = mem_text(name, strlen(name)))) {
        mem_free(f);
        return no_memory(name, err);
    }
    f->fd = fd;
    f->kept = true;
    *out = f;
    return 0;
}

int file_begin(struct file_out **out, const char *path, unsigned mode, bool over, struct err *err)
{
    struct file_out *f = mem_new(1, sizeof(*f));
    *out = NULL;
    if (!f)
        return no_memory(path, err);
    f->fd = -1;
    f->over = over;
    f->path = mem_text(path, strlen(path));
    int r = f->path ? open_out(f, mode) : -ENOMEM;
    if (r == 0) {
        *out = f;
        return 0;
    }
    if (r == -EBUSY)
        err_set(err, r, "%s is being written by another program.", path);
    else if (r != -EEXIST)
        err_set(err, r, "%s could not be written: %s.", path, strerror(-r));
    file_abandon(f);
    return r;
}

static int write_out(struct file_out *f)
{
    for (size_t done = 0; done < f->n;) {
        ssize_t n = write(f->fd, f->buffer + done, f->n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        done += (size_t)n;
    }
    f->n = 0;
    return 0;
}

int file_put(struct file_out *f, const void *p, size_t n, struct err *err)
{
    const uint8_t *from = p;
    int r = f->status;
    f->bytes += n;
    while (!r && n) {
        size_t part = OUT_BUFFER - f->n;
        part = n < part ? n : part;
        memcpy(f->buffer + f->n, from, part);
        f->n += part;
        from += part;
        n -= part;
        if (f->n == OUT_BUFFER)
            r = write_out(f);
    }
    return r ? failed(f, r, err) : 0;
}

int file_flush(struct file_out *f, struct err *err)
{
    int r = f->status ? f->status : write_out(f);
    return r ? failed(f, r, err) : 0;
}

uint64_t file_bytes(const struct file_out *f)
{
    return f->bytes;
}

/* The name that the file is to have. */
static int rename_part(struct file_out *f)
{
    if (f->over)
        return rename(f->part, f->target) < 0 ? -errno : 0;
    if (renameat2(AT_FDCWD, f->part, AT_FDCWD, f->target, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -errno;
    if (link(f->part, f->target) < 0) /* a file system that cannot do it in one step */
        return -errno;
    unlink(f->part);
    return 0;
}

/* The new name lasts when its folder is on disk. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        !slash ? mem_text(".", 1) : mem_text(path, slash == path ? 1 : (size_t)(slash - path));
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    mem_free(folder);
}

int file_commit(struct file_out *f, struct err *err)
{
    int r = f->status ? f->status : write_out(f);
    if (!r && f->part && fsync(f->fd) < 0)
        r = -errno;
    if (!r && f->part) {
        r = rename_part(f);
        if (!r)
            sync_folder(f->target);
    }
    if (r < 0) {
        if (r != -EEXIST)
            failed(f, r, err);
        file_abandon(f);
        return r;
    }
    give_up(f);
    return 0;
}

void file_abandon(struct file_out *f)
{
    if (!f)
        return;
    if (f->part && f->fd >= 0)
        unlink(f->part);
    give_up(f);
}

int file_write(const char *path, struct slice text, unsigned mode, struct err *err)
{
    struct file_out *f = NULL;
    int r = file_begin(&f, path, mode, true, err);
    if (r < 0)
        return r;
    r = file_put(f, text.p, text.n, err);
    if (r == 0)
        return file_commit(f, err);
    file_abandon(f);
    return r;
}
