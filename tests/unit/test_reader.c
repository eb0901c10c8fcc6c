/* Tests of the reader: what it refuses and how it says so, blocks, pipes, first times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/captures.h"

/* ---- refusals */

static void expect_refusal(const char *path, int code, const char *sentence)
{
    struct reader *r = NULL;
    struct err err = { "" };
    char expected[512];
    snprintf(expected, sizeof(expected), sentence, path, path);
    assert_int_equal(reader_open(&r, path, 0, &err), code);
    assert_null(r);
    assert_string_equal(err.text, expected);
}

static const struct {
    const char *bytes;
    size_t n;
    int code;
    const char *file; /* the path stands for %s */
    const char *pipe; /* NULL: the same with "standard input" */
} refusals[] = {
    { "", 0, -ENODATA, "%s is empty; not even the header of a capture is there", NULL },
    { "\x1f\x8b\x08", 3, -EINVAL, "%s is compressed; unpack it on the way: `gzip -dc %s | rung -`",
      "standard input is compressed; put `gzip -dc` before rung" },
    { "\x28\xb5\x2f\xfd....", 8, -EINVAL,
      "%s is compressed; unpack it on the way: `zstd -dc %s | rung -`",
      "standard input is compressed; put `zstd -dc` before rung" },
    { "\xfd\x37zXZ\0..", 8, -EINVAL, "%s is compressed; unpack it on the way: `xz -dc %s | rung -`",
      "standard input is compressed; put `xz -dc` before rung" },
    { "BZh91AY&SY", 10, -EINVAL, "%s is compressed; unpack it on the way: `bzip2 -dc %s | rung -`",
      "standard input is compressed; put `bzip2 -dc` before rung" },
    { "snoop\0\0\0\0\0\0\2", 12, -EINVAL,
      "%s is a Solaris snoop capture; make a pcap of it: `editcap -F pcap %s NEW.pcap`",
      "standard input is a Solaris snoop capture; make a pcap of it: `editcap -F pcap FILE "
      "NEW.pcap`" },
    { "\x4d\x3c\x2b\xa1\2\0\4\0", 8, -EINVAL,
      "%s is Navtel's variant of pcap; make a pcap of it: `editcap -F pcap %s NEW.pcap`",
      "standard input is Navtel's variant of pcap; make a pcap of it: `editcap -F pcap FILE "
      "NEW.pcap`" },
    { "\x7f\x45LF\2\1\1\0\0", 9, -EINVAL, "%s is not a capture (pcap or pcapng) but a program",
      NULL },
    { "INVITE sip:bob@example.com SIP/2.0\r\n", 36, -EINVAL,
      "%s is not a capture (pcap or pcapng) but text; `text2pcap` makes a capture of a hex dump",
      NULL },
    { "x", 1, -EINVAL,
      "%s is not a capture (pcap or pcapng) but text; `text2pcap` makes a capture of a hex dump",
      NULL },
    { "\0\1\2\3\4\5\6\7", 8, -EINVAL,
      "%s is not a capture (pcap or pcapng): its first bytes say nothing known", NULL },
    { "\xd4\xc3\xb2", 3, -EINVAL,
      "%s is not a capture (pcap or pcapng): its first bytes say nothing known", NULL },
    { "\xd4\xc3\xb2\xa1\2\0\4\0\0\0", 10, -EBADMSG,
      "%s is cut short: its file header needs 24 bytes and 10 are there; it has no packets", NULL },
};

static void refuses_with_a_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        char path[64], expected[512];
        int fd;
        struct outcome o;
        capture_file(path, &fd, refusals[i].bytes, refusals[i].n);
        expect_refusal(path, refusals[i].code, refusals[i].file);
        close(fd);
        outcome_of_pipe(&o, refusals[i].bytes, refusals[i].n, 1, 1);
        const char *sentence = refusals[i].pipe ? refusals[i].pipe : refusals[i].file;
        snprintf(expected, sizeof(expected), sentence, "standard input");
        assert_int_equal(o.status, refusals[i].code);
        assert_memory_equal(o.text.p, "FILE", 4);
        assert_int_equal(strlen(o.text.p + 4), strlen(expected + 14) + 1);
        assert_memory_equal(o.text.p + 4, expected + 14, strlen(expected + 14));
        outcome_fini(&o);
    }
}

/* A folder of its own, removed with what is in it. */
static void with_folder(void (*run)(const char *folder))
{
    char folder[] = "/tmp/rung-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    run(folder);
    assert_int_equal(rmdir(folder), 0);
}

static void refuse_paths(const char *folder)
{
    char path[64];
    snprintf(path, sizeof(path), "%s/no.pcap", folder);
    expect_refusal(path, -ENOENT, "%s does not exist");
    expect_refusal(folder, -EISDIR, "%s is a folder; name the captures in it");
    snprintf(path, sizeof(path), "%s/forbidden.pcap", folder);
    close(open(path, O_CREAT | O_WRONLY, 0));
    if (geteuid() == 0) { /* root may read all: ask as somebody else */
        pid_t child = fork();
        if (child == 0) {
            struct reader *r = NULL;
            struct err err;
            chmod(folder, 0711);
            bool ok = !setuid(65534) && reader_open(&r, path, 0, &err) == -EACCES &&
                      strstr(err.text, "/forbidden.pcap may not be read by you; its permissions");
            _exit(!ok);
        }
        int status;
        waitpid(child, &status, 0);
        assert_int_equal(status, 0);
    } else {
        expect_refusal(
            path, -EACCES,
            "%s may not be read by you; its permissions or those of its folder forbid it");
    }
    unlink(path);
    int pty = posix_openpt(O_RDWR | O_NOCTTY);
    if (pty >= 0 && !grantpt(pty) && !unlockpt(pty) && !ptsname_r(pty, path, sizeof(path)))
        expect_refusal(path, -EINVAL,
                       "%s is a terminal; give a file, or a capture through a pipe: "
                       "`tcpdump -U -w - | rung -`");
    close(pty);
}

static void refuses_paths(void **state)
{
    (void)state;
    with_folder(refuse_paths);
}

/* A long path is cut in front, so that the sentence stays whole. */
static void shortens_long_paths(void **state)
{
    (void)state;
    char path[400], expected[512];
    struct reader *r = NULL;
    struct err err;
    memset(path, 'a', sizeof(path));
    for (size_t i = 0; i < sizeof(path); i += 100)
        path[i] = '/';
    path[sizeof(path) - 1] = 0;
    snprintf(expected, sizeof(expected), "...%s does not exist", path + sizeof(path) - 201);
    assert_int_equal(reader_open(&r, path, 0, &err), -ENOENT);
    assert_string_equal(err.text, expected);
}

/* ---- blocks */

/* About 2 MiB of packets of all sizes up to 3,000 bytes, and one of 1 MiB. */
static void build_large(struct capture *c, uint32_t *count)
{
    uint32_t n = 0, random = 1;
    capture_init(c, false);
    capture_pcap(c, CAPTURE_NS, 1);
    while (c->b.n < 2u << 20) {
        random = random * 1664525 + 1013904223;
        size_t len = n % 50 == 0 ? 0 : (random >> 8) % 3000;
        if (n == 500)
            len = 1 << 20;
        capture_record(c, CAPTURE_NS, n, n, len, len);
        n++;
    }
    *count = n;
}

/* Many blocks alive at once, as the workers have them: each keeps its packets. */
static void keeps_blocks_apart(void **state)
{
    (void)state;
    enum { BLOCKS = 64 };
    struct capture c;
    struct block b[BLOCKS];
    char path[64];
    int fd, n = 0;
    uint32_t count, seen = 0;
    struct reader *r;
    struct err err;
    build_large(&c, &count);
    for (int i = 0; i < BLOCKS; i++)
        block_init(&b[i]);
    assert_int_equal(reader_open(&r, capture_file(path, &fd, c.b.p, c.b.n), 0, &err), 0);
    assert_true(reader_is_seekable(r));
    while (n < BLOCKS && reader_next(r, &b[n]) == 1)
        n++;
    assert_true(n > 4 && n < BLOCKS);
    for (int i = 0; i < n; i++)
        for (uint32_t k = 0; k < b[i].packets; k++) {
            const struct packet *p = &b[i].packet[k];
            assert_int_equal(p->number, ++seen);
            assert_memory_equal(p->data, c.b.p + p->offset + p->delta, p->caplen);
            assert_true(p->data >= b[i].bytes && p->data + p->caplen <= b[i].bytes + b[i].n);
        }
    assert_int_equal(seen, count);
    for (int i = 0; i < n; i++) /* the padding is there */
        for (int k = 0; k < BLOCK_PADDING; k++)
            b[i].bytes[b[i].n + (size_t)k] = 1;
    for (int i = 0; i < BLOCKS; i++)
        block_fini(&b[i]);
    reader_close(r);
    close(fd);
    capture_fini(&c);
}

static void reads_large_streams_alike(void **state)
{
    (void)state;
    static const size_t pieces[] = { 4096, 65536, 1000, 60001 };
    struct capture c;
    struct outcome file;
    uint32_t count;
    build_large(&c, &count);
    outcome_of_file(&file, c.b.p, c.b.n);
    assert_int_equal(file.status, 0);
    assert_int_equal(file.packets, count);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct outcome o;
        outcome_of_pipe(&o, c.b.p, c.b.n, 24, pieces[i]);
        assert_string_equal(o.text.p, file.text.p);
        outcome_fini(&o);
    }
    outcome_fini(&file);
    capture_fini(&c);
}

/* The largest record that is believed, and one byte more. */
static void bounds_a_record(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct capture c;
        struct outcome o;
        capture_init(&c, true);
        capture_pcap(&c, CAPTURE_US, 1);
        capture_record(&c, CAPTURE_US, 1, 0, 10, 10);
        capture_record(&c, CAPTURE_US, 2, 0, READER_RECORD + more, 10);
        capture_record(&c, CAPTURE_US, 3, 0, 10, 10);
        outcome_of_file(&o, c.b.p, c.b.n);
        assert_int_equal(o.packets, more ? 1 : 3);
        assert_int_equal(o.status, more ? -EBADMSG : 0);
        outcome_fini(&o);
        capture_fini(&c);
    }
}

/* A claim of 16 MiB in a small file costs no 16 MiB. */
static void believes_no_length(void **state)
{
    (void)state;
    struct capture c;
    struct block b;
    char path[64];
    int fd;
    struct reader *r;
    struct err err;
    capture_init(&c, false);
    capture_pcap(&c, CAPTURE_US, 1);
    capture_record(&c, CAPTURE_US, 1, 0, READER_RECORD, READER_RECORD);
    block_init(&b);
    assert_int_equal(reader_open(&r, capture_file(path, &fd, c.b.p, 100), 0, &err), 0);
    assert_int_equal(reader_next(r, &b), -EBADMSG);
    assert_true(b.cap < 4u * READER_BLOCK);
    assert_non_null(strstr(reader_error(r)->text,
                           " is cut short: packet 1 at offset 24 needs 16777216 bytes and 60 are "
                           "there; no packet comes before it"));
    block_fini(&b);
    reader_close(r);
    close(fd);
    capture_fini(&c);
}

/* Somebody cuts the file short while it is read. */
static void survives_truncation(void **state)
{
    (void)state;
    struct capture c;
    struct block b;
    char path[64];
    int fd, rc;
    uint32_t count, seen = 0;
    struct reader *r;
    struct err err;
    build_large(&c, &count);
    block_init(&b);
    assert_int_equal(reader_open(&r, capture_file(path, &fd, c.b.p, c.b.n), 0, &err), 0);
    assert_int_equal(reader_next(r, &b), 1);
    assert_int_equal(ftruncate(fd, 300000), 0);
    do
        seen += b.packets;
    while ((rc = reader_next(r, &b)) == 1);
    assert_int_equal(rc, -EBADMSG);
    assert_true(seen > 0 && seen < count);
    assert_non_null(strstr(reader_error(r)->text, "is cut short: "));
    block_fini(&b);
    reader_close(r);
    close(fd);
    capture_fini(&c);
}

/* ---- the first time, offsets */

static void tells_the_first_time(void **state)
{
    (void)state;
    struct capture c;
    struct block b;
    char path[64];
    int fd;
    int64_t ns = -1;
    uint32_t count;
    struct reader *r;
    struct err err;
    build_large(&c, &count);
    c.b.p[24] = 77;
    block_init(&b);
    assert_int_equal(reader_open(&r, capture_file(path, &fd, c.b.p, c.b.n), 0, &err), 0);
    for (int i = 0; i < 2; i++) {
        assert_true(reader_first_time(r, &ns));
        assert_int_equal(ns, INT64_C(77000000000));
    }
    assert_int_equal(reader_offset(r), 24);
    assert_int_equal(reader_next(r, &b), 1);
    assert_int_equal(b.packet->number, 1);
    uint32_t next = b.packets + 1;
    assert_int_equal(reader_next(r, &b), 1);
    assert_int_equal(b.packet->number, next);
    assert_true(reader_first_time(r, &ns)); /* also later */
    assert_int_equal(ns, INT64_C(77000000000));
    reader_close(r);
    assert_int_equal(ftruncate(fd, 24), 0);
    assert_int_equal(reader_open(&r, path, 0, &err), 0);
    assert_false(reader_first_time(r, &ns));
    assert_int_equal(reader_next(r, &b), 0);
    reader_close(r);
    assert_int_equal(ftruncate(fd, 30), 0);
    assert_int_equal(reader_open(&r, path, 0, &err), 0);
    assert_false(reader_first_time(r, &ns)); /* the damage is not lost by that */
    assert_int_equal(reader_next(r, &b), -EBADMSG);
    reader_close(r);
    block_fini(&b);
    close(fd);
    capture_fini(&c);
}

/* Standard input may be a file, and stand in its midst. */
static void reads_a_file_on_stdin(void **state)
{
    (void)state;
    struct capture c;
    struct outcome o;
    char path[64];
    int fd, keep = dup(STDIN_FILENO);
    struct reader *r;
    struct err err;
    capture_init(&c, false);
    buf_adds(&c.b, "before");
    capture_pcap(&c, CAPTURE_US, 1);
    capture_record(&c, CAPTURE_US, 1, 0, 10, 10);
    capture_file(path, &fd, c.b.p, c.b.n);
    assert_int_equal(lseek(fd, 6, SEEK_SET), 6);
    dup2(fd, STDIN_FILENO);
    assert_int_equal(reader_open(&r, "-", 0, &err), 0);
    assert_true(reader_is_seekable(r));
    assert_int_equal(reader_fd(r), STDIN_FILENO);
    o = (struct outcome){ 0 };
    buf_init(&o.text, 4096);
    outcome_of_reader(&o, r);
    assert_memory_equal(o.text.p, "1 1 1000000000 10/10 30+16 ", 27);
    assert_int_equal(o.status, 0);
    outcome_fini(&o);
    dup2(keep, STDIN_FILENO);
    close(keep);
    close(fd);
    capture_fini(&c);
}

/* ---- pipes */

struct late {
    const struct capture *c;
    int fd;
};

static void *write_late(void *arg)
{
    const struct late *w = arg;
    for (size_t i = 0; i < w->c->b.n; i += 20) {
        usleep(1000);
        size_t n = w->c->b.n - i < 20 ? w->c->b.n - i : 20;
        if (write(w->fd, w->c->b.p + i, n) < 0)
            break;
    }
    close(w->fd);
    return NULL;
}

/* Somebody before us has made the pipe non-blocking: that is no error, and no busy waiting. */
static void waits_for_a_nonblocking_pipe(void **state)
{
    (void)state;
    struct capture c;
    struct outcome o = { 0 };
    int fd[2], keep = dup(STDIN_FILENO);
    pthread_t thread;
    struct reader *r;
    struct err err;
    capture_init(&c, false);
    capture_pcap(&c, CAPTURE_US, 1);
    capture_record(&c, CAPTURE_US, 1, 0, 100, 100);
    assert_int_equal(pipe2(fd, O_NONBLOCK), 0);
    dup2(fd[0], STDIN_FILENO);
    close(fd[0]);
    struct late w = { &c, fd[1] };
    pthread_create(&thread, NULL, write_late, &w);
    assert_int_equal(reader_open(&r, "-", 0, &err), 0);
    assert_false(reader_is_seekable(r));
    assert_int_equal(reader_size(r), 0);
    buf_init(&o.text, 4096);
    outcome_of_reader(&o, r);
    assert_int_equal(o.packets, 1);
    assert_int_equal(o.status, 0);
    pthread_join(thread, NULL);
    dup2(keep, STDIN_FILENO);
    close(keep);
    outcome_fini(&o);
    capture_fini(&c);
}

struct opener {
    char path[64];
    const struct capture *c;
};

static void *write_fifo(void *arg)
{
    struct opener *o = arg;
    int fd = open(o->path, O_WRONLY);
    if (fd < 0 || write(fd, o->c->b.p, o->c->b.n) < 0)
        return NULL;
    close(fd);
    return NULL;
}

static void read_fifo(const char *folder)
{
    struct capture c;
    struct opener w = { .c = &c };
    struct outcome o = { 0 };
    struct reader *r;
    struct err err;
    pthread_t thread;
    capture_init(&c, true);
    capture_pcap(&c, CAPTURE_US, 1);
    capture_record(&c, CAPTURE_US, 1, 0, 100, 100);
    snprintf(w.path, sizeof(w.path), "%s/fifo", folder);
    assert_int_equal(mkfifo(w.path, 0600), 0);
    pthread_create(&thread, NULL, write_fifo, &w);
    assert_int_equal(reader_open(&r, w.path, 0, &err), 0);
    assert_false(reader_is_seekable(r));
    buf_init(&o.text, 4096);
    outcome_of_reader(&o, r);
    assert_int_equal(o.packets, 1);
    assert_int_equal(o.status, 0);
    pthread_join(thread, NULL);
    unlink(w.path);
    outcome_fini(&o);
    capture_fini(&c);
}

static void reads_a_fifo(void **state)
{
    (void)state;
    with_folder(read_fifo);
}

/* A packet is handed out when it is there, not when a block is full. */
static void hands_out_at_once(void **state)
{
    (void)state;
    struct capture c;
    struct block b;
    int fd[2], keep = dup(STDIN_FILENO);
    struct reader *r;
    struct err err;
    capture_init(&c, false);
    capture_pcap(&c, CAPTURE_US, 1);
    capture_record(&c, CAPTURE_US, 1, 0, 100, 100);
    assert_int_equal(pipe(fd), 0);
    dup2(fd[0], STDIN_FILENO);
    close(fd[0]);
    block_init(&b);
    assert_int_equal(write(fd[1], c.b.p, 24), 24);
    assert_int_equal(reader_open(&r, "-", 0, &err), 0);
    for (uint32_t i = 1; i <= 3; i++) {
        assert_int_equal(write(fd[1], c.b.p + 24, c.b.n - 24), c.b.n - 24);
        assert_int_equal(reader_next(r, &b), 1);
        assert_int_equal(b.packets, 1);
        assert_int_equal(b.packet->number, i);
    }
    close(fd[1]);
    assert_int_equal(reader_next(r, &b), 0);
    reader_close(r);
    block_fini(&b);
    dup2(keep, STDIN_FILENO);
    close(keep);
    capture_fini(&c);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_with_a_sentence),
        cmocka_unit_test(refuses_paths),
        cmocka_unit_test(shortens_long_paths),
        cmocka_unit_test(keeps_blocks_apart),
        cmocka_unit_test(reads_large_streams_alike),
        cmocka_unit_test(bounds_a_record),
        cmocka_unit_test(believes_no_length),
        cmocka_unit_test(survives_truncation),
        cmocka_unit_test(tells_the_first_time),
        cmocka_unit_test(reads_a_file_on_stdin),
        cmocka_unit_test(waits_for_a_nonblocking_pipe),
        cmocka_unit_test(reads_a_fifo),
        cmocka_unit_test(hands_out_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
