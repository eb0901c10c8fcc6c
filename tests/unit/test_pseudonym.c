/* Tests of decode/redact/pseudonym.c: pseudonyms keep the shape, are the same for the same, differ
 * for others, and lead back with the key alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decode/redact/pseudonym.h"

static const struct pseudonym there = { .key = { 1, 2 } }, back = { .key = { 1, 2 }, .back = true },
                              other = { .key = { 1, 3 } };

static void words_keep_their_shape(void **state)
{
    (void)state;
    static const char *const words[] = {
        "alice", "Bob-17", "a", "", "z9hG4bK", "ABC", "9x.y_z%40"
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        char s[32], t[32];
        size_t n = strlen(words[i]);
        memcpy(s, words[i], n + 1);
        pseudonym_word(&there, s, n);
        for (size_t k = 0; k < n; k++) {
            char was = words[i][k];
            assert_int_equal(was >= '0' && was <= '9', s[k] >= '0' && s[k] <= '9');
            assert_int_equal(was >= 'a' && was <= 'z', s[k] >= 'a' && s[k] <= 'z');
            assert_int_equal(was >= 'A' && was <= 'Z', s[k] >= 'A' && s[k] <= 'Z');
        }
        memcpy(t, words[i], n + 1);
        pseudonym_word(&other, t, n);
        assert_true(n < 5 || strcmp(s, t) != 0);
        pseudonym_word(&back, s, n);
        assert_string_equal(s, words[i]);
    }
    char lower[] = "example", upper[] = "EXAMPLE";
    pseudonym_word(&there, lower, 7);
    pseudonym_word(&there, upper, 7);
    assert_int_equal(strcasecmp(lower, upper), 0);
}

/* All words of two characters have different pseudonyms, and none is its own. */
static void no_two_share_one(void **state)
{
    (void)state;
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    bool seen[256][256] = { { false } };
    unsigned same = 0;
    for (int i = 0; i < 36; i++)
        for (int k = 0; k < 36; k++) {
            char s[3] = { alphabet[i], alphabet[k] };
            pseudonym_word(&there, s, 2);
            assert_false(seen[(uint8_t)s[0]][(uint8_t)s[1]]);
            seen[(uint8_t)s[0]][(uint8_t)s[1]] = true;
            same += s[0] == alphabet[i] && s[1] == alphabet[k];
        }
    assert_int_equal(same, 0);
}

/* A letter changed anywhere changes the whole word. */
static void a_letter_changes_all(void **state)
{
    (void)state;
    char a[] = "registrar", b[] = "registras", c[] = "tegistrar";
    unsigned same_end = 0, same_begin = 0;
    pseudonym_word(&there, a, 9);
    pseudonym_word(&there, b, 9);
    pseudonym_word(&there, c, 9);
    for (int i = 0; i < 9; i++) {
        same_begin += a[i] == b[i];
        same_end += a[i] == c[i];
    }
    assert_in_range(same_begin, 0, 3);
    assert_in_range(same_end, 0, 3);
}

static void numbers_keep_what_they_share(void **state)
{
    (void)state;
    char a[] = "+4930123456", b[] = "030123456", c[] = "(030) 123-456", d[] = "030123457";
    pseudonym_number(&there, a, strlen(a));
    pseudonym_number(&there, b, strlen(b));
    pseudonym_number(&there, c, strlen(c));
    pseudonym_number(&there, d, strlen(d));
    assert_int_equal(a[0], '+');
    assert_string_equal(a + strlen(a) - 8, b + strlen(b) - 8);
    assert_memory_equal(c + 10, b + 6, 3);
    assert_int_equal(c[5], ' ');
    assert_int_not_equal(d[8], b[8]);
    pseudonym_number(&back, a, strlen(a));
    assert_string_equal(a, "+4930123456");
    bool seen[10000] = { false };
    for (int i = 0; i < 10000; i++) {
        char s[16];
        snprintf(s, sizeof(s), "%04d", i);
        pseudonym_number(&there, s, 4);
        int to = (int)strtol(s, NULL, 10);
        assert_false(seen[to]);
        assert_int_not_equal(to, i);
        seen[to] = true;
    }
}

static void addresses_stay_what_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool stays;
    } rows[] = {
        { "10.1.1.11", false },
        { "10.1.1.12", false },
        { "192.168.0.7", false },
        { "172.16.4.100", false },
        { "172.32.4.100", false },
        { "100.64.0.1", false },
        { "100.128.1.1", false },
        { "8.8.8.8", false },
        { "198.51.100.7", false },
        { "203.0.113.250", false },
        { "169.254.17.3", false },
        { "192.0.2.1", false },
        { "127.0.0.1", true },
        { "0.0.0.0", true },
        { "224.0.1.75", true },
        { "255.255.255.255", true },
        { "2001:db8::1", false },
        { "2001:db8:0:1::a:b", false },
        { "fd00:1234::5", false },
        { "fe80::21a:2bff", false },
        { "::1", true },
        { "::", true },
        { "ff02::1", true },
        { "fec0::216:d3ff:1", false },
        { "64:ff9b::a01:105", false },
        { "5f00:1::2", false },
        { "99.1.1.1", false },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct addr a, was;
        char text[ADDR_TEXT];
        assert_true(addr_parse(&a, slice_of(rows[i].text)));
        was = a;
        pseudonym_addr(&there, &a);
        addr_format(text, &a);
        assert_int_equal(strlen(text), strlen(rows[i].text));
        assert_int_equal(addr_is_private(&a), addr_is_private(&was));
        assert_int_equal(addr_eq(&a, &was), rows[i].stays);
        pseudonym_addr(&back, &a);
        assert_true(addr_eq(&a, &was));
    }
}

/* Two hosts of a network are so afterwards, and no two addresses become one. */
static void networks_stay_networks(void **state)
{
    (void)state;
    bool seen[256] = { false };
    struct addr first;
    for (unsigned i = 0; i < 256; i++) {
        struct addr a;
        addr_set_v4(&a, (const uint8_t[]){ 10, 1, 1, (uint8_t)i });
        pseudonym_addr(&there, &a);
        if (i == 0)
            first = a;
        assert_memory_equal(a.ip, first.ip, 15);
        assert_false(seen[a.ip[15]]);
        seen[a.ip[15]] = true;
    }
    bool taken[256][256] = { { false } };
    for (unsigned i = 0; i < 256; i++)
        for (unsigned k = 0; k < 256; k++) {
            struct addr a;
            addr_set_v4(&a, (const uint8_t[]){ (uint8_t)i, (uint8_t)k, 0, 0 });
            pseudonym_addr(&there, &a);
            assert_false(taken[a.ip[12]][a.ip[13]]);
            taken[a.ip[12]][a.ip[13]] = true;
        }
}

static void secrets_tell_nothing(void **state)
{
    (void)state;
    char a[] = "d41d8cd98f00b204e9800998ecf8427e", b[] = "d41d8cd98f00b204e9800998ecf8427f";
    char c[] = "d41d8cd98f00b204e9800998ecf8427e";
    pseudonym_secret(&there, a, 32, "0123456789abcdef");
    pseudonym_secret(&there, b, 32, "0123456789abcdef");
    pseudonym_secret(&there, c, 32, "0123456789abcdef");
    assert_string_equal(a, c);
    assert_string_not_equal(a, b);
    assert_int_equal(strspn(a, "0123456789abcdef"), 32);
    uint8_t mac[6] = { 0x00, 0x1a, 0x2b, 1, 2, 3 }, group[6] = { 1, 0, 0x5e, 0, 0, 1 };
    pseudonym_mac(&there, mac);
    assert_int_equal(mac[0] & 3, 2);
    pseudonym_mac(&there, group);
    assert_memory_equal(group, ((const uint8_t[]){ 1, 0, 0x5e, 0, 0, 1 }), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_keep_their_shape),
        cmocka_unit_test(no_two_share_one),
        cmocka_unit_test(a_letter_changes_all),
        cmocka_unit_test(numbers_keep_what_they_share),
        cmocka_unit_test(addresses_stay_what_they_are),
        cmocka_unit_test(networks_stay_networks),
        cmocka_unit_test(secrets_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
