/* Builds captures for the tests of the readers, and writes down what reading them gave. */
#include "tests/unit/captures.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

void capture_init(struct capture *c, bool big)
{
    buf_init(&c->b, 64u << 20);
    c->big = big;
}

void capture_fini(struct capture *c)
{
    buf_fini(&c->b);
}

static void put(struct capture *c, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        buf_addc(&c->b, (char)(v >> 8 * (c->big ? n - 1 - i : i)));
}

void capture_u16(struct capture *c, unsigned v)
{
    put(c, v, 2);
}

void capture_u32(struct capture *c, uint64_t v)
{
    put(c, v, 4);
}

void capture_data(struct capture *c, unsigned seed, size_t n, size_t align)
{
    for (size_t i = 0; i < n; i++)
        buf_addc(&c->b, (char)(seed * 31 + i * 7 + (i >> 8)));
    while (align && n++ % align)
        buf_addc(&c->b, 0);
}

void capture_pcap(struct capture *c, uint32_t magic, uint32_t link)
{
    capture_u32(c, magic);
    capture_u16(c, 2);
    capture_u16(c, 4);
    capture_u32(c, 0);
    capture_u32(c, 0);
    capture_u32(c, 0); /* a snapshot length that nobody may believe */
    capture_u32(c, link);
}

void capture_record(struct capture *c, uint32_t magic, uint32_t s, uint32_t fraction, size_t caplen,
                    size_t len)
{
    capture_u32(c, s);
    capture_u32(c, fraction);
    capture_u32(c, caplen);
    capture_u32(c, len);
    if (magic == CAPTURE_KUZNETZOV)
        put(c, 7, 8);
    capture_data(c, s + fraction, caplen, 0);
}

void capture_block(struct capture *c, uint32_t type, const void *body, size_t n)
{
    capture_u32(c, type);
    capture_u32(c, n + 12);
    buf_add(&c->b, body, n);
    capture_u32(c, n + 12);
}

/* The head of a block whose length is known before its content. */
static void begin(struct capture *c, uint32_t type, size_t head, size_t caplen, size_t options)
{
    capture_u32(c, type);
    capture_u32(c, 8 + head + ((caplen + 3) & ~(size_t)3) + options + 4);
}

static void finish(struct capture *c, size_t head, size_t caplen, size_t options)
{
    capture_u32(c, 8 + head + ((caplen + 3) & ~(size_t)3) + options + 4);
}

void capture_section(struct capture *c)
{
    begin(c, 0x0a0d0d0a, 16, 0, 0);
    capture_u32(c, 0x1a2b3c4d);
    capture_u16(c, 1);
    capture_u16(c, 0);
    put(c, UINT64_MAX, 8);
    finish(c, 16, 0, 0);
}

void capture_interface(struct capture *c, unsigned link, uint32_t snaplen, const void *options,
                       size_t n)
{
    begin(c, 1, 8, 0, n);
    capture_u16(c, link);
    capture_u16(c, 0);
    capture_u32(c, snaplen);
    buf_add(&c->b, options, n);
    finish(c, 8, 0, n);
}

void capture_enhanced(struct capture *c, uint32_t interface, uint64_t ticks, size_t caplen,
                      size_t len, const void *options, size_t n)
{
    begin(c, 6, 20, caplen, n);
    capture_u32(c, interface);
    capture_u32(c, ticks >> 32);
    capture_u32(c, ticks & UINT32_MAX);
    capture_u32(c, caplen);
    capture_u32(c, len);
    capture_data(c, (unsigned)ticks, caplen, 4);
    buf_add(&c->b, options, n);
    finish(c, 20, caplen, n);
}

void capture_simple(struct capture *c, size_t caplen, size_t len)
{
    begin(c, 3, 4, caplen, 0);
    capture_u32(c, len);
    capture_data(c, (unsigned)len, caplen, 4);
    finish(c, 4, caplen, 0);
}

void capture_obsolete(struct capture *c, unsigned interface, uint64_t ticks, size_t caplen,
                      size_t len)
{
    begin(c, 2, 20, caplen, 0);
    capture_u16(c, interface);
    capture_u16(c, 3); /* drops */
    capture_u32(c, ticks >> 32);
    capture_u32(c, ticks & UINT32_MAX);
    capture_u32(c, caplen);
    capture_u32(c, len);
    capture_data(c, (unsigned)ticks, caplen, 4);
    finish(c, 20, caplen, 0);
}

/* ---- reading */

const char *capture_file(char path[64], int *fd, const void *p, size_t n)
{
    *fd = memfd_create("capture", MFD_CLOEXEC);
    assert_true(*fd >= 0);
    assert_int_equal(pwrite(*fd, p, n, 0), n);
    snprintf(path, 64, "/proc/self/fd/%d", *fd);
    return path;
}

static void add_packet(struct outcome *o, const struct packet *p)
{
    uint32_t check = 17;
    for (uint32_t i = 0; i < p->caplen; i++)
        check = check * 31 + p->data[i];
    buf_printf(&o->text,
               "%" PRIu32 " %u %" PRId64 " %" PRIu32 "/%" PRIu32 " %" PRIu64 "+%u %08" PRIx32 "\n",
               p->number, p->link, p->time_ns, p->caplen, p->len, p->offset, p->delta, check);
    o->packets++;
}

/* The sentence, with FILE for the name of the input in front. */
static void add_sentence(struct outcome *o, const struct err *err, const char *name)
{
    size_t n = strlen(name);
    assert_memory_equal(err->text, name, n);
    buf_printf(&o->text, "FILE%s\n", err->text + n);
}

static const char *name_of(const char *path)
{
    return strcmp(path, "-") ? path : "standard input";
}

void outcome_of_reader(struct outcome *o, struct reader *r)
{
    struct block b;
    block_init(&b);
    int rc;
    while ((rc = reader_next(r, &b)) == 1) {
        assert_true(b.packets > 0);
        for (uint32_t i = 0; i < b.packets; i++) {
            const struct packet *p = &b.packet[i];
            assert_true(p->data >= b.bytes && p->data + p->caplen <= b.bytes + b.n);
            assert_true(b.n <= b.cap);
            add_packet(o, p);
        }
    }
    o->status = rc;
    if (rc < 0)
        add_sentence(o, reader_error(r), name_of(reader_path(r)));
    assert_int_equal(reader_next(r, &b), rc); /* and it stays so */
    block_fini(&b);
    reader_close(r);
}

static void outcome_of(struct outcome *o, const char *path)
{
    struct reader *r = NULL;
    struct err err = { "" };
    *o = (struct outcome){ 0 };
    buf_init(&o->text, 64u << 20);
    o->status = reader_open(&r, path, 3, &err);
    if (o->status) {
        assert_null(r);
        add_sentence(o, &err, name_of(path));
        return;
    }
    outcome_of_reader(o, r);
}

void outcome_of_file(struct outcome *o, const void *p, size_t n)
{
    char path[64];
    int fd;
    outcome_of(o, capture_file(path, &fd, p, n));
    close(fd);
}

struct writer {
    int fd;
    const char *p;
    size_t n, first, piece;
};

/* Until the reader has taken what is in the pipe. False: it has gone. */
static bool wait_until_taken(int fd)
{
    int there;
    struct pollfd p = { .fd = fd };
    while (!ioctl(fd, FIONREAD, &there) && there) {
        if (poll(&p, 1, 0) && p.revents & POLLERR)
            return false;
        sched_yield();
    }
    return true;
}

static void *write_pieces(void *arg)
{
    struct writer *w = arg;
    size_t part = w->first;
    while (w->n && wait_until_taken(w->fd)) {
        if (part > w->n)
            part = w->n;
        ssize_t did = part ? write(w->fd, w->p, part) : 0;
        if (did < 0)
            break;
        w->p += did;
        w->n -= (size_t)did;
        part = w->piece;
    }
    close(w->fd);
    return NULL;
}

void outcome_of_pipe(struct outcome *o, const void *p, size_t n, size_t first, size_t piece)
{
    int fd[2], keep = dup(STDIN_FILENO);
    pthread_t thread;
    assert_int_equal(pipe2(fd, O_CLOEXEC), 0);
    struct writer w = { fd[1], p, n, first, piece };
    dup2(fd[0], STDIN_FILENO);
    close(fd[0]);
    assert_int_equal(pthread_create(&thread, NULL, write_pieces, &w), 0);
    outcome_of(o, "-");
    dup2(keep, STDIN_FILENO); /* closes the pipe */
    close(keep);
    pthread_join(thread, NULL);
}

void outcome_fini(struct outcome *o)
{
    buf_fini(&o->text);
}
