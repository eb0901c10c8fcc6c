/* What rung stats tells: worked out once, written as text (cmd_stats.c) or JSON (stats_json.c). */
#ifndef UI_CLI_STATS_H
#define UI_CLI_STATS_H

#include "base/buf.h"
#include "decode/finding/finding.h"
#include "decode/measure.h"
#include "decode/peer.h"
#include "decode/registration.h"
#include "decode/subscription.h"
#include "decode/trace.h"

#define STATS_PEERS 10 /* pairs with the most failures that are named */

struct stats_peer {
    const struct peer *peer;
    uint32_t silent; /* OPTIONS in a row without an answer; 0 for few */
    uint64_t weight;
};

struct stats {
    uint64_t calls, sessions, others;
    uint64_t state[CALL_STATE_COUNT];
    uint64_t registration[REGISTRATION_STATE_COUNT];
    uint64_t subscription[SUBSCRIPTION_STATE_COUNT];
    uint64_t package[SUBSCRIPTION_PACKAGE_COUNT];
    struct stats_peer peer[STATS_PEERS]; /* the most failures first */
    unsigned peers;
    uint64_t failing; /* pairs with any failure */
    struct measures measures;
    uint64_t finding[FINDING_COUNT];
};

/* NULL: no memory. Owned; stats_free. Borrows from t. */
struct stats *stats_new(struct trace *t);
void stats_free(struct stats *x);

void stats_json(struct buf *b, const struct trace *t, const struct stats *x);

#endif
