/* Gaps, as wide as the room allows. */
#include "ui/export/gaps.h"

unsigned gaps_sum(const struct gaps *g)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < g->n; i++)
        sum += g->need[i];
    return sum;
}

void gaps_span(struct gaps *g, unsigned from, unsigned to, unsigned wanted)
{
    unsigned sum = 0;
    for (unsigned i = from; i < to; i++)
        sum += g->need[i];
    for (unsigned i = from; i < to && sum < wanted; i++) {
        unsigned more = (wanted - sum + (to - i) - 1) / (to - i);
        g->need[i] += more;
        sum += more;
    }
}

static void level(struct gaps *g, unsigned room, bool raise, unsigned low, unsigned high)
{
    while (low < high) {
        unsigned middle = (low + high + 1) / 2, sum = 0;
        for (unsigned i = 0; i < g->n; i++)
            sum += (g->need[i] < middle) == raise ? middle : g->need[i];
        if (sum <= room)
            low = middle;
        else
            high = middle - 1;
    }
    for (unsigned i = 0; i < g->n; i++)
        if ((g->need[i] < low) == raise)
            g->need[i] = low;
}

void gaps_raise(struct gaps *g, unsigned room, unsigned low, unsigned high)
{
    level(g, room, true, low, high);
}

void gaps_lower(struct gaps *g, unsigned room, unsigned low, unsigned high)
{
    level(g, room, false, low, high);
}
