/* One message in depth, by libosip2: what each part of its headers is. On demand only; the index
 * (index.h) is what everything else stands on. */
#ifndef DECODE_SIP_OSIP_H
#define DECODE_SIP_OSIP_H

#include <stdbool.h>

#include "decode/sip/index.h"

/* Above these a message is not handed to libosip2, whose time grows with their square. */
#define OSIP_BYTES_MAX (16u << 10)
#define OSIP_LINES_MAX 256
#define OSIP_SEPARATORS_MAX 1024

enum osip_verdict {
    OSIP_PARSED,
    OSIP_REJECTED,  /* libosip2 does not take it; rung shows it all the same */
    OSIP_TOO_LARGE, /* beyond one of the limits above, or it holds a NUL */
    OSIP_NO_MEMORY,
};

/* One part of a header: ("Via", "branch", "z9hG4bK…"). The texts live until the call returns. */
typedef void osip_part_fn(void *ctx, const char *header, const char *part, const char *value);

/* Takes the head of the message apart, the body left out, and calls part_fn for each part in a
 * fixed order. */
enum osip_verdict osip_explain(const struct sip_index *x, osip_part_fn *part_fn, void *ctx);

/* What a verdict means to a person, "" for OSIP_PARSED. */
const char *osip_verdict_words(enum osip_verdict v);

#endif
