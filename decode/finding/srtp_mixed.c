/* SRTP-MIXED: one side asks for encrypted media, the other does not. */
#include "decode/finding/media_words.h"

static void tell(struct inquiry *q, unsigned request, unsigned answer, bool offer_is_secure)
{
    struct finding *f = inquiry_find(q);
    const struct message *m = inquiry_message(q, answer)->message;
    inquiry_prove(q, f, inquiry_message(q, request)->row);
    inquiry_prove(q, f, inquiry_message(q, answer)->row);
    inquiry_say_asker(q, f, request);
    inquiry_say(
        q, f, offer_is_secure ? " asks for encrypted media (SRTP), " : " offers media in clear, ");
    inquiry_say_answerer(q, f, answer);
    if (m->code >= 300)
        inquiry_say(q, f, " refuses (%u).", m->code);
    else
        inquiry_say(q, f,
                    offer_is_secure ? " answers without encryption." : " answers with encryption.");
}

/* Refused, and all audio that was offered was to be encrypted. */
static bool was_refused(struct inquiry *q)
{
    unsigned i = 0, request;
    for (; media_refusal(q, &i, &request); i++) {
        struct sdp sdp;
        bool clear = false, secure = false;
        if (!inquiry_sdp(q, request, &sdp))
            continue;
        for (unsigned k = 0; k < sdp.medias && k < SDP_MEDIA_MAX; k++)
            if (slice_ieq(sdp.media[k].type, SLICE("audio")))
                *(media_is_secure(&sdp.media[k]) ? &secure : &clear) = true;
        if (!secure || clear)
            continue;
        tell(q, request, i, true);
        return true;
    }
    return false;
}

void finding_srtp_mixed(struct inquiry *q)
{
    struct media_answer m = { 0 };
    if (was_refused(q))
        return;
    for (; media_answered(q, &m); m.response++) {
        for (unsigned k = 0; k < m.offered.medias && k < m.taken.medias && k < SDP_MEDIA_MAX; k++) {
            const struct sdp_media *a = &m.offered.media[k], *b = &m.taken.media[k];
            if (!slice_ieq(a->type, SLICE("audio")) || !media_is_open(a) || !media_is_open(b) ||
                media_is_secure(a) == media_is_secure(b))
                continue;
            tell(q, m.request, m.response, media_is_secure(a));
            return;
        }
    }
}
