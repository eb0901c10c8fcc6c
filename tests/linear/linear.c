/* Reads each hostile capture and one of twice its size, and compares the work. The ladder of the
 * largest leg is part of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "decode/call.h"
#include "decode/trace.h"
#include "tests/linear/hostile.h"
#include "tests/linear/work.h"
#include "ui/export/render.h"
#include "ui/flow/flow.h"

static const double most = 2.2;

static void fail(const char *name, const char *why)
{
    printf("FAIL linear/%s: %s\n", name, why);
}

/* A file without a name that holds the capture. */
static int file_of(const struct hostile *h, unsigned n)
{
    static const uint32_t header[] = { 0xa1b2c3d4, 4 << 16 | 2, 0, 0, 262144, 101 };
    struct capture c = { .step = 100 };
    int fd = memfd_create("hostile", MFD_CLOEXEC);
    buf_init(&c.b, 256 << 20);
    buf_add(&c.b, header, sizeof(header));
    h->make(&c, n);
    bool ok = !c.b.failed && fd >= 0 && write(fd, c.b.p, c.b.n) == (ssize_t)c.b.n;
    buf_fini(&c.b);
    if (!ok && fd >= 0)
        close(fd);
    return ok ? fd : -1;
}

static void show_ladder(struct trace *t, uint32_t leg)
{
    struct flow_options o = { .unfold = false };
    struct render_options ro = { .width = 100 };
    struct flow *f;
    struct err err;
    struct buf b;
    if (flow_new(&f, t, &leg, 1, &o, &err) < 0)
        return;
    buf_init(&b, 1 << 30);
    render_find(RENDER_LADDER, "text")->run(&b, f, &ro);
    render_find(RENDER_LADDER, "svg")->run(&b, f, &ro);
    buf_fini(&b);
    flow_free(f);
}

/* False: it could not be read. `ladder`: draws the largest leg, too. */
static bool measure(const struct hostile *h, unsigned n, bool ladder, struct work *out)
{
    char path[64];
    const char *paths[] = { path };
    struct trace_options o = { .threads = 1 };
    struct trace *t;
    struct err err;
    int fd = file_of(h, n);
    if (fd < 0)
        return false;
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    work_reset();
    int r = trace_open(&t, paths, 1, &o, &err);
    if (r == 0) {
        uint32_t largest = 0, messages = 0;
        trace_run(t);
        const struct store *s = trace_store(t);
        for (uint32_t i = 1; i <= s->legs.n; i++) {
            unsigned code;
            if (store_leg(s, i)->call)
                trace_call_state(t, store_leg(s, i), &code);
            if (store_leg(s, i)->messages > messages) {
                messages = store_leg(s, i)->messages;
                largest = i;
            }
        }
        if (largest && ladder)
            show_ladder(t, largest);
        trace_close(t);
    }
    *out = work_done();
    close(fd);
    return r == 0;
}

static double growth(uint64_t a, uint64_t b)
{
    return a ? (double)b / (double)a : b ? 99 : 1;
}

/* What a run costs that has nothing to do with its size is taken off. */
static bool check(const struct hostile *h, bool ladder, const struct work *idle)
{
    struct work one, two;
    char name[64];
    snprintf(name, sizeof(name), "%s%s", h->name, ladder ? "-ladder" : "");
    if (!measure(h, h->n, ladder, &one) || !measure(h, 2 * h->n, ladder, &two)) {
        fail(name, "cannot be made or read");
        return false;
    }
    double blocks = growth(one.blocks - idle->blocks, two.blocks - idle->blocks);
    double bytes = growth(one.bytes - idle->bytes, two.bytes - idle->bytes);
    double allocations = growth(one.allocations, two.allocations);
    char text[160];
    snprintf(text, sizeof(text),
             "twice as many: blocks x%.2f (%llu each), bytes x%.2f, allocations x%.2f", blocks,
             (unsigned long long)(two.blocks / (2 * h->n)), bytes, allocations);
    if (blocks > most || bytes > most || allocations > most) {
        fail(name, text);
        return false;
    }
    printf("ok linear/%s (%s)\n", name, text);
    return true;
}

static void nothing(struct capture *c, unsigned n)
{
    (void)c, (void)n;
}

int main(int argc, char **argv)
{
    static const struct hostile none = { "nothing", nothing, 1 };
    struct work idle;
    bool right = measure(&none, 1, false, &idle);
    for (const struct hostile *h = hostile_rows; h->name; h++) {
        if (argc > 1 && strcmp(argv[1], h->name) != 0)
            continue;
        right &= check(h, false, &idle);
        right &= check(h, true, &idle);
        fflush(stdout);
    }
    return right ? 0 : 1;
}
