/* Blocks of pcapng as they are written, little-endian and with times in ns
 * (draft-ietf-opsawg-pcapng).
 */
#ifndef CAPTURE_SINK_NG_H
#define CAPTURE_SINK_NG_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define NG_PACKET_HEAD 28 /* bytes of a packet's block before its data */
#define NG_INTERFACE 32   /* bytes of an interface without a name */

enum ng_code {
    NG_COMMENT = 1,
};

/* An option, padded; no more than 65,535 bytes of its value. */
void ng_option(struct buf *b, uint16_t code, struct slice value);

/* What a file begins with; `by`: the program that writes it. */
void ng_section(struct buf *b, const char *by);

/* An interface; they have numbers from 0 in the order in which they are written. `name`: "" for
 * none. */
void ng_interface(struct buf *b, uint16_t link, const char *name);

struct ng_packet {
    uint32_t interface;
    int64_t time_ns; /* since the epoch, not before */
    uint32_t caplen, len;
    struct slice options; /* as ng_option appends them; may be empty */
};

/* Says of an interface until when it was looked at. */
void ng_until(struct buf *b, uint32_t interface, int64_t until_ns);

/* What stands before the data of a packet, NG_PACKET_HEAD bytes; and what stands behind it. */
void ng_packet_head(struct buf *b, const struct ng_packet *p);
void ng_packet_tail(struct buf *b, const struct ng_packet *p);

#endif
