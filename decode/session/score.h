/* How much speaks for two legs being one call: the signs and their points. */
#ifndef DECODE_SESSION_SCORE_H
#define DECODE_SESSION_SCORE_H

#include "decode/session/trait.h"

#define SCORE_LINK 60                            /* enough to join */
#define SCORE_PROBABLE 45                        /* enough to say so */
#define SCORE_LEAD 15                            /* over the second best, else it is ambiguous */
#define SCORE_ORDER 15                           /* ringing, answer and BYE in the same order */
#define SCORE_FINAL 10                           /* the same final answer */
#define SCORE_REACH_NS (INT64_C(5) * 1000000000) /* from the one INVITE to the other */

struct score {
    int points;
    uint32_t because; /* LINK_BIT of each sign that counted */
    bool enough;      /* more than time and one user alone */
};

/* By what the first INVITEs show. Says nothing about the node between the two. */
struct score score_traits(const struct trait *parent, const struct trait *child);

/* The same, and what the answers show as far as they were seen. */
struct score score_legs(const struct store *s, const struct trait *parent,
                        const struct trait *child);

/* At most this much may be added to score_traits for this leg and any other. */
int score_answers_max(const struct store *s, const struct trait *t);

/* Was the parent still unanswered when this leg began, so that it may be one of several? */
bool score_is_fork(const struct store *s, const struct trait *parent, const struct trait *child);

#endif
