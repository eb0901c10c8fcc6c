/* Tests of the segments: files and spools read back by offset, windows, a full disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "capture/segment.h"
#include "capture/source/reader.h"
#include "tests/unit/captures.h"

static uint8_t byte_at(uint64_t i)
{
    return (uint8_t)(i * 7 + (i >> 8) * 3 + (i >> 16) * 11);
}

static void expect_bytes(struct segments *s, uint16_t number, uint64_t offset, size_t n, size_t got)
{
    uint8_t *to = malloc(n);
    assert_int_equal(segments_read(s, number, offset, to, n), got);
    for (size_t i = 0; i < got; i++)
        if (to[i] != byte_at(offset + i))
            fail_msg("byte %zu of the read at %llu is wrong", i, (unsigned long long)offset);
    free(to);
}

static int make_file(char path[64], size_t n)
{
    int fd;
    uint8_t *p = malloc(n);
    for (size_t i = 0; i < n; i++)
        p[i] = byte_at(i);
    capture_file(path, &fd, p, n);
    free(p);
    return fd;
}

static void reads_files_by_offset(void **state)
{
    (void)state;
    enum { SIZE = 1300000 };
    static const struct {
        uint64_t offset;
        size_t n, got;
    } rows[] = {
        { 0, 1, 1 },
        { 0, SIZE, SIZE },
        { 65535, 2, 2 },
        { 65536, 65536, 65536 },
        { 1000, 200000, 200000 },
        { SIZE - 1, 1, 1 },
        { SIZE - 1, 100, 1 },
        { SIZE, 1, 0 },
        { SIZE + 100000, 1, 0 },
        { UINT64_MAX, 1, 0 },
        { UINT64_MAX - 5, 100, 0 },
        { INT64_MAX, 100, 0 },
        { 5, 0, 0 },
    };
    char path[64];
    int fd = make_file(path, SIZE);
    struct segments *s = segments_new();
    assert_int_equal(segments_add_file(s, 0, fd), 0);
    assert_int_equal(segments_add_file(s, 65535, fd), 0);
    assert_int_equal(segments_add_file(s, 0, fd), -EEXIST);
    assert_int_equal(segments_add_file(s, 4, -1), -EBADF);
    close(fd); /* the set has its own */
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        expect_bytes(s, 0, rows[i].offset, rows[i].n, rows[i].got);
        expect_bytes(s, 65535, rows[i].offset, rows[i].n, rows[i].got);
        expect_bytes(s, 4, rows[i].offset, rows[i].n, 0);
        expect_bytes(s, 65534, rows[i].offset, rows[i].n, 0);
    }
    uint32_t random = 99;
    for (int i = 0; i < 3000; i++) {
        random = random * 1664525 + 1013904223;
        uint64_t offset = (random >> 4) % SIZE;
        size_t n = (random >> 9) % 3000;
        size_t got = offset + n > SIZE ? (size_t)(SIZE - offset) : n;
        expect_bytes(s, i % 2 ? 0 : 65535, offset, n, got);
    }
    assert_null(segments_spool(s, 0));
    assert_null(segments_spool(s, 7));
    segments_free(s);
}

/* A file that grows is read further, one that shrinks gives less. */
static void follows_the_file(void **state)
{
    (void)state;
    char path[64];
    int fd = make_file(path, 1000);
    struct segments *s = segments_new();
    assert_int_equal(segments_add_file(s, 1, fd), 0);
    expect_bytes(s, 1, 990, 100, 10);
    for (unsigned i = 1000; i < 1100; i++) {
        uint8_t v = byte_at(i);
        assert_int_equal(pwrite(fd, &v, 1, i), 1);
    }
    expect_bytes(s, 1, 990, 100, 100);
    assert_int_equal(ftruncate(fd, 0), 0);
    expect_bytes(s, 1, 200000, 10, 0);
    segments_free(s);
    close(fd);
}

/* ---- spools */

static void make_packet(struct packet *pkt, uint8_t *data, uint32_t number, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        data[i] = (uint8_t)(number * 13 + i);
    *pkt = (struct packet){ .data = data,
                            .time_ns = number,
                            .number = number,
                            .caplen = n,
                            .len = n,
                            .link = 1,
                            .segment = 2,
                            .offset = 42,
                            .delta = 16 };
}

static void expect_packet(struct segments *s, const struct packet *pkt)
{
    uint8_t *to = malloc(pkt->caplen);
    assert_int_equal(segments_read(s, 2, pkt->offset + pkt->delta, to, pkt->caplen), pkt->caplen);
    for (uint32_t i = 0; i < pkt->caplen; i++)
        if (to[i] != (uint8_t)(pkt->number * 13 + i))
            fail_msg("byte %u of packet %u is wrong", i, pkt->number);
    free(to);
}

/* The spool is a capture as any other. */
static void expect_capture(struct segments *s, const struct packet *kept, uint32_t n)
{
    char path[SEGMENT_PATH];
    struct reader *r;
    struct block b;
    uint32_t seen = 0;
    assert_true(segments_path(s, 2, path));
    assert_false(segments_path(s, 3, path));
    assert_int_equal(reader_open(&r, path, 2, NULL), 0);
    assert_string_equal(reader_format(r), "pcapng");
    block_init(&b);
    while (reader_next(r, &b) > 0)
        for (uint32_t i = 0; i < b.packets; i++, seen++) {
            const struct packet *is = &b.packet[i], *was = &kept[seen];
            assert_int_equal(is->offset, was->offset);
            assert_int_equal(is->delta, was->delta);
            assert_int_equal(is->time_ns, was->time_ns);
            assert_int_equal(is->caplen, was->caplen);
            assert_int_equal(is->link, was->link);
        }
    assert_int_equal(seen, n);
    block_fini(&b);
    reader_close(r);
}

/* All sizes, among them some larger than the write buffer; read back at once and at the end. */
static void reads_back_what_is_spooled(void **state)
{
    (void)state;
    enum { PACKETS = 1200 };
    struct segments *s = segments_new();
    struct packet *kept = calloc(PACKETS, sizeof(*kept));
    uint8_t *data = malloc(1 << 20);
    struct err err;
    uint32_t random = 7;
    assert_int_equal(segments_add_spool(s, 2, &(struct spool_options){ .dir = "/tmp" }, &err), 0);
    assert_non_null(segments_spool(s, 2));
    for (uint32_t i = 0; i < PACKETS; i++) {
        random = random * 1664525 + 1013904223;
        uint32_t n = i % 400 == 399 ? 600000 + i : i % 10 == 0 ? 0 : (random >> 8) % 3000;
        make_packet(&kept[i], data, i + 1, n);
        assert_true(segments_keep(s, &kept[i]));
        assert_true(i == 0 || kept[i].offset > kept[i - 1].offset);
        expect_packet(s, &kept[i]);
        expect_packet(s, &kept[(random >> 12) % (i + 1)]);
    }
    for (uint32_t i = 0; i < PACKETS; i++)
        expect_packet(s, &kept[PACKETS - 1 - i]);
    expect_capture(s, kept, PACKETS);
    free(kept);
    free(data);
    segments_free(s);
}

static void keeps_in_spools_only(void **state)
{
    (void)state;
    char path[64];
    int fd = make_file(path, 100);
    uint8_t data[4];
    struct packet pkt;
    struct segments *s = segments_new();
    make_packet(&pkt, data, 1, 4);
    assert_false(segments_keep(s, &pkt));
    assert_int_equal(segments_add_file(s, 2, fd), 0);
    assert_false(segments_keep(s, &pkt));
    assert_int_equal(pkt.offset, 42);
    assert_int_equal(pkt.delta, 16);
    segments_free(s);
    close(fd);
}

static void names_the_folder_that_fails(void **state)
{
    (void)state;
    struct segments *s = segments_new();
    struct err err;
    assert_int_equal(segments_add_spool(s, 0, &(struct spool_options){ .dir = "/no/such" }, &err),
                     -ENOENT);
    assert_string_equal(err.text, "no temporary file can be made in /no/such (No such file or "
                                  "directory); name a folder that can be written");
    assert_null(segments_spool(s, 0));
    setenv("TMPDIR", "/none/such", 1);
    assert_int_equal(segments_add_spool(s, 0, &(struct spool_options){ .dir = NULL }, &err),
                     -ENOENT);
    assert_non_null(strstr(err.text, " in /none/such "));
    unsetenv("TMPDIR");
    assert_int_equal(segments_add_spool(s, 0, &(struct spool_options){ .dir = NULL }, &err), 0);
    assert_int_equal(segments_add_spool(s, 0, &(struct spool_options){ .dir = NULL }, &err),
                     -EEXIST);
    segments_free(s);
}

/* In a child, since it limits the size of files: what was kept before stays readable. */
static void fill_the_disk(void)
{
    enum { PACKETS = 1000, BYTES = 2000 };
    struct rlimit limit = { 1000000, 1000000 };
    struct segments *s = segments_new();
    struct packet *kept = calloc(PACKETS, sizeof(*kept));
    uint8_t *data = malloc(BYTES);
    struct err err;
    uint32_t n = 0;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_int_equal(segments_add_spool(s, 2, &(struct spool_options){ .dir = "/tmp" }, &err), 0);
    for (; n < PACKETS; n++) {
        make_packet(&kept[n], data, n + 1, BYTES);
        if (!segments_keep(s, &kept[n]))
            break;
    }
    /* a million bytes in the file, and a buffer of 256 KiB behind it */
    assert_in_range(n, 1000000 / (BYTES + 24), 1300000 / (BYTES + 24));
    assert_false(segments_keep(s, &kept[n]));
    for (uint32_t i = 0; i < n; i++)
        expect_packet(s, &kept[i]);
    free(kept);
    free(data);
    segments_free(s);
}

static void survives_a_full_disk(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        fill_the_disk();
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_files_by_offset),       cmocka_unit_test(follows_the_file),
        cmocka_unit_test(reads_back_what_is_spooled),  cmocka_unit_test(keeps_in_spools_only),
        cmocka_unit_test(names_the_folder_that_fails), cmocka_unit_test(survives_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
