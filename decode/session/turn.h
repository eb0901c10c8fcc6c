/* What happens to a leg beyond its own call: transfers, take-overs by Replaces, forwards. Only legs
 * to which such a thing happened have a row. */
#ifndef DECODE_SESSION_TURN_H
#define DECODE_SESSION_TURN_H

#include <stdbool.h>

#include "decode/store.h"

enum turn_flag {
    TURN_EARLY = 1,          /* the dialog that was taken over was early then (3891 7.1) */
    TURN_REPLACES_FOUND = 2, /* the dialog that m_replaces names was in the capture then */
    TURN_JOIN_FOUND = 4,     /* the same for m_join */
    TURN_COMPLETION = 8,     /* a subscription that waits for somebody to be free (6910) */
};

/* Fields that begin with m_ name messages; 0: none. */
struct turn {
    uint32_t asked;       /* newest transfer whose REFER came in this leg */
    uint32_t subject;     /* newest transfer that is to transfer this leg */
    uint32_t made_for;    /* newest transfer that led to this leg */
    uint32_t taken_by;    /* leg whose INVITE names a dialog of this one in Replaces */
    uint32_t m_replaces;  /* INVITE of this leg that has Replaces */
    uint32_t m_join;      /* the same with Join (3911) */
    uint32_t m_refused;   /* a refusal that a proxy got, or its CANCEL when it had waited */
    uint32_t m_forward;   /* what forwarded it: 3xx (Contact), 181, or INVITE with Diversion */
    uint32_t m_forwarded; /* first INVITE to the new target, after that: its Request-URI */
    uint32_t m_reached;   /* the same on the hop nearest the target; its receiver */
    uint8_t flags;        /* enum turn_flag */
};

/* The row of a leg, NULL when nothing happened to it. */
static inline struct turn *turn_of(const struct store *s, const struct leg *leg)
{
    return pool_find(&s->turns, leg->turn);
}

/* The same, made when there is none. NULL: no memory. */
struct turn *turn_get(struct store *s, struct leg *leg);

#endif
