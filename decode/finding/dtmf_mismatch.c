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
    unsigned n = inquiry_messages(q);
    for (unsigned i = inquiry_response(q, 0, SIP_METHOD_INVITE, 200, 299); i < n;
         i = inquiry_response(q, i + 1, SIP_METHOD_INVITE, 200, 299)) {
        struct sdp offered, taken;
        unsigned request = inquiry_request_of(q, i);
        if (request == n || !inquiry_sdp(q, request, &offered) || !inquiry_sdp(q, i, &taken))
            continue;
        const struct sdp_media *a = media_of(&offered, SLICE("audio"));
        const struct sdp_media *b = media_of(&taken, SLICE("audio"));
        struct slice event = SLICE("telephone-event");
        if (!media_is_open(a) || !media_is_open(b) || !media_has_codec(a, event) ||
            media_has_codec(b, event) || uses_info(q))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, request)->row);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_say(q, f, "Keys may not be heard: ");
        inquiry_say_asker(q, f, request);
        inquiry_say(q, f, " offers telephone-event, ");
        inquiry_say_answerer(q, f, i);
        inquiry_say(q, f, " answers without it, so keys go as sound or not at all.");
        return;
    }
}
