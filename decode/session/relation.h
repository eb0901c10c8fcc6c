/* Relations between calls: what a message says about calls other than its own. Each rule is a file
 * of its own; this one decides which messages a rule must look at, and owns what rules remember. */
#ifndef DECODE_SESSION_RELATION_H
#define DECODE_SESSION_RELATION_H

#include <stdbool.h>

#include "decode/session/link.h"
#include "decode/session/relation_window.h"
#include "decode/sift.h"
#include "decode/sip/index.h"
#include "decode/store.h"

struct relations {
    struct store *store;
    struct window waits;   /* REFERs that wait for the INVITE they ask for */
    struct window ended;   /* calls that were refused, given up or never answered */
    struct window holds;   /* who holds a call */
    struct window begun;   /* who calls whom */
    struct window focuses; /* calls with a conference */
    struct window wishes;  /* to be told when somebody is free */
};

/* A message as the rules see it. */
struct sight {
    struct relations *r;
    struct store *s;
    const struct sip_index *i; /* NULL where no rule asks for it */
    struct slice text;
    const struct brief *b;
    const struct message *m;
    uint32_t message, leg;
    uint64_t from, to; /* users of these headers, see relation_user */
};

/* False: no memory. Embedded; relations_fini in both cases. */
bool relations_init(struct relations *r, struct store *s);
void relations_fini(struct relations *r);

/* Notes that speak of legs that go (leg_goes) are answered by nothing. */
void relations_forget(struct relations *r);

/* Takes note of a message that was kept, after its leg did (call_see) and the rules for legs
 * (rules_see), of which *i is the index of an INVITE that begins a leg, else NULL. `repeat`: seen
 * before. Few are read. */
void relations_see(struct relations *r, const struct payload *p, const struct brief *b,
                   uint32_t message, uint32_t leg, bool repeat, const struct sip_index *i);

/* The user in an address header, hashed; 0: none, or anonymous. The same for a URI. */
uint64_t relation_user(const struct store *s, struct slice address);
uint64_t relation_uri_user(const struct store *s, struct slice uri);

/* The address of an endpoint, hashed. */
uint64_t relation_host(const struct store *s, const struct endpoint *e);

/* A leg as the key of a note. */
static inline uint64_t relation_leg_key(uint32_t leg)
{
    return hash_mix(leg, 1);
}

/* Who calls whom; 0 when either is not known. */
uint64_t relation_pair(uint64_t caller, uint64_t callee);

#endif
