/* What rung stats and the statistics of the viewer tell: sums over the store, worked out in slices.
 * The command writes them as text (ui/cli/cmd_stats.c) or JSON. */
#ifndef UI_EXPORT_STATS_H
#define UI_EXPORT_STATS_H

#include "base/buf.h"
#include "decode/finding/finding.h"
#include "decode/measure.h"
#include "decode/peer.h"
#include "decode/registration.h"
#include "decode/subscription.h"
#include "decode/trace.h"

#define STATS_PEERS 10 /* pairs that are named: most failures first, then most requests */

struct stats_peer {
    uint32_t number; /* of its struct peer */
    uint32_t silent; /* OPTIONS in a row without an answer; 0 for few */
    uint64_t asked;  /* INVITEs and REGISTERs */
    uint64_t weight; /* of what went wrong; 0: nothing */
};

enum stats_phase {
    STATS_CALLS,
    STATS_REGISTRATIONS,
    STATS_SUBSCRIPTIONS,
    STATS_PAIRS,
    STATS_MEASURES,
    STATS_FINDINGS, /* all but these is known */
    STATS_DONE,
};

struct stats {
    struct trace *trace;
    struct findings *rules;
    enum stats_phase phase;
    uint32_t at; /* how far the phase is */
    uint64_t calls, sessions, others;
    uint64_t state[CALL_STATE_COUNT];
    uint64_t registration[REGISTRATION_STATE_COUNT];
    uint64_t subscription[SUBSCRIPTION_STATE_COUNT];
    uint64_t package[SUBSCRIPTION_PACKAGE_COUNT];
    struct stats_peer peer[STATS_PEERS]; /* the most failures first */
    unsigned peers;
    unsigned failing_peers; /* those of them with any failure, which come first */
    uint64_t failing;       /* all pairs with any failure */
    struct measures measures;
    uint64_t finding[FINDING_COUNT];
};

/* All zero until it is worked on. NULL: no memory. Owned; stats_free. Borrows t. */
struct stats *stats_new(struct trace *t);
void stats_free(struct stats *x);

/* Works up to a time of the monotonic clock (INT64_MAX: to the end); true: there is more. Of a
 * capture that is still read it tells what is there when it comes to it. */
bool stats_work(struct stats *x, int64_t until_ns);

/* As one object of JSON (schema rung.stats/1), when all is worked out. */
void stats_json(struct buf *b, const struct trace *t, const struct stats *x);

#endif
