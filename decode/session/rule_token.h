/* Tokens: values that two legs have only when they are one call (or one session), however far apart
 * they come. */
#ifndef DECODE_SESSION_RULE_TOKEN_H
#define DECODE_SESSION_RULE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/session/rule_score.h"
#include "decode/store.h"

#define TOKEN_LEGS 16  /* newest legs with the same token that a new one is compared with */
#define TOKEN_USES 256 /* of so many legs not even a token makes one call: it is a constant */

enum token_kind {
    TOKEN_PAIR,    /* both halves of a Session-ID (7989), whichever order */
    TOKEN_HALF,    /* one of them */
    TOKEN_SINGLE,  /* the one that 7329 has */
    TOKEN_ICID,    /* of a P-Charging-Vector */
    TOKEN_CALL_ID, /* that a header such as X-CID has */
    TOKEN_KINDS
};

struct tokens;

/* NULL: no memory. `v` tells where legs lead; borrowed. */
struct tokens *tokens_new(struct store *s, struct view *v);
void tokens_free(struct tokens *x);

/* Legs that go (leg_goes) have no tokens any more. */
void tokens_forget(struct tokens *x);

/* Notes that a leg has a token, and joins it to those that have the same. Which is the parent, the
 * node between them tells, else the time. Bounded by TOKEN_LEGS; ignored without memory. */
void tokens_add(struct tokens *x, enum token_kind kind, uint64_t value, uint32_t leg);

/* A leg comes: those that named its Call-ID before join it. */
void tokens_named(struct tokens *x, uint32_t leg);

/* The two are one call for this reason (enum session_reason). `first` is the parent unless the node
 * between them tells otherwise; for SESSION_USER the earlier one. */
void tokens_join(struct tokens *x, uint32_t first, uint32_t second, unsigned because);

#endif
