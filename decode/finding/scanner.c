/* SCANNER: a host that tries many numbers or users, and is always refused. */
#include "decode/finding/reg_words.h"
#include "decode/peer.h"

static void tell(struct inquiry *q, const struct peer_source *x)
{
    uint32_t row[PEER_EVIDENCE];
    const struct peer_scan *scan = peer_scan(q->store, x);
    unsigned n = peer_scan_proofs(scan, row);
    struct finding *f = reg_find(q, n ? row[0] : x->agent);
    for (unsigned i = 1; i < n; i++)
        inquiry_prove(q, f, row[i]);
    inquiry_prove(q, f, x->agent);
    inquiry_say(q, f, "Looks like a SIP scanner: ");
    inquiry_say_address(q, f, &x->addr);
    if (n)
        inquiry_say(
            q, f, " tried %s%u different targets within a minute (%u attempts, none accepted)",
            scan->targets_max == PEER_TARGETS ? "at least " : "", scan->targets_max, x->asked);
    else
        inquiry_say(q, f, " asked %u times", x->asked);
    if (x->agent) {
        const struct sip_index *i = inquiry_load(q, x->agent);
        inquiry_say(q, f, " and calls itself ");
        inquiry_quote(q, f, i ? sip_header_find(i, SIP_USER_AGENT) : SLICE("a known scanner"));
    }
    inquiry_say(q, f, ".");
}

void finding_scanner(struct inquiry *q)
{
    for (uint32_t i = 1; i <= peer_sources(q->store); i++) {
        const struct peer_source *x = peer_source(q->store, i);
        if (x->agent || peer_scan(q->store, x)->scan_ns)
            tell(q, x);
    }
}
