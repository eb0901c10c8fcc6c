/* T38-FAIL: the switch to fax was refused. Whether fax packets flow afterwards is for the rules
 * that look at media. */
#include "decode/finding/media_words.h"

void finding_t38_fail(struct inquiry *q)
{
    unsigned i = 0, request;
    for (; media_refusal(q, &i, &request); i++) {
        struct sdp sdp;
        if (!inquiry_sdp(q, request, &sdp) || !media_is_open(media_of(&sdp, SLICE("image"))))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, request)->row);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_say_asker(q, f, request);
        inquiry_say(q, f, " wants to switch to fax (T.38), ");
        inquiry_say_answerer(q, f, i);
        inquiry_say(q, f, " refuses (%u): the fax goes on as sound, or fails.",
                    inquiry_message(q, i)->message->code);
        return;
    }
}
