/* TCP-CUT: messages over a stream of which something is missing, or whose end cannot be known. */
#include "decode/finding/inquiry.h"

/* Without Content-Length nobody can tell where a message on a stream ends (3261 18.3, 20.14). */
static void without_length(struct inquiry *q)
{
    const struct store *s = q->store;
    uint32_t example = 0, legs = 0;
    for (uint32_t leg = 1; leg <= s->legs.n; leg++) {
        if (!(store_leg(s, leg)->marks & MARK(STREAM_NO_LENGTH)))
            continue;
        const struct message *m;
        legs++;
        for (uint32_t row = store_leg(s, leg)->first; !example && (m = store_message(s, row));
             row = m->next) {
            const struct sip_index *x = inquiry_load(q, row);
            if (message_transport(s, m) != TRANSPORT_UDP && x && x->content_length < 0)
                example = row;
        }
    }
    if (!example)
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, example);
    inquiry_say_address(q, f, &message_src(s, store_message(s, example))->addr);
    inquiry_say(q, f,
                " sends messages over TCP without Content-Length (in %u Call-ID%s): where "
                "they end is a guess.",
                legs, legs == 1 ? "" : "s");
}

void finding_tcp_cut(struct inquiry *q)
{
    struct counters c;
    trace_counters(q->trace, &c);
    uint64_t cut = c.v[COUNTER_TCP_CUT], gaps = c.v[COUNTER_TCP_GAP];
    if (cut || gaps) {
        struct finding *f = inquiry_find(q);
        inquiry_say(q, f, "Messages over TCP were cut: ");
        if (gaps)
            inquiry_say(q, f, "%llu hole%s in a stream", (unsigned long long)gaps,
                        gaps == 1 ? "" : "s");
        if (cut)
            inquiry_say(q, f, "%s%llu message%s not finished when the connection ended",
                        gaps ? ", " : "", (unsigned long long)cut, cut == 1 ? "" : "s");
        inquiry_say(q, f, ". Either the capture lost packets, or the sender did.");
    }
    without_length(q);
}
