/* Tests of capture/engine.c and batch.c with operations of their own: which payloads are handed on,
 * in which order, from which input; with any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "capture/engine.h"

enum { FILES_MAX = 24, PACKETS_MAX = 4000 };

/* A pcap of raw IPv4 and UDP in memory; a payload is "s<number>", or other bytes that nobody wants.
 */
struct file {
    struct buf b;
    char path[64];
    int fd;
    unsigned packets;
};

static void le32(struct buf *b, uint32_t v)
{
    const uint8_t x[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };
    buf_add(b, x, 4);
}

static void be16(struct buf *b, uint32_t v)
{
    const uint8_t x[2] = { (uint8_t)(v >> 8), (uint8_t)v };
    buf_add(b, x, 2);
}

static void file_init(struct file *f)
{
    static const uint32_t header[] = { 0xa1b2c3d4, 4 << 16 | 2, 0, 0, 262144, 101 };
    *f = (struct file){ .fd = -1 };
    buf_init(&f->b, 8 << 20);
    buf_add(&f->b, header, sizeof(header));
}

/* fragment: of the IP header, with `skip` bytes of the datagram left out in front. */
static void file_add(struct file *f, uint32_t s, uint32_t us, unsigned port, const char *text,
                     unsigned fragment, size_t skip, size_t take)
{
    struct buf d;
    size_t n = strlen(text);
    buf_init(&d, 4096);
    be16(&d, 4000);
    be16(&d, port);
    be16(&d, (uint32_t)n + 8);
    be16(&d, 0);
    buf_add(&d, text, n);
    take = take < d.n - skip ? take : d.n - skip;
    le32(&f->b, s);
    le32(&f->b, us);
    le32(&f->b, (uint32_t)take + 20);
    le32(&f->b, (uint32_t)take + 20);
    be16(&f->b, 0x4500);
    be16(&f->b, (uint32_t)take + 20);
    be16(&f->b, 7);
    be16(&f->b, fragment);
    be16(&f->b, 0x4011);
    be16(&f->b, 0);
    buf_add(&f->b, "\x0a\0\0\1\x0a\0\0\2", 8);
    buf_add(&f->b, d.p + skip, take);
    f->packets++;
    buf_fini(&d);
}

static void file_say(struct file *f, uint32_t s, uint32_t us, const char *text)
{
    file_add(f, s, us, 5060, text, 0, 0, SIZE_MAX);
}

static const char *file_path(struct file *f)
{
    f->fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(f->fd >= 0 && write(f->fd, f->b.p, f->b.n) == (ssize_t)f->b.n);
    snprintf(f->path, sizeof(f->path), "/proc/self/fd/%d", f->fd);
    return f->path;
}

static void file_fini(struct file *f)
{
    buf_fini(&f->b);
    if (f->fd >= 0)
        close(f->fd);
}

/* What was taken: "segment.packet:payload " for each. */
struct taken {
    struct buf text;
    unsigned n;
    int64_t last_ns;
};

struct sifted {
    uint32_t len;
    char copy[16];
};

static bool on_sift(const void *ctx, const struct payload *p, void *out)
{
    struct sifted *s = out;
    (void)ctx;
    if (!p->len || p->data[0] != 's')
        return false;
    *s = (struct sifted){ .len = p->len };
    memcpy(s->copy, p->data, p->len < sizeof(s->copy) - 1 ? p->len : sizeof(s->copy) - 1);
    return true;
}

static void on_take(void *ctx, const struct payload *p, const void *sifted)
{
    const struct sifted *s = sifted;
    struct taken *t = ctx;
    assert_int_equal(s->len, p->len);
    assert_true(p->extents >= 1);
    buf_printf(&t->text, "%u.%u:%s ", p->extent[0].segment, p->packet, s->copy);
    t->last_ns = p->time_ns;
    t->n++;
}

static void on_prefetch(const void *ctx, const void *sifted, unsigned stage)
{
    const struct sifted *s = sifted;
    (void)ctx;
    assert_true(stage < 8 && s->copy[0] == 's');
}

static struct frame no_frame(struct framer *f, const uint8_t *p, size_t n)
{
    (void)f, (void)p, (void)n;
    return (struct frame){ FRAME_FOREIGN, 0 };
}

struct result {
    struct taken taken;
    struct counters counters;
    struct engine_totals totals;
    char error[3][512];
    int opened;
};

static void run(struct result *r, const char *const *path, unsigned n, unsigned threads,
                const char *bpf)
{
    struct engine_ops ops = { .sift_size = sizeof(struct sifted),
                              .sift = on_sift,
                              .take = on_take,
                              .prefetch = on_prefetch,
                              .frame = no_frame,
                              .ctx = &r->taken };
    struct engine_options o = { .threads = threads, .bpf = bpf };
    struct engine *e;
    struct err err;
    memset(r, 0, sizeof(*r));
    buf_init(&r->taken.text, 1 << 20);
    buf_adds(&r->taken.text, "");
    r->opened = engine_open(&e, path, n, &o, &ops, &err);
    if (r->opened < 0) {
        snprintf(r->error[0], sizeof(r->error[0]), "%s", err.text);
        return;
    }
    while (engine_step(e, NS_PER_MS) == 1)
        ;
    assert_int_equal(engine_step(e, NS_PER_MS), 0); /* stays at its end */
    r->counters = *engine_counters(e);
    engine_totals(e, &r->totals);
    for (unsigned i = 0; i < 3 && engine_error(e, i); i++)
        snprintf(r->error[i], sizeof(r->error[i]), "%s", engine_error(e, i));
    for (unsigned i = 0; i < n; i++)
        assert_string_equal(engine_file(e, (uint16_t)i), path[i]);
    assert_string_equal(engine_file(e, (uint16_t)n), "");
    engine_close(e);
}

static void run_fini(struct result *r)
{
    buf_fini(&r->taken.text);
}

/* Two files that take turns; packets that go back in time keep their place in their file. */
static void test_order(void **state)
{
    (void)state;
    struct file a, b;
    file_init(&a);
    file_init(&b);
    file_say(&a, 1, 0, "s1");
    file_say(&a, 3, 0, "s3");
    file_say(&a, 2, 500000, "s2.5"); /* behind s3 all the same */
    file_say(&a, 6, 0, "s6");
    file_say(&b, 2, 0, "s2");
    file_say(&b, 2, 1, "nobody wants this");
    file_say(&b, 4, 0, "s4");
    file_say(&b, 5, 0, "s5");
    const char *ab[] = { file_path(&a), file_path(&b) }, *ba[] = { b.path, a.path };
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct result r;
        run(&r, ab, 2, threads, NULL);
        assert_string_equal(r.taken.text.p, "0.1:s1 1.1:s2 0.2:s3 0.3:s2.5 1.3:s4 1.4:s5 0.4:s6 ");
        assert_int_equal(r.counters.v[COUNTER_TIME_BACKWARDS], 1);
        assert_int_equal(r.totals.packets, 8);
        assert_int_equal(r.totals.files, 2);
        assert_int_equal(r.totals.first_ns, NS_PER_S);
        assert_int_equal(r.totals.last_ns, 6 * NS_PER_S);
        assert_false(r.totals.truncated);
        run_fini(&r);
        run(&r, ba, 2, threads, NULL);
        assert_string_equal(r.taken.text.p, "1.1:s1 0.1:s2 1.2:s3 1.3:s2.5 0.3:s4 0.4:s5 1.4:s6 ");
        run_fini(&r);
    }
    file_fini(&a);
    file_fini(&b);
}

/* More files than are held open, each a stretch of time, named in any order. */
static void test_many_files(void **state)
{
    (void)state;
    static struct file f[FILES_MAX];
    const char *path[FILES_MAX];
    struct buf want;
    buf_init(&want, 1 << 20);
    for (unsigned i = 0; i < FILES_MAX; i++) {
        unsigned k = (i * 7) % FILES_MAX; /* its place in time */
        file_init(&f[i]);
        for (unsigned p = 0; p < 5; p++) {
            char text[16];
            snprintf(text, sizeof(text), "s%u", k * 5 + p);
            file_say(&f[i], k * 100 + p, 0, text);
        }
        path[i] = file_path(&f[i]);
    }
    for (unsigned k = 0; k < FILES_MAX; k++)
        for (unsigned p = 0; p < 5; p++) {
            unsigned i = 0;
            while ((i * 7) % FILES_MAX != k)
                i++;
            buf_printf(&want, "%u.%u:s%u ", i, p + 1, k * 5 + p);
        }
    for (unsigned threads = 1; threads <= 4; threads += 3) {
        struct result r;
        run(&r, path, FILES_MAX, threads, NULL);
        assert_string_equal(r.taken.text.p, want.p);
        run_fini(&r);
    }
    for (unsigned i = 0; i < FILES_MAX; i++)
        file_fini(&f[i]);
    buf_fini(&want);
}

/* A large file over many batches: every packet once and in order. */
static void test_large(void **state)
{
    (void)state;
    struct file f;
    struct result one, r;
    char pad[600];
    file_init(&f);
    memset(pad, 'x', sizeof(pad));
    for (unsigned i = 0; i < PACKETS_MAX; i++) {
        pad[0] = i % 3 ? 's' : 'n';
        pad[100 + i % 400] = 0;
        file_say(&f, i / 1000, i % 1000, pad);
        pad[100 + i % 400] = 'x';
    }
    const char *path = file_path(&f);
    run(&one, &path, 1, 1, NULL);
    assert_int_equal(one.taken.n, PACKETS_MAX - (PACKETS_MAX + 2) / 3);
    for (unsigned threads = 2; threads <= 4; threads++) {
        run(&r, &path, 1, threads, NULL);
        assert_string_equal(r.taken.text.p, one.taken.text.p);
        assert_int_equal(r.totals.packets, PACKETS_MAX);
        assert_int_equal(r.totals.done, one.totals.done);
        run_fini(&r);
    }
    run_fini(&one);
    file_fini(&f);
}

/* What nobody wants is counted as captured twice wherever a block ends: the lengths move each block
 * to another place. */
static void test_copies(void **state)
{
    enum { PAIRS = PACKETS_MAX / 2 };
    (void)state;
    struct file f;
    struct result r;
    char pad[700];
    file_init(&f);
    for (unsigned i = 0; i < PAIRS; i++) {
        int n = snprintf(pad, sizeof(pad), "n%u", i);
        memset(pad + n, 'x', sizeof(pad) - (size_t)n);
        pad[300 + i % 300] = 0;
        file_say(&f, i / 100, i % 100 * 10000, pad);
        file_say(&f, i / 100, i % 100 * 10000 + 1 + i % 1900, pad);
    }
    const char *path = file_path(&f);
    for (unsigned threads = 1; threads <= 3; threads++) {
        run(&r, &path, 1, threads, NULL);
        assert_int_equal(r.taken.n, 0);
        assert_int_equal(r.counters.v[COUNTER_DUPLICATE], PAIRS);
        run_fini(&r);
    }
    file_fini(&f);
}

static void test_filter(void **state)
{
    (void)state;
    struct file f;
    struct result r;
    file_init(&f);
    file_add(&f, 1, 0, 5060, "s1", 0, 0, SIZE_MAX);
    file_add(&f, 2, 0, 5070, "s2", 0, 0, SIZE_MAX);
    file_add(&f, 3, 0, 5060, "s3-two-pieces", 1, 8, SIZE_MAX); /* the later one first */
    file_add(&f, 3, 1, 5060, "s3-two-pieces", 0x2000, 0, 8);
    const char *path = file_path(&f);
    run(&r, &path, 1, 2, "port 5060");
    assert_string_equal(r.taken.text.p, "0.1:s1 0.4:s3-two-pieces ");
    assert_int_equal(r.counters.v[COUNTER_FILTERED], 1);
    run_fini(&r);
    run(&r, &path, 1, 2, "port 5070");
    assert_string_equal(r.taken.text.p, "0.2:s2 ");
    assert_int_equal(r.counters.v[COUNTER_FILTERED], 3);
    run_fini(&r);
    run(&r, &path, 1, 2, "port of call");
    assert_int_equal(r.opened, -EINVAL);
    assert_true(*r.error[0]);
    run_fini(&r);
    file_fini(&f);
}

/* Inputs that cannot be opened or break off are named, and the others go on. */
static void test_failures(void **state)
{
    (void)state;
    struct file good, cut, empty;
    struct result r;
    file_init(&good);
    file_init(&cut);
    empty = (struct file){ .fd = -1 };
    file_say(&good, 1, 0, "s1");
    file_say(&cut, 2, 0, "s2");
    file_say(&cut, 3, 0, "s3");
    cut.b.n -= 3;
    const char *path[] = { file_path(&cut), "missing/file.pcap", file_path(&good),
                           file_path(&empty) };
    for (unsigned threads = 1; threads <= 3; threads++) {
        run(&r, path, 4, threads, NULL);
        assert_string_equal(r.taken.text.p, "2.1:s1 0.1:s2 ");
        assert_true(r.totals.truncated);
        assert_int_equal(r.totals.files, 2);
        assert_non_null(strstr(r.error[0], path[0]));
        assert_non_null(strstr(r.error[1], path[1]));
        assert_non_null(strstr(r.error[2], path[3]));
        run_fini(&r);
    }
    run(&r, NULL, 0, 2, NULL);
    assert_int_equal(r.taken.n, 0);
    run_fini(&r);
    file_fini(&good);
    file_fini(&cut);
    file_fini(&empty);
}

/* Closed before its end, with workers under way. */
static void test_closed_early(void **state)
{
    (void)state;
    struct file f;
    file_init(&f);
    for (unsigned i = 0; i < PACKETS_MAX; i++)
        file_say(&f, i, 0, "s");
    const char *path = file_path(&f);
    for (unsigned threads = 1; threads <= 4; threads++)
        for (int steps = 0; steps < 2; steps++) {
            struct taken t = { .n = 0 };
            struct engine_ops ops = { .sift_size = sizeof(struct sifted),
                                      .sift = on_sift,
                                      .take = on_take,
                                      .prefetch = on_prefetch,
                                      .frame = no_frame,
                                      .ctx = &t };
            struct engine_options o = { .threads = threads };
            struct engine *e;
            struct err err;
            buf_init(&t.text, 1 << 20);
            assert_int_equal(engine_open(&e, &path, 1, &o, &ops, &err), 0);
            if (steps)
                engine_step(e, 0);
            engine_close(e);
            buf_fini(&t.text);
        }
    engine_close(NULL);
    file_fini(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),        cmocka_unit_test(test_many_files),
        cmocka_unit_test(test_large),        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_filter),       cmocka_unit_test(test_failures),
        cmocka_unit_test(test_closed_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
