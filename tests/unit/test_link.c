/* Tests of the link layers: what each finds, and that no prefix of its header is believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/link/link.h"
#include "tests/unit/frames.h"

struct link_case {
    const char *name;
    unsigned link, tags, type; /* as frame_link makes it */
    unsigned found, bytes;     /* what must come out */
};

static const struct link_case cases[] = {
    { "Ethernet", 1, 0, 0x0800, 0x0800, 14 },
    { "Ethernet, ARP", 1, 0, 0x0806, 0x0806, 14 },
    { "Ethernet, a length as type", 1, 0, 17, 17, 14 },
    { "802.1Q", 1, 1, 0x86dd, 0x86dd, 18 },
    { "QinQ", 1, 2, 0x0800, 0x0800, 22 },
    { "four tags", 1, 4, 0x0800, 0x0800, 30 },
    { "five tags: the last stays", 1, 5, 0x0800, 0x9100, 30 },
    { "Linux cooked v1", 113, 0, 0x0800, 0x0800, 16 },
    { "Linux cooked v1, tagged", 113, 1, 0x0800, 0x0800, 20 },
    { "Linux cooked v2", 276, 0, 0x86dd, 0x86dd, 20 },
    { "Linux cooked v2, QinQ", 276, 2, 0x86dd, 0x86dd, 28 },
    { "BSD null", 0, 0, 0x0800, 0x0800, 4 },
    { "BSD null, IPv6", 0, 0, 0x86dd, 0x86dd, 4 },
    { "BSD loop", 108, 0, 0x0800, 0x0800, 4 },
    { "BSD loop, IPv6", 108, 0, 0x86dd, 0x86dd, 4 },
    { "raw IPv4", 228, 0, 0, 0x0800, 0 },
    { "raw IPv6", 229, 0, 0, 0x86dd, 0 },
};

/* Peels the first n bytes from a block of exactly that size. */
static bool peel(unsigned link, const uint8_t *p, size_t n, struct link_result *out, size_t *passed)
{
    const struct link *row = link_find((uint16_t)link);
    assert_non_null(row);
    uint8_t *heap = malloc(n);
    memcpy(heap, p, n);
    struct rd r = rd_make(heap, n);
    bool ok = row->peel(&r, out);
    *passed = (size_t)(r.p - heap);
    free(heap);
    return ok;
}

static void finds_the_network_layer(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct link_case *k = &cases[i];
        struct frame f = { 0 };
        struct link_result found;
        size_t passed;
        frame_link(&f, k->link, k->tags, k->type);
        frame_fill(&f, 0xff, 3);
        for (size_t n = 0; n <= f.n; n++) {
            bool ok = peel(k->link, f.b, n, &found, &passed);
            if (ok != (n >= k->bytes))
                fail_msg("%s: %zu bytes of %u", k->name, n, k->bytes);
        }
        if (found.ethertype != k->found || found.tagged != (k->tags > 0) || passed != k->bytes)
            fail_msg("%s: type %04x after %zu", k->name, found.ethertype, passed);
    }
}

/* raw IP, raw IP (BSD), raw IP (OpenBSD): one format, three numbers. */
static void raw_goes_by_the_version(void **state)
{
    static const struct {
        uint8_t first;
        unsigned found;
    } k[] = { { 0x45, 0x0800 }, { 0x60, 0x86dd }, { 0x00, 0 }, { 0xff, 0 }, { 0x50, 0 } };
    static const unsigned links[] = { 101, 12, 14 };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++)
        for (size_t j = 0; j < sizeof(links) / sizeof(links[0]); j++) {
            struct link_result found;
            size_t passed;
            assert_true(peel(links[j], &k[i].first, 1, &found, &passed));
            assert_int_equal(found.ethertype, k[i].found);
            assert_int_equal(passed, 0);
            assert_false(peel(links[j], &k[i].first, 0, &found, &passed));
        }
}

static void families_of_every_system(void **state)
{
    static const struct {
        unsigned link;
        uint8_t head[4];
        unsigned found;
    } k[] = {
        { 0, { 2, 0, 0, 0 }, 0x0800 },   { 0, { 0, 0, 0, 2 }, 0x0800 },
        { 0, { 10, 0, 0, 0 }, 0x86dd },  { 0, { 24, 0, 0, 0 }, 0x86dd },
        { 0, { 0, 0, 0, 24 }, 0x86dd },  { 0, { 28, 0, 0, 0 }, 0x86dd },
        { 0, { 0, 0, 0, 28 }, 0x86dd },  { 0, { 30, 0, 0, 0 }, 0x86dd },
        { 0, { 0, 0, 0, 30 }, 0x86dd },  { 0, { 7, 0, 0, 0 }, 0 },
        { 0, { 0, 0, 0, 0 }, 0 },        { 0, { 2, 0, 0, 1 }, 0 },
        { 108, { 0, 0, 0, 2 }, 0x0800 }, { 108, { 0, 0, 0, 24 }, 0x86dd },
        { 108, { 2, 0, 0, 0 }, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct link_result found;
        size_t passed;
        assert_true(peel(k[i].link, k[i].head, 4, &found, &passed));
        if (found.ethertype != k[i].found || found.tagged)
            fail_msg("row %zu: type %04x", i, found.ethertype);
    }
}

static void every_row_is_found_by_its_number(void **state)
{
    unsigned rows = 0, known = 0;
    (void)state;
    for (; link_at(rows); rows++) {
        assert_ptr_equal(link_find(link_at(rows)->number), link_at(rows));
        assert_int_equal(link_at(rows) - link_at(0), rows);
    }
    assert_int_equal(rows, LINK_COUNT);
    for (unsigned number = 0; number <= UINT16_MAX; number++)
        known += link_find((uint16_t)number) != NULL;
    assert_int_equal(known, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_network_layer),
        cmocka_unit_test(raw_goes_by_the_version),
        cmocka_unit_test(families_of_every_system),
        cmocka_unit_test(every_row_is_found_by_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
