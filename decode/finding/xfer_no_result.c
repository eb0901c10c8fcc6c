/* XFER-NO-RESULT: a REFER was taken, and nobody told how it ended. */
#include "base/clock.h"
#include "decode/finding/xfer_words.h"

enum { REPORT_S = 5 }; /* a NOTIFY comes at once (3515 2.4.4) */

/* Who asked left right after that: he does not want to know (the manual's flow). */
static bool has_left(const struct inquiry *q, const struct transfer *t)
{
    const struct leg *l = store_leg(q->store, t->subject);
    if (!l || !l->m_bye)
        return false;
    int64_t after =
        store_message(q->store, l->m_bye)->time_ns - store_message(q->store, t->m_asked)->time_ns;
    return after >= 0 && after <= REPORT_S * NS_PER_S;
}

void finding_xfer_no_result(struct inquiry *q)
{
    const struct transfer *t = xfer_of(q);
    const struct message *answer = t ? store_message(q->store, t->m_decided) : NULL;
    if (!answer || t->answer / 100 != 2 || t->flags & TRANSFER_QUIET || t->m_invite)
        return;
    bool ended = t->flags & TRANSFER_REPORTED_ALL && t->sipfrag < 200;
    bool silent = !t->m_notify && q->end_ns - answer->time_ns >= REPORT_S * NS_PER_S;
    if ((!ended && !silent) || (silent && has_left(q, t)))
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, t->m_asked);
    inquiry_prove(q, f, t->m_decided);
    inquiry_prove(q, f, t->m_notify);
    inquiry_say(q, f, "Nobody reported how the transfer of ");
    xfer_say_party(q, f, t, TRANSFER_TRANSFEREE);
    inquiry_say(q, f, " to ");
    xfer_say_party(q, f, t, TRANSFER_TARGET);
    inquiry_say(q, f,
                ended ? " ended: the reports stop before a final one."
                      : " ended: the REFER was accepted, then neither NOTIFY nor a new call "
                        "came.");
}
