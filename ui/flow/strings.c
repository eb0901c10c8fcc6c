/* Interned texts in chunks. What they mean is left to those who number them. */
#include "ui/flow/strings.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "ui/flow/text.h"

enum { CHUNK = 64 << 10 };

struct strings_chunk {
    struct strings_chunk *next;
    size_t n, cap;
    char bytes[];
};

struct entry {
    const char *p;
    size_t n;
};

int strings_init(struct strings *s, const struct hash_key *key)
{
    *s = (struct strings){ .key = *key };
    pool_init(&s->entries, sizeof(struct entry));
    buf_init(&s->scratch, TEXT_MAX + 64);
    return index_init(&s->index) ? 0 : -ENOMEM;
}

void strings_fini(struct strings *s)
{
    for (struct strings_chunk *c = s->chunk, *next; c; c = next) {
        next = c->next;
        mem_free(c);
    }
    pool_fini(&s->entries);
    index_fini(&s->index);
    buf_fini(&s->scratch);
}

static char *take(struct strings *s, size_t n)
{
    struct strings_chunk *c = s->chunk;
    if (!c || c->cap - c->n < n) {
        size_t cap = n > CHUNK ? n : CHUNK;
        c = mem_new(1, sizeof(*c) + cap);
        if (!c)
            return NULL;
        c->cap = cap;
        c->next = s->chunk;
        s->chunk = c;
    }
    c->n += n;
    return c->bytes + c->n - n;
}

static bool matches(const void *ctx, uint32_t row, const void *key)
{
    const struct strings *s = ctx;
    const struct slice *want = key;
    const struct entry *e = pool_at(&s->entries, row);
    return e->n == want->n && !memcmp(e->p, want->p, e->n);
}

static uint32_t keep(struct strings *s, struct slice text, uint64_t hash)
{
    char *p = take(s, text.n + 1);
    uint32_t row = p ? pool_new(&s->entries) : 0;
    if (!row)
        return 0;
    if (!index_add(&s->index, hash, row)) {
        pool_give(&s->entries, row);
        return 0;
    }
    memcpy(p, text.p, text.n);
    p[text.n] = '\0';
    *(struct entry *)pool_at(&s->entries, row) = (struct entry){ p, text.n };
    return row;
}

uint32_t strings_add(struct strings *s, struct slice text)
{
    if (!text.n)
        return 0;
    uint64_t hash = hash_sip(&s->key, text.p, text.n);
    uint32_t row = index_find(&s->index, hash, matches, s, &text);
    if (!row)
        row = keep(s, text, hash);
    s->failed |= !row;
    return row;
}

uint32_t strings_add_clean(struct strings *s, struct slice text)
{
    buf_clear(&s->scratch);
    text_add(&s->scratch, text);
    if (s->scratch.failed)
        s->failed = true;
    return strings_add(s, buf_slice(&s->scratch));
}

const char *strings_get(const struct strings *s, uint32_t number)
{
    return number ? ((const struct entry *)pool_at(&s->entries, number))->p : "";
}
