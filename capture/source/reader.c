/* Reads captures in blocks and has their records walked by the driver of their format. What lies in
 * the packets is left to capture/link and capture/net, bytes that are wanted again to segment.c. */
#include "capture/source/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "capture/source/foreign.h"
#include "capture/source/source.h"
#include "capture/source/source_list.h"

#define X(name) extern const struct source source_##name;
SOURCE_LIST(X)
#undef X

static const struct source *const sources[] = {
#define X(name) &source_##name,
    SOURCE_LIST(X)
#undef X
};

#define FOLLOW_MS 100  /* between two looks whether a file has grown */
#define NAME_SHOWN 200 /* of a path in a sentence */

struct reader {
    struct live *live; /* devices; then nearly all else is unused */
    const struct source *source;
    void *state; /* the driver's */
    char *path;
    int fd;
    uint16_t segment;
    bool seekable;
    bool follow; /* waits at the end for more */
    bool end;    /* the input has no more bytes */
    int status;  /* what reader_next says from now on: 1 while there is more, 0 or -errno */
    struct err err;

    uint64_t at;     /* offset of the next byte to read */
    uint64_t skip;   /* bytes to pass over before it */
    uint64_t handed; /* offset behind what was handed out */
    uint32_t number; /* of the last packet */
    size_t need;     /* bytes that the next walk wants at least */

    /* The incomplete record at the end of the last block; at first, the sniffed bytes. */
    uint8_t *carry;
    size_t carry_n, carry_cap;

    struct block ahead; /* read for reader_first_time and not yet handed out */
    bool has_ahead, has_first;
    int64_t first_ns;
};

/* ---- sentences */

static const char *error_text(int code, char buf[128])
{
    return strerror_r(code, buf, 128);
}

/* The input as it is called in a sentence; of a long path the end. */
static const char *shown_name(const char *path, char buf[NAME_SHOWN + 8])
{
    if (!strcmp(path, "-"))
        return "standard input";
    size_t n = strlen(path);
    if (n <= NAME_SHOWN)
        return path;
    snprintf(buf, NAME_SHOWN + 8, "...%s", path + n - NAME_SHOWN);
    return buf;
}

/* Ends the reading for good with "NAME WHAT; the N packets before it are shown". */
static void stop(struct reader *r, int code, const char *what, const char *why)
{
    char buf[NAME_SHOWN + 8];
    const char *name = shown_name(r->path, buf);
    if (r->number == 0)
        err_set(&r->err, code, "%s %s%s; no packet comes before it", name, what, why);
    else if (r->number == 1)
        err_set(&r->err, code, "%s %s%s; the one packet before it is shown", name, what, why);
    else
        err_set(&r->err, code, "%s %s%s; the %" PRIu32 " packets before it are shown", name, what,
                why, r->number);
    r->status = code;
}

static void stop_unread(struct reader *r, int error)
{
    char text[128], why[192];
    snprintf(why, sizeof(why), "at offset %" PRIu64 ": %s", r->at, error_text(error, text));
    stop(r, -error, "cannot be read ", why);
}

static int explain_open(struct err *err, const char *name, int error)
{
    char text[128];
    switch (error) {
    case ENOENT:
        return err_set(err, -error, "%s does not exist", name);
    case EACCES:
    case EPERM:
        return err_set(err, -error,
                       "%s may not be read by you; its permissions or those of its "
                       "folder forbid it",
                       name);
    case EISDIR:
        return err_set(err, -error, "%s is a folder; name the captures in it", name);
    case ENODATA:
        return err_set(err, -error, "%s is empty; not even the header of a capture is there", name);
    case ENOTTY:
        return err_set(err, -EINVAL,
                       "%s is a terminal; give a file, or a capture through a pipe: "
                       "`tcpdump -U -w - | rung -`",
                       name);
    case ENOMEM:
        return err_set(err, -error, "there is no memory to read %s", name);
    default:
        return err_set(err, -error, "%s cannot be read: %s", name, error_text(error, text));
    }
}

/* ---- bytes */

/* Is another file there by the name, or was this one cut short? Not while there is none, as in the
 * midst of a rotation. */
static bool is_replaced(const struct reader *r)
{
    struct stat here, there;
    if (fstat(r->fd, &here) != 0 || stat(r->path, &there) != 0)
        return false;
    return here.st_ino != there.st_ino || here.st_dev != there.st_dev ||
           (uint64_t)here.st_size < r->at;
}

/* At the end of a file that is followed: has it grown, after a while? False: another one has taken
 * its place, and it was read to its end before. */
static bool wait_for_more(struct reader *r, bool *last)
{
    struct stat st;
    if (fstat(r->fd, &st) == 0 && (uint64_t)st.st_size > r->at)
        return true;
    if (*last)
        return false;
    *last = is_replaced(r); /* once more: it may have grown before that */
    if (!*last)
        poll(NULL, 0, FOLLOW_MS);
    return true;
}

/* One read, waiting for a descriptor that somebody else made non-blocking. Bytes, 0 or -errno. */
static ssize_t read_once(struct reader *r, uint8_t *to, size_t n)
{
    bool last = false;
    for (;;) {
        ssize_t got = r->seekable ? pread(r->fd, to, n, (off_t)r->at) : read(r->fd, to, n);
        if (got == 0 && n && r->follow && wait_for_more(r, &last))
            continue;
        if (got >= 0) {
            r->at += (uint64_t)got;
            return got;
        }
        if (errno == EAGAIN)
            poll(&(struct pollfd){ .fd = r->fd, .events = POLLIN }, 1, -1);
        else if (errno != EINTR)
            return -errno;
    }
}

/* Passes over r->skip bytes; a pipe's are read into the free room at `scratch`. */
static ssize_t pass_over(struct reader *r, uint8_t *scratch, size_t n)
{
    if (r->seekable) {
        r->at += r->skip;
        r->skip = 0;
        return 1;
    }
    while (r->skip) {
        ssize_t got = read_once(r, scratch, r->skip < n ? (size_t)r->skip : n);
        if (got <= 0)
            return got;
        r->skip -= (uint64_t)got;
    }
    return 1;
}

/* Reads once more behind b's bytes. False: reading has ended for good. */
static bool fill(struct reader *r, struct block *b)
{
    if (!block_reserve(b, b->n + READER_BLOCK)) {
        stop(r, -ENOMEM, "cannot be read on: there is no memory", "");
        return false;
    }
    ssize_t got = r->skip ? pass_over(r, b->bytes + b->n, READER_BLOCK) : 1;
    if (got > 0)
        got = read_once(r, b->bytes + b->n, READER_BLOCK);
    if (got < 0) {
        stop_unread(r, (int)-got);
        return false;
    }
    b->n += (size_t)got;
    r->end = got == 0;
    return true;
}

/* ---- blocks */

static bool put_carry(struct reader *r, struct block *b)
{
    b->n = b->packets = 0;
    if (!block_reserve(b, r->carry_n + READER_BLOCK))
        return false;
    if (r->carry_n)
        memcpy(b->bytes, r->carry, r->carry_n);
    b->n = r->carry_n;
    r->carry_n = 0;
    if (r->carry_cap >= READER_BLOCK) { /* of the sniffing, or of a huge record */
        mem_free(r->carry);
        r->carry = NULL;
        r->carry_cap = 0;
    }
    return true;
}

static bool save_carry(struct reader *r, const uint8_t *p, size_t n)
{
    if (n > r->carry_cap) {
        uint8_t *c = mem_resize(r->carry, n, 1);
        if (!c)
            return false;
        r->carry = c;
        r->carry_cap = n;
    }
    if (n)
        memcpy(r->carry, p, n);
    r->carry_n = n;
    return true;
}

/* Walks what is in b; sets r->status when that was the end. The bytes behind the last whole record
 * are at b->bytes + *used. */
static void walk_block(struct reader *r, struct block *b, size_t *used)
{
    struct walk w = {
        .p = b->bytes,
        .n = b->n,
        .offset = r->at - b->n,
        .end = r->end,
        .segment = r->segment,
        .number = r->number,
        .block = b,
    };
    enum walk_verdict v = r->source->walk(r->state, &w);
    r->number = w.number;
    r->need = w.need;
    *used = w.used;
    switch (v) {
    case WALK_MORE:
        if (r->end)
            r->status = 0;
        break;
    case WALK_SKIP:
        r->skip = w.skip - (b->n - w.used);
        *used = b->n;
        break;
    case WALK_CUT:
        stop(r, -EBADMSG, "is cut short: ", w.why);
        break;
    case WALK_DAMAGED:
        stop(r, -EBADMSG, "is damaged: ", w.why);
        break;
    case WALK_NO_MEMORY:
        stop(r, -ENOMEM, "cannot be read on: there is no memory", "");
        break;
    }
}

/* As reader_next, of one file. */
static int next_of_file(struct reader *r, struct block *b)
{
    b->n = b->packets = 0;
    if (r->status <= 0)
        return r->status;
    if (!put_carry(r, b)) {
        stop(r, -ENOMEM, "cannot be read on: there is no memory", "");
        return r->status;
    }
    size_t used = 0;
    while (r->status == 1) {
        if ((b->n < r->need || r->skip) && !r->end) {
            if (!fill(r, b))
                break;
            continue;
        }
        walk_block(r, b, &used);
        if (b->packets)
            break;
        /* only blocks without packets were there: make room, and go on */
        memmove(b->bytes, b->bytes + used, b->n - used);
        b->n -= used;
        used = 0;
    }
    if (!b->packets)
        return r->status;
    if (r->status == 1 && !save_carry(r, b->bytes + used, b->n - used))
        stop(r, -ENOMEM, "cannot be read on: there is no memory", "");
    b->n = used;
    return 1;
}

/* ---- opening */

/* Opens the file and finds out what kind of thing it is. 0 or errno. */
static int open_input(struct reader *r)
{
    struct stat st;
    bool is_stdin = !strcmp(r->path, "-");
    r->fd = is_stdin ? STDIN_FILENO : open(r->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (r->fd < 0 || fstat(r->fd, &st))
        return errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (S_ISCHR(st.st_mode) && isatty(r->fd))
        return ENOTTY;
    r->follow = r->follow && S_ISREG(st.st_mode);
    if (S_ISREG(st.st_mode)) {
        /* standard input may stand in the midst of a file already */
        off_t at = lseek(r->fd, 0, SEEK_CUR);
        r->seekable = at >= 0 && !r->follow;
        r->at = at > 0 ? (uint64_t)at : 0;
        (void)posix_fadvise(r->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return 0;
}

/* Reads the first bytes, as many as there are at once but at least SOURCE_SNIFF. 0 or errno. */
static int read_head(struct reader *r)
{
    r->carry = mem_new(READER_BLOCK, 1);
    if (!r->carry)
        return ENOMEM;
    r->carry_cap = READER_BLOCK;
    while (r->carry_n < SOURCE_SNIFF) {
        ssize_t got = read_once(r, r->carry + r->carry_n, READER_BLOCK - r->carry_n);
        if (got < 0)
            return (int)-got;
        if (got == 0)
            break;
        r->carry_n += (size_t)got;
    }
    return r->carry_n ? 0 : ENODATA;
}

/* Finds the driver and lets it read the file header. */
static int find_source(struct reader *r, const char *name, struct err *err)
{
    for (size_t i = 0; !r->source && i < sizeof(sources) / sizeof(*sources); i++)
        if (sources[i]->sniff(r->carry, r->carry_n))
            r->source = sources[i];
    if (!r->source)
        return foreign_explain(err, name, strcmp(r->path, "-") ? r->path : NULL, r->carry,
                               r->carry_n);
    r->state = mem_new(1, r->source->state);
    if (!r->state)
        return explain_open(err, name, ENOMEM);
    char why[WALK_WHY];
    size_t used;
    if (r->source->header(r->state, r->carry, r->carry_n, &used, why) != WALK_MORE)
        return err_set(err, -EBADMSG, "%s is cut short: %s; it has no packets", name, why);
    r->handed = r->at - r->carry_n + used;
    r->carry_n -= used;
    memmove(r->carry, r->carry + used, r->carry_n);
    return 0;
}

/* Opens the file and its driver. */
static int begin_file(struct reader *r, struct err *err)
{
    char buf[NAME_SHOWN + 8];
    const char *name = shown_name(r->path, buf);
    int error = open_input(r);
    if (!error)
        error = read_head(r);
    return error ? explain_open(err, name, error) : find_source(r, name, err);
}

static void end_file(struct reader *r)
{
    if (r->source && r->source->fini && r->state)
        r->source->fini(r->state);
    if (r->fd > STDIN_FILENO || (r->fd == STDIN_FILENO && r->path && strcmp(r->path, "-")))
        close(r->fd);
    mem_free(r->state);
    mem_free(r->carry);
    r->fd = -1;
    r->source = NULL;
    r->state = r->carry = NULL;
    r->carry_n = r->carry_cap = 0;
}

/* Goes on with the file that has taken the place of the one that is followed. */
static void follow_on(struct reader *r)
{
    end_file(r);
    r->at = r->skip = r->handed = 0;
    r->need = 1;
    r->end = false;
    r->status = 1;
    int rc = begin_file(r, &r->err);
    if (rc < 0)
        r->status = rc;
}

/* As reader_next, without looking at what was read ahead. */
static int next_block(struct reader *r, struct block *b)
{
    int rc = next_of_file(r, b);
    while (r->follow && rc <= 0 && r->end) {
        follow_on(r);
        rc = next_of_file(r, b);
    }
    return rc;
}

static int open_path(struct reader **out, const char *path, uint16_t segment, bool follow,
                     struct err *err)
{
    char buf[NAME_SHOWN + 8];
    const char *name = shown_name(path, buf);
    struct reader *r = mem_new(1, sizeof(*r));
    if (!r)
        return explain_open(err, name, ENOMEM);
    *r = (struct reader){ .fd = -1, .segment = segment, .status = 1, .need = 1, .follow = follow };
    block_init(&r->ahead);
    r->path = mem_text(path, strlen(path));
    int rc = r->path ? begin_file(r, err) : explain_open(err, name, ENOMEM);
    if (rc) {
        reader_close(r);
        return rc;
    }
    *out = r;
    return 0;
}

int reader_open(struct reader **out, const char *path, uint16_t segment, struct err *err)
{
    return open_path(out, path, segment, false, err);
}

int reader_open_follow(struct reader **out, const char *path, uint16_t segment, struct err *err)
{
    return open_path(out, path, segment, true, err);
}

int reader_open_live(struct reader **out, const struct live_options *o, uint16_t segment,
                     struct err *err)
{
    struct reader *r = mem_new(1, sizeof(*r));
    if (!r)
        return explain_open(err, o->devices, ENOMEM);
    *r = (struct reader){ .fd = -1, .segment = segment, .status = 1 };
    block_init(&r->ahead);
    int rc = live_open(&r->live, o, segment, err);
    if (rc) {
        reader_close(r);
        return rc;
    }
    *out = r;
    return 0;
}

struct live *reader_live(struct reader *r)
{
    return r->live;
}

void reader_close(struct reader *r)
{
    if (!r)
        return;
    live_close(r->live);
    end_file(r);
    block_fini(&r->ahead);
    mem_free(r->path);
    mem_free(r);
}

/* ---- the rest of the interface */

int reader_next(struct reader *r, struct block *b)
{
    int rc = 1;
    if (r->live)
        return live_next(r->live, b);
    if (r->has_ahead) {
        struct block mine = *b;
        *b = r->ahead;
        r->ahead = mine;
        r->has_ahead = false;
    } else {
        rc = next_block(r, b);
    }
    if (rc == 1) {
        const struct packet *last = &b->packet[b->packets - 1];
        r->handed = last->offset + last->delta + last->caplen;
        if (!r->has_first)
            r->first_ns = b->packet->time_ns;
        r->has_first = true;
    } else if (rc == 0) {
        r->handed = r->at; /* blocks without packets may stand at the end */
    }
    return rc;
}

bool reader_first_time(struct reader *r, int64_t *ns)
{
    if (!r->has_first) {
        if (next_block(r, &r->ahead) != 1)
            return false;
        r->has_ahead = r->has_first = true;
        r->first_ns = r->ahead.packet->time_ns;
    }
    *ns = r->first_ns;
    return true;
}

const struct err *reader_error(const struct reader *r)
{
    return &r->err;
}

const char *reader_path(const struct reader *r)
{
    return r->path;
}

const char *reader_format(const struct reader *r)
{
    return r->live ? "live" : r->source->name;
}

int64_t reader_until(const struct reader *r)
{
    return r->source && r->source->until ? r->source->until(r->state) : 0;
}

bool reader_is_fine(const struct reader *r)
{
    return r->live || r->source->is_fine(r->state);
}

bool reader_is_seekable(const struct reader *r)
{
    return r->seekable;
}

uint64_t reader_offset(const struct reader *r)
{
    return r->handed;
}

uint64_t reader_size(const struct reader *r)
{
    struct stat st;
    return r->seekable && !fstat(r->fd, &st) && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

int reader_fd(const struct reader *r)
{
    return r->fd;
}
