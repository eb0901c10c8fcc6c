/* What rules about media say of an SDP. Private to this folder. */
#ifndef DECODE_FINDING_MEDIA_WORDS_H
#define DECODE_FINDING_MEDIA_WORDS_H

#include "decode/finding/inquiry.h"

/* The first stream of this type ("audio"), NULL: none. */
const struct sdp_media *media_of(const struct sdp *s, struct slice type);

/* Is it offered or taken, that is, has it a port? */
static inline bool media_is_open(const struct sdp_media *m)
{
    return m && m->port;
}

/* RTP/SAVP and the like, or keys in the SDP. */
bool media_is_secure(const struct sdp_media *m);

/* Does it list this codec, any case? */
bool media_has_codec(const struct sdp_media *m, struct slice name);

/* Do the two share a codec that carries sound (not only telephone-event or comfort noise)? */
bool media_share_codec(const struct sdp_media *a, const struct sdp_media *b);

/* Appends "[PCMU, G729]". */
void media_say_codecs(struct inquiry *q, struct finding *f, const struct sdp_media *m);

/* The first response with one of the codes that refuse media (415, 488, 606) from message i on
 * whose request carries SDP, and that request; false: none. */
bool media_refusal(struct inquiry *q, unsigned *i, unsigned *request);

/* An offer in an INVITE and the answer in its 2xx (RFC 3264 5, 6), as message numbers and as SDP.
 * The slices point into the inquiry's text. */
struct media_answer {
    unsigned request, response;
    struct sdp offered, taken;
};

/* The first such pair whose response is message a->response or a later one; false: none. To go on,
 * ask again from a->response + 1. */
bool media_answered(struct inquiry *q, struct media_answer *a);

#endif
