/* The seam between capture and decode: application bytes, whose they are and where they lie. */
#ifndef CAPTURE_PAYLOAD_H
#define CAPTURE_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "capture/packet.h"

/* One datagram, or one message framed out of a stream. All is borrowed until the callee returns,
 * and BLOCK_PADDING bytes past the data are readable. */
struct payload {
    const uint8_t *data;
    uint32_t len;      /* bytes at data */
    uint32_t full_len; /* bytes on the wire; more than len where the capture cut the packet */
    struct endpoint src, dst;
    uint8_t transport; /* enum transport */
    bool has_ip_id;    /* IPv4 has one; to tell a copy from a retransmission */
    uint16_t ip_id;
    int64_t time_ns;             /* of the packet that completes it */
    uint32_t packet;             /* number of that packet in its file */
    uint32_t extents;            /* how many */
    const struct extent *extent; /* in the order of the bytes */
    struct extent one;           /* what extent points at when there is one */
};

/* What a framer says about the bytes at the front of a stream. */
enum frame_verdict {
    FRAME_MORE,    /* not yet: call again with more bytes behind the same front */
    FRAME_MESSAGE, /* the first n bytes are a message */
    FRAME_SKIP, /* the first n bytes (n > 0) are none: keep-alives, or noise before a start line */
    FRAME_FOREIGN, /* this direction carries another protocol: do not ask again */
};

struct frame {
    enum frame_verdict verdict;
    size_t n;
};

/* What a framer remembers of the front between calls, so that a message that comes byte by byte
 * costs linear time. Zeroed at the start; the framer itself resets it when the front moves. */
struct framer {
    size_t scanned; /* bytes of the front already looked at */
    size_t line;    /* where the line begins that `scanned` stands in */
    size_t need;    /* length of the message at the front once its header is known, else 0 */
    uint64_t body;  /* length of its body + 1 once that is known, else 0 */
    bool begun;     /* the front begins with a start line */
    bool folded;    /* the number of the Content-Length may stand on the line that comes */
    bool known;     /* a message was found in this direction before */
    bool lost;      /* the front is not known to begin a message (mid-stream, or after a gap) */
    bool inside;    /* lost, and the front is in the midst of a line */
};

typedef struct frame frame_fn(struct framer *state, const uint8_t *p, size_t n);

#endif
