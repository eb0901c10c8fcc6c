/* Tests of the pcap format: its variants and byte orders, every prefix, every split, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/captures.h"

static const struct {
    const char *name;
    uint32_t magic;
    bool big;
    unsigned header;
    int64_t fraction_ns;
} variants[] = {
    { "µs, little", CAPTURE_US, false, 16, 1000 },
    { "µs, big", CAPTURE_US, true, 16, 1000 },
    { "ns, little", CAPTURE_NS, false, 16, 1 },
    { "ns, big", CAPTURE_NS, true, 16, 1 },
    { "Kuznetzov, little", CAPTURE_KUZNETZOV, false, 24, 1000 },
    { "Kuznetzov, big", CAPTURE_KUZNETZOV, true, 24, 1000 },
};
#define VARIANTS (sizeof(variants) / sizeof(variants[0]))

/* Packets of 60, 0, 1 and 90 of 1500 bytes; the last one late in the 32-bit time. */
static const struct {
    uint32_t s, fraction, caplen, len;
} packets[] = {
    { 1700000000, 123456, 60, 60 },
    { 1700000000, 123457, 0, 40 },
    { 1700000001, 0, 1, 1 },
    { 4294967295, 999999, 90, 1500 },
};

static void build(struct capture *c, size_t variant)
{
    capture_init(c, variants[variant].big);
    capture_pcap(c, variants[variant].magic, 0xf0000071); /* with a length of the FCS: 113 */
    for (size_t i = 0; i < 4; i++)
        capture_record(c, variants[variant].magic, packets[i].s, packets[i].fraction,
                       packets[i].caplen, packets[i].len);
}

static void reads_all_variants(void **state)
{
    (void)state;
    for (size_t v = 0; v < VARIANTS; v++) {
        struct capture c;
        char path[64];
        int fd;
        struct reader *r;
        struct err err;
        struct block b;
        build(&c, v);
        block_init(&b);
        assert_int_equal(reader_open(&r, capture_file(path, &fd, c.b.p, c.b.n), 9, &err), 0);
        assert_int_equal(reader_next(r, &b), 1);
        assert_int_equal(b.packets, 4);
        uint64_t offset = 24;
        for (uint32_t i = 0; i < 4; i++) {
            const struct packet *p = &b.packet[i];
            assert_int_equal(p->time_ns, packets[i].s * INT64_C(1000000000) +
                                             packets[i].fraction * variants[v].fraction_ns);
            assert_int_equal(p->caplen, packets[i].caplen);
            assert_int_equal(p->len, packets[i].len);
            assert_int_equal(p->number, i + 1);
            assert_int_equal(p->link, 113);
            assert_int_equal(p->segment, 9);
            assert_int_equal(p->offset, offset);
            assert_int_equal(p->delta, variants[v].header);
            assert_memory_equal(p->data, c.b.p + p->offset + p->delta, p->caplen);
            offset += variants[v].header + p->caplen;
        }
        assert_int_equal(reader_next(r, &b), 0);
        assert_int_equal(reader_offset(r), offset);
        assert_int_equal(reader_size(r), offset);
        reader_close(r);
        close(fd);
        block_fini(&b);
        capture_fini(&c);
    }
}

/* How many packets are whole in the first n bytes, and where the next begins. */
static uint32_t whole(size_t variant, size_t n, size_t *next)
{
    uint32_t i = 0;
    *next = 24;
    for (; i < 4 && *next + variants[variant].header + packets[i].caplen <= n; i++)
        *next += variants[variant].header + packets[i].caplen;
    return i;
}

static void expect_prefix(struct outcome *o, size_t variant, size_t n)
{
    static const char *const shown[] = { "no packet comes before it",
                                         "the one packet before it is shown",
                                         "the 2 packets before it are shown",
                                         "the 3 packets before it are shown" };
    char expected[256];
    size_t next, header = variants[variant].header;
    uint32_t count = whole(variant, n, &next);
    const char *last = o->text.p;
    for (uint32_t i = 0; i < o->packets; i++)
        last = strchr(last, '\n') + 1;
    if (n < 24) {
        assert_int_equal(o->status, n < 4 ? -EINVAL : -EBADMSG);
        return;
    }
    assert_int_equal(o->packets, count);
    if (n == next) {
        assert_int_equal(o->status, 0);
        return;
    }
    size_t left = n - next;
    bool in_header = left < header;
    snprintf(expected, sizeof(expected),
             "FILE is cut short: %spacket %u at offset %zu needs %zu bytes and %zu %s there; %s\n",
             in_header ? "the header of " : "", count + 1, next,
             in_header ? header : packets[count].caplen, in_header ? left : left - header,
             (in_header ? left : left - header) == 1 ? "is" : "are", shown[count]);
    assert_int_equal(o->status, -EBADMSG);
    assert_string_equal(last, expected);
}

static void tells_where_every_prefix_is_cut(void **state)
{
    (void)state;
    for (size_t v = 0; v < VARIANTS; v++) {
        struct capture c;
        build(&c, v);
        for (size_t n = 1; n <= c.b.n; n++) {
            struct outcome o;
            outcome_of_file(&o, c.b.p, n);
            expect_prefix(&o, v, n);
            outcome_fini(&o);
        }
        capture_fini(&c);
    }
}

/* Whatever the pieces in which a pipe gives it, the same comes out as from the file. */
static void reads_every_split_alike(void **state)
{
    (void)state;
    for (size_t v = 0; v < VARIANTS; v++) {
        struct capture c;
        struct outcome whole_file;
        build(&c, v);
        outcome_of_file(&whole_file, c.b.p, c.b.n);
        for (size_t n = 1; n < c.b.n; n++) {
            struct outcome two, pieces;
            outcome_of_pipe(&two, c.b.p, c.b.n, n, c.b.n);
            outcome_of_pipe(&pieces, c.b.p, c.b.n, n, n);
            assert_string_equal(two.text.p, whole_file.text.p);
            assert_string_equal(pieces.text.p, whole_file.text.p);
            outcome_fini(&two);
            outcome_fini(&pieces);
        }
        outcome_fini(&whole_file);
        capture_fini(&c);
    }
}

static void names_absurd_lengths(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct capture c;
        struct outcome o;
        capture_init(&c, big);
        capture_pcap(&c, CAPTURE_US, 1);
        capture_record(&c, CAPTURE_US, 1, 0, 10, 10);
        for (int i = 0; i < 4; i++)
            capture_u32(&c, 0xfffffff0);
        outcome_of_file(&o, c.b.p, c.b.n);
        assert_int_equal(o.status, -EBADMSG);
        assert_int_equal(o.packets, 1);
        assert_non_null(strstr(o.text.p,
                               "\nFILE is damaged: packet 2 at offset 50 claims 4294967280 "
                               "bytes and no packet has more than 16777216; the one "
                               "packet before it is shown\n"));
        outcome_fini(&o);
        capture_fini(&c);
    }
}

/* Before version 2.4 the lengths could stand in the other order. */
static void reads_old_versions(void **state)
{
    (void)state;
    static const struct {
        unsigned major, minor;
        const char *expected;
    } rows[] = {
        { 2, 2, "1 1 5000000000 4/60 " },
        { 2, 3, "1 1 5000000000 4/60 " },
        { 543, 0, "1 1 5000000000 4/60 " },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct capture c;
        struct outcome o;
        capture_init(&c, true);
        capture_u32(&c, CAPTURE_US);
        capture_u16(&c, rows[i].major);
        capture_u16(&c, rows[i].minor);
        for (int k = 0; k < 3; k++)
            capture_u32(&c, 65535);
        capture_u32(&c, 1);
        capture_u32(&c, 5);
        capture_u32(&c, 0);
        capture_u32(&c, 60);
        capture_u32(&c, 4);
        capture_data(&c, 1, 4, 0);
        outcome_of_file(&o, c.b.p, c.b.n);
        assert_int_equal(o.status, 0);
        assert_memory_equal(o.text.p, rows[i].expected, strlen(rows[i].expected));
        outcome_fini(&o);
        capture_fini(&c);
    }
}

/* Any damage ends in packets and at most one sentence; the same through a pipe. */
static void survives_random_damage(void **state)
{
    (void)state;
    uint32_t random = 12345;
    for (int round = 0; round < 1000; round++) {
        struct capture c;
        struct outcome file, stream;
        build(&c, (size_t)round % VARIANTS);
        for (int hits = 0; hits < 1 + round % 4; hits++) {
            random = random * 1664525 + 1013904223;
            c.b.p[(random >> 8) % c.b.n] = (char)(random >> 3);
        }
        outcome_of_file(&file, c.b.p, c.b.n);
        outcome_of_pipe(&stream, c.b.p, c.b.n, 30, 17);
        assert_string_equal(file.text.p, stream.text.p);
        outcome_fini(&file);
        outcome_fini(&stream);
        capture_fini(&c);
    }
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_variants),
        cmocka_unit_test(tells_where_every_prefix_is_cut),
        cmocka_unit_test(reads_every_split_alike),
        cmocka_unit_test(names_absurd_lengths),
        cmocka_unit_test(reads_old_versions),
        cmocka_unit_test(survives_random_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
