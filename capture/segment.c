/* The bytes of inputs by offset: files are read again where they lie, streams in their spools. */
#include "capture/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define WINDOWS 24
#define WINDOW_MIN (4u << 10)
#define WINDOW_MAX (64u << 10)

struct segment {
    int fd; /* of a file; -1: none */
    struct spool *spool;
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
    uint8_t *bytes; /* of the windows */
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
    return s;
}

void segments_free(struct segments *s)
{
    if (!s)
        return;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->segment[i].fd >= 0)
            close(s->segment[i].fd);
        spool_free(s->segment[i].spool);
    }
    mem_free(s->segment);
    mem_free(s->bytes);
    mem_free(s);
}

static struct segment *find(const struct segments *s, uint16_t number)
{
    struct segment *g = number < s->count ? &s->segment[number] : NULL;
    return g && (g->fd >= 0 || g->spool) ? g : NULL;
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

int segments_add_spool(struct segments *s, uint16_t number, const struct spool_options *o,
                       struct err *err)
{
    int rc;
    struct segment *g = place(s, number, &rc);
    struct spool *spool;
    if (!g)
        return err_set(err, rc,
                       rc == -EEXIST ? "the segment's number is taken"
                                     : "there is no memory to keep what is read");
    rc = spool_new(&spool, o, err);
    if (rc == 0)
        *g = (struct segment){ .fd = -1, .spool = spool };
    return rc;
}

struct spool *segments_spool(const struct segments *s, uint16_t number)
{
    const struct segment *g = find(s, number);
    return g ? g->spool : NULL;
}

struct spool *segments_too_full(const struct segments *s, unsigned from, uint16_t *number)
{
    for (unsigned i = from; i < s->count; i++) {
        struct spool *x = s->segment[i].spool;
        *number = (uint16_t)i;
        if (x && spool_max(x) && spool_bytes(x) > spool_max(x))
            return x;
    }
    return NULL;
}

bool segments_keep(struct segments *s, struct packet *pkt)
{
    struct segment *g = find(s, pkt->segment);
    return g && g->spool && spool_keep(g->spool, pkt);
}

/* ---- reading */

bool segments_path(struct segments *s, uint16_t number, char path[SEGMENT_PATH])
{
    struct segment *g = find(s, number);
    if (!g)
        return false;
    snprintf(path, SEGMENT_PATH, "/proc/self/fd/%d", g->spool ? spool_fd(g->spool) : g->fd);
    return true;
}

static size_t read_file(const struct segment *g, uint64_t offset, uint8_t *to, size_t n)
{
    size_t done = 0;
    if (g->spool)
        return spool_read(g->spool, offset, to, n);
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
        const struct window *w = window_at(s, number, at);
        if (!w)
            break;
        const uint8_t *from = s->bytes + (size_t)(w - s->window) * WINDOW_MAX + (at - w->offset);
        size_t there = w->n - (size_t)(at - w->offset);
        there = there < n - done ? there : n - done;
        memcpy(to + done, from, there);
        done += there;
    }
    return done;
}
