/* DTMF-MISMATCH: one side wants to send keys as telephone-event, the other does not take them. */
#include "decode/finding/media_words.h"

/* Does a side send its keys in INFO instead? Then they are heard, if both do so; that is what an
 * INFO that was answered 200 tells. */
static bool uses_info(struct inquiry *q)
{
    return inquiry_response(q, 0, SIP_METHOD_INFO, 200, 299) < inquiry_messages(q);
}

void finding_dtmf_mismatch(struct inquiry *q)
{
    struct media_answer m = { 0 };
    for (; media_answered(q, &m); m.response++) {
        const struct sdp_media *a = media_of(&m.offered, SLICE("audio"));
        const struct sdp_media *b = media_of(&m.taken, SLICE("audio"));
        struct slice event = SLICE("telephone-event");
        if (!media_is_open(a) || !media_is_open(b) || !media_has_codec(a, event) ||
            media_has_codec(b, event) || uses_info(q))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, m.request)->row);
        inquiry_prove(q, f, inquiry_message(q, m.response)->row);
        inquiry_say(q, f, "Keys may not be heard: ");
        inquiry_say_asker(q, f, m.request);
        inquiry_say(q, f, " offers telephone-event, ");
        inquiry_say_answerer(q, f, m.response);
        inquiry_say(q, f, " answers without it, so keys go as sound or not at all.");
        return;
    }
}
