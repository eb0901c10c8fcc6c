/* CODEC-MISMATCH: no codec in common. Where the cause is encryption or fax, the rules for these say
 * so instead. */
#include "decode/finding/media_words.h"

/* What the refusing side would take: the SDP in its answer (3261 21.4.26), if any. */
static void say_takes(struct inquiry *q, struct finding *f, unsigned refusal)
{
    struct sdp sdp;
    const struct sdp_media *m =
        inquiry_sdp(q, refusal, &sdp) ? media_of(&sdp, SLICE("audio")) : NULL;
    const struct sip_index *x = inquiry_index(q, refusal);
    if (m) {
        inquiry_say(q, f, ", ");
        inquiry_say_answerer(q, f, refusal);
        inquiry_say(q, f, " takes ");
        media_say_codecs(q, f, m);
    } else if (x && sip_header_find(x, SIP_WARNING).n) {
        inquiry_say(q, f, "; Warning: ");
        inquiry_quote(q, f, sip_header_find(x, SIP_WARNING));
    }
}

/* A call that is refused for its media. */
static bool by_code(struct inquiry *q)
{
    unsigned i = 0, request;
    for (; media_refusal(q, &i, &request); i++) {
        struct sdp sdp;
        const struct sdp_media *audio;
        const struct sip_index *x = inquiry_index(q, request);
        if (x->to_tag.n || !inquiry_sdp(q, request, &sdp) ||
            !(audio = media_of(&sdp, SLICE("audio"))))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, request)->row);
        inquiry_prove(q, f, inquiry_message(q, i)->row);
        inquiry_say(q, f, "No codec in common: ");
        inquiry_say_asker(q, f, request);
        inquiry_say(q, f, " offers ");
        media_say_codecs(q, f, audio);
        inquiry_say(q, f, ", ");
        inquiry_say_answerer(q, f, i);
        inquiry_say(q, f, " refuses (%u)", inquiry_message(q, i)->message->code);
        say_takes(q, f, i);
        inquiry_say(q, f, ".");
        return true;
    }
    return false;
}

/* An answer that takes no audio stream, or none of the codecs that were offered. */
static void by_answer(struct inquiry *q)
{
    struct media_answer m = { 0 };
    for (; media_answered(q, &m); m.response++) {
        const struct sdp_media *a = media_of(&m.offered, SLICE("audio"));
        const struct sdp_media *b = media_of(&m.taken, SLICE("audio"));
        bool fax = media_is_open(media_of(&m.taken, SLICE("image")));
        if (!media_is_open(a) || !b || fax || (media_is_open(b) && media_share_codec(a, b)))
            continue;
        struct finding *f = inquiry_find(q);
        inquiry_prove(q, f, inquiry_message(q, m.request)->row);
        inquiry_prove(q, f, inquiry_message(q, m.response)->row);
        inquiry_say(q, f, media_is_open(b) ? "No codec in common: " : "The audio is refused: ");
        inquiry_say_asker(q, f, m.request);
        inquiry_say(q, f, " offers ");
        media_say_codecs(q, f, a);
        inquiry_say(q, f, ", ");
        inquiry_say_answerer(q, f, m.response);
        inquiry_say(q, f, media_is_open(b) ? " answers with " : " answers with port 0 and ");
        media_say_codecs(q, f, b);
        inquiry_say(q, f, ".");
        return;
    }
}

void finding_codec_mismatch(struct inquiry *q)
{
    if (!by_code(q))
        by_answer(q);
}
