/* Feeds the messages of a leg's chain that matter to the model of offers and answers. */
#include "decode/media/leg.h"

#include "decode/sip/method_list.h"

/* What the row tells: is it worth reading again? A failed answer and a 2xx without SDP matter only
 * while an offer waits. */
static bool matters(const struct message *m, const struct offers *o)
{
    if (m->flags & (MESSAGE_REPEAT | MESSAGE_SAME_HOP))
        return false;
    if (m->flags & MESSAGE_SDP)
        return true;
    if (message_is_request(m))
        return m->code == SIP_METHOD_INVITE;
    return m->code >= 200 && offers_is_waiting(o);
}

bool leg_media(struct trace *t, uint32_t leg_row, struct offers *o, struct loaded *l,
               struct offer_state *out)
{
    const struct store *s = trace_store(t);
    const struct leg *leg = store_leg(s, leg_row);
    uint32_t row = leg ? leg->first : 0;
    unsigned loads = 0;
    offers_clear(o);
    for (int i = 0; i < LEG_MEDIA_ROWS && row && loads < LEG_MEDIA_LOADS; i++) {
        const struct message *m = store_message(s, row);
        struct offer_event event;
        if (!m || (message_is_request(m) && m->code == SIP_METHOD_BYE))
            break;
        /* its final answer ends what is early, with SDP or without */
        if (row == leg->m_answer || row == leg->m_final || matters(m, o)) {
            loads++;
            if (trace_load(t, row, l))
                offers_feed(o,
                            &(struct offer_input){ .x = &l->index,
                                                   .leg = leg_row,
                                                   .message = row,
                                                   .from = m->path,
                                                   .to = m->path ^ 1,
                                                   .cut = m->flags & MESSAGE_SNAPPED },
                            &event);
        }
        row = m->next;
    }
    return offers_call(o, leg_row, out) && (out->side[0].media || out->side[1].media);
}
