/* Writes and gives up. Where a message lies in it is known to others. */
#include "capture/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "capture/sink/ng.h"

enum {
    OUT_BYTES = 256 << 10,  /* written at once */
    LINKS = 64,             /* packets of more link layers are not kept */
    HEAD_BYTES = 64 << 10,  /* of what comes before a packet: a section with all its interfaces */
    RECORD_LIKELY = 2048,   /* most records are not longer */
    SECTION = 28,           /* bytes of a section's own block */
    SKIP = 12,              /* bytes of a block at least */
    SKIP_TYPE = 0x40000bad, /* a custom block, which means nothing to anybody else */
    PAGE = 4096,
    SLACK = 4, /* one more than the `max` by this share is not kept any more */
};

#define SKIP_MAX (UINT64_C(1) << 31) /* bytes that one block passes over */

struct spool {
    int fd;
    uint8_t *out;
    size_t out_n;
    uint64_t written; /* bytes in the file, which `out` comes behind */
    uint64_t max;
    bool full; /* a write failed: nothing is kept any more */
    unsigned links;
    uint16_t link[LINKS]; /* that were met; each is an interface of this number in each section */
    struct buf block;     /* of a packet, without its data */
    uint8_t *record;      /* that is moved, half a part */

    /* With parts: */
    uint64_t part;        /* bytes of one */
    uint64_t first, held; /* the oldest part that is held; how many are */
    uint64_t front;       /* offset of the block that passes over what lies before `first` */
    bool *gone;           /* by part, from `first` on: was given up */
    size_t gone_n, gone_cap;
};

/* ---- the file */

/* The descriptor, or -errno. */
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

int spool_temporary(const char *dir, struct err *err)
{
    char text[128];
    bool given = dir && *dir;
    if (!given)
        dir = secure_getenv("TMPDIR");
    if (!dir || !*dir)
        dir = "/var/tmp";
    int fd = open_unlinked(dir);
    return fd >= 0 ? fd
                   : err_set(err, fd,
                             "no temporary file can be made in %s (%s); %s a folder that can be "
                             "written",
                             dir, strerror_r(-fd, text, sizeof(text)),
                             given ? "name" : "set TMPDIR to");
}

static int make_file(const struct spool_options *o, struct err *err)
{
    char text[128];
    if (!o->memory)
        return spool_temporary(o->dir, err);
    int fd = memfd_create("rung-spool", MFD_CLOEXEC);
    return fd >= 0 ? fd
                   : err_set(err, -errno, "there is no memory to keep packets in: %s",
                             strerror_r(errno, text, sizeof(text)));
}

/* Writes the buffer out; what cannot be written stays in it. */
static bool flush(struct spool *s)
{
    size_t done = 0;
    while (done < s->out_n && !s->full) {
        ssize_t n = pwrite(s->fd, s->out + done, s->out_n - done, (off_t)(s->written + done));
        if (n > 0)
            done += (size_t)n;
        else if (n == 0 || errno != EINTR)
            s->full = true;
    }
    memmove(s->out, s->out + done, s->out_n - done);
    s->out_n -= done;
    s->written += done;
    return !s->full;
}

static bool append(struct spool *s, const void *data, size_t n)
{
    const uint8_t *p = data;
    while (n) {
        if (s->out_n == OUT_BYTES && !flush(s))
            return false;
        size_t part = OUT_BYTES - s->out_n;
        part = n < part ? n : part;
        memcpy(s->out + s->out_n, p, part);
        s->out_n += part;
        p += part;
        n -= part;
    }
    return true;
}

static uint64_t end_of(const struct spool *s)
{
    return s->written + s->out_n;
}

size_t spool_read(const struct spool *s, uint64_t offset, void *to, size_t n)
{
    uint8_t *p = to;
    size_t done = 0;
    while (done < n && offset + done < s->written) {
        uint64_t there = s->written - (offset + done);
        size_t want = n - done < there ? n - done : (size_t)there;
        ssize_t got = pread(s->fd, p + done, want, (off_t)(offset + done));
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || errno != EINTR)
            return done;
    }
    if (done < n && offset + done - s->written < s->out_n) {
        size_t in = (size_t)(offset + done - s->written), there = s->out_n - in;
        there = there < n - done ? there : n - done;
        memcpy(p + done, s->out + in, there);
        done += there;
    }
    return done;
}

int spool_fd(struct spool *s)
{
    flush(s);
    return s->fd;
}

/* ---- opening */

int spool_new(struct spool **out, const struct spool_options *o, struct err *err)
{
    struct spool *s = mem_new(1, sizeof(*s));
    if (!s)
        return err_set(err, -ENOMEM, "there is no memory to keep what is read");
    s->fd = -1;
    s->max = o->max;
    s->part = SPOOL_PART_MIN;
    while (s->part < SPOOL_PART_MAX && s->max / s->part > 2 * SPOOL_PARTS)
        s->part *= 2;
    buf_init(&s->block, HEAD_BYTES);
    s->out = mem_new(OUT_BYTES, 1);
    s->record = o->max ? mem_new(s->part / 2, 1) : NULL;
    int r = 0;
    if (!s->out || (o->max && !s->record))
        r = err_set(err, -ENOMEM, "there is no memory to keep what is read");
    if (r == 0) {
        s->fd = make_file(o, err);
        r = s->fd < 0 ? s->fd : 0;
    }
    if (r == 0) {
        ng_section(&s->block, "");
        s->front = SECTION;
        if (s->block.failed || !append(s, s->block.p, s->block.n))
            r = err_set(err, -ENOMEM, "there is no memory to keep what is read");
    }
    if (r < 0) {
        spool_free(s);
        return r;
    }
    s->held = 1;
    *out = s;
    return 0;
}

void spool_free(struct spool *s)
{
    if (!s)
        return;
    if (s->fd >= 0)
        close(s->fd);
    buf_fini(&s->block);
    mem_free(s->out);
    mem_free(s->record);
    mem_free(s->gone);
    mem_free(s);
}

/* ---- parts */

uint64_t spool_first(const struct spool *s)
{
    return s->first;
}

/* The one that the next packet is written to, or that it begins. */
uint64_t spool_last(const struct spool *s)
{
    return end_of(s) / s->part;
}

uint64_t spool_bytes(const struct spool *s)
{
    return s->max ? s->held * s->part : end_of(s);
}

uint64_t spool_part_bytes(const struct spool *s)
{
    return s->part;
}

uint64_t spool_max(const struct spool *s)
{
    return s->max;
}

/* Bytes left in the part that is written to; there is always room for a block that fills it. */
static uint64_t room(const struct spool *s)
{
    return s->part - end_of(s) % s->part;
}

/* Fills the part up with a block that readers pass over. */
static bool fill_part(struct spool *s)
{
    static const uint8_t zeros[PAGE];
    uint32_t head[] = { SKIP_TYPE, (uint32_t)room(s) };
    bool done = append(s, head, sizeof(head));
    for (uint64_t left = head[1] - SKIP; done && left;) {
        size_t n = left < sizeof(zeros) ? (size_t)left : sizeof(zeros);
        done = append(s, zeros, n);
        left -= n;
    }
    return done && append(s, &head[1], sizeof(head[1]));
}

/* Begins the next part with a section. False: it could not be written, or there is no memory. */
static bool next_part(struct spool *s)
{
    if (!fill_part(s))
        return false;
    buf_clear(&s->block);
    ng_section(&s->block, "");
    for (unsigned i = 0; i < s->links; i++)
        ng_interface(&s->block, s->link[i], "");
    s->held++;
    return !s->block.failed && append(s, s->block.p, s->block.n);
}

/* Gives the bytes back; the file stays as long as it is. */
static void punch(const struct spool *s, uint64_t from, uint64_t to)
{
    if (from < to)
        fallocate(s->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)from,
                  (off_t)(to - from));
}

static void write_at(struct spool *s, uint64_t at, const uint32_t *words, size_t n)
{
    if (pwrite(s->fd, words, n * sizeof(*words), (off_t)at) < 0)
        s->full = true;
}

/* Has readers pass over what lies between: a block that has its length in front and behind. */
static void write_skip(struct spool *s, uint64_t from, uint64_t to)
{
    const uint32_t head[] = { SKIP_TYPE, (uint32_t)(to - from) };
    write_at(s, from, head, 2);
    write_at(s, to - sizeof(head[1]), &head[1], 1);
}

/* The oldest that are gone are passed over by one block, as far as its length can say; the pages of
 * their own blocks go back. */
static void move_front(struct spool *s)
{
    size_t n = 0;
    while (n < s->gone_n && s->gone[n])
        n++;
    memmove(s->gone, s->gone + n, (s->gone_n - n) * sizeof(*s->gone));
    s->gone_n -= n;
    for (; n; n--) {
        uint64_t begin = s->first++ * s->part, end = begin + s->part;
        if (end - s->front > SKIP_MAX) {
            write_skip(s, s->front, begin);
            s->front = begin;
        }
        uint64_t head = s->front / PAGE * PAGE + PAGE, last = begin > PAGE ? begin - PAGE : 0;
        punch(s, head > last ? head : last, end);
    }
    write_skip(s, s->front, s->first * s->part);
}

/* Room to say of each part up to this one whether it is gone. */
static bool reserve_gone(struct spool *s, size_t n)
{
    if (n > s->gone_cap) {
        size_t cap = n + n / 2 + 64;
        bool *more = mem_resize(s->gone, cap, sizeof(*more));
        if (!more)
            return false;
        s->gone = more;
        s->gone_cap = cap;
    }
    for (; s->gone_n < n; s->gone_n++)
        s->gone[s->gone_n] = false;
    return true;
}

bool spool_holds(const struct spool *s, uint64_t part)
{
    return part >= s->first && part < spool_last(s) &&
           (part - s->first >= s->gone_n || !s->gone[part - s->first]);
}

void spool_drop(struct spool *s, uint64_t part)
{
    if (!spool_holds(s, part) || !flush(s) || !reserve_gone(s, (size_t)(part - s->first) + 1))
        return;
    uint64_t from = part * s->part, keep = part ? 0 : PAGE; /* the file begins with a section */
    s->gone[part - s->first] = true;
    s->held--;
    punch(s, from + keep, from + s->part);
    write_skip(s, part ? from : SECTION, from + s->part);
    if (part == s->first)
        move_front(s);
}

/* ---- packets */

/* The interface of a link layer; a new one is described in s->block. LINKS: there are too many. */
static unsigned interface_of(struct spool *s, uint16_t link)
{
    for (unsigned i = 0; i < s->links; i++)
        if (s->link[i] == link)
            return i;
    if (s->links == LINKS)
        return LINKS;
    ng_interface(&s->block, link, "");
    s->link[s->links] = link;
    return s->links++;
}

/* May this many bytes more be kept? A new part is begun when this one has no room. */
static bool make_room(struct spool *s, size_t n)
{
    if (!s->max)
        return true;
    if (n > s->part / 2)
        return false;
    if (n + SKIP <= room(s))
        return true;
    return spool_bytes(s) < s->max + s->max / SLACK && next_part(s);
}

bool spool_keep(struct spool *s, struct packet *pkt)
{
    struct ng_packet block = { .time_ns = pkt->time_ns, .caplen = pkt->caplen, .len = pkt->len };
    if (s->full || !make_room(s, NG_PACKET_HEAD + NG_INTERFACE + (size_t)pkt->caplen + 8))
        return false;
    struct buf *b = &s->block;
    buf_clear(b);
    block.interface = interface_of(s, pkt->link);
    if (block.interface == LINKS)
        return false;
    uint64_t offset = end_of(s) + b->n;
    ng_packet_head(b, &block);
    bool kept = !b->failed && append(s, b->p, b->n) && append(s, pkt->data, pkt->caplen);
    buf_clear(b);
    ng_packet_tail(b, &block);
    if (!kept || b->failed || !append(s, b->p, b->n))
        return false; /* nothing points at what was written of it */
    pkt->offset = offset;
    pkt->delta = NG_PACKET_HEAD;
    return true;
}

uint64_t spool_move(struct spool *s, uint64_t offset)
{
    uint32_t len;
    size_t n = s->full || !s->max ? 0 : spool_read(s, offset, s->record, RECORD_LIKELY);
    if (n < NG_PACKET_HEAD)
        return 0;
    memcpy(&len, s->record + sizeof(len), sizeof(len)); /* behind the type */
    if (len < NG_PACKET_HEAD || len > s->part / 2 ||
        (len > n && spool_read(s, offset + n, s->record + n, len - n) < len - n) ||
        !make_room(s, len))
        return 0;
    uint64_t to = end_of(s);
    return append(s, s->record, len) ? to : 0;
}
