/* Two pages of keys. */
#include "decode/forgotten.h"

#include <string.h>

#include "base/mem.h"

#define SLOTS (2 * FORGOTTEN_MAX)

struct page {
    uint32_t n;
    uint64_t key[SLOTS]; /* 0: free */
};

struct forgotten {
    struct page page[2];
    unsigned newer;
};

struct forgotten *forgotten_new(void)
{
    return mem_new(1, sizeof(struct forgotten));
}

void forgotten_free(struct forgotten *f)
{
    mem_free(f);
}

/* The slot of a key, or the free one where it would be. Keys are keyed hashes. */
static uint32_t slot_of(const struct page *p, uint64_t key)
{
    uint32_t i = (uint32_t)key % SLOTS;
    while (p->key[i] && p->key[i] != key)
        i = (i + 1) % SLOTS;
    return i;
}

void forgotten_add(struct forgotten *f, uint64_t key)
{
    struct page *p = &f->page[f->newer];
    if (p->n == FORGOTTEN_MAX) {
        f->newer = !f->newer;
        p = &f->page[f->newer];
        memset(p, 0, sizeof(*p));
    }
    uint32_t i = slot_of(p, key);
    p->n += !p->key[i];
    p->key[i] = key;
}

bool forgotten_has(const struct forgotten *f, uint64_t key)
{
    return f &&
           (f->page[0].key[slot_of(&f->page[0], key)] || f->page[1].key[slot_of(&f->page[1], key)]);
}
