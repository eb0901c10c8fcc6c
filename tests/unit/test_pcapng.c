/* Tests of the pcapng format: sections, interfaces and their clocks, all packet blocks, comments,
 * every prefix, every split, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "capture/source/pcapng.h"
#include "tests/unit/captures.h"

#define NS_RESOLUTION "\x09\x00\x01\x00\x09\0\0\0\0\0\0\0" /* little-endian, with the end */
#define NS_RESOLUTION_BIG "\x00\x09\x00\x01\x09\0\0\0\0\0\0\0"

/* A bit of everything: two sections of both byte orders, each with its own interfaces, unknown
 * blocks between. */
static void build(struct capture *c, bool big)
{
    capture_init(c, big);
    capture_section(c);
    capture_interface(c, 1, 0, "", 0);
    capture_interface(c, 113, 96, big ? NS_RESOLUTION_BIG : NS_RESOLUTION, 12);
    capture_enhanced(c, 0, 1700000000123456, 61, 61, "", 0);
    capture_block(c, 0x0bad, "unknown!", 8);
    capture_enhanced(c, 1, 1700000000123456789, 0, 99, "", 0);
    capture_simple(c, 7, 7);
    capture_obsolete(c, 1, 1700000001000000001, 2, 2);
    c->big = !big;
    capture_section(c);
    capture_block(c, 5, "statistics of it", 16);
    capture_interface(c, 101, 0, "", 0);
    capture_enhanced(c, 0, 1700000002000000, 3, 3, "", 0);
}

static const struct {
    int64_t time_ns;
    uint32_t caplen, len, offset;
    uint16_t delta, link;
} packets[] = {
    { 1700000000123456000, 61, 61, 80, 28, 1 },  { 1700000000123456789, 0, 99, 196, 28, 113 },
    { 1700000000123456789, 7, 7, 228, 12, 1 },   { 1700000001000000001, 2, 2, 252, 28, 113 },
    { 1700000002000000000, 3, 3, 364, 28, 101 },
};

static void reads_sections_and_interfaces(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct capture c;
        char path[64];
        int fd;
        struct reader *r;
        struct err err;
        struct block b;
        build(&c, big);
        block_init(&b);
        assert_int_equal(reader_open(&r, capture_file(path, &fd, c.b.p, c.b.n), 65535, &err), 0);
        assert_int_equal(reader_next(r, &b), 1);
        assert_int_equal(b.packets, 5);
        for (uint32_t i = 0; i < 5; i++) {
            const struct packet *p = &b.packet[i];
            assert_int_equal(p->time_ns, packets[i].time_ns);
            assert_int_equal(p->caplen, packets[i].caplen);
            assert_int_equal(p->len, packets[i].len);
            assert_int_equal(p->number, i + 1);
            assert_int_equal(p->link, packets[i].link);
            assert_int_equal(p->segment, 65535);
            assert_int_equal(p->offset, packets[i].offset);
            assert_int_equal(p->delta, packets[i].delta);
            assert_memory_equal(p->data, c.b.p + p->offset + p->delta, p->caplen);
        }
        assert_int_equal(reader_next(r, &b), 0);
        reader_close(r);
        close(fd);
        block_fini(&b);
        capture_fini(&c);
    }
}

/* Is byte n a place between two blocks? */
static bool is_block_end(const struct capture *c, bool big, size_t n)
{
    size_t at = 0;
    while (at < n) {
        const uint8_t *p = (const uint8_t *)c->b.p + at;
        if (!memcmp(p, "\n\r\r\n", 4))
            big = p[8] == 0x1a;
        at += big ? (size_t)p[6] << 8 | p[7] : (size_t)p[5] << 8 | p[4];
    }
    return at == n;
}

static void tells_where_every_prefix_is_cut(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct capture c;
        build(&c, big);
        for (size_t n = 4; n <= c.b.n; n++) {
            struct outcome o;
            uint32_t count = 0;
            while (count < 5 && packets[count].offset + packets[count].delta +
                                        (packets[count].caplen + 3) / 4 * 4 + 4 <=
                                    n)
                count++;
            outcome_of_file(&o, c.b.p, n);
            assert_int_equal(o.packets, count);
            assert_int_equal(o.status, is_block_end(&c, big, n) ? 0 : -EBADMSG);
            assert_true(o.status == 0 || strstr(o.text.p, "FILE is cut short: the block "));
            outcome_fini(&o);
        }
        capture_fini(&c);
    }
}

static void reads_every_split_alike(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct capture c;
        struct outcome file;
        build(&c, big);
        outcome_of_file(&file, c.b.p, c.b.n);
        for (size_t n = 1; n < c.b.n; n++) {
            struct outcome two, pieces;
            outcome_of_pipe(&two, c.b.p, c.b.n, n, c.b.n);
            outcome_of_pipe(&pieces, c.b.p, c.b.n, n, n);
            assert_string_equal(two.text.p, file.text.p);
            assert_string_equal(pieces.text.p, file.text.p);
            outcome_fini(&two);
            outcome_fini(&pieces);
        }
        outcome_fini(&file);
        capture_fini(&c);
    }
}

/* ---- clocks */

struct clock_case {
    uint8_t resolution;
    int64_t offset_s;
    uint64_t ticks;
    int64_t ns;
};

static const struct clock_case clocks[] = {
    { 6, 0, 1700000000123456, 1700000000123456000 },
    { 9, 0, 1700000000123456789, 1700000000123456789 },
    { 0, 0, 1700000000, 1700000000000000000 },
    { 3, 0, 1700000000123, 1700000000123000000 },
    { 12, 0, 1700000000123456789, 1700000000123456 },
    { 18, 0, 1999999999999999999, 1999999999 },
    { 19, 0, UINT64_MAX, 1844674407 },
    { 28, 0, UINT64_MAX, 1 },
    { 29, 0, UINT64_MAX, 0 },
    { 127, 0, UINT64_MAX, 0 },
    { 0x80, 0, 1700000000, 1700000000000000000 },
    { 0x80 | 1, 0, 3, 1500000000 },
    { 0x80 | 10, 0, UINT64_C(1700000000) << 10 | 512, 1700000000500000000 },
    { 0x80 | 30, 0, UINT64_C(1700000000) << 30 | 1, 1700000000000000000 },
    { 0x80 | 32, 0, UINT64_C(1700000000) << 32 | 0x80000000, 1700000000500000000 },
    { 0x80 | 63, 0, UINT64_MAX, 1999999999 },
    { 0x80 | 64, 0, UINT64_MAX, 999999999 },
    { 0x80 | 93, 0, UINT64_MAX, 1 },
    { 0x80 | 127, 0, UINT64_MAX, 0 },
    /* what does not fit stays at the last time there is */
    { 6, 0, UINT64_MAX, INT64_MAX },
    { 0, 0, UINT64_MAX, INT64_MAX },
    { 0x80, 0, UINT64_MAX, INT64_MAX },
    { 9, 0, INT64_MAX, INT64_MAX },
    { 9, 0, UINT64_C(1) << 63, INT64_MAX },
    { 6, 0, 9223372036854775, 9223372036854775000 },
    { 6, 0, 9223372036854776, INT64_MAX },
    /* offsets */
    { 6, 1700000000, 123456, 1700000000123456000 },
    { 6, -1, 1700000000123456, 1699999999123456000 },
    { 6, -3600, 1, -3599999999000 },
    { 9, INT64_MAX, 1, INT64_MAX },
    { 9, INT64_MIN, UINT64_MAX, INT64_MIN },
    { 0x80 | 20, 5, 1 << 20, 6000000000 },
};

static void keeps_every_clock(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * sizeof(clocks) / sizeof(clocks[0]); i++) {
        const struct clock_case *k = &clocks[i / 2];
        struct capture c, options;
        struct outcome o;
        char expected[64];
        capture_init(&c, i % 2);
        capture_init(&options, i % 2);
        capture_u16(&options, 2); /* its name, of an odd length */
        capture_u16(&options, 5);
        buf_add(&options.b, "eth0\0\0\0\0", 8);
        capture_u16(&options, 9);
        capture_u16(&options, 1);
        buf_add(&options.b, (const char[4]){ (char)k->resolution }, 4);
        if (k->offset_s) {
            uint64_t v = (uint64_t)k->offset_s;
            capture_u16(&options, 14);
            capture_u16(&options, 8);
            capture_u32(&options, options.big ? v >> 32 : v & UINT32_MAX);
            capture_u32(&options, options.big ? v & UINT32_MAX : v >> 32);
        }
        capture_section(&c);
        capture_interface(&c, 1, 0, options.b.p, options.b.n);
        capture_enhanced(&c, 0, k->ticks, 1, 1, "", 0);
        outcome_of_file(&o, c.b.p, c.b.n);
        assert_int_equal(o.status, 0);
        snprintf(expected, sizeof(expected), "1 1 %" PRId64 " 1/1 ", k->ns);
        assert_memory_equal(o.text.p, expected, strlen(expected));
        outcome_fini(&o);
        capture_fini(&c);
        capture_fini(&options);
    }
}

/* Cut or absurd options leave the clock as it was by then. */
static void passes_damaged_options(void **state)
{
    (void)state;
    static const struct {
        const char *options;
        size_t n;
        const char *time;
    } rows[] = {
        { "\x09\0\xff\xff\x09\0\0\0", 8, "1 1 5000 " },
        { "\x09\0\0\0", 4, "1 1 5000 " },
        { "\x0e\0\4\0\1\1\1\1", 8, "1 1 5000 " },
        { "\0\0\0\0\x09\0\1\0\x09\0\0\0", 12, "1 1 5000 " },
        { "\x09\0\1\0\x09\0\0\0\x02\0\xf0\0", 12, "1 1 5 " },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct capture c;
        struct outcome o;
        capture_init(&c, false);
        capture_section(&c);
        capture_interface(&c, 1, 0, rows[i].options, rows[i].n);
        capture_enhanced(&c, 0, 5, 1, 1, "", 0);
        outcome_of_file(&o, c.b.p, c.b.n);
        assert_int_equal(o.status, 0);
        assert_memory_equal(o.text.p, rows[i].time, strlen(rows[i].time));
        outcome_fini(&o);
        capture_fini(&c);
    }
}

/* A simple block has neither a time nor, perhaps, all bytes of its packet. */
static void reads_simple_blocks(void **state)
{
    (void)state;
    struct capture c;
    struct outcome o;
    capture_init(&c, false);
    capture_section(&c);
    capture_interface(&c, 1, 10, "", 0);
    capture_simple(&c, 8, 8);
    capture_enhanced(&c, 0, 7, 4, 4, "", 0);
    capture_simple(&c, 10, 100);
    capture_section(&c);
    capture_interface(&c, 1, 0, "", 0);
    capture_simple(&c, 16, 100); /* cut, although the interface says that it cuts nothing */
    outcome_of_file(&o, c.b.p, c.b.n);
    assert_int_equal(o.status, 0);
    assert_int_equal(o.packets, 4);
    const char *expected[] = { "1 1 0 8/8 ", "2 1 7000 4/4 ", "3 1 7000 10/100 ",
                               "4 1 7000 16/100 " };
    const char *line = o.text.p;
    for (int i = 0; i < 4; i++, line = strchr(line, '\n') + 1)
        assert_memory_equal(line, expected[i], strlen(expected[i]));
    outcome_fini(&o);
    capture_fini(&c);
}

/* ---- damage */

struct damage {
    const char *name;
    size_t at;  /* from the beginning of the second packet's block */
    uint32_t v; /* written there */
    const char *sentence;
};

/* The good file: section 28, interface 20, a packet 36, then the block at 84. */
static const struct damage damages[] = {
    { "zero length", 4, 0, "says that it is 0 bytes long, which no block is" },
    { "length 4", 4, 4, "says that it is 4 bytes long, which no block is" },
    { "length 8", 4, 8, "says that it is 8 bytes long, which no block is" },
    { "not of four", 4, 37, "says that it is 37 bytes long, which no block is" },
    { "too short", 4, 12, "says that it is 12 bytes long, and behind it 0" },
    { "absurd", 4, 0x7ffffffc,
      "claims 2147483644 bytes, more than the 16777216 that are believed" },
    { "length behind", 32, 40, "says that it is 36 bytes long, and behind it 40" },
    { "a type not known: passed over", 0, 0, NULL },
};

static void build_two(struct capture *c, bool big)
{
    capture_init(c, big);
    capture_section(c);
    capture_interface(c, 1, 0, "", 0);
    capture_enhanced(c, 0, 1, 2, 2, "", 0);
    capture_enhanced(c, 0, 0, 2, 2, "", 0);
    capture_enhanced(c, 0, 3, 2, 2, "", 0);
}

static void put_u32(struct capture *c, size_t at, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        c->b.p[at + i] = (char)(v >> 8 * (c->big ? 3 - i : i));
}

static void names_damaged_blocks(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * sizeof(damages) / sizeof(damages[0]); i++) {
        const struct damage *d = &damages[i / 2];
        struct capture c;
        struct outcome o, stream;
        char expected[256];
        build_two(&c, i % 2);
        put_u32(&c, 84 + d->at, d->v);
        outcome_of_file(&o, c.b.p, c.b.n);
        outcome_of_pipe(&stream, c.b.p, c.b.n, 33, 11);
        assert_string_equal(o.text.p, stream.text.p);
        if (d->sentence) {
            snprintf(expected, sizeof(expected),
                     "\nFILE is damaged: the block at offset 84 %s; the one packet before it is "
                     "shown\n",
                     d->sentence);
            assert_int_equal(o.status, -EBADMSG);
            assert_int_equal(o.packets, 1);
            assert_non_null(strstr(o.text.p, expected));
        } else {
            assert_int_equal(o.status, 0);
            assert_int_equal(o.packets, 2);
        }
        outcome_fini(&o);
        outcome_fini(&stream);
        capture_fini(&c);
    }
}

static void expect_damage(struct capture *c, uint32_t shown, const char *sentence)
{
    struct outcome o;
    char expected[256];
    outcome_of_file(&o, c->b.p, c->b.n);
    snprintf(expected, sizeof(expected), "FILE is damaged: %s; %s\n", sentence,
             shown ? "the one packet before it is shown" : "no packet comes before it");
    assert_int_equal(o.status, -EBADMSG);
    assert_int_equal(o.packets, shown);
    assert_non_null(strstr(o.text.p, expected));
    outcome_fini(&o);
    capture_fini(c);
}

static void names_damaged_content(void **state)
{
    (void)state;
    struct capture c;
    build_two(&c, true);
    put_u32(&c, 84 + 20, 5);
    expect_damage(&c, 1, "packet 2 at offset 84 claims 5 bytes in a block that has room for 4");
    build_two(&c, false);
    put_u32(&c, 84 + 8, 1);
    expect_damage(&c, 1,
                  "packet 2 at offset 84 came by interface 1, which is not described before "
                  "it");
    capture_init(&c, false);
    capture_section(&c);
    capture_simple(&c, 1, 1);
    expect_damage(&c, 0,
                  "packet 1 at offset 28 came by interface 0, which is not described before "
                  "it");
    capture_init(&c, false);
    capture_section(&c);
    capture_block(&c, 1, "", 0);
    expect_damage(&c, 0, "the block at offset 28 is too short to describe an interface");
    capture_init(&c, true);
    capture_section(&c);
    capture_block(&c, 6, "12345678", 8);
    expect_damage(&c, 0, "the block at offset 28 is too short to hold a packet");
    capture_init(&c, true);
    capture_block(&c, 0x0a0d0d0a, "\x1a\x2b\x3c\x4d\0\1\0\0", 8);
    expect_damage(&c, 0, "the block at offset 0 is too short to begin a section");
    capture_init(&c, true);
    capture_block(&c, 0x0a0d0d0a, "\x1a\x2b\x3c\x4e\0\1\0\0", 8);
    expect_damage(&c, 0, "the block at offset 0 begins a section whose byte order cannot be told");
    capture_init(&c, true);
    capture_block(&c, 0x0a0d0d0a, "\x1a\x2b\x3c\x4d\0\2\0\3\0\0\0\0\0\0\0\0", 16);
    expect_damage(&c, 0,
                  "the block at offset 0 begins a section of version 2.3, which is not known");
}

static void bounds_the_interfaces(void **state)
{
    (void)state;
    struct capture c;
    capture_init(&c, false);
    capture_section(&c);
    for (int i = 0; i < 65536; i++)
        capture_interface(&c, 1, 0, "", 0);
    capture_enhanced(&c, 65535, 1, 1, 1, "", 0);
    capture_interface(&c, 1, 0, "", 0);
    expect_damage(&c, 1, "the block at offset 1310784 describes one more than 65,536 interfaces");
}

static void survives_random_damage(void **state)
{
    (void)state;
    uint32_t random = 4711;
    for (int round = 0; round < 1000; round++) {
        struct capture c;
        struct outcome file, stream;
        build(&c, round % 2);
        for (int hits = 0; hits < 1 + round % 4; hits++) {
            random = random * 1664525 + 1013904223;
            c.b.p[4 + (random >> 8) % (c.b.n - 4)] = (char)(random >> 3);
        }
        outcome_of_file(&file, c.b.p, c.b.n);
        outcome_of_pipe(&stream, c.b.p, c.b.n, 50, 19);
        /* the number of bytes there is not known of what is passed over in a pipe */
        assert_int_equal(file.packets, stream.packets);
        assert_int_equal(file.status, stream.status);
        outcome_fini(&file);
        outcome_fini(&stream);
        capture_fini(&c);
    }
}

/* ---- unknown blocks and comments */

/* Passed over without being kept, whatever their size, by file and by pipe. */
static void passes_huge_unknown_blocks(void **state)
{
    (void)state;
    struct capture c;
    struct outcome file, stream;
    char *zeroes = calloc(3, 1 << 20);
    capture_init(&c, false);
    capture_section(&c);
    capture_interface(&c, 1, 0, "", 0);
    capture_enhanced(&c, 0, 1, 2, 2, "", 0);
    capture_block(&c, 0x0bad, zeroes, 3 << 20);
    capture_enhanced(&c, 0, 2, 2, 2, "", 0);
    size_t whole = c.b.n;
    outcome_of_file(&file, c.b.p, whole);
    outcome_of_pipe(&stream, c.b.p, whole, whole, whole);
    assert_int_equal(file.status, 0);
    assert_int_equal(file.packets, 2);
    assert_string_equal(file.text.p, stream.text.p);
    outcome_fini(&file);
    outcome_fini(&stream);
    outcome_of_file(&file, c.b.p, whole - (1 << 20));
    outcome_of_pipe(&stream, c.b.p, whole - (1 << 20), whole, whole);
    assert_int_equal(file.status, -EBADMSG);
    assert_non_null(strstr(file.text.p, "\nFILE is cut short: the block at offset 84 needs 3145740 "
                                        "bytes, more than are there; the one packet before it is "
                                        "shown\n"));
    assert_string_equal(file.text.p, stream.text.p);
    outcome_fini(&file);
    outcome_fini(&stream);
    put_u32(&c, 84 + (3 << 20) + 8, 99); /* its second length */
    expect_damage(&c, 1,
                  "the block at offset 84 says that it is 3145740 bytes long, and behind it "
                  "99");
    free(zeroes);
}

/* Offsets beyond 4 GiB: two unknown blocks of nearly 4 GiB each, which are holes in the file. */
static void reads_beyond_4_gib(void **state)
{
    (void)state;
    const uint32_t huge = 0xfffffffc;
    const uint8_t length[4] = { 0xfc, 0xff, 0xff, 0xff };
    const uint8_t head[8] = { 0xad, 0x0b, 0, 0, 0xfc, 0xff, 0xff, 0xff };
    struct capture c, tail;
    struct outcome o;
    char path[64], expected[64];
    int fd;
    struct reader *r;
    struct err err;
    capture_init(&c, false);
    capture_section(&c);
    capture_interface(&c, 1, 0, "", 0);
    capture_init(&tail, false);
    capture_enhanced(&tail, 0, 9, 4, 4, "", 0);
    capture_file(path, &fd, c.b.p, c.b.n);
    off_t at = (off_t)c.b.n;
    for (int i = 0; i < 2; i++, at += huge) {
        assert_int_equal(pwrite(fd, head, 8, at), 8);
        assert_int_equal(pwrite(fd, length, 4, at + huge - 4), 4);
    }
    assert_int_equal(pwrite(fd, tail.b.p, tail.b.n, at), tail.b.n);
    assert_int_equal(reader_open(&r, path, 0, &err), 0);
    o = (struct outcome){ 0 };
    buf_init(&o.text, 1 << 20);
    outcome_of_reader(&o, r);
    assert_int_equal(o.status, 0);
    assert_int_equal(o.packets, 1);
    snprintf(expected, sizeof(expected), "1 1 9000 4/4 %" PRIu64 "+28 ", UINT64_C(8589934632));
    assert_memory_equal(o.text.p, expected, strlen(expected));
    outcome_fini(&o);
    capture_fini(&c);
    capture_fini(&tail);
    close(fd);
}

static void copies_options(void **state)
{
    (void)state;
#define COMMENT "\1\0\5\0hello\0\0\0"
    static const struct {
        const char *options;
        size_t n;
        bool big;
        const char *copied;
        size_t copied_n;
    } rows[] = {
        { "", 0, false, "", 0 },
        { COMMENT "\0\0\0\0", 16, false, COMMENT, 12 },
        { "\0\1\0\5hello\0\0\0\0\0\0\0", 16, true, COMMENT, 12 },
        { "\2\0\4\0flag\1\0\2\0hi\0\0\1\0\1\0x\0\0\0", 24, false,
          "\2\0\4\0flag\1\0\2\0hi\0\0\1\0\1\0x\0\0\0", 24 },
        /* flags are a number; what a stranger wrote stays only where the byte order does */
        { "\0\2\0\4\0\0\0\1\x0b\xac\0\4abcd", 16, true, "\2\0\4\0\1\0\0\0", 8 },
        { "\xac\x0b\4\0abcd", 8, false, "\xac\x0b\4\0abcd", 8 },
        { "\0\2\0\2\0\1\0\0", 8, true, "", 0 },
        { "\1\0\0\0", 4, false, "\1\0\0\0", 4 },
        { "\1\0\xff\0hello\0\0\0", 12, false, "", 0 },
        { "\0\0\0\0\1\0\2\0hi\0\0", 12, false, "", 0 },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct capture c;
        struct buf out;
        capture_init(&c, rows[i].big);
        capture_enhanced(&c, 0, 1, 5, 5, rows[i].options, rows[i].n);
        buf_init(&out, 1 << 10);
        pcapng_options(&out, (const uint8_t *)c.b.p, c.b.n);
        assert_int_equal(out.n, rows[i].copied_n);
        if (out.n)
            assert_memory_equal(out.p, rows[i].copied, out.n);
        buf_clear(&out);
        for (size_t n = 0; n < c.b.n; n++) { /* not the whole block */
            uint8_t *heap = malloc(n);
            memcpy(heap, c.b.p, n);
            pcapng_options(&out, heap, n);
            assert_int_equal(out.n, 0);
            free(heap);
        }
        buf_fini(&out);
        capture_fini(&c);
    }
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sections_and_interfaces),
        cmocka_unit_test(tells_where_every_prefix_is_cut),
        cmocka_unit_test(reads_every_split_alike),
        cmocka_unit_test(keeps_every_clock),
        cmocka_unit_test(passes_damaged_options),
        cmocka_unit_test(reads_simple_blocks),
        cmocka_unit_test(names_damaged_blocks),
        cmocka_unit_test(names_damaged_content),
        cmocka_unit_test(bounds_the_interfaces),
        cmocka_unit_test(survives_random_damage),
        cmocka_unit_test(passes_huge_unknown_blocks),
        cmocka_unit_test(reads_beyond_4_gib),
        cmocka_unit_test(copies_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
