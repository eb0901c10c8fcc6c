/* Rows for legs that have a story. */
#include "decode/session/turn.h"

struct turn *turn_get(struct store *s, struct leg *leg)
{
    if (!leg->turn)
        leg->turn = pool_new(&s->turns);
    return turn_of(s, leg);
}
