/* Descriptions, offers and answers in a few words, for the line at an arrow. Bytes from the network
 * are added as they are: whoever draws cleans them. */
#ifndef DECODE_MEDIA_WORDS_H
#define DECODE_MEDIA_WORDS_H

#include "base/buf.h"
#include "decode/media/offer.h"

/* "PCMU, G729 → PCMU", "sendonly (hold)", "moved to 10.1.1.5:4000", "T.38 fax", "PCMU + no video":
 * what is worth a glance in this SDP, given what came before. Nothing for an event without SDP.
 * "SDP: " before it is the caller's. */
void words_event(struct buf *b, const struct offer_event *e);

/* "PCMU, PCMA + video H264 (sendonly, SRTP)": all of a description by itself. `able`: it tells what
 * could be done (OPTIONS), so that a port says nothing. */
void words_media(struct buf *b, const struct media *m, bool able);

/* "PCMU, PCMA": the codecs of a stream, main ones first and alone where there are any. */
void words_stream_codecs(struct buf *b, const struct media *m, const struct media_stream *s);

/* The same of an agreement: what is sent to `side`. */
void words_agreed(struct buf *b, const struct media_agreed *a, unsigned side);

/* "10.1.1.5:4000", "[2001:db8::1]:4000". */
void words_place(struct buf *b, const struct media_stream *s);

#endif
