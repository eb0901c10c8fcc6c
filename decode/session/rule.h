/* Legs into calls: applies the rules that tell which Call-IDs are one call behind a proxy or B2BUA.
 * Relations between calls are left to others. */
#ifndef DECODE_SESSION_RULE_H
#define DECODE_SESSION_RULE_H

#include <stdbool.h>

#include "decode/session/rule_user.h"
#include "decode/sift.h"
#include "decode/store.h"

struct rules;

/* NULL: no memory. Owned; rules_free. */
struct rules *rules_new(struct store *s);
void rules_free(struct rules *x);

/* What the user says; borrowed as long as x lives. Before the first message. */
void rules_set(struct rules *x, const struct leg_rules *user);

/* Takes note of a message that was kept, after its leg did (call_see); `message` is its row, now_ns
 * of a clock that never goes back. Cheap for all but INVITEs that begin a leg, their later hops,
 * and the first answers with the other half of a Session-ID. True: *i is its index (of the INVITE
 * that begins a leg), for others to use. */
bool rules_see(struct rules *x, const struct payload *p, const struct brief *b, uint32_t message,
               uint32_t leg, int64_t now_ns, struct sip_index *i);

/* Judges one or two legs whose time has come. With each message. */
void rules_tick(struct rules *x, int64_t now_ns);

/* After the last message: judges at most n legs that are left. False: none is left. */
bool rules_finish(struct rules *x, unsigned n);

/* Nothing will follow from legs that go (leg_goes). */
void rules_forget(struct rules *x);

#endif
