/* Distances between words. Which words there are is left to those who ask. */
#include "base/near.h"

static char fold(char c)
{
    return c == '-' ? '_' : ascii_lower(c);
}

unsigned near_distance(struct slice a, struct slice b)
{
    unsigned row[3][NEAR_MAX + 1];
    unsigned *before = row[0], *last = row[1], *now = row[2];
    if (a.n > NEAR_MAX || b.n > NEAR_MAX)
        return 2 * NEAR_MAX;
    for (unsigned j = 0; j <= b.n; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.n; i++) {
        now[0] = i;
        for (unsigned j = 1; j <= b.n; j++) {
            char x = fold(a.p[i - 1]), y = fold(b.p[j - 1]);
            unsigned best = last[j - 1] + (x != y);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && x == fold(b.p[j - 2]) && y == fold(a.p[i - 2]) &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        unsigned *spare = before;
        before = last, last = now, now = spare;
    }
    return last[b.n];
}

unsigned near_limit(size_t n)
{
    return n < 5 ? 1 : (unsigned)n / 4 + 1;
}
