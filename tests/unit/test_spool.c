/* Tests of capture/spool.c: parts go in any order, what stays is read as before, by offset and as a
 * capture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "capture/sink/ng.h"
#include "capture/source/reader.h"
#include "capture/spool.h"

enum { PACKETS = 20000, BYTES_MAX = 1500, MIB = 1 << 20 };

static void make_packet(struct packet *p, uint8_t *data, uint32_t number)
{
    uint32_t n = number * 2654435761U % BYTES_MAX;
    for (uint32_t i = 0; i < n; i++)
        data[i] = (uint8_t)(number + i);
    *p = (struct packet){ .data = data,
                          .time_ns = number * INT64_C(1000),
                          .number = number,
                          .caplen = n,
                          .len = n + 1,
                          .link = number % 1000 < 500 ? 1 : 113 };
}

static bool reads_as(const struct spool *s, const struct packet *p, uint64_t offset)
{
    uint8_t have[BYTES_MAX], want[BYTES_MAX];
    struct packet again;
    make_packet(&again, want, p->number);
    return spool_read(s, offset + NG_PACKET_HEAD, have, p->caplen) == p->caplen &&
           !memcmp(have, want, p->caplen);
}

/* How many packets the file has; all are what they were, and `first` is the first. */
static uint32_t read_all(struct spool *s, uint64_t first)
{
    char path[64];
    struct reader *r;
    struct block b;
    uint8_t want[BYTES_MAX];
    uint32_t n = 0;
    snprintf(path, sizeof(path), "/proc/self/fd/%d", spool_fd(s));
    assert_int_equal(reader_open(&r, path, 0, NULL), 0);
    block_init(&b);
    while (reader_next(r, &b) > 0)
        for (uint32_t i = 0; i < b.packets; i++, n++) {
            const struct packet *p = &b.packet[i];
            struct packet again;
            make_packet(&again, want, (uint32_t)(p->time_ns / 1000));
            if (n == 0)
                assert_int_equal(p->offset, first);
            assert_int_equal(p->caplen, again.caplen);
            assert_int_equal(p->link, again.link);
            assert_memory_equal(p->data, want, p->caplen);
        }
    assert_string_equal(reader_error(r)->text, "");
    block_fini(&b);
    reader_close(r);
    return n;
}

static struct spool *fill(const struct spool_options *o, struct packet *kept)
{
    struct spool *s;
    struct err err;
    uint8_t data[BYTES_MAX];
    assert_int_equal(spool_new(&s, o, &err), 0);
    for (uint32_t i = 0; i < PACKETS; i++) {
        make_packet(&kept[i], data, i + 1);
        assert_true(spool_keep(s, &kept[i]));
    }
    return s;
}

static uint64_t blocks_of(struct spool *s)
{
    struct stat st;
    assert_int_equal(fstat(spool_fd(s), &st), 0);
    return (uint64_t)st.st_blocks * 512;
}

/* Every second part, then the oldest half, then all but the last. */
static void gives_parts_up(void **state)
{
    (void)state;
    struct packet *kept = calloc(PACKETS, sizeof(*kept));
    for (int memory = 0; memory < 2; memory++) {
        struct spool *s = fill(&(struct spool_options){ .max = 64 * MIB, .memory = memory }, kept);
        uint64_t last = spool_last(s), before = spool_bytes(s);
        assert_true(last > 10);
        assert_int_equal(before, (last + 1) * spool_part_bytes(s));
        assert_int_equal(read_all(s, kept[0].offset), PACKETS);
        for (int step = 0; step < 3; step++) {
            uint32_t there = 0, first = PACKETS;
            for (uint64_t p = 0; p < last; p++)
                if (step == 2 || (step == 0 && p % 2) || (step == 1 && p < last / 2))
                    spool_drop(s, p);
            spool_drop(s, last); /* is written to */
            for (uint32_t i = 0; i < PACKETS; i++) {
                uint64_t p = kept[i].offset / spool_part_bytes(s);
                bool gone = p < last && (step == 2 || p % 2 || (step == 1 && p < last / 2));
                assert_true(gone || reads_as(s, &kept[i], kept[i].offset));
                there += !gone;
                first = !gone && first == PACKETS ? i : first;
            }
            assert_int_equal(read_all(s, kept[first].offset), there);
        }
        assert_int_equal(spool_first(s), last);
        assert_int_equal(spool_bytes(s), spool_part_bytes(s));
        assert_true(blocks_of(s) <= 2 * spool_part_bytes(s));
        spool_free(s);
    }
    free(kept);
}

static void moves_records(void **state)
{
    (void)state;
    struct packet *kept = calloc(PACKETS, sizeof(*kept));
    struct spool *s = fill(&(struct spool_options){ .max = 64 * MIB, .memory = true }, kept);
    uint32_t moved = 0, in_first = 0;
    for (uint32_t i = 0; i < PACKETS && kept[i].offset / spool_part_bytes(s) == 0; i++, in_first++)
        if (i % 3 == 0) {
            uint64_t to = spool_move(s, kept[i].offset);
            assert_true(to > kept[PACKETS - 1].offset);
            assert_true(reads_as(s, &kept[i], to));
            moved++;
        }
    spool_drop(s, 0);
    assert_int_equal(read_all(s, kept[in_first].offset), PACKETS - in_first + moved);
    assert_int_equal(spool_move(s, kept[100].offset), 0); /* is gone */
    spool_free(s);
    free(kept);
}

/* What comes when too much is held is not kept, nor are packets too long for a part. */
static void has_an_end(void **state)
{
    (void)state;
    struct spool *s;
    struct err err;
    uint8_t *data = calloc(1, MIB);
    struct packet p = { .data = data, .caplen = MIB / 2, .len = MIB / 2, .link = 1 };
    assert_int_equal(spool_new(&s, &(struct spool_options){ .max = 8 * MIB }, &err), 0);
    assert_false(spool_keep(s, &p));
    uint32_t n = 0;
    for (p.caplen = 100000; spool_keep(s, &p);)
        n++;
    assert_in_range(n, 8 * MIB / 131072, 10 * MIB / 100000);
    spool_drop(s, 0);
    assert_true(spool_keep(s, &p));
    spool_free(s);
    free(data);
}

/* Years of it: one block cannot say how long all that is. */
static void goes_on_for_long(void **state)
{
    (void)state;
    struct spool *s;
    struct err err;
    uint8_t *data = calloc(1, MIB);
    struct packet p = { .data = data, .caplen = 500000, .len = 500000, .link = 1 };
    assert_int_equal(
        spool_new(&s, &(struct spool_options){ .max = 64 * MIB, .memory = true }, &err), 0);
    for (int i = 0; i < 10000; i++) { /* 5 GB */
        assert_true(spool_keep(s, &p));
        while (spool_bytes(s) > 4 * MIB)
            spool_drop(s, spool_first(s));
    }
    assert_true(spool_last(s) * spool_part_bytes(s) > UINT64_C(4) << 30);
    assert_true(blocks_of(s) < 8 * MIB);
    char path[64];
    struct reader *r;
    struct block b;
    uint32_t n = 0;
    snprintf(path, sizeof(path), "/proc/self/fd/%d", spool_fd(s));
    assert_int_equal(reader_open(&r, path, 0, NULL), 0);
    block_init(&b);
    while (reader_next(r, &b) > 0)
        n += b.packets;
    assert_in_range(n, 4, 9);
    assert_string_equal(reader_error(r)->text, "");
    block_fini(&b);
    reader_close(r);
    spool_free(s);
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_parts_up),
        cmocka_unit_test(moves_records),
        cmocka_unit_test(has_an_end),
        cmocka_unit_test(goes_on_for_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
