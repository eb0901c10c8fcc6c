/* The codecs that a script can name. */
#ifndef GEN_CODEC_H
#define GEN_CODEC_H

#include <stdint.h>

#include "base/slice.h"

struct codec {
    const char *name;   /* as a script and a=rtpmap write it */
    const char *rtpmap; /* clock and channels, as a=rtpmap writes them */
    const char *fmtp;   /* or NULL */
    uint32_t clock;     /* of RTP timestamps, Hz */
    uint16_t bytes;     /* of payload in 20 ms */
    uint8_t pt;         /* payload type */
};

enum { CODEC_MAX = 8 }; /* in one list */

/* Row numbers of the table, in the order of preference. */
struct codec_list {
    uint8_t n, id[CODEC_MAX];
};

/* The row called name (any case), or -1. */
int codec_find(struct slice name);

const struct codec *codec_get(uint8_t id);

#endif
