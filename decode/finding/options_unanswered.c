/* OPTIONS-UNANSWERED: a peer no longer answers keep-alives, or never did. */
#include "decode/finding/reg_words.h"
#include "decode/finding/undelivered.h"
#include "decode/peer.h"

enum { IN_A_ROW = 3 };

void finding_options_unanswered(struct inquiry *q)
{
    for (uint32_t i = 1; i <= peer_count(q->store); i++) {
        const struct peer *p = peer_get(q->store, i);
        uint32_t row[PEER_EVIDENCE];
        unsigned n = 0;
        uint32_t silent = peer_silence(q->store, p, q->end_ns, row, &n);
        if (silent < IN_A_ROW || !n || !inquiry_hears(q, &p->from))
            continue;
        uint32_t answered = peer_keepalive(q->store, p)->m_answered;
        struct finding *f = reg_find(q, row[0]);
        for (unsigned k = 1; k < n; k++)
            inquiry_prove(q, f, row[k]);
        if (f && answered)
            f->severity = FINDING_ERROR;
        inquiry_prove(q, f, answered);
        inquiry_say_endpoint(q, f, &p->to);
        inquiry_say(q, f,
                    answered ? " answered keep-alives before, then left %u OPTIONS in a "
                               "row from "
                             : " leaves OPTIONS unanswered (%u in a row) from ",
                    silent);
        inquiry_say_address(q, f, &p->from);
        inquiry_say(q, f, answered ? " unanswered: " : ": ");
        struct undelivered u;
        if (undelivered_row(q, row[n - 1], &u)) {
            undelivered_say(q, f, &u);
            inquiry_say(q, f, ".");
            continue;
        }
        inquiry_say(q, f,
                    answered ? "it is down, or the way is cut."
                             : "it is down, or does not talk to this host.");
    }
}
