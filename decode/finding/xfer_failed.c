/* XFER-FAILED: the REFER was refused, or the target could not be reached. */
#include "decode/finding/xfer_words.h"
#include "decode/sip/status.h"

/* Did the transferor take the other side back, or hang up on the transferee's attempt, before the
 * failure was known? Then it was given up, which is no error. */
static bool was_given_up(const struct inquiry *q, const struct transfer *t, unsigned code)
{
    const struct leg *target = store_leg(q->store, t->target);
    return code == 487 && target && target->m_cancel;
}

void finding_xfer_failed(struct inquiry *q)
{
    const struct transfer *t = xfer_of(q);
    unsigned code = 0;
    if (!t)
        return;
    enum transfer_outcome o = transfer_outcome(q->store, t, q->end_ns, q->over, &code);
    if (o != TRANSFER_FAILED && o != TRANSFER_REFUSED)
        return;
    bool given_up = was_given_up(q, t, code);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, t->m_asked ? t->m_asked : t->m_invite);
    inquiry_prove(q, f, transfer_deciding(q->store, t));
    const struct leg *target = store_leg(q->store, t->target);
    inquiry_prove(q, f, target ? target->m_final : 0);
    if (f && given_up)
        f->severity = FINDING_INFO;
    inquiry_say(q, f, "The transfer of ");
    xfer_say_party(q, f, t, TRANSFER_TRANSFEREE);
    inquiry_say(q, f, " to ");
    xfer_say_party(q, f, t, TRANSFER_TARGET);
    inquiry_say(q, f,
                given_up                ? " was given up"
                : o == TRANSFER_REFUSED ? " was refused"
                                        : " failed");
    if (code)
        inquiry_say(q, f, ": %u %s", code, sip_status_reason(code));
    if (code && *sip_status_help(code) && !given_up)
        inquiry_say(q, f, " (%s)", sip_status_help(code));
    inquiry_say(q, f, ".");
}
