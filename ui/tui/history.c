/* Each line is kept once, where it was used last. */
#include "ui/tui/history.h"

#include <string.h>

#include "base/mem.h"
#include "base/slice.h"

static void drop(struct history *h, unsigned i)
{
    mem_free(h->line[i]);
    h->n--;
    memmove(&h->line[i], &h->line[i + 1], (h->n - i) * sizeof(h->line[0]));
}

void history_fini(struct history *h)
{
    while (h->n)
        drop(h, h->n - 1);
}

void history_add(struct history *h, const char *line)
{
    size_t n = strlen(line) + 1;
    char *copy = slice_trim(slice_of(line)).n ? mem_new(n, 1) : NULL;
    if (!copy)
        return;
    memcpy(copy, line, n);
    for (unsigned i = 0; i < h->n; i++)
        if (!strcmp(h->line[i], line)) {
            drop(h, i);
            break;
        }
    if (h->n == HISTORY_MAX)
        drop(h, 0);
    h->line[h->n++] = copy;
}
