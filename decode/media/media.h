/* What a session description says, kept: streams, codecs, where to, in which direction. Compared
 * and matched here; which description is an offer and which an answer is left to offer.c. */
#ifndef DECODE_MEDIA_MEDIA_H
#define DECODE_MEDIA_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/slice.h"
#include "decode/sip/sdp.h"

#define MEDIA_STREAMS 8 /* streams that are kept; more are counted only */
#define MEDIA_CODECS 40 /* codecs that are kept, of all streams */
#define MEDIA_AGREED 12 /* codecs of an agreement, for each direction */

enum {
    MEDIA_NAME = 20,    /* bytes of a codec's name that are kept */
    MEDIA_ADDRESS = 48, /* bytes of an address that are kept */
    MEDIA_KIND = 12,    /* bytes of a stream's type that are kept */
};

enum media_kind {
    MEDIA_AUDIO,
    MEDIA_VIDEO,
    MEDIA_FAX, /* m=image with t38, over whatever transport */
    MEDIA_OTHER,
};

enum media_codec_kind {
    MEDIA_CODEC_MAIN,
    MEDIA_CODEC_DTMF,   /* telephone-event (4733) */
    MEDIA_CODEC_NOISE,  /* CN (3389) */
    MEDIA_CODEC_REPAIR, /* red, rtx, FEC: what only protects others */
};

enum media_flag {
    MEDIA_RTP = 1,
    MEDIA_SECURE = 2,       /* its transport is an SRTP profile (SAVP, SAVPF) */
    MEDIA_CRYPTO = 4,       /* has a=crypto (4568) */
    MEDIA_FINGERPRINT = 8,  /* has a=fingerprint, its own or the session's (5763) */
    MEDIA_ICE = 16,         /* has candidates (8839) */
    MEDIA_NOWHERE = 32,     /* address 0.0.0.0 or ::, not of trickle ICE (port 9, 8840) */
    MEDIA_BUNDLE_ONLY = 64, /* port 0, but not refused (9143) */
};

/* Texts are bytes from the network, cut to their room, not NUL-terminated. */
struct media_codec {
    char name[MEDIA_NAME];
    uint8_t n;        /* bytes of name */
    uint8_t type;     /* RTP payload type; 255 where no RTP is meant */
    uint8_t kind;     /* enum media_codec_kind */
    uint8_t channels; /* 1 when not told */
    uint32_t clock;   /* Hz, 0: not told */
};

struct media_stream {
    char name[MEDIA_KIND], address[MEDIA_ADDRESS];
    uint8_t name_n, address_n;
    uint8_t kind;          /* enum media_kind */
    uint8_t direction;     /* enum sdp_direction */
    uint8_t codec, codecs; /* the first one in media.codec, and how many */
    uint16_t port;         /* 0: refused, removed, or offered as such */
    uint16_t ptime;        /* ms of a packet, 0: not told */
    uint16_t flags;        /* enum media_flag */
    uint64_t where;        /* hash of address and port, uncut */
    uint64_t formats;      /* hash of its type, transport, names and order of codecs */
};

struct media {
    uint64_t meaning; /* hash of what is negotiated: all streams without o=, s= and the like */
    uint64_t session; /* hash of the o= line without its version */
    uint64_t version; /* hash of that version */
    unsigned streams; /* m= lines; the first MEDIA_STREAMS are kept */
    unsigned codecs;  /* kept */
    struct media_stream stream[MEDIA_STREAMS];
    struct media_codec codec[MEDIA_CODECS];
};

/* What both sides can send and receive, in the order of whom it is sent to (3264 6.1, 7). */
struct media_agreed {
    unsigned n[2];                             /* by who gets it: offerer 0, answerer 1 */
    struct media_codec codec[2][MEDIA_AGREED]; /* types are those of who gets it */
};

/* Reads an SDP body. False, *out undefined: it is none. Linear; nothing borrowed afterwards. */
bool media_read(struct media *out, const struct hash_key *key, struct slice body);

static inline struct slice media_codec_name(const struct media_codec *c)
{
    return slice_make(c->name, c->n);
}

static inline struct slice media_stream_name(const struct media_stream *s)
{
    return slice_make(s->name, s->name_n);
}

static inline struct slice media_stream_address(const struct media_stream *s)
{
    return slice_make(s->address, s->address_n);
}

static inline unsigned media_kept(const struct media *m)
{
    return m->streams < MEDIA_STREAMS ? m->streams : MEDIA_STREAMS;
}

/* Is the stream wanted (offer) or taken (answer)? */
static inline bool media_stream_is_on(const struct media_stream *s)
{
    return s->port || s->flags & MEDIA_BUNDLE_ONLY;
}

static inline bool media_stream_sends(const struct media_stream *s)
{
    return s->direction == SDP_SENDRECV || s->direction == SDP_SENDONLY;
}

static inline bool media_stream_receives(const struct media_stream *s)
{
    return s->direction == SDP_SENDRECV || s->direction == SDP_RECVONLY;
}

/* The stream that people mean when they talk of the call: the first audio that is on, else the
 * first of another kind that is on; NULL: none. `peer` (may be NULL): on in it too. */
const struct media_stream *media_main(const struct media *m, const struct media *peer);

/* The codecs of one stream that offer and answer share. Streams that are not on share none. */
void media_agree(struct media_agreed *out, const struct media *offer, const struct media *answer,
                 unsigned stream);

/* Does the stream list telephone-event? */
bool media_stream_has_dtmf(const struct media *m, const struct media_stream *s);

#endif
