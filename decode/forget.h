/* What is forgotten so that memory has an end: whole sessions, those first that are missed least.
 * What stays is as it was, and has the same numbers; what is gone reads as zero. */
#ifndef DECODE_FORGET_H
#define DECODE_FORGET_H

#include "decode/model.h"
#include "decode/store.h"

#define FORGET_IDLE_NS                                                                             \
    (INT64_C(3600) * 1000000000) /* silence after which a call counts as idle                      \
                                  */
#define FORGET_KEPT 64           /* newest messages that stay of what is no call and goes on */

/* In the order in which they go; each has a counter, COUNTER_FORGOT_... */
enum forget_class {
    FORGET_REQUEST,  /* OPTIONS, REGISTER, … that are over */
    FORGET_FAILED,   /* calls that are over and were never answered */
    FORGET_FINISHED, /* calls that are over */
    FORGET_IDLE,     /* calls in silence, registrations, subscriptions */
    FORGET_ASKING,   /* calls without any answer yet */
    FORGET_ACTIVE,   /* calls that go on */
    FORGET_CLASSES
};

struct forget_order {
    uint64_t messages, rows; /* that many of messages, and bytes of rows, are to go at least */
    enum forget_class most;  /* no class behind this one goes */
    int64_t now_ns;          /* time of the capture */
    bool (*pinned)(const void *ctx, uint32_t leg); /* never goes; NULL: none is */
    const void *ctx;
};

/* The class of a leg; that of a session is its leg's that goes last. */
enum forget_class forget_class(const struct store *s, uint32_t leg, int64_t now_ns);

/* Forgets what is ordered, as far as there is something. Linear in what is kept, but for one
 * sorting. -ENOMEM: nothing was forgotten. */
int forget(struct store *s, struct model *m, const struct forget_order *o);

/* Bytes that the rows of a store take. */
uint64_t forget_rows(const struct store *s);

#endif
