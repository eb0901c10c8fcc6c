/* Finds the legs that nothing but a sum of small signs joins. Every leg is kept in view for a
 * while, found by what it may have in common with others, and judged when it is ripe. */
#ifndef DECODE_SESSION_RULE_SCORE_H
#define DECODE_SESSION_RULE_SCORE_H

#include <stdbool.h>

#include "decode/sip/index.h"
#include "decode/store.h"

#define VIEW_RIPE_NS (INT64_C(32) * 1000000000) /* after its first INVITE a leg is judged */
#define VIEW_CANDIDATES 32 /* legs with one sign in common that are looked at */
#define VIEW_NEAR 6        /* of all those, the ones that are remembered */

struct view;

/* NULL: no memory. */
struct view *view_new(struct store *s);
void view_free(struct view *v);

/* Legs that go (leg_goes) are compared with none any more. */
void view_forget(struct view *v);

/* The first INVITE of a leg; `message` is its row. now_ns is of a clock that never goes back.
 * Bounded by VIEW_CANDIDATES. */
void view_add(struct view *v, const struct sip_index *x, uint32_t message, uint32_t leg,
              int64_t now_ns);

/* A later INVITE without To-tag of a leg: another hop or attempt. */
void view_hop(struct view *v, uint32_t message, uint32_t leg);

/* Another leg follows from this one, as a token says that both have. Others that follow from it
 * have that token, too, so none is looked for by signs. */
void view_mark(struct view *v, uint32_t leg);

/* What the leg's first INVITE showed, while it is in view; else NULL. Until the next view_add. */
const struct trait *view_find(const struct view *v, uint32_t leg);

/* Judges at most n legs that are ripe, or with `over` all in their order. True: there may be more.
 */
bool view_judge(struct view *v, int64_t now_ns, bool over, unsigned n);

#endif
