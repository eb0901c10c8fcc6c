/* Bits in a row that grows. */
#include "ui/tui/bits.h"

#include <string.h>

#include "base/mem.h"

void bits_fini(struct bits *m)
{
    mem_free(m->byte);
    *m = (struct bits){ 0 };
}

bool bits_has(const struct bits *m, uint32_t number)
{
    return number / 8 < m->bytes && m->byte[number / 8] >> number % 8 & 1;
}

static bool grow(struct bits *m, uint32_t number)
{
    uint32_t bytes = number / 8 * 2 + 4096;
    uint8_t *p = mem_resize(m->byte, bytes, 1);
    if (!p)
        return false;
    memset(p + m->bytes, 0, bytes - m->bytes);
    m->byte = p;
    m->bytes = bytes;
    return true;
}

void bits_set(struct bits *m, uint32_t number, bool on)
{
    if (bits_has(m, number) == on || (number / 8 >= m->bytes && !grow(m, number)))
        return;
    m->byte[number / 8] ^= (uint8_t)(1u << number % 8);
    m->n += on ? 1 : (uint32_t)-1;
}

void bits_clear(struct bits *m)
{
    if (m->byte)
        memset(m->byte, 0, m->bytes);
    m->n = 0;
}
