/* MALFORMED: what a message breaks of the grammar, the worst of it first. */
#include "decode/finding/inquiry.h"

/* The first of the headers that every message must have (3261 8.1.1) and this one has not. */
static const char *missing_header(const struct sip_index *x)
{
    static const enum sip_header must[] = { SIP_VIA, SIP_FROM, SIP_TO, SIP_CALL_ID, SIP_CSEQ };
    for (size_t i = 0; i < sizeof(must) / sizeof(must[0]); i++)
        if (!sip_header_find(x, must[i]).p)
            return sip_header_name(must[i]);
    return "a header";
}

static void say_fault(struct inquiry *q, struct finding *f, const struct sip_index *x)
{
    if (x->faults & SIP_FAULT_MISSING) {
        inquiry_say(q, f, "it has no %s header", missing_header(x));
    } else if (x->faults & SIP_FAULT_CSEQ_METHOD) {
        inquiry_say(q, f, "its method is ");
        inquiry_quote(q, f, x->method_name);
        inquiry_say(q, f, ", but its CSeq says ");
        inquiry_quote(q, f, x->cseq_method);
    } else if (x->faults & SIP_FAULT_START_LINE) {
        inquiry_say(q, f, "its first line breaks the rules: ");
        inquiry_quote(q, f, x->start_line);
    } else if (x->faults & SIP_FAULT_HEADER_LINE) {
        inquiry_say(q, f, "a header line has no colon");
    } else if (x->faults & SIP_FAULT_REPEATED) {
        inquiry_say(q, f, "a header that may stand once stands twice");
    } else {
        inquiry_say(q, f, "no empty line ends its headers");
    }
}

void finding_malformed(struct inquiry *q)
{
    enum {
        LOOKED_FOR = SIP_FAULT_MISSING | SIP_FAULT_CSEQ_METHOD | SIP_FAULT_START_LINE |
                     SIP_FAULT_HEADER_LINE | SIP_FAULT_REPEATED | SIP_FAULT_UNFINISHED
    };
    unsigned n = inquiry_messages(q), seen = 0, first = n;
    for (unsigned i = 0; i < n; i++) {
        const struct sip_index *x = inquiry_index(q, i);
        if (!x || !(x->faults & LOOKED_FOR) ||
            inquiry_message(q, i)->message->flags & (MESSAGE_SNAPPED | MESSAGE_REPEAT))
            continue;
        first = seen++ ? first : i;
    }
    if (first == n)
        return;
    const struct exhibit *e = inquiry_message(q, first);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, e->row);
    inquiry_say(q, f, "A message of ");
    inquiry_say_endpoint(q, f, message_src(q->store, e->message));
    inquiry_say(q, f, " is broken: ");
    say_fault(q, f, inquiry_index(q, first));
    if (seen > 1)
        inquiry_say(q, f, "; so %s %u more", seen == 2 ? "is" : "are", seen - 1);
    inquiry_say(q, f, ".");
}
