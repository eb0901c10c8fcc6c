/* Sessions: legs that belong to one story. Each Call-ID begins as a group of its own; rules join
 * groups and say why. */
#ifndef DECODE_SESSION_SESSION_H
#define DECODE_SESSION_SESSION_H

#include <stdbool.h>

#include "decode/session/rule_list.h"
#include "decode/sift.h"
#include "decode/store.h"

/* Why two legs were joined. */
enum session_reason {
#define X(id, words, help) SESSION_##id,
    SESSION_REASON_LIST(X)
#undef X
        SESSION_REASON_COUNT
};

struct sessions;

/* NULL: no memory. Owned; sessions_free. */
struct sessions *sessions_new(struct store *s);
void sessions_free(struct sessions *x);

/* Takes note of a message that was kept; `message` is its row. Cheap for all that joins nothing. */
void sessions_see(struct sessions *x, const struct payload *p, const struct brief *b,
                  uint32_t message, uint32_t leg);

/* The leg that stands for the session of this leg: its oldest call, or its oldest leg. */
uint32_t session_of(const struct store *s, uint32_t leg);

/* The number of a leg's session as lists show it: that of its first call; 0 when none is a call. */
uint32_t session_number(const struct store *s, uint32_t leg);

const char *session_reason_words(enum session_reason r);

#endif
