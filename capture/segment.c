/* The bytes of inputs by offset: files are read again where they lie, streams are spooled to an
 * unlinked file, as pcapng, so that it is read like any other. */
#include "capture/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "capture/sink/ng.h"

#define WINDOWS 24
#define WINDOW_MIN (4u << 10)
#define WINDOW_MAX (64u << 10)
#define SPOOL_BUFFER (256u << 10)
#define SPOOL_LINKS 64 /* packets of more link layers are not kept */
#define SPOOL_HEAD 128 /* bytes before a packet at most, a new interface included */

struct segment {
    int fd;       /* -1: there is no such segment */
    uint8_t *out; /* of a spool: bytes not yet written, SPOOL_BUFFER at most */
    size_t out_n;
    uint64_t written; /* of a spool: bytes in the file, which `out` comes behind */
    bool full;        /* a write failed: nothing is kept any more */
    unsigned links;   /* of a spool: link layers that were met, each an interface */
    uint16_t link[SPOOL_LINKS];
};

/* A stretch of a segment's file, read lately. */
struct window {
    uint64_t offset; /* a multiple of WINDOW_MIN */
    uint64_t used;   /* when, in reads */
    uint32_t want;   /* bytes asked for */
    uint32_t n;      /* bytes there; fewer: the file ended, and may have grown */
    uint16_t segment;
};

struct segments {
    struct segment *segment;
    uint32_t count; /* the highest number and one */
    uint64_t reads;
    struct window window[WINDOWS];
    uint8_t *bytes;   /* of the windows */
    struct buf block; /* of a packet that is spooled, without its data */
};

struct segments *segments_new(void)
{
    struct segments *s = mem_new(1, sizeof(*s));
    if (s)
        s->bytes = mem_new(WINDOWS, WINDOW_MAX);
    if (s && !s->bytes) {
        mem_free(s);
        return NULL;
    }
    if (s)
        buf_init(&s->block, SPOOL_HEAD);
    return s;
}

void segments_free(struct segments *s)
{
    if (!s)
        return;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->segment[i].fd >= 0)
            close(s->segment[i].fd);
        mem_free(s->segment[i].out);
    }
    mem_free(s->segment);
    buf_fini(&s->block);
    mem_free(s->bytes);
    mem_free(s);
}

static struct segment *find(const struct segments *s, uint16_t number)
{
    return number < s->count && s->segment[number].fd >= 0 ? &s->segment[number] : NULL;
}

/* The free place of a new segment. NULL with *rc set: taken, or no memory. */
static struct segment *place(struct segments *s, uint16_t number, int *rc)
{
    *rc = -EEXIST;
    if (find(s, number))
        return NULL;
    if (number >= s->count) {
        *rc = -ENOMEM;
        struct segment *p = mem_resize(s->segment, (size_t)number + 1, sizeof(*p));
        if (!p)
            return NULL;
        s->segment = p;
        for (; s->count <= number; s->count++)
            p[s->count] = (struct segment){ .fd = -1 };
    }
    return &s->segment[number];
}

int segments_add_file(struct segments *s, uint16_t number, int fd)
{
    int rc;
    struct segment *g = place(s, number, &rc);
    if (!g)
        return rc;
    g->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    return g->fd < 0 ? -errno : 0;
}

/* ---- writing */

/* Writes the buffer out; what cannot be written stays in it. */
static bool flush(struct segment *g)
{
    size_t done = 0;
    while (done < g->out_n && !g->full) {
        ssize_t n = pwrite(g->fd, g->out + done, g->out_n - done, (off_t)(g->written + done));
        if (n > 0)
            done += (size_t)n;
        else if (n == 0 || errno != EINTR)
            g->full = true;
    }
    memmove(g->out, g->out + done, g->out_n - done);
    g->out_n -= done;
    g->written += done;
    return !g->full;
}

static bool append(struct segment *g, const void *data, size_t n)
{
    const uint8_t *p = data;
    while (n) {
        if (g->out_n == SPOOL_BUFFER && !flush(g))
            return false;
        size_t part = SPOOL_BUFFER - g->out_n;
        part = n < part ? n : part;
        memcpy(g->out + g->out_n, p, part);
        g->out_n += part;
        p += part;
        n -= part;
    }
    return true;
}

/* An unlinked file that only this process can reach. The descriptor, or -errno. */
static int open_unlinked(const char *dir)
{
    int fd = open(dir, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)
        return -errno;
    static const char name[] = "/rung-XXXXXX";
    size_t n = strlen(dir);
    char *path = mem_new(n + sizeof(name), 1);
    if (!path)
        return -ENOMEM;
    memcpy(path, dir, n);
    memcpy(path + n, name, sizeof(name));
    fd = mkostemp(path, O_CLOEXEC); /* mode 0600 */
    int error = errno;
    if (fd >= 0)
        unlink(path);
    mem_free(path);
    return fd >= 0 ? fd : -error;
}

int segment_temporary(const char *dir, struct err *err)
{
    char text[128];
    if (!dir || !*dir)
        dir = secure_getenv("TMPDIR");
    if (!dir || !*dir)
        dir = "/var/tmp";
    int fd = open_unlinked(dir);
    return fd >= 0 ? fd
                   : err_set(err, fd,
                             "no temporary file can be made in %s (%s); set TMPDIR to a folder "
                             "that can be written",
                             dir, strerror_r(-fd, text, sizeof(text)));
}

int segments_add_spool(struct segments *s, uint16_t number, const char *dir, struct err *err)
{
    int rc;
    struct segment *g = place(s, number, &rc);
    if (!g)
        return err_set(err, rc,
                       rc == -EEXIST ? "the segment's number is taken"
                                     : "there is no memory to keep what is read");
    uint8_t *out = mem_new(SPOOL_BUFFER, 1);
    if (!out)
        return err_set(err, -ENOMEM, "there is no memory to keep what is read");
    int fd = segment_temporary(dir, err);
    if (fd < 0) {
        mem_free(out);
        return fd;
    }
    *g = (struct segment){ .fd = fd, .out = out };
    struct buf head;
    buf_init(&head, SPOOL_HEAD);
    ng_section(&head, "");
    bool kept = !head.failed && append(g, head.p, head.n);
    buf_fini(&head);
    return kept ? 0 : err_set(err, -ENOMEM, "there is no memory to keep what is read");
}

bool segments_is_spool(const struct segments *s, uint16_t number)
{
    const struct segment *g = find(s, number);
    return g && g->out;
}

/* The interface of a link layer, described now unless it is already; SPOOL_LINKS: there are too
 * many. */
static unsigned interface_of(struct segment *g, struct buf *b, uint16_t link)
{
    for (unsigned i = 0; i < g->links; i++)
        if (g->link[i] == link)
            return i;
    if (g->links == SPOOL_LINKS)
        return SPOOL_LINKS;
    ng_interface(b, link, "");
    g->link[g->links] = link;
    return g->links++;
}

bool segments_keep(struct segments *s, struct packet *pkt)
{
    struct segment *g = find(s, pkt->segment);
    struct ng_packet block = { .time_ns = pkt->time_ns, .caplen = pkt->caplen, .len = pkt->len };
    struct buf *b = &s->block;
    if (!g || !g->out || g->full)
        return false;
    buf_clear(b);
    block.interface = interface_of(g, b, pkt->link);
    if (block.interface == SPOOL_LINKS)
        return false;
    uint64_t offset = g->written + g->out_n + b->n;
    ng_packet_head(b, &block);
    bool kept = !b->failed && append(g, b->p, b->n) && append(g, pkt->data, pkt->caplen);
    buf_clear(b);
    ng_packet_tail(b, &block);
    if (!kept || b->failed || !append(g, b->p, b->n))
        return false; /* nothing points at what was written of it */
    pkt->offset = offset;
    pkt->delta = NG_PACKET_HEAD;
    return true;
}

/* ---- reading */

bool segments_path(struct segments *s, uint16_t number, char path[SEGMENT_PATH])
{
    struct segment *g = find(s, number);
    if (!g)
        return false;
    if (g->out)
        flush(g);
    snprintf(path, SEGMENT_PATH, "/proc/self/fd/%d", g->fd);
    return true;
}

static size_t read_file(const struct segment *g, uint64_t offset, uint8_t *to, size_t n)
{
    size_t done = 0;
    while (done < n && offset + done <= INT64_MAX) {
        ssize_t got = pread(g->fd, to + done, n - done, (off_t)(offset + done));
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || errno != EINTR)
            break;
    }
    return done;
}

/* How much to read at `start`: a little where somebody looks here and there, twice as much as last
 * time where he goes on from there. */
static uint32_t want_at(const struct segments *s, uint16_t number, uint64_t start)
{
    for (int i = 0; i < WINDOWS; i++) {
        const struct window *w = &s->window[i];
        if (w->used && w->segment == number && w->offset + w->want == start)
            return w->want < WINDOW_MAX / 2 ? 2 * w->want : WINDOW_MAX;
    }
    return WINDOW_MIN;
}

/* The window that has the byte at offset, read now unless it is there; NULL: no such byte. */
static const struct window *window_at(struct segments *s, uint16_t number, uint64_t offset)
{
    struct window *w = s->window;
    bool there = false;
    for (int i = 0; i < WINDOWS && !there; i++) {
        struct window *it = &s->window[i];
        there = it->used && it->segment == number && offset >= it->offset &&
                offset - it->offset < it->want;
        if (there || it->used < w->used)
            w = it;
    }
    if (!there || offset - w->offset >= w->n) {
        uint64_t start = there ? w->offset : offset - offset % WINDOW_MIN;
        uint32_t want = there ? w->want : want_at(s, number, start);
        uint8_t *bytes = s->bytes + (size_t)(w - s->window) * WINDOW_MAX;
        *w = (struct window){ .offset = start, .want = want, .segment = number };
        w->n = (uint32_t)read_file(&s->segment[number], start, bytes, want);
    }
    w->used = ++s->reads;
    return offset - w->offset < w->n ? w : NULL;
}

size_t segments_read(struct segments *s, uint16_t number, uint64_t offset, void *buf, size_t n)
{
    const struct segment *g = find(s, number);
    uint8_t *to = buf;
    size_t done = 0;
    while (g && done < n && offset + done >= offset) {
        uint64_t at = offset + done;
        const uint8_t *from;
        size_t there;
        if (g->out && at >= g->written) {
            uint64_t in = at - g->written;
            if (in >= g->out_n)
                break;
            from = g->out + in;
            there = g->out_n - (size_t)in;
        } else {
            const struct window *w = window_at(s, number, at);
            if (!w)
                break;
            from = s->bytes + (size_t)(w - s->window) * WINDOW_MAX + (at - w->offset);
            there = w->n - (size_t)(at - w->offset);
        }
        there = there < n - done ? there : n - done;
        memcpy(to + done, from, there);
        done += there;
    }
    return done;
}
