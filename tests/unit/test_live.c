/* Tests of live capture without devices' rights: this program is its own rung-capture, started by
 * a link of that name beside it, and says and writes what the filter asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "capture/live/live.h"
#include "capture/live/ring.h"

enum { SEGMENT = 3, MANY = 20000, LARGE = 1400, MEMORY = RING_DATA + (int)RING_BYTES };

/* ---- the other side */

static void tell(enum ring_word word, uint32_t device, const char *text)
{
    struct ring_message m = { .word = (uint32_t)word, .device = device };
    snprintf(m.text, sizeof(m.text), "%s", text);
    (void)!send(RING_FD_CONTROL, &m, sizeof(m), MSG_NOSIGNAL);
}

static void wake(void)
{
    (void)!write(RING_FD_EVENT, &(uint64_t){ 1 }, sizeof(uint64_t));
}

/* A packet whose bytes are all the same. */
static void put(struct ring *ring, uint32_t caplen, uint32_t claimed, uint16_t device, uint8_t byte)
{
    static uint8_t bytes[LARGE];
    uint8_t *data = (uint8_t *)ring + RING_DATA;
    uint64_t head = atomic_load(&ring->head);
    struct ring_record r = {
        .time_ns = 1000 + (int64_t)head, .caplen = claimed, .len = 9, .link = 1, .device = device
    };
    while (RING_BYTES - (head - atomic_load(&ring->tail)) < ring_need(caplen))
        poll(NULL, 0, 1);
    memset(bytes, byte, sizeof(bytes));
    ring_copy_in(data, RING_BYTES, head, &r, sizeof(r));
    ring_copy_in(data, RING_BYTES, head + sizeof(r), bytes, caplen);
    atomic_store(&ring->head, head + ring_need(caplen));
    wake();
}

static void await_end(void)
{
    char word;
    (void)!recv(RING_FD_CONTROL, &word, sizeof(word), 0);
}

static void act(struct ring *ring, const char *what)
{
    if (!strcmp(what, "refused"))
        tell(RING_REFUSED, 0, "");
    if (!strcmp(what, "text"))
        tell(RING_FAILED, 0, "line\n\033[31mred");
    if (!strcmp(what, "device"))
        tell(RING_FAILED, 7, "");
    tell(RING_READY, 0, "");
    if (!strcmp(what, "many")) {
        for (uint32_t i = 0; i < MANY; i++)
            put(ring, 1 + i % LARGE, 1 + i % LARGE, 0, (uint8_t)i);
        await_end();
    } else if (!strcmp(what, "away")) {
        tell(RING_AWAY, 0, "");
        tell(RING_BACK, 0, "");
        await_end();
    } else {
        put(ring, 20, 20, 0, 'g');
        if (!strcmp(what, "huge"))
            put(ring, 20, RING_SNAPLEN + 1, 0, 'x');
        else if (!strcmp(what, "behind"))
            put(ring, 20, 4096, 0, 'x');
        else if (!strcmp(what, "stranger"))
            put(ring, 20, 20, 1, 'x');
        else if (!strcmp(what, "head"))
            atomic_fetch_add(&ring->head, RING_BYTES * 2);
        else if (!strcmp(what, "back"))
            atomic_fetch_sub(&ring->head, 8);
        else if (!strcmp(what, "crash"))
            kill(getpid(), SIGALRM); /* one that no sanitizer catches */
        else if (!strcmp(what, "nonsense"))
            (void)!send(RING_FD_CONTROL, "abc", 3, 0);
        wake();
        if (strcmp(what, "gone") != 0)
            await_end();
    }
    _exit(0);
}

/* ---- this side */

static struct live *open_as(const char *what, struct err *err, int expected)
{
    struct live *l = NULL;
    struct live_options o = { .devices = "lo", .bpf = what };
    assert_int_equal(live_open(&l, &o, SEGMENT, err), expected);
    return l;
}

static const struct {
    const char *what;
    int code;
    const char *part; /* of the sentence */
} refusals[] = {
    { "refused", -EPERM, "sudo setcap cap_net_raw,cap_net_admin=ep " },
    { "text", -EIO, "lo cannot be captured from: line??[31mred" },
    { "device", -EIO, "ended at once" },
};

static void test_refusals(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        struct err err = { "" };
        assert_null(open_as(refusals[i].what, &err, refusals[i].code));
        if (!strstr(err.text, refusals[i].part))
            fail_msg("%s: %s", refusals[i].what, err.text);
    }
}

static void test_names(void **state)
{
    (void)state;
    struct live *l = NULL;
    struct err err = { "" };
    struct live_options o = { .devices = "lp" };
    assert_int_equal(live_open(&l, &o, 0, &err), -ENODEV);
    assert_string_equal(err.text,
                        "lp is no device here; did you mean lo? `rung devices` lists them.");
    o.devices = ",";
    assert_int_equal(live_open(&l, &o, 0, &err), -ENODEV);
    char many[4 * (RING_DEVICES + 2)] = "lo";
    for (int i = 0; i < RING_DEVICES; i++)
        memcpy(many + 2 + 3 * i, ",lo", 4);
    o.devices = many;
    assert_int_equal(live_open(&l, &o, 0, &err), -EINVAL);
}

/* More than the ring holds, round its end several times. */
static void test_packets(void **state)
{
    (void)state;
    struct err err;
    struct live *l = open_as("many", &err, 0);
    struct block b;
    uint32_t seen = 0;
    block_init(&b);
    while (seen < MANY) {
        assert_int_equal(live_next(l, &b), 1);
        assert_true(b.packets > 0);
        for (uint32_t i = 0; i < b.packets; i++, seen++) {
            const struct packet *p = &b.packet[i];
            assert_int_equal(p->caplen, 1 + seen % LARGE);
            assert_int_equal(p->len, p->caplen > 9 ? p->caplen : 9);
            assert_int_equal(p->number, seen + 1);
            assert_int_equal(p->segment, SEGMENT);
            assert_int_equal(p->data[0], (uint8_t)seen);
            assert_int_equal(p->data[p->caplen - 1], (uint8_t)seen);
        }
    }
    live_stop(l);
    assert_int_equal(live_next(l, &b), 0);
    assert_false(live_note(l, &err));
    live_close(l);
    block_fini(&b);
}

static const struct {
    const char *what, *part;
} endings[] = {
    { "huge", "wrote what makes no sense" },     { "behind", "wrote what makes no sense" },
    { "stranger", "wrote what makes no sense" }, { "head", "wrote what makes no sense" },
    { "back", "wrote what makes no sense" },     { "crash", "crashed (signal 14)" },
    { "nonsense", "rung-capture is gone" },      { "gone", "rung-capture is gone" },
};

/* What came before is handed out, one sentence says why there is no more, and it ends. */
static void test_endings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        struct err err = { "" };
        struct live *l = open_as(endings[i].what, &err, 0);
        struct block b;
        unsigned packets = 0, notes = 0;
        block_init(&b);
        while (live_next(l, &b)) {
            packets += b.packets;
            while (live_note(l, &err))
                notes++;
        }
        if (notes != 1 || !strstr(err.text, endings[i].part))
            fail_msg("%s: %u sentences, %s", endings[i].what, notes, err.text);
        assert_int_equal(live_next(l, &b), 0);
        /* a head that went wrong at once may take the packet before it along */
        assert_true(packets == 1 || (packets == 0 && strlen(endings[i].what) == 4));
        live_close(l);
        block_fini(&b);
    }
}

static void test_away(void **state)
{
    (void)state;
    struct err err = { "" };
    struct live *l = open_as("away", &err, 0);
    struct live_losses lost;
    struct block b;
    block_init(&b);
    for (const char *const *part =
             (const char *const[]){ "went down or away", "was away for", NULL };
         *part; part++) {
        while (!live_note(l, &err))
            assert_int_equal(live_next(l, &b), 1);
        assert_non_null(strstr(err.text, *part));
    }
    live_losses(l, &lost);
    assert_int_equal(lost.away, 1);
    assert_int_equal(lost.kernel, 0);
    live_close(l);
    block_fini(&b);
}

/* Closing does not wait for one that does not answer. */
static void test_close(void **state)
{
    (void)state;
    struct err err;
    live_close(open_as("many", &err, 0));
    live_close(NULL);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_names),
        cmocka_unit_test(test_packets),  cmocka_unit_test(test_endings),
        cmocka_unit_test(test_away),     cmocka_unit_test(test_close),
    };
    if (argc > RING_ARG_DEVICES) {
        void *p = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, RING_FD_MEMORY, 0);
        const char *filter = argv[RING_ARG_FILTER], *end = strchr(filter, ')');
        char what[32];
        if (p == MAP_FAILED || !end)
            return 1;
        snprintf(what, sizeof(what), "%.*s", (int)(end - filter - 1), filter + 1);
        act(p, what);
    }
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 16);
    assert_true(n > 0);
    self[n] = '\0';
    char *name = strrchr(self, '/') + 1, own[64];
    snprintf(own, sizeof(own), "%s", name);
    memcpy(name, "rung-capture", 13);
    if (symlink(own, self) != 0 && errno != EEXIST)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
