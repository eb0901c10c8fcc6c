/* Registrations (3261 10, 5626): which user is reachable where, what was asked, granted and
 * refused, and the messages that prove it. What is wrong with them is told elsewhere. */
#ifndef DECODE_REGISTRATION_H
#define DECODE_REGISTRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/measure.h"
#include "decode/registration_list.h"
#include "decode/sift.h"
#include "decode/store.h"

#define REGISTRATION_MAX 131072  /* kept; further ones only count */
#define REGISTRATION_AORS 131072 /* users kept */
#define REGISTRATION_BINDINGS 64 /* of one user */
#define REGISTRATION_ATTEMPTS 4  /* of one user at once whose answers are waited for */
#define REGISTRATION_EVIDENCE 8  /* newest REGISTERs of a user that are named */
#define REGISTRATION_FLOOD 6     /* REGISTERs of a user in a minute that are no flood yet */
#define REGISTRATION_UNSAID UINT32_MAX
#define REGISTRATION_WAIT_NS (INT64_C(32) * 1000000000) /* for the retry after a challenge */

enum registration_state {
#define X(id, words, help) REGISTRATION_##id,
    REGISTRATION_STATE_LIST(X)
#undef X
        REGISTRATION_STATE_COUNT
};

struct aor_attempt {
    uint32_t leg, cseq;
    uint16_t code; /* of the answer that stands before it in the capture, 0: none does */
    bool credentials, answered;
};

/* A user (the address of record in To). Messages by row, 0: none. */
struct aor {
    uint64_t key;
    uint32_t first;      /* registration, then by registration.next */
    uint32_t bindings;   /* how many */
    uint32_t attempts;   /* REGISTERs, each once however many hops show it */
    uint32_t challenges; /* 401 and 407 */
    uint32_t failures;   /* other final answers above 299, but for 423 */
    uint32_t stale;      /* challenges with stale=true (7616 3.3) */
    uint32_t refused;    /* since the last success: challenges to a request that had credentials,
                            of one realm and not for stale ones: a wrong password */
    uint32_t refused_max;
    uint32_t m_refused[REGISTRATION_EVIDENCE]; /* the newest of these, by their order modulo N */
    uint32_t realm;                            /* digest of it */
    uint32_t recents;                          /* how many were put into recent */
    uint32_t recent[REGISTRATION_EVIDENCE]; /* REGISTERs, but for those that bring what a challenge
                                               asked for, by their order modulo N; the newest ones
                                               up to when rate_max was first above the limit */
    struct rate rate;                       /* of these */
    uint16_t rate_max;                      /* the most in a minute */
    uint8_t asks;                           /* enum aor_asks */
    uint8_t flags;                          /* AOR_CHALLENGED */
    uint32_t leg, cseq;                     /* and where */
    uint32_t m_asks;
    struct aor_attempt attempt[REGISTRATION_ATTEMPTS]; /* the newest, by tried modulo N */
    uint32_t tried;
    int64_t counted_ns; /* when it last counted as one of the users of its host, 0: never */
};

/* The newest REGISTER that names no binding. */
enum aor_asks {
    AOR_ASKS_NOTHING,
    AOR_ASKS_QUERY,  /* no Contact: what is registered? */
    AOR_ASKS_REMOVE, /* Contact: * */
};

enum registration_flag {
    REGISTRATION_CREDENTIALS = 1, /* the newest REGISTER has credentials */
    REGISTRATION_DECIDED = 2,     /* and was answered */
    REGISTRATION_REMOVING = 4,    /* and asks for no time at all */
    REGISTRATION_REFUSED = 8,     /* and the answer was one more challenge, though it had them */
    REGISTRATION_INSTANCE = 16,   /* known by +sip.instance (5626), not by its Contact */
    REGISTRATION_LISTED = 32,     /* known from an answer only; no REGISTER named it */
    REGISTRATION_REPLACED = 64,   /* the same host registered the user anew, at another Contact */
    AOR_CHALLENGED = 128,         /* of a user: the newest answer was a challenge */
};

/* One binding: a user at one Contact, or with one instance and reg-id. Messages by row, 0: none. */
struct registration {
    uint64_t contact;         /* hash of the Contact's URI; 0: nobody named one */
    uint64_t instance;        /* of +sip.instance and reg-id, 0: none */
    uint32_t user;            /* number of its struct aor */
    uint32_t next;            /* of the same user */
    uint32_t leg, cseq;       /* of the newest REGISTER */
    uint32_t path;            /* it came by, as in struct message; of one that is only listed 0 */
    uint32_t asked_s;         /* seconds asked for; REGISTRATION_UNSAID */
    uint32_t granted_s;       /* in the newest 2xx; REGISTRATION_UNSAID */
    uint32_t granted_asked_s; /* what had been asked for then */
    uint32_t min_s;           /* Min-Expires of the newest 423, 0: none */
    uint32_t attempts, challenges, failures, successes; /* as in struct aor */
    uint32_t lapses;       /* how often it ran out before the REGISTER that renews it */
    uint32_t m_first;      /* the first REGISTER that names it, or the answer that lists it */
    uint32_t m_request;    /* the newest REGISTER */
    uint32_t m_final;      /* the newest final answer */
    uint32_t m_registered; /* the first 2xx that gave it time */
    uint32_t m_granted;    /* the newest */
    uint32_t m_short;      /* the first 2xx that gave less than a tenth, or 423 */
    uint32_t short_asked_s, short_granted_s; /* what was asked then; given, or Min-Expires */
    uint32_t m_lapsed[2]; /* of the first lapse: the 2xx that ran out, the REGISTER after it */
    int64_t lapsed_ns;    /* when it ran out */
    int64_t first_ok_ns, last_ok_ns; /* of m_registered and m_granted */
    int64_t last_ns;                 /* of the newest message about it */
    uint16_t code;                   /* of m_final */
    uint16_t vias;                   /* of the newest REGISTER, on the hop nearest the user */
    uint8_t flags;                   /* enum registration_flag */
    uint8_t did; /* enum registration_state as answers tell, not time; TRYING: no answer yet */
};

/* Over all REGISTERs. */
struct registration_totals {
    uint64_t attempts, challenges, failures, successes; /* as in struct aor; 423 is a challenge */
    uint64_t late[2];       /* attempts in this REGISTRATION_WAIT_NS and in the one before: too new
                               to say that nobody answers */
    int64_t late_ns;        /* when this one began */
    struct histogram delay; /* REGISTER to its 2xx, on the hop nearest the user (6076 4.1) */
};

struct registrations;

/* NULL: no memory. Owned; registrations_free. */
struct registrations *registrations_new(void);
void registrations_free(struct registrations *r);

/* Takes note of a REGISTER that begins a transaction, or of the final answer to one; `message` is
 * its row. True for a REGISTER of a user who was not registered in the last minute, or is not kept.
 */
bool registration_see(struct store *s, const struct payload *p, const struct brief *b,
                      uint32_t message);

/* Messages that are gone prove nothing any more. */
void registrations_forget(struct store *s);

/* Is somebody registered by the newest REGISTER of this leg, at this time? */
bool registration_holds(const struct store *s, uint32_t leg, int64_t now_ns);

/* How many were kept, numbers from 1. */
uint32_t registration_count(const struct store *s);
const struct registration *registration_get(const struct store *s, uint32_t number);
uint32_t registration_aors(const struct store *s);
const struct aor *registration_aor(const struct store *s, uint32_t number);

const struct registration_totals *registration_totals(const struct store *s);

/* When it runs out; 0: nothing was granted. */
int64_t registration_expires(const struct registration *r);

/* The state by what was seen up to end_ns. */
enum registration_state registration_state(const struct registration *r, int64_t end_ns);

const char *registration_state_words(enum registration_state state);
const char *registration_state_help(enum registration_state state);

/* Does this message, by its row, prove something about a user or a registration? */
bool registration_needs(const struct store *s, uint32_t message, const struct message *m);

#endif
