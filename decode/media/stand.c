/* Works out how a dialog stands: what flows, who holds, what was agreed. */
#include "decode/media/stand.h"

#include <string.h>

#include "decode/media/change.h"

static const struct media *body_of(const struct talk_media *m)
{
    return m ? &m->media : NULL;
}

void stand_agree(struct media_agreed *out, const struct media *offer, const struct media *answer)
{
    const struct media_stream *s = offer && answer ? media_main(offer, answer) : NULL;
    *out = (struct media_agreed){ .n = { 0, 0 } };
    if (s)
        media_agree(out, offer, answer, (unsigned)(s - offer->stream));
}

void stand_tell(struct offer_state *out, const struct talk *k)
{
    const struct media *offer = body_of(k->media[k->offerer]);
    const struct media *answer = body_of(k->media[!k->offerer]);
    *out = (struct offer_state){ .mode = (enum media_mode)k->mode,
                                 .early = k->early,
                                 .over = k->over,
                                 .since = k->since,
                                 .answered = k->answered,
                                 .offerer = k->offerer,
                                 .offer = k->offer,
                                 .answer = k->answer };
    for (int i = 0; i < 2; i++)
        out->side[i] = (struct offer_side){ .tag = k->tag[i],
                                            .who = k->who[i],
                                            .media = body_of(k->media[i]),
                                            .dtmf = k->dtmf[i],
                                            .holds = k->holds[i],
                                            .sends = k->sends[i] };
    if (!k->offerer) {
        stand_agree(&out->agreed, offer, answer);
        return;
    }
    struct media_agreed a;
    stand_agree(&a, offer, answer);
    for (int i = 0; i < 2; i++) {
        out->agreed.n[i] = a.n[!i];
        memcpy(out->agreed.codec[i], a.codec[!i], sizeof(a.codec[i]));
    }
}

static enum media_mode mode_of(const struct talk *k, const struct media *a, const struct media *b)
{
    if (k->over || !a || !b)
        return MEDIA_NONE;
    if (change_is_fax(a, b))
        return MEDIA_FAXING;
    if (!media_main(a, b))
        return MEDIA_NONE;
    if (!k->early && (k->holds[0] || k->holds[1]))
        return MEDIA_ON_HOLD;
    if (k->sends[0] && k->sends[1])
        return MEDIA_TWO_WAY;
    return k->sends[0] || k->sends[1] ? MEDIA_ONE_WAY : MEDIA_NONE;
}

/* What a band over the lanes would show, so that a change of it is seen. */
static uint8_t shown(const struct talk *k)
{
    enum { FIRST = 16, SECOND = 32, EARLY = 64 };
    unsigned v = k->mode;
    if (k->mode == MEDIA_ON_HOLD)
        v |= (k->holds[0] ? FIRST : 0U) | (k->holds[1] ? SECOND : 0U);
    else if (k->mode == MEDIA_ONE_WAY)
        v |= k->sends[0] ? FIRST : SECOND;
    return (uint8_t)(k->mode == MEDIA_NONE ? 0 : v | (k->early ? EARLY : 0U));
}

bool stand_set(struct talk *k, const struct media *a, const struct media *b, uint32_t message)
{
    uint8_t before = k->shown;
    k->sends[0] = !k->over && a && b && change_sends(a, b);
    k->sends[1] = !k->over && a && b && change_sends(b, a);
    k->mode = (uint8_t)mode_of(k, a, b);
    k->shown = shown(k);
    if (k->shown == before)
        return false;
    k->since = message;
    return true;
}

enum offer_change offer_change_main(unsigned change)
{
    static const enum offer_change order[] = { OFFER_HOLD,      OFFER_RESUME,    OFFER_FAX,
                                               OFFER_FAX_END,   OFFER_ADDED,     OFFER_REMOVED,
                                               OFFER_TRANSPORT, OFFER_REFUSED,   OFFER_MOVE,
                                               OFFER_CODECS,    OFFER_DIRECTION, OFFER_REFRESH,
                                               OFFER_FIRST };
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (change & (unsigned)order[i])
            return order[i];
    return (enum offer_change)0;
}

const char *offer_mode_words(const struct offer_state *s)
{
    const struct media_stream *main =
        s->side[0].media ? media_main(s->side[0].media, s->side[1].media) : NULL;
    bool audio = !main || main->kind == MEDIA_AUDIO;
    switch (s->mode) {
    case MEDIA_TWO_WAY:
        return s->early ? "early media" : audio ? "two-way audio" : "two-way media";
    case MEDIA_ONE_WAY:
        return s->early ? "early media" : audio ? "one-way audio" : "one-way media";
    case MEDIA_ON_HOLD:
        return "on hold";
    case MEDIA_FAXING:
        return "fax";
    default:
        return "no media";
    }
}
