/* What hosts are to each other: how often one asked another, what came of it, and whether it still
 * answers; and what one host does to all others. Constant memory for each. */
#ifndef DECODE_PEER_H
#define DECODE_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "decode/flood.h"
#include "decode/measure.h"
#include "decode/sift.h"
#include "decode/store.h"

#define PEER_MAX 32768     /* pairs kept; further ones only count */
#define PEER_SOURCES 32768 /* hosts that ask, kept */
#define PEER_EVIDENCE 8    /* newest messages of a kind that are named */
#define PEER_CODES 8       /* different codes of failures of a pair; others are counted together */
#define PEER_TARGETS 16    /* different targets of a host in a minute that are told apart */
#define PEER_SCAN 10       /* refused targets in a minute that are no scan yet */

/* What hosts ask each other for. */
enum peer_ask { PEER_INVITE, PEER_REGISTER, PEER_OPTIONS, PEER_ASKS };

/* What was asked, once for each transaction, and how it ended. */
struct peer_tally {
    uint32_t asked;
    uint32_t final[7];   /* final answers by class: 2 to 6, challenges in none */
    uint32_t challenges; /* 401 and 407 */
    uint32_t failures;   /* see peer_is_failure */
};

struct peer_code {
    uint16_t code;
    uint8_t method; /* enum sip_method */
    uint32_t count;
    uint32_t message; /* the newest, by row */
};

/* One host that asks another at one port. Most pairs have little to tell: what seldom is there lies
 * elsewhere, by number (0: nothing). */
struct peer {
    struct addr from;
    struct endpoint to;
    uint32_t source; /* number of its struct peer_source, 0: none */
    struct flood flood;
    uint32_t failures;         /* of INVITE and REGISTER: any answer to OPTIONS is one */
    uint32_t tally[PEER_ASKS]; /* peer_tally */
    uint32_t trouble;          /* peer_trouble */
    uint32_t keepalive;        /* peer_keepalive */
};

/* How a pair failed. */
struct peer_trouble {
    uint32_t other_codes;              /* failures whose code did not fit into code */
    struct peer_code code[PEER_CODES]; /* in the order they came in, count 0: free */
};

/* OPTIONS (keep-alives) without any final answer. */
struct peer_keepalive {
    uint32_t silent;                      /* so many in a row up to now */
    uint32_t silent_max;                  /* the longest run */
    uint32_t m_answered;                  /* the newest final answer to an OPTIONS */
    uint32_t m_silent[PEER_EVIDENCE];     /* of the run now, by its order modulo N */
    uint32_t m_silent_max[PEER_EVIDENCE]; /* of the longest run before it, the same */
};

/* What one host asks of all others; numbers as in struct peer. */
struct peer_source {
    struct addr addr;
    uint32_t asked;    /* OPTIONS too; what follows is of INVITE and REGISTER */
    uint32_t accepted; /* 2xx and 3xx */
    uint32_t refused;  /* 401, 403, 404, 407, 603 */
    uint32_t other;    /* any other final answer */
    uint32_t agent;    /* message whose User-Agent is a known scanner's, 0: none */
    uint32_t scan;     /* peer_scan */
    uint32_t users;    /* peer_users */
};

/* Different targets (To, and where it went) that refused a host in a minute, while nothing was
 * accepted. */
struct peer_scan {
    uint32_t target[PEER_TARGETS];
    uint32_t target_s[PEER_TARGETS]; /* when, in s since the epoch */
    uint32_t targets_max;            /* the most in a minute, up to PEER_TARGETS */
    uint32_t m_scan[PEER_EVIDENCE];  /* the refusals, by their order modulo N, up to when that was
                                        more than PEER_SCAN */
    uint32_t scanned;                /* how many were put there */
    int64_t scan_ns;                 /* when it first was more than PEER_SCAN, 0: never */
};

/* Different users that are registered from a host. */
struct peer_users {
    struct rate rate;
    uint16_t most;   /* in a minute */
    uint32_t m_most; /* the REGISTER with which it was the most */
};

struct peers;

/* NULL: no memory. Owned; peers_free. */
struct peers *peers_new(void);
void peers_free(struct peers *x);

#define PEER_METHODS                                                                               \
    (1u << SIP_METHOD_INVITE | 1u << SIP_METHOD_REGISTER | 1u << SIP_METHOD_OPTIONS)

/* Takes note of an INVITE or REGISTER outside of dialogs, or an OPTIONS, that begins a transaction,
 * or of its final answer; `message` is its row. `user`: as registration_see says. */
void peer_see(struct store *s, const struct payload *p, const struct brief *b, uint32_t message,
              bool user);

/* Brings what peer_see will need of a pair into the cache: `known` as in struct path. */
void peer_prefetch(const struct store *s, uint32_t known);

/* Before legs that go (leg_goes) are taken away: takes them out of the floods. */
void peers_forget_legs(struct store *s);

/* After that: messages that are gone prove nothing. */
void peers_forget_messages(struct store *s);

/* How many were kept, numbers from 1. */
uint32_t peer_count(const struct store *s);
const struct peer *peer_get(const struct store *s, uint32_t number);
uint32_t peer_sources(const struct store *s);
const struct peer_source *peer_source(const struct store *s, uint32_t number);

/* What is told by number; all zero for what is not there, never NULL. */
const struct peer_tally *peer_tally(const struct store *s, const struct peer *p, enum peer_ask ask);
const struct peer_trouble *peer_trouble(const struct store *s, const struct peer *p);
const struct peer_keepalive *peer_keepalive(const struct store *s, const struct peer *p);
const struct peer_scan *peer_scan(const struct store *s, const struct peer_source *x);
const struct peer_users *peer_users(const struct store *s, const struct peer_source *x);

/* The longest run of OPTIONS that never were answered, those of the last CALL_WAIT_NS before end_ns
 * left out: how many, and the newest of them by row, oldest first, in out; *n of these. */
uint32_t peer_silence(const struct store *s, const struct peer *p, int64_t end_ns,
                      uint32_t out[PEER_EVIDENCE], unsigned *n);

/* The refusals that show the scan of a source, oldest first, into out; how many. */
unsigned peer_scan_proofs(const struct peer_scan *x, uint32_t out[PEER_EVIDENCE]);

/* Does a final answer with this code mean that something is wrong on the way or at the other side?
 * Not so: challenges, answers that are an answer (480, 486, 600, 603; 6076 4.7), a call cancelled,
 * and what the caller is asked to do in another way. */
bool peer_is_failure(unsigned code);

/* Does this message, by its row, prove something about a pair or a host? */
bool peer_needs(const struct store *s, uint32_t message, const struct message *m);

#endif
