/* Tests of capture/sink: what is written is read back the same, and by the set of what is wanted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "capture/record_set.h"
#include "capture/sink/ng.h"
#include "capture/sink/sink.h"
#include "capture/source/pcapng.h"
#include "capture/source/reader.h"

static const uint8_t bytes[] = "abcdefghijklmnopqrstuvwxyz";

/* Packets of several sources and link layers, with all paddings. */
static struct sink_packet packet_of(unsigned i, unsigned links)
{
    return (struct sink_packet){ .packet = { .data = bytes,
                                             .time_ns = 1000000000123000 + 1000000 * (int64_t)i,
                                             .caplen = i % 26,
                                             .len = i % 26 + i,
                                             .link = (uint16_t)(i % links ? 101 : 1),
                                             .segment = (uint16_t)(i % 3) },
                                 .source = i % 3 ? "a.pcap" : "" };
}

static int write_all(struct buf *out, const struct sink *s, unsigned n, unsigned links, bool fine,
                     struct err *err)
{
    void *state = mem_new(s->driver->state, 1);
    const struct sink_options o = { .fine = fine };
    struct buf comment;
    int r = 0;
    buf_init(&comment, 1 << 10);
    s->driver->begin(state, out, &o);
    for (unsigned i = 0; i < n && r == 0; i++) {
        struct sink_packet p = packet_of(i, links);
        buf_clear(&comment);
        if (i % 4 == 1)
            ng_option(&comment, NG_COMMENT, slice_make(bytes, i % 7));
        p.options = buf_slice(&comment);
        r = s->driver->before(state, out, &p, err);
        if (r < 0)
            break;
        buf_add(out, p.packet.data, p.packet.caplen);
        s->driver->after(state, out, &p);
    }
    s->driver->end(state, out);
    if (s->driver->fini)
        s->driver->fini(state);
    mem_free(state);
    buf_fini(&comment);
    return r;
}

/* Reads it back and compares; `comments`: they must be there. Returns how many packets. */
static unsigned read_all(const struct buf *b, unsigned links, bool comments)
{
    char path[] = "/tmp/rung-sink-XXXXXX";
    int fd = mkstemp(path);
    struct reader *r;
    struct block block;
    struct err err;
    unsigned n = 0;
    assert_int_equal(write(fd, b->p, b->n), b->n);
    close(fd);
    assert_int_equal(reader_open(&r, path, 0, &err), 0);
    block_init(&block);
    while (reader_next(r, &block) > 0)
        for (uint32_t i = 0; i < block.packets; i++, n++) {
            const struct packet *p = &block.packet[i], was = packet_of(n, links).packet;
            const uint8_t *record = p->data - p->delta;
            struct buf options;
            assert_int_equal(p->time_ns, was.time_ns);
            assert_int_equal(p->caplen, was.caplen);
            assert_int_equal(p->len, was.len);
            assert_int_equal(p->link, was.link);
            assert_memory_equal(p->data, bytes, p->caplen);
            buf_init(&options, 1 << 10);
            if (comments)
                pcapng_options(&options, record, (size_t)(block.bytes + block.n - record));
            assert_int_equal(options.n > 0, comments && n % 4 == 1);
            buf_fini(&options);
        }
    assert_string_equal(reader_error(r)->text, "");
    block_fini(&block);
    reader_close(r);
    unlink(path);
    return n;
}

static void comes_back_the_same(void **state)
{
    (void)state;
    const struct sink *s;
    for (unsigned i = 0; (s = sink_get(i)); i++)
        for (unsigned n = 0; n < 60; n += 59) {
            bool ng = sink_find("pcapng") == s;
            struct buf b;
            struct err err;
            buf_init(&b, 1 << 20);
            assert_int_equal(write_all(&b, s, n, ng ? 2 : 1, false, &err), 0);
            assert_int_equal(read_all(&b, ng ? 2 : 1, ng), n);
            buf_fini(&b);
        }
}

/* The header of pcap says whether its times are in ns. */
static void pcap_has_one_link_layer_and_one_clock(void **state)
{
    (void)state;
    struct buf b;
    struct err err;
    buf_init(&b, 1 << 20);
    assert_int_equal(write_all(&b, sink_find("PCAP"), 4, 1, true, &err), 0);
    assert_memory_equal(b.p, "\x4d\x3c\xb2\xa1", 4);
    assert_int_equal(read_all(&b, 1, false), 4);
    buf_clear(&b);
    assert_int_equal(write_all(&b, sink_find("pcap"), 4, 2, false, &err), -EINVAL);
    assert_string_equal(err.text, "A pcap file has one link layer, and the packets have several "
                                  "(Ethernet, raw IP); a file .pcapng holds them.");
    buf_fini(&b);
}

static void found_by_name_and_path(void **state)
{
    (void)state;
    assert_ptr_equal(sink_by_path("x/a.CAP"), sink_find("pcap"));
    assert_ptr_equal(sink_by_path("a.pcapng"), sink_find("pcapng"));
    assert_null(sink_by_path("a.txt"));
    assert_null(sink_find("snoop"));
}

static void a_set_has_what_was_added(void **state)
{
    (void)state;
    struct record_set s = { NULL, 0, 0, false };
    static const struct {
        uint16_t segment;
        uint64_t offset;
    } rows[] = { { 0, 24 },       { 0, 40 }, { 0, 24 + (64 << 20) }, { 7, 0 }, { 7, 1 << 19 },
                 { 65535, 1000 }, { 0, 56 } };
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    for (size_t i = 0; i < ROWS; i++) {
        assert_false(record_set_has(&s, rows[i].segment, rows[i].offset));
        record_set_add(&s, rows[i].segment, rows[i].offset);
        record_set_add(&s, rows[i].segment, rows[i].offset);
        assert_int_equal(s.n, i + 1);
    }
    for (size_t i = 0; i < ROWS; i++) {
        assert_true(record_set_has(&s, rows[i].segment, rows[i].offset));
        assert_false(record_set_has(&s, rows[i].segment, rows[i].offset + 16 * 5));
        assert_false(record_set_has(&s, (uint16_t)(rows[i].segment ^ 9), rows[i].offset));
    }
    assert_true(record_set_any(&s, 7));
    assert_false(record_set_any(&s, 6));
    assert_false(record_set_has(&s, 0, UINT64_MAX));
    assert_false(s.failed);
    record_set_fini(&s);
    assert_false(record_set_has(&s, 0, 24));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_the_same),
        cmocka_unit_test(pcap_has_one_link_layer_and_one_clock),
        cmocka_unit_test(found_by_name_and_path),
        cmocka_unit_test(a_set_has_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
