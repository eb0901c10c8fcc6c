/* Sessions: legs that belong to one story. Each Call-ID begins as a group of its own; rules join
 * groups and say why. */
#ifndef DECODE_SESSION_SESSION_H
#define DECODE_SESSION_SESSION_H

#include <stdbool.h>

#include "decode/session/link.h"
#include "decode/session/rule_user.h"
#include "decode/sift.h"
#include "decode/store.h"

struct sessions;

/* NULL: no memory. Owned; sessions_free. */
struct sessions *sessions_new(struct store *s);
void sessions_free(struct sessions *x);

/* What the user says of legs; borrowed as long as x lives. Before the first message. */
void sessions_set(struct sessions *x, const struct leg_rules *user);

/* Moves the clock, which never goes back; before each message. Bounded. */
void sessions_tick(struct sessions *x, int64_t now_ns);

/* After the last message: judges at most n legs that could not be judged before. False: none is
 * left. */
bool sessions_finish(struct sessions *x, unsigned n);

/* Nothing will be joined to legs that go (leg_goes). */
void sessions_forget(struct sessions *x);

#define SESSION_METHODS                                                                            \
    (1U << SIP_METHOD_INVITE | 1U << SIP_METHOD_REFER | 1U << SIP_METHOD_NOTIFY |                  \
     1U << SIP_METHOD_CANCEL | 1U << SIP_METHOD_UPDATE | 1U << SIP_METHOD_SUBSCRIBE)

/* Can a message join anything? By the brief alone: no for most. */
static inline bool sessions_may_want(const struct brief *b)
{
    return SESSION_METHODS >> b->method & 1 && (b->flags & BRIEF_REQUEST || b->code > 100);
}

/* Takes note of a message that was kept and for which sessions_may_want says yes; `message` is its
 * row, `repeat` whether it was seen before. Cheap for all that joins nothing. */
void sessions_see(struct sessions *x, const struct payload *p, const struct brief *b,
                  uint32_t message, uint32_t leg, bool repeat);

#endif
