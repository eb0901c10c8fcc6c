/* Tests of base/hash.c and base/pool.c: digests against their definition, the index and the rows
 * against plain models. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/pool.h"

static uint32_t random32(uint64_t *state) /* xorshift64* */
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)(*state * UINT64_C(0x2545f4914f6cdd1d) >> 32);
}

static uint64_t rotl(uint64_t x, int b)
{
    return x << b | x >> (64 - b);
}

/* SipHash with one and three rounds, written down from the paper byte by byte. */
static uint64_t plain_sip(const struct hash_key *key, const uint8_t *p, size_t n)
{
    uint64_t v[4] = { key->k0 ^ 0x736f6d6570736575, key->k1 ^ 0x646f72616e646f6d,
                      key->k0 ^ 0x6c7967656e657261, key->k1 ^ 0x7465646279746573 };
    size_t words = n / 8 + 1;
    for (size_t w = 0; w < words + 3; w++) {
        uint64_t m = 0;
        for (size_t i = 0; w < words && i < 8; i++)
            m |= (uint64_t)(w * 8 + i < n ? p[w * 8 + i] : i == 7 ? n & 0xff : 0) << (8 * i);
        if (w == words)
            v[2] ^= 0xff;
        v[3] ^= m;
        v[0] += v[1], v[1] = rotl(v[1], 13) ^ v[0], v[0] = rotl(v[0], 32);
        v[2] += v[3], v[3] = rotl(v[3], 16) ^ v[2];
        v[0] += v[3], v[3] = rotl(v[3], 21) ^ v[0];
        v[2] += v[1], v[1] = rotl(v[1], 17) ^ v[2], v[2] = rotl(v[2], 32);
        v[0] ^= m;
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void test_sip(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (size_t n = 0; n < 300; n++) {
        uint8_t *p = malloc(n ? n : 1); /* exact, so that a read past it is seen */
        struct hash_key key = { random32(&seed), (uint64_t)random32(&seed) << 32 };
        assert_non_null(p);
        for (size_t i = 0; i < n; i++)
            p[i] = (uint8_t)random32(&seed);
        if (hash_sip(&key, p, n) != plain_sip(&key, p, n))
            fail_msg("%zu bytes", n);
        free(p);
    }
}

/* Equal for equal bytes, different when a bit, the length or the key is. */
static void test_digest(void **state)
{
    (void)state;
    struct hash_key key = { 0x1234567890abcdef, 0xfedcba0987654321 }, other = { 1, 2 };
    for (size_t n = 0; n < 200; n++) {
        uint8_t *p = calloc(n + 1, 1), *q = malloc(n ? n : 1);
        assert_true(p && q);
        memcpy(q, p, n);
        uint64_t h = hash_payload(&key, q, n);
        assert_true(h == hash_payload(&key, p, n));
        assert_true(h != hash_payload(&key, p, n + 1));
        assert_true(h != hash_payload(&other, p, n));
        for (size_t bit = 0; bit < n * 8; bit++) {
            q[bit / 8] = (uint8_t)(q[bit / 8] ^ 1u << bit % 8);
            assert_true(h != hash_payload(&key, q, n));
            q[bit / 8] = (uint8_t)(q[bit / 8] ^ 1u << bit % 8);
        }
        free(p);
        free(q);
    }
    assert_true(hash_mix(1, 2) != hash_mix(2, 1));
    struct hash_key a = { 0, 0 }, b = { 0, 0 };
    hash_key_random(&a);
    hash_key_random(&b);
    assert_true(a.k0 != b.k0 && a.k1 != b.k1);
}

enum { KEYS = 6000 };

struct model {
    uint32_t key_of[KEYS + 1]; /* of a row */
    uint32_t row_of[KEYS];     /* of a key, 0: not in the index */
};

static bool same_key(const void *ctx, uint32_t row, const void *key)
{
    const struct model *m = ctx;
    return m->key_of[row] == *(const uint32_t *)key;
}

/* Hashes of which many share their low bits, or all of them. */
static uint64_t hash_of(uint32_t key, unsigned how)
{
    switch (how) {
    case 0:
        return key * UINT64_C(0x9e3779b97f4a7c15);
    case 1:
        return key / 5;
    case 2:
        return (uint64_t)(key % 64) << 20 | key;
    default:
        return UINT32_MAX - key / 3; /* runs that go round the end */
    }
}

static void test_index(void **state)
{
    (void)state;
    struct model *m = mem_new(1, sizeof(*m));
    assert_non_null(m);
    for (unsigned how = 0; how < 4; how++) {
        struct index x;
        uint64_t seed = how + 1;
        uint32_t count = 0;
        memset(m, 0, sizeof(*m));
        assert_true(index_init(&x));
        for (int step = 0; step < 40000; step++) {
            uint32_t key = random32(&seed) % KEYS, row = key + 1;
            uint64_t hash = hash_of(key, how);
            bool grows = step % 16000 < 8000; /* it fills, empties, fills again */
            assert_int_equal(index_find(&x, hash, same_key, m, &key), m->row_of[key]);
            if (!m->row_of[key] && (grows || random32(&seed) % 4 == 0)) {
                m->key_of[row] = key;
                m->row_of[key] = row;
                assert_true(index_add(&x, hash, row));
                count++;
            } else if (m->row_of[key] && (!grows || random32(&seed) % 4 == 0)) {
                index_remove(&x, hash, row);
                m->row_of[key] = 0;
                count--;
            } else if (!m->row_of[key]) {
                index_remove(&x, hash, row); /* not there: nothing happens */
            }
            assert_int_equal(x.used, count);
        }
        for (uint32_t key = 0; key < KEYS; key++)
            assert_int_equal(index_find(&x, hash_of(key, how), same_key, m, &key), m->row_of[key]);
        index_fini(&x);
    }
    mem_free(m);
}

/* The first slot of a hash, before and after it is filled. */
static void test_guess(void **state)
{
    (void)state;
    struct index x;
    assert_true(index_init(&x));
    assert_int_equal(index_guess(&x, 77), 0);
    assert_true(index_add(&x, 77, 5));
    index_prefetch(&x, 77);
    assert_int_equal(index_guess(&x, 77), 5);
    assert_int_equal(index_guess(&x, 78), 0);
    index_fini(&x);
}

struct row {
    uint32_t number, filler[3];
};

static void test_pool(void **state)
{
    (void)state;
    struct pool p;
    enum { MANY = 3 * POOL_CHUNK + 7 };
    pool_init(&p, sizeof(struct row));
    assert_null(pool_find(&p, 0));
    assert_null(pool_find(&p, 1));
    pool_prefetch(&p, 1);
    struct row *first = NULL;
    for (uint32_t i = 1; i <= MANY; i++) {
        assert_int_equal(pool_new(&p), i);
        struct row *r = pool_at(&p, i);
        first = first ? first : r;
        assert_int_equal(r->number, 0);
        r->number = i;
        r->filler[2] = ~i;
    }
    assert_ptr_equal(pool_at(&p, 1), first); /* rows do not move */
    for (uint32_t i = 1; i <= MANY; i++) {
        assert_int_equal(((struct row *)pool_find(&p, i))->number, i);
        assert_int_equal(((struct row *)pool_find(&p, i))->filler[2], ~i);
    }
    assert_null(pool_find(&p, MANY + 1));
    assert_true(pool_bytes(&p) >= MANY * sizeof(struct row));
    pool_give(&p, 7);
    pool_give(&p, MANY);
    assert_int_equal(pool_new(&p), MANY); /* the last given is the first taken, and zero again */
    assert_int_equal(((struct row *)pool_at(&p, MANY))->filler[2], 0);
    assert_int_equal(pool_new(&p), 7);
    assert_int_equal(pool_new(&p), MANY + 1);
    pool_fini(&p);
    assert_int_equal(pool_new(&p), 1); /* may be used again */
    pool_fini(&p);
}

static void test_small_rows(void **state)
{
    (void)state;
    struct pool p;
    pool_init(&p, 1); /* smaller than the list of free rows needs */
    for (uint32_t i = 1; i < 10; i++)
        assert_int_equal(pool_new(&p), i);
    for (uint32_t i = 1; i < 10; i++)
        pool_give(&p, i);
    for (uint32_t i = 9; i > 0; i--)
        assert_int_equal(pool_new(&p), i);
    pool_fini(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sip),   cmocka_unit_test(test_digest),
        cmocka_unit_test(test_index), cmocka_unit_test(test_guess),
        cmocka_unit_test(test_pool),  cmocka_unit_test(test_small_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
