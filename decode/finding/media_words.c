/* SDP as rules ask for it. */
#include "decode/finding/media_words.h"

#include <string.h>

enum { CODECS = 32 };

const struct sdp_media *media_of(const struct sdp *s, struct slice type)
{
    for (unsigned i = 0; i < s->medias && i < SDP_MEDIA_MAX; i++)
        if (slice_ieq(s->media[i].type, type))
            return &s->media[i];
    return NULL;
}

bool media_is_secure(const struct sdp_media *m)
{
    static const char keys[] = "a=crypto:";
    return memmem(m->proto.p, m->proto.n, "SAVP", 4) ||
           (m->lines.n && memmem(m->lines.p, m->lines.n, keys, sizeof(keys) - 1));
}

bool media_has_codec(const struct sdp_media *m, struct slice name)
{
    struct sdp_codec codec[CODECS];
    unsigned n = sdp_codecs(m, codec, CODECS);
    for (unsigned i = 0; i < n; i++)
        if (slice_ieq(codec[i].name, name))
            return true;
    return false;
}

/* What fills pauses and carries keys is no common language. */
static bool is_sound(const struct sdp_codec *c)
{
    return !slice_ieq(c->name, SLICE("telephone-event")) && !slice_ieq(c->name, SLICE("CN"));
}

bool media_share_codec(const struct sdp_media *a, const struct sdp_media *b)
{
    struct sdp_codec codec[CODECS];
    unsigned n = sdp_codecs(a, codec, CODECS);
    for (unsigned i = 0; i < n; i++)
        if (is_sound(&codec[i]) && media_has_codec(b, codec[i].name))
            return true;
    return false;
}

void media_say_codecs(struct inquiry *q, struct finding *f, const struct sdp_media *m)
{
    struct sdp_codec codec[CODECS];
    unsigned n = sdp_codecs(m, codec, CODECS), said = 0;
    inquiry_say(q, f, "[");
    for (unsigned i = 0; i < n; i++) {
        if (!is_sound(&codec[i]))
            continue;
        inquiry_say(q, f, said++ ? ", " : "");
        inquiry_quote(q, f, codec[i].name);
    }
    inquiry_say(q, f, "]");
}

bool media_refusal(struct inquiry *q, unsigned *i, unsigned *request)
{
    unsigned n = inquiry_messages(q);
    for (; *i < n; ++*i) {
        const struct message *m = inquiry_message(q, *i)->message;
        if (message_is_request(m) || (m->code != 415 && m->code != 488 && m->code != 606) ||
            (*request = inquiry_request_of(q, *i)) == n)
            continue;
        if (inquiry_message(q, *request)->message->flags & MESSAGE_SDP)
            return true;
    }
    return false;
}

bool media_answered(struct inquiry *q, struct media_answer *a)
{
    unsigned n = inquiry_messages(q);
    for (;; a->response++) {
        a->response = inquiry_response(q, a->response, SIP_METHOD_INVITE, 200, 299);
        if (a->response >= n)
            return false;
        a->request = inquiry_request_of(q, a->response);
        if (a->request != n && inquiry_sdp(q, a->request, &a->offered) &&
            inquiry_sdp(q, a->response, &a->taken))
            return true;
    }
}
