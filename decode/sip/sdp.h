/* SDP (8866): who offers which media, where to and in which direction. Tolerant, linear,
 * allocation-free; all slices are borrowed from the body. */
#ifndef DECODE_SIP_SDP_H
#define DECODE_SIP_SDP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define SDP_MEDIA_MAX 16 /* media that are told apart; more are counted only */

enum sdp_direction {
    SDP_SENDRECV,
    SDP_SENDONLY,
    SDP_RECVONLY,
    SDP_INACTIVE,
};

struct sdp_media {
    struct slice type, proto; /* "audio", "RTP/AVP" */
    struct slice formats;     /* "0 8 101" */
    struct slice address;     /* of its c= line or the session's, or absent */
    struct slice lines;       /* the lines behind its m= line */
    uint16_t port;            /* 0: refused or removed (3264 6, 8.2) */
    enum sdp_direction direction;
};

struct sdp {
    struct slice user, id, version, origin; /* of o=: user, session id, version, address */
    struct slice name;                      /* s= */
    struct slice lines;                     /* those before the first m= line */
    unsigned medias;                        /* m= lines; the first SDP_MEDIA_MAX are in media */
    struct sdp_media media[SDP_MEDIA_MAX];
};

struct sdp_codec {
    struct slice name; /* "PCMU"; the format itself where no RTP is meant */
    uint32_t clock;    /* Hz, 0: not told */
    uint8_t type;      /* RTP payload type; 255 where no RTP is meant */
    uint8_t channels;  /* 1 when not told */
};

/* False, *out undefined: no v= and no m= line. */
bool sdp_parse(struct sdp *out, struct slice body);

/* The formats of a media in the order of preference, at most max; returns how many. A payload type
 * without rtpmap has its name by 3551, or its number as name. */
unsigned sdp_codecs(const struct sdp_media *m, struct sdp_codec *out, unsigned max);

/* Is it carried in RTP, of whatever profile? */
bool sdp_is_rtp(const struct sdp_media *m);

/* The next a= line of these lines, *at being 0 for the first: "ptime" and "20"; without a colon the
 * value is absent. False: no more. */
bool sdp_attribute_next(struct slice lines, size_t *at, struct slice *name, struct slice *value);

/* The value of the first attribute of this name, any case; p == NULL: there is none. */
struct slice sdp_attribute(struct slice lines, struct slice name);

/* 0.0.0.0, :: and how else that may be written. */
bool sdp_is_nowhere(struct slice address);

/* "sendrecv", … */
const char *sdp_direction_word(enum sdp_direction d);

#endif
