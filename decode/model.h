/* The model: takes sifted messages in order of time and keeps the store true. */
#ifndef DECODE_MODEL_H
#define DECODE_MODEL_H

#include "decode/session/rule_user.h"
#include "decode/sift.h"
#include "decode/store.h"

struct model;

/* Works on a store that it does not own. NULL: no memory. Owned; model_free. */
struct model *model_new(struct store *s);
void model_free(struct model *m);

/* From now on messages make transactions, dialogs and calls only: no sessions, objects nor marks of
 * what came before. Before the first message. */
void model_be_quick(struct model *m);

/* What the user says of legs; borrowed as long as m lives. Before the first message. */
void model_set(struct model *m, const struct leg_rules *user);

/* Takes one message. One thread; borrowed arguments. */
void model_take(struct model *m, const struct payload *p, const struct brief *b);

/* Nothing that comes will belong to legs that go (leg_goes). */
void model_forget(struct model *m);

/* After the last message: works off at most n legs of what waits. False: nothing waits. */
bool model_finish(struct model *m, unsigned n);

/* Brings what model_take will need for this brief into the cache. Stage 0: the places in the
 * indexes; 1: the rows that these name; 2: the message before it in its leg. */
void model_prefetch(const struct model *m, const struct brief *b, unsigned stage);

#endif
