/* Columns that share the room of a list. */
#include "ui/export/list_fit.h"

#include "ui/export/list_cell.h"

enum {
    RANK_USEFUL = 3,  /* columns from this rank on leave the parties PARTY_CELLS */
    RANK_SPARE = 5,   /* those from this one on must not narrow the others at all */
    PARTY_CELLS = 22, /* a short name and a long number */
};

struct list_fit list_fit_of(const struct column *c, unsigned seen)
{
    unsigned w = seen > c->widest ? c->widest : seen;
    unsigned least = w < c->narrowest || c->right ? w : c->narrowest;
    unsigned fair = !list_cell_is_party(c) ? least : w < PARTY_CELLS ? w : PARTY_CELLS;
    return (struct list_fit){ .width = w, .least = least, .fair = fair, .rank = c->rank };
}

enum wish { WISH_WIDTH, WISH_FAIR, WISH_LEAST };

static unsigned sum_of(const struct list_fit *c, unsigned n, unsigned between, enum wish wish)
{
    unsigned sum = 1, shown = 0;
    for (unsigned i = 0; i < n; i++)
        if (!c[i].hidden)
            sum += (wish == WISH_WIDTH  ? c[i].width
                    : wish == WISH_FAIR ? c[i].fair
                                        : c[i].least) +
                   (shown++ ? between : 0);
    return sum;
}

unsigned list_fit_sum(const struct list_fit *c, unsigned n, unsigned between)
{
    return sum_of(c, n, between, WISH_WIDTH);
}

/* What columns of this rank leave to the others. */
static enum wish wish_of(unsigned rank)
{
    return rank >= RANK_SPARE ? WISH_WIDTH : rank >= RANK_USEFUL ? WISH_FAIR : WISH_LEAST;
}

/* The least important column that is shown; n: there is none to be left out. */
static unsigned last_of(const struct list_fit *c, unsigned n)
{
    unsigned last = n, rank = 2;
    for (unsigned i = 0; i < n; i++)
        if (!c[i].hidden && c[i].rank >= rank) {
            last = i;
            rank = c[i].rank;
        }
    return last;
}

/* What made way for a wider one, but has room itself. */
static void bring_back(struct list_fit *c, unsigned n, unsigned room, unsigned between)
{
    for (unsigned i = 0; i < n; i++)
        if (c[i].hidden && !c[i].needless && c[i].rank < RANK_SPARE) {
            c[i].hidden = false;
            c[i].hidden = sum_of(c, n, between, wish_of(c[i].rank)) > room;
        }
}

void list_fit_choose(struct list_fit *c, unsigned n, unsigned room, unsigned between)
{
    unsigned last;
    for (unsigned i = 0; i < n; i++)
        c[i].hidden = c[i].needless;
    while ((last = last_of(c, n)) < n && sum_of(c, n, between, wish_of(c[last].rank)) > room)
        c[last].hidden = true;
    bring_back(c, n, room, between);
}

static void shrink_to(struct list_fit *c, unsigned n, unsigned room, unsigned between, bool fair)
{
    for (unsigned sum = list_fit_sum(c, n, between); sum > room; sum--) {
        unsigned widest = n;
        for (unsigned i = 0; i < n; i++)
            if (!c[i].hidden && c[i].width > (fair ? c[i].fair : c[i].least) &&
                (widest == n || c[i].width > c[widest].width))
                widest = i;
        if (widest == n)
            return;
        c[widest].width--;
    }
}

void list_fit_shrink(struct list_fit *c, unsigned n, unsigned room, unsigned between)
{
    shrink_to(c, n, room, between, true);
    shrink_to(c, n, room, between, false);
}
