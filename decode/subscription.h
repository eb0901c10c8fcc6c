/* Subscriptions (6665) and the implicit ones of REFER (3515): a dialog, a package and an id. What
 * the bodies say is told elsewhere. */
#ifndef DECODE_SUBSCRIPTION_H
#define DECODE_SUBSCRIPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/sift.h"
#include "decode/store.h"
#include "decode/subscription_list.h"

#define SUBSCRIPTION_MAX 262144 /* kept; further ones only count */
#define SUBSCRIPTION_LEG 64     /* of one Call-ID: forks, and REFERs of one call */
#define SUBSCRIPTION_UNSAID UINT32_MAX
#define SUBSCRIPTION_WAIT_NS (INT64_C(32) * 1000000000)

enum subscription_state {
#define X(id, words, help) SUBSCRIPTION_##id,
    SUBSCRIPTION_STATE_LIST(X)
#undef X
        SUBSCRIPTION_STATE_COUNT
};

enum subscription_reason {
#define X(id, word) SUBSCRIPTION_REASON_##id,
    SUBSCRIPTION_REASON_LIST(X)
#undef X
        SUBSCRIPTION_REASON_COUNT
};

enum subscription_package {
#define X(id, name) SUBSCRIPTION_PACKAGE_##id,
    SUBSCRIPTION_PACKAGE_LIST(X)
#undef X
        SUBSCRIPTION_PACKAGE_COUNT
};

enum subscription_flag {
    SUBSCRIPTION_IMPLICIT = 1, /* of a REFER */
    SUBSCRIPTION_ENDING = 2,   /* the newest SUBSCRIBE asks for no time at all */
    SUBSCRIPTION_FETCH = 4,    /* so did the first: one NOTIFY is all that was wanted (4.4.3) */
    SUBSCRIPTION_ANSWERED = 8, /* the newest SUBSCRIBE or REFER has its final answer */
};

/* Messages by row, 0: none. */
struct subscription {
    uint64_t event;          /* hash of package and id; of REFER 0, the CSeq is its id */
    uint64_t subscriber_tag; /* of the dialog */
    uint64_t notifier_tag;   /* 0: nobody answered yet */
    uint32_t leg;
    uint32_t next;        /* of the same leg */
    uint32_t cseq;        /* of the newest SUBSCRIBE; of the REFER; 0: not seen */
    uint32_t asked_s;     /* in the newest SUBSCRIBE; SUBSCRIPTION_UNSAID */
    uint32_t granted_s;   /* in the newest answer or NOTIFY; SUBSCRIPTION_UNSAID */
    uint32_t notifies;    /* once for each way through proxies */
    uint32_t m_first;     /* the first SUBSCRIBE or REFER, or NOTIFY where that is not there */
    uint32_t m_request;   /* the newest SUBSCRIBE or REFER */
    uint32_t m_final;     /* its answer */
    uint32_t m_notify;    /* the first NOTIFY */
    uint32_t m_state;     /* the NOTIFY that brought the state it is in */
    uint32_t m_last;      /* the newest NOTIFY */
    int64_t granted_ns;   /* when granted_s began, 0: never */
    int64_t last_ns;      /* of the newest message about it */
    uint32_t notify_cseq; /* of the newest NOTIFY, to know it on its next hop */
    uint16_t code;        /* of m_final */
    uint8_t state;        /* enum subscription_state as told by messages, not by time */
    uint8_t reason;       /* enum subscription_reason */
    uint8_t package;      /* enum subscription_package; the name of others stands in m_first */
    uint8_t flags;        /* enum subscription_flag */
};

struct subscriptions;

/* NULL: no memory. Owned; subscriptions_free. */
struct subscriptions *subscriptions_new(void);
void subscriptions_free(struct subscriptions *x);

/* Takes note of a SUBSCRIBE or NOTIFY that begins a transaction, or of the final answer to a
 * SUBSCRIBE or REFER; `message` is its row, `request` that of what it answers or 0. */
void subscription_see(struct store *s, const struct payload *p, const struct brief *b,
                      uint32_t message, uint32_t request);

/* Takes away those of legs that go (leg_goes): the others have new numbers then. -ENOMEM: nothing
 * was done. */
int subscriptions_forget(struct store *s);

/* Is a subscription of the leg still on at this time? */
bool subscription_holds(const struct store *s, uint32_t leg, int64_t now_ns);

/* Does this message of the leg, by its row, prove something about one of its subscriptions? */
bool subscription_needs(const struct store *s, uint32_t leg, uint32_t message);

/* How many were kept, numbers from 1. */
uint32_t subscription_count(const struct store *s);
const struct subscription *subscription_get(const struct store *s, uint32_t number);

/* The first subscription of a leg, then by its next; 0: none. */
uint32_t subscription_of_leg(const struct store *s, uint32_t leg);

/* When it runs out; 0: nobody said. */
int64_t subscription_expires(const struct subscription *x);

/* The state by what was seen up to end_ns. */
enum subscription_state subscription_state(const struct subscription *x, int64_t end_ns);

const char *subscription_state_words(enum subscription_state state);
const char *subscription_state_help(enum subscription_state state);
const char *subscription_reason_word(enum subscription_reason reason);
const char *subscription_package_name(enum subscription_package package);

#endif
