/* What the fuzz targets of the capture formats share: an input walked whole and walked in pieces
 * must give the same packets, all of them inside their block; and the reader must agree. */
#ifndef TESTS_FUZZ_SOURCE_H
#define TESTS_FUZZ_SOURCE_H

#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "capture/source/reader.h"
#include "capture/source/source.h"

/* A sum over all that is told of the packets, their bytes included. */
struct fuzz_sum {
    uint64_t v;
    uint32_t packets;
};

static inline void fuzz_add(struct fuzz_sum *s, uint64_t v)
{
    s->v = (s->v ^ v) * UINT64_C(0x100000001b3);
}

static inline void fuzz_packets(struct fuzz_sum *s, const struct packet *p, uint32_t n,
                                const uint8_t *bytes, size_t size)
{
    for (; n; n--, p++) {
        if (p->data < bytes || p->data > bytes + size ||
            p->caplen > (size_t)(bytes + size - p->data) || p->number != ++s->packets)
            abort();
        fuzz_add(s, p->offset);
        fuzz_add(s, (uint64_t)p->time_ns);
        fuzz_add(s, (uint64_t)p->len << 32 | p->link);
        for (uint32_t i = 0; i < p->caplen; i++)
            fuzz_add(s, p->data[i]);
    }
}

/* Walks the input as it comes in steps of `step` bytes, each walk in a block of its exact size. */
static inline enum walk_verdict fuzz_walk(const struct source *source, const uint8_t *data,
                                          size_t size, size_t step, struct fuzz_sum *sum)
{
    void *state = mem_new(1, source->state);
    struct block b;
    size_t at = 0, end = 0;
    uint64_t skip = 0;
    char why[WALK_WHY];
    enum walk_verdict v = source->header(state, data, size, &at, why);
    block_init(&b);
    while (v == WALK_MORE || v == WALK_SKIP) {
        if (skip > size - at) {
            skip -= size - at;
            at = size;
        } else {
            at += (size_t)skip;
            skip = 0;
        }
        end = end < at ? at : end;
        end = size - end < step ? size : end + step;
        uint8_t *heap = mem_new(end - at, 1);
        if (end - at)
            memcpy(heap, data + at, end - at);
        struct walk w = { .p = heap,
                          .n = end - at,
                          .offset = at,
                          .end = end == size,
                          .number = sum->packets,
                          .block = &b };
        b.packets = 0;
        v = source->walk(state, &w);
        if (w.used > w.n || (v == WALK_MORE && w.need == 0) ||
            (v == WALK_SKIP && w.skip <= w.n - w.used))
            abort();
        fuzz_packets(sum, b.packet, b.packets, heap, w.n);
        mem_free(heap);
        at += w.used;
        skip = v == WALK_SKIP ? w.skip : 0;
        if (w.end && v == WALK_MORE)
            break;
    }
    block_fini(&b);
    if (source->fini)
        source->fini(state);
    mem_free(state);
    return v;
}

static inline void fuzz_reader(const uint8_t *data, size_t size, const struct fuzz_sum *expected)
{
    char path[64];
    struct reader *r;
    struct err err;
    struct block b;
    struct fuzz_sum sum = { 0 };
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
        abort();
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    block_init(&b);
    if (!reader_open(&r, path, 0, &err)) {
        while (reader_next(r, &b) == 1)
            fuzz_packets(&sum, b.packet, b.packets, b.bytes, b.n);
        if (strlen(reader_error(r)->text) >= sizeof(err.text) - 1)
            abort();
        reader_close(r);
    }
    block_fini(&b);
    close(fd);
    if (sum.v != expected->v || sum.packets != expected->packets)
        abort();
}

static inline void fuzz_source(const struct source *source, const uint8_t *data, size_t size)
{
    if (size < SOURCE_SNIFF || !source->sniff(data, size))
        return;
    struct fuzz_sum whole = { 0 }, pieces = { 0 };
    enum walk_verdict a = fuzz_walk(source, data, size, size, &whole);
    enum walk_verdict b =
        fuzz_walk(source, data, size, 1 + size / (2 + data[size / 2] % 16u), &pieces);
    if (a != b || whole.v != pieces.v || whole.packets != pieces.packets)
        abort();
    if (size % 4 == 0)
        fuzz_reader(data, size, &whole);
}

#endif
